using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Data.Build.StreetModes;
using GeoCohesion.Testing;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Valid;

namespace GeoCohesion.Core.Tests.Isochrones;

public class AreaIsochroneTests
{
    const int ToleranceMillimeters = 100_000;

    [Theory]
    [InlineData("city", "walk", SearchDirection.Forward)]
    [InlineData("city", "walk", SearchDirection.Backward)]
    [InlineData("sample", "walk", SearchDirection.Forward)]
    [InlineData("sample", "car", SearchDirection.Backward)]
    [InlineData("milan", "walk", SearchDirection.Forward)]
    [InlineData("milan", "bicycle", SearchDirection.Forward)]
    [InlineData("milan", "car", SearchDirection.Forward)]
    [InlineData("porto-alegre", "walk", SearchDirection.Backward)]
    public void A_point_is_inside_exactly_when_its_time_is_within_the_limit_but_for_a_band_of_one_resolution(
        string name, string mode, SearchDirection direction)
    {
        if (StreetFiles.Graph(name, mode switch { "car" => new Car(), "bicycle" => new Bicycle(), _ => new Walk() }) is not { } graph)
        {
            Assert.Skip($"real data not present: {name}");
            return;
        }

        var index = new StreetIndex(graph);
        var raster = new StreetRaster(index, 20_000, ToleranceMillimeters);
        var area = new AreaIsochrone(raster, direction, leastSquareMeters: 0);
        var search = new StreetSearch(graph, direction);
        var random = new Random(5);
        int[] limits = mode == "walk" ? [300_000, 900_000] : [120_000, 300_000];
        var (points, inside, inBand) = (0, 0, 0);
        for (var query = 0; query < 3; query++)
        {
            var sources = RandomStreets.Positions(random, graph, 1 + query);
            var areas = area.Run(sources, limits);
            search.Run(sources, limits.Max());
            foreach (var (limit, polygons) in limits.Zip(areas))
            {
                var locator = new IndexedPointInAreaLocator(polygons);
                var box = polygons.EnvelopeInternal;
                box.ExpandBy(0.002);
                for (var i = 0; i < 1000; i++)
                {
                    var (x, y) = (box.MinX + (random.NextDouble() * box.Width), box.MinY + (random.NextDouble() * box.Height));
                    var isWithin = IsWithin(x, y, limit);
                    var isInside = locator.Locate(new Coordinate(x, y)) != Location.Exterior;
                    points++;
                    inside += isInside ? 1 : 0;
                    if (isWithin != isInside)
                    {
                        inBand++;
                        Assert.True(
                            HasNear(x, y, limit, isInside),
                            FormattableString.Invariant($"{name}, query {query}, limit {limit}: {x},{y} is wrongly {(isInside ? "inside" : "outside")}"));
                    }
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{points} points, {inside} inside, {inBand} err within {raster.ResolutionMillimeters} mm of a change");
        Assert.True(inside > points / 20, $"only {inside} of {points} points are inside: nothing is tested");
        Assert.True(inBand < points / 10, $"{inBand} of {points} points err");

        bool IsWithin(double x, double y, int limit) => search.ReadMilliseconds(index.Snap(x, y, ToleranceMillimeters)) <= limit;

        // Whether the truth is what the area says anywhere within the resolution, looked for every metre.
        bool HasNear(double x, double y, int limit, bool sought)
        {
            var (east, north) = Geodesy.MillimetersPerE7(y * 1e7);
            var meters = raster.ResolutionMillimeters / 1000;
            for (var dy = -meters; dy <= meters; dy++)
            {
                for (var dx = -meters; dx <= meters; dx++)
                {
                    if ((dx * dx) + (dy * dy) <= meters * meters && IsWithin(x + (dx * 1e-4 / east), y + (dy * 1e-4 / north), limit) == sought)
                    {
                        return true;
                    }
                }
            }

            return false;
        }
    }

    [Theory]
    [InlineData("city", 0)]
    [InlineData("city", 5_000)]
    [InlineData("sample", 2_500)]
    [InlineData("milan", 0)]
    [InlineData("milan", 2_500)]
    public void Areas_are_valid_right_hand_wound_nested_and_without_slivers(string name, double leastSquareMeters)
    {
        if (StreetFiles.Graph(name, new Walk()) is not { } graph)
        {
            Assert.Skip($"real data not present: {name}");
            return;
        }

        var raster = new StreetRaster(new StreetIndex(graph), 25_000, ToleranceMillimeters);
        var random = new Random(23);
        var holes = 0;
        foreach (var direction in Enum.GetValues<SearchDirection>())
        {
            var area = new AreaIsochrone(raster, direction, leastSquareMeters);
            for (var query = 0; query < 3; query++)
            {
                var sources = RandomStreets.Positions(random, graph, 1 + query);
                int[] limits = [60_000, 61_000, 300_000, 600_000, 630_000, 1_800_000];
                var areas = area.Run(sources, limits);
                for (var i = 0; i < areas.Length; i++)
                {
                    var exact = ExactArea.InE7(areas[i]);
                    Assert.Null(new IsValidOp(exact).ValidationError);
                    Assert.True(areas[i].IsValid);
                    Assert.Equal(4326, areas[i].SRID);
                    if (i > 0)
                    {
                        Assert.True(areas[i - 1].IsEmpty || exact.Covers(ExactArea.InE7(areas[i - 1])), $"{name}, query {query}: limit {limits[i]} does not hold {limits[i - 1]}");
                    }

                    foreach (var polygon in areas[i].Geometries.Cast<Polygon>())
                    {
                        Assert.True(Orientation.IsCCW(polygon.ExteriorRing.CoordinateSequence));
                        Assert.All(polygon.InteriorRings, hole => Assert.False(Orientation.IsCCW(hole.CoordinateSequence)));
                        holes += polygon.NumInteriorRings;
                        Assert.All(
                            polygon.InteriorRings.Prepend(polygon.ExteriorRing),
                            ring => Assert.True(Enclosed(ring) >= 0.98 * leastSquareMeters, $"a ring of {Enclosed(ring)} m2"));
                    }
                }
            }
        }

        Assert.True(holes > 0, "no hole came about: nothing is tested");

        static double Enclosed(LineString ring)
        {
            var polygon = ring.Factory.CreatePolygon(ring.CoordinateSequence);
            return SurfaceArea.SquareMeters(ring.Factory.CreateMultiPolygon([polygon]));
        }
    }

    [Fact]
    public void A_limit_has_the_same_area_alone_and_among_others_in_one_thread_and_in_several()
    {
        var graph = RandomStreets.City(seed: 3, side: 48);
        var index = new StreetIndex(graph);
        var origins = RandomStreets.Positions(new Random(1), graph, 24);
        int[] limits = [900_000, 200_000, 400_000];
        var alone = new AreaIsochrone(new StreetRaster(index, 20_000, ToleranceMillimeters), SearchDirection.Forward, 1000);
        var expected = origins.Select(origin => limits.Select(limit => alone.Run([origin], [limit])[0].AsText()).ToArray()).ToArray();

        var shared = new StreetRaster(index, 20_000, ToleranceMillimeters);
        var found = new string[origins.Length][];
        var threads = Enumerable.Range(0, 3).Select(worker => new Thread(() =>
        {
            var area = new AreaIsochrone(shared, SearchDirection.Forward, 1000);
            for (var origin = worker; origin < origins.Length; origin += 3)
            {
                found[origin] = [.. area.Run([origins[origin]], limits).Select(polygons => polygons.AsText())];
            }
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Equal(expected, found);
    }

    //   o-------------------o   60 m apart, joined by nothing: a river or a railway is between them
    //   o-------------------o
    [Fact]
    public void What_no_crossing_leads_over_is_not_jumped()
    {
        var (east, north) = Geodesy.MillimetersPerE7(45.46e7);
        var sketch = new StreetSketch { ConnectorSpeedKph = 3.6 };
        var links = new int[2];
        for (var bank = 0; bank < 2; bank++)
        {
            var latitude = 454_600_000 + (int)(bank * 60_000 / north);
            var (a, b) = (sketch.AddVertex(91_900_000, latitude), sketch.AddVertex(91_900_000 + (int)(1_000_000 / east), latitude));
            links[bank] = sketch.AddLink(a, b, 1_000_000);
            sketch.AddBoth(a, b, 1_000_000, links[bank]);
        }

        var raster = new StreetRaster(new StreetIndex(sketch.Build()), 10_000, ToleranceMillimeters);
        var polygons = new AreaIsochrone(raster, SearchDirection.Forward, 0).Run([new StreetPosition(links[0], 500_000, 0)], [900_000])[0];

        var locator = new IndexedPointInAreaLocator(polygons);
        for (var meters = 0; meters <= 1000; meters += 50)
        {
            Assert.Equal(Location.Interior, locator.Locate(At(meters, 0)));
            Assert.Equal(Location.Interior, locator.Locate(At(meters, 15)));
            Assert.Equal(Location.Exterior, locator.Locate(At(meters, 45)));
            Assert.Equal(Location.Exterior, locator.Locate(At(meters, 60)));
        }

        Coordinate At(double meters, double metersNorth) => new(9.19 + (meters * 1e-4 / east), 45.46 + (metersNorth * 1e-4 / north));
    }

    // Streets of 100 m around a block of 1 km: its middle is farther than the tolerance from every street.
    [Fact]
    public void What_is_too_far_from_every_street_is_a_hole()
    {
        var city = new GridCity(2, 2, spacingMeters: 1000);
        var raster = new StreetRaster(new StreetIndex(city.Build()), 20_000, ToleranceMillimeters);

        var polygons = new AreaIsochrone(raster, SearchDirection.Forward, 1000).Run([city.EastOf(0, 0, 0)], [3_000_000])[0];

        var polygon = Assert.IsType<Polygon>(Assert.Single(polygons.Geometries));
        Assert.Equal(1, polygon.NumInteriorRings);

        // A square of 1.2 km with rounded corners of 100 m less one of 800 m; half a step on each side is open.
        var expected = (1200 * 1200) - ((4 - Math.PI) * 100 * 100) - (800 * 800);
        Assert.InRange(SurfaceArea.SquareMeters(polygons), expected - (8000 * 10), expected + (8000 * 10));
    }

    [Fact]
    public void An_island_without_a_way_to_it_is_a_hole()
    {
        // A big block whose middle has a street of its own that nothing leads to.
        var city = new GridCity(2, 2, spacingMeters: 300);
        var (east, north) = Geodesy.MillimetersPerE7(45.46e7);
        var (a, b) = (
            city.Sketch.AddVertex(91_900_000 + (int)(120_000 / east), 454_600_000 + (int)(150_000 / north)),
            city.Sketch.AddVertex(91_900_000 + (int)(180_000 / east), 454_600_000 + (int)(150_000 / north)));
        city.Sketch.AddBoth(a, b, 60_000, city.Sketch.AddLink(a, b, 60_000));
        var raster = new StreetRaster(new StreetIndex(city.Build()), 10_000, 200_000);

        var polygons = new AreaIsochrone(raster, SearchDirection.Forward, 100).Run([city.EastOf(0, 0, 0)], [3_000_000])[0];

        Assert.Equal(1, Assert.IsType<Polygon>(Assert.Single(polygons.Geometries)).NumInteriorRings);
        Assert.Equal(Location.Exterior, new IndexedPointInAreaLocator(polygons).Locate(new Coordinate(9.19 + (150 * 1e-4 / east), 45.46 + (150 * 1e-4 / north))));
    }

    [Fact]
    public void Distance_limits_are_time_limits_on_the_streets_by_length()
    {
        var city = new GridCity(2, 1, speedKph: 36);
        var isochrone = new NetworkIsochrone(city.Build().ByLength(), SearchDirection.Forward);

        isochrone.Run([city.EastOf(0, 0, meters: 30, connectorMeters: 5)], 25_000);

        Assert.Equal(
            [new ReachedPart(0, 10_000, 30_000, 25_000, 5_000), new ReachedPart(0, 30_000, 50_000, 5_000, 25_000)],
            isochrone.Parts(25_000).ToArray());
    }

    [Fact]
    public void From_points_that_did_not_snap_nothing_is_reached()
    {
        var city = new GridCity(3, 3);
        var area = new AreaIsochrone(new StreetRaster(new StreetIndex(city.Build()), 20_000, ToleranceMillimeters), SearchDirection.Forward, 0);

        Assert.True(area.Run([StreetPosition.None], [900_000])[0].IsEmpty);
        Assert.True(area.Run([], [900_000])[0].IsEmpty);
        Assert.False(area.Run([StreetPosition.None, city.EastOf(0, 0, 0)], [900_000])[0].IsEmpty);
    }
}
