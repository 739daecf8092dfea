using System.Runtime.Intrinsics;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Hierarchies;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Routing.Hierarchies;

public class StreetSweepTests
{
    const int NoLimit = int.MaxValue;

    // 4 x 3 crossings, 100 m apart, at 1 m/s.
    [Fact]
    public void Grid_city_takes_the_manhattan_distance_in_every_lane()
    {
        var city = new GridCity(4, 3);
        var sweep = new StreetSweep(SweepPlan.ToAll(WithHierarchy(city.Build()), SearchDirection.Forward));
        StreetPosition[] sources = [city.EastOf(0, 0, 0), city.EastOf(1, 1, meters: 30, connectorMeters: 7), StreetPosition.None];

        sweep.Run(sources, NoLimit);

        for (var row = 0; row < 3; row++)
        {
            for (var column = 0; column < 4; column++)
            {
                Assert.Equal((column + row) * 100_000, sweep.VertexMilliseconds(0, city.Vertex(column, row)));
                Assert.Equal(TravelTime.Unreached, sweep.VertexMilliseconds(2, city.Vertex(column, row)));
                Assert.Equal(TravelTime.Unreached, sweep.VertexMilliseconds(15, city.Vertex(column, row)));
            }
        }

        // As in the tests of the search: 7 + 30 + 40 + 5, and along the same street 7 + 40 + 2.
        Assert.Equal(82_000, sweep.ReadMilliseconds(1, city.NorthOf(1, 1, meters: 40, connectorMeters: 5)));
        Assert.Equal(49_000, sweep.ReadMilliseconds(1, city.EastOf(1, 1, meters: 70, connectorMeters: 2)));
        Assert.Equal(TravelTime.Unreached, sweep.ReadMilliseconds(2, city.EastOf(1, 1, 0)));
        Assert.Equal(TravelTime.Unreached, sweep.ReadMilliseconds(1, StreetPosition.None));

        // Inclusive, and a limit leaves nothing of the query before.
        sweep.Run(sources, 200_000);
        Assert.Equal(200_000, sweep.ReadMilliseconds(0, city.EastOf(2, 0, 0)));
        Assert.Equal(TravelTime.Unreached, sweep.ReadMilliseconds(0, city.EastOf(2, 0, 0, connectorMeters: 1)));
        sweep.Run(sources, 199_999);
        Assert.Equal(TravelTime.Unreached, sweep.ReadMilliseconds(0, city.EastOf(2, 0, 0)));
        sweep.Run([], NoLimit);
        Assert.Equal(TravelTime.Unreached, sweep.VertexMilliseconds(0, city.Vertex(0, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => sweep.Run(sources, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => sweep.Run(new StreetPosition[17], NoLimit));
    }

    [Fact]
    public void Equals_plain_dijkstra_on_awkward_graphs()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var graph = WithHierarchy(RandomStreets.Awkward(random));
            var sources = RandomStreets.Positions(random, graph, 1 + random.Next(StreetSweep.Lanes));
            var targets = RandomStreets.Positions(random, graph, 1 + random.Next(6));
            var plain = new PlainDijkstra(graph, sources, targets);
            var forward = new StreetSweep(SweepPlan.ToAll(graph, SearchDirection.Forward));
            var backward = new StreetSweep(SweepPlan.ToAll(graph, SearchDirection.Backward));
            var selected = new StreetSweep(SweepPlan.ToTargets(graph, SearchDirection.Forward, targets));
            var search = new StreetSearch(graph, SearchDirection.Forward);
            var seconds = new int[sources.Length * targets.Length];
            for (var round = 0; round < 3; round++)
            {
                var unlimited = plain.From(0, NoLimit);
                var limit = random.Next(4) switch
                {
                    0 => NoLimit,
                    1 => unlimited[random.Next(targets.Length)],
                    2 => Math.Max(0, unlimited[random.Next(targets.Length)] - 1),
                    _ => random.Next(200_000),
                };
                forward.Run(sources, limit);
                backward.Run(targets, limit);
                selected.Run(sources, limit);
                selected.ReadSeconds(seconds);
                for (var i = 0; i < sources.Length; i++)
                {
                    var expected = plain.From(i, limit);
                    for (var j = 0; j < targets.Length; j++)
                    {
                        Same(expected[j], forward.ReadMilliseconds(i, targets[j]), seed, $"from {i} to {j} within {limit}");
                        Same(expected[j], backward.ReadMilliseconds(j, sources[i]), seed, $"to {j} from {i} within {limit}");
                        Same(expected[j], selected.ReadMilliseconds(i, targets[j]), seed, $"selected from {i} to {j} within {limit}");
                        var found = seconds[(i * targets.Length) + j];
                        Same(TravelTime.ToSeconds(expected[j]), found, seed, $"seconds from {i} to {j} within {limit}");
                    }

                    search.Run(sources[i], limit);
                    for (var vertex = 0; vertex < graph.VertexCount; vertex++)
                    {
                        var found = forward.VertexMilliseconds(i, vertex);
                        Same(search.VertexMilliseconds(vertex), found, seed, $"from {i} to vertex {vertex} within {limit}");
                    }
                }
            }
        }
    }

    /// <summary>Many runs of places, so that some are skipped, some are filled again, in any order of limits and sources.</summary>
    [Fact]
    public void Equals_the_search_in_cities_with_limits_long_and_short()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var random = new Random(seed);
            var graph = WithHierarchy(RandomStreets.City(seed, side: 48));
            foreach (var direction in Enum.GetValues<SearchDirection>())
            {
                // Scattered targets and a cluster; few places, and nearly all.
                var targets = RandomStreets.Positions(random, graph, seed % 2 == 0 ? 60 : 3000);
                var all = new StreetSweep(SweepPlan.ToAll(graph, direction));
                var plan = SweepPlan.ToTargets(graph, direction, targets);
                Assert.Equal(seed % 2 == 0, plan.Count < graph.VertexCount / 2);
                var some = new StreetSweep(plan);
                var search = new StreetSearch(graph, direction);
                for (var round = 0; round < 12; round++)
                {
                    int[] limits = [0, 60_000, 300_000, 900_000, 1_800_000, NoLimit];
                    var limit = limits[random.Next(limits.Length)];
                    var near = random.Next(2) == 0;
                    var first = random.Next(graph.LinkCount - 40);
                    var sources = RandomStreets.Positions(random, graph, 1 + random.Next(StreetSweep.Lanes))
                        .Select(position => near && position.IsSnapped
                            ? position with { Link = first + random.Next(40), OffsetMillimeters = 0 }
                            : position)
                        .ToArray();
                    var seconds = new int[sources.Length * targets.Length];
                    all.Run(sources, limit);
                    some.Run(sources, limit);
                    some.ReadSeconds(seconds);
                    for (var lane = 0; lane < sources.Length; lane++)
                    {
                        search.Run(sources[lane], limit);
                        for (var vertex = 0; vertex < graph.VertexCount; vertex++)
                        {
                            var found = all.VertexMilliseconds(lane, vertex);
                            Same(search.VertexMilliseconds(vertex), found, seed, $"vertex {vertex} within {limit}");
                        }

                        for (var target = 0; target < targets.Length; target++)
                        {
                            var expected = search.ReadMilliseconds(targets[target]);
                            Same(expected, all.ReadMilliseconds(lane, targets[target]), seed, $"target {target} within {limit}");
                            var found = seconds[(lane * targets.Length) + target];
                            Same(TravelTime.ToSeconds(expected), found, seed, $"seconds to {target} within {limit}");
                        }
                    }
                }
            }
        }
    }

    [Fact]
    public void Lanes_are_rounded_up_to_seconds_as_single_times_are()
    {
        var random = new Random(1);
        Span<int> milliseconds = stackalloc int[StreetSweep.Lanes];
        Span<int> seconds = stackalloc int[StreetSweep.Lanes];
        for (var round = 0; round < 60_000; round++)
        {
            for (var lane = 0; lane < StreetSweep.Lanes; lane++)
            {
                // Around whole seconds, where rounding goes wrong if it does; and anything.
                var near = random.Next(TravelTime.Unreached / 1000) * 1000;
                milliseconds[lane] = round < 2000 ? (round * StreetSweep.Lanes) + lane : Math.Max(0, near + random.Next(-2, 3));
            }

            LaneLabels.ToSeconds(Vector512.Create<int>(milliseconds)).CopyTo(seconds);
            for (var lane = 0; lane < StreetSweep.Lanes; lane++)
            {
                Same(TravelTime.ToSeconds(milliseconds[lane]), seconds[lane], round, $"{milliseconds[lane]} ms");
            }
        }
    }

    [Fact]
    public void A_result_of_another_size_is_refused()
    {
        var graph = WithHierarchy(RandomStreets.City(seed: 1, side: 16));
        var targets = RandomStreets.Positions(new Random(1), graph, 5);
        var sweep = new StreetSweep(SweepPlan.ToTargets(graph, SearchDirection.Forward, targets));
        sweep.Run(targets.AsSpan(0, 2), NoLimit);
        Assert.Throws<ArgumentException>(() => sweep.ReadSeconds(new int[9]));
        Assert.Throws<InvalidOperationException>(() => new StreetSweep(SweepPlan.ToAll(graph, SearchDirection.Forward)).ReadSeconds([]));
    }

    [Fact]
    public void Query_allocates_nothing()
    {
        var graph = WithHierarchy(RandomStreets.City(seed: 1, side: 32));
        var random = new Random(1);
        var sources = RandomStreets.Positions(random, graph, StreetSweep.Lanes);
        var targets = RandomStreets.Positions(random, graph, 50);
        var seconds = new int[sources.Length * targets.Length];
        int[] limits = [NoLimit, 300_000, 1_800_000];
        foreach (var direction in Enum.GetValues<SearchDirection>())
        {
            var all = new StreetSweep(SweepPlan.ToAll(graph, direction));
            var some = new StreetSweep(SweepPlan.ToTargets(graph, direction, targets));
            long Queries()
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                foreach (var limit in limits)
                {
                    all.Run(sources, limit);
                    all.ReadMilliseconds(3, targets[0]);
                    some.Run(sources, limit);
                    some.ReadSeconds(seconds);
                }

                return GC.GetAllocatedBytesForCurrentThread() - before;
            }

            Queries();
            Assert.Equal(0, Queries());
        }
    }

    static StreetGraph WithHierarchy(StreetGraph graph) => graph.WithHierarchy(StreetHierarchyBuilder.Build(graph, threads: 1));

    static void Same(int expected, int found, int seed, string what)
    {
        if (expected != found)
        {
            Assert.Fail($"seed {seed}, {what}: expected {expected}, found {found}");
        }
    }
}
