using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Benchmarks.Streets;

/// <summary>One-to-all walking times, within 30 minutes and without a limit; an operation is one origin.</summary>
[MemoryDiagnoser]
[Config(typeof(Columns))]
public class StreetSearchBenchmarks
{
    const int Origins = 64;

    StreetPosition[] _origins = [];
    PlainStreetSearch _plain = null!;
    StreetSearch _search = null!;

    [ParamsSource(nameof(Cases))]
    public string Case { get; set; } = "";

    [Params(1_800_000, StreetCases.NoLimit)]
    public int Limit { get; set; }

    public static IEnumerable<string> Cases => StreetCases.Names;

    [GlobalSetup]
    public void Setup()
    {
        var graph = StreetCases.Graph(Case);
        _origins = StreetCases.Positions(graph, Origins, seed: 1);
        _plain = new PlainStreetSearch(graph);
        _search = new StreetSearch(graph, SearchDirection.Forward);
        long edges = 0;
        foreach (var origin in _origins)
        {
            _plain.Run(origin, Limit);
            _search.Run(origin, Limit);
            if (!_plain.VertexMilliseconds.AsSpan().SequenceEqual(_search.AllVertexMilliseconds))
            {
                throw new InvalidOperationException($"The kernel differs from plain Dijkstra at {origin}.");
            }

            foreach (var vertex in _search.ReachedVertices)
            {
                edges += graph.FirstOut[vertex + 1] - graph.FirstOut[vertex];
            }
        }

        WorkPerOperation.Record(typeof(StreetSearchBenchmarks), (double)edges / Origins, Case, Limit);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Origins)]
    public void PlainBinaryHeap()
    {
        foreach (var origin in _origins)
        {
            _plain.Run(origin, Limit);
        }
    }

    [Benchmark(OperationsPerInvoke = Origins)]
    public void Buckets()
    {
        foreach (var origin in _origins)
        {
            _search.Run(origin, Limit);
        }
    }

    sealed class Columns : ManualConfig
    {
        public Columns() => AddColumn(new WorkPerOperation("ns/edge"));
    }
}
