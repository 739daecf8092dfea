using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Indicators;

public sealed class TransitSupplyTests
{
    [Fact]
    public void Every_column_of_the_hand_made_town_is_as_counted_by_hand()
    {
        var table = Assert.Single(new TransitSupply().Compute(ServiceTown.Study(ServiceTown.Sketch())));
        Assert.Equal("district_transit", table.Name);
        var expected = new Dictionary<string, object?>
        {
            ["id"] = "Q1/weekday",
            ["district"] = "Q1",
            ["label"] = "Quartier Q1",
            ["day"] = "weekday",
            ["day_label_fr"] = "mardi scolaire",
            ["service_date"] = "2026-03-10",
            ["residents"] = 400.0,
            ["near_walk_m"] = 300L,
            ["walk_m"] = 500L,
            ["lines"] = 2L,
            ["line_names"] = "Line 1;Line 2",

            // Within 270 s only the station, from square 0; within 450 s the station from both and the tram from square 0.
            ["stops_near"] = 1L,
            ["stops"] = 2L,
            ["mean_stops_near"] = 0.25,
            ["mean_stops"] = 1.25,
            ["share_stop_near"] = 0.25,
            ["share_stop"] = 1.0,

            // Buses 31 + 12 + the loop; trams 12 + 3 from square 0.
            ["departures"] = 59L,
            ["mean_departures"] = ((100 * 59) + (300 * 44)) / 400.0,
            ["departures_per_hour_morning_peak"] = (4 + 2 + 12) / 2.0,
            ["departures_per_hour_day"] = (14 + 7 + 1) / 7.0,
            ["departures_per_hour_evening_peak"] = (6 + 3) / 3.0,
            ["departures_per_hour_evening"] = (6 + 1) / 5.0,
            ["mean_departures_per_hour_morning_peak"] = ((100 * 9) + (300 * 3)) / 400.0,
            ["mean_departures_per_hour_day"] = 22 / 7.0,
            ["mean_departures_per_hour_evening_peak"] = 3.0,
            ["mean_departures_per_hour_evening"] = ((100 * 1.4) + (300 * 1.2)) / 400,
            ["first_departure"] = "06:30:00",
            ["last_departure"] = "27:59:00",
            ["span_s"] = (21L * 3600) + (29 * 60),

            // Towards b: 24 regular and the loop in 12 h; the longest stretches are half an hour.
            ["mean_headway_s"] = 43200L / 25,
            ["worst_headway_s"] = 1800L,

            // The tram has 12 departures in two hours, for square 0 only.
            ["frequent_departures_per_hour"] = 6L,
            ["share_frequent_stop"] = 0.25,
        };
        AssertRow(expected, table.Row("Q1/weekday"));
    }

    [Fact]
    public void District_without_origins_has_no_means()
    {
        var row = new TransitSupply().Compute(ServiceTown.Study(ServiceTown.Sketch()))[0].Row("Q2/weekday");
        Assert.Equal(0L, row["departures"]);
        foreach (var column in new[] { "mean_stops", "share_stop", "first_departure", "span_s", "mean_headway_s", "share_frequent_stop" })
        {
            Assert.Null(row[column]);
        }
    }

    [Theory]
    [InlineData(6, 0.25)]
    [InlineData(7, 0.0)]
    [InlineData(2, 1.0)]
    [InlineData(3, 0.25)]
    public void Frequent_means_departures_of_the_stop_area_towards_one_direction(int departuresPerHour, double share)
    {
        // Towards b the station has 2 buses an hour, towards c 1: together 3, which is not 3 in one direction.
        var study = ServiceTown.Study(ServiceTown.Sketch(), new StopParameters { FrequentDeparturesPerHour = departuresPerHour });
        Assert.Equal(share, new TransitSupply().Compute(study)[0].Cell("Q1/weekday", "share_frequent_stop"));
    }

    [Fact]
    public void Lines_add_up_to_a_frequent_stop_and_so_do_the_poles_of_a_station()
    {
        var sketch = ServiceTown.Sketch();
        var other = sketch.AddRoute("3");

        // 4 buses of line 1 towards b; 8 of line 3 from the other pole.
        sketch.AddTrips(other, "07:01", 15, 8, new(ServiceTown.A2, 0), new(ServiceTown.B, 5));
        Assert.Equal(1.0, new TransitSupply().Compute(ServiceTown.Study(sketch))[0].Cell("Q1/weekday", "share_frequent_stop"));
    }

