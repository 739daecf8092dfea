using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Data.Build.StreetModes;
using GeoCohesion.Data.Sources.Osm;

namespace GeoCohesion.Data.Tests.Build;

public sealed class TurnRestrictionsTests : IDisposable
{
    readonly StreetSketchMap _sketch = new();

    public void Dispose() => _sketch.Dispose();

    //          11
    //          |
    //          4 ------- 6      13 = 3 6 4: a way round
    //          | 12      |
    // 1 --10-- 2 --11--- 3 -- 10
    [Theory]
    [InlineData("restriction=no_left_turn", "1 2 3 6 4", 1)]
    [InlineData("restriction=only_straight_on", "1 2 3 6 4", 1)]
    [InlineData("restriction:motorcar=no_left_turn", "1 2 3 6 4", 1)]
    [InlineData("restriction=no_left_turn,except=bicycle;psv", "1 2 3 6 4", 1)]
    [InlineData("restriction=no_left_turn,except=motorcar", "1 2 4", 0)]
    [InlineData("restriction:hgv=no_left_turn", "1 2 4", 0)]
    [InlineData("restriction:conditional=no_left_turn @ (07:00-09:00)", "1 2 4", 0)]
    [InlineData("restriction=no_left_turn,hour_on=07:00", "1 2 4", 0)]
    [InlineData("restriction=give_way", "1 2 4", 0)]
    public void A_forbidden_turn_is_driven_round(string tags, string expectedPath, int rules)
    {
        Crossing();
        var (kind, to) = tags.Contains("only", StringComparison.Ordinal) ? ("only", 11) : ("no", 12);
        _sketch.Map.Relation(
            1,
            [('w', 10, "from"), ('n', 2, "via"), ('w', to, "to")],
            [("type", "restriction"), .. tags.Split(',').Select(tag => tag.Split('=')).Select(parts => (parts[0], parts[1]))]);

        var graph = _sketch.Build(new Car());

        Assert.Equal(rules, _sketch.Report.RestrictionCount);

        // 3 6 4 is one link, whose time is rounded once.
        Assert.InRange(StreetSketchMap.Shortest(graph, Place(1), Place(4)), Milliseconds(expectedPath) - 1, Milliseconds(expectedPath) + 1);
        Assert.Equal(Milliseconds("3 2"), StreetSketchMap.Shortest(graph, Place(3), Place(2)));
        Assert.Equal(Milliseconds("4 2 1"), StreetSketchMap.Shortest(graph, Place(4), Place(1)));
        Assert.NotEmpty(kind);

        // People on foot and on bicycles are not meant.
        Assert.Equal(6, _sketch.Build(new Walk()).VertexCount);
        Assert.Equal(0, _sketch.Report.RestrictionCount);
    }

    [Fact]
    public void The_street_keeps_its_edges_when_its_end_is_split()
    {
        Crossing();
        _sketch.Map.Relation(1, [('w', 10, "from"), ('n', 2, "via"), ('w', 12, "to")], ("type", "restriction"), ("restriction", "no_left_turn"));

        var graph = _sketch.Build(new Car());

        // Vertices 1, 2, 3, 4, 10, 11 and the copy of 2, from which one goes back to 1 or on to 3.
        Assert.Equal(7, graph.VertexCount);
        Assert.Equal(6, graph.LinkCount);
        Assert.Equal((2 * 6) + 2, graph.EdgeCount);
        Assert.Equal(1, Enumerable.Range(0, 12).Count(linkDirection => graph.EdgesOfLinkDirection(linkDirection).Length == 1 && IsSplit(graph, linkDirection)));
    }

    [Fact]
    public void U_turns_are_allowed_unless_forbidden()
    {
        Crossing();
        Assert.Equal(3 * Milliseconds("1 2"), Path(_sketch.Build(new Car()), 1, 2, 1, 2));
        _sketch.Map.Relation(1, [('w', 10, "from"), ('n', 2, "via"), ('w', 10, "to")], ("type", "restriction"), ("restriction", "no_u_turn"));
        Assert.Equal(TravelTime.Unreached, Path(_sketch.Build(new Car()), 1, 2, 1, 2));
        Assert.Equal(1, _sketch.Report.RestrictionCount);
    }

