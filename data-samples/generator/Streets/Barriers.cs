using GeoCohesion.SampleCity.Geometry;
using GeoCohesion.SampleCity.Plan;

namespace GeoCohesion.SampleCity.Streets;

/// <summary>What local streets never cross: the river, the railway, the ring road, the yard and the pond. This is what cuts districts
/// off.</summary>
public sealed class Barriers
{
    const double RiverMeters = CityPlan.RiverHalfWidthMeters + 14;
    const double RailwayMeters = 26;
    const double RingRoadMeters = 48;
    const double SampleMeters = 12;

    readonly Buckets<(Pt A, Pt B, double Meters)> _bands = new(150);

    public Barriers()
    {
        Add(CityPlan.River, RiverMeters);
        Add(CityPlan.Railway, RailwayMeters);
        Add(CityPlan.RingRoad, RingRoadMeters);
    }

    public bool Blocks(Pt p)
    {
        foreach (var (a, b, meters) in _bands.Near(p, p, RingRoadMeters))
        {
            if (Segments.Nearest(a, b, p).Distance < meters)
            {
                return true;
            }
        }

        return CityPlan.Yard.Contains(p) || CityPlan.Lake.Contains(p);
    }

    public bool Blocks(Pt a, Pt b)
    {
        var steps = Math.Max(1, (int)Math.Ceiling(Pt.Distance(a, b) / SampleMeters));
        for (var i = 0; i <= steps; i++)
        {
            if (Blocks(Pt.Between(a, b, (double)i / steps)))
            {
                return true;
            }
        }

        return false;
    }

    void Add(Line line, double meters)
    {
        for (var i = 0; i + 1 < line.Points.Count; i++)
        {
            _bands.Add(line.Points[i], line.Points[i + 1], (line.Points[i], line.Points[i + 1], meters));
        }
    }
}
