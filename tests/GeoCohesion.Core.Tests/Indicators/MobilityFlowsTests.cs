using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Indicators;

public sealed class MobilityFlowsTests
{
    const int No = TravelTime.Unreached;

    // West of 1000 m commune 96001 with 400 inhabitants, 400 of them in cells; east of it 96002 with 100 in cells; 97001 holds nobody.
    static Study Town()
    {
        var builder = new StudyBuilder()
            .AddDistrict("D1", 0, 0, 60, 40)
            .AddDistrict("D2", 0, 400, 100)
            .AddDistrict("D3", 800, 0, 50, 50)
            .AddSurroundings(-400, 0, 150)
            .AddSurroundings(1200, 400, 50)
            .AddCentrality("C", 0, 0)
            .AddClass("bibliotheque", "culture", Place("b1", 50, 50, 2), Place("b2", 500, 800, 1), Place("b3", 1500, 50, 1))
            .AddClass("ecole", "education", Place("e1", 150, 150, 1), Place("e2", 100, 500, 1), Place("e3", -500, 50, 1), Place("e4", -500, 90, 1));
        foreach (var mode in new[] { "walk", "transit", "car" })
        {
            builder.AddMode(ContextStudy.Mode(mode, new int[7], new int[7], new int[7]));
        }

        return builder.Build().WithCells().WithCommunes(
            ContextStudy.Commune("96001", -1000, -1000, 1000, 1000) with { Population = 400 },
            ContextStudy.Commune("96002", 1000, -1000, 2000, 1000),
            ContextStudy.Commune("97001", 2000, -1000, 3000, 1000)) with
        {
            Flows =
            [
                new(FlowKind.Work, "96001", "96001", "none", 20),
                new(FlowKind.Work, "96001", "96001", "walk", 60),
                new(FlowKind.Work, "96001", "96001", "car", 100),
                new(FlowKind.Work, "96001", "96002", "car", 200),
                new(FlowKind.Work, "96001", "97001", "transit", 40),
                new(FlowKind.Work, "96001", "LU003", "car", 40),
                new(FlowKind.Work, "96002", "96001", "car", 80),
                new(FlowKind.Work, "96002", "96002", "walk", 20),
                new(FlowKind.School, "96001", "96001", "unknown", 240),
                new(FlowKind.School, "97001", "96001", "unknown", 10),
            ],
            CommuneSeconds = new Dictionary<string, IReadOnlyList<int[]>>
            {
                ["transit"] = [[600, 1200, 1800, 900, 2400], [1800, 1801, 2700, No, 600], [3600, 3601, 2700, No, 4000]],
                ["car"] = [[300, 300, 300, 300, 600], [600, 600, 600, 600, 300], [1200, 1200, 1200, 1200, 1200]],
            },
            CommuneTargetIsTownHall = [true, false, true],
        };
    }

    [Fact]
    public void The_part_of_a_district_in_the_flows_of_its_commune_is_an_interval()
    {
        var flows = new MobilityFlows().Compute(Town())[0];

        // D1 holds 100 of 400 residents, and so 115 of the 460 who work: 340 go by car, 345 live elsewhere.
        AssertInterval(flows, "D1/work/out/car", flow: 340, within: 100, lower: 0, estimate: 85, upper: 115);
        AssertInterval(flows, "D1/work/out/transit", flow: 40, within: 0, lower: 0, estimate: 10, upper: 40);
        AssertInterval(flows, "D1/work/out/all", flow: 460, within: 180, lower: 115, estimate: 115, upper: 115);
        Assert.Equal(0.25, flows.Number("D1/work/out/car", "share"), 9);
        Assert.Equal("population", flows.Cell("D1/work/out/car", "share_by"));
        Assert.Equal(false, flows.Cell("D1/work/out/car", "is_small_sample"));
        Assert.Equal(true, flows.Cell("D1/work/out/transit", "is_small_sample"));

        // D3 holds 50 of 400 in one commune and 50 of 100 in the other, where 80 of 100 drive: 30 of them at least.
        AssertInterval(flows, "D3/work/out/car", flow: 420, within: 100, lower: 30, estimate: 42.5 + 40, upper: 57.5 + 50);
        Assert.Equal("population;cells", flows.Cell("D3/work/out/car", "share_by"));
        Assert.Equal("96001;96002", flows.Cell("D3/work/out/car", "communes"));
        Assert.Equal(1.0, flows.Cell("D3/work/out/car", "located_share"));
    }