    [Theory]
    [InlineData("w10 from,n2 via", "it lacks a from, via or to member")]
    [InlineData("w10 from,n2 via,w99 to", "a member is not in the files")]
    [InlineData("w10 from,n6 via,w12 to", "not possible in this mode")]
    [InlineData("w10 from,w11 via,w12 via,w13 to", "it has several via members")]
    [InlineData("w13 from,n6 via,w14 to", "does not say which turn is meant")]
    public void A_restriction_that_cannot_be_used_is_noticed(string members, string reason)
    {
        Crossing();
        _sketch.Map.Relation(
            1,
            [.. members.Split(',').Select(member => (member[0], long.Parse(member[1..member.IndexOf(' ', StringComparison.Ordinal)], null), member[(member.IndexOf(' ', StringComparison.Ordinal) + 1)..]))],
            ("type", "restriction"),
            ("restriction", "no_left_turn"));
        _sketch.Map.Node(9, 0.001, 45.0011).Way(14, [6, 9], ("highway", "residential"));

        _sketch.Build(new Car());

        Assert.Equal((0, 1), (_sketch.Report.RestrictionCount, _sketch.Report.RestrictionsLeftOut));
        var notice = Assert.Single(_sketch.Notices.Summarize(), summary => summary.Code == "street-restriction-left-out");
        Assert.Contains(reason, notice.Examples[0].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Restrictions_hold_on_streets_that_are_merged_of_several_ways()
    {
        // 10 is cut in two, and so is 12: the rule speaks of the halves at the crossing.
        _sketch.Map.Node(1, 0, 45).Node(7, 0.0005, 45).Node(2, 0.001, 45).Node(3, 0.002, 45).Node(8, 0.001, 45.0005).Node(4, 0.001, 45.001)
            .Way(9, [1, 7], ("highway", "residential")).Way(10, [2, 7], ("highway", "residential")).Way(11, [2, 3], ("highway", "residential"))
            .Way(12, [8, 2], ("highway", "residential")).Way(13, [8, 4], ("highway", "residential"))
            .Relation(1, [('w', 10, "from"), ('n', 2, "via"), ('w', 12, "to")], ("type", "restriction"), ("restriction", "no_left_turn"));

        var graph = _sketch.Build(new Car());

        Assert.Equal(3, graph.LinkCount);
        var (there, back) = (StreetSketchMap.Shortest(graph, (0, 450_000_000), (10_000, 450_010_000)), StreetSketchMap.Shortest(graph, (10_000, 450_010_000), (0, 450_000_000)));

        // There by a U-turn at 3.
        Assert.Equal(back + (2 * StreetSketchMap.Shortest(graph, (10_000, 450_000_000), (20_000, 450_000_000))), there);
    }

    [Fact]
    public void Times_equal_those_of_a_search_that_remembers_where_it_comes_from()
    {
        var (rules, unequal) = (0, 0);
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            using var sketch = new StreetSketchMap();
            StreetGraphBuilderTests.RandomMap(sketch.Map, random, restrictions: random.Next(1, 25));
            var osm = sketch.Read();
            var graph = sketch.Build(new Car(), StreetSketchMap.KeepAll with { MergesChains = false });
            var merged = sketch.Build(new Car());
            rules += sketch.Report.RestrictionCount;
            var plain = new Remembering(osm, obeys: false);
            var remembering = new Remembering(osm, obeys: true);
            for (var from = 0; from < osm.NodeCount; from++)
            {
                var expected = remembering.From(from);
                var without = plain.From(from);
                var found = StreetSketchMap.ShortestFrom(graph, At(osm, from));
                var foundMerged = StreetSketchMap.ShortestFrom(merged, At(osm, from));
                for (var to = 0; to < osm.NodeCount; to += 2)
                {
                    var actual = found.GetValueOrDefault(At(osm, to), TravelTime.Unreached);
                    Assert.True(expected[to] == actual || (from == to && actual == 0), $"seed {seed}, {osm.NodeId[from]} to {osm.NodeId[to]}: {expected[to]} expected, {actual} found");
                    unequal += expected[to] != without[to] ? 1 : 0;

                    // Nobody turns round in the middle of a merged street, so it may take longer, never less but for rounding.
                    Assert.True(foundMerged.GetValueOrDefault(At(osm, to), TravelTime.Unreached) >= actual - 20, $"seed {seed}");
                }
            }
        }

        // The test would be worth little if restrictions seldom mattered.
        Assert.True(rules > 800 && unequal > 800, $"{rules} rules, {unequal} times that they change");
    }

    /// <summary>Whether the edge leads to a vertex from which fewer edges go out than from another at its place.</summary>
    static bool IsSplit(StreetGraph graph, int linkDirection)
    {
        var head = graph.Head[graph.EdgesOfLinkDirection(linkDirection)[0]];
        return Enumerable.Range(0, graph.VertexCount).Any(other =>
            graph.VertexLongitudeE7[other] == graph.VertexLongitudeE7[head] && graph.VertexLatitudeE7[other] == graph.VertexLatitudeE7[head]
            && graph.FirstOut[other + 1] - graph.FirstOut[other] > graph.FirstOut[head + 1] - graph.FirstOut[head]);
    }

    static (int, int) At(OsmElements osm, int node) => (osm.NodeLongitudeE7[node], osm.NodeLatitudeE7[node]);

    static (int, int) Place(int node) => node switch
    {
        1 => (0, 450_000_000),
        2 => (10_000, 450_000_000),
        3 => (20_000, 450_000_000),
        4 => (10_000, 450_010_000),
        _ => (15_000, 450_003_000),
    };

    static int Milliseconds(string path)
    {
        var nodes = path.Split(' ').Select(node => Place(int.Parse(node, null))).ToArray();
        return nodes.Zip(nodes.Skip(1), (a, b) => Milliseconds(a, b)).Sum();
    }

    static int Milliseconds((int X, int Y) a, (int X, int Y) b) => TravelTime.Milliseconds(Geodesy.DistanceMillimeters(a.X, a.Y, b.X, b.Y), 30);

    /// <summary>Time along vertices at places in their order, or <see cref="TravelTime.Unreached"/> where an edge is missing.</summary>
    static int Path(StreetGraph graph, params ReadOnlySpan<int> nodes)
    {
        var current = Enumerable.Range(0, graph.VertexCount).Where(v => (graph.VertexLongitudeE7[v], graph.VertexLatitudeE7[v]) == Place(1)).ToDictionary(v => v, _ => 0);
        foreach (var node in nodes[1..])
        {
            var next = new Dictionary<int, int>();
            foreach (var (vertex, time) in current)
            {
                for (var edge = graph.FirstOut[vertex]; edge < graph.FirstOut[vertex + 1]; edge++)
                {
                    var head = graph.Head[edge];
                    if ((graph.VertexLongitudeE7[head], graph.VertexLatitudeE7[head]) == Place(node))
                    {
                        next[head] = time + graph.TraversalMilliseconds[edge];
                    }
                }
            }

            current = next;
        }

        return current.Count == 0 ? TravelTime.Unreached : current.Values.Min();
    }

    void Crossing() => _sketch.Map
        .Node(1, 0, 45).Node(2, 0.001, 45).Node(3, 0.002, 45).Node(4, 0.001, 45.001).Node(6, 0.0015, 45.0003)
        .Way(10, [1, 2], ("highway", "residential")).Way(11, [2, 3], ("highway", "residential")).Way(12, [2, 4], ("highway", "residential"))
        .Way(13, [3, 6, 4], ("highway", "residential"))
        .Node(10, 0.003, 45).Way(15, [3, 10], ("highway", "residential")).Node(11, 0.001, 45.002).Way(16, [4, 11], ("highway", "residential"));

    /// <summary>The oracle: searches over the last two ways travelled, straight from the relations. All ways have two nodes.</summary>
    sealed class Remembering
    {
        readonly List<(int Way, int Tail, int Head, int Milliseconds)> _moves = [];
        readonly int[][] _movesFrom;
        readonly List<(bool IsOnly, int From, int ViaNode, int ViaWay, int To)> _rules = [];

        public Remembering(OsmElements osm, bool obeys)
        {
            for (var way = 0; way < osm.WayCount; way++)
            {
                var (a, b) = (osm.WayNodes(way)[0], osm.WayNodes(way)[1]);
                var milliseconds = TravelTime.Milliseconds(
                    Math.Max(1, Geodesy.DistanceMillimeters(osm.NodeLongitudeE7[a], osm.NodeLatitudeE7[a], osm.NodeLongitudeE7[b], osm.NodeLatitudeE7[b])), 30);
                _moves.Add((way, a, b, milliseconds));
                if (!osm.WayTags(way).Is("oneway", "yes"))
                {
                    _moves.Add((way, b, a, milliseconds));
                }
            }

            for (var relation = 0; relation < osm.RelationCount && obeys; relation++)
            {
                var members = osm.RelationMembers(relation);
                var isNode = members[1].Type == OsmMemberType.Node;
                _rules.Add((
                    osm.RelationTags(relation)["restriction"]!.StartsWith("only", StringComparison.Ordinal),
                    osm.FindWay(members[0].Id),
                    isNode ? osm.FindNode(members[1].Id) : -1,
                    isNode ? -1 : osm.FindWay(members[1].Id),
                    osm.FindWay(members[2].Id)));
            }

            _movesFrom = [.. Enumerable.Range(0, osm.NodeCount).Select(node => Enumerable.Range(0, _moves.Count).Where(move => _moves[move].Tail == node).ToArray())];
        }

        public int[] From(int node)
        {
            var best = new int[_movesFrom.Length];
            best.AsSpan().Fill(TravelTime.Unreached);
            best[node] = 0;
            var done = new HashSet<(int, int)>();
            var queue = new PriorityQueue<(int Before, int Last), int>();
            foreach (var move in _movesFrom[node])
            {
                queue.Enqueue((-1, move), _moves[move].Milliseconds);
            }

            while (queue.TryDequeue(out var state, out var time))
            {
                if (!done.Add(state))
                {
                    continue;
                }

                var last = _moves[state.Last];
                best[last.Head] = Math.Min(best[last.Head], time);
                foreach (var move in _movesFrom[last.Head])
                {
                    if (Allows(state.Before, state.Last, move))
                    {
                        queue.Enqueue((state.Last, move), time + _moves[move].Milliseconds);
                    }
                }
            }

            return best;
        }

        bool Allows(int before, int last, int next)
        {
            var (onlyAtNode, onlyAlongWay) = (new HashSet<int>(), new HashSet<int>());
            foreach (var rule in _rules)
            {
                var atNode = rule.ViaNode == _moves[last].Head && rule.From == _moves[last].Way;
                var alongWay = before >= 0 && rule.ViaWay == _moves[last].Way && rule.From == _moves[before].Way;
                if (!atNode && !alongWay)
                {
                    continue;
                }

                if (!rule.IsOnly && rule.To == _moves[next].Way)
                {
                    return false;
                }

                // A rule whose turn nobody can make is none.
                if (rule.IsOnly && _movesFrom[_moves[last].Head].Any(move => _moves[move].Way == rule.To))
                {
                    (atNode ? onlyAtNode : onlyAlongWay).Add(rule.To);
                }
            }

            return (onlyAtNode.Count == 0 || onlyAtNode.Contains(_moves[next].Way)) && (onlyAlongWay.Count == 0 || onlyAlongWay.Contains(_moves[next].Way));
        }
    }
}
