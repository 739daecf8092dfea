using BenchmarkDotNet.Attributes;
using GeoCohesion.Core.Network;

namespace GeoCohesion.Benchmarks.Streets;

/// <summary>Snapping points within 300 m; an operation is one point.</summary>
[MemoryDiagnoser]
public class StreetIndexBenchmarks
{
    const int Points = 1000;
    const int Radius = 300_000;

    readonly (double Longitude, double Latitude)[] _points = new (double, double)[Points];
    StreetGraph _graph = null!;
    StreetIndex _index = null!;

    [ParamsSource(nameof(Cases))]
    public string Case { get; set; } = "";

    public static IEnumerable<string> Cases => StreetCases.Names;

    [GlobalSetup]
    public void Setup()
    {
        _graph = StreetCases.Graph(Case);
        _index = new StreetIndex(_graph);
        var random = new Random(1);
        for (var i = 0; i < Points; i++)
        {
            // About 100 m around a vertex.
            var vertex = random.Next(_graph.VertexCount);
            _points[i] = (
                (_graph.VertexLongitudeE7[vertex] + random.Next(-10_000, 10_000)) * 1e-7,
                (_graph.VertexLatitudeE7[vertex] + random.Next(-10_000, 10_000)) * 1e-7);
        }
    }

    [Benchmark(OperationsPerInvoke = Points)]
    public long Snap()
    {
        long sum = 0;
        foreach (var (longitude, latitude) in _points)
        {
            sum += _index.Snap(longitude, latitude, Radius).ConnectorMillimeters;
        }

        return sum;
    }

    [Benchmark]
    public StreetIndex Build() => new(_graph);
}
