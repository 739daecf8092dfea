using BenchmarkDotNet.Attributes;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Benchmarks.Streets;

/// <summary>Tables to 1 000 destinations on one thread, by searches and by sweeps over a hierarchy, all set-up included; an operation is a
/// table.</summary>
/// <remarks>Where the two cross is where <see cref="StreetMatrix"/> changes from one to the other.</remarks>
[MemoryDiagnoser]
public class StreetTableBenchmarks
{
    const int Destinations = 1000;

    StreetGraph _graph = null!;
    StreetPosition[] _origins = [];
    StreetPosition[] _destinations = [];
    int[] _rows = [];

    [ParamsSource(nameof(Cases))]
    public string Case { get; set; } = "";

    [Params(16, 100, 1000)]
    public int Origins { get; set; }

    [Params(1_800_000, StreetCases.NoLimit)]
    public int Limit { get; set; }

    public static IEnumerable<string> Cases => StreetCases.Names;

    [GlobalSetup]
    public void Setup()
    {
        _graph = StreetCases.WithHierarchy(Case);
        _origins = StreetCases.Positions(_graph, Origins, seed: 1);
        _destinations = StreetCases.Positions(_graph, Destinations, seed: 2);
        _rows = new int[Origins * Destinations];
        Searches();
        var expected = _rows.ToArray();
        Sweeps();
        if (!expected.AsSpan().SequenceEqual(_rows))
        {
            throw new InvalidOperationException("Sweeps differ from searches.");
        }

        var isSwept = StreetMatrix.IsSwept(_graph, _origins, Limit);
        Console.WriteLine($"// {Case}, {Origins} origins, limit {Limit}: {(isSwept ? "sweeps" : "searches")} are chosen");
    }

    [Benchmark(Baseline = true)]
    public void Searches() => StreetMatrix.Search(_graph, _origins, _destinations, Limit, threads: 1, Keep);

    [Benchmark]
    public void Sweeps() => StreetMatrix.Sweep(_graph, _origins, _destinations, Limit, threads: 1, Keep);

    [Benchmark]
    public void Chosen() => StreetMatrix.Compute(_graph, _origins, _destinations, Limit, threads: 1, Keep);

    void Keep(int origin, ReadOnlySpan<int> row) => row.CopyTo(_rows.AsSpan(origin * Destinations));
}
