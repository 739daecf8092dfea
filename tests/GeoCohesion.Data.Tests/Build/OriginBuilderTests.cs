using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Sources.Areas;
using GeoCohesion.Data.Sources.Crs;
using GeoCohesion.Testing;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using NetTopologySuite.Triangulate;

namespace GeoCohesion.Data.Tests.Build;

public class OriginBuilderTests
{
    // Lower left corner of a cell in Lannion, EPSG:3035.
    const int East = 3336600;
    const int North = 2936400;

    readonly NoticeLog _notices = new();

    static PopulationCell Cell(int column, int row, double residents, bool isImputed = false)
    {
        var (west, south) = (East + (200 * column), North + (200 * row));
        var shape = new GeometryFactory(new PrecisionModel(), 3035).ToGeometry(new Envelope(west, west + 200, south, south + 200));
        return new PopulationCell { Id = $"CRS3035RES200mN{south}E{west}", Shape = shape, Crs = 3035, Residents = residents, IsImputed = isImputed };
    }

    /// <summary>A district whose outline is given in metres from the corner above.</summary>
    static District District(string wktMeters, string code = "QP022001")
    {
        var shape = new WKTReader().Read(wktMeters);
        shape = new NetTopologySuite.Geometries.Utilities.AffineTransformation(1, 0, East, 0, 1, North).Transform(shape);
        return InWgs84(shape, 3035, code);
    }

    static District InWgs84(Geometry shape, int crs, string code = "QP022001") =>
        new() { Code = code, Label = code, Perimeter = CrsTransform.ToWgs84(crs).Apply(shape), Source = "qp.geojson" };

    IReadOnlyList<Origin> Build(
        IReadOnlyList<District> districts,
        IReadOnlyList<PopulationCell> cells,
        out OriginReport report,
        OriginOptions? options = null) =>
        OriginBuilder.Build(districts, cells, options ?? new OriginOptions(), _notices, out report);

    static (double X, double Y) Meters(Origin origin)
    {
        var (x, y) = CrsTransform.FromWgs84(3035).Apply(origin.Longitude, origin.Latitude);
        return (x - East, y - North);
    }

    //  400 +----+----+
    //      | 30 | 40 |        the district is the band from 100 to 300:
    //  200 +--[....]-+        half of each of the four cells
    //      | 10 | 20 |
    //    0 +----+----+
    //      0   200  400
    [Fact]
    public void A_district_over_four_half_cells_has_half_of_each_ones_residents_at_the_middle_of_its_piece()
    {
        var origins = Build(
            [District("POLYGON ((100 0, 300 0, 300 400, 100 400, 100 0))")],
            [Cell(1, 1, 40, true), Cell(0, 0, 10), Cell(1, 0, 20), Cell(0, 1, 30)],
            out var report);

        Assert.Equal(
            [$"QP022001/CRS3035RES200mN{North}E{East}", $"QP022001/CRS3035RES200mN{North}E{East + 200}", $"QP022001/CRS3035RES200mN{North + 200}E{East}", $"QP022001/CRS3035RES200mN{North + 200}E{East + 200}"],
            origins.Select(o => o.Id));
        double[] residents = [5, 10, 15, 20];
        (double X, double Y)[] places = [(150, 100), (250, 100), (150, 300), (250, 300)];
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(residents[i], origins[i].Residents, 1e-4);
            Assert.Equal(0.5, origins[i].ShareOfCell, 1e-5);
            Assert.Equal(places[i].X, Meters(origins[i]).X, 1e-3);
            Assert.Equal(places[i].Y, Meters(origins[i]).Y, 1e-3);
            Assert.Equal(20_000, CrsTransform.FromWgs84(3035).Apply(origins[i].Shape).Area, 1.0);
            Assert.Equal(4326, origins[i].Shape.SRID);
            Assert.Equal(0, origins[i].District);
        }

