using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Routing;
using GeoCohesion.Testing;
using static GeoCohesion.Core.Tests.Indicators.BusEvery40Minutes;

namespace GeoCohesion.Core.Tests.Indicators;

public sealed class HalfHourRulesTests
{
    [Fact]
    public void All_rules_of_the_window_stand_side_by_side_with_the_verdicts_that_flip()
    {
        var row = Rules(Builder().AddTransitOccasion("main", 1, Transit()).Build());
        Assert.Equal(("partly", 0.75, 1979L), (row["verdict"], row["share_within"], row["required_s"]));
        Assert.Equal(("conforming", 1.0, 1000L), (row["best_verdict"], row["best_share"], row["best_required_s"]));
        Assert.Equal(("partly", 0.75, 1979L), (row["median_verdict"], row["median_share"], row["median_required_s"]));
        Assert.Equal(("partly", 0.75, 1980L), (row["mean_verdict"], row["mean_share"], row["mean_required_s"]));
        Assert.Equal(("partly", 0.75, 2819L), (row["p85_verdict"], row["p85_share"], row["p85_required_s"]));
        Assert.Equal(("partly", 0.75, 3179L), (row["worst_verdict"], row["worst_share"], row["worst_required_s"]));

        // 1,000 s is within the time of 300 of 400 residents.
        Assert.Equal((1000L, 1979L, 1979L), (row["share_50_s"], row["share_80_s"], row["share_100_s"]));
        Assert.Equal(("conforming", "partly", "partly"), (row["share_50_verdict"], row["share_80_verdict"], row["share_100_verdict"]));

        // 35 minutes are 2,100 s; the marginal resident needs 1,979 s.
        Assert.Equal(("partly", "conforming"), (row["limit_minus_5_verdict"], row["limit_plus_5_verdict"]));
        Assert.Equal((true, false, true, false, false, true), FlagsOf(row));
        Assert.Equal(
            "conforme au meilleur départ ; conforme si 50 % des habitants doivent y être ; conforme avec une limite de 35 min", row["flips_fr"]);
        Assert.Equal(
            "conforming at the best departure; conforming if 50 % of residents must be within; conforming with a limit of 35 min", row["flips_en"]);
        Assert.Equal((null, null), (row["walk_minus_10_verdict"], row["walk_plus_10_share"]));
    }

    [Fact]
    public void Other_centralities_occasions_and_walking_speeds_flip_the_verdict_by_themselves()
    {
        // Two centralities: the main one is 20 and 40 minutes away, the other one 10 and 25. Best: 10, 25; main: 20, 40; each: 20, 40.
        var study = new StudyBuilder { Rule = new HalfHourRule { Modes = ["walk"] } }
            .AddDistrict("A", 0, 0, 10, 30)
            .AddCentrality("centre", 0, 0)
            .AddCentrality("bourg", 0, 0, isMain: false)
            .AddOccasion("main", 1, StudyBuilder.Street("walk", [1200, 2400], [600, 1500]))
            .AddOccasion("main", 0.9, StudyBuilder.Street("walk", [1333, 2667], [667, 1667]))
            .AddOccasion("main", 1.1, StudyBuilder.Street("walk", [1091, 2182], [546, 1364]))
            .AddOccasion("return", 1, StudyBuilder.Street("walk", [1200, 2400], [600, 1801]))
            .AddOccasion("saturday", 1, StudyBuilder.Street("walk", [1200, 2400], [600, 1800]))
            .Build();
        var row = Rules(study, "A");
        Assert.Equal(("conforming", 1.0, 1500L), (row["verdict"], row["share_within"], row["required_s"]));
        Assert.Equal(("conforming", 1.0), (row["centrality_best_verdict"], row["centrality_best_share"]));
        Assert.Equal(("partly", 0.25), (row["centrality_main_verdict"], row["centrality_main_share"]));
        Assert.Equal(("partly", 0.25), (row["centrality_each_verdict"], row["centrality_each_share"]));
        Assert.Equal(("partly", 0.25), (row["return_verdict"], row["return_share"]));
        Assert.Equal(("conforming", 1.0), (row["saturday_verdict"], row["saturday_share"]));
        Assert.Equal(("conforming", 1.0), (row["walk_minus_10_verdict"], row["walk_plus_10_share"]));
        Assert.Equal(("conforming", "conforming"), (row["limit_minus_5_verdict"], row["limit_plus_5_verdict"]));
        Assert.Equal((false, true, false, true, false, false), FlagsOf(row));
        Assert.Equal(
            "partiellement conforme vers la centralité principale ; partiellement conforme vers chacune des centralités ; partiellement conforme pour « fr:return »",
            row["flips_fr"]);
    }

