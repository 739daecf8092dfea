using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Routing;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.OverlayNG;
using static GeoCohesion.Core.Accessibility.ResultColumn;

namespace GeoCohesion.Core.Indicators;

/// <summary>
/// The half hour and access to places, rolled up from districts to commune, intercommunality, department, region and nation.
/// </summary>
public sealed class RollUp : IIndicator
{
    /// <inheritdoc/>
    public string Name => "rollup";

    /// <inheritdoc/>
    public IndicatorInfo Info { get; } = new(
        "Agrégation à la commune, à l'intercommunalité, au département, à la région et à la nation",
        "Roll-up to commune, intercommunality, department, region and nation",
        "Residents of the districts of an area, each counted where the point he starts from lies, are put together and summarised "
            + "as those of one district: shares, weighted "
            + "percentiles and means over residents, never means of the districts' own figures. A district is counted once a level, where "
            + "most of its residents are.",
        "residents, districts, seconds, shares 0-1",
        "this project; the areas are those of the communes given, or of the perimeters' own properties",
        "A figure for all inhabitants of the area: only residents of its districts count. Nor is the level nation the whole "
            + "country: it is every district of the run.");

    /// <inheritdoc/>
    public string? Missing(Study study) => null;

    /// <inheritdoc/>
    public IReadOnlyList<ResultTable> Compute(Study study)
    {
        var areas = StudyAreas.Find(study);
        var ids = Ids(areas);
        return [AreaTable(study, areas, ids), ClassTable(study, areas, ids)];
    }

    static string[] Ids(IReadOnlyList<StudyArea> areas)
    {
        var isOneGeneration = areas.Select(area => area.Generation).Distinct().Count() == 1;
        return
        [
            .. areas.Select(area =>
                (area.Level == AreaLevel.Nation ? StudyAreas.NationCode
                    : area.Code.Length > 0 ? $"{NameOf(area.Level)}/{area.Code}"
                    : $"{NameOf(area.Level)}/-")
                + (isOneGeneration ? "" : $"/{area.Generation}")),
        ];
    }

    static ResultTable AreaTable(Study study, IReadOnlyList<StudyArea> areas, string[] ids)
    {
        var table = new ResultTable(
            "areas", "La demi-heure par commune, intercommunalité, département, région, nation", Columns(study), "MultiPolygon");
        var times = new HalfHourTimes(study);
        var verdictsByMode = times.All
            .Select(entry => study.Districts.Select((_, district) => times.Assess(district, entry.Mode).Verdict).ToArray())
            .ToArray();
        var verdicts = verdictsByMode[0];
        var shapes = Shapes(study, areas);
        for (var i = 0; i < areas.Count; i++)
        {
            var area = areas[i];
            var residents = Sum(area.Origins);
            var values = new List<object?>
            {
                ids[i],
                NameOf(area.Level),
                area.Code.Length > 0 ? area.Code : null,
                area.Code.Length > 0 ? LabelOf(area) : "non rattaché",
                area.Generation,
                KnowledgeOf(area),
                area.Districts.Count,
                area.TouchingDistricts,
                Count(Verdict.Conforming),
                Count(Verdict.Partly),
                Count(Verdict.NotConforming),
                Count(Verdict.NotComputable),
                residents,
                area.Origins.Any(origin => study.Points[origin].Cell is null),
                Sum(area.Origins.Where(origin => verdicts[study.Points[origin].District] == Verdict.NotComputable)),
                residents > 0 ? Sum(area.Origins.Where(origin => study.Points[origin].Cell is { IsImputed: true })) / residents : null,
            };
            for (var mode = 0; mode < times.All.Count; mode++)
            {
                var isComputed = area.Origins.Any(origin => verdictsByMode[mode][study.Points[origin].District] != Verdict.NotComputable);
                var summary = TravelTimeSummary.Of(
                    Of(times.All[mode].Seconds), Of(times.Residents), study.Rule.LimitSeconds, study.Rule.LimitIsWithin);
                values.AddRange(isComputed
                    ?
                    [
                        summary.ShareWithinLimit * summary.Residents,
                        summary.ShareWithinLimit,
                        TravelTime.Reached(summary.MedianSeconds),
                        summary.MeanReachableSeconds,
                        summary.ShareUnreachable,
                        summary.MeanLowerBoundSeconds(times.All[mode].LimitSeconds),
                        TravelTime.Reached(summary.P90Seconds),
                    ]
                    : new object?[7]);
            }

            table.Add(shapes[i], [.. values]);

            int Count(Verdict verdict) => area.Districts.Count(district => verdicts[district] == verdict);

            T[] Of<T>(T[] perPoint) => [.. area.Origins.Select(origin => perPoint[origin])];
        }

        return table;

        double Sum(IEnumerable<int> origins) => origins.Sum(origin => times.Residents[origin]);
    }

