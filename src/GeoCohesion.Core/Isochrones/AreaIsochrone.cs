using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Core.Isochrones;

/// <summary>The area that is reached within limits, as polygons.</summary>
/// <remarks>
/// A point belongs to the area when it snaps to a street within <see cref="StreetRaster.ToleranceMillimeters"/> and its travel time, both
/// connectors included, exactly as <see cref="StreetMatrix"/> has it, is within the limit. That is worked out at points of a
/// <see cref="StreetRaster"/>; outlines run between them by marching squares, interpolated in time. So an area differs from the truth only
/// within <see cref="StreetRaster.ResolutionMillimeters"/> of where the truth changes, and but for holes and parts that are smaller than
/// the least area: those are left out.
/// Areas are valid, right-hand wound, and nested: that of a longer limit holds that of a shorter one. Whether a limit is asked for alone or
/// among others does not change its area. A query costs O(streets reached + points of their bounding box). Allocates the polygons, and
/// while its buffers grow to the largest query so far. One per thread.
/// </remarks>
public sealed class AreaIsochrone
{
    /// <summary>Most points that the bounding box of a query may hold.</summary>
    public const int MostPoints = 1 << 26;

    readonly StreetRaster _raster;
    readonly StreetGraph _graph;
    readonly bool _isForward;
    readonly StreetSearch _search;
    readonly AreaOutline _outline;
    readonly List<(int Label, int Traversal, bool IsAgainst)> _approaches = [];
    int[] _sourceLinks = [];
    int _sourceCount;
    int[] _milliseconds = [];
    int _searchLimit;
    int _west;
    int _south;
    int _east;
    int _north;

