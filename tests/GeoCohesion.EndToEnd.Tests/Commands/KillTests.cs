using System.Diagnostics;
using GeoCohesion.Core;
using GeoCohesion.Data.Stores;
using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary>
/// <c>kill -9</c> at any moment of <c>run</c>: what stands under its final name is whole, and the next run gives what an undisturbed one
/// does.
/// </summary>
public sealed class KillTests
{
    const int Kills = 12;
    const int Seed = 20260310;

    [Fact]
    public async Task Killed_at_random_moments_nothing_half_written_is_readable_and_the_next_run_completes_with_the_same_bytes()
    {
        using var folder = new TempFolder();
        var town = new SmallTown(folder.Combine("town"));
        town.Save();
        var undisturbed = new RunOutput(folder.Combine("undisturbed"));
        var stopwatch = Stopwatch.StartNew();
        await Geocohesion.RunWell("run", town.TerritoryPath, "--out", undisturbed.Folder);
        var duration = stopwatch.Elapsed;

        var random = new Random(Seed);
        var disturbed = new RunOutput(folder.Combine("disturbed"));
        var killed = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            // One moment in each twelfth of the run; the last ones often fall into the writing, and every fourth run starts from nothing.
            var moment = duration * ((kill + random.NextDouble()) / Kills);
            if (kill % 4 == 0 && Directory.Exists(disturbed.Folder))
            {
                Directory.Delete(disturbed.Folder, recursive: true);
            }

            using var process = Geocohesion.Start("run", town.TerritoryPath, "--out", disturbed.Folder);
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await Task.Delay(moment, TestContext.Current.CancellationToken);
            killed += process.HasExited ? 0 : 1;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(("", ""), (Trace(await output), Trace(await error)));
            AssertNothingHalfWritten(
                disturbed, $"seed {Seed}, kill {kill} after {moment.TotalMilliseconds:0} of {duration.TotalMilliseconds:0} ms");
        }

        Assert.True(killed >= Kills / 2, $"only {killed} of {Kills} runs were killed before their end");
        await Geocohesion.RunWell("run", town.TerritoryPath, "--out", disturbed.Folder);
        RunOutput.AssertSame(undisturbed, disturbed);
        Assert.Empty(Directory.GetFileSystemEntries(disturbed.Folder, "*.partial", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Killed_between_any_two_renames_of_publishing_the_next_run_completes_with_the_same_bytes()
    {
        using var folder = new TempFolder();
        var town = new SmallTown(folder.Combine("town"));
        town.Save();
        var undisturbed = new RunOutput(folder.Combine("undisturbed"));
        await Geocohesion.RunWell("run", town.TerritoryPath, "--out", undisturbed.Folder);

        // What a kill in the middle of publishing leaves: no manifest, some results of this run and some of another, others still to be
        // renamed.
        var disturbed = new RunOutput(folder.Combine("disturbed"));
        Directory.CreateDirectory(Path.Combine(disturbed.Folder, ".partial"));
        Directory.CreateDirectory(Path.Combine(disturbed.Folder, "build"));
        File.Copy(undisturbed.PathOf("districts.csv"), disturbed.PathOf("districts.csv"));
        await File.WriteAllTextAsync(disturbed.PathOf("origins.csv"), "of another run", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(disturbed.PathOf(".partial/geocohesion.gpkg"), "half", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(disturbed.PathOf("build/streets.gcnet.partial"), "half", TestContext.Current.CancellationToken);
        await Geocohesion.RunWell("run", town.TerritoryPath, "--out", disturbed.Folder);
        RunOutput.AssertSame(undisturbed, disturbed);
    }

    static void AssertNothingHalfWritten(RunOutput output, string when)
    {
        if (!Directory.Exists(output.Folder))
        {
            return;
        }

        try
        {
            if (File.Exists(output.PathOf("manifest.json")))
            {
                output.AssertWhole();
            }

            var network = output.PathOf("build/streets.gcnet");
            if (File.Exists(network))
            {
                Assert.NotEmpty(NetworkFile.Read(network).GraphByMode);
                Assert.True(File.Exists(output.PathOf("build/streets.notices.json")));
            }
        }
        catch (Exception e) when (e is Xunit.Sdk.XunitException or InputException or IOException)
        {
            Assert.Fail($"{when}: {e}");
        }
    }

    /// <summary>The part of an output that must not be there.</summary>
    static string Trace(string text) => text.Contains("Exception", StringComparison.Ordinal) ? text : "";
}
