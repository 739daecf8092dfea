using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Routing;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Indicators;

public class CumulativeOpportunitiesTests
{
    // 100 residents: capacity 2 at 15:00 and 1 at 30:00; 300 residents: capacity 1 at 30:01 only, 2 without a way.
    //   step 30: 3 and 0;  linear 60: 2 x 3/4 + 1/2 = 2 and 1 - 1801/3600
    [Fact]
    public void Means_and_origins_are_as_worked_out_by_hand()
    {
        var study = new AccessStudy { Decays = [Decay.Step(1800), Decay.Linear(3600)] }
            .Point(0, 100).Point(0, 300)
            .Class("ecole", "education", 2, 1)
            .Mode("walk", [[[900, 1800], [TravelTime.Unreached, 1801]]])
            .Build();
        var indicator = new CumulativeOpportunities();
        Assert.Null(indicator.Missing(study));
        var tables = indicator.Compute(study);
        Assert.Equal(["district_opportunities", "origin_opportunities"], tables.Select(table => table.Name));
        Assert.Equal(0.75, AccessStudy.Value(tables[0], "D0/ecole/walk/step-30", "opportunities_mean"));
        Assert.Equal(0.75, AccessStudy.Value(tables[0], "D0/ecole/walk/step-30", "share_none"));
        var linear = (double)AccessStudy.Value(tables[0], "D0/ecole/walk/linear-60", "opportunities_mean")!;
        Assert.Equal(((100 * 2) + (300 * (1 - (1801 / 3600.0)))) / 400, linear, 1e-12);
        Assert.Equal(0.0, AccessStudy.Value(tables[0], "D0/ecole/walk/linear-60", "share_none"));
        Assert.Equal(3.0, AccessStudy.Value(tables[1], "p0/ecole/walk", "step_30"));
        Assert.Equal(2.0, AccessStudy.Value(tables[1], "p0/ecole/walk", "linear_60"));
        Assert.Equal(0.0, AccessStudy.Value(tables[1], "p1/ecole/walk", "step_30"));
    }

    [Fact]
    public void The_step_decay_is_the_count_within_its_limit()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var study = new AccessStudy { Decays = [Decay.Step(300), Decay.Step(1200), Decay.Step(1800)] }
                .Point(0, 10).Point(0, 7).Point(0, 3)
                .Class("c", "sport", 1, 2, 0.5, 1)
                .Mode("walk", [AccessStudy.RandomSeconds(random, 3, 4)])
                .Build();
            var (classes, opportunities) = (new AccessToClasses().Compute(study)[0], new CumulativeOpportunities().Compute(study)[0]);
            foreach (var minutes in new[] { 5, 20, 30 })
            {
                Assert.Equal(
                    AccessStudy.Value(classes, "D0/c/walk", $"count_{minutes}_mean"),
                    AccessStudy.Value(opportunities, $"D0/c/walk/step-{minutes}", "opportunities_mean"));
            }
        }
    }

    [Fact]
    public void A_table_of_origins_that_would_be_huge_is_left_out()
    {
        var builder = new AccessStudy { Decays = [Decay.Step(60)] }.Class("c", "sport", 1);
        int[][] seconds = [.. Enumerable.Repeat<int[]>([60], 10_001)];
        builder.Mode("walk", [seconds]);
        for (var point = 0; point < seconds.Length; point++)
        {
            builder.Point(0, 1);
        }

        Assert.Equal("district_opportunities", Assert.Single(new CumulativeOpportunities().Compute(builder.Build())).Name);
    }

    [Fact]
    public void Without_a_decay_it_says_so() => Assert.Equal(
        "no decay is given",
        new CumulativeOpportunities().Missing(
            new AccessStudy { Decays = [] }.Point(0, 1).Class("c", "sport", 1).Mode("walk", [[[1]]]).Build()));
}
