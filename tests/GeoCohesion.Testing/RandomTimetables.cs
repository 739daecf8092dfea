using System.Globalization;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Testing;

/// <summary>A small random world of public transport, with a start and an end in it, made from its seed.</summary>
public sealed class RandomWorld
{
    public required int Seed { get; init; }

    public required Timetable Timetable { get; init; }

    public required Footpaths Footpaths { get; init; }

    public required TimeWindow Window { get; init; }

    public required TransitOptions Options { get; init; }

    public required StopWalk[] Access { get; init; }

    public required StopWalk[] Egress { get; init; }

    public required int DirectWalkSeconds { get; init; }

    public override string ToString() => $"seed {Seed}";
}

/// <summary>How many of the hard cases a set of worlds holds.</summary>
public sealed class HardCases
{
    public int OvertakingTrips { get; set; }

    public int TripsWithALoop { get; set; }

    public int ZeroLengthHops { get; set; }

    public int OpposedZeroLengthHops { get; set; }

    public int NegativeTimes { get; set; }

    public int TimesPastMidnight { get; set; }

    public int Restrictions { get; set; }

    public int Continuations { get; set; }

    public int SharedContinuations { get; set; }

    public int ForbiddenChanges { get; set; }

    public int ChangeTimes { get; set; }

    public int FootpathsNotClosed { get; set; }

    public int ZeroLengthFootpaths { get; set; }

    public int DenseHeadways { get; set; }

    public int Slack { get; set; }

    public int ShortMaxDuration { get; set; }

    public int WindowsOverTheEnd { get; set; }

    public void Add(RandomWorld world)
    {
        var timetable = world.Timetable;
        for (var trip = 0; trip < timetable.TripCount; trip++)
        {
            var (begin, end) = (timetable.TripFirstStopTime[trip], timetable.TripFirstStopTime[trip + 1]);
            var stops = timetable.StopTimeStop[begin..end].ToArray();
            TripsWithALoop += stops.Distinct().Count() < stops.Length ? 1 : 0;
            NegativeTimes += timetable.DepartureSeconds[begin] < 0 ? 1 : 0;
            TimesPastMidnight += timetable.ArrivalSeconds[end - 1] >= 86400 ? 1 : 0;
            Continuations += timetable.TripContinuation[trip] >= 0 ? 1 : 0;
            for (var i = begin; i < end; i++)
            {
                Restrictions += timetable.Rights[i] != (StopTimeRights.Board | StopTimeRights.Alight) ? 1 : 0;
                ZeroLengthHops += i > begin && timetable.DepartureSeconds[i - 1] == timetable.ArrivalSeconds[i] ? 1 : 0;
            }

            for (var other = trip + 1; other < timetable.TripCount; other++)
            {
                var otherBegin = timetable.TripFirstStopTime[other];
                if (timetable.TripContinuation[trip] >= 0 && timetable.TripContinuation[trip] == timetable.TripContinuation[other])
                {
                    SharedContinuations++;
                }

                var otherStops = timetable.StopTimeStop[otherBegin..timetable.TripFirstStopTime[other + 1]];
                if (!otherStops.SequenceEqual(stops))
                {
                    for (var i = begin + 1; i < end; i++)
                    {
                        for (var k = otherBegin + 1; k < timetable.TripFirstStopTime[other + 1]; k++)
                        {
                            OpposedZeroLengthHops += timetable.StopTimeStop[i - 1] == timetable.StopTimeStop[k]
                                && timetable.StopTimeStop[i] == timetable.StopTimeStop[k - 1]
                                && timetable.StopTimeStop[i] != timetable.StopTimeStop[k]
                                && timetable.DepartureSeconds[i - 1] == timetable.ArrivalSeconds[i]
                                && timetable.DepartureSeconds[k - 1] == timetable.ArrivalSeconds[k]
                                && timetable.ArrivalSeconds[i] == timetable.ArrivalSeconds[k] ? 1 : 0;
                        }
                    }

                    continue;
                }

                var start = Math.Sign(timetable.DepartureSeconds[begin] - timetable.DepartureSeconds[otherBegin]);
                var finish =
                    Math.Sign(timetable.ArrivalSeconds[end - 1] - timetable.ArrivalSeconds[timetable.TripFirstStopTime[other + 1] - 1]);
                OvertakingTrips += start * finish < 0 ? 1 : 0;
                DenseHeadways += Math.Abs(timetable.DepartureSeconds[begin] - timetable.DepartureSeconds[otherBegin]) < 15 ? 1 : 0;
            }
        }

        var footpaths = world.Footpaths;
        for (var stop = 0; stop < footpaths.StopCount; stop++)
        {
            ForbiddenChanges += footpaths.ChangeSeconds[stop] == Footpaths.ChangeForbidden ? 1 : 0;
            ChangeTimes += footpaths.ChangeSeconds[stop] is > 0 and < Footpaths.ChangeForbidden ? 1 : 0;
            foreach (var middle in footpaths.ToStop[footpaths.FirstOut[stop]..footpaths.FirstOut[stop + 1]])
            {
                foreach (var far in footpaths.ToStop[footpaths.FirstOut[middle]..footpaths.FirstOut[middle + 1]])
                {
                    var direct = footpaths.ToStop[footpaths.FirstOut[stop]..footpaths.FirstOut[stop + 1]];
                    FootpathsNotClosed += far != stop && !direct.Contains(far) ? 1 : 0;
                }
            }
        }

        foreach (var walk in footpaths.WalkSeconds)
        {
            ZeroLengthFootpaths += walk == 0 ? 1 : 0;
        }

        Slack += world.Options.BoardingSlackSeconds > 0 ? 1 : 0;
        ShortMaxDuration += world.Options.MaxDurationSeconds < 200 ? 1 : 0;
        WindowsOverTheEnd += world.Window.ToSeconds > timetable.DepartureSeconds.ToArray().Max() ? 1 : 0;
    }
}

