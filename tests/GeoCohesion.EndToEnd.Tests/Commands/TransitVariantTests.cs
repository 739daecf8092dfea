using System.Text.Json.Nodes;
using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary>Variants of public transport on the command line and in a run, on <see cref="BusLine"/> with departures from 08:00:00 to 08:00:59.</summary>
public sealed class TransitVariantTests : IDisposable
{
    static readonly string[] s_modes = ["walk", "transit", "bicycle_transit", "wheelchair", "wheelchair_transit", "wheelchair_transit_unknown"];

    static readonly string[] s_facts =
        ["tripsAccessible", "tripsOfUnknownAccess", "tripsNotAccessible", "stopsAccessible", "stopsOfUnknownAccess", "stopsNotAccessible"];

    readonly TempFolder _folder = new();
    readonly SmallTown _town;

    public TransitVariantTests()
    {
        _town = new SmallTown(_folder.Combine("town"));
        _town.Save();
        BusLine.Write(_town.Folder);
    }

    public void Dispose() => _folder.Dispose();

    // Why these: GeoCohesion.Data.Tests/Jobs/TransitVariantTests.
    [Theory]
    [InlineData("transit", "o,b,1260,1260.5,1231,1290,1")]
    [InlineData("bicycle_transit", "o,b,600,600.5,571,630,1")]
    [InlineData("wheelchair_transit", "o,b,2460,2460.5,2431,2490,0")]
    [InlineData("wheelchair_transit_unknown", "o,b,1860,1860.5,1831,1890,0")]
    public async Task Each_variant_has_its_matrix(string mode, string row)
    {
        var result = await Geocohesion.RunWell([.. Matrix(mode), .. Timetable(), "--percentiles", "50"]);
        Assert.Equal($"origin,destination,p50,mean,best,worst,share_within_30\n{row}\n", result.Output);
    }

    [Fact]
    public async Task A_wheelchair_takes_the_streets_alone()
    {
        var result = await Geocohesion.RunWell(Matrix("wheelchair"));
        Assert.Equal("origin,destination,seconds\no,b,3690\n", result.Output);
    }

    [Fact]
    public async Task The_longest_ride_is_an_option_of_bicycle_transit_alone()
    {
        var result = await Geocohesion.RunWell([.. Matrix("bicycle_transit"), .. Timetable(), "--percentiles", "50", "--max-bicycle-minutes", "3"]);
        Assert.EndsWith("\no,b,984,984,984,984,1\n", result.Output, StringComparison.Ordinal);
        await Geocohesion.RunRefused([.. Matrix("transit"), .. Timetable(), "--max-bicycle-minutes", "3"], "--max-bicycle-minutes", "bicycle_transit only");
        await Geocohesion.RunRefused([.. Matrix("wheelchair"), .. Timetable()], "--gtfs", "public transport only", "wheelchair_transit");
        await Geocohesion.RunRefused(Matrix("wheelchair_transit"), "--gtfs", "--mode wheelchair_transit needs a timetable");
    }

    [Fact]
    public async Task A_window_of_eighteen_hours_is_computed_and_one_of_nineteen_is_refused()
    {
        string[] command = [.. Matrix("transit"), .. Timetable()[..^3], "05:00", "--percentiles", "50", "--to"];
        var result = await Geocohesion.RunWell([.. command, "23:00"]);
        Assert.StartsWith("origin,destination,p50,mean,best,worst,share_within_30\no,b,", result.Output, StringComparison.Ordinal);
        await Geocohesion.RunRefused([.. command, "24:00"], "--to: the departure window is longer than 18 h; a shorter one is expected");
    }

    [Fact]
    public async Task Each_minute_of_the_window_has_its_row()
    {
        // By the trip at 08:17 until it is missed at 08:01 (15 minutes on foot and one of slack), then by that at 08:27: arrivals at 08:21:30 and 08:31:30.
        var result = await Geocohesion.RunWell([.. Matrix("transit"), .. Timetable()[..^1], "08:04", "--per-minute"]);
        Assert.Equal("origin,destination,departure,seconds\no,b,08:00,1290\no,b,08:01,1230\no,b,08:02,1770\no,b,08:03,1710\n", result.Output);
        Assert.Contains("1 pairs have a way", result.Error, StringComparison.Ordinal);

        // The trip at 08:27 takes more than 25 minutes from here.
        result = await Geocohesion.RunWell([.. Matrix("transit"), .. Timetable()[..^1], "08:04", "--per-minute", "--max-minutes", "25"]);
        Assert.Equal("origin,destination,departure,seconds\no,b,08:00,1290\no,b,08:01,1230\no,b,08:02,\no,b,08:03,\n", result.Output);
        await Geocohesion.RunRefused([.. Matrix("transit"), .. Timetable(), "--per-minute", "--journeys"], "--journeys", "--per-minute");
        await Geocohesion.RunRefused([.. Matrix("walk"), "--per-minute"], "--per-minute", "public transport only");
    }

