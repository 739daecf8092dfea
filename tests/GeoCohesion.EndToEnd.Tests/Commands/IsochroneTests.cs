using System.Text.Json;
using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary>Isochrones of a town where they can be drawn by hand.</summary>
public sealed class IsochroneTests : IDisposable
{
    readonly TempFolder _folder = new();
    readonly SmallTown _town;

    public IsochroneTests()
    {
        _town = new SmallTown(_folder.Combine("town"));
        _town.Save();
    }

    public void Dispose() => _folder.Dispose();

    // Within 180 s on foot, 200 m: on a grid of streets 100 m apart that is the diamond |x| + |y| <= 200 m, walks beside the streets included:
    // 2 x 200 x 200 m2. Within 90 s it is a quarter of it.
    [Fact]
    public async Task On_a_grid_of_streets_the_area_is_a_diamond()
    {
        var output = _folder.Combine("walk.geojson");
        var result = await Geocohesion.RunWell(
            "isochrone", "--osm", _town.PathOf("town.osm.pbf"), "--at", At(10, 2), "--mode", "walk", "--minutes", "3", "--spacing-meters", "5", "--out", output);
        Assert.Equal("", result.Output);
        Assert.Contains("3 min: 0.0", result.Error, StringComparison.Ordinal);

        using var json = await Read(output);
        var feature = Assert.Single(json.RootElement.GetProperty("features").EnumerateArray());
        var properties = feature.GetProperty("properties");
        Assert.Equal("walk", properties.GetProperty("mode").GetString());
        Assert.Equal("from", properties.GetProperty("direction").GetString());
        Assert.Equal(180, properties.GetProperty("limit_s").GetInt32());
        Assert.InRange(properties.GetProperty("area_m2").GetDouble(), 80_000 * 0.97, 80_000 * 1.03);
        var centre = Assert.Single(properties.GetProperty("centre").EnumerateArray());
        Assert.Equal([SmallTown.Longitude(10), SmallTown.Latitude(2)], centre.EnumerateArray().Select(value => value.GetDouble()));

        // One part without holes; each corner on the diamond to within the resolution that the file states.
        var resolution = properties.GetProperty("resolution_m").GetDouble();
        Assert.InRange(resolution, 5, 7.2);
        Assert.Equal("MultiPolygon", feature.GetProperty("geometry").GetProperty("type").GetString());
        var polygon = Assert.Single(feature.GetProperty("geometry").GetProperty("coordinates").EnumerateArray());
        var ring = Assert.Single(polygon.EnumerateArray()).EnumerateArray().Select(Blocks).ToArray();
        Assert.Equal(ring[0], ring[^1]);
        Assert.All(ring, corner => Assert.InRange(Math.Abs(corner.X - 10) + Math.Abs(corner.Y - 2), 2 - (0.02 * resolution), 2 + (0.02 * resolution)));
        var twiceArea = ring.Zip(ring.Skip(1), (a, b) => (a.X * b.Y) - (b.X * a.Y)).Sum();
        Assert.True(twiceArea > 0, "the outer ring must run counter-clockwise");
    }

    [Fact]
    public async Task Several_limits_stand_longest_first_and_several_points_are_one_area()
    {
        var output = _folder.Combine("walk.geojson");
        await Geocohesion.RunWell(
            "isochrone", "--osm", _town.PathOf("town.osm.pbf"), "--at", At(10, 2), "--at", At(30, 2), "--mode", "walk", "--minutes", "1,3,2",
            "--spacing-meters", "5", "--direction", "to", "--out", output);
        using var json = await Read(output);
        var properties = json.RootElement.GetProperty("features").EnumerateArray().Select(feature => feature.GetProperty("properties")).ToArray();
        Assert.Equal([180, 120, 60], properties.Select(values => values.GetProperty("limit_s").GetInt32()));
        Assert.All(properties, values => Assert.Equal("to", values.GetProperty("direction").GetString()));

        // Two diamonds of 200 m: every street runs both ways.
        Assert.InRange(properties[0].GetProperty("area_m2").GetDouble(), 160_000 * 0.97, 160_000 * 1.03);
        Assert.Equal(2, json.RootElement.GetProperty("features")[0].GetProperty("geometry").GetProperty("coordinates").GetArrayLength());
    }

