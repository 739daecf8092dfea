using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Testing;
using static GeoCohesion.Core.Tests.Indicators.BusEvery40Minutes;

namespace GeoCohesion.Core.Tests.Indicators;

public sealed class HalfHourWindowTests
{
    // Cell 0 is within 1,800 s while the wait is at most 1,020 s: 1,021 seconds before 07:18:00, 07:58:00 and 08:38:00, and those from 08:59 on
    // would be before 09:18:00, but for that the window ends.
    [Fact]
    public void Gaps_of_a_bus_every_40_minutes_are_those_worked_out_by_hand()
    {
        var tables = new HalfHourWindow().Compute(Builder().AddTransitOccasion("main", 1, Transit()).Build());
        (string From, string To, long Length)[] expected =
        [
            ("07:00:00", "07:00:59", 60),
            ("07:18:01", "07:40:59", 1379),
            ("07:58:01", "08:20:59", 1379),
            ("08:38:01", "08:59:59", 1319),
        ];
        Assert.Equal(
            expected,
            tables.Named("district_window_gaps").AllRows().Select(row => ((string)row["from"]!, (string)row["to"]!, (long)row["length_s"]!)));
        Assert.All(tables.Named("district_window_gaps").AllRows(), row => Assert.Equal(0.75, row["least_share_within"]));
        var window = tables.Named("district_window").Row(Code);
        const double ofCell0 = 3063 / 7200.0;
        Assert.Equal(0.75 + (0.25 * ofCell0), (double)window["mean_share_of_window"]!, 12);
        Assert.Equal(ofCell0, (double)window["required_share_of_window"]!, 12);
        Assert.Equal((4L, 1379L, "07:18:01", "07:40:59"), (window["gaps"], window["longest_gap_s"], window["longest_gap_from"], window["longest_gap_to"]));
        Assert.Equal((0.75, 1.0), (window["least_share_within"], window["greatest_share_within"]));
    }

    [Fact]
    public void The_median_over_residents_is_drawn_in_straight_pieces()
    {
        // With one resident the median is he: falling by a second a second to 780 s, four times, the last time cut off at 09:00.
        var study = new StudyBuilder()
            .AddDistrict(Code, 4300, -100, 100)
            .AddCentrality("centre", 0, 0)
            .AddTransitOccasion("main", 1, Transit() with { Access = StopWalks.From([[new StopWalk(0, 120)]]), DirectSeconds = [[4000]] })
            .Build();
        var pieces = new HalfHourWindow().Compute(study).Named("district_window_profile").AllRows().Where(row => (string)row["figure"]! == "median_s");
        Assert.Equal(
            [("07:00:00", "07:18:00", 1860.0, 780.0), ("07:18:01", "07:58:00", 3179.0, 780.0), ("07:58:01", "08:38:00", 3179.0, 780.0), ("08:38:01", "08:59:59", 3179.0, 1861.0)],
            pieces.Select(row => ((string)row["from"]!, (string)row["to"]!, (double)row["first_value"]!, (double)row["last_value"]!)));
    }

    [Fact]
    public void A_rider_may_change_centrality_from_second_to_second_but_the_verdict_may_not()
    {
        // One centrality is near in the first half of the window, the other in the second, each for a second less than half of it.
        var builder = new StudyBuilder { Window = new TimeWindow(0, 100), Rule = new HalfHourRule { LimitSeconds = 300, Modes = ["transit"] } }
            .AddDistrict("A", 0, 0, 1)
            .AddCentrality("a", 0, 0)
            .AddCentrality("b", 0, 0);
        ProfilePiece[] early = [new(0, 48, 200, 0), new(49, 99, 900, 0)];
        ProfilePiece[] late = [new(0, 50, 900, 0), new(51, 99, 200, 0)];
        var study = builder.AddOccasion("main", 1, builder.Profiles("transit", [[early], [late]])).Build();
        Assert.Equal("not_conforming", new HalfHourRules().Compute(study)[0].Row("A")["verdict"]);
        var window = new HalfHourWindow().Compute(study)[0].Row("A");
        Assert.Equal((0.98, 1L, 2L), (window["required_share_of_window"], window["gaps"], window["longest_gap_s"]));

        var each = study with { Rule = study.Rule with { Centrality = CentralityChoice.Each } };
        Assert.Equal((0.0, 1L, 100L), Of(each, "required_share_of_window", "gaps", "longest_gap_s"));

        var none = study with { Rule = study.Rule with { LimitSeconds = 900 } };
        Assert.Equal((1.0, 0L, 0L), Of(none, "required_share_of_window", "gaps", "longest_gap_s"));

        static (object?, object?, object?) Of(Study study, string one, string two, string three)
        {
            var row = new HalfHourWindow().Compute(study)[0].Row("A");
            return (row[one], row[two], row[three]);
        }
    }

