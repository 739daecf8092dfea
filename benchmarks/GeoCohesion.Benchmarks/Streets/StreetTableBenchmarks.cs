using System.Globalization;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Benchmarks.Streets;

/// <summary>Tables of 100 and of 1 000 origins to 1 000 destinations on one thread, all set-up included; an operation is a row.</summary>
/// <remarks>Rows by plain Dijkstra and by searches cost the same in any table, so that few are enough to tell.</remarks>
[MemoryDiagnoser]
[Config(typeof(Columns))]
public class StreetTableBenchmarks
{
    const int PlainRows = 10;
    const int Few = 100;
    const int Many = 1000;

    StreetGraph _graph = null!;
    StreetPosition[] _few = [];
    StreetPosition[] _many = [];
    StreetPosition[] _destinations = [];
    PlainStreetSearch _plain = null!;
    int[] _rows = [];

    [ParamsSource(nameof(Cases))]
    public string Case { get; set; } = "";

    [Params(1_800_000, StreetCases.NoLimit)]
    public int Limit { get; set; }

    public static IEnumerable<string> Cases => StreetCases.Names;

    /// <summary>Of plain rows, of rows by searches and of rows by sweeps, all are equal.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _graph = StreetCases.WithHierarchy(Case);
        _many = StreetCases.Positions(_graph, Many, seed: 1);
        _few = _many[..Few];
        _destinations = StreetCases.Positions(_graph, Many, seed: 2);
        _plain = new PlainStreetSearch(_graph);
        _rows = new int[Many * Many];
        Plain();
        var plain = _rows.ToArray();
        Searches100();
        Require(plain, PlainRows, "Searches differ from plain Dijkstra.");
        var searched = _rows.ToArray();
        foreach (var table in (Action[])[Sweeps100, Chosen100, Sweeps1000, Chosen1000])
        {
            Array.Clear(_rows);
            table();
            Require(searched, Few, "Sweeps differ from searches.");
        }

        var chosen = new[] { _few, _many }.Select(origins => StreetMatrix.IsSwept(_graph, origins, Limit) ? "sweeps" : "searches").ToArray();
        Console.WriteLine($"// {Case}, limit {Limit}: {chosen[0]} are chosen for {Few} origins, {chosen[1]} for {Many}");
    }

    /// <summary>With a binary heap.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = PlainRows)]
    public void Plain()
    {
        for (var origin = 0; origin < PlainRows; origin++)
        {
            _plain.Run(_many[origin], Limit);
            for (var destination = 0; destination < Many; destination++)
            {
                _rows[(origin * Many) + destination] = _plain.ReadSeconds(_destinations[destination]);
            }
        }
    }

    [Benchmark(OperationsPerInvoke = Few)]
    public void Searches100() => StreetMatrix.Search(_graph, _few, _destinations, Limit, threads: 1, Keep);

    [Benchmark(OperationsPerInvoke = Few)]
    public void Sweeps100() => StreetMatrix.Sweep(_graph, _few, _destinations, Limit, threads: 1, Keep);

    [Benchmark(OperationsPerInvoke = Few)]
    public void Chosen100() => StreetMatrix.Compute(_graph, _few, _destinations, Limit, threads: 1, Keep);

    [Benchmark(OperationsPerInvoke = Many)]
    public void Sweeps1000() => StreetMatrix.Sweep(_graph, _many, _destinations, Limit, threads: 1, Keep);

    [Benchmark(OperationsPerInvoke = Many)]
    public void Chosen1000() => StreetMatrix.Compute(_graph, _many, _destinations, Limit, threads: 1, Keep);

    void Keep(int origin, ReadOnlySpan<int> row) => row.CopyTo(_rows.AsSpan(origin * Many));

    void Require(int[] expected, int rows, string otherwise)
    {
        if (!expected.AsSpan(0, rows * Many).SequenceEqual(_rows.AsSpan(0, rows * Many)))
        {
            throw new InvalidOperationException(otherwise);
        }
    }

    sealed class Columns : ManualConfig
    {
        public Columns() => AddColumn(new WholeTable());
    }

    /// <summary>What the whole table takes: a row times its rows.</summary>
    sealed class WholeTable() : DerivedColumn("ms/table", "Mean times the rows of the table")
    {
        protected override string? Value(Summary summary, BenchmarkCase benchmarkCase)
        {
            const double NanosecondsPerMillisecond = 1e6;
            var rows = benchmarkCase.Descriptor.OperationsPerInvoke;
            return Mean(summary, benchmarkCase) is { } mean && rows >= Few
                ? (mean * rows / NanosecondsPerMillisecond).ToString("F2", CultureInfo.InvariantCulture)
                : null;
        }
    }
}
