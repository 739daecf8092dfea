using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Routing;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Indicators;

public class FloatingCatchmentsTests
{
    const int U = TravelTime.Unreached;

    // Weight 2 up to 17 years, 1 from 18: the first four bands of the grid weigh 2, the others 1.
    static readonly AgeWeights s_children = new("enfants", "test", [new(0, 2), new(18, 1)], 94);

    static readonly CatchmentScheme s_scheme = new(
        "essai",
        "Essai",
        "Test",
        "test",
        ["generaliste", "absent"],
        s_children,
        new Dictionary<string, Decay> { ["walk"] = Decay.Steps("paliers", "paliers", [new(600, 1), new(1200, 0.5)], true) });

    // p0 (district, 100 residents, half of them children: demand 150), p1 (district, 50 of unknown age: 50),
    // s (surroundings, 200 adults: 200). Doctors x (capacity 2) and y (1); z out of everyone's range.
    //   x: p0 at 10:00, s at 15:00: 150 + 100 = 250, R = 2/250;  y: s at 1:00: 200, R = 1/200
    //   E2: p0 2/250, p1 0, s 1/250 + 1/200;  M2: p0 2/250, s 0.5/250 + 1/200
    static Study Sample() => new AccessStudy { Schemes = [s_scheme] }
        .Point(0, 100, 10, 10, 10, 20, 0, 50, 0, 0, 0, 0).Point(0, 50).Point(-1, 200, 0, 0, 0, 0, 0, 0, 40, 60, 50, 50)
        .Class("generaliste", "sante", 2, 1, 4).Class("kine", "sante", 1)
        .Mode("walk", [[600, U, 1201], [1201, U, U], [900, 60, U]], [[1], [1], [1]])
        .Mode("bicycle", [[1, 1, 1], [1, 1, 1], [1, 1, 1]], [[1], [1], [1]])
        .Build();

    [Fact]
    public void Supply_per_standardised_resident_is_as_worked_out_by_hand()
    {
        var study = Sample();
        var indicator = new FloatingCatchments();
        Assert.Null(indicator.Missing(study));
        var tables = indicator.Compute(study);
        Assert.Equal(["district_catchments", "origin_catchments"], tables.Select(table => table.Name));
        var row = Assert.Single(tables[0].Rows);
        var (district, all) = (150 * (2 / 250.0) / 200, 3.0 / 400);
        var (modifiedDistrict, modifiedAll) = (150 * (2 / 250.0) / 200, ((150 * (2 / 250.0)) + (200 * ((0.5 / 250) + (1 / 200.0)))) / 400);
        (string Column, object? Value)[] expected =
        [
            ("id", "D0/essai/generaliste/walk"),
            ("label_fr", "type APL (marche)"),
            ("age_weights", "enfants"),
            ("residents", 150.0),
            ("standardized_residents", 200.0),
            ("standardized_residents_all_points", 400.0),
            ("e2sfca_per_100000", district * 1e5),
            ("e2sfca_all_points_per_100000", all * 1e5),
            ("e2sfca_ratio", district / all),
            ("m2sfca_per_100000", modifiedDistrict * 1e5),
            ("m2sfca_all_points_per_100000", modifiedAll * 1e5),
            ("m2sfca_ratio", modifiedDistrict / modifiedAll),
            ("share_none", 1 / 3.0),
            ("capacity", 7.0),
            ("capacity_served", 3.0),
        ];
        foreach (var (column, value) in expected)
        {
            AccessToClassesTests.AssertValue(value, row[tables[0].ColumnIndex(column)], column);
        }

        Assert.Equal(2, tables[1].Rows.Count);
        AccessToClassesTests.AssertValue(800.0, AccessStudy.Value(tables[1], "p0/essai/generaliste/walk", "e2sfca_per_100000"), "p0");
        AccessToClassesTests.AssertValue(0.0, AccessStudy.Value(tables[1], "p1/essai/generaliste/walk", "e2sfca_per_100000"), "p1");
    }

    [Fact]
    public void Only_modes_and_classes_of_a_scheme_are_computed()
    {
        var study = Sample();
        Assert.All(study.Modes[1].Classes, access => Assert.Null(access.Reach));
        Assert.Null(study.Modes[0].Classes[1].Reach);
        Assert.Equal(
            "no class of a catchment scheme has a place, or none of its modes is computed",
            new FloatingCatchments().Missing(study with { Modes = [study.Modes[1]] }));
        Assert.Equal("no catchment scheme is given", new FloatingCatchments().Missing(study with { CatchmentSchemes = [] }));
    }

    [Fact]
    public void No_column_calls_itself_APL() => Assert.All(
        new FloatingCatchments().Compute(Sample()).SelectMany(table => table.Columns.Select(column => column.Name).Append(table.Title)),
        text => Assert.DoesNotContain("APL", text.Replace("type APL", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));
}
