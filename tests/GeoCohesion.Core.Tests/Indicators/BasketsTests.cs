using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Routing;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Indicators;

public class BasketsTests
{
    const int U = TravelTime.Unreached;

    // Nearest     a     b     complete  mean  decides
    //   p0 100   600   900        900    750  b
    //   p1 300  1800  1200       1800   1500  a
    //   p2 100    60     -          -      -  b (missing)
    // Class c has no place.
    [Fact]
    public void A_basket_is_complete_with_its_last_class()
    {
        var study = new AccessStudy { Baskets = [new Basket("panier", "Panier", "Basket", ["b", "c", "a"])] }
            .Point(0, 100).Point(0, 300).Point(0, 100).Point(-1, 5000)
            .Class("a", "sport", 1, 1).Class("b", "sport", 1).Class("c", "sport")
            .Mode("walk", [[600, 700], [2000, 1800], [60, 60], [1, 1]], [[900], [1200], [U], [1]], [[], [], [], []])
            .Build();
        var indicator = new Baskets();
        Assert.Null(indicator.Missing(study));
        var tables = indicator.Compute(study);
        Assert.Equal(["district_baskets", "origin_baskets"], tables.Select(table => table.Name));
        var row = Assert.Single(tables[0].Rows);
        (string Column, object? Value)[] expected =
        [
            ("id", "D0/panier/walk"),
            ("classes", "b;a"),
            ("classes_without_data", "c"),
            ("complete_mean_s", ((100 * 900.0) + (300 * 1800)) / 400),
            ("complete_mean_lower_bound_s", ((100 * 900.0) + (300 * 1800) + (100 * 7200)) / 500),
            ("complete_median_s", 1800L),
            ("complete_p90_s", null),
            ("complete_share_within", 0.8),
            ("unreachable_share", 0.2),
            ("nearest_mean_s", ((100 * 750.0) + (300 * 1500)) / 400),
            ("deciding_class", "a"),
            ("deciding_share", 0.6),
            ("missing_class", "b"),
            ("missing_share", 0.2),
        ];
        foreach (var (column, value) in expected)
        {
            AccessToClassesTests.AssertValue(value, row[tables[0].ColumnIndex(column)], column);
        }

        Assert.Equal(3, tables[1].Rows.Count);
        Assert.Equal([900L, 1800L, null], tables[1].Rows.Select(origin => origin[tables[1].ColumnIndex("complete_s")]));
        Assert.Equal(["b", "a", "b"], tables[1].Rows.Select(origin => origin[tables[1].ColumnIndex("deciding_class")]));
        Assert.Equal("b", AccessStudy.Value(tables[1], "p2/panier/walk", "missing_classes"));
        Assert.Equal("", AccessStudy.Value(tables[1], "p0/panier/walk", "missing_classes"));
        Assert.Null(AccessStudy.Value(tables[1], "p2/panier/walk", "nearest_mean_s"));
    }

    [Fact]
    public void A_basket_never_takes_less_than_any_of_its_classes_and_each_class_added_never_shortens_it()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var study = new AccessStudy { Baskets = [new Basket("one", "1", "1", ["a"]), new Basket("two", "2", "2", ["a", "b"])] }
                .Point(0, 100).Point(0, 300)
                .Class("a", "sport", 1, 1).Class("b", "sport", 1)
                .Mode("walk", AccessStudy.RandomSeconds(random, 2, 2), AccessStudy.RandomSeconds(random, 2, 1))
                .Build();
            var origins = new Baskets().Compute(study)[1];
            for (var point = 0; point < 2; point++)
            {
                var one = (long?)AccessStudy.Value(origins, $"p{point}/one/walk", "complete_s") ?? U;
                var two = (long?)AccessStudy.Value(origins, $"p{point}/two/walk", "complete_s") ?? U;
                var nearest = study.Modes[0].Classes.Select(access => access.NearestSeconds[point]).ToArray();
                Assert.True(one == nearest[0] && two == nearest.Max(), $"seed {seed}");
            }
        }
    }

    [Fact]
    public void What_is_missing_is_said()
    {
        var indicator = new Baskets();
        Assert.Equal("no basket is given", indicator.Missing(new AccessStudy().Point(0, 1).Mode("walk", []).Build()));
        Assert.Equal(
            "no class of any basket has a place",
            indicator.Missing(new AccessStudy { Baskets = [new Basket("x", "x", "x", ["zzz"])] }.Point(0, 1).Mode("walk", []).Build()));
    }
}
