using GeoCohesion.Data.Sources.Crs;

namespace GeoCohesion.SampleCity.Geometry;

/// <summary>Where the plan lies on Earth: its axes are those of Lambert-93, its origin the town hall.</summary>
public static class Frame
{
    /// <summary>Lambert-93 metres of the town hall: near longitude 3.0, latitude 46.6.</summary>
    public static readonly Pt Origin = new(700_012, 6_611_115);

    static readonly CrsTransform s_toWgs84 = CrsTransform.ToWgs84(2154);
    static readonly CrsTransform s_toLaea = CrsTransform.FromWgs84(3035);
    static readonly CrsTransform s_fromLaea = CrsTransform.ToWgs84(3035);
    static readonly CrsTransform s_toLambert = CrsTransform.FromWgs84(2154);

    public static Pt Lambert93(Pt plan) => plan + Origin;

    /// <summary>Degrees, rounded to 1e-7: what every file of the city says about a point.</summary>
    public static (double Longitude, double Latitude) Wgs84(Pt plan)
    {
        var (longitude, latitude) = s_toWgs84.Apply(plan.X + Origin.X, plan.Y + Origin.Y);
        return (Math.Round(longitude, 7), Math.Round(latitude, 7));
    }

    /// <summary>EPSG:3035, the system of the 200 m grid.</summary>
    public static Pt Laea(Pt plan)
    {
        var (longitude, latitude) = s_toWgs84.Apply(plan.X + Origin.X, plan.Y + Origin.Y);
        var (x, y) = s_toLaea.Apply(longitude, latitude);
        return new Pt(x, y);
    }

    public static Pt FromLaea(Pt laea)
    {
        var (longitude, latitude) = s_fromLaea.Apply(laea.X, laea.Y);
        var (x, y) = s_toLambert.Apply(longitude, latitude);
        return new Pt(x, y) - Origin;
    }
}
