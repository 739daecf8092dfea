using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing.Hierarchies;

/// <summary>The shortest way between two positions over a hierarchy: its time, and its edges.</summary>
/// <remarks>
/// Upwards from both ends, in the order of the elimination tree and without a queue (J. Dibbelt, B. Strasser, D. Wagner, "Customizable
/// Contraction
/// Hierarchies", ACM JEA 21, 2016); the way is unpacked by what each arc stands for (R. Geisberger, P. Sanders, D. Schultes, D. Delling,
/// "Contraction
/// Hierarchies", WEA 2008). Costs O(arcs above both ends), whatever lies between them. Allocates only when it is made, and while the buffer
/// of edges
/// grows to the longest way so far. One per thread.
/// </remarks>
public sealed class RouteSearch
{
    const int NoEdge = -1;

    readonly StreetGraph _graph;
    readonly StreetHierarchy _hierarchy;
    readonly Climb _from;
    readonly Climb _to;
    int[] _edges = new int[256];
    int _edgeCount;
    int[] _arcs = new int[256];
    (int Lower, int Arc, bool IsUp)[] _unpacking = new (int, int, bool)[256];

    /// <summary>Makes the working arrays: 17 bytes per vertex.</summary>
    /// <param name="graph">The streets, with a hierarchy.</param>
    /// <exception cref="ArgumentException">The graph has no hierarchy: a bug of the caller.</exception>
    public RouteSearch(StreetGraph graph)
    {
        _graph = graph;
        _hierarchy = graph.Hierarchy ?? throw new ArgumentException("The streets have no hierarchy.", nameof(graph));
        _from = new Climb(_hierarchy, SearchDirection.Forward);
        _to = new Climb(_hierarchy, SearchDirection.Backward);
    }

    /// <summary>Edges of the last way found, in the order they are passed: the way starts on the first and ends on the last, perhaps the
    /// same.
    /// Empty when nothing was found, or both positions are the same spot. The next query overwrites them.</summary>
    public ReadOnlySpan<int> Edges => _edges.AsSpan(0, _edgeCount);

    /// <summary>Milliseconds between two positions, both connectors included; along the street they share, if that is faster.</summary>
    /// <param name="from">Start.</param>
    /// <param name="to">End.</param>
    /// <param name="limitMilliseconds">Longest time of interest, inclusive, with connectors; not negative.</param>
    /// <returns><see cref="TravelTime.Unreached"/> beyond the limit, or when either did not snap.</returns>
    public int Run(StreetPosition from, StreetPosition to, int limitMilliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limitMilliseconds);
        _edgeCount = 0;
        if (!from.IsSnapped || !to.IsSnapped)
        {
            return TravelTime.Unreached;
        }

        var connectors =
            (long)_graph.ConnectorMilliseconds(from.ConnectorMillimeters) + _graph.ConnectorMilliseconds(to.ConnectorMillimeters);
        var left = Math.Min(limitMilliseconds, TravelTime.Unreached - 1) - connectors;
        if (left < 0)
        {
            return TravelTime.Unreached;
        }

        // Whatever is not below this is of no interest.
        var direct = PositionTimes.Direct(_graph, from, to);
        var bound = (int)Math.Min(direct, left + 1);
        _from.Start(_graph, from, bound);
        _to.Start(_graph, to, bound);
        var (best, meeting) = Meet(bound);
        if (meeting >= 0)
        {
            Unpack(meeting);
        }
        else if (direct <= left && from.OffsetMillimeters != to.OffsetMillimeters)
        {
            Append(DirectEdge(from, to, direct));
        }

