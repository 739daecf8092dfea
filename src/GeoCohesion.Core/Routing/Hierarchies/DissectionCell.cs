using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing.Hierarchies;

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
        var (x, y) = (new long[count], new long[count]);
        var (next, arcs) = (0, 0);
        for (var local = 0; local < Count; local++)
        {
            if (side[local] == wanted)
            {
                (vertices[next], x[next], y[next]) = (Vertex[local], X[local], Y[local]);
                localOf[local] = next++;
                foreach (var neighbour in Head.AsSpan(First[local], First[local + 1] - First[local]))
                {
                    arcs += side[neighbour] == wanted ? 1 : 0;
                }
            }
        }

        var (first, head) = (new int[count + 1], new int[arcs]);
        (next, arcs) = (0, 0);
        for (var local = 0; local < Count; local++)
        {
            if (side[local] == wanted)
            {
                foreach (var neighbour in Head.AsSpan(First[local], First[local + 1] - First[local]))
                {
                    if (side[neighbour] == wanted)
                    {
                        head[arcs++] = localOf[neighbour];
                    }
                }

                first[++next] = arcs;
            }
        }

        return new DissectionCell(vertices, first, head, x, y);
    }
}