        var population = Assert.Single(report.Districts);
        Assert.Equal(("QP022001", 4, false, 0), (population.Code, population.Origins, population.IsGrid, population.Slivers));
        Assert.Equal(50, population.Residents, 1e-3);
        Assert.Equal(20, population.ImputedResidents, 1e-3);
        Assert.Empty(_notices.Summarize());
    }

    [Fact]
    public void A_cell_wholly_within_counts_whole()
    {
        var origin = Assert.Single(Build([District("POLYGON ((-10 -10, 210 -10, 210 210, -10 210, -10 -10))")], [Cell(0, 0, 12.5)], out _));
        Assert.Equal(12.5, origin.Residents);
        Assert.Equal(1, origin.ShareOfCell);
    }

    // The district is a ring around the middle of the cell: its centroid is in the hole.
    [Fact]
    public void The_place_of_a_piece_with_its_centroid_outside_is_a_point_inside()
    {
        var district = District("POLYGON ((-10 -10, 210 -10, 210 210, -10 210, -10 -10), (50 50, 50 150, 150 150, 150 50, 50 50))");
        var origin = Assert.Single(Build([district], [Cell(0, 0, 100)], out _));
        Assert.Equal(75, origin.Residents, 1e-3);
        Assert.Equal(Location.Interior, SimplePointInAreaLocator.Locate(new Coordinate(origin.Longitude, origin.Latitude), origin.Shape));
        Assert.Equal(
            Location.Interior,
            SimplePointInAreaLocator.Locate(new Coordinate(origin.Longitude, origin.Latitude), district.Perimeter));
    }

    [Fact]
    public void A_cell_that_is_only_touched_gives_no_origin()
    {
        // The district lies in the second cell, on its common edge with the first (to within the rounding of the projection).
        var origins = Build(
            [District("POLYGON ((200 0, 400 0, 400 200, 200 200, 200 0))")],
            [Cell(0, 0, 10), Cell(1, 0, 20)],
            out var report);
        Assert.Equal(20, Assert.Single(origins).Residents, 1e-3);
        Assert.InRange(report.Districts[0].SliverResidents, 0, 1e-3);
    }

    [Fact]
    public void Slivers_are_left_out_and_counted()
    {
        // 80 square metres of the first cell; of a wider strip 120.
        var district = District("POLYGON ((199.6 0, 400 0, 400 200, 199.6 200, 199.6 0))");
        Assert.Single(Build([district], [Cell(0, 0, 1000), Cell(1, 0, 20)], out var report));
        Assert.Equal(1, _notices.CountOf("origin-sliver"));
        Assert.Equal(1, report.Districts[0].Slivers);
        Assert.Equal(1000 * 80 / 40_000.0, report.Districts[0].SliverResidents, 1e-3);
        Assert.Equal(2, Build([District("POLYGON ((199.4 0, 400 0, 400 200, 199.4 200, 199.4 0))")], [Cell(0, 0, 1000), Cell(1, 0, 20)], out _).Count);
        Assert.Equal(
            2,
            Build([district], [Cell(0, 0, 1000), Cell(1, 0, 20)], out _, new OriginOptions { SmallestPieceSquareMeters = 0 }).Count);
    }

    [Fact]
    public void Residents_of_a_tiling_of_districts_are_those_of_the_cells()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var random = new Random(seed);
            var corners = new[] { new Coordinate(-50, -50), new Coordinate(1050, -50), new Coordinate(1050, 1050), new Coordinate(-50, 1050) };
            var vertices = corners.Concat(Enumerable.Range(0, 20).Select(_ =>
                new Coordinate(random.NextDouble() * 1000, random.NextDouble() * 1000))).ToArray();
            var builder = new DelaunayTriangulationBuilder();
            builder.SetSites(vertices);
            var districts = builder.GetTriangles(new GeometryFactory()).Select((t, i) => District(t.AsText(), $"T{i}")).ToList();
            var cells = Enumerable.Range(0, 25).Select(i => Cell(i % 5, i / 5, 1 + (random.NextDouble() * 300))).ToList();

            var origins = Build(districts, cells, out var report, new OriginOptions { SmallestPieceSquareMeters = 0 });

            var expected = cells.Sum(c => c.Residents);
            Assert.True(Math.Abs(origins.Sum(o => o.Cell is null ? 0 : o.Residents) - expected) < 1e-6 * expected, $"seed {seed}");
            Assert.True(Math.Abs(report.Districts.Sum(d => d.Residents) - expected) < 1e-6 * expected, $"seed {seed}");
            foreach (var cell in cells)
            {
                Assert.True(
                    Math.Abs(origins.Where(o => o.Cell?.Id == cell.Id).Sum(o => o.ShareOfCell) - 1) < 1e-6,
                    $"seed {seed}, {cell.Id}");
            }
        }
    }

    [Fact]
    public void Order_is_that_of_districts_then_ids_whatever_the_order_of_the_cells()
    {
        var districts = new[] { District("POLYGON ((0 0, 600 0, 600 600, 0 600, 0 0))", "B"), District(
            "POLYGON ((100 100, 500 100, 500 500, 100 500, 100 100))",
            "A") };
        var cells = Enumerable.Range(0, 9).Select(i => Cell(i % 3, i / 3, 1 + i)).ToArray();
        var first = Build(districts, cells, out _);
        var shuffled = cells.ToArray();
        new Random(1).Shuffle(shuffled);
        var second = Build(districts, shuffled, out _);
        Assert.Equal(18, first.Count);
        Assert.Equal(
            first.Select(o => (o.Id, o.Longitude, o.Latitude, o.Residents)),
            second.Select(o => (o.Id, o.Longitude, o.Latitude, o.Residents)));
        Assert.All(first.Take(9), o => Assert.StartsWith("B/", o.Id, StringComparison.Ordinal));
        Assert.Equal(first.Take(9).Select(o => o.Id).Order(StringComparer.Ordinal), first.Take(9).Select(o => o.Id));
    }

    [Fact]
    public void Without_population_a_district_gets_a_grid_of_points_of_equal_weight_and_a_notice()
    {
        var square = new GeometryFactory().ToGeometry(new Envelope(466_000, 467_000, 5_398_000, 5_399_000));
        var origins = Build([InWgs84(square, 32630)], [], out var report);
        Assert.Equal(100, origins.Count);
        Assert.All(origins, o => Assert.Equal((1.0, 1.0, null), (o.Residents, o.ShareOfCell, o.Cell)));
        Assert.Equal(100, origins.Select(o => o.Id).Distinct().Count());
        Assert.Equal("QP022001/grid-N5398050E466050", origins[0].Id);
        var (x, y) = CrsTransform.FromWgs84(32630).Apply(origins[0].Longitude, origins[0].Latitude);
        Assert.Equal((466_050, 5_398_050), (x, y), new Nearby());
        Assert.IsType<Point>(origins[0].Shape);
        Assert.Equal((true, 0.0, 100), (report.Districts[0].IsGrid, report.Districts[0].Residents, report.Districts[0].Origins));
        var notice = Assert.Single(_notices.Summarize());
        Assert.Equal("origin-grid-fallback", notice.Code);
        Assert.Contains("no population is given", notice.Examples[0].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_districts_without_inhabited_cell_get_a_grid_and_a_tiny_one_gets_one_point()
    {
        var districts = new[] { District("POLYGON ((0 0, 200 0, 200 200, 0 200, 0 0))", "A"), District(
            "POLYGON ((900 900, 905 900, 905 905, 900 905, 900 900))",
            "B") };
        var origins = Build(districts, [Cell(0, 0, 10)], out var report);
        Assert.Equal([0, 1], origins.Select(o => o.District));
        Assert.Equal([false, true], report.Districts.Select(d => d.IsGrid));
        Assert.Equal(
            Location.Interior,
            SimplePointInAreaLocator.Locate(new Coordinate(origins[1].Longitude, origins[1].Latitude), districts[1].Perimeter));
        Assert.Contains("has none there", Assert.Single(_notices.Summarize()).Examples[0].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_grid_that_would_be_endless_is_refused()
    {
        var huge = new GeometryFactory().ToGeometry(new Envelope(400_000, 600_000, 5_000_000, 5_200_000));
        Assert.Equal("origin-grid-too-large", Assert.Throws<InputException>(() => Build([InWgs84(huge, 32630)], [], out _)).Code);
    }

    [Fact]
    public void Of_population_at_points_those_inside_count_whole()
    {
        var district = District("POLYGON ((0 0, 200 0, 200 200, 0 200, 0 0))");
        var origins = Build([district], [At("in", 100, 100), At("out", 300, 100), At("also", 10, 190)], out _);
        Assert.Equal(["QP022001/also", "QP022001/in"], origins.Select(o => o.Id));
        Assert.Equal(100, Meters(origins[1]).X, 1e-3);
        Assert.All(origins, o => Assert.Equal((7.0, 1.0), (o.Residents, o.ShareOfCell)));

        static PopulationCell At(string id, double x, double y)
        {
            var (longitude, latitude) = CrsTransform.ToWgs84(3035).Apply(East + x, North + y);
            return new PopulationCell { Id = id, Shape = new Point(longitude, latitude), Crs = 4326, Residents = 7 };
        }
    }

    [Fact]
    public void Cells_of_several_territories_go_to_their_own_districts()
    {
        var saintDenis = new GeometryFactory(new PrecisionModel(), 2975).ToGeometry(new Envelope(338600, 338800, 7690200, 7690400));
        var cells = new[] { Cell(0, 0, 10), new PopulationCell { Id = "reunion", Shape = saintDenis, Crs = 2975, Residents = 20 } };
        var districts = new[] { InWgs84(saintDenis.Buffer(-50), 2975, "R"), District("POLYGON ((0 0, 100 0, 100 200, 0 200, 0 0))", "L") };
        var origins = Build(districts, cells, out _);
        Assert.Equal(["R/reunion", $"L/{cells[0].Id}"], origins.Select(o => o.Id));
        Assert.Equal(20 * 0.25, origins[0].Residents, 1e-3);
    }

    [Fact]
    public void The_same_cell_twice_is_refused() =>
        Assert.Equal(
            "population-id-duplicate",
            Assert.Throws<InputException>(() =>
                Build([District("POLYGON ((0 0, 100 0, 100 200, 0 200, 0 0))")], [Cell(0, 0, 10), Cell(0, 0, 10)], out _)).Code);

    [Fact]
    public void No_district_is_a_bug_of_the_caller() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Build([], [Cell(0, 0, 10)], out _));

    [Fact]
    public void Real_districts_get_a_share_of_every_cell_in_proportion_to_area()
    {
        var path = RealData.Find("occitanie/qp.geojson");
        if (path is null)
        {
            Assert.Skip("real data not present: occitanie/qp.geojson");
        }

        // With one resident per hectare everywhere, residents are hectares.
        var districts = DistrictSource.Read(new AreaSourceOptions { Path = path }, _notices).Take(30).ToList();
        var cells = new Dictionary<string, PopulationCell>(StringComparer.Ordinal);
        var hectares = 0.0;
        foreach (var district in districts)
        {
            var shape = CrsTransform.FromWgs84(3035).Apply(district.Perimeter);
            hectares += shape.Area / 10_000;
            var box = shape.EnvelopeInternal;
            for (var x = Math.Floor(box.MinX / 200) * 200; x < box.MaxX; x += 200)
            {
                for (var y = Math.Floor(box.MinY / 200) * 200; y < box.MaxY; y += 200)
                {
                    var id = FormattableString.Invariant($"CRS3035RES200mN{y}E{x}");
                    cells[id] = new PopulationCell { Id = id, Shape = shape.Factory.ToGeometry(new Envelope(x, x + 200, y, y + 200)), Crs = 3035, Residents = 4 };
                }
            }
        }

        var origins = Build(districts, [.. cells.Values], out var report);
        var slivers = report.Districts.Sum(d => d.SliverResidents);
        Assert.Equal(hectares, origins.Sum(o => o.Residents) + slivers, 1e-6 * hectares);
        Assert.All(
            origins,
            o => Assert.Equal(
                Location.Interior,
                SimplePointInAreaLocator.Locate(new Coordinate(o.Longitude, o.Latitude), districts[o.District].Perimeter)));
    }

    sealed class Nearby : IEqualityComparer<(double X, double Y)>
    {
        public bool Equals((double X, double Y) left, (double X, double Y) right) =>
            Math.Abs(left.X - right.X) < 1e-3 && Math.Abs(left.Y - right.Y) < 1e-3;

        public int GetHashCode((double X, double Y) place) => 0;
    }
}
