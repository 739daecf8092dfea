using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Routing;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Indicators;

public sealed class RollUpTests
{
    const int No = TravelTime.Unreached;

    // East of 0 m:        0   200  400 | 600  800 |1000
    //   commune 96001 (E1) D1  D1      |          |
    //   commune 96002 (E1)             | D1  D2   |
    //   commune 97001 (E2)                        | D3  D3, and D4 north of it, where nobody lives
    static Study ThreeCommunes()
    {
        var builder = new StudyBuilder()
            .AddDistrict("D1", 200, 0, 100, 50, 50)
            .AddDistrict("D2", 800, 0, 40)
            .AddDistrict("D3", 1000, 0, 30, 10)
            .AddDistrict("D4", 1000, 400)
            .AddCentrality("C", 0, 0)
            .AddClass("bibliotheque", "culture");
        builder.AddMode(ContextStudy.Mode("walk", [600, 1800, 2400, No, 1900, 2000], [300, 300, No, 600, 900, 2400]));
        builder.AddMode(ContextStudy.Mode("transit", [900, 1000, 1700, 3000, 1801, No], [300, 300, 1200, 600, 900, 2400]));
        return builder.Build().WithCells(change: (point, cell) => cell with { IsImputed = point == 2 });
    }

    static Study InCommunes() => ThreeCommunes().WithCommunes(
        ContextStudy.Commune("96001", -1000, -1000, 600, 1000, "E1", "96", "99"),
        ContextStudy.Commune("96002", 600, -1000, 1000, 1000, "E1", "96", "99"),
        ContextStudy.Commune("97001", 1000, -1000, 2000, 1000, "E2", "97", "99"),
        ContextStudy.Commune("97002", 2000, -1000, 3000, 1000, "E2", "97", "99"));

    [Fact]
    public void Residents_count_where_they_live_and_a_district_where_most_of_its_residents_do()
    {
        var areas = new RollUp().Compute(InCommunes())[0];
        Assert.Equal(
            ["commune/96001", "commune/96002", "commune/97001", "epci/E1", "epci/E2", "department/96", "department/97", "region/99", "nation"],
            areas.Ids());

        // D1 is conforming (600, 1000, 1700), D2 not (3000), D3 not (1801, 2000), D4 has no residents.
        AssertRow(areas, "commune/96001", residents: 150, districts: 1, touching: 1, conforming: 1, notConforming: 0, notComputable: 0, within: 150);
        AssertRow(areas, "commune/96002", residents: 90, districts: 1, touching: 2, conforming: 0, notConforming: 1, notComputable: 0, within: 50);
        AssertRow(areas, "commune/97001", residents: 40, districts: 2, touching: 2, conforming: 0, notConforming: 1, notComputable: 1, within: 0);
        AssertRow(areas, "epci/E1", residents: 240, districts: 2, touching: 2, conforming: 1, notConforming: 1, notComputable: 0, within: 200);
        AssertRow(areas, "region/99", residents: 280, districts: 4, touching: 4, conforming: 1, notConforming: 2, notComputable: 1, within: 200);
        AssertRow(areas, "nation", residents: 280, districts: 4, touching: 4, conforming: 1, notConforming: 2, notComputable: 1, within: 200);

        Assert.Equal("geometry", areas.Cell("commune/96001", "by"));
        Assert.Equal("all", areas.Cell("nation", "by"));
        Assert.Equal("Commune 96001", areas.Cell("commune/96001", "label"));
        Assert.Equal("E1", areas.Cell("epci/E1", "label"));
    }

