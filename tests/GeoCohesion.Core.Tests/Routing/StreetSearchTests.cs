using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Routing;

public class StreetSearchTests
{
    const int NoLimit = int.MaxValue;

    // 4 x 3 crossings, 100 m apart, at 1 m/s: a block side takes 100 000 ms.
    [Fact]
    public void Grid_city_takes_the_manhattan_distance()
    {
        var city = new GridCity(4, 3);
        var search = new StreetSearch(city.Build(), SearchDirection.Forward);

        search.Run(city.EastOf(0, 0, 0), NoLimit);

        for (var row = 0; row < 3; row++)
        {
            for (var column = 0; column < 4; column++)
            {
                Assert.Equal((column + row) * 100_000, search.VertexMilliseconds(city.Vertex(column, row)));
            }
        }
    }

    [Fact]
    public void Parts_of_streets_and_connectors_count()
    {
        var city = new GridCity(4, 3);
        var search = new StreetSearch(city.Build(), SearchDirection.Forward);

        // 7 m to the street; 30 m back west or 70 m on east.
        search.Run(city.EastOf(1, 1, meters: 30, connectorMeters: 7), NoLimit);

        Assert.Equal(37_000, search.VertexMilliseconds(city.Vertex(1, 1)));
        Assert.Equal(77_000, search.VertexMilliseconds(city.Vertex(2, 1)));

        // 7 + 30 to the crossing, 40 up the street north of it, 5 to the door.
        Assert.Equal(82_000, search.ReadMilliseconds(city.NorthOf(1, 1, meters: 40, connectorMeters: 5)));

        // Parallel street one block south: 7 + 30 + 100 + 20 by the west, 7 + 70 + 100 + 80 by the east.
        Assert.Equal(157_000, search.ReadMilliseconds(city.EastOf(1, 0, meters: 20)));

        // On the same street: 7 + 40 + 2.
        Assert.Equal(49_000, search.ReadMilliseconds(city.EastOf(1, 1, meters: 70, connectorMeters: 2)));
    }

    [Fact]
    public void Same_spot_costs_the_connectors_only()
    {
        var city = new GridCity(2, 2);
        var graph = city.Build();
        foreach (var direction in Enum.GetValues<SearchDirection>())
        {
            var search = new StreetSearch(graph, direction);
            search.Run(city.EastOf(0, 0, 50, connectorMeters: 3), NoLimit);
            Assert.Equal(7_000, search.ReadMilliseconds(city.EastOf(0, 0, 50, connectorMeters: 4)));
            search.Run(city.EastOf(0, 0, 50, connectorMeters: 3), 6_999);
            Assert.Equal(TravelTime.Unreached, search.ReadMilliseconds(city.EastOf(0, 0, 50, connectorMeters: 4)));
        }
    }

    //   0 --> 1 --> 2     one-way, and back from 2 to 0 by a long way
    //   ^___________|
    [Fact]
    public void Against_a_one_way_street_one_goes_round_even_to_the_house_next_door()
    {
        var sketch = new StreetSketch();
        var (a, b, c) = (sketch.AddVertex(0, 0), sketch.AddVertex(10_000, 0), sketch.AddVertex(20_000, 0));
        var ab = sketch.AddLink(a, b, 100_000);
        var bc = sketch.AddLink(b, c, 100_000);
        var ca = sketch.AddLink(c, a, 500_000);
        sketch.AddEdge(a, b, 10_000, ab);
        sketch.AddEdge(b, c, 10_000, bc);
        sketch.AddEdge(c, a, 50_000, ca);
        var search = new StreetSearch(sketch.Build(), SearchDirection.Forward);

        search.Run(new StreetPosition(ab, 60_000, 0), NoLimit);

        Assert.Equal(1_000, search.ReadMilliseconds(new StreetPosition(ab, 70_000, 0)));
        Assert.Equal(0, search.ReadMilliseconds(new StreetPosition(ab, 60_000, 0)));

        // 4 s to b, 10 to c, 50 to a, 5 to 50 m.
        Assert.Equal(69_000, search.ReadMilliseconds(new StreetPosition(ab, 50_000, 0)));
    }

