namespace GeoCohesion.Core.Network;

/// <summary>Distances between nearby points on the WGS84 ellipsoid; street lengths and snapping use the same ones.</summary>
/// <remarks>
/// Mid-latitude formula of Gauss: the ellipsoid is replaced by the plane whose axes have the scale of the meridian and of the parallel at
/// the mean
/// latitude. Its error grows with the square of the distance: below 1e-6 of it up to 10 km and 65 degrees of latitude.
/// </remarks>
public static class Geodesy
{
    const double SemiMajorAxisMeters = 6_378_137;
    const double Flattening = 1 / 298.257223563;
    const double EccentricitySquared = Flattening * (2 - Flattening);
    const double RadiansPerE7 = Math.PI / 180 * 1e-7;

    /// <summary>Distance in whole millimetres, the same in both directions.</summary>
    /// <param name="longitudeE7A">Degrees x 1e7.</param>
    /// <param name="latitudeE7A">Degrees x 1e7.</param>
    /// <param name="longitudeE7B">Degrees x 1e7; on the same side of the antimeridian.</param>
    /// <param name="latitudeE7B">Degrees x 1e7.</param>
    public static long DistanceMillimeters(int longitudeE7A, int latitudeE7A, int longitudeE7B, int latitudeE7B) =>
        (long)Math.Round(UnroundedMillimeters(longitudeE7A, latitudeE7A, longitudeE7B, latitudeE7B), MidpointRounding.AwayFromZero);

    /// <summary>Millimetres of a ten-millionth of a degree eastwards and northwards.</summary>
    /// <param name="latitudeE7">Degrees x 1e7, not necessarily whole.</param>
    public static (double East, double North) MillimetersPerE7(double latitudeE7)
    {
        var (sine, cosine) = Math.SinCos(latitudeE7 * RadiansPerE7);
        var w2 = 1 - (EccentricitySquared * sine * sine);
        var primeVertical = SemiMajorAxisMeters / Math.Sqrt(w2);
        var meridian = primeVertical * (1 - EccentricitySquared) / w2;
        return (primeVertical * cosine * RadiansPerE7 * 1000, meridian * RadiansPerE7 * 1000);
    }

    /// <summary><see cref="DistanceMillimeters"/> before rounding, for sums of many short pieces.</summary>
    internal static double UnroundedMillimeters(int longitudeE7A, int latitudeE7A, int longitudeE7B, int latitudeE7B)
    {
        var (east, north) = MillimetersPerE7(((long)latitudeE7A + latitudeE7B) * 0.5);
        var x = ((long)longitudeE7B - longitudeE7A) * east;
        var y = ((long)latitudeE7B - latitudeE7A) * north;
        return Math.Sqrt((x * x) + (y * y));
    }
}
