using System.Globalization;
using System.Text;
using GeoCohesion.Core;
using GeoCohesion.Data.Sources.Gtfs;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Sources.Gtfs;

public class ServiceDayGuardTests
{
    static readonly SourceLocation s_at = new("--date");

    [Fact]
    public void A_date_outside_the_timetable_is_refused_with_the_nearest_of_its_weekday()
    {
        // March 2026: the 1st is a Sunday, Tuesdays are the 3rd to the 31st.
        var guard = new ServiceDayGuard([Feed("f", new DateOnly(2026, 3, 1), Enumerable.Repeat(4, 31))]);

        Assert.Equal(
            "--date: 2026-04-07 lies outside the timetable, which runs from 2026-03-01 to 2026-03-31; the nearest usual date "
                + "is 2026-03-31.",
            Refusal(guard, new DateOnly(2026, 4, 7)));
        Assert.Equal(
            "--date: 2026-02-27 lies outside the timetable, which runs from 2026-03-01 to 2026-03-31; the nearest usual date "
                + "is 2026-03-06.",
            Refusal(guard, new DateOnly(2026, 2, 27)));
    }

    [Fact]
    public void A_day_with_under_half_of_the_usual_trips_is_refused_and_one_with_half_is_not()
    {
        var counts = Enumerable.Repeat(6, 31).ToArray();
        counts[9] = 2;
        counts[16] = 3;
        var guard = new ServiceDayGuard([Feed("f", new DateOnly(2026, 3, 1), counts)]);

        Assert.Equal(
            "--date: 2 trips run on 2026-03-10, under half of the 6 of a usual Tuesday; the nearest usual dates are "
                + "2026-03-03 and 2026-03-17.",
            Refusal(guard, new DateOnly(2026, 3, 10)));
        guard.Check(new DateOnly(2026, 3, 17), isOddAllowed: false, s_at, new NoticeLog());
    }

    [Fact]
    public void A_weekday_is_compared_with_its_like()
    {
        // Ten trips on weekdays, two on Saturdays and Sundays: a Sunday is not odd for having few.
        var guard = new ServiceDayGuard([Feed("f", new DateOnly(2026, 3, 2), Enumerable.Range(0, 28).Select(day => day % 7 < 5 ? 10 : 2))]);

        Assert.True(guard.IsUsual(new DateOnly(2026, 3, 8)));
        Assert.Equal((10, 2), (guard.UsualTrips(DayOfWeek.Tuesday), guard.UsualTrips(DayOfWeek.Sunday)));
    }

    [Fact]
    public void The_nearest_usual_date_of_a_weekday_is_looked_for_both_ways()
    {
        // Four weeks from Sunday 1 March 2026: no service on Mondays; Saturday the 14th has a tenth of the usual trips.
        var counts = Enumerable.Range(0, 28).Select(day => day % 7 == 1 ? 0 : day == 13 ? 1 : 10);
        var guard = new ServiceDayGuard([Feed("f", new DateOnly(2026, 3, 1), counts)]);

        Assert.Equal(new DateOnly(2026, 3, 7), guard.NearestUsual(new DateOnly(2026, 3, 10), DayOfWeek.Saturday));
        Assert.Equal(new DateOnly(2026, 3, 21), guard.NearestUsual(new DateOnly(2026, 3, 17), DayOfWeek.Saturday));

        // As far from the 7th as from the 21st: the later.
        Assert.Equal(new DateOnly(2026, 3, 21), guard.NearestUsual(new DateOnly(2026, 3, 14), DayOfWeek.Saturday));
        Assert.Null(guard.NearestUsual(new DateOnly(2026, 3, 10), DayOfWeek.Monday));
    }

    [Fact]
    public void Of_two_Saturdays_the_fuller_is_the_usual_one()
    {
        var counts = new int[14];
        (counts[0], counts[7]) = (20, 4);
        var guard = new ServiceDayGuard([Feed("f", new DateOnly(2026, 3, 7), counts)]);

        Assert.Equal(20, guard.UsualTrips(DayOfWeek.Saturday));
        Assert.False(guard.IsUsual(new DateOnly(2026, 3, 14)));
    }

    [Fact]
    public void A_day_without_trips_is_refused_and_told_where_odd_days_are_allowed()
    {
        var counts = Enumerable.Repeat(5, 21).ToArray();
        counts[8] = 0;
        var guard = new ServiceDayGuard([Feed("f", new DateOnly(2026, 3, 2), counts)]);
        var notices = new NoticeLog();

        Assert.Equal(
            "--date: no trip runs on 2026-03-10, and 5 on a usual Tuesday; the nearest usual dates are 2026-03-03 and 2026-03-17.",
            Refusal(guard, new DateOnly(2026, 3, 10)));
        guard.Check(new DateOnly(2026, 3, 10), isOddAllowed: true, s_at, notices);
        Assert.Equal(1, notices.CountOf("service-date-odd"));
    }

