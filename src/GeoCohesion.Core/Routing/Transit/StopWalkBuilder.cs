using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing.Transit;

/// <summary>Walks between places and stops along the streets: one bounded search per place, read at the doors of the stops it reaches.</summary>
/// <remarks>O(streets within the limit) per place. The result is the same for any number of threads.</remarks>
public static class StopWalkBuilder
{
    /// <summary>Walks from places to stops (access).</summary>
    /// <param name="doors">Of the stops.</param>
    /// <param name="places">Where riders come from; one that did not snap has no walks.</param>
    /// <param name="maxWalkSeconds">Longest walk, inclusive, connectors and ways inside stations included.</param>
    /// <param name="threads">At least 1.</param>
    public static StopWalks ToStops(StopDoors doors, IReadOnlyList<StreetPosition> places, int maxWalkSeconds, int threads) =>
        OfPlaces(doors.Graph, SearchDirection.Forward, doors.Entrances, places, maxWalkSeconds, threads);

    /// <summary>Walks from stops to places (egress), by place.</summary>
    /// <inheritdoc cref="ToStops" path="/param"/>
    public static StopWalks FromStops(StopDoors doors, IReadOnlyList<StreetPosition> places, int maxWalkSeconds, int threads) =>
        OfPlaces(doors.Graph, SearchDirection.Backward, doors.Exits, places, maxWalkSeconds, threads);

    /// <summary>Walks from each stop to the others, itself included.</summary>
    /// <inheritdoc cref="ToStops" path="/param"/>
    public static StopWalk[][] BetweenStops(StopDoors doors, int maxWalkSeconds, int threads) =>
        Run(
            doors.Graph,
            SearchDirection.Forward,
            doors.Entrances,
            doors.Exits.StopCount,
            stop => doors.ExitsOf(stop).ToArray(),
            maxWalkSeconds,
            threads);

    static StopWalks OfPlaces(
        StreetGraph graph,
        SearchDirection direction,
        DoorTable targets,
        IReadOnlyList<StreetPosition> places,
        int maxWalkSeconds,
        int threads)
    {
        // Many places stand at the same position: it is searched from once.
        StreetPosition[] positions = [.. places.Distinct()];
        var indexOf = positions.Index().ToDictionary(position => position.Item, position => position.Index);
        var walks = Run(graph, direction, targets, positions.Length, position => [positions[position]], maxWalkSeconds, threads);
        return StopWalks.From([.. places.Select(place => walks[indexOf[place]])]);
    }

    static StopWalk[][] Run(
        StreetGraph graph,
        SearchDirection direction,
        DoorTable targets,
        int count,
        Func<int, StreetPosition[]> sourcesOf,
        int maxWalkSeconds,
        int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxWalkSeconds);
        var limitMilliseconds = checked(maxWalkSeconds * 1000);
        var walks = new StopWalk[count][];
        Parallel.For(
            0,
            count,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            () => (Search: new StreetSearch(graph, direction), Work: new DoorTable.Work()),
            (i, _, own) =>
            {
                var sources = sourcesOf(i);
                own.Search.Run(sources, limitMilliseconds);
                walks[i] = targets.Read(own.Search, sources, own.Work);
                return own;
            },
            _ => { });
        return walks;
    }
}
