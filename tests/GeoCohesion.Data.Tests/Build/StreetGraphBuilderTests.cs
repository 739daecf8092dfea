using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Build.StreetModes;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Build;

public sealed class StreetGraphBuilderTests : IDisposable
{
    readonly StreetSketchMap _sketch = new();

    OsmPbfBuilder Map => _sketch.Map;

    public void Dispose() => _sketch.Dispose();

    // 1 --- 2 --- 3 --- 4      node k at (k x 1e-4, 45); way 10 = 1 2 3, way 11 = 3 4: one link with four points
    [Fact]
    public void Ways_that_meet_end_to_end_become_one_link_that_keeps_its_shape()
    {
        Row(4).Way(10, [1, 2, 3], ("highway", "path")).Way(11, [3, 4], ("highway", "footway"));

        var graph = _sketch.Build(new Walk());

        Assert.Equal(["1,0 - 4,0 (4)"], StreetSketchMap.Links(graph));
        Assert.Equal((2, 2), (graph.VertexCount, graph.EdgeCount));
        Assert.Equal(10, graph.LinkOsmWayId[0]);
        var millimeters = 3 * Geodesy.DistanceMillimeters(1000, 450_000_000, 2000, 450_000_000);
        Assert.Equal(millimeters, graph.LinkLengthMillimeters[0]);

        // About 23.65 m at 4 km/h.
        Assert.InRange(millimeters, 23_640, 23_660);
        Assert.All(graph.TraversalMilliseconds.ToArray(), milliseconds => Assert.Equal(TravelTime.Milliseconds(millimeters, 4), milliseconds));
        Assert.Equal(4, graph.ConnectorSpeedKph);
    }

    [Theory]
    [InlineData("highway=steps", "pace")]
    [InlineData("highway=path,bridge=yes", "traits")]
    [InlineData("highway=path,oneway:foot=yes", "direction")]
    public void Links_are_not_merged_where_something_changes(string tags, string what)
    {
        Row(3).Way(10, [1, 2], ("highway", "path")).Way(11, [2, 3], [.. Tags(tags)]);

        Assert.Equal(2, _sketch.Build(new Walk()).LinkCount);
        Assert.NotEmpty(what);
    }

    [Fact]
    public void Oneway_pieces_drawn_against_each_other_merge_along_the_travel()
    {
        Row(3).Way(10, [1, 2], ("highway", "residential"), ("oneway", "yes")).Way(11, [3, 2], ("highway", "residential"), ("oneway", "-1"));

        Assert.Equal(["1,0 > 3,0 (3)"], StreetSketchMap.Links(_sketch.Build(new Car(), Untouched(merges: true))));
    }

    //        5
    //        |
    // 1 --- 2 --- 3      the crossing of ways within their length, and a way that meets itself (loop 3 6 7 3)
    [Fact]
    public void Streets_are_cut_where_they_cross_and_loops_stay()
    {
        Row(3).Node(5, 0.0002, 45.0001).Node(6, 0.0003, 45.0002).Node(7, 0.0004, 45.0002)
            .Way(10, [1, 2, 3, 6, 7, 3], ("highway", "path")).Way(11, [5, 2], ("highway", "path"));

        Assert.Equal(
            ["1,0 - 2,0 (2)", "2,0 - 2,1 (2)", "2,0 - 3,0 (2)", "3,0 - 3,0 (4)"], StreetSketchMap.Links(_sketch.Build(new Walk())));
    }

    [Fact]
    public void Parallel_streets_and_points_on_top_of_each_other_are_kept()
    {
        Row(3).Node(8, 0.0001, 45)
            .Way(10, [1, 2], ("highway", "path")).Way(11, [2, 1], ("highway", "steps")).Way(12, [1, 8], ("highway", "steps")).Way(13, [2, 2], ("highway", "path"))
            .Way(14, [3], ("highway", "path"));

        var graph = _sketch.Build(new Walk());

        Assert.Equal(["1,0 - 1,0 (2)", "1,0 - 2,0 (2)", "1,0 - 2,0 (2)"], StreetSketchMap.Links(graph));
        Assert.Equal(1, graph.LinkLengthMillimeters.ToArray().Min());
    }

