using BenchmarkDotNet.Attributes;
using GeoCohesion.Core.Network;
using GeoCohesion.Data;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Sources.Gtfs;
using GeoCohesion.Testing;

namespace GeoCohesion.Benchmarks.Transit;

/// <summary>From a GTFS zip on disk to the timetable of one day. The baseline reads the tables only.</summary>
[MemoryDiagnoser]
public class FeedBenchmarks
{
    string _path = "";

    [ParamsSource(nameof(Sizes))]
    public int StopTimes { get; set; }

    public static IEnumerable<int> Sizes => BenchmarkScope.IsSmoke ? [20_000] : [1_000_000, 5_000_000];

    [GlobalSetup]
    public void WriteFeed()
    {
        _path = Path.Combine(Path.GetTempPath(), $"geocohesion-feed-{StopTimes}.zip");
        GeneratedFeed.WriteZip(_path, StopTimes);
    }

    [GlobalCleanup]
    public void DeleteFeed() => File.Delete(_path);

    [Benchmark(Baseline = true)]
    public GtfsFeed Read() => GtfsReader.Read(_path, "city", new NoticeLog());

    [Benchmark]
    public Timetable ReadAndBuildDay()
    {
        var notices = new NoticeLog();
        GtfsFeed[] feeds = [GtfsReader.Read(_path, "city", notices)];
        return TimetableBuilder.Build(feeds, new ServiceDayGuard(feeds).ReferenceDate(), new TimetableOptions(), notices);
    }
}
