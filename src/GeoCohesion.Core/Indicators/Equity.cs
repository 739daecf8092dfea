using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using static GeoCohesion.Core.Accessibility.ResultColumn;

namespace GeoCohesion.Core.Indicators;

/// <summary>How unequal travel times are: inside each district, against the rest of its intercommunality, and by age and income.</summary>
public sealed class Equity : IIndicator
{
    // Bands of Filosofi, in the order of PopulationCell.ResidentsByAge.
    static readonly (string Code, string French)[] s_ageBands =
    [
        ("age_0_3", "0-3 ans"),
        ("age_4_5", "4-5 ans"),
        ("age_6_10", "6-10 ans"),
        ("age_11_17", "11-17 ans"),
        ("age_18_24", "18-24 ans"),
        ("age_25_39", "25-39 ans"),
        ("age_40_54", "40-54 ans"),
        ("age_55_64", "55-64 ans"),
        ("age_65_79", "65-79 ans"),
        ("age_80p", "80 ans et plus"),
    ];

    /// <inheritdoc/>
    public string Name => "equity";

    /// <inheritdoc/>
    public IndicatorInfo Info { get; } = new(
        "Équité : dispersion dans le quartier, écart au reste de l'intercommunalité, par âge et par niveau de vie",
        "Equity: dispersion inside the district, against the rest of its intercommunality, by age and income",
        "Dispersion: weighted standard deviation and Gini coefficient over residents who have a way, 10th and 90th percentile over "
            + "all. Against the rest: weighted mean over the district's residents "
            + "who have a way minus (and divided by) that of residents of the same intercommunality who live in no district. Groups: each "
            + "cell counts by its residents of the age band, or its poor households, x share of its area inside.",
        "seconds, ratios, shares 0-1",
        "Gini (1912), mean-difference form; groups and imputation flag from INSEE Filosofi 200 m cells; the comparison is this project's",
        "A difference of incomes: the Gini coefficient here is of travel times. A lower mean is not a better service where more "
            + "residents have no way: read it with both unreachable shares.");

    /// <inheritdoc/>
    public string? Missing(Study study) => study.OriginCount == 0 ? "no district has a point of departure" : null;

    /// <inheritdoc/>
    public IReadOnlyList<ResultTable> Compute(Study study)
    {
        var times = new HalfHourTimes(study);
        return [DistrictTable(study, times), GroupTable(study, times)];
    }