    [Fact]
    public void Limit_is_inclusive_and_nothing_beyond_is_reached()
    {
        var city = new GridCity(4, 3);
        var search = new StreetSearch(city.Build(), SearchDirection.Forward);
        var source = city.EastOf(0, 0, 0);

        search.Run(source, 200_000);
        Assert.Equal(200_000, search.ReadMilliseconds(city.EastOf(2, 0, 0)));
        Assert.Equal(200_000, search.VertexMilliseconds(city.Vertex(1, 1)));
        Assert.Equal(TravelTime.Unreached, search.ReadMilliseconds(city.EastOf(2, 0, 0, connectorMeters: 1)));
        Assert.Equal(6, search.ReachedVertices.Length);

        search.Run(source, 199_999);
        Assert.Equal(TravelTime.Unreached, search.ReadMilliseconds(city.EastOf(2, 0, 0)));
        Assert.Equal(3, search.ReachedVertices.Length);

        search.Run(source, 0);
        Assert.Equal([city.Vertex(0, 0)], search.ReachedVertices.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => search.Run(source, -1));
    }

    [Fact]
    public void A_point_off_the_streets_reaches_nothing_and_is_not_reached()
    {
        var city = new GridCity(2, 2);
        var search = new StreetSearch(city.Build(), SearchDirection.Forward);

        Assert.Equal(TravelTime.Unreached, search.ReadMilliseconds(city.EastOf(0, 0, 0)));
        search.Run(city.EastOf(0, 0, 0), NoLimit);
        Assert.Equal(TravelTime.Unreached, search.ReadMilliseconds(StreetPosition.None));
        search.Run(StreetPosition.None, NoLimit);
        Assert.Equal(TravelTime.Unreached, search.ReadMilliseconds(StreetPosition.None));
        Assert.Equal(TravelTime.Unreached, search.ReadMilliseconds(city.EastOf(0, 0, 0)));
        Assert.Equal(0, search.ReachedVertices.Length);
        search.Run([], NoLimit);
        Assert.Equal(TravelTime.Unreached, search.ReadMilliseconds(city.EastOf(0, 0, 0)));
    }

    [Fact]
    public void Times_too_long_to_add_up_do_not_wrap()
    {
        var sketch = new StreetSketch();
        var (a, b, c) = (sketch.AddVertex(0, 0), sketch.AddVertex(10_000, 0), sketch.AddVertex(20_000, 0));
        var ab = sketch.AddLink(a, b, 1);
        var bc = sketch.AddLink(b, c, 1);
        sketch.AddBoth(a, b, TravelTime.Unreached - 1, ab);
        sketch.AddBoth(b, c, int.MaxValue, bc);
        var graph = sketch.Build();
        var search = new StreetSearch(graph, SearchDirection.Forward);

        search.Run(new StreetPosition(ab, 0, 0), NoLimit);

        Assert.Equal(TravelTime.Unreached - 1, search.VertexMilliseconds(b));
        Assert.Equal(TravelTime.Unreached, search.VertexMilliseconds(c));
        Assert.Equal(TravelTime.Unreached, search.ReadMilliseconds(new StreetPosition(bc, 1, int.MaxValue)));
        Assert.Equal(TravelTime.Unreached, search.ReadMilliseconds(new StreetPosition(ab, 1, 1)));
        Assert.Equal(TravelTime.Unreached - 1, search.ReadMilliseconds(new StreetPosition(ab, 1, 0)));
    }

