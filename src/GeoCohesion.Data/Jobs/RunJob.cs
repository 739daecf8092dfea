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
        var manifest = new RunManifest(data, inputs.Register, built.Network, notices);
        Write(folder, data, built.Network, tables, manifest, options.Threads, progress);
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
            StreetNetworks.Modes(modes, territory.At("modes")),
            speeds,
            inputs.Register.Key(["osm"], StreetNetworks.Parameters(modes, speeds)),
            isFresh,
            notices,
            threads,
            progress);
    }

    static void Write(
        RunFolder folder, RunData data, StreetNetwork streets, IReadOnlyList<ResultTable> tables, RunManifest manifest, int threads, IProgress<JobProgress> progress)
    {
        try
        {
            WriteAll(folder, data, streets, tables, manifest, threads, progress);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("output-unwritable", $"the results cannot be written ({e.Message})", new SourceLocation(folder.Path));
        }
    }

    static void WriteAll(
        RunFolder folder, RunData data, StreetNetwork streets, IReadOnlyList<ResultTable> tables, RunManifest manifest, int threads, IProgress<JobProgress> progress)
    {
        var provenance = manifest.Provenance();

        // The GeoPackage takes longest and comes first, so that no thread is left alone with it at the end.
        List<(string FileName, string MediaType, ResultTable? Table, Action<string> Write)> outputs =
        [
            (GeoPackageName, "application/geopackage+sqlite3", null,
                path => GeoPackageFile.Write(path, tables, System.Text.Encoding.UTF8.GetString(provenance), s_lastChange)),
            .. from table in tables
               where !table.IsBackground
               from format in Catalog.Of<IResultFormat>().Values
               select (table.Name + format.FileExtension, format.MediaType, (ResultTable?)table, (Action<string>)(path => WriteTable(path, format, table, provenance))),
        ];
        var digests = new FileDigest[outputs.Count];
        var served = ServedFiles(folder, data, streets);
        var servedDigests = new FileDigest[served.Count];
        Action[] work =
        [
            .. outputs.Select((output, i) => WriteAndRead(folder.Stage(output.FileName), output.Write, digests, i)),
            .. served.Select((file, i) => WriteAndRead(file.Path, file.Write, servedDigests, i)),
        ];
        ParallelWork.Run(work, threads, share => progress.Report(new JobProgress("Writing results", share)));
        File.WriteAllBytes(folder.Stage(RunFolder.ManifestName), manifest.Whole(
            [.. outputs.Select((output, i) => (output.FileName, output.MediaType, output.Table, digests[i]))],
            [.. served.Select((file, i) => (Path.GetFileName(file.Path), servedDigests[i]))],
            tables));
        folder.Publish();
        progress.Report(new JobProgress("Writing results", 1));
    }

    static Action WriteAndRead(string path, Action<string> write, FileDigest[] digests, int i) => () =>
    {
        write(path);
        digests[i] = FileDigest.Of(path);
    };

    static void WriteTable(string path, IResultFormat format, ResultTable table, ReadOnlyMemory<byte> provenance)
    {
        using var stream = File.Create(path);
        format.Write(table, provenance, stream);
    }

    /// <summary>What a service searches in: the streets, which are there, and beside them the timetable.</summary>
    static IReadOnlyList<(string Path, Action<string> Write)> ServedFiles(RunFolder folder, RunData data, StreetNetwork streets)
    {
        var (streetsPath, transitPath) = (Path.Combine(folder.BuildPath, NetworkName), Path.Combine(folder.BuildPath, TransitName));
        if (data.PublicTransport is { } transport)
        {
            return [(streetsPath, _ => { }), (transitPath, path => TransitFile.Write(path, transport, streets))];
        }

        File.Delete(transitPath);
        return [(streetsPath, _ => { })];
    }
}
