using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Routing.Transit;

public sealed class TravelTimeProfileTests
{
    [Theory]
    [InlineData(55, 180, 98)]
    [InlineData(50, 120, 59)]
    [InlineData(1, 1, 0)]
    [InlineData(100, 7, 6)]
    [InlineData(5, 120, 5)]
    public void Rank_index_is_nearest_rank_in_integers(int percentile, int count, int index) =>
        Assert.Equal(index, TravelTimeProfile.RankIndex(percentile, count));

    [Fact]
    public void Every_figure_is_that_of_all_seconds_counted_one_by_one()
    {
        var gaps = 0;
        for (var seed = 0; seed < 400; seed++)
        {
            var profile = Profile(seed, isArrival: seed % 2 == 1);
            var window = profile.Window;
            var times = Enumerable.Range(window.FromSeconds, window.Count).Select(profile.At).ToArray();
            var sorted = times.Order().ToArray();
            var reached = times.Where(t => t < TravelTime.Unreached).ToArray();
            var what = $"seed {seed}";

            Assert.True(reached.Length == profile.ReachedSeconds && reached.Sum(t => (long)t) == profile.SumSeconds, what);
            Assert.True(profile.BestSeconds == sorted[0], what);
            Assert.True(profile.JourneyCount == profile.Pieces.ToArray().Count(p => p.Slope != 0), what);
            Assert.True(profile.WorstSeconds == sorted[^1], what);
            Assert.True(profile.WorstSecond == window.FromSeconds + Array.IndexOf(times, sorted[^1]), what);
            Assert.True(profile.BestSecond == window.FromSeconds + Array.IndexOf(times, sorted[0]), what);
            foreach (var percentile in new[] { 1, 5, 25, 50, 75, 85, 95, 99, 100 })
            {
                Assert.True(profile.PercentileSeconds(percentile) == sorted[TravelTimeProfile.RankIndex(percentile, times.Length)], what);
            }

            int[] limits = [0, 60, 100, 150, sorted[0], sorted[sorted.Length / 2], 2000];
            foreach (var limit in limits.Where(l => l < TravelTime.Unreached))
            {
                Assert.True(profile.CountWithin(limit) == times.Count(t => t <= limit), what);
                Assert.True(profile.ShareWithin(limit, isStrict: true) == (double)times.Count(t => t < limit) / times.Length, what);
                var above = new List<int>();
                foreach (var (first, last) in profile.GapsAbove(limit))
                {
                    Assert.True(above.Count == 0 || first > above[^1] + 1, what);
                    above.AddRange(Enumerable.Range(first, last - first + 1));
                    gaps++;
                }

                Assert.True(
                    above.SequenceEqual(Enumerable.Range(window.FromSeconds, window.Count).Where(t => profile.At(t) > limit)), what);
            }

            foreach (var step in new[] { 1, 7, 60 })
            {
                var samples = new int[profile.SampleCount(step)];
                profile.Sample(step, samples);
                Assert.True(samples.SequenceEqual(times.Where((_, i) => i % step == 0)), what);
            }

            var before = window.FromSeconds - 1;
            foreach (var piece in profile.Pieces)
            {
                Assert.True(piece.Slope is -1 or 0 or 1 && piece.FirstSecond > before && piece.LastSecond >= piece.FirstSecond, what);
                before = piece.LastSecond;
            }
        }

        Assert.True(gaps > 1000, $"{gaps} gaps");
    }

    [Fact]
    public void A_profile_without_any_journey_says_so_in_every_figure()
    {
        var world = RandomTimetables.World(0);
        var table = ConnectionTable.ForDepartures(world.Timetable, world.Footpaths, new TimeWindow(0, 100), new TransitOptions());
        var search = new ProfileSearch(table);
        var profile = new TravelTimeProfile();
        search.Run([]);
        search.Read([], TravelTime.Unreached, profile);
        Assert.Equal((0, 0L), (profile.ReachedSeconds, profile.SumSeconds));
        Assert.Equal((TravelTime.Unreached, TravelTime.Unreached), (profile.BestSeconds, profile.WorstSeconds));
        Assert.True(double.IsNaN(profile.MeanSeconds));
        Assert.Equal((0.0, 0.0), (profile.ReachedShare, profile.ShareWithin(1800)));
        Assert.Equal(TravelTime.Unreached, profile.PercentileSeconds(1));
        Assert.Equal([(0, 99)], profile.GapsAbove(100_000));
        var samples = new int[2];
        profile.Sample(60, samples);
        Assert.Equal([TravelTime.Unreached, TravelTime.Unreached], samples);
    }

