using System.Text.Json;
using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary>Isochrones by public transport and of districts, in the sample city.</summary>
public sealed class TransitIsochroneTests : IDisposable
{
    static readonly string s_sample = Path.Combine(Repository.Root, "data-samples", "aurelmont");

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_district_is_told_what_it_reaches_and_rings_add_up_to_the_whole()
    {
        var code = await FirstDistrict();
        string[] asked =
        [
            "isochrone", "--territory", Path.Combine(s_sample, "territory.json"), "--district", code, "--mode", "transit",
            "--minutes", "10,20,30", "--rule", "p85", "--attributes", "area,population,places",
        ];
        var (areas, rings) = (_folder.Combine("areas.geojson"), _folder.Combine("rings.geojson"));
        await Geocohesion.RunWell([.. asked, "--out", areas]);
        await Geocohesion.RunWell([.. asked, "--rings", "--simplify", "25", "--out", rings]);

        var whole = await Properties(areas);
        var parts = await Properties(rings);
        Assert.Equal([1800, 1200, 600], whole.Select(properties => properties.GetProperty("limit_s").GetInt32()));
        Assert.All(whole, properties => Assert.Equal(code, properties.GetProperty("district").GetString()));
        foreach (var name in (string[])["total_pop", "priority_pop", "places_pharmacie", "area_m2"])
        {
            var values = whole.Select(properties => properties.GetProperty(name).GetDouble()).ToArray();
            Assert.True(values[0] >= values[1] && values[1] >= values[2] && values[0] > 0, $"{name}: {string.Join(' ', values)}");
            var sum = parts.Sum(properties => properties.GetProperty(name).GetDouble());
            Assert.InRange(sum, (0.97 * values[0]) - 1, (1.03 * values[0]) + 1);
        }

        // Those who live in the district are the first to be within.
        Assert.True(whole[2].GetProperty("priority_pop").GetDouble() > 100);
        var geocohesion = (await Read(areas)).RootElement.GetProperty("geocohesion");
        Assert.Equal("p85", geocohesion.GetProperty("rule").GetString());
        Assert.Equal("2026-03-10", geocohesion.GetProperty("date").GetString());
    }

    [Theory]
    [InlineData("transit", "from", "--departure", "08:00")]
    [InlineData("transit", "to", "--departure", "08:00")]
    [InlineData("bicycle_transit", "to", "--rule", "best")]
    [InlineData("wheelchair_transit", "from", "--rule", "share:0.5")]
    public async Task Every_variant_has_areas_in_both_directions(string mode, string direction, string option, string value)
    {
        var output = _folder.Combine("area.geojson");
        var (longitude, latitude) = await Centre();
        await Geocohesion.RunWell(
            "isochrone", "--osm", Path.Combine(s_sample, "aurelmont.osm.pbf"), "--gtfs", Path.Combine(s_sample, "gtfs.zip"), "--date", "2026-03-10",
            "--at", FormattableString.Invariant($"{longitude},{latitude}"), "--mode", mode, "--direction", direction, option, value, "--minutes", "15,30",
            "--out", output);
        var properties = await Properties(output);
        Assert.Equal(mode, properties[0].GetProperty("mode").GetString());
        Assert.True(properties[0].GetProperty("area_m2").GetDouble() > 2 * properties[1].GetProperty("area_m2").GetDouble());
        Assert.True(properties[1].GetProperty("area_m2").GetDouble() > 100_000);
    }

