using System.Text.Json.Nodes;
using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary>What a run takes from an earlier one, what it does not, and two runs in one folder.</summary>
public sealed class ReuseTests : IDisposable
{
    readonly TempFolder _folder = new();
    readonly SmallTown _town;
    readonly RunOutput _output;

    public ReuseTests()
    {
        _town = new SmallTown(_folder.Combine("town"));
        _town.Save();
        _output = new RunOutput(_folder.Combine("results"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Build_makes_the_streets_that_run_starts_from()
    {
        var built = await Geocohesion.RunWell("build", _town.TerritoryPath, "--out", _output.Folder);
        Assert.Contains("Built.", built.Output, StringComparison.Ordinal);
        Assert.Matches(@"walk +\d+ vertices +\d+ edges +\d+\.\d km; 1 islands \(0\.2 km\) left out", built.Output);
        var again = await Geocohesion.RunWell("build", _town.TerritoryPath, "--out", _output.Folder);
        Assert.Contains("Nothing has changed since it was built.", again.Output, StringComparison.Ordinal);
        Assert.Contains("street-islands-pruned x 3", again.Error, StringComparison.Ordinal);
        Assert.False(BuiltStreets(await Run()));
        Assert.False(File.Exists(_output.PathOf("build/manifest.json")));
    }

    [Fact]
    public async Task A_changed_street_or_speed_rebuilds_the_streets_and_a_changed_district_does_not()
    {
        await Run();
        Assert.Equal("1800", _output.Row("districts", "code", SmallTown.Edge)["walk_median_s"]);

        _town.Districts[1] = SmallTown.District(SmallTown.Edge, "La Limite", 18.5, 1.5, 19.5, 2.5);
        _town.Save();
        Assert.False(BuiltStreets(await Run()));
        Assert.Equal("1710", _output.Row("districts", "code", SmallTown.Edge)["walk_median_s"]);

        _town.Territory["speeds"] = new JsonObject { ["walkKph"] = 3.8 };
        _town.Save();
        Assert.True(BuiltStreets(await Run()));

        // Nineteen blocks at 3.8 km/h are 1800 s, but for the millimetres that blocks are short of 100 m.
        Assert.Equal("1800", _output.Row("districts", "code", SmallTown.Edge)["walk_median_s"]);

        _town.Streets.Way(9999, [1, 2], ("highway", "footway"));
        _town.Save();
        Assert.True(BuiltStreets(await Run()));
    }

    [Fact]
    public async Task Streets_that_were_damaged_since_are_built_again()
    {
        await Run();
        var before = _output.Hashes();
        var network = _output.PathOf("build/streets.gcnet");
        var bytes = await File.ReadAllBytesAsync(network, TestContext.Current.CancellationToken);
        bytes[^5] ^= 1;
        await File.WriteAllBytesAsync(network, bytes, TestContext.Current.CancellationToken);
        Assert.True(BuiltStreets(await Run()));
        Assert.Equal(before, _output.Hashes());
    }

    [Fact]
    public async Task Results_of_a_mode_that_is_no_longer_computed_do_not_stay_beside_the_new_ones()
    {
        await Run();
        Assert.True(File.Exists(_output.PathOf("travel_times_car.csv")));
        _town.Territory["modes"] = new JsonArray("walk", "bicycle");
        _town.Save();
        await File.WriteAllTextAsync(_output.PathOf("my-notes.txt"), "not ours", TestContext.Current.CancellationToken);
        await Run();
        Assert.False(File.Exists(_output.PathOf("travel_times_car.csv")));
        Assert.True(File.Exists(_output.PathOf("my-notes.txt")));
        _output.AssertWhole();
    }

    [Fact]
    public async Task A_folder_that_another_run_writes_to_is_refused_and_left_alone()
    {
        await Run();
        var before = _output.Hashes();
        using (new FileStream(_output.PathOf(".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            await Geocohesion.RunRefused(["run", _town.TerritoryPath, "--out", _output.Folder], _output.Folder, "another run", "--out");
            await Geocohesion.RunRefused(["build", _town.TerritoryPath, "--out", _output.Folder], "another run");
        }

        Assert.Equal(before, _output.Hashes());
        await Run();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_refused()
    {
        var file = _town.Write("a-file", "");
        await Geocohesion.RunRefused(["run", _town.TerritoryPath, "--out", file], "a-file", "cannot be written");
    }

    [Fact]
    public async Task A_folder_in_the_place_of_a_result_is_refused_and_once_it_is_gone_the_next_run_completes()
    {
        await Run();
        var before = _output.Hashes();
        File.Delete(_output.PathOf("places.csv"));
        Directory.CreateDirectory(_output.PathOf("places.csv"));
        await Geocohesion.RunRefused(
            ["run", _town.TerritoryPath, "--out", _output.Folder], _output.Folder, "the results cannot be written");
        Assert.False(File.Exists(_output.PathOf("manifest.json")), "a manifest claims that the results are whole");
        Directory.Delete(_output.PathOf("places.csv"));
        await Run();
        Assert.Equal(before, _output.Hashes());
    }

    [Fact]
    public async Task Check_reads_everything_counts_it_and_writes_nothing()
    {
        BusLine.Write(_town.Folder);
        _town.Territory["gtfs"] = new JsonArray(new JsonObject { ["path"] = "bus" });
        _town.Save();
        var result = await Geocohesion.RunWell("check", _town.TerritoryPath);
        Assert.Matches(@"gtfs: stops +3\n", result.Output);
        Assert.Matches(@"gtfs: trips +4\n", result.Output);
        Assert.Matches(@"districts +5\n", result.Output);
        Assert.Matches(@"origins +11\n", result.Output);
        Assert.Matches(@"residents +415\n", result.Output);
        Assert.Matches(@"centralities +2\n", result.Output);
        Assert.Matches(@"communes +2\n", result.Output);
        Assert.Matches(@"OSM nodes +243\n", result.Output);
        Assert.Matches(@"OSM ways +52\n", result.Output);
        Assert.Matches(@"places: generaliste +3\n", result.Output);
        Assert.Matches(@"places: pharmacie +2\n", result.Output);
        Assert.Equal(
            ["bus", "communes.geojson", "districts.geojson", "places.csv", "population.csv", "territory.json", "town.osm.pbf"],
            Directory.GetFileSystemEntries(_town.Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    static bool BuiltStreets(ProgramResult result)
    {
        Assert.Contains("the last run", result.Error, StringComparison.Ordinal);
        return result.Error.Contains("  computed: streets: ", StringComparison.Ordinal);
    }

    Task<ProgramResult> Run() => Geocohesion.RunWell("run", _town.TerritoryPath, "--out", _output.Folder);
}
