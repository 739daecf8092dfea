using System.Globalization;
using GeoCohesion.EndToEnd.Tests.SampleCity;
using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary>The sample city through the program, public transport included.</summary>
public sealed class SampleCityRunTests(SampleCityRun run)
{
    [Fact]
    public async Task The_sample_city_has_the_same_bytes_with_one_thread_and_with_two_and_from_streets_built_before()
    {
        using var folder = new TempFolder();
        var territory = Path.Combine(Repository.Root, "data-samples", "aurelmont", "territory.json");
        var one = await run.Output;
        var two = new RunOutput(folder.Combine("two"));
        await Geocohesion.RunWell("build", territory, "--out", two.Folder);
        await Geocohesion.RunWell("run", territory, "--out", two.Folder, "--threads", "2");
        one.AssertWhole();
        RunOutput.AssertSame(one, two);

        // Every verdict that has figures occurs, and each layer of public transport has rows.
        var verdicts = one.Rows("districts").Select(row => row["verdict"]).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(["conforming", "not_conforming", "partly"], verdicts);
        Assert.NotEmpty(one.Rows("travel_times_transit"));
        AssertSupplyIsConserved(one.Rows("district_catchments"));

        // How it was computed stands beside the figures: occasions, days, and what the indicators are made of.
        using var manifest = one.Manifest();
        var parameters = manifest.RootElement.GetProperty("parameters");
        Assert.Equal(
            ["main", "main", "main", "return", "evening", "saturday", "sunday"],
            parameters.GetProperty("occasions").EnumerateArray().Select(occasion => occasion.GetProperty("name").GetString()));
        Assert.Equal("2026-03-07", parameters.GetProperty("serviceDays")[1].GetProperty("date").GetString());
        Assert.Contains("bibliotheque", parameters.GetProperty("baskets").GetProperty("culture").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("1 if t <= 30, else 0", parameters.GetProperty("decays")[0].GetProperty("formula").GetString());
        Assert.Equal("services.csv", parameters.GetProperty("sourcesByClass").GetProperty("micro-folie")[0].GetString());
        Assert.Equal(500, parameters.GetProperty("stops").GetProperty("walkMeters").GetInt32());
    }

    // E2SFCA shares out every doctor that someone can reach, no more and no less: mean over all points x their demand = capacity served.
    static void AssertSupplyIsConserved(IReadOnlyList<IReadOnlyDictionary<string, string>> rows)
    {
        Assert.Equal(["car", "transit", "walk"], rows.Select(row => row["mode"]).Distinct().Order(StringComparer.Ordinal));
        foreach (var row in rows)
        {
            var served = Number(row, "capacity_served");
            var shared = Number(row, "e2sfca_all_points_per_100000") / 1e5 * Number(row, "standardized_residents_all_points");
            Assert.True(Math.Abs(shared - served) <= 1e-9 * served, $"{row["id"]}: {shared} of {served}");
        }

        static double Number(IReadOnlyDictionary<string, string> row, string column) =>
            double.Parse(row[column], CultureInfo.InvariantCulture);
    }
}