        _from.Places.Clear();
        _to.Places.Clear();
        return best <= left ? (int)(best + connectors) : TravelTime.Unreached;
    }

    /// <summary>Climbs from both ends, place by place from the bottom up; where both have been, they can meet.</summary>
    (int Milliseconds, int Place) Meet(int bound)
    {
        var (best, meeting) = (bound, -1);
        var (from, to) = (_from.Places.Before(_hierarchy.Count), _to.Places.Before(_hierarchy.Count));
        while (from >= 0 && to >= 0)
        {
            var place = Math.Max(from, to);
            if (from == to)
            {
                var milliseconds = _from.Milliseconds[place] + _to.Milliseconds[place];
                if (milliseconds < best)
                {
                    (best, meeting) = (milliseconds, place);
                }
            }

            if (from == place)
            {
                _from.Relax(place, best);
                from = _from.Places.Before(place);
            }

            if (to == place)
            {
                _to.Relax(place, best);
                to = _to.Places.Before(place);
            }
        }

        return (best, meeting);
    }

    void Unpack(int meeting)
    {
        var count = 0;
        var place = meeting;
        int arc;
        for (arc = _from.ArcTo[place]; arc >= 0; arc = _from.ArcTo[place])
        {
            if (count == _arcs.Length)
            {
                Array.Resize(ref _arcs, 2 * count);
            }

            _arcs[count++] = arc;
            place = _from.PlaceBelow[place];
        }

        Append(~arc);
        while (count > 0)
        {
            arc = _arcs[--count];
            Unpack(place, arc, isUp: true);
            place = _hierarchy.UpHead[arc];
        }

        for (arc = _to.ArcTo[place]; arc >= 0; arc = _to.ArcTo[place])
        {
            place = _to.PlaceBelow[place];
            Unpack(place, arc, isUp: false);
        }

        Append(~arc);
    }

    /// <summary>Appends the edges that an arc stands for.</summary>
    void Unpack(int lower, int arc, bool isUp)
    {
        var count = 0;
        Push(lower, arc, isUp);
        while (count > 0)
        {
            (lower, arc, isUp) = _unpacking[--count];
            var via = isUp ? _hierarchy.UpVia[arc] : _hierarchy.DownVia[arc];
            if (via < 0)
            {
                Append(~via);
                continue;
            }

            // Down to what lies below both ends, and up from there; the second part waits.
            var upper = isUp ? _hierarchy.UpHead[arc] : _hierarchy.DownTail[arc];
            var (start, end) = isUp ? (lower, upper) : (upper, lower);
            Push(via, Find(_hierarchy.UpFirst, _hierarchy.UpHead, via, end), isUpward: true);
            Push(via, Find(_hierarchy.DownFirst, _hierarchy.DownTail, via, start), isUpward: false);
        }

        void Push(int below, int pushed, bool isUpward)
        {
            if (count == _unpacking.Length)
            {
                Array.Resize(ref _unpacking, 2 * count);
            }

            _unpacking[count++] = (below, pushed, isUpward);
        }

        static int Find(ReadOnlySpan<int> first, ReadOnlySpan<int> above, int place, int wanted) =>
            first[place] + above[first[place]..first[place + 1]].BinarySearch(wanted);
    }

    void Append(int edge)
    {
        if (_edgeCount == _edges.Length)
        {
            Array.Resize(ref _edges, 2 * _edgeCount);
        }

        _edges[_edgeCount++] = edge;
    }

    int DirectEdge(StreetPosition from, StreetPosition to, int milliseconds)
    {
        var against = from.OffsetMillimeters < to.OffsetMillimeters ? 0 : 1;
        var (start, end) = (PositionTimes.FromStart(_graph, from, against), PositionTimes.FromStart(_graph, to, against));
        foreach (var edge in _graph.EdgesOfLinkDirection((from.Link * 2) + against))
        {
            var length = _graph.LinkLengthMillimeters[from.Link];
            if (StreetGraph.PartMilliseconds(_graph.TraversalMilliseconds[edge], start, end, length) == milliseconds)
            {
                return edge;
            }
        }

        return NoEdge;
    }

    /// <summary>One end's way up: labels of the places it has come to, and how it came there.</summary>
    sealed class Climb(StreetHierarchy hierarchy, SearchDirection direction)
    {
        readonly int[] _first = direction == SearchDirection.Forward ? hierarchy.UpFirstColumn : hierarchy.DownFirstColumn;
        readonly ulong[] _arcs = direction == SearchDirection.Forward ? hierarchy.UpArcs : hierarchy.DownArcs;

        public PlaceSet Places { get; } = new(hierarchy.Count);

        public int[] Milliseconds { get; } = new int[hierarchy.Count];

        /// <summary>Per place, the arc by which it was reached, or <c>~edge</c> that leads there from the position.</summary>
        public int[] ArcTo { get; } = new int[hierarchy.Count];

        public int[] PlaceBelow { get; } = new int[hierarchy.Count];

        public void Start(StreetGraph graph, StreetPosition position, int bound)
        {
            for (var against = 0; against <= 1; against++)
            {
                var fromStart = PositionTimes.FromStart(graph, position, against);
                foreach (var edge in graph.EdgesOfLinkDirection((position.Link * 2) + against))
                {
                    var (vertex, part) = PositionTimes.Leave(graph, direction, edge, position.Link, fromStart);
                    if (part < bound)
                    {
                        Enter(hierarchy.PlaceOf[vertex], part, ~edge, vertex);
                    }
                }
            }
        }

        public void Relax(int place, int bound)
        {
            var reached = Milliseconds[place];
            for (var arc = _first[place]; arc < _first[place + 1]; arc++)
            {
                var milliseconds = reached + (int)(_arcs[arc] >> 32);
                if (milliseconds < bound)
                {
                    Enter((int)_arcs[arc], milliseconds, arc, place);
                }
            }
        }

        void Enter(int place, int milliseconds, int arc, int below)
        {
            if (Places.Add(place) || milliseconds < Milliseconds[place])
            {
                (Milliseconds[place], ArcTo[place], PlaceBelow[place]) = (milliseconds, arc, below);
            }
        }
    }
}