    [Fact]
    public void Figures_are_over_residents_and_those_without_a_way_stay_in_every_share()
    {
        var areas = new RollUp().Compute(InCommunes())[0];

        // 96002: 50 residents in 1700 s, 40 in 3000 s.
        Assert.Equal(1700L, areas.Cell("commune/96002", "median_s"));
        Assert.Equal(3000L, areas.Cell("commune/96002", "p90_s"));
        Assert.Equal(((50 * 1700) + (40 * 3000)) / 90.0, areas.Number("commune/96002", "mean_s"), 9);
        Assert.Equal(50 / 90.0, areas.Number("commune/96002", "imputed_share"), 9);

        // On foot 40 of the 280 have no way, and 150 take at most 1800 s.
        Assert.Equal(40 / 280.0, areas.Number("nation", "walk_unreachable_share"), 9);
        Assert.Equal(150 / 280.0, areas.Number("nation", "walk_share_within"), 9);
        var mean = ((100 * 600) + (50 * 1800) + (50 * 2400) + (30 * 1900) + (10 * 2000)) / 240.0;
        Assert.Equal(mean, areas.Number("nation", "walk_mean_s"), 9);
        Assert.Equal(((mean * 240) + (7200 * 40)) / 280, areas.Number("nation", "walk_mean_lower_bound_s"), 9);
        Assert.Equal(1800L, areas.Cell("nation", "walk_median_s"));
        Assert.Null(areas.Cell("nation", "walk_p90_s"));
    }

    [Fact]
    public void The_outline_of_an_area_is_the_union_of_its_communes()
    {
        var study = InCommunes();
        var areas = new RollUp().Compute(study)[0];
        var shapes = areas.Ids().Zip(areas.Geometries).ToDictionary(pair => pair.First, pair => pair.Second!);
        Assert.All(shapes.Values, shape => Assert.True(shape.IsValid));
        Assert.True(shapes["commune/96002"].EqualsTopologically(study.Communes[1].Shape));
        Assert.True(shapes["epci/E1"].EqualsTopologically(study.Communes[0].Shape.Union(study.Communes[1].Shape)));

        // 97002 has no district, but is a part of its intercommunality.
        Assert.True(shapes["epci/E2"].EqualsTopologically(study.Communes[2].Shape.Union(study.Communes[3].Shape)));
        Assert.True(shapes["nation"].EqualsTopologically(shapes["region/99"]));
        Assert.Equal(study.Communes.Sum(commune => commune.Shape.Area), shapes["nation"].Area, 12);
    }

    [Fact]
    public void Without_communes_the_properties_of_the_perimeters_tell_the_areas()
    {
        var study = ThreeCommunes();
        study = study with
        {
            Districts =
            [
                study.Districts[0] with { Properties = [new("insee_com", "96001"), new("LIB_COM", "Aurelmont"), new("siren_epci", "E1"), new("lib_epci", "Agglo, la grande")] },
                study.Districts[1] with { Properties = [new("insee_com", "96001;96002"), new("lib_com", "Aurelmont; Saint-Clair"), new("insee_dep", "96")] },
                study.Districts[2] with { Code = "QP093001" },
                study.Districts[3] with { Code = "QN02A02I" },
            ],
        };
        var areas = new RollUp().Compute(study)[0];
        Assert.Equal(
            [
                "commune/96001", "commune/-", "epci/E1", "epci/-", "department/2A", "department/93", "department/96", "department/-", "region/-", "nation",
            ],
            areas.Ids());
        Assert.Equal("district_field", areas.Cell("commune/96001", "by"));
        Assert.Equal("Aurelmont", areas.Cell("commune/96001", "label"));
        Assert.Equal("Agglo, la grande", areas.Cell("epci/E1", "label"));
        Assert.Equal(240.0, areas.Cell("commune/96001", "residents"));
        Assert.Equal("unknown", areas.Cell("commune/-", "by"));
        Assert.Null(areas.Cell("commune/-", "code"));
        Assert.Equal(40.0, areas.Cell("commune/-", "residents"));
        Assert.Equal(2L, areas.Cell("commune/-", "districts"));
        Assert.Equal(40.0, areas.Cell("department/93", "residents"));
        Assert.All(areas.Geometries, Assert.Null);
    }