    [Fact]
    public void A_way_is_cut_at_a_node_that_is_missing()
    {
        Row(2).Node(4, 0.0004, 45).Node(5, 0.0005, 45).Way(10, [1, 2, 3, 4, 5], ("highway", "path"));

        Assert.Equal(["1,0 - 2,0 (2)", "4,0 - 5,0 (2)"], StreetSketchMap.Links(_sketch.Build(new Walk())));
        Assert.Equal(1, _sketch.Notices.CountOf("osm-way-node-missing"));
    }

    [Fact]
    public void A_barrier_cuts_the_street_for_those_it_stops()
    {
        Row(1).Node(2, 0.0002, 45, ("barrier", "bollard")).Node(3, 0.0003, 45).Way(10, [1, 2, 3], ("highway", "residential"));

        Assert.Equal(["1,0 - 3,0 (3)"], StreetSketchMap.Links(_sketch.Build(new Walk())));
        Assert.Equal(0, _sketch.Report.BarrierCount);
        var car = _sketch.Build(new Car());
        Assert.Equal(["1,0 - 2,0 (2)", "2,0 - 3,0 (2)"], StreetSketchMap.Links(car));
        Assert.Equal(4, car.VertexCount);
        Assert.Equal(1, _sketch.Report.BarrierCount);
        Assert.Equal(TravelTime.Unreached, StreetSketchMap.Shortest(car, (1000, 450_000_000), (3000, 450_000_000)));
    }

    [Fact]
    public void A_barrier_on_a_crossing_cuts_all_its_streets()
    {
        Row(1).Node(2, 0.0002, 45, ("barrier", "gate")).Node(3, 0.0003, 45).Node(5, 0.0002, 45.0001)
            .Way(10, [1, 2, 3], ("highway", "residential")).Way(11, [5, 2], ("highway", "residential"));

        Assert.Equal(6, _sketch.Build(new Car()).VertexCount);
        Assert.Equal(4, _sketch.Build(new Walk()).VertexCount);
    }

    // 4 --- 3      a plaza of 100 m x 100 m; paths 5 to 1 and 6 to 3, 7 to 2: the straight line from 1 to 3 is a link
    // |     |
    // 1 --- 2
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Pedestrian_areas_are_walked_along_their_outline_and_straight_across(bool asRelation)
    {
        Map.Node(1, 0, 45).Node(2, 0.001, 45).Node(3, 0.001, 45.001).Node(4, 0, 45.001).Node(5, -0.001, 45).Node(6, 0.002, 45.001)
            .Way(11, [5, 1], ("highway", "path")).Way(12, [3, 6], ("highway", "path"));
        if (asRelation)
        {
            Map.Way(10, [1, 2, 3, 4, 1]).Relation(1, [('w', 10, "outer")], ("type", "multipolygon"), ("highway", "pedestrian"));
        }
        else
        {
            Map.Way(10, [1, 2, 3, 4, 1], ("highway", "pedestrian"), ("area", "yes"));
        }

        var graph = _sketch.Build(new Walk());

        Assert.Equal(
            ["-10,0 - 0,0 (2)", "0,0 - 10,10 (2)", "0,0 - 10,10 (3)", "0,0 - 10,10 (3)", "10,10 - 20,10 (2)"], StreetSketchMap.Links(graph));
        Assert.Equal(1, _sketch.Report.CrossingCount);
        Assert.Equal(3, graph.LinkTraitBits.ToArray().Count(bits => bits == (byte)LinkTraits.Area));
    }

    // An L: from 2 to 5 one sees across the inner corner only where the line stays inside.
    //  6 -- 5
    //  |    |
    //  |    4 -- 3
    //  |         |
    //  1 ------- 2
    [Fact]
    public void Nobody_walks_straight_where_a_corner_is_in_the_way()
    {
        int[] x = [0, 20, 20, 10, 10, 0, 0];
        int[] y = [0, 0, 10, 10, 20, 20, 0];

        Assert.Equal([(0, 2), (0, 3), (0, 4), (1, 3), (3, 5)], AreaCrossings.Find(x, y, [0, 1, 2, 3, 4, 5]));
        Assert.Empty(AreaCrossings.Find(x, y, [2, 4]));
        Assert.Empty(AreaCrossings.Find(x, y, [1, 4]));
        Assert.Equal([(0, 3)], AreaCrossings.Find(x, y, [0, 3]));
    }