    static List<ResultColumn> Columns(Study study)
    {
        List<ResultColumn> columns =
        [
            Text("id", "Level and code; also the generation of perimeters where the run has several"),
            Text("level", "commune, epci, department, region or nation"),
            Text("code", "INSEE or SIREN code; empty for residents whose area is not known"),
            Text("label", "Name; the code where none is given"),
            Text("generation", "Generation of the perimeters rolled up: those of different years overlap and are not added up"),
            Text(
                "by",
                "How residents are known to be in it: geometry (outline of the commune they live in), district_field (property of "
                    + "their perimeter), both, unknown, or all for the nation"),
            Whole("districts", "", "Districts counted in the area: those most of whose residents are in it"),
            Whole("districts_touching", "", "Districts that have a resident in it, or are counted in it"),
            Whole("conforming", "", "Districts counted whose verdict is conforming"),
            Whole("partly", "", "Districts counted whose verdict is partly"),
            Whole("not_conforming", "", "Districts counted whose verdict is not_conforming"),
            Whole("not_computable", "", "Districts counted whose verdict is not_computable"),
            Real("residents", "residents", "Residents of districts in the area, those of every district that touches it"),
            Flag("residents_are_points", "Whether some of them are points of equal weight, for want of a population"),
            Real(
                "residents_not_computable",
                "residents",
                "Residents whose district is not computable; they stay in the denominators as people without a way"),
            Share("imputed_share", "Share of residents in cells that the source imputed"),
        ];
        var prefixes = study.Modes.Select(mode => ($"{mode.Mode}_", mode.Mode)).Prepend(("", "the fastest of the rule's modes"));
        foreach (var (prefix, by) in prefixes)
        {
            columns.Add(Real($"{prefix}residents_within", "residents", $"Residents within the limit of the rule's centralities by {by}"));
            columns.Add(Share($"{prefix}share_within", $"Share of residents within the limit of the rule's centralities by {by}"));
            columns.Add(Seconds(
                $"{prefix}median_s", $"Median time to the rule's centralities by {by}; empty when half of the residents have no way"));
            columns.Add(Real($"{prefix}mean_s", "s", $"Mean time to the rule's centralities by {by}, over residents who have a way"));
            columns.Add(Share($"{prefix}unreachable_share", $"Share of residents without a way to the rule's centralities by {by}"));
            columns.Add(Real(
                $"{prefix}mean_lower_bound_s",
                "s",
                "Lower bound of the mean over all residents: those without a way counted at the longest time looked for"));
            columns.Add(Seconds($"{prefix}p90_s", $"90th percentile of time to the rule's centralities by {by}"));
        }

        return columns;
    }

