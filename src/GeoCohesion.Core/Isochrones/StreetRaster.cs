using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Isochrones;

/// <summary>A grid of points over a territory, each snapped to its nearest street once: what areas are drawn on.</summary>
/// <remarks>
/// Shared by all threads. A point is at whole multiples of the steps in longitude and latitude, so that every corner of an area is a
/// whole number of ten-millionths of a degree and seven digits in a file lose nothing. Points are snapped tile by tile when first asked for;
/// 10 bytes per point near a street stay in memory.
/// </remarks>
public sealed class StreetRaster
{
    /// <summary>Points along each side of a tile.</summary>
    internal const int TileSide = 32;

    /// <summary>Steps are multiples of this many ten-millionths of a degree: an area's corner is at a whole part of the way between two
    /// points.</summary>
    internal const int PartsOfStep = 16;

    readonly StreetIndex _index;
    readonly int _toleranceMillimeters;
    readonly int _tileColumns;
    readonly RasterTile?[] _tiles;
    readonly Lazy<VertexBoxes> _linksOut;
    readonly Lazy<VertexBoxes> _linksIn;

    /// <summary>Lays the grid over the streets; snaps nothing yet.</summary>
    /// <param name="index">The streets.</param>
    /// <param name="spacingMillimeters">Between neighbouring points, 2 m to 10 km; the grid's own is up to 2 m less.</param>
    /// <param name="toleranceMillimeters">Farthest connector between a point of an area and its street, inclusive; not negative.</param>
    public StreetRaster(StreetIndex index, int spacingMillimeters, int toleranceMillimeters)
        : this(index, RasterExtent.Of([index]), spacingMillimeters, toleranceMillimeters)
    {
    }

    StreetRaster(StreetIndex index, RasterExtent extent, int spacingMillimeters, int toleranceMillimeters)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(spacingMillimeters, 2_000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(spacingMillimeters, 10_000_000);
        ArgumentOutOfRangeException.ThrowIfNegative(toleranceMillimeters);
        (_index, _toleranceMillimeters) = (index, toleranceMillimeters);
        _linksOut = new Lazy<VertexBoxes>(() => new VertexBoxes(index.Graph, isForward: true));
        _linksIn = new Lazy<VertexBoxes>(() => new VertexBoxes(index.Graph, isForward: false));
        var (minLongitude, minLatitude, maxLongitude, maxLatitude) = extent;

        // Where a degree is longest, so that no spacing is more than asked for: eastwards next to the equator, northwards next to the pole.
        var isAcrossEquator = minLatitude <= 0 && maxLatitude >= 0;
        var (widest, _) = Geodesy.MillimetersPerE7(isAcrossEquator ? 0 : Math.Min(Math.Abs(minLatitude), Math.Abs(maxLatitude)));
        var (narrowest, highest) = Geodesy.MillimetersPerE7(Math.Max(Math.Abs(minLatitude), Math.Abs(maxLatitude)));
        StepLongitudeE7 = Step(widest);
        StepLatitudeE7 = Step(highest);
        SquareMetersPerSquareE7 = widest * highest / 1e6;
        ResolutionMillimeters = (int)Math.Ceiling(Math.Sqrt(Square(StepLongitudeE7 * widest) + Square(StepLatitudeE7 * highest)));

        // A point farther away than this snaps to nothing; one more on each side keeps every outline closed.
        MarginColumns = (int)(toleranceMillimeters / (StepLongitudeE7 * narrowest)) + 2;
        MarginRows = (int)(toleranceMillimeters / (StepLatitudeE7 * highest * 0.98)) + 2;
        FirstColumn = FloorDivide(minLongitude, StepLongitudeE7) - MarginColumns;
        FirstRow = FloorDivide(minLatitude, StepLatitudeE7) - MarginRows;
        _tileColumns = ((FloorDivide(maxLongitude, StepLongitudeE7) + 1 + MarginColumns - FirstColumn) / TileSide) + 1;
        var tileRows = ((FloorDivide(maxLatitude, StepLatitudeE7) + 1 + MarginRows - FirstRow) / TileSide) + 1;
        _tiles = new RasterTile?[_tileColumns * tileRows];

        int Step(double millimetersPerE7) => Math.Max(1, (int)(spacingMillimeters / (millimetersPerE7 * PartsOfStep))) * PartsOfStep;

        static double Square(double value) => value * value;
    }

    /// <summary>One raster for the streets of each of several modes, all on the same points.</summary>
    /// <inheritdoc cref="StreetRaster(StreetIndex, int, int)" path="/param"/>
    /// <param name="indexes">The streets of each mode.</param>
    /// <param name="spacingMillimeters">Between neighbouring points.</param>
    /// <param name="toleranceMillimeters">Farthest connector.</param>
    public static StreetRaster[] OnOneGrid(IReadOnlyList<StreetIndex> indexes, int spacingMillimeters, int toleranceMillimeters)
    {
        var extent = RasterExtent.Of(indexes);
        return [.. indexes.Select(index => new StreetRaster(index, extent, spacingMillimeters, toleranceMillimeters))];
    }

    /// <summary>The streets.</summary>
    public StreetGraph Graph => _index.Graph;

    /// <summary>
    /// Diagonal of the grid's largest cell, mm: an area says of each point what is true of the point itself, or of another one at most this
    /// far away.
    /// </summary>
    public int ResolutionMillimeters { get; }

