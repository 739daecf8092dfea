using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Routing.Transit;

public sealed class ProfilePropertyTests
{
    const int Worlds = 300;
    const StopTimeRights Both = StopTimeRights.Board | StopTimeRights.Alight;

    [Fact]
    public void Adding_a_trip_never_lengthens() => NeverLengthens((world, random) =>
    {
        var trips = Trips(world.Timetable);
        var now = world.Window.FromSeconds + random.Next(100);
        trips.Add([.. Enumerable.Range(0, 3).Select(i => (random.Next(world.Timetable.StopCount), now + (60 * i), now + (60 * i), Both))]);
        var timetable = RandomTimetables.Timetable(world.Timetable.StopCount, trips, [.. world.Timetable.TripContinuation, -1]);
        return (timetable, world.Footpaths, world.Options);
    });

    [Fact]
    public void Adding_a_stop_served_on_the_way_never_lengthens() => NeverLengthens((world, random) =>
    {
        // A new stop, called at without any dwell by every trip between its first two stops.
        var added = world.Timetable.StopCount;
        var trips = Trips(world.Timetable).Select(t =>
        {
            var passes = random.Next(t[0].Departure, t[1].Arrival + 1);
            return ((int, int, int, StopTimeRights)[])[t[0], (added, passes, passes, Both), .. t[1..]];
        }).ToList();
        var paths = Walks(world.Footpaths);
        paths.Add((added, random.Next(added), random.Next(60)));
        paths.Add((random.Next(added), added, random.Next(60)));
        return (
            RandomTimetables.Timetable(added + 1, trips, world.Timetable.TripContinuation.ToArray()),
            RandomTimetables.Footpaths([.. world.Footpaths.ChangeSeconds, 0], [.. paths]),
            world.Options);
    });

    [Fact]
    public void Adding_footpaths_never_lengthens() => NeverLengthens((world, random) =>
    {
        // Quick ones between one stop and all others, in both directions.
        var paths = Walks(world.Footpaths);
        var hub = random.Next(world.Timetable.StopCount);
        foreach (var other in Enumerable.Range(0, world.Timetable.StopCount).Where(s => s != hub))
        {
            paths.Add((hub, other, random.Next(5)));
            paths.Add((other, hub, random.Next(5)));
        }

        return (world.Timetable, RandomTimetables.Footpaths(world.Footpaths.ChangeSeconds.ToArray(), [.. paths]), world.Options);
    });

    [Fact]
    public void A_smaller_slack_never_lengthens() => NeverLengthens(
        (world, random) => (world.Timetable, world.Footpaths, world.Options with { BoardingSlackSeconds = random.Next(20) }),
        world => world with { BoardingSlackSeconds = 20 });

    [Fact]
    public void Shifting_the_timetable_and_the_window_together_changes_nothing()
    {
        for (var seed = 0; seed < Worlds; seed++)
        {
            var world = RandomTimetables.World(seed);
            foreach (var shift in new[] { -100_000, -1, 7200 })
            {
                var trips = Trips(world.Timetable)
                    .Select(t => t.Select(s => (s.Stop, s.Arrival + shift, s.Departure + shift, s.Rights)).ToArray())
                    .ToList();
                var timetable = RandomTimetables.Timetable(world.Timetable.StopCount, trips, world.Timetable.TripContinuation.ToArray());
                var window = new TimeWindow(world.Window.FromSeconds + shift, world.Window.ToSeconds + shift);
                var shifted = Pieces(world, timetable, world.Footpaths, world.Options, window)
                    .Select(p => p with { FirstSecond = p.FirstSecond - shift, LastSecond = p.LastSecond - shift });
                Assert.True(
                    shifted.SequenceEqual(Pieces(world, world.Timetable, world.Footpaths, world.Options, world.Window)),
                    $"seed {seed}, shift {shift}");
            }
        }
    }

