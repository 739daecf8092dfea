using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing.Hierarchies;

/// <summary>What a <see cref="StreetSweep"/> goes over: the whole hierarchy, or only what leads down to given targets.</summary>
/// <remarks>
/// The part above the targets is selected and copied out once for many searches (D. Delling, A. V. Goldberg, R. F. Werneck, "Faster Batched
/// Shortest
/// Paths in Road Networks", ATMOS 2011: RPHAST). It is divided into runs of places that are skipped where nothing that leads into them is
/// within the limit, as cells are by M. Baum, V. Buchhold, J. Dibbelt, D. Wagner, "Fast Exact Computation of Isochrones in Road Networks",
/// SEA 2016;
/// runs are made of whole subtrees of the elimination tree, so that little leads into them. Immutable; shared by all threads.
/// </remarks>
public sealed class SweepPlan
{
    /// <summary>Places in a run, but for larger ones that the elimination tree has no cuts in.</summary>
    const int RunLength = 256;

    /// <summary>Of the whole, what a selection must save to be worth a copy.</summary>
    const double LargestSelection = 0.75;

    readonly int[]? _positionOf;

    SweepPlan(StreetGraph graph, SearchDirection direction, StreetTargets? targets)
    {
        Graph = graph;
        Direction = direction;
        Hierarchy = graph.Hierarchy ?? throw new ArgumentException("The streets have no hierarchy.", nameof(graph));
        Targets = targets;
        (First, Arcs) = direction == SearchDirection.Forward
            ? (Hierarchy.DownFirstColumn, Hierarchy.DownArcs)
            : (Hierarchy.UpFirstColumn, Hierarchy.UpArcs);
        var places = targets is null ? null : Select(targets);
        if (places is not null)
        {
            _positionOf = new int[Hierarchy.Count];
            Array.Fill(_positionOf, -1);
            for (var position = 0; position < places.Length; position++)
            {
                _positionOf[places[position]] = position;
            }

        }

        Count = places?.Length ?? Hierarchy.Count;
        (First, Arcs) = Pad(places);
        RunEnd = Runs(places);
        (TargetFirst, TargetOrder) = TargetsByRun();
        (RimFirst, Rim) = Rims();
        ApproachPosition = targets is null ? [] : [.. targets.ApproachVertex.ToArray().Select(PositionOfVertex)];
    }

    /// <summary>For times to any vertex and position.</summary>
    /// <param name="graph">The streets, with a hierarchy.</param>
    /// <param name="direction">Whether times are from the sources, or to them.</param>
    /// <exception cref="ArgumentException">The graph has no hierarchy: a bug of the caller.</exception>
    public static SweepPlan ToAll(StreetGraph graph, SearchDirection direction) => new(graph, direction, null);

    /// <summary>For times to given targets from any number of sources.</summary>
    /// <inheritdoc cref="ToAll" path="/param"/>
    /// <inheritdoc cref="ToAll" path="/exception"/>
    /// <param name="graph">The streets, with a hierarchy.</param>
    /// <param name="direction">Whether times are from the sources, or to them.</param>
    /// <param name="targets">A column each; the same position twice is looked up once, and one that did not snap is never reached.</param>
    /// <remarks>O(arcs above the targets).</remarks>
    public static SweepPlan ToTargets(StreetGraph graph, SearchDirection direction, ReadOnlySpan<StreetPosition> targets) =>
        new(graph, direction, new StreetTargets(graph, direction, targets));

    /// <summary>Places swept.</summary>
    public int Count { get; }

    /// <summary>Arcs swept, at most.</summary>
    public int ArcCount { get; private set; }

    /// <summary>Columns of a result.</summary>
    public int TargetCount => Targets?.Count ?? 0;

    internal StreetGraph Graph { get; }

    internal StreetHierarchy Hierarchy { get; }

    internal SearchDirection Direction { get; }

    internal StreetTargets? Targets { get; }

    /// <summary>Whether positions are the places of the hierarchy.</summary>
    internal bool IsWhole => _positionOf is null;

    /// <summary>CSR of <see cref="Arcs"/> by position.</summary>
    internal int[] First { get; }

    /// <summary>Arcs into each position from those before it, an even number: <c>milliseconds &lt;&lt; 32 | position</c>, the position
    /// <see cref="Count"/> where there is none.</summary>
    internal ulong[] Arcs { get; }

    /// <summary>Per run, the position behind it; runs follow each other without a gap.</summary>
    internal int[] RunEnd { get; }

    /// <summary>CSR of <see cref="Rim"/> by run.</summary>
    internal int[] RimFirst { get; }

    /// <summary>Positions before a run from which arcs lead into it.</summary>
    internal int[] Rim { get; }

    /// <summary>CSR of <see cref="TargetOrder"/> by run.</summary>
    internal int[] TargetFirst { get; }

    /// <summary>Distinct targets by the run in which they are read.</summary>
    internal int[] TargetOrder { get; }

    /// <summary>Per approach of the distinct targets, the position it comes from.</summary>
    internal int[] ApproachPosition { get; }

    /// <summary>Position of a place; -1 where it leads to no target.</summary>
    internal int PositionOf(int place) => _positionOf is null ? place : _positionOf[place];

    /// <summary>Position of a vertex; -1 where it leads to no target.</summary>
    internal int PositionOfVertex(int vertex) => PositionOf(Hierarchy.PlaceOf[vertex]);

