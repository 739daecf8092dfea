using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Benchmarks.Streets;

/// <summary>What the kernels are compared with: Dijkstra with the binary heap of the class library, labels of the whole graph reset each
/// time.</summary>
public sealed class PlainStreetSearch(StreetGraph graph)
{
    readonly PriorityQueue<int, int> _queue = new();

    /// <summary>Per vertex, milliseconds from the source.</summary>
    public int[] VertexMilliseconds { get; } = new int[graph.VertexCount];

    public void Run(StreetPosition source, int limitMilliseconds)
    {
        Array.Fill(VertexMilliseconds, TravelTime.Unreached);
        var length = graph.LinkLengthMillimeters[source.Link];
        var connector = graph.ConnectorMilliseconds(source.ConnectorMillimeters);
        foreach (var edge in graph.EdgesOfLinkDirection(source.Link * 2))
        {
            var part = StreetGraph.PartMilliseconds(graph.TraversalMilliseconds[edge], source.OffsetMillimeters, length, length);
            Enter(graph.Head[edge], connector + part, limitMilliseconds);
        }

        foreach (var edge in graph.EdgesOfLinkDirection((source.Link * 2) + 1))
        {
            var part = StreetGraph.PartMilliseconds(graph.TraversalMilliseconds[edge], length - source.OffsetMillimeters, length, length);
            Enter(graph.Head[edge], connector + part, limitMilliseconds);
        }

        while (_queue.TryDequeue(out var vertex, out var milliseconds))
        {
            if (milliseconds > VertexMilliseconds[vertex])
            {
                continue;
            }

            for (var edge = graph.FirstOut[vertex]; edge < graph.FirstOut[vertex + 1]; edge++)
            {
                Enter(graph.Head[edge], milliseconds + graph.TraversalMilliseconds[edge], limitMilliseconds);
            }
        }
    }

    void Enter(int vertex, int milliseconds, int limitMilliseconds)
    {
        if (milliseconds <= limitMilliseconds && milliseconds < VertexMilliseconds[vertex])
        {
            VertexMilliseconds[vertex] = milliseconds;
            _queue.Enqueue(vertex, milliseconds);
        }
    }
}
