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

    readonly string _networkPath = Path.Combine(Path.GetTempPath(), "geocohesion-import.gcnet");
    ImportCase _files = null!;
    OsmElements _elements = null!;
    StreetGraph[] _graphs = [];
    StreetBuildReport[] _reports = [];
    StreetNetwork _network = null!;
    GtfsFeed[] _feeds = [];
    DateOnly _date;

    [ParamsSource(nameof(Cases))]
    public string Case { get; set; } = "";

    public static IEnumerable<string> Cases => ImportCase.Names;

    [GlobalSetup]
    public void Setup()
    {
        _files = ImportCase.Of(Case);
        _elements = DecodePbf();
        _graphs = BuildStreets();
        _network = new StreetNetwork("import", [null], BuildHierarchies(), _reports);
        _feeds = [ReadGtfs()];
        _date = new ServiceDayGuard(_feeds).ReferenceDate();
        RequireEqual();

        const double Megabyte = 1e6;
        var (megabytes, vertices) = (new FileInfo(_files.StreetPath).Length / Megabyte, (double)_graphs.Sum(graph => graph.VertexCount));
        var rows = (double)_feeds[0].StopTimes.Count;
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
        var graphs = StreetsOf(DecodePbf(), out var reports).Select(graph => graph.WithHierarchy(StreetHierarchyBuilder.Build(graph, s_threads)));
        NetworkFile.Write(_networkPath, new StreetNetwork("import", [null], [.. graphs], reports));
        GtfsFeed[] feeds = [ReadGtfs()];
        return TimetableBuilder.Build(feeds, new ServiceDayGuard(feeds).ReferenceDate(), new TimetableOptions(), new NoticeLog());
    }

    [Benchmark]
    public OsmElements DecodePbf() => OsmPbfReader.Read([_files.StreetPath], OsmInterest.Streets, new NoticeLog(), s_threads);

    [Benchmark]
    public StreetGraph[] BuildStreets() => StreetsOf(_elements, out _reports);

    [Benchmark]
    public StreetGraph[] BuildHierarchies() => [.. _graphs.Select(graph => graph.WithHierarchy(StreetHierarchyBuilder.Build(graph, s_threads)))];

    [Benchmark]
    public void WriteNetwork() => NetworkFile.Write(_networkPath, _network);

    [Benchmark]
    public StreetNetwork ReadNetwork() => NetworkFile.Read(_networkPath);

    [Benchmark]
    public GtfsFeed ReadGtfs() => GtfsReader.Read(_files.FeedPath, Case, new NoticeLog());

    [Benchmark]
    public Timetable BuildDay() => TimetableBuilder.Build(_feeds, _date, new TimetableOptions(), new NoticeLog());

    /// <summary>What is read back is what was built, and one thread builds the same as all.</summary>
    void RequireEqual()
    {
        WriteNetwork();
        var read = ReadNetwork();
        foreach (var (built, back) in _network.GraphByMode.Values.Zip(read.GraphByMode.Values))
        {
            var alone = StreetHierarchyBuilder.Build(built, threads: 1);
            if (!built.Hierarchy!.UpArcs.AsSpan().SequenceEqual(back.Hierarchy!.UpArcs)
                || !built.Hierarchy.UpArcs.AsSpan().SequenceEqual(alone.UpArcs)
                || !built.Hierarchy.DownArcs.AsSpan().SequenceEqual(alone.DownArcs))
            {
                throw new InvalidOperationException($"The hierarchy of {built.Mode} is not the same from a file, or from one thread.");
            }
        }
    }

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

    sealed class Columns : ManualConfig
    {
        public Columns() => AddColumn(new WorkRate());
    }
}