    [Fact]
    public void Without_profiles_there_is_nothing_to_tell_and_a_district_without_residents_has_no_figures()
    {
        var builder = Builder().AddDistrict("Z", 0, 0);
        Assert.Null(new HalfHourWindow().Missing(builder.AddTransitOccasion("main", 1, Transit()).Build()));
        var row = new HalfHourWindow().Compute(builder.Build())[0].Row("Z");
        Assert.Equal((null, null), (row["mean_share_of_window"], row["gaps"]));
        var onFoot = Builder().AddOccasion("main", 1, StudyBuilder.Street("walk", [1000, 2000])).Build();
        Assert.Contains("public transport", new HalfHourWindow().Missing(onFoot), StringComparison.Ordinal);
        Assert.NotNull(new HalfHourWindow().Missing(Builder().Build()));
    }

    [Fact]
    public void Every_figure_is_that_of_all_seconds_looked_at_one_by_one()
    {
        var (cases, gaps, unreached, kinds) = (0, 0, 0, new HashSet<CentralityChoice>());
        for (var seed = 0; seed < 1500; seed++)
        {
            var study = RandomStudy.Of(seed, out _);
            var window = study.Occasions[0].Occasion.Window;
            var tables = new HalfHourWindow().Compute(study);
            var origins = study.OriginsByDistrict();
            for (var district = 0; district < study.Districts.Count; district++)
            {
                var code = study.Districts[district].Code;
                var row = tables[0].Row(code);
                if (row["gaps"] is null)
                {
                    continue;
                }

                var total = origins[district].Sum(origin => study.Points[origin].Residents);
                var shares = new double[window.Count];
                var medians = new int[window.Count];
                for (var i = 0; i < window.Count; i++)
                {
                    var times = origins[district].Select(origin => (Seconds: RandomStudy.TimeAt(study, origin, window.FromSeconds + i), study.Points[origin].Residents)).ToArray();
                    shares[i] = times.Where(time => RandomStudy.IsWithin(study, time.Seconds)).Sum(time => time.Residents) / total;
                    medians[i] = times.Where(time => times.Where(other => other.Seconds <= time.Seconds).Sum(other => other.Residents) >= 0.5 * total).Min(time => time.Seconds);
                }

                var what = $"seed {seed} {code}";
                var isGap = shares.Select(share => share < study.Rule.RequiredShare - 1e-9).ToArray();
                Assert.True(Math.Abs((double)row["mean_share_of_window"]! - shares.Average()) < 1e-9, what);
                Assert.True(Math.Abs((double)row["required_share_of_window"]! - isGap.Count(gap => !gap) / (double)window.Count) < 1e-9, what);
                var listed = new bool[window.Count];
                var length = 0L;
                foreach (var gap in tables[1].AllRows().Where(gap => (string)gap["district"]! == code))
                {
                    length += (long)gap["length_s"]!;
                    gaps++;
                    var (first, last) = ((int)((long)gap["first_s"]! - window.FromSeconds), (int)((long)gap["last_s"]! - window.FromSeconds));
                    Assert.True((first == 0 || !isGap[first - 1]) && (last == window.Count - 1 || !isGap[last + 1]), what);
                    Assert.True(Math.Abs((double)gap["least_share_within"]! - shares[first..(last + 1)].Min()) < 1e-9, what);
                    Array.Fill(listed, true, first, last - first + 1);
                }

                Assert.True(listed.SequenceEqual(isGap), what);
                Assert.True(Math.Abs(((double)length / window.Count) + (double)row["required_share_of_window"]! - 1) < 1e-9, what);
                AssertPieces(tables[2], code, "share_within", [.. shares], window.FromSeconds, what);
                AssertPieces(tables[2], code, "median_s", [.. medians.Select(seconds => seconds >= TravelTime.Unreached ? double.NaN : seconds)], window.FromSeconds, what);
                cases++;
                unreached += medians.Any(seconds => seconds >= TravelTime.Unreached) ? 1 : 0;
                kinds.Add(study.Rule.Centrality);
            }
        }

        Assert.True(cases > 1500 && gaps > 1500 && unreached > 200 && kinds.Count == 3, $"{cases} cases, {gaps} gaps, {unreached} with unreached seconds");
    }