    /// <summary>Farthest connector between a point of an area and its street, mm, inclusive.</summary>
    public int ToleranceMillimeters => _toleranceMillimeters;

    /// <summary>Degrees x 1e7 between neighbouring points of a row.</summary>
    public int StepLongitudeE7 { get; }

    /// <summary>Degrees x 1e7 between neighbouring points of a column.</summary>
    public int StepLatitudeE7 { get; }

    /// <summary>Scale of areas where they are largest, one for the whole grid.</summary>
    internal double SquareMetersPerSquareE7 { get; }

    /// <summary>Column of the first tile's first point; a column's longitude is its number times the step.</summary>
    internal int FirstColumn { get; }

    /// <summary>Row of the first tile's first point.</summary>
    internal int FirstRow { get; }

    /// <summary>Columns beyond a street in which points may be that snap to it, and one more.</summary>
    internal int MarginColumns { get; }

    /// <summary>Rows likewise.</summary>
    internal int MarginRows { get; }

    /// <summary>Time to walk from a point to its neighbour at the connector's speed, milliseconds, at least 1.</summary>
    internal int StepMilliseconds => Math.Max(1, Graph.ConnectorMilliseconds(ResolutionMillimeters));

    /// <summary>Boxes of the links at each vertex that a search goes on to.</summary>
    internal VertexBoxes LinksAround(bool isForward) => (isForward ? _linksOut : _linksIn).Value;

    /// <summary>A tile of points; snaps them when it is asked for first.</summary>
    internal RasterTile Tile(int tileColumn, int tileRow)
    {
        // Two threads that fill the same tile at once fill it alike: either may be kept.
        ref var tile = ref _tiles[(tileRow * _tileColumns) + tileColumn];
        var known = Volatile.Read(ref tile);
        if (known is null)
        {
            known = Snap(tileColumn, tileRow);
            Volatile.Write(ref tile, known);
        }

        return known;
    }

    internal static int FloorDivide(int value, int divisor) => (int)Math.Floor(value / (double)divisor);

    RasterTile Snap(int tileColumn, int tileRow)
    {
        var snapped = new List<(int Link, int Node, int Offset, int Connector)>();
        for (var row = 0; row < TileSide; row++)
        {
            var latitude = (long)(FirstRow + (tileRow * TileSide) + row) * StepLatitudeE7 / 1e7;
            var scale = Geodesy.MillimetersPerE7(latitude * 1e7);
            for (var column = 0; column < TileSide; column++)
            {
                var longitude = (long)(FirstColumn + (tileColumn * TileSide) + column) * StepLongitudeE7 / 1e7;
                var position = _index.Snap(longitude, latitude, _toleranceMillimeters, scale);
                if (position.IsSnapped)
                {
                    var node = (row * TileSide) + column;
                    snapped.Add((position.Link, node, position.OffsetMillimeters, Graph.ConnectorMilliseconds(position.ConnectorMillimeters)));
                }
            }
        }

        snapped.Sort();
        return new RasterTile(snapped);
    }
}

/// <summary>Points of a tile that are near a street, grouped by its link. Immutable.</summary>
sealed class RasterTile
{
    /// <summary>Takes points in order of their links.</summary>
    public RasterTile(List<(int Link, int Node, int Offset, int Connector)> snapped)
    {
        Node = [.. snapped.Select(point => (short)point.Node)];
        OffsetMillimeters = [.. snapped.Select(point => point.Offset)];
        ConnectorMilliseconds = [.. snapped.Select(point => point.Connector)];
        Link = [.. snapped.Select(point => point.Link).Distinct()];
        First = new int[Link.Length + 1];
        for (int group = 0, point = 0; group < Link.Length; group++)
        {
            while (point < snapped.Count && snapped[point].Link == Link[group])
            {
                point++;
            }

            First[group + 1] = point;
        }
    }

    /// <summary>Links, ascending.</summary>
    public int[] Link { get; }

    /// <summary>CSR: points of the link at i are <c>First[i] .. First[i + 1]</c>.</summary>
    public int[] First { get; }

    /// <summary>Per point, row x <see cref="StreetRaster.TileSide"/> + column within the tile.</summary>
    public short[] Node { get; }

    /// <summary>Per point, where it snapped on its link.</summary>
    public int[] OffsetMillimeters { get; }

    /// <summary>Per point, the walk between it and its street.</summary>
    public int[] ConnectorMilliseconds { get; }
}

/// <summary>Box around streets, degrees x 1e7.</summary>
readonly record struct RasterExtent(int MinLongitude, int MinLatitude, int MaxLongitude, int MaxLatitude)
{
    public static RasterExtent Of(IReadOnlyList<StreetIndex> indexes)
    {
        int minLatitude = int.MaxValue, maxLatitude = int.MinValue, minLongitude = int.MaxValue, maxLongitude = int.MinValue;
        foreach (var index in indexes)
        {
            var longitudes = index.Graph.PointLongitudeE7;
            var latitudes = index.Graph.PointLatitudeE7;
            for (var point = 0; point < latitudes.Length; point++)
            {
                minLatitude = Math.Min(minLatitude, latitudes[point]);
                maxLatitude = Math.Max(maxLatitude, latitudes[point]);
                minLongitude = Math.Min(minLongitude, longitudes[point]);
                maxLongitude = Math.Max(maxLongitude, longitudes[point]);
            }
        }

        return minLatitude > maxLatitude ? default : new RasterExtent(minLongitude, minLatitude, maxLongitude, maxLatitude);
    }
}
