using GeoCohesion.Core.Network;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Network;

public class StreetIndexTests
{
    const int Radius = 300_000;

    //            1 (bent at its middle)
    //  0.01 N   +----+
    //           |    |
    //  0    ----+----+      link 0 runs from west to east along the equator, 0 to 0.01 E; link 1 north from its east end
    [Fact]
    public void Position_is_the_foot_of_the_perpendicular()
    {
        var sketch = new StreetSketch();
        sketch.AddLink([(0, 0), (100_000, 0)]);
        sketch.AddLink([(100_000, 0), (100_000, 100_000)]);
        var index = new StreetIndex(sketch.Build());

        // 0.01 degree of the equator is 1 113.195 m, 0.001 degree of the meridian there 110.574 m; halves are rounded up.
        Assert.Equal(new StreetPosition(0, 278_299, 110_574), index.Snap(0.0025, 0.001, Radius));
        Assert.Equal(new StreetPosition(0, 278_299, 110_574), index.Snap(0.0025, -0.001, Radius));
        Assert.Equal(new StreetPosition(1, 552_872, 111_319), index.Snap(0.011, 0.005, Radius));
        Assert.Equal(new StreetPosition(0, 0, 111_319), index.Snap(-0.001, 0, Radius));
    }

    [Fact]
    public void Radius_is_inclusive()
    {
        var sketch = new StreetSketch();
        sketch.AddLink([(0, 0), (100_000, 0)]);
        var index = new StreetIndex(sketch.Build());

        Assert.True(index.Snap(0.0025, 0.001, 110_574).IsSnapped);
        Assert.Equal(StreetPosition.None, index.Snap(0.0025, 0.001, 110_573));
        Assert.Equal(new StreetPosition(0, 278_299, 0), index.Snap(0.0025, 0, 0));
        Assert.True(index.Snap(-40, 60, int.MaxValue) == StreetPosition.None);
        Assert.True(index.Snap(-4, 6, int.MaxValue).IsSnapped);
        Assert.Equal(StreetPosition.None, index.Snap(double.NaN, 0, Radius));
        Assert.Equal(StreetPosition.None, index.Snap(0, double.PositiveInfinity, Radius));
        Assert.Equal(StreetPosition.None, index.Snap(1e300, 0, Radius));
    }

    [Fact]
    public void Nothing_to_snap_to_is_no_position()
    {
        Assert.Equal(StreetPosition.None, new StreetIndex(new StreetSketch().Build()).Snap(0, 0, int.MaxValue));

        var sketch = new StreetSketch();
        sketch.AddLink([(0, 0), (100_000, 0)], traits: LinkTraits.NoSnap | LinkTraits.Ferry);
        Assert.Equal(StreetPosition.None, new StreetIndex(sketch.Build()).Snap(0, 0, int.MaxValue));
    }

    [Fact]
    public void A_bridge_is_passed_over_for_the_street_beyond()
    {
        var sketch = new StreetSketch();
        sketch.AddLink([(0, 0), (100_000, 0)], traits: LinkTraits.NoSnap);
        sketch.AddLink([(0, 10_000), (100_000, 10_000)]);

        Assert.Equal(1, new StreetIndex(sketch.Build()).Snap(0.0025, 0, Radius).Link);
    }

    [Fact]
    public void Of_streets_drawn_twice_the_lowest_is_taken_whichever_way_they_run()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            (int, int) a = (random.Next(50_000), 450_000_000 + random.Next(50_000));
            (int, int) b = (random.Next(50_000), 450_000_000 + random.Next(50_000));
            var sketch = new StreetSketch();
            sketch.AddLink([b, a]);
            sketch.AddLink([a, b]);
            sketch.AddLink([b, a]);
            sketch.AddLink([a, (70_000, 450_070_000)]);
            var index = new StreetIndex(sketch.Build());

