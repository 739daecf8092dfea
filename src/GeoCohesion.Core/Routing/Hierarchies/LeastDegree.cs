using System.Numerics;

namespace GeoCohesion.Core.Routing.Hierarchies;

/// <summary>Orders a small cell by contracting, again and again, the vertex with the fewest neighbours left (W. F. Tinney, J. W. Walker,
/// "Direct solutions of
/// sparse network equations by optimally ordered triangular factorization", Proc. IEEE 55, 1967).</summary>
static class LeastDegree
{
    /// <summary>Writes the vertices of a cell in the order they are contracted; neighbours outside count, and stay.</summary>
    public static void Order(ReadOnlySpan<int> cell, Adjacency neighbours, Span<int> order)
    {
        // Rows of bits: cell first, then what surrounds it.
        var localOf = new Dictionary<int, int>();
        foreach (var vertex in cell)
        {
            localOf.Add(vertex, localOf.Count);
        }

        foreach (var vertex in cell)
        {
            foreach (var neighbour in neighbours[vertex])
            {
                localOf.TryAdd(neighbour, localOf.Count);
            }
        }

        var words = (localOf.Count + 63) / 64;
        var rows = new ulong[localOf.Count * words];
        for (var local = 0; local < cell.Length; local++)
        {
            foreach (var neighbour in neighbours[cell[local]])
            {
                var other = localOf[neighbour];
                Set(local, other);
                Set(other, local);
            }
        }

        const int Contracted = int.MaxValue;
        var degrees = new int[localOf.Count];
        for (var local = 0; local < degrees.Length; local++)
        {
            degrees[local] = Degree(rows.AsSpan(local * words, words));
        }

        for (var step = 0; step < cell.Length; step++)
        {
            var (best, bestDegree) = (-1, Contracted);
            for (var local = 0; local < cell.Length; local++)
            {
                if (degrees[local] < bestDegree)
                {
                    (best, bestDegree) = (local, degrees[local]);
                }
            }

            Contract(best);
            degrees[best] = Contracted;
            order[step] = cell[best];
        }

        void Set(int row, int column) => rows[(row * words) + (column >> 6)] |= 1UL << column;

        static int Degree(ReadOnlySpan<ulong> row)
        {
            var degree = 0;
            foreach (var word in row)
            {
                degree += BitOperations.PopCount(word);
            }

            return degree;
        }

        void Contract(int vertex)
        {
            var row = rows.AsSpan(vertex * words, words);
            for (var word = 0; word < words; word++)
            {
                for (var left = row[word]; left != 0; left &= left - 1)
                {
                    var neighbour = (word * 64) + BitOperations.TrailingZeroCount(left);
                    var other = rows.AsSpan(neighbour * words, words);
                    for (var i = 0; i < words; i++)
                    {
                        other[i] |= row[i];
                    }

                    other[neighbour >> 6] &= ~(1UL << neighbour);
                    other[vertex >> 6] &= ~(1UL << vertex);
                    degrees[neighbour] = Degree(other);
                }
            }
        }
    }
}
