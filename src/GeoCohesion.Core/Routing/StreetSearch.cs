using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing;

/// <summary>One-to-all travel times on streets, within a limit, from one or several positions (E. W. Dijkstra, Numerische Mathematik 1,
/// 1959).</summary>
/// <remarks>
/// A query costs what it reaches: O(edges reached), plus the buckets passed (<see cref="BucketQueue"/>); the graph's size does not enter.
/// Allocates only when it is made, and while its buffers grow to the largest query so far. One per thread.
/// </remarks>
public sealed class StreetSearch
{
    readonly StreetGraph _graph;
    readonly SearchDirection _direction;
    readonly ulong[] _arcs;
    readonly int[] _label;
    readonly int[] _reached;
    readonly BucketQueue _queue;
    int _reachedCount;
    int _limitMilliseconds;
    StreetPosition[] _sources = new StreetPosition[4];
    ulong[] _sourceByLink = new ulong[4];
    int _sourceCount;

    /// <summary>Makes the working arrays: 8 bytes per vertex.</summary>
    /// <param name="graph">The streets.</param>
    /// <param name="direction">Whether times are from the sources, or to them.</param>
    public StreetSearch(StreetGraph graph, SearchDirection direction)
    {
        (_graph, _direction) = (graph, direction);
        _arcs = direction == SearchDirection.Forward ? graph.OutArcs : graph.InArcs;
        _queue = new BucketQueue(graph);
        _label = new int[graph.VertexCount];
        _reached = new int[graph.VertexCount];
        Array.Fill(_label, TravelTime.Unreached);
    }

    /// <summary>Vertices within the limit of the last query, in the order they were first reached; the next query overwrites
    /// them.</summary>
    public ReadOnlySpan<int> ReachedVertices => _reached.AsSpan(0, _reachedCount);

    /// <summary>Per vertex, milliseconds as <see cref="VertexMilliseconds"/>; the next query overwrites them.</summary>
    public ReadOnlySpan<int> AllVertexMilliseconds => _label;

    /// <summary>Searches from one position.</summary>
    /// <param name="source">Where to start (forward) or to arrive (backward); nothing is reached from one that did not snap.</param>
    /// <param name="limitMilliseconds">Longest time of interest, inclusive, with connectors; not negative.</param>
    public void Run(StreetPosition source, int limitMilliseconds) => Run(new ReadOnlySpan<StreetPosition>(in source), limitMilliseconds);

    /// <summary>Searches from several positions at once; times are those of the nearest.</summary>
    /// <inheritdoc cref="Run(StreetPosition, int)" path="/param"/>
    /// <param name="sources">Those that did not snap are passed over.</param>
    /// <param name="limitMilliseconds">Longest time of interest, inclusive, with connectors; not negative.</param>
    public void Run(ReadOnlySpan<StreetPosition> sources, int limitMilliseconds)
    {
        Begin(sources, limitMilliseconds);
        Settle(int.MaxValue);
    }

    /// <summary>How many vertices lie within a limit; the search ends as soon as they are enough, and is forgotten.</summary>
    /// <param name="source">Where to start (forward) or to arrive (backward); nothing is reached from one that did not snap.</param>
    /// <param name="limitMilliseconds">Longest time of interest, inclusive, with connectors; not negative.</param>
    /// <param name="enough">At least 0.</param>
    /// <returns>Their number if it is below <paramref name="enough"/>; or any number from that on, but no more than there are.</returns>
    internal int CountReached(StreetPosition source, int limitMilliseconds, int enough)
    {
        Begin(new ReadOnlySpan<StreetPosition>(in source), limitMilliseconds);
        Settle(enough);
        var count = _reachedCount;

        // Labels of a search that was ended early are not yet times.
        _queue.Empty();
        _sourceCount = 0;
        Forget();
        return count;
    }

    /// <summary>Milliseconds between the nearest source and a target, both connectors included; along the street they share, if that is
    /// faster.</summary>
    /// <returns><see cref="TravelTime.Unreached"/> beyond the limit, or when either did not snap.</returns>
    public int ReadMilliseconds(StreetPosition target)
    {
        if (!target.IsSnapped)
        {
            return TravelTime.Unreached;
        }

        long best = ReadDirect(target);
        for (var against = 0; against <= 1; against++)
        {
            var fromStart = PositionTimes.FromStart(_graph, target, against);
            foreach (var edge in _graph.EdgesOfLinkDirection((target.Link * 2) + against))
            {
                var (vertex, part) = PositionTimes.Arrive(_graph, _direction, edge, target.Link, fromStart);
                best = Math.Min(best, (long)_label[vertex] + part);
            }
        }

        best += _graph.ConnectorMilliseconds(target.ConnectorMillimeters);
        return best <= _limitMilliseconds ? (int)best : TravelTime.Unreached;
    }

