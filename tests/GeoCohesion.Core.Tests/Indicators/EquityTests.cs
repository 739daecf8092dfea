using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Routing;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Indicators;

public sealed class EquityTests
{
    const int No = TravelTime.Unreached;

    [Fact]
    public void Dispersion_of_a_hand_made_group_is_that_worked_out_by_hand()
    {
        // Three residents at 600 s, one at 1000 s: mean 700, squares 3 x 100^2 + 300^2 = 120 000; pairs 3 x 400 of a total 4 x 2800.
        var dispersion = TravelTimeDispersion.Of([1000, 600], [1, 3]);
        Assert.Equal(Math.Sqrt(30_000), dispersion.StandardDeviationSeconds, 9);
        Assert.Equal(1200.0 / (4 * 2800), dispersion.Gini, 12);
        Assert.Equal((600, 1000), (dispersion.P10Seconds, dispersion.P90Seconds));
    }

    [Fact]
    public void Equal_times_have_no_dispersion_and_no_way_is_not_a_time()
    {
        var equal = TravelTimeDispersion.Of([900, 900, 900], [0.3, 7, 1.1]);
        Assert.Equal((0.0, 0.0), (equal.StandardDeviationSeconds, equal.Gini));
        Assert.Equal((0.0, 0.0), (TravelTimeDispersion.Of([0, 0], [1, 2]).Gini, TravelTimeDispersion.Of([0, 0], [1, 2]).StandardDeviationSeconds));
        var some = TravelTimeDispersion.Of([900, No], [8, 2]);
        Assert.Equal((0.0, 0.0, 900, No), (some.StandardDeviationSeconds, some.Gini, some.P10Seconds, some.P90Seconds));
        Assert.Equal((double.NaN, double.NaN), (TravelTimeDispersion.Of([No], [8]).Gini, TravelTimeDispersion.Of([No], [8]).StandardDeviationSeconds));
    }

    [Fact]
    public void A_district_is_compared_with_residents_of_its_intercommunality_who_live_in_no_district()
    {
        var study = TwoDistricts().WithCommunes(
            ContextStudy.Commune("96001", -1000, -1000, 1000, 1000, "E1"), ContextStudy.Commune("97001", 1000, -1000, 2000, 1000, "E2"));
        var equity = new Equity().Compute(study)[0];

        // D1: 10 at 1200, 30 at 2400, mean 2100. The rest of E1: 50 at 600, 25 at 900, 25 without a way: mean 700.
        const string Walk = "D1/centralities/walk";
        Assert.Equal(2100.0, equity.Number(Walk, "mean_s"), 9);
        Assert.Equal("epci", equity.Cell(Walk, "rest_by"));
        Assert.Equal("E1", equity.Cell(Walk, "epci"));
        Assert.Equal(100.0, equity.Cell(Walk, "rest_residents"));
        Assert.Equal(700.0, equity.Number(Walk, "rest_mean_s"), 9);
        Assert.Equal(0.25, equity.Number(Walk, "rest_unreachable_share"), 9);
        Assert.Equal(1400.0, equity.Number(Walk, "mean_difference_s"), 9);
        Assert.Equal(3.0, equity.Number(Walk, "mean_ratio"), 9);
        Assert.Equal(-0.25, equity.Number(Walk, "unreachable_difference"), 9);
        Assert.Equal(2400L - 600, equity.Cell(Walk, "median_difference_s"));
        Assert.Equal(1200L, equity.Cell(Walk, "p90_minus_p10_s"));

        // Nobody lives in the rest of E2.
        Assert.Equal("none", equity.Cell("D2/centralities/walk", "rest_by"));
        Assert.Null(equity.Cell("D2/centralities/walk", "rest_mean_s"));
        Assert.Null(equity.Cell("D2/centralities/walk", "mean_difference_s"));
        Assert.Null(equity.Cell("D2/centralities/walk", "unreachable_difference"));
        Assert.Equal(0.0, equity.Cell("D2/centralities/walk", "rest_residents"));

        // The class: 40 residents at 300 s against 100 at 150 s.
        Assert.Equal(2.0, equity.Number("D1/bibliotheque/walk", "mean_ratio"), 9);
        Assert.Equal("class", equity.Cell("D1/bibliotheque/walk", "target_kind"));
    }

