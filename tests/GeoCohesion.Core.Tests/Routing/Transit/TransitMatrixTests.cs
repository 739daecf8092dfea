using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Routing.Transit;

public sealed class TransitMatrixTests
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 70)]
    [InlineData(3, 70)]
    public void Rows_are_those_of_single_searches_in_order_for_any_number_of_threads(int threads, int origins)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var (world, access, egress) = Places(seed, origins, 5);
            var table = ConnectionTable.ForDepartures(world.Timetable, world.Footpaths, world.Window, world.Options, threads);
            var rows = new List<string>();
            TransitMatrix.Compute(table, access, egress, Walk, Describe, threads, (origin, row) =>
            {
                Assert.Equal(rows.Count, origin);
                rows.Add(string.Join(";", row.ToArray()));
            });

            var search = new ProfileSearch(table);
            var profile = new TravelTimeProfile();
            Assert.Equal(origins, rows.Count);
            for (var origin = 0; origin < origins; origin++)
            {
                search.Run(access[origin]);
                var expected = new List<string>();
                for (var destination = 0; destination < 5; destination++)
                {
                    search.Read(egress[destination], Walk(origin, destination), profile);
                    expected.Add(Describe(profile));
                }

                Assert.True(string.Join(";", expected) == rows[origin], $"seed {seed}, origin {origin}");
            }
        }
    }

    [Fact]
    public void Searching_from_the_destinations_gives_the_same_rows()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var (world, access, egress) = Places(seed, 40, 3);
            var forward = new List<string>();
            var table = ConnectionTable.ForDepartures(world.Timetable, world.Footpaths, world.Window, world.Options);
            TransitMatrix.Compute(table, access, egress, Walk, Describe, 1, (_, row) => forward.AddRange(row));

            var mirrored = new List<string>();
            TransitMatrix.ComputeMirrored(
                world.Timetable, world.Footpaths, world.Window, world.Options, access, egress, Walk, (_, _, profile) => Describe(profile), 2,
                (_, row) => mirrored.AddRange(row));
            Assert.True(forward.SequenceEqual(mirrored), $"seed {seed}");

            var chosen = new List<string>();
            TransitMatrix.Compute(
                world.Timetable, world.Footpaths, world.Window, world.Options, access, egress, Walk, Describe, 2, (_, row) =>
                    chosen.AddRange(row));
            Assert.True(forward.SequenceEqual(chosen), $"seed {seed}");
        }
    }

    [Fact]
    public void A_limit_on_rides_holds_in_the_matrix()
    {
        var limited = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            var (world, access, egress) = Places(seed, 33, 3);
            var options = world.Options with { MaxRides = 1 };
            var table = ConnectionTable.ForDepartures(world.Timetable, world.Footpaths, world.Window, options);
            var search = new RidesProfileSearch(table);
            var profile = new TravelTimeProfile();
            TransitMatrix.Compute(
                world.Timetable, world.Footpaths, world.Window, options, access, egress, Walk, Describe, 1, (origin, row) =>
            {
                search.Run(access[origin]);
                for (var destination = 0; destination < row.Length; destination++)
                {
                    search.Read(egress[destination], 2, Walk(origin, destination), profile);
                    limited += Describe(profile) != row[destination] ? 1 : 0;
                    search.Read(egress[destination], 1, Walk(origin, destination), profile);
                    Assert.True(Describe(profile) == row[destination], $"seed {seed}, origin {origin}, destination {destination}");
                }
            });
        }

        Assert.True(limited > 50, $"the limit mattered {limited} times");
    }

    [Fact]
    public void A_failure_of_the_receiver_reaches_the_caller()
    {
        var (world, access, egress) = Places(1, 70, 2);
        var table = ConnectionTable.ForDepartures(world.Timetable, world.Footpaths, world.Window, world.Options);
        Assert.Throws<InvalidOperationException>(() => TransitMatrix.Compute(
            table, access, egress, Walk, p => p.SumSeconds, 2, (origin, _) => throw new InvalidOperationException()));
    }

    static (RandomWorld World, StopWalks Access, StopWalks Egress) Places(int seed, int origins, int destinations)
    {
        var world = RandomTimetables.World(seed);
        var random = new Random(seed);
        return (world, Some(origins), Some(destinations));

        StopWalks Some(int count) => StopWalks.From([.. Enumerable.Range(0, count).Select(_ => Near())]);

        StopWalk[] Near() =>
            [.. Enumerable.Range(0, random.Next(0, 3)).Select(_ => new StopWalk(random.Next(world.Timetable.StopCount), random.Next(100)))];
    }

    static int Walk(int origin, int destination) => (origin + destination) % 3 == 0 ? 100 + (10 * origin) : TravelTime.Unreached;

    static string Describe(TravelTimeProfile profile) => string.Join(",", profile.Pieces.ToArray());
}
