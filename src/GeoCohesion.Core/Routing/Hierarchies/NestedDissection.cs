using System.Numerics;
using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing.Hierarchies;

/// <summary>Finds the order in which a hierarchy contracts vertices, from where streets lead and not from how long they take.</summary>
/// <remarks>
/// Dead ends and through points (at most two neighbours left) go first, round by round. What remains is cut in two again and again by a
/// least
/// set of vertices, which goes after both halves (A. George, "Nested dissection of a regular finite element mesh", SIAM J. Numer. Anal. 10,
/// 1973; for streets J. Dibbelt, B. Strasser, D. Wagner, "Customizable Contraction Hierarchies", ACM JEA 21, 2016). Each cut is the least
/// between
/// the outer quarters of the cell in one of four directions (A. Schild, C. Sommer, "On Balanced Separators in Road Networks", SEA 2015).
/// Small cells are ordered by least degree. The order depends on the graph alone, not on the number of threads.
/// </remarks>
static class NestedDissection
{
    const int LeafSize = 400;
    const int ParallelSize = 1500;

    /// <summary>Vertices in the order they are contracted: the least important first.</summary>
    public static int[] Order(StreetGraph graph, int threads)
    {
        var neighbours = new Adjacency(graph);
        var order = new int[graph.VertexCount];
        var contracted = neighbours.ContractSmallDegrees(order);
        var core = DissectionCell.Of(graph, neighbours, graph.VertexCount - contracted);
        Dissect(core, neighbours, order, contracted, threads);
        return order;
    }

    static void Dissect(DissectionCell cell, Adjacency neighbours, int[] order, int start, int threads)
    {
        if (cell.Count <= LeafSize)
        {
            LeastDegree.Order(cell.Vertex, neighbours, order.AsSpan(start, cell.Count));
            return;
        }

        var side = new InertialCut(cell).Best();
        var lower = cell.Part(side, InertialCut.Lower);
        var upper = cell.Part(side, InertialCut.Upper);
        var next = start + lower.Count + upper.Count;
        for (var local = 0; local < cell.Count; local++)
        {
            if (side[local] == InertialCut.Separator)
            {
                order[next++] = cell.Vertex[local];
            }
        }

        if (threads > 1 && cell.Count > ParallelSize)
        {
            Parallel.Invoke(
                new ParallelOptions { MaxDegreeOfParallelism = threads },
                () => Dissect(lower, neighbours, order, start, threads),
                () => Dissect(upper, neighbours, order, start + lower.Count, threads));
        }
        else
        {
            Dissect(lower, neighbours, order, start, threads);
            Dissect(upper, neighbours, order, start + lower.Count, threads);
        }
    }
}

/// <summary>Neighbours of each vertex whichever way streets lead, and what is left of them while vertices are contracted.</summary>
sealed class Adjacency
{
    readonly int[] _first;
    readonly int[] _neighbour;
    readonly int[] _count;

    /// <summary>Neighbours in a graph, ascending, without loops.</summary>
    public Adjacency(StreetGraph graph)
    {
        _first = new int[graph.VertexCount + 1];
        _neighbour = new int[2 * graph.EdgeCount];
        _count = new int[graph.VertexCount];
        var next = 0;
        for (var vertex = 0; vertex < graph.VertexCount; vertex++)
        {
            var start = next;
            var heads = graph.Head[graph.FirstOut[vertex]..graph.FirstOut[vertex + 1]];
            var tails = graph.Tail[graph.FirstIn[vertex]..graph.FirstIn[vertex + 1]];
            heads.CopyTo(_neighbour.AsSpan(next));
            tails.CopyTo(_neighbour.AsSpan(next + heads.Length));
            var all = _neighbour.AsSpan(start, heads.Length + tails.Length);
            all.Sort();
            foreach (var neighbour in all)
            {
                if (neighbour != vertex && (next == start || _neighbour[next - 1] != neighbour))
                {
                    _neighbour[next++] = neighbour;
                }
            }

            _count[vertex] = next - start;
            _first[vertex + 1] = next;
        }
    }