    [Fact]
    public void Without_the_code_of_an_intercommunality_all_surroundings_are_the_rest()
    {
        var equity = new Equity().Compute(TwoDistricts())[0];
        Assert.Equal("surroundings", equity.Cell("D2/centralities/fastest", "rest_by"));
        Assert.Null(equity.Cell("D2/centralities/fastest", "epci"));
        Assert.Equal(100.0, equity.Cell("D2/centralities/fastest", "rest_residents"));

        // A code in the perimeter's properties that no commune has finds nobody; the surroundings are all there is.
        var study = TwoDistricts();
        study = study with { Districts = [.. study.Districts.Select(district => district with { Properties = [new("siren_epci", "E1")] })] };
        equity = new Equity().Compute(study)[0];
        Assert.Equal(("surroundings", "E1"), (equity.Cell("D2/centralities/fastest", "rest_by"), equity.Cell("D2/centralities/fastest", "epci")));
    }

    [Fact]
    public void Groups_count_by_their_own_number_and_say_what_is_known_of_them()
    {
        // Two cells, half of each inside: 10 residents at 1200 s (imputed), 30 at 2400 s. Children live in the first, old people in both;
        // the second has 20 households of which 5 are poor, the first says nothing of households.
        var study = TwoDistricts().WithCells(
            _ => 0.5,
            (point, cell) => point switch
            {
                0 => cell with { IsImputed = true, ResidentsByAge = [8, 0, 0, 0, 0, 0, 0, 0, 0, 12] },
                1 => cell with { ResidentsByAge = [0, 0, 0, 0, 0, 0, 0, 0, 0, 36], Households = 20, PoorHouseholds = 5 },
                _ => cell,
            });
        var groups = new Equity().Compute(study)[1];
        Assert.Equal((4.0, 1200.0, 1.0), Figures("D1/age_0_3/walk"));
        Assert.Equal((24.0, ((6 * 1200) + (18 * 2400)) / 24.0, 6 / 24.0), Figures("D1/age_80p/walk"));
        Assert.Equal(24 / 28.0, groups.Number("D1/age_80p/walk", "group_share"), 9);
        Assert.Equal(1.0, groups.Cell("D1/age_80p/walk", "known_share"));
        Assert.Equal(0.25, groups.Number("D1/age_80p/walk", "share_within"), 9);
        Assert.Equal(2400L, groups.Cell("D1/age_80p/walk", "median_s"));
        Assert.Equal((2.5, 2400.0, 0.0), Figures("D1/poor/walk"));
        Assert.Equal((7.5, 2400.0, 0.0), Figures("D1/not_poor/walk"));
        Assert.Equal("households", groups.Cell("D1/poor/walk", "unit"));
        Assert.Equal(0.25, groups.Number("D1/poor/walk", "group_share"), 9);
        Assert.Equal(0.75, groups.Number("D1/poor/walk", "known_share"), 9);
        Assert.Equal((40.0, 2100.0, 0.25), Figures("D1/all/walk"));

        // Nobody of the group, no row; D2's cells say nothing of ages.
        Assert.DoesNotContain("D1/age_4_5/walk", groups.Ids());
        Assert.Equal(["D2/all/fastest", "D2/all/walk"], groups.Ids().Where(id => id.StartsWith("D2", StringComparison.Ordinal)));

        (double Weight, double Mean, double Imputed) Figures(string id) =>
            (groups.Number(id, "weight"), groups.Number(id, "mean_s"), groups.Number(id, "imputed_share"));
    }

    [Fact]
    public void Random_studies_agree_with_counting_one_resident_after_another()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var study = ContextStudy.Random(seed);
            if (new Equity().Missing(study) is not null)
            {
                continue;
            }

