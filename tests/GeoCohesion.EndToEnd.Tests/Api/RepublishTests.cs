using System.Net;
using GeoCohesion.Api;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.EndToEnd.Tests.Api;

/// <summary>A run is published again and again while requests come in: each is answered, with one run from start to end.</summary>
public sealed class RepublishTests
{
    const int RowCount = 1500;

    [Fact]
    public async Task A_run_published_while_serving_is_switched_to_and_no_request_fails()
    {
        using var folder = new TempFolder();
        Publish(folder.Path, 0);
        await using var service = ResultService.Build(new RunResults(folder.Path), new ServiceOptions());
        await service.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(service.Urls.Single()) };
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 3).Select(_ => Task.Run(() => Ask(client, stop.Token))).ToArray();
        const int LastRun = 12;
        for (var run = 1; run <= LastRun; run++)
        {
            await Task.Delay(60, TestContext.Current.CancellationToken);
            Publish(folder.Path, run);
        }

        // The first request after the last publication is answered by it already.
        Assert.Equal(LastRun, Assert.Single(await Runs(client)));
        await stop.CancelAsync();
        var seen = (await Task.WhenAll(clients)).SelectMany(answers => answers).ToList();
        Assert.InRange(seen.Count, 10, int.MaxValue);
        Assert.InRange(seen.Distinct().Count(), 2, LastRun + 1);

        // Old runs are given up: their files are deleted, so a descriptor that is left open would show.
        if (Directory.Exists("/proc/self/fd"))
        {
            var deleted = Directory.GetFiles("/proc/self/fd").Select(link => new FileInfo(link).LinkTarget ?? "").Count(target => target.StartsWith(folder.Path, StringComparison.Ordinal) && target.EndsWith("(deleted)", StringComparison.Ordinal));
            Assert.Equal(0, deleted);
        }
    }

    [Fact]
    public async Task A_damaged_publication_does_not_take_the_place_of_a_sound_one()
    {
        using var folder = new TempFolder();
        Publish(folder.Path, 1);
        await using var service = ResultService.Build(new RunResults(folder.Path), new ServiceOptions());
        await service.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(service.Urls.Single()) };
        Assert.Equal(1, Assert.Single(await Runs(client)));
        var replacement = folder.Combine("replacement");
        await File.WriteAllTextAsync(replacement, "not a database", TestContext.Current.CancellationToken);
        File.Move(replacement, folder.Combine("geocohesion.gpkg"), overwrite: true);
        File.SetLastWriteTimeUtc(folder.Combine("manifest.json"), DateTime.UtcNow.AddSeconds(5));
        Assert.Equal(1, Assert.Single(await Runs(client)));
        Publish(folder.Path, 2);
        Assert.Equal(2, Assert.Single(await Runs(client)));
    }

    internal static async Task<List<int>> Ask(HttpClient client, CancellationToken stop)
    {
        var answers = new List<int>();
        while (!stop.IsCancellationRequested)
        {
            answers.Add(Assert.Single(await Runs(client)));
        }

        return answers;
    }

    // Runs of which an answer holds features: one, or the answer is a mixture.
    internal static async Task<int[]> Runs(HttpClient client)
    {
        using var response = await client.GetAsync(new Uri("/collections/rows/items?limit=10000", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var items = ServedSampleCity.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(RowCount, items.GetProperty("numberReturned").GetInt32());
        Assert.Equal(RowCount, items.GetProperty("numberMatched").GetInt32());
        return [.. items.GetProperty("features").EnumerateArray().Select(feature => feature.GetProperty("properties").GetProperty("run").GetInt32()).Distinct()];
    }

    internal static void Publish(string path, int run)
    {
        using var folder = RunFolder.Open(path);
        var table = new ResultTable("rows", "Lignes", [ResultColumn.Text("id", "Id"), ResultColumn.Whole("run", "", "Run")], null);
        for (var row = 0; row < RowCount; row++)
        {
            table.Add(null, FormattableString.Invariant($"row {row}"), run);
        }

        const string Provenance = """
            {"program": {"version": "1"}, "territory": {"name": "T"}, "parameters": {}, "attribution": ["A"]
            """;
        GeoPackageFile.Write(folder.Stage("geocohesion.gpkg"), [table], Provenance + "}", new DateOnly(2026, 1, 1));
        File.WriteAllText(folder.Stage(RunFolder.ManifestName), FormattableString.Invariant($"{Provenance}, \"outputs\": [], \"run\": {run}}}"));
        folder.Publish();
    }
}
