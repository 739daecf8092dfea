using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Hierarchies;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Build.StreetModes;
using GeoCohesion.Data.Jobs.Reuse;
using GeoCohesion.Data.Sources.Osm;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Data.Jobs;

/// <summary>Streets of a territory, and what maps of it are drawn on.</summary>
/// <param name="Network">The streets.</param>
/// <param name="Background">For maps only.</param>
/// <param name="IsReused">Whether both were built before.</param>
/// <param name="Parts">What became of each part of them.</param>
public sealed record BuiltStreets(StreetNetwork Network, IReadOnlyList<BackgroundFeature> Background, bool IsReused, IReadOnlyList<ReusedPart> Parts);

/// <summary>Builds the streets of the modes asked for, or takes those built before from the same bytes with the same parameters.</summary>
static class StreetNetworks
{
    const string Streets = "streets";

    /// <summary>The street modes of some names.</summary>
    /// <param name="names">Names, as the user has them.</param>
    /// <param name="at">Where the user gave them: an option of a command, or a property of a territory.</param>
    /// <exception cref="InputException">There is no such mode (<c>unknown-name</c>).</exception>
    public static IStreetMode[] Modes(IEnumerable<string> names, SourceLocation at)
    {
        var catalog = Catalog.Of<IStreetMode>();
        return [.. names.Select(name => catalog.Pick(name, at))];
    }

    /// <summary>Reads the OSM files and builds one graph per mode, with its hierarchy.</summary>
    public static StreetNetwork Build(
        IReadOnlyList<string> osmPaths,
        IReadOnlyList<IStreetMode> modes,
        StreetSpeeds speeds,
        string buildKey,
        NoticeLog notices,
        int threads,
        IProgress<JobProgress> progress)
    {
        var elements = OsmPbfReader.Read(osmPaths, OsmInterest.Streets, notices, threads, new StepProgress(progress, "Reading streets"));
        return Build(elements, modes, speeds, buildKey, null, [], notices, threads, progress);
    }