            var tables = new Equity().Compute(study);
            foreach (var id in tables[0].Ids())
            {
                AssertDistrict($"seed {seed}: {id}", study, tables[0], id);
            }

            foreach (var id in tables[1].Ids())
            {
                AssertGroup($"seed {seed}: {id}", study, tables[1], id);
            }
        }
    }

    static void AssertDistrict(string at, Study study, ResultTable equity, string id)
    {
        var parts = id.Split('/');
        var district = int.Parse(parts[0][1..], System.Globalization.CultureInfo.InvariantCulture);
        var times = Times(study, parts[1], parts[2]);
        var people = ContextStudy.People(Enumerable.Range(0, study.OriginCount)
            .Where(origin => study.Points[origin].District == district)
            .Select(origin => (times[origin], study.Points[origin].Residents)));
        var reached = people.Where(seconds => seconds < No).Select(seconds => (double)seconds).ToArray();
        Assert.True(people.Length == equity.Number(id, "residents"), at);
        AssertNumber(at, equity.Cell(id, "mean_s"), reached.Length == 0 ? null : reached.Average());
        AssertNumber(at, equity.Cell(id, "mean_lower_bound_s"), people.Average(seconds => Math.Min(seconds, ModeAccess.DefaultLimitSeconds)));
        AssertNumber(at, equity.Cell(id, "unreachable_share"), 1 - ((double)reached.Length / people.Length));
        AssertNumber(
            at,
            equity.Cell(id, "standard_deviation_s"),
            reached.Length == 0 ? null : Math.Sqrt(reached.Average(seconds => (seconds - reached.Average()) * (seconds - reached.Average()))));
        AssertNumber(
            at,
            equity.Cell(id, "gini"),
            reached.Length == 0 ? null : reached.Average(one => reached.Average(other => Math.Abs(one - other))) / (2 * reached.Average()));
        var (p10, p90) = (ContextStudy.Percentile(people, 10), ContextStudy.Percentile(people, 90));
        Assert.True(Equals(p10, equity.Cell(id, "p10_s")) && Equals(p90, equity.Cell(id, "p90_s")) && Equals(p90 - p10, equity.Cell(id, "p90_minus_p10_s")), at);

        // The intercommunality of most residents; between equal ones, and without any, what the table says must be one of them.
        var byEpci = Enumerable.Range(0, study.OriginCount)
            .Where(origin => study.Points[origin].District == district)
            .GroupBy(origin => Epci(study, origin) ?? "")
            .ToDictionary(group => group.Key, group => group.Sum(origin => study.Points[origin].Residents));
        var epci = (string?)equity.Cell(id, "epci");
        Assert.True(byEpci[epci ?? ""] == byEpci.Values.Max(), at);
        var rest = ContextStudy.People(Enumerable.Range(study.OriginCount, study.Points.Count - study.OriginCount)
            .Where(point => epci is null || Epci(study, point) == epci)
            .Select(point => (times[point], study.Points[point].Residents)));
        var restReached = rest.Where(seconds => seconds < No).ToArray();
        Assert.True(rest.Length == equity.Number(id, "rest_residents"), at);
        Assert.True((string?)equity.Cell(id, "rest_by") == (rest.Length == 0 ? "none" : epci is null ? "surroundings" : "epci"), at);
        AssertNumber(at, equity.Cell(id, "rest_mean_s"), restReached.Length == 0 ? null : restReached.Average());
        AssertNumber(at, equity.Cell(id, "mean_difference_s"), restReached.Length == 0 || reached.Length == 0 ? null : reached.Average() - restReached.Average());
        AssertNumber(at, equity.Cell(id, "mean_ratio"), restReached.Length == 0 || reached.Length == 0 ? null : reached.Average() / restReached.Average());
        AssertNumber(at, equity.Cell(id, "rest_unreachable_share"), rest.Length == 0 ? null : 1 - ((double)restReached.Length / rest.Length));
        Assert.True(Equals(ContextStudy.Percentile(rest, 50), equity.Cell(id, "rest_median_s")), at);
    }

    static void AssertGroup(string at, Study study, ResultTable groups, string id)
    {
        string[] bands = ["age_0_3", "age_4_5", "age_6_10", "age_11_17", "age_18_24", "age_25_39", "age_40_54", "age_55_64", "age_65_79", "age_80p"];
        var parts = id.Split('/');
        var district = int.Parse(parts[0][1..], System.Globalization.CultureInfo.InvariantCulture);
        var times = Times(study, "centralities", parts[2]);
        var people = ContextStudy.People(Enumerable.Range(0, study.OriginCount)
            .Where(origin => study.Points[origin].District == district)
            .Select(origin => (times[origin], Count(study.Points[origin]))));
        var reached = people.Where(seconds => seconds < No).ToArray();
        Assert.True(people.Length == groups.Number(id, "weight"), at);
        AssertNumber(at, groups.Cell(id, "mean_s"), reached.Length == 0 ? null : reached.Average());
        AssertNumber(at, groups.Cell(id, "unreachable_share"), 1 - ((double)reached.Length / people.Length));
        AssertNumber(
            at, groups.Cell(id, "share_within"), people.Count(seconds => study.Rule.LimitIsWithin ? seconds <= 1800 : seconds < 1800) / (double)people.Length);
        Assert.True(Equals(ContextStudy.Percentile(people, 50), groups.Cell(id, "median_s")), at);
        var imputed = Enumerable.Range(0, study.OriginCount)
            .Where(origin => study.Points[origin].District == district && study.Points[origin].Cell!.IsImputed)
            .Sum(origin => Count(study.Points[origin]));
        AssertNumber(at, groups.Cell(id, "imputed_share"), imputed / people.Length);

        double Count(Core.Network.Origin origin) => parts[1] switch
        {
            "all" => origin.Residents,
            "poor" => Math.Min(origin.Cell!.PoorHouseholds, origin.Cell.Households) * origin.ShareOfCell,
            "not_poor" => Math.Max(0, origin.Cell!.Households - origin.Cell.PoorHouseholds) * origin.ShareOfCell,
            var band => origin.Cell!.ResidentsByAge.Count == 0 ? 0 : origin.Cell.ResidentsByAge[Array.IndexOf(bands, band)] * origin.ShareOfCell,
        };
    }

    static int[] Times(Study study, string target, string mode) => (target, mode) switch
    {
        ("centralities", "fastest") => [.. study.Modes[0].CentralitySeconds[0].Zip(study.Modes[1].CentralitySeconds[0], Math.Min)],
        ("centralities", _) => study.Mode(mode)!.CentralitySeconds[0],
        ("bibliotheque", _) => study.Mode(mode)!.Classes[0].NearestSeconds,
        _ => study.Mode(mode)!.Classes[1].NearestSeconds,
    };

    static string? Epci(Study study, int point) =>
        study.Communes.FirstOrDefault(commune => commune.Shape.EnvelopeInternal.Contains(study.Points[point].Longitude, study.Points[point].Latitude))?.EpciCode;

    static void AssertNumber(string at, object? found, double? expected) =>
        Assert.True(expected is null ? found is null : found is double number && Math.Abs(number - expected.Value) < 1e-6, $"{at}: {found} is not {expected}");

    // D1 at 0 and 200 m, D2 at 1200 m; around them four inhabited squares, all west of 1000 m.
    static Study TwoDistricts()
    {
        var builder = new StudyBuilder()
            .AddDistrict("D1", 0, 0, 10, 30)
            .AddDistrict("D2", 1200, 0, 5)
            .AddSurroundings(0, 400, 50, 25)
            .AddSurroundings(0, 800, 20, 5)
            .AddCentrality("C", 0, 0)
            .AddClass("bibliotheque", "culture");
        builder.AddMode(ContextStudy.Mode("walk", [1200, 2400, 600, 600, 900, No, No], [300, 300, 300, 150, 150, 150, 150]));
        return builder.Build();
    }
}
