using System.Globalization;
using System.Text.Json.Nodes;
using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary>The main job on the real streets of Lannion, with illustrative districts.</summary>
public sealed class LannionTests
{
    [Fact]
    public async Task Lannion_runs_with_plausible_times_and_nothing_lost_silently()
    {
        string[] names =
        [
            "lannion/lannion.osm.pbf", "lannion/districts-illustrative.geojson", "lannion/communes-22-2018.geojson",
            "national/france-services-20240801.csv", "lannion/gtfs-tilt-2014.zip",
        ];
        var paths = names.ToDictionary(name => name, RealData.Find);
        if (paths.FirstOrDefault(path => path.Value is null).Key is { } absent)
        {
            Assert.Skip($"real data not present: {absent}");
        }

        using var folder = new TempFolder();
        var territory = new JsonObject
        {
            ["name"] = "Lannion",
            ["osm"] = new JsonArray(paths[names[0]]),
            ["districts"] = new JsonArray(new JsonObject { ["path"] = paths[names[1]] }),
            ["communes"] = new JsonObject { ["path"] = paths[names[2]] },
            ["centralities"] = new JsonArray(new JsonObject
            {
                ["points"] = new JsonArray(new JsonObject { ["id"] = "centre", ["lon"] = -3.4597, ["lat"] = 48.7322, ["main"] = true }),
            }),
            ["places"] = new JsonArray(
                new JsonObject { ["format"] = "osm" },
                new JsonObject { ["format"] = "france-services", ["path"] = paths[names[3]] }),
            ["gtfs"] = new JsonArray(new JsonObject { ["path"] = paths[names[4]] }),
            ["transit"] = new JsonObject { ["date"] = "2014-03-25" },
            ["modes"] = new JsonArray("walk", "bicycle", "car", "transit"),
        };
        var territoryPath = folder.Combine("territory.json");
        await File.WriteAllTextAsync(territoryPath, territory.ToJsonString(), TestContext.Current.CancellationToken);
        var output = new RunOutput(folder.Combine("results"));
        await Geocohesion.RunWell("run", territoryPath, "--out", output.Folder);
        output.AssertWhole();

        var districts = output.Rows("districts");
        Assert.Equal(3, districts.Count);
        foreach (var district in districts)
        {
            Assert.Equal("22113", district["commune_codes"].Split(';')[0]);
            var (walk, bicycle, car) = (
                Number(district["walk_median_s"]), Number(district["bicycle_median_s"]), Number(district["car_median_s"]));
            Assert.InRange(walk, 5 * 60, 60 * 60);
            Assert.InRange(bicycle, 60, walk);
            Assert.InRange(car, 60, bicycle);
            Assert.Equal(0, Number(district["walk_unreachable_share"]));
            TestContext.Current.SendDiagnosticMessage(
                $"{district["label"]}: walk {walk} s, bicycle {bicycle} s, car {car} s, {district["verdict"]}");
        }

        // Kêr Uhel lies a good kilometre and a half north of the centre, up the hill.
        Assert.InRange(
            Number(districts.Single(row => row["label"].StartsWith("Kêr Uhel", StringComparison.Ordinal))["walk_median_s"]),
            20 * 60,
            40 * 60);

        var classes = output.Rows("places").CountBy(place => place["class"]).ToDictionary();
        Assert.All(["pharmacie", "college", "lycee", "france-services"], name => Assert.True(
            classes.GetValueOrDefault(name) > 0, $"no {name} in Lannion"));

        // Every origin, centrality and place of every mode has a time or is listed as left out.
        var leftOut = output.Rows("left_out");
        var origins = output.Rows("origins");
        foreach (var mode in new[] { "walk", "bicycle", "car" })
        {
            var timed = output.Rows($"travel_times_{mode}")
                .Where(row => row["target"] == "centre" && row["seconds"].Length > 0)
                .Select(row => row["origin"]).ToHashSet();
            var listed = leftOut.Where(row => row["mode"] == mode && row["kind"] == "origin").Select(row => row["id"]).ToHashSet();
            Assert.All(origins, origin => Assert.True(
                timed.Contains(origin["id"]) || listed.Contains(origin["id"]), $"{origin["id"]} is lost by {mode}"));
        }

        Assert.Equal(leftOut.Count, output.Notices().GetValueOrDefault("not-snapped"));
        Assert.Contains("place-outside-area", output.Notices().Keys);

        // Every indicator that needs neither people outside the districts nor census flows; no bus runs on a Sunday.
        Assert.Equal(
            ["mobility-flows"],
            output.Rows("indicators").Where(row => row["computed"] != "true").Select(row => row["name"]).Except(["equity", "floating-catchment"]));
        Assert.Contains("occasion-without-service", output.Notices().Keys);
        foreach (var row in output.Rows("district_transit").Where(row => row["day"] != "saturday"))
        {
            Assert.Equal(row["day"] == "sunday", row["departures"] == "0");
        }

        // Public transport never takes longer than walking.
        Assert.All(districts, row => Assert.True(Number(row["transit_median_s"]) <= Number(row["walk_median_s"])));
    }

    static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
