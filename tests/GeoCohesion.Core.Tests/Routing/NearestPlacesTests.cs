using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Hierarchies;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Routing;

public class NearestPlacesTests
{
    // 5 crossings in a row, 100 m apart, at 1 m/s; places at 50 m (0), 250 m (1, 2 m off the street), 390 m (2).
    [Fact]
    public void Places_come_in_order_of_time()
    {
        var city = new GridCity(5, 2);
        var search = new NearestSearch(city.Build(), 2);
        search.Run([city.EastOf(0, 0, 50), city.EastOf(2, 0, 50, connectorMeters: 2), city.EastOf(3, 0, 90)], 1_800_000);

        Assert.Equal([(0, 20_000), (1, 182_000)], Read(search, 2, city.EastOf(0, 0, 70)));
        Assert.Equal([(1, 13_000), (2, 131_000)], Read(search, 2, city.EastOf(2, 0, 60, connectorMeters: 1)));
        Assert.Equal([(2, 10_000), (1, 152_000)], Read(search, 2, city.EastOf(3, 0, 100)));
        Assert.Empty(Read(search, 2, StreetPosition.None));
    }

    [Fact]
    public void Equal_times_come_in_order_of_place_and_each_place_once()
    {
        var city = new GridCity(3, 3);
        var search = new NearestSearch(city.Build(), 4);
        var corner = city.EastOf(1, 2, 100);
        search.Run([corner, StreetPosition.None, corner, city.EastOf(0, 1, 0), city.EastOf(1, 1, 100), corner], 1_800_000);

        // From the middle: 100 m west and east, 200 m to the corner by two ways.
        Assert.Equal([(3, 100_000), (4, 100_000), (0, 200_000), (2, 200_000)], Read(search, 4, city.EastOf(1, 1, 0)));
    }

    [Fact]
    public void Limit_is_inclusive()
    {
        var city = new GridCity(3, 2);
        var search = new NearestSearch(city.Build(), 1);
        var (place, origin) = (city.EastOf(1, 0, 100, connectorMeters: 5), city.EastOf(0, 0, 0, connectorMeters: 5));

        search.Run([place], 210_000);
        Assert.Equal([(0, 210_000)], Read(search, 1, origin));
        search.Run([place], 209_999);
        Assert.Empty(Read(search, 1, origin));
        search.Run([], 209_999);
        Assert.Empty(Read(search, 1, origin));
    }

    [Fact]
    public void Short_results_are_refused()
    {
        var city = new GridCity(2, 2);
        var search = new NearestSearch(city.Build(), 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => search.Read(city.EastOf(0, 0, 0), new int[2], new int[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => search.Read(city.EastOf(0, 0, 0), new int[3], new int[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NearestSearch(city.Build(), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => search.Run([], -1));
    }

    [Fact]
    public void Sweep_from_sources_is_refused()
    {
        var graph = new GridCity(2, 2).Build();
        var plan = SweepPlan.ToAll(graph.WithHierarchy(StreetHierarchyBuilder.Build(graph, threads: 1)), SearchDirection.Forward);
        Assert.Throws<ArgumentException>(() => new NearestSweep(plan, 3));
    }

    [Fact]
    public void Equals_all_one_to_one_times_sorted()
    {
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var graph = RandomStreets.Awkward(random);
            graph = graph.WithHierarchy(StreetHierarchyBuilder.Build(graph, threads: 1));
            var k = 1 + random.Next(5);
            var search = new NearestSearch(graph, k);
            for (var round = 0; round < 2; round++)
            {
                var places = RandomStreets.Positions(random, graph, random.Next(12));
                var origins = RandomStreets.Positions(random, graph, 4);
                var plain = new PlainDijkstra(graph, origins, places);
                var limit = random.Next(3) == 0 ? int.MaxValue : random.Next(150_000);

                var sweep = new NearestSweep(
                    round == 0 ? SweepPlan.ToTargets(graph, SearchDirection.Backward, origins) : SweepPlan.ToAll(graph, SearchDirection.Backward), k);
                sweep.Run(RandomStreets.Positions(random, graph, 3), limit);
                search.Run(places, limit);
                sweep.Run(places, limit);

                for (var origin = 0; origin < origins.Length; origin++)
                {
                    var expected = plain.From(origin, limit)
                        .Select((time, place) => (Place: place, Time: time))
                        .Where(one => one.Time != TravelTime.Unreached)
                        .OrderBy(one => one.Time)
                        .ThenBy(one => one.Place)
                        .Take(k);
                    foreach (var nearest in new NearestPlaces[] { search, sweep })
                    {
                        var found = Read(nearest, k, origins[origin]);
                        if (!expected.SequenceEqual(found))
                        {
                            Assert.Fail(
                                $"{nearest.GetType().Name}, seed {seed} round {round} origin {origin} k {k}: "
                                + $"expected {string.Join(" ", expected)}, found {string.Join(" ", found)}");
                        }
                    }
                }
            }
        }
    }

    [Fact]
    public void Equals_all_one_to_one_times_in_a_city()
    {
        var graph = RandomStreets.City(seed: 5, side: 48);
        var random = new Random(5);
        var places = RandomStreets.Positions(random, graph, 60);
        var origins = RandomStreets.Positions(random, graph, 200);
        var search = NearestPlaces.For(graph, origins, 3)();
        Assert.IsType<NearestSearch>(search);
        search.Run(places, 3_600_000);
        var sweep = NearestPlaces.For(graph.WithHierarchy(StreetHierarchyBuilder.Build(graph, threads: 1)), origins, 3)();
        Assert.IsType<NearestSweep>(sweep);
        sweep.Run(places, 3_600_000);
        var single = new StreetSearch(graph, SearchDirection.Forward);
        foreach (var origin in origins)
        {
            single.Run(origin, 3_600_000);
            var expected = places.Select((place, index) => (Place: index, Time: single.ReadMilliseconds(place)))
                .Where(one => one.Time != TravelTime.Unreached)
                .OrderBy(one => one.Time)
                .ThenBy(one => one.Place)
                .Take(3);
            Assert.Equal(expected, Read(search, 3, origin));
            Assert.Equal(expected, Read(sweep, 3, origin));
        }
    }

    static (int Place, int Time)[] Read(NearestPlaces search, int k, StreetPosition origin)
    {
        var (index, times) = (new int[k], new int[k]);
        var count = search.Read(origin, index, times);
        return [.. index.Take(count).Zip(times)];
    }
}
