using System.Numerics;

namespace GeoCohesion.Core.Routing.Hierarchies;

/// <summary>As many ways without a common vertex as there are through a cell, from its outer quarter on one side to that on the other.</summary>
/// <remarks>
/// The vertices at which no further way gets through are a least cut (K. Menger 1927; L. R. Ford, D. R. Fulkerson 1956). Of the least cuts it
/// is the one nearest to where ways start, whichever ways were found: how they are searched for is a matter of speed alone.
/// <para>A search moves between vertices that it can leave. To a vertex on a way it cannot come but from the next one on that way, which it
/// then leaves out; so a step leads to a neighbour that is on no way, or, by a neighbour on one, to the vertex before it there.</para>
/// </remarks>
sealed class CellFlow
{
    const double OuterShare = 0.25;

    // Instead of a neighbour on a way.
    const int None = -1;
    const int Source = -2;
    const int StartOfWay = -3;
    const int Target = -4;

    const int Always = int.MaxValue;

    struct FlowVertex
    {
        // On its way: what comes after it (or Target at its end), and before it (StartOfWay, or Source where no way starts yet).
        public int Next;
        public int Previous;

        // Last round of searches in which it could be left.
        public int Left;

        // First arc that was not tried in that round.
        public int Arc;
    }

    readonly DissectionCell _cell;
    readonly long[] _along;
    readonly FlowVertex[] _vertices;
    readonly int[] _forwardHead;
    readonly int[] _path;
    readonly List<int> _sources = [];
    int _round;

    public CellFlow(DissectionCell cell)
    {
        _cell = cell;
        (_along, _vertices) = (new long[cell.Count], new FlowVertex[cell.Count]);
        (_forwardHead, _path) = (new int[cell.Head.Length], new int[cell.Count]);
    }