    /// <summary>Neighbours that are left; none of a vertex that was contracted.</summary>
    public ReadOnlySpan<int> this[int vertex] => _neighbour.AsSpan(_first[vertex], _count[vertex]);

    /// <summary>Whether a vertex was contracted.</summary>
    public bool IsContracted(int vertex) => _count[vertex] < 0;

    /// <summary>Contracts vertices with at most two neighbours until there are none, no two neighbours in one round, so that a long chain
    /// is halved and not eaten up from its end.</summary>
    /// <returns>How many were written to the start of <paramref name="order"/>.</returns>
    public int ContractSmallDegrees(int[] order)
    {
        const int Contracted = -1;
        var written = 0;
        var candidates = Enumerable.Range(0, _count.Length).ToList();
        var later = new List<int>();
        var roundOf = new int[_count.Length];
        for (var round = 1; candidates.Count > 0; round++)
        {
            later.Clear();
            foreach (var vertex in candidates)
            {
                if (_count[vertex] is < 0 or > 2)
                {
                    continue;
                }

                if (roundOf[vertex] == round)
                {
                    later.Add(vertex);
                    continue;
                }

                order[written++] = vertex;
                var left = this[vertex];
                foreach (var neighbour in left)
                {
                    Replace(neighbour, vertex, left.Length == 2 ? left[0] + left[1] - neighbour : neighbour);
                    roundOf[neighbour] = round;
                    later.Add(neighbour);
                }

                _count[vertex] = Contracted;
            }

            later.Sort();
            (candidates, later) = (later, candidates);
        }

        return written;
    }

    /// <summary>Puts another neighbour in the place of one that goes; drops it where there is none (the vertex itself) or it is
    /// there.</summary>
    void Replace(int vertex, int gone, int other)
    {
        var neighbours = _neighbour.AsSpan(_first[vertex], _count[vertex]);
        var at = neighbours.IndexOf(gone);
        if (other == vertex || neighbours.Contains(other))
        {
            neighbours[at] = neighbours[^1];
            _count[vertex]--;
        }
        else
        {
            neighbours[at] = other;
        }
    }
}

/// <summary>A part of the graph that is still to be cut: local numbers, neighbours within, coordinates.</summary>
sealed class DissectionCell
{
    DissectionCell(int[] vertex, int[] first, int[] head, long[] x, long[] y) =>
        (Vertex, First, Head, X, Y) = (vertex, first, head, x, y);

    /// <summary>Vertices.</summary>
    public int Count => Vertex.Length;

    /// <summary>Per local vertex, the vertex of the graph.</summary>
    public int[] Vertex { get; }

    /// <summary>CSR of <see cref="Head"/>.</summary>
    public int[] First { get; }

    /// <summary>Neighbours within the cell, by local number.</summary>
    public int[] Head { get; }

    /// <summary>East, in about 11 mm.</summary>
    public long[] X { get; }

    /// <summary>North, in about 11 mm.</summary>
    public long[] Y { get; }

    /// <summary>What is left of a graph.</summary>
    public static DissectionCell Of(StreetGraph graph, Adjacency neighbours, int count)
    {
        var (vertices, localOf) = (new int[count], new int[graph.VertexCount]);
        var (first, head) = (new int[count + 1], new List<int>());
        var (x, y) = (new long[count], new long[count]);
        var next = 0;
        for (var vertex = 0; vertex < graph.VertexCount; vertex++)
        {
            if (!neighbours.IsContracted(vertex))
            {
                vertices[next] = vertex;
                localOf[vertex] = next++;
            }
        }

        for (var local = 0; local < count; local++)
        {
            foreach (var neighbour in neighbours[vertices[local]])
            {
                head.Add(localOf[neighbour]);
            }

            first[local + 1] = head.Count;
            y[local] = graph.VertexLatitudeE7[vertices[local]];

            // Longitude shrinks by the cosine of the latitude, here in whole steps of a degree's share: one factor for all that is near.
            var cosine = (long)(Math.Cos(y[local] / 1e7 * Math.PI / 180) * 1024);
            x[local] = graph.VertexLongitudeE7[vertices[local]] * cosine / 1024;
        }

        return new DissectionCell(vertices, first, [.. head], x, y);
    }

