using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Routing.Transit;

/// <summary>Small networks, each made for one difficulty, with times found by hand.</summary>
public sealed class KernelCaseTests
{
    const StopTimeRights Both = StopTimeRights.Board | StopTimeRights.Alight;

    [Fact]
    public void Connections_of_zero_length_that_feed_each_other_in_a_circle_are_all_ridden()
    {
        // Trip 0: 0 -> 1 -> 2 and trip 1: 2 -> 1 -> 3, trip 2: 3 -> 1 -> 4, every hop within second 100. Getting to 4 takes all three in
        // one instant, and the circle 1 -> 2 -> 1 means that no order of the connections feeds each before it is scanned.
        var timetable = Timetable(5, At(100, 0, 1, 2), At(100, 2, 1, 3), At(100, 3, 1, 4), At(100, 1, 0));
        var footpaths = RandomTimetables.Footpaths(new int[5]);
        var table = ConnectionTable.ForDepartures(timetable, footpaths, new TimeWindow(90, 101), new TransitOptions());
        Assert.NotEmpty(table.Knots);
        var profile = Forward(table, [new StopWalk(2, 0)], [new StopWalk(4, 5)]);
        Assert.Equal(15, profile.At(90));
        Assert.Equal(5, profile.At(100));

        // With a slack the instant falls apart: nothing can be changed into.
        var slow =
            ConnectionTable.ForDepartures(timetable, footpaths, new TimeWindow(90, 101), new TransitOptions { BoardingSlackSeconds = 1 });
        Assert.Empty(slow.Knots);
        Assert.Equal(TravelTime.Unreached, Forward(slow, [new StopWalk(2, 0)], [new StopWalk(4, 5)]).At(90));
    }

    [Fact]
    public void Two_vehicles_that_meet_twice_do_not_leave_a_change_to_each_other()
    {
        // Trip 0 reaches 1 at 10, 2 at 20; trip 1 reaches 2 at 15, 1 at 18; both leave from the same start with the same latest departure.
        // Trip 2 leaves 1 at 30, 2 at 40, for 4. Each of the first two keeps its change at the stop that the other one reaches earlier.
        var timetable = Timetable(
            5,
            [(0, 5, 5, Both), (1, 10, 11, Both), (2, 20, 20, Both)],
            [(0, 6, 6, Both), (2, 15, 16, Both), (1, 18, 18, Both)],
            [(1, 30, 30, Both), (2, 40, 40, Both), (4, 50, 50, Both)]);
        var table =
            ConnectionTable.ForDepartures(timetable, RandomTimetables.Footpaths(new int[5]), new TimeWindow(0, 1), new TransitOptions());
        Assert.Equal(50, Forward(table, [new StopWalk(0, 0)], [new StopWalk(4, 0)]).At(0));
    }

    [Fact]
    public void A_stop_reached_on_foot_first_does_not_hide_a_vehicle_from_which_one_walks_on()
    {
        // Trip 0 brings riders to 1 at 100, from where 2 is 10 s away on foot; trip 1 brings riders to 2 at 120. Trip 2 leaves 3 at 200,
        // and 3 is on foot from 2 only: whoever walked to 2 may not walk on, whoever rode there may.
        var timetable = Timetable(
            5,
            [(0, 50, 50, Both), (1, 100, 100, Both)],
            [(0, 40, 40, Both), (2, 120, 120, Both)],
            [(3, 200, 200, Both), (4, 300, 300, Both)]);
        var footpaths = RandomTimetables.Footpaths(new int[5], (1, 2, 10), (2, 3, 10));
        var table = ConnectionTable.ForDepartures(timetable, footpaths, new TimeWindow(0, 60), new TransitOptions());
        var profile = Forward(table, [new StopWalk(0, 0)], [new StopWalk(4, 0)]);
        Assert.Equal([new ProfilePiece(0, 40, 300, -1)], profile.Pieces.ToArray());
    }

