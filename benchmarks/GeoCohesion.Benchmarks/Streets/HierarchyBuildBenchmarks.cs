using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Hierarchies;

namespace GeoCohesion.Benchmarks.Streets;

/// <summary>Building the hierarchy of a street graph on one thread.</summary>
[MemoryDiagnoser]
[Config(typeof(Columns))]
public class HierarchyBuildBenchmarks
{
    static readonly HashSet<string> s_counted = [];

    StreetGraph _graph = null!;

    [ParamsSource(nameof(Cases))]
    public string Case { get; set; } = "";

    /// <summary>Plain contraction takes minutes on the large city.</summary>
    public static IEnumerable<string> Cases => BenchmarkScope.IsSmoke ? StreetCases.Names : StreetCases.Names.Skip(1).Prepend(StreetCases.MediumCity);

    [GlobalSetup]
    public void Setup()
    {
        _graph = StreetCases.WithHierarchy(Case);
        if (s_counted.Add(Case))
        {
            var plain = PlainContraction.Build(_graph);
            Console.WriteLine($"// {Case}: {plain.Up} arcs up, {plain.Down} down by plain contraction");
            RequireTimesOfPlainDijkstra();
        }

        var hierarchy = _graph.Hierarchy!;
        var again = StreetHierarchyBuilder.Customize(_graph, hierarchy);
        if (!again.UpArcs.AsSpan().SequenceEqual(hierarchy.UpArcs) || !again.DownArcs.AsSpan().SequenceEqual(hierarchy.DownArcs))
        {
            throw new InvalidOperationException("The order of a hierarchy gives another hierarchy.");
        }

        WorkPerOperation.Record(typeof(HierarchyBuildBenchmarks), _graph.VertexCount, Case);
    }

    /// <summary>Greedy by edge difference, with searches for witnesses (Geisberger et al. 2008).</summary>
    [Benchmark(Baseline = true)]
    public (int Up, int Down) Plain() => PlainContraction.Build(_graph);

    [Benchmark]
    public StreetHierarchy Build() => StreetHierarchyBuilder.Build(_graph, threads: 1);

    /// <summary>Other travel times in the order that is there.</summary>
    [Benchmark]
    public StreetHierarchy Customize() => StreetHierarchyBuilder.Customize(_graph, _graph.Hierarchy!);

    void RequireTimesOfPlainDijkstra()
    {
        var origins = StreetCases.Positions(_graph, StreetSweep.Lanes, seed: 1);
        var (plain, sweep) = (new PlainStreetSearch(_graph), new StreetSweep(SweepPlan.ToAll(_graph, SearchDirection.Forward)));
        sweep.Run(origins, StreetCases.NoLimit);
        for (var lane = 0; lane < origins.Length; lane++)
        {
            plain.Run(origins[lane], StreetCases.NoLimit);
            for (var vertex = 0; vertex < _graph.VertexCount; vertex++)
            {
                if (plain.VertexMilliseconds[vertex] != sweep.VertexMilliseconds(lane, vertex))
                {
                    throw new InvalidOperationException($"The hierarchy gives other times than plain Dijkstra at lane {lane}, vertex {vertex}.");
                }
            }
        }
    }

    sealed class Columns : ManualConfig
    {
        public Columns() => AddColumn(new WorkPerOperation("ns/vertex"));
    }
}
