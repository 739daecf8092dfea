using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Hierarchies;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Build.StreetModes;
using GeoCohesion.Data.Sources.Osm;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Data.Jobs;

/// <summary>Streets of a territory, and what maps of it are drawn on.</summary>
/// <param name="Network">The streets.</param>
/// <param name="Background">For maps only.</param>
/// <param name="IsReused">Whether both were built before.</param>
public sealed record BuiltStreets(StreetNetwork Network, IReadOnlyList<BackgroundFeature> Background, bool IsReused);

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
        return Build(elements, modes, speeds, buildKey, notices, threads, progress);
    }

    static StreetNetwork Build(
        OsmElements elements, IReadOnlyList<string> modes, StreetSpeeds speeds, string buildKey, NoticeLog notices, int threads, IProgress<JobProgress> progress)
    {
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

    /// <summary>Takes the files of a build when their key fits, otherwise builds and writes them.</summary>
    /// <param name="path">Network file; the others of the build stand beside it.</param>
    /// <param name="osmPaths">Street files.</param>
    /// <param name="modes">Street modes.</param>
    /// <param name="speeds">Speeds.</param>
    /// <param name="buildKey">What it is built from and how.</param>
    /// <param name="notices">Told of flaws, by a build of today or before.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="progress">Told how far it is.</param>
    public static BuiltStreets GetOrBuild(
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
        var backgroundPath = Path.ChangeExtension(path, ".background");
        if (TryReuse(path, backgroundPath, noticesPath, buildKey, notices, progress) is { } reused)
        {
            return reused;
        }

        var noticesOfBuild = new NoticeLog();
        var elements = OsmPbfReader.Read(
            osmPaths, OsmInterest.Streets.And(OsmInterest.Severance), noticesOfBuild, threads, new StepProgress(progress, "Reading streets"));
        var built = Build(elements, modes, speeds, buildKey, noticesOfBuild, threads, progress);
        var background = BackgroundBuilder.Build(elements);

        // The network comes last: under its final name it always has the rest of its build beside it.
        BuildNotices.Write(noticesPath, buildKey, noticesOfBuild);
        BackgroundFile.Write(backgroundPath, buildKey, background);
        NetworkFile.Write(path, built);
        BuildNotices.TryAdd(noticesPath, buildKey, notices);
        return new BuiltStreets(built, background, false);
    }

    /// <summary>The streets built before, or null where there are none of this key, or they are damaged: the inputs are at hand to build them anew.</summary>
    static BuiltStreets? TryReuse(string path, string backgroundPath, string noticesPath, string buildKey, NoticeLog notices, IProgress<JobProgress> progress)
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
        return BackgroundFile.TryRead(backgroundPath, buildKey) is { } background && BuildNotices.TryAdd(noticesPath, buildKey, notices)
            ? new BuiltStreets(network, background, true)
            : null;
    }

    /// <summary>Text of the parameters that the streets depend on, for the build key.</summary>
    public static string Parameters(IReadOnlyList<string> modes, StreetSpeeds speeds) => string.Create(
        CultureInfo.InvariantCulture,
        $"streets {RunManifest.ProgramVersion} {string.Join(',', modes)} {speeds}");
}
