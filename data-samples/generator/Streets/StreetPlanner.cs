using GeoCohesion.SampleCity.Plan;

namespace GeoCohesion.SampleCity.Streets;

/// <summary>Draws all streets of the plan and joins them.</summary>
public static class StreetPlanner
{
    public static StreetMap Build(ulong seed)
    {
        var drawing = new Drawing();
        var barriers = new Barriers();
        var names = new StreetNames();
        var skeleton = new Skeleton(drawing);
        skeleton.Draw();
        for (var i = 0; i < CityPlan.Zones.Length; i++)
        {
            if (CityPlan.Zones[i].Fabric != Fabric.Closed)
            {
                new Neighbourhood(CityPlan.Zones[i], CityPlan.Zones.Take(i), drawing, barriers, names, seed + (ulong)i).Draw();
            }
        }

        skeleton.DrawPaths();
        return new StreetMap(drawing.Streets);
    }
}
