using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Formats;
using GeoCohesion.Data.Jobs.Reuse;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Data.Jobs;

/// <summary>What a run came to.</summary>
/// <param name="Tables">Result tables, in the order they were written.</param>
/// <param name="Modes">Modes computed.</param>
/// <param name="OutputFolder">Full path of the results.</param>
/// <param name="Parts">What was taken from the run before because nothing it depends on has changed, and what was computed, and why.</param>
/// <param name="LeftOut">What takes no part in the figures.</param>
public sealed record RunSummary(IReadOnlyList<ResultTable> Tables, IReadOnlyList<string> Modes, string OutputFolder, IReadOnlyList<ReusedPart> Parts, IReadOnlyList<LeftOut> LeftOut);

/// <summary>The main job: from <c>territory.json</c> to a folder of results.</summary>
public static class RunJob
{
    const string GeoPackageName = "geocohesion.gpkg";
    const string NetworkName = "streets.gcnet";
    const string TransitName = "timetable.gcnet";
    const string PartsName = "parts";

    // The standard asks for a date of last change; a clock would make two equal runs differ.
    static readonly DateOnly s_lastChange = new(2000, 1, 1);

    /// <summary>Reads, builds what changed, computes, writes.</summary>
    /// <exception cref="InputException">An input cannot be used.</exception>
    public static RunSummary Run(RunOptions options, NoticeLog notices, IProgress<JobProgress> progress)
    {
        var inputs = TerritoryInputs.Read(options.TerritoryPath, notices, options.Threads, progress);
        using var folder = RunFolder.Open(options.OutputFolder);
        var parts = new KeptParts(Path.Combine(folder.BuildPath, PartsName), options.IsFresh);
        var built = Streets(inputs, folder, options.IsFresh, notices, options.Threads, progress);
        var data = new RunComputation(inputs, built.Network, parts, notices, options.Threads, progress).Compute();
        if (options.Strict)
        {
            notices.RefuseErrors();
        }

        var indicators = RunIndicators.Compute(data.Study, share => progress.Report(new JobProgress("Indicators", share)));
        ResultTable[] tables = [.. RunTables.Make(data, indicators), .. MapTables.Make(data, built.Background)];
        progress.Report(new JobProgress("Writing results", 0));
        Write(folder, tables, new RunManifest(data, inputs.Register, built.Network, notices, ServedFiles(folder, data, built.Network)), options.Threads, progress);
        parts.DropOthers();
        return new RunSummary(tables, [.. data.Study.Modes.Select(mode => mode.Mode)], folder.Path, [.. built.Parts, .. parts.Parts], data.LeftOut);
    }

    /// <summary>Builds the streets of a territory, or finds them built.</summary>
    public static BuiltStreets BuildStreets(RunOptions options, NoticeLog notices, IProgress<JobProgress> progress)
    {
        var inputs = TerritoryInputs.Read(options.TerritoryPath, notices, options.Threads, progress);
        using var folder = RunFolder.Open(options.OutputFolder);
        return Streets(inputs, folder, options.IsFresh, notices, options.Threads, progress);
    }

    static BuiltStreets Streets(TerritoryInputs inputs, RunFolder folder, bool isFresh, NoticeLog notices, int threads, IProgress<JobProgress> progress)
    {
        var territory = inputs.Territory;
        string[] modes = [.. territory.Modes.SelectMany(TransitVariant.StreetModesOf).Distinct()];
        var speeds = new StreetSpeeds { WalkKph = territory.WalkSpeedKph, BicycleKph = territory.BicycleSpeedKph };
        return StreetNetworks.GetOrBuild(
            Path.Combine(folder.BuildPath, NetworkName),
            territory.OsmPaths,
            modes,
            speeds,
            inputs.Register.Key(["osm"], StreetNetworks.Parameters(modes, speeds)),
            isFresh,
            notices,
            threads,
            progress);
    }

    /// <summary>Keeps what a service searches in beside the streets.</summary>
    /// <returns>Paths of the files.</returns>
    static string[] ServedFiles(RunFolder folder, RunData data, StreetNetwork streets)
    {
        var path = Path.Combine(folder.BuildPath, TransitName);
        if (data.PublicTransport is null)
        {
            File.Delete(path);
            return [Path.Combine(folder.BuildPath, NetworkName)];
        }

        TransitFile.Write(path, data.PublicTransport, streets);
        return [Path.Combine(folder.BuildPath, NetworkName), path];
    }

    static void Write(RunFolder folder, IReadOnlyList<ResultTable> tables, RunManifest manifest, int threads, IProgress<JobProgress> progress)
    {
        try
        {
            WriteAll(folder, tables, manifest, threads, progress);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("output-unwritable", $"the results cannot be written ({e.Message})", new SourceLocation(folder.Path));
        }
    }

    static void WriteAll(RunFolder folder, IReadOnlyList<ResultTable> tables, RunManifest manifest, int threads, IProgress<JobProgress> progress)
    {
        var provenance = manifest.Provenance();
        var geoPackagePath = folder.Stage(GeoPackageName);

        // The GeoPackage takes longest and comes first, so that no thread is left alone with it at the end.
        var outputs = new List<(string FileName, string MediaType, string Path, ResultTable? Table)> { (GeoPackageName, "application/geopackage+sqlite3", geoPackagePath, null) };
        var writings = new List<Action> { () => GeoPackageFile.Write(geoPackagePath, tables, System.Text.Encoding.UTF8.GetString(provenance), s_lastChange) };
        foreach (var table in tables.Where(table => !table.IsBackground))
        {
            foreach (var format in Catalog.Of<IResultFormat>().Values)
            {
                var name = table.Name + format.FileExtension;
                var path = folder.Stage(name);
                outputs.Add((name, format.MediaType, path, table));
                writings.Add(() =>
                {
                    using var stream = File.Create(path);
                    format.Write(table, provenance, stream);
                });
            }
        }

        InParallel(writings, threads, share => progress.Report(new JobProgress("Writing results", share)));
        File.WriteAllBytes(folder.Stage(RunFolder.ManifestName), manifest.Whole(outputs, tables));
        folder.Publish();
        progress.Report(new JobProgress("Writing results", 1));
    }

    static void InParallel(List<Action> work, int threads, Action<double> progress)
    {
        var done = 0;
        try
        {
            Parallel.ForEach(
                Partitioner.Create(work, EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = threads },
                action =>
                {
                    action();
                    progress(Interlocked.Increment(ref done) / (work.Count + 1.0));
                });
        }
        catch (AggregateException e)
        {
            // One is enough to say what is wrong, and the callers tell by its type.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }
}
