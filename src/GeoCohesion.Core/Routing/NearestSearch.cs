using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing;

/// <summary>The k nearest distinct places for every origin, by one search from all places at once on the reversed graph.</summary>
/// <remarks>
/// Each vertex keeps up to k labels (time to the place, place) of distinct places, the lowest by time and then by place; a place that is
/// not among
/// them cannot be among the k of any vertex before it. Labels are corrected until none falls (as in <see cref="StreetSearch"/>, k at a
/// vertex in place of one).
/// O(k edges reached) labels, each compared with k others; nothing depends on the number of places. <see cref="Run"/> allocates only while
/// buffers grow,
/// <see cref="Read"/> never. One thread runs; any number may read what it found.
/// </remarks>
public sealed class NearestSearch
{
    const ulong NoLabel = ulong.MaxValue;

    readonly StreetGraph _graph;
    readonly int _k;

    // milliseconds << 32 | place at [vertex * k + slot]; slots fill from the first, in no order.
    readonly ulong[] _label;
    readonly int[] _reached;
    readonly BucketQueue _queue;
    int _reachedCount;
    int _limitMilliseconds;
    StreetPosition[] _places = [];
    ulong[] _placeByLink = [];
    int _snappedCount;

    /// <summary>Makes the working arrays: 8 k + 4 bytes per vertex.</summary>
    /// <param name="graph">The streets.</param>
    /// <param name="k">Places wanted per origin, at least 1.</param>
    public NearestSearch(StreetGraph graph, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        (_graph, _k) = (graph, k);
        _queue = new BucketQueue(graph);
        _label = new ulong[checked(graph.VertexCount * k)];
        _reached = new int[graph.VertexCount];
        Array.Fill(_label, NoLabel);
    }

    /// <summary>Searches backwards from all places.</summary>
    /// <param name="places">Places of one class; those that did not snap are never found. Two at the same position are two places.</param>
    /// <param name="limitMilliseconds">Longest time of interest, inclusive, with connectors; not negative.</param>
    public void Run(ReadOnlySpan<StreetPosition> places, int limitMilliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limitMilliseconds);
        Forget();
        _limitMilliseconds = Math.Min(limitMilliseconds, TravelTime.Unreached - 1);
        Remember(places);
        for (var place = 0; place < places.Length; place++)
        {
            if (places[place].IsSnapped)
            {
                Seed(places[place], place);
            }
        }

