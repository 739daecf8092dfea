using GeoCohesion.Data.Formats.Tiles;
using GeoCohesion.Testing;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace GeoCohesion.Data.Tests.Formats.Tiles;

/// <summary>Geometries on the grid of a tile, read back by a decoder that was written apart.</summary>
public sealed class TileShapesTests
{
    // The north-east quarter of the world: x to the east of Greenwich, y from the north to the equator.
    static readonly WebMercatorTile s_quarter = new(1, 0, 1);
    static readonly GeometryFactory s_factory = new();

    [Fact]
    public void Corners_of_the_matrix_lie_where_the_standard_says()
    {
        Assert.Equal(new Coordinate(0, 4096), Rounded(s_quarter.ToTile(0, 0)));
        Assert.Equal(new Coordinate(4096, 0), Rounded(s_quarter.ToTile(180, 85.0511287798066)));
        var northWest = s_quarter.ToDegrees(0, 0);
        Assert.Equal((0, 85.0511287798066), (Math.Round(northWest.X, 9), Math.Round(northWest.Y, 13)));

        // Paris, by the rule of the standard: column floor((lon + 180) / 360 * 2^z).
        Assert.Equal((16598.0, 11273.0), (Math.Floor(new WebMercatorTile(15, 0, 0).ToTile(2.3522, 48.8566).X / 4096), Math.Floor(new WebMercatorTile(15, 0, 0).ToTile(2.3522, 48.8566).Y / 4096)));
    }

    [Fact]
    public void A_square_is_written_as_the_specification_writes_it()
    {
        // MVT 2.1, section 4.3.5: MoveTo 1, LineTo 3, ClosePath 1; clockwise on the screen.
        var shape = Assert.Single(Of("POLYGON((1024 1024, 1024 2048, 2048 2048, 2048 1024, 1024 1024))", s_quarter));
        Assert.Equal(TileShapeKind.Polygon, shape.Kind);
        Assert.Equal(1024.0 * 1024, shape.Size);
        Assert.Equal(9u, shape.Commands[0]);
        Assert.Equal(26u, shape.Commands[3]);
        Assert.Equal(15u, shape.Commands[10]);
        Assert.Equal(11, shape.Commands.Count);
        Assert.True(VectorTileReading.Geometry(3, shape.Commands).EqualsTopologically(new WKTReader().Read("POLYGON((1024 1024, 1024 2048, 2048 2048, 2048 1024, 1024 1024))")));
    }

    [Theory]
    [InlineData("POINT(10 20)", "MULTIPOINT((10 20))")]
    [InlineData("POINT(-64 4160)", "MULTIPOINT((-64 4160))")]
    [InlineData("POINT(-65 100)", null)]
    [InlineData("MULTIPOINT((1 1), (9000 1), (2 2))", "MULTIPOINT((1 1), (2 2))")]
    [InlineData("LINESTRING(0 0, 5 0, 10 0, 10 10)", "MULTILINESTRING((0 0, 10 0, 10 10))")]
    [InlineData("LINESTRING(-1000 50, 9000 50)", "MULTILINESTRING((-64 50, 4160 50))")]
    [InlineData("LINESTRING(10 10, 5000 10, 5000 20, 10 20)", "MULTILINESTRING((10 10, 4160 10), (4160 20, 10 20))")]
    [InlineData("LINESTRING(10 10, 20 10, 10 10)", "MULTILINESTRING((10 10, 20 10, 10 10))")]
    [InlineData("LINESTRING(10.1 10.1, 10.2 10.2)", null)]
    [InlineData("LINESTRING(5000 0, 5000 4096)", null)]
    [InlineData("POLYGON((0 0, 10 0, 10 10, 0 10, 0 0), (2 2, 4 2, 4 4, 2 4, 2 2))", "MULTIPOLYGON(((0 0, 10 0, 10 10, 0 10, 0 0), (2 2, 4 2, 4 4, 2 4, 2 2)))")]
    [InlineData("POLYGON((100 100, 100.3 100, 100.3 4000, 100 4000, 100 100))", null)]
    [InlineData("POLYGON((-9000 -9000, 9000 -9000, 9000 9000, -9000 9000, -9000 -9000))", "MULTIPOLYGON(((-64 -64, 4160 -64, 4160 4160, -64 4160, -64 -64)))")]
    [InlineData("MULTIPOLYGON(((0 0, 10 0, 10 10, 0 10, 0 0), (2 2, 4 2, 4 4, 2 4, 2 2)), ((20 20, 30 20, 30 30, 20 20)))", "MULTIPOLYGON(((0 0, 10 0, 10 10, 0 10, 0 0), (2 2, 4 2, 4 4, 2 4, 2 2)), ((20 20, 30 20, 30 30, 20 20)))")]
    [InlineData("POLYGON EMPTY", null)]
    public void Shapes_come_back_cut_to_the_tile_and_on_its_grid(string source, string? expected)
    {
        var shapes = Of(source, s_quarter);
        if (expected is null)
        {
            Assert.Empty(shapes);
            return;
        }

        var shape = Assert.Single(shapes);
        var read = VectorTileReading.Geometry((int)shape.Kind, shape.Commands);
        Assert.True(read.EqualsTopologically(new WKTReader().Read(expected)), read.AsText());
        Assert.Equal(new WKTReader().Read(expected).NumPoints, read.NumPoints);
    }