    /// <summary>Makes the working arrays: those of the search.</summary>
    /// <param name="raster">Points that areas are drawn on; may be shared by threads.</param>
    /// <param name="direction">Forward: where one can get to from the sources. Backward: from where one can get to them.</param>
    /// <param name="leastSquareMeters">Holes and parts whose outline encloses less are left out; not negative.</param>
    public AreaIsochrone(StreetRaster raster, SearchDirection direction, double leastSquareMeters)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(leastSquareMeters);
        (_raster, _graph, _isForward) = (raster, raster.Graph, direction == SearchDirection.Forward);
        _search = new StreetSearch(_graph, direction);
        _outline = new AreaOutline(raster, leastSquareMeters);
    }

    /// <summary>Computes the areas around one or several positions.</summary>
    /// <param name="sources">Those that did not snap are passed over.</param>
    /// <param name="limitsMilliseconds">Limits in any order, inclusive, with both connectors; not negative.</param>
    /// <returns>One per limit, WGS84 degrees (SRID 4326); empty where nothing is reached.</returns>
    /// <exception cref="InputException">The reached streets are spread over more points than <see cref="MostPoints"/>
    /// (<c>isochrone-too-fine</c>).</exception>
    public MultiPolygon[] Run(ReadOnlySpan<StreetPosition> sources, ReadOnlySpan<int> limitsMilliseconds)
    {
        var longest = 0;
        foreach (var limit in limitsMilliseconds)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(limit, nameof(limitsMilliseconds));
            longest = Math.Max(longest, limit);
        }

        // Times a little beyond the longest limit place its outline; those of shorter limits are known anyway.
        _searchLimit = (int)Math.Min((long)longest + _raster.StepMilliseconds, TravelTime.Unreached - 1);
        _search.Run(sources, _searchLimit);
        Remember(sources);
        var areas = new MultiPolygon[limitsMilliseconds.Length];
        var isSomewhere = FindBounds();
        if (isSomewhere)
        {
            ReadTimes();
        }

        for (var i = 0; i < areas.Length; i++)
        {
            areas[i] = isSomewhere
                ? _outline.Draw(_milliseconds, _west, _south, _east - _west + 1, _north - _south + 1, limitsMilliseconds[i])
                : AreaOutline.Empty;
        }

        return areas;
    }

    void Remember(ReadOnlySpan<StreetPosition> sources)
    {
        if (sources.Length > _sourceLinks.Length)
        {
            _sourceLinks = new int[sources.Length];
        }

        _sourceCount = 0;
        foreach (var source in sources)
        {
            if (source.IsSnapped)
            {
                _sourceLinks[_sourceCount++] = source.Link;
            }
        }

        _sourceLinks.AsSpan(0, _sourceCount).Sort();
    }

    /// <summary>Columns and rows of the points that may snap to a link reached, and one more on each side; false when there are
    /// none.</summary>
    bool FindBounds()
    {
        int west = int.MaxValue, south = int.MaxValue, east = int.MinValue, north = int.MinValue;
        var longitudes = _graph.PointLongitudeE7;
        var latitudes = _graph.PointLatitudeE7;
        var linkFirstPoint = _graph.LinkFirstPoint;
        var traits = _graph.LinkTraitBits;
        var first = _isForward ? _graph.FirstOut : _graph.FirstIn;
        foreach (var vertex in _search.ReachedVertices)
        {
            for (var i = first[vertex]; i < first[vertex + 1]; i++)
            {
                Enter(_graph.EdgeLinkDirection[_isForward ? i : _graph.InEdge[i]] >> 1, longitudes, latitudes, linkFirstPoint, traits);
            }
        }

        foreach (var link in _sourceLinks.AsSpan(0, _sourceCount))
        {
            Enter(link, longitudes, latitudes, linkFirstPoint, traits);
        }

        if (west > east)
        {
            return false;
        }

        _west = StreetRaster.FloorDivide(west, _raster.StepLongitudeE7) - _raster.MarginColumns;
        _east = StreetRaster.FloorDivide(east, _raster.StepLongitudeE7) + 1 + _raster.MarginColumns;
        _south = StreetRaster.FloorDivide(south, _raster.StepLatitudeE7) - _raster.MarginRows;
        _north = StreetRaster.FloorDivide(north, _raster.StepLatitudeE7) + 1 + _raster.MarginRows;
        var points = (_east - _west + 1L) * (_north - _south + 1L);
        if (points > MostPoints)
        {
            throw new InputException(
                "isochrone-too-fine",
                $"the streets reached spread over {points} points of the grid; at most {MostPoints} are accepted: a coarser one is needed.",
                new SourceLocation("isochrone"));
        }

        return true;

        void Enter(
            int link,
            ReadOnlySpan<int> longitudes,
            ReadOnlySpan<int> latitudes,
            ReadOnlySpan<int> linkFirstPoint,
            ReadOnlySpan<byte> traits)
        {
            // Nothing snaps there: a long ferry should not spread the grid over the sea.
            if (((LinkTraits)traits[link] & LinkTraits.NoSnap) != 0)
            {
                return;
            }

            for (var point = linkFirstPoint[link]; point < linkFirstPoint[link + 1]; point++)
            {
                west = Math.Min(west, longitudes[point]);
                east = Math.Max(east, longitudes[point]);
                south = Math.Min(south, latitudes[point]);
                north = Math.Max(north, latitudes[point]);
            }
        }
    }

    void ReadTimes()
    {
        var width = _east - _west + 1;
        var height = _north - _south + 1;
        if (_milliseconds.Length < width * height)
        {
            _milliseconds = new int[width * height];
        }

        Array.Fill(_milliseconds, TravelTime.Unreached, 0, width * height);
        var lastTileColumn = (_east - _raster.FirstColumn) / StreetRaster.TileSide;
        var lastTileRow = (_north - _raster.FirstRow) / StreetRaster.TileSide;
        var firstTileColumn = (_west - _raster.FirstColumn) / StreetRaster.TileSide;
        for (var tileRow = (_south - _raster.FirstRow) / StreetRaster.TileSide; tileRow <= lastTileRow; tileRow++)
        {
            for (var tileColumn = firstTileColumn; tileColumn <= lastTileColumn; tileColumn++)
            {
                ReadTile(
                    _raster.Tile(tileColumn, tileRow),
                    _raster.FirstColumn + (tileColumn * StreetRaster.TileSide) - _west,
                    _raster.FirstRow + (tileRow * StreetRaster.TileSide) - _south,
                    width);
            }
        }
    }

    void ReadTile(RasterTile tile, int column, int row, int width)
    {
        var labels = _search.AllVertexMilliseconds;
        var ends = _isForward ? _graph.EdgeTail : _graph.Head;
        for (var group = 0; group < tile.Link.Length; group++)
        {
            var link = tile.Link[group];
            _approaches.Clear();
            for (var against = 0; against <= 1; against++)
            {
                foreach (var edge in _graph.EdgesOfLinkDirection((link * 2) + against))
                {
                    if (labels[ends[edge]] <= _searchLimit)
                    {
                        _approaches.Add((labels[ends[edge]], _graph.TraversalMilliseconds[edge], against == 1));
                    }
                }
            }

            var hasSource = _sourceLinks.AsSpan(0, _sourceCount).BinarySearch(link) >= 0;
            if (_approaches.Count == 0 && !hasSource)
            {
                continue;
            }

            var length = _graph.LinkLengthMillimeters[link];
            for (var point = tile.First[group]; point < tile.First[group + 1]; point++)
            {
                var offset = tile.OffsetMillimeters[point];
                long best = hasSource ? _search.ReadDirect(new StreetPosition(link, offset, 0)) : TravelTime.Unreached;
                foreach (var (label, traversal, isAgainst) in _approaches)
                {
                    var fromStart = isAgainst ? length - offset : offset;
                    var part = _isForward
                        ? StreetGraph.PartMilliseconds(traversal, 0, fromStart, length)
                        : StreetGraph.PartMilliseconds(traversal, fromStart, length, length);
                    best = Math.Min(best, (long)label + part);
                }

                best += tile.ConnectorMilliseconds[point];
                if (best <= _searchLimit)
                {
                    // Points of a tile at the box's border may lie outside it, but none that is reached does.
                    var (x, y) = (column + (tile.Node[point] % StreetRaster.TileSide), row + (tile.Node[point] / StreetRaster.TileSide));
                    _milliseconds[(y * width) + x] = (int)best;
                }
            }
        }
    }
}
