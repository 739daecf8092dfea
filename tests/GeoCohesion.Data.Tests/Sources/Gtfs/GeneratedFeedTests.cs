using GeoCohesion.Data.Build;
using GeoCohesion.Data.Sources.Gtfs;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Sources.Gtfs;

public sealed class GeneratedFeedTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("geocohesion-generated-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_generated_feed_is_the_same_every_time_and_has_nothing_to_complain_about()
    {
        var (once, twice) = (Path.Combine(_folder, "1.zip"), Path.Combine(_folder, "2.zip"));
        GeneratedFeed.WriteZip(once, 49_990);
        GeneratedFeed.WriteZip(twice, 49_990);
        Assert.Equal(File.ReadAllBytes(once), File.ReadAllBytes(twice));

        // 2,000 trips of 25 stop times on ten lines; four in five run on weekdays.
        var notices = new NoticeLog();
        var feed = GtfsReader.Read(once, "generated", notices);
        Assert.Equal((2_000, 50_000, 10), (feed.RunningTripCount, feed.StopTimes.Count, feed.Routes.Count));
        Assert.Equal((1_600, 400), (feed.TripsOn(new DateOnly(2026, 3, 3)), feed.TripsOn(new DateOnly(2026, 3, 1))));
        Assert.Equal("gtfs-stop-unused", Assert.Single(notices.Summarize()).Code);

        var timetable = TimetableBuilder.Build([feed], new DateOnly(2026, 3, 3), new TimetableOptions { ToSeconds = 86_399 }, notices, out var report);
        Assert.Equal(timetable.TripCount * 25, timetable.StopTimeStop.Length);
        Assert.Equal(0, report.TripsOfDaysAfter);
    }
}