    [Fact]
    public void A_connection_table_does_not_depend_on_the_number_of_threads()
    {
        var city = TransitCity.Create();
        var window = new TimeWindow(7 * 3600, (7 * 3600) + 900);
        var options = new TransitOptions { MaxDurationSeconds = 1800 };
        var one = ConnectionTable.ForDepartures(city.Timetable, city.Footpaths, window, options);
        var three = ConnectionTable.ForDepartures(city.Timetable, city.Footpaths, window, options, 3);
        Assert.True(one.Count > 10_000);
        Assert.True(one.Position.AsSpan().SequenceEqual(three.Position));
        Assert.True(one.FirstFeed.AsSpan().SequenceEqual(three.FirstFeed));
        Assert.True(one.Feed.AsSpan().SequenceEqual(three.Feed));
    }

    [Fact]
    public void A_city_read_at_every_stop_agrees_with_the_oracle_and_in_every_lane()
    {
        var city = TransitCity.Create();
        var window = new TimeWindow(7 * 3600, (7 * 3600) + 900);
        var options = new TransitOptions { MaxDurationSeconds = 2400, BoardingSlackSeconds = 60 };
        var table = ConnectionTable.ForDepartures(city.Timetable, city.Footpaths, window, options);
        var places = StopWalks.From([.. Enumerable.Range(0, ProfileBatch.Lanes).Select(TransitCity.Place)]);
        var (search, batch, oracle) =
            (new ProfileSearch(table), new ProfileBatch(table), new TransitOracle(city.Timetable, city.Footpaths, options));
        batch.Run(places, 0, ProfileBatch.Lanes);
        var (arrivals, latest) = (new int[10_000], new int[10_000]);
        var (batchArrivals, batchLatest) = (new int[10_000], new int[10_000]);
        var reached = 0;
        foreach (var place in new[] { 0, 31 })
        {
            search.Run(places[place]);
            foreach (var second in new[] { 0, 437, 899 })
            {
                var departure = window.FromSeconds + second;
                var expected = oracle.ArrivalsByRides(departure, places[place])[^1];
                for (var stop = 0; stop < city.Timetable.StopCount; stop++)
                {
                    var count = search.ReadStop(stop, arrivals, latest);
                    Assert.Equal(count, batch.ReadStop(place, stop, batchArrivals, batchLatest));
                    Assert.True(arrivals.AsSpan(0, count).SequenceEqual(batchArrivals.AsSpan(0, count)));
                    Assert.True(latest.AsSpan(0, count).SequenceEqual(batchLatest.AsSpan(0, count)));
                    var pair = latest.AsSpan(0, count).BinarySearch(departure);
                    pair = pair < 0 ? ~pair : pair;
                    var found =
                        pair < count && arrivals[pair] - departure <= options.MaxDurationSeconds ? arrivals[pair] : TravelTime.Unreached;
                    var wanted = expected[stop] - departure <= options.MaxDurationSeconds ? expected[stop] : TravelTime.Unreached;
                    Assert.True(found == wanted, $"place {place}, stop {stop}, departure {departure}: {found} instead of {wanted}");
                    reached += wanted < TravelTime.Unreached ? 1 : 0;
                }
            }
        }

        Assert.True(reached > 500, $"{reached} reached");
    }

    [Fact]
    public void A_search_and_its_read_outs_allocate_nothing()
    {
        var city = TransitCity.Create();
        var window = new TimeWindow(7 * 3600, (7 * 3600) + 900);
        var options = new TransitOptions { MaxDurationSeconds = 1800 };
        var table = ConnectionTable.ForDepartures(city.Timetable, city.Footpaths, window, options);
        var mirroredTable = ConnectionTable.ForDeparturesMirrored(city.Timetable, city.Footpaths, window, options);
        var places = StopWalks.From([.. Enumerable.Range(0, ProfileBatch.Lanes).Select(TransitCity.Place)]);
        var arrivals = new PlaceArrivals(table, places);
        var (search, batch, rides) = (new ProfileSearch(table), new ProfileBatch(table), new RidesProfileSearch(table));
        var (mirrored, profile) = (new ArrivalProfileSearch(mirroredTable), new TravelTimeProfile());
        var samples = new int[15];
        var direct = Enumerable.Repeat(5000, ProfileBatch.Lanes).ToArray();
        var lanes = direct.Select(_ => new TravelTimeProfile()).ToArray();
        Work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sum = Work();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(sum > 0);

        long Work()
        {
            var total = 0L;
            batch.Run(places, 0, ProfileBatch.Lanes);
            for (var place = 0; place < 4; place++)
            {
                search.Run(places[place]);
                rides.Run(places[place]);
                mirrored.Run(places[place]);
                for (var other = 0; other < places.Count; other++)
                {
                    search.Read(arrivals, other, 5000, profile);
                    total += profile.PercentileSeconds(50) + profile.CountWithin(1500);
                    search.Read(places[other], 5000, profile);
                    profile.Sample(60, samples);
                    batch.Read(place, arrivals, other, 5000, profile);
                    batch.Read(arrivals, other, uint.MaxValue, direct, lanes);
                    total += lanes[place].SumSeconds;
                    rides.Read(arrivals, other, 2, 5000, profile);
                    mirrored.ReadDepartures(window, places[other], 5000, profile);
                    total += profile.SumSeconds;
                }
            }

            return total;
        }
    }

