using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing;

/// <summary>Times between a position on a link and the ends of the link's edges, connectors apart.</summary>
static class PositionTimes
{
    /// <summary>Millimetres from where a traversal of the link in a direction starts.</summary>
    /// <param name="graph">The streets.</param>
    /// <param name="position">Snapped.</param>
    /// <param name="against">0 along the link's geometry, 1 against it.</param>
    public static int FromStart(StreetGraph graph, StreetPosition position, int against) =>
        against == 0 ? position.OffsetMillimeters : graph.LinkLengthMillimeters[position.Link] - position.OffsetMillimeters;

    /// <summary>From a position to the head of an edge over it (forward), or from the edge's tail to the position (backward).</summary>
    public static (int Vertex, int Milliseconds) Leave(StreetGraph graph, SearchDirection direction, int edge, int link, int fromStart)
    {
        var length = graph.LinkLengthMillimeters[link];
        var milliseconds = graph.TraversalMilliseconds[edge];
        return direction == SearchDirection.Forward
            ? (graph.Head[edge], StreetGraph.PartMilliseconds(milliseconds, fromStart, length, length))
            : (graph.EdgeTail[edge], StreetGraph.PartMilliseconds(milliseconds, 0, fromStart, length));
    }

    /// <summary>The other side of <see cref="Leave"/>: how a search in the direction arrives at a position on an edge.</summary>
    public static (int Vertex, int Milliseconds) Arrive(StreetGraph graph, SearchDirection direction, int edge, int link, int fromStart) =>
        Leave(graph, direction == SearchDirection.Forward ? SearchDirection.Backward : SearchDirection.Forward, edge, link, fromStart);

    /// <summary>Along the link that two positions share, without passing its ends; <see cref="TravelTime.Unreached"/> where no edge leads
    /// that way.</summary>
    public static int Direct(StreetGraph graph, StreetPosition from, StreetPosition to)
    {
        if (from.Link != to.Link)
        {
            return TravelTime.Unreached;
        }

        if (from.OffsetMillimeters == to.OffsetMillimeters)
        {
            return 0;
        }

        var against = from.OffsetMillimeters < to.OffsetMillimeters ? 0 : 1;
        var (start, end) = (FromStart(graph, from, against), FromStart(graph, to, against));
        var best = TravelTime.Unreached;
        foreach (var edge in graph.EdgesOfLinkDirection((from.Link * 2) + against))
        {
            var part = StreetGraph.PartMilliseconds(graph.TraversalMilliseconds[edge], start, end, graph.LinkLengthMillimeters[from.Link]);
            best = Math.Min(best, part);
        }

        return best;
    }
}