    [Fact]
    public void A_percentile_is_empty_from_the_rank_on_that_is_unreached()
    {
        // One vehicle at second 59 of 100: 60 seconds are reached, 40 are not.
        const StopTimeRights both = StopTimeRights.Board | StopTimeRights.Alight;
        var timetable = RandomTimetables.Timetable(2, [[(0, 59, 59, both), (1, 159, 159, both)]]);
        var table =
            ConnectionTable.ForDepartures(timetable, RandomTimetables.Footpaths([0, 0]), new TimeWindow(0, 100), new TransitOptions());
        var search = new ProfileSearch(table);
        var profile = new TravelTimeProfile();
        search.Run([new StopWalk(0, 0)]);
        search.Read([new StopWalk(1, 0)], TravelTime.Unreached, profile);
        Assert.Equal((100, 159), (profile.PercentileSeconds(1), profile.PercentileSeconds(60)));
        Assert.Equal(TravelTime.Unreached, profile.PercentileSeconds(61));
        Assert.Equal((0.6, 129.5, 60), (profile.ReachedShare, profile.MeanSeconds, profile.WorstSecond));
        Assert.Equal((1, 59, 59), (profile.JourneyCount, profile.FirstJourneySecond, profile.LastJourneySecond));
    }

    [Fact]
    public void Journeys_are_counted_with_the_first_and_the_last_departure()
    {
        // Every 600 s from 120 on; a walk of 400 s; rides of 100 s. Leaving at 1,799 one waits until 1,920.
        const StopTimeRights both = StopTimeRights.Board | StopTimeRights.Alight;
        int[] departures = [120, 720, 1320, 1920, 2520];
        var timetable = RandomTimetables.Timetable(2, [.. departures.Select(d => new[] { (0, d, d, both), (1, d + 100, d + 100, both) })]);
        var footpaths = RandomTimetables.Footpaths([0, 0]);
        var search = new ProfileSearch(ConnectionTable.ForDepartures(timetable, footpaths, new TimeWindow(0, 1800), new TransitOptions()));
        var profile = new TravelTimeProfile();
        search.Run([new StopWalk(0, 0)]);
        search.Read([new StopWalk(1, 0)], 400, profile);
        Assert.Equal((4, 120, 1799), (profile.JourneyCount, profile.FirstJourneySecond, profile.LastJourneySecond));
        var arrivals = ConnectionTable.ForArrivals(timetable, footpaths, new TimeWindow(300, 1500), new TransitOptions());
        var mirrored = new ArrivalProfileSearch(arrivals);
        mirrored.Run([new StopWalk(1, 0)]);
        mirrored.Read([new StopWalk(0, 0)], 400, profile);
        Assert.Equal((3, 300, 1420), (profile.JourneyCount, profile.FirstJourneySecond, profile.LastJourneySecond));
    }

    static TravelTimeProfile Profile(int seed, bool isArrival)
    {
        var world = RandomTimetables.World(seed);
        var profile = new TravelTimeProfile();
        if (isArrival)
        {
            var mirrored =
                new ArrivalProfileSearch(ConnectionTable.ForArrivals(world.Timetable, world.Footpaths, world.Window, world.Options));
            mirrored.Run(world.Egress);
            mirrored.Read(world.Access, world.DirectWalkSeconds, profile);
            return profile;
        }

        var search = new ProfileSearch(ConnectionTable.ForDepartures(world.Timetable, world.Footpaths, world.Window, world.Options));
        search.Run(world.Access);
        search.Read(world.Egress, world.DirectWalkSeconds, profile);
        return profile;
    }
}
