using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Routing.Transit;

/// <summary>Real timetables, at every stop, against <see cref="TransitOracle"/>. The benchmarks compare more origins with two other
/// algorithms.</summary>
public sealed class RealCityTests
{
    [Theory]
    [InlineData("milan", 2)]
    [InlineData("porto-alegre", 30)]
    public void A_real_city_agrees_with_the_oracle_at_every_stop(string name, int everyMinutes)
    {
        if (!TransitCases.Names.Contains(name))
        {
            Assert.Skip($"real data not present: {name}");
        }

        var input = TransitCases.Case(name);
        var options = new TransitOptions { BoardingSlackSeconds = 60, MaxDurationSeconds = 5400 };
        var table = ConnectionTable.ForDepartures(input.Timetable, input.Footpaths, input.Window, options);
        var access = input.Place(3);
        var search = new ProfileSearch(table);
        var oracle = new TransitOracle(input.Timetable, input.Footpaths, options);
        var (arrivals, latest) = (new int[table.Count], new int[table.Count]);
        var reached = 0;
        search.Run(access);
        for (var departure = input.Window.FromSeconds; departure < input.Window.ToSeconds; departure += 60 * everyMinutes)
        {
            var expected = oracle.ArrivalsByRides(departure, access)[^1];
            for (var stop = 0; stop < input.Timetable.StopCount; stop++)
            {
                var count = search.ReadStop(stop, arrivals, latest);
                var pair = latest.AsSpan(0, count).BinarySearch(departure);
                pair = pair < 0 ? ~pair : pair;
                var found = Within(pair < count ? arrivals[pair] : TravelTime.Unreached, departure);
                Assert.True(
                    found == Within(expected[stop], departure), $"stop {stop}, departure {departure}: {found}, not {expected[stop]}");
                reached += found < TravelTime.Unreached ? 1 : 0;
            }
        }

        Assert.True(reached > 10_000, $"{reached} reached");

        int Within(int arrival, int departure) => arrival - departure <= options.MaxDurationSeconds ? arrival : TravelTime.Unreached;
    }
}
