using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using static GeoCohesion.Core.Accessibility.ResultColumn;

namespace GeoCohesion.Core.Indicators;

/// <summary>Why a district is beyond the half hour: who decides, what his time is spent on, the cause by stated rules, and what it would
/// take.</summary>
/// <remarks>
/// Causes, in the order in which they are named; each is asked of each resident beyond the limit, and named when it holds for half of them
/// (<see cref="HalfHourCauses.NamingShare"/>), or for the most when none does:
/// <list type="number">
/// <item><c>snap_failure</c>: no street near him by any of the rule's modes; nothing else is asked.</item>
/// <item><c>span_of_service</c>: within the limit at the best departure of the window, or on another occasion of the same direction; and
/// some departure
/// does not arrive, or he boards nothing for more than an hour on end (<see cref="HalfHourCauses.ServiceGapSeconds"/>) or at all.</item>
/// <item><c>no_way</c>: no way at any departure, and on no other occasion within the limit.</item>
/// <item><c>severance</c>: the distance as the crow flies x 1.3 (<see cref="HalfHourCauses.DirectFactor"/>), walked, is within the limit,
/// but the way on foot
/// is 1.6 times the distance as the crow flies or more (<see cref="HalfHourCauses.SeveranceFactor"/>).</item>
/// <item><c>frequency</c>: within the limit at the best departure of the window.</item>
/// <item><c>speed</c>: between the first and the last stop of his journey he advances at less than 15 km/h as the crow flies, changes
/// included
/// (<see cref="HalfHourCauses.ReferenceKph"/>), and at that speed he would be within the limit.</item>
/// <item><c>distance</c>: none of these.</item>
/// </list>
/// A conforming district has the cause <c>none</c>; one that is not computable has <c>snap_failure</c>, or <c>no_origins</c>.
/// </remarks>
public sealed class HalfHourReasons : IIndicator
{
    /// <inheritdoc/>
    public string Name => "half-hour-reasons";

    /// <inheritdoc/>
    public IndicatorInfo Info { get; } = new(
        "Pourquoi la demi-heure n'est pas tenue, et ce qu'il faudrait",
        "Why the half hour does not hold, and what it would take",
        "The marginal resident is the one at whom, in the order of their times, the required share of residents is reached. Journeys "
        + "leave at the first second of the window whose travel time is the rule's "
        + "(for the mean: the first with the least time not below it); walk_out is the walk to the first stop or the whole way without a "
        + "ride, wait all that passes at the first stop before the first vehicle leaves, "
        + "ride the time in vehicles, transfer walks between stops and later waits, walk_in the walk from the last stop; figures of the "
        + "district are means over residents who have a way. "
        + "Causes hold for a resident beyond the limit and are named when they hold for "
        + FormattableString.Invariant($"{HalfHourCauses.NamingShare * 100:0} % of these: snap_failure (no street near), ")
        + "span_of_service (within the limit at the best departure or on another occasion of the same "
        + FormattableString.Invariant($"direction, but no vehicle for over {HalfHourCauses.ServiceGapSeconds / 60} min on end, or a ")
        + "departure without arrival), no_way, "
        + FormattableString.Invariant($"severance (crow-fly x {HalfHourCauses.DirectFactor} walked is within the limit, the way on foot ")
        + FormattableString.Invariant($"is at least {HalfHourCauses.SeveranceFactor} x crow-fly), frequency (within the limit at the ")
        + "best departure), "
        + FormattableString.Invariant($"speed (under {HalfHourCauses.ReferenceKph} km/h crow-fly from first to last stop, and within the ")
        + "limit at that speed), distance (none of these). "
        + "cut_*: smallest cut of that component alone, of everybody's journey, with which the required share would be within the limit; "
        + "empty when removing it whole is not enough.",
        "seconds; share of the journey; share of residents beyond the limit; metres",
        "this project",
        "A forecast: cuts shorten the journeys of today and do not search others, so that a real change may do with less; a cause is "
        + "what the rules say, not a study of the place. "
        + "The wait is counted from a departure drawn from the window, not from a timetable that the rider knows.");

    /// <inheritdoc/>
    public string? Missing(Study study) => HalfHourView.Missing(study);

