using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Indicators;

public sealed class CommercialSpeedTests
{
    const int P = 0;
    const int X = 1;
    const int M = 2;

    [Fact]
    public void Speed_of_the_hand_made_town_is_kilometres_over_hours_of_the_peak()
    {
        var table = Assert.Single(new CommercialSpeed().Compute(ServiceTown.Study(ServiceTown.Sketch())));
        Assert.Equal("district_speed", table.Name);
        var row = table.Row("Q1/weekday");

        // Bus: 4 trips of 9 min towards b and 2 of 12 min towards c, 3 km each. Tram: 12 trips of 6 min, 2 km east and 2 km south.
        var tram = Math.Sqrt(8);
        Assert.Equal(18L, row["trips"]);
        Assert.Equal(((6 * 3) + (12 * tram)) / (1 + 1.2), (double)row["commercial_speed_kph"]!, 1e-2);
        Assert.Equal(("Line 1", "Line 2"), (row["slowest_line"], row["fastest_line"]));
        Assert.Equal(18.0, (double)row["slowest_line_kph"]!, 1e-4);
        Assert.Equal(10 * tram, (double)row["fastest_line_kph"]!, 1e-2);
        Assert.Equal(
            ("Q1", "Quartier Q1", "weekday", "mardi scolaire", 500L),
            (row["district"], row["label"], row["day"], row["day_label_fr"], row["walk_m"]));
        Assert.Null(table.Cell("Q2/weekday", "commercial_speed_kph"));
        Assert.Null(table.Cell("Q2/weekday", "slowest_line"));
    }

    // The window is 07:00-08:00. P is 60 s from square 0, M 120 s from the centre; walking all the way takes 50 min. One leaves
    //   at 07:09 for 07:10 P - 07:30 M, there at 07:32 (23 min, 20 of them riding);
    //   at 07:19 for 07:20 P - 07:30 X, 07:32 X - 07:40 M, there at 07:42 (23 min, 18 of them riding);
    //   at 07:49 for 07:50 P - 08:10 M, there at 08:12 (23 min, 20 of them riding).
    // Walking is faster from 07:19:01 until 07:21:59, since 08:12 is 50 min after 07:22, and from 07:49:01 on.
    [Fact]
    public void Journeys_are_counted_by_the_seconds_they_are_the_fastest_in()
    {
        var tables = new CommercialSpeed().Compute(CentreStudy());
        Assert.Equal("district_centre_journeys", tables[1].Name);
        var (direct, change, walk) = (541 + 1621, 600, 179 + 659);
        Assert.Equal(3600, direct + change + walk);

        // Square 1, with three quarters of the residents, has no way at all.
        var row = tables[1].Row("Q1/main");
        Assert.Equal(("Q1", "Quartier Q1", "main", "transit"), (row["district"], row["label"], row["to"], row["mode"]));
        Assert.Equal(0.25 * direct / 3600, (double)row["share_no_change"]!, 1e-12);
        Assert.Equal(0.25 * change / 3600, (double)row["share_one_change"]!, 1e-12);
        Assert.Equal(0.0, row["share_more_changes"]);
        Assert.Equal(0.25 * walk / 3600, (double)row["share_walk"]!, 1e-12);
        Assert.Equal(0.75, (double)row["share_unreached"]!, 1e-12);
        Assert.Equal((double)direct / (direct + change), (double)row["share_no_change_of_rides"]!, 1e-12);

        // The centre is 6 km east of the middle of square 0.
        var riding = ((direct * 1200.0) + (change * 1080.0)) / (direct + change);
        Assert.Equal(6 / (riding / 3600), (double)row["ride_speed_kph"]!, 1e-3);
        Assert.Equal(6 / (23 / 60.0), (double)row["door_to_door_speed_kph"]!, 1e-3);
    }

    [Fact]
    public void Best_centrality_may_be_another_than_the_main_one()
    {
        var row = new CommercialSpeed().Compute(CentreStudy())[1].Row("Q1/best");
        Assert.Equal(0.25, (double)row["share_walk"]!, 1e-12);
        Assert.Equal(0.75, (double)row["share_unreached"]!, 1e-12);
        Assert.Null(row["share_no_change_of_rides"]);
        Assert.Null(row["ride_speed_kph"]);
    }

