using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary>Batches of isochrones: the same bytes however they come about, and nothing lost when they are killed.</summary>
public sealed class IsochroneBatchTests : IDisposable
{
    const int Points = 400;

    readonly TempFolder _folder = new();
    readonly SmallTown _town;

    public IsochroneBatchTests()
    {
        _town = new SmallTown(_folder.Combine("town"));
        _town.Save();
        var rows = new StringBuilder("id,lon,lat\n");
        for (var i = 0; i < Points; i++)
        {
            // The last one is in the sea.
            var (column, row) = i == Points - 1 ? (500.0, 500.0) : (i % 40 * 1.1, i / 40 * 0.4);
            rows.Append(CultureInfo.InvariantCulture, $"p{i},{SmallTown.Longitude(column)},{SmallTown.Latitude(row)}\n");
        }

        File.WriteAllText(_town.PathOf("points.csv"), rows.ToString());
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_at_any_item_the_next_run_goes_on_and_ends_with_the_bytes_of_an_undisturbed_one()
    {
        var undisturbed = _folder.Combine("undisturbed.geojsons");
        await Geocohesion.RunWell(Batch("--out", undisturbed));
        var expected = await Bytes(undisturbed);

        var disturbed = _folder.Combine("disturbed.geojsons");
        var partial = disturbed + ".items";
        var killed = 0;
        foreach (var share in (double[])[0.02, 0.3, 0.7])
        {
            using var process = Geocohesion.Start(Batch("--out", disturbed));
            _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            _ = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            while (!process.HasExited && (!File.Exists(partial) || new FileInfo(partial).Length < share * expected.Length))
            {
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }

            killed += process.HasExited ? 0 : 1;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.True(killed > 0, "no run was killed before its end");
        if (File.Exists(partial))
        {
            // As if the last write had not come to its end.
            await using (var file = new FileStream(partial, FileMode.Append))
            {
                file.Write("\x1E{\"type\":\"Feature\",\"geome"u8);
            }

            var last = await Geocohesion.RunWell(Batch("--out", disturbed));
            Assert.Matches($"^{Points * 2} items, [1-9][0-9]* of them from the run before; 2 without a street near enough\\.", last.ErrorLines[^1]);
        }

        Assert.Equal(expected, await Bytes(disturbed));
        Assert.Equal(await Bytes(undisturbed + ".manifest.json"), await Bytes(disturbed + ".manifest.json"));
        Assert.False(File.Exists(partial));
    }

    [Fact]
    public async Task Shards_joined_are_what_one_run_writes_and_each_item_stands_once()
    {
        var whole = _folder.Combine("whole.geojsons");
        await Geocohesion.RunWell(Batch("--out", whole, "--threads", "1"));
        string[] shards = [.. Enumerable.Range(1, 3).Select(number => _folder.Combine($"shard{number}.geojsons"))];
        for (var i = 0; i < shards.Length; i++)
        {
            await Geocohesion.RunWell(Batch("--out", shards[i], "--shard", $"{i + 1}/3"));
        }

        var joined = _folder.Combine("joined.geojsons");
        await Geocohesion.RunWell(["isochrones-merge", shards[2], shards[0], shards[1], "--out", joined]);
        Assert.Equal(await Bytes(whole), await Bytes(joined));
        Assert.Equal(await Bytes(whole + ".manifest.json"), await Bytes(joined + ".manifest.json"));

        var items = new HashSet<string>();
        foreach (var record in Encoding.UTF8.GetString(await Bytes(whole)).Split('\x1E', StringSplitOptions.RemoveEmptyEntries))
        {
            using var json = JsonDocument.Parse(record);
            var properties = json.RootElement.GetProperty("properties");
            var geometry = json.RootElement.GetProperty("geometry");
            Assert.True(items.Add($"{properties.GetProperty("id")} {properties.GetProperty("mode")} {properties.GetProperty("limit_s")}"));
            Assert.Equal(properties.GetProperty("is_snapped").GetBoolean(), geometry.ValueKind != JsonValueKind.Null);
        }

        Assert.Equal(Points * 2 * 2, items.Count);
        await Geocohesion.RunRefused(["isochrones-merge", shards[0], shards[1], "--out", joined], "shard 3 of 3 is missing");
        await Geocohesion.RunRefused(["isochrones-merge", shards[0], shards[0], shards[1], "--out", joined], "it is shard 1, as");
        await Geocohesion.RunRefused(["isochrones-merge", shards[0], shards[1], whole, "--out", joined], "not a shard of the same batch");
    }

    [Fact]
    public async Task What_a_run_with_other_parameters_left_is_not_taken_up()
    {
        var output = _folder.Combine("a.geojsons");
        await File.WriteAllTextAsync(output + ".items", "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(output + ".items.key", "another", TestContext.Current.CancellationToken);
        await Geocohesion.RunRefused(Batch("--out", output), "was made of other inputs or parameters");
    }

    [Theory]
    [InlineData("gpkg", "geom")]
    [InlineData("fgb", "geometry")]
    public async Task Other_programs_read_the_same_areas_from_every_format(string extension, string geometryColumn)
    {
        if (!File.Exists("/usr/bin/ogrinfo"))
        {
            Assert.Skip("ogrinfo is not on this machine");
        }

        var (sequence, other) = (_folder.Combine("a.geojsons"), _folder.Combine("a." + extension));
        await Geocohesion.RunWell(Batch("--out", sequence));
        await Geocohesion.RunWell(Batch("--out", other));
        const string Sql =
            "SELECT COUNT(*) AS n, SUM(area_m2) AS a, SUM(limit_s) AS l, SUM(is_snapped) AS s, SUM(ST_NPoints(geometry)) AS p, SUM(ST_Area(geometry)) AS m FROM ";
        var expected = await Ogrinfo(sequence, "-dialect", "SQLite", "-sql", Sql + "a");
        var found = await Ogrinfo(other, "-dialect", "SQLite", "-sql", Sql.Replace("geometry", geometryColumn, StringComparison.Ordinal) + "isochrones");
        Assert.Contains($"n (Integer) = {Points * 2 * 2}", expected, StringComparison.Ordinal);
        Assert.Equal(Values(expected), Values(found));
        Assert.Contains("MULTIPOLYGON", (await Ogrinfo(other, "-so", "isochrones")).ToUpperInvariant().Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);

        static string[] Values(string text) => [.. text.Split('\n').Where(line => line.Contains(") = ", StringComparison.Ordinal)).Select(line => line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..])];
    }

    [Fact]
    public async Task All_districts_of_a_territory_are_one_batch()
    {
        var output = _folder.Combine("districts.geojsons");
        await Geocohesion.RunWell(
            "isochrones", _town.TerritoryPath, "--modes", "walk", "--minutes", "10,20", "--attributes", "population,places", "--rings", "--out", output);
        var records = Encoding.UTF8.GetString(await Bytes(output)).Split('\x1E', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(_town.Districts.Count * 2, records.Length);
        using var json = JsonDocument.Parse(records[0]);
        Assert.True(json.RootElement.GetProperty("properties").TryGetProperty("priority_pop", out _));
    }

    string[] Batch(params string[] others) =>
    [
        "isochrones", "--osm", _town.PathOf("town.osm.pbf"), "--points", _town.PathOf("points.csv"), "--modes", "walk,bicycle", "--minutes", "4,8", .. others,
    ];

    static async Task<byte[]> Bytes(string path) => await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);

    static async Task<string> Ogrinfo(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/ogrinfo", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await error);
        return output;
    }
}
