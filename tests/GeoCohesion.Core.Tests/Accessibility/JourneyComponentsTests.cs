using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Tests.Accessibility;

public sealed class JourneyComponentsTests
{
    [Fact]
    public void Each_leg_counts_for_one_component_and_they_add_up()
    {
        JourneyLeg[] legs =
        [
            new(LegKind.Access, 0, 100, -1, 0),
            new(LegKind.Wait, 100, 130, 0, 0),
            new(LegKind.Ride, 130, 200, 0, 1, 0, 0, 1),
            new(LegKind.Wait, 200, 205, 1, 1),
            new(LegKind.Ride, 205, 300, 1, 2, 1, 2, 3, IsStayingSeated: true),
            new(LegKind.Transfer, 300, 340, 2, 3),
            new(LegKind.Wait, 340, 400, 3, 3),
            new(LegKind.Ride, 400, 450, 3, 4, 2, 4, 5),
            new(LegKind.Wait, 450, 457, 4, 4),
            new(LegKind.Ride, 457, 500, 4, 5, 3, 6, 7),
            new(LegKind.Egress, 500, 511, 5, -1),
        ];
        var components = JourneyComponents.Of(new Journey(0, 511, 3, legs));

        // Seated between two trips counts as riding: 70 + 5 + 95 + 50 + 43; changes: 40 + 60 + 7.
        Assert.Equal(new JourneyComponents(100, 30, 263, 107, 11), components);
        Assert.Equal(511, JourneyComponents.All.Sum(component => components[component]));
    }

    [Fact]
    public void A_way_without_a_ride_is_all_walked_out() => Assert.Equal(
        new JourneyComponents(600, 0, 0, 0, 0),
        JourneyComponents.Of(new Journey(0, 600, 0, [new(LegKind.DirectWalk, 0, 600, -1, -1)])));

    [Fact]
    public void The_smallest_cut_is_the_one_found_by_trying_every_cut()
    {
        var (positive, impossible) = (0, 0);
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var count = random.Next(1, 8);
            var component = Enumerable.Range(0, count).Select(_ => random.Next(60)).ToArray();
            var times = component.Select(seconds => random.Next(8) == 0 ? Core.Routing.TravelTime.Unreached : seconds + random.Next(100)).ToArray();
            var residents = component.Select(_ => (double)random.Next(1, 20)).ToArray();
            var share = random.Next(3) switch { 0 => 0.5, 1 => 0.8, _ => 1.0 };
            const int limit = 70;
            var found = ComponentCut.Smallest(times, component, residents, limit, share);
            var tried = Enumerable.Range(0, 200).Cast<int?>().FirstOrDefault(cut =>
                times.Select((time, i) => time - Math.Min(cut!.Value, component[i]) <= limit ? residents[i] : 0).Sum() >= (share * residents.Sum()) - 1e-6);
            Assert.True(found == (tried ?? Core.Routing.TravelTime.Unreached), $"seed {seed}: {found} for {tried}");
            positive += tried > 0 ? 1 : 0;
            impossible += tried is null ? 1 : 0;
        }

        Assert.True(positive > 300 && impossible > 300, $"{positive} cuts, {impossible} without");
    }

    [Fact]
    public void The_departure_of_a_time_is_the_first_second_with_the_least_time_not_below_it()
    {
        var missing = 0;
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var pieces = new List<ProfilePiece>();
            for (var second = random.Next(3); second < 60;)
            {
                var last = second + random.Next(0, 15);
                pieces.Add(new ProfilePiece(second, last, random.Next(20, 60), random.Next(-1, 2)));
                second = last + 1 + (random.Next(3) == 0 ? random.Next(5) : 0);
            }

            var wanted = random.Next(5, 80);
            var seconds = pieces
                .SelectMany(piece => Enumerable.Range(piece.FirstSecond, piece.Count).Select(second => (Second: second, Time: piece.TravelTimeSeconds + (piece.Slope * (second - piece.FirstSecond)))))
                .Where(entry => entry.Time >= wanted)
                .OrderBy(entry => entry.Time).ThenBy(entry => entry.Second)
                .ToArray();
            var found = WindowTimes.DepartureOf(pieces.ToArray(), wanted);
            Assert.True(found == (seconds.Length == 0 ? null : ((int, int)?)seconds[0]), $"seed {seed}: {found}");
            missing += seconds.Length == 0 ? 1 : 0;
        }

        Assert.InRange(missing, 50, 1500);
    }

    [Fact]
    public void The_resident_at_a_percentage_has_its_time_and_is_the_first_of_his_equals()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var times = Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(5) == 0 ? Core.Routing.TravelTime.Unreached : random.Next(6)).ToArray();
            var weights = times.Select(_ => random.NextDouble() + 0.01).ToArray();
            var percentage = random.Next(1, 101);
            var index = WeightedPercentile.IndexOf(times, weights, percentage);
            var wanted = (weights.Sum() * percentage / 100) - 1e-9;
            var order = Enumerable.Range(0, times.Length).OrderBy(i => times[i]).ToArray();
            var expected = order.First(i => order.TakeWhile(other => other != i).Append(i).Sum(other => weights[other]) >= wanted);
            Assert.True(index == expected, $"seed {seed}: {index} for {expected}");
            Assert.Equal(times[index], WeightedPercentile.Of(times, weights, percentage));
        }

        Assert.Equal(-1, WeightedPercentile.IndexOf([], [], 50));
    }
}