    [Fact]
    public void Walking_slower_can_flip_a_verdict()
    {
        var study = new StudyBuilder { Rule = new HalfHourRule { Modes = ["walk"] } }
            .AddDistrict("A", 0, 0, 1)
            .AddCentrality("centre", 0, 0)
            .AddOccasion("main", 1, StudyBuilder.Street("walk", [1800]))
            .AddOccasion("main", 0.9, StudyBuilder.Street("walk", [2000]))
            .AddOccasion("main", 1.1, StudyBuilder.Street("walk", [1637]))
            .Build();
        var row = Rules(study, "A");
        Assert.Equal(("conforming", "not_conforming", "conforming"), (row["verdict"], row["walk_minus_10_verdict"], row["walk_plus_10_verdict"]));
        Assert.Equal("non conforme en marchant 10 % moins vite ; non conforme avec une limite de 25 min", row["flips_fr"]);
        Assert.Equal((false, false, false, false, true, true), FlagsOf(row));
    }

    [Fact]
    public void A_required_share_below_all_flips_where_more_is_asked()
    {
        var study = new StudyBuilder { Rule = new HalfHourRule { Modes = ["walk"], RequiredShare = 0.8 } }
            .AddDistrict("A", 0, 0, 85, 15)
            .AddCentrality("centre", 0, 0)
            .AddOccasion("main", 1, StudyBuilder.Street("walk", [1000, TravelTime.Unreached]))
            .Build();
        var row = Rules(study, "A");
        Assert.Equal(("conforming", 0.85, 1000L), (row["verdict"], row["share_within"], row["required_s"]));
        Assert.Equal((1000L, null, null), (row["share_80_s"], row["share_90_s"], row["share_100_s"]));
        Assert.Equal("partly conforming if 90 % of residents must be within", row["flips_en"]);
    }

    [Fact]
    public void A_district_that_cannot_be_judged_keeps_its_reason_in_every_variant()
    {
        var study = new StudyBuilder { Rule = new HalfHourRule { Modes = ["walk"] } }
            .AddDistrict("A", 0, 0, 1)
            .AddDistrict("B", 0, 400)
            .AddCentrality("centre", 0, 0)
            .AddCentrality("bourg", 0, 0, isMain: false)
            .TakeStreetFromPoint("walk", 0)
            .AddOccasion("main", 1, StudyBuilder.Street("walk", [TravelTime.Unreached], [TravelTime.Unreached]))
            .Build();
        var tables = new HalfHourRules().Compute(study);
        foreach (var (code, reason) in new[] { ("A", "origins-not-snapped"), ("B", "no-origins") })
        {
            var row = tables.Named("district_rules").Row(code);
            Assert.Equal(("not_computable", null, null, ""), (row["verdict"], row["share_within"], row["best_share"], row["flips_fr"]));
            var verdicts = tables.Named("district_verdicts").AllRows().Where(entry => (string)entry["district"]! == code).ToArray();
            Assert.Equal(3, verdicts.Length);
            Assert.All(verdicts, verdict => Assert.Equal(("not_computable", reason, null), (verdict["verdict"], verdict["reason"], verdict["share_within"])));
        }
    }

