using GeoCohesion.Core.Network;

namespace GeoCohesion.Data.Build;

/// <summary>
/// Gives vertices and links their final numbers, so that neighbours on the map are neighbours in memory, and lays the columns out.
/// </summary>
static class StreetNumbering
{
    const int HilbertBits = 16;

    /// <summary>The graph of the vertices that stay; links that no edge uses are dropped.</summary>
    /// <param name="draft">Streets; its vertices include copies.</param>
    /// <param name="edges">Edges between vertices and copies.</param>
    /// <param name="stays">Per vertex, whether it stays.</param>
    /// <param name="originalOf">Per vertex, the vertex it is a copy of, or itself.</param>
    /// <param name="mode">Name of the mode.</param>
    /// <param name="connectorKph">Speed of the walk to the street.</param>
    public static StreetGraph Number(StreetDraft draft, DraftEdges edges, bool[] stays, int[] originalOf, string mode, double connectorKph)
    {
        var order = HilbertOrder(draft);
        var numberOf = new int[draft.VertexCount];
        var vertexCount = 0;
        foreach (var vertex in order)
        {
            numberOf[vertex] = stays[vertex] ? vertexCount++ : -1;
        }

        var linkOrder = LinksInUse(draft, edges, stays, originalOf, order);
        var linkNumber = new int[draft.Links.Count];
        linkNumber.AsSpan().Fill(-1);
        for (var i = 0; i < linkOrder.Length; i++)
        {
            linkNumber[linkOrder[i]] = i;
        }

        var firstOut = new int[vertexCount + 1];
        var head = new List<int>(edges.Head.Length);
        var milliseconds = new List<int>(edges.Head.Length);
        var edgeLinkDirection = new List<int>(edges.Head.Length);
        var (longitude, latitude) = (new int[vertexCount], new int[vertexCount]);
        var outgoing = new List<(int LinkDirection, int Head, int Milliseconds)>();
        foreach (var vertex in order)
        {
            if (!stays[vertex])
            {
                continue;
            }

            outgoing.Clear();
            for (var edge = edges.FirstOut[vertex]; edge < edges.FirstOut[vertex + 1]; edge++)
            {
                if (stays[edges.Head[edge]])
                {
                    var linkDirection = edges.LinkDirection[edge];
                    var numbered = (2 * linkNumber[linkDirection >> 1]) + (linkDirection & 1);
                    outgoing.Add((numbered, numberOf[edges.Head[edge]], draft.Milliseconds(linkDirection)));
                }
            }

            outgoing.Sort();
            foreach (var edge in outgoing)
            {
                edgeLinkDirection.Add(edge.LinkDirection);
                head.Add(edge.Head);
                milliseconds.Add(edge.Milliseconds);
            }

            var number = numberOf[vertex];
            firstOut[number + 1] = head.Count;
            (longitude[number], latitude[number]) = (draft.VertexLongitudeE7[vertex], draft.VertexLatitudeE7[vertex]);
        }

        return Assemble(draft, linkOrder, new StreetGraphColumns
        {
            Mode = mode,
            ConnectorSpeedKph = connectorKph,
            VertexLongitudeE7 = longitude,
            VertexLatitudeE7 = latitude,
            FirstOut = firstOut,
            Head = [.. head],
            TraversalMilliseconds = [.. milliseconds],
            EdgeLinkDirection = [.. edgeLinkDirection],
            LinkLengthMillimeters = [.. linkOrder.Select(link => draft.Links[link].LengthMillimeters)],
            LinkOsmWayId = [.. linkOrder.Select(link => draft.Links[link].OsmId)],
            LinkTraitBits = [.. linkOrder.Select(link => (byte)draft.Links[link].Traits)],
            LinkFirstPoint = new int[linkOrder.Length + 1],
            PointLongitudeE7 = new int[linkOrder.Sum(link => draft.Links[link].PointCount)],
            PointLatitudeE7 = new int[linkOrder.Sum(link => draft.Links[link].PointCount)],
        });
    }

    static StreetGraph Assemble(StreetDraft draft, int[] linkOrder, StreetGraphColumns columns)
    {
        for (var i = 0; i < linkOrder.Length; i++)
        {
            var link = draft.Links[linkOrder[i]];
            var point = columns.LinkFirstPoint[i];
            columns.LinkFirstPoint[i + 1] = point + link.PointCount;
            for (var p = 0; p < link.PointCount; p++)
            {
                columns.PointLongitudeE7[point + p] = draft.PointLongitudeE7[link.FirstPoint + p];
                columns.PointLatitudeE7[point + p] = draft.PointLatitudeE7[link.FirstPoint + p];
            }
        }

        return new StreetGraph(columns);
    }

    /// <summary>Links that some edge uses, in the order of their first vertex.</summary>
    static int[] LinksInUse(StreetDraft draft, DraftEdges edges, bool[] stays, int[] originalOf, int[] order)
    {
        var rank = new int[draft.VertexCount];
        for (var i = 0; i < order.Length; i++)
        {
            rank[order[i]] = i;
        }

        var isUsed = new bool[draft.Links.Count];
        for (var vertex = 0; vertex < draft.VertexCount; vertex++)
        {
            for (var edge = edges.FirstOut[vertex]; edge < edges.FirstOut[vertex + 1]; edge++)
            {
                isUsed[edges.LinkDirection[edge] >> 1] |= stays[vertex] && stays[edges.Head[edge]];
            }
        }

        var links = Enumerable.Range(0, draft.Links.Count).Where(link => isUsed[link]).ToArray();
        var keys = Array.ConvertAll(links, link =>
        {
            var (from, to) = (rank[originalOf[draft.Links[link].From]], rank[originalOf[draft.Links[link].To]]);
            return (Math.Min(from, to), Math.Max(from, to), link);
        });
        Array.Sort(keys, links);
        return links;
    }

    /// <summary>Vertices along a Hilbert curve over their extent; at the same place, in their old order.</summary>
    static int[] HilbertOrder(StreetDraft draft)
    {
        var count = draft.VertexCount;
        var order = new int[count];
        var keys = new ulong[count];
        if (count == 0)
        {
            return order;
        }

        var (west, south) = (draft.VertexLongitudeE7.Min(), draft.VertexLatitudeE7.Min());
        var width = Math.Max((long)draft.VertexLongitudeE7.Max() - west, (long)draft.VertexLatitudeE7.Max() - south) + 1;
        for (var vertex = 0; vertex < count; vertex++)
        {
            order[vertex] = vertex;
            var x = (uint)((((long)draft.VertexLongitudeE7[vertex] - west) << HilbertBits) / width);
            var y = (uint)((((long)draft.VertexLatitudeE7[vertex] - south) << HilbertBits) / width);
            keys[vertex] = ((ulong)Hilbert(x, y) << 32) | (uint)vertex;
        }

        Array.Sort(keys, order);
        return order;
    }

    /// <summary>Distance along the Hilbert curve (Warren, Hacker's Delight, 16-3).</summary>
    static uint Hilbert(uint x, uint y)
    {
        uint distance = 0;
        for (var bit = 1u << (HilbertBits - 1); bit > 0; bit >>= 1)
        {
            var (right, upper) = ((x & bit) != 0 ? 1u : 0, (y & bit) != 0 ? 1u : 0);
            distance = (distance << 2) | ((3 * right) ^ upper);
            if (upper == 0)
            {
                if (right == 1)
                {
                    (x, y) = ((bit - 1) & ~x, (bit - 1) & ~y);
                }

                (x, y) = (y, x);
            }
        }

        return distance;
    }
}
