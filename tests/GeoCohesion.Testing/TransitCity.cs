using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Testing;

/// <summary>
/// A generated city of the size of Porto Alegre's bus network: 3,969 stops on a grid 350 m apart, lines that wander over it in both
/// directions, about 110,000 connections between 07:00 and 11:00. The same on every machine.
/// </summary>
public sealed class TransitCity
{
    const int Side = 63;
    const int SpacingMeters = 350;
    const int LineCount = 64;
    const int StopsPerLine = 40;
    const double WalkMetersPerSecond = 4 / 3.6;

    TransitCity(Timetable timetable, Footpaths footpaths)
    {
        (Timetable, Footpaths) = (timetable, footpaths);
    }

    public Timetable Timetable { get; }

    public Footpaths Footpaths { get; }

    /// <summary>The city.</summary>
    public static TransitCity Create()
    {
        var random = new Random(20240514);
        var trips = new List<(int Stop, int Arrival, int Departure, StopTimeRights Rights)[]>();
        for (var line = 0; line < LineCount; line++)
        {
            var stops = Line(random);
            var hops = stops.Select(_ => random.Next(60, 130)).ToArray();
            var headway = random.Next(6) switch { 0 => 300, 1 => 600, 2 => 720, 3 => 900, _ => 1200 };
            AddTrips(trips, random, stops, hops, headway);
            Array.Reverse(stops);
            AddTrips(trips, random, stops, hops, headway);
        }

        return new TransitCity(
            RandomTimetables.Timetable(Side * Side, trips),
            RandomTimetables.Footpaths(new int[Side * Side], [.. Walks(800)]));
    }

    /// <summary>A place anywhere in the city: its walks to the stops within 1,000 m.</summary>
    /// <param name="number">The same place for the same number.</param>
    public static StopWalk[] Place(int number)
    {
        var random = new Random(number);
        var (x, y) = (random.NextDouble() * (Side - 1) * SpacingMeters, random.NextDouble() * (Side - 1) * SpacingMeters);
        var walks = new List<StopWalk>();
        for (var stop = 0; stop < Side * Side; stop++)
        {
            var (dx, dy) = (((stop % Side) * SpacingMeters) - x, ((stop / Side) * SpacingMeters) - y);
            var meters = Math.Sqrt((dx * dx) + (dy * dy));
            if (meters <= 1000)
            {
                walks.Add(new StopWalk(stop, (int)Math.Ceiling(meters / WalkMetersPerSecond)));
            }
        }

        return [.. walks];
    }

    static IEnumerable<(int From, int To, int WalkSeconds)> Walks(int radiusMeters)
    {
        var reach = radiusMeters / SpacingMeters;
        for (var stop = 0; stop < Side * Side; stop++)
        {
            for (var dy = -reach; dy <= reach; dy++)
            {
                for (var dx = -reach; dx <= reach; dx++)
                {
                    var (x, y, meters) = ((stop % Side) + dx, (stop / Side) + dy, SpacingMeters * Math.Sqrt((dx * dx) + (dy * dy)));
                    if ((dx != 0 || dy != 0) && x is >= 0 and < Side && y is >= 0 and < Side && meters <= radiusMeters)
                    {
                        yield return (stop, (y * Side) + x, (int)Math.Ceiling(meters / WalkMetersPerSecond));
                    }
                }
            }
        }
    }

    /// <summary>A way that mostly keeps its direction and never turns back.</summary>
    static int[] Line(Random random)
    {
        while (true)
        {
            var (x, y) = (random.Next(Side), random.Next(Side));
            var (dx, dy) = random.Next(4) switch { 0 => (1, 0), 1 => (-1, 0), 2 => (0, 1), _ => (0, -1) };
            var (mainX, mainY) = (dx, dy);
            var stops = new List<int>();
            while (stops.Count < StopsPerLine && x is >= 0 and < Side && y is >= 0 and < Side)
            {
                stops.Add((y * Side) + x);
                if (random.Next(5) == 0)
                {
                    (dx, dy) = (dx, dy) != (mainX, mainY) ? (mainX, mainY) : random.Next(2) == 0 ? (mainY, mainX) : (-mainY, -mainX);
                }

                (x, y) = (x + dx, y + dy);
            }

            if (stops.Count == StopsPerLine)
            {
                return [.. stops];
            }
        }
    }

    static void AddTrips(
        List<(int Stop, int Arrival, int Departure, StopTimeRights Rights)[]> trips, Random random, int[] stops, int[] hops, int headway)
    {
        for (var departs = 5 * 3600 + random.Next(headway); departs < 12 * 3600; departs += headway)
        {
            var now = departs;
            var trip = new (int, int, int, StopTimeRights)[stops.Length];
            for (var i = 0; i < stops.Length; i++)
            {
                trip[i] = (stops[i], now, now, StopTimeRights.Board | StopTimeRights.Alight);
                now += hops[i] + random.Next(0, 15);
            }

            trips.Add(trip);
        }
    }
}
