using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Accessibility;

/// <summary>Travel time of a resident at each second of the departure window, by the fastest mode at that second, to the centralities that
/// count.</summary>
/// <remarks>
/// Not the same as a rule of the window: a rule reads one time out of each centrality's window and chooses between these times, so that a
/// resident keeps to one centrality; here he may go to another one from second to second.
/// </remarks>
public static class WindowTimes
{
    /// <summary>Fills in the times of one origin.</summary>
    /// <param name="occasion">Times with whole profiles (<see cref="OccasionMode.Pieces"/>) for every mode of public transport.</param>
    /// <param name="isMain">Per centrality, whether it is a main centre.</param>
    /// <param name="choice">Best: the nearest at each second; main: the nearest main centre; each: the farthest.</param>
    /// <param name="origin">Index of the origin.</param>
    /// <param name="fromSecond">First second.</param>
    /// <param name="times">Filled, one per second from <paramref name="fromSecond"/> on; <see cref="TravelTime.Unreached"/> where there is
    /// no way.</param>
    /// <param name="scratch">Overwritten; same length.</param>
    public static void Fill(
        OccasionTimes occasion,
        IReadOnlyList<bool> isMain,
        CentralityChoice choice,
        int origin,
        int fromSecond,
        Span<int> times,
        Span<int> scratch)
    {
        var isEach = choice == CentralityChoice.Each;
        var isFirst = true;
        times.Fill(TravelTime.Unreached);
        for (var centrality = 0; centrality < isMain.Count; centrality++)
        {
            if (choice == CentralityChoice.Main && !isMain[centrality])
            {
                continue;
            }

            scratch.Fill(TravelTime.Unreached);
            foreach (var mode in occasion.Modes)
            {
                if (mode.Pieces is { } pieces)
                {
                    Lower(scratch, fromSecond, pieces[centrality][origin]);
                }
                else if (mode.StreetSeconds is { } seconds)
                {
                    Lower(scratch, seconds[centrality][origin]);
                }
            }

            for (var i = 0; i < times.Length; i++)
            {
                times[i] = isFirst || scratch[i] < times[i] != isEach ? scratch[i] : times[i];
            }

            isFirst = false;
        }
    }

    /// <summary>The departure at which the time that a rule reads is attained: the first second with the least travel time that is not
    /// below it.</summary>
    /// <param name="pieces">A profile.</param>
    /// <param name="travelTimeSeconds">The time; a rounded mean need not be attained itself.</param>
    /// <returns>The departure and its travel time; null when every travel time is below the one asked for.</returns>
    public static (int Second, int TravelTimeSeconds)? DepartureOf(ReadOnlySpan<ProfilePiece> pieces, int travelTimeSeconds)
    {
        var (found, least) = (0, int.MaxValue);
        foreach (var piece in pieces)
        {
            var attained = Math.Max(travelTimeSeconds, piece.ShortestSeconds);
            if (attained <= piece.LongestSeconds && attained < least)
            {
                (found, least) = (piece.FirstSecond + Math.Abs(piece.TravelTimeSeconds - attained), attained);
            }
        }

        return least < int.MaxValue ? (found, least) : null;
    }

    static void Lower(Span<int> times, int seconds)
    {
        for (var i = 0; i < times.Length; i++)
        {
            times[i] = Math.Min(times[i], seconds);
        }
    }

    static void Lower(Span<int> times, int fromSecond, ProfilePiece[] pieces)
    {
        foreach (var piece in pieces)
        {
            var first = Math.Max(piece.FirstSecond, fromSecond);
            var last = Math.Min(piece.LastSecond, fromSecond + times.Length - 1);
            var seconds = piece.TravelTimeSeconds + (piece.Slope * (first - piece.FirstSecond));
            for (var second = first; second <= last; second++, seconds += piece.Slope)
            {
                ref var time = ref times[second - fromSecond];
                time = Math.Min(time, seconds);
            }
        }
    }
}
