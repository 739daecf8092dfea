using System.Text;
using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Formats.Pictures;
using GeoCohesion.Data.Jobs;
using GeoCohesion.Data.Stores;
using GeoCohesion.Testing;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Tests.Jobs;

/// <summary>Files of each kind as pictures, and what is refused.</summary>
public sealed class RenderJobTests : IDisposable
{
    const string Short = """{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[3,46.6],[3.01,46.6],[3.01,46.61],[3,46.6]]]},"properties":{"mode":"walk","limit_s":600,"area_m2":400000,"code":"01004"}}""";
    const string Long = """{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[2.99,46.59],[3.02,46.6],[3.01,46.62],[2.99,46.59]]]},"properties":{"mode":"walk","limit_s":1200,"area_m2":900000,"code":"01005"}}""";
    const string OtherMode = """{"type":"Feature","geometry":null,"properties":{"mode":"car","limit_s":1200,"area_m2":0,"code":"01006"}}""";

    readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_collection_and_text_sequences_of_the_same_features_give_the_same_picture()
    {
        var collection = Svg(Write("iso.geojson", $$"""{"type":"FeatureCollection","features":[{{Long}},{{Short}}]}"""));
        Assert.Equal(collection, Svg(Write("iso.geojsons", $"\u001e{Long}\n\u001e{Short}\n")));
        Assert.Equal(collection, Svg(Write("iso.geojsonl", $"{Long}\n\n{Short}\n")));
        Assert.Contains("Jusqu’où l’on va à pied en 10 et 20 min", collection, StringComparison.Ordinal);
        Assert.Contains("Lambert-93", collection, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sequence_that_is_cut_off_is_refused_with_its_line()
    {
        var error = Assert.Throws<InputException>(() => Svg(Write("iso.geojsons", $"\u001e{Long}\n\u001e{Short[..50]}")));
        Assert.Equal("geojson-malformed", error.Code);
        Assert.Equal(2, error.At.Line);
    }

    [Fact]
    public void What_a_file_says_of_its_origin_stands_below_the_map()
    {
        var named = Svg(Write("a.geojson", $$"""{"type":"FeatureCollection","geocohesion":{"inputs":[{"role":"osm"}],"rings":true},"features":[{{Short}}]}"""));
        Assert.Contains("Données : © les contributeurs d'OpenStreetMap (ODbL 1.0)", named, StringComparison.Ordinal);
        Assert.Contains("0 à 10", named, StringComparison.Ordinal);
        Assert.DoesNotContain("Données", Svg(Write("b.geojson", $$"""{"type":"FeatureCollection","features":[{{Short}}]}""")), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_modes_the_first_is_drawn_with_a_notice_and_another_where_it_is_asked_for()
    {
        var path = Write("iso.geojson", $$"""{"type":"FeatureCollection","features":[{{Long}},{{OtherMode}}]}""");
        var notices = new NoticeLog();
        Assert.Equal("Jusqu’où l’on va à pied en 20 min", RenderJob.Draw(new RenderOptions { Inputs = [path] }, notices).Title);
        Assert.Equal(1, notices.CountOf("render-one-of-several"));
        notices = new NoticeLog();
        RenderJob.Draw(new RenderOptions { Inputs = [path], Where = [("mode", "walk")] }, notices);
        Assert.Equal(0, notices.CountOf("render-one-of-several"));
    }

    [Fact]
    public void Codes_that_begin_with_zero_stay_texts()
    {
        var path = Write("iso.geojson", $$"""{"type":"FeatureCollection","features":[{{Long}},{{Short}}]}""");
        var svg = Svg(path, new RenderOptions { Inputs = [path], ColorBy = "code" });
        Assert.Contains(">01004<", svg, StringComparison.Ordinal);
        Assert.Contains(">01005<", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_of_a_GeoPackage_are_drawn_by_name_and_coloured_by_a_column()
    {
        var path = _folder.File("results.gpkg");
        var table = new ResultTable("shops", "Commerces", [ResultColumn.Text("id", "Id"), ResultColumn.Flag("is_open", "Open"), ResultColumn.Real("size", "m2", "Size")], "Point");
        table.Add(new Point(3, 46.6), "a", true, 10.0);
        table.Add(new Point(3.01, 46.61), "b", false, 90.0);
        GeoPackageFile.Write(path, [table], """{"attribution":["© Ville"]}""", new DateOnly(2026, 3, 10));
        var svg = Svg(path, new RenderOptions { Inputs = [path], Layers = ["shops"], ColorBy = "is_open" });
        Assert.Contains(">oui<", svg, StringComparison.Ordinal);
        Assert.Contains(">non<", svg, StringComparison.Ordinal);
        Assert.Contains("Données : © Ville", svg, StringComparison.Ordinal);
        Assert.Contains(">Commerces<", svg, StringComparison.Ordinal);
        Assert.DoesNotContain(">oui<", Svg(path, new RenderOptions { Inputs = [path], ColorBy = "is_open", Where = [("id", "b")] }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("render-layer-unknown", "there are iso", "trams", null, null)]
    [InlineData("render-column-unknown", "there are mode, limit_s, area_m2, code", null, "speed", null)]
    [InlineData("render-column-unknown", "no layer that is drawn has a column 'speed'", null, null, "speed=1")]
    [InlineData("render-value-unknown", "found are walk", null, null, "mode=fly")]
    public void What_is_not_there_is_refused_with_what_is(string code, string piece, string? layer, string? colorBy, string? where)
    {
        var path = Write("iso.geojson", $$"""{"type":"FeatureCollection","features":[{{Long}}]}""");
        var error = Assert.Throws<InputException>(() => RenderJob.Draw(
            new RenderOptions
            {
                Inputs = [path],
                Layers = layer is null ? [] : [layer],
                ColorBy = colorBy,
                Where = where is null ? [] : [(where.Split('=')[0], where.Split('=')[1])],
            },
            new NoticeLog()));
        Assert.Equal(code, error.Code);
        Assert.Contains(piece, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_files_and_folders_are_refused_each_with_its_reason()
    {
        Assert.Equal("render-format-unknown", Refused(Write("a.fgb", "fgb")));
        Assert.Equal("render-format-unknown", Refused(Write("a.csv", "id")));
        Assert.Equal("geopackage-damaged", Refused(Write("a.gpkg", "no database at all, however long this is")));
        Assert.Equal("file-missing", Refused(_folder.File("b.geojson")));
        Assert.Equal("run-missing", Refused(_folder.FullPath));
        var good = Write("iso.geojson", $$"""{"type":"FeatureCollection","features":[{{Long}}]}""");
        var error = Assert.Throws<InputException>(() => RenderJob.Run(new RenderOptions { Inputs = [good] }, _folder.File("a.gif"), new NoticeLog()));
        Assert.Equal("output-format-unknown", error.Code);
        Assert.Contains(".png or .svg", error.Message, StringComparison.Ordinal);

        string Refused(string path) => Assert.Throws<InputException>(() => Svg(path)).Code;
    }

    string Write(string name, string text) => _folder.Write(name, Encoding.UTF8.GetBytes(text));

    static string Svg(string path, RenderOptions? options = null)
    {
        using var stream = new MemoryStream();
        new SvgPicture().Write(RenderJob.Draw(options ?? new RenderOptions { Inputs = [path] }, new NoticeLog()), stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
