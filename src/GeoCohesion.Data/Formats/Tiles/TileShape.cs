namespace GeoCohesion.Data.Formats.Tiles;

/// <summary>What the commands of a geometry draw (MVT 2.1, section 4.3.4).</summary>
public enum TileShapeKind
{
    /// <summary>One or more points.</summary>
    Point = 1,

    /// <summary>One or more lines.</summary>
    Line = 2,

    /// <summary>One or more polygons.</summary>
    Polygon = 3,
}

/// <summary>A geometry as a tile holds it.</summary>
/// <param name="Kind">Points, lines or polygons.</param>
/// <param name="Commands">Command and parameter integers of MVT 2.1, section 4.3.</param>
/// <param name="Size">Length of lines in units, area of polygons in square units, 0 of points: the smallest goes first where a tile holds too much.</param>
public sealed record TileShape(TileShapeKind Kind, IReadOnlyList<uint> Commands, double Size);
