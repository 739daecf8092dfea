namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Straight lines between stops, near enough (0.5 %) to share out times and to tell a rocket from a bus.</summary>
sealed class StopDistances
{
    const double MetersPerDegree = 111_195;

    readonly double[] _longitude;
    readonly double[] _latitude;
    readonly double[] _cosine;

    public StopDistances(GtfsStop[] stops)
    {
        _longitude = Array.ConvertAll(stops, stop => stop.Longitude);
        _latitude = Array.ConvertAll(stops, stop => stop.Latitude);
        _cosine = Array.ConvertAll(stops, stop => Math.Cos(stop.Latitude * Math.PI / 180));
    }

    public double Meters(int from, int to) =>
        Meters(_longitude[to] - _longitude[from], _latitude[to] - _latitude[from], 0.5 * (_cosine[from] + _cosine[to]));

    public static double Meters(double fromLongitude, double fromLatitude, double toLongitude, double toLatitude) =>
        Meters(toLongitude - fromLongitude, toLatitude - fromLatitude, Math.Cos(0.5 * (fromLatitude + toLatitude) * Math.PI / 180));

    static double Meters(double longitudeDegrees, double latitudeDegrees, double cosine)
    {
        var x = longitudeDegrees * cosine;
        return MetersPerDegree * Math.Sqrt((x * x) + (latitudeDegrees * latitudeDegrees));
    }
}