    [Fact]
    public void A_ferry_takes_the_time_that_the_map_says()
    {
        // About 1,577 m, cut by a street at its middle.
        Map.Node(1, 0, 45).Node(2, 0.01, 45).Node(3, 0.02, 45).Node(4, 0.01, 45.001)
            .Way(10, [1, 2, 3], ("route", "ferry"), ("duration", "0:10")).Way(11, [2, 4], ("highway", "path"));

        var graph = _sketch.Build(new Walk());

        Assert.InRange(StreetSketchMap.Shortest(graph, (0, 450_000_000), (200_000, 450_000_000)), 599_998, 600_002);
        Assert.InRange(StreetSketchMap.Shortest(graph, (0, 450_000_000), (100_000, 450_000_000)), 299_998, 300_002);
    }

    [Fact]
    public void Nobody_is_led_into_a_street_that_cannot_be_left()
    {
        // A square 1 2 3 4, an exit 2 > 5 > 6 that leads nowhere, an entry 7 > 1 from nowhere, an island 8 - 9.
        Row(9).Way(10, [1, 2, 3, 4, 1], ("highway", "residential")).Way(11, [2, 5, 6], ("highway", "residential"), ("oneway", "yes"))
            .Way(12, [7, 1], ("highway", "residential"), ("oneway", "yes")).Way(13, [8, 9], ("highway", "residential"));

        var graph = _sketch.Build(new Car(), StreetBuildOptions.Default);

        // The one-way streets gone, the square is one loop. Vertices 6, 7, 8, 9 go; 5 was none.
        Assert.Equal(1, graph.LinkCount);
        Assert.Equal((3, 4), (_sketch.Report.PrunedIslandCount, _sketch.Report.PrunedVertexCount));
        Assert.Equal(3, _sketch.Report.PrunedLinkCount);
        Assert.Equal(1, _sketch.Notices.CountOf("street-islands-pruned"));
        Assert.Equal([11L, 12L, 13L], _sketch.Report.LargestPruned.Select(island => island.OsmWayId).Order());
    }

    [Fact]
    public void An_island_as_large_as_the_rule_says_stays()
    {
        for (var i = 0; i < 8; i++)
        {
            Map.Node(i + 1, i * 0.001, 45);
        }

        Map.Way(10, [1, 2], ("highway", "path")).Way(11, [2, 3], ("highway", "steps")).Way(12, [3, 4], ("highway", "path"))
            .Way(13, [5, 6], ("highway", "path")).Way(14, [6, 7], ("highway", "steps")).Way(15, [7, 8], ("highway", "path"));
        Assert.Equal(6, _sketch.Build(new Walk(), new StreetBuildOptions(new IslandRule(4, 10_000), true)).LinkCount);
        Assert.Equal(3, _sketch.Build(new Walk(), new StreetBuildOptions(new IslandRule(5, 10_000), true)).LinkCount);
        Assert.Equal(6, _sketch.Build(new Walk(), new StreetBuildOptions(new IslandRule(5, 230), true)).LinkCount);
    }

    [Fact]
    public void A_file_without_streets_gives_an_empty_graph_and_a_notice()
    {
        Row(2);

        Assert.Equal(0, _sketch.Build(new Walk(), StreetBuildOptions.Default).VertexCount);
        Assert.Equal(1, _sketch.Notices.CountOf("street-none"));
    }

    [Fact]
    public void A_street_round_half_the_Earth_is_left_out_and_noticed()
    {
        Map.Node(1, -100, 45).Node(2, 100, 45).Node(3, 100.001, 45).Way(10, [1, 2], ("highway", "path")).Way(11, [2, 3], ("highway", "path"));

        Assert.Equal(1, _sketch.Build(new Walk()).LinkCount);
        Assert.Equal(1, _sketch.Notices.CountOf("street-link-too-long"));
    }

    [Fact]
    public void An_unread_limit_is_noticed()
    {
        Row(2).Way(10, [1, 2], ("highway", "residential"), ("maxspeed", "fast"));

        _sketch.Build(new Car());

        Assert.Equal(1, _sketch.Notices.CountOf("street-limit-unread"));
    }

