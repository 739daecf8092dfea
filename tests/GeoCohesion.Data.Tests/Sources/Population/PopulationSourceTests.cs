using System.IO.Compression;
using System.Text;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Crs;
using GeoCohesion.Data.Sources.Population;
using GeoCohesion.Testing;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace GeoCohesion.Data.Tests.Sources.Population;

public sealed class PopulationSourceTests : IDisposable
{
    // PROJ: Lannion, 3.46 W 48.73 N, is at 3336773.9 E 2936559.7 N in EPSG:3035.
    const string LannionCell = "CRS3035RES200mN2936400E3336600";
    const string ToulouseCell = "CRS3035RES200mN2315000E3625000";
    const string Header2021 =
        "idcar_200m,idcar_1km,idcar_nat,i_est_200,i_est_1km,lcog_geo,ind,men,men_pauv,men_1ind,men_5ind,men_prop,men_fmp,ind_snv,men_surf,men_coll,men_mais,"
        + "log_av45,log_45_70,log_70_90,log_ap90,log_inc,log_soc,ind_0_3,ind_4_5,ind_6_10,ind_11_17,ind_18_24,ind_25_39,ind_40_54,ind_55_64,ind_65_79,ind_80p,ind_inc";

    static readonly Envelope s_lannion = new(-3.5, -3.4, 48.7, 48.76);

    readonly string _folder = Directory.CreateTempSubdirectory("geocohesion-population-").FullName;
    readonly NoticeLog _notices = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    string Write(string text, string name = "carreaux_200m_met.csv")
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    IReadOnlyList<PopulationCell> Read(string path, string? crs = null, Envelope? area = null) =>
        PopulationSource.Read(new PopulationSourceOptions { Path = path, Crs = crs }, area ?? s_lannion, _notices);

    InputException Refuse(string path, string? crs = null, Envelope? area = null) =>
        Assert.Throws<InputException>(() => Read(path, crs, area));

    static string Row2021(string id, string residents, string imputed = "0") =>
        $"{id},CRS3035RES1000mN2936000E3336000,CRS3035RES2000mN2936000E3336000,{imputed},0,22113,{residents},20,5,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2,3,4,5,6,7,8,9,10,0";

