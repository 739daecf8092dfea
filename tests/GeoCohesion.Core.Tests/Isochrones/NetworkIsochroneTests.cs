using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Data.Build.StreetModes;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Isochrones;

public class NetworkIsochroneTests
{
    // A street of 100 m at 1 m/s; from 30 m along it, 5 s away from it, within 45 s: 40 m each way, but the street ends after 30.
    [Fact]
    public void Around_a_source_on_the_street_parts_end_where_the_time_does()
    {
        var city = new GridCity(2, 1);
        var isochrone = new NetworkIsochrone(city.Build(), SearchDirection.Forward);

        isochrone.Run([city.EastOf(0, 0, meters: 30, connectorMeters: 5)], 45_000);

        Assert.Equal(
            [new ReachedPart(0, 0, 30_000, 35_000, 5_000), new ReachedPart(0, 30_000, 70_000, 5_000, 45_000)],
            isochrone.Parts(45_000).ToArray());
        Assert.Equal([new ReachedPart(0, 30_000, 30_000, 5_000, 5_000)], isochrone.Parts(5_000).ToArray());
        Assert.Equal([], isochrone.Parts(4_999).ToArray());
    }

    // 0 --> 1 one-way, 100 m at 1 m/s.
    [Theory]
    [InlineData(SearchDirection.Forward, 40_000, 60_000, 0, 20_000)]
    [InlineData(SearchDirection.Backward, 20_000, 40_000, 20_000, 0)]
    public void In_a_one_way_street_only_its_direction_is_reached(
        SearchDirection direction, int from, int to, int fromMilliseconds, int toMilliseconds)
    {
        var sketch = new StreetSketch();
        var (a, b) = (sketch.AddVertex(0, 0), sketch.AddVertex(10_000, 0));
        sketch.AddEdge(a, b, 100_000, sketch.AddLink(a, b, 100_000));
        var isochrone = new NetworkIsochrone(sketch.Build(), direction);

        isochrone.Run([new StreetPosition(0, 40_000, 0)], 20_000);

        Assert.Equal([new ReachedPart(0, from, to, fromMilliseconds, toMilliseconds)], isochrone.Parts(20_000).ToArray());
    }

    // A square of streets of 100 m: the far side is reached from both its ends, which meet in its middle.
    [Fact]
    public void A_street_reached_from_both_ends_is_cut_where_the_ways_meet()
    {
        var city = new GridCity(2, 2);
        var isochrone = new NetworkIsochrone(city.Build(), SearchDirection.Forward);

        isochrone.Run([city.EastOf(0, 0, meters: 50)], 200_000);

        var far = city.EastOf(0, 1, 0).Link;
        Assert.Equal(
            [new ReachedPart(far, 0, 50_000, 150_000, 200_000), new ReachedPart(far, 50_000, 100_000, 200_000, 150_000)],
            isochrone.Parts(200_000).ToArray().Where(part => part.Link == far));
        Assert.Equal(
            [new ReachedPart(far, 0, 30_000, 150_000, 180_000), new ReachedPart(far, 70_000, 100_000, 180_000, 150_000)],
            isochrone.Parts(180_000).ToArray().Where(part => part.Link == far));
    }