    static ResultTable ClassTable(Study study, IReadOnlyList<StudyArea> areas, string[] ids)
    {
        var table = new ResultTable(
            "area_classes",
            "Accès aux classes de lieux par commune, intercommunalité, département, région, nation",
            [
                Text("id", "Area, class and mode"),
                Text("area", "Id of the area in the table areas"),
                Text("level", "commune, epci, department, region or nation"),
                Text("code", "INSEE or SIREN code; empty for residents whose area is not known"),
                Text("class", "Class of places"),
                Text("class_label_fr", "Class in French"),
                Text("mode", "Mode"),
                Whole("districts", "", "Districts that have a resident in the area, or are counted in it"),
                Real("residents", "residents", "Residents of districts in the area"),
                Real("nearest_mean_s", "s", "Mean time to the nearest, over residents who have a way"),
                Share("unreachable_share", "Share of residents without a way"),
                Real(
                    "nearest_mean_lower_bound_s",
                    "s",
                    "Lower bound of the mean over all residents: those without a way counted at the longest time looked for"),
                Seconds("nearest_median_s", "Median time to the nearest; empty when half of the residents have no way"),
                Share("share_none_within_limit", "Share of residents with none within the limit of the half hour"),
            ],
            null);
        for (var i = 0; i < areas.Count; i++)
        {
            var area = areas[i];
            if (area.Origins.Count == 0)
            {
                continue;
            }

            var weights = area.Origins.Select(origin => study.Points[origin].Residents).ToArray();
            for (var c = 0; c < study.Classes.Count; c++)
            {
                foreach (var mode in study.Modes)
                {
                    var nearest = mode.Classes[c].NearestSeconds;
                    var summary = TravelTimeSummary.Of(
                        [.. area.Origins.Select(origin => nearest[origin])], weights, study.Rule.LimitSeconds, study.Rule.LimitIsWithin);
                    table.Add(
                        null,
                        $"{ids[i]}/{study.Classes[c].Name}/{mode.Mode}",
                        ids[i],
                        NameOf(area.Level),
                        area.Code.Length > 0 ? area.Code : null,
                        study.Classes[c].Name,
                        study.Classes[c].French,
                        mode.Mode,
                        area.TouchingDistricts,
                        summary.Residents,
                        summary.MeanReachableSeconds,
                        summary.ShareUnreachable,
                        summary.MeanLowerBoundSeconds(mode.LimitSeconds),
                        TravelTime.Reached(summary.MedianSeconds),
                        1 - summary.ShareWithinLimit);
                }
            }
        }

        return table;
    }

    /// <summary>Outline of each area: the union of its communes; of the nation, of the largest level that has outlines.</summary>
    static Geometry?[] Shapes(Study study, IReadOnlyList<StudyArea> areas)
    {
        var byArea = new Dictionary<(AreaLevel, string), Geometry>();
        foreach (var area in areas.Where(area => area.Level != AreaLevel.Nation && area.Communes.Count > 0))
        {
            if (!byArea.ContainsKey((area.Level, area.Code)))
            {
                byArea.Add((area.Level, area.Code), OverlayNGRobust.Union(area.Communes.Select(commune => study.Communes[commune].Shape)));
            }
        }

        // Every commune of a country would take longer than all the rest; its regions are united already.
        var top = byArea.Keys.Select(key => key.Item1).DefaultIfEmpty().Max();
        var nation = byArea.Where(pair => pair.Key.Item1 == top).Select(pair => pair.Value).ToArray();
        var whole = nation.Length > 0 ? OverlayNGRobust.Union(nation) : null;
        return [.. areas.Select(area => area.Level == AreaLevel.Nation ? whole : byArea.GetValueOrDefault((area.Level, area.Code)))];
    }

    static string NameOf(AreaLevel level) => level switch
    {
        AreaLevel.Commune => "commune",
        AreaLevel.Epci => "epci",
        AreaLevel.Department => "department",
        AreaLevel.Region => "region",
        _ => "nation",
    };

    static string LabelOf(StudyArea area) => area.Level == AreaLevel.Nation ? "Tous les quartiers du calcul" : area.Label;

    static string KnowledgeOf(StudyArea area) => (area.Level, area.Knowledge) switch
    {
        (AreaLevel.Nation, _) => "all",
        (_, AreaKnowledge.Geometry) => "geometry",
        (_, AreaKnowledge.DistrictField) => "district_field",
        (_, AreaKnowledge.Geometry | AreaKnowledge.DistrictField) => "both",
        _ => "unknown",
    };
}
