using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Hierarchies;
using GeoCohesion.Data;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Build.StreetModes;
using GeoCohesion.Data.Sources.Gtfs;
using GeoCohesion.Data.Sources.Osm;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Benchmarks.Import;

/// <summary>From files to what is searched in, on all processors: each part by itself, and the whole (the baseline) beside their sum.</summary>
[MemoryDiagnoser]
[Config(typeof(Columns))]
public class ImportBenchmarks
{
    static readonly int s_threads = Environment.ProcessorCount;
    static readonly IStreetMode[] s_modes = [new Walk(), new Bicycle(), new Car()];

    // Of each case once, not for each method again.
    static readonly Dictionary<string, Prepared> s_prepared = new(StringComparer.Ordinal);

    readonly string _networkPath = Path.Combine(Path.GetTempPath(), "geocohesion-import.gcnet");
    Prepared _inputs = null!;

    [ParamsSource(nameof(Cases))]
    public string Case { get; set; } = "";

    public static IEnumerable<string> Cases => ImportCase.Names;

    [GlobalSetup]
    public void Setup()
    {
        if (!s_prepared.TryGetValue(Case, out var inputs))
        {
            inputs = Prepare(ImportCase.Of(Case));
            s_prepared.Add(Case, inputs);
        }

        _inputs = inputs;
        WriteNetwork();
        RequireEqual(ReadNetwork());

        const double Megabyte = 1e6;
        var (megabytes, vertices) = (new FileInfo(inputs.Files.StreetPath).Length / Megabyte, (double)inputs.Graphs.Sum(graph => graph.VertexCount));
        var rows = (double)inputs.Feeds[0].StopTimes.Count;
        WorkRate.Record(nameof(DecodePbf), Case, megabytes, "MB");
        WorkRate.Record(nameof(BuildStreets), Case, vertices, "vertices");
        WorkRate.Record(nameof(BuildHierarchies), Case, vertices, "vertices");
        WorkRate.Record(nameof(WriteNetwork), Case, new FileInfo(_networkPath).Length / Megabyte, "MB");
        WorkRate.Record(nameof(ReadNetwork), Case, new FileInfo(_networkPath).Length / Megabyte, "MB");
        WorkRate.Record(nameof(ReadGtfs), Case, rows, "stop times");
        WorkRate.Record(nameof(BuildDay), Case, rows, "stop times");
        WorkRate.Record(nameof(WholeImport), Case, megabytes, "MB");
    }

    [GlobalCleanup]
    public void Delete() => File.Delete(_networkPath);

    /// <summary>Everything below but reading the network back, one after the other.</summary>
    [Benchmark(Baseline = true)]
    public Timetable WholeImport()
    {
        var graphs = WithHierarchies(StreetsOf(DecodePbf(), out var reports), s_threads);
        NetworkFile.Write(_networkPath, new StreetNetwork("import", [null], graphs, reports));
        GtfsFeed[] feeds = [ReadGtfs()];
        return TimetableBuilder.Build(feeds, new ServiceDayGuard(feeds).ReferenceDate(), new TimetableOptions(), new NoticeLog());
    }

    [Benchmark]
    public OsmElements DecodePbf() => Decode(_inputs.Files);

    [Benchmark]
    public StreetGraph[] BuildStreets() => StreetsOf(_inputs.Elements, out _);

    [Benchmark]
    public StreetGraph[] BuildHierarchies() => WithHierarchies(_inputs.Graphs, s_threads);

    [Benchmark]
    public void WriteNetwork() => NetworkFile.Write(_networkPath, _inputs.Network);

    [Benchmark]
    public StreetNetwork ReadNetwork() => NetworkFile.Read(_networkPath);

    [Benchmark]
    public GtfsFeed ReadGtfs() => Read(_inputs.Files);

    [Benchmark]
    public Timetable BuildDay() => TimetableBuilder.Build(_inputs.Feeds, _inputs.Date, new TimetableOptions(), new NoticeLog());

    static Prepared Prepare(ImportCase files)
    {
        var elements = Decode(files);
        var graphs = StreetsOf(elements, out var reports);
        var network = new StreetNetwork("import", [null], WithHierarchies(graphs, s_threads), reports);
        GtfsFeed[] feeds = [Read(files)];
        return new Prepared(
            files, elements, graphs, WithHierarchies(graphs, threads: 1), network, feeds, new ServiceDayGuard(feeds).ReferenceDate());
    }

    /// <summary>What is read back is what was built, and one thread builds the same as all.</summary>
    void RequireEqual(StreetNetwork read)
    {
        foreach (var alone in _inputs.BuiltAlone)
        {
            var (built, back) = (_inputs.Network.GraphByMode[alone.Mode].Hierarchy!, read.GraphByMode[alone.Mode].Hierarchy!);
            if (!built.UpArcs.AsSpan().SequenceEqual(back.UpArcs)
                || !built.UpArcs.AsSpan().SequenceEqual(alone.Hierarchy!.UpArcs)
                || !built.DownArcs.AsSpan().SequenceEqual(alone.Hierarchy.DownArcs))
            {
                throw new InvalidOperationException($"The hierarchy of {alone.Mode} is not the same from a file, or from one thread.");
            }
        }
    }

    static OsmElements Decode(ImportCase files) => OsmPbfReader.Read([files.StreetPath], OsmInterest.Streets, new NoticeLog(), s_threads);

    static GtfsFeed Read(ImportCase files) => GtfsReader.Read(files.FeedPath, "import", new NoticeLog());

    static StreetGraph[] WithHierarchies(StreetGraph[] graphs, int threads) =>
        [.. graphs.Select(graph => graph.WithHierarchy(StreetHierarchyBuilder.Build(graph, threads)))];

    static StreetGraph[] StreetsOf(OsmElements elements, out StreetBuildReport[] reports)
    {
        var (graphs, made) = (new StreetGraph[s_modes.Length], new StreetBuildReport[s_modes.Length]);
        for (var i = 0; i < s_modes.Length; i++)
        {
            graphs[i] = StreetGraphBuilder.Build(elements, s_modes[i], new StreetSpeeds(), new NoticeLog(), out made[i]);
        }

        reports = made;
        return graphs;
    }

    /// <summary>What the parts take as their input; <c>BuiltAlone</c> has hierarchies by one thread, to compare with.</summary>
    sealed record Prepared(
        ImportCase Files, OsmElements Elements, StreetGraph[] Graphs, StreetGraph[] BuiltAlone, StreetNetwork Network, GtfsFeed[] Feeds, DateOnly Date);

    sealed class Columns : ManualConfig
    {
        public Columns() => AddColumn(
            new WorkRate(),
            new SumOfParts([nameof(DecodePbf), nameof(BuildStreets), nameof(BuildHierarchies), nameof(WriteNetwork), nameof(ReadGtfs), nameof(BuildDay)]));
    }
}