    // Within 150 m of the crossing (10, 2): 100 m of street each way to the next crossings, and from each of these 50 m on in 3 directions.
    [Theory]
    [InlineData("--meters", "150", "limit_m", "150")]
    [InlineData("--minutes", "2", "limit_s", "120")]
    public async Task The_streets_reached_are_lines_that_end_where_the_limit_does(string option, string limit, string property, string value)
    {
        var output = _folder.Combine("streets.geojson");
        await Geocohesion.RunWell(
            "isochrone", "--osm", _town.PathOf("town.osm.pbf"), "--at", At(10, 2), "--mode", "walk", option, limit, "--geometry", "network", "--out", output);
        using var json = await Read(output);
        var features = json.RootElement.GetProperty("features").EnumerateArray().ToArray();
        Assert.All(features, feature => Assert.Equal("LineString", feature.GetProperty("geometry").GetProperty("type").GetString()));
        Assert.All(features, feature => Assert.Equal(value, feature.GetProperty("properties").GetProperty(property).GetRawText()));

        // 120 s at 4 km/h are 133.333 m.
        var reach = option == "--meters" ? 150.0 : 400 / 3.0;
        var expected = (4 * 100) + (4 * 3 * (reach - 100));
        Assert.InRange(features.Sum(feature => feature.GetProperty("properties").GetProperty("length_m").GetDouble()), expected - 0.5, expected + 0.5);
        var farthest = features
            .SelectMany(feature => feature.GetProperty("geometry").GetProperty("coordinates").EnumerateArray().Select(Blocks))
            .Max(point => Math.Abs(point.X - 10) + Math.Abs(point.Y - 2));
        Assert.InRange(farthest * 100, reach - 0.1, reach + 0.1);
    }