    static void NeverLengthens(
        Func<RandomWorld, Random, (Timetable, Footpaths, TransitOptions)> improve, Func<TransitOptions, TransitOptions>? start = null)
    {
        var shorter = 0;
        for (var seed = 0; seed < Worlds; seed++)
        {
            var world = RandomTimetables.World(seed);
            var (timetable, footpaths, options) = improve(world, new Random(seed));
            var before = Times(world, world.Timetable, world.Footpaths, start?.Invoke(world.Options) ?? world.Options);
            var after = Times(world, timetable, footpaths, options);
            for (var i = 0; i < before.Length; i++)
            {
                Assert.True(after[i] <= before[i], $"seed {seed}: {before[i]} becomes {after[i]} at second {world.Window.FromSeconds + i}");
            }

            shorter += after.SequenceEqual(before) ? 0 : 1;
        }

        Assert.True(shorter > 10, $"only {shorter} worlds changed");
    }

    static int[] Times(RandomWorld world, Timetable timetable, Footpaths footpaths, TransitOptions options)
    {
        var times = new int[world.Window.Count];
        Array.Fill(times, TravelTime.Unreached);
        foreach (var piece in Pieces(world, timetable, footpaths, options, world.Window))
        {
            for (var second = piece.FirstSecond; second <= piece.LastSecond; second++)
            {
                times[second - world.Window.FromSeconds] = piece.TravelTimeSeconds + (piece.Slope * (second - piece.FirstSecond));
            }
        }

        return times;
    }

    static ProfilePiece[] Pieces(RandomWorld world, Timetable timetable, Footpaths footpaths, TransitOptions options, TimeWindow window)
    {
        var search = new ProfileSearch(ConnectionTable.ForDepartures(timetable, footpaths, window, options));
        var profile = new TravelTimeProfile();
        search.Run(world.Access);
        search.Read(world.Egress, world.DirectWalkSeconds, profile);
        return profile.Pieces.ToArray();
    }

    static List<(int Stop, int Arrival, int Departure, StopTimeRights Rights)[]> Trips(Timetable timetable)
    {
        var trips = new List<(int Stop, int Arrival, int Departure, StopTimeRights Rights)[]>();
        for (var trip = 0; trip < timetable.TripCount; trip++)
        {
            var (first, end) = (timetable.TripFirstStopTime[trip], timetable.TripFirstStopTime[trip + 1]);
            var times = new (int, int, int, StopTimeRights)[end - first];
            for (var i = first; i < end; i++)
            {
                times[i - first] =
                    (timetable.StopTimeStop[i], timetable.ArrivalSeconds[i], timetable.DepartureSeconds[i], timetable.Rights[i]);
            }

            trips.Add(times);
        }

        return trips;
    }

    static List<(int From, int To, int WalkSeconds)> Walks(Footpaths footpaths)
    {
        var walks = new List<(int, int, int)>();
        for (var stop = 0; stop < footpaths.StopCount; stop++)
        {
            for (var i = footpaths.FirstOut[stop]; i < footpaths.FirstOut[stop + 1]; i++)
            {
                walks.Add((stop, footpaths.ToStop[i], footpaths.WalkSeconds[i]));
            }
        }

        return walks;
    }
}