    [Fact]
    public void A_mixture_gives_one_shape_of_each_kind()
    {
        var shapes = Of("GEOMETRYCOLLECTION(POINT(1 1), LINESTRING(0 0, 9 9), POLYGON((0 0, 10 0, 10 10, 0 0)), POINT(2 2))", s_quarter);
        Assert.Equal([TileShapeKind.Point, TileShapeKind.Line, TileShapeKind.Polygon], shapes.Select(shape => shape.Kind));
        Assert.Equal(2, VectorTileReading.Geometry(1, shapes[0].Commands).NumPoints);
    }

    [Fact]
    public void An_outline_that_crosses_itself_is_valid_on_the_tile()
    {
        var shape = Assert.Single(Of("POLYGON((0 0, 100 100, 100 0, 0 100, 0 0))", s_quarter));
        var read = VectorTileReading.Geometry(3, shape.Commands);
        Assert.True(read.IsValid, read.AsText());
        Assert.Equal(5000, read.Area, 1e-6);
    }

    [Fact]
    public void Random_polygons_are_valid_and_within_a_unit_of_where_they_are()
    {
        var frame = s_factory.ToGeometry(new Envelope(-64, 4160, -64, 4160));
        var (seen, holes, cut) = (0, 0, 0);
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var source = RandomPolygons(random);
            var tile = new WebMercatorTile(random.Next(1, 25), 0, 0);
            var inDegrees = ToDegrees(source, tile);
            var exact = frame.Intersection(source);
            var shapes = TileShapes.Of(inDegrees, tile);
            if (shapes.Count == 0)
            {
                Assert.True(exact.Buffer(-1).IsEmpty, $"seed {seed}: {source}");
                continue;
            }

            var read = VectorTileReading.Geometry(3, Assert.Single(shapes).Commands);
            Assert.True(read.IsValid, $"seed {seed}: {read}");
            Assert.Equal(read.Area, shapes[0].Size, 1e-6);
            Assert.True(exact.Buffer(1.01).Contains(read), $"seed {seed}: {source}");
            var inside = exact.Buffer(-1.01);
            Assert.True(inside.IsEmpty || read.Buffer(0.01).Contains(inside), $"seed {seed}: {source}");
            (seen, holes, cut) = (seen + 1, holes + ((MultiPolygon)read).Geometries.Sum(part => ((Polygon)part).NumInteriorRings), cut + (frame.Contains(source) ? 0 : 1));
        }

