using BenchmarkDotNet.Attributes;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Hierarchies;

namespace GeoCohesion.Benchmarks.Streets;

/// <summary>The three nearest of 200 places within an hour for 500 origins; an operation is all of it.</summary>
[MemoryDiagnoser]
public class NearestPlacesBenchmarks
{
    const int K = 3;
    const int Limit = 3_600_000;

    StreetPosition[] _origins = [];
    StreetPosition[] _places = [];
    StreetSearch _search = null!;
    NearestSearch _nearest = null!;
    NearestSweep _sweep = null!;
    int[] _times = [];
    readonly int[] _placeIndex = new int[K];
    readonly int[] _placeTime = new int[K];

    [ParamsSource(nameof(Cases))]
    public string Case { get; set; } = "";

    public static IEnumerable<string> Cases => StreetCases.Names;

    [GlobalSetup]
    public void Setup()
    {
        var graph = StreetCases.WithHierarchy(Case);
        _origins = StreetCases.Positions(graph, 500, seed: 1);
        _places = StreetCases.Positions(graph, 200, seed: 2);
        _times = new int[_places.Length];
        _search = new StreetSearch(graph, SearchDirection.Forward);
        _nearest = new NearestSearch(graph, K);
        _sweep = new NearestSweep(SweepPlan.ToTargets(graph, SearchDirection.Backward, _origins), K);
        if (SearchPerOrigin() != OneSearch() || OneSweep() != OneSearch())
        {
            throw new InvalidOperationException("The nearest places differ from those of single searches.");
        }
    }

    [Benchmark(Baseline = true)]
    public long SearchPerOrigin()
    {
        long sum = 0;
        foreach (var origin in _origins)
        {
            _search.Run(origin, Limit);
            for (var place = 0; place < _places.Length; place++)
            {
                _times[place] = _search.ReadMilliseconds(_places[place]);
            }

            Array.Sort(_times);
            for (var i = 0; i < K; i++)
            {
                sum += _times[i] == TravelTime.Unreached ? 0 : _times[i];
            }
        }

        return sum;
    }

    [Benchmark]
    public long OneSearch() => Sum(_nearest);

    [Benchmark]
    public long OneSweep() => Sum(_sweep);

    long Sum(NearestPlaces nearest)
    {
        long sum = 0;
        nearest.Run(_places, Limit);
        foreach (var origin in _origins)
        {
            var count = nearest.Read(origin, _placeIndex, _placeTime);
            for (var i = 0; i < count; i++)
            {
                sum += _placeTime[i];
            }
        }

        return sum;
    }
}
