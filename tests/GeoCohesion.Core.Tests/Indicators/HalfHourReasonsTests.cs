using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Network;
using GeoCohesion.Testing;
using static GeoCohesion.Core.Tests.Indicators.BusEvery40Minutes;

namespace GeoCohesion.Core.Tests.Indicators;

public sealed class HalfHourReasonsTests
{
    const StopTimeRights Both = StopTimeRights.Board | StopTimeRights.Alight;

    [Fact]
    public void The_marginal_resident_is_followed_leg_by_leg()
    {
        var tables = new HalfHourReasons().Compute(Builder().AddTransitOccasion("main", 1, Transit()).Build());
        var row = tables[0].Row(Code);

        // The bus of 08:00 is reached from 07:18:01 on; the wait of 1,199 s is had by leaving 1,199 s before 07:58:00.
        Assert.Equal(("QN1/c0", 1979L, "centre", "transit", "07:38:01"), (row["marginal_origin"], row["marginal_s"], row["marginal_centrality"], row["marginal_mode"], row["marginal_departure"]));
        Assert.Equal(("QN1/c0", 1979L), (row["worst_origin"], row["worst_s"]));
        (long, string, string, string?, string?, string?, string, string, long)[] legs =
        [
            (1, "access", "walk_out", null, "Stop 000", null, "07:38:01", "07:40:01", 120),
            (2, "wait", "wait", "Stop 000", "Stop 000", null, "07:40:01", "08:00:00", 1199),
            (3, "ride", "ride", "Stop 000", "Stop 001", "R", "08:00:00", "08:10:00", 600),
            (4, "egress", "walk_in", "Stop 001", "Centre centre", null, "08:10:00", "08:11:00", 60),
        ];
        foreach (var who in new[] { "marginal", "worst" })
        {
            Assert.Equal(legs, tables[1].AllRows().Where(leg => (string)leg["who"]! == who).Select(leg => (
                (long)leg["leg"]!, (string)leg["kind"]!, (string)leg["component"]!, (string?)leg["from"], (string?)leg["to"], (string?)leg["line"], (string)leg["start"]!, (string)leg["end"]!, (long)leg["seconds"]!)));
        }
    }

    [Fact]
    public void The_bottleneck_and_the_cuts_are_those_worked_out_by_hand()
    {
        var row = new HalfHourReasons().Compute(Builder().AddTransitOccasion("main", 1, Transit()).Build())[0].Row(Code);

        // 100 residents: 120 + 1,199 + 600 + 60; 300 residents: 1,000 on foot.
        Assert.Equal((780.0, 299.75, 150.0, 0.0, 15.0), (row["walk_out_s"], row["wait_s"], row["ride_s"], row["transfer_s"], row["walk_in_s"]));
        Assert.Equal(780 / 1244.75, (double)row["walk_out_share"]!, 12);
        Assert.Equal((120.0, 1199.0, 600.0, 0.0, 60.0), (row["marginal_walk_out_s"], row["marginal_wait_s"], row["marginal_ride_s"], row["marginal_transfer_s"], row["marginal_walk_in_s"]));
        Assert.Equal(("walk_out", "wait", 1.0), (row["bottleneck"], row["marginal_bottleneck"], row["explained_share"]));

        // 1,979 - 1,800 = 179 s too long: more than all of his walks.
        Assert.Equal((null, 179L, 179L, null, null), (row["cut_walk_out_s"], row["cut_wait_s"], row["cut_ride_s"], row["cut_transfer_s"], row["cut_walk_in_s"]));
        Assert.Equal(
            "Il suffirait de 2 min 59 s d'attente, ou de 2 min 59 s de trajet à bord en moins. N'y suffirait pas, même supprimé tout entier : la marche au départ, la correspondance, la marche à l'arrivée.",
            row["what_it_would_take_fr"]);
        Assert.Equal(
            "It would take 2 min 59 s less of waiting, or 2 min 59 s less of riding. Not enough, even if it vanished: walking at the start (or all the way), changing, walking at the end.",
            row["what_it_would_take_en"]);
    }

