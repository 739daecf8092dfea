using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using static GeoCohesion.Core.Accessibility.ResultColumn;

namespace GeoCohesion.Core.Indicators;

/// <summary>
/// Commuters and pupils from and to each district, as intervals, and how many of them public transport takes to their commune in time.
/// </summary>
public sealed class MobilityFlows : IIndicator
{
    // INSEE asks to read smaller counts of the detailed files with caution: they rest on few sampled answers.
    const double LeastSureFlow = 200;

    const string AllModes = "all";
    const string Outwards = "out";
    const string Inwards = "in";
    const string EducationGroup = "education";

    /// <inheritdoc/>
    public string Name => "mobility-flows";

    /// <inheritdoc/>
    public IndicatorInfo Info { get; } = new(
        "Flux domicile-travail et domicile-études des quartiers",
        "Commuting and school flows of districts",
        "The census counts flows between communes. A district's part of a flow F out of its commune is between max(0, F - W(1 - s)) "
            + "and min(F, W s), W being all people of the commune in flows of the "
            + "kind and s the district's share of its residents, and is estimated as F s; of a flow into the commune nothing but 0 to F "
            + "is known, and the estimate is by the district's share of the "
            + "commune's places. Reach: each flow is joined with the travel time from each origin to its destination commune's town hall, "
            + "or a point inside it.",
        "people, seconds, shares 0-1",
        "INSEE census, fichiers détail MOBPRO and MOBSCO, weights IPONDI; bounds of Fréchet (1940)",
        "A count of the district's own commuters, which no open file gives: the bounds take the district to have as large a share "
            + "of its commune's commuters as of its residents, though fewer of a QPV's "
            + "residents have work. Nor are times those of the people counted: they go to one point of the commune, also within the "
            + "commune they live in.");

    /// <inheritdoc/>
    public string? Missing(Study study) =>
        study.Flows.Count == 0 ? "no flows of the census are given"
        : study.Communes.Count == 0 ? "no communes are given"
        : null;

    /// <inheritdoc/>
    public IReadOnlyList<ResultTable> Compute(Study study)
    {
        var shares = new DistrictShares(study);
        var originsByDistrict = study.OriginsByDistrict();
        var communes = originsByDistrict.Select(shares.CommunesOf).ToArray();
        return [FlowTable(study, shares, communes, originsByDistrict), ReachTable(study, communes)];
    }