    [Fact]
    public async Task Journeys_and_their_first_and_last_departure_follow_on_demand()
    {
        // For the trips at 08:17 and 08:27 one leaves at 08:01 and 08:11, for that at 08:37 at 08:21, which is waited for from the window's last second on.
        string[] options = [.. Timetable()[..^1], "08:20", "--percentiles", "50", "--journeys"];
        var result = await Geocohesion.RunWell([.. Matrix("transit"), .. options]);
        Assert.StartsWith(
            "origin,destination,p50,mean,best,worst,share_within_30,journeys,first_departure,last_departure\no,b,", result.Output, StringComparison.Ordinal);
        Assert.EndsWith(",3,08:01:00,08:19:59\n", result.Output, StringComparison.Ordinal);
        result = await Geocohesion.RunWell([.. Matrix("transit"), .. options, "--max-walk-minutes", "1"]);
        Assert.EndsWith("o,b,3690,3690,3690,3690,0,0,,\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_has_tables_of_every_variant_and_the_manifest_says_what_was_accessible()
    {
        _town.Territory["modes"] = new JsonArray([.. s_modes.Select(mode => (JsonNode)mode)]);
        _town.Territory["halfHour"] = new JsonObject { ["modes"] = new JsonArray("bicycle_transit", "wheelchair_transit") };
        _town.Territory["gtfs"] = new JsonArray(new JsonObject { ["path"] = "bus" });
        _town.Territory["transit"] = new JsonObject { ["date"] = "2026-03-10", ["from"] = "08:00", ["to"] = "08:01" };
        var output = new RunOutput(_folder.Combine("results"));
        await Geocohesion.RunWell("run", _town.Save(), "--out", output.Folder);

        // From column 2 to column 45: 43 blocks on foot; people on foot are at A at 08:12, by bicycle at 08:03:12, and the trips arrive as from column 0.
        // Arrivals after 08:00: 08:22:30, 08:11:30, 08:47:30 (from B), 08:32:30.
        var near = output.Rows("origins").First(row => row["district"] == SmallTown.Near && row["residents"].StartsWith("100", StringComparison.Ordinal))["id"];
        Assert.Equal(
            ["3870", "1320", "660", "3870", "2820", "1920"],
            s_modes.Select(mode => Assert.Single(output.Rows($"travel_times_{mode}"), row => row["origin"] == near && row["target"] == "est")["seconds"]));
        Assert.Equal(
            ["1291", "631", "2791", "1891"],
            s_modes.Where(mode => mode.Contains("transit", StringComparison.Ordinal)).Select(
                mode => Assert.Single(output.Rows($"{mode}_windows"), row => row["origin"] == near && row["centrality"] == "est")["best_s"]));
        var district = output.Row("districts", "code", SmallTown.Near);
        Assert.Contains("à vélo puis en transports en commun ou en fauteuil roulant", district["reason_fr"], StringComparison.Ordinal);

        using var manifest = output.Manifest();
        var transit = manifest.RootElement.GetProperty("parameters").GetProperty("transit");
        Assert.Equal(900, transit.GetProperty("maxBicycleAccessSeconds").GetInt32());
        var network = transit.GetProperty("networks").GetProperty("wheelchair_transit");
        Assert.Equal(
            ["2", "1", "1", "2", "1", "0"],
            s_facts.Select(name => network.GetProperty(name).GetString()));
        Assert.Equal("0", transit.GetProperty("networks").GetProperty("bicycle_transit").GetProperty("stopsOffBicycleStreets").GetString());
    }

    [Fact]
    public async Task Half_an_hour_in_a_mode_of_the_timetable_needs_one()
    {
        _town.Territory["modes"] = new JsonArray("bicycle_transit");
        _town.Territory["halfHour"] = new JsonObject { ["modes"] = new JsonArray("bicycle_transit") };
        await Geocohesion.RunRefused(["check", _town.Save()], "gtfs", "modes has \"bicycle_transit\"");
    }

    string[] Matrix(string mode)
    {
        var origins = _town.Write("o.csv", SmallTown.Points(("o", 0, 2)));
        var destinations = _town.Write("d.csv", SmallTown.Points(("b", 41, 2)));
        return ["matrix", "--osm", _town.PathOf("town.osm.pbf"), "--origins", origins, "--destinations", destinations, "--mode", mode, "--out", "-"];
    }

    string[] Timetable() => ["--gtfs", _town.PathOf("bus"), "--date", "2026-03-10", "--from", "08:00", "--to", "08:01"];
}