    [Fact]
    public void Equals_plain_dijkstra_on_awkward_graphs()
    {
        for (var seed = 0; seed < 4000; seed++)
        {
            var random = new Random(seed);
            var graph = RandomStreets.Awkward(random);
            var sources = RandomStreets.Positions(random, graph, 1 + random.Next(4));
            var targets = RandomStreets.Positions(random, graph, 1 + random.Next(5));
            var plain = new PlainDijkstra(graph, sources, targets);
            var forward = new StreetSearch(graph, SearchDirection.Forward);
            var backward = new StreetSearch(graph, SearchDirection.Backward);
            for (var round = 0; round < 3; round++)
            {
                // The boundary itself, one below it, and anything.
                var unlimited = plain.FromAll(NoLimit);
                var limit = random.Next(4) switch
                {
                    0 => NoLimit,
                    1 => unlimited[random.Next(targets.Length)],
                    2 => Math.Max(0, unlimited[random.Next(targets.Length)] - 1),
                    _ => random.Next(200_000),
                };

                forward.Run(sources, limit);
                var expected = plain.FromAll(limit);
                for (var j = 0; j < targets.Length; j++)
                {
                    Same(expected[j], forward.ReadMilliseconds(targets[j]), seed, $"from all to {j} within {limit}");
                }

                var toVertices = plain.ToVertices(graph.VertexCount, limit);
                var reached = forward.ReachedVertices.ToArray();
                Same(toVertices.Count(time => time != TravelTime.Unreached), reached.Length, seed, "vertices reached");
                Same(reached.Length, reached.Distinct().Count(), seed, "distinct vertices reached");
                for (var vertex = 0; vertex < graph.VertexCount; vertex++)
                {
                    Same(toVertices[vertex], forward.VertexMilliseconds(vertex), seed, $"to vertex {vertex} within {limit}");
                    Same(forward.VertexMilliseconds(vertex), forward.AllVertexMilliseconds[vertex], seed, "the same label");
                }

                for (var i = 0; i < sources.Length; i++)
                {
                    expected = plain.From(i, limit);
                    forward.Run(sources[i], limit);
                    for (var j = 0; j < targets.Length; j++)
                    {
                        backward.Run(targets[j], limit);
                        Same(expected[j], forward.ReadMilliseconds(targets[j]), seed, $"from {i} to {j} within {limit}");
                        Same(expected[j], backward.ReadMilliseconds(sources[i]), seed, $"to {j} from {i} within {limit}");
                    }
                }

                backward.Run(targets, limit);
                for (var i = 0; i < sources.Length; i++)
                {
                    Same(plain.From(i, limit).Min(), backward.ReadMilliseconds(sources[i]), seed, $"to all from {i} within {limit}");
                }
            }
        }
    }

    [Fact]
    public void Counting_ends_when_enough_are_reached_and_spoils_nothing()
    {
        var (ended, whole) = (0, 0);
        for (var seed = 0; seed < 1000; seed++)
        {
            var random = new Random(seed);
            var graph = seed % 100 == 0 ? RandomStreets.City(seed, side: 24) : RandomStreets.Awkward(random);
            var direction = (SearchDirection)random.Next(2);
            var used = new StreetSearch(graph, direction);
            for (var query = 0; query < 5; query++)
            {
                var (source, limit) = (RandomStreets.Position(random, graph), random.Next(3) == 0 ? NoLimit : random.Next(200_000));
                var enough = random.Next(graph.VertexCount + 2);
                var fresh = new StreetSearch(graph, direction);
                fresh.Run(source, limit);
                var all = fresh.ReachedVertices.Length;

                var counted = used.CountReached(source, limit, enough);

                Assert.True(all < enough ? counted == all : counted >= enough && counted <= all, $"seed {seed} query {query}: {counted} of {all}, {enough}");
                Assert.True(used.ReachedVertices.IsEmpty, $"seed {seed} query {query}");
                Assert.False(used.AllVertexMilliseconds.ContainsAnyExcept(TravelTime.Unreached), $"seed {seed} query {query}");
                Assert.Equal(TravelTime.Unreached, used.ReadMilliseconds(source));
                (ended, whole) = (ended + (counted < all ? 1 : 0), whole + (all < enough ? 1 : 0));

                // Now and then, so that a count also follows a count.
                if (random.Next(2) == 0)
                {
                    used.Run(source, limit);
                    Assert.True(fresh.AllVertexMilliseconds.SequenceEqual(used.AllVertexMilliseconds), $"seed {seed} query {query}");
                }
            }
        }

        Assert.True(ended > 500 && whole > 500, $"{ended} ended early, {whole} whole");
    }

    [Fact]
    public void Equals_plain_dijkstra_in_a_city_far_beyond_the_first_buckets()
    {
        // At 0.1 km/h the far corner is a week away.
        foreach (var speedKph in (double[])[0.1, 4, 50])
        {
            var graph = RandomStreets.City(seed: 7, side: 32, speedKph);
            var random = new Random(7);
            var sources = RandomStreets.Positions(random, graph, 5);
            var targets = RandomStreets.Positions(random, graph, 50);
            var plain = new PlainDijkstra(graph, sources, targets);
            var search = new StreetSearch(graph, SearchDirection.Forward);
            for (var i = 0; i < sources.Length; i++)
            {
                search.Run(sources[i], NoLimit);
                Assert.Equal(plain.From(i, NoLimit), targets.Select(search.ReadMilliseconds));
            }

            search.Run(sources, NoLimit);
            Assert.Equal(plain.ToVertices(graph.VertexCount, NoLimit), search.AllVertexMilliseconds.ToArray());
        }
    }

