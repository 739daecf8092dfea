using System.Collections.Concurrent;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Jobs;

/// <summary>The area that someone who lives in a district reaches.</summary>
/// <param name="District">Index of the district.</param>
/// <param name="Mode">Mode.</param>
/// <param name="Rule">Which departures count, by public transport; empty for streets.</param>
/// <param name="LimitSeconds">Longest time.</param>
/// <param name="Area">WGS84.</param>
/// <param name="SquareMeters">Its size.</param>
sealed record DistrictIsochrone(int District, string Mode, string Rule, int LimitSeconds, MultiPolygon Area, double SquareMeters);

/// <summary>The areas reached from the inhabited cells of each district, the nearest cell counting.</summary>
static class DistrictIsochrones
{
    static readonly int[] s_limitsSeconds = [600, 1200, 1800];

    /// <summary>Computes them, by district, mode, and limit.</summary>
    /// <param name="inputs">Districts and their origins.</param>
    /// <param name="positions">Points of a street mode on its streets.</param>
    /// <param name="networks">Per mode of public transport, the network of the run's own window.</param>
    /// <param name="threads">Worker threads; the result does not depend on it.</param>
    public static IReadOnlyList<DistrictIsochrone> Compute(
        TerritoryInputs inputs, Func<string, ModePositions> positions, IReadOnlyDictionary<string, TransitNetwork> networks, int threads)
    {
        var territory = inputs.Territory;
        var originsOfDistrict = Enumerable.Range(0, inputs.Origins.Count).ToLookup(origin => inputs.Origins[origin].District);
        var areas = new ConcurrentDictionary<(int District, string Mode), IReadOnlyList<IsochroneArea>>();
        var question = new IsochroneQuestion { Limits = s_limitsSeconds, Rule = RuleOf(territory.Transit.Rule) };
        foreach (var mode in territory.Modes)
        {
            var on = TransitVariant.StreetModesOf(mode).Select(positions).ToArray();
            var surface = new IsochroneSurface(
                mode,
                [.. on.Select(streets => streets.Index)],
                IsochroneQuestion.UsualSpacingMeters(mode),
                IsochroneQuestion.UsualToleranceMeters,
                territory.SnapRadiusMeters,
                null);
            var timetable = networks.TryGetValue(mode, out var network) ? new IsochroneTimetable(network, SearchDirection.Forward, threads) : null;
            Parallel.For(
                0,
                inputs.Districts.Count,
                new ParallelOptions { MaxDegreeOfParallelism = threads },
                () => surface.NewWorker(question, timetable),
                (district, _, worker) =>
                {
                    areas[(district, mode)] = worker([.. on.Select(streets => originsOfDistrict[district].Select(origin => streets.Points[origin]).ToArray())]);
                    return worker;
                },
                _ => { });
        }

        return
        [
            .. from district in Enumerable.Range(0, inputs.Districts.Count)
               from mode in territory.Modes
               from area in areas[(district, mode)]
               select new DistrictIsochrone(
                   district, mode, networks.ContainsKey(mode) ? question.Rule.ToString() : "", area.Limit, area.Area, area.SquareMeters),
        ];
    }

    /// <summary>The rule of the run; the median in place of a mean, which is no share of departures.</summary>
    static DepartureRule RuleOf(WindowRule rule) => rule switch
    {
        WindowRule.Best => DepartureRule.Best,
        WindowRule.P85 => DepartureRule.Percentile(85),
        WindowRule.Worst => DepartureRule.Worst,
        _ => DepartureRule.Median,
    };
}
