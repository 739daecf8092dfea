using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Accessibility;

public class TransitAccessTests
{
    static readonly CatchmentScheme s_scheme = new(
        "test", "essai", "test", "test", ["a"], null, new Dictionary<string, Decay> { ["transit"] = Decay.Step(1800) });

    static readonly HalfHourRule s_rule = new() { LimitSeconds = 900 };

    // Few places and many points are searched from the places, the others from the points; with a limit on rides by a third way.
    [Theory]
    [InlineData(5, 7, 0)]
    [InlineData(70, 2, 0)]
    [InlineData(40, 3, 2)]
    [InlineData(70, 40, 0)]
    [InlineData(33, 90, 0)]
    public void One_pass_equals_one_search_per_point_read_place_by_place(int pointCount, int placeCount, int maxRides)
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var world = RandomTimetables.World(seed);
            var random = new Random(seed);
            var options = world.Options with { MaxRides = maxRides };
            var rule = (WindowRule)(seed % 5);
            var (access, centralities, places) = (Some(pointCount), Some(2), Some(placeCount));
            int[][] directToCentralities = [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, pointCount)
                .Select(_ => random.Next(3) == 0 ? random.Next(2000) : TravelTime.Unreached)
                .ToArray())];
            var graph = RandomStreets.Awkward(random);
            DirectWay[] ways = [.. Enumerable.Range(0, 2).Select(_ => new DirectWay(
                graph, RandomStreets.Positions(random, graph, pointCount), RandomStreets.Positions(random, graph, placeCount)))];
            var directToPlaces = ways
                .Select(way => new PlainDijkstra(way.Graph, way.Points, way.Places))
                .Select(plain => Enumerable.Range(0, pointCount)
                    .Select(point => plain.From(point, options.MaxDurationSeconds * 1000).Select(TravelTime.ToSeconds).ToArray())
                    .ToArray())
                .ToArray();
            var splitAt = random.Next(placeCount + 1);
            double[][] capacities = [[.. Ones(splitAt)], [.. Ones(placeCount - splitAt)]];
            var plan = new AccessPlan
            {
                ClassNames = ["a", "b"],
                CapacitiesByClass = capacities,
                CountedPoints = pointCount / 2,
                Schemes = [s_scheme],
                Decays = seed % 2 == 0 ? Decay.Defaults : [Decay.Step(120)],
            };
            var times = TransitAccess.Compute(
                new TransitInputs(
                    "transit", world.Timetable, world.Footpaths, world.Window, options, access, centralities, places, rule),
                directToCentralities,
                ways,
                plan,
                s_rule,
                1 + (seed % 3),
                _ => { },
                3);

            var table = ConnectionTable.ForDepartures(world.Timetable, world.Footpaths, world.Window, options);
            var profile = new TravelTimeProfile();
            for (var point = 0; point < pointCount; point++)
            {
                var read = Reader(table, access, point, maxRides);
                for (var centrality = 0; centrality < 2; centrality++)
                {
                    read(centralities[centrality].ToArray(), directToCentralities[centrality][point], profile);
                    Assert.True(
                        WindowReadout.Of(profile, 900, true).Equals(times.Windows[centrality][point])
                            && rule.Seconds(profile) == times.Access.CentralitySeconds[centrality][point],
                        $"seed {seed}, point {point}, centrality {centrality}");
                    if (point < 3)
                    {
                        Assert.True(profile.Pieces.SequenceEqual(times.Pieces[centrality][point]), $"seed {seed}, point {point}");
                    }
                }

                var seconds = new int[placeCount];
                for (var place = 0; place < placeCount; place++)
                {
                    read(places[place].ToArray(), Math.Min(directToPlaces[0][point][place], directToPlaces[1][point][place]), profile);
                    seconds[place] = rule.Seconds(profile);
                }

                AssertClass(times.Access.Classes[0], seconds[..splitAt], capacities[0], point, plan, $"seed {seed}, point {point}, a");
                AssertClass(times.Access.Classes[1], seconds[splitAt..], capacities[1], point, plan, $"seed {seed}, point {point}, b");
            }

            Assert.Equal(3, times.Pieces[0].Length);
            Assert.Equal(options.MaxDurationSeconds, times.Access.LimitSeconds);

            StopWalks Some(int count) => StopWalks.From([.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, random.Next(0, 3))
                .Select(_ => new StopWalk(random.Next(world.Timetable.StopCount), random.Next(100)))
                .ToArray())]);
        }
    }

    static IEnumerable<double> Ones(int count) => Enumerable.Repeat(1.0, count);

    static void AssertClass(ClassAccess columns, int[] seconds, double[] capacities, int point, AccessPlan plan, string what)
    {
        var expected = ClassAccess.Of(1, decays: plan.Decays);
        var reached = new ReachedPlaces().Take(seconds);
        expected.SetNearest(0, reached, capacities);
        expected.Count(0, reached, capacities, new DecayTable(plan.Decays));
        Assert.True(
            (expected.NearestPlace[0], expected.NearestSeconds[0], expected.SecondSeconds[0], expected.ThirdSeconds[0])
                == (columns.NearestPlace[point], columns.NearestSeconds[point], columns.SecondSeconds[point], columns.ThirdSeconds[point]),
            what);
        if (point < plan.CountedPoints)
        {
            Assert.True(At(expected.CountWithin, 0).SequenceEqual(At(columns.CountWithin, point)), what);
            Assert.True(At(expected.Opportunities, 0).SequenceEqual(At(columns.Opportunities, point)), what);
        }

        if (columns.Reach is { } reach)
        {
            Assert.Equal(seconds.Index().Where(entry => entry.Item <= 1800).Select(entry => entry.Index), reach.PlacesOf(point).ToArray());
        }
    }

    static IEnumerable<double> At(IReadOnlyList<double[]> columns, int point) => columns.Select(byPoint => byPoint[point]);

    static Action<StopWalk[], int, TravelTimeProfile> Reader(ConnectionTable table, StopWalks access, int point, int maxRides)
    {
        if (maxRides > 0)
        {
            var rides = new RidesProfileSearch(table);
            rides.Run(access[point]);
            return (egress, direct, profile) => rides.Read(egress, maxRides, direct, profile);
        }

        var search = new ProfileSearch(table);
        search.Run(access[point]);
        return (egress, direct, profile) => search.Read(egress, direct, profile);
    }
}