    [Fact]
    public void Profiles_of_a_timetable_agree_with_a_search_at_every_second()
    {
        var transitWins = 0;
        for (var seed = 0; seed < 25; seed++)
        {
            var study = RandomStudy.Of(seed, out var transit);
            var oracle = new TransitOracle(transit.Timetable, transit.Footpaths, transit.Options);
            var window = study.Occasions[0].Occasion.Window;
            var (times, scratch) = (new int[window.Count], new int[window.Count]);
            bool[] isMain = [.. study.Centralities.Select(centrality => centrality.IsMain)];
            for (var origin = 0; origin < study.OriginCount; origin++)
            {
                WindowTimes.Fill(study.Occasions[0], isMain, study.Rule.Centrality, origin, window.FromSeconds, times, scratch);
                for (var i = 0; i < window.Count; i += 7)
                {
                    var seconds = Enumerable.Range(0, isMain.Length).Where(c => study.Rule.Centrality != CentralityChoice.Main || isMain[c]).Select(c => Math.Min(
                        transit.DirectSeconds[c][origin],
                        oracle.TravelTimeSeconds(window.FromSeconds + i, transit.Access[origin], transit.Egress[c], transit.DirectSeconds[c][origin]))).ToArray();
                    var expected = study.Rule.Centrality == CentralityChoice.Each ? seconds.Max() : seconds.Min();
                    Assert.True(times[i] == expected, $"seed {seed}, origin {origin}, second {i}: {times[i]} for {expected}");
                    transitWins += expected < TravelTime.Unreached && transit.DirectSeconds.All(direct => direct[origin] != expected) ? 1 : 0;
                }
            }
        }

        Assert.True(transitWins > 300, $"public transport decides {transitWins} times");
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_tables()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            Assert.Equal(
                new HalfHourWindow().Compute(RandomStudy.Of(seed, out _)).Text(), new HalfHourWindow().Compute(RandomStudy.Of(seed, out _, threads: 3)).Text());
        }
    }

    static void AssertPieces(ResultTable table, string code, string figure, double[] values, int from, string what)
    {
        var next = 0;
        foreach (var piece in table.AllRows().Where(row => (string)row["district"]! == code && (string)row["figure"]! == figure))
        {
            var (first, last) = ((int)((long)piece["first_s"]! - from), (int)((long)piece["last_s"]! - from));
            Assert.True(first == next && last >= first, what);
            var (begin, end) = (piece["first_value"] as double? ?? double.NaN, piece["last_value"] as double? ?? double.NaN);
            for (var i = first; i <= last; i++)
            {
                var value = last == first ? begin : begin + ((end - begin) * (i - first) / (last - first));
                Assert.True(double.IsNaN(value) ? double.IsNaN(values[i]) : Math.Abs(value - values[i]) < 1e-6, $"{what} {figure} at {i}");
            }

            next = last + 1;
        }

        Assert.True(next == values.Length, what);
    }
}
