using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Hierarchies;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Build.StreetModes;
using GeoCohesion.Data.Sources.Osm;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Data.Jobs;

/// <summary>Builds the streets of the modes asked for, or takes those built before from the same bytes with the same parameters.</summary>
static class StreetNetworks
{
    /// <summary>Reads the OSM files and builds one graph per mode, with its hierarchy.</summary>
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
            var graph = StreetGraphBuilder.Build(elements, mode, speeds, notices, out var report);
            graphs.Add(graph.WithHierarchy(StreetHierarchyBuilder.Build(graph, threads)));
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
        var noticesPath = Path.ChangeExtension(path, ".notices.json");
        if (TryReuse(path, noticesPath, buildKey, notices, progress) is { } network)
        {
            return (network, true);
        }

        var noticesOfBuild = new NoticeLog();
        var built = Build(osmPaths, modes, speeds, buildKey, noticesOfBuild, threads, progress);

        // The notices come first: a network under its final name always has those of its build beside it.
        BuildNotices.Write(noticesPath, buildKey, noticesOfBuild);
        NetworkFile.Write(path, built);
        BuildNotices.TryAdd(noticesPath, buildKey, notices);
        return (built, false);
    }

    /// <summary>The network built before, or null where there is none of this key, or it is damaged: the inputs are at hand to build it anew.</summary>
    static StreetNetwork? TryReuse(string path, string noticesPath, string buildKey, NoticeLog notices, IProgress<JobProgress> progress)
    {
        if (!NetworkFile.TryReadBuildKey(path, out var key) || key != buildKey)
        {
            return null;
        }

        progress.Report(new JobProgress("Reading streets", 0));
        StreetNetwork network;
        try
        {
            network = NetworkFile.Read(path);
        }
        catch (InputException)
        {
            return null;
        }

        progress.Report(new JobProgress("Reading streets", 1));
        return BuildNotices.TryAdd(noticesPath, buildKey, notices) ? network : null;
    }

    /// <summary>Text of the parameters that the streets depend on, for the build key.</summary>
    public static string Parameters(IReadOnlyList<string> modes, StreetSpeeds speeds) => string.Create(
        CultureInfo.InvariantCulture,
        $"streets {RunManifest.ProgramVersion} {string.Join(',', modes)} {speeds}");
}
