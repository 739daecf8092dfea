using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources;
using GeoCohesion.Data.Sources.Gtfs;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Sources.Gtfs;

public class GtfsReaderTests
{
    // Stops on the equator, 0.01 degrees (1,112 m) apart: a, b, c, d at 10.00, 10.01, 10.02, 10.03.
    const string Stops = """
        stops.txt
        stop_id,stop_name,stop_lat,stop_lon
        a,A,0,10.00
        b,B,0,10.01
        c,C,0,10.02
        d,D,0,10.03
        """;

    const string OneTrip = """
        trips.txt
        route_id,service_id,trip_id
        R,daily,t

        """;

    [Fact]
    public void A_small_feed_is_read_whole()
    {
        var notices = new NoticeLog();
        var feed = GtfsText.Read(
            Stops + "\n" + """
            routes.txt
            route_id,agency_id,route_short_name,route_long_name,route_type,route_color,route_text_color
            R,A,1,Line one,0,ff0000,FFFFFF
            trips.txt
            route_id,service_id,trip_id,trip_headsign,direction_id,block_id,shape_id,wheelchair_accessible
            R,daily,t,To D,1,B1,S,2
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type
            t,08:00:00,08:00:30,a,1,0,1
            t,08:05:00,08:05:30,b,2,2,3
            t,08:10:00,08:10:00,c,5,1,0
            shapes.txt
            shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence
            S,0,10.02,30
            S,0,10.00,10
            S,0.001,10.01,20
            unused,0,0,1
            feed_info.txt
            feed_publisher_name,feed_publisher_url,feed_lang,feed_start_date,feed_end_date,feed_version
            Publisher,http://p.example,fr,20260101,20261231,v1
            attributions.txt
            organization_name,is_producer,attribution_url
            Someone,1,http://s.example
            """,
            notices);

        Assert.Equal(new GtfsAgency("A", "Agency", "http://a.example", "Europe/Paris"), Assert.Single(feed.Agencies));
        Assert.Equal("Europe/Paris", feed.TimeZone?.Id);
        Assert.Equal(4, feed.Stops.Count);
        Assert.Equal(("FF0000", 0, 0), (feed.Routes[0].Color, feed.Routes[0].RouteType, feed.Routes[0].Agency));
        Assert.Equal(
            ("t", "To D", 1, WheelchairAccess.No),
            (feed.Trips.IdOf(0), feed.Trips.HeadsignOf(0), feed.Trips.DirectionOf(0), feed.Trips.WheelchairOf(0)));
        Assert.Equal([0, 1, 2], feed.StopTimes.Stop.ToArray());
        Assert.Equal([28_800, 29_100, 29_400], feed.StopTimes.ArrivalSeconds.ToArray());
        Assert.Equal([28_830, 29_130, 29_400], feed.StopTimes.DepartureSeconds.ToArray());
        Assert.Equal(GtfsStopService.None, feed.StopTimes.DropOffAt(0));
        Assert.Equal((GtfsStopService.CallAgency, GtfsStopService.AskDriver), (feed.StopTimes.PickUpAt(1), feed.StopTimes.DropOffAt(1)));
        Assert.Equal([100_000_000, 100_100_000, 100_200_000], feed.Shapes.LongitudeE7(feed.Trips.ShapeOf(0)).ToArray());
        Assert.Equal(
            new GtfsFeedInfo("Publisher", "http://p.example", "v1", new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31)),
            feed.Info);
        Assert.Equal(new GtfsAttribution("Someone", "http://s.example"), Assert.Single(feed.Attributions));
        Assert.Equal((1, 0), (feed.RunningTripCount, feed.LeftOutTripCount));
        Assert.Equal("gtfs-stop-unused", Assert.Single(notices.Summarize()).Code);
    }

    [Fact]
    public void Missing_times_are_shared_out_by_straight_lines()
    {
        // a to d in 600 s; b lies at a third of the way, c at two thirds.
        var feed = GtfsText.Read(Stops + "\n" + OneTrip + """
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            t,08:00:00,08:00:00,a,1
            t,,,b,2
            t,,,c,3
            t,08:10:00,08:10:00,d,4
            """);

        Assert.Equal([28_800, 29_000, 29_200, 29_400], feed.StopTimes.ArrivalSeconds.ToArray());
        Assert.Equal([28_800, 29_000, 29_200, 29_400], feed.StopTimes.DepartureSeconds.ToArray());
    }

    [Fact]
    public void Missing_times_are_shared_out_by_stated_distances_where_all_are_stated()
    {
        // 1, 2 and 7 of 10 parts of 600 s, from the departure at 08:01:00 on; the second gap lacks a distance and goes by straight lines.
        var feed = GtfsText.Read(Stops + "\n" + OneTrip + """
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence,shape_dist_traveled
            t,08:00:00,08:01:00,a,1,5
            t,,,b,2,6
            t,,,c,3,8
            t,08:11:00,08:12:00,d,4,15
            t,,,c,5,
            t,08:22:00,08:22:00,b,6,30
            """);

        Assert.Equal([28_800, 28_860 + 60, 28_860 + 180, 29_460, 29_520 + 300, 30_120], feed.StopTimes.ArrivalSeconds.ToArray());
    }

    [Fact]
    public void Missing_times_between_stops_at_one_place_are_shared_out_evenly()
    {
        var feed = GtfsText.Read(Stops + "\n" + OneTrip + """
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            t,08:00:00,08:00:00,a,1
            t,,,a,2
            t,,,a,3
            t,08:00:30,08:00:30,a,4
            """);

        Assert.Equal([28_800, 28_810, 28_820, 28_830], feed.StopTimes.ArrivalSeconds.ToArray());
    }

    [Fact]
    public void One_stated_time_of_a_stop_stands_for_both()
    {
        var feed = GtfsText.Read(Stops + "\n" + OneTrip + """
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            t,,08:00:00,a,1
            t,08:05:00,,b,2
            """);

        Assert.Equal([28_800, 29_100], feed.StopTimes.ArrivalSeconds.ToArray());
        Assert.Equal([28_800, 29_100], feed.StopTimes.DepartureSeconds.ToArray());
    }

    [Fact]
    public void Rows_out_of_order_are_put_in_order_of_their_sequence()
    {
        var feed = GtfsText.Read(Stops + "\n" + """
            trips.txt
            route_id,service_id,trip_id
            R,daily,t
            R,daily,u
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            u,09:10:00,09:10:00,b,20
            t,08:10:00,08:10:00,c,30
            t,08:00:00,08:00:00,a,10
            u,09:00:00,09:00:00,a,3
            t,08:05:00,08:05:00,b,20
            """);

        Assert.Equal([0, 3, 5], feed.StopTimes.FirstOfTrip.ToArray());
        Assert.Equal([0, 1, 2, 0, 1], feed.StopTimes.Stop.ToArray());
    }

    [Theory]
    [InlineData("gtfs-trip-back-in-time", 7, "arrival_time", "t,08:00:00,08:00:00,a,1", "t,07:59:00,08:05:00,b,2")]
    [InlineData("gtfs-trip-back-in-time", 7, "departure_time", "t,08:00:00,08:00:00,a,1", "t,08:05:00,08:04:59,b,2")]
    [InlineData("gtfs-trip-end-untimed", 7, "arrival_time", "t,08:00:00,08:00:00,a,1", "t,,,b,2")]
    [InlineData("gtfs-trip-end-untimed", 6, "arrival_time", "t,,,a,1", "t,08:00:00,08:00:00,b,2")]
    [InlineData("gtfs-trip-too-short", 6, "trip_id", "t,08:00:00,08:00:00,a,1", "")]
    [InlineData("gtfs-unknown-stop", 7, "stop_id", "t,08:00:00,08:00:00,a,1", "t,08:05:00,08:05:00,nowhere,2")]
    [InlineData("gtfs-unknown-stop", 7, "stop_id", "t,08:00:00,08:00:00,a,1", "t,08:05:00,08:05:00,,2")]
    [InlineData("gtfs-time-malformed", 7, "arrival_time", "t,08:00:00,08:00:00,a,1", "t,8h05,08:05:00,b,2")]
    [InlineData("gtfs-number-malformed", 7, "stop_sequence", "t,08:00:00,08:00:00,a,1", "t,08:05:00,08:05:00,b,x")]
    public void A_flawed_trip_is_left_out_and_the_rest_of_the_feed_kept(string code, int line, string field, string first, string second)
    {
        var notices = new NoticeLog();
        var feed = GtfsText.Read(
            Stops + "\n" + $"""
            trips.txt
            route_id,service_id,trip_id
            R,daily,good
            R,daily,t
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            good,08:00:00,08:00:00,a,1
            good,08:05:00,08:05:00,b,2
            good,08:10:00,08:10:00,c,3
            good,08:15:00,08:15:00,d,4
            {first}
            {second}
            """,
            notices);

        Assert.Equal((1, 1, 4), (feed.RunningTripCount, feed.LeftOutTripCount, feed.StopTimes.Count));
        Assert.False(feed.StopTimes.Runs(1));
        var notice = Assert.Single(notices.Summarize(), summary => summary.Code == code);
        Assert.Equal((1, NoticeSeverity.Error), (notice.Count, notice.Severity));
        Assert.Equal(new SourceLocation("feed/stop_times.txt", line, field), notice.Examples[0].At);
        Assert.Equal(
            new[] { code, "gtfs-trips-left-out" }.Order(StringComparer.Ordinal),
            notices.Summarize().Select(summary => summary.Code));
    }

    [Fact]
    public void Trips_of_unknown_routes_and_services_are_left_out()
    {
        var notices = new NoticeLog();
        var feed = GtfsText.Read(
            Stops + "\n" + """
            trips.txt
            route_id,service_id,trip_id
            R,daily,good
            X,daily,bad1
            R,never,bad2
            R,daily,good
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            good,08:00:00,08:00:00,a,1
            good,08:05:00,08:05:00,b,2
            bad1,08:00:00,08:00:00,a,1
            bad1,08:05:00,08:05:00,b,2
            bad2,08:00:00,08:00:00,a,1
            bad2,08:05:00,08:05:00,b,2
            ghost,08:05:00,08:05:00,b,2
            """,
            notices);

        Assert.Equal((1, 2), (feed.RunningTripCount, feed.LeftOutTripCount));
        foreach (var code in (string[])["gtfs-unknown-route", "gtfs-unknown-service", "gtfs-unknown-trip", "gtfs-id-twice", "gtfs-trips-left-out"])
        {
            Assert.Equal(1, notices.CountOf(code));
        }
    }

    [Fact]
    public void A_stop_at_zero_and_one_without_position_are_left_out_and_their_calls_counted()
    {
        var notices = new NoticeLog();
        var feed = GtfsText.Read(
            """
            stops.txt
            stop_id,stop_name,stop_lat,stop_lon
            a,A,48,2
            zero,Zero,0.0,0.0
            none,None,,
            far,Far,95,2
            word,Word,48,two
            b,B,48.001,2
            """ + "\n" + OneTrip + """
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            t,08:00:00,08:00:00,a,1
            t,08:01:00,08:01:00,zero,2
            t,08:02:00,08:02:00,none,3
            t,08:03:00,08:03:00,b,4
            """,
            notices);

        Assert.Equal([true, false, false, false, false, true], feed.Stops.Select(stop => stop.HasPosition));
        Assert.Equal([0, 5], feed.StopTimes.Stop.ToArray());
        Assert.Equal(
            new SourceLocation("feed/stops.txt", 3, "stop_lat"),
            notices.Summarize().Single(summary => summary.Code == "gtfs-stop-at-zero").Examples[0].At);
        Assert.Equal(1, notices.CountOf("gtfs-stop-without-position"));
        Assert.Equal(1, notices.CountOf("gtfs-position-malformed"));
        Assert.Equal(1, notices.CountOf("gtfs-number-malformed"));
        Assert.Equal(2, notices.CountOf("gtfs-stop-time-left-out"));
    }

    [Fact]
    public void Wheelchair_access_is_inherited_where_a_stop_says_nothing()
    {
        var feed = GtfsText.Read(
            """
            stops.txt
            stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,wheelchair_boarding
            S,Station,48,2,1,,1
            p1,Platform 1,48,2,0,S,
            p2,Platform 2,48,2,0,S,2
            p1a,Area,48,2,4,p1,0
            lone,Lone,48.001,2,0,missing,
            """ + "\n" + OneTrip + """
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            t,08:00:00,08:00:00,p1,1
            t,08:03:00,08:03:00,p2,4
            """,
            new NoticeLog());

        Assert.Equal(
            [WheelchairAccess.Yes, WheelchairAccess.Yes, WheelchairAccess.No, WheelchairAccess.Yes, WheelchairAccess.Unknown],
            feed.Stops.Select(stop => stop.Wheelchair));
        Assert.Equal([0, 0, 0, 0, -1], feed.Stops.Select(stop => stop.Station));
    }

    [Theory]
    [InlineData("08:00:00", "08:01:00", 0)]
    [InlineData("08:00:00", "08:00:00", 1)]
    [InlineData("08:00:10", "08:00:30", 1)]
    public void A_bus_faster_than_150_kmh_is_told_and_kept(string departure, string arrival, int count)
    {
        // 3,336 m. In one minute, give or take the minute that whole minutes hide, 100 km/h; in none, 200 km/h; in 20 s, 572 km/h.
        var notices = new NoticeLog();
        var feed = GtfsText.Read(
            Stops + "\n" + OneTrip + $"""
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            t,{departure},{departure},a,1
            t,{arrival},{arrival},d,2
            """,
            notices);

        Assert.Equal(1, feed.RunningTripCount);
        Assert.Equal(count, notices.CountOf("gtfs-too-fast"));
    }

    [Fact]
    public void A_sequence_number_that_stands_twice_counts_once()
    {
        var notices = new NoticeLog();
        var feed = GtfsText.Read(
            Stops + "\n" + OneTrip + """
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            t,08:00:00,08:00:00,a,1
            t,08:05:00,08:05:00,b,2
            t,08:06:00,08:06:00,c,2
            t,08:10:00,08:10:00,d,3
            """,
            notices);

        Assert.Equal([0, 1, 3], feed.StopTimes.Stop.ToArray());
        Assert.Equal(1, notices.CountOf("gtfs-sequence-twice"));
    }

    [Fact]
    public void Routes_services_and_stops_that_nothing_uses_are_told()
    {
        var notices = new NoticeLog();
        GtfsText.Read(
            Stops + "\n" + """
            routes.txt
            route_id,agency_id,route_short_name,route_long_name,route_type
            R,A,1,One,3
            Q,A,2,Two,3
            calendar_dates.txt
            service_id,date,exception_type
            daily,20260301,1
            ghost,20260301,2
            """ + "\n" + OneTrip + """
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            t,08:00:00,08:00:00,a,1
            t,08:05:00,08:05:00,b,2
            """,
            notices);

        Assert.Equal(1, notices.CountOf("gtfs-route-without-trips"));
        Assert.Equal(1, notices.CountOf("gtfs-service-without-days"));
        Assert.Equal(2, notices.CountOf("gtfs-stop-unused"));
    }

    [Theory]
    [InlineData("agency.txt")]
    [InlineData("stops.txt")]
    [InlineData("routes.txt")]
    [InlineData("trips.txt")]
    [InlineData("stop_times.txt")]
    [InlineData("calendar.txt")]
    public void A_table_that_a_feed_must_have_is_named_when_it_is_missing(string name)
    {
        var tables = GtfsText.Tables(Stops + "\n" + OneTrip + """
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            t,08:00:00,08:00:00,a,1
            t,08:05:00,08:05:00,b,2
            """);
        using var folder = InputFolder.FromText("feed", tables.Where(pair => pair.Key != name));
        var error = Assert.Throws<InputException>(() => GtfsReader.Read(folder, "f", new NoticeLog()));

        Assert.Equal("gtfs-file-missing", error.Code);
        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_feed_without_a_trip_that_can_run_is_refused()
    {
        var error = Assert.Throws<InputException>(() => GtfsText.Read(Stops + "\n" + OneTrip + """
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            """));

        Assert.Equal("gtfs-no-trips", error.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a:b")]
    public void A_name_that_cannot_scope_ids_is_refused(string name)
    {
        using var folder = InputFolder.FromText("feed", GtfsText.Tables(Stops));

        Assert.Equal("gtfs-feed-name", Assert.Throws<InputException>(() => GtfsReader.Read(folder, name, new NoticeLog())).Code);
    }

    [Fact]
    public void An_unknown_time_zone_and_a_second_one_are_told()
    {
        var notices = new NoticeLog();
        var feed = GtfsText.Read(
            Stops + "\n" + OneTrip + """
            agency.txt
            agency_id,agency_name,agency_url,agency_timezone
            A,Agency,http://a.example,Europe/Nowhere
            B,Agency B,http://b.example,Europe/Paris
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            t,08:00:00,08:00:00,a,1
            t,08:05:00,08:05:00,b,2
            """,
            notices);

        Assert.Null(feed.TimeZone);
        Assert.Equal(1, notices.CountOf("gtfs-time-zone-unknown"));
        Assert.Equal(1, notices.CountOf("gtfs-time-zones-differ"));
    }

    [Fact]
    public void Transfers_and_frequencies_that_name_nothing_known_are_left_out()
    {
        var notices = new NoticeLog();
        var feed = GtfsText.Read(
            Stops + "\n" + OneTrip + """
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            t,08:00:00,08:00:00,a,1
            t,08:05:00,08:05:00,b,2
            transfers.txt
            from_stop_id,to_stop_id,transfer_type,min_transfer_time,from_trip_id,to_trip_id
            a,b,2,120,,
            a,nowhere,2,120,,
            a,b,2,,,
            a,,0,,,
            ,,4,,t,
            a,b,9,,,
            frequencies.txt
            trip_id,start_time,end_time,headway_secs,exact_times
            t,06:00:00,07:00:00,600,1
            ghost,06:00:00,07:00:00,600,1
            t,07:00:00,06:00:00,600,1
            t,07:00:00,08:00:00,0,1
            t,07:00:00,8h,600,0
            """,
            notices);

        var transfer = Assert.Single(feed.Transfers);
        Assert.Equal(
            (0, 1, GtfsTransferType.MinimumTime, 120, 2),
            (transfer.FromStop, transfer.ToStop, transfer.Type, transfer.MinimumSeconds, transfer.Line));
        Assert.Equal(6, Assert.Single(feed.Frequencies).RunCount);
        Assert.Equal(1, notices.CountOf("gtfs-unknown-stop"));
        Assert.Equal(3, notices.CountOf("gtfs-transfer-incomplete"));
        Assert.Equal(1, notices.CountOf("gtfs-unknown-trip"));
        Assert.Equal(1, notices.CountOf("gtfs-frequency-odd"));
        Assert.Equal(2, notices.CountOf("gtfs-number-malformed"));
        Assert.Equal(1, notices.CountOf("gtfs-time-malformed"));
    }

    [Fact]
    public void Progress_rises_to_one()
    {
        var shares = new List<double>();
        using var folder = InputFolder.FromText("feed", GtfsText.Tables(Stops + "\n" + OneTrip + """
            stop_times.txt
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            t,08:00:00,08:00:00,a,1
            t,08:05:00,08:05:00,b,2
            """));
        GtfsReader.Read(folder, "f", new NoticeLog(), new Collector(shares));

        Assert.Equal(shares.Order(), shares);
        Assert.Equal(1, shares[^1]);
    }

    sealed class Collector(List<double> shares) : IProgress<double>
    {
        public void Report(double value) => shares.Add(value);
    }
}