    /// <summary>A place by which sources that are near each other stand near each other; the last of all for one that did not
    /// snap.</summary>
    internal int PlaceNear(StreetPosition source)
    {
        if (source.IsSnapped)
        {
            for (var against = 0; against <= 1; against++)
            {
                if (Graph.EdgesOfLinkDirection((source.Link * 2) + against) is { Length: > 0 } edges)
                {
                    return Hierarchy.PlaceOf[Graph.Head[edges[0]]];
                }
            }
        }

        return int.MaxValue;
    }

    /// <summary>Places from which arcs lead down to the targets, ascending; null where that is nearly all.</summary>
    int[]? Select(StreetTargets targets)
    {
        var isSelected = new bool[Hierarchy.Count];
        foreach (var vertex in targets.ApproachVertex)
        {
            isSelected[Hierarchy.PlaceOf[vertex]] = true;
        }

        var count = 0;
        for (var place = isSelected.Length - 1; place >= 0; place--)
        {
            if (isSelected[place])
            {
                count++;
                for (var arc = First[place]; arc < First[place + 1]; arc++)
                {
                    isSelected[(int)Arcs[arc]] = true;
                }
            }
        }

        if (count > LargestSelection * isSelected.Length)
        {
            return null;
        }

        var places = new int[count];
        var next = 0;
        for (var place = 0; place < isSelected.Length; place++)
        {
            if (isSelected[place])
            {
                places[next++] = place;
            }
        }

        return places;
    }

    /// <summary>The arcs into what is swept, an even number at each position: where one is missing, one from a position that is never
    /// reached.</summary>
    /// <remarks>Two at a time, most positions take a loop of one or two turns, which the processor foresees; see
    /// docs/decisions/0012.</remarks>
    (int[] First, ulong[] Arcs) Pad(int[]? places)
    {
        var first = new int[Count + 1];
        for (var position = 0; position < Count; position++)
        {
            var place = places?[position] ?? position;
            var count = First[place + 1] - First[place];
            ArcCount += count;
            first[position + 1] = first[position] + count + (count & 1);
        }

        var arcs = new ulong[first[^1]];
        Array.Fill(arcs, (ulong)(uint)Count);
        for (var position = 0; position < Count; position++)
        {
            var place = places?[position] ?? position;
            var next = first[position];
            foreach (var arc in Arcs.AsSpan(First[place], First[place + 1] - First[place]))
            {
                arcs[next++] = (arc & 0xFFFF_FFFF_0000_0000) | (uint)PositionOf((int)arc);
            }
        }

        return (first, arcs);
    }

    /// <summary>Whole subtrees, and places above those that are too large, one after the other until a run is full.</summary>
    int[] Runs(int[]? places)
    {
        var ends = new List<int>();
        var runStart = 0;
        for (var position = 0; position < Count;)
        {
            var subtreeEnd = Hierarchy.SubtreeEnd[places?[position] ?? position];
            var end = subtreeEnd;
            if (places is not null)
            {
                var found = places.AsSpan().BinarySearch(subtreeEnd);
                end = found >= 0 ? found : ~found;
            }

            var pieceEnd = end - position <= RunLength ? end : position + 1;
            if (pieceEnd - runStart > RunLength)
            {
                ends.Add(position);
                runStart = position;
            }

            position = pieceEnd;
        }

        if (runStart < Count)
        {
            ends.Add(Count);
        }

        return [.. ends];
    }

    /// <summary>Targets by the run of the lowest vertex they are reached from.</summary>
    (int[] First, int[] Order) TargetsByRun()
    {
        var first = new int[RunEnd.Length + 1];
        if (Targets is null)
        {
            return (first, []);
        }

        var lastPosition = new int[Targets.DistinctCount];
        var order = new List<int>();
        for (var target = 0; target < lastPosition.Length; target++)
        {
            var vertices = Targets.ApproachesOf(target);
            if (vertices.Length > 0)
            {
                order.Add(target);
                foreach (var vertex in vertices)
                {
                    lastPosition[target] = Math.Max(lastPosition[target], PositionOfVertex(vertex));
                }
            }
        }

        order.Sort((one, other) => (lastPosition[one], one).CompareTo((lastPosition[other], other)));
        var next = 0;
        for (var run = 0; run < RunEnd.Length; run++)
        {
            while (next < order.Count && lastPosition[order[next]] < RunEnd[run])
            {
                next++;
            }

            first[run + 1] = next;
        }

        return (first, [.. order]);
    }

    /// <summary>Per run, the positions before it that arcs into it, or its targets, come from.</summary>
    (int[] First, int[] Rim) Rims()
    {
        var first = new int[RunEnd.Length + 1];
        var rims = new List<int>();
        var seenBy = new int[Count];
        Array.Fill(seenBy, -1);
        var start = 0;
        for (var run = 0; run < RunEnd.Length; run++)
        {
            for (var arc = First[start]; arc < First[RunEnd[run]]; arc++)
            {
                Add((int)Arcs[arc], start, run);
            }

            for (var i = TargetFirst[run]; i < TargetFirst[run + 1]; i++)
            {
                foreach (var vertex in Targets!.ApproachesOf(TargetOrder[i]))
                {
                    Add(PositionOfVertex(vertex), start, run);
                }
            }

            rims.Sort(first[run], rims.Count - first[run], null);
            start = RunEnd[run];
            first[run + 1] = rims.Count;
        }

        return (first, [.. rims]);

        void Add(int position, int runStart, int run)
        {
            if (position < runStart && seenBy[position] != run)
            {
                seenBy[position] = run;
                rims.Add(position);
            }
        }
    }
}
