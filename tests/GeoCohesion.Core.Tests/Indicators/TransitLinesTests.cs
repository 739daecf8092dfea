using GeoCohesion.Core.Indicators;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Indicators;

public sealed class TransitLinesTests
{
    [Fact]
    public void Every_column_of_the_hand_made_town_is_as_counted_by_hand()
    {
        var table = Assert.Single(new TransitLines().Compute(ServiceTown.Study(ServiceTown.Sketch())));
        Assert.Equal("district_lines", table.Name);
        Assert.Equal(["Q1/weekday/1", "Q1/weekday/2"], table.Rows.Select(row => (string)row[0]!));
        TransitSupplyTests.AssertRow(
            new()
            {
                ["id"] = "Q1/weekday/1",
                ["district"] = "Q1",
                ["day"] = "weekday",
                ["day_label_fr"] = "mardi scolaire",
                ["line"] = "1",
                ["line_name"] = "Line 1",
                ["line_long_name"] = "Long 1",
                ["agency"] = "Agency",
                ["route_type"] = 3L,
                ["walk_m"] = 500L,
                ["trips"] = 44L,
                ["trips_morning_peak"] = 6L,
                ["trips_day"] = 22L,
                ["trips_evening_peak"] = 9L,
                ["trips_evening"] = 6L,
                ["first_departure"] = "06:30:00",
                ["last_departure"] = "21:30:00",
                ["mean_headway_s"] = 1728L,
                ["worst_headway_s"] = 1800L,
                ["nearest_stop"] = "a1",
                ["nearest_stop_name"] = "Stop a1",
                ["nearest_walk_m"] = 200 / 0.9,

                // Square 0 walks 200 s, square 1, where half the residents end, 280 s.
                ["median_walk_s"] = 280L,
                ["share_within"] = 1.0,
            },
            table.Row("Q1/weekday/1"));
        TransitSupplyTests.AssertRow(
            new()
            {
                ["id"] = "Q1/weekday/2",
                ["district"] = "Q1",
                ["day"] = "weekday",
                ["day_label_fr"] = "mardi scolaire",
                ["line"] = "2",
                ["line_name"] = "Line 2",
                ["line_long_name"] = "Long 2",
                ["agency"] = "Agency",
                ["route_type"] = 0L,
                ["walk_m"] = 500L,
                ["trips"] = 15L,
                ["trips_morning_peak"] = 12L,
                ["trips_day"] = 0L,
                ["trips_evening_peak"] = 0L,
                ["trips_evening"] = 1L,
                ["first_departure"] = "07:00:00",
                ["last_departure"] = "27:59:00",
                ["mean_headway_s"] = 3600L,

                // From 08:50 to 19:00.
                ["worst_headway_s"] = 36_600L,
                ["nearest_stop"] = "d",
                ["nearest_stop_name"] = "Stop d",
                ["nearest_walk_m"] = 400 / 0.9,
                ["median_walk_s"] = 600L,
                ["share_within"] = 0.25,
            },
            table.Row("Q1/weekday/2"));
    }

    [Fact]
    public void Line_that_runs_at_night_only_has_no_headway_and_no_stop_of_others_is_its_nearest()
    {
        var sketch = ServiceTown.Sketch();
        var night = sketch.AddRoute("N");

        // From d, 400 s away; the pole a1 of bus 1 is nearer.
        sketch.AddTrip(night, "22:00", new(ServiceTown.D, 0), new(ServiceTown.B, 6));
        var row = new TransitLines().Compute(ServiceTown.Study(sketch))[0].Row("Q1/weekday/N");
        Assert.Null(row["mean_headway_s"]);
        Assert.Null(row["worst_headway_s"]);
        Assert.Equal(("d", 1L, 1L), (row["nearest_stop"], row["trips"], row["trips_evening"]));
    }

    [Fact]
    public void Line_that_most_walk_more_than_a_quarter_hour_to_has_no_median_walk()
    {
        var study = ServiceTown.Study(ServiceTown.Sketch());
        var day = study.Days[0] with
        {
            Walks = Core.Routing.Transit.StopWalks.From([[new(ServiceTown.A1, 200)], []]),
        };
        var row = new TransitLines().Compute(study with { Days = [day] })[0].Row("Q1/weekday/1");
        Assert.Null(row["median_walk_s"]);
        Assert.Equal(0.25, row["share_within"]);
    }

    [Fact]
    public void Trips_of_the_lines_add_up_to_those_of_the_district()
    {
        var rows = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            var study = RandomService.Create(seed).Study();
            var lines = new TransitLines().Compute(study)[0];
            var district = new TransitSupply().Compute(study)[0].Row("Q/weekday");
            Assert.Equal((long)district["lines"]!, lines.Rows.Count);
            Assert.Equal((long)district["departures"]!, Sum("trips"));
            Assert.Equal((double)district["departures_per_hour_morning_peak"]!, Sum("trips_morning_peak") / 2.0);
            Assert.Equal((double)district["departures_per_hour_evening"]!, Sum("trips_evening") / 5.0);
            rows += lines.Rows.Count;

            long Sum(string column) => lines.Rows.Sum(row => (long)row[lines.ColumnIndex(column)]!);
        }

        Assert.True(rows > 40);
    }

    [Fact]
    public void Random_lines_have_the_headways_and_nearest_stops_of_plain_counting()
    {
        var checkedRows = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            var town = RandomService.Create(seed);
            var table = new TransitLines().Compute(town.Study())[0];
            foreach (var line in town.Calls().Where(call => town.WalkTo(town.Origins, call.Stop) <= 450).GroupBy(call => call.Route))
            {
                var row = table.Row($"Q/weekday/r{line.Key}");
                Assert.Equal(line.Min(call => town.WalkTo(town.Origins, call.Stop)) / 0.9, (double)row["nearest_walk_m"]!, 1e-9);
                var series = line.Where(call => call.Seconds is >= 7 * 3600 and < 19 * 3600)
                    .GroupBy(call => (call.Area, call.NextArea))
                    .ToArray();
                long? mean = series.Length == 0
                    ? null
                    : (long)Math.Round(43200.0 / series.Max(one => one.Count()), MidpointRounding.AwayFromZero);
                Assert.True(mean == (long?)row["mean_headway_s"], $"seed {seed}, line {line.Key}: {row["mean_headway_s"]}, counted {mean}");
                Assert.Equal(TransitTables.Clock(line.GroupBy(call => call.Trip).Min(trip => At(trip))), row["first_departure"]);
                Assert.Equal(TransitTables.Clock(line.GroupBy(call => call.Trip).Max(trip => At(trip))), row["last_departure"]);
                checkedRows++;
            }

            int At(IEnumerable<PlainCall> trip) =>
                trip.OrderBy(call => town.WalkTo(town.Origins, call.Stop)).ThenBy(call => call.Seconds).First().Seconds;
        }

        Assert.True(checkedRows > 40);
    }
}
