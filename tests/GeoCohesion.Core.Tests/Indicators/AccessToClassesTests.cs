using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Routing;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Indicators;

public class AccessToClassesTests
{
    const int U = TravelTime.Unreached;

    // District D0: 100, 200 and 100 residents; the last have no way. Places of capacity 1, 1, 2.
    //   times    place 0  place 1  place 2        1st    2nd    3rd     <=5 <=10 <=15 <=20 <=30
    //   p0 100      300      900        U         300    900      -       1    1    2    2    2
    //   p1 200     1801     1200      601         601    601   1200       0    0    2    3    3
    //   p2 100        U        U        U           -      -      -       0    0    0    0    0
    static Study Sample() => new AccessStudy()
        .Point(0, 100).Point(0, 200).Point(0, 100).Point(-1, 1000)
        .Class("pharmacie", "sante", 1, 1, 2)
        .Mode("walk", [[[300, 900, U], [1801, 1200, 601], [U, U, U], [1, 1, 1]]])
        .Build();

    [Fact]
    public void District_classes_are_as_worked_out_by_hand()
    {
        var study = Sample();
        var indicator = new AccessToClasses();
        Assert.Null(indicator.Missing(study));
        var table = Assert.Single(indicator.Compute(study));
        Assert.Equal("district_classes", table.Name);
        var row = Assert.Single(table.Rows);

        // A median is the time within which half of the residents are: 601 s for 200 of 400 to the second, 1 200 s to the third.
        // Mean of those with a way (100 x 300 + 200 x 601) / 300; all, with 100 at 7 200 s: (150 200 + 720 000) / 400.
        Assert.Equal("D0/pharmacie/walk", row[0]);
        (string Column, object? Value)[] expected =
        [
            ("places", 3L),
            ("nearest_mean_s", 150_200.0 / 300),
            ("nearest_median_s", 601L),
            ("nearest_p90_s", null),
            ("second_median_s", 601L),
            ("third_median_s", 1200L),
            ("count_5_mean", 0.25),
            ("count_10_mean", 0.25),
            ("count_15_mean", 1.5),
            ("count_20_mean", 2.0),
            ("count_30_mean", 2.0),
            ("share_none_within_limit", 0.25),
            ("unreachable_share", 0.25),
            ("nearest_mean_lower_bound_s", 870_200.0 / 400),
            ("search_limit_s", 7200L),
        ];
        foreach (var (column, value) in expected)
        {
            AssertValue(value, row[table.ColumnIndex(column)], column);
        }
    }

    [Fact]
    public void Dual_access_is_the_time_to_the_nth_with_those_who_lack_it_counted()
    {
        var table = Assert.Single(new DualAccess().Compute(Sample()));
        var row = Assert.Single(table.Rows);
        (string Column, object? Value)[] expected =
        [
            ("n1_mean_s", 150_200.0 / 300),
            ("n1_median_s", 601L),
            ("n1_unreachable_share", 0.25),
            ("n2_mean_s", ((100 * 900.0) + (200 * 601)) / 300),
            ("n2_mean_lower_bound_s", ((100 * 900.0) + (200 * 601) + (100 * 7200)) / 400),
            ("n2_median_s", 601L),
            ("n2_unreachable_share", 0.25),
            ("n3_mean_s", 1200.0),
            ("n3_mean_lower_bound_s", ((200 * 1200.0) + (200 * 7200)) / 400),
            ("n3_median_s", 1200L),
            ("n3_unreachable_share", 0.5),
        ];
        foreach (var (column, value) in expected)
        {
            AssertValue(value, row[table.ColumnIndex(column)], column);
        }
    }

    [Fact]
    public void Unreachable_residents_are_in_every_share_and_bound_of_random_studies()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var (points, places) = (random.Next(1, 8), random.Next(1, 5));
            var seconds = AccessStudy.RandomSeconds(random, points, places);
            var builder = new AccessStudy().Class("c", "sante", [.. Enumerable.Repeat(1.0, places)]).Mode("walk", [seconds]);
            var residents = Enumerable.Range(0, points).Select(_ => 1 + random.NextDouble()).ToArray();
            foreach (var count in residents)
            {
                builder.Point(0, count);
            }

            var table = new AccessToClasses().Compute(builder.Build())[0];
            var row = table.Rows[0];
            var nearest = seconds.Select(times => times.Min()).ToArray();
            var total = residents.Sum();
            Near(residents.Where((_, i) => nearest[i] == U).Sum() / total, "unreachable_share");
            Near(residents.Where((_, i) => nearest[i] > 1800).Sum() / total, "share_none_within_limit");
            Near(
                residents.Select((count, i) => count * Math.Min(nearest[i], AccessStudy.SearchLimitSeconds)).Sum() / total,
                "nearest_mean_lower_bound_s");
            Near(residents.Select((count, i) => count * seconds[i].Count(time => time <= 900)).Sum() / total, "count_15_mean");

            void Near(double expected, string column) => Assert.True(
                Math.Abs(expected - (double)row[table.ColumnIndex(column)]!) <= 1e-12 * Math.Max(1, expected), $"seed {seed}, {column}");
        }
    }

    [Fact]
    public void Without_classes_it_says_what_is_missing() => Assert.Equal(
        "no class of places has a place", new AccessToClasses().Missing(new AccessStudy().Point(0, 1).Mode("walk", []).Build()));

    internal static void AssertValue(object? expected, object? actual, string column)
    {
        if (expected is double number)
        {
            Assert.True(
                Math.Abs(number - Assert.IsType<double>(actual)) <= 1e-12 * Math.Max(1, Math.Abs(number)),
                $"{column}: {actual}, not {number}");
        }
        else
        {
            Assert.True(Equals(expected, actual), $"{column}: {actual ?? "null"}, not {expected ?? "null"}");
        }
    }
}
