using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Hierarchies;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Routing.Hierarchies;

public class StreetHierarchyBuilderTests
{
    const int NoLimit = int.MaxValue;

    //   0 -- 1 -- 2 -- 3 -- 4     through points are contracted first, every other one of a chain in a round
    [Fact]
    public void A_chain_is_halved_and_not_eaten_up_from_its_end()
    {
        var sketch = new StreetSketch();
        for (var vertex = 0; vertex < 129; vertex++)
        {
            sketch.AddVertex(vertex * 10_000, 0);
        }

        for (var vertex = 0; vertex < 128; vertex++)
        {
            sketch.AddBoth(vertex, vertex + 1, 1000, sketch.AddLink(vertex, vertex + 1));
        }

        var hierarchy = StreetHierarchyBuilder.Build(sketch.Build(), threads: 1);

        // 129 = 2^7 + 1 points halve 7 times.
        Assert.InRange(Depths(hierarchy).Max(), 7, 9);

        // A point has at most the ends of its piece above it, both ways.
        Assert.True(hierarchy.UpHead.Length <= 2 * 129);
        Assert.Equal(hierarchy.UpHead.ToArray(), hierarchy.DownTail.ToArray());
    }

    [Fact]
    public void Places_are_a_depth_first_walk_and_arcs_lead_to_ancestors_in_the_shortest_time()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var graph = seed % 150 == 0 ? RandomStreets.City(seed, side: 16) : RandomStreets.Awkward(random);
            var hierarchy = StreetHierarchyBuilder.Build(graph, threads: 1);
            var distance = PlainTimes(graph);
            Assert.Equal(Enumerable.Range(0, graph.VertexCount), hierarchy.VertexAt.ToArray().Order());
            for (var place = 0; place < hierarchy.Count; place++)
            {
                Assert.Equal(place, hierarchy.PlaceOf[hierarchy.VertexAt[place]]);
                var parent = hierarchy.Parent[place];
                var below = Enumerable.Range(0, hierarchy.Count).Where(other => IsAbove(hierarchy, place, other)).ToArray();
                Assert.Equal(Enumerable.Range(place + 1, hierarchy.SubtreeEnd[place] - place - 1), below);
                Assert.True(parent < place, $"seed {seed}");
                for (var arc = hierarchy.UpFirst[place]; arc < hierarchy.UpFirst[place + 1]; arc++)
                {
                    Assert.True(IsAbove(hierarchy, hierarchy.UpHead[arc], place), $"seed {seed} up from {place}");
                    var (from, to) = (hierarchy.VertexAt[place], hierarchy.VertexAt[hierarchy.UpHead[arc]]);
                    Assert.Equal(distance[from, to], hierarchy.UpMilliseconds[arc]);
                }

                for (var arc = hierarchy.DownFirst[place]; arc < hierarchy.DownFirst[place + 1]; arc++)
                {
                    Assert.True(IsAbove(hierarchy, hierarchy.DownTail[arc], place), $"seed {seed} down to {place}");
                    var (from, to) = (hierarchy.VertexAt[hierarchy.DownTail[arc]], hierarchy.VertexAt[place]);
                    Assert.Equal(distance[from, to], hierarchy.DownMilliseconds[arc]);
                }
            }
        }
    }

    [Fact]
    public void Columns_are_the_same_for_any_number_of_threads()
    {
        var graph = RandomStreets.City(seed: 5, side: 96);
        var alone = StreetHierarchyBuilder.Build(graph, threads: 1);
        foreach (var threads in (int[])[2, 8])
        {
            Same(alone, StreetHierarchyBuilder.Build(graph, threads));
        }
    }

    [Fact]
    public void The_order_of_a_hierarchy_gives_the_same_hierarchy_again()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var graph = RandomStreets.Awkward(new Random(seed));
            var hierarchy = StreetHierarchyBuilder.Build(graph, threads: 1);
            Same(hierarchy, StreetHierarchyBuilder.Customize(graph, hierarchy));
        }

        var city = RandomStreets.City(seed: 6, side: 48);
        var built = StreetHierarchyBuilder.Build(city, threads: 1);
        Same(built, StreetHierarchyBuilder.Customize(city, built));
    }

    [Fact]
    public void Other_speeds_and_closed_streets_are_customized_exactly()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var graph = RandomStreets.City(seed, side: 16);
            var hierarchy = StreetHierarchyBuilder.Build(graph, threads: 1);
            foreach (var changed in (StreetGraph[])[graph.AtSpeed(0.5 + random.NextDouble()), graph.ByLength(), Without(graph, random)])
            {
                var search = new StreetSearch(changed, SearchDirection.Forward);
                var sweep = new StreetSweep(
                    SweepPlan.ToAll(changed.WithHierarchy(StreetHierarchyBuilder.Customize(changed, hierarchy)), SearchDirection.Forward));
                var sources = RandomStreets.Positions(random, changed, StreetSweep.Lanes);
                sweep.Run(sources, NoLimit);
                for (var lane = 0; lane < sources.Length; lane++)
                {
                    search.Run(sources[lane], NoLimit);
                    for (var vertex = 0; vertex < changed.VertexCount; vertex++)
                    {
                        var (expected, found) = (search.VertexMilliseconds(vertex), sweep.VertexMilliseconds(lane, vertex));
                        Assert.True(expected == found, $"seed {seed} vertex {vertex}");
                    }
                }
            }
        }
    }

    [Fact]
    public void Times_too_long_to_add_up_do_not_wrap()
    {
        var sketch = new StreetSketch();
        var vertices = Enumerable.Range(0, 6).Select(i => sketch.AddVertex(i * 10_000, 0)).ToArray();
        int[] times = [TravelTime.Unreached - 1, int.MaxValue, TravelTime.Unreached - 1, TravelTime.Unreached - 2, 1];
        for (var i = 0; i < times.Length; i++)
        {
            sketch.AddBoth(vertices[i], vertices[i + 1], times[i], sketch.AddLink(vertices[i], vertices[i + 1], 1));
        }

        var graph = sketch.Build();
        graph = graph.WithHierarchy(StreetHierarchyBuilder.Build(graph, threads: 1));
        var search = new StreetSearch(graph, SearchDirection.Forward);
        var sweep = new StreetSweep(SweepPlan.ToAll(graph, SearchDirection.Forward));
        var route = new RouteSearch(graph);
        StreetPosition[] positions =
        [
            .. Enumerable.Range(0, 5).SelectMany(link => (StreetPosition[])[new(link, 0, 0), new(link, 1, 0), new(link, 1, int.MaxValue)]),
        ];
        foreach (var source in positions)
        {
            search.Run(source, NoLimit);
            sweep.Run([source], NoLimit);
            foreach (var target in positions)
            {
                Assert.Equal(search.ReadMilliseconds(target), sweep.ReadMilliseconds(0, target));
                Assert.Equal(search.ReadMilliseconds(target), route.Run(source, target, NoLimit));
            }
        }

        // Over the last two links of the five, which add up to just below "unreached".
        Assert.Equal(TravelTime.Unreached - 1, route.Run(new StreetPosition(3, 0, 0), new StreetPosition(4, 1, 0), NoLimit));
    }

    [Fact]
    public void A_hierarchy_of_other_streets_is_refused()
    {
        var (city, other) = (RandomStreets.City(seed: 1, side: 16), RandomStreets.City(seed: 1, side: 32));
        var hierarchy = StreetHierarchyBuilder.Build(city, threads: 1);
        Assert.Throws<ArgumentException>(() => other.WithHierarchy(hierarchy));
        Assert.Throws<ArgumentException>(() => StreetHierarchyBuilder.Customize(other, hierarchy));
        Assert.Throws<ArgumentException>(() => new RouteSearch(city));
        Assert.Throws<ArgumentException>(() => SweepPlan.ToAll(city, SearchDirection.Forward));
        Assert.Same(hierarchy, city.WithHierarchy(hierarchy).Hierarchy);
        Assert.Null(city.Hierarchy);
    }

    static bool IsAbove(StreetHierarchy hierarchy, int upper, int lower)
    {
        for (lower = hierarchy.Parent[lower]; lower >= upper; lower = hierarchy.Parent[lower])
        {
            if (lower == upper)
            {
                return true;
            }
        }

        return false;
    }

    static int[] Depths(StreetHierarchy hierarchy)
    {
        var depth = new int[hierarchy.Count];
        for (var place = 0; place < depth.Length; place++)
        {
            depth[place] = hierarchy.Parent[place] == StreetHierarchy.NoParent ? 1 : depth[hierarchy.Parent[place]] + 1;
        }

        return depth;
    }

    /// <summary>Between all pairs (R. W. Floyd, "Algorithm 97", 1962).</summary>
    static long[,] PlainTimes(StreetGraph graph)
    {
        var count = graph.VertexCount;
        var times = new long[count, count];
        for (var from = 0; from < count; from++)
        {
            for (var to = 0; to < count; to++)
            {
                times[from, to] = from == to ? 0 : int.MaxValue;
            }

            for (var edge = graph.FirstOut[from]; edge < graph.FirstOut[from + 1]; edge++)
            {
                times[from, graph.Head[edge]] = Math.Min(times[from, graph.Head[edge]], graph.TraversalMilliseconds[edge]);
            }
        }

        for (var by = 0; by < count; by++)
        {
            for (var from = 0; from < count; from++)
            {
                for (var to = 0; to < count; to++)
                {
                    times[from, to] = Math.Min(times[from, to], times[from, by] + times[by, to]);
                }
            }
        }

        return times;
    }

    static StreetGraph Without(StreetGraph graph, Random random)
    {
        var sketch = new StreetSketch { ConnectorSpeedKph = graph.ConnectorSpeedKph };
        for (var vertex = 0; vertex < graph.VertexCount; vertex++)
        {
            sketch.AddVertex(graph.VertexLongitudeE7[vertex], graph.VertexLatitudeE7[vertex]);
        }

        for (var tail = 0; tail < graph.VertexCount; tail++)
        {
            for (var edge = graph.FirstOut[tail]; edge < graph.FirstOut[tail + 1]; edge++)
            {
                if (random.Next(5) != 0)
                {
                    sketch.AddEdge(tail, graph.Head[edge], graph.TraversalMilliseconds[edge], sketch.AddLink(tail, graph.Head[edge]));
                }
            }
        }

        return sketch.Build();
    }

    static void Same(StreetHierarchy expected, StreetHierarchy found)
    {
        Assert.Equal(expected.VertexAt, found.VertexAt);
        Assert.Equal(expected.Parent, found.Parent);
        Assert.Equal(expected.UpFirst, found.UpFirst);
        Assert.Equal(expected.UpHead, found.UpHead);
        Assert.Equal(expected.UpMilliseconds, found.UpMilliseconds);
        Assert.Equal(expected.UpVia, found.UpVia);
        Assert.Equal(expected.DownFirst, found.DownFirst);
        Assert.Equal(expected.DownTail, found.DownTail);
        Assert.Equal(expected.DownMilliseconds, found.DownMilliseconds);
        Assert.Equal(expected.DownVia, found.DownVia);
    }
}
