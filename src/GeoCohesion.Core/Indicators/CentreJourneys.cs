using System.Diagnostics;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Indicators;

/// <summary>
/// The fastest journeys of an origin to a centrality over the run's window, each counted by the seconds of the window it is the fastest in.
/// </summary>
/// <param name="WindowSeconds">Length of the window.</param>
/// <param name="WalkSeconds">Seconds of the window in which walking all the way is the fastest.</param>
/// <param name="SecondsByChanges">Seconds with no change, with one, with two or more.</param>
/// <param name="RideSeconds">Sum over seconds of the window with a ride of the time spent in vehicles.</param>
/// <param name="TravelSeconds">Sum over the same seconds of the time from door to door, leaving for it without waiting.</param>
/// <param name="CrowFlyKilometers">Straight distance to the centrality.</param>
public sealed record CentreJourneys(
    int WindowSeconds, int WalkSeconds, int[] SecondsByChanges, double RideSeconds, double TravelSeconds, double CrowFlyKilometers)
{
    const int MostChanges = 2;

    /// <summary>Seconds of the window with a ride.</summary>
    public int RidingSeconds => SecondsByChanges.Sum();

    /// <summary>Seconds of the window without any way.</summary>
    public int UnreachedSeconds => WindowSeconds - WalkSeconds - RidingSeconds;

    /// <summary>Finds the journeys.</summary>
    /// <param name="journeys">Of the run's own window, begun with the origin; the thread's own.</param>
    /// <param name="window">The window.</param>
    /// <param name="pieces">The profile from the origin to the centrality, the direct walk included.</param>
    /// <param name="origin">Index of the origin.</param>
    /// <param name="centrality">Index of the centrality.</param>
    /// <param name="crowFlyKilometers">Straight distance between them.</param>
    public static CentreJourneys Of(
        KnownJourneys journeys,
        TimeWindow window,
        ProfilePiece[] pieces,
        int origin,
        int centrality,
        double crowFlyKilometers)
    {
        var changes = new int[MostChanges + 1];
        var walk = 0;
        double ride = 0, travel = 0;
        foreach (var piece in pieces)
        {
            if (piece.Slope == 0)
            {
                walk += piece.Count;
                continue;
            }

            // At the end of a waiting piece one leaves without waiting: one journey explains the whole piece.
            var journey = journeys.Find(origin, centrality, piece.LastSecond, piece.LastTravelTimeSeconds);
            Debug.Assert(journey is not null, "The profile has a journey that the search does not find.");
            if (journey.Rides == 0)
            {
                walk += piece.Count;
                continue;
            }

            changes[Math.Min(journey.Rides - 1, MostChanges)] += piece.Count;
            ride += (double)piece.Count * JourneyComponents.Of(journey).RideSeconds;
            travel += (double)piece.Count * journey.TravelTimeSeconds;
        }

        return new CentreJourneys(window.Count, walk, changes, ride, travel, crowFlyKilometers);
    }
}