    [Fact]
    public void Merging_chains_changes_no_shortest_time()
    {
        // At 3.6 km/h a millimetre takes a millisecond, so that sums of parts are exact.
        var speeds = new StreetSpeeds { WalkKph = 3.6, BicycleKph = 7.2 };
        for (var seed = 0; seed < 30; seed++)
        {
            using var sketch = new StreetSketchMap();
            RandomMap(sketch.Map, new Random(seed), restrictions: 0);
            foreach (var mode in (IStreetMode[])[new Walk(), new Bicycle()])
            {
                var merged = sketch.Build(mode, speeds);
                var plain = sketch.Build(mode, Untouched(merges: false), speeds);
                Assert.True(merged.LinkCount <= plain.LinkCount, $"seed {seed}");
                for (var from = 0; from < merged.VertexCount; from++)
                {
                    var onPlain = StreetSketchMap.ShortestFrom(plain, Place(merged, from));
                    var onMerged = StreetSketchMap.ShortestFrom(merged, Place(merged, from));
                    for (var to = 0; to < merged.VertexCount; to++)
                    {
                        var expected = onPlain.GetValueOrDefault(Place(merged, to), TravelTime.Unreached);
                        var actual = onMerged.GetValueOrDefault(Place(merged, to), TravelTime.Unreached);

                        // Bicycles at 7.2 km/h round half milliseconds: one per link at most.
                        Assert.True(Math.Abs(expected - actual) <= (mode is Walk ? 0 : 40), $"seed {seed} {mode.Name}: {expected} {actual}");
                    }
                }
            }
        }
    }

    /// <summary>A town of a few streets with random one-way streets, barriers, stairs and, for cars, turn restrictions.</summary>
    internal static void RandomMap(OsmPbfBuilder map, Random random, int restrictions)
    {
        var side = random.Next(3, 6);
        var count = side * side;
        for (var node = 0; node < count; node++)
        {
            var (x, y) = ((node % side * 0.001) + (random.NextDouble() * 0.0003), 45 + (node / side * 0.001) + (random.NextDouble() * 0.0003));
            map.Node(node + 1, x, y);
        }

        var ways = new List<long[]>();
        for (var way = 0; way < count * 3 / 2; way++)
        {
            var nodes = new List<long> { random.Next(1, count + 1) };
            var length = restrictions > 0 ? 1 : random.Next(1, 5);
            for (var i = 0; i < length; i++)
            {
                var next = nodes[^1] + (random.Next(4) switch { 0 => 1, 1 => -1, 2 => side, _ => -side });
                if (next >= 1 && next <= count && next != nodes[^1])
                {
                    nodes.Add(next);
                }
            }

            if (nodes.Count > 1)
            {
                ways.Add([.. nodes]);
                var oneway = random.Next(3) == 0 ? "yes" : "no";
                var highway = restrictions > 0 || random.Next(5) > 0 ? "residential" : "steps";
                map.Way(100 + ways.Count - 1, [.. nodes], ("highway", highway), ("oneway", oneway), ("foot", random.Next(9) == 0 ? "no" : "yes"));
            }
        }

        for (var i = 0; i < restrictions; i++)
        {
            var from = random.Next(ways.Count);
            var via = ways[from][random.Next(2) == 0 ? 0 : ^1];
            var to = Pick(ways, random, via);
            var kind = random.Next(3) == 0 ? "only_straight_on" : "no_left_turn";
            if (random.Next(4) > 0)
            {
                map.Relation(500 + i, [('w', 100 + from, "from"), ('n', via, "via"), ('w', 100 + to, "to")], ("type", "restriction"), ("restriction", kind));
            }
            else
            {
                var viaWay = Pick(ways, random, via);
                var end = ways[viaWay][0] == via ? ways[viaWay][^1] : ways[viaWay][0];
                map.Relation(
                    500 + i,
                    [('w', 100 + from, "from"), ('w', 100 + viaWay, "via"), ('w', 100 + Pick(ways, random, end), "to")],
                    ("type", "restriction"),
                    ("restriction", kind));
            }
        }
    }

    static int Pick(List<long[]> ways, Random random, long node)
    {
        var candidates = Enumerable.Range(0, ways.Count).Where(way => ways[way][0] == node || ways[way][^1] == node).ToArray();
        return candidates[random.Next(candidates.Length)];
    }

    static StreetBuildOptions Untouched(bool merges) => new(new IslandRule(1, 0), merges);

    static (int, int) Place(StreetGraph graph, int vertex) => (graph.VertexLongitudeE7[vertex], graph.VertexLatitudeE7[vertex]);

    static IEnumerable<(string, string)> Tags(string tags) => tags.Split(',').Select(tag => tag.Split('=')).Select(parts => (parts[0], parts[1]));

    OsmPbfBuilder Row(int count)
    {
        for (var i = 1; i <= count; i++)
        {
            Map.Node(i, i * 0.0001, 45);
        }

        return Map;
    }
}