    [Fact]
    public void A_centrality_without_a_street_is_missed_only_where_it_counts()
    {
        var study = new StudyBuilder { Rule = new HalfHourRule { Modes = ["walk"] } }
            .AddDistrict("A", 0, 0, 1)
            .AddCentrality("centre", 0, 0)
            .AddCentrality("bourg", 0, 0, isMain: false)
            .TakeStreetFromCentrality("walk", 0)
            .AddOccasion("main", 1, StudyBuilder.Street("walk", [TravelTime.Unreached], [900]))
            .Build();
        var row = Rules(study, "A");
        Assert.Equal(
            ("conforming", "not_computable", "not_computable"),
            (row["centrality_best_verdict"], row["centrality_main_verdict"], row["centrality_each_verdict"]));
    }

    [Fact]
    public void The_long_form_has_one_row_for_each_combination()
    {
        var study = Builder()
            .AddTransitOccasion("main", 1, Transit())
            .AddTransitOccasion("main", 0.9, Transit())
            .AddTransitOccasion("saturday", 1, Transit(headway: 1200))
            .Build();
        var table = new HalfHourRules().Compute(study).Named("district_verdicts");
        Assert.Equal(3 * 5 * 3, table.Rows.Count);
        Assert.Equal(table.Rows.Count, table.Rows.Select(row => row[0]).Distinct().Count());
        var own = Assert.Single(table.AllRows(), row => (bool)row["is_own"]!);
        Assert.Equal(("QN1/main/1/median/best", "partly", 0.75, 1979L, 1000L), (own["id"], own["verdict"], own["share_within"], own["required_s"], own["median_s"]));
        Assert.Equal(("2026-03-10", "07:00:00", "09:00:00"), (own["service_date"], own["window_from"], own["window_to"]));

        // Every 20 minutes: 780 + 599 s by the median.
        Assert.Equal(("conforming", 1379L), (table.Row("QN1/saturday/1/median/main")["verdict"], table.Row("QN1/saturday/1/median/main")["required_s"]));
        Assert.Equal("partly", table.Row("QN1/main/0.9/worst/each")["verdict"]);
    }

    [Fact]
    public void Shares_fall_from_the_best_departure_to_the_worst_and_rise_with_the_limit()
    {
        string[] rules = ["best", "median", "p85", "worst"];
        var differ = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var study = RandomStudy.Of(seed, out _);
            var before = -1.0;
            for (var step = 0; step <= 900; step += 150)
            {
                var longer = study with { Rule = study.Rule with { LimitSeconds = study.Rule.LimitSeconds + step } };
                var total = 0.0;
                foreach (var row in new HalfHourRules().Compute(longer)[0].AllRows().Where(row => (string)row["verdict"]! != "not_computable"))
                {
                    var shares = rules.Select(rule => (double)row[$"{rule}_share"]!).ToArray();
                    Assert.True(shares.SequenceEqual(shares.OrderDescending()), $"seed {seed}: {string.Join(" ", shares)}");
                    Assert.True((double)row["mean_share"]! >= shares[^1], $"seed {seed}");
                    Assert.True((string)row["best_verdict"]! == "conforming" || (string)row["worst_verdict"]! != "conforming", $"seed {seed}");
                    differ += shares[0] > shares[^1] ? 1 : 0;
                    total += (double)row["share_within"]!;
                }

                Assert.True(total >= before, $"seed {seed}");
                before = total;
            }
        }

        Assert.True(differ > 300, $"rules differ {differ} times");
    }

    static Dictionary<string, object?> Rules(Study study, string code = Code) => new HalfHourRules().Compute(study).Named("district_rules").Row(code);

    static (object? Rule, object? Centrality, object? Share, object? Occasion, object? WalkSpeed, object? Limit) FlagsOf(Dictionary<string, object?> row) =>
        (row["flips_rule"], row["flips_centrality"], row["flips_share"], row["flips_occasion"], row["flips_walk_speed"], row["flips_limit"]);
}
