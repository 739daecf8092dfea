using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Routing;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Accessibility;

public class ClassAccessTests
{
    const int U = TravelTime.Unreached;

    static readonly DecayTable s_weights = new(Decay.Defaults);

    [Fact]
    public void A_place_of_capacity_two_is_its_own_second_and_of_three_its_own_third()
    {
        Assert.Equal((1, 300, 400, 500), Nearest([500, 300, 400, U], [1, 1, 1, 9]));
        Assert.Equal((1, 300, 300, 400), Nearest([500, 300, 400], [1, 2, 1]));
        Assert.Equal((1, 300, 300, 300), Nearest([500, 300, 400], [1, 3.7, 1]));
        Assert.Equal((0, 300, 400, 400), Nearest([300, 400], [0.5, 2]));
        Assert.Equal((0, 300, U, U), Nearest([300, U], [1.9, 3]));
        Assert.Equal((-1, U, U, U), Nearest([U], [5]));
        Assert.Equal((-1, U, U, U), Nearest([], []));

        // At equal times the first of the class is the nearest.
        Assert.Equal((1, 300, 300, 300), Nearest([400, 300, 300, 300], [1, 1, 1, 1]));
    }

    [Fact]
    public void Rows_equal_a_plain_script_and_ranks_ascend()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            double[] capacities =
                [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(3) == 0 ? 0.5 * random.Next(1, 9) : 1)];
            var rows = AccessStudy.RandomSeconds(random, 5, capacities.Length);
            var access = ClassAccess.Of(5, 3, Decay.Defaults);
            for (var point = 0; point < rows.Length; point++)
            {
                access.SetNearest(point, new ReachedPlaces().Take(rows[point]), capacities);
                if (point < 3)
                {
                    access.Count(point, new ReachedPlaces().Take(rows[point]), capacities, s_weights);
                }

                // One entry per choice, all sorted.
                var choices = rows[point]
                    .SelectMany((seconds, place) => Enumerable.Repeat(seconds, Math.Max(1, (int)capacities[place])))
                    .Concat([U, U, U])
                    .Order()
                    .ToArray();
                Assert.True(
                    (choices[0], choices[1], choices[2])
                        == (access.NearestSeconds[point], access.SecondSeconds[point], access.ThirdSeconds[point]),
                    $"seed {seed}, point {point}");
                Assert.Equal(choices[0] == U ? -1 : Array.IndexOf(rows[point], choices[0]), access.NearestPlace[point]);
            }

            for (var point = 0; point < 3; point++)
            {
                for (var i = 0; i < ClassAccess.CountLimitsSeconds.Count; i++)
                {
                    var expected = rows[point].Zip(capacities).Where(p => p.First <= ClassAccess.CountLimitsSeconds[i]).Sum(p => p.Second);
                    Assert.True(expected == access.CountWithin[i][point], $"seed {seed}, point {point}, limit {i}");
                    Assert.True(i == 0 || access.CountWithin[i][point] >= access.CountWithin[i - 1][point], $"seed {seed}");
                }

                // The step at 30 minutes is the count within 30 minutes; both have names of their own.
                Assert.Equal(access.CountWithin30[point], access.Opportunities[0][point]);
                Assert.Equal(access.CountWithin[2][point], access.CountWithin15[point]);
                for (var i = 0; i < Decay.Defaults.Count; i++)
                {
                    var expected = rows[point].Zip(capacities).Sum(p => p.Second * Decay.Defaults[i].Weight(p.First));
                    Assert.True(Math.Abs(expected - access.Opportunities[i][point]) <= 1e-12 * expected, $"seed {seed}, decay {i}");
                }
            }
        }
    }

    [Fact]
    public void More_capacity_never_lowers_anything_and_never_lengthens_a_time()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            double[] capacities = [.. Enumerable.Range(0, 6).Select(_ => 0.5 + random.Next(3))];
            var row = AccessStudy.RandomSeconds(random, 1, 6)[0];
            var before = Filled(row, capacities);
            capacities[random.Next(6)] += random.Next(1, 4);
            var after = Filled(row, capacities);
            for (var i = 0; i < Decay.Defaults.Count; i++)
            {
                Assert.True(after.Opportunities[i][0] >= before.Opportunities[i][0], $"seed {seed}");
            }

            for (var rank = 1; rank <= ClassAccess.NearestCount; rank++)
            {
                Assert.True(after.NthSeconds(rank)[0] <= before.NthSeconds(rank)[0], $"seed {seed}");
            }
        }
    }

    [Fact]
    public void Reach_holds_every_place_within_its_limit_whatever_the_length_and_order_of_rows()
    {
        var random = new Random(7);

        // Rows that end a block, fill one, and do not fit into any.
        int[][] rows =
        [
            .. ((int[])[0, 3, 200_000, 90_000, 300_000, 1]).Select(length =>
                Enumerable.Range(0, length).Select(_ => random.Next(10) == 0 ? random.Next(1790, 1810) : random.Next(100)).ToArray()),
        ];
        var reach = new PlaceReach(rows.Length, 1800);
        foreach (var point in (int[])[4, 0, 2, 3, 5, 1])
        {
            reach.Set(point, new ReachedPlaces().Take(rows[point]));
        }

        Assert.Equal(rows.Length, reach.PointCount);
        Assert.Equal(rows.Sum(row => row.LongCount(seconds => seconds <= 1800)), reach.PairCount);
        for (var point = 0; point < rows.Length; point++)
        {
            var expected = rows[point].Index().Where(entry => entry.Item <= 1800).ToArray();
            Assert.Equal(expected.Select(entry => entry.Index), reach.PlacesOf(point).ToArray());
            Assert.Equal(expected.Select(entry => (ushort)entry.Item), reach.SecondsOf(point).ToArray());
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new PlaceReach(1, 65_536));
    }

    static (int Place, int First, int Second, int Third) Nearest(int[] seconds, double[] capacities)
    {
        var access = Filled(seconds, capacities);
        return (access.NearestPlace[0], access.NearestSeconds[0], access.SecondSeconds[0], access.ThirdSeconds[0]);
    }

    static ClassAccess Filled(int[] seconds, double[] capacities)
    {
        var access = ClassAccess.Of(1, decays: Decay.Defaults);
        access.SetNearest(0, new ReachedPlaces().Take(seconds), capacities);
        access.Count(0, new ReachedPlaces().Take(seconds), capacities, s_weights);
        return access;
    }
}