    /// <summary>The vertices on one side of a cut.</summary>
    public DissectionCell Part(byte[] side, byte wanted)
    {
        var count = side.AsSpan().Count(wanted);
        var (vertices, localOf) = (new int[count], new int[Count]);
        var (first, head) = (new int[count + 1], new List<int>(Head.Length));
        var (x, y) = (new long[count], new long[count]);
        var next = 0;
        for (var local = 0; local < Count; local++)
        {
            if (side[local] == wanted)
            {
                (vertices[next], x[next], y[next]) = (Vertex[local], X[local], Y[local]);
                localOf[local] = next++;
            }
        }

        next = 0;
        for (var local = 0; local < Count; local++)
        {
            if (side[local] == wanted)
            {
                foreach (var neighbour in Head.AsSpan(First[local], First[local + 1] - First[local]))
                {
                    if (side[neighbour] == wanted)
                    {
                        head.Add(localOf[neighbour]);
                    }
                }

                first[++next] = head.Count;
            }
        }

        return new DissectionCell(vertices, first, [.. head], x, y);
    }
}

/// <summary>Cuts a cell in two by a least set of vertices between its outer parts, in the best of four directions.</summary>
/// <remarks>As many ways without a common vertex as there are lead from one outer part to the other; the vertices at which no further way
/// gets through are the cut (K. Menger 1927; L. R. Ford, D. R. Fulkerson 1956).</remarks>
sealed class InertialCut
{
    /// <summary>Side of vertices before the cut.</summary>
    public const byte Lower = 0;

    /// <summary>Side of vertices behind the cut.</summary>
    public const byte Upper = 1;

    /// <summary>The cut itself.</summary>
    public const byte Separator = 2;

    const int None = -1;
    const int Start = -2;
    const int End = -3;
    const double OuterShare = 0.25;

    readonly DissectionCell _cell;
    readonly int _outer;
    readonly int[] _next;
    readonly int[] _previous;
    readonly bool[] _isTarget;

    // States of the search: 2 v entering a vertex, 2 v + 1 leaving it.
    readonly int[] _reachedIn;
    readonly int[] _stack;
    readonly int[] _cursor;
    int _round;

    public InertialCut(DissectionCell cell)
    {
        _cell = cell;
        _outer = Math.Max(1, (int)(cell.Count * OuterShare));
        (_next, _previous, _isTarget) = (new int[cell.Count], new int[cell.Count], new bool[cell.Count]);
        (_reachedIn, _stack, _cursor) = (new int[2 * cell.Count], new int[2 * cell.Count], new int[cell.Count]);
    }

    /// <summary>Per vertex, its side.</summary>
    public byte[] Best()
    {
        var best = new byte[_cell.Count];
        var side = new byte[_cell.Count];
        var bestScore = double.MaxValue;
        foreach (var (east, north) in (ReadOnlySpan<(int, int)>)[(1, 0), (0, 1), (1, 1), (1, -1)])
        {
            var order = Along(east, north);
            var limit = (int)Math.Min(bestScore * _cell.Count / 2, int.MaxValue);
            if (TryCut(order, limit, side, out var score) && score < bestScore)
            {
                bestScore = score;
                (best, side) = (side, best);
            }
        }

        return best;
    }