        Settle();
    }

    /// <summary>The nearest places of an origin, both connectors included; along the street they share, if that is faster.</summary>
    /// <param name="origin">Nothing is found from one that did not snap.</param>
    /// <param name="placeIndex">At least k entries; takes indices into the places of <see cref="Run"/>.</param>
    /// <param name="milliseconds">At least k entries; takes the times.</param>
    /// <returns>How many were found within the limit: at most k, ascending by time and then by index.</returns>
    public int Read(StreetPosition origin, Span<int> placeIndex, Span<int> milliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(placeIndex.Length, _k);
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds.Length, _k);
        if (!origin.IsSnapped)
        {
            return 0;
        }

        var count = 0;
        var connector = _graph.ConnectorMilliseconds(origin.ConnectorMillimeters);
        for (var against = 0; against <= 1; against++)
        {
            var fromStart = PositionTimes.FromStart(_graph, origin, against);
            foreach (var edge in _graph.EdgesOfLinkDirection((origin.Link * 2) + against))
            {
                var (head, part) = PositionTimes.Leave(_graph, SearchDirection.Forward, edge, origin.Link, fromStart);
                foreach (var label in _label.AsSpan(head * _k, _k))
                {
                    if (label == NoLabel)
                    {
                        break;
                    }

                    Offer((int)(uint)label, (long)(label >> 32) + part + connector, placeIndex, milliseconds, ref count);
                }
            }
        }

        var byLink = _placeByLink.AsSpan(0, _snappedCount);
        var first = byLink.BinarySearch((ulong)origin.Link << 32);
        for (var i = first >= 0 ? first : ~first; i < byLink.Length && byLink[i] >> 32 == (ulong)origin.Link; i++)
        {
            var place = (int)byLink[i];
            var along = (long)PositionTimes.Direct(_graph, origin, _places[place]);
            var total = along + connector + _graph.ConnectorMilliseconds(_places[place].ConnectorMillimeters);
            Offer(place, total, placeIndex, milliseconds, ref count);
        }

        return count;
    }

    /// <summary>Keeps the k best so far in order, a place once.</summary>
    void Offer(int place, long time, Span<int> placeIndex, Span<int> milliseconds, ref int count)
    {
        if (time > _limitMilliseconds)
        {
            return;
        }

        // Where the place goes, and where its old entry (or else the one that falls off the end) leaves a gap.
        var at = count;
        while (at > 0 && (milliseconds[at - 1] > time || (milliseconds[at - 1] == time && placeIndex[at - 1] > place)))
        {
            at--;
        }

        if (placeIndex[..at].Contains(place))
        {
            return;
        }

        var gap = placeIndex[at..count].IndexOf(place);
        if (gap >= 0)
        {
            gap += at;
        }
        else if (count < _k)
        {
            gap = count++;
        }
        else
        {
            gap = _k - 1;
        }

        if (at > gap)
        {
            return;
        }

        placeIndex[at..gap].CopyTo(placeIndex[(at + 1)..]);
        milliseconds[at..gap].CopyTo(milliseconds[(at + 1)..]);
        placeIndex[at] = place;
        milliseconds[at] = (int)time;
    }

    void Forget()
    {
        if (_reachedCount > _reached.Length / 4)
        {
            Array.Fill(_label, NoLabel);
        }
        else
        {
            foreach (var vertex in _reached.AsSpan(0, _reachedCount))
            {
                _label.AsSpan(vertex * _k, _k).Fill(NoLabel);
            }
        }

        _reachedCount = 0;
    }

    void Remember(ReadOnlySpan<StreetPosition> places)
    {
        if (places.Length > _places.Length)
        {
            _places = new StreetPosition[places.Length];
            _placeByLink = new ulong[places.Length];
        }

        places.CopyTo(_places);
        _snappedCount = 0;
        for (var place = 0; place < places.Length; place++)
        {
            if (places[place].IsSnapped)
            {
                _placeByLink[_snappedCount++] = ((ulong)places[place].Link << 32) | (uint)place;
            }
        }

        _placeByLink.AsSpan(0, _snappedCount).Sort();
    }

    void Seed(StreetPosition position, int place)
    {
        var connector = _graph.ConnectorMilliseconds(position.ConnectorMillimeters);
        for (var against = 0; against <= 1; against++)
        {
            var fromStart = PositionTimes.FromStart(_graph, position, against);
            foreach (var edge in _graph.EdgesOfLinkDirection((position.Link * 2) + against))
            {
                var (tail, part) = PositionTimes.Leave(_graph, SearchDirection.Backward, edge, position.Link, fromStart);
                Enter(tail, (ulong)((long)connector + part), place);
            }
        }
    }

    void Settle()
    {
        var firstIn = _graph.FirstIn;
        var arcs = _graph.InArcs;
        while (_queue.TryPop(out var milliseconds, out var slot))
        {
            var label = _label[slot];
            if (label >> 32 != milliseconds)
            {
                continue;
            }

            var vertex = slot / _k;
            foreach (var arc in arcs.AsSpan(firstIn[vertex], firstIn[vertex + 1] - firstIn[vertex]))
            {
                Enter((int)arc, milliseconds + (arc >> 32), (int)(uint)label);
            }
        }
    }

    /// <summary>Keeps a label at a vertex if it is among the k best there.</summary>
    void Enter(int vertex, ulong milliseconds, int place)
    {
        if (milliseconds > (ulong)_limitMilliseconds)
        {
            return;
        }

        var label = (milliseconds << 32) | (uint)place;
        var labels = _label.AsSpan(vertex * _k, _k);
        var worst = 0;
        for (var slot = 0; slot < labels.Length; slot++)
        {
            var other = labels[slot];
            if ((uint)other == (uint)place && other != NoLabel)
            {
                worst = slot;
                break;
            }

            if (other > labels[worst])
            {
                worst = slot;
            }

            if (other == NoLabel)
            {
                break;
            }
        }

        if (label >= labels[worst])
        {
            return;
        }

        if (labels[0] == NoLabel)
        {
            _reached[_reachedCount++] = vertex;
        }

        labels[worst] = label;
        _queue.Push((uint)milliseconds, (vertex * _k) + worst);
    }
}
