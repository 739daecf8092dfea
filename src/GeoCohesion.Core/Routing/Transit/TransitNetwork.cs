using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing.Transit;

/// <summary>A timetable on its streets, ready to be searched. Immutable; shared by all threads.</summary>
/// <param name="Timetable">Trips of the service day that may be used.</param>
/// <param name="Doors">Where its stops meet the streets that are walked.</param>
/// <param name="RideDoors">Where they meet the streets of the ride to the first stop; null for none.</param>
/// <param name="Footpaths">Walks between its stops.</param>
/// <param name="Window">Departure window.</param>
/// <param name="Options">What a rider does and accepts.</param>
/// <param name="LongestWalkSeconds">Longest walk to and from stops, inclusive.</param>
/// <param name="LongestRideSeconds">Longest ride to the first stop, inclusive.</param>
public sealed record TransitNetwork(
    Timetable Timetable,
    StopDoors Doors,
    StopDoors? RideDoors,
    Footpaths Footpaths,
    TimeWindow Window,
    TransitOptions Options,
    int LongestWalkSeconds,
    int LongestRideSeconds)
{
    /// <summary>Ways from points to stops: walks and, where there are any, rides.</summary>
    /// <param name="points">Points on the streets that are walked, and on those of the ride where there is one.</param>
    /// <param name="threads">Worker threads.</param>
    public StopWalks Access(IReadOnlyList<StreetPosition[]> points, int threads)
    {
        var walks = StopWalkBuilder.ToStops(Doors, points[0], LongestWalkSeconds, threads);
        if (RideDoors is null)
        {
            return walks;
        }

        // The shorter of walk and ride counts at each stop.
        var rides = StopWalkBuilder.ToStops(RideDoors, points[1], LongestRideSeconds, threads);
        return StopWalks.From([.. Enumerable.Range(0, walks.Count).Select(point => (StopWalk[])[.. walks[point], .. rides[point]])]);
    }

    /// <summary>Walks from stops to targets, each of which may be several points; the nearest point counts.</summary>
    public StopWalks Egress(IReadOnlyList<StreetPosition[]> targets, int threads) =>
        Grouped(targets, StopWalkBuilder.FromStops(Doors, [.. targets.SelectMany(target => target)], LongestWalkSeconds, threads));

    /// <summary>Walks to stops from starts, each of which may be several points.</summary>
    public StopWalks AccessOfGroups(IReadOnlyList<StreetPosition[]> starts, int threads) =>
        Grouped(starts, StopWalkBuilder.ToStops(Doors, [.. starts.SelectMany(start => start)], LongestWalkSeconds, threads));

    static StopWalks Grouped(IReadOnlyList<StreetPosition[]> targets, StopWalks walks)
    {
        var ofTargets = new List<StopWalk[]>();
        var next = 0;
        foreach (var target in targets)
        {
            var ofTarget = new List<StopWalk>();
            for (var i = 0; i < target.Length; i++)
            {
                ofTarget.AddRange(walks[next++]);
            }

            ofTargets.Add([.. ofTarget]);
        }

        return StopWalks.From(ofTargets);
    }
}