    /// <summary>Milliseconds between the nearest source and a vertex, the source's connector included; <see cref="TravelTime.Unreached"/>
    /// beyond the limit.</summary>
    public int VertexMilliseconds(int vertex) => _label[vertex];

    /// <summary>Milliseconds to a target on a link of one of the sources without passing the link's ends; the target's connector is not
    /// included.</summary>
    internal int ReadDirect(StreetPosition target)
    {
        var best = TravelTime.Unreached;
        var keys = _sourceByLink.AsSpan(0, _sourceCount);
        var first = keys.BinarySearch((ulong)target.Link << 32);
        for (var i = first >= 0 ? first : ~first; i < keys.Length && keys[i] >> 32 == (ulong)target.Link; i++)
        {
            var source = _sources[(int)keys[i]];
            var along = _direction == SearchDirection.Forward
                ? PositionTimes.Direct(_graph, source, target)
                : PositionTimes.Direct(_graph, target, source);
            best = (int)Math.Min(best, (long)along + _graph.ConnectorMilliseconds(source.ConnectorMillimeters));
        }

        return best;
    }

    void Begin(ReadOnlySpan<StreetPosition> sources, int limitMilliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limitMilliseconds);
        Forget();
        _limitMilliseconds = Math.Min(limitMilliseconds, TravelTime.Unreached - 1);
        Remember(sources);
        for (var source = 0; source < _sourceCount; source++)
        {
            Seed(_sources[source]);
        }
    }

    void Forget()
    {
        // Beyond about a quarter of the graph one stroke over all labels is faster than many strokes at random.
        if (_reachedCount > _label.Length / 4)
        {
            Array.Fill(_label, TravelTime.Unreached);
        }
        else
        {
            foreach (var vertex in ReachedVertices)
            {
                _label[vertex] = TravelTime.Unreached;
            }
        }

        _reachedCount = 0;
    }

    void Remember(ReadOnlySpan<StreetPosition> sources)
    {
        if (sources.Length > _sources.Length)
        {
            _sources = new StreetPosition[sources.Length];
            _sourceByLink = new ulong[sources.Length];
        }

        _sourceCount = 0;
        foreach (var source in sources)
        {
            if (source.IsSnapped)
            {
                _sources[_sourceCount] = source;
                _sourceByLink[_sourceCount] = ((ulong)source.Link << 32) | (uint)_sourceCount;
                _sourceCount++;
            }
        }

        _sourceByLink.AsSpan(0, _sourceCount).Sort();
    }

    void Seed(StreetPosition source)
    {
        var connector = _graph.ConnectorMilliseconds(source.ConnectorMillimeters);
        for (var against = 0; against <= 1; against++)
        {
            var fromStart = PositionTimes.FromStart(_graph, source, against);
            foreach (var edge in _graph.EdgesOfLinkDirection((source.Link * 2) + against))
            {
                var (vertex, part) = PositionTimes.Leave(_graph, _direction, edge, source.Link, fromStart);
                var milliseconds = (long)connector + part;
                if (milliseconds <= _limitMilliseconds && milliseconds < _label[vertex])
                {
                    if (_label[vertex] == TravelTime.Unreached)
                    {
                        _reached[_reachedCount++] = vertex;
                    }

                    _label[vertex] = (int)milliseconds;
                    _queue.Push((uint)milliseconds, vertex);
                }
            }
        }
    }

    /// <summary>Searches until nothing is left, or as many vertices are reached as are enough: each of them is within the limit,
    /// whatever its label still is.</summary>
    void Settle(int enough)
    {
        var queue = _queue;
        var firstArc = _direction == SearchDirection.Forward ? _graph.FirstOut : _graph.FirstIn;
        var arcs = _arcs;
        var label = _label;
        var reached = _reached;
        var reachedCount = _reachedCount;
        var limit = (uint)_limitMilliseconds;
        while (reachedCount < enough && queue.TryPop(out var milliseconds, out var vertex))
        {
            // The vertex was entered again with less.
            if (milliseconds != (uint)label[vertex])
            {
                continue;
            }

            foreach (var arc in arcs.AsSpan(firstArc[vertex], firstArc[vertex + 1] - firstArc[vertex]))
            {
                // Unsigned, so that a label and the longest edge there can be do not overflow.
                var candidate = milliseconds + (uint)(arc >> 32);
                ref var best = ref label[(int)arc];
                if (candidate < (uint)best && candidate <= limit)
                {
                    if (best == TravelTime.Unreached)
                    {
                        reached[reachedCount++] = (int)arc;
                    }

                    best = (int)candidate;
                    queue.Push(candidate, (int)arc);
                }
            }
        }

        _reachedCount = reachedCount;
    }
}