    [Fact]
    public void Who_comes_to_the_commune_is_the_districts_by_its_share_of_places_and_bounded_by_nothing()
    {
        var flows = new MobilityFlows().Compute(Town())[0];

        // Of 7 places in 96001, 3 stand in D1; of its 4 schools one.
        AssertInterval(flows, "D1/work/in/all", flow: 260, within: 180, lower: 0, estimate: 260 * 3 / 7.0, upper: 260);
        AssertInterval(flows, "D1/school/in/all", flow: 250, within: 240, lower: 0, estimate: 250 / 4.0, upper: 250);
        Assert.Equal("places", flows.Cell("D1/work/in/all", "share_by"));
        Assert.Equal("travail", flows.Cell("D1/work/in/all", "kind_fr"));
    }

    [Fact]
    public void Where_a_commune_has_no_places_who_comes_to_a_district_is_not_known()
    {
        var study = Town();
        var flows = new MobilityFlows().Compute(study with { PlacesByClass = [[], []] })[0];
        Assert.Null(flows.Cell("D1/work/in/all", "estimate"));
        Assert.Null(flows.Cell("D1/work/in/all", "share"));
        Assert.Equal("unknown", flows.Cell("D1/work/in/all", "share_by"));
        Assert.Equal((0.0, 260.0), (flows.Cell("D1/work/in/all", "lower"), flows.Cell("D1/work/in/all", "upper")));
    }

    [Fact]
    public void Without_a_population_nothing_but_the_flow_bounds_the_part_of_a_district()
    {
        var study = Town();
        var flows = new MobilityFlows().Compute(study with { Points = [.. study.Points.Select(point => point with { Cell = null })] });
        Assert.Equal("unknown", flows[0].Cell("D1/work/out/car", "share_by"));
        Assert.Null(flows[0].Cell("D1/work/out/car", "estimate"));
        Assert.Equal((0.0, 340.0), (flows[0].Cell("D1/work/out/car", "lower"), flows[0].Cell("D1/work/out/car", "upper")));

        // Which part of the flow is within reach can be told all the same, as of 60 and 40 equal points.
        Assert.Null(flows[1].Cell("D1/work/all/transit", "flow"));
        Assert.Equal(70 / 110.0, flows[1].Number("D1/work/all/transit", "share_30"), 9);
    }

    [Fact]
    public void Flows_are_joined_with_travel_times_from_each_origin_and_what_has_no_time_stays_in_the_denominator()
    {
        var reach = new MobilityFlows().Compute(Town())[1];
        const string Id = "D1/work/all/transit";

        // Of 440 who travel 66 and 44 fall to the origins: 24, 30, 6 and 16, 20, 4 to the three communes, 6 and 4 abroad.
        Assert.Equal(110.0, reach.Number(Id, "flow"), 9);
        Assert.Equal(70 / 110.0, reach.Number(Id, "share_30"), 9);
        Assert.Equal(90 / 110.0, reach.Number(Id, "share_45"), 9);
        Assert.Equal(96 / 110.0, reach.Number(Id, "share_60"), 9);
        Assert.Equal(4 / 110.0, reach.Number(Id, "beyond_60_share"), 9);
        Assert.Equal(0.0, reach.Number(Id, "no_way_share"), 9);
        Assert.Equal(10 / 110.0, reach.Number(Id, "outside_share"), 9);
        Assert.Equal(((24 * 600) + (30 * 1800) + (6 * 3600) + (16 * 1200) + (20 * 1801) + (4 * 3601)) / 100.0, reach.Number(Id, "mean_s"), 9);
        Assert.Equal(((24 * 2) + (30 * 3) + (6 * 3) + (16 * 4) + (20 * 1801 / 600.0) + (4 * 3601 / 1200.0)) / 100, reach.Number(Id, "ratio_to_car"), 9);
        Assert.Equal(100 / 110.0, reach.Number(Id, "ratio_share"), 9);
        Assert.Equal(40 / 110.0, reach.Number(Id, "same_commune_share"), 9);
        Assert.Equal(50 / 110.0, reach.Number(Id, "town_hall_share"), 9);
        Assert.Equal(1.0, reach.Number("D1/work/all/car", "ratio_to_car"), 9);

        // Of those who drive today 340 x 0.25, 40 of them abroad.
        Assert.Equal(85.0, reach.Number("D1/work/car/transit", "flow"), 9);
        Assert.Equal(10 / 85.0, reach.Number("D1/work/car/transit", "outside_share"), 9);

        // D3's origin in 96001 has no way to 96002 and 97001: 200 + 40 of 440, an eighth; 50 of the 105 in all come from 96002.
        Assert.Equal(55.0 + 50, reach.Number("D3/work/all/transit", "flow"), 9);
        Assert.Equal(30 / 105.0, reach.Number("D3/work/all/transit", "no_way_share"), 9);
    }

