using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Hierarchies;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Routing.Hierarchies;

public class RouteSearchTests
{
    const int NoLimit = int.MaxValue;

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
        var route = new RouteSearch(WithHierarchy(sketch.Build()));

        Assert.Equal(1_000, route.Run(new StreetPosition(ab, 60_000, 0), new StreetPosition(ab, 70_000, 0), NoLimit));
        Assert.Equal([0], route.Edges.ToArray());
        Assert.Equal(5_000, route.Run(new StreetPosition(ab, 60_000, 2_000), new StreetPosition(ab, 60_000, 3_000), NoLimit));
        Assert.Empty(route.Edges.ToArray());

        // 4 s to b, 10 to c, 50 to a, 5 to 50 m.
        Assert.Equal(69_000, route.Run(new StreetPosition(ab, 60_000, 0), new StreetPosition(ab, 50_000, 0), 69_000));
        Assert.Equal([0, 1, 2, 0], route.Edges.ToArray());
        Assert.Equal(TravelTime.Unreached, route.Run(new StreetPosition(ab, 60_000, 0), new StreetPosition(ab, 50_000, 0), 68_999));
        Assert.Empty(route.Edges.ToArray());
        Assert.Equal(TravelTime.Unreached, route.Run(StreetPosition.None, new StreetPosition(ab, 50_000, 0), NoLimit));
        Assert.Equal(TravelTime.Unreached, route.Run(new StreetPosition(ab, 50_000, 0), StreetPosition.None, NoLimit));
        Assert.Throws<ArgumentOutOfRangeException>(() => route.Run(StreetPosition.None, StreetPosition.None, -1));
    }

    [Fact]
    public void Equals_plain_dijkstra_on_awkward_graphs_by_a_way_that_is_there()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var graph = WithHierarchy(RandomStreets.Awkward(random));
            var sources = RandomStreets.Positions(random, graph, 1 + random.Next(4));
            var targets = RandomStreets.Positions(random, graph, 1 + random.Next(4));
            var plain = new PlainDijkstra(graph, sources, targets);
            var route = new RouteSearch(graph);
            for (var i = 0; i < sources.Length; i++)
            {
                var expected = plain.From(i, NoLimit);
                for (var j = 0; j < targets.Length; j++)
                {
                    CheckWay(graph, route, sources[i], targets[j], expected[j], $"seed {seed} from {i} to {j}");
                    if (expected[j] is > 0 and < TravelTime.Unreached)
                    {
                        Assert.Equal(expected[j], route.Run(sources[i], targets[j], expected[j]));
                        Assert.Equal(TravelTime.Unreached, route.Run(sources[i], targets[j], expected[j] - 1));
                    }
                }
            }
        }
    }

    [Fact]
    public void Equals_the_search_in_a_city()
    {
        var graph = WithHierarchy(RandomStreets.City(seed: 3, side: 64));
        var random = new Random(3);
        var search = new StreetSearch(graph, SearchDirection.Forward);
        var route = new RouteSearch(graph);
        var targets = RandomStreets.Positions(random, graph, 40);
        foreach (var source in RandomStreets.Positions(random, graph, 40))
        {
            search.Run(source, NoLimit);
            foreach (var target in targets)
            {
                CheckWay(graph, route, source, target, search.ReadMilliseconds(target), $"{source} {target}");
            }
        }
    }

    [Fact]
    public void Query_allocates_nothing()
    {
        var graph = WithHierarchy(RandomStreets.City(seed: 1, side: 32));
        var positions = RandomStreets.Positions(new Random(1), graph, 40);
        var route = new RouteSearch(graph);
        long Queries()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var source in positions)
            {
                foreach (var target in positions)
                {
                    route.Run(source, target, NoLimit);
                }
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Queries();
        Assert.Equal(0, Queries());
    }

    /// <summary>The way has the time that is expected, and each of its edges starts where the one before ends.</summary>
    internal static void CheckWay(StreetGraph graph, RouteSearch route, StreetPosition from, StreetPosition to, int expected, string what)
    {
        var found = route.Run(from, to, NoLimit);
        Assert.True(expected == found, $"{what}: expected {expected}, found {found}");
        var edges = route.Edges;
        if (found == TravelTime.Unreached)
        {
            Assert.True(edges.IsEmpty, what);
            return;
        }

        var connectors = graph.ConnectorMilliseconds(from.ConnectorMillimeters) + graph.ConnectorMilliseconds(to.ConnectorMillimeters);
        if (edges.IsEmpty)
        {
            Assert.True(from.Link == to.Link && from.OffsetMillimeters == to.OffsetMillimeters && found == connectors, what);
            return;
        }

        Assert.True(graph.EdgeLinkDirection[edges[0]] >> 1 == from.Link && graph.EdgeLinkDirection[edges[^1]] >> 1 == to.Link, what);
        long sum = connectors;
        for (var i = 0; i < edges.Length; i++)
        {
            Assert.True(i == 0 || graph.Head[edges[i - 1]] == graph.EdgeTail[edges[i]], $"{what}: edge {i} starts elsewhere");
            var length = graph.LinkLengthMillimeters[graph.EdgeLinkDirection[edges[i]] >> 1];
            var start = i == 0 ? FromStart(edges[i], from) : 0;
            var end = i == edges.Length - 1 ? FromStart(edges[i], to) : length;
            Assert.True(start <= end, what);
            sum += StreetGraph.PartMilliseconds(graph.TraversalMilliseconds[edges[i]], start, end, length);
        }

        Assert.True(sum == found, $"{what}: edges take {sum}, found {found}");

        int FromStart(int edge, StreetPosition position) => (graph.EdgeLinkDirection[edge] & 1) == 0
            ? position.OffsetMillimeters
            : graph.LinkLengthMillimeters[position.Link] - position.OffsetMillimeters;
    }

    static StreetGraph WithHierarchy(StreetGraph graph) => graph.WithHierarchy(StreetHierarchyBuilder.Build(graph, threads: 1));
}