    [Fact]
    public void Walked_distances_follow_the_speed_and_the_parameters()
    {
        // At 3 km/h the tram is 333 m from square 0 and 500 m from square 1, the station 167 m and 233 m.
        var study = ServiceTown.Study(ServiceTown.Sketch(), new StopParameters { NearWalkMeters = 334, WalkMeters = 500 });
        var row = new TransitSupply().Compute(study with { WalkSpeedKph = 3 })[0].Row("Q1/weekday");
        Assert.Equal((2L, 2L), (row["stops_near"], row["stops"]));
        Assert.Equal((1.25, 2.0), (row["mean_stops_near"], row["mean_stops"]));
    }

    [Fact]
    public void Most_without_a_line_leave_no_median_headway()
    {
        // Of 400 residents the 300 of square 1 walk more than 230 m.
        var study = ServiceTown.Study(ServiceTown.Sketch(), new StopParameters { NearWalkMeters = 100, WalkMeters = 230 });
        var row = new TransitSupply().Compute(study)[0].Row("Q1/weekday");
        Assert.Null(row["mean_headway_s"]);
        Assert.Null(row["worst_headway_s"]);
        Assert.Equal(0.25, row["share_stop"]);
        Assert.Equal(32L, row["departures"]);
    }

    [Fact]
    public void Missing_says_why()
    {
        var study = ServiceTown.Study(ServiceTown.Sketch());
        Assert.Null(new TransitSupply().Missing(study));
        Assert.Equal("no timetable is given", new TransitSupply().Missing(study with { Days = [] }));
        Assert.Equal(
            "walks to stops are known up to 15 minutes, 375 m at 1.5 km/h, and 500 m are needed",
            new TransitSupply().Missing(study with { WalkSpeedKph = 1.5 }));
    }

    [Fact]
    public void Days_come_one_after_the_other()
    {
        var study = ServiceTown.Study(ServiceTown.Sketch());
        var sunday = new TimetableSketch();
        for (var stop = 0; stop < 5; stop++)
        {
            sunday.AddStop($"s{stop}", 1000 * stop, 0);
        }

        sunday.AddTrip(sunday.AddRoute("1"), "10:00", new(ServiceTown.A1, 0), new(ServiceTown.B, 6));
        study = study with { Days = [.. study.Days, new DayService("sunday", "dimanche", "Sunday", sunday.Build(), ServiceTown.Walks())] };
        var table = new TransitSupply().Compute(study)[0];
        Assert.Equal(["Q1/weekday", "Q2/weekday", "Q1/sunday", "Q2/sunday"], table.Rows.Select(row => (string)row[0]!));
        Assert.Equal(1L, table.Cell("Q1/sunday", "departures"));
        Assert.Equal(43200L, table.Cell("Q1/sunday", "mean_headway_s"));
        Assert.Equal(9L * 3600, table.Cell("Q1/sunday", "worst_headway_s"));
        Assert.Equal(0.0, table.Cell("Q1/sunday", "departures_per_hour_morning_peak"));
    }

    [Theory]
    [InlineData("departures")]
    [InlineData("departures_per_hour_morning_peak")]
    [InlineData("departures_per_hour_day")]
    [InlineData("departures_per_hour_evening_peak")]
    [InlineData("departures_per_hour_evening")]
    [InlineData("stops_near")]
    [InlineData("stops")]
    [InlineData("share_stop")]
    [InlineData("lines")]
    public void Random_towns_agree_with_plain_counting(string column)
    {
        var nonZero = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var town = RandomService.Create(seed);
            var row = new TransitSupply().Compute(town.Study())[0].Row("Q/weekday");
            var expected = PlainDistrict(town, column);
            Assert.True(Math.Abs(expected - Number(row[column])) < 1e-9, $"seed {seed}: {column} is {row[column]}, counted {expected}");
            nonZero += expected > 0 ? 1 : 0;
        }