    [Fact]
    public void Where_an_outline_names_no_area_or_there_is_none_the_district_does()
    {
        // D1 lies in 96001 and, its last cell, in none; the commune does not know its intercommunality.
        var study = ThreeCommunes();
        study = study with { Districts = [study.Districts[0] with { Properties = [new("insee_com", "96001"), new("siren_epci", "E1")] }, .. study.Districts.Skip(1)] };
        var areas = new RollUp().Compute(study.WithCommunes(ContextStudy.Commune("96001", -1000, -1000, 600, 1000)))[0];
        Assert.Equal("both", areas.Cell("commune/96001", "by"));
        Assert.Equal(200.0, areas.Cell("commune/96001", "residents"));
        Assert.Equal("district_field", areas.Cell("epci/E1", "by"));
    }

    [Fact]
    public void Perimeters_of_two_generations_are_not_added_up()
    {
        var study = InCommunes();
        study = study with { Districts = [.. study.Districts.Select((district, i) => district with { Generation = i == 0 ? "QPV 2015" : "QPV 2024" })] };
        var areas = new RollUp().Compute(study)[0];
        Assert.Equal(200.0, areas.Cell("nation/QPV 2015", "residents"));
        Assert.Equal(80.0, areas.Cell("nation/QPV 2024", "residents"));
        Assert.Equal(50.0, areas.Cell("commune/96002/QPV 2015", "residents"));
        Assert.Equal(40.0, areas.Cell("commune/96002/QPV 2024", "residents"));

        // The row of a commune where a district has residents, but is not counted, is about them.
        Assert.Equal(0L, areas.Cell("commune/96002/QPV 2015", "districts"));
        Assert.Equal(1L, areas.Cell("commune/96002/QPV 2015", "districts_touching"));
    }

    [Fact]
    public void Classes_are_rolled_up_by_mode()
    {
        var classes = new RollUp().Compute(InCommunes())[1];
        const string Id = "epci/E1/bibliotheque/walk";
        Assert.Equal(240.0, classes.Cell(Id, "residents"));
        Assert.Equal(((150 * 300) + (40 * 600)) / 190.0, classes.Number(Id, "nearest_mean_s"), 9);
        Assert.Equal(50 / 240.0, classes.Number(Id, "unreachable_share"), 9);
        Assert.Equal(50 / 240.0, classes.Number(Id, "share_none_within_limit"), 9);
        Assert.Equal(300L, classes.Cell(Id, "nearest_median_s"));
        Assert.Equal(10 / 280.0, classes.Number("nation/bibliotheque/transit", "share_none_within_limit"), 9);
        Assert.Equal("nation", classes.Cell("nation/bibliotheque/transit", "area"));
    }

    [Fact]
    public void Districts_whose_streets_are_missing_stay_in_the_denominator_and_are_told()
    {
        var builder = new StudyBuilder().AddDistrict("D1", 0, 0, 10).AddDistrict("D2", 400, 0, 30).AddCentrality("C", 0, 0);
        builder.AddMode(ContextStudy.Mode("walk", [600, No])).TakeStreetFromPoint("walk", 1);
        var areas = new RollUp().Compute(builder.Build())[0];
        Assert.Equal(1L, areas.Cell("nation", "not_computable"));
        Assert.Equal(30.0, areas.Cell("nation", "residents_not_computable"));
        Assert.Equal(0.25, areas.Cell("nation", "share_within"));
        Assert.Equal(0.75, areas.Cell("nation", "unreachable_share"));
        Assert.Equal(true, areas.Cell("nation", "residents_are_points"));

        // Where the centrality itself has no street, there is nothing to tell of anyone.
        areas = new RollUp().Compute(builder.TakeStreetFromCentrality("walk", 0).Build())[0];
        Assert.Equal(2L, areas.Cell("nation", "not_computable"));
        Assert.Null(areas.Cell("nation", "share_within"));
        Assert.Equal(40.0, areas.Cell("nation", "residents"));
    }

