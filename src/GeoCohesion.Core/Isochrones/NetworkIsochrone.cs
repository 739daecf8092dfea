using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Isochrones;

/// <summary>The streets that are reached within limits, cut exactly where the limit runs out.</summary>
/// <remarks>
/// A position is on a reached part exactly when its <see cref="StreetSearch.ReadMilliseconds"/> (without a connector) is within the limit:
/// partially reached links, one-way directions, several edges per direction and sources in the middle of a link included. A query costs
/// O(edges reached), apart from sorting the links. Allocates when it is made, and while its buffers grow to the largest query so far.
/// One per thread.
/// </remarks>
public sealed class NetworkIsochrone
{
    readonly StreetGraph _graph;
    readonly bool _isForward;
    readonly StreetSearch _search;
    readonly int[] _queryOfLink;
    readonly List<int> _links = [];
    readonly List<ReachedPart> _parts = [];
    readonly List<LinkRay> _rays = [];
    readonly List<(int From, int To)> _intervals = [];
    readonly List<int> _breaks = [];
    StreetPosition[] _sources = [];
    int _sourceCount;
    int _query;
    int _limitMilliseconds;

    /// <summary>Makes the working arrays: those of the search, and 4 bytes per link.</summary>
    /// <param name="graph">The streets.</param>
    /// <param name="direction">Forward: where one can get to from the sources. Backward: from where one can get to them.</param>
    public NetworkIsochrone(StreetGraph graph, SearchDirection direction)
    {
        (_graph, _isForward) = (graph, direction == SearchDirection.Forward);
        _search = new StreetSearch(graph, direction);
        _queryOfLink = new int[graph.LinkCount];
    }

    /// <summary>Searches from one or several positions; <see cref="Parts"/> then reads any limit up to this one.</summary>
    /// <param name="sources">Those that did not snap are passed over.</param>
    /// <param name="limitMilliseconds">Longest time of interest, inclusive, with the sources' connectors; not negative.</param>
    public void Run(ReadOnlySpan<StreetPosition> sources, int limitMilliseconds)
    {
        _search.Run(sources, limitMilliseconds);
        _limitMilliseconds = limitMilliseconds;
        Remember(sources);
        _query++;
        _links.Clear();
        foreach (var vertex in _search.ReachedVertices)
        {
            var first = _isForward ? _graph.FirstOut : _graph.FirstIn;
            for (var i = first[vertex]; i < first[vertex + 1]; i++)
            {
                Enter(_graph.EdgeLinkDirection[_isForward ? i : _graph.InEdge[i]] >> 1);
            }
        }

        foreach (var source in _sources.AsSpan(0, _sourceCount))
        {
            Enter(source.Link);
        }

        _links.Sort();

        void Enter(int link)
        {
            if (_queryOfLink[link] != _query)
            {
                _queryOfLink[link] = _query;
                _links.Add(link);
            }
        }
    }