/// <summary>Small random worlds of public transport in which the hard cases are frequent.</summary>
public static class RandomTimetables
{
    /// <summary>The world of a seed.</summary>
    public static RandomWorld World(int seed)
    {
        var random = new Random(seed);
        var stopCount = random.Next(3, 9);
        var start = random.Next(4) switch { 0 => -120, 1 => 86300, 2 => 0, _ => 28800 };

        // Coarse times make ties; fine ones make everything else.
        var grain = random.Next(3) switch { 0 => 30, 1 => 10, _ => 1 };
        var trips = Trips(random, stopCount, start, grain);
        var timetable = Timetable(stopCount, trips, Continuations(random, trips));
        var from = start + (random.Next(0, 5) * 30);
        return new RandomWorld
        {
            Seed = seed,
            Timetable = timetable,
            Footpaths = Walks(random, stopCount, grain),
            Window = new TimeWindow(from, from + random.Next(1, 300)),
            Options = new TransitOptions
            {
                BoardingSlackSeconds = random.Next(3) switch { 0 => 20, _ => 0 },
                MaxDurationSeconds = random.Next(4) == 0 ? random.Next(0, 200) : 1000,
            },
            Access = Places(random, stopCount, grain),
            Egress = Places(random, stopCount, grain),
            DirectWalkSeconds = random.Next(3) == 0 ? random.Next(50, 600) : TravelTime.Unreached,
        };
    }

    /// <summary>A timetable of trips given as (stop, arrival, departure, rights).</summary>
    public static Timetable Timetable(
        int stopCount, IReadOnlyList<(int Stop, int Arrival, int Departure, StopTimeRights Rights)[]> trips, int[]? continuation = null)
    {
        var first = new int[trips.Count + 1];
        for (var trip = 0; trip < trips.Count; trip++)
        {
            first[trip + 1] = first[trip] + trips[trip].Length;
        }

        var all = trips.SelectMany(t => t).ToArray();
        return new Timetable(new TimetableColumns
        {
            ServiceDate = new DateOnly(2024, 5, 14),
            Stops = [.. Enumerable.Range(0, stopCount).Select(s => new Stop
            {
                Id = Name("s", s), Name = Name("Stop ", s), Longitude = s * 0.01, Latitude = 45,
            })],
            Routes = [new Route { Id = "r", Name = "R", RouteType = 3 }],
            TripIds = [.. Enumerable.Range(0, trips.Count).Select(t => Name("t", t))],
            TripRoute = new int[trips.Count],
            TripHeadsign = [.. trips.Select(_ => "")],
            TripWheelchair = new WheelchairAccess[trips.Count],
            TripContinuation = continuation ?? [.. trips.Select(_ => -1)],
            TripFirstStopTime = first,
            StopTimeStop = [.. all.Select(s => s.Stop)],
            ArrivalSeconds = [.. all.Select(s => s.Arrival)],
            DepartureSeconds = [.. all.Select(s => s.Departure)],
            Rights = [.. all.Select(s => s.Rights)],
        });
    }

