using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Hierarchies;

namespace GeoCohesion.Benchmarks.Streets;

/// <summary>One-to-all times, within 30 minutes and without a limit, one search at a time and 16 at once; an operation is one
/// origin.</summary>
[MemoryDiagnoser]
[Config(typeof(Columns))]
public class StreetSweepBenchmarks
{
    const int Origins = 1024;
    const int SearchedOrigins = 32;

    StreetPosition[] _origins = [];
    StreetPosition[] _neighbours = [];
    PlainStreetSearch _plain = null!;
    StreetSearch _search = null!;
    StreetSweep _sweep = null!;

    [ParamsSource(nameof(Cases))]
    public string Case { get; set; } = "";

    [Params(1_800_000, StreetCases.NoLimit)]
    public int Limit { get; set; }

    public static IEnumerable<string> Cases => StreetCases.Names;

    [GlobalSetup]
    public void Setup()
    {
        var graph = StreetCases.WithHierarchy(Case);
        _origins = StreetCases.Positions(graph, Origins, seed: 1);

        // In the order of the hierarchy, in which neighbours stand near each other.
        var plan = SweepPlan.ToAll(graph, SearchDirection.Forward);
        _neighbours = [.. _origins.OrderBy(plan.PlaceNear)];
        _plain = new PlainStreetSearch(graph);
        _search = new StreetSearch(graph, SearchDirection.Forward);
        _sweep = new StreetSweep(plan);
        for (var batch = 0; batch < 2; batch++)
        {
            _sweep.Run(_origins.AsSpan(batch * StreetSweep.Lanes, StreetSweep.Lanes), Limit);
            for (var lane = 0; lane < StreetSweep.Lanes; lane++)
            {
                _plain.Run(_origins[(batch * StreetSweep.Lanes) + lane], Limit);
                for (var vertex = 0; vertex < graph.VertexCount; vertex++)
                {
                    if (_plain.VertexMilliseconds[vertex] != _sweep.VertexMilliseconds(lane, vertex))
                    {
                        throw new InvalidOperationException($"The sweep differs from plain Dijkstra at lane {lane}, vertex {vertex}.");
                    }
                }
            }
        }

        WorkPerOperation.Record(typeof(StreetSweepBenchmarks), graph.VertexCount, Case, Limit);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = SearchedOrigins)]
    public void PlainBinaryHeap()
    {
        foreach (var origin in _origins.AsSpan(0, SearchedOrigins))
        {
            _plain.Run(origin, Limit);
        }
    }

    [Benchmark(OperationsPerInvoke = SearchedOrigins)]
    public void Buckets()
    {
        foreach (var origin in _origins.AsSpan(0, SearchedOrigins))
        {
            _search.Run(origin, Limit);
        }
    }

    [Benchmark(OperationsPerInvoke = Origins)]
    public void SweepFromAnywhere() => Sweep(_origins);

    [Benchmark(OperationsPerInvoke = Origins)]
    public void SweepFromNeighbours() => Sweep(_neighbours);

    void Sweep(StreetPosition[] origins)
    {
        for (var first = 0; first < Origins; first += StreetSweep.Lanes)
        {
            _sweep.Run(origins.AsSpan(first, StreetSweep.Lanes), Limit);
        }
    }

    sealed class Columns : ManualConfig
    {
        public Columns() => AddColumn(new WorkPerOperation("ns/vertex"));
    }
}
