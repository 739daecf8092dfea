using System.Diagnostics;
using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Isochrones;

public sealed class RealTransitNetworkTests
{
    [Theory]
    [InlineData("sample", SearchDirection.Forward, "median", 7200)]
    [InlineData("sample", SearchDirection.Backward, "share:0.8", 7200)]
    [InlineData("porto-alegre", SearchDirection.Forward, "p85", 7200)]
    [InlineData("porto-alegre", SearchDirection.Backward, "worst", 1)]
    public void A_position_is_on_a_reached_piece_exactly_when_the_matrix_has_it_within_the_limit(
        string name, SearchDirection direction, string rule, int seconds)
    {
        if (TransitOnStreets.Of(name) is not { } city)
        {
            Assert.Skip($"real data not present: {name}");
            return;
        }

        Assert.True(DepartureRule.TryParse(rule, out var departureRule));
        var options = new TransitOptions { BoardingSlackSeconds = 60, MaxDurationSeconds = 5400 };
        var isForward = direction == SearchDirection.Forward;
        var window = new TimeWindow(city.Window.FromSeconds, city.Window.FromSeconds + seconds);
        var table = isForward
            ? ConnectionTable.ForDepartures(city.Timetable, city.Footpaths, window, options, 2)
            : ConnectionTable.ForDeparturesMirrored(city.Timetable, city.Footpaths, window, options, 2);
        var isochrone = new TransitNetworkIsochrone(table, direction, [city.Streets(1_000_000, 100_000)]);
        var random = new Random(9);
        int[] limits = [1200, 2700];
        var place = StreetPosition.None;
        while (!place.IsSnapped)
        {
            // Some stops are outside the extract of the streets.
            var stop = city.Timetable.Stops[random.Next(city.Timetable.StopCount)];
            place = city.Index.Snap(stop.Longitude + 0.001, stop.Latitude, 300_000);
        }

        var watch = Stopwatch.StartNew();
        var pieces = isochrone.Run([[place]], window, departureRule, limits)[0];
        var milliseconds = watch.ElapsedMilliseconds;

        // Half of the positions on streets that are reached in part, where the cuts are.
        var graph = city.Index.Graph;
        var ofLink = pieces.ToLookup(piece => piece.Part.Link);
        var cut = ofLink.Where(on => on.Sum(piece => piece.LengthMillimeters) < graph.LinkLengthMillimeters[on.Key]).Select(on => on.Key).ToArray();
        StreetPosition[] positions =
        [
            .. Enumerable.Range(0, 2000).Select(i => i % 2 == 0 && cut.Length > 0 ? cut[random.Next(cut.Length)] : random.Next(graph.LinkCount))
                .Select(link => new StreetPosition(link, random.Next(graph.LinkLengthMillimeters[link] + 1), 0)),
        ];
        var expected = Seconds(city, window, options, place, positions, rule, isForward);
        var (on, off) = (0, 0);
        for (var i = 0; i < positions.Length; i++)
        {
            for (var limit = 0; limit < limits.Length; limit++)
            {
                var isOn = ofLink[positions[i].Link].Any(piece => piece.Limit <= limit
                    && piece.Part.FromMillimeters <= positions[i].OffsetMillimeters && positions[i].OffsetMillimeters <= piece.Part.ToMillimeters);
                Assert.True(
                    isOn == expected[i] <= limits[limit],
                    $"{name}, limit {limits[limit]}: {positions[i]} is wrongly {(isOn ? "on" : "off")}, the matrix has {expected[i]} s");
                (on, off) = isOn ? (on + 1, off) : (on, off + 1);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{pieces.Count} pieces in {milliseconds} ms, {cut.Length} streets cut, {on} positions on, {off} off");
        Assert.True(on > 300 && off > 300, $"{on} on and {off} off: too little is tested");
        Assert.All(pieces, piece => Assert.InRange(
            Math.Max(piece.Part.FromMilliseconds, piece.Part.ToMilliseconds),
            piece.Limit == 0 ? 0 : limits[piece.Limit - 1] * 1000,
            limits[piece.Limit] * 1000));
    }

    /// <summary>What the matrix has by the rule, between the place and positions.</summary>
    static int[] Seconds(
        TransitOnStreets city,
        TimeWindow window,
        TransitOptions options,
        StreetPosition place,
        StreetPosition[] positions,
        string rule,
        bool isForward)
    {
        var (origins, destinations) = isForward ? (new[] { place }, positions) : (positions, [place]);
        var direct = new StreetSearch(city.Index.Graph, isForward ? SearchDirection.Forward : SearchDirection.Backward);
        direct.Run(place, options.MaxDurationSeconds * 1000);
        var seconds = new int[positions.Length];
        TransitMatrix.Compute(
            city.Timetable,
            city.Footpaths,
            window,
            options,
            StopWalkBuilder.ToStops(city.Doors, origins, TransitOnStreets.LongestWalkSeconds, 2),
            StopWalkBuilder.FromStops(city.Doors, destinations, TransitOnStreets.LongestWalkSeconds, 2),
            (origin, destination) => TravelTime.ToSeconds(direct.ReadMilliseconds(positions[isForward ? destination : origin])),
            profile => rule switch
            {
                "median" => profile.PercentileSeconds(50),
                "p85" => profile.PercentileSeconds(85),
                "worst" => profile.WorstSeconds,
                _ => profile.PercentileSeconds(80),
            },
            2,
            (origin, row) =>
            {
                for (var i = 0; i < row.Length; i++)
                {
                    seconds[isForward ? i : origin] = row[i];
                }
            });
        return seconds;
    }
}
