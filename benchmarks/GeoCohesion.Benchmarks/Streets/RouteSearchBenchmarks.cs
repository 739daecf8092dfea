using BenchmarkDotNet.Attributes;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Hierarchies;

namespace GeoCohesion.Benchmarks.Streets;

/// <summary>Time and edges of the shortest way between two points anywhere; an operation is one pair.</summary>
[MemoryDiagnoser]
public class RouteSearchBenchmarks
{
    const int Pairs = 1024;
    const int SearchedPairs = 32;

    StreetPosition[] _from = [];
    StreetPosition[] _to = [];
    PlainStreetSearch _plain = null!;
    StreetSearch _search = null!;
    RouteSearch _route = null!;

    [ParamsSource(nameof(Cases))]
    public string Case { get; set; } = "";

    public static IEnumerable<string> Cases => StreetCases.Names;

    [GlobalSetup]
    public void Setup()
    {
        var graph = StreetCases.WithHierarchy(Case);
        _from = StreetCases.Positions(graph, Pairs, seed: 1);
        _to = StreetCases.Positions(graph, Pairs, seed: 2);
        _plain = new PlainStreetSearch(graph);
        _search = new StreetSearch(graph, SearchDirection.Forward);
        _route = new RouteSearch(graph);
        for (var pair = 0; pair < SearchedPairs; pair++)
        {
            _search.Run(_from[pair], StreetCases.NoLimit);
            if (_search.ReadMilliseconds(_to[pair]) != _route.Run(_from[pair], _to[pair], StreetCases.NoLimit))
            {
                throw new InvalidOperationException($"The route differs from the search for pair {pair}.");
            }
        }
    }

    /// <summary>To all vertices: what a search without a target costs.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = SearchedPairs)]
    public void PlainBinaryHeap()
    {
        foreach (var from in _from.AsSpan(0, SearchedPairs))
        {
            _plain.Run(from, StreetCases.NoLimit);
        }
    }

    [Benchmark(OperationsPerInvoke = SearchedPairs)]
    public int Buckets()
    {
        var sum = 0;
        for (var pair = 0; pair < SearchedPairs; pair++)
        {
            _search.Run(_from[pair], StreetCases.NoLimit);
            sum += _search.ReadMilliseconds(_to[pair]);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Pairs)]
    public int Hierarchy()
    {
        var sum = 0;
        for (var pair = 0; pair < Pairs; pair++)
        {
            sum += _route.Run(_from[pair], _to[pair], StreetCases.NoLimit) + _route.Edges.Length;
        }

        return sum;
    }
}
