using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing.Hierarchies;

/// <summary>Builds the contraction hierarchy of a street graph.</summary>
/// <remarks>
/// Three steps: an order of the vertices from the graph alone (<see cref="NestedDissection"/>); the arcs that this order can need
/// (<see cref="EliminationTree"/>); their times by triangles, first from below, then from above, and only arcs stay that are a shortest way
/// (J. Dibbelt, B. Strasser, D. Wagner, "Customizable Contraction Hierarchies", ACM JEA 21, 2016: basic and perfect customization). No
/// searches for
/// witnesses, no queue: the result does not depend on threads.
/// </remarks>
public static class StreetHierarchyBuilder
{
    /// <summary>Finds an order and builds the hierarchy.</summary>
    /// <param name="graph">The streets.</param>
    /// <param name="threads">At least 1; the hierarchy is the same for any number.</param>
    public static StreetHierarchy Build(StreetGraph graph, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        return Customize(graph, NestedDissection.Order(graph, threads));
    }

    /// <summary>Builds the hierarchy of other travel times on the same streets, in the order of one that is there: many times faster than
    /// to
    /// find one.</summary>
    /// <param name="graph">Streets with the vertices and neighbours of those that <paramref name="sameStreets"/> was built from; edges may
    /// be
    /// missing.</param>
    /// <param name="sameStreets">Lends its order; with new neighbours the result is right, but may be slow.</param>
    public static StreetHierarchy Customize(StreetGraph graph, StreetHierarchy sameStreets)
    {
        if (sameStreets.Count != graph.VertexCount)
        {
            throw new ArgumentException(
                $"A hierarchy of {sameStreets.Count} vertices does not fit a graph of {graph.VertexCount}.", nameof(sameStreets));
        }

        var order = sameStreets.VertexAt.ToArray();
        Array.Reverse(order);
        return Customize(graph, order);
    }

    static StreetHierarchy Customize(StreetGraph graph, int[] order)
    {
        var tree = EliminationTree.Of(graph, order);
        var arcs = new Customization(graph, tree);
        arcs.FromBelow();
        arcs.FromAbove();
        var (upFirst, upHead, upMilliseconds, upVia) = arcs.Kept(isUp: true);
        var (downFirst, downTail, downMilliseconds, downVia) = arcs.Kept(isUp: false);
        return new StreetHierarchy(new StreetHierarchyColumns
        {
            VertexAt = tree.VertexAt,
            Parent = tree.Parent,
            UpFirst = upFirst,
            UpHead = upHead,
            UpMilliseconds = upMilliseconds,
            UpVia = upVia,
            DownFirst = downFirst,
            DownTail = downTail,
            DownMilliseconds = downMilliseconds,
            DownVia = downVia,
        });
    }
}

/// <summary>Travel times of the arcs of an elimination tree, both ways.</summary>
sealed class Customization
{
    readonly EliminationTree _tree;

    // Per arc: up from its lower place, and down to it. "Perfect" are the shortest times between the ends.
    readonly int[] _up;
    readonly int[] _down;
    readonly int[] _upVia;
    readonly int[] _downVia;
    readonly int[] _perfectUp;
    readonly int[] _perfectDown;

    /// <summary>Takes over the times of the graph's edges: of several between the same vertices the shortest, then the first.</summary>
    public Customization(StreetGraph graph, EliminationTree tree)
    {
        _tree = tree;
        var count = tree.Head.Length;
        (_up, _down, _upVia, _downVia) = (new int[count], new int[count], new int[count], new int[count]);
        (_perfectUp, _perfectDown) = ([], []);
        Array.Fill(_up, TravelTime.Unreached);
        Array.Fill(_down, TravelTime.Unreached);
        for (var vertex = 0; vertex < graph.VertexCount; vertex++)
        {
            var tail = tree.PlaceOf[vertex];
            for (var edge = graph.FirstOut[vertex]; edge < graph.FirstOut[vertex + 1]; edge++)
            {
                var head = tree.PlaceOf[graph.Head[edge]];
                var milliseconds = graph.TraversalMilliseconds[edge];
                if (head < tail)
                {
                    Enter(Arc(tail, head), milliseconds, edge, _up, _upVia);
                }
                else if (head > tail)
                {
                    Enter(Arc(head, tail), milliseconds, edge, _down, _downVia);
                }
            }
        }

        (_perfectUp, _perfectDown) = (new int[count], new int[count]);

        static void Enter(int arc, int milliseconds, int edge, int[] times, int[] via)
        {
            if (milliseconds < times[arc])
            {
                (times[arc], via[arc]) = (milliseconds, ~edge);
            }
        }
    }