    static ResultTable FlowTable(
        Study study, DistrictShares shares, IReadOnlyList<DistrictCommune>[] communes, IReadOnlyList<int>[] originsByDistrict)
    {
        var table = new ResultTable(
            "district_flows",
            "Flux domicile-travail et domicile-études : ce que le quartier peut en représenter",
            [
                Text("id", "District, kind, direction and mode"),
                Text("district", "Code of the district"),
                Text("kind", "work or school"),
                Text("kind_fr", "Kind in French"),
                Text("direction", "out (residents, wherever they go) or in (people who come to the commune, wherever they live)"),
                Text(
                    "mode",
                    "Mode that the census names: all, none (works at home), walk, bicycle, motorcycle, two_wheels, car, transit, "
                        + "unknown"),
                Text("communes", "Communes that residents of the district live in, separated by ;"),
                Share("located_share", "Share of the district's residents who live in one of the communes given"),
                Real("commune_flow", "people", "People counted for the communes"),
                Real("within_commune", "people", "Those of them who live and work or learn in the same commune"),
                Flag(
                    "is_small_sample",
                    "Whether the count is below 200, which INSEE asks to read with caution: few sampled people stand behind it"),
                Real("lower", "people", "Fewest of them that can be the district's: out: max(0, flow - all x (1 - share)); in: 0"),
                Real("estimate", "people", "The district's part in proportion to its share; empty when the share is not known"),
                Real("upper", "people", "Most of them that can be the district's: out: min(flow, all x share); in: the whole flow"),
                Share("share", "The share: estimate divided by commune_flow"),
                Text(
                    "share_by",
                    "out: residents over the commune's inhabitants (population) or over those of the cells read in it (cells); in: "
                        + "places inside over places in the commune (places); else unknown"),
            ],
            null);
        var places = study.Classes.Select(_ => true).ToArray();
        var schools = study.Classes.Select(placeClass => placeClass.Group == EducationGroup).ToArray();
        foreach (var kind in new[] { FlowKind.Work, FlowKind.School })
        {
            var ofKind = study.Flows.Where(flow => flow.Kind == kind).ToArray();
            var leaving = ofKind.ToLookup(flow => flow.FromCommune, StringComparer.Ordinal);
            var coming = ofKind.ToLookup(flow => flow.ToCommune, StringComparer.Ordinal);
            for (var district = 0; district < study.Districts.Count; district++)
            {
                var located = Residents(communes[district].SelectMany(commune => commune.Origins)) / Residents(originsByDistrict[district]);
                Add(Outwards, leaving, commune => (commune.Share, commune.Source));
                Add(Inwards, coming, commune =>
                {
                    var share = shares.OfPlaces(district, commune.Commune, kind == FlowKind.School ? schools : places);
                    return (share, double.IsNaN(share) ? ShareSource.Unknown : ShareSource.Places);
                });

                void Add(string direction, ILookup<string, MobilityFlow> byCommune, Func<DistrictCommune, (double, ShareSource)> shareOf)
                {
                    var parts = communes[district]
                        .Select(commune => (Flows: byCommune[study.Communes[commune.Commune].Code].ToArray(), Share: shareOf(commune)))
                        .ToArray();
                    foreach (var mode in FlowModes.All.Prepend(AllModes))
                    {
                        var (part, within) = (new FlowInterval(), 0.0);
                        foreach (var (flows, (share, _)) in parts)
                        {
                            var ofMode = flows.Where(flow => mode == AllModes || flow.Mode == mode).ToArray();
                            var flow = ofMode.Sum(flow => flow.Weight);
                            within += ofMode.Where(flow => flow.FromCommune == flow.ToCommune).Sum(flow => flow.Weight);
                            part += direction == Outwards && !double.IsNaN(share)
                                ? FlowInterval.Frechet(flow, flows.Sum(flow => flow.Weight), share)
                                : FlowInterval.Open(flow, share);
                        }

                        if (part.Flow > 0)
                        {
                            table.Add(
                                null,
                                $"{study.Districts[district].Code}/{kind.Code()}/{direction}/{mode}",
                                study.Districts[district].Code,
                                kind.Code(),
                                kind.French(),
                                direction,
                                mode,
                                string.Join(';', communes[district].Select(commune => study.Communes[commune.Commune].Code)),
                                located,
                                part.Flow,
                                within,
                                part.Flow < LeastSureFlow,
                                part.Lower,
                                part.Estimate,
                                part.Upper,
                                part.Estimate / part.Flow,
                                string.Join(';', parts.Select(each => NameOf(each.Share.Item2)).Distinct()));
                        }
                    }
                }
            }
        }

        return table;

        double Residents(IEnumerable<int> origins) => origins.Sum(origin => study.Points[origin].Residents);
    }

    static ResultTable ReachTable(Study study, IReadOnlyList<DistrictCommune>[] communes)
    {
        var table = new ResultTable(
            "district_flow_reach",
            "Flux sortants des quartiers : part dont la commune de destination est à moins de 30, 45, 60 minutes",
            [
                Text("id", "District, kind, observed mode and computed mode"),
                Text("district", "Code of the district"),
                Text("kind", "work or school"),
                Text("kind_fr", "Kind in French"),
                Text("observed_mode", "Which of the flow is looked at: all who travel, or those who go by car today"),
                Text("mode", "Mode of the travel times"),
                Real(
                    "flow",
                    "people",
                    "The district's estimated outflow: the denominator of every share; empty when its share of the commune is not "
                        + "known"),
                Share("share_30", "Share of the flow whose destination commune is within 30 minutes (<=)"),
                Share("share_45", "Share of the flow whose destination commune is within 45 minutes (<=)"),
                Share("share_60", "Share of the flow whose destination commune is within 60 minutes (<=)"),
                Share("beyond_60_share", "Share of the flow whose destination is reached, in more than 60 minutes"),
                Share("no_way_share", "Share of the flow to communes that the mode does not reach"),
                Share("outside_share", "Share of the flow to communes that no time is computed to: too far, outside the communes given, or abroad"),
                Real("mean_s", "s", "Mean time, over the flow whose destination is reached"),
                Real(
                    "ratio_to_car",
                    "",
                    "Mean over the flow of the time by the mode divided by that by car, where both reach the destination"),
                Share("ratio_share", "Share of the flow that the ratio is over"),
                Share(
                    "same_commune_share",
                    "Share of the flow that stays in the commune: its time is that to the commune's one point, a proxy"),
                Share(
                    "town_hall_share",
                    "Share of the flow whose time is that to the town hall; for the rest it is to a point inside the commune, or "
                        + "there is none"),
            ],
            null);
        var indexOfCode = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < study.Communes.Count; i++)
        {
            indexOfCode.TryAdd(study.Communes[i].Code, i);
        }