    [Theory]
    [InlineData(SearchDirection.Forward)]
    [InlineData(SearchDirection.Backward)]
    public void On_awkward_graphs_a_position_is_on_a_part_exactly_when_its_time_is_within_the_limit(SearchDirection direction)
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var graph = RandomStreets.Awkward(random);
            var isochrone = new NetworkIsochrone(graph, direction);
            var search = new StreetSearch(graph, direction);
            for (var query = 0; query < 4; query++)
            {
                var sources = RandomStreets.Positions(random, graph, 1 + random.Next(4));
                var longest = random.Next(3) == 0 ? random.Next(10) : random.Next(400_000);
                AssertAgrees(isochrone, search, graph, sources, [longest, longest / 2, random.Next(longest + 1)], random, 30, $"seed {seed}");
            }
        }
    }

    [Theory]
    [InlineData("city", "walk")]
    [InlineData("sample", "walk")]
    [InlineData("sample", "car")]
    [InlineData("milan", "walk")]
    [InlineData("milan", "car")]
    public void In_cities_a_position_is_on_a_part_exactly_when_its_time_is_within_the_limit(string name, string mode)
    {
        if (StreetFiles.Graph(name, mode == "car" ? new Car() : new Walk()) is not { } graph)
        {
            Assert.Skip($"real data not present: {name}");
            return;
        }

        foreach (var direction in Enum.GetValues<SearchDirection>())
        {
            var random = new Random(11);
            var isochrone = new NetworkIsochrone(graph, direction);
            var search = new StreetSearch(graph, direction);
            for (var query = 0; query < 5; query++)
            {
                var sources = RandomStreets.Positions(random, graph, 1 + random.Next(3));
                AssertAgrees(isochrone, search, graph, sources, [1_200_000, 500_000], random, 2_000, $"{name}, query {query}");
            }
        }
    }

    static void AssertAgrees(
        NetworkIsochrone isochrone, StreetSearch search, StreetGraph graph, StreetPosition[] sources, int[] limits, Random random, int positions, string what)
    {
        isochrone.Run(sources, limits.Max());
        search.Run(sources, limits.Max());
        foreach (var limit in limits)
        {
            var parts = isochrone.Parts(limit).ToArray();
            var byLink = parts.ToLookup(part => part.Link);
            foreach (var (part, i) in parts.Select((part, i) => (part, i)))
            {
                AssertEnd(part, part.FromMillimeters, part.FromMilliseconds);
                AssertEnd(part, part.ToMillimeters, part.ToMilliseconds);
                if (i > 0)
                {
                    Assert.True((parts[i - 1].Link, parts[i - 1].ToMillimeters).CompareTo((part.Link, part.FromMillimeters)) <= 0, $"{what}: order at {part}");
                }
            }

            for (var i = 0; i < positions; i++)
            {
                // As often as not on a link that is reached, where it matters.
                var link = parts.Length > 0 && random.Next(2) == 0 ? parts[random.Next(parts.Length)].Link : random.Next(graph.LinkCount);
                var length = graph.LinkLengthMillimeters[link];
                var offset = byLink[link].Any() && random.Next(3) == 0
                    ? Math.Clamp(byLink[link].First().ToMillimeters + random.Next(-1, 3), 0, length)
                    : random.Next(length + 1);
                var milliseconds = Read(link, offset);
                var on = byLink[link].Where(part => part.FromMillimeters <= offset && offset <= part.ToMillimeters).ToArray();
                Assert.True((milliseconds <= limit) == (on.Length > 0), $"{what}: link {link} of {length} mm at {offset}: {milliseconds} of {limit} ms");
                foreach (var part in on.Where(part => part.FromMillimeters < offset && offset < part.ToMillimeters))
                {
                    var share = (offset - part.FromMillimeters) / (double)(part.ToMillimeters - part.FromMillimeters);
                    var linear = part.FromMilliseconds + (share * (part.ToMilliseconds - part.FromMilliseconds));
                    Assert.True(Math.Abs(milliseconds - linear) <= Rounding(link), $"{what}: {part} at {offset}: {milliseconds}, linear {linear}");
                }
            }
        }

        void AssertEnd(ReachedPart part, int offset, int milliseconds)
        {
            var isAtSource = sources.Any(source => source.Link == part.Link && source.OffsetMillimeters == offset);
            var read = Read(part.Link, offset);
            Assert.True(milliseconds >= read && (isAtSource || milliseconds <= read + Rounding(part.Link)), $"{what}: {part} but {read} ms at {offset}");
        }

        // Parts are cut at whole millimetres and read in whole milliseconds.
        double Rounding(int link)
        {
            int[] edges = [.. graph.EdgesOfLinkDirection(link * 2), .. graph.EdgesOfLinkDirection((link * 2) + 1)];
            return 3 + (2.0 * edges.Select(edge => graph.TraversalMilliseconds[edge]).DefaultIfEmpty().Max() / graph.LinkLengthMillimeters[link]);
        }

        int Read(int link, int offset) => search.ReadMilliseconds(new StreetPosition(link, offset, 0));
    }
}