    /// <inheritdoc/>
    public IReadOnlyList<ResultTable> Compute(Study study)
    {
        var view = new HalfHourView(study);
        var ways = HalfHourWay.Of(view);
        var causes = new HalfHourCauses(view, ways);
        var reasons = new ResultTable(
            "district_reasons", "Quartiers : pourquoi la demi-heure n'est pas tenue, et ce qu'il faudrait", Columns(), "MultiPolygon");
        var journeys = JourneyTable();
        int[] seconds = [.. ways.Select(way => way.Seconds)];
        for (var district = 0; district < study.Districts.Count; district++)
        {
            var assessed = view.Assess(district, seconds, study.Rule);
            var marginal = view.OriginOfShare(district, seconds, study.Rule.RequiredShare);
            reasons.Add(study.Districts[district].Perimeter, [.. Row(view, ways, causes, district, assessed, marginal)]);
            if (assessed.Verdict != Verdict.NotComputable)
            {
                AddJourney(journeys, study, district, "marginal", marginal, ways[marginal]);
                AddJourney(journeys, study, district, "worst", assessed.WorstOrigin, ways[assessed.WorstOrigin]);
            }
        }

        return [reasons, journeys];
    }

    static List<ResultColumn> Columns()
    {
        List<ResultColumn> columns =
        [
            Text("code", "Code of the district"),
            Text("label", "Label of the district"),
            Text("verdict", "The run's verdict"),
            Text("cause", "What keeps residents beyond the limit: the first of the causes; none when conforming"),
            Text("causes", "All causes that hold for half of the residents beyond the limit, separated by ;"),
            Text("cause_fr", "The causes in French sentences"),
            Text("cause_en", "The causes in English sentences"),
            Text("what_it_would_take_fr", "What would bring the required share of residents within the limit, in French"),
            Text("what_it_would_take_en", "What would bring the required share of residents within the limit, in English"),
            Text("bottleneck", "Component on which residents spend most, on average"),
            Text("marginal_bottleneck", "Component on which the marginal resident spends most"),
        ];
        foreach (var (prefix, who) in new[] { ("", "residents who have a way, on average"), ("marginal_", "the marginal resident") })
        {
            columns.AddRange(JourneyComponents.All.Select(c => Real($"{prefix}{c.Code()}_s", "s", $"Time that {who} spend on {c.English()}")));
            columns.AddRange(JourneyComponents.All.Select(c => Share($"{prefix}{c.Code()}_share", $"Share of the journey that {who} spend on {c.English()}")));
        }

        columns.Add(Share(
            "explained_share",
            "Share of residents whose journey is known; the others have no way under the rule of the window, or go by a mode without journeys"));
        columns.AddRange(JourneyComponents.All.Select(c => ResultColumn.Seconds(
            $"cut_{c.Code()}_s",
            $"Smallest cut of {c.English()} alone that brings the required share within the limit; 0 when it is, empty when none does")));
        columns.AddRange(Enum.GetValues<HalfHourCause>().Select(cause => Share(
            $"cause_{HalfHourReasonText.Code(cause)}_share",
            $"Share of the residents beyond the limit for whom the cause {HalfHourReasonText.Code(cause)} holds; empty when nobody is beyond it")));
        foreach (var (prefix, who) in new[] { ("marginal_", "the marginal resident"), ("worst_", "the resident with the longest time") })
        {
            columns.Add(Text($"{prefix}origin", $"Origin of {who}"));
            columns.Add(ResultColumn.Seconds($"{prefix}s", $"Time of {who} under the rule; empty without a way"));
            columns.Add(Text($"{prefix}centrality", $"Centrality that decides for {who}; empty without a way"));
            columns.Add(Text($"{prefix}mode", $"Fastest of the rule's modes for {who}"));
            columns.Add(Text($"{prefix}departure", $"Departure of {who}'s journey, HH:MM:SS; empty by a street mode"));
        }

        columns.Add(Real(
            "marginal_crow_fly_m",
            "m",
            "Distance as the crow flies from the marginal resident to the centrality that decides, or without a way to the nearest"));
        columns.Add(Real(
            "marginal_walk_m",
            "m",
            "His way there on foot: walking time x walking speed on the level; empty where there is none within the longest walk looked for"));
        columns.Add(Real("marginal_detour", "", "His way on foot over the distance as the crow flies"));
        columns.Add(Real("marginal_ride_kph", "km/h", "His speed as the crow flies from his first to his last stop, changes included"));
        return columns;
    }