    [Fact]
    public void Main_centres_without_a_street_make_the_rule_of_the_main_centre_not_computable()
    {
        var builder = new StudyBuilder { Rule = new HalfHourRule { Centrality = CentralityChoice.Main } }
            .AddDistrict("D1", 0, 0, 10).AddCentrality("C", 0, 0).AddCentrality("S", 0, 0, isMain: false);
        builder.AddMode(new ModeAccess("walk", [[No], [60]], [])).TakeStreetFromCentrality("walk", 0);
        Assert.Equal("centralities-not-snapped", new HalfHourTimes(builder.Build()).Assess(0, HalfHourTimes.FastestMode).Reason);
    }

    [Fact]
    public void A_nation_without_districts_is_an_empty_row()
    {
        var builder = new StudyBuilder().AddCentrality("C", 0, 0);
        builder.AddMode(ContextStudy.Mode("walk", []));
        var areas = new RollUp().Compute(builder.Build())[0];
        Assert.Equal(["nation"], areas.Ids());
        Assert.Equal(0.0, areas.Cell("nation", "residents"));
        Assert.Null(areas.Cell("nation", "median_s"));
    }

    [Fact]
    public void Random_studies_agree_with_counting_one_resident_after_another()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var study = ContextStudy.Random(seed);
            var tables = new RollUp().Compute(study);
            AssertAreas(seed, study, tables[0]);
            AssertTotals(seed, study, tables[0]);
            AssertClasses(seed, study, tables[1]);
        }
    }

    static void AssertAreas(int seed, Study study, ResultTable areas)
    {
        var at = $"seed {seed}: ";
        var walk = study.Modes[0].CentralitySeconds[0];
        var transit = study.Modes[1].CentralitySeconds[0];
        foreach (var id in areas.Ids())
        {
            var members = Enumerable.Range(0, study.OriginCount).Where(origin => IsIn(study, origin, id)).ToArray();
            foreach (var (prefix, times) in new[] { ("", walk.Zip(transit, Math.Min).ToArray()), ("walk_", walk), ("transit_", transit) })
            {
                var people = ContextStudy.People(members.Select(origin => (times[origin], study.Points[origin].Residents)));
                var reached = people.Where(seconds => seconds < No).ToArray();
                var within = people.Count(seconds => study.Rule.LimitIsWithin ? seconds <= 1800 : seconds < 1800);
                Assert.True(people.Length == areas.Number(id, "residents"), at + id);
                if (people.Length == 0)
                {
                    Assert.True(areas.Cell(id, $"{prefix}share_within") is null, at + id);
                    continue;
                }

                Assert.True(Math.Abs(within - areas.Number(id, $"{prefix}residents_within")) < 1e-9, at + id + prefix);
                Assert.True(Math.Abs((double)within / people.Length - areas.Number(id, $"{prefix}share_within")) < 1e-9, at + id + prefix);
                Assert.True(Equals(ContextStudy.Percentile(people, 50), areas.Cell(id, $"{prefix}median_s")), at + id + prefix);
                Assert.True(Equals(ContextStudy.Percentile(people, 90), areas.Cell(id, $"{prefix}p90_s")), at + id + prefix);
                Assert.True(Math.Abs(1 - ((double)reached.Length / people.Length) - areas.Number(id, $"{prefix}unreachable_share")) < 1e-9, at + id + prefix);
                var bound = people.Average(seconds => Math.Min(seconds, ModeAccess.DefaultLimitSeconds));
                Assert.True(Math.Abs(bound - areas.Number(id, $"{prefix}mean_lower_bound_s")) < 1e-6, at + id + prefix);
                Assert.True(
                    reached.Length == 0 ? areas.Cell(id, $"{prefix}mean_s") is null : Math.Abs(reached.Average() - areas.Number(id, $"{prefix}mean_s")) < 1e-6,
                    at + id + prefix);
            }
        }
    }

    static void AssertTotals(int seed, Study study, ResultTable areas)
    {
        var at = $"seed {seed}: ";
        var residents = study.Points.Take(study.OriginCount).Sum(point => point.Residents);
        foreach (var level in areas.Rows.GroupBy(row => (string)row[areas.ColumnIndex("level")]!))
        {
            Assert.True(Math.Abs(residents - Sum(level, "residents")) < 1e-9, at + level.Key);
            Assert.True(Math.Abs(areas.Number("nation", "residents") - residents) < 1e-9, at + level.Key);
            Assert.True(study.Districts.Count == Sum(level, "districts"), at + level.Key);
            Assert.True(Sum(level, "districts") <= Sum(level, "districts_touching"), at + level.Key);
            Assert.True(
                Sum(level, "conforming") + Sum(level, "partly") + Sum(level, "not_conforming") + Sum(level, "not_computable") == study.Districts.Count,
                at + level.Key);
            foreach (var verdict in new[] { "conforming", "partly", "not_conforming", "not_computable" })
            {
                Assert.True(Sum(level, verdict) == areas.Number("nation", verdict), at + level.Key + verdict);
            }
        }

        double Sum(IEnumerable<object?[]> rows, string column) =>
            rows.Sum(row => Convert.ToDouble(row[areas.ColumnIndex(column)], System.Globalization.CultureInfo.InvariantCulture));
    }

    static void AssertClasses(int seed, Study study, ResultTable classes)
    {
        foreach (var id in classes.Ids())
        {
            var parts = id.Split('/');
            var (placeClass, mode) = (parts[^2], parts[^1]);
            var area = string.Join('/', parts[..^2]);
            var c = placeClass == "bibliotheque" ? 0 : 1;
            var times = study.Modes.Single(each => each.Mode == mode).Classes[c].NearestSeconds;
            var people = ContextStudy.People(Enumerable.Range(0, study.OriginCount)
                .Where(origin => IsIn(study, origin, area))
                .Select(origin => (times[origin], study.Points[origin].Residents)));
            var none = people.Count(seconds => study.Rule.LimitIsWithin ? seconds > 1800 : seconds >= 1800);
            Assert.True(Math.Abs(((double)none / people.Length) - classes.Number(id, "share_none_within_limit")) < 1e-9, $"seed {seed}: {id}");
            Assert.True(Equals(ContextStudy.Percentile(people, 50), classes.Cell(id, "nearest_median_s")), $"seed {seed}: {id}");
        }
    }

    /// <summary>Whether an origin is in an area, told from its position alone.</summary>
    static bool IsIn(Study study, int origin, string area)
    {
        var point = study.Points[origin];
        var commune = study.Communes.FirstOrDefault(each => each.Shape.EnvelopeInternal.Contains(point.Longitude, point.Latitude));
        return area switch
        {
            "nation" => true,
            ['c', ..] => area == $"commune/{commune?.Code ?? "-"}",
            ['e', ..] => area == $"epci/{commune?.EpciCode ?? "-"}",
            ['d', ..] => area == $"department/{commune?.DepartmentCode ?? "-"}",
            _ => area == $"region/{commune?.RegionCode ?? "-"}",
        };
    }

    static void AssertRow(
        ResultTable areas, string id, double residents, long districts, long touching, long conforming, long notConforming, long notComputable, double within)
    {
        Assert.Equal(residents, areas.Cell(id, "residents"));
        Assert.Equal(districts, areas.Cell(id, "districts"));
        Assert.Equal(touching, areas.Cell(id, "districts_touching"));
        Assert.Equal(conforming, areas.Cell(id, "conforming"));
        Assert.Equal(0L, areas.Cell(id, "partly"));
        Assert.Equal(notConforming, areas.Cell(id, "not_conforming"));
        Assert.Equal(notComputable, areas.Cell(id, "not_computable"));
        Assert.Equal(within, areas.Number(id, "residents_within"), 9);
        Assert.Equal(within / residents, areas.Number(id, "share_within"), 9);
    }
}
