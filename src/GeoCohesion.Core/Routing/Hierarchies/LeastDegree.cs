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

        var isContracted = new bool[cell.Length];
        for (var step = 0; step < cell.Length; step++)
        {
            var (best, bestDegree) = (-1, int.MaxValue);
            for (var local = 0; local < cell.Length; local++)
            {
                if (!isContracted[local])
                {
                    var degree = 0;
                    foreach (var word in rows.AsSpan(local * words, words))
                    {
                        degree += BitOperations.PopCount(word);
                    }

                    if (degree < bestDegree)
                    {
                        (best, bestDegree) = (local, degree);
                    }
                }
            }

            Contract(best);
            isContracted[best] = true;
            order[step] = cell[best];
        }

        void Set(int row, int column) => rows[(row * words) + (column >> 6)] |= 1UL << column;

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
                }
            }
        }
    }
}