    /// <summary>Finds the ways in a direction.</summary>
    /// <param name="east">Direction, in units of both coordinates.</param>
    /// <param name="north">Likewise.</param>
    /// <param name="mostWays">Stops when there are more.</param>
    /// <returns>Whether there are at most <paramref name="mostWays"/>.</returns>
    public bool TryFill(int east, int north, int mostWays)
    {
        Prepare(east, north);
        var sources = InOrderAcross(east, north);
        var ways = 0;
        for (var before = -1; before != ways;)
        {
            before = ways;
            _round++;
            foreach (var source in sources)
            {
                if (_vertices[source].Previous == Source && TryAddWay(source) && ++ways > mostWays)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Sides of the cut that <see cref="TryFill"/> found.</summary>
    /// <param name="lower">Number of vertices before the cut.</param>
    /// <param name="separator">Number of vertices of the cut.</param>
    public byte[] Sides(out int lower, out int separator)
    {
        var side = new byte[_vertices.Length];
        (lower, separator) = (0, 0);
        for (var local = 0; local < side.Length; local++)
        {
            ref var vertex = ref _vertices[local];
            if (vertex.Left >= _round)
            {
                side[local] = InertialCut.Lower;
                lower++;
            }
            else if (vertex.Previous == StartOfWay || (vertex.Previous >= 0 && _vertices[vertex.Previous].Left >= _round))
            {
                side[local] = InertialCut.Separator;
                separator++;
            }
            else
            {
                side[local] = InertialCut.Upper;
            }
        }

        return side;
    }

    /// <summary>Takes away all ways, and finds the outer quarters.</summary>
    void Prepare(int east, int north)
    {
        // No two places along the direction are equal, so that the quarters do not depend on how they are found.
        var bits = BitOperations.Log2((uint)_cell.Count) + 1;
        for (var local = 0; local < _along.Length; local++)
        {
            _along[local] = (((east * _cell.X[local]) + (north * _cell.Y[local])) << bits) | (uint)local;
        }

        var outer = Math.Max(1, (int)(_cell.Count * OuterShare));
        var (firstInner, firstTarget) = RankSelection.Find(_along, outer, _along.Length - outer);
        _sources.Clear();
        _round = 0;
        for (var local = 0; local < _vertices.Length; local++)
        {
            var along = _along[local];
            if (along >= firstTarget)
            {
                _vertices[local] = new FlowVertex { Next = Target, Previous = None };
            }
            else if (along >= firstInner)
            {
                _vertices[local] = new FlowVertex { Next = None, Previous = None };
                SortForward(local);
            }
            else if (SortForward(local) >= firstInner)
            {
                _vertices[local] = new FlowVertex { Next = None, Previous = Source };
                _sources.Add(local);
            }
            else
            {
                // All its neighbours are sources: no way needs it.
                _vertices[local] = new FlowVertex { Next = None, Previous = Source, Left = Always };
            }
        }
    }

    /// <summary>Lists the neighbours of a vertex by how far they lead in the direction: searches that go straight on leave room for others.</summary>
    /// <returns>How far the first leads.</returns>
    long SortForward(int local)
    {
        var (first, end) = (_cell.First[local], _cell.First[local + 1]);
        for (var arc = first; arc < end; arc++)
        {
            var head = _cell.Head[arc];
            var along = _along[head];
            var at = arc;
            for (; at > first && _along[_forwardHead[at - 1]] < along; at--)
            {
                _forwardHead[at] = _forwardHead[at - 1];
            }

            _forwardHead[at] = head;
        }

        return end > first ? _along[_forwardHead[first]] : long.MinValue;
    }

    /// <summary>The sources side by side, so that ways do not cross before they come to lie beside each other.</summary>
    int[] InOrderAcross(int east, int north)
    {
        int[] sources = [.. _sources];
        Array.Sort(Array.ConvertAll(sources, source => (north * _cell.X[source]) - (east * _cell.Y[source])), sources);
        return sources;
    }

    /// <summary>Looks for one more way, depth first; what was looked at in this round in vain is not looked at again.</summary>
    bool TryAddWay(int source)
    {
        var (vertices, path, first) = (_vertices, _path, _cell.First);
        var depth = 0;
        Leave(source);
        while (depth > 0)
        {
            var to = Step(path[depth - 1]);
            if (to == None)
            {
                depth--;
                continue;
            }

            Leave(to);
            if (vertices[to].Next == Target && vertices[to].Previous == None)
            {
                Augment(depth);
                return true;
            }
        }

        return false;

        void Leave(int local)
        {
            path[depth++] = local;
            ref var vertex = ref vertices[local];
            (vertex.Left, vertex.Arc) = (_round, first[local]);
        }
    }

    /// <summary>A vertex that can be come to from another and was not yet in this round, or none.</summary>
    int Step(int local)
    {
        var (vertices, heads, round) = (_vertices, _forwardHead, _round);
        ref var vertex = ref vertices[local];
        if (vertex.Previous >= 0 && vertices[vertex.Previous].Left < round)
        {
            return vertex.Previous;
        }

        var end = _cell.First[local + 1];
        for (var arc = vertex.Arc; arc < end; arc++)
        {
            var head = heads[arc];
            ref var next = ref vertices[head];
            var to = next.Previous == None ? head : next.Previous;
            if (to >= 0 && head != vertex.Next && vertices[to].Left < round)
            {
                vertex.Arc = arc + 1;
                return to;
            }
        }

        vertex.Arc = end;
        return None;
    }

    /// <summary>Turns the path of a search into a way, and takes back the parts of others that it runs against.</summary>
    void Augment(int depth)
    {
        var (vertices, path) = (_vertices, _path);
        vertices[path[0]].Previous = StartOfWay;
        for (var i = 1; i < depth; i++)
        {
            var (from, to) = (path[i - 1], path[i]);
            var by = vertices[to].Previous == None ? to : vertices[to].Next;
            if (by == from)
            {
                (vertices[from].Next, vertices[from].Previous) = (None, None);
            }
            else
            {
                vertices[from].Next = by;
                vertices[by].Previous = from;
            }
        }
    }
}