    [Fact]
    public void Every_second_of_the_window_agrees_with_a_search_of_its_own()
    {
        var (rides, studies) = (0, 0);
        for (var seed = 0; seed < 200; seed++)
        {
            var world = RandomTimetables.World(seed);
            var builder = new StudyBuilder { Window = world.Window }.AddDistrict("Q1", 0, 0, 50).AddCentrality("c", 3000, 0);
            var transit = new StudyTransit(
                world.Timetable,
                world.Footpaths,
                StopWalks.From([world.Access]),
                StopWalks.From([world.Egress]),
                [[world.DirectWalkSeconds]],
                world.Options);
            var study = builder.AddTransitOccasion("main", 1, transit).Build() with
            {
                Days = [new DayService("weekday", "", "", world.Timetable, StopWalks.From([world.Access]))],
            };
            var row = new CommercialSpeed().Compute(study)[1].Row("Q1/main");
            var seconds = new int[5];
            var search = study.Journeys!.NewSearch();
            var journeys = Enumerable.Range(world.Window.FromSeconds, world.Window.Count)
                .Select(second => study.Journeys.Find(search, 0, 0, second))
                .ToArray();
            for (var second = 0; second < journeys.Length; second++)
            {
                // Of the journeys that arrive first, the one that leaves last: the last second with the same arrival, be it as long as walking.
                var journey = journeys[second];
                for (var later = second + 1; journey is not null && later < journeys.Length; later++)
                {
                    if (journeys[later] is not { } other || other.ArrivalSeconds != journey.ArrivalSeconds)
                    {
                        break;
                    }

                    journey = other;
                }

                seconds[journey is null ? 4 : journey.Rides == 0 ? 3 : Math.Min(journey.Rides - 1, 2)]++;
            }

            string[] columns = ["share_no_change", "share_one_change", "share_more_changes", "share_walk", "share_unreached"];
            for (var i = 0; i < columns.Length; i++)
            {
                var expected = (double)seconds[i] / world.Window.Count;
                Assert.True(
                    Math.Abs(expected - (double)row[columns[i]]!) < 1e-12,
                    $"{world}: {columns[i]} is {row[columns[i]]}, counted {expected}");
            }

            rides += seconds[1] > 0 ? 1 : 0;
            studies += seconds[0] > 0 ? 1 : 0;
        }

        Assert.True(rides > 5 && studies > 50, $"{rides} with a change, {studies} direct");
    }

    [Fact]
    public void Sitting_between_two_trips_of_a_block_is_time_in_the_vehicle()
    {
        var journey = new Journey(0, 1000, 1,
        [
            new JourneyLeg(LegKind.Access, 0, 100, -1, P),
            new JourneyLeg(LegKind.Wait, 100, 160, P, P),
            new JourneyLeg(LegKind.Ride, 160, 400, P, X, 0, 0, 1),
            new JourneyLeg(LegKind.Wait, 400, 450, X, X),
            new JourneyLeg(LegKind.Ride, 450, 900, X, M, 1, 2, 3, IsStayingSeated: true),
            new JourneyLeg(LegKind.Egress, 900, 1000, M, -1),
        ]);
        Assert.Equal(900 - 160, JourneyComponents.Of(journey).RideSeconds);
    }

    [Fact]
    public void Threads_do_not_change_the_tables()
    {
        var study = CentreStudy();
        var one = new CommercialSpeed().Compute(study);
        var four = new CommercialSpeed().Compute(study with { Threads = 4 });
        Assert.Equal(one[1].Row("Q1/main"), four[1].Row("Q1/main"));
        Assert.Equal(one[0].Row("Q1/weekday"), four[0].Row("Q1/weekday"));
    }

    static Study CentreStudy()
    {
        var sketch = new TimetableSketch();
        sketch.AddStop("p", 0, 0);
        sketch.AddStop("x", 3000, 0);
        sketch.AddStop("y", 6000, 0);
        var (one, two, three) = (sketch.AddRoute("1"), sketch.AddRoute("2"), sketch.AddRoute("3"));
        sketch.AddTrips(one, "07:10", 40, 2, new(P, 0), new(M, 20))
            .AddTrip(two, "07:20", new(P, 0), new(X, 10))
            .AddTrip(three, "07:32", new(X, 0), new(M, 8));
        var timetable = sketch.Build();
        StopWalk[] walks = [new(P, 60)];
        var transit = new StudyTransit(
            timetable,
            RandomTimetables.Footpaths(new int[3]),
            StopWalks.From([walks, []]),
            StopWalks.From([[new StopWalk(M, 120)], []]),
            [[3000, TravelTime.Unreached], [300, TravelTime.Unreached]],
            new TransitOptions { MaxDurationSeconds = 3600 });
        return new StudyBuilder
        {
            Window = new TimeWindow(7 * 3600, 8 * 3600),
            Days = [new DayService("weekday", "mardi", "Tuesday", timetable, StopWalks.From([walks, []]))],
        }
        .AddDistrict("Q1", 0, 0, 100, 300)
        .AddCentrality("centre", 6100, 100)
        .AddCentrality("near", 200, 100, isMain: false)
        .AddTransitOccasion("main", 1, transit)
        .Build();
    }
}
