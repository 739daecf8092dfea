using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Routing.Transit;

/// <summary>Real timetables, at every stop, against <see cref="TransitOracle"/>. The benchmarks compare more origins with two other
/// algorithms.</summary>
public sealed class RealCityTests
{
    // Two origins each, far apart in the list of stops.
    static readonly int[] s_places = [3, 300];

    [Theory]
    [InlineData("milan")]
    [InlineData("porto-alegre")]
    public void A_real_city_agrees_with_the_oracle_at_every_stop_and_minute(string name)
    {
        if (!TransitCases.Names.Contains(name))
        {
            Assert.Skip($"real data not present: {name}");
        }

        var input = TransitCases.Case(name);
        var options = new TransitOptions { BoardingSlackSeconds = 60, MaxDurationSeconds = 5400 };
        var table = ConnectionTable.ForDepartures(input.Timetable, input.Footpaths, input.Window, options);
        var minutes = input.Window.Count / 60;
        var reached = 0;
        foreach (var place in s_places)
        {
            var access = input.Place(place);
            Parallel.For(0, minutes, NewSearch, (minute, _, own) =>
            {
                var departure = input.Window.FromSeconds + (60 * minute);
                var expected = own.Oracle.ArrivalsByRides(departure, access)[^1];
                for (var stop = 0; stop < input.Timetable.StopCount; stop++)
                {
                    var count = own.Search.ReadStop(stop, own.Arrivals, own.Latest);
                    var pair = own.Latest.AsSpan(0, count).BinarySearch(departure);
                    pair = pair < 0 ? ~pair : pair;
                    var found = Within(pair < count ? own.Arrivals[pair] : TravelTime.Unreached, departure);
                    Assert.True(
                        found == Within(expected[stop], departure),
                        $"place {place}, stop {stop}, departure {departure}: {found}, not {expected[stop]}");
                    Interlocked.Add(ref reached, found < TravelTime.Unreached ? 1 : 0);
                }

                return own;
            }, _ => { });

            (ProfileSearch Search, TransitOracle Oracle, int[] Arrivals, int[] Latest) NewSearch()
            {
                var search = new ProfileSearch(table);
                search.Run(access);
                return (search, new TransitOracle(input.Timetable, input.Footpaths, options), new int[table.Count], new int[table.Count]);
            }
        }

        Assert.True(reached > 10_000, $"{reached} reached");

        int Within(int arrival, int departure) => arrival - departure <= options.MaxDurationSeconds ? arrival : TravelTime.Unreached;
    }
}