        Assert.True(nonZero >= 20, $"only {nonZero} towns have {column}");
    }

    [Fact]
    public void Random_towns_agree_with_plain_means_headways_and_frequent_stops()
    {
        var (finite, frequent) = (0, 0);
        for (var seed = 0; seed < 60; seed++)
        {
            var town = RandomService.Create(seed);
            var row = new TransitSupply().Compute(town.Study(3))[0].Row("Q/weekday");
            double total = town.Residents.Sum();
            var perHour = town.Origins.Sum(origin => town.Residents[origin] * PlainTrips(town, [origin], 7, 9)) / 2.0 / total;
            Assert.Equal(perHour, (double)row["mean_departures_per_hour_morning_peak"]!, 1e-9);
            var isFrequent = town.Origins.Sum(origin => PlainFrequent(town, origin) ? town.Residents[origin] : 0) / total;
            Assert.Equal(isFrequent, (double)row["share_frequent_stop"]!, 1e-9);
            var headways = town.Origins.Select(origin => PlainHeadways(town, origin)).ToArray();
            var mean = PlainMedian(town, [.. headways.Select(headway => headway.Mean)]);
            var worst = PlainMedian(town, [.. headways.Select(headway => headway.Worst)]);
            Assert.True(mean == (long?)row["mean_headway_s"], $"seed {seed}: {row["mean_headway_s"]}, counted {mean}");
            Assert.True(worst == (long?)row["worst_headway_s"], $"seed {seed}: {row["worst_headway_s"]}, counted {worst}");
            finite += worst is null ? 0 : 1;
            frequent += isFrequent > 0 ? 1 : 0;
        }

        Assert.True(finite > 20 && frequent > 10, $"{finite} headways, {frequent} frequent");
    }

    [Fact]
    public void One_more_trip_never_lowers_supply_nor_lengthens_a_headway()
    {
        string[] rising =
        [
            "departures", "mean_departures", "lines", "stops_near", "stops", "mean_stops", "share_stop", "share_frequent_stop",
            .. ServicePeriod.All.Select(period => $"departures_per_hour_{period.Name}"),
            .. ServicePeriod.All.Select(period => $"mean_departures_per_hour_{period.Name}"),
        ];
        var changed = new HashSet<string>();
        for (var seed = 0; seed < 60; seed++)
        {
            var town = RandomService.Create(seed);
            var before = new TransitSupply().Compute(town.Study())[0].Row("Q/weekday");
            town.AddRandomTrip();
            var after = new TransitSupply().Compute(town.Study())[0].Row("Q/weekday");
            foreach (var column in rising)
            {
                Assert.True(Number(after[column]) >= Number(before[column]) - 1e-12, $"seed {seed}: {column} fell to {after[column]}");
                changed.UnionWith(Equals(before[column], after[column]) ? [] : [column]);
            }

            foreach (var column in new[] { "mean_headway_s", "worst_headway_s" })
            {
                Assert.True(
                    (long)(after[column] ?? long.MaxValue) <= (long)(before[column] ?? long.MaxValue),
                    $"seed {seed}: {column} grew to {after[column]}");
                changed.UnionWith(Equals(before[column], after[column]) ? [] : [column]);
            }
        }

        Assert.Superset(new HashSet<string> { "departures", "mean_headway_s", "worst_headway_s", "departures_per_hour_day" }, changed);
    }

    [Fact]
    public void A_longer_walk_never_lowers_coverage()
    {
        string[] rising =
            ["departures", "departures_per_hour_morning_peak", "lines", "stops", "mean_stops", "share_stop", "share_frequent_stop"];
        var changed = new HashSet<string>();
        for (var seed = 0; seed < 40; seed++)
        {
            var town = RandomService.Create(seed);
            Dictionary<string, object?>? before = null;
            foreach (var meters in new[] { 150, 300, 500, 800 })
            {
                var study = town.Study() with
                {
                    Stops = new StopParameters { NearWalkMeters = 100, WalkMeters = meters, FrequentDeparturesPerHour = 2 },
                };
                var after = new TransitSupply().Compute(study)[0].Row("Q/weekday");
                foreach (var column in rising)
                {
                    Assert.True(
                        before is null || Number(after[column]) >= Number(before[column]) - 1e-12,
                        $"seed {seed}, {meters} m: {column} fell to {after[column]}");
                    changed.UnionWith(before is null || Equals(before[column], after[column]) ? [] : [column]);
                }

                before = after;
            }
        }

        Assert.Equal(rising.Order(), changed.Order());
    }

    [Fact]
    public void Threads_do_not_change_the_table()
    {
        var study = RandomService.Create(5).Study();
        var one = new TransitSupply().Compute(study)[0].Row("Q/weekday");
        Assert.Equal(one, new TransitSupply().Compute(study with { Threads = 4 })[0].Row("Q/weekday"));
    }

    internal static void AssertRow(Dictionary<string, object?> expected, Dictionary<string, object?> found)
    {
        Assert.Equal(expected.Keys, found.Keys);
        foreach (var (column, value) in expected)
        {
            if (value is double number)
            {
                Assert.True(found[column] is double d && Math.Abs(d - number) < 1e-9, $"{column} is {found[column]}, not {number}");
            }
            else
            {
                Assert.True(Equals(value, found[column]), $"{column} is {found[column]}, not {value}");
            }
        }
    }

    static double Number(object? value) => value is long whole ? whole : (double)value!;

    static double PlainDistrict(RandomService town, string column) => column switch
    {
        "departures" => PlainTrips(town, town.Origins, 4, 28),
        "departures_per_hour_morning_peak" => PlainTrips(town, town.Origins, 7, 9) / 2.0,
        "departures_per_hour_day" => PlainTrips(town, town.Origins, 9, 16) / 7.0,
        "departures_per_hour_evening_peak" => PlainTrips(town, town.Origins, 16, 19) / 3.0,
        "departures_per_hour_evening" => PlainTrips(town, town.Origins, 19, 24) / 5.0,
        "stops_near" => PlainAreas(town, town.Origins, 270),
        "stops" => PlainAreas(town, town.Origins, 450),
        "share_stop" =>
            town.Origins.Sum(origin => PlainAreas(town, [origin], 450) > 0 ? town.Residents[origin] : 0.0) / town.Residents.Sum(),
        _ => town.Calls().Where(call => town.WalkTo(town.Origins, call.Stop) <= 450).Select(call => call.Route).Distinct().Count(),
    };

    /// <summary>Trips whose departure at the nearest stop within 500 m is in the period.</summary>
    static int PlainTrips(RandomService town, int[] origins, int fromHour, int toHour)
    {
        var count = 0;
        foreach (var trip in town.Calls().GroupBy(call => call.Trip))
        {
            var nearest = trip.Where(call => town.WalkTo(origins, call.Stop) <= 450)
                .OrderBy(call => town.WalkTo(origins, call.Stop)).ThenBy(call => call.Seconds).ToArray();
            count += nearest.Length > 0 && nearest[0].Seconds >= 3600 * fromHour && nearest[0].Seconds < 3600 * toHour ? 1 : 0;
        }

        return count;
    }

    static int PlainAreas(RandomService town, int[] origins, int seconds) =>
        town.Calls().Where(call => town.WalkTo(origins, call.Stop) <= seconds).Select(call => call.Area).Distinct().Count();

    static bool PlainFrequent(RandomService town, int origin) =>
        town.Calls()
            .Where(call => town.WalkTo([origin], call.Stop) <= 450 && call.Seconds is >= 7 * 3600 and < 9 * 3600)
            .GroupBy(call => (call.Area, call.NextArea))
            .Any(direction => direction.Count() >= 3 * 2);

    static (int? Mean, int? Worst) PlainHeadways(RandomService town, int origin)
    {
        var lines = town.Calls()
            .Where(call => town.WalkTo([origin], call.Stop) <= 450 && call.Seconds is >= 7 * 3600 and < 19 * 3600)
            .GroupBy(call => (call.Area, call.NextArea, call.Route))
            .ToArray();
        var worst = int.MaxValue;
        foreach (var line in lines)
        {
            // The longest run of seconds in which nothing leaves.
            int[] times = [7 * 3600, .. line.Select(call => call.Seconds).Order(), 19 * 3600];
            worst = Math.Min(worst, times.Zip(times.Skip(1), (left, right) => right - left).Max());
        }

        return lines.Length == 0
            ? (null, null)
            : ((int)Math.Round(43200.0 / lines.Max(line => line.Count()), MidpointRounding.AwayFromZero), worst);
    }

    static long? PlainMedian(RandomService town, int?[] values)
    {
        var half = town.Residents.Sum() / 2.0;
        foreach (var value in values.Where(value => value is not null).Distinct().Order())
        {
            if (town.Origins.Sum(origin => values[origin] <= value ? town.Residents[origin] : 0.0) >= half)
            {
                return value;
            }
        }

        return null;
    }
}
