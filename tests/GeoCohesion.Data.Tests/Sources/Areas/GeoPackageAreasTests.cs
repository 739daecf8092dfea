using GeoCohesion.Core;
using GeoCohesion.Data.Sources.Areas;
using GeoCohesion.Testing;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace GeoCohesion.Data.Tests.Sources.Areas;

public sealed class GeoPackageAreasTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("geocohesion gpkg é#1-").FullName;
    readonly NoticeLog _notices = new();

    string FilePath => Path.Combine(_folder, "qp 2024 %20.gpkg");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static Geometry Shape(string wkt) => new WKTReader().Read(wkt);

    GeoPackageWriter Start()
    {
        var writer = new GeoPackageWriter(FilePath);
        writer.AddSystem(2154, "EPSG", 2154, "not needed");
        return writer;
    }

    AreaTable Read(string? layer = null, string? crs = null) => AreaFile.Read(FilePath, layer, crs, _notices);

    InputException Refuse(string? layer = null, string? crs = null) => Assert.Throws<InputException>(() => Read(layer, crs));

    [Theory]
    [InlineData("POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (2 2, 2 3, 3 3, 3 2, 2 2))", 1, false)]
    [InlineData("POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0))", 0, true)]
    [InlineData("MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9, 0 0)), ((20 0, 29 0, 29 9, 20 9, 20 0)))", 4, true)]
    [InlineData("POINT (3 4)", 2, false)]
    [InlineData("POINT Z(3 4 5)", 1, true)]
    [InlineData("POLYGON Z((0 0 1, 9 0 1, 9 9 1, 0 9 1, 0 0 1))", 1, false)]
    [InlineData("MULTIPOINT ((3 4), (5 6))", 3, false)]
    [InlineData("LINESTRING (3 4, 5 6)", 1, false)]
    [InlineData("MULTILINESTRING ((3 4, 5 6), (1 1, 2 2))", 1, true)]
    [InlineData("GEOMETRYCOLLECTION (POINT (3 4), LINESTRING (3 4, 5 6))", 1, false)]
    public void Geometries_are_read_in_the_plane_whatever_their_envelope_and_byte_order(string wkt, int envelope, bool isBigEndian)
    {
        using (var writer = Start())
        {
            writer.AddLayer("qp", 2154, "geom", "code_qp");
            writer.AddRow("qp", 1, GeoPackageWriter.Blob(Shape(wkt), 2154, envelope, isBigEndian), "QN06099M");
        }

        var table = Read();
        Assert.Equal(2154, table.Crs);
        var expected = new WKTWriter(2).Write(Shape(wkt));
        Assert.Equal(expected, Assert.Single(table.Features).Shape.AsText());
    }

    [Fact]
    public void Rows_come_by_key_with_all_values_as_text_and_may_lack_a_geometry()
    {
        using (var writer = Start())
        {
            writer.AddLayer("qp", 2154, "the_geom", "code_qp", "n", "x");
            writer.AddRow("qp", 5, GeoPackageWriter.Blob(Shape("POINT (3 4)"), 2154), "b", 12, 0.1);
            writer.AddRow("qp", 2, null, "a", DBNull.Value, new byte[] { 1 });
        }

        var table = Read("QP");
        Assert.Equal(
            ["fid=2,code_qp=a,n=,x=", "fid=5,code_qp=b,n=12,x=0.1"],
            table.Features.Select(f => string.Join(',', f.Properties.Select(p => $"{p.Key}={p.Value}"))));
        Assert.True(table.Features[0].Shape.IsEmpty);
    }

    [Fact]
    public void The_layer_is_the_only_one_or_the_named_one()
    {
        using (var writer = Start())
        {
            writer.AddLayer("communes", 2154);
            writer.AddLayer("qp", 2154);
            writer.Execute("INSERT INTO gpkg_contents (table_name, data_type) VALUES ('styles', 'attributes')");
        }

        Assert.Empty(Read("qp").Features);
        var several = Refuse();
        Assert.Equal("layer-ambiguous", several.Code);
        Assert.Contains("communes, qp.", several.Message, StringComparison.Ordinal);
        var missing = Refuse("districts");
        Assert.Equal("layer-missing", missing.Code);
        Assert.Contains("communes, qp.", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_features_is_refused()
    {
        using (Start())
        {
        }

        Assert.Equal("layer-missing", Refuse().Code);
    }

    [Fact]
    public void The_system_comes_from_its_definition_where_its_number_is_the_writers_own()
    {
        using (var writer = Start())
        {
            writer.AddSystem(100_001, "NONE", 100_001, ShapefileWriter.Lambert93Prj);
            writer.AddLayer("qp", 100_001);
        }

        Assert.Equal(2154, Read().Crs);
        Assert.Equal("crs-conflict", Refuse(null, "EPSG:5490").Code);
    }

    [Fact]
    public void An_undefined_system_must_be_stated_and_an_unknown_one_is_refused()
    {
        using (var writer = Start())
        {
            writer.AddSystem(27572, "EPSG", 27572, """PROJCS["Lambert II"]""");
            writer.AddLayer("plan", -1);
            writer.AddLayer("old", 27572);
        }

        Assert.Equal("crs-missing", Refuse("plan").Code);
        Assert.Equal(2154, Read("plan", "2154").Crs);
        Assert.Equal("crs-unknown", Refuse("old").Code);
    }

    [Theory]
    [InlineData("GX000100000000")]
    [InlineData("4750")]
    [InlineData("475000016A080000")]
    [InlineData("475000096A080000")]
    [InlineData("475000016A0800000101")]
    [InlineData("475000016A080000010300000000FFFFFF")]
    [InlineData("475000016A08000001030000000100000 0FFFFFF7F")]
    [InlineData("475000016A0800000111000000")]
    [InlineData("475000216A0800000101000000")]
    public void A_damaged_geometry_is_refused_with_its_row(string hex)
    {
        var bytes = hex.StartsWith('G') ? "GX000000"u8.ToArray() : Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        using (var writer = Start())
        {
            writer.AddLayer("qp", 2154);
            writer.AddRow("qp", 1, GeoPackageWriter.Blob(Shape("POINT (3 4)"), 2154));
            writer.AddRow("qp", 2, bytes);
        }

        var error = Refuse();
        Assert.Equal("geopackage-damaged", error.Code);
        Assert.Equal(2, error.At.Line);
    }

    [Fact]
    public void Files_that_are_no_GeoPackage_or_are_cut_short_are_refused()
    {
        File.WriteAllText(FilePath, "hello");
        Assert.Equal("geopackage-damaged", Refuse().Code);
        File.Delete(FilePath);
        using (var writer = Start())
        {
            writer.AddLayer("qp", 2154, "geom", "text");
            for (var i = 1; i < 200; i++)
            {
                writer.AddRow("qp", i, GeoPackageWriter.Blob(Shape("POINT (3 4)"), 2154), new string('x', 100));
            }
        }

        var bytes = File.ReadAllBytes(FilePath);
        foreach (var length in new[] { 16, 100, 4096, bytes.Length / 2, bytes.Length - 4096 })
        {
            File.WriteAllBytes(FilePath, bytes[..length]);
            Assert.Equal("geopackage-damaged", Refuse().Code);
        }
    }

    [Fact]
    public void An_SQLite_file_of_another_kind_is_refused()
    {
        using (var writer = Start())
        {
            writer.Execute("DROP TABLE gpkg_contents");
        }

        Assert.Equal("geopackage-damaged", Refuse().Code);
    }

    [Fact]
    public void A_file_that_QGIS_holds_open_is_read_with_its_journal()
    {
        using var writer = Start();
        writer.Execute("PRAGMA journal_mode = WAL");
        writer.AddLayer("qp", 2154, "geom", "code_qp");
        writer.AddRow("qp", 1, GeoPackageWriter.Blob(Shape("POINT (3 4)"), 2154), "a");
        Assert.True(new FileInfo(FilePath + "-wal").Length > 0);
        Assert.Single(Read().Features);
    }

    [Fact]
    public void Nothing_is_written_beside_the_file()
    {
        using (var writer = Start())
        {
            writer.AddLayer("qp", 2154);
        }

        var before = File.ReadAllBytes(FilePath);
        Read();
        Assert.Equal([FilePath], Directory.GetFiles(_folder));
        Assert.Equal(before, File.ReadAllBytes(FilePath));
    }
}