        var modes = study.Modes.Select(mode => mode.Mode).Where(study.CommuneSeconds.ContainsKey).ToArray();
        var car = study.CommuneSeconds.GetValueOrDefault("car") ?? [.. study.Communes.Select(_ => Array.Empty<int>())];
        foreach (var kind in new[] { FlowKind.Work, FlowKind.School })
        {
            foreach (var observed in new[] { AllModes, FlowModes.Car })
            {
                // Who works at home travels nowhere.
                var leaving = study.Flows
                    .Where(flow => flow.Kind == kind && flow.Mode != FlowModes.None && (observed == AllModes || flow.Mode == observed))
                    .GroupBy(flow => (flow.FromCommune, To: indexOfCode.GetValueOrDefault(flow.ToCommune, -1)))
                    .Select(group => (group.Key.FromCommune, group.Key.To, Weight: group.Sum(flow => flow.Weight)))
                    .ToLookup(flow => flow.FromCommune, StringComparer.Ordinal);
                for (var district = 0; district < study.Districts.Count; district++)
                {
                    foreach (var mode in modes)
                    {
                        var reach = new Reach();
                        foreach (var commune in communes[district])
                        {
                            foreach (var (_, to, people) in leaving[study.Communes[commune.Commune].Code])
                            {
                                var seconds = to < 0 ? [] : study.CommuneSeconds[mode][to];
                                var carSeconds = to < 0 ? [] : car[to];
                                foreach (var origin in commune.Origins)
                                {
                                    reach.Add(
                                        people * study.Points[origin].Residents / commune.WholeResidents,
                                        seconds.Length == 0 ? null : seconds[origin],
                                        carSeconds.Length == 0 ? TravelTime.Unreached : carSeconds[origin],
                                        to == commune.Commune,
                                        seconds.Length > 0 && study.CommuneTargetIsTownHall[to]);
                                }
                            }
                        }

                        if (reach.Flow > 0)
                        {
                            table.Add(
                                null,
                                [
                                    $"{study.Districts[district].Code}/{kind.Code()}/{observed}/{mode}",
                                    study.Districts[district].Code,
                                    kind.Code(),
                                    kind.French(),
                                    observed,
                                    mode,
                                    communes[district].Any(commune => double.IsNaN(commune.Share)) ? null : reach.Flow,
                                    .. reach.Values(),
                                ]);
                        }
                    }
                }
            }
        }

        return table;
    }

    static string NameOf(ShareSource source) => source switch
    {
        ShareSource.Population => "population",
        ShareSource.Cells => "cells",
        ShareSource.Places => "places",
        _ => "unknown",
    };

    /// <summary>Adds a district's outflow up by travel time.</summary>
    sealed class Reach
    {
        double _within30;
        double _within45;
        double _within60;
        double _reached;
        double _noWay;
        double _outside;
        double _weightedSeconds;
        double _ratioFlow;
        double _weightedRatio;
        double _sameCommune;
        double _townHall;

        public double Flow { get; private set; }

        /// <param name="weight">People.</param>
        /// <param name="seconds">Travel time; null where none is computed.</param>
        /// <param name="carSeconds">Travel time by car.</param>
        /// <param name="isSameCommune">Whether they stay in their commune.</param>
        /// <param name="isTownHall">Whether the time is to the town hall.</param>
        public void Add(double weight, int? seconds, int carSeconds, bool isSameCommune, bool isTownHall)
        {
            Flow += weight;
            _sameCommune += isSameCommune ? weight : 0;
            _townHall += isTownHall ? weight : 0;
            if (seconds is not { } time)
            {
                _outside += weight;
                return;
            }

            if (time >= TravelTime.Unreached)
            {
                _noWay += weight;
                return;
            }

            _reached += weight;
            _weightedSeconds += weight * time;
            _within30 += time <= 30 * 60 ? weight : 0;
            _within45 += time <= 45 * 60 ? weight : 0;
            _within60 += time <= 60 * 60 ? weight : 0;
            if (carSeconds is > 0 and < TravelTime.Unreached)
            {
                _ratioFlow += weight;
                _weightedRatio += weight * time / carSeconds;
            }
        }

        public IEnumerable<object?> Values() =>
        [
            _within30 / Flow,
            _within45 / Flow,
            _within60 / Flow,
            (_reached - _within60) / Flow,
            _noWay / Flow,
            _outside / Flow,
            _weightedSeconds / _reached,
            _weightedRatio / _ratioFlow,
            _ratioFlow / Flow,
            _sameCommune / Flow,
            _townHall / Flow,
        ];
    }
}
