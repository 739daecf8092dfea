using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Formats;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Data.Jobs;

/// <summary>What a run came to.</summary>
/// <param name="Tables">Result tables, in the order they were written.</param>
/// <param name="Modes">Modes computed.</param>
/// <param name="OutputFolder">Full path of the results.</param>
/// <param name="Reused">What was taken from an earlier run because nothing it depends on has changed.</param>
/// <param name="LeftOut">What takes no part in the figures.</param>
public sealed record RunSummary(IReadOnlyList<ResultTable> Tables, IReadOnlyList<string> Modes, string OutputFolder, IReadOnlyList<string> Reused, IReadOnlyList<LeftOut> LeftOut);

/// <summary>The main job: from <c>territory.json</c> to a folder of results.</summary>
public static class RunJob
{
    const string GeoPackageName = "geocohesion.gpkg";
    const string NetworkName = "streets.gcnet";
    const string TransitName = "timetable.gcnet";

    // The standard asks for a date of last change; a clock would make two equal runs differ.
    static readonly DateOnly s_lastChange = new(2000, 1, 1);

    /// <summary>Reads, builds what changed, computes, writes.</summary>
    /// <exception cref="InputException">An input cannot be used.</exception>
    public static RunSummary Run(RunOptions options, NoticeLog notices, IProgress<JobProgress> progress)
    {
        var inputs = TerritoryInputs.Read(options.TerritoryPath, notices, options.Threads, progress);
        using var folder = RunFolder.Open(options.OutputFolder);
        var built = Streets(inputs, folder, notices, options.Threads, progress);
        var data = new RunComputation(inputs, built.Network, notices, options.Threads, progress).Compute();
        if (options.Strict)
        {
            notices.RefuseErrors();
        }

        var indicators = RunIndicators.Compute(data.Study, share => progress.Report(new JobProgress("Indicators", share)));
        ResultTable[] tables = [.. RunTables.Make(data, indicators), .. MapTables.Make(data, built.Background)];
        progress.Report(new JobProgress("Writing results", 0));
        Write(folder, tables, new RunManifest(data, inputs.Register, built.Network, notices, ServedFiles(folder, data, built.Network)), progress);
        return new RunSummary(tables, [.. data.Study.Modes.Select(mode => mode.Mode)], folder.Path, built.IsReused ? ["streets"] : [], data.LeftOut);
    }

    /// <summary>Builds the streets of a territory, or finds them built.</summary>
    public static BuiltStreets BuildStreets(RunOptions options, NoticeLog notices, IProgress<JobProgress> progress)
    {
        var inputs = TerritoryInputs.Read(options.TerritoryPath, notices, options.Threads, progress);
        using var folder = RunFolder.Open(options.OutputFolder);
        return Streets(inputs, folder, notices, options.Threads, progress);
    }

    static BuiltStreets Streets(TerritoryInputs inputs, RunFolder folder, NoticeLog notices, int threads, IProgress<JobProgress> progress)
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

    static void Write(RunFolder folder, IReadOnlyList<ResultTable> tables, RunManifest manifest, IProgress<JobProgress> progress)
    {
        try
        {
            WriteAll(folder, tables, manifest, progress);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("output-unwritable", $"the results cannot be written ({e.Message})", new SourceLocation(folder.Path));
        }
    }

    static void WriteAll(RunFolder folder, IReadOnlyList<ResultTable> tables, RunManifest manifest, IProgress<JobProgress> progress)
    {
        var provenance = manifest.Provenance();
        var outputs = new List<(string FileName, string MediaType, string Path, ResultTable? Table)>();
        var formats = Catalog.Of<IResultFormat>().Values.ToArray();
        var written = 0;
        foreach (var table in tables)
        {
            foreach (var format in table.IsBackground ? [] : formats)
            {
                var name = table.Name + format.FileExtension;
                var path = folder.Stage(name);
                using (var stream = File.Create(path))
                {
                    format.Write(table, provenance, stream);
                }

                outputs.Add((name, format.MediaType, path, table));
                progress.Report(new JobProgress("Writing results", ++written / (1.0 + (tables.Count * formats.Length))));
            }
        }

        var geoPackagePath = folder.Stage(GeoPackageName);
        GeoPackageFile.Write(geoPackagePath, tables, System.Text.Encoding.UTF8.GetString(provenance), s_lastChange);
        outputs.Insert(0, (GeoPackageName, "application/geopackage+sqlite3", geoPackagePath, null));
        var whole = manifest.Whole(outputs, tables);
        File.WriteAllBytes(folder.Stage(RunFolder.ManifestName), whole);
        folder.Publish();
        progress.Report(new JobProgress("Writing results", 1));
    }
}
