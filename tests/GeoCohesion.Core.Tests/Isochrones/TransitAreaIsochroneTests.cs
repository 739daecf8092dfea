using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Testing;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Core.Tests.Isochrones;

public class TransitAreaIsochroneTests
{
    const int SpacingMillimeters = 40_000;
    const int ToleranceMillimeters = 100_000;

    static readonly string[] s_rules = ["best", "median", "p85", "worst", "share:0.6"];

    public static TheoryData<int, SearchDirection, bool, int> Towns()
    {
        var data = new TheoryData<int, SearchDirection, bool, int>();
        data.Add(1, SearchDirection.Forward, false, 0);
        data.Add(2, SearchDirection.Forward, false, 0);
        data.Add(11, SearchDirection.Backward, false, 0);
        data.Add(12, SearchDirection.Backward, false, 0);
        data.Add(21, SearchDirection.Forward, true, 0);
        data.Add(32, SearchDirection.Backward, true, 0);
        data.Add(41, SearchDirection.Forward, false, 1);
        data.Add(42, SearchDirection.Forward, false, 2);
        return data;
    }

    [Theory]
    [MemberData(nameof(Towns))]
    public void A_point_of_the_raster_is_inside_exactly_when_the_matrix_has_it_within_the_limit_by_the_rule(
        int seed, SearchDirection direction, bool hasRide, int maxRides)
    {
        var random = new Random(seed);
        var town = new TransitTown(seed);
        var options = new TransitOptions { BoardingSlackSeconds = seed % 2 == 0 ? 30 : 0, MaxDurationSeconds = 1500, MaxRides = maxRides };
        var whole = new TimeWindow(1000, 4600);
        var isForward = direction == SearchDirection.Forward;
        var table = isForward
            ? ConnectionTable.ForDepartures(town.Timetable, town.Footpaths, whole, options)
            : ConnectionTable.ForDeparturesMirrored(town.Timetable, town.Footpaths, whole, options);
        const int Walk = 400;
        int? ride = hasRide ? 300 : null;
        var streets = town.Streets(SpacingMillimeters, ToleranceMillimeters, Walk, ride);
        var isochrone = new TransitAreaIsochrone(table, direction, streets, leastSquareMeters: 0);
        var (changes, counted) = (0, 0);
        foreach (var (query, departures) in new[] { whole, new TimeWindow(1300, 2500), new TimeWindow(2000, 2001) }.Index())
        {
            var at = new[] { town.Walk, town.Ride }.Select(graph => RandomStreets.Positions(random, graph, 1 + (query % 2))).ToArray();
            var place = at[..streets.Length];
            int[] limits = [random.Next(200, 600), random.Next(600, 1400), 1500, 3000];
            var (nodes, points) = Nodes(streets);
            var sample = Enumerable.Range(0, 300).Select(_ => random.Next(nodes.Length)).ToArray();
            var expected = Profiles(town, options, departures, place, points, Walk, ride, isForward);
            foreach (var text in s_rules)
            {
                Assert.True(DepartureRule.TryParse(text, out var rule));
                var areas = isochrone.Run(
                    place, departures, rule, limits, [.. points.Select(on => sample.Select(i => on[i]).ToArray())]);
                for (var limit = 0; limit < limits.Length; limit++)
                {
                    var locator = new IndexedPointInAreaLocator(areas[limit]);
                    for (var node = 0; node < nodes.Length; node++)
                    {
                        var isWithin = IsWithin(expected[node], text, limits[limit]);
                        var isInside = !areas[limit].IsEmpty && locator.Locate(nodes[node]) != Location.Exterior;
                        Assert.True(
                            isWithin == isInside,
                            $"seed {seed}, query {query}, {text}, limit {limits[limit]}: {nodes[node]} is wrongly {(isInside ? "inside" : "outside")}");
                        counted += isInside ? 1 : 0;
                        changes += isWithin != IsWithin(expected[node], "best", limits[limit]) ? 1 : 0;
                    }

                    for (var i = 0; i < sample.Length; i++)
                    {
                        Assert.Equal(IsWithin(expected[sample[i]], text, limits[limit]), isochrone.IsWithin(limit, i));
                    }
                }
            }
        }

        Assert.True(counted > 10_000, $"only {counted} inside");
        Assert.True(changes > 100, "the rules are all alike: nothing is tested");
    }

    internal static bool IsWithin(Figures figures, string rule, int limit) => rule switch
    {
        "best" => figures.Best <= limit,
        "worst" => figures.Worst <= limit,
        "median" => figures.Median <= limit,
        "p85" => figures.P85 <= limit,
        _ => figures.CountWithin(limit) >= 0.6 * figures.Seconds,
    };

