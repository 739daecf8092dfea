using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Isochrones;

public sealed class TransitNetworkIsochroneTests
{
    const int Walk = 400;

    // Half the walk along a piece of 20 m, and rounding.
    const int UnevenMilliseconds = 11_000;

    static readonly string[] s_rules = ["best", "median", "p85", "worst", "share:0.6"];

    public static TheoryData<int, SearchDirection, bool, int> Towns => TransitAreaIsochroneTests.Towns();

    [Theory]
    [MemberData(nameof(Towns))]
    public void A_position_is_on_a_reached_piece_exactly_when_the_matrix_has_it_within_the_limit_by_the_rule(
        int seed, SearchDirection direction, bool hasRide, int maxRides)
    {
        var random = new Random(seed);
        var town = new TransitTown(seed);
        var options = new TransitOptions { BoardingSlackSeconds = seed % 2 == 0 ? 30 : 0, MaxDurationSeconds = 1500, MaxRides = maxRides };
        var whole = new TimeWindow(1000, 4600);
        var isForward = direction == SearchDirection.Forward;
        var table = isForward
            ? ConnectionTable.ForDepartures(town.Timetable, town.Footpaths, whole, options)
            : ConnectionTable.ForDeparturesMirrored(town.Timetable, town.Footpaths, whole, options);
        int? ride = hasRide ? 300 : null;
        var streets = town.Streets(100_000, 100_000, Walk, ride);
        var isochrone = new TransitNetworkIsochrone(table, direction, streets);
        var (changes, on, partly, uneven, timed) = (0, 0, 0, 0, 0);
        foreach (var (query, departures) in new[] { whole, new TimeWindow(1300, 2500), new TimeWindow(2000, 2001) }.Index())
        {
            var at = new[] { town.Walk, town.Ride }.Select(graph => RandomStreets.Positions(random, graph, 1 + (query % 2))).ToArray();
            var place = at[..streets.Length];
            int[] limits = [random.Next(200, 600), random.Next(600, 1400), 1500, 3000];
            for (var mode = 0; mode < streets.Length; mode++)
            {
                // Positions on one mode's streets only: that is what its pieces tell of.
                var graph = mode == 0 ? town.Walk : town.Ride;
                StreetPosition[] positions =
                [
                    .. Enumerable.Range(0, 800).Select(_ => random.Next(graph.LinkCount)).Select(
                        link => new StreetPosition(link, random.Next(graph.LinkLengthMillimeters[link] + 1), 0)),
                ];
                StreetPosition[] none = [.. positions.Select(_ => StreetPosition.None)];
                StreetPosition[][] points = streets.Length == 1 ? [positions] : mode == 0 ? [positions, none] : [none, positions];
                var expected = TransitAreaIsochroneTests.Profiles(town, options, departures, place, points, Walk, ride, isForward);
                foreach (var text in s_rules)
                {
                    Assert.True(DepartureRule.TryParse(text, out var rule));
                    var pieces = isochrone.Run(place, departures, rule, limits)[mode].ToLookup(piece => piece.Part.Link);
                    for (var i = 0; i < positions.Length; i++)
                    {
                        var (link, offset, _) = positions[i];
                        var onIt = pieces[link].Where(piece => piece.Part.FromMillimeters <= offset && offset <= piece.Part.ToMillimeters).ToArray();
                        for (var limit = 0; limit < limits.Length; limit++)
                        {
                            var isWithin = TransitAreaIsochroneTests.IsWithin(expected[i], text, limits[limit]);
                            var isOn = onIt.Any(piece => piece.Limit <= limit);
                            Assert.True(
                                isWithin == isOn,
                                $"seed {seed}, query {query}, {text}, limit {limits[limit]}, streets {mode}: {positions[i]} is wrongly {(isOn ? "on" : "off")}");
                            on += isOn ? 1 : 0;
                            changes += isWithin != TransitAreaIsochroneTests.IsWithin(expected[i], "best", limits[limit]) ? 1 : 0;
                        }

                        partly += onIt.Length > 0 && pieces[link].Sum(piece => piece.LengthMillimeters) < graph.LinkLengthMillimeters[link] ? 1 : 0;
                        if (Seconds(expected[i], text) is { } seconds && onIt is [{ } alone])
                        {
                            var (from, to) = (alone.Part.FromMilliseconds, alone.Part.ToMilliseconds);
                            var share = (offset - alone.Part.FromMillimeters) / (double)alone.LengthMillimeters;
                            timed++;
                            uneven += Math.Abs(from + (share * (to - from)) - (1000.0 * seconds)) > UnevenMilliseconds ? 1 : 0;
                        }
                    }
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{on} on, {partly} on streets reached in part, {uneven} of {timed} uneven");
        Assert.True(on > 10_000, $"only {on} on reached pieces");
        Assert.True(partly > 50, $"only {partly} on streets that are cut");
        Assert.True(changes > 100, "the rules are all alike: nothing is tested");
        Assert.True(uneven <= timed / 1000, $"{uneven} of {timed} times are not on the line between the ends");
    }

    [Theory]
    [InlineData(3, SearchDirection.Forward, false, 0)]
    [InlineData(13, SearchDirection.Backward, true, 0)]
    [InlineData(43, SearchDirection.Forward, false, 2)]
    public void The_times_at_the_ends_of_a_piece_are_those_of_the_matrix(int seed, SearchDirection direction, bool hasRide, int maxRides)
    {
        var random = new Random(seed);
        var town = new TransitTown(seed);
        var options = new TransitOptions { BoardingSlackSeconds = 0, MaxDurationSeconds = 1500, MaxRides = maxRides };
        var departures = new TimeWindow(1000, 2800);
        var isForward = direction == SearchDirection.Forward;
        var table = isForward
            ? ConnectionTable.ForDepartures(town.Timetable, town.Footpaths, departures, options)
            : ConnectionTable.ForDeparturesMirrored(town.Timetable, town.Footpaths, departures, options);
        int? ride = hasRide ? 300 : null;
        var streets = town.Streets(100_000, 100_000, Walk, ride);
        var place = new[] { town.Walk, town.Ride }.Select(graph => RandomStreets.Positions(random, graph, 1)).ToArray()[..streets.Length];
        var isochrone = new TransitNetworkIsochrone(table, direction, streets);
        int[] limits = [700, 1400];
        foreach (var text in new[] { "best", "median", "worst" })
        {
            Assert.True(DepartureRule.TryParse(text, out var rule));
            var pieces = isochrone.Run(place, departures, rule, limits)[0];
            var sample = Enumerable.Range(0, 1000).Select(_ => pieces[random.Next(pieces.Count)].Part).ToArray();
            StreetPosition[] ends =
            [
                .. sample.Select(part => new StreetPosition(part.Link, part.FromMillimeters, 0)),
                .. sample.Select(part => new StreetPosition(part.Link, part.ToMillimeters, 0)),
            ];
            StreetPosition[] beside =
            [
                .. sample.Select(part => new StreetPosition(part.Link, part.FromMillimeters + 1, 0)),
                .. sample.Select(part => new StreetPosition(part.Link, part.ToMillimeters - 1, 0)),
            ];
            StreetPosition[] none = [.. ends.Select(_ => StreetPosition.None)];
            var (at, by) = (Times(ends), Times(beside));
            for (var i = 0; i < ends.Length; i++)
            {
                // Direct ways are told to the millisecond, and where time jumps the piece has the time next to the end.
                var milliseconds = i < sample.Length ? sample[i].FromMilliseconds : sample[i - sample.Length].ToMilliseconds;
                var seconds = (milliseconds + 999) / 1000;
                Assert.True(
                    seconds == at[i] || seconds == by[i],
                    $"seed {seed}, {text}: {ends[i]} has {milliseconds} ms, the matrix {at[i]} s, and {by[i]} s beside");
            }

            int[] Times(StreetPosition[] positions) =>
            [
                .. TransitAreaIsochroneTests.Profiles(
                        town, options, departures, place, streets.Length == 1 ? [positions] : [positions, none], Walk, ride, isForward)
                    .Select(figures => Seconds(figures, text) ?? -1),
            ];
        }
    }

    static int? Seconds(TransitAreaIsochroneTests.Figures figures, string rule) => rule switch
    {
        "best" => figures.Best,
        "median" => figures.Median,
        "p85" => figures.P85,
        "worst" => figures.Worst,
        _ => null,
    };
}