    [Fact]
    public void A_feed_that_should_run_and_does_not_is_named_and_one_that_never_runs_that_day_is_told()
    {
        var start = new DateOnly(2026, 3, 2);
        var bus = Feed("bus", start, Enumerable.Repeat(50, 28));
        var train = Feed("train", start, Enumerable.Range(0, 28).Select(day => day == 8 || day % 7 == 6 ? 0 : 3));
        var ferry = Feed("ferry", start, Enumerable.Repeat(1, 14));
        var notices = new NoticeLog();

        Assert.StartsWith(
            "--date: the feed 'train' has no trip on 2026-03-10, and 3 on a usual Tuesday;",
            Refusal(new ServiceDayGuard([bus, train]), new DateOnly(2026, 3, 10)),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "--date: 2026-03-17 lies outside the feed 'ferry', which runs from 2026-03-02 to 2026-03-15;",
            Refusal(new ServiceDayGuard([bus, ferry]), new DateOnly(2026, 3, 17)),
            StringComparison.Ordinal);
        new ServiceDayGuard([bus, train]).Check(new DateOnly(2026, 3, 8), isOddAllowed: false, s_at, notices);
        Assert.Equal(1, notices.CountOf("service-feed-idle"));
        Assert.Equal(53, new ServiceDayGuard([bus, train]).TripsOn(start));
    }

    [Fact]
    public void The_reference_is_the_first_Tuesday_of_the_usual_kind()
    {
        var counts = Enumerable.Repeat(100, 28).ToArray();
        counts[1] = 98;
        Assert.Equal(new DateOnly(2026, 3, 10), new ServiceDayGuard([Feed("f", new DateOnly(2026, 3, 2), counts)]).ReferenceDate());
    }

    [Fact]
    public void The_reference_is_outside_holidays_even_where_most_of_the_feed_is_holidays()
    {
        // Eight Tuesdays of summer timetable and four of school term.
        var counts = Enumerable.Range(0, 12 * 7).Select(day => day / 7 < 8 ? 60 : 100);
        Assert.Equal(new DateOnly(2026, 9, 1), new ServiceDayGuard([Feed("f", new DateOnly(2026, 7, 6), counts)]).ReferenceDate());
    }

    [Fact]
    public void The_reference_is_not_the_day_of_a_fair()
    {
        var counts = Enumerable.Repeat(60, 10 * 7).ToArray();
        counts[(3 * 7) + 1] = 140;
        Assert.Equal(new DateOnly(2026, 3, 3), new ServiceDayGuard([Feed("f", new DateOnly(2026, 3, 2), counts)]).ReferenceDate());
    }

    [Fact]
    public void Without_a_Tuesday_the_reference_is_the_busiest_day()
    {
        var guard = new ServiceDayGuard([Feed("f", new DateOnly(2026, 3, 6), [3, 7, 7])]);
        Assert.Equal(new DateOnly(2026, 3, 7), guard.ReferenceDate());
    }

    [Fact]
    public void Each_run_of_a_frequency_counts()
    {
        var feed = GtfsText.Read(
            """
            stops.txt
            stop_id,stop_name,stop_lat,stop_lon
            a,A,0,10.00
            b,B,0,10.01
            trips.txt
            route_id,service_id,trip_id
            R,daily,t
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            t,08:00:00,08:00:00,a,1
            t,08:05:00,08:05:00,b,2
            frequencies.txt
            trip_id,start_time,end_time,headway_secs,exact_times
            t,06:00:00,07:00:00,600,1
            t,07:00:00,08:00:00,1200,0
            """);

        Assert.Equal(6 + 3, feed.TripsOn(new DateOnly(2026, 3, 3)));
    }

    static string Refusal(ServiceDayGuard guard, DateOnly date)
    {
        var error = Assert.Throws<InputException>(() => guard.Check(date, isOddAllowed: false, s_at, new NoticeLog()));
        Assert.Equal("service-date-odd", error.Code);
        return error.Message;
    }

    /// <summary>A feed with so many trips on each day from a start.</summary>
    static GtfsFeed Feed(string name, DateOnly start, IEnumerable<int> tripsOfDay)
    {
        var (dates, trips, times) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        foreach (var (count, day) in tripsOfDay.Select((count, day) => (count, day)).Where(pair => pair.count > 0))
        {
            var date = start.AddDays(day).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
            dates.AppendLine(CultureInfo.InvariantCulture, $"s{date},{date},1");
            for (var i = 0; i < count; i++)
            {
                trips.AppendLine(CultureInfo.InvariantCulture, $"R,s{date},{date}-{i}");
                times.AppendLine(CultureInfo.InvariantCulture, $"{date}-{i},08:00:00,08:00:00,a,1");
                times.AppendLine(CultureInfo.InvariantCulture, $"{date}-{i},08:05:00,08:05:00,b,2");
            }
        }

        return GtfsText.Read(
            $"""
            stops.txt
            stop_id,stop_name,stop_lat,stop_lon
            a,A,0,10.00
            b,B,0,10.01
            calendar_dates.txt
            service_id,date,exception_type
            {dates}
            trips.txt
            route_id,service_id,trip_id
            {trips}
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            {times}
            """,
            feedName: name);
    }
}
