using GeoCohesion.Data.Build;
using GeoCohesion.Data.Sources.Gtfs;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Sources.Gtfs;

public class RealFeedTests
{
    [Fact]
    public void Milan_has_the_counts_of_its_source()
    {
        var feed = Read("milan/milan-gtfs.zip", out var notices);
        Assert.Equal((517, 15, 10_609, 248_555), (feed.Stops.Count, feed.Routes.Count, feed.RunningTripCount, feed.StopTimes.Count));
        Assert.Equal(3_359, feed.TripsOn(new DateOnly(2014, 10, 21)));
        Assert.Equal(2_047, feed.TripsOn(new DateOnly(2014, 11, 1)));
        Assert.Equal((new DateOnly(2014, 10, 19), new DateOnly(2014, 11, 1)), (feed.FirstServiceDate, feed.LastServiceDate));
        Assert.Equal(0, feed.LeftOutTripCount);
        Assert.Equal("", Text(notices));

        var guard = new ServiceDayGuard([feed]);
        Assert.Equal(new DateOnly(2014, 10, 21), guard.ReferenceDate());
    }

    static GtfsFeed Read(string path, out NoticeLog notices)
    {
        var file = RealData.Find(path);
        if (file is null)
        {
            Assert.Skip($"real data not present: {path}");
        }

        notices = new NoticeLog();
        return GtfsReader.Read(file, "feed", notices);
    }

    static string Text(NoticeLog notices) =>
        string.Join("\n", notices.Summarize().Select(summary => $"{summary.Code} {summary.Count} {summary.Examples[0].At} {summary.Examples[0].Sentence}"));

    [Theory]
    [InlineData("porto-alegre/poa_eptc.zip")]
    [InlineData("porto-alegre/poa_trensurb.zip")]
    [InlineData("lannion/gtfs-tilt-2014.zip")]
    [InlineData("milan/milan-gtfs.zip")]
    public void Show(string path)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var feed = Read(path, out var notices);
        var t1 = clock.ElapsedMilliseconds;
        var guard = new ServiceDayGuard([feed]);
        var date = guard.ReferenceDate();
        clock.Restart();
        TimetableBuilder.Build([feed], date, new TimetableOptions(), notices, out var report);
        Assert.Fail($"{t1} ms, {clock.ElapsedMilliseconds} ms\n{feed.Stops.Count} {feed.Routes.Count} {feed.RunningTripCount}/{feed.Trips.Count} {feed.StopTimes.Count} {feed.FirstServiceDate}-{feed.LastServiceDate} ref {date} {guard.TripsOn(date)}\n{report}\n{Text(notices)}");
    }
}
