using System.Runtime.Intrinsics;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Routing.Transit;

/// <summary>Every value of every second, against <see cref="TransitOracle"/>.</summary>
public sealed class ProfileOracleTests
{
    const int Worlds = 2000;
    const int MostRides = 4;

    [Fact]
    public void Every_search_agrees_with_the_oracle_at_every_second()
    {
        var (values, reached, knots, transfers) = (0L, 0L, 0, 0L);
        var cases = new HardCases();
        for (var seed = 0; seed < Worlds; seed++)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var world = RandomTimetables.World(seed);
            cases.Add(world);
            var expected = Expected(world, out var byRides);
            var table = ConnectionTable.ForDepartures(world.Timetable, world.Footpaths, world.Window, world.Options);
            knots += table.Knots.Length;
            transfers += table.TransferCount;
            var profile = new TravelTimeProfile();

            var search = new ProfileSearch(table);
            search.Run(world.Access);
            search.Read(world.Egress, world.DirectWalkSeconds, profile);
            AssertEqual(expected, profile, seed, "profile");

            var places = StopWalks.From([world.Egress, world.Access]);
            var arrivals = new PlaceArrivals(table, places);
            search.Read(arrivals, 0, world.DirectWalkSeconds, profile);
            AssertEqual(expected, profile, seed, "prepared place");

            var batch = new ProfileBatch(table);
            batch.Run(places, 0, 2);
            batch.Read(1, arrivals, 0, world.DirectWalkSeconds, profile);
            AssertEqual(expected, profile, seed, "batch");
            var other = new TravelTimeProfile();
            batch.Read(arrivals, 0, 0b11, [world.DirectWalkSeconds, world.DirectWalkSeconds], [other, profile]);
            AssertEqual(expected, profile, seed, "all lanes of a batch");
            batch.Read(arrivals, 0, 0b10, [0, world.DirectWalkSeconds], [other, profile]);
            AssertEqual(expected, profile, seed, "one lane of a batch");
            batch.Read(0, arrivals, 0, world.DirectWalkSeconds, profile);
            Assert.True(other.Pieces.SequenceEqual(profile.Pieces), $"seed {seed}, lane 0 of a batch");

            AssertRanks(batch, arrivals, world, expected, seed);

            var rides = new RidesProfileSearch(table);
            rides.Run(world.Access);
            for (var k = 1; k <= MostRides; k++)
            {
                rides.Read(world.Egress, k, world.DirectWalkSeconds, profile);
                AssertEqual(byRides[k], profile, seed, $"{k} rides");
            }

            var mirrored = new ArrivalProfileSearch(
                ConnectionTable.ForDeparturesMirrored(world.Timetable, world.Footpaths, world.Window, world.Options));
            mirrored.Run(world.Egress);
            mirrored.ReadDepartures(world.Window, world.Access, world.DirectWalkSeconds, profile);
            AssertEqual(expected, profile, seed, "mirrored");

            AssertJourneys(world, table, expected);
            values += expected.Length;
            reached += expected.Count(t => t < TravelTime.Unreached);
        }

