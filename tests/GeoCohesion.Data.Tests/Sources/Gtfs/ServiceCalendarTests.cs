using GeoCohesion.Data.Sources.Gtfs;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Sources.Gtfs;

public class ServiceCalendarTests
{
    const string Rest = """

        stops.txt
        stop_id,stop_name,stop_lat,stop_lon
        a,A,0,10.00
        b,B,0,10.01
        trips.txt
        route_id,service_id,trip_id
        R,s,t
        stop_times.txt
        trip_id,arrival_time,departure_time,stop_id,stop_sequence
        t,08:00:00,08:00:00,a,1
        t,08:05:00,08:05:00,b,2
        """;

    [Fact]
    public void A_weekly_pattern_runs_between_its_dates_but_for_exceptions()
    {
        // 2026-03-02 is a Monday; Monday and Thursday run, both ends included.
        var feed = GtfsText.Read(
            """
            calendar.txt
            service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
            s,1,0,0,1,0,0,0,20260302,20260312
            calendar_dates.txt
            service_id,date,exception_type
            s,20260305,2
            s,20260307,1
            s,20260320,1
            s,20260302,1
            """ + Rest);

        Assert.Equal(["2026-03-02", "2026-03-07", "2026-03-09", "2026-03-12", "2026-03-20"], Days(feed));
        Assert.Equal((new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 20)), (feed.Calendar.FirstDate, feed.Calendar.LastDate));
    }

    [Theory]
    [InlineData("calendar_dates.txt\nservice_id,date,exception_type\ns,20260301,1\ns,20260304,1\n")]
    [InlineData(
        "calendar.txt\nservice_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
        + "calendar_dates.txt\nservice_id,date,exception_type\ns,20260304,1\ns,20260301,1\n")]
    [InlineData(
        "calendar.txt\nservice_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
        + "s,0,0,1,0,0,0,1,20260228,20260305\n")]
    public void Either_table_alone_will_do(string tables) => Assert.Equal(["2026-03-01", "2026-03-04"], Days(GtfsText.Read(tables + Rest)));

    [Fact]
    public void Every_weekday_is_the_calendars()
    {
        string[] columns = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        for (var weekday = 0; weekday < columns.Length; weekday++)
        {
            var flags = string.Join(",", columns.Select((_, i) => i == weekday ? 1 : 0));
            var feed = GtfsText.Read($"calendar.txt\nservice_id,{string.Join(",", columns)},start_date,end_date\ns,{flags},20260101,20261231\n" + Rest);

            Assert.Equal((DayOfWeek)((weekday + 1) % 7), feed.FirstServiceDate.DayOfWeek);
            Assert.Equal(weekday == 3 ? 53 : 52, Days(feed).Length);
        }
    }

    [Fact]
    public void Flaws_are_told_and_the_rest_kept()
    {
        var notices = new Data.NoticeLog();
        var feed = GtfsText.Read(
            """
            calendar.txt
            service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
            s,0,0,1,0,0,0,0,20260301,20260308
            s,1,1,1,1,1,1,1,20260301,20260308
            back,1,1,1,1,1,1,1,20260308,20260301
            bad,1,1,1,1,1,1,1,2026-03-01,20260301
            calendar_dates.txt
            service_id,date,exception_type
            s,20260305,1
            s,20260302,2
            s,20260305,2
            s,20260231,1
            s,20260306,3
            """ + Rest,
            notices);

        Assert.Equal(["2026-03-04", "2026-03-05"], Days(feed));
        Assert.Equal(1, notices.CountOf("gtfs-id-twice"));
        Assert.Equal(1, notices.CountOf("gtfs-service-dates-reversed"));
        Assert.Equal(2, notices.CountOf("gtfs-date-malformed"));
        Assert.Equal(1, notices.CountOf("gtfs-date-twice"));
        Assert.Equal(1, notices.CountOf("gtfs-number-malformed"));
        Assert.Equal(1, notices.CountOf("gtfs-service-without-days"));
    }

    static string[] Days(GtfsFeed feed)
    {
        var days = new List<string>();
        for (var date = new DateOnly(2026, 1, 1); date.Year == 2026; date = date.AddDays(1))
        {
            Assert.Equal(feed.Calendar.Runs(feed.Calendar.Find("s"), date) ? 1 : 0, feed.TripsOn(date));
            if (feed.TripsOn(date) > 0)
            {
                days.Add(date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return [.. days];
    }
}