    /// <summary>Footpaths given as (from, to, seconds), and the change times.</summary>
    public static Footpaths Footpaths(int[] changeSeconds, params (int From, int To, int WalkSeconds)[] walks)
    {
        var sorted = walks.OrderBy(w => w.From).ThenBy(w => w.To).ToArray();
        var first = new int[changeSeconds.Length + 1];
        foreach (var walk in sorted)
        {
            first[walk.From + 1]++;
        }

        for (var stop = 0; stop < changeSeconds.Length; stop++)
        {
            first[stop + 1] += first[stop];
        }

        return new Footpaths(first, [.. sorted.Select(w => w.To)], [.. sorted.Select(w => w.WalkSeconds)], changeSeconds);
    }

    static string Name(string prefix, int number) => prefix + number.ToString("000", CultureInfo.InvariantCulture);

    static List<(int Stop, int Arrival, int Departure, StopTimeRights Rights)[]> Trips(Random random, int stopCount, int start, int grain)
    {
        var trips = new List<(int, int, int, StopTimeRights)[]>();
        var lines = random.Next(2, 6);
        for (var line = 0; line < lines; line++)
        {
            var stops = new int[random.Next(2, 6)];
            for (var i = 0; i < stops.Length; i++)
            {
                do
                {
                    stops[i] = random.Next(stopCount);
                }
                while (i > 0 && stops[i] == stops[i - 1]);
            }

            if (trips.Count > 0 && random.Next(4) == 0)
            {
                // The way back of the line before.
                stops = [.. trips[^1].Select(s => s.Item1).Reverse()];
            }

            var both = StopTimeRights.Board | StopTimeRights.Alight;
            var rights = stops.Select(_ => random.Next(8) == 0 ? (StopTimeRights)random.Next(4) : both).ToArray();
            var departs = start + (random.Next(0, 12) * grain);
            var headway = random.Next(3) switch { 0 => 10, 1 => 60, _ => 120 };
            for (var trip = random.Next(1, 6); trip > 0; trip--)
            {
                var times = new (int, int, int, StopTimeRights)[stops.Length];
                var now = departs + (random.Next(3) == 0 ? random.Next(0, 4) * grain : 0);
                for (var i = 0; i < stops.Length; i++)
                {
                    var arrival = now;
                    now += random.Next(3) == 0 ? random.Next(0, 3) * grain : 0;
                    times[i] = (stops[i], arrival, now, rights[i]);
                    now += random.Next(3) == 0 ? 0 : random.Next(0, 90) / grain * grain;
                }

                trips.Add(times);
                departs += headway;
            }
        }

        return trips;
    }

    static int[] Continuations(Random random, List<(int Stop, int Arrival, int Departure, StopTimeRights Rights)[]> trips)
    {
        var continuation = new int[trips.Count];
        for (var trip = 0; trip < trips.Count; trip++)
        {
            continuation[trip] = random.Next(5) == 0 ? random.Next(trips.Count) : -1;
        }

        return continuation;
    }

    static Footpaths Walks(Random random, int stopCount, int grain)
    {
        var walks = new List<(int, int, int)>();
        for (var from = 0; from < stopCount; from++)
        {
            for (var to = 0; to < stopCount; to++)
            {
                if (from != to && random.Next(4) == 0)
                {
                    walks.Add((from, to, random.Next(5) == 0 ? 0 : random.Next(1, 120) / grain * grain));
                }
            }
        }

        var change = new int[stopCount];
        for (var stop = 0; stop < stopCount; stop++)
        {
            change[stop] = random.Next(6) switch { 0 => Core.Network.Footpaths.ChangeForbidden, 1 => random.Next(1, 60), _ => 0 };
        }

        return Footpaths(change, [.. walks]);
    }

    static StopWalk[] Places(Random random, int stopCount, int grain) =>
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new StopWalk(random.Next(stopCount), random.Next(0, 60) / grain * grain))];
}
