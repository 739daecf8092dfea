using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Routing.Transit;

/// <summary>Distributions that follow from the headways alone, in the manner of R5's <c>SimpsonDesertTests</c>.</summary>
public sealed class GridCityTests
{
    const int Hop = 45;
    const int AccessWalk = 70;
    const int EgressWalk = 33;

    [Fact]
    public void One_ride_is_a_wait_uniform_in_the_headway()
    {
        // Rows every 600 s; from (1, 2) to (6, 2): 5 hops. Over one whole headway each wait 0 .. 599 occurs once.
        var city = new TransitGridCity(8, Hop, rowHeadwaySeconds: 600, columnHeadwaySeconds: 600, changeWalkSeconds: 60, endSeconds: 4000);
        var profile = Profile(city, new TimeWindow(100, 700), city.RowStop(1, 2), city.RowStop(6, 2));
        var least = AccessWalk + (5 * Hop) + EgressWalk;
        for (var percentile = 1; percentile <= 100; percentile++)
        {
            Assert.Equal(least + (6 * percentile) - 1, profile.PercentileSeconds(percentile));
        }

        Assert.Equal(least + 299.5, profile.MeanSeconds);
        Assert.Equal((least, least + 599), (profile.BestSeconds, profile.WorstSeconds));
        Assert.Equal(0.5, profile.ShareWithin(least + 299));
        Assert.Equal(299.0 / 600, profile.ShareWithin(least + 299, isStrict: true));
        Assert.Equal(600 - 1, profile.GapsAbove(least).Sum(g => g.LastSecond - g.FirstSecond + 1));
    }

    [Fact]
    public void Two_rides_are_the_sum_of_two_independent_waits()
    {
        // Rows every 61 s, columns every 60 s: in 3,660 s each wait 0 .. 60 for the row meets each wait 0 .. 59 for the column exactly
        // once. No third ride can help: two more changes walk 60 s, and the wait that they could save is 59 s at most.
        var city = new TransitGridCity(6, Hop, rowHeadwaySeconds: 61, columnHeadwaySeconds: 60, changeWalkSeconds: 30, endSeconds: 5000);
        var profile = Profile(city, new TimeWindow(0, 3660), city.RowStop(1, 1), city.ColumnStop(4, 5));
        var least = AccessWalk + (3 * Hop) + 30 + (4 * Hop) + EgressWalk;
        var times =
            (from row in Enumerable.Range(0, 61) from column in Enumerable.Range(0, 60) select least + row + column).Order().ToArray();
        Assert.Equal(least + 59.5, profile.MeanSeconds);
        Assert.Equal((times[0], times[^1]), (profile.BestSeconds, profile.WorstSeconds));
        for (var percentile = 1; percentile <= 100; percentile++)
        {
            Assert.Equal(times[TravelTimeProfile.RankIndex(percentile, times.Length)], profile.PercentileSeconds(percentile));
        }

        for (var limit = least - 1; limit <= least + 120; limit++)
        {
            Assert.Equal(times.Count(t => t <= limit), profile.CountWithin(limit));
        }
    }

    [Fact]
    public void With_equal_headways_the_second_wait_is_always_the_same()
    {
        // Row 1 starts at 17 and column 4 at 31 * 4 = 124 (mod 300), 45 s a hop: the change at (4, 1) is reached 17 + 180 + 60 = 257, the
        // column passes there at 124 + 45 = 169, that is at 469: a wait of 212 s.
        var city = new TransitGridCity(6, Hop, rowHeadwaySeconds: 300, columnHeadwaySeconds: 300, changeWalkSeconds: 60, endSeconds: 4000);
        var table =
            ConnectionTable.ForDepartures(city.Timetable, city.Footpaths, new TimeWindow(0, 300), new TransitOptions { MaxRides = 2 });
        var search = new RidesProfileSearch(table);
        var profile = new TravelTimeProfile();
        search.Run([new StopWalk(city.RowStop(1, 1), AccessWalk)]);
        search.Read([new StopWalk(city.ColumnStop(4, 5), EgressWalk)], 2, TravelTime.Unreached, profile);
        var least = AccessWalk + (3 * Hop) + 60 + 212 + (4 * Hop) + EgressWalk;
        Assert.Equal((least, least + 299, least + 149.5), (profile.BestSeconds, profile.WorstSeconds, profile.MeanSeconds));
    }

    [Fact]
    public void A_direct_walk_as_fast_as_the_best_ride_makes_the_travel_time_constant()
    {
        var city = new TransitGridCity(4, Hop, rowHeadwaySeconds: 300, columnHeadwaySeconds: 300, changeWalkSeconds: 60, endSeconds: 4000);
        var profile = Profile(city, new TimeWindow(0, 300), city.RowStop(0, 0), city.RowStop(1, 0), AccessWalk + Hop + EgressWalk);
        Assert.Equal((profile.BestSeconds, profile.BestSeconds), (profile.WorstSeconds, AccessWalk + Hop + EgressWalk));
    }

    static TravelTimeProfile Profile(
        TransitGridCity city, TimeWindow window, int from, int to, int directWalkSeconds = TravelTime.Unreached)
    {
        var search = new ProfileSearch(ConnectionTable.ForDepartures(city.Timetable, city.Footpaths, window, new TransitOptions()));
        var profile = new TravelTimeProfile();
        search.Run([new StopWalk(from, AccessWalk)]);
        search.Read([new StopWalk(to, EgressWalk)], directWalkSeconds, profile);
        return profile;
    }
}