    [Fact]
    public void A_commune_that_no_time_is_computed_to_is_outside()
    {
        var study = Town();
        var reach = new MobilityFlows().Compute(study with
        {
            CommuneSeconds = study.CommuneSeconds.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<int[]>)[pair.Value[0], pair.Value[1], []]),
        })[1];
        Assert.Equal(20 / 110.0, reach.Number("D1/work/all/transit", "outside_share"), 9);
        Assert.Equal(90 / 110.0, reach.Number("D1/work/all/transit", "share_60"), 9);
        Assert.Equal(40 / 110.0, reach.Number("D1/work/all/transit", "town_hall_share"), 9);
        Assert.Equal(90 / 110.0, reach.Number("D1/work/all/transit", "ratio_share"), 9);

        // Without a car in the run there is nothing to compare with.
        reach = new MobilityFlows().Compute(study with { CommuneSeconds = new Dictionary<string, IReadOnlyList<int[]>> { ["transit"] = study.CommuneSeconds["transit"] } })[1];
        Assert.Null(reach.Cell("D1/work/all/transit", "ratio_to_car"));
        Assert.Equal(0.0, reach.Cell("D1/work/all/transit", "ratio_share"));
    }

    [Fact]
    public void Modes_without_times_to_communes_have_no_reach()
    {
        var study = Town();
        Assert.DoesNotContain(new MobilityFlows().Compute(study)[1].Ids(), id => id.EndsWith("/walk", StringComparison.Ordinal));
        Assert.Empty(new MobilityFlows().Compute(study with { CommuneSeconds = new Dictionary<string, IReadOnlyList<int[]>>() })[1].Rows);
        Assert.Null(new MobilityFlows().Missing(study));
        Assert.Equal("no flows of the census are given", new MobilityFlows().Missing(study with { Flows = [] }));
        Assert.Equal("no communes are given", new MobilityFlows().Missing(study with { Communes = [] }));
    }

    [Fact]
    public void Bounds_are_the_least_and_most_of_every_table_with_the_same_margins()
    {
        for (var total = 1; total <= 12; total++)
        {
            for (var flow = 0; flow <= total; flow++)
            {
                for (var own = 0; own <= total; own++)
                {
                    // Cells of the table: own and in the flow, own and not, elsewhere and in the flow, elsewhere and not.
                    var possible = Enumerable.Range(0, total + 1)
                        .Where(both => own - both >= 0 && flow - both >= 0 && total - own - (flow - both) >= 0)
                        .ToArray();
                    var interval = FlowInterval.Frechet(flow, total, (double)own / total);
                    Assert.Equal(possible.Min(), interval.Lower, 9);
                    Assert.Equal(possible.Max(), interval.Upper, 9);
                    Assert.InRange(interval.Estimate, interval.Lower, interval.Upper);
                }
            }
        }
    }

    [Fact]
    public void Random_studies_agree_with_counting_person_by_person_and_districts_do_not_add_up_to_more_than_the_commune()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var study = RandomFlows(seed);
            var tables = new MobilityFlows().Compute(study);
            AssertBounds(seed, tables[0], study);
            foreach (var id in tables[1].Ids())
            {
                AssertReach(seed, tables[1], id, study);
            }
        }
    }

    static void AssertBounds(int seed, ResultTable flows, Study study)
    {
        foreach (var id in flows.Ids())
        {
            var (lower, upper) = (flows.Number(id, "lower"), flows.Number(id, "upper"));
            Assert.True(lower >= 0 && lower <= upper && upper <= flows.Number(id, "commune_flow"), $"seed {seed}: {id}");
            if (flows.Cell(id, "estimate") is double estimate)
            {
                Assert.True(lower <= estimate && estimate <= upper, $"seed {seed}: {id}");
            }
        }

        foreach (var kind in new[] { FlowKind.Work, FlowKind.School })
        {
            foreach (var mode in FlowModes.All.Append("all"))
            {
                var rows = flows.Ids().Where(id => id.EndsWith($"/{kind.Code()}/out/{mode}", StringComparison.Ordinal)).ToArray();
                var communes = rows.SelectMany(id => ((string)flows.Cell(id, "communes")!).Split(';')).ToHashSet();
                var all = study.Flows.Where(flow => flow.Kind == kind && (mode == "all" || flow.Mode == mode) && communes.Contains(flow.FromCommune)).Sum(flow => flow.Weight);
                Assert.True(rows.Sum(id => flows.Number(id, "estimate")) <= all + 1e-9, $"seed {seed}: {kind} {mode}");
                Assert.True(rows.Sum(id => flows.Number(id, "lower")) <= all + 1e-9, $"seed {seed}: {kind} {mode}");
            }
        }
    }

    static void AssertReach(int seed, ResultTable reach, string id, Study study)
    {
        var parts = id.Split('/');
        var kind = parts[1] == "work" ? FlowKind.Work : FlowKind.School;
        var people = new List<(double Weight, int? Seconds, int? Car)>();
        for (var origin = 0; origin < study.OriginCount; origin++)
        {
            var point = study.Points[origin];
            var commune = study.CommuneOfPoint[origin];
            if (study.Districts[point.District].Code != parts[0] || commune < 0)
            {
                continue;
            }

            var inCells = study.Points.Where((_, i) => study.CommuneOfPoint[i] == commune).Sum(each => each.Residents);
            var share = point.Residents / Math.Max(inCells, study.Communes[commune].Population ?? 0);
            foreach (var flow in study.Flows.Where(flow => flow.Kind == kind && flow.FromCommune == study.Communes[commune].Code && flow.Mode != "none"
                && (parts[2] == "all" || flow.Mode == parts[2])))
            {
                var to = study.Communes.Select(each => each.Code).ToList().IndexOf(flow.ToCommune);
                people.Add((flow.Weight * share, to < 0 ? null : study.CommuneSeconds[parts[3]][to][origin], to < 0 ? null : study.CommuneSeconds["car"][to][origin]));
            }
        }

        var total = people.Sum(each => each.Weight);
        var at = $"seed {seed}: {id}";
        AssertClose(at, total, reach.Number(id, "flow"));
        foreach (var minutes in new[] { 30, 45, 60 })
        {
            AssertClose(at, people.Where(each => each.Seconds <= minutes * 60).Sum(each => each.Weight) / total, reach.Number(id, $"share_{minutes}"));
        }

        AssertClose(at, people.Where(each => each.Seconds is null).Sum(each => each.Weight) / total, reach.Number(id, "outside_share"));
        AssertClose(at, people.Where(each => each.Seconds >= No).Sum(each => each.Weight) / total, reach.Number(id, "no_way_share"));
        AssertClose(
            at,
            1,
            reach.Number(id, "share_60") + reach.Number(id, "beyond_60_share") + reach.Number(id, "no_way_share") + reach.Number(id, "outside_share"));
        var compared = people.Where(each => each.Seconds < No && each.Car < No).ToArray();
        AssertClose(at, compared.Sum(each => each.Weight) / total, reach.Number(id, "ratio_share"));
        if (compared.Length > 0)
        {
            AssertClose(
                at, compared.Sum(each => each.Weight * each.Seconds!.Value / each.Car!.Value) / compared.Sum(each => each.Weight), reach.Number(id, "ratio_to_car"));
        }
    }

    static void AssertClose(string at, double expected, double found) => Assert.True(Math.Abs(expected - found) < 1e-9, $"{at}: {found} is not {expected}");

    static Study RandomFlows(int seed)
    {
        var study = ContextStudy.Random(seed);
        var random = new Random(seed);
        string[] codes = ["96001", "96002", "97001", "75056"];
        return study with
        {
            Communes = [.. study.Communes.Select(commune => commune with { Population = random.Next(3) == 0 ? null : random.Next(1, 200) })],
            Flows =
            [
                .. Enumerable.Range(0, 40)
                    .Select(_ => new MobilityFlow(
                        random.Next(2) == 0 ? FlowKind.Work : FlowKind.School,
                        codes[random.Next(4)],
                        codes[random.Next(4)],
                        FlowModes.All[random.Next(FlowModes.All.Count)],
                        random.Next(1, 100)))
                    .DistinctBy(flow => flow with { Weight = 0 }),
            ],
            CommuneSeconds = study.Modes.ToDictionary(mode => mode.Mode, _ => (IReadOnlyList<int[]>)
                [.. study.Communes.Select(_ => Enumerable.Range(0, study.OriginCount).Select(_ => random.Next(4) == 0 ? No : random.Next(1, 15) * 300).ToArray())]),
            CommuneTargetIsTownHall = [.. study.Communes.Select(_ => random.Next(2) == 0)],
        };
    }

    static void AssertInterval(ResultTable flows, string id, double flow, double within, double lower, double estimate, double upper)
    {
        Assert.Equal(flow, flows.Number(id, "commune_flow"), 9);
        Assert.Equal(within, flows.Number(id, "within_commune"), 9);
        Assert.Equal(lower, flows.Number(id, "lower"), 9);
        Assert.Equal(estimate, flows.Number(id, "estimate"), 9);
        Assert.Equal(upper, flows.Number(id, "upper"), 9);
    }

    static Place Place(string id, double eastMeters, double northMeters, double capacity)
    {
        var (longitude, latitude) = StudyBuilder.At(eastMeters, northMeters);
        return new Place
        {
            Id = id,
            ClassName = "",
            SourceCode = "",
            Name = id,
            Longitude = longitude,
            Latitude = latitude,
            Capacity = capacity,
            Source = "test",
        };
    }
}
