using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Indicators;

public sealed class PtalTests
{
    [Fact]
    public void Index_of_the_hand_made_town_is_as_computed_by_hand()
    {
        var tables = new Ptal().Compute(ServiceTown.Study(ServiceTown.Sketch()));
        Assert.Equal(["district_ptal", "origin_ptal"], tables.Select(table => table.Name));

        // Square 0, bus towards b: 222.2 m = 2.78 min, 2 departures (08:30, 09:00) = 15 min, 2 min; towards c only the 08:15.
        // Tram: 444.4 m = 5.56 min, 4 departures (08:20 to 08:50) = 7.5 min, 0.75 min.
        var bus0 = 30 / ((200 / 0.9 / 80) + 15 + 2);
        var tram0 = 30 / ((400 / 0.9 / 80) + 7.5 + 0.75);

        // Square 1: bus 333.3 m, tram 666.7 m.
        var bus1 = 30 / ((300 / 0.9 / 80) + 15 + 2);
        var tram1 = 30 / ((600 / 0.9 / 80) + 7.5 + 0.75);
        TransitSupplyTests.AssertRow(
            new()
            {
                ["id"] = "Q1/c0",
                ["district"] = "Q1",
                ["residents"] = 100.0,
                ["ptal_index"] = bus0 + tram0,
                ["ptal_band"] = "1b",
                ["bus_index"] = bus0,
                ["tram_index"] = tram0,
                ["metro_index"] = 0.0,
                ["rail_index"] = 0.0,
                ["lines"] = 2L,
            },
            tables[1].Row("Q1/c0"));
        Assert.Equal(3.6899, bus0 + tram0, 1e-4);
        Assert.Equal(3.2264, (double)tables[1].Cell("Q1/c1", "ptal_index")!, 1e-4);
        TransitSupplyTests.AssertRow(
            new()
            {
                ["code"] = "Q1",
                ["label"] = "Quartier Q1",
                ["service_date"] = "2026-03-10",
                ["residents"] = 400.0,
                ["mean_index"] = ((100 * (bus0 + tram0)) + (300 * (bus1 + tram1))) / 400,
                ["mean_band"] = "1b",
                ["median_band"] = "1b",
                ["least_index"] = bus1 + tram1,
                ["greatest_index"] = bus0 + tram0,
                ["share_band_0"] = 0.0,
                ["share_band_1a"] = 0.0,
                ["share_band_1b"] = 1.0,
                ["share_band_2"] = 0.0,
                ["share_band_3"] = 0.0,
                ["share_band_4"] = 0.0,
                ["share_band_5"] = 0.0,
                ["share_band_6a"] = 0.0,
                ["share_band_6b"] = 0.0,
            },
            tables[0].Row("Q1"));
        Assert.Null(tables[0].Cell("Q2", "mean_index"));
        Assert.Null(tables[0].Cell("Q2", "median_band"));
    }

    [Fact]
    public void Of_one_mode_the_best_line_counts_whole_and_the_others_half()
    {
        var sketch = ServiceTown.Sketch();
        var frequent = sketch.AddRoute("3");
        sketch.AddTrips(frequent, "08:15", 6, 10, new(ServiceTown.A1, 0), new(ServiceTown.C, 5));
        var bus1 = 30 / ((200 / 0.9 / 80) + 15 + 2);
        var bus3 = 30 / ((200 / 0.9 / 80) + 3 + 2);
        var row = new Ptal().Compute(ServiceTown.Study(sketch))[1].Row("Q1/c0");
        Assert.Equal(bus3 + (bus1 / 2), (double)row["bus_index"]!, 1e-9);
        Assert.Equal(3L, row["lines"]);
    }

