using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Accessibility;

/// <summary>Finds the journeys behind travel times that profiles tell. Not thread-safe.</summary>
/// <remarks>
/// Between a departure and an arrival that are known, few connections of a region can be used: those that lead there in time, from stops that
/// somebody of the district can be at by then.
/// </remarks>
public sealed class KnownJourneys
{
    readonly JourneyFinder _journeys;
    readonly JourneySearch _search;
    int[]? _leastSeconds;

    internal KnownJourneys(JourneyFinder journeys, JourneySearch search) => (_journeys, _search) = (journeys, search);

    /// <summary>Turns to other origins: the next journeys start at one of them. Pays for itself where they are many.</summary>
    /// <param name="origins">Indices of the origins; the nearer to each other, the faster.</param>
    public void Begin(IReadOnlyList<int> origins) => _leastSeconds = _journeys.LeastSeconds(origins);

    /// <summary>The fastest journey at a departure; null when there is none of the travel time.</summary>
    /// <param name="origin">Index of the origin, one of those begun with, if any.</param>
    /// <param name="centrality">Index of the centrality.</param>
    /// <param name="departureSeconds">A second of the window.</param>
    /// <param name="travelTimeSeconds">The shortest travel time at that departure.</param>
    public Journey? Find(int origin, int centrality, int departureSeconds, int travelTimeSeconds) =>
        _journeys.FindFastest(_search, origin, centrality, departureSeconds, travelTimeSeconds, _leastSeconds);
}