    // From the crossing (10, 2), 100 m of street each way and the round ends beyond.
    [Fact]
    public async Task A_buffer_is_the_ground_beside_the_streets_reached()
    {
        var output = _folder.Combine("buffer.geojson");
        var result = await Geocohesion.RunWell(
            "isochrone", "--osm", _town.PathOf("town.osm.pbf"), "--at", At(10, 2), "--mode", "walk", "--meters", "50,100", "--geometry", "network",
            "--buffer", "10", "--out", output);
        using var json = await Read(output);
        var properties = json.RootElement.GetProperty("features").EnumerateArray().Select(feature => feature.GetProperty("properties")).ToArray();
        Assert.Equal([100, 50], properties.Select(values => values.GetProperty("limit_m").GetInt32()));
        Assert.Equal(10, json.RootElement.GetProperty("geocohesion").GetProperty("buffer_m").GetDouble());
        Assert.False(properties[0].TryGetProperty("resolution_m", out _));
        for (var i = 0; i < 2; i++)
        {
            // A cross of two bands with four half circles.
            var length = i == 0 ? 200 : 100;
            var expected = (2 * length * 20) - 400 + (2 * Math.PI * 100);
            Assert.InRange(properties[i].GetProperty("area_m2").GetDouble(), expected * 0.99, expected * 1.01);
        }

        Assert.Contains("km2", result.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_question_has_the_same_bytes_with_one_thread_and_with_two()
    {
        string[] outputs = [_folder.Combine("a.geojson"), _folder.Combine("b.geojson")];
        for (var i = 0; i < outputs.Length; i++)
        {
            await Geocohesion.RunWell(
                "isochrone", "--osm", _town.PathOf("town.osm.pbf"), "--at", At(22.3, 3.1), "--mode", "bicycle", "--minutes", "3,5",
                "--threads", $"{i + 1}", "--out", outputs[i]);
        }

        Assert.Equal(
            await File.ReadAllBytesAsync(outputs[0], TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(outputs[1], TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("--at: '2.0;47.0' is not accepted; longitude and latitude", "--at", "2.0;47.0", "--minutes", "10")]
    [InlineData("--at: '47,200' is not accepted", "--at", "47,200", "--minutes", "10")]
    [InlineData("--minutes: '0' is not accepted", "--at", "2.0,47.0", "--minutes", "0")]
    [InlineData("--minutes: 'ten' is not accepted", "--at", "2.0,47.0", "--minutes", "ten")]
    [InlineData("--mode: 'fly' is not accepted; one of walk, bicycle, car, wheelchair, transit, bicycle_transit", "--at", "2.0,47.0", "--minutes", "10", "--mode", "fly")]
    [InlineData("--minutes: limits are missing", "--at", "2.0,47.0")]
    [InlineData("--meters: limits are of time or of distance", "--at", "2.0,47.0", "--minutes", "10", "--meters", "500")]
    [InlineData("--tolerance-meters: this option is about areas", "--at", "2.0,47.0", "--minutes", "10", "--geometry", "network", "--tolerance-meters", "50")]
    [InlineData("--rule: 'often' is not accepted", "--at", "2.0,47.0", "--minutes", "10", "--rule", "often")]
    [InlineData("--rule: this option goes with public transport only", "--at", "2.0,47.0", "--minutes", "10", "--rule", "best")]
    [InlineData("--gtfs: --mode transit needs a timetable", "--at", "2.0,47.0", "--minutes", "10", "--mode", "transit")]
    [InlineData("--meters: limits of transit are of time", "--at", "2.0,47.0", "--meters", "10", "--mode", "transit")]
    [InlineData("--attributes: 'wealth' is not accepted", "--at", "2.0,47.0", "--minutes", "10", "--attributes", "area,wealth")]
    [InlineData("--attributes: 'population' is counted from the inputs of a territory", "--at", "2.0,47.0", "--minutes", "10", "--attributes", "population")]
    [InlineData("--rings: this option is about areas", "--at", "2.0,47.0", "--minutes", "10", "--geometry", "network", "--rings")]
    [InlineData("--buffer: a buffer is drawn around streets", "--at", "2.0,47.0", "--minutes", "10", "--buffer", "30")]
    [InlineData("--buffer: '0' is not accepted", "--at", "2.0,47.0", "--minutes", "10", "--geometry", "network", "--buffer", "0")]
    [InlineData("--at: a point is missing", "--minutes", "10")]
    [InlineData("--district: an isochrone is of points or of a district", "--at", "2.0,47.0", "--district", "QN1", "--minutes", "10")]
    [InlineData("--territory: a district is one of a territory", "--district", "QN1", "--minutes", "10")]
    [InlineData("--at: there is no street within 500 m of 12.5,41.9", "--at", "12.5,41.9", "--minutes", "10")]
    [InlineData("--out: found 'walk.shp'; a name that ends in .geojson", "--at", "2.0,47.0", "--minutes", "10", "--out", "walk.shp")]
    [InlineData("does not exist", "--at", "2.0,47.0", "--minutes", "10", "--out", "nowhere/walk.geojson")]
    public async Task Rubbish_is_refused_with_a_sentence(string piece, params string[] arguments)
    {
        string[] given = ["isochrone", "--osm", _town.PathOf("town.osm.pbf"), .. arguments];
        string[] mode = arguments.Contains("--mode") ? [] : ["--mode", "walk"];
        string[] output = arguments.Contains("--out") ? [] : ["--out", _folder.Combine("out.geojson")];
        await Geocohesion.RunRefused([.. given, .. mode, .. output], piece);
        Assert.False(File.Exists(_folder.Combine("out.geojson")));
    }

    [Fact]
    public async Task A_point_in_the_west_or_the_south_is_not_taken_for_an_option() =>
        await Geocohesion.RunRefused(
            [
                "isochrone", "--osm", _town.PathOf("town.osm.pbf"), "--at", "-51.2,-30.0", "--mode", "walk", "--minutes", "10",
                "--out", _folder.Combine("out.geojson"),
            ],
            "no street within 500 m of -51.2,-30");

    static string At(double column, double row) => FormattableString.Invariant($"{SmallTown.Longitude(column)},{SmallTown.Latitude(row)}");

    /// <summary>Columns and rows of a position.</summary>
    static (double X, double Y) Blocks(JsonElement position)
    {
        var (west, south) = (SmallTown.Longitude(0), SmallTown.Latitude(0));
        return (
            (position[0].GetDouble() - west) / (SmallTown.Longitude(1) - west),
            (position[1].GetDouble() - south) / (SmallTown.Latitude(1) - south));
    }

    static async Task<JsonDocument> Read(string path) =>
        JsonDocument.Parse(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
}