    static List<object?> Row(
        HalfHourView view, HalfHourWay[] ways, HalfHourCauses causes, int district, DistrictAssessment assessed, int marginal)
    {
        var study = view.Study;
        List<object?> values = [study.Districts[district].Code, study.Districts[district].Label, assessed.Verdict.Code()];
        if (assessed.Verdict == Verdict.NotComputable)
        {
            AddNotComputable(values, assessed.Reason);
            return values;
        }

        var isConforming = assessed.Verdict == Verdict.Conforming;
        var shares = causes.Shares(district);
        var named = isConforming ? [] : HalfHourCauses.Named(shares);
        values.Add(isConforming ? "none" : HalfHourReasonText.Code(named[0]));
        values.Add(isConforming ? "none" : string.Join(";", named.Select(HalfHourReasonText.Code)));
        values.Add(isConforming
            ? "Conforme : rien à expliquer."
            : string.Join(" ", named.Select(cause => HalfHourReasonText.French(cause, shares[cause]))));
        values.Add(isConforming
            ? "Conforming: nothing to explain."
            : string.Join(" ", named.Select(cause => HalfHourReasonText.English(cause, shares[cause]))));

        var residents = view.OfDistrict(district, view.Residents);
        int[] travel = [.. view.OfDistrict(district, ways).Select(way => way.Seconds)];
        JourneyComponents?[] components = [.. view.OfDistrict(district, ways).Select(way => way.Components)];
        (JourneyComponent Component, int Seconds)[] cuts = [.. JourneyComponents.All.Select(component => (component, ComponentCut.Smallest(
            travel,
            components.Select(parts => parts?[component] ?? -1).ToArray(),
            residents,
            study.Rule.LongestSecondsWithin,
            study.Rule.RequiredShare)))];
        values.Add(HalfHourReasonText.TakesFrench(cuts, isConforming));
        values.Add(HalfHourReasonText.TakesEnglish(cuts, isConforming));

        var explained = components.Zip(residents).Where(pair => pair.First is not null).Sum(pair => pair.Second);
        double[] means =
        [
            .. JourneyComponents.All.Select(component =>
                components.Zip(residents).Sum(pair => (pair.First?[component] ?? 0) * pair.Second) / explained),
        ];
        double[] ofMarginal =
        [
            .. JourneyComponents.All.Select(component => ways[marginal].Components is { } parts ? parts[component] : double.NaN),
        ];
        values.Add(Bottleneck(means));
        values.Add(Bottleneck(ofMarginal));
        foreach (var parts in new[] { means, ofMarginal })
        {
            values.AddRange(parts.Select(part => (object?)part));
            values.AddRange(parts.Select(part => (object?)(part / parts.Sum())));
        }

        values.Add(explained / residents.Sum());
        values.AddRange(cuts.Select(cut => (object?)TravelTime.Reached(cut.Seconds)));
        values.AddRange(Enum.GetValues<HalfHourCause>().Select(cause => shares.TryGetValue(cause, out var share) ? (object?)share : null));
        AddWay(values, study, marginal, ways[marginal]);
        AddWay(values, study, assessed.WorstOrigin, ways[assessed.WorstOrigin]);
        var centrality = causes.CentralityOf(marginal);
        var crowFly = centrality < 0 ? double.NaN : causes.CrowFlyMeters(marginal, centrality);
        var walk = centrality < 0 ? double.NaN : causes.WalkMeters(marginal, centrality);
        values.AddRange([crowFly, walk, walk / crowFly, causes.RideKph(marginal)]);
        return values;
    }

    static void AddNotComputable(List<object?> values, string reason)
    {
        var code = reason == "no-origins" ? "no_origins" : HalfHourReasonText.Code(HalfHourCause.SnapFailure);
        var (french, english) = reason switch
        {
            "no-origins" => ("personne n'habite le périmètre", "nobody lives within the perimeter"),
            "origins-not-snapped" => ("aucune rue à proximité des habitants dans les données", "no street near the residents in the data"),
            _ => ("aucune rue à proximité des centralités dans les données", "no street near the centralities in the data"),
        };
        values.AddRange([code, code, $"Non calculable : {french}.", $"Not computable: {english}."]);
        values.AddRange(Enumerable.Repeat((object?)null, Columns().Count - values.Count));
    }

