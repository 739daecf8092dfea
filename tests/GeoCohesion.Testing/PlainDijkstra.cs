using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Testing;

/// <summary>Textbook Dijkstra over a graph in which every position is a vertex of its own: slow, and plain to see that it is
/// right.</summary>
/// <remarks>
/// Each edge becomes a chain through the positions on its link. A source has ways onto every chain that passes it and none back; a target
/// has
/// ways from every chain that passes it and none onwards: so nobody turns round or changes lanes at a position, and there is nothing to
/// combine at the end.
/// </remarks>
public sealed class PlainDijkstra
{
    readonly List<(int To, long Milliseconds)>[] _ways;
    readonly int[] _sourceNodes;
    readonly int[] _targetNodes;

    public PlainDijkstra(StreetGraph graph, ReadOnlySpan<StreetPosition> sources, ReadOnlySpan<StreetPosition> targets)
    {
        var ways = new List<List<(int To, long Milliseconds)>>();
        int AddNode()
        {
            ways.Add([]);
            return ways.Count - 1;
        }

        for (var vertex = 0; vertex < graph.VertexCount; vertex++)
        {
            AddNode();
        }

        _sourceNodes = new int[sources.Length];
        for (var i = 0; i < sources.Length; i++)
        {
            _sourceNodes[i] = AddNode();
        }

        _targetNodes = new int[targets.Length];
        for (var i = 0; i < targets.Length; i++)
        {
            _targetNodes[i] = AddNode();
        }

        for (var tail = 0; tail < graph.VertexCount; tail++)
        {
            for (var edge = graph.FirstOut[tail]; edge < graph.FirstOut[tail + 1]; edge++)
            {
                var link = graph.EdgeLinkDirection[edge] / 2;
                var isAgainst = graph.EdgeLinkDirection[edge] % 2 == 1;
                var length = graph.LinkLengthMillimeters[link];
                int FromStart(StreetPosition position) => isAgainst ? length - position.OffsetMillimeters : position.OffsetMillimeters;

                var stations = new SortedDictionary<int, int>();
                foreach (var position in (StreetPosition[])[.. sources, .. targets])
                {
                    if (position.Link == link && !stations.ContainsKey(FromStart(position)))
                    {
                        stations.Add(FromStart(position), AddNode());
                    }
                }

                var (at, node) = (0, tail);
                foreach (var (next, station) in stations)
                {
                    ways[node].Add((station, StreetGraph.PartMilliseconds(graph.TraversalMilliseconds[edge], at, next, length)));
                    (at, node) = (next, station);
                }

                ways[node].Add((graph.Head[edge], StreetGraph.PartMilliseconds(graph.TraversalMilliseconds[edge], at, length, length)));

                for (var i = 0; i < sources.Length; i++)
                {
                    if (sources[i].Link == link)
                    {
                        var connector = graph.ConnectorMilliseconds(sources[i].ConnectorMillimeters);
                        ways[_sourceNodes[i]].Add((stations[FromStart(sources[i])], connector));
                    }
                }

                for (var i = 0; i < targets.Length; i++)
                {
                    if (targets[i].Link == link)
                    {
                        var connector = graph.ConnectorMilliseconds(targets[i].ConnectorMillimeters);
                        ways[stations[FromStart(targets[i])]].Add((_targetNodes[i], connector));
                    }
                }
            }
        }

        // Two points at the same spot need no street to be passable.
        for (var i = 0; i < sources.Length; i++)
        {
            for (var j = 0; j < targets.Length; j++)
            {
                var (from, to) = (sources[i], targets[j]);
                if (from.IsSnapped && from.Link == to.Link && from.OffsetMillimeters == to.OffsetMillimeters)
                {
                    var connectors = graph.ConnectorMilliseconds(from.ConnectorMillimeters) + graph.ConnectorMilliseconds(to.ConnectorMillimeters);
                    ways[_sourceNodes[i]].Add((_targetNodes[j], connectors));
                }
            }
        }

        _ways = [.. ways];
    }

    /// <summary>Milliseconds from the nearest of all sources to each target; <see cref="TravelTime.Unreached"/> beyond the limit.</summary>
    public int[] FromAll(int limitMilliseconds) => Times(_targetNodes, Search(_sourceNodes), limitMilliseconds);

    /// <summary>Milliseconds from one source to each target; <see cref="TravelTime.Unreached"/> beyond the limit.</summary>
    public int[] From(int source, int limitMilliseconds) => Times(_targetNodes, Search([_sourceNodes[source]]), limitMilliseconds);

    /// <summary>Milliseconds from the nearest of all sources to each vertex; <see cref="TravelTime.Unreached"/> beyond the limit.</summary>
    public int[] ToVertices(int vertexCount, int limitMilliseconds) =>
        Times([.. Enumerable.Range(0, vertexCount)], Search(_sourceNodes), limitMilliseconds);

    static int[] Times(int[] nodes, long[] distance, int limitMilliseconds)
    {
        var limit = Math.Min(limitMilliseconds, TravelTime.Unreached - 1);
        return [.. nodes.Select(node => distance[node] <= limit ? (int)distance[node] : TravelTime.Unreached)];
    }

    long[] Search(int[] from)
    {
        var distance = new long[_ways.Length];
        Array.Fill(distance, long.MaxValue);
        var queue = new PriorityQueue<int, long>();
        foreach (var node in from)
        {
            distance[node] = 0;
            queue.Enqueue(node, 0);
        }

        while (queue.TryDequeue(out var node, out var reached))
        {
            if (reached > distance[node])
            {
                continue;
            }

            foreach (var (to, milliseconds) in _ways[node])
            {
                if (reached + milliseconds < distance[to])
                {
                    distance[to] = reached + milliseconds;
                    queue.Enqueue(to, distance[to]);
                }
            }
        }

        return distance;
    }
}
