using System.Text;
using GeoCohesion.Core;
using GeoCohesion.Data.Sources.Areas;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Tests.Sources.Areas;

public sealed class GeoJsonAreasTests : IDisposable
{
    const string Square = "[[[0,45],[1,45],[1,46],[0,46],[0,45]]]";
    readonly string _folder = Directory.CreateTempSubdirectory("geocohesion-geojson-").FullName;
    readonly NoticeLog _notices = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    AreaTable Read(string json, string? crs = null) => Read(Encoding.UTF8.GetBytes(json), crs);

    AreaTable Read(byte[] bytes, string? crs = null)
    {
        var path = Path.Combine(_folder, "areas.geojson");
        File.WriteAllBytes(path, bytes);
        return AreaFile.Read(path, null, crs, _notices);
    }

    InputException Refuse(string json, string? crs = null) => Assert.Throws<InputException>(() => Read(json, crs));

    static string Feature(string geometry, string properties = "{}") => $$"""{"type":"Feature","properties":{{properties}},"geometry":{{geometry}}}""";

    [Fact]
    public void Members_may_come_in_any_order_and_values_of_any_kind_become_text()
    {
        var table = Read(
            """
            { "features": [ { "geometry": { "coordinates": [[[0,45,12.5],[1,45,0],[1,46,0],[0,46,0],[0,45,0]]], "bbox": [0,45,1,46], "type": "Polygon" },
                "id": 7, "properties": { "code_qp": "QP031012", "n": 12.50, "b": true, "z": null, "list": [1, "é"], "deep": {"a": 1} }, "type": "Feature" } ],
              "crs": { "type": "name", "properties": { "name": "urn:ogc:def:crs:OGC:1.3:CRS84" } }, "type": "FeatureCollection", "name": "x" }
            """);
        Assert.Equal(4326, table.Crs);
        var feature = Assert.Single(table.Features);
        Assert.Equal(1.0, feature.Shape.Area, 12);
        Assert.Equal(1, feature.Line);
        Assert.Equal(
            ["code_qp=QP031012", "n=12.50", "b=true", "z=", "list=[1, \"é\"]", "deep={\"a\": 1}"],
            feature.Properties.Select(p => $"{p.Key}={p.Value}"));
        Assert.Empty(_notices.Summarize());
    }

    [Theory]
    [InlineData("""{"type":"Point","coordinates":[1,45]}""", "POINT (1 45)")]
    [InlineData("""{"type":"MultiPoint","coordinates":[[1,45],[2,46]]}""", "MULTIPOINT ((1 45), (2 46))")]
    [InlineData("""{"type":"LineString","coordinates":[[1,45],[2,46]]}""", "LINESTRING (1 45, 2 46)")]
    [InlineData("""{"type":"MultiLineString","coordinates":[[[1,45],[2,46]]]}""", "MULTILINESTRING ((1 45, 2 46))")]
    [InlineData("""{"type":"MultiPolygon","coordinates":[[[[0,45],[1,45],[1,46],[0,45]]],[[[2,45],[3,45],[3,46],[2,45]]]]}""", "MULTIPOLYGON (((0 45, 1 45, 1 46, 0 45)), ((2 45, 3 45, 3 46, 2 45)))")]
    [InlineData("""{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,45]}]}""", "GEOMETRYCOLLECTION (POINT (1 45))")]
    [InlineData("""{"type":"Polygon","coordinates":[]}""", "POLYGON EMPTY")]
    public void A_bare_geometry_is_a_feature_without_properties(string json, string expected)
    {
        var feature = Assert.Single(Read(json).Features);
        Assert.Equal(expected, feature.Shape.AsText());
        Assert.Empty(feature.Properties);
    }

    [Fact]
    public void A_single_feature_and_a_missing_geometry_are_read()
    {
        var table = Read("\uFEFF" + Feature("null", """{"code":"A"}"""));
        Assert.True(Assert.Single(table.Features).Shape.IsEmpty);
        Assert.True(Assert.Single(Read("""{"type":"Feature","properties":null}""").Features).Shape.IsEmpty);
    }

    [Fact]
    public void An_open_ring_is_closed_and_a_ring_that_encloses_nothing_is_left_out_both_counted()
    {
        var open = Assert.Single(Read("""{"type":"Polygon","coordinates":[[[0,45],[1,45],[1,46],[0,46]],[[0.1,45.1],[0.2,45.2]]]}""").Features);
        Assert.Equal(1.0, open.Shape.Area, 12);
        Assert.Equal(2, _notices.CountOf("ring-unclosed"));
        Assert.Equal(1, _notices.CountOf("ring-degenerate"));
    }

    [Fact]
    public void The_crs_member_counts_and_a_statement_must_agree_with_it()
    {
        const string Lambert = """{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::2154"}},"features":[]}""";
        Assert.Equal(2154, Read(Lambert).Crs);
        Assert.Equal(2154, Read(Lambert, "EPSG:2154").Crs);
        Assert.Equal(2154, Read(Lambert, "EPSG:9794").Crs);
        Assert.Equal("crs-conflict", Refuse(Lambert, "EPSG:3035").Code);
        Assert.Equal("crs-unknown", Refuse(Lambert.Replace("2154", "27572", StringComparison.Ordinal)).Code);
        Assert.Equal("crs-unknown", Refuse(Lambert, "EPSG:27572").Code);
    }