    [Theory]
    [InlineData("transit", "from", "--departure", "08:00", 1)]
    [InlineData("transit", "to", "--rule", "worst", 1)]
    [InlineData("bicycle_transit", "from", "--rule", "share:0.8", 2)]
    public async Task Streets_reached_by_public_transport_are_lines_with_their_times(
        string mode, string direction, string option, string value, int streetModes)
    {
        var (lines, area) = (_folder.Combine("lines.geojson"), _folder.Combine("area.geojson"));
        var (longitude, latitude) = await Centre();
        string[] asked =
        [
            "isochrone", "--osm", Path.Combine(s_sample, "aurelmont.osm.pbf"), "--gtfs", Path.Combine(s_sample, "gtfs.zip"), "--date", "2026-03-10",
            "--at", FormattableString.Invariant($"{longitude},{latitude}"), "--mode", mode, "--direction", direction, option, value, "--minutes", "10,20",
            "--geometry", "network",
        ];
        await Geocohesion.RunWell([.. asked, "--out", lines]);
        var properties = await Properties(lines);
        foreach (var of in properties)
        {
            var limit = of.GetProperty("limit_s").GetInt32();
            var (from, to) = (of.GetProperty("from_s").GetDouble(), of.GetProperty("to_s").GetDouble());
            Assert.InRange(Math.Max(from, to), limit == 600 ? 0 : 600, limit);
            Assert.True(of.GetProperty("length_m").GetDouble() > 0 && of.GetProperty("osm_way_id").GetInt64() != 0);
        }

        Assert.Contains(properties, of => of.GetProperty("limit_s").GetInt32() == 600);
        var modes = properties.Select(of => of.TryGetProperty("street_mode", out var name) ? name.GetString() : null).Distinct().ToArray();
        Assert.Equal(streetModes == 1 ? [null] : ["walk", "bicycle"], modes);
        Assert.Equal("2026-03-10", (await Read(lines)).RootElement.GetProperty("geocohesion").GetProperty("date").GetString());

        if (option != "--departure")
        {
            return;
        }

        // The ground beside them: two areas, the longer one larger, and no less than a band along some of the streets.
        await Geocohesion.RunWell([.. asked, "--buffer", "25", "--out", area]);
        var areas = await Properties(area);
        Assert.Equal([1200, 600], areas.Select(of => of.GetProperty("limit_s").GetInt32()));
        Assert.True(areas[0].GetProperty("area_m2").GetDouble() > areas[1].GetProperty("area_m2").GetDouble());
        var meters = properties.Sum(of => of.GetProperty("length_m").GetDouble());
        Assert.InRange(areas[0].GetProperty("area_m2").GetDouble(), 10 * meters / streetModes, 55 * meters);
    }

    [Fact]
    public async Task Districts_by_public_transport_on_two_dates_are_one_batch_in_every_format()
    {
        foreach (var extension in (string[])[".geojsons", ".gpkg", ".fgb"])
        {
            var output = _folder.Combine("districts" + extension);
            var result = await Geocohesion.RunWell(
                "isochrones", Path.Combine(s_sample, "territory.json"), "--modes", "walk,transit", "--dates", "2026-03-10,2026-03-11",
                "--minutes", "10,20", "--attributes", "population", "--out", output);

            // Six districts: on foot, and by public transport on two dates.
            Assert.StartsWith("18 items, 0 of them from the run before; 0 without", result.ErrorLines[^1], StringComparison.Ordinal);
            Assert.True(new FileInfo(output).Length > 10_000);
            Assert.True(File.Exists(output + ".manifest.json"));
        }
    }

    [Theory]
    [InlineData("--from: one departure is no window", "--departure", "08:00", "--from", "07:00")]
    [InlineData("--to: the departure window is longer than 18 h; a shorter one is expected", "--from", "00:00", "--to", "20:00")]
    [InlineData("--max-rides: rides are not counted in journeys to a place", "--max-rides", "2", "--direction", "to")]
    [InlineData("--osm: the territory names its own files", "--osm", "city.osm.pbf")]
    [InlineData("'QN0' is not known", "--district", "QN0")]
    public async Task Rubbish_is_refused_with_a_sentence(string piece, params string[] arguments)
    {
        string[] place = arguments.Contains("--district") ? [] : ["--at", "3.0,46.6"];
        await Geocohesion.RunRefused(
            [
                "isochrone", "--territory", Path.Combine(s_sample, "territory.json"), "--mode", "transit", "--minutes", "10", .. arguments, .. place,
                "--out", _folder.Combine("out.geojson"),
            ],
            piece);
    }

    static async Task<JsonElement[]> Properties(string path)
    {
        using var json = await Read(path);
        return [.. json.RootElement.GetProperty("features").EnumerateArray().Select(feature => feature.GetProperty("properties").Clone())];
    }

    static async Task<string> FirstDistrict()
    {
        using var json = await Read(Path.Combine(s_sample, "QP2024_Aurelmont_WGS84.geojson"));
        return json.RootElement.GetProperty("features")[0].GetProperty("properties").GetProperty("code_qp").GetString()!;
    }

    /// <summary>Somewhere in the first district.</summary>
    static async Task<(double Longitude, double Latitude)> Centre()
    {
        using var json = await Read(Path.Combine(s_sample, "QP2024_Aurelmont_WGS84.geojson"));
        var geometry = json.RootElement.GetProperty("features")[0].GetProperty("geometry");
        var ring = geometry.GetProperty("coordinates")[0];
        ring = geometry.GetProperty("type").GetString() == "MultiPolygon" ? ring[0] : ring;
        return (ring.EnumerateArray().Average(position => position[0].GetDouble()), ring.EnumerateArray().Average(position => position[1].GetDouble()));
    }

    static async Task<JsonDocument> Read(string path) =>
        JsonDocument.Parse(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
}
