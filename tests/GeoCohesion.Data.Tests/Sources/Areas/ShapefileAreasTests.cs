using System.Text;
using GeoCohesion.Core;
using GeoCohesion.Data.Sources.Areas;
using GeoCohesion.Testing;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace GeoCohesion.Data.Tests.Sources.Areas;

public sealed class ShapefileAreasTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("geocohesion-shp-").FullName;
    readonly NoticeLog _notices = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static Geometry Shape(string wkt) => new WKTReader().Read(wkt);

    static ShapefileWriter Qpv2015(Encoding? encoding = null, string? cpg = null, byte languageDriver = 0, string? prj = ShapefileWriter.Lambert93Prj) => new()
    {
        Fields = [("CODE_QP", 8), ("NOM_QP", 30), ("COMMUNE_QP", 30)],
        ShapeType = 5,
        Encoding = encoding ?? Encoding.UTF8,
        Cpg = cpg,
        LanguageDriver = languageDriver,
        Prj = prj,
    };

    static string WriteOne(ShapefileWriter writer, string folder)
    {
        writer.Add(
            Shape("POLYGON ((650000 6860000, 651000 6860000, 651000 6861000, 650000 6861000, 650000 6860000))"),
            ["QP031012", "Cœur de Ville, l'Épée", "Alençon"]);
        return writer.Write(folder, "QP_METROPOLE_LB93");
    }

    AreaTable Read(string path, string? crs = null) => AreaFile.Read(path, null, crs, _notices);

    InputException Refuse(string path, string? crs = null) => Assert.Throws<InputException>(() => Read(path, crs));

    [Fact]
    public void Windows_1252_is_assumed_where_nothing_tells_and_said_so()
    {
        var windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        var table = Read(WriteOne(Qpv2015(windows), _folder));
        Assert.Equal(2154, table.Crs);
        var feature = Assert.Single(table.Features);
        Assert.Equal(
            ["CODE_QP=QP031012", "NOM_QP=Cœur de Ville, l'Épée", "COMMUNE_QP=Alençon"],
            feature.Properties.Select(p => $"{p.Key}={p.Value}"));
        Assert.Equal(1_000_000, feature.Shape.Area, 3);
        Assert.Equal(1, _notices.CountOf("encoding-assumed"));
    }

    [Theory]
    [InlineData(65001, "UTF-8", 0)]
    [InlineData(65001, null, 0)] // valid UTF-8 is UTF-8
    [InlineData(1252, "ISO-8859-1", 0)]
    [InlineData(1252, "ANSI 1252", 0)]
    [InlineData(1252, null, 0x57)]
    [InlineData(850, null, 0x02)]
    [InlineData(850, "850", 0)]
    public void The_encoding_is_told_by_cpg_or_header_or_the_bytes(int page, string? cpg, byte languageDriver)
    {
        var encoding = page == 65001 ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(page)!;
        var feature = Assert.Single(Read(WriteOne(Qpv2015(encoding, cpg, languageDriver), _folder)).Features);
        Assert.Equal("Alençon", feature.Properties[2].Value);
        Assert.Empty(_notices.Summarize());
    }

    [Theory]
    [InlineData("UTF-8")]
    [InlineData("KLINGON")]
    public void A_cpg_that_cannot_be_true_is_set_aside_with_a_notice(string cpg)
    {
        var feature = Assert.Single(Read(WriteOne(Qpv2015(CodePagesEncodingProvider.Instance.GetEncoding(1252)!, cpg), _folder)).Features);
        Assert.Equal("Alençon", feature.Properties[2].Value);
        Assert.Equal(1, _notices.CountOf("encoding-doubtful"));
    }

    [Fact]
    public void A_character_cut_by_the_field_width_does_not_hide_that_the_text_is_UTF8()
    {
        var writer = new ShapefileWriter { Fields = [("CODE_QP", 8), ("NOM_QP", 4)], ShapeType = 5 };
        writer.Add(Shape("POLYGON ((650000 6860000, 651000 6860000, 651000 6861000, 650000 6860000))"), ["QP031012", "abcé"]);
        writer.Add(Shape("POLYGON ((650000 6860000, 651000 6860000, 651000 6861000, 650000 6860000))"), ["QP031013", "éé"]);
        var table = Read(writer.Write(_folder, "qp"));
        Assert.Equal(["abc", "éé"], table.Features.Select(f => f.Properties[1].Value));
    }

    [Fact]
    public void Without_prj_the_system_must_be_stated_and_the_sentence_names_the_option()
    {
        var path = WriteOne(Qpv2015(prj: null), _folder);
        var error = Refuse(path);
        Assert.Equal("crs-missing", error.Code);
        Assert.Contains("'crs'", error.Message, StringComparison.Ordinal);
        Assert.Contains(".prj", error.Message, StringComparison.Ordinal);
        Assert.Equal(2154, Read(path, "EPSG:2154").Crs);
    }

    [Fact]
    public void A_statement_against_the_prj_is_refused_but_helps_where_the_prj_is_not_understood()
    {
        var path = WriteOne(Qpv2015(), _folder);
        Assert.Equal("crs-conflict", Refuse(path, "EPSG:4326").Code);
        File.WriteAllText(Path.ChangeExtension(path, ".prj"), """LOCAL_CS["town grid",UNIT["m",1]]""");
        Assert.Equal("crs-unknown", Refuse(path).Code);
        Assert.Equal(2154, Read(path, "EPSG:2154").Crs);
        Assert.Equal(1, _notices.CountOf("crs-stated"));
    }

    [Fact]
    public void Side_files_are_found_whatever_the_case_of_their_extension()
    {
        var path = WriteOne(Qpv2015(), _folder);
        foreach (var extension in new[] { ".dbf", ".prj" })
        {
            File.Move(Path.ChangeExtension(path, extension), Path.ChangeExtension(path, extension.ToUpperInvariant()));
        }

        File.Delete(Path.ChangeExtension(path, ".shx"));
        Assert.Single(Read(path).Features);
        File.Delete(Path.ChangeExtension(path, ".DBF"));
        Assert.Equal("file-missing", Refuse(path).Code);
    }

    //  shell A with a hole, an island in the hole, and a second shell B, as a MultiPolygon of three
    const string Archipelago =
        "MULTIPOLYGON (((0 0, 90 0, 90 90, 0 90, 0 0), (10 10, 80 10, 80 80, 10 80, 10 10)), ((30 30, 60 30, 60 60, 30 60, 30 30), (40 "
            + "40, 50 40, 50 50, 40 50, 40 40)), ((100 0, 110 0, 110 10, 100 10, 100 0)))";

    [Theory]
    [InlineData(5)]
    [InlineData(15)]
    [InlineData(25)]
    public void Holes_go_to_the_smallest_shell_around_them_with_or_without_heights_and_measures(int shapeType)
    {
        var writer = new ShapefileWriter { Fields = [("ID", 4)], ShapeType = shapeType };
        writer.Add(Shape(Archipelago), ["a"]);
        writer.Add(null, ["b"]);
        var table = Read(writer.Write(_folder, "islands"));
        Assert.True(table.Features[0].Shape.EqualsTopologically(Shape(Archipelago)), table.Features[0].Shape.AsText());
        Assert.True(table.Features[0].Shape.IsValid);
        Assert.True(table.Features[1].Shape.IsEmpty);
        Assert.Equal(2, table.Features[1].Line);
    }

    [Fact]
    public void Rings_drawn_the_wrong_way_round_are_understood()
    {
        var writer = new ShapefileWriter { Fields = [("ID", 4)], ShapeType = 5, TurnsRingsTheWrongWay = true };
        const string Ring = "POLYGON ((0 0, 90 0, 90 90, 0 90, 0 0))";
        const string TwoApart = "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9, 0 0)), ((20 0, 29 0, 29 9, 20 9, 20 0)))";
        writer.Add(Shape(Ring), ["a"]);
        writer.Add(Shape(TwoApart), ["b"]);
        var table = Read(writer.Write(_folder, "turned"));
        Assert.True(table.Features[0].Shape.EqualsTopologically(Shape(Ring)));
        Assert.True(table.Features[1].Shape.EqualsTopologically(Shape(TwoApart)));
    }

    [Theory]
    [InlineData(1, "POINT (3 4)")]
    [InlineData(11, "POINT (3 4)")]
    [InlineData(21, "POINT (3 4)")]
    [InlineData(8, "MULTIPOINT ((3 4), (5 6))")]
    [InlineData(18, "MULTIPOINT ((3 4), (5 6))")]
    [InlineData(3, "MULTILINESTRING ((3 4, 5 6), (7 8, 9 10))")]
    [InlineData(23, "MULTILINESTRING ((3 4, 5 6), (7 8, 9 10))")]
    public void Points_and_lines_are_read(int shapeType, string wkt)
    {
        var writer = new ShapefileWriter { Fields = [("ID", 4)], ShapeType = shapeType };
        writer.Add(Shape(wkt), ["a"]);
        Assert.Equal(wkt, Assert.Single(Read(writer.Write(_folder, "points")).Features).Shape.AsText());
    }

    [Fact]
    public void Deleted_records_are_left_out_and_counted()
    {
        var writer = new ShapefileWriter { Fields = [("ID", 4)], ShapeType = 1 };
        writer.Add(Shape("POINT (1 1)"), ["a"]);
        writer.Add(Shape("POINT (2 2)"), ["b"], isDeleted: true);
        writer.Add(Shape("POINT (3 3)"), ["c"]);
        var table = Read(writer.Write(_folder, "points"));
        Assert.Equal(["1:a", "3:c"], table.Features.Select(f => $"{f.Line}:{f.Properties[0].Value}"));
        Assert.Equal(1, _notices.CountOf("dbf-record-deleted"));
    }

    [Theory]
    [InlineData(".shp", "shapefile-damaged")]
    [InlineData(".dbf", "dbf-damaged")]
    public void A_file_cut_anywhere_is_refused_with_its_offset(string extension, string code)
    {
        var path = WriteOne(Qpv2015(), _folder);
        var whole = File.ReadAllBytes(Path.ChangeExtension(path, extension));

        // The last byte of a .dbf is an end mark that some writers leave out.
        for (var length = 0; length < whole.Length - 1; length += 7)
        {
            File.WriteAllBytes(Path.ChangeExtension(path, extension), whole[..length]);
            var error = Refuse(path);
            Assert.Equal(code, error.Code);
            Assert.Contains("damaged at byte ", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true)] // something stands after the end that the header gives
    [InlineData(false)] // the writer never filled the length in
    public void The_length_in_the_header_ends_the_file_if_there_is_one(bool isGiven)
    {
        var path = WriteOne(Qpv2015(), _folder);
        var bytes = File.ReadAllBytes(path).ToList();
        if (isGiven)
        {
            bytes.AddRange([1, 2, 3]);
        }
        else
        {
            bytes[24] = bytes[25] = bytes[26] = bytes[27] = 0;
        }

        File.WriteAllBytes(path, [.. bytes]);
        Assert.Single(Read(path).Features);
    }

    [Fact]
    public void Random_damage_is_read_or_refused_but_never_crashes()
    {
        var path = WriteOne(Qpv2015(), _folder);
        var shp = File.ReadAllBytes(path);
        var dbf = File.ReadAllBytes(Path.ChangeExtension(path, ".dbf"));
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            File.WriteAllBytes(path, Damage(shp, random));
            File.WriteAllBytes(Path.ChangeExtension(path, ".dbf"), Damage(dbf, random));
            try
            {
                Read(path);
            }
            catch (InputException)
            {
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}");
            }
        }

        static byte[] Damage(byte[] bytes, Random random)
        {
            var copy = bytes.ToArray();
            for (var i = random.Next(4); i >= 0; i--)
            {
                copy[random.Next(copy.Length)] = (byte)random.Next(256);
            }

            return copy;
        }
    }

    [Fact]
    public void Shapes_and_attributes_that_differ_in_number_are_refused()
    {
        var path = WriteOne(Qpv2015(), _folder);
        var other = Qpv2015();
        var two = Path.Combine(_folder, "two");
        Directory.CreateDirectory(two);
        other.Add(null, ["QP031012", "", ""]);
        other.Add(null, ["QP031013", "", ""]);
        File.Copy(Path.ChangeExtension(other.Write(two, "two"), ".dbf"), Path.ChangeExtension(path, ".dbf"), overwrite: true);
        var error = Refuse(path);
        Assert.Equal("shapefile-damaged", error.Code);
        Assert.Contains("1 records and its .dbf 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Surfaces_of_patches_are_refused_by_their_type()
    {
        var writer = new ShapefileWriter { Fields = [("ID", 4)], ShapeType = 31 };
        writer.Add(Shape("MULTIPOINT ((3 4), (5 6))"), ["a"]);
        Assert.Equal("geometry-type-unknown", Refuse(writer.Write(_folder, "patches")).Code);
    }
}
