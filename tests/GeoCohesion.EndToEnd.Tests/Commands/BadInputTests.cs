using System.Text;
using System.Text.Json.Nodes;
using GeoCohesion.Testing;
using NetTopologySuite.Geometries;

namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary>Bad input through the program: each is refused with one sentence and exit code 2, or lived with and counted.</summary>
public sealed class BadInputTests : IDisposable
{
    readonly TempFolder _folder = new();
    readonly SmallTown _town;
    readonly RunOutput _output;

    public BadInputTests()
    {
        _town = new SmallTown(_folder.Combine("town"));
        _output = new RunOutput(_folder.Combine("results"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_street_file_that_was_cut_off_is_refused_with_the_byte_where_it_ends()
    {
        _town.Save();
        var path = _town.PathOf("town.osm.pbf");
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(path, bytes[..(bytes.Length - 40)], TestContext.Current.CancellationToken);
        await Refused("town.osm.pbf", FormattableString.Invariant($"ends at byte {bytes.Length - 40}"), "cut off");
    }

    [Fact]
    public async Task A_street_file_whose_block_claims_four_gigabytes_is_refused_without_taking_them()
    {
        _town.Save();
        var bomb = OsmPbfBuilder.ZlibBlob(4L << 30, OsmPbfBuilder.Deflate(new byte[1 << 20]));
        WriteStreets(OsmPbfBuilder.WithBlobHeader("OSMData", bomb));
        await Refused("town.osm.pbf", "claims to unpack to 4294967296 bytes", "the format allows 33554432");

        WriteStreets(OsmPbfBuilder.WithBlobHeader("OSMData", [1, 2, 3], 4L << 30));
        await Refused("town.osm.pbf", "claims 4294967296 bytes");
    }

    [Fact]
    public async Task What_is_no_street_file_is_refused()
    {
        _town.Save();
        _town.Write("town.osm.pbf", "<osm version=\"0.6\"><node id=\"1\" lat=\"47\" lon=\"2\"/></osm>");
        await Refused("town.osm.pbf", "not an OpenStreetMap PBF file");
    }

    [Fact]
    public async Task A_shapefile_without_its_coordinate_system_is_refused_and_read_once_it_is_stated()
    {
        WriteShapefile(prj: null);
        _town.Territory["districts"] = new JsonArray(new JsonObject { ["path"] = "quartiers.shp" });
        _town.Save();
        await Refused("quartiers.shp", ".prj", "crs");

        _town.Territory["districts"] = new JsonArray(new JsonObject { ["path"] = "quartiers.shp", ["crs"] = "EPSG:4326" });
        _town.Save();
        await RunWell();
        var edge = _output.Row("districts", "code", SmallTown.Edge);
        Assert.Equal(("1800", "La Limite"), (edge["median_s"], edge["label"]));
        using var manifest = _output.Manifest();
        var inputs = manifest.RootElement.GetProperty("inputs").EnumerateArray()
            .Select(input => input.GetProperty("file").GetString()).ToArray();
        Assert.Contains("quartiers.dbf", inputs);
        Assert.Contains("quartiers.shp", inputs);
    }

    [Fact]
    public async Task A_decimal_comma_is_refused_with_line_column_and_what_is_expected()
    {
        _town.Write("population.csv", "id;lon;lat;population\na;2.0026;47.0018;10\nb;2,0052;47.0018;10\n");
        await Refused("population.csv:3 lon", "'2,0052'", "a decimal point is expected");
    }

    [Fact]
    public async Task A_missing_column_is_refused_with_those_that_there_are()
    {
        _town.Write("places.csv", "nom,classe,longitude\nDr,generaliste,2\n");
        await Refused("places.csv:1", "'lat' is missing", "nom, classe, longitude");
        _town.Write("population.csv", "id;lon;lat\na;2.0026;47.0018\n");
        await Refused("population.csv:1", "'population' is missing", "id, lon, lat");
    }

    [Fact]
    public async Task A_perimeter_that_crosses_itself_is_mended_and_counted()
    {
        _town.Districts[1]["geometry"]!["coordinates"] = new JsonArray(new JsonArray(
            SmallTown.Position(18.5, 1.5),
            SmallTown.Position(21.5, 2.5),
            SmallTown.Position(21.5, 1.5),
            SmallTown.Position(18.5, 2.5),
            SmallTown.Position(18.5, 1.5)));
        var result = await RunWell();
        Assert.Equal(1, _output.Notices()["district-geometry-mended"]);
        Assert.Contains("district-geometry-mended x 1", result.Error, StringComparison.Ordinal);

        // The bow tie holds the crossings at both ends and its knot, where its two triangles touch.
        Assert.Equal("100", _output.Row("districts", "code", SmallTown.Edge)["residents"]);
    }

    [Fact]
    public async Task A_district_in_the_sea_is_not_computable_with_its_reason_and_the_others_are_computed()
    {
        _town.Districts.Add(SmallTown.Feature(
            new JsonArray(Sea(-6, 47), Sea(-5.996, 47), Sea(-5.996, 47.003), Sea(-6, 47.003), Sea(-6, 47)),
            ("code_qp", "QN02209M"),
            ("lib_qp", "Ys")));
        var result = await RunWell();
        var row = _output.Row("districts", "code", "QN02209M");
        Assert.Equal(("not_computable", "Not computable: no street near the residents."), (row["verdict"], row["reason_en"]));
        Assert.Equal("partly", _output.Row("districts", "code", SmallTown.Edge)["verdict"]);
        Assert.Equal(1, _output.Notices()["origin-grid-fallback"]);
        var origins = _output.Rows("origins").Count(origin => origin["district"] == "QN02209M");
        Assert.Equal((3 * origins) + 3, _output.Notices()["not-snapped"]);
        Assert.All(
            _output.Rows("left_out").Where(entry => entry["id"].StartsWith("QN02209M", StringComparison.Ordinal)),
            entry => Assert.Equal("", entry["distance_m"]));
        Assert.DoesNotContain("NaN", result.Error, StringComparison.Ordinal);

        static JsonArray Sea(double longitude, double latitude) => new(longitude, latitude);
    }

    [Fact]
    public async Task The_population_of_another_region_is_refused_with_both_places()
    {
        _town.Write("population.csv", "idcar_200m,ind\nCRS3035RES200mN2254000E3938000,12\n");
        await Refused("population.csv", "no inhabited place of the file is near a district", "Give the file of the districts' region");
    }

    [Fact]
    public async Task A_file_of_places_without_a_place_is_refused()
    {
        _town.Write("places.csv", "id,class,lon,lat\n");
        await Refused("places.csv", "no place at all");
        _town.Write("places.csv", "");
        await Refused("places.csv", "empty");
    }

    [Fact]
    public async Task Swapped_coordinates_are_refused_in_districts_places_and_population()
    {
        var ring = (JsonArray)_town.Districts[0]["geometry"]!["coordinates"]![0]!;
        foreach (var position in ring.Cast<JsonArray>())
        {
            var (longitude, latitude) = (position[0]!.GetValue<double>(), position[1]!.GetValue<double>());
            (position[0], position[1]) = (latitude, longitude);
        }

        await Refused("districts.geojson", "look swapped", "x must be the longitude");

        var other = new SmallTown(_folder.Combine("other"));
        other.Write("places.csv", "id,class,lon,lat\na,generaliste,47.001,2.001\nb,generaliste,47.002,2.003\n");
        await Geocohesion.RunRefused(["run", other.Save(), "--out", _output.Folder], "places.csv", "swapped");
        other.Write("places.csv", "id,class,lon,lat\na,generaliste,2.001,47.001\n");
        other.Write("population.csv", "id,lon,lat,population\na,47.001,2.001,5\n");
        await Geocohesion.RunRefused(["run", other.Save(), "--out", _output.Folder], "population.csv", "swapped");
    }

    [Theory]
    [InlineData("town.osm.pbf")]
    [InlineData("districts.geojson")]
    [InlineData("population.csv")]
    [InlineData("places.csv")]
    [InlineData("communes.geojson")]
    public async Task A_file_that_is_missing_or_a_folder_is_refused_by_name(string name)
    {
        _town.Save();
        File.Delete(_town.PathOf(name));
        await Geocohesion.RunRefused(["run", _town.TerritoryPath, "--out", _output.Folder], name, "there is no such file");
        Directory.CreateDirectory(_town.PathOf(name));
        await Geocohesion.RunRefused(["run", _town.TerritoryPath, "--out", _output.Folder], name, "this is a folder; a file is expected");
    }

    [Fact]
    public async Task A_territory_that_is_missing_or_a_folder_is_refused()
    {
        await Geocohesion.RunRefused(["run", _folder.Combine("none.json")], "none.json", "there is no such file");
        await Geocohesion.RunRefused(["check", _folder.Path], "this is a folder");
    }

    [Fact]
    public async Task Districts_without_a_code_or_with_broken_JSON_are_refused_and_a_code_in_two_files_too()
    {
        _town.Territory["districts"] = new JsonArray(new JsonObject { ["path"] = "districts.geojson", ["idField"] = "code" });
        await Refused("districts.geojson", "'code' is missing", "code_qp, lib_qp");
        _town.Territory["districts"] = new JsonArray(
            new JsonObject { ["path"] = "districts.geojson" }, new JsonObject { ["path"] = "again.geojson" });
        _town.Write("again.geojson", SmallTown.Collection([SmallTown.District(SmallTown.Near, "Encore", 0, 0, 1, 1)]));
        await Refused("territory.json:", "districts", $"'{SmallTown.Near}'", "again.geojson");
        _town.Write("again.geojson", "{\"type\": \"FeatureCollection\",\n\"features\": [}");
        await Refused("again.geojson", "JSON");
    }

    [Fact]
    public async Task Centralities_that_cannot_be_reached_make_a_verdict_of_not_computable_that_says_so()
    {
        _town.Territory["centralities"]![0]!["points"] = new JsonArray(
            new JsonObject { ["id"] = "swapped", ["lon"] = 47.0, ["lat"] = 2.0 });
        await RunWell();
        Assert.All(_output.Rows("districts").Where(row => row["code"] != SmallTown.CutOff), row =>
            Assert.Equal(("not_computable", "Not computable: no street near the centralities."), (row["verdict"], row["reason_en"])));
        Assert.Equal(3, _output.Rows("left_out").Count(row => row["kind"] == "centrality"));
    }

    [Fact]
    public async Task Data_that_is_lost_ends_a_strict_check_and_only_there()
    {
        _town.Write("population.csv", "id;lon;lat;population\na;2.0026;47.0018;10\nb;2.0039;47.0018;-4\n");
        _town.Save();
        var lenient = await Geocohesion.RunWell("check", _town.TerritoryPath);
        Assert.Contains("error population-weight-negative x 1", lenient.Error, StringComparison.Ordinal);
        var strict = await Geocohesion.Run("check", _town.TerritoryPath, "--strict");
        Assert.Equal(2, strict.ExitCode);
        Assert.Contains("population.csv:3", strict.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Contains("--strict: population-weight-negative x 1", strict.ErrorLines[^1], StringComparison.Ordinal);
        Geocohesion.AssertNoStackTrace(strict);
    }

    void WriteStreets(byte[] block) =>
        File.WriteAllBytes(_town.PathOf("town.osm.pbf"), OsmPbfBuilder.Join(_town.Streets.Header(), block));

    void WriteShapefile(string? prj)
    {
        var writer = new ShapefileWriter
        {
            Fields = [("CODE_QP", 10), ("LIB_QP", 60)],
            ShapeType = 5,
            Prj = prj,
            Cpg = "UTF-8",
            Encoding = Encoding.UTF8,
        };
        var factory = new GeometryFactory();
        foreach (var district in _town.Districts)
        {
            var ring = district["geometry"]!["coordinates"]![0]!.AsArray().Select(
                position => new Coordinate(position![0]!.GetValue<double>(), position[1]!.GetValue<double>()));
            writer.Add(
                factory.CreatePolygon([.. ring]),
                [district["properties"]!["code_qp"]!.GetValue<string>(), district["properties"]!["lib_qp"]!.GetValue<string>()]);
        }

        writer.Write(_town.Folder, "quartiers");
    }

    Task<ProgramResult> RunWell() => Geocohesion.RunWell(
        "run", File.Exists(_town.TerritoryPath) ? _town.TerritoryPath : _town.Save(), "--out", _output.Folder);

    async Task Refused(params string[] pieces)
    {
        if (!File.Exists(_town.PathOf("town.osm.pbf")) || pieces[0] != "town.osm.pbf")
        {
            _town.Save();
        }

        var result = await Geocohesion.RunRefused(["run", _town.TerritoryPath, "--out", _output.Folder], pieces);
        Assert.Equal("", result.Output);
        Assert.False(File.Exists(_output.PathOf("manifest.json")));
    }
}