    int[] Along(int east, int north)
    {
        var (keys, order) = (new long[_cell.Count], new int[_cell.Count]);
        var bits = BitOperations.Log2((uint)_cell.Count) + 1;
        for (var local = 0; local < keys.Length; local++)
        {
            // No two keys are equal, so that the order does not depend on how they are sorted.
            keys[local] = (((east * _cell.X[local]) + (north * _cell.Y[local])) << bits) | (uint)local;
            order[local] = local;
        }

        Array.Sort(keys, order);
        return order;
    }

    bool TryCut(int[] order, int limit, byte[] side, out double score)
    {
        Array.Fill(_next, None);
        Array.Fill(_previous, None);
        Array.Clear(_isTarget);
        foreach (var target in order.AsSpan(order.Length - _outer))
        {
            _isTarget[target] = true;
        }

        var sources = order.AsSpan(0, _outer);
        var ways = 0;
        for (var before = -1; before != ways;)
        {
            before = ways;
            _round++;
            Array.Copy(_cell.First, _cursor, _cell.Count);
            foreach (var source in sources)
            {
                if (_reachedIn[2 * source] != _round && TryAddWay(source))
                {
                    ways++;
                }
            }

            if (ways > limit)
            {
                score = 0;
                return false;
            }
        }

        var (lower, separator) = (0, 0);
        for (var local = 0; local < side.Length; local++)
        {
            side[local] = _reachedIn[(2 * local) + 1] == _round ? Lower : _reachedIn[2 * local] == _round ? Separator : Upper;
            lower += side[local] == Lower ? 1 : 0;
            separator += side[local] == Separator ? 1 : 0;
        }

        var smaller = Math.Min(lower, side.Length - lower - separator);
        score = separator / (smaller + 0.5);
        return true;
    }

    /// <summary>Looks for one more way, depth first; what was looked at in this round in vain is not looked at again.</summary>
    bool TryAddWay(int source)
    {
        var depth = 0;
        Enter(2 * source);
        while (depth > 0)
        {
            var state = _stack[depth - 1];
            var vertex = state >> 1;
            if ((state & 1) == 0)
            {
                // Entering: through, if no way passes here yet; else back along the way that does.
                var previous = _previous[vertex];
                var onwards = previous == None ? state + 1 : previous == Start ? None : (2 * previous) + 1;
                if (onwards == None || _reachedIn[onwards] == _round)
                {
                    depth--;
                }
                else
                {
                    Enter(onwards);
                }

                continue;
            }

            if (_isTarget[vertex] && _next[vertex] != End)
            {
                Augment(depth);
                return true;
            }

            if (_previous[vertex] != None && _reachedIn[2 * vertex] != _round)
            {
                Enter(2 * vertex);
                continue;
            }

            var isDeadEnd = true;
            while (_cursor[vertex] < _cell.First[vertex + 1])
            {
                var head = _cell.Head[_cursor[vertex]++];
                if (_next[vertex] != head && _reachedIn[2 * head] != _round)
                {
                    Enter(2 * head);
                    isDeadEnd = false;
                    break;
                }
            }

            depth -= isDeadEnd ? 1 : 0;
        }

        return false;

        void Enter(int state)
        {
            _reachedIn[state] = _round;
            _stack[depth++] = state;
        }
    }

    /// <summary>Turns the states on the stack into a way, and takes back the parts of others that it runs against.</summary>
    void Augment(int depth)
    {
        _previous[_stack[0] >> 1] = Start;
        for (var i = 1; i < depth; i++)
        {
            var (from, to) = (_stack[i - 1], _stack[i]);
            if ((from & 1) == 1)
            {
                if (from >> 1 == to >> 1)
                {
                    _next[from >> 1] = None;
                    _previous[from >> 1] = None;
                }
                else
                {
                    _next[from >> 1] = to >> 1;
                    _previous[to >> 1] = from >> 1;
                }
            }
        }

        _next[_stack[depth - 1] >> 1] = End;
    }
}