    [Fact]
    public void Slack_holds_before_every_boarding_and_change_times_between_vehicles_only()
    {
        // 0 -> 1 at 100..200, then 1 -> 2 at 230..300 and at 290..400. Changing at 1 takes 20 s, and 15 s of slack.
        var timetable = Timetable(
            3,
            [(0, 100, 100, Both), (1, 200, 200, Both)],
            [(1, 230, 230, Both), (2, 300, 300, Both)],
            [(1, 290, 290, Both), (2, 400, 400, Both)]);
        var footpaths = RandomTimetables.Footpaths([0, 20, 0]);
        Assert.Equal([new ProfilePiece(0, 90, 300, -1)], Pieces(0));
        Assert.Equal([new ProfilePiece(0, 80, 300, -1)], Pieces(10));
        Assert.Equal([new ProfilePiece(0, 75, 400, -1)], Pieces(15));

        ProfilePiece[] Pieces(int slack)
        {
            var options = new TransitOptions { BoardingSlackSeconds = slack };
            var table = ConnectionTable.ForDepartures(timetable, footpaths, new TimeWindow(0, 100), options);
            return Forward(table, [new StopWalk(0, 10)], [new StopWalk(2, 0)]).Pieces.ToArray();
        }
    }

    [Fact]
    public void A_direct_walk_competes_second_by_second_and_the_longest_duration_holds_for_it_too()
    {
        var timetable = Timetable(2, [(0, 100, 100, Both), (1, 200, 200, Both)]);
        var footpaths = RandomTimetables.Footpaths([0, 0]);
        var window = new TimeWindow(0, 120);
        var table = ConnectionTable.ForDepartures(timetable, footpaths, window, new TransitOptions { MaxDurationSeconds = 160 });
        Assert.Equal(
            [new ProfilePiece(0, 49, 150, 0), new ProfilePiece(50, 100, 150, -1), new ProfilePiece(101, 119, 150, 0)],
            Forward(table, [new StopWalk(0, 0)], [new StopWalk(1, 0)], 150).Pieces.ToArray());
        Assert.Equal(
            [new ProfilePiece(40, 100, 160, -1)],
            Forward(table, [new StopWalk(0, 0)], [new StopWalk(1, 0)], 161).Pieces.ToArray());
    }

    [Fact]
    public void Whoever_leaves_at_the_last_second_still_catches_a_later_vehicle()
    {
        var timetable = Timetable(2, [(0, 500, 500, Both), (1, 600, 600, Both)]);
        var table =
            ConnectionTable.ForDepartures(timetable, RandomTimetables.Footpaths([0, 0]), new TimeWindow(0, 100), new TransitOptions());
        Assert.Equal([new ProfilePiece(0, 99, 600, -1)], Forward(table, [new StopWalk(0, 0)], [new StopWalk(1, 0)]).Pieces.ToArray());
    }

    [Fact]
    public void Riders_stay_seated_into_the_next_trip_without_a_change_time_and_without_a_new_ride()
    {
        var trips = new[] { At(100, 0, 1), At(100, 1, 2), At(100, 2, 3) };
        var timetable = RandomTimetables.Timetable(4, trips, [1, -1, -1]);
        var footpaths = RandomTimetables.Footpaths([0, Footpaths.ChangeForbidden, Footpaths.ChangeForbidden, 0]);
        var options = new TransitOptions { MaxRides = 1, BoardingSlackSeconds = 30 };
        var table = ConnectionTable.ForDepartures(timetable, footpaths, new TimeWindow(0, 71), options);
        var search = new RidesProfileSearch(table);
        var profile = new TravelTimeProfile();
        search.Run([new StopWalk(0, 0)]);
        search.Read([new StopWalk(2, 0)], 1, TravelTime.Unreached, profile);
        Assert.Equal([new ProfilePiece(0, 70, 100, -1)], profile.Pieces.ToArray());
        search.Read([new StopWalk(3, 0)], 16, TravelTime.Unreached, profile);
        Assert.Equal(0, profile.ReachedSeconds);

        var journey = new JourneySearch(table).Find(70, [new StopWalk(0, 0)], [new StopWalk(2, 0)], TravelTime.Unreached);
        Assert.Equal(
            ["Access 70-70 -1>0", "Wait 70-100 0>0", "Ride 100-100 0>1", "Ride 100-100 1>2 seated", "Egress 100-100 2>-1"],
            Describe(journey!));
        Assert.Equal(1, journey!.Rides);
    }

