using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Routing;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Indicators;

public class HealthAccessTests
{
    const int U = TravelTime.Unreached;

    // Two origins of 100 and 300 residents, three doctors; the second has no way on foot. The run has no transit.
    [Fact]
    public void Modes_stand_side_by_side_and_a_mode_that_is_not_computed_is_empty()
    {
        var study = new AccessStudy()
            .Point(0, 100).Point(0, 300)
            .Class("generaliste", "sante", 1, 1, 1).Class("ecole", "education", 1)
            .Mode("bicycle", [[1, 1, 1], [1, 1, 1]], [[1], [1]])
            .Mode("walk", [[600, 1200, 2000], [U, U, U]], [[1], [1]])
            .Mode("car", [[60, 120, 900], [300, 901, 1801]], [[1], [1]])
            .Build();
        var indicator = new HealthAccess();
        Assert.Null(indicator.Missing(study));
        var table = Assert.Single(indicator.Compute(study));
        var row = Assert.Single(table.Rows);
        (string Column, object? Value)[] expected =
        [
            ("id", "D0/generaliste"),
            ("places", 3L),
            ("walk_nearest_mean_s", 600.0),
            ("walk_nearest_mean_lower_bound_s", ((100 * 600.0) + (300 * 7200)) / 400),
            ("walk_nearest_median_s", null),
            ("walk_third_median_s", null),
            ("walk_count_15_mean", 0.25),
            ("walk_count_30_mean", 0.5),
            ("walk_unreachable_share", 0.75),
            ("walk_none_within_limit_share", 0.75),
            ("transit_nearest_mean_s", null),
            ("transit_unreachable_share", null),
            ("car_nearest_mean_s", ((100 * 60.0) + (300 * 300)) / 400),
            ("car_nearest_median_s", 300L),
            ("car_third_median_s", 1801L),
            ("car_count_15_mean", ((100 * 3.0) + 300) / 400),
            ("car_count_30_mean", ((100 * 3.0) + (300 * 2)) / 400),
            ("car_unreachable_share", 0.0),
            ("car_none_within_limit_share", 0.0),
        ];
        foreach (var (column, value) in expected)
        {
            AccessToClassesTests.AssertValue(value, row[table.ColumnIndex(column)], column);
        }
    }

    [Fact]
    public void What_is_missing_is_said()
    {
        var school = new AccessStudy().Point(0, 1).Class("ecole", "education", 1).Mode("walk", [[[1]]]).Build();
        Assert.Equal("no health profession or facility has a place", new HealthAccess().Missing(school));
        var bicycle = new AccessStudy().Point(0, 1).Class("kine", "sante", 1).Mode("bicycle", [[[1]]]).Build();
        Assert.Equal("none of walk, transit and car is computed", new HealthAccess().Missing(bicycle));
    }
}
