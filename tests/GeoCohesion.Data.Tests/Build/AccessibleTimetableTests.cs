using GeoCohesion.Core.Network;
using GeoCohesion.Data.Build;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Build;

public class AccessibleTimetableTests
{
    // Stops a yes, b unknown, c no; trips n no, u unknown, y yes; the vehicle runs y, then u, then n, with riders staying seated.
    const string Feed = """
        stops.txt
        stop_id,stop_name,stop_lat,stop_lon,wheelchair_boarding
        a,a,47.0,2.0,1
        b,b,47.1,2.0,0
        c,c,47.2,2.0,2

        trips.txt
        route_id,service_id,trip_id,block_id,wheelchair_accessible
        R,daily,n,V,2
        R,daily,u,V,
        R,daily,y,V,1

        stop_times.txt
        trip_id,arrival_time,departure_time,stop_id,stop_sequence
        y,08:00:00,08:00:00,a,1
        y,08:30:00,08:30:00,b,2
        y,09:00:00,09:00:00,c,3
        u,09:10:00,09:10:00,c,1
        u,09:40:00,09:40:00,a,2
        n,09:50:00,09:50:00,a,1
        n,10:20:00,10:20:00,b,2
        """;

    static readonly Timetable s_whole = TimetableBuilder.Build([GtfsText.Read(Feed)], new DateOnly(2026, 3, 3), new TimetableOptions(), new NoticeLog());

    [Fact]
    public void Of_what_is_known_only_accessible_trips_and_stops_are_left()
    {
        var part = AccessibleTimetable.Of(s_whole, countsUnknown: false, out var report);

        Assert.Equal(["f:y"], part.TripIds.ToArray());
        Assert.Equal([-1], part.TripContinuation.ToArray());
        Assert.Equal([StopTimeRights.Board | StopTimeRights.Alight, StopTimeRights.None, StopTimeRights.None], part.Rights.ToArray());
        Assert.Equal([28_800, 30_600, 32_400], part.ArrivalSeconds.ToArray());
        Assert.Equal(new AccessibleTimetableReport(TripsYes: 1, TripsUnknown: 1, TripsNo: 1, StopsYes: 1, StopsUnknown: 1, StopsNo: 1), report);
    }

    [Fact]
    public void With_the_unknown_only_those_that_say_no_are_left_out()
    {
        const StopTimeRights Both = StopTimeRights.Board | StopTimeRights.Alight;
        var part = AccessibleTimetable.Of(s_whole, countsUnknown: true, out _);

        Assert.Equal(["f:u", "f:y"], part.TripIds.ToArray());

        // Riders of y stay seated into u, but not from u into n.
        Assert.Equal([2, 0, 1], [s_whole.TripIds.IndexOf("f:y"), s_whole.TripIds.IndexOf("f:n"), s_whole.TripIds.IndexOf("f:u")]);
        Assert.Equal([-1, 0, 1], [s_whole.TripContinuation[0], s_whole.TripContinuation[1], s_whole.TripContinuation[2]]);
        Assert.Equal([-1, 0], part.TripContinuation.ToArray());
        Assert.Equal([0, 2, 5], part.TripFirstStopTime.ToArray());
        Assert.Equal([StopTimeRights.None, Both, Both, Both, StopTimeRights.None], part.Rights.ToArray());
        Assert.Equal(s_whole.Stops.ToArray(), part.Stops.ToArray());
    }
}
