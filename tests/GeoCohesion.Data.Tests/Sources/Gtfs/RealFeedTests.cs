using GeoCohesion.Data.Build;
using GeoCohesion.Data.Sources.Gtfs;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Sources.Gtfs;

/// <summary>Counts that were taken from the files by other means (rows without the header, distinct ids).</summary>
public class RealFeedTests
{
    [Fact]
    public void Milan_has_the_counts_of_its_source()
    {
        var feed = Read("milan/milan-gtfs.zip", out var notices);

        Assert.Equal((516, 15, 10_608, 248_555), (feed.Stops.Count, feed.Routes.Count, feed.RunningTripCount, feed.StopTimes.Count));
        Assert.Equal((new DateOnly(2014, 10, 19), new DateOnly(2014, 11, 1)), (feed.FirstServiceDate, feed.LastServiceDate));
        Assert.Equal(3_359, feed.TripsOn(new DateOnly(2014, 10, 21)));
        Assert.Equal(2_047, feed.TripsOn(new DateOnly(2014, 11, 1)));
        Assert.Empty(notices.Summarize());
    }

    [Fact]
    public void Milan_on_its_reference_Tuesday_reaches_into_the_night_before_and_the_morning_after()
    {
        var feed = Read("milan/milan-gtfs.zip", out var notices);
        var date = new ServiceDayGuard([feed]).ReferenceDate();
        var timetable = TimetableBuilder.Build([feed], date, new TimetableOptions(), notices, out var report);

        Assert.Equal(new DateOnly(2014, 10, 21), date);
        Assert.Equal(3_359, report.TripsOnDate);
        Assert.Equal(report.Trips, report.TripsOnDate + report.TripsOfDaysBefore + report.TripsOfDaysAfter);
        Assert.True(report.TripsOfDaysBefore > 0 && report.TripsOfDaysAfter > 0);
        Assert.Equal(report.TripsOfDaysBefore, timetable.TripIds.ToArray().Count(id => id.EndsWith("@-1", StringComparison.Ordinal)));
        Assert.Equal(516, timetable.StopCount);
    }

    [Fact]
    public void Porto_Alegre_buses_get_the_times_that_their_timetable_leaves_out()
    {
        var feed = Read("porto-alegre/poa_eptc.zip", out _);

        Assert.Equal((3_986, 115, 2_374, 130_019), (feed.Stops.Count, feed.Routes.Count, feed.RunningTripCount, feed.StopTimes.Count));
        Assert.Equal(0, feed.LeftOutTripCount);

        // T1-2@1#1202 states 12:02:00 at its first stop and nothing at the next.
        var trip = feed.Trips.Find("T1-2@1#1202");
        var first = feed.StopTimes.FirstOfTrip[trip];
        Assert.Equal(43_320, feed.StopTimes.DepartureSeconds[first]);
        Assert.InRange(feed.StopTimes.ArrivalSeconds[first + 1], 43_321, 43_319 + 600);
        for (var i = first + 1; i < feed.StopTimes.FirstOfTrip[trip + 1]; i++)
        {
            Assert.InRange(feed.StopTimes.ArrivalSeconds[i], feed.StopTimes.DepartureSeconds[i - 1], 24 * 3600);
        }
    }

    [Fact]
    public void Porto_Alegre_trains_have_the_counts_of_their_source()
    {
        var feed = Read("porto-alegre/poa_trensurb.zip", out var notices);

        Assert.Equal((24, 2, 1_248, 14_855), (feed.Stops.Count, feed.Routes.Count, feed.RunningTripCount, feed.StopTimes.Count));
        Assert.Empty(notices.Summarize());
    }

    [Fact]
    public void Bus_and_train_of_Porto_Alegre_make_one_timetable()
    {
        var feeds = new[] { Read("porto-alegre/poa_eptc.zip", out _, "bus"), Read("porto-alegre/poa_trensurb.zip", out _, "rail") };
        var timetable = TimetableBuilder.Build(feeds, new DateOnly(2019, 5, 13), new TimetableOptions(), new NoticeLog(), out var report);

        Assert.Equal(3_986 + 24, timetable.StopCount);
        Assert.Equal(feeds[0].TripsOn(new DateOnly(2019, 5, 13)) + feeds[1].TripsOn(new DateOnly(2019, 5, 13)), report.TripsOnDate);
    }

    [Fact]
    public void Lannion_takes_a_school_Tuesday_for_reference()
    {
        var feed = Read("lannion/gtfs-tilt-2014.zip", out _);
        var guard = new ServiceDayGuard([feed]);

        Assert.Equal((114, 4, 102, 1_917), (feed.Stops.Count, feed.Routes.Count, feed.RunningTripCount, feed.StopTimes.Count));
        Assert.Equal(59, feed.TripsOn(new DateOnly(2014, 3, 25)));
        Assert.Equal(59, guard.TripsOn(guard.ReferenceDate()));
        Assert.Equal(DayOfWeek.Tuesday, guard.ReferenceDate().DayOfWeek);
    }

    static GtfsFeed Read(string path, out NoticeLog notices, string feedName = "feed")
    {
        var file = RealData.Find(path);
        if (file is null)
        {
            Assert.Skip($"real data not present: {path}");
        }

        notices = new NoticeLog();
        return GtfsReader.Read(file, feedName, notices);
    }
}
