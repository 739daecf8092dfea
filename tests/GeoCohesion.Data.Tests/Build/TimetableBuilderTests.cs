using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Sources;
using GeoCohesion.Data.Sources.Gtfs;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Build;

public class TimetableBuilderTests
{
    const int Day = 86_400;

    // a ... b ... c, 1,112 m apart; c2 stands 56 m from c.
    const string Stops = """
        stops.txt
        stop_id,stop_name,stop_lat,stop_lon
        a,A,0,10.00
        b,B,0,10.01
        c,C,0,10.02
        c2,C2,0,10.0205
        unused,U,0,10.03

        """;

    static readonly DateOnly s_tuesday = new(2026, 3, 3);

    [Fact]
    public void Trips_stops_and_routes_are_scoped_by_feed_and_in_ordinal_order()
    {
        var timetable = Build(Stops + """
            trips.txt
            route_id,service_id,trip_id,trip_headsign,wheelchair_accessible
            R,daily,z,To Z,1
            R,daily,m,,
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            z,08:00:00,08:00:00,b,1
            z,08:05:00,08:06:00,a,2
            z,08:10:00,08:10:00,c,3
            m,09:00:00,09:00:00,a,1
            m,09:05:00,09:05:00,b,2
            """, s_tuesday);

        Assert.Equal(["f:m", "f:z"], timetable.TripIds.ToArray());
        Assert.Equal(["f:a", "f:b", "f:c", "f:c2", "f:unused"], timetable.Stops.ToArray().Select(stop => stop.Id));
        Assert.Equal(
            new Route { Id = "f:R", Name = "1", LongName = "Line one", RouteType = 3, Agency = "Agency" },
            Assert.Single(timetable.Routes.ToArray()));
        Assert.Equal([0, 2, 5], timetable.TripFirstStopTime.ToArray());
        Assert.Equal([0, 1, 1, 0, 2], timetable.StopTimeStop.ToArray());
        Assert.Equal([32_400, 32_700, 28_800, 29_100, 29_400], timetable.ArrivalSeconds.ToArray());
        Assert.Equal([32_400, 32_700, 28_800, 29_160, 29_400], timetable.DepartureSeconds.ToArray());
        Assert.Equal(["", "To Z"], timetable.TripHeadsign.ToArray());
        Assert.Equal([WheelchairAccess.Unknown, WheelchairAccess.Yes], timetable.TripWheelchair.ToArray());
        Assert.Equal([-1, -1], timetable.TripContinuation.ToArray());
    }