    [Fact]
    public void Higher_speed_is_never_slower()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var random = new Random(seed);
            var slow = new StreetSearch(RandomStreets.City(seed, 16, 3.5), SearchDirection.Forward);
            var graph = RandomStreets.City(seed, 16, 4);
            var fast = new StreetSearch(graph, SearchDirection.Forward);
            var source = new StreetPosition(random.Next(graph.LinkCount), 0, 0);
            slow.Run(source, NoLimit);
            fast.Run(source, NoLimit);
            for (var vertex = 0; vertex < graph.VertexCount; vertex++)
            {
                Assert.True(fast.VertexMilliseconds(vertex) <= slow.VertexMilliseconds(vertex), $"seed {seed} vertex {vertex}");
            }
        }
    }

    [Fact]
    public void A_new_street_never_lengthens_a_way()
    {
        var random = new Random(3);
        for (var round = 0; round < 100; round++)
        {
            var before = new GridCity(8, 8);
            var after = new GridCity(8, 8);
            var (a, b) = (random.Next(64), random.Next(64));
            after.Sketch.AddEdge(a, b, random.Next(400_000), after.Sketch.AddLink(a, b, 1000));
            var source = before.EastOf(random.Next(7), random.Next(8), random.Next(101));
            var old = new StreetSearch(before.Build(), SearchDirection.Forward);
            var renewed = new StreetSearch(after.Build(), SearchDirection.Forward);
            old.Run(source, NoLimit);
            renewed.Run(source, NoLimit);
            for (var vertex = 0; vertex < 64; vertex++)
            {
                Assert.True(renewed.VertexMilliseconds(vertex) <= old.VertexMilliseconds(vertex), $"round {round} vertex {vertex}");
            }
        }
    }

    [Fact]
    public void No_detour_by_a_third_place_is_faster()
    {
        var graph = RandomStreets.City(seed: 2, side: 16);
        var random = new Random(2);
        var search = new StreetSearch(graph, SearchDirection.Forward);

        // At vertices: away from them a way may not turn round at the third place, and be shorter for passing it.
        int ToVertex(int from, int to)
        {
            var edge = graph.FirstOut[from];
            var direction = graph.EdgeLinkDirection[edge];
            var offset = direction % 2 == 0 ? 0 : graph.LinkLengthMillimeters[direction / 2];
            search.Run(new StreetPosition(direction / 2, offset, 0), NoLimit);
            return search.VertexMilliseconds(to);
        }

        for (var round = 0; round < 300; round++)
        {
            var (a, b, c) = (random.Next(256), random.Next(256), random.Next(256));
            if (graph.FirstOut[a] < graph.FirstOut[a + 1] && graph.FirstOut[b] < graph.FirstOut[b + 1])
            {
                Assert.True(ToVertex(a, c) <= (long)ToVertex(a, b) + ToVertex(b, c), $"{a} {b} {c}");
            }
        }
    }

    [Fact]
    public void Query_allocates_nothing()
    {
        var graph = RandomStreets.City(seed: 1, side: 32);
        var random = new Random(1);
        var sources = RandomStreets.Positions(random, graph, 20);
        foreach (var direction in Enum.GetValues<SearchDirection>())
        {
            var search = new StreetSearch(graph, direction);
            long Queries()
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                search.Run(sources, NoLimit);
                foreach (var source in sources)
                {
                    search.Run(source, 1_800_000);
                    search.ReadMilliseconds(sources[0]);
                    search.Run(source, NoLimit);
                    search.ReadMilliseconds(sources[1]);
                }

                return GC.GetAllocatedBytesForCurrentThread() - before;
            }

            Queries();
            Assert.Equal(0, Queries());
        }
    }

    static void Same(int expected, int found, int seed, string what)
    {
        if (expected != found)
        {
            Assert.Fail($"seed {seed}, {what}: expected {expected}, found {found}");
        }
    }
}