        // The cases must be what the test is about.
        Assert.InRange(seen, 300, 400);
        Assert.InRange(holes, 50, int.MaxValue);
        Assert.InRange(cut, 50, 390);
    }

    [Fact]
    public void Random_lines_are_within_a_unit_of_where_they_are()
    {
        var frame = s_factory.ToGeometry(new Envelope(-64, 4160, -64, 4160));
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var source = s_factory.CreateLineString([.. Enumerable.Range(0, random.Next(2, 12)).Select(_ => new Coordinate((random.NextDouble() * 8000) - 2000, (random.NextDouble() * 8000) - 2000))]);
            var tile = new WebMercatorTile(random.Next(0, 25), 0, 0);
            var shapes = TileShapes.Of(ToDegrees(source, tile), tile);
            var exact = frame.Intersection(source);
            var read = shapes.Count == 0 ? s_factory.CreateMultiLineString() : VectorTileReading.Geometry(2, Assert.Single(shapes).Commands);
            Assert.True(read.IsEmpty || exact.Buffer(1.01).Covers(read), $"seed {seed}: {source}");
            for (var i = 0; i < exact.NumGeometries; i++)
            {
                Assert.True(exact.GetGeometryN(i).Length < 2 || read.Buffer(1.01).Covers(exact.GetGeometryN(i)), $"seed {seed}: {source}");
            }
        }
    }

    [Fact]
    public void A_tile_says_names_numbers_and_flags_once_and_leaves_out_what_is_null()
    {
        var layer = new VectorTileLayer("été");
        Assert.Empty(layer.ToArray());
        var shape = Of("POINT(1 2)", s_quarter)[0];
        layer.Add(7, shape, [("name", "é"), ("n", -5L), ("big", long.MaxValue), ("x", 1.5), ("yes", true), ("none", null)]);
        layer.Add(300, shape, [("name", "é"), ("n", 5L), ("x", double.NaN), ("yes", false)]);
        var (name, features) = VectorTileReading.Read(layer.ToArray());
        Assert.Equal("été", name);
        Assert.Equal([7L, 300L], features.Select(feature => feature.Id));
        Assert.Equal(new Dictionary<string, object> { ["name"] = "é", ["n"] = -5L, ["big"] = long.MaxValue, ["x"] = 1.5, ["yes"] = true }, features[0].Properties);
        Assert.Equal(new Dictionary<string, object> { ["name"] = "é", ["n"] = 5L, ["x"] = double.NaN, ["yes"] = false }, features[1].Properties);
    }

    static IReadOnlyList<TileShape> Of(string units, WebMercatorTile tile) => TileShapes.Of(ToDegrees(new WKTReader().Read(units), tile), tile);

    static Geometry ToDegrees(Geometry units, WebMercatorTile tile)
    {
        var copy = units.Copy();
        foreach (var coordinate in copy.Coordinates)
        {
            var degrees = tile.ToDegrees(coordinate.X, coordinate.Y);
            (coordinate.X, coordinate.Y) = (degrees.X, degrees.Y);
        }

        copy.GeometryChanged();
        return copy;
    }

    // Stars with a hole, side by side and partly beside the tile, of all sizes from a fraction of a unit up.
    static MultiPolygon RandomPolygons(Random random)
    {
        var parts = new List<Polygon>();
        var size = Math.Pow(10, (random.NextDouble() * 4) - 0.5);
        for (var part = random.Next(1, 4); part > 0; part--)
        {
            var (x, y, corners) = ((random.NextDouble() * 5000) - 500, (random.NextDouble() * 5000) - 500, random.Next(3, 40));
            var shell = Star(1);
            var polygon = s_factory.CreatePolygon(shell, random.Next(2) == 0 ? [] : [Star(0.2)]);
            if (polygon.IsValid && parts.All(other => !other.Intersects(polygon)))
            {
                parts.Add(polygon);
            }

            LinearRing Star(double scale)
            {
                var ring = Enumerable.Range(0, corners).Select(corner =>
                {
                    var (angle, radius) = (2 * Math.PI * corner / corners, size * scale * (scale < 1 ? 1 : 0.3 + random.NextDouble()));
                    return new Coordinate(x + (radius * Math.Cos(angle)), y + (radius * Math.Sin(angle)));
                }).ToList();
                ring.Add(ring[0].Copy());
                return s_factory.CreateLinearRing([.. ring]);
            }
        }

        return s_factory.CreateMultiPolygon([.. parts]);
    }

    static Coordinate Rounded(Coordinate coordinate) => new(Math.Round(coordinate.X, 6), Math.Round(coordinate.Y, 6) + 0.0);
}
