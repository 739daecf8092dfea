using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Accessibility;

/// <summary>Straight distances between points in WGS84 degrees.</summary>
public static class CrowFly
{
    /// <summary>Distance on the ellipsoid, whole millimetres.</summary>
    public static long Millimeters(double longitudeA, double latitudeA, double longitudeB, double latitudeB) =>
        Geodesy.DistanceMillimeters(E7(longitudeA), E7(latitudeA), E7(longitudeB), E7(latitudeB));

    /// <summary>Whole millimetres from an origin to the nearest point of a centrality.</summary>
    public static long Millimeters(Origin origin, Centrality centrality) =>
        centrality.Points.Min(point => Millimeters(origin.Longitude, origin.Latitude, point.Longitude, point.Latitude));

    /// <summary>Kilometres from an origin to the nearest point of a centrality.</summary>
    public static double Kilometers(Origin origin, Centrality centrality) => Millimeters(origin, centrality) / 1e6;

    static int E7(double degrees) => (int)Math.Round(degrees * 1e7, MidpointRounding.AwayFromZero);
}
