using GeoCohesion.Core.Network;

namespace GeoCohesion.Data.Build;

/// <summary>How large a part of the streets must be to stay when it is cut off from the largest part.</summary>
/// <param name="MinimumVertices">It stays with at least as many junctions and ends ...</param>
/// <param name="MinimumMeters">... or with at least this length of streets.</param>
readonly record struct IslandRule(int MinimumVertices, long MinimumMeters)
{
    /// <summary>50 junctions or 10 km: an inhabited island stays, a plaza or a car park cut off by a mapping error goes.</summary>
    public static IslandRule Default => new(50, 10_000);
}

/// <summary>
/// Finds the parts of a directed graph from which everything in the part can be reached, and says which are too small to stay.
/// </summary>
/// <remarks>
/// Strongly connected components (Tarjan, Depth-first search and linear graph algorithms, 1972), so that nobody snaps to a street that can
/// be
/// entered but not left. The largest component always stays.
/// </remarks>
static class IslandPruning
{
    const long MillimetersPerMeter = 1000;

    /// <summary>Per vertex, whether it stays.</summary>
    /// <param name="draft">Lengths of links.</param>
    /// <param name="edges">Edges, perhaps between copies of vertices.</param>
    /// <param name="rule">Which components stay.</param>
    public static bool[] VerticesToKeep(StreetDraft draft, DraftEdges edges, IslandRule rule)
    {
        var component = StrongComponents(edges.FirstOut, edges.Head, out var count);
        var vertices = new int[count];
        var millimeters = new long[count];
        for (var vertex = 0; vertex < component.Length; vertex++)
        {
            vertices[component[vertex]]++;
            for (var edge = edges.FirstOut[vertex]; edge < edges.FirstOut[vertex + 1]; edge++)
            {
                if (component[edges.Head[edge]] == component[vertex])
                {
                    millimeters[component[vertex]] += draft.Links[edges.LinkDirection[edge] >> 1].LengthMillimeters;
                }
            }
        }

        // A street in both directions counts twice above: halve it. One-way streets then count half, which only makes the rule stricter.
        var largest = 0;
        var keepComponent = new bool[count];
        for (var c = 0; c < count; c++)
        {
            largest = vertices[c] > vertices[largest] ? c : largest;
            keepComponent[c] = vertices[c] >= rule.MinimumVertices || millimeters[c] / 2 >= rule.MinimumMeters * MillimetersPerMeter;
        }

        if (count > 0)
        {
            keepComponent[largest] = true;
        }

        var keep = new bool[component.Length];
        for (var vertex = 0; vertex < keep.Length; vertex++)
        {
            keep[vertex] = keepComponent[component[vertex]];
        }

        return keep;
    }

    /// <summary>The pruned links as islands: pieces that hang together whatever the direction, longest first.</summary>
    /// <param name="draft">The streets before pruning.</param>
    /// <param name="isPruned">Per link.</param>
    public static List<StreetIsland> Islands(StreetDraft draft, bool[] isPruned)
    {
        var parent = Enumerable.Range(0, draft.VertexCount).ToArray();
        int Find(int vertex)
        {
            while (parent[vertex] != vertex)
            {
                vertex = parent[vertex] = parent[parent[vertex]];
            }

            return vertex;
        }

        for (var link = 0; link < draft.Links.Count; link++)
        {
            if (isPruned[link])
            {
                var (a, b) = (Find(draft.Links[link].From), Find(draft.Links[link].To));
                (parent[Math.Max(a, b)], parent[Math.Min(a, b)]) = (Math.Min(a, b), Math.Min(a, b));
            }
        }

        var byRoot = new Dictionary<int, (HashSet<int> Vertices, int Links, long Millimeters, long WayId)>();
        for (var link = 0; link < draft.Links.Count; link++)
        {
            if (!isPruned[link])
            {
                continue;
            }

            var (from, to) = (draft.Links[link].From, draft.Links[link].To);
            var root = Find(from);
            var island = byRoot.TryGetValue(root, out var known) ? known : ([], 0, 0, draft.Links[link].OsmId);
            island.Vertices.Add(from);
            island.Vertices.Add(to);
            byRoot[root] = (island.Vertices, island.Links + 1, island.Millimeters + draft.Links[link].LengthMillimeters, island.WayId);
        }

        const double DegreesPerUnit = 1e-7;
        return
        [
            .. byRoot
                .OrderByDescending(pair => pair.Value.Millimeters)
                .ThenBy(pair => pair.Key)
                .Select(pair => new StreetIsland(
                    pair.Value.Vertices.Count,
                    pair.Value.Links,
                    pair.Value.Millimeters / MillimetersPerMeter,
                    draft.VertexLongitudeE7[pair.Key] * DegreesPerUnit,
                    draft.VertexLatitudeE7[pair.Key] * DegreesPerUnit,
                    pair.Value.WayId)),
        ];
    }

    /// <summary>Per vertex, the number of its strongly connected component.</summary>
    /// <remarks>With a stack of its own: the depth of recursion would be that of the graph.</remarks>
    static int[] StrongComponents(int[] firstOut, int[] head, out int count)
    {
        var vertexCount = firstOut.Length - 1;
        var component = new int[vertexCount];
        var order = new int[vertexCount];
        var lowest = new int[vertexCount];
        var nextEdge = firstOut[..^1];
        var path = new int[vertexCount];
        var pending = new int[vertexCount];
        var (pathLength, pendingLength, visited) = (0, 0, 0);
        component.AsSpan().Fill(-1);
        count = 0;
        for (var root = 0; root < vertexCount; root++)
        {
            if (order[root] != 0)
            {
                continue;
            }

            path[pathLength++] = root;
            while (pathLength > 0)
            {
                var vertex = path[pathLength - 1];
                if (order[vertex] == 0)
                {
                    order[vertex] = lowest[vertex] = ++visited;
                    pending[pendingLength++] = vertex;
                }

                var isOpen = false;
                while (nextEdge[vertex] < firstOut[vertex + 1] && !isOpen)
                {
                    var target = head[nextEdge[vertex]];
                    if (order[target] == 0)
                    {
                        path[pathLength++] = target;
                        isOpen = true;
                    }
                    else
                    {
                        lowest[vertex] = component[target] < 0 ? Math.Min(lowest[vertex], lowest[target]) : lowest[vertex];
                        nextEdge[vertex]++;
                    }
                }

                if (isOpen)
                {
                    continue;
                }

                pathLength--;
                if (lowest[vertex] == order[vertex])
                {
                    while (component[vertex] < 0)
                    {
                        component[pending[--pendingLength]] = count;
                    }

                    count++;
                }
            }
        }

        return component;
    }
}
