using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Accessibility;

public class StreetAccessTests
{
    static readonly CatchmentScheme s_scheme = new(
        "test", "essai", "test", "test", ["a"], null, new Dictionary<string, Decay> { ["walk"] = Decay.Step(1200) });

    // 20 crossings in a row, 100 m apart, at 1 m/s; an origin at 0 m and a point of the surroundings at 500 m.
    // Class a: 200 m (capacity 2) and 1 200 m; class b: 1 801 m. From the origin 200 s, 200 s, 1 200 s; 1 801 s.
    [Fact]
    public void A_street_of_places_by_hand()
    {
        var city = new GridCity(20, 2);
        var access = StreetAccess.Compute(
            city.Build(),
            [city.EastOf(0, 0, 0), city.EastOf(5, 0, 0)],
            [[city.EastOf(3, 0, 0)]],
            [[city.EastOf(2, 0, 0), city.EastOf(12, 0, 0)], [city.EastOf(18, 0, 1)]],
            Plan(["a", "b"], [[2, 1], [1]], 1),
            10_800,
            2,
            _ => { });
        Assert.Equal([300, 200], access.CentralitySeconds[0]);
        var (a, b) = (access.Classes[0], access.Classes[1]);
        Assert.Equal([200, 300], a.NearestSeconds);
        Assert.Equal([200, 300], a.SecondSeconds);
        Assert.Equal([1200, 700], a.ThirdSeconds);
        Assert.Equal([1801, 1301], b.NearestSeconds);
        Assert.Equal([TravelTime.Unreached, TravelTime.Unreached], b.SecondSeconds);
        Assert.Equal([2.0, 2, 2, 3, 3], a.CountWithin.Select(byPoint => Assert.Single(byPoint)));
        Assert.Equal(0, b.CountWithin30[0]);
        Assert.Equal(1 - (1801 / 3600.0), b.Opportunities[1][0]);
        Assert.Equal([0, 1], a.Reach!.PlacesOf(0).ToArray());
        Assert.Equal([200, 1200], a.Reach.SecondsOf(0).ToArray().Select(seconds => (int)seconds));
        Assert.Equal([300, 700], a.Reach.SecondsOf(1).ToArray().Select(seconds => (int)seconds));
        Assert.Null(b.Reach);
        Assert.Equal(10_800, access.LimitSeconds);
    }

    [Fact]
    public void Random_streets_equal_plain_searches_with_any_number_of_threads()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            var graph = RandomStreets.Awkward(random);
            var points = RandomStreets.Positions(random, graph, random.Next(1, 7));
            StreetPosition[][] places =
                [RandomStreets.Positions(random, graph, random.Next(0, 9)), RandomStreets.Positions(random, graph, 3)];
            double[][] capacities = [.. places.Select(ofClass => ofClass.Select(_ => random.Next(4) == 0 ? 2.5 : 1).ToArray())];
            var plan = Plan(["a", "b"], capacities, random.Next(points.Length + 1));
            const int LimitSeconds = 2700;
            var access = StreetAccess.Compute(graph, points, [], places, plan, LimitSeconds, 1 + (seed % 3), _ => { });
            for (var classIndex = 0; classIndex < places.Length; classIndex++)
            {
                var columns = access.Classes[classIndex];
                for (var point = 0; point < points.Length; point++)
                {
                    var plain = new PlainDijkstra(graph, points, places[classIndex]);
                    var near = plain.From(point, LimitSeconds * 1000).Select(TravelTime.ToSeconds).ToArray();
                    var expected = ClassAccess.Of(1);
                    expected.SetNearest(0, new ReachedPlaces().Take(near), capacities[classIndex]);
                    for (var rank = 1; rank <= ClassAccess.NearestCount; rank++)
                    {
                        Assert.True(
                            expected.NthSeconds(rank)[0] == columns.NthSeconds(rank)[point], $"seed {seed}, point {point}, rank {rank}");
                    }

                    if (columns.NearestPlace[point] >= 0)
                    {
                        Assert.Equal(columns.NearestSeconds[point], near[columns.NearestPlace[point]]);
                    }

                    var around = plain.From(point, 3_600_000).Select(TravelTime.ToSeconds).ToArray();
                    if (point < plan.CountedPoints)
                    {
                        var counted = ClassAccess.Of(1, decays: plan.Decays);
                        counted.Count(0, new ReachedPlaces().Take(around), capacities[classIndex], new DecayTable(plan.Decays));
                        Assert.True(
                            counted.CountWithin.Select(count => count[0]).SequenceEqual(columns.CountWithin.Select(count => count[point]))
                                && counted.Opportunities.Select(sum => sum[0])
                                    .SequenceEqual(columns.Opportunities.Select(sum => sum[point])),
                            $"seed {seed}, point {point}");
                    }

                    if (columns.Reach is { } reach)
                    {
                        var within = around.Index().Where(entry => entry.Item <= 1200).ToArray();
                        Assert.Equal(within.Select(entry => entry.Index), reach.PlacesOf(point).ToArray());
                        Assert.Equal(within.Select(entry => entry.Item), reach.SecondsOf(point).ToArray().Select(seconds => (int)seconds));
                    }
                }
            }
        }
    }

    static AccessPlan Plan(string[] names, double[][] capacities, int countedPoints) =>
        new() { ClassNames = names, CapacitiesByClass = capacities, CountedPoints = countedPoints, Schemes = [s_scheme] };
}
