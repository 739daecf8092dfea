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

        var side = InertialCut.Best(cell, cell.Count > ParallelSize ? threads : 1);
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
