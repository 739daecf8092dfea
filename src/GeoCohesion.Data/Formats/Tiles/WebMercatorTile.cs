using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Formats.Tiles;

/// <summary>A tile of the tile matrix set WebMercatorQuad (OGC 17-083r4, annex D.1), and its grid of whole units.</summary>
/// <param name="Matrix">Zoom level, 0 to <see cref="LastMatrix"/>; matrix z has 2^z rows and columns.</param>
/// <param name="Row">From the north, 0 to 2^z - 1.</param>
/// <param name="Column">From the west, 0 to 2^z - 1.</param>
public readonly record struct WebMercatorTile(int Matrix, int Row, int Column)
{
    /// <summary>The finest matrix of the set.</summary>
    public const int LastMatrix = 24;

    /// <summary>Units along a side of a tile.</summary>
    public const int Extent = 4096;

    /// <summary>Units around a tile that belong to it, so that lines and outlines do not show where tiles meet.</summary>
    public const int Buffer = 64;

    /// <summary>Half the circumference of the projected world, in metres of EPSG:3857.</summary>
    public const double HalfWorldMeters = 20037508.342789244;

    // Beyond it the projection tends to infinity; the matrix ends at 85.05 degrees.
    const double GreatestLatitude = 89.9;

    /// <summary>Rows and columns of a matrix.</summary>
    public static int Size(int matrix) => 1 << matrix;

    double WorldUnits => (double)Size(Matrix) * Extent;

    /// <summary>Where a position lies on the tile: x to the east, y to the south, 0 to <see cref="Extent"/> within it.</summary>
    public Coordinate ToTile(double longitude, double latitude)
    {
        var radians = Math.Clamp(latitude, -GreatestLatitude, GreatestLatitude) * Math.PI / 180;
        return new Coordinate(
            (((longitude / 360) + 0.5) * WorldUnits) - ((double)Column * Extent),
            ((0.5 - (Math.Asinh(Math.Tan(radians)) / (2 * Math.PI))) * WorldUnits) - ((double)Row * Extent));
    }

    /// <summary>The position of a point of the tile: longitude and latitude in degrees.</summary>
    public Coordinate ToDegrees(double x, double y) => new(
        ((((((double)Column * Extent) + x) / WorldUnits) - 0.5) * 360),
        Math.Atan(Math.Sinh(Math.PI * (1 - (2 * ((((double)Row * Extent) + y) / WorldUnits))))) * 180 / Math.PI);

    /// <summary>The tile with its buffer, in degrees; it does not go beyond the antimeridian.</summary>
    public Envelope DegreesWithBuffer
    {
        get
        {
            var (northWest, southEast) = (ToDegrees(-Buffer, -Buffer), ToDegrees(Extent + Buffer, Extent + Buffer));
            return new Envelope(Math.Max(northWest.X, -180), Math.Min(southEast.X, 180), southEast.Y, northWest.Y);
        }
    }
}