    static ResultTable DistrictTable(Study study, HalfHourTimes times)
    {
        var table = new ResultTable(
            "district_equity",
            "Équité : dispersion dans le quartier et écart au reste de l'intercommunalité",
            [
                Text("id", "District, target and mode"),
                Text("district", "Code of the district"),
                Text("target_kind", "centralities (those of the half-hour rule) or class"),
                Text("target", "Name of the class; empty for the centralities"),
                Text("mode", "Mode; fastest for the fastest of the rule's modes"),
                Real("residents", "residents", "Residents of the district"),
                Real("mean_s", "s", "Mean time, over residents who have a way"),
                Share("unreachable_share", "Share of residents without a way"),
                Real(
                    "mean_lower_bound_s",
                    "s",
                    "Lower bound of the mean over all residents: those without a way counted at the longest time looked for"),
                Seconds("median_s", "Median time; empty when half of the residents have no way"),
                Real("standard_deviation_s", "s", "Standard deviation, over residents who have a way"),
                Real("gini", "0-1", "Gini coefficient of times, over residents who have a way: 0 when all are equal"),
                Seconds("p10_s", "10th percentile of time"),
                Seconds("p90_s", "90th percentile of time; empty when a tenth of the residents have no way"),
                Seconds("p90_minus_p10_s", "Difference of the two"),
                Text(
                    "rest_by",
                    "Who the rest are: epci (residents of the same intercommunality outside every district), surroundings (all "
                        + "residents around, for want of its code), none"),
                Text("epci", "Code of the intercommunality where most residents of the district are"),
                Real("rest_residents", "residents", "Residents of the rest"),
                Real("rest_mean_s", "s", "Mean time of the rest, over those who have a way"),
                Share("rest_unreachable_share", "Share of the rest without a way"),
                Seconds("rest_median_s", "Median time of the rest; empty when half of them have no way"),
                Real("mean_difference_s", "s", "mean_s minus rest_mean_s; above 0 where the district is worse off"),
                Real("mean_ratio", "", "mean_s divided by rest_mean_s; above 1 where the district is worse off"),
                Real("unreachable_difference", "share -1 to 1", "unreachable_share minus rest_unreachable_share"),
                Seconds("median_difference_s", "median_s minus rest_median_s; unlike the means it counts those who have no way"),
            ],
            null);
        var epcis = times.OriginsByDistrict
            .Select((origins, district) => StudyAreas.OfDistrict(study, district, origins, AreaLevel.Epci).Code)
            .ToArray();
        var targets = times.All
            .Select(entry => (Kind: "centralities", Target: (string?)null, entry.Mode, entry.Seconds, entry.LimitSeconds))
            .Concat(study.Classes.SelectMany((placeClass, c) => study.Modes.Select(mode =>
                (Kind: "class", Target: (string?)placeClass.Name, mode.Mode, Seconds: mode.Classes[c].NearestSeconds, mode.LimitSeconds))))
            .ToArray();

        // Districts of one intercommunality share the rest they are compared with.
        var restByEpci = epcis.Distinct().ToDictionary(epci => epci, epci => Rest(study, epci), StringComparer.Ordinal);
        var restSummaries = restByEpci.ToDictionary(
            pair => pair.Key,
            pair => targets.Select(target => Summary(target.Seconds, pair.Value.Points)).ToArray(),
            StringComparer.Ordinal);
        for (var district = 0; district < study.Districts.Count; district++)
        {
            var origins = times.OriginsByDistrict[district];
            if (origins.Count == 0)
            {
                continue;
            }

            var (code, epci) = (study.Districts[district].Code, epcis[district]);
            for (var i = 0; i < targets.Length; i++)
            {
                var target = targets[i];
                var own = Summary(target.Seconds, origins);
                var spread = TravelTimeDispersion.Of(Of(target.Seconds, origins), Of(times.Residents, origins));
                var rest = restSummaries[epci][i];
                var hasRest = rest.WorstOrigin >= 0;
                table.Add(
                    null,
                    $"{code}/{target.Target ?? target.Kind}/{target.Mode}",
                    code,
                    target.Kind,
                    target.Target,
                    target.Mode,
                    own.Residents,
                    own.MeanReachableSeconds,
                    own.ShareUnreachable,
                    own.MeanLowerBoundSeconds(target.LimitSeconds),
                    TravelTime.Reached(own.MedianSeconds),
                    spread.StandardDeviationSeconds,
                    spread.Gini,
                    TravelTime.Reached(spread.P10Seconds),
                    TravelTime.Reached(spread.P90Seconds),
                    TravelTime.Reached(spread.P90Seconds) - TravelTime.Reached(spread.P10Seconds),
                    hasRest ? restByEpci[epci].By : "none",
                    epci.Length > 0 ? epci : null,
                    rest.Residents,
                    rest.MeanReachableSeconds,
                    hasRest ? rest.ShareUnreachable : null,
                    TravelTime.Reached(rest.MedianSeconds),
                    own.MeanReachableSeconds - rest.MeanReachableSeconds,
                    own.MeanReachableSeconds / rest.MeanReachableSeconds,
                    hasRest ? own.ShareUnreachable - rest.ShareUnreachable : null,
                    TravelTime.Reached(own.MedianSeconds) - TravelTime.Reached(rest.MedianSeconds));
            }
        }

        return table;

        TravelTimeSummary Summary(int[] seconds, IReadOnlyList<int> points) =>
            TravelTimeSummary.Of(Of(seconds, points), Of(times.Residents, points), study.Rule.LimitSeconds, study.Rule.LimitIsWithin);
    }

    /// <summary>Residents outside every district that a district is compared with.</summary>
    static (string By, IReadOnlyList<int> Points) Rest(Study study, string epci)
    {
        var surroundings = Enumerable.Range(study.OriginCount, study.Points.Count - study.OriginCount);
        var isKnown = epci.Length > 0 && study.Communes.Any(commune => commune.EpciCode == epci);
        return isKnown
            ? ("epci", [.. surroundings.Where(point =>
                study.CommuneOfPoint[point] is >= 0 and var commune && study.Communes[commune].EpciCode == epci)])
            : ("surroundings", [.. surroundings]);
    }

