using GeoCohesion.Data;
using GeoCohesion.Data.Jobs;

namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary>A run after a change computes only what can have changed, and ends with the bytes of a run that computes everything.</summary>
public sealed class RecomputationTests : IDisposable
{
    static readonly string[] s_modes = ["bicycle", "bicycle_transit", "car", "transit", "walk"];

    readonly TempFolder _folder = new();
    readonly ChangingTown _town;
    readonly RunOutput _kept;
    readonly RunOutput _fresh;

    public RecomputationTests()
    {
        _town = new ChangingTown(_folder.Combine("town"));
        _kept = new RunOutput(_folder.Combine("kept"));
        _fresh = new RunOutput(_folder.Combine("fresh"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void After_random_changes_the_results_are_those_of_a_whole_run()
    {
        const int Seed = 20261122;
        var random = new Random(Seed);
        _town.Save();
        Run(_kept);
        var changes = _town.Changes.ToArray();
        var history = new List<string>();
        var (reused, computed) = (0, 0);
        for (var step = 0; step < 13; step++)
        {
            // Every kind at least once; now and then two changes at once, and another number of threads.
            for (var more = random.Next(4) == 0 ? 2 : 1; more > 0; more--)
            {
                var (name, change) = changes[(step + (more * 5)) % changes.Length];
                change(random);
                history.Add(name);
            }

            _town.Save();
            var parts = Run(_kept, threads: 1 + (step % 2)).Parts;
            reused += parts.Count(part => part.IsReused);
            computed += parts.Count(part => !part.IsReused);
            Run(_fresh, isFresh: true);
            try
            {
                AssertSame();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {Seed}, after: {string.Join(", ", history)}", e);
            }
        }

        // Neither may be a matter of course.
        Assert.True(reused > 120 && computed > 120, $"{reused} parts reused, {computed} computed");
    }

    [Fact]
    public void A_place_that_is_added_concerns_its_class_alone()
    {
        Assert.Equal(s_modes.Select(mode => $"travel times: {mode}/pharmacie: places"), ComputedAfter(_town.AddPharmacy));
    }

    [Fact]
    public void A_trip_that_is_moved_concerns_public_transport_alone()
    {
        var computed = ComputedAfter(_town.MoveTrip);
        Assert.NotEmpty(computed);
        Assert.All(computed, part => Assert.EndsWith(": timetable", part, StringComparison.Ordinal));
        Assert.All(computed, part => Assert.Contains("transit", part, StringComparison.Ordinal));
        Assert.Contains("isochrones/transit: timetable", computed);
        Assert.Contains("travel times: transit/centralities: timetable", computed);
    }

    [Fact]
    public void A_street_for_cars_concerns_no_one_on_foot()
    {
        var computed = ComputedAfter(() => _town.OpenStreet("motorway"));
        Assert.Contains("street hierarchies/car: streets", computed);
        Assert.Contains("travel times: car/pharmacie: streets (car)", computed);
        Assert.DoesNotContain(computed, part => part.Contains("/walk", StringComparison.Ordinal) && !part.StartsWith("streets/", StringComparison.Ordinal));
        Assert.DoesNotContain(computed, part => part.Contains("travel times: transit", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_walking_speed_keeps_the_order_of_the_streets_and_the_hierarchy_for_cars()
    {
        var computed = ComputedAfter(_town.WalkFaster);
        Assert.Contains("street hierarchies/walk: times of the streets, in the same order", computed);
        Assert.Contains("travel times: walk/pharmacie: streets (walk)", computed);
        Assert.DoesNotContain(computed, part => part.StartsWith("street hierarchies/car", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_computed_where_nothing_changed_and_everything_where_it_is_asked_for()
    {
        Assert.Empty(ComputedAfter(() => { }));
        Assert.All(Run(_kept, isFresh: true).Parts, part => Assert.False(part.IsReused));
    }

    [Fact]
    public void What_is_damaged_is_computed_again()
    {
        _town.Save();
        Run(_kept);
        var before = _kept.Hashes();
        var kept = Directory.GetFiles(_kept.PathOf("build/parts"), "*.part").Order(StringComparer.Ordinal).ToArray();
        var random = new Random(7);
        foreach (var path in kept)
        {
            var bytes = File.ReadAllBytes(path);
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, random.Next(3) == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
        }

        Assert.All(Run(_kept).Parts.Where(part => !part.Step.StartsWith("street", StringComparison.Ordinal)), part => Assert.False(part.IsReused, part.ToString()));
        Assert.Equal(before, _kept.Hashes());
        Assert.Empty(Computed(Run(_kept)));
    }

    [Fact]
    public async Task The_program_says_what_it_took_what_it_computed_and_why()
    {
        _town.Save();
        var first = await Geocohesion.RunWell("run", _town.TerritoryPath, "--out", _kept.Folder);
        Assert.DoesNotContain("last run", first.Error, StringComparison.Ordinal);
        var second = await Geocohesion.RunWell("run", _town.TerritoryPath, "--out", _kept.Folder);
        Assert.Contains("Nothing that the results are computed from has changed", second.Error, StringComparison.Ordinal);
        _town.AddPharmacy();
        _town.Save();
        var third = await Geocohesion.RunWell("run", _town.TerritoryPath, "--out", _kept.Folder);
        Assert.Matches(@"Taken from the last run: \d+ parts of \d+, because nothing they depend on has changed\.", third.Error);
        Assert.Contains("computed: travel times: transit: pharmacie (changed: places)", third.Error, StringComparison.Ordinal);
        var fourth = await Geocohesion.RunWell("run", _town.TerritoryPath, "--out", _kept.Folder, "--fresh");
        Assert.Contains("asked to compute everything", fourth.Error, StringComparison.Ordinal);
    }

    string[] ComputedAfter(Action change)
    {
        _town.Save();
        Run(_kept);
        change();
        _town.Save();
        var computed = Computed(Run(_kept));
        Run(_fresh);
        AssertSame();
        return computed;
    }

    static string[] Computed(RunSummary summary) =>
        [.. summary.Parts.Where(part => !part.IsReused).Select(part => $"{part.Step}/{part.Part}: {part.Reason}").Order(StringComparer.Ordinal)];

    RunSummary Run(RunOutput output, bool isFresh = false, int threads = 2) => RunJob.Run(
        new RunOptions { TerritoryPath = _town.TerritoryPath, OutputFolder = output.Folder, IsFresh = isFresh, Threads = threads },
        new NoticeLog(),
        new Progress<JobProgress>());

    void AssertSame()
    {
        RunOutput.AssertSame(_fresh, _kept);
        foreach (var name in new[] { "build/streets.gcnet", "build/timetable.gcnet", "build/streets.background" })
        {
            Assert.True(RunOutput.Sha256(_fresh.PathOf(name)) == RunOutput.Sha256(_kept.PathOf(name)), $"{name} differs");
        }
    }
}
