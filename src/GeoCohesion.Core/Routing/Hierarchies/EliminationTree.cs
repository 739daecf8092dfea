using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing.Hierarchies;

/// <summary>All arcs that contracting the vertices in an order can need, whatever the travel times, and the tree that they lie
/// in.</summary>
/// <remarks>
/// A vertex is joined to those above it that it has a street to, or that something below it has; the lowest of them is its parent, and all
/// of
/// them are its ancestors (J. W. H. Liu, "The role of elimination trees in sparse factorization", SIAM J. Matrix Anal. Appl. 11, 1990).
/// Places are numbered from the top in a depth-first walk. O(arcs log arcs of a vertex).
/// </remarks>
sealed class EliminationTree
{
    EliminationTree(int[] vertexAt, int[] placeOf, int[] parent, int[] first, int[] head) =>
        (VertexAt, PlaceOf, Parent, First, Head) = (vertexAt, placeOf, parent, first, head);

    /// <summary>Per place, the vertex.</summary>
    public int[] VertexAt { get; }

    /// <summary>Per vertex, its place.</summary>
    public int[] PlaceOf { get; }

    /// <summary>Per place, the place above it, or <see cref="StreetHierarchy.NoParent"/>.</summary>
    public int[] Parent { get; }

    /// <summary>CSR of <see cref="Head"/>.</summary>
    public int[] First { get; }

    /// <summary>Per arc, the place above; ascending at each place.</summary>
    public int[] Head { get; }

    /// <summary>Builds the tree.</summary>
    /// <param name="graph">The streets.</param>
    /// <param name="order">Its vertices, the least important first.</param>
    public static EliminationTree Of(StreetGraph graph, ReadOnlySpan<int> order)
    {
        var count = order.Length;
        var rankOf = new int[count];
        for (var rank = 0; rank < count; rank++)
        {
            rankOf[order[rank]] = rank;
        }

        var (first, upper, parent) = Complete(graph, order, rankOf);
        var vertexAt = new int[count];
        var placeOfRank = DepthFirst(parent);
        var places = new int[count];
        var rankAt = new int[count];
        for (var rank = 0; rank < count; rank++)
        {
            rankAt[placeOfRank[rank]] = rank;
        }

        var placeFirst = new int[count + 1];
        var head = new int[upper.Length];
        var placeParent = new int[count];
        for (var place = 0; place < count; place++)
        {
            var rank = rankAt[place];
            vertexAt[place] = order[rank];
            places[order[rank]] = place;
            placeParent[place] = parent[rank] < 0 ? StreetHierarchy.NoParent : placeOfRank[parent[rank]];
            var next = placeFirst[place];

            // Ancestors by falling rank are ancestors by rising place.
            for (var i = first[rank + 1] - 1; i >= first[rank]; i--)
            {
                head[next++] = placeOfRank[upper[i]];
            }

            placeFirst[place + 1] = next;
        }

        return new EliminationTree(vertexAt, places, placeParent, placeFirst, head);
    }

    /// <summary>Per rank, the ranks above that it is joined to, ascending; the first of them is the parent, or -1.</summary>
    static (int[] First, int[] Upper, int[] Parent) Complete(StreetGraph graph, ReadOnlySpan<int> order, int[] rankOf)
    {
        var count = order.Length;
        var first = new int[count + 1];
        var upper = new int[Math.Max(16, 2 * graph.EdgeCount)];
        var (parent, firstChild, nextSibling) = (new int[count], new int[count], new int[count]);
        var seenBy = new int[count];
        Array.Fill(firstChild, -1);
        Array.Fill(nextSibling, -1);
        Array.Fill(seenBy, -1);
        for (var rank = 0; rank < count; rank++)
        {
            var (start, end) = (first[rank], first[rank]);
            seenBy[rank] = rank;
            var vertex = order[rank];
            foreach (var head in graph.Head[graph.FirstOut[vertex]..graph.FirstOut[vertex + 1]])
            {
                Add(rankOf[head]);
            }

            foreach (var tail in graph.Tail[graph.FirstIn[vertex]..graph.FirstIn[vertex + 1]])
            {
                Add(rankOf[tail]);
            }

            for (var child = firstChild[rank]; child >= 0; child = nextSibling[child])
            {
                for (var i = first[child] + 1; i < first[child + 1]; i++)
                {
                    Add(upper[i]);
                }
            }

            upper.AsSpan(start, end - start).Sort();
            first[rank + 1] = end;
            parent[rank] = end > start ? upper[start] : -1;
            if (parent[rank] >= 0)
            {
                nextSibling[rank] = firstChild[parent[rank]];
                firstChild[parent[rank]] = rank;
            }

            void Add(int other)
            {
                if (other > rank && seenBy[other] != rank)
                {
                    seenBy[other] = rank;
                    if (end == upper.Length)
                    {
                        Array.Resize(ref upper, 2 * end);
                    }

                    upper[end++] = other;
                }
            }
        }

        return (first, upper.AsSpan(0, first[count]).ToArray(), parent);
    }

    /// <summary>Per rank, its number in a walk from the roots down, the more important child first.</summary>
    static int[] DepthFirst(int[] parent)
    {
        var count = parent.Length;
        var (size, place, nextFree) = (new int[count], new int[count], new int[count]);
        var roots = 0;
        Array.Fill(size, 1);
        for (var rank = 0; rank < count; rank++)
        {
            if (parent[rank] >= 0)
            {
                size[parent[rank]] += size[rank];
            }
        }

        for (var rank = count - 1; rank >= 0; rank--)
        {
            ref var free = ref parent[rank] >= 0 ? ref nextFree[parent[rank]] : ref roots;
            place[rank] = free;
            free += size[rank];
            nextFree[rank] = place[rank] + 1;
        }

        return place;
    }
}