        Assert.True(values > 250_000, $"{values} values");
        Assert.True(reached > values / 4, $"{reached} of {values} reached");
        Assert.True(knots > 30, $"{knots} knots");
        Assert.True(transfers > 15_000, $"{transfers} transfers");
        foreach (var property in typeof(HardCases).GetProperties())
        {
            var count = (int)property.GetValue(cases)!;
            Assert.True(count > 100, $"only {count} of {property.Name}");
        }
    }

    [Fact]
    public void Arrive_by_search_agrees_with_the_oracle_at_every_second()
    {
        for (var seed = 0; seed < Worlds / 3; seed++)
        {
            var world = RandomTimetables.World(seed);
            var oracle = new TransitOracle(world.Timetable, world.Footpaths, world.Options with { MaxDurationSeconds = 100_000 });
            var window = world.Window;
            var max = Math.Min(world.Options.MaxDurationSeconds, 300);

            // Arrivals of all departures that could matter, then the shortest trip for each deadline.
            var earliest = window.FromSeconds - max;
            var arrivals = new int[window.ToSeconds - earliest];
            for (var i = 0; i < arrivals.Length; i++)
            {
                var time = oracle.TravelTimeSeconds(earliest + i, world.Access, world.Egress, TravelTime.Unreached);
                arrivals[i] = time == TravelTime.Unreached ? TravelTime.Unreached : earliest + i + time;
            }

            var expected = new int[window.Count];
            for (var i = 0; i < expected.Length; i++)
            {
                var deadline = window.FromSeconds + i;
                expected[i] = world.DirectWalkSeconds <= max ? world.DirectWalkSeconds : TravelTime.Unreached;
                for (var k = 0; k < arrivals.Length; k++)
                {
                    if (arrivals[k] <= deadline && deadline - earliest - k <= max)
                    {
                        expected[i] = Math.Min(expected[i], deadline - earliest - k);
                    }
                }
            }

            var options = world.Options with { MaxDurationSeconds = max };
            var search = new ArrivalProfileSearch(ConnectionTable.ForArrivals(world.Timetable, world.Footpaths, window, options));
            var profile = new TravelTimeProfile();
            search.Run(world.Egress);
            search.Read(world.Access, world.DirectWalkSeconds, profile);
            AssertEqual(expected, profile, seed, "arrive by");
        }
    }

    /// <summary>Ranks of lane 1, as far as two limits.</summary>
    static void AssertRanks(ProfileBatch batch, PlaceArrivals arrivals, RandomWorld world, int[] expected, int seed)
    {
        var random = new Random(seed);
        var sorted = expected.Order().ToArray();
        var max = world.Options.MaxDurationSeconds;
        var walk = world.DirectWalkSeconds <= max ? world.DirectWalkSeconds : TravelTime.Unreached;
        foreach (var rank in new[] { 0, sorted.Length - 1, random.Next(sorted.Length), random.Next(sorted.Length) })
        {
            var ranks = new BatchRanks(batch, arrivals, rank);
            ranks.Begin();
            foreach (var limit in new[] { max, random.Next(max + 1) })
            {
                var lanes = Vector512.GreaterThan(Vector512<ushort>.One.WithElement(0, (ushort)random.Next(2)), Vector512<ushort>.Zero);
                var atLeast = Vector512.Create((ushort)Math.Min(sorted[0], random.Next(2) * max));
                var time = ranks.Read(0, lanes, atLeast, limit)[1];
                var seconds = Math.Min(walk, time == ushort.MaxValue ? TravelTime.Unreached : time);
                Assert.True(
                    seconds == sorted[rank] || (sorted[rank] > limit && seconds > limit),
                    $"seed {seed}, rank {rank} of {sorted.Length}, limit {limit}: {seconds}, expected {sorted[rank]}");
            }
        }
    }

    static int[] Expected(RandomWorld world, out int[][] byRides)
    {
        var oracle = new TransitOracle(world.Timetable, world.Footpaths, world.Options);
        var expected = new int[world.Window.Count];
        byRides = [.. Enumerable.Range(0, MostRides + 1).Select(_ => new int[world.Window.Count])];
        for (var i = 0; i < expected.Length; i++)
        {
            var departure = world.Window.FromSeconds + i;
            var arrivals = oracle.ArrivalsByRides(departure, world.Access);
            expected[i] = oracle.TravelTimeSeconds(departure, arrivals[^1], world.Egress, world.DirectWalkSeconds);
            for (var k = 1; k <= MostRides; k++)
            {
                byRides[k][i] =
                    oracle.TravelTimeSeconds(departure, arrivals[Math.Min(k, arrivals.Count) - 1], world.Egress, world.DirectWalkSeconds);
            }
        }

        return expected;
    }

    static void AssertEqual(int[] expected, TravelTimeProfile profile, int seed, string what)
    {
        var window = profile.Window;
        Assert.True(window.Count == expected.Length, $"seed {seed}, {what}: window");
        for (var i = 0; i < expected.Length; i++)
        {
            var found = profile.At(window.FromSeconds + i);
            Assert.True(found == expected[i], $"seed {seed}, {what}: {found} instead of {expected[i]} at second {window.FromSeconds + i}");
        }
    }

    static void AssertJourneys(RandomWorld world, ConnectionTable table, int[] expected)
    {
        var search = new JourneySearch(table);
        var bounds = new StopBounds(table).From(StopWalks.From([world.Access]), [0]);
        for (var i = 0; i < expected.Length; i += 7)
        {
            var departure = world.Window.FromSeconds + i;
            var journey = search.Find(departure, world.Access, world.Egress, world.DirectWalkSeconds);
            Assert.True((journey?.TravelTimeSeconds ?? TravelTime.Unreached) == expected[i], $"seed {world.Seed}: journey at {departure}");
            if (journey is null)
            {
                continue;
            }

            // Told how long it takes, the search looks at less and finds the same; told less, nothing.
            var again = search.Find(departure, world.Access, world.Egress, world.DirectWalkSeconds, journey.TravelTimeSeconds);
            Assert.True(again is not null && journey.Legs.SequenceEqual(again.Legs), $"seed {world.Seed}: bounded journey at {departure}");
            var fastest = search.FindFastest(departure, world.Access, world.Egress, world.DirectWalkSeconds, journey.TravelTimeSeconds, bounds);
            Assert.True(fastest is not null && journey.Legs.SequenceEqual(fastest.Legs), $"seed {world.Seed}: known journey at {departure}");
            Assert.Null(search.Find(departure, world.Access, world.Egress, world.DirectWalkSeconds, journey.TravelTimeSeconds - 1));

            var clock = departure;
            foreach (var leg in journey.Legs)
            {
                Assert.True(leg.StartSeconds == clock && leg.EndSeconds >= clock, $"seed {world.Seed}: legs of the journey at {departure}");
                clock = leg.EndSeconds;
            }

            Assert.Equal(journey.ArrivalSeconds, clock);
        }
    }
}
