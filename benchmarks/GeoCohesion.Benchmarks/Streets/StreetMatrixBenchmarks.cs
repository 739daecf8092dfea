using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Benchmarks.Streets;

/// <summary>Walking times from 64 origins to 1 000 destinations on one thread; an operation is one origin.</summary>
[MemoryDiagnoser]
[Config(typeof(Columns))]
public class StreetMatrixBenchmarks
{
    const int Origins = 64;

    StreetGraph _graph = null!;
    StreetPosition[] _origins = [];
    StreetPosition[] _destinations = [];
    StreetSearch _search = null!;
    int[] _rows = [];

    [ParamsSource(nameof(Cases))]
    public string Case { get; set; } = "";

    [Params(1_800_000, StreetCases.NoLimit)]
    public int Limit { get; set; }

    public static IEnumerable<string> Cases => StreetCases.Names;

    [GlobalSetup]
    public void Setup()
    {
        _graph = StreetCases.Graph(Case);
        _origins = StreetCases.Positions(_graph, Origins, seed: 1);
        _destinations = StreetCases.Positions(_graph, 1000, seed: 2);
        _search = new StreetSearch(_graph, SearchDirection.Forward);
        _rows = new int[Origins * _destinations.Length];
        SearchAndReadEach();
        var expected = _rows.ToArray();
        Matrix();
        if (!expected.AsSpan().SequenceEqual(_rows))
        {
            throw new InvalidOperationException("The matrix differs from single searches.");
        }

        WorkPerOperation.Record(typeof(StreetMatrixBenchmarks), _destinations.Length, Case, Limit);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Origins)]
    public void SearchAndReadEach()
    {
        for (var origin = 0; origin < Origins; origin++)
        {
            _search.Run(_origins[origin], Limit);
            for (var destination = 0; destination < _destinations.Length; destination++)
            {
                var milliseconds = _search.ReadMilliseconds(_destinations[destination]);
                _rows[(origin * _destinations.Length) + destination] = TravelTime.ToSeconds(milliseconds);
            }
        }
    }

    [Benchmark(OperationsPerInvoke = Origins)]
    public void Matrix() =>
        StreetMatrix.Search(
            _graph, _origins, _destinations, Limit, threads: 1, (origin, row) => row.CopyTo(_rows.AsSpan(origin * row.Length)));

    sealed class Columns : ManualConfig
    {
        public Columns() => AddColumn(new WorkPerOperation("ns/pair"));
    }
}
