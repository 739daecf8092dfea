using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary>The sample city through the program, public transport included.</summary>
public sealed class SampleCityRunTests
{
    [Fact]
    public async Task The_sample_city_has_the_same_bytes_with_one_thread_and_with_two_and_from_streets_built_before()
    {
        using var folder = new TempFolder();
        var territory = Path.Combine(Repository.Root, "data-samples", "aurelmont", "territory.json");
        var one = new RunOutput(folder.Combine("one"));
        var two = new RunOutput(folder.Combine("two"));
        await Geocohesion.RunWell("run", territory, "--out", one.Folder, "--threads", "1", "--strict");
        await Geocohesion.RunWell("build", territory, "--out", two.Folder);
        await Geocohesion.RunWell("run", territory, "--out", two.Folder, "--threads", "2");
        one.AssertWhole();
        RunOutput.AssertSame(one, two);

        // Every verdict that has figures occurs, and each layer of public transport has rows.
        var verdicts = one.Rows("districts").Select(row => row["verdict"]).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(["conforming", "not_conforming", "partly"], verdicts);
        Assert.NotEmpty(one.Rows("travel_times_transit"));
    }
}