    [Fact]
    public void A_journey_tells_its_legs_with_walks_waits_and_rides()
    {
        // 0 -> 1 (trip 0), on foot from 1 to 2 in 40 s, 2 -> 3 (trip 1).
        var timetable = Timetable(4, [(0, 100, 100, Both), (1, 200, 200, Both)], [(2, 300, 300, Both), (3, 400, 400, Both)]);
        var footpaths = RandomTimetables.Footpaths(new int[4], (1, 2, 40));
        var table =
            ConnectionTable.ForDepartures(timetable, footpaths, new TimeWindow(0, 100), new TransitOptions { BoardingSlackSeconds = 10 });
        var search = new JourneySearch(table);
        var journey = search.Find(20, [new StopWalk(0, 30)], [new StopWalk(3, 7)], 1000)!;
        Assert.Equal(
            [
                "Access 20-50 -1>0", "Wait 50-100 0>0", "Ride 100-200 0>1", "Transfer 200-240 1>2", "Wait 240-300 2>2", "Ride 300-400 2>3",
                "Egress 400-407 3>-1",
            ],
            Describe(journey));
        Assert.Equal((2, 387), (journey.Rides, journey.TravelTimeSeconds));
        Assert.Equal(["DirectWalk 20-320 -1>-1"], Describe(search.Find(20, [new StopWalk(0, 30)], [new StopWalk(3, 7)], 300)!));
        Assert.Null(search.Find(61, [new StopWalk(0, 30)], [new StopWalk(3, 7)], TravelTime.Unreached));
        Assert.Throws<ArgumentOutOfRangeException>(() => search.Find(100, [], [], 0));
    }

    [Fact]
    public void Tables_of_one_direction_are_refused_by_searches_of_the_other_and_windows_beyond_16_bits_by_all()
    {
        var timetable = Timetable(2, At(100, 0, 1));
        var footpaths = RandomTimetables.Footpaths([0, 0]);
        var forward = ConnectionTable.ForDepartures(timetable, footpaths, new TimeWindow(0, 65_535), new TransitOptions());
        var mirrored = ConnectionTable.ForArrivals(timetable, footpaths, new TimeWindow(0, 65_535), new TransitOptions());
        Assert.Throws<ArgumentException>(() => new ProfileSearch(mirrored));
        Assert.Throws<ArgumentException>(() => new ProfileBatch(mirrored));
        Assert.Throws<ArgumentException>(() => new RidesProfileSearch(mirrored));
        Assert.Throws<ArgumentException>(() => new JourneySearch(mirrored));
        Assert.Throws<ArgumentException>(() => new ArrivalProfileSearch(forward));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => ConnectionTable.ForDepartures(timetable, footpaths, new TimeWindow(0, 65_536), new TransitOptions()));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => ConnectionTable.ForDepartures(timetable, footpaths, new TimeWindow(5, 5), new TransitOptions()));

        // A search that does not count rides does not pretend to hold a limit on them.
        var limited = ConnectionTable.ForDepartures(timetable, footpaths, new TimeWindow(0, 10), new TransitOptions { MaxRides = 16 });
        Assert.Throws<ArgumentException>(() => new ProfileSearch(limited));
        Assert.Throws<ArgumentException>(() => new ProfileBatch(limited));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => ConnectionTable.ForDepartures(timetable, footpaths, new TimeWindow(0, 10), new TransitOptions { MaxRides = 17 }));

        // The longest window there is, read at its two ends.
        var profile = Forward(forward, [new StopWalk(0, 0)], [new StopWalk(1, 0)], 900);
        Assert.Equal((100, 900), (profile.At(0), profile.At(65_534)));
    }

    static TravelTimeProfile Forward(
        ConnectionTable table, StopWalk[] access, StopWalk[] egress, int directWalkSeconds = TravelTime.Unreached)
    {
        var profile = new TravelTimeProfile();
        var search = new ProfileSearch(table);
        search.Run(access);
        search.Read(egress, directWalkSeconds, profile);
        return profile;
    }

    static Timetable Timetable(int stopCount, params (int Stop, int Arrival, int Departure, StopTimeRights Rights)[][] trips) =>
        RandomTimetables.Timetable(stopCount, trips);

    static (int Stop, int Arrival, int Departure, StopTimeRights Rights)[] At(int seconds, params int[] stops) =>
        [.. stops.Select(s => (s, seconds, seconds, Both))];

    static string[] Describe(Journey journey) =>
        [.. journey.Legs.Select(
            l => $"{l.Kind} {l.StartSeconds}-{l.EndSeconds} {l.FromStop}>{l.ToStop}{(l.IsStayingSeated ? " seated" : "")}")];
}
