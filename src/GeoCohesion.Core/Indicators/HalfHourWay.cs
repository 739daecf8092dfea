using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Indicators;

/// <summary>How the residents of an origin get to the centrality that counts, at the departure at which the rule's time is
/// attained.</summary>
/// <param name="Seconds">Time under the rule; <see cref="TravelTime.Unreached"/> without a way.</param>
/// <param name="Centrality">Centrality that decides; -1 without a way.</param>
/// <param name="Mode">Fastest of the rule's modes; empty without a way.</param>
/// <param name="DepartureSeconds">Departure; null by a street mode, by which it does not matter, and without a way.</param>
/// <param name="Journey">The journey by public transport; null by a street mode, and where none is known.</param>
/// <param name="Components">Its parts; null where no way is known.</param>
sealed record HalfHourWay(int Seconds, int Centrality, string Mode, int? DepartureSeconds, Journey? Journey, JourneyComponents? Components)
{
    static readonly HalfHourWay s_none = new(TravelTime.Unreached, -1, "", null, null, null);

    /// <summary>Ways of all origins.</summary>
    public static HalfHourWay[] Of(HalfHourView view)
    {
        var study = view.Study;
        var modes = view.Own.Modes.Select(mode => (Mode: mode, Seconds: mode.Seconds(study.WindowRule))).ToArray();
        var ways = new HalfHourWay[study.OriginCount];
        TransitTables.ForEachOrigin(
            study, () => study.Journeys?.NewKnownJourneys(), (origin, journeys) => ways[origin] = Find(view, modes, origin, journeys));
        return ways;
    }

    static HalfHourWay Find(HalfHourView view, (OccasionMode Mode, IReadOnlyList<int[]> Seconds)[] modes, int origin, KnownJourneys? journeys)
    {
        var choice = view.Study.Rule.Centrality;
        var (decides, fastest, chosen) = (-1, 0, TravelTime.Unreached);
        for (var centrality = 0; centrality < view.IsMain.Count; centrality++)
        {
            if (!view.Counts(centrality, choice))
            {
                continue;
            }

            var least = 0;
            for (var mode = 1; mode < modes.Length; mode++)
            {
                least = modes[mode].Seconds[centrality][origin] < modes[least].Seconds[centrality][origin] ? mode : least;
            }

            var seconds = modes[least].Seconds[centrality][origin];
            if (decides < 0 || (choice == CentralityChoice.Each ? seconds > chosen : seconds < chosen))
            {
                (decides, fastest, chosen) = (centrality, least, seconds);
            }
        }

        return chosen >= TravelTime.Unreached ? s_none : Explain(view.Study, modes[fastest].Mode, origin, decides, chosen, journeys);
    }

    static HalfHourWay Explain(Study study, OccasionMode mode, int origin, int centrality, int seconds, KnownJourneys? journeys)
    {
        if (mode.StreetSeconds is not null)
        {
            return new HalfHourWay(seconds, centrality, mode.Mode, null, null, new JourneyComponents(seconds, 0, 0, 0, 0));
        }

        var departure = mode.Pieces is { } pieces ? WindowTimes.DepartureOf(pieces[centrality][origin], seconds) : null;
        var journey = departure is var (second, travelTime) && journeys is not null && study.Journeys!.Mode == mode.Mode
            ? journeys.Find(origin, centrality, second, travelTime)
            : null;
        return new HalfHourWay(
            seconds, centrality, mode.Mode, departure?.Second, journey, journey is null ? null : JourneyComponents.Of(journey));
    }
}
