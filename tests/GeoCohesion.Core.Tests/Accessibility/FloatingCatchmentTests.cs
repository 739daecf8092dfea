using GeoCohesion.Core.Accessibility;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Accessibility;

public class FloatingCatchmentTests
{
    static readonly Decay s_steps = Decay.Steps("steps", "paliers", [new(600, 1), new(1200, 0.5)], endIsWithin: true);

    // Points a (100 residents) and b (200); places x (capacity 3) and y (1).
    //   x: a at 10:00 (1), b at 20:00 (1/2): demand 100 + 100 = 200, R = 3/200
    //   y: b at 5:00 (1) only, a at 20:01 (0): demand 200, R = 1/200
    // E2SFCA: A_a = 3/200; A_b = 3/200/2 + 1/200 = 2.5/200; 100 A_a + 200 A_b = 1.5 + 2.5 = 4.
    // M2SFCA: A_a = 3/200; A_b = 3/200/4 + 1/200 = 1.75/200.
    [Fact]
    public void Two_points_and_two_places_by_hand()
    {
        var catchment = Of([[600, 1201], [1200, 300]], [100, 200], [3, 1], s_steps);
        Assert.Equal([3 / 200.0, 2.5 / 200], catchment.Enhanced);
        Assert.Equal([3 / 200.0, 1.75 / 200], catchment.Modified);
        Assert.Equal(4, catchment.ServedCapacity);
    }

    [Fact]
    public void A_place_without_demand_in_range_is_shared_out_to_no_one()
    {
        var catchment = Of([[600, 1201], [600, 100]], [10, 0], [3, 5], s_steps);
        Assert.Equal([3 / 10.0, 3 / 10.0], catchment.Enhanced);
        Assert.Equal(3, catchment.ServedCapacity);
    }

    [Fact]
    public void Supply_is_conserved_and_equals_a_plain_script_over_the_whole_matrix()
    {
        Decay[] decays = [s_steps, Decay.Exponential(900), Decay.Step(1800), Decay.Linear(2400)];
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var (points, places) = (random.Next(1, 12), random.Next(1, 9));
            var seconds = AccessStudy.RandomSeconds(random, points, places);
            var demand = Enumerable.Range(0, points).Select(_ => random.Next(8) == 0 ? 0 : random.NextDouble() * 500).ToArray();
            var capacity = Enumerable.Range(0, places).Select(_ => 0.1 + (random.NextDouble() * 5)).ToArray();
            var decay = decays[seed % decays.Length];
            var catchment = Of(seconds, demand, capacity, decay);

            var shared = demand.Zip(catchment.Enhanced).Sum(pair => pair.First * pair.Second);
            var served = Enumerable.Range(0, places)
                .Where(place => Enumerable.Range(0, points).Any(point => demand[point] * decay.Weight(seconds[point][place]) > 0))
                .Sum(place => capacity[place]);
            Assert.True(Math.Abs(shared - served) <= 1e-9 * served, $"seed {seed}: {shared} of {served}");
            Assert.True(Math.Abs(served - catchment.ServedCapacity) <= 1e-12 * served, $"seed {seed}");
            for (var i = 0; i < points; i++)
            {
                var (enhanced, modified) = (0.0, 0.0);
                for (var j = 0; j < places; j++)
                {
                    var demandOfPlace = Enumerable.Range(0, points).Sum(k => demand[k] * decay.Weight(seconds[k][j]));
                    var weight = decay.Weight(seconds[i][j]);
                    enhanced += demandOfPlace > 0 ? capacity[j] * weight / demandOfPlace : 0;
                    modified += demandOfPlace > 0 ? capacity[j] * weight * weight / demandOfPlace : 0;
                }

                Assert.True(Math.Abs(enhanced - catchment.Enhanced[i]) <= 1e-12 * enhanced, $"seed {seed}, point {i}");
                Assert.True(Math.Abs(modified - catchment.Modified[i]) <= 1e-12 * modified, $"seed {seed}, point {i}");
                Assert.True(catchment.Modified[i] <= catchment.Enhanced[i], $"seed {seed}, point {i}");
            }
        }
    }

    [Fact]
    public void A_reach_shorter_than_the_decay_is_refused() =>
        Assert.Throws<ArgumentException>(() => FloatingCatchment.Of(new PlaceReach(0, 1199), [], [], s_steps));

    static FloatingCatchment Of(int[][] seconds, double[] demand, double[] capacity, Decay decay)
    {
        var reach = new PlaceReach(seconds.Length, decay.LimitSeconds);
        for (var point = 0; point < seconds.Length; point++)
        {
            reach.Set(point, new ReachedPlaces().Take(seconds[point]));
        }

        return FloatingCatchment.Of(reach, demand, capacity, decay);
    }
}
