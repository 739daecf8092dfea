using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Routing.Transit;

public sealed class JourneyTieTests
{
    const StopTimeRights Both = StopTimeRights.Board | StopTimeRights.Alight;

    [Fact]
    public void A_rider_waits_at_his_own_stop_rather_than_walk_along_the_line()
    {
        // All three stops of one vehicle are within a walk; the middle one is the nearest.
        var timetable = RandomTimetables.Timetable(
            4, [[(0, 900, 900, Both), (1, 1000, 1000, Both), (2, 1100, 1100, Both), (3, 1300, 1300, Both)]]);
        var table = ConnectionTable.ForDepartures(
            timetable, RandomTimetables.Footpaths(new int[4]), new TimeWindow(0, 100), new TransitOptions());
        StopWalk[] access = [new(0, 300), new(1, 120), new(2, 500)];
        var journey = new JourneySearch(table).Find(0, access, [new StopWalk(3, 10)], TravelTime.Unreached)!;
        Assert.Equal((120, 1310), (journey.Legs[0].DurationSeconds, journey.ArrivalSeconds));
        Assert.Equal((LegKind.Wait, 880), (journey.Legs[1].Kind, journey.Legs[1].DurationSeconds));
    }

    [Fact]
    public void Among_journeys_of_equal_arrival_and_rides_the_walks_at_both_ends_are_the_shortest()
    {
        var (journeys, choices) = (0, 0);
        for (var seed = 0; seed < 600; seed++)
        {
            var world = RandomTimetables.World(seed);
            var search = new JourneySearch(ConnectionTable.ForDepartures(world.Timetable, world.Footpaths, world.Window, world.Options));
            var second = world.Window.FromSeconds + (seed % world.Window.Count);
            if (search.Find(second, world.Access, world.Egress, TravelTime.Unreached) is not { } journey)
            {
                continue;
            }

            var alternatives =
                (from access in world.Access
                 from egress in world.Egress
                 let other = search.Find(second, [access], [egress], TravelTime.Unreached)
                 where other is not null && (other.ArrivalSeconds, other.Rides) == (journey.ArrivalSeconds, journey.Rides)
                 select access.WalkSeconds + egress.WalkSeconds).ToArray();
            var walks = journey.Legs[0].DurationSeconds + journey.Legs[^1].DurationSeconds;
            Assert.True(walks == alternatives.Min(), $"seed {seed}: {walks} s, of {string.Join(" ", alternatives)}");
            journeys++;
            choices += alternatives.Distinct().Count() > 1 ? 1 : 0;
        }

        Assert.True(journeys > 150 && choices > 10, $"{journeys} journeys, {choices} choices");
    }
}
