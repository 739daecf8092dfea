using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Tests.Accessibility;

public class DecayTests
{
    [Fact]
    public void Step_counts_its_limit_and_nothing_beyond()
    {
        var decay = Decay.Step(1800);
        Assert.Equal((1, 1, 0, 0), (decay.Weight(0), decay.Weight(1800), decay.Weight(1801), decay.Weight(TravelTime.Unreached)));
        Assert.Equal(("step-30", 1800), (decay.Name, decay.LimitSeconds));
    }

    [Fact]
    public void Linear_falls_in_a_straight_line()
    {
        var decay = Decay.Linear(3600);
        Assert.Equal([1, 0.75, 0.5, 0, 0], Weights(decay, 0, 900, 1800, 3600, 3601));
    }

    [Fact]
    public void Exponential_halves_with_every_half_life_and_is_cut_at_an_hour()
    {
        var decay = Decay.Exponential(900);
        Assert.Equal(1, decay.Weight(0));
        Assert.Equal(0.5, decay.Weight(900), 1e-15);
        Assert.Equal(0.0625, decay.Weight(3600), 1e-15);
        Assert.Equal(0, decay.Weight(3601));
    }

    // g(0) = 1 + exp(-30 pi / (10 sqrt 3)) = 1 + exp(-5.441398) = 1.00433341; g(30) = 2; g(40) = 1 + exp(1.813799) = 7.133711.
    [Fact]
    public void Logistic_is_that_of_R5()
    {
        var decay = Decay.Logistic(1800, 600);
        Assert.Equal(1, decay.Weight(0));
        Assert.Equal(1.00433341 / 2, decay.Weight(1800), 1e-7);
        Assert.Equal(1.00433341 / 7.133711, decay.Weight(2400), 1e-6);
        Assert.True(decay.Weight(3600) > 0);
        Assert.Equal(0, decay.Weight(3601));
    }

    [Fact]
    public void Logistic_without_deviation_tends_to_a_step()
    {
        var decay = Decay.Logistic(1800, 0.01);
        var step = Decay.Step(1800);
        for (var second = 0; second <= 3700; second++)
        {
            Assert.Equal(second == 1800 ? 0.5 : step.Weight(second), decay.Weight(second), 1e-12);
        }
    }

    [Fact]
    public void A_bound_of_steps_belongs_to_the_side_that_is_stated()
    {
        DecayStep[] steps = [new(600, 1), new(900, 2.0 / 3), new(1200, 1.0 / 3)];
        var open = Decay.Steps("drees", "paliers", steps, endIsWithin: false);
        Assert.Equal([1, 1, 2.0 / 3, 2.0 / 3, 1.0 / 3, 1.0 / 3, 0], Weights(open, 0, 599, 600, 899, 900, 1199, 1200));
        var closed = Decay.Steps("paliers", "paliers", steps, endIsWithin: true);
        Assert.Equal([1, 1, 2.0 / 3, 2.0 / 3, 1.0 / 3, 1.0 / 3, 0], Weights(closed, 0, 600, 601, 900, 901, 1200, 1201));
        Assert.Equal((1199, 1200), (open.LimitSeconds, closed.LimitSeconds));
        Assert.Equal("1 if t < 10, 0.667 if t < 15, 0.333 if t < 20, else 0", open.Formula);
    }

    [Fact]
    public void Steps_that_rise_or_go_back_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Decay.Steps("x", "x", [new(600, 0.5), new(900, 0.6)], true));
        Assert.Throws<ArgumentException>(() => Decay.Steps("x", "x", [new(600, 0.5), new(600, 0.4)], true));
        Assert.Throws<ArgumentException>(() => Decay.Steps("x", "x", [new(600, 1.5)], true));
        Assert.Throws<ArgumentException>(() => Decay.Steps("x", "x", [], true));
    }

    [Fact]
    public void No_weight_rises_with_time_or_leaves_0_to_1()
    {
        foreach (var decay in Decay.Defaults.Concat([Decay.Logistic(60, 3000), Decay.Exponential(60), Decay.Linear(1), Decay.Step(0)]))
        {
            Assert.Equal(1, decay.Weight(0));
            for (var second = 1; second <= decay.LimitSeconds + 1; second++)
            {
                Assert.InRange(decay.Weight(second), 0, decay.Weight(second - 1));
            }

            Assert.Equal(decay.LimitSeconds + 1, decay.WeightBySecond.Length);
        }

        Assert.Equal(Decay.Defaults.Count, Decay.Defaults.Select(decay => decay.Name).Distinct().Count());
    }

    [Fact]
    public void A_table_of_decays_adds_up_to_the_bit_what_each_adds_up_alone()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            Decay[] all = [.. Decay.Defaults, Decay.Step(0), Decay.Linear(1 + random.Next(5000)), Decay.Exponential(60), Decay.Logistic(900, 300), Decay.Step(7200)];
            random.Shuffle(all);
            var decays = all[..random.Next(all.Length + 1)];
            double[] capacities = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.NextDouble() * 3)];
            int[] places = [.. Enumerable.Range(0, random.Next(60)).Select(_ => random.Next(capacities.Length))];
            int[] seconds = [.. places.Select(_ => random.Next(8) == 0 ? TravelTime.Unreached : random.Next(random.Next(1, 8000)))];
            var sums = new double[decays.Length];
            new DecayTable(decays).Sum(places, seconds, capacities, sums);
            for (var i = 0; i < decays.Length; i++)
            {
                var expected = 0.0;
                for (var at = 0; at < places.Length; at++)
                {
                    expected += capacities[places[at]] * decays[i].Weight(seconds[at]);
                }

                Assert.True(expected.Equals(sums[i]), $"seed {seed}, {decays[i].Name}: {sums[i]:R}, expected {expected:R}");
            }
        }
    }

    static IEnumerable<double> Weights(Decay decay, params int[] seconds) => seconds.Select(decay.Weight);
}
