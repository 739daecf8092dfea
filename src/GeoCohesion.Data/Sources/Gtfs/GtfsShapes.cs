namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Lines that vehicles follow (<c>shapes.txt</c>), for maps; one block of points for all.</summary>
/// <remarks>Immutable. Shapes that no trip names are not kept.</remarks>
public sealed class GtfsShapes
{
    readonly int[] _firstPoint;
    readonly int[] _longitudeE7;
    readonly int[] _latitudeE7;

    internal GtfsShapes(int[] firstPoint, int[] longitudeE7, int[] latitudeE7) =>
        (_firstPoint, _longitudeE7, _latitudeE7) = (firstPoint, longitudeE7, latitudeE7);

    /// <summary>Number of shapes, those without points included.</summary>
    public int Count => _firstPoint.Length - 1;

    /// <summary>Longitudes of a shape's points in order, degrees of WGS84 x 1e7; empty where the file does not have the shape.</summary>
    public ReadOnlySpan<int> LongitudeE7(int shape) => _longitudeE7.AsSpan(_firstPoint[shape], _firstPoint[shape + 1] - _firstPoint[shape]);

    /// <summary>Latitudes of a shape's points in order, degrees of WGS84 x 1e7.</summary>
    public ReadOnlySpan<int> LatitudeE7(int shape) => _latitudeE7.AsSpan(_firstPoint[shape], _firstPoint[shape + 1] - _firstPoint[shape]);
}