    /// <summary>The reached parts of links, by link and then along it; the next call overwrites them.</summary>
    /// <param name="limitMilliseconds">At most that of <see cref="Run"/>, inclusive.</param>
    /// <remarks>Where streets are reached from both ends there are two parts, which meet where the two ways take the same time.</remarks>
    public ReadOnlySpan<ReachedPart> Parts(int limitMilliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limitMilliseconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limitMilliseconds, _limitMilliseconds);
        _parts.Clear();
        foreach (var link in _links)
        {
            FindRays(link, limitMilliseconds);
            FindIntervals(limitMilliseconds);
            foreach (var interval in _intervals)
            {
                AddParts(link, interval.From, interval.To, limitMilliseconds);
            }
        }

        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_parts);
    }

    void Remember(ReadOnlySpan<StreetPosition> sources)
    {
        if (sources.Length > _sources.Length)
        {
            _sources = new StreetPosition[sources.Length];
        }

        _sourceCount = 0;
        foreach (var source in sources)
        {
            if (source.IsSnapped)
            {
                _sources[_sourceCount++] = source;
            }
        }

        _sources.AsSpan(0, _sourceCount).Sort((a, b) => a.Link.CompareTo(b.Link));
    }

    void FindRays(int link, int limitMilliseconds)
    {
        _rays.Clear();
        _intervals.Clear();
        var length = _graph.LinkLengthMillimeters[link];
        var sources = SourcesOn(link);
        for (var against = 0; against <= 1; against++)
        {
            foreach (var edge in _graph.EdgesOfLinkDirection((link * 2) + against))
            {
                var milliseconds = _graph.TraversalMilliseconds[edge];
                var label = _search.VertexMilliseconds(_isForward ? _graph.EdgeTail[edge] : _graph.Head[edge]);
                Add(_isForward ? 0 : length, label);
                foreach (var source in sources)
                {
                    Add(PositionTimes.FromStart(_graph, source, against), _graph.ConnectorMilliseconds(source.ConnectorMillimeters));
                }

                void Add(int start, int startMilliseconds)
                {
                    if (startMilliseconds <= limitMilliseconds)
                    {
                        _rays.Add(new LinkRay(_isForward, against == 1, length, milliseconds, start, startMilliseconds));
                    }
                }
            }
        }

        // A source is at its own position even where no edge leads away from it.
        foreach (var source in sources)
        {
            if (_graph.ConnectorMilliseconds(source.ConnectorMillimeters) <= limitMilliseconds)
            {
                _intervals.Add((source.OffsetMillimeters, source.OffsetMillimeters));
            }
        }
    }

    ReadOnlySpan<StreetPosition> SourcesOn(int link)
    {
        var (low, high) = (0, _sourceCount);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _sources[middle].Link < link ? (middle + 1, high) : (low, middle);
        }

        var end = low;
        while (end < _sourceCount && _sources[end].Link == link)
        {
            end++;
        }

        return _sources.AsSpan(low, end - low);
    }

    /// <summary>Joins what the rays reach where it overlaps.</summary>
    void FindIntervals(int limitMilliseconds)
    {
        foreach (var ray in _rays)
        {
            _intervals.Add(ray.Reach(limitMilliseconds));
        }

        _intervals.Sort();
        var count = 0;
        for (var i = 0; i < _intervals.Count; i++)
        {
            if (count > 0 && _intervals[i].From <= _intervals[count - 1].To)
            {
                _intervals[count - 1] = (_intervals[count - 1].From, Math.Max(_intervals[count - 1].To, _intervals[i].To));
            }
            else
            {
                _intervals[count++] = _intervals[i];
            }
        }

        _intervals.RemoveRange(count, _intervals.Count - count);
    }

    /// <summary>Cuts an interval where another ray becomes the fastest, so that time is linear on each part.</summary>
    void AddParts(int link, int from, int to, int limitMilliseconds)
    {
        if (from == to)
        {
            var milliseconds = _search.ReadMilliseconds(new StreetPosition(link, from, 0));
            _parts.Add(new ReachedPart(link, from, to, milliseconds, milliseconds));
            return;
        }

        _breaks.Clear();
        _breaks.Add(to);
        for (var i = 0; i < _rays.Count; i++)
        {
            AddBreak(_rays[i].StartMillimeters);
            for (var j = 0; j < i; j++)
            {
                AddCrossing(_rays[i], _rays[j]);
            }
        }

        _breaks.Sort();
        var start = from;
        foreach (var end in _breaks)
        {
            if (end > start)
            {
                AddPart(start, end);
                start = end;
            }
        }

        void AddPart(int start, int end)
        {
            // The ray that is fastest in the middle is so everywhere between two breaks.
            var (first, last) = ((long)TravelTime.Unreached, (long)TravelTime.Unreached);
            foreach (var ray in _rays)
            {
                long atStart = ray.MillisecondsAt(start), atEnd = ray.MillisecondsAt(end);
                (first, last) = atStart + atEnd < first + last ? (atStart, atEnd) : (first, last);
            }

            // A break is at a whole millimetre, where the slower of the two rays may be just beyond the limit.
            _parts.Add(new ReachedPart(link, start, end, (int)Math.Min(first, limitMilliseconds), (int)Math.Min(last, limitMilliseconds)));
        }

        void AddBreak(double millimeters)
        {
            if (millimeters > from && millimeters < to)
            {
                _breaks.Add((int)Math.Round(millimeters));
            }
        }

        void AddCrossing(LinkRay a, LinkRay b)
        {
            // As straight lines: time = constant + slope * offset.
            var length = _graph.LinkLengthMillimeters[link];
            var slopeA = (a.Grows ? a.EdgeMilliseconds : -a.EdgeMilliseconds) / (double)length;
            var slopeB = (b.Grows ? b.EdgeMilliseconds : -b.EdgeMilliseconds) / (double)length;
            if (slopeA != slopeB)
            {
                var atStartA = a.MillisecondsAt(a.StartMillimeters) - (slopeA * a.StartMillimeters);
                var atStartB = b.MillisecondsAt(b.StartMillimeters) - (slopeB * b.StartMillimeters);
                AddBreak((atStartB - atStartA) / (slopeA - slopeB));
            }
        }
    }
}
