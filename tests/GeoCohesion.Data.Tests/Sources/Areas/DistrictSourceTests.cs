using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Areas;
using GeoCohesion.Data.Sources.Crs;
using GeoCohesion.Testing;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace GeoCohesion.Data.Tests.Sources.Areas;

public sealed class DistrictSourceTests : IDisposable
{
    const string Square = """{"type":"Polygon","coordinates":[[[2.0,48.0],[2.0,48.1],[2.1,48.1],[2.1,48.0],[2.0,48.0]]]}""";
    readonly string _folder = Directory.CreateTempSubdirectory("geocohesion-districts-").FullName;
    readonly NoticeLog _notices = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static string Feature(string properties, string geometry = Square) => $$"""{"type":"Feature","properties":{{properties}},"geometry":{{geometry}}}""";

    string Write(params ReadOnlySpan<string> features)
    {
        var path = Path.Combine(_folder, "qp.geojson");
        File.WriteAllText(path, $$"""{"type":"FeatureCollection","features":[{{string.Join(',', features.ToArray())}}]}""");
        return path;
    }

    IReadOnlyList<District> Read(string path, string? crs = null) => DistrictSource.Read(
        new AreaSourceOptions { Path = path, Crs = crs },
        _notices);

    InputException Refuse(AreaSourceOptions options) => Assert.Throws<InputException>(() => DistrictSource.Read(options, _notices));

    [Theory]
    [InlineData("""{"CODE_QP":"QP031012","NOM_QP":" Bagatelle ","COMMUNE_QP":"Toulouse"}""", "QP031012", "QPV 2015", "COMMUNE_QP=Toulouse")]
    [InlineData("""{"code_qp":"QP02A001","nom_qp":"Bagatelle","commune_qp":"x"}""", "QP02A001", "QPV 2015", "commune_qp=x")]
    [InlineData("""{"code_quartier":"QP971001","quartier_prioritaire":"Bagatelle","departement":"x"}""", "QP971001", "QPV 2015", "departement=x")]
    [InlineData("""{"code_qp":"QN06099M","lib_qp":"Bagatelle","insee_com":"06088"}""", "QN06099M", "QPV 2024", "insee_com=06088")]
    [InlineData("""{"code_qp":"QN97414I","lib_qp":"Bagatelle","insee_com":"97411"}""", "QN97414I", "QPV 2024", "insee_com=97411")]
    public void Both_generations_are_recognised_by_the_names_of_their_fields(
        string properties,
        string code,
        string generation,
        string other)
    {
        var district = Assert.Single(Read(Write(Feature(properties))));
        Assert.Equal((code, "Bagatelle", generation), (district.Code, district.Label, district.Generation));
        var property = Assert.Single(district.Properties);
        Assert.Equal(other, $"{property.Key}={property.Value}");
        Assert.Empty(_notices.Summarize());
    }

