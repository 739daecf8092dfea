using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Benchmarks.Streets;

/// <summary>What the kernels are compared with: Dijkstra with the binary heap of the class library, labels of the whole graph reset each
/// time.</summary>
public sealed class PlainStreetSearch(StreetGraph graph)
{
    readonly PriorityQueue<int, int> _queue = new();
    StreetPosition _source;
    int _limitMilliseconds;

    /// <summary>Per vertex, milliseconds from the source.</summary>
    public int[] VertexMilliseconds { get; } = new int[graph.VertexCount];

    public void Run(StreetPosition source, int limitMilliseconds)
    {
        (_source, _limitMilliseconds) = (source, limitMilliseconds);
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

    /// <summary>Whole seconds from the last source to a target, rounded up, connectors included.</summary>
    public int ReadSeconds(StreetPosition target)
    {
        long best = (long)PositionTimes.Direct(graph, _source, target) + graph.ConnectorMilliseconds(_source.ConnectorMillimeters);
        for (var against = 0; against <= 1; against++)
        {
            var fromStart = PositionTimes.FromStart(graph, target, against);
            foreach (var edge in graph.EdgesOfLinkDirection((target.Link * 2) + against))
            {
                var (vertex, part) = PositionTimes.Arrive(graph, SearchDirection.Forward, edge, target.Link, fromStart);
                best = Math.Min(best, (long)VertexMilliseconds[vertex] + part);
            }
        }

        best += graph.ConnectorMilliseconds(target.ConnectorMillimeters);
        return TravelTime.ToSeconds(best <= _limitMilliseconds ? (int)best : TravelTime.Unreached);
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