    static string? Bottleneck(double[] parts) =>
        double.IsNaN(parts[0]) ? null : JourneyComponents.All.MaxBy(component => parts[(int)component]).Code();

    static void AddWay(List<object?> values, Study study, int origin, HalfHourWay way)
    {
        values.Add(study.Points[origin].Id);
        values.Add(TravelTime.Reached(way.Seconds));
        values.Add(way.Centrality < 0 ? null : study.Centralities[way.Centrality].Id);
        values.Add(way.Centrality < 0 ? null : way.Mode);
        values.Add(way.DepartureSeconds is { } departure ? HalfHourText.Clock(departure) : null);
    }

    static ResultTable JourneyTable() => new(
        "district_journeys",
        "Quartiers : trajet de l'habitant qui décide et de la cellule la plus éloignée, étape par étape",
        [
            Text("id", "District, who and number of the leg, joined by /"),
            Text("district", "Code of the district"),
            Text("who", "marginal: the resident at the share that decides; worst: the one with the longest time"),
            Text("origin", "Id of the origin"),
            Text("centrality", "Id of the centrality"),
            Text("mode", "Mode"),
            Whole("leg", "", "Number of the leg, from 1"),
            Text("kind", "access, wait, ride, transfer, egress or direct (no ride)"),
            Text("component", "Component that it counts for: walk_out, wait, ride, transfer, walk_in"),
            Text("from", "Name of the stop it starts at; empty at home"),
            Text("to", "Name of the stop or of the centrality it ends at"),
            Text("line", "Line of a ride"),
            Text("headsign", "Headsign of a ride"),
            Text("start", "Clock time HH:MM:SS; empty by a street mode"),
            Text("end", "Clock time HH:MM:SS; empty by a street mode"),
            ResultColumn.Seconds("seconds", "Duration"),
        ],
        null);

    static void AddJourney(ResultTable table, Study study, int district, string who, int origin, HalfHourWay way)
    {
        if (way.Components is null)
        {
            return;
        }

        var (code, centrality) = (study.Districts[district].Code, study.Centralities[way.Centrality]);
        if (way.Journey is not { } journey)
        {
            table.Add(
                null,
                $"{code}/{who}/1",
                code,
                who,
                study.Points[origin].Id,
                centrality.Id,
                way.Mode,
                1,
                Kind(LegKind.DirectWalk),
                JourneyComponent.WalkOut.Code(),
                null,
                centrality.Label,
                null,
                null,
                null,
                null,
                way.Seconds);
            return;
        }

        var timetable = study.Journeys!.Timetable;
        var components = JourneyComponents.OfLegs(journey.Legs);
        for (var i = 0; i < journey.Legs.Count; i++)
        {
            var leg = journey.Legs[i];
            table.Add(
                null,
                FormattableString.Invariant($"{code}/{who}/{i + 1}"),
                code,
                who,
                study.Points[origin].Id,
                centrality.Id,
                way.Mode,
                i + 1,
                Kind(leg.Kind),
                components[i].Code(),
                leg.FromStop < 0 ? null : timetable.Stops[leg.FromStop].Name,
                leg.ToStop < 0 ? centrality.Label : timetable.Stops[leg.ToStop].Name,
                leg.Trip < 0 ? null : timetable.Routes[timetable.TripRoute[leg.Trip]].Name,
                leg.Trip < 0 ? null : timetable.TripHeadsign[leg.Trip],
                HalfHourText.Clock(leg.StartSeconds),
                HalfHourText.Clock(leg.EndSeconds),
                leg.DurationSeconds);
        }
    }

    static string Kind(LegKind kind) => kind switch
    {
        LegKind.Access => "access",
        LegKind.Wait => "wait",
        LegKind.Ride => "ride",
        LegKind.Transfer => "transfer",
        LegKind.Egress => "egress",
        _ => "direct",
    };
}