            for (var query = 0; query < 20; query++)
            {
                var position = index.Snap(random.NextDouble() * 0.005, 45 + (random.NextDouble() * 0.005), Radius * 10);
                Assert.True(position.Link is 0 or 3, $"seed {seed}: link {position.Link}");
            }
        }
    }

    [Fact]
    public void Offsets_are_scaled_to_the_length_of_the_link()
    {
        // Drawn 3 times 1 113.195 m, but 6 000 m long by decree.
        var sketch = new StreetSketch();
        sketch.AddLink([(0, 0), (100_000, 0), (200_000, 0), (300_000, 0)], lengthMillimeters: 6_000_000);
        var index = new StreetIndex(sketch.Build());

        Assert.Equal(6_000_000, index.Snap(0.03, 0.0001, Radius).OffsetMillimeters);
        Assert.Equal(2_000_000, index.Snap(0.01, 0.0001, Radius).OffsetMillimeters);
        Assert.Equal(3_000_000, index.Snap(0.015, 0.0001, Radius).OffsetMillimeters);
        Assert.Equal((0.015, 0), index.PointAt(new StreetPosition(0, 3_000_000, 0)));
        Assert.Equal((0.03, 0), index.PointAt(new StreetPosition(0, 6_000_000, 0)));
    }

    [Fact]
    public void A_link_that_stays_where_it_is_can_be_snapped_to()
    {
        var sketch = new StreetSketch();
        sketch.AddLink([(100, 100), (100, 100), (100, 100)], lengthMillimeters: 1);
        var index = new StreetIndex(sketch.Build());

        var position = index.Snap(0.00001, 0.00001, 1000);
        Assert.Equal(new StreetPosition(0, 0, 0), position);
        Assert.Equal((0.00001, 0.00001), index.PointAt(position));
        Assert.Equal((0.00001, 0.00001), index.PointAt(new StreetPosition(0, 1, 0)));
    }

    [Fact]
    public void No_point_without_a_position() =>
        Assert.Throws<ArgumentException>(() => new StreetIndex(new StreetSketch().Build()).PointAt(StreetPosition.None));

    [Fact]
    public void Nearest_equals_brute_force_over_all_segments()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var graph = RandomLinks(random, out var extent);
            var index = new StreetIndex(graph);
            for (var query = 0; query < 40; query++)
            {
                // Some on points of the links themselves, some on a lattice (equal distances), some far outside.
                var at = random.Next(graph.PointLongitudeE7.Length);
                var (longitude, latitude) = random.Next(4) switch
                {
                    0 => (graph.PointLongitudeE7[at] / 1e7, graph.PointLatitudeE7[at] / 1e7),
                    1 => (2 + (random.Next(12) * 0.001), 48 + (random.Next(12) * 0.001)),
                    2 => (2 + ((random.NextDouble() - 0.2) * extent * 1.6e-7), 48 + ((random.NextDouble() - 0.2) * extent * 1.6e-7)),
                    _ => (2 + (random.NextDouble() * extent * 1e-7), 48 + (random.NextDouble() * extent * 1e-7)),
                };
                var radius = random.Next(3) switch { 0 => 50_000, 1 => 400_000, _ => int.MaxValue };
                var message = $"seed {seed} query {query}";

                var position = index.Snap(longitude, latitude, radius);

                var distances = BruteForce(graph, longitude, latitude);
                var nearest = distances.Min();
                if (Math.Round(nearest, MidpointRounding.AwayFromZero) > radius)
                {
                    Assert.True(!position.IsSnapped, message);
                    continue;
                }

                Assert.True(position.IsSnapped, message);
                Assert.True(Math.Abs(position.ConnectorMillimeters - nearest) <= 0.5001, $"{message}: {position}, nearest {nearest} mm");
                var lowest = Enumerable.Range(0, graph.LinkCount).First(link => distances[link] <= nearest + 1e-6);
                Assert.True(position.Link == lowest, $"{message}: {position}, lowest {lowest}");

                // The position must lie where its connector says, within the rounding of its offset.
                var (lonAt, latAt) = index.PointAt(position);
                var (east, north) = Geodesy.MillimetersPerE7(latitude * 1e7);
                var connector = Math.Sqrt(Math.Pow((lonAt - longitude) * 1e7 * east, 2) + Math.Pow((latAt - latitude) * 1e7 * north, 2));
                Assert.True(Math.Abs(connector - position.ConnectorMillimeters) < 3, $"{message}: {connector} for {position}");
            }
        }
    }

    [Fact]
    public void Point_of_a_position_snaps_back_to_it()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var sketch = new StreetSketch();
            var points = new (int, int)[2 + random.Next(6)];
            for (var i = 0; i < points.Length; i++)
            {
                // Always further to the east: such a link does not cross itself.
                points[i] = (20_000_000 + (i * 20_000) + random.Next(10_000), 480_000_000 + random.Next(20_000));
            }

            sketch.AddLink(points);
            var graph = sketch.Build();
            var index = new StreetIndex(graph);
            for (var query = 0; query < 20; query++)
            {
                var position = new StreetPosition(0, random.Next(graph.LinkLengthMillimeters[0] + 1), 0);
                var (longitude, latitude) = index.PointAt(position);
                var back = index.Snap(longitude, latitude, 1000);
                Assert.True(
                    Math.Abs(back.OffsetMillimeters - position.OffsetMillimeters) <= 1 && back.ConnectorMillimeters == 0,
                    $"seed {seed}: {position} {back}");
            }
        }
    }

    [Fact]
    public void Query_allocates_nothing()
    {
        var index = new StreetIndex(RandomLinks(new Random(1), out _));
        var position = index.Snap(2.001, 48.001, int.MaxValue);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var query = 0; query < 1000; query++)
        {
            position = index.Snap(2.001 + (query * 1e-6), 48.001, int.MaxValue);
            index.PointAt(position);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(position.IsSnapped);
    }

    /// <summary>Short, long, bent, doubled and degenerate links, part of them on a lattice and part not to be snapped to.</summary>
    static StreetGraph RandomLinks(Random random, out int extent)
    {
        var sketch = new StreetSketch();
        extent = (int)Math.Pow(10, 4 + (random.NextDouble() * 2.5));
        var count = 2 + random.Next(random.Next(2) == 0 ? 6 : 150);
        for (var link = 0; link < count; link++)
        {
            var points = new (int, int)[2 + random.Next(4)];
            var lattice = random.Next(3) == 0;
            var (x, y) = (random.Next(extent), random.Next(extent));
            var reach = random.Next(8) == 0 ? extent : Math.Min(extent, 20_000);
            for (var i = 0; i < points.Length; i++)
            {
                points[i] = lattice
                    ? (20_000_000 + (random.Next(12) * 10_000), 480_000_000 + (random.Next(12) * 10_000))
                    : (20_000_000 + x + random.Next(-reach, reach), 480_000_000 + y + random.Next(-reach, reach));
            }

            sketch.AddLink(points, traits: link > 0 && random.Next(6) == 0 ? LinkTraits.NoSnap : LinkTraits.Stairs);
        }

        return sketch.Build();
    }

    /// <summary>Per link, millimetres to its nearest segment by golden rule: the height of the triangle, or its nearer side.</summary>
    static double[] BruteForce(StreetGraph graph, double longitude, double latitude)
    {
        var (east, north) = Geodesy.MillimetersPerE7(latitude * 1e7);
        var distances = new double[graph.LinkCount];
        for (var link = 0; link < graph.LinkCount; link++)
        {
            distances[link] = double.PositiveInfinity;
            if (graph.LinkTraitBits[link] == (byte)LinkTraits.NoSnap)
            {
                continue;
            }

            for (var point = graph.LinkFirstPoint[link]; point < graph.LinkFirstPoint[link + 1] - 1; point++)
            {
                var ax = (graph.PointLongitudeE7[point] - (longitude * 1e7)) * east;
                var ay = (graph.PointLatitudeE7[point] - (latitude * 1e7)) * north;
                var bx = (graph.PointLongitudeE7[point + 1] - (longitude * 1e7)) * east;
                var by = (graph.PointLatitudeE7[point + 1] - (latitude * 1e7)) * north;
                var (a2, b2) = ((ax * ax) + (ay * ay), (bx * bx) + (by * by));
                var c2 = Math.Pow(bx - ax, 2) + Math.Pow(by - ay, 2);
                var isBeside = c2 > 0 && a2 < b2 + c2 && b2 < a2 + c2;
                var distance = isBeside ? Math.Abs((ax * by) - (ay * bx)) / Math.Sqrt(c2) : Math.Sqrt(Math.Min(a2, b2));
                distances[link] = Math.Min(distances[link], distance);
            }
        }

        return distances;
    }
}