    [Theory]
    [InlineData(3, 576, true)]
    [InlineData(3, 577, false)]
    [InlineData(0, 864, true)]
    [InlineData(0, 865, false)]
    [InlineData(2, 864, true)]
    [InlineData(1, 864, true)]
    [InlineData(4, 10, false)]
    public void Bus_counts_up_to_640_m_rail_up_to_960_m_and_boats_never(int routeType, int walkSeconds, bool counts)
    {
        var sketch = new TimetableSketch();
        var (from, to) = (sketch.AddStop("a", 0, 0), sketch.AddStop("b", 1000, 0));
        sketch.AddTrip(sketch.AddRoute("1", routeType), "08:30", new(from, 0), new(to, 5));
        var study = ServiceTown.Study(sketch);
        var day = study.Days[0] with { Walks = Core.Routing.Transit.StopWalks.From([[new(from, walkSeconds)], []]) };
        var index = (double)new Ptal().Compute(study with { Days = [day] })[1].Cell("Q1/c0", "ptal_index")!;
        Assert.Equal(counts, index > 0);
        Assert.Equal(counts ? "1a" : "0", PtalIndex.BandOf(index));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.01, "1a")]
    [InlineData(2.5, "1a")]
    [InlineData(2.504, "1a")]
    [InlineData(2.505, "1b")]
    [InlineData(2.51, "1b")]
    [InlineData(5, "1b")]
    [InlineData(5.01, "2")]
    [InlineData(10, "2")]
    [InlineData(10.01, "3")]
    [InlineData(15, "3")]
    [InlineData(15.01, "4")]
    [InlineData(20, "4")]
    [InlineData(20.01, "5")]
    [InlineData(25, "5")]
    [InlineData(25.01, "6a")]
    [InlineData(40, "6a")]
    [InlineData(40.01, "6b")]
    [InlineData(500, "6b")]
    public void Bands_are_the_published_ones(double index, string band) => Assert.Equal(band, PtalIndex.BandOf(index));

    [Fact]
    public void Missing_says_why()
    {
        var study = ServiceTown.Study(ServiceTown.Sketch());
        Assert.Null(new Ptal().Missing(study));
        Assert.Equal("no timetable is given", new Ptal().Missing(study with { Days = [] }));
        var sunday = study.Days[0] with { Name = "sunday" };
        Assert.Equal("no weekday is computed", new Ptal().Missing(study with { Days = [sunday] }));
        Assert.Equal(
            "walks to stops are known up to 15 minutes, 875 m at 3.5 km/h, and 960 m are needed",
            new Ptal().Missing(study with { WalkSpeedKph = 3.5 }));
    }

    [Fact]
    public void Random_towns_agree_with_a_plain_computation()
    {
        var served = 0;
        for (var seed = 0; seed < 100; seed++)
        {
            var town = RandomService.Create(seed);
            var table = new Ptal().Compute(town.Study() with { Threads = 1 + (seed % 3) })[1];
            foreach (var origin in town.Origins)
            {
                var expected = PlainIndex(town, origin);
                var found = (double)table.Cell($"Q/c{origin}", "ptal_index")!;
                Assert.True(Math.Abs(expected - found) < 1e-9, $"seed {seed}, origin {origin}: {found}, computed {expected}");
                served += expected > 0 ? 1 : 0;
            }
        }

        Assert.True(served > 50, $"only {served} origins are served");
    }

    [Fact]
    public void One_more_trip_never_lowers_the_index()
    {
        var risen = 0;
        for (var seed = 0; seed < 100; seed++)
        {
            var town = RandomService.Create(seed);
            var before = new Ptal().Compute(town.Study())[1];
            for (var trip = 0; trip < 5; trip++)
            {
                town.AddRandomTrip();
            }

            var after = new Ptal().Compute(town.Study())[1];
            foreach (var origin in town.Origins)
            {
                var (less, more) = (Index(before, origin), Index(after, origin));
                Assert.True(more >= less - 1e-12, $"seed {seed}, origin {origin}: fell from {less} to {more}");
                risen += more > less ? 1 : 0;
            }
        }

        Assert.True(risen > 5, $"only {risen} rose");

        static double Index(ResultTable table, int origin) => (double)table.Cell($"Q/c{origin}", "ptal_index")!;
    }

    static double PlainIndex(RandomService town, int origin)
    {
        var edfs = new List<(string Mode, double Edf)>();
        foreach (var line in town.Calls().GroupBy(call => call.Route))
        {
            var (mode, meters, reliability) = town.RouteType(line.Key) switch
            {
                3 or 700 => ("bus", 640, 2.0),
                0 or 900 => ("tram", 960, 0.75),
                1 => ("metro", 960, 0.75),
                2 or 109 => ("rail", 960, 0.75),
                _ => ("boat", -1, 0),
            };
            var best = 0.0;
            foreach (var direction in line.GroupBy(call => (call.Area, call.NextArea)))
            {
                var hour = direction
                    .Where(call => call.Seconds is >= (8 * 3600) + 900 and < (9 * 3600) + 900)
                    .Where(call => town.WalkTo([origin], call.Stop) / 0.9 <= meters)
                    .ToArray();
                if (hour.Length > 0)
                {
                    var walkMinutes = hour.Min(call => town.WalkTo([origin], call.Stop)) / 0.9 / 80;
                    best = Math.Max(best, 30 / (walkMinutes + (0.5 * 60 / hour.Length) + reliability));
                }
            }

            if (best > 0)
            {
                edfs.Add((mode, best));
            }
        }

        return edfs.GroupBy(one => one.Mode).Sum(mode =>
        {
            var ordered = mode.Select(one => one.Edf).OrderDescending().ToArray();
            return ordered[0] + (0.5 * ordered.Skip(1).Sum());
        });
    }
}
