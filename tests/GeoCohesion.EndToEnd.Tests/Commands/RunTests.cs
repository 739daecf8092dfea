using System.Globalization;
using System.Text.Json;
using GeoCohesion.Testing;
using Microsoft.Data.Sqlite;

namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary>The main job on a town whose every figure can be worked out by hand.</summary>
public sealed class RunTests(RunTests.TownRun run) : IClassFixture<RunTests.TownRun>
{
    /// <summary>One undisturbed run that the tests look at.</summary>
    public sealed class TownRun : IAsyncLifetime
    {
        readonly TempFolder _folder = new();

        public SmallTown Town { get; private set; } = null!;

        public RunOutput Output { get; private set; } = null!;

        public ProgramResult Result { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Town = new SmallTown(_folder.Combine("town"));
            Output = new RunOutput(_folder.Combine("results"));
            Result = await Geocohesion.RunWell("run", Town.Save(), "--out", Output.Folder);
        }

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }

        public string Beside(string name) => _folder.Combine(name);
    }

    const int Block = SmallTown.WalkSecondsPerBlock;

    [Theory]
    [InlineData(SmallTown.Near, "conforming", 1.0, 2 * Block, 4 * Block)]
    [InlineData(SmallTown.Edge, "partly", 0.5, 20 * Block, 21 * Block)]
    [InlineData(SmallTown.East, "conforming", 1.0, 14 * Block, 15 * Block)]
    [InlineData(SmallTown.Far, "not_conforming", 0.0, 32 * Block, 34 * Block)]
    public void Verdict_share_median_and_worst_on_foot_are_those_worked_out_by_hand(
        string district, string verdict, double share, int median, int worst)
    {
        var row = run.Output.Row("districts", "code", district);
        Assert.Equal(verdict, row["verdict"]);
        Assert.Equal(share, Number(row["share_within"]), 1e-12);
        Assert.Equal(median, Number(row["median_s"]));
        Assert.Equal(worst, Number(row["worst_s"]));
        Assert.Equal(worst, Number(row["p90_s"]));
        Assert.Equal(verdict, row["walk_verdict"]);
        Assert.Equal(0, Number(row["unreachable_share"]));
    }

    [Fact]
    public void The_district_at_the_limit_counts_those_at_exactly_thirty_minutes_within()
    {
        var row = run.Output.Row("districts", "code", SmallTown.Edge);
        Assert.Equal(100, Number(row["residents"]));
        Assert.Equal(((30 * 19) + (20 * 20) + (50 * 21)) * Block / 100.0, Number(row["mean_s"]), 1e-9);
        Assert.Equal("QN02202M/c21r2", row["worst_origin"]);
        Assert.Equal(
            "50 % des 100 habitants sont à 30 min ou moins de la meilleure centralité à pied ; "
                + "médiane 30 min, pire logement 31 min 30 s.",
            Plain(row["reason_fr"]));
        Assert.Equal(
            "50% of 100 residents are 30 min or less from the best centrality on foot; median 30 min, worst dwelling 31 min 30 s.",
            Plain(row["reason_en"]));
    }

    [Fact]
    public void The_main_centre_is_told_apart_from_the_best()
    {
        var row = run.Output.Row("districts", "code", SmallTown.East);
        Assert.Equal(14 * Block, Number(row["walk_median_s"]));
        Assert.Equal(0, Number(row["walk_main_share_within"]));
        Assert.Equal(31 * Block, Number(row["walk_main_median_s"]));
    }

    [Fact]
    public void Bicycle_and_car_take_their_own_times()
    {
        var row = run.Output.Row("districts", "code", SmallTown.Edge);
        Assert.Equal(20 * SmallTown.BicycleSecondsPerBlock, Number(row["bicycle_median_s"]));
        Assert.Equal(21 * SmallTown.CarSecondsPerBlock, Number(row["car_worst_s"]));
        Assert.Equal("conforming", row["bicycle_verdict"]);
    }

    [Fact]
    public void A_district_without_streets_is_not_computable_and_says_why_and_the_run_goes_on()
    {
        var row = run.Output.Row("districts", "code", SmallTown.CutOff);
        Assert.Equal("not_computable", row["verdict"]);
        Assert.Equal("Not computable: no street near the residents.", row["reason_en"]);
        Assert.Equal("", row["share_within"]);
        Assert.Equal("", row["median_s"]);
        Assert.Equal(25, Number(row["residents"]));
        var leftOut = run.Output.Rows("left_out");
        Assert.Equal(["walk", "bicycle", "car"], leftOut.Select(entry => entry["mode"]));
        Assert.All(
            leftOut, entry => Assert.Equal(("QN02205I/c121r2", "origin", "not-snapped"), (entry["id"], entry["kind"], entry["reason"])));

        // Column 121 is 76 blocks east of the last street.
        Assert.All(leftOut, entry => Assert.InRange(Number(entry["distance_m"]), 7599, 7601));
        Assert.Equal(3, run.Output.Notices()["not-snapped"]);
        Assert.Contains("not-snapped x 3", run.Result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_origin_has_its_time_its_place_and_its_residents()
    {
        foreach (var (district, column, gridRow, residents) in SmallTown.Residents)
        {
            var row = run.Output.Row("origins", "id", FormattableString.Invariant($"{district}/c{column}r{gridRow}"));
            Assert.Equal(district, row["district"]);
            Assert.Equal(residents, Number(row["residents"]));
            Assert.Equal(SmallTown.Longitude(column), Number(row["lon"]), 1e-12);
            Assert.Equal(SmallTown.Latitude(gridRow), Number(row["lat"]), 1e-12);
            var blocks = Math.Min(column, SmallTown.Columns - 1 - column) + Math.Abs(gridRow - 2);
            Assert.Equal(district == SmallTown.CutOff ? "" : (blocks * Block).ToString(CultureInfo.InvariantCulture), row["walk_s"]);
        }
    }

    [Fact]
    public void Nearest_second_nearest_and_counts_of_a_class_are_those_worked_out_by_hand()
    {
        // From column 2 of row 2: d1 three blocks, d2 sixteen and two, d3 thirty-eight.
        var row = run.Output.Rows("travel_times_walk").Single(row => row["origin"] == "QN02201M/c2r2" && row["target"] == "generaliste");
        Assert.Equal((3 * Block, 18 * Block), (Number(row["seconds"]), Number(row["second_seconds"])));
        Assert.Equal("places:d1", row["nearest_place"]);
        Assert.Equal((1.0, 2.0), (Number(row["count_15"]), Number(row["count_30"])));

        var access = run.Output.Row("district_classes", "id", "QN02201M/generaliste/walk");
        Assert.Equal(3, Number(access["places"]));
        Assert.Equal(((100 * 3) + (50 * 2) + (50 * 1)) * Block / 200.0, Number(access["nearest_mean_s"]), 1e-9);
        Assert.Equal(2 * Block, Number(access["nearest_median_s"]));
        Assert.Equal(17 * Block, Number(access["second_median_s"]));
        Assert.Equal(2, Number(access["count_30_mean"]));
        Assert.Equal(0, Number(access["share_none_within_limit"]));
    }

    [Fact]
    public void Times_to_each_centrality_stand_per_origin_and_per_district()
    {
        var east = run.Output.Row("district_centralities", "id", "QN02202M/est/walk");
        Assert.Equal(24 * Block, Number(east["median_s"]));
        Assert.Equal(0, Number(east["share_within"]));
        var row = run.Output.Rows("travel_times_car").Single(row => row["origin"] == "QN02204M/c22r14" && row["target"] == "centre");
        Assert.Equal(34 * SmallTown.CarSecondsPerBlock, Number(row["seconds"]));
    }

    [Fact]
    public void Districts_name_the_communes_they_lie_in()
    {
        var row = run.Output.Row("districts", "code", SmallTown.Far);
        Assert.Equal(("22113", "Petitbourg"), (row["commune_codes"], row["commune_labels"]));
        Assert.Equal("QPV 2024", row["generation"]);
        Assert.Equal("Le Bout \"du\" Monde, au nord", row["label"]);
    }

    [Fact]
    public void Every_layer_is_a_table_of_the_GeoPackage_a_GeoJSON_and_a_CSV_with_the_same_rows()
    {
        string[] expected =
        [
            "districts", "origins", "centralities", "places", "district_centralities",
            "travel_times_walk", "travel_times_bicycle", "travel_times_car", "left_out", "isochrones",
        ];
        var layers = run.Output.Layers();
        Assert.Equal(expected, layers.Intersect(expected));

        // Between them stand the indicators that the inputs of the town allow, and the list that tells of those they do not.
        Assert.Equal(layers.Except(expected), layers.Skip(5).SkipLast(5));
        var indicators = run.Output.Rows("indicators");
        Assert.Equal(layers.Except(expected).SkipLast(1), indicators.SelectMany(row => row["tables"].Split(';', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal("no timetable is given", indicators.Single(row => row["name"] == "ptal")["missing"]);
        Assert.All(indicators, row => Assert.Equal(row["computed"] == "true", row["missing"].Length == 0));
        using var connection = new SqliteConnection(
            $"Data Source={run.Output.PathOf(RunOutput.GeoPackageName)};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var manifest = run.Output.Manifest();
        foreach (var layer in layers)
        {
            var rows = run.Output.Rows(layer).Count;
            using var collection = JsonDocument.Parse(File.ReadAllBytes(run.Output.PathOf(layer + ".geojson")));
            Assert.Equal(rows, collection.RootElement.GetProperty("features").GetArrayLength());
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT count(*) FROM \"{layer}\"";
            Assert.Equal((long)rows, command.ExecuteScalar());
            Assert.All(
                manifest.RootElement.GetProperty("outputs").EnumerateArray().Where(
                    output => output.GetProperty("layer").GetString() == layer),
                output => Assert.Equal(rows, output.GetProperty("rows").GetInt32()));
        }

        Assert.Equal(5, run.Output.Rows("districts").Count);
        Assert.Equal(SmallTown.Residents.Count, run.Output.Rows("origins").Count);
        Assert.Equal(SmallTown.Residents.Count * (2 + 2), run.Output.Rows("travel_times_walk").Count);
        Assert.Equal(5 * 2 * 3, run.Output.Rows("district_classes").Count);
    }

    [Theory]
    [InlineData("walk", 20, 100)]
    [InlineData("bicycle", 40, 100)]
    [InlineData("car", 200, 200)]
    public async Task Areas_of_districts_are_those_of_the_command_on_points_so_far_apart_and_say_what_they_may_err_by(
        string mode, int spacingMeters, int toleranceMeters)
    {
        var output = run.Beside($"{mode}.geojson");
        await Geocohesion.RunWell(
            "isochrone", "--territory", run.Town.TerritoryPath, "--district", SmallTown.Near, "--mode", mode, "--minutes", "30,20,10",
            "--spacing-meters", spacingMeters.ToString(CultureInfo.InvariantCulture), "--tolerance-meters", toleranceMeters.ToString(CultureInfo.InvariantCulture), "--out", output);
        using var asked = JsonDocument.Parse(await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken));
        using var stored = JsonDocument.Parse(await File.ReadAllBytesAsync(run.Output.PathOf("isochrones.geojson"), TestContext.Current.CancellationToken));
        var expected = asked.RootElement.GetProperty("features").EnumerateArray().Reverse().ToArray();
        var actual = stored.RootElement.GetProperty("features").EnumerateArray()
            .Where(feature => Property(feature, "district").GetString() == SmallTown.Near && Property(feature, "mode").GetString() == mode).ToArray();
        Assert.Equal([600, 1200, 1800], actual.Select(feature => Property(feature, "limit_s").GetInt32()));
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (wanted, found) in expected.Zip(actual))
        {
            Assert.Equal(wanted.GetProperty("geometry").GetRawText(), found.GetProperty("geometry").GetRawText());
            Assert.Equal(Property(wanted, "area_m2").GetDouble(), Property(found, "area_m2").GetDouble());
            Assert.Equal(Property(wanted, "resolution_m").GetDouble(), Property(found, "resolution_m").GetDouble());
            Assert.Equal(toleranceMeters, Property(found, "tolerance_m").GetDouble());
        }

        // The diagonal of a square of the grid, which is a little narrower than what was asked for.
        Assert.InRange(Property(actual[0], "resolution_m").GetDouble(), (spacingMeters - 2) * Math.Sqrt(2), spacingMeters * Math.Sqrt(2));

        static JsonElement Property(JsonElement feature, string name) => feature.GetProperty("properties").GetProperty(name);
    }

    [Fact]
    public void The_manifest_lists_every_input_and_every_output_with_the_hash_of_its_bytes()
    {
        run.Output.AssertWhole();
        using var manifest = run.Output.Manifest();
        var inputs = manifest.RootElement.GetProperty("inputs").EnumerateArray()
            .Select(input => (input.GetProperty("role").GetString(), input.GetProperty("file").GetString())).ToArray();
        Assert.Equal(
            [
                ("territory", "territory.json"), ("osm", "town.osm.pbf"), ("districts", "districts.geojson"),
                ("population", "population.csv"), ("communes", "communes.geojson"), ("places", "places.csv"),
            ],
            inputs);
        foreach (var input in manifest.RootElement.GetProperty("inputs").EnumerateArray())
        {
            Assert.Equal(
                RunOutput.Sha256(run.Town.PathOf(input.GetProperty("file").GetString()!)), input.GetProperty("sha256").GetString());
        }

        var listed = manifest.RootElement.GetProperty("outputs").EnumerateArray()
            .Select(output => output.GetProperty("file").GetString()!).Append("manifest.json");
        Assert.Equal(listed.Order(StringComparer.Ordinal), run.Output.Hashes().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_output_holds_a_path_of_this_machine_or_the_time_of_day()
    {
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        string[] forbidden =
        [
            Path.GetTempPath(), run.Town.Folder, Environment.MachineName,
            today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            today.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ];
        foreach (var path in Directory.GetFiles(run.Output.Folder).Where(path => !Path.GetFileName(path).StartsWith('.')))
        {
            var text = File.ReadAllText(path, System.Text.Encoding.Latin1);
            Assert.All(forbidden, word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void GeoJSON_has_longitude_first_and_rings_counter_clockwise_as_RFC_7946_asks()
    {
        var rings = 0;
        foreach (var layer in run.Output.Layers())
        {
            using var collection = JsonDocument.Parse(File.ReadAllBytes(run.Output.PathOf(layer + ".geojson")));
            Assert.Equal("FeatureCollection", collection.RootElement.GetProperty("type").GetString());
            Assert.False(collection.RootElement.TryGetProperty("crs", out _));
            foreach (var feature in collection.RootElement.GetProperty("features").EnumerateArray())
            {
                Assert.Equal("Feature", feature.GetProperty("type").GetString());
                Assert.Equal(JsonValueKind.Object, feature.GetProperty("properties").ValueKind);
                var geometry = feature.GetProperty("geometry");
                if (geometry.ValueKind == JsonValueKind.Null)
                {
                    continue;
                }

                var coordinates = geometry.GetProperty("coordinates");
                foreach (var (longitude, latitude) in Positions(coordinates))
                {
                    Assert.InRange(longitude, 1.9, 2.3);
                    Assert.InRange(latitude, 46.9, 47.1);
                }

                if (geometry.GetProperty("type").GetString() == "Polygon")
                {
                    foreach (var ring in coordinates.EnumerateArray())
                    {
                        var positions = Positions(ring).ToArray();
                        Assert.True(positions.Length >= 4);
                        Assert.Equal(positions[0], positions[^1]);
                        Assert.True(TwiceArea(positions) > 0, $"{layer}: exterior ring runs clockwise");
                        rings++;
                    }
                }
            }
        }

        // Four layers of the five districts, and areas: two communes and the nation they make.
        Assert.Equal((4 * 5) + 3, rings);
        using var centralities = JsonDocument.Parse(File.ReadAllBytes(run.Output.PathOf("centralities.geojson")));
        var first = centralities.RootElement.GetProperty("features")[0];
        Assert.Equal("centre", first.GetProperty("id").GetString());
        Assert.Equal(
            [(SmallTown.Longitude(0), SmallTown.Latitude(2))], Positions(first.GetProperty("geometry").GetProperty("coordinates")));
    }

    [Fact]
    public void Cells_that_a_spreadsheet_would_run_begin_with_an_apostrophe()
    {
        Assert.Equal("'" + SmallTown.FormulaLabel, run.Output.Row("districts", "code", SmallTown.East)["label"]);
        Assert.Equal(
            ["Dr Un", "'=HYPERLINK(\"x\")", "'@cabinet", "'+Pharmacie", "'-Pharmacie"],
            run.Output.Rows("places").Select(row => row["name"]));
    }

    [Fact]
    public void The_verdict_of_each_district_is_printed_on_standard_output_and_progress_on_standard_error()
    {
        Assert.Contains("La Limite", run.Result.Output, StringComparison.Ordinal);
        Assert.Contains("partiellement", run.Result.Output, StringComparison.Ordinal);
        Assert.Contains("non calculable", run.Result.Output, StringComparison.Ordinal);
        Assert.Contains("31:30", run.Result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[", run.Result.Output, StringComparison.Ordinal);
        Assert.Contains("Reading streets ...", run.Result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_run_uses_the_streets_again_and_writes_the_same_bytes_and_so_do_one_thread_and_another_folder()
    {
        var elsewhere = new RunOutput(run.Beside("deeper/else where"));
        var first = await Geocohesion.RunWell("run", run.Town.TerritoryPath, "--out", elsewhere.Folder, "--threads", "1");
        Assert.DoesNotContain("the last run", first.Error, StringComparison.Ordinal);
        RunOutput.AssertSame(run.Output, elsewhere);

        var second = await Geocohesion.RunWell("run", run.Town.TerritoryPath, "--out", elsewhere.Folder, "--threads", "2");
        Assert.Contains("Nothing that the results are computed from has changed", second.Error, StringComparison.Ordinal);
        Assert.True(
            run.Output.Notices().ContainsKey("street-islands-pruned"),
            "the town has an island so that a notice comes from building the streets");
        RunOutput.AssertSame(run.Output, elsewhere);
    }

    [Fact]
    public void Origins_at_points_stand_on_the_map_as_points()
    {
        using var collection = JsonDocument.Parse(File.ReadAllBytes(run.Output.PathOf("origins.geojson")));
        var features = collection.RootElement.GetProperty("features").EnumerateArray().ToArray();
        Assert.Equal(SmallTown.Residents.Count, features.Length);
        Assert.All(features, feature =>
        {
            Assert.Equal("Point", feature.GetProperty("geometry").GetProperty("type").GetString());
            Assert.Equal(
                feature.GetProperty("properties").GetProperty("lon").GetDouble(),
                feature.GetProperty("geometry").GetProperty("coordinates")[0].GetDouble());
        });
    }

    [Fact]
    public void The_streets_that_no_way_leads_to_are_counted()
    {
        Assert.Equal(3, run.Output.Notices()["street-islands-pruned"]);
    }

    static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    static string Plain(string text) => text.Replace('\u00a0', ' ').Replace('\u202f', ' ');

    static IEnumerable<(double Longitude, double Latitude)> Positions(JsonElement coordinates) =>
        coordinates[0].ValueKind == JsonValueKind.Number
            ? [(coordinates[0].GetDouble(), coordinates[1].GetDouble())]
            : coordinates.EnumerateArray().SelectMany(Positions);

    static double TwiceArea((double X, double Y)[] ring)
    {
        var sum = 0.0;
        for (var i = 1; i < ring.Length; i++)
        {
            sum += ((ring[i - 1].X - ring[0].X) * (ring[i].Y - ring[0].Y)) - ((ring[i].X - ring[0].X) * (ring[i - 1].Y - ring[0].Y));
        }

        return sum;
    }
}
