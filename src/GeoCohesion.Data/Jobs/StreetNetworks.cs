using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Build.StreetModes;
using GeoCohesion.Data.Sources.Osm;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Data.Jobs;

/// <summary>Builds the streets of the modes asked for, or takes those built before from the same bytes with the same parameters.</summary>
static class StreetNetworks
{
    /// <summary>Reads the OSM files and builds one graph per mode.</summary>
    public static StreetNetwork Build(
        IReadOnlyList<string> osmPaths,
        IReadOnlyList<string> modes,
        StreetSpeeds speeds,
        string buildKey,
        NoticeLog notices,
        int threads,
        IProgress<JobProgress> progress)
    {
        var elements = OsmPbfReader.Read(osmPaths, OsmInterest.Streets, notices, threads, new StepProgress(progress, "Reading streets"));
        var catalog = Catalog.Of<IStreetMode>();
        var graphs = new List<StreetGraph>();
        var reports = new List<StreetBuildReport>();
        for (var i = 0; i < modes.Count; i++)
        {
            progress.Report(new JobProgress("Building streets", (double)i / modes.Count));
            var mode = catalog.Pick(modes[i], new SourceLocation("--mode"));
            graphs.Add(StreetGraphBuilder.Build(elements, mode, speeds, notices, out var report));
            reports.Add(report);
        }

        progress.Report(new JobProgress("Building streets", 1));
        return new StreetNetwork(buildKey, [.. elements.Files.Select(file => file.ReplicationTimestamp)], graphs, reports);
    }

    /// <summary>Takes the network file when its key fits, otherwise builds and writes it.</summary>
    /// <returns>The network, and whether it was taken from the file.</returns>
    public static (StreetNetwork Network, bool IsReused) GetOrBuild(
        string path,
        IReadOnlyList<string> osmPaths,
        IReadOnlyList<string> modes,
        StreetSpeeds speeds,
        string buildKey,
        NoticeLog notices,
        int threads,
        IProgress<JobProgress> progress)
    {
        if (File.Exists(path) && NetworkFile.TryReadBuildKey(path, out var key) && key == buildKey)
        {
            progress.Report(new JobProgress("Reading streets", 0));
            var network = NetworkFile.Read(path);
            progress.Report(new JobProgress("Reading streets", 1));
            return (network, true);
        }

        var built = Build(osmPaths, modes, speeds, buildKey, notices, threads, progress);
        NetworkFile.Write(path, built);
        return (built, false);
    }

    /// <summary>Text of the parameters that the streets depend on, for the build key.</summary>
    public static string Parameters(IReadOnlyList<string> modes, StreetSpeeds speeds) => string.Create(
        CultureInfo.InvariantCulture,
        $"streets {RunManifest.ProgramVersion} {string.Join(',', modes)} {speeds}");
}