    [Fact]
    public void Filosofi_2021_is_read_whole()
    {
        var cells = Read(Write($"{Header2021}\n{Row2021(ToulouseCell, "7")}\n{Row2021(LannionCell, "41.5", "1")}\n"));
        var cell = Assert.Single(cells);
        Assert.Equal(
            (LannionCell, 3035, 41.5, true, 20.0, 5.0),
            (cell.Id, cell.Crs, cell.Residents, cell.IsImputed, cell.Households, cell.PoorHouseholds));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], cell.ResidentsByAge);
        Assert.Equal(new Envelope(3336600, 3336800, 2936400, 2936600), cell.Shape.EnvelopeInternal);
        Assert.Empty(_notices.Summarize());
    }

    [Theory]
    [InlineData("IdINSPIRE,Id_carr1km,I_est_cr,Id_carr_n,Groupe,Depcom,I_pauv,Id_car2010,Ind,Men,Men_pauv", $"{LannionCell},x,1,x,1,22113,0,x,41.5,20,5")] // 2015
    [InlineData("Idcar_200m,Id_carr1km,I_est_cr,Groupe,Ind,Men,Men_pauv", $"{LannionCell},x,1,1,41.5,20,5")] // 2017
    [InlineData("idcar_200m,idcar_1km,i_est_200,i_est_1km,lcog_geo,ind,men,men_pauv", $"{LannionCell},x,1,0,22113,41.5,20,5")] // 2019
    [InlineData("idcar_200m;i_est_200m;ind;men;men_pauv", $"{LannionCell};1;41.5;20;5")]
    [InlineData("idcar_1km,i_est_1km,ind,men,men_pauv", "CRS3035RES1000mN2936000E3336000,1,41.5,20,5")]
    public void Other_editions_are_recognised_by_their_columns(string header, string row)
    {
        var cell = Assert.Single(Read(Write($"{header}\r\n{row}\r\n")));
        Assert.Equal((41.5, true, 20.0, 5.0), (cell.Residents, cell.IsImputed, cell.Households, cell.PoorHouseholds));
        Assert.Empty(cell.ResidentsByAge);
        Assert.Equal(header.StartsWith("idcar_1km", StringComparison.Ordinal) ? 1e6 : 4e4, cell.Shape.Area);
    }

    [Theory]
    [InlineData("idcar200m,idcar_1km,i_est_200,ind", LannionCell + ",CRS3035RES1000mN2936000E3336000,0,41.5")]
    [InlineData("idcar_1km,idcar_200,ind", "CRS3035RES1000mN2936000E3336000," + LannionCell + ",41.5")]
    [InlineData("Id_INSPIRE,Id_carr1km,I_est_cr,Ind", LannionCell + ",CRS3035RES1000mN2936000E3336000,0,41.5")]
    [InlineData("idcar_1km,idcar_nat,i_est_200,i_est_1km,ind", "CRS3035RES1000mN2936000E3336000,CRS3035RES2000mN2936000E3336000,0,0,41.5")]
    public void Cells_of_200_m_whose_own_column_is_misspelt_are_not_taken_for_their_kilometre(string header, string row)
    {
        var refused = Refuse(Write($"{header}\n{row}\n"));
        Assert.Equal(("column-missing", 1), (refused.Code, refused.At.Line));
        Assert.Contains(": the column 'idcar_200m' is missing (also accepted: IdINSPIRE)", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith($"the columns found are: {header.Replace(",", ", ", StringComparison.Ordinal)}.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Areas_are_not_named_by_the_kilometre_around_them()
    {
        var refused = Refuse(Write(
            $$$"""{"type":"Feature","properties":{"idcar200m":"{{{LannionCell}}}","idcar_1km":"CRS3035RES1000mN2936000E3336000","ind":"4"},"geometry":{"type":"Point","coordinates":[-3.45,48.72]}}""",
            "cells.geojson"));
        Assert.Equal("field-missing", refused.Code);
        Assert.Contains("the field 'idcar_200m' is missing", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_of_a_kilometre_may_name_larger_ones()
    {
        var path = Write("idcar_nat,idcar_1km,i_est_1km,ind\nCRS3035RES2000mN2936000E3336000,CRS3035RES1000mN2936000E3336000,0,41.5\n");
        Assert.Equal("CRS3035RES1000mN2936000E3336000", Assert.Single(Read(path)).Id);
    }

    [Theory]
    [InlineData("CRS5490RES200mN1614800E0715400", 5490, -61.0, 14.6)]
    [InlineData("CRS2975RES200mN7690200E0338600", 2975, 55.45, -20.88)]
    public void Overseas_grids_have_their_own_system(string id, int crs, double longitude, double latitude)
    {
        var cell = Assert.Single(Read(
            Write($"idcar_200m,ind\n{id},3\n{LannionCell},4\n"),
            null,
            new Envelope(longitude - 0.01, longitude + 0.01, latitude - 0.01, latitude + 0.01)));
        Assert.Equal(crs, cell.Crs);
    }

    [Fact]
    public void A_packed_table_is_read()
    {
        var path = Path.Combine(_folder, "carreaux.csv.gz");
        using (var stream = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            stream.Write(Encoding.ASCII.GetBytes($"idcar_200m,ind\n{LannionCell},3\n"));
        }

        Assert.Single(Read(path));
    }

    [Fact]
    public void Only_cells_that_touch_a_box_are_kept_when_there_are_many_boxes()
    {
        var path = Write($"idcar_200m,ind\n{LannionCell},1\n{ToulouseCell},2\nCRS3035RES200mN2600000E3500000,3\n");
        var (longitude, latitude) = CrsTransform.ToWgs84(3035).Apply(3625100, 2315100);
        var boxes = new[] { s_lannion, new Envelope(longitude, longitude + 0.001, latitude, latitude + 0.001) };
        Assert.Equal(
            [1.0, 2.0],
            PopulationSource.Read(new PopulationSourceOptions { Path = path }, boxes, _notices).Select(c => c.Residents));
    }

    [Fact]
    public void Uninhabited_and_doubtful_rows_are_left_out_and_the_doubtful_ones_counted()
    {
        var path = Write(
            $"idcar_200m,ind\n{LannionCell},0\nCRS3035RES200mN2936400E3336800,\nCRS3035RES200mN2936400E3337000,-3\nN2936400E3337000,3\nCRS3035RES200mN2936600E3336600,2.5\n");
        Assert.Equal(2.5, Assert.Single(Read(path)).Residents);
        Assert.Equal(1, _notices.CountOf("population-weight-missing"));
        Assert.Equal(1, _notices.CountOf("population-weight-negative"));
        Assert.Equal(1, _notices.CountOf("population-id-malformed"));
    }

    [Fact]
    public void The_file_of_another_region_is_refused_with_what_it_covers()
    {
        var error = Refuse(Write($"idcar_200m,ind\n{ToulouseCell},3\n"));
        Assert.Equal("population-elsewhere", error.Code);
        Assert.Contains("latitudes 43.", error.Message, StringComparison.Ordinal);
        Assert.Contains("latitudes 48.7 to 48.76", error.Message, StringComparison.Ordinal);
        Assert.Equal("population-elsewhere", Refuse(Write("idcar_200m,ind\nCRS2975RES200mN7690200E0338600,3\n")).Code);
    }

    [Fact]
    public void The_right_region_without_anybody_near_is_a_notice()
    {
        Assert.Empty(Read(Write($"idcar_200m,ind\n{ToulouseCell},3\nCRS3035RES200mN3336400E3336600,3\n")));
        Assert.Equal(1, _notices.CountOf("population-elsewhere"));
    }

    [Fact]
    public void Bad_tables_are_refused_with_line_and_column()
    {
        Assert.Equal("population-empty", Refuse(Write("idcar_200m,ind\n")).Code);
        Assert.Equal("table-empty", Refuse(Write("")).Code);
        var comma = Refuse(Write($"idcar_200m;ind\n{ToulouseCell};1\n{LannionCell};41,5\n"));
        Assert.Equal(("number-malformed", 3, "ind"), (comma.Code, comma.At.Line, comma.At.Field));
        Assert.Contains("'41,5'", comma.Message, StringComparison.Ordinal);
        var missing = Refuse(Write($"idcar_200m,men\n{LannionCell},1\n"));
        Assert.Equal("column-missing", missing.Code);
        Assert.EndsWith("idcar_200m, men.", missing.Message, StringComparison.Ordinal);
        Assert.Equal("column-missing", Refuse(Write("a,b\n1,2\n")).Code);
        Assert.Equal("population-id-duplicate", Refuse(Write($"idcar_200m,ind\n{LannionCell},1\n{LannionCell},1\n")).Code);
        Assert.Equal("crs-unknown", Refuse(Write("idcar_200m,ind\nCRS2193RES200mN2936400E3336600,1\n")).Code);
        Assert.Equal("file-missing", Refuse(Path.Combine(_folder, "no.csv")).Code);
    }

    [Fact]
    public void Points_with_a_weight_are_read_by_longitude_and_latitude_or_in_a_stated_system()
    {
        var points = Read(Write("name,lat,lon,habitants\na,48.73,-3.46,12\nb,48.9,-3.46,12\nc,48.73,-3.45,0\nd,,-3.45,5\n"));
        var point = Assert.Single(points);
        Assert.Equal(("line-2", 4326, 12.0), (point.Id, point.Crs, point.Residents));
        Assert.Equal(new Coordinate(-3.46, 48.73), point.Shape.Coordinate);
        Assert.Equal(1, _notices.CountOf("population-position-missing"));

        // 1225318.535 E 7301067.954 N in CC48 is 3.46 W 48.73 N, after PROJ.
        var table = Write("id;x;y;pop\nA;1225318.535;7301067.954;7\n");
        var projected = Assert.Single(Read(table, "EPSG:3948"));
        Assert.Equal(("A", 4326), (projected.Id, projected.Crs));
        Assert.True(projected.Shape.Coordinate.Distance(new Coordinate(-3.46, 48.73)) < 1e-8);
        Assert.Equal("crs-missing", Refuse(table).Code);
        Assert.Equal("outside-crs", Refuse(table, "EPSG:4326").Code);
    }

    [Fact]
    public void Named_columns_win_and_must_be_there()
    {
        var path = Write("code,cx,cy,n,lon,lat\nA,-3.46,48.73,7,0,0\n");
        var options = new PopulationSourceOptions { Path = path, Crs = "WGS84", IdField = "code", XField = "cx", YField = "cy", WeightField = "n" };
        Assert.Equal(7, Assert.Single(PopulationSource.Read(options, s_lannion, _notices)).Residents);
        var error = Assert.Throws<InputException>(() => PopulationSource.Read(options with { WeightField = "m" }, s_lannion, _notices));
        Assert.Equal("column-missing", error.Code);
    }

    [Fact]
    public void Swapped_longitudes_and_latitudes_are_refused() =>
        Assert.Equal("coordinates-swapped", Refuse(Write("id,lon,lat,pop\nA,48.73,-3.46,7\n")).Code);

    [Fact]
    public void Cells_of_a_GeoPackage_are_streamed()
    {
        var path = Path.Combine(_folder, "carreaux_200m_met.gpkg");
        using (var writer = new GeoPackageWriter(path))
        {
            writer.AddSystem(3035, "EPSG", 3035, "");
            writer.AddLayer("carreaux_200m_met", 3035, "geom", "idcar_200m", "i_est_200m", "ind", "men", "men_pauv");
            writer.AddRow(
                "carreaux_200m_met",
                1,
                GeoPackageWriter.Blob(new GridCellId(3035, 200, 2315000, 3625000).ToPolygon(), 3035),
                ToulouseCell,
                0,
                9.0,
                1,
                1);
            writer.AddRow(
                "carreaux_200m_met",
                2,
                GeoPackageWriter.Blob(new GridCellId(3035, 200, 2936400, 3336600).ToPolygon(), 3035),
                LannionCell,
                1,
                41.5,
                20,
                5);
        }

        var cell = Assert.Single(Read(path));
        Assert.Equal(
            (LannionCell, 3035, 41.5, true, 20.0, 5.0, 4e4),
            (cell.Id, cell.Crs, cell.Residents, cell.IsImputed, cell.Households, cell.PoorHouseholds, cell.Shape.Area));
    }

    [Fact]
    public void Polygons_in_degrees_are_turned_into_metres_and_points_stay()
    {
        var path = Write(
            """
            {"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"id":"a","population":3},"geometry":{"type":"Polygon","coordinates":[[[-3.47,48.72],[-3.46,48.72],[-3.46,48.73],[-3.47,48.73],[-3.47,48.72]]]}},
            {"type":"Feature","properties":{"id":"b","population":"4"},"geometry":{"type":"Point","coordinates":[-3.45,48.72]}},
            {"type":"Feature","properties":{"id":"c","population":5},"geometry":null},
            {"type":"Feature","properties":{"id":"d","population":6},"geometry":{"type":"Point","coordinates":[2,48]}}]}
            """,
            "iris.geojson");
        var cells = Read(path);
        Assert.Equal(["a 32630 3", "b 4326 4"], cells.Select(c => $"{c.Id} {c.Crs} {c.Residents}"));

        // 0.01 degree is 1,112 m of latitude and 735 m of longitude there.
        Assert.Equal(1112.0 * 735, cells[0].Shape.Area, 3000.0);
        Assert.Equal(1, _notices.CountOf("population-geometry-unusable"));
    }

    [Fact]
    public void An_area_file_without_weight_is_answered_with_its_fields()
    {
        var error = Refuse(Write("""{"type":"Feature","properties":{"id":"b","n":"4"},"geometry":{"type":"Point","coordinates":[-3.45,48.72]}}""", "p.geojson"));
        Assert.Equal("field-missing", error.Code);
        Assert.EndsWith("id, n.", error.Message, StringComparison.Ordinal);
        var shapefile = new ShapefileWriter { Fields = [("POP", 6)], ShapeType = 5 };
        shapefile.Add(
            CrsTransform.FromWgs84(2154).Apply(new WKTReader().Read("POLYGON ((-3.47 48.72, -3.46 48.72, -3.46 48.73, -3.47 48.72))")),
            ["12,5"]);
        var comma = Refuse(shapefile.Write(_folder, "iris"));
        Assert.Equal(("number-malformed", 1, "POP"), (comma.Code, comma.At.Line, comma.At.Field));
    }

    [Fact]
    public void The_hexagons_of_Porto_Alegre_are_points_with_a_weight()
    {
        var path = RealData.Find("porto-alegre/poa_hexgrid.csv");
        if (path is null)
        {
            Assert.Skip("real data not present: porto-alegre/poa_hexgrid.csv");
        }

        var cells = Read(path, null, new Envelope(-52, -51, -31, -29));
        Assert.InRange(cells.Count, 500, 1227);
        Assert.Equal(159, cells.Single(c => c.Id == "89a9012a3cfffff").Residents);
        Assert.All(cells, c => Assert.True(c.Residents > 0));
        Assert.Empty(_notices.Summarize());
    }
}
