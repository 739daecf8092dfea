using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Accessibility;

/// <summary>A day, a departure window and a direction in which the half hour is looked at.</summary>
/// <param name="Name">Stable name: <see cref="MainName"/> for the run's own window, then e.g. <c>return</c>, <c>evening</c>, <c>saturday</c>, <c>sunday</c>.</param>
/// <param name="French">Label in French.</param>
/// <param name="English">Label in English.</param>
/// <param name="Date">Service date; null without public transport.</param>
/// <param name="Window">Departures at the origin, or at the centrality on the way back.</param>
/// <param name="IsReturn">Whether residents travel from the centrality home.</param>
public sealed record Occasion(string Name, string French, string English, DateOnly? Date, TimeWindow Window, bool IsReturn)
{
    /// <summary>Name of the run's own window.</summary>
    public const string MainName = "main";
}

/// <summary>Travel times of one mode on an occasion, per centrality, per origin.</summary>
/// <param name="Mode">One of the rule's modes.</param>
/// <param name="StreetSeconds">For a street mode, seconds; else null.</param>
/// <param name="Windows">For public transport, all rules over the window, the direct walk included; else null.</param>
/// <param name="Pieces">For public transport on the first occasion, the whole profile, the direct walk included; else null.</param>
public sealed record OccasionMode(
    string Mode, IReadOnlyList<int[]>? StreetSeconds, IReadOnlyList<WindowReadout[]>? Windows, IReadOnlyList<ProfilePiece[][]>? Pieces)
{
    /// <summary>Per centrality, per origin, seconds under a rule of the window; street times do not depend on it.</summary>
    public IReadOnlyList<int[]> Seconds(WindowRule rule) =>
        StreetSeconds ?? [.. Windows!.Select(byOrigin => byOrigin.Select(readout => readout.Seconds(rule)).ToArray())];
}

/// <summary>Travel times from every origin to every centrality on an occasion (or back).</summary>
/// <param name="Occasion">The occasion.</param>
/// <param name="WalkSpeedFactor">1, or the factor on walking speed that the times are computed with.</param>
/// <param name="Modes">Per mode of the rule.</param>
public sealed record OccasionTimes(Occasion Occasion, double WalkSpeedFactor, IReadOnlyList<OccasionMode> Modes)
{
    /// <summary>Per origin, the time that counts under a rule: the fastest mode to the centralities chosen.</summary>
    /// <param name="rule">Rule of the window.</param>
    /// <param name="isMain">Per centrality, whether it is a main centre.</param>
    /// <param name="choice">Which centralities count.</param>
    /// <param name="originCount">Number of origins.</param>
    public int[] Seconds(WindowRule rule, IReadOnlyList<bool> isMain, CentralityChoice choice, int originCount) =>
        CentralityTimes.Choose(CentralityTimes.FastestMode([.. Modes.Select(mode => mode.Seconds(rule))]), isMain, choice, originCount);
}

/// <summary>Finds journeys between origins and centralities in the run's own window. Immutable; shared by all threads.</summary>
/// <param name="table">Connections of the window.</param>
/// <param name="access">Per origin, walks to stops.</param>
/// <param name="egress">Per centrality, walks from stops.</param>
/// <param name="directSeconds">Per centrality, per origin, the direct walk.</param>
/// <param name="mode">Mode of public transport that the journeys are of.</param>
public sealed class JourneyFinder(ConnectionTable table, StopWalks access, StopWalks egress, IReadOnlyList<int[]> directSeconds, string mode)
{
    readonly StopBounds _bounds = new(table);

    /// <summary>Mode of public transport that the journeys are of.</summary>
    public string Mode => mode;

    /// <summary>Timetable whose stops, trips and stop times the legs name.</summary>
    public Timetable Timetable => table.Timetable;

    /// <summary>Per centrality, per origin, seconds of the direct walk; <see cref="TravelTime.Unreached"/> where there is none.</summary>
    public IReadOnlyList<int[]> DirectSeconds => directSeconds;

    /// <summary>A search of its own for each thread.</summary>
    public JourneySearch NewSearch() => new(table);

    /// <summary>The fastest journey at a departure, or null when there is none.</summary>
    /// <param name="search">The thread's own search.</param>
    /// <param name="origin">Index of the origin.</param>
    /// <param name="centrality">Index of the centrality.</param>
    /// <param name="departureSeconds">A second of the window.</param>
    public Journey? Find(JourneySearch search, int origin, int centrality, int departureSeconds) =>
        search.Find(departureSeconds, access[origin], egress[centrality], directSeconds[centrality][origin]);

    /// <summary>Finds journeys whose travel times are known; one for each thread.</summary>
    public KnownJourneys NewKnownJourneys() => new(this, NewSearch());

    /// <summary>Per stop, seconds after the departure before which nobody from some origins is there.</summary>
    /// <param name="origins">Indices of the origins.</param>
    internal int[] LeastSeconds(IReadOnlyList<int> origins) => _bounds.From(access, origins);

    /// <summary>The fastest journey at a departure whose travel time is known; null when there is none.</summary>
    /// <param name="search">The thread's own search.</param>
    /// <param name="origin">Index of the origin.</param>
    /// <param name="centrality">Index of the centrality.</param>
    /// <param name="departureSeconds">A second of the window.</param>
    /// <param name="travelTimeSeconds">The shortest travel time at that departure.</param>
    /// <param name="leastSeconds">From <see cref="LeastSeconds"/>, of this origin and any others; null where that is not known.</param>
    internal Journey? FindFastest(
        JourneySearch search, int origin, int centrality, int departureSeconds, int travelTimeSeconds, int[]? leastSeconds) =>
        search.FindFastest(
            departureSeconds, access[origin], egress[centrality], directSeconds[centrality][origin], travelTimeSeconds, leastSeconds);
}
