using BenchmarkDotNet.Attributes;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Testing;

namespace GeoCohesion.Benchmarks.Transit;

/// <summary>
/// All departures of two hours from one place to all stops; an operation is one place. The baselines sample a departure a minute (120),
/// the profile is exact for all 7,200 seconds, and is read into pairs at every stop.
/// </summary>
[MemoryDiagnoser]
public class ProfileBenchmarks
{
    const int Places = ProfileBatch.Lanes;
    const int StepSeconds = 60;

    StopWalks _places = null!;
    ConnectionTable _table = null!;
    ProfileSearch _search = null!;
    ProfileBatch _batch = null!;
    MinuteScans _scans = null!;
    RangeRaptor _raptor = null!;
    int[] _arrivalSeconds = [];
    int[] _latestSeconds = [];
    int _next;

    [ParamsSource(nameof(Cases))]
    public string Case { get; set; } = "";

    public static IEnumerable<string> Cases => TransitCases.Names;

    [GlobalSetup]
    public void Setup()
    {
        var input = TransitCases.Case(Case);
        _table = ConnectionTable.ForDepartures(input.Timetable, input.Footpaths, input.Window, new TransitOptions());
        _places = StopWalks.From([.. Enumerable.Range(0, Places).Select(input.Place)]);
        (_search, _batch) = (new ProfileSearch(_table), new ProfileBatch(_table));
        var samples = input.Window.Count / StepSeconds;
        (_scans, _raptor) = (new MinuteScans(_table, samples), new RangeRaptor(_table, samples));
        (_arrivalSeconds, _latestSeconds) = (new int[_table.Count], new int[_table.Count]);
        Console.WriteLine(
            $"// {Case}: {_table.Timetable.StopCount} stops, {_table.Count} connections, {_table.TransferCount} changes worth making, "
            + $"{input.Footpaths.ToStop.Length} footpaths");
        for (var place = 0; place < Places; place += 8)
        {
            RequireEqual(place, samples);
        }
    }

    [Benchmark(Baseline = true)]
    public int ScanPerMinute()
    {
        _scans.Run(_places[Next()], StepSeconds);
        return _scans.ArrivalSeconds[0];
    }

    [Benchmark]
    public int RangeRaptorPerMinute()
    {
        _raptor.Run(_places[Next()], StepSeconds);
        return _raptor.ArrivalSeconds[0];
    }

    [Benchmark]
    public int ExactProfile()
    {
        _search.Run(_places[Next()]);
        var pairs = 0;
        for (var stop = 0; stop < _table.Timetable.StopCount; stop++)
        {
            pairs += _search.ReadStop(stop, _arrivalSeconds, _latestSeconds);
        }

        return pairs;
    }

    [Benchmark]
    public void ExactProfileNotRead() => _search.Run(_places[Next()]);

    [Benchmark(OperationsPerInvoke = Places)]
    public int ExactProfileBatch()
    {
        _batch.Run(_places, 0, Places);
        var pairs = 0;
        for (var stop = 0; stop < _table.Timetable.StopCount; stop++)
        {
            for (var lane = 0; lane < Places; lane++)
            {
                pairs += _batch.ReadStop(lane, stop, _arrivalSeconds, _latestSeconds);
            }
        }

        return pairs;
    }

    [Benchmark(OperationsPerInvoke = Places)]
    public void ExactProfileBatchNotRead() => _batch.Run(_places, 0, Places);

    int Next() => _next = (_next + 1) % Places;

    void RequireEqual(int place, int samples)
    {
        var stops = _table.Timetable.StopCount;
        var limit = _table.Options.MaxDurationSeconds;
        _scans.Run(_places[place], StepSeconds);
        _raptor.Run(_places[place], StepSeconds);
        _search.Run(_places[place]);
        _batch.Run(_places, 0, Places);
        for (var stop = 0; stop < stops; stop++)
        {
            var batchCount = _batch.ReadStop(place, stop, _arrivalSeconds, _latestSeconds);
            var batchSum = _arrivalSeconds.Take(batchCount).Concat(_latestSeconds.Take(batchCount)).Sum(s => (long)s);
            var count = _search.ReadStop(stop, _arrivalSeconds, _latestSeconds);
            var sum = _arrivalSeconds.Take(count).Concat(_latestSeconds.Take(count)).Sum(s => (long)s);
            for (var (sample, pair) = (0, 0); sample < samples; sample++)
            {
                var departure = _table.Window.FromSeconds + (sample * StepSeconds);
                while (pair < count && _latestSeconds[pair] < departure)
                {
                    pair++;
                }

                var exact = Within(pair < count ? _arrivalSeconds[pair] : TravelTime.Unreached, departure + limit);
                var scanned = Within(_scans.ArrivalSeconds[(sample * stops) + stop], departure + limit);
                var raptor = Within(_raptor.ArrivalSeconds[(sample * stops) + stop], departure + limit);
                if (exact != scanned || exact != raptor || batchCount != count || batchSum != sum)
                {
                    throw new InvalidOperationException(
                        $"Place {place}, stop {stop}, departure {departure}: {exact}, {scanned}, {raptor} differ.");
                }
            }
        }

        static int Within(int arrival, int limit) => arrival <= limit ? arrival : TravelTime.Unreached;
    }
}
