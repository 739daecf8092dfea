using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Isochrones;

/// <summary>Times on streets at the points of a raster. One per thread, reused.</summary>
sealed class StreetTimes
{
    readonly StreetRaster _raster;
    readonly StreetGraph _graph;
    readonly bool _isForward;
    readonly StreetSearch _search;
    readonly List<(int Label, int Traversal, bool IsAgainst)> _approaches = [];
    readonly Action<RasterTile, int, int> _readTile;
    int[] _sourceLinks = [];
    int _sourceCount;
    int _limitMilliseconds;
    int[] _milliseconds = [];
    int _width;

    public StreetTimes(StreetRaster raster, SearchDirection direction)
    {
        (_raster, _graph, _isForward) = (raster, raster.Graph, direction == SearchDirection.Forward);
        _search = new StreetSearch(_graph, direction);
        _readTile = ReadTile;
    }

    /// <summary>The search that has run.</summary>
    public StreetSearch Search => _search;

    /// <summary>Searches from (or to) positions.</summary>
    /// <param name="sources">Those that did not snap are passed over.</param>
    /// <param name="limitMilliseconds">Inclusive.</param>
    public void Run(ReadOnlySpan<StreetPosition> sources, int limitMilliseconds)
    {
        _limitMilliseconds = limitMilliseconds;
        _search.Run(sources, limitMilliseconds);
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

    /// <summary>Enters what was reached within a limit, which is at most that of the search.</summary>
    public void Enter(RasterBox box, int limitMilliseconds)
    {
        var around = _raster.LinksAround(_isForward);
        foreach (var vertex in _search.ReachedVertices)
        {
            if (_search.VertexMilliseconds(vertex) <= limitMilliseconds)
            {
                box.Enter(around[vertex]);
            }
        }

        foreach (var link in _sourceLinks.AsSpan(0, _sourceCount))
        {
            box.Enter(StreetBox.Of(_graph, link));
        }
    }

    /// <summary>Lowers the times of a box's points to those of the search.</summary>
    /// <param name="box">Holds all that was reached within the limit.</param>
    /// <param name="milliseconds">Per point of the box, row by row.</param>
    /// <param name="limitMilliseconds">Times beyond it are not entered; at most that of the search.</param>
    public void Read(RasterBox box, int[] milliseconds, int limitMilliseconds)
    {
        (_milliseconds, _width, _limitMilliseconds) = (milliseconds, box.Width, limitMilliseconds);
        box.ForEachTile(_raster, _readTile);
    }

    void ReadTile(RasterTile tile, int column, int row)
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
                    if (labels[ends[edge]] <= _limitMilliseconds)
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
                if (best <= _limitMilliseconds)
                {
                    // Points of a tile at the box's border may lie outside it, but none that is reached does.
                    var (x, y) = (column + (tile.Node[point] % StreetRaster.TileSide), row + (tile.Node[point] / StreetRaster.TileSide));
                    ref var milliseconds = ref _milliseconds[(y * _width) + x];
                    milliseconds = Math.Min(milliseconds, (int)best);
                }
            }
        }
    }
}