    [Fact]
    public void Any_polygon_file_is_read_with_named_fields_and_a_missing_field_is_answered_with_those_there_are()
    {
        var path = Write(Feature("""{"num":3,"titre":"Centre"}"""));
        var district = Assert.Single(DistrictSource.Read(
            new AreaSourceOptions { Path = path, IdField = "NUM", LabelField = "titre" },
            _notices));
        Assert.Equal(("3", "Centre", ""), (district.Code, district.Label, district.Generation));
        Assert.Empty(_notices.Summarize());

        foreach (var options in new[]
        {
            new AreaSourceOptions { Path = path },
            new AreaSourceOptions { Path = path, IdField = "code" },
            new AreaSourceOptions { Path = path, IdField = "num", LabelField = "nom" },
        })
        {
            var error = Refuse(options);
            Assert.Equal("field-missing", error.Code);
            Assert.EndsWith("the fields there are: num, titre.", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Perimeters_turn_counter_clockwise_and_holes_clockwise()
    {
        var path = Write(Feature(
            """{"code_qp":"QP031012"}""",
            """{"type":"Polygon","coordinates":[[[2,48],[2,49],[3,49],[3,48],[2,48]],[[2.2,48.2],[2.4,48.2],[2.4,48.4],[2.2,48.2]]]}"""));
        var district = Assert.Single(Read(path));
        var polygon = Assert.IsType<Polygon>(district.Perimeter);
        Assert.True(Orientation.IsCCW(polygon.Shell.Coordinates));
        Assert.False(Orientation.IsCCW(polygon.Holes[0].Coordinates));
        Assert.Equal("QP031012", district.Label);
    }

    //  2----3
    //   \  /      the bow tie 0-1-2-3 crosses itself in the middle: two triangles of a quarter of the square each
    //    \/
    //    /\
    //   /  \
    //  0----1 ... drawn 0,1,2,3 with 2 top left and 3 top right
    [Fact]
    public void An_outline_that_crosses_itself_is_mended_and_counted_with_its_code()
    {
        var path = Write(
            Feature("""{"code_qp":"QP031012"}""", """{"type":"Polygon","coordinates":[[[2,48],[3,48],[2,49],[3,49],[2,48]]]}"""),
            Feature("""{"code_qp":"QP031013"}"""));
        var districts = Read(path);
        Assert.True(districts[0].Perimeter.IsValid);
        Assert.Equal(0.5, districts[0].Perimeter.Area, 9);
        var notice = Assert.Single(_notices.Summarize());
        Assert.Equal(("district-geometry-mended", 1L), (notice.Code, notice.Count));
        Assert.Contains("'QP031012'", notice.Examples[0].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Features_without_a_polygon_are_left_out_and_counted()
    {
        var path = Write(
            Feature("""{"code_qp":"QP031012"}""", "null"),
            Feature("""{"code_qp":"QP031013"}""", """{"type":"Polygon","coordinates":[]}"""),
            Feature("""{"code_qp":"QP031014"}""", """{"type":"Point","coordinates":[2,48]}"""),
            Feature("""{"code_qp":"QP031015"}""", """{"type":"Polygon","coordinates":[[[2,48],[2,48],[2,48],[2,48]]]}"""),
            Feature("""{"code_qp":"QP031016"}"""));
        Assert.Equal("QP031016", Assert.Single(Read(path)).Code);
        Assert.Equal(4, _notices.CountOf("district-geometry-empty"));
    }

    [Fact]
    public void A_file_without_any_polygon_is_refused()
    {
        Assert.Equal("district-none", Refuse(new AreaSourceOptions { Path = Write() }).Code);
        Assert.Equal("district-none", Refuse(new AreaSourceOptions { Path = Write(Feature("""{"code_qp":"QP031012"}""", "null")) }).Code);
    }

    [Fact]
    public void The_same_code_twice_is_one_district_of_both_polygons()
    {
        var path = Write(
            Feature("""{"code_qp":"QP031012","nom_qp":"A"}"""),
            Feature("""{"code_qp":"QP031013","nom_qp":"B"}"""),
            Feature("""{"code_qp":"QP031012","nom_qp":"C"}""", """{"type":"Polygon","coordinates":[[[2.1,48.0],[2.1,48.1],[2.2,48.1],[2.2,48.0],[2.1,48.0]]]}"""));
        var districts = Read(path);
        Assert.Equal(["A", "B"], districts.Select(d => d.Label));
        Assert.Equal(0.02, districts[0].Perimeter.Area, 9);
        Assert.True(Orientation.IsCCW(((Polygon)districts[0].Perimeter).Shell.Coordinates));
        Assert.Equal(1, _notices.CountOf("district-code-duplicate"));
    }

    [Fact]
    public void An_empty_code_is_refused_with_its_feature()
    {
        var error = Refuse(new AreaSourceOptions { Path = Write(Feature("""{"code_qp":"QP031012"}"""), Feature("""{"code_qp":" "}""")) });
        Assert.Equal("district-code-missing", error.Code);
        Assert.Equal((2, "code_qp"), (error.At.Line, error.At.Field));
    }

    [Fact]
    public void Codes_that_are_not_those_of_QPV_are_kept_with_a_notice()
    {
        Assert.Equal("", Assert.Single(Read(Write(Feature("""{"code_qp":"ESSAI-1"}""")))).Generation);
        Assert.Equal(1, _notices.CountOf("district-code-unusual"));
    }

    [Fact]
    public void Swapped_coordinates_and_the_wrong_system_are_refused()
    {
        var swapped = Feature("""{"code_qp":"QP022001"}""", """{"type":"Polygon","coordinates":[[[48.74,-3.47],[48.74,-3.46],[48.75,-3.46],[48.74,-3.47]]]}""");
        Assert.Equal("coordinates-swapped", Refuse(new AreaSourceOptions { Path = Write(swapped) }).Code);
        Assert.Equal("outside-crs", Refuse(new AreaSourceOptions { Path = Write(Feature("""{"code_qp":"QP022001"}""")), Crs = "EPSG:2154" }).Code);
        var meters = Feature("""{"code_qp":"QP022001"}""", """{"type":"Polygon","coordinates":[[[650000,6860000],[651000,6860000],[651000,6861000],[650000,6860000]]]}""");
        Assert.Equal("outside-crs", Refuse(new AreaSourceOptions { Path = Write(meters) }).Code);
        Assert.Single(Read(Write(meters), "Lambert-93"));
    }

    [Fact]
    public void The_same_perimeter_is_the_same_from_GeoJSON_shapefile_and_GeoPackage()
    {
        var square = new WKTReader().Read("POLYGON ((650000 6860000, 651000 6860000, 651000 6861000, 650000 6861000, 650000 6860000))");
        var shapefile = new ShapefileWriter { Fields = [("CODE_QP", 8)], ShapeType = 5 };
        shapefile.Add(square, ["QP031012"]);
        var gpkg = Path.Combine(_folder, "qp.gpkg");
        using (var package = new GeoPackageWriter(gpkg))
        {
            package.AddSystem(2154, "EPSG", 2154, "");
            package.AddLayer("qp", 2154, "geom", "code_qp");
            package.AddRow("qp", 1, GeoPackageWriter.Blob(square, 2154), "QP031012");
        }

        var json = Write(Feature("""{"code_qp":"QP031012"}""", """{"type":"Polygon","coordinates":[[[650000,6860000],[651000,6860000],[651000,6861000],[650000,6861000],[650000,6860000]]]}"""));
        var expected = CrsTransform.ToWgs84(2154).Apply(square).Normalized();
        foreach (var district in new[] { Read(shapefile.Write(_folder, "qp")), Read(gpkg), Read(json, "2154") }.Select(list =>
            Assert.Single(list)))
        {
            Assert.True(district.Perimeter.Normalized().EqualsExact(expected, 1e-12), district.Source);
        }
    }

    [Fact]
    public void The_QPV_of_Occitanie_are_read_whole()
    {
        var path = RealData.Find("occitanie/qp.geojson");
        if (path is null)
        {
            Assert.Skip("real data not present: occitanie/qp.geojson");
        }

        var districts = Read(path);
        Assert.Equal(105, districts.Count);
        Assert.All(districts, d => Assert.True(d.Perimeter.IsValid && d.Generation == "QPV 2015", d.Code));
        Assert.Equal(105, districts.Select(d => d.Code).Distinct().Count());
        Assert.Equal("Bas-Vernet Nouveau QPV", districts[0].Label);
        Assert.Equal(0, _notices.CountOf("district-geometry-empty"));
    }

    [Fact]
    public void The_illustrative_districts_of_Lannion_are_read_whole()
    {
        var path = RealData.Find("lannion/districts-illustrative.geojson");
        if (path is null)
        {
            Assert.Skip("real data not present: lannion/districts-illustrative.geojson");
        }

        var districts = Read(path);
        Assert.Equal(["ESSAI-LANNION-1", "ESSAI-LANNION-2", "ESSAI-LANNION-3"], districts.Select(d => d.Code));
        Assert.All(districts, d => Assert.True(d.Perimeter.IsValid));
        Assert.Equal("22113", districts[0].Properties.Single(p => p.Key == "insee_com").Value);
    }
}
