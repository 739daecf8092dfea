using BenchmarkDotNet.Attributes;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Testing;

namespace GeoCohesion.Benchmarks.Transit;

/// <summary>Ordering the connections of a window and finding the changes worth making: once per timetable, window and options.</summary>
[MemoryDiagnoser]
public class ConnectionTableBenchmarks
{
    TransitCase _input = null!;

    [ParamsSource(nameof(Cases))]
    public string Case { get; set; } = "";

    public static IEnumerable<string> Cases => TransitCases.Names;

    [GlobalSetup]
    public void Setup() => _input = TransitCases.Case(Case);

    [Benchmark]
    public ConnectionTable Build() =>
        ConnectionTable.ForDepartures(_input.Timetable, _input.Footpaths, _input.Window, new TransitOptions());
}
