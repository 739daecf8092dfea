using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Testing;

/// <summary>A random city of streets with lines over them, for areas: doors of the stops are anywhere on the streets.</summary>
public sealed class TransitTown
{
    readonly StreetPosition[][] _entrances;
    readonly StreetPosition[][] _exits;

    /// <param name="seed">Same seed, same town.</param>
    /// <param name="side">Vertices along each side of the streets; a multiple of 16.</param>
    /// <param name="lines">Number of lines.</param>
    public TransitTown(int seed, int side = 32, int lines = 8)
    {
        var random = new Random(seed);
        Walk = RandomStreets.City(seed, side);
        Ride = RandomStreets.City(seed, side, speedKph: 12);
        Index = new StreetIndex(Walk);
        RideIndex = new StreetIndex(Ride);
        var stopCount = lines * 4;
        (_entrances, _exits) = (new StreetPosition[stopCount][], new StreetPosition[stopCount][]);
        for (var stop = 0; stop < stopCount; stop++)
        {
            _exits[stop] = RandomStreets.Positions(random, Walk, random.Next(10) == 0 ? 2 : 1);
            _entrances[stop] = random.Next(5) == 0 ? RandomStreets.Positions(random, Walk, 1) : _exits[stop];
        }

        Timetable = RandomTimetables.Timetable(stopCount, Trips(random, stopCount, lines));
        var walks = new List<(int, int, int)>();
        var search = new StreetSearch(Walk, SearchDirection.Forward);
        for (var stop = 0; stop < stopCount; stop++)
        {
            search.Run(_exits[stop], 400_000);
            foreach (var to in Enumerable.Range(0, stopCount).Where(other => other != stop))
            {
                var seconds = TravelTime.ToSeconds(_entrances[to].Min(search.ReadMilliseconds));
                if (seconds < TravelTime.Unreached)
                {
                    walks.Add((stop, to, seconds));
                }
            }
        }

        Footpaths = RandomTimetables.Footpaths(new int[stopCount], [.. walks]);
    }

    public StreetGraph Walk { get; }

    public StreetGraph Ride { get; }

    public StreetIndex Index { get; }

    public StreetIndex RideIndex { get; }

    public Timetable Timetable { get; }

    public Footpaths Footpaths { get; }

    public ReadOnlySpan<StreetPosition> Entrances(int stop) => _entrances[stop];

    public ReadOnlySpan<StreetPosition> Exits(int stop) => _exits[stop];

    /// <summary>The streets as isochrones take them; with the ride's after the walk's, if asked for.</summary>
    public TransitStreets[] Streets(int spacingMillimeters, int toleranceMillimeters, int longestWalkSeconds, int? longestRideSeconds = null)
    {
        StreetIndex[] indexes = longestRideSeconds is null ? [Index] : [Index, RideIndex];
        var rasters = StreetRaster.OnOneGrid(indexes, spacingMillimeters, toleranceMillimeters);
        var walk = new TransitStreets(rasters[0], Timetable.StopCount, Entrances, Exits, longestWalkSeconds);
        return longestRideSeconds is { } ride
            ? [walk, new TransitStreets(rasters[1], Timetable.StopCount, Entrances, _ => [], ride)]
            : [walk];
    }

    /// <summary>Walks (or rides) between positions and stops, by a search for each position.</summary>
    public StopWalk[][] ToStops(StreetGraph graph, IReadOnlyList<StreetPosition> positions, int longestSeconds, bool isFromStops)
    {
        var search = new StreetSearch(graph, isFromStops ? SearchDirection.Backward : SearchDirection.Forward);
        return
        [
            .. positions.Select(position =>
            {
                search.Run(position, longestSeconds * 1000);
                return (StopWalk[])
                [
                    .. Enumerable.Range(0, Timetable.StopCount)
                        .Select(stop => new StopWalk(
                            stop, TravelTime.ToSeconds((isFromStops ? _exits : _entrances)[stop].Min(search.ReadMilliseconds))))
                        .Where(walk => walk.WalkSeconds < TravelTime.Unreached),
                ];
            }),
        ];
    }

    static List<(int, int, int, StopTimeRights)[]> Trips(Random random, int stopCount, int lines)
    {
        const StopTimeRights Both = StopTimeRights.Board | StopTimeRights.Alight;
        var trips = new List<(int, int, int, StopTimeRights)[]>();
        for (var line = 0; line < lines; line++)
        {
            var stops = Enumerable.Range(0, 6).Select(_ => random.Next(stopCount)).Distinct().ToArray();
            var hops = stops.Select(_ => 20 + random.Next(120)).ToArray();
            var headway = 100 + random.Next(700);
            for (var departs = random.Next(headway); departs < 9000; departs += headway + random.Next(60))
            {
                var (trip, at) = (new List<(int, int, int, StopTimeRights)>(), departs);
                for (var i = 0; i < stops.Length; i++)
                {
                    trip.Add((stops[i], at, at, Both));
                    at += hops[i];
                }

                trips.Add([.. trip]);
            }
        }

        return trips;
    }
}