    static StreetNetwork Build(
        OsmElements elements,
        IReadOnlyList<IStreetMode> modes,
        StreetSpeeds speeds,
        string buildKey,
        StreetNetwork? before,
        List<ReusedPart> parts,
        NoticeLog notices,
        int threads,
        IProgress<JobProgress> progress)
    {
        var graphs = new StreetGraph[modes.Count];
        var reports = new StreetBuildReport[modes.Count];
        var hierarchyParts = new ReusedPart[modes.Count];
        var built = 0;
        var graphBuild = new Lock();
        progress.Report(new JobProgress("Building streets", 0));
        Parallel.For(0, modes.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            // Drafts take several times the memory of a graph: there is one at a time, beside the hierarchies of graphs that are done.
            StreetGraph graph;
            lock (graphBuild)
            {
                graph = StreetGraphBuilder.Build(elements, modes[i], speeds, notices, out reports[i]);
            }

            graphs[i] = graph.WithHierarchy(HierarchyOf(graph, before, threads, out hierarchyParts[i]));
            progress.Report(new JobProgress("Building streets", (double)Interlocked.Increment(ref built) / modes.Count));
        });
        parts.AddRange(hierarchyParts);
        return new StreetNetwork(buildKey, [.. elements.Files.Select(file => file.ReplicationTimestamp)], graphs, reports);
    }

    /// <summary>Takes the files of a build when their key fits, otherwise builds and writes them.</summary>
    /// <param name="path">Network file; the others of the build stand beside it.</param>
    /// <param name="osmPaths">Street files.</param>
    /// <param name="modes">Street modes.</param>
    /// <param name="speeds">Speeds.</param>
    /// <param name="buildKey">What it is built from and how.</param>
    /// <param name="isFresh">Whether everything is to be built again.</param>
    /// <param name="notices">Told of flaws, by a build of today or before.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="progress">Told how far it is.</param>
    public static BuiltStreets GetOrBuild(
        string path,
        IReadOnlyList<string> osmPaths,
        IReadOnlyList<IStreetMode> modes,
        StreetSpeeds speeds,
        string buildKey,
        bool isFresh,
        NoticeLog notices,
        int threads,
        IProgress<JobProgress> progress)
    {
        var noticesPath = Path.ChangeExtension(path, ".notices.json");
        var backgroundPath = Path.ChangeExtension(path, ".background");
        var before = isFresh ? null : TryRead(path, progress);
        if (before?.BuildKey == buildKey && BackgroundFile.TryRead(backgroundPath, buildKey) is { } keptBackground && BuildNotices.TryAdd(noticesPath, buildKey, notices))
        {
            return new BuiltStreets(before, keptBackground, true, [.. modes.Select(mode => new ReusedPart(Streets, mode.Name, true, ""))]);
        }

        var reason = isFresh ? ReusedPart.AskedFor : before is null ? ReusedPart.NotComputedBefore : "map, modes or speeds";
        List<ReusedPart> parts = [.. modes.Select(mode => new ReusedPart(Streets, mode.Name, false, reason))];
        var noticesOfBuild = new NoticeLog();
        var elements = OsmPbfReader.Read(
            osmPaths, OsmInterest.Streets.And(OsmInterest.Severance), noticesOfBuild, threads, new StepProgress(progress, "Reading streets"));
        StreetNetwork? built = null;
        IReadOnlyList<BackgroundFeature> background = [];
        Parallel.Invoke(
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            () => built = Build(elements, modes, speeds, buildKey, before, parts, noticesOfBuild, threads, progress),
            () => background = BackgroundBuilder.Build(elements));

        // The network comes last: under its final name it always has the rest of its build beside it.
        BuildNotices.Write(noticesPath, buildKey, noticesOfBuild);
        BackgroundFile.Write(backgroundPath, buildKey, background);
        NetworkFile.Write(path, built!);
        BuildNotices.TryAdd(noticesPath, buildKey, notices);
        return new BuiltStreets(built!, background, false, parts);
    }

    /// <summary>The streets built before, or null where there are none, or they are damaged: the inputs are at hand to build them anew.</summary>
    static StreetNetwork? TryRead(string path, IProgress<JobProgress> progress)
    {
        if (!NetworkFile.TryReadBuildKey(path, out _))
        {
            return null;
        }

        progress.Report(new JobProgress("Reading streets", 0));
        try
        {
            return NetworkFile.Read(path);
        }
        catch (InputException)
        {
            return null;
        }
        finally
        {
            progress.Report(new JobProgress("Reading streets", 1));
        }
    }

    /// <summary>The hierarchy of a graph: that of the streets before where they are the same, made anew in their order where only times differ.</summary>
    /// <remarks>The order follows from the shape of the streets alone, so all three ways give the same hierarchy.</remarks>
    static StreetHierarchy HierarchyOf(StreetGraph graph, StreetNetwork? before, int threads, out ReusedPart part)
    {
        const string Step = "street hierarchies";
        if (before?.GraphByMode.GetValueOrDefault(graph.Mode) is not { Hierarchy: { } hierarchy } earlier)
        {
            part = new ReusedPart(Step, graph.Mode, false, ReusedPart.NotComputedBefore);
            return StreetHierarchyBuilder.Build(graph, threads);
        }

        var hasSameOrder = graph.VertexLongitudeE7.SequenceEqual(earlier.VertexLongitudeE7)
            && graph.VertexLatitudeE7.SequenceEqual(earlier.VertexLatitudeE7)
            && graph.FirstOut.SequenceEqual(earlier.FirstOut)
            && graph.Head.SequenceEqual(earlier.Head);
        if (hasSameOrder && graph.TraversalMilliseconds.SequenceEqual(earlier.TraversalMilliseconds))
        {
            part = new ReusedPart(Step, graph.Mode, true, "");
            return hierarchy;
        }

        part = new ReusedPart(Step, graph.Mode, false, hasSameOrder ? "times of the streets, in the same order" : "streets");
        return hasSameOrder ? StreetHierarchyBuilder.Customize(graph, hierarchy) : StreetHierarchyBuilder.Build(graph, threads);
    }

    /// <summary>Text of the parameters that the streets depend on, for the build key.</summary>
    public static string Parameters(IReadOnlyList<string> modes, StreetSpeeds speeds) => string.Create(
        CultureInfo.InvariantCulture,
        $"streets {RunManifest.ProgramVersion} {string.Join(',', modes)} {speeds}");
}