    [Fact]
    public void The_order_of_rows_does_not_matter()
    {
        const int Seed = 4711;
        var random = new Random(Seed);
        var tables = GtfsText.Tables(Stops + """
            routes.txt
            route_id,agency_id,route_short_name,route_long_name,route_type
            R,A,1,One,3
            Q,A,2,Two,3
            trips.txt
            route_id,service_id,trip_id,trip_headsign,block_id
            R,daily,t1,To C,B
            Q,daily,t2,To A,B
            R,daily,t3,To B,
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            t1,08:00:00,08:00:00,a,1
            t1,,,b,2
            t1,08:10:00,08:10:00,c,3
            t2,08:12:00,08:12:00,c2,1
            t2,08:30:00,08:30:00,a,2
            t3,25:00:00,25:00:00,a,1
            t3,25:10:00,25:10:00,b,2
            """);
        var expected = Text(Build(tables));
        for (var round = 0; round < 20; round++)
        {
            var shuffled = tables.ToDictionary(pair => pair.Key, pair =>
            {
                var lines = pair.Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);
                random.Shuffle(lines.AsSpan(1));
                return string.Join("\n", lines);
            });
            Assert.True(expected == Text(Build(shuffled)), $"seed {Seed}, round {round}");
        }
    }

    [Fact]
    public void Trips_of_the_days_before_and_after_reach_in_with_their_times_moved()
    {
        const string Feed = Stops + """
            trips.txt
            route_id,service_id,trip_id
            R,daily,early
            R,daily,late
            R,daily,long
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            early,00:10:00,00:10:00,a,1
            early,00:20:00,00:20:00,b,2
            late,23:50:00,23:50:00,a,1
            late,24:30:00,24:30:00,b,2
            long,20:00:00,20:00:00,a,1
            long,49:00:00,49:00:00,b,2
            """;
        var timetable = Build(Feed, s_tuesday);

        Assert.Equal(["f:early", "f:early@+1", "f:late", "f:late@-1", "f:long", "f:long@-1", "f:long@-2"], timetable.TripIds.ToArray());
        Assert.Equal((600 + Day, 1_200 + Day), Times(timetable, "f:early@+1"));
        Assert.Equal((85_800 - Day, 88_200 - Day), Times(timetable, "f:late@-1"));
        Assert.Equal((72_000 - (2 * Day), 176_400 - (2 * Day)), Times(timetable, "f:long@-2"));
    }

    [Fact]
    public void A_span_keeps_trips_of_which_any_part_lies_in_it()
    {
        const string Feed = Stops + """
            trips.txt
            route_id,service_id,trip_id
            R,daily,t0700
            R,daily,t0730
            R,daily,t0900
            R,daily,t0901
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            t0700,07:00:00,07:00:00,a,1
            t0700,07:29:59,07:29:59,b,2
            t0730,07:00:00,07:00:00,a,1
            t0730,07:30:00,07:30:00,b,2
            t0900,09:00:00,09:00:00,a,1
            t0900,09:30:00,09:30:00,b,2
            t0901,09:00:01,09:00:01,a,1
            t0901,09:30:00,09:30:00,b,2
            """;
        var options = new TimetableOptions { FromSeconds = 27_000, ToSeconds = 32_400 };
        var timetable = TimetableBuilder.Build([GtfsText.Read(Feed)], s_tuesday, options, new NoticeLog(), out var report);

        Assert.Equal(["f:t0730", "f:t0900"], timetable.TripIds.ToArray());
        Assert.Equal((4, 2, 0, 0), (report.TripsOnDate, report.Trips, report.TripsOfDaysBefore, report.TripsOfDaysAfter));
    }

    [Theory]
    [InlineData("Europe/Paris", 2026, 3, 29, -82_800, 86_400)]
    [InlineData("Europe/Paris", 2026, 3, 28, -86_400, 82_800)]
    [InlineData("Europe/Paris", 2026, 10, 25, -90_000, 86_400)]
    [InlineData("Europe/Paris", 2026, 10, 24, -86_400, 90_000)]
    [InlineData("Europe/Paris", 2026, 6, 1, -86_400, 86_400)]
    [InlineData("Indian/Reunion", 2026, 3, 29, -86_400, 86_400)]
    [InlineData("Europe/Nowhere", 2026, 3, 29, -86_400, 86_400)]
    public void Where_the_clock_changes_neighbouring_days_start_23_or_25_hours_apart(
        string zone,
        int year,
        int month,
        int day,
        int before,
        int after)
    {
        var timetable = Build(
            Stops + $"""
            agency.txt
            agency_id,agency_name,agency_url,agency_timezone
            A,Agency,http://a.example,{zone}
            trips.txt
            route_id,service_id,trip_id
            R,daily,t
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            t,00:00:00,00:00:00,a,1
            t,26:00:00,26:00:00,b,2
            """,
            new DateOnly(year, month, day));

        Assert.Equal((before, before + 93_600), Times(timetable, "f:t@-1"));
        Assert.Equal((after, after + 93_600), Times(timetable, "f:t@+1"));
    }

    [Fact]
    public void A_feed_of_another_zone_is_moved_to_the_zone_of_the_first()
    {
        // Lisbon is one hour behind Paris: 08:00 there is 09:00 here.
        const string Rest = Stops + """
            trips.txt
            route_id,service_id,trip_id
            R,daily,t
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            t,08:00:00,08:00:00,a,1
            t,08:30:00,08:30:00,b,2
            """;
        var lisbon = Rest + "\nagency.txt\nagency_id,agency_name,agency_url,agency_timezone\nA,Agency,http://a.example,Europe/Lisbon\n";
        var notices = new NoticeLog();
        var timetable = TimetableBuilder.Build(
            [GtfsText.Read(Rest, feedName: "fr"), GtfsText.Read(lisbon, feedName: "pt")], s_tuesday, new TimetableOptions { ToSeconds = Day - 1 }, notices);

        Assert.Equal((28_800, 30_600), Times(timetable, "fr:t"));
        Assert.Equal((32_400, 34_200), Times(timetable, "pt:t"));
        Assert.Equal(10, timetable.StopCount);
        Assert.Equal(1, notices.CountOf("timetable-zones-differ"));
    }

    [Fact]
    public void Frequencies_run_from_their_start_when_exact_and_from_half_a_headway_later_when_not()
    {
        var notices = new NoticeLog();
        var timetable = TimetableBuilder.Build(
            [
                GtfsText.Read(Stops + """
                    trips.txt
                    route_id,service_id,trip_id,block_id
                    R,daily,exact,B
                    R,daily,loose,B
                    stop_times.txt
                    trip_id,arrival_time,departure_time,stop_id,stop_sequence
                    exact,10:00:00,10:00:30,a,1
                    exact,10:05:00,10:05:00,b,2
                    loose,00:00:00,00:00:00,a,1
                    loose,00:05:00,00:05:00,b,2
                    frequencies.txt
                    trip_id,start_time,end_time,headway_secs,exact_times
                    exact,06:20:00,06:30:00,300,1
                    exact,06:00:00,06:20:00,600,1
                    loose,07:00:00,07:20:00,600,0
                    """),
            ],
            s_tuesday,
            new TimetableOptions { ToSeconds = Day - 1 },
            notices,
            out var report);

        Assert.Equal(["f:exact#1", "f:exact#2", "f:exact#3", "f:exact#4", "f:loose#1", "f:loose#2"], timetable.TripIds.ToArray());
        int[] departures = [.. Enumerable.Range(0, timetable.TripCount).Select(trip => Columns(timetable).Departures[Columns(timetable).First[trip]])];
        Assert.Equal([21_600, 22_200, 22_800, 23_100, 25_500, 26_100], departures);
        Assert.Equal((21_570, 21_870), Times(timetable, "f:exact#1"));
        Assert.Equal([-1, -1, -1, -1, -1, -1], timetable.TripContinuation.ToArray());
        Assert.Equal((4, 2), (report.ExactFrequencyRuns, report.HeadwayFrequencyRuns));
        Assert.Equal(1, notices.CountOf("timetable-headway-runs"));
    }

    [Fact]
    public void Rights_follow_pick_up_and_drop_off()
    {
        const string Feed = Stops + """
            trips.txt
            route_id,service_id,trip_id
            R,daily,t
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type
            t,08:00:00,08:00:00,a,1,0,1
            t,08:05:00,08:05:00,b,2,2,0
            t,08:10:00,08:10:00,c,3,1,3
            t,08:15:00,08:15:00,a,4,,
            """;
        const StopTimeRights Both = StopTimeRights.Board | StopTimeRights.Alight;
        var options = new TimetableOptions { ToSeconds = Day - 1 };

        Assert.Equal(
            [StopTimeRights.Board, StopTimeRights.Alight, StopTimeRights.None, Both],
            TimetableBuilder.Build([GtfsText.Read(Feed)], s_tuesday, options, new NoticeLog()).Rights.ToArray());
        Assert.Equal(
            [StopTimeRights.Board, Both, StopTimeRights.Alight, Both],
            TimetableBuilder.Build([GtfsText.Read(Feed)], s_tuesday, options with { IncludesOnDemand = true }, new NoticeLog()).Rights.ToArray());
    }

    // A vehicle's day: t1 a-c, then t2 from 56 m away, then t3 from the other end of town, then t4 which overlaps t3.
    const string Blocks = Stops + """
        trips.txt
        route_id,service_id,trip_id,block_id
        R,daily,t1,B
        R,daily,t2,B
        R,daily,t3,B
        R,daily,t4,B
        R,daily,other,
        stop_times.txt
        trip_id,arrival_time,departure_time,stop_id,stop_sequence
        t1,08:00:00,08:00:00,a,1
        t1,08:10:00,08:10:00,c,2
        t2,08:10:00,08:12:00,c2,1
        t2,08:30:00,08:30:00,a,2
        t3,08:40:00,08:40:00,c,1
        t3,08:50:00,08:50:00,b,2
        t4,08:49:00,08:49:00,b,1
        t4,09:00:00,09:00:00,a,2
        other,09:00:00,09:00:00,a,1
        other,09:10:00,09:10:00,b,2

        """;

    [Fact]
    public void Trips_of_a_block_are_continued_where_the_next_starts_in_time_and_nearby()
    {
        var notices = new NoticeLog();
        var timetable = TimetableBuilder.Build([GtfsText.Read(Blocks)], s_tuesday, new TimetableOptions(), notices, out var report);

        Assert.Equal(["f:t1>f:t2"], Continuations(timetable));
        Assert.Equal(1, report.Continuations);
        Assert.Equal(1, notices.CountOf("gtfs-block-apart"));
        Assert.Equal(1, notices.CountOf("gtfs-block-overlaps"));
    }

    [Theory]
    [InlineData("t1,t2,5", "")]
    [InlineData("t4,other,4", "f:t1>f:t2 f:t4>f:other")]
    [InlineData("t1,other,4", "f:t1>f:other")]
    [InlineData("t1,other,4\nt1,t3,4", "f:t1>f:t3")]
    [InlineData("t1,t3,4\nt1,other,4", "f:t1>f:t3")]
    [InlineData("other,t1,4", "f:t1>f:t2")]
    [InlineData("t3,t4,4", "f:t1>f:t2")]
    public void Transfers_between_trips_override_blocks(string rules, string expected)
    {
        var timetable = TimetableBuilder.Build(
            [GtfsText.Read(Blocks + "transfers.txt\nfrom_trip_id,to_trip_id,transfer_type\n" + rules)],
            s_tuesday,
            new TimetableOptions { ToSeconds = Day - 1 },
            new NoticeLog());

        Assert.Equal(expected, string.Join(" ", Continuations(timetable)));
    }

    [Fact]
    public void A_trip_without_duration_never_continues_itself()
    {
        var timetable = Build(Stops + """
            trips.txt
            route_id,service_id,trip_id
            R,daily,t
            R,daily,u
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            t,08:00:00,08:00:00,a,1
            t,08:00:00,08:00:00,b,2
            u,08:00:00,08:00:00,b,1
            u,08:00:00,08:00:00,a,2
            transfers.txt
            from_trip_id,to_trip_id,transfer_type
            t,u,4
            u,t,4
            t,t,4
            """, s_tuesday, toSeconds: Day - 1);

        Assert.Equal(["f:t>f:u"], Continuations(timetable));
    }

    [Fact]
    public void Unused_stops_are_kept_or_left_out_and_counted_either_way()
    {
        const string Feed = Stops + """
            trips.txt
            route_id,service_id,trip_id
            R,daily,t
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            t,08:00:00,08:00:00,b,1
            t,08:05:00,08:05:00,c,2
            """;
        var options = new TimetableOptions();
        var kept = TimetableBuilder.Build([GtfsText.Read(Feed)], s_tuesday, options, new NoticeLog(), out var report);
        var dropped = TimetableBuilder.Build(
            [GtfsText.Read(Feed)],
            s_tuesday,
            options with { DropsUnusedStops = true },
            new NoticeLog(),
            out var other);

        Assert.Equal((5, 5, 3), (kept.StopCount, report.Stops, report.UnusedStops));
        Assert.Equal(["f:b", "f:c"], dropped.Stops.ToArray().Select(stop => stop.Id));
        Assert.Equal((2, 3), (other.Stops, other.UnusedStops));
    }

    [Fact]
    public void Two_feeds_of_one_name_and_a_span_the_wrong_way_round_are_refused()
    {
        var feed = GtfsText.Read(Blocks);
        var options = new TimetableOptions { FromSeconds = 10, ToSeconds = 9 };

        Assert.Equal(
            "gtfs-feed-name-twice",
            Assert.Throws<InputException>(() => TimetableBuilder.Build([feed, feed], s_tuesday, new TimetableOptions(), new NoticeLog())).Code);
        Assert.Equal(
            "timetable-span",
            Assert.Throws<InputException>(() => TimetableBuilder.Build([feed], s_tuesday, options, new NoticeLog())).Code);
        Assert.Equal(
            "service-date-odd",
            Assert.Throws<InputException>(() => TimetableBuilder.Build([feed], new DateOnly(2027, 3, 3), new TimetableOptions(), new NoticeLog())).Code);
    }

    static Timetable Build(string text, DateOnly date, int toSeconds = 108_000) =>
        TimetableBuilder.Build([GtfsText.Read(text)], date, new TimetableOptions { ToSeconds = toSeconds }, new NoticeLog());

    static Timetable Build(IReadOnlyDictionary<string, string> tables)
    {
        using var folder = InputFolder.FromText("feed", tables);
        return TimetableBuilder.Build([GtfsReader.Read(folder, "f", new NoticeLog())], s_tuesday, new TimetableOptions(), new NoticeLog());
    }

    static (int Start, int End) Times(Timetable timetable, string tripId)
    {
        var trip = timetable.TripIds.ToArray().AsSpan().IndexOf(tripId);
        Assert.True(trip >= 0, $"{tripId} is not in the timetable: {string.Join(" ", timetable.TripIds.ToArray())}");
        var first = timetable.TripFirstStopTime;
        return (timetable.ArrivalSeconds[first[trip]], timetable.DepartureSeconds[first[trip + 1] - 1]);
    }

    static (int[] First, int[] Departures) Columns(Timetable timetable) => (
        timetable.TripFirstStopTime.ToArray(),
        timetable.DepartureSeconds.ToArray());

    static string[] Continuations(Timetable timetable)
    {
        var ids = timetable.TripIds.ToArray();
        return [.. timetable.TripContinuation.ToArray().Select((to, from) => (from, to)).Where(pair => pair.to >= 0).Select(pair => $"{ids[pair.from]}>{ids[pair.to]}")];
    }

    static string Text(Timetable timetable) => string.Join(
        "\n",
        string.Join(" ", timetable.Stops.ToArray().Select(stop => stop.ToString())),
        string.Join(" ", timetable.Routes.ToArray().Select(route => route.ToString())),
        string.Join(" ", timetable.TripIds.ToArray()),
        string.Join(" ", timetable.TripRoute.ToArray()),
        string.Join(" ", timetable.TripHeadsign.ToArray()),
        string.Join(" ", timetable.TripContinuation.ToArray()),
        string.Join(" ", timetable.TripFirstStopTime.ToArray()),
        string.Join(" ", timetable.StopTimeStop.ToArray()),
        string.Join(" ", timetable.ArrivalSeconds.ToArray()),
        string.Join(" ", timetable.DepartureSeconds.ToArray()),
        string.Join(" ", timetable.Rights.ToArray()));
}