    static ResultTable GroupTable(Study study, HalfHourTimes times)
    {
        var table = new ResultTable(
            "district_groups",
            "Équité : temps vers les centralités par âge et par niveau de vie",
            [
                Text("id", "District, group and mode"),
                Text("district", "Code of the district"),
                Text("kind", "all, age or income"),
                Text("group", "all, an age band of Filosofi, poor (poor households) or not_poor (the other households)"),
                Text("group_label_fr", "Group in French"),
                Text("mode", "Mode; fastest for the fastest of the rule's modes"),
                Text("unit", "What is counted: residents or households"),
                Real("weight", "residents or households", "How many of the group there are in the district"),
                Share("group_share", "Share of the group among the residents (age) or the households (income) that are known"),
                Share("known_share", "Share of the district's residents who live in cells of which the source tells the groups"),
                Share("imputed_share", "Share of the group in cells that the source imputed"),
                Real("mean_s", "s", "Mean time of the group to the rule's centralities, over those who have a way"),
                Share("unreachable_share", "Share of the group without a way"),
                Real(
                    "mean_lower_bound_s",
                    "s",
                    "Lower bound of the mean over the whole group: those without a way counted at the longest time looked for"),
                Seconds("median_s", "Median time of the group; empty when half of it has no way"),
                Share("share_within", "Share of the group within the limit of the half hour"),
            ],
            null);
        for (var district = 0; district < study.Districts.Count; district++)
        {
            var code = study.Districts[district].Code;
            var origins = times.OriginsByDistrict[district];
            var residents = origins.Sum(origin => times.Residents[origin]);
            foreach (var group in Groups(study, times, origins))
            {
                var counted = Enumerable.Range(0, origins.Count).Where(i => group.Weights[i] > 0).ToArray();
                var weights = counted.Select(i => group.Weights[i]).ToArray();
                var weight = weights.Sum();
                if (weight <= 0)
                {
                    continue;
                }

                for (var mode = 0; mode < times.All.Count; mode++)
                {
                    var summary = TravelTimeSummary.Of(
                        [.. counted.Select(i => times.All[mode].Seconds[origins[i]])],
                        weights,
                        study.Rule.LimitSeconds,
                        study.Rule.LimitIsWithin);
                    table.Add(
                        null,
                        $"{code}/{group.Code}/{times.All[mode].Mode}",
                        code,
                        group.Kind,
                        group.Code,
                        group.French,
                        times.All[mode].Mode,
                        group.Unit,
                        weight,
                        weight / group.Whole,
                        group.KnownResidents / residents,
                        counted.Where(i => study.Points[origins[i]].Cell is { IsImputed: true }).Sum(i => group.Weights[i]) / weight,
                        summary.MeanReachableSeconds,
                        summary.ShareUnreachable,
                        summary.MeanLowerBoundSeconds(times.All[mode].LimitSeconds),
                        TravelTime.Reached(summary.MedianSeconds),
                        summary.ShareWithinLimit);
                }
            }
        }

        return table;
    }

    /// <summary>Groups of a district's residents, each with its weight per origin of the district.</summary>
    static IEnumerable<Group> Groups(Study study, HalfHourTimes times, IReadOnlyList<int> origins)
    {
        var all = origins.Select(origin => times.Residents[origin]).ToArray();
        yield return new Group("all", "all", "Tous les habitants", "residents", all, all.Sum(), all.Sum());

        var bands = s_ageBands
            .Select((_, band) => Weights(cell => cell.ResidentsByAge.Count > band ? cell.ResidentsByAge[band] : 0))
            .ToArray();
        var ofKnownAge = bands.Sum(weights => weights.Sum());
        var inCellsOfKnownAge = KnownResidents(cell => cell.ResidentsByAge.Count > 0);
        for (var band = 0; band < bands.Length; band++)
        {
            var (code, french) = s_ageBands[band];
            yield return new Group("age", code, french, "residents", bands[band], ofKnownAge, inCellsOfKnownAge);
        }

        var households = Weights(cell => cell.Households).Sum();
        var inCellsOfKnownIncome = KnownResidents(cell => cell.Households > 0);
        var poor = Weights(PoorHouseholds);
        yield return new Group("income", "poor", "Ménages pauvres", "households", poor, households, inCellsOfKnownIncome);
        var others = Weights(cell => cell.Households - PoorHouseholds(cell));
        yield return new Group("income", "not_poor", "Autres ménages", "households", others, households, inCellsOfKnownIncome);

        double[] Weights(Func<PopulationCell, double> count) =>
            [.. origins.Select(origin => study.Points[origin] is { Cell: { } cell } point ? count(cell) * point.ShareOfCell : 0)];

        double KnownResidents(Func<PopulationCell, bool> isKnown) =>
            origins.Where(origin => study.Points[origin].Cell is { } cell && isKnown(cell)).Sum(origin => times.Residents[origin]);
    }

    // Imputed cells are rounded each on their own: the part can exceed the whole.
    static double PoorHouseholds(PopulationCell cell) => Math.Min(cell.PoorHouseholds, cell.Households);

    static T[] Of<T>(T[] perPoint, IReadOnlyList<int> points) => [.. points.Select(point => perPoint[point])];

    sealed record Group(string Kind, string Code, string French, string Unit, double[] Weights, double Whole, double KnownResidents);
}
