using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Data.Jobs.Reuse;
using GeoCohesion.Data.Stores;
using NetTopologySuite;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Implementation;
using NetTopologySuite.IO;

namespace GeoCohesion.Data.Jobs;

/// <summary>The area that someone who lives in a district reaches.</summary>
/// <param name="District">Index of the district.</param>
/// <param name="Mode">Mode.</param>
/// <param name="Rule">Which departures count, by public transport; empty for streets.</param>
/// <param name="LimitSeconds">Longest time.</param>
/// <param name="Area">WGS84.</param>
/// <param name="SquareMeters">Its size.</param>
/// <param name="ResolutionMillimeters">What it may err by.</param>
/// <param name="ToleranceMeters">How far from its street a point of it may be.</param>
sealed record DistrictIsochrone(
    int District, string Mode, string Rule, int LimitSeconds, MultiPolygon Area, double SquareMeters, int ResolutionMillimeters, int ToleranceMeters);

/// <summary>The areas reached from the inhabited cells of each district, the nearest cell counting.</summary>
static class DistrictIsochrones
{
    // By car, the side of the squares that residents are known by: where within it they set out is not known. Twice as fine, outlines of a region
    // are too heavy for any map; and what is thinner than the grid would fall to pieces, so that as much beside the street counts.
    const int CarSpacingMeters = 200;
    const int CarToleranceMeters = 200;

    static readonly int[] s_limitsSeconds = [600, 1200, 1800];

    // Outlines of a region have millions of corners: 16 bytes each, where a list of coordinates takes 40.
    static readonly NtsGeometryServices s_packed = new(PackedCoordinateSequenceFactory.DoubleFactory, new PrecisionModel(), 4326);

    sealed record KeptArea(int LimitSeconds, double SquareMeters, byte[] Wkb);

    sealed record KeptMode(int ResolutionMillimeters, KeptArea[][] AreasOfDistrict);

    /// <summary>Computes them, by district, mode, and limit.</summary>
    /// <param name="inputs">Districts and their origins.</param>
    /// <param name="positions">Points of a street mode on its streets.</param>
    /// <param name="networks">Per mode of public transport, the network of the run's own window.</param>
    /// <param name="connections">Per mode of public transport, the connections of that window.</param>
    /// <param name="parts">Where areas are kept, by mode.</param>
    /// <param name="threads">Worker threads; the result does not depend on it.</param>
    public static IReadOnlyList<DistrictIsochrone> Compute(
        TerritoryInputs inputs,
        Func<string, ModePositions> positions,
        IReadOnlyDictionary<string, TransitNetwork> networks,
        Func<string, ConnectionTable> connections,
        KeptParts parts,
        int threads)
    {
        var territory = inputs.Territory;
        int[] districtOfOrigin = [.. inputs.Origins.Select(origin => origin.District)];
        var question = new IsochroneQuestion { Limits = s_limitsSeconds, Rule = RuleOf(territory.Transit.Rule) };
        var byMode = territory.Modes.ToDictionary(mode => mode, mode =>
        {
            var on = TransitVariant.StreetModesOf(mode).Select(positions).ToArray();
            var network = networks.GetValueOrDefault(mode);
            var key = KeptParts.NewKey
                .And([.. on.Select(streets => parts.Hashes.Streets(streets.Graph)), .. on.Select(streets => parts.Hashes.Points("origins", streets.Points))])
                .And([.. parts.Hashes.Network(network)])
                .And(
                    ("districts", ContentHash.Of(writer => writer.Column<int>(districtOfOrigin))),
                    RunKeys.Parameters(FormattableString.Invariant($"{string.Join(' ', s_limitsSeconds)} {question.Rule} {territory.SnapRadiusMeters} {inputs.Districts.Count}")));
            var (resolution, areas) = parts.FindOrCompute("isochrones", mode, key, Read, Write, () => Areas(mode, on, network));
            var rule = network is null ? "" : question.Rule.ToString();
            return areas.Select((ofDistrict, district) => ofDistrict
                .Select(area => new DistrictIsochrone(district, mode, rule, area.LimitSeconds, Unpack(area.Wkb), area.SquareMeters, resolution, ToleranceMeters(mode)))
                .ToArray()).ToArray();
        });
        return [.. Enumerable.Range(0, inputs.Districts.Count).SelectMany(district => territory.Modes.SelectMany(mode => byMode[mode][district]))];

        KeptMode Areas(string mode, ModePositions[] on, TransitNetwork? network)
        {
            var originsOfDistrict = Enumerable.Range(0, inputs.Origins.Count).ToLookup(origin => districtOfOrigin[origin]);
            var surface = new IsochroneSurface(
                mode,
                [.. on.Select(streets => streets.Index)],
                SpacingMeters(mode),
                ToleranceMeters(mode),
                territory.SnapRadiusMeters,
                null);
            var timetable = network is null ? null : new IsochroneTimetable(network, connections(mode));
            var areas = new KeptArea[inputs.Districts.Count][];
            Parallel.For(
                0,
                areas.Length,
                new ParallelOptions { MaxDegreeOfParallelism = threads },
                () => surface.NewWorker(question, timetable),
                (district, _, worker) =>
                {
                    var reached = worker([.. on.Select(streets => originsOfDistrict[district].Select(origin => streets.Points[origin]).ToArray())]);
                    areas[district] = [.. reached.Select(area => new KeptArea(area.Limit, area.SquareMeters, WkbEncoder.ToBytes(area.Area)))];
                    return worker;
                },
                _ => { });
            return new KeptMode(surface.ResolutionMillimeters, areas);
        }
    }

    static int SpacingMeters(string mode) => mode == "car" ? CarSpacingMeters : IsochroneQuestion.UsualSpacingMeters(mode);

    static int ToleranceMeters(string mode) => mode == "car" ? CarToleranceMeters : IsochroneQuestion.UsualToleranceMeters;

    static void Write(ColumnWriter writer, KeptMode kept)
    {
        var areas = kept.AreasOfDistrict;
        writer.Number(kept.ResolutionMillimeters);
        writer.Column<int>([.. areas.Select(ofDistrict => ofDistrict.Length)]);
        foreach (var area in areas.SelectMany(ofDistrict => ofDistrict))
        {
            writer.Number(area.LimitSeconds);
            writer.Number(BitConverter.DoubleToInt64Bits(area.SquareMeters));
            writer.Column<byte>(area.Wkb);
        }
    }

    static KeptMode Read(ColumnReader reader) => new(
        (int)reader.Number(),
        [
            .. reader.Column<int>().Select(count => Enumerable.Range(0, count)
                .Select(_ => new KeptArea((int)reader.Number(), BitConverter.Int64BitsToDouble(reader.Number()), reader.Column<byte>()))
                .ToArray()),
        ]);

    static MultiPolygon Unpack(byte[] wkb) => (MultiPolygon)new WKBReader(s_packed).Read(wkb);

    /// <summary>The rule of the run; the median in place of a mean, which is no share of departures.</summary>
    static DepartureRule RuleOf(WindowRule rule) => rule switch
    {
        WindowRule.Best => DepartureRule.Best,
        WindowRule.P85 => DepartureRule.Percentile(85),
        WindowRule.Worst => DepartureRule.Worst,
        _ => DepartureRule.Median,
    };
}