    [Fact]
    public void A_bus_every_40_minutes_that_crawls_is_a_matter_of_frequency_and_of_speed()
    {
        var row = new HalfHourReasons().Compute(Builder().AddTransitOccasion("main", 1, Transit()).Build())[0].Row(Code);
        Assert.Equal(("frequency", "frequency;speed"), (row["cause"], row["causes"]));

        // Stops are a hundredth of a degree apart at 45 degrees north: 788 m in 600 s.
        Assert.Equal(4.73, (double)row["marginal_ride_kph"]!, 2);
        Assert.Equal(4400, (double)row["marginal_crow_fly_m"]!, 0);
        Assert.Equal(4000 * 4 / 3.6, (double)row["marginal_walk_m"]!, 6);
        Assert.Equal((1.0, 1.0, 0.0, 0.0), (row["cause_frequency_share"], row["cause_speed_share"], row["cause_severance_share"], row["cause_distance_share"]));
        Assert.StartsWith("Fréquence : 100 % des habitants au-delà de la limite tiendraient la limite au meilleur départ", (string)row["cause_fr"]!, StringComparison.Ordinal);
        Assert.Contains("Speed: 100% of the residents beyond the limit", (string)row["cause_en"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_frequent_line_that_crawls_is_a_matter_of_speed_alone()
    {
        // Every 5 minutes, 30 minutes of ride for 788 m; nobody is within half an hour at any departure.
        var slow = Transit() with { Timetable = Line(1800, 24000, 36000, 300) };
        var row = Reasons(Builder().AddTransitOccasion("main", 1, slow));
        Assert.Equal(("speed", "speed"), (row["cause"], row["causes"]));

        // At 15 km/h the ride of 788 m takes 189 s; with a limit of a minute even that is too long.
        var builder = Builder();
        builder.Rule = builder.Rule with { LimitSeconds = 60 };
        Assert.Equal("distance", Reasons(builder.AddTransitOccasion("main", 1, slow))["cause"]);
    }

    [Fact]
    public void A_line_that_stops_early_is_a_matter_of_its_span()
    {
        // The only bus leaves at 07:20: at 07:18:00 one leaves for it, and for nothing during the 102 minutes after.
        var row = Reasons(Builder().AddTransitOccasion("main", 1, Transit(lastDeparture: 26400)));
        Assert.Equal(("span_of_service", "span_of_service;frequency", "QN1/c0", 4000L), (row["cause"], row["causes"], row["marginal_origin"], row["marginal_s"]));

        // Another bus at 08:20 leaves no more than an hour without a departure.
        Assert.Equal("frequency", Reasons(Builder().AddTransitOccasion("main", 1, Transit(firstDeparture: 26400, headway: 3600, lastDeparture: 30000)))["cause"]);
    }

    [Fact]
    public void A_day_without_service_is_a_matter_of_span_when_another_day_in_the_same_direction_has_it()
    {
        var none = Transit(lastDeparture: 0) with { DirectSeconds = [[Unreached, 1000]] };
        var dense = Transit(headway: 300) with { DirectSeconds = [[Unreached, 1000]] };
        Assert.Equal("span_of_service", Reasons(Builder().AddTransitOccasion("main", 1, none).AddTransitOccasion("saturday", 1, dense))["causes"]);
        Assert.Equal("no_way", Reasons(Builder().AddTransitOccasion("main", 1, none).AddTransitOccasion("return", 1, dense))["causes"]);
        Assert.Equal("no_way", Reasons(Builder().AddTransitOccasion("main", 1, none).AddTransitOccasion("main", 1.1, dense))["causes"]);
        var row = Reasons(Builder().AddTransitOccasion("main", 1, none));
        Assert.Equal(("no_way", null, null, 0.75), (row["cause"], row["marginal_s"], row["marginal_centrality"], row["explained_share"]));
        Assert.Equal((1000.0, null, null), (row["walk_out_s"], row["marginal_wait_s"], row["cut_wait_s"]));
        Assert.Equal("No part of the journey, even if it vanished, would be enough alone.", row["what_it_would_take_en"]);
    }

    [Theory]
    [InlineData(1871, "distance")]
    [InlineData(1873, "severance")]
    public void A_way_on_foot_1_6_times_as_long_as_the_crow_flies_is_a_severance(int walkSeconds, string cause)
    {
        // 1,300 m as the crow flies: 1,690 m in 1,521 s, were the streets direct; 1.6 times as long are 2,080 m, 1,872 s.
        var row = Reasons(OnFoot(1200, [walkSeconds]), "A");
        Assert.Equal(cause, row["cause"]);
        Assert.Equal(1300, (double)row["marginal_crow_fly_m"]!, 1);
        Assert.Equal(walkSeconds / 0.9 / 1300, (double)row["marginal_detour"]!, 3);
    }

    [Fact]
    public void Far_as_the_crow_flies_is_no_severance_however_long_the_way()
    {
        // 1,600 m x 1.3 are 1,872 s on foot.
        Assert.Equal("distance", Reasons(OnFoot(1500, [6000]), "A")["cause"]);
        Assert.Equal("severance", Reasons(OnFoot(1400, [6000]), "A")["cause"]);
    }

    [Fact]
    public void Residents_without_a_street_are_a_failure_of_snapping()
    {
        var study = OnFoot(900, [600, Unreached]).TakeStreetFromPoint("walk", 1);
        var row = Reasons(study, "A");
        Assert.Equal(("partly", "snap_failure", "snap_failure"), (row["verdict"], row["cause"], row["causes"]));
    }

    [Fact]
    public void A_district_that_cannot_be_judged_has_a_cause_and_no_figures()
    {
        var study = OnFoot(900, [Unreached]).AddDistrict("B", 0, 0).TakeStreetFromPoint("walk", 0).Build();
        var tables = new HalfHourReasons().Compute(study);
        Assert.Equal(("not_computable", "snap_failure", null), (tables[0].Row("A")["verdict"], tables[0].Row("A")["cause"], tables[0].Row("A")["marginal_origin"]));
        Assert.Equal(("not_computable", "no_origins"), (tables[0].Row("B")["verdict"], tables[0].Row("B")["cause"]));
        Assert.Empty(tables[1].Rows);
    }

    [Fact]
    public void A_cause_is_named_when_it_holds_for_half_of_the_residents_beyond_the_limit()
    {
        // Cells at 1,300, 1,500 and 1,700 m; the last one is too far to walk whatever the way.
        var row = Reasons(OnFoot(1200, [3000, 3000, 3000], 20, 20, 60), "A");
        Assert.Equal(("distance", "distance", 0.4, 0.6), (row["cause"], row["causes"], (double)row["cause_severance_share"]!, (double)row["cause_distance_share"]!));
        Assert.Equal("severance;distance", Reasons(OnFoot(1200, [3000, 3000, 3000], 20, 30, 50), "A")["causes"]);

        // Those within the limit do not count.
        Assert.Equal("severance", Reasons(OnFoot(1200, [3000, 3000, 1500], 20, 20, 60), "A")["causes"]);
    }

    [Fact]
    public void Without_a_cause_for_half_of_them_the_most_frequent_is_named()
    {
        var row = Reasons(OnFoot(1200, [3000, 6000, 3000], 40, 35, 25).TakeStreetFromPoint("walk", 1), "A");
        Assert.Equal(("severance", 0.35, 0.25), (row["causes"], (double)row["cause_snap_failure_share"]!, (double)row["cause_distance_share"]!));
    }

    [Fact]
    public void With_each_centrality_the_one_that_decides_is_explained()
    {
        var builder = new StudyBuilder { Rule = new HalfHourRule { Modes = ["walk"], Centrality = CentralityChoice.Each } }
            .AddDistrict("A", 1200, -100, 1)
            .AddCentrality("near", 0, 0)
            .AddCentrality("far", -4000, 0)
            .AddOccasion("main", 1, StudyBuilder.Street("walk", [3000], [6000]));
        var row = Reasons(builder, "A");

        // Cut off from the near one, but the far one is too far for whoever walks.
        Assert.Equal(("far", 6000L, "distance"), (row["marginal_centrality"], row["marginal_s"], row["cause"]));
        builder.Rule = builder.Rule with { Centrality = CentralityChoice.Best };
        row = Reasons(builder, "A");
        Assert.Equal(("near", 3000L, "severance"), (row["marginal_centrality"], row["marginal_s"], row["cause"]));
        Assert.Equal((3000.0, 1200L, null), (row["marginal_walk_out_s"], row["cut_walk_out_s"], row["marginal_departure"]));
        Assert.StartsWith("Il suffirait de 20 min de marche au départ (ou d'un bout à l'autre) en moins.", (string)row["what_it_would_take_fr"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_conforming_district_needs_nothing()
    {
        var builder = Builder();
        builder.Rule = builder.Rule with { RequiredShare = 0.75 };
        var tables = new HalfHourReasons().Compute(builder.AddTransitOccasion("main", 1, Transit()).Build());
        var row = tables[0].Row(Code);
        Assert.Equal(("none", "none", 0L, 0L), (row["cause"], row["causes"], row["cut_wait_s"], row["cut_transfer_s"]));
        Assert.Equal("Rien : la demi-heure est tenue.", row["what_it_would_take_fr"]);
        Assert.Equal(("QN1/c1", "QN1/c0", "walk"), (row["marginal_origin"], row["worst_origin"], row["marginal_mode"]));
        var direct = tables[1].Row("QN1/marginal/1");
        Assert.Equal(("direct", "walk_out", 1000L, null), (direct["kind"], direct["component"], direct["seconds"], direct["start"]));
    }

    [Fact]
    public void Components_are_those_of_the_journey_at_the_departure_of_the_rule_and_cuts_those_found_by_trying()
    {
        var (journeys, cuts, rounded) = (0, 0, 0);
        for (var seed = 0; seed < 1200; seed++)
        {
            var study = RandomStudy.Of(seed, out _);
            var tables = new HalfHourReasons().Compute(study);
            var within = study.Rule.LimitIsWithin ? study.Rule.LimitSeconds : study.Rule.LimitSeconds - 1;
            bool[] isMain = [.. study.Centralities.Select(centrality => centrality.IsMain)];
            var seconds = study.Occasions[0].Seconds(study.WindowRule, isMain, study.Rule.Centrality, study.OriginCount);
            var parts = seconds.Select((_, origin) => Parts(study, origin, seconds[origin])).ToArray();
            foreach (var row in tables[0].AllRows().Where(row => (string)row["verdict"]! != "not_computable"))
            {
                var what = $"seed {seed} {row["code"]}";
                var origins = Enumerable.Range(0, study.OriginCount).Where(origin => study.Points[origin].Id.StartsWith($"{row["code"]}/", StringComparison.Ordinal)).ToArray();
                var total = origins.Sum(origin => study.Points[origin].Residents);
                var marginal = origins.Single(origin => study.Points[origin].Id == (string)row["marginal_origin"]!);
                Assert.True((row["marginal_s"] is long time ? time : Unreached) == seconds[marginal], what);
                Assert.True(((string)row["verdict"]! == "conforming") == (seconds[marginal] <= within), what);
                Assert.True(((string)row["cause"]! == "none") == (seconds[marginal] <= within), what);
                if (parts[marginal] is { } own)
                {
                    Assert.True(row["marginal_wait_s"] is not null, what);
                    var sum = JourneyComponents.All.Sum(component => (double)row[$"marginal_{component.Code()}_s"]!);
                    Assert.True(JourneyComponents.All.All(component => (double)row[$"marginal_{component.Code()}_s"]! == own[component]), what);
                    Assert.True(study.WindowRule == WindowRule.Mean ? sum >= seconds[marginal] : sum == seconds[marginal], what);
                    rounded += sum > seconds[marginal] ? 1 : 0;
                    journeys += own.RideSeconds > 0 ? 1 : 0;
                    var legs = tables[1].AllRows().Where(leg => (string)leg["district"]! == (string)row["code"]! && (string)leg["who"]! == "marginal").ToArray();
                    Assert.True(legs.Sum(leg => (long)leg["seconds"]!) == sum, what);
                }

                foreach (var component in JourneyComponents.All)
                {
                    var tried = Enumerable.Range(0, 1001).Cast<int?>().FirstOrDefault(cut => origins
                        .Where(origin => seconds[origin] <= within || (parts[origin] is { } of && seconds[origin] - Math.Min(cut!.Value, of[component]) <= within))
                        .Sum(origin => study.Points[origin].Residents) >= (study.Rule.RequiredShare * total) - 1e-6);
                    Assert.True((long?)row[$"cut_{component.Code()}_s"] == tried, $"{what} {component}: {row[$"cut_{component.Code()}_s"]} for {tried}");
                    cuts += tried > 0 ? 1 : 0;
                }

                AssertCauses(row, what);
            }
        }

        Assert.True(journeys > 120 && cuts > 200 && rounded > 2, $"{journeys} journeys, {cuts} cuts, {rounded} rounded means");
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_tables()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            Assert.Equal(
                new HalfHourReasons().Compute(RandomStudy.Of(seed, out _)).Text(), new HalfHourReasons().Compute(RandomStudy.Of(seed, out _, threads: 3)).Text());
        }
    }

    [Fact]
    public void The_three_indicators_are_found_and_say_what_they_are()
    {
        var found = Catalog.Of<IIndicator>();
        foreach (var indicator in new IIndicator[] { new HalfHourRules(), new HalfHourWindow(), new HalfHourReasons() })
        {
            Assert.Equal(indicator.GetType(), found[indicator.Name].GetType());
            Assert.All(
                [indicator.Info.French, indicator.Info.English, indicator.Info.Formula, indicator.Info.Unit, indicator.Info.Source, indicator.Info.NotToBeConfusedWith],
                text => Assert.NotEqual("", text));
        }
    }

    /// <summary>Components of an origin, with the departure found by looking at every second.</summary>
    static JourneyComponents? Parts(Study study, int origin, int seconds)
    {
        if (seconds >= Unreached)
        {
            return null;
        }

        var modes = study.Occasions[0].Modes;
        var byCentrality = study.Centralities.Select((centrality, c) => (centrality.IsMain, Index: c, Seconds: modes.Select(mode => mode.Seconds(study.WindowRule)[c][origin]).ToArray()));
        var chosen = byCentrality.First(entry => (study.Rule.Centrality != CentralityChoice.Main || entry.IsMain) && entry.Seconds.Min() == seconds);
        if (chosen.Seconds[0] == seconds)
        {
            return new JourneyComponents(seconds, 0, 0, 0, 0);
        }

        var window = study.Occasions[0].Occasion.Window;
        var departure = Enumerable.Range(window.FromSeconds, window.Count)
            .Select(second => (Second: second, Time: StudyBuilder.TimeAt(modes[1].Pieces![chosen.Index][origin], second)))
            .Where(entry => entry.Time >= seconds)
            .OrderBy(entry => entry.Time).ThenBy(entry => entry.Second)
            .First();
        var journey = study.Journeys!.Find(study.Journeys.NewSearch(), origin, chosen.Index, departure.Second)!;
        Assert.Equal(departure.Time, journey.TravelTimeSeconds);
        return JourneyComponents.Of(journey);
    }

    static void AssertCauses(Dictionary<string, object?> row, string what)
    {
        var shares = row.Where(cell => cell.Key.StartsWith("cause_", StringComparison.Ordinal) && cell.Value is double).ToDictionary(cell => cell.Key[6..^6], cell => (double)cell.Value!);
        if ((string)row["cause"]! == "none")
        {
            return;
        }

        var named = ((string)row["causes"]!).Split(';');
        Assert.True(named[0] == (string)row["cause"]! && shares.Count == 7 && shares.Values.Sum() >= 1 - 1e-9, what);
        var half = shares.Where(entry => entry.Value >= 0.5 - 1e-9).Select(entry => entry.Key).ToArray();
        Assert.True(half.Length > 0 ? half.SequenceEqual(named) : named.Length == 1 && shares[named[0]] == shares.Values.Max(), what);
    }

    static Dictionary<string, object?> Reasons(StudyBuilder builder, string code = Code) => new HalfHourReasons().Compute(builder.Build())[0].Row(code);

    /// <summary>A district A whose first cell is 100 m further east than said, seen from the one centrality, and others 200 m apart; on foot only.</summary>
    static StudyBuilder OnFoot(double eastMeters, int[] walkSeconds, params double[] residents) =>
        new StudyBuilder { Rule = new HalfHourRule { Modes = ["walk"] } }
            .AddDistrict("A", eastMeters, -100, residents.Length > 0 ? residents : [.. walkSeconds.Select(_ => 1.0)])
            .AddCentrality("centre", 0, 0)
            .AddOccasion("main", 1, StudyBuilder.Street("walk", walkSeconds));

    static Timetable Line(int rideSeconds, int firstDeparture, int lastDeparture, int headway) => RandomTimetables.Timetable(
        2,
        [
            .. Enumerable.Range(0, ((lastDeparture - firstDeparture) / headway) + 1)
                .Select(trip => firstDeparture + (trip * headway))
                .Select(departure => new[] { (0, departure, departure, Both), (1, departure + rideSeconds, departure + rideSeconds, Both) }),
        ]);
}