    /// <summary>Every point of the raster that is near any of the streets, and where it snapped on each.</summary>
    static (Coordinate[] Nodes, StreetPosition[][] Points) Nodes(TransitStreets[] streets)
    {
        var raster = streets[0].Raster;
        var nodes = new Dictionary<(int, int), StreetPosition[]>();
        for (var on = 0; on < streets.Length; on++)
        {
            var graph = streets[on].Raster.Graph;
            var index = new StreetIndex(graph);
            var (west, east) = (graph.PointLongitudeE7.ToArray().Min(), graph.PointLongitudeE7.ToArray().Max());
            var (south, north) = (graph.PointLatitudeE7.ToArray().Min(), graph.PointLatitudeE7.ToArray().Max());
            for (var y = (south / raster.StepLatitudeE7) - 4; y <= (north / raster.StepLatitudeE7) + 4; y++)
            {
                for (var x = (west / raster.StepLongitudeE7) - 4; x <= (east / raster.StepLongitudeE7) + 4; x++)
                {
                    var position = index.Snap(x * raster.StepLongitudeE7 / 1e7, y * raster.StepLatitudeE7 / 1e7, ToleranceMillimeters);
                    if (position.IsSnapped)
                    {
                        if (!nodes.TryGetValue((x, y), out var positions))
                        {
                            nodes.Add((x, y), positions = [.. streets.Select(_ => StreetPosition.None)]);
                        }

                        positions[on] = position;
                    }
                }
            }
        }

        return (
            [.. nodes.Keys.Select(node => new Coordinate(node.Item1 * raster.StepLongitudeE7 / 1e7, node.Item2 * raster.StepLatitudeE7 / 1e7))],
            [.. streets.Select((_, on) => nodes.Values.Select(positions => positions[on]).ToArray())]);
    }

    /// <summary>What the matrix says of the place and every point, from searches of its own.</summary>
    internal static Figures[] Profiles(
        TransitTown town,
        TransitOptions options,
        TimeWindow departures,
        StreetPosition[][] place,
        StreetPosition[][] points,
        int walk,
        int? ride,
        bool isForward)
    {
        var (origins, destinations) = isForward ? (place, points) : (points, place);
        StopWalk[][] access = town.ToStops(town.Walk, origins[0], walk, isFromStops: false);
        if (ride is { } longest)
        {
            access = [.. access.Zip(town.ToStops(town.Ride, origins[1], longest, isFromStops: false), (a, b) => (StopWalk[])[.. a, .. b])];
        }

        var egress = town.ToStops(town.Walk, destinations[0], walk, isFromStops: true);
        if (isForward)
        {
            access = [[.. access.SelectMany(walks => walks)]];
        }
        else
        {
            egress = [[.. egress.SelectMany(walks => walks)]];
        }

        var direct = new StreetSearch[place.Length];
        for (var on = 0; on < place.Length; on++)
        {
            direct[on] = new StreetSearch(on == 0 ? town.Walk : town.Ride, isForward ? SearchDirection.Forward : SearchDirection.Backward);
            direct[on].Run(place[on], 3_000_000);
        }

        var figures = new Figures[points[0].Length];
        var table = ConnectionTable.ForDepartures(town.Timetable, town.Footpaths, departures, options);
        TransitMatrix.Compute(
            table,
            StopWalks.From(access),
            StopWalks.From(egress),
            (origin, destination) =>
            {
                var point = isForward ? destination : origin;
                return TravelTime.ToSeconds(Enumerable.Range(0, place.Length).Min(on => direct[on].ReadMilliseconds(points[on][point])));
            },
            profile => new Figures(profile),
            2,
            (origin, row) =>
            {
                for (var i = 0; i < row.Length; i++)
                {
                    figures[isForward ? i : origin] = row[i];
                }
            });
        return figures;
    }

    internal sealed class Figures(TravelTimeProfile profile)
    {
        readonly ProfilePiece[] _pieces = profile.Pieces.ToArray();

        public int Seconds { get; } = profile.Window.Count;

        public int Best { get; } = profile.BestSeconds;

        public int Worst { get; } = profile.WorstSeconds;

        public int Median { get; } = profile.PercentileSeconds(50);

        public int P85 { get; } = profile.PercentileSeconds(85);

        public int CountWithin(int limit) =>
            _pieces.Sum(piece => piece.Slope == 0
                ? (piece.TravelTimeSeconds <= limit ? piece.Count : 0)
                : Math.Clamp(limit - piece.ShortestSeconds + 1, 0, piece.Count));
    }
}
