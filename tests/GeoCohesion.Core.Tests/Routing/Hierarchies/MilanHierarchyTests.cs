using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Hierarchies;
using GeoCohesion.Data.Build.StreetModes;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Routing.Hierarchies;

public class MilanHierarchyTests
{
    [Theory]
    [InlineData("walk")]
    [InlineData("bicycle")]
    [InlineData("car")]
    [InlineData("wheelchair")]
    public void Equals_the_search_for_samples_of_each_mode(string mode)
    {
        var graph = StreetFiles.Graph("milan", Catalog.Of<IStreetMode>()[mode]);
        if (graph is null)
        {
            Assert.Skip("real data not present: milan/milan.osm.pbf");
        }

        graph = graph.WithHierarchy(StreetHierarchyBuilder.Build(graph, threads: 2));
        var random = new Random(1);
        var targets = RandomStreets.Positions(random, graph, 300);
        var route = new RouteSearch(graph);
        foreach (var direction in Enum.GetValues<SearchDirection>())
        {
            var search = new StreetSearch(graph, direction);
            var all = new StreetSweep(SweepPlan.ToAll(graph, direction));
            var some = new StreetSweep(SweepPlan.ToTargets(graph, direction, targets));
            foreach (var limit in (ReadOnlySpan<int>)[int.MaxValue, 900_000])
            {
                var sources = RandomStreets.Positions(random, graph, StreetSweep.Lanes);
                var seconds = new int[sources.Length * targets.Length];
                all.Run(sources, limit);
                some.Run(sources, limit);
                some.ReadSeconds(seconds);
                for (var lane = 0; lane < sources.Length; lane++)
                {
                    search.Run(sources[lane], limit);
                    for (var vertex = 0; vertex < graph.VertexCount; vertex++)
                    {
                        if (search.VertexMilliseconds(vertex) != all.VertexMilliseconds(lane, vertex))
                        {
                            Assert.Fail($"{mode} {direction} from {sources[lane]} to vertex {vertex} within {limit}");
                        }
                    }

                    for (var target = 0; target < targets.Length; target++)
                    {
                        var expected = search.ReadMilliseconds(targets[target]);
                        Assert.Equal(expected, some.ReadMilliseconds(lane, targets[target]));
                        Assert.Equal(TravelTime.ToSeconds(expected), seconds[(lane * targets.Length) + target]);
                        if (limit == int.MaxValue && direction == SearchDirection.Forward)
                        {
                            RouteSearchTests.CheckWay(
                                graph, route, sources[lane], targets[target], expected, $"{sources[lane]} {targets[target]}");
                        }
                    }
                }
            }
        }
    }
}