    /// <summary>Lower triangles, from the bottom up: the shortest way between two neighbours above a place through that place.</summary>
    /// <remarks>O(triangles). Times that add up beyond <see cref="TravelTime.Unreached"/> never come to stand below it.</remarks>
    public void FromBelow()
    {
        var (first, head) = (_tree.First, _tree.Head);
        for (var place = first.Length - 2; place >= 0; place--)
        {
            var (start, end) = (first[place], first[place + 1]);
            for (var lower = start + 1; lower < end; lower++)
            {
                var (upToLower, downFromLower) = (_up[lower], _down[lower]);
                var between = first[head[lower]];
                for (var upper = start; upper < lower; upper++, between++)
                {
                    while (head[between] != head[upper])
                    {
                        between++;
                    }

                    // lower -> place -> upper, and upper -> place -> lower.
                    var up = downFromLower + _up[upper];
                    if (up < _up[between])
                    {
                        (_up[between], _upVia[between]) = (up, place);
                    }

                    var down = _down[upper] + upToLower;
                    if (down < _down[between])
                    {
                        (_down[between], _downVia[between]) = (down, place);
                    }
                }
            }
        }
    }

    /// <summary>Triangles from the top down: the shortest time between the ends of each arc, whichever way it leads.</summary>
    public void FromAbove()
    {
        var (first, head) = (_tree.First, _tree.Head);
        Array.Copy(_up, _perfectUp, _up.Length);
        Array.Copy(_down, _perfectDown, _down.Length);
        for (var place = 0; place < first.Length - 1; place++)
        {
            var (start, end) = (first[place], first[place + 1]);
            for (var lower = start + 1; lower < end; lower++)
            {
                var (upToLower, downFromLower) = (_up[lower], _down[lower]);
                var (bestUp, bestDown) = (_perfectUp[lower], _perfectDown[lower]);
                var between = first[head[lower]];
                for (var upper = start; upper < lower; upper++, between++)
                {
                    while (head[between] != head[upper])
                    {
                        between++;
                    }

                    var (rise, fall) = (_perfectUp[between], _perfectDown[between]);
                    bestUp = Math.Min(bestUp, _up[upper] + fall);
                    bestDown = Math.Min(bestDown, rise + _down[upper]);
                    _perfectUp[upper] = Math.Min(_perfectUp[upper], upToLower + rise);
                    _perfectDown[upper] = Math.Min(_perfectDown[upper], fall + downFromLower);
                }

                (_perfectUp[lower], _perfectDown[lower]) = (bestUp, bestDown);
            }
        }
    }

    /// <summary>The arcs of one direction that are a shortest way between their ends.</summary>
    /// <remarks>Of equal ways none is left out: what an arc that stays stands for then stays too.</remarks>
    public (int[] First, int[] Above, int[] Milliseconds, int[] Via) Kept(bool isUp)
    {
        var (times, perfect, via) = isUp ? (_up, _perfectUp, _upVia) : (_down, _perfectDown, _downVia);
        var first = new int[_tree.First.Length];
        var kept = 0;
        for (var place = 0; place < first.Length - 1; place++)
        {
            for (var arc = _tree.First[place]; arc < _tree.First[place + 1]; arc++)
            {
                kept += IsKept(arc) ? 1 : 0;
            }

            first[place + 1] = kept;
        }

        var (above, milliseconds, standsFor) = (new int[kept], new int[kept], new int[kept]);
        var next = 0;
        for (var arc = 0; arc < times.Length; arc++)
        {
            if (IsKept(arc))
            {
                (above[next], milliseconds[next], standsFor[next]) = (_tree.Head[arc], times[arc], via[arc]);
                next++;
            }
        }

        return (first, above, milliseconds, standsFor);

        bool IsKept(int arc) => times[arc] < TravelTime.Unreached && times[arc] == perfect[arc];
    }

    int Arc(int lower, int upper) =>
        _tree.First[lower] + _tree.Head.AsSpan(_tree.First[lower], _tree.First[lower + 1] - _tree.First[lower]).BinarySearch(upper);
}