    [Fact]
    public void Without_crs_member_the_standard_says_WGS84_unless_another_is_stated_and_a_void_member_must_be_stated()
    {
        Assert.Equal(4326, Read("""{"type":"FeatureCollection","features":[]}""").Crs);
        Assert.Equal(2154, Read("""{"type":"FeatureCollection","features":[]}""", "2154").Crs);
        var error = Refuse("""{"type":"FeatureCollection","crs":null,"features":[]}""");
        Assert.Equal("crs-missing", error.Code);
        Assert.Contains("'crs'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("not json")]
    [InlineData("""{"type":"FeatureCollection"}""")]
    [InlineData("""{"type":"FeatureCollection","features":{}}""")]
    [InlineData("""{"type":"FeatureCollection","features":[1]}""")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Point","coordinates":[1,2]}]}""")]
    [InlineData("""{"type":"Polygon"}""")]
    [InlineData("""{"type":"Polygon","coordinates":null}""")]
    [InlineData("""{"type":"Polygon","coordinates":[1,2]}""")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,45],[1]]]}""")]
    [InlineData("""{"type":"Polygon","coordinates":[[["0","45"]]]}""")]
    [InlineData("""{"type":"Point","coordinates":[1e999,45]}""")]
    [InlineData("""{"type":"Point","coordinates":[[1,45]]}""")]
    [InlineData("""{"type":"MultiPolygon","coordinates":[[[0,45],[1,45],[1,46],[0,45]]]}""")]
    [InlineData("""{"type":"Feature","properties":{"a":"\ud800"},"geometry":null}""")]
    public void What_is_not_GeoJSON_is_refused_with_a_sentence(string json) => Assert.Equal("geojson-malformed", Refuse(json).Code);

    [Theory]
    [InlineData("""{"type":"Topology","objects":{}}""", "Topology")]
    [InlineData("""{"type":"Feature","properties":{},"geometry":{"type":"Circle","coordinates":[]}}""", "Circle")]
    public void An_unknown_type_is_named(string json, string type)
    {
        var error = Refuse(json);
        Assert.Equal("geojson-type-unknown", error.Code);
        Assert.Contains($"'{type}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused_with_its_line()
    {
        var whole = $$"""
            {"type":"FeatureCollection",
            "features":[
            {{Feature($$"""{"type":"Polygon","coordinates":{{Square}}}""", """{"code":"é"}""")}}
            ]}
            """;
        Assert.Single(Read(whole).Features);
        var bytes = Encoding.UTF8.GetBytes(whole);
        for (var length = 0; length < bytes.Length - 1; length++)
        {
            var error = Assert.Throws<InputException>(() => Read(bytes[..length]));
            Assert.Equal("geojson-malformed", error.Code);
            Assert.Equal(bytes.AsSpan(0, length).Count((byte)'\n') + 1, error.At.Line);
        }
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_refused_with_its_line_and_byte()
    {
        var bytes = Encoding.Latin1.GetBytes("{\"type\":\"Feature\",\n\"properties\":{\"a\":\"é\"},\"geometry\":null}");
        var error = Assert.Throws<InputException>(() => Read(bytes));
        Assert.Equal("geojson-malformed", error.Code);
        Assert.Equal(2, error.At.Line);
        Assert.Contains("byte 38 ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_beyond_reason_is_refused() =>
        Assert.Equal("geojson-malformed", Refuse("""{"type":"Polygon","coordinates":""" + new string('[', 100_000)).Code);

    [Fact]
    public void Other_extensions_missing_files_and_layers_of_plain_files_are_refused()
    {
        Assert.Equal(
            "file-missing",
            Assert.Throws<InputException>(() => AreaFile.Read(Path.Combine(_folder, "no.geojson"), null, null, _notices)).Code);
        var zip = Path.Combine(_folder, "qp.zip");
        File.WriteAllText(zip, "PK");
        Assert.Equal("area-format-unknown", Assert.Throws<InputException>(() => AreaFile.Read(zip, null, null, _notices)).Code);
        var json = Path.Combine(_folder, "a.json");
        File.WriteAllText(json, """{"type":"FeatureCollection","features":[]}""");
        Assert.Empty(AreaFile.Read(json, null, null, _notices).Features);
        Assert.Equal("layer-not-applicable", Assert.Throws<InputException>(() => AreaFile.Read(json, "a", null, _notices)).Code);
    }

    [Fact]
    public void Shapes_carry_their_system()
    {
        var shape = Assert.Single(Read($$"""{"type":"Polygon","coordinates":{{Square}}}""").Features).Shape;
        Assert.Equal(4326, shape.SRID);
        Assert.IsType<Polygon>(shape);
    }
}
