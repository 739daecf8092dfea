using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Testing;

/// <summary>A departure of a <see cref="RandomService"/>, told plainly.</summary>
public sealed record PlainCall(int Trip, int Route, int Stop, string Area, string NextArea, int Seconds);

/// <summary>
/// A random service day around one district, walked at 4 km/h: stations of several poles, lines of every mode, trips that call twice, pass
/// without taking anyone, belong to yesterday or run after midnight.
/// </summary>
public sealed class RandomService
{
    static readonly int[] s_routeTypes = [3, 3, 3, 0, 1, 2, 4, 700, 900, 109];

    readonly Random _random;
    readonly TimetableSketch _sketch = new();
    readonly int[] _typeOfRoute;
    readonly StopWalk[][] _walks;

    RandomService(int seed)
    {
        _random = new Random(seed);
        var stops = _random.Next(4, 12);
        for (var stop = 0; stop < stops; stop++)
        {
            _sketch.AddStop($"s{stop:00}", _random.Next(4000), _random.Next(4000), _random.Next(2) == 0 ? $"station{_random.Next(2)}" : "");
        }

        _typeOfRoute = [.. Enumerable.Range(0, _random.Next(1, 6)).Select(_ => s_routeTypes[_random.Next(s_routeTypes.Length)])];
        for (var route = 0; route < _typeOfRoute.Length; route++)
        {
            _sketch.AddRoute($"r{route}", _typeOfRoute[route]);
        }

        for (var lines = _random.Next(1, 8); lines > 0; lines--)
        {
            AddLine();
        }

        Residents = [.. Enumerable.Range(0, _random.Next(1, 5)).Select(_ => _random.Next(1, 200))];
        _walks =
        [
            .. Residents.Select(_ => Enumerable.Range(0, _random.Next(0, 6))
                .Select(_ => new StopWalk(_random.Next(stops), _random.Next(10, 90) * 10))
                .ToArray()),
        ];
    }

    public int[] Residents { get; }

    public int[] Origins => [.. Enumerable.Range(0, Residents.Length)];

    public static RandomService Create(int seed) => new(seed);

    public Study Study(int frequentDeparturesPerHour = 6) =>
        new StudyBuilder { Days = [new DayService("weekday", "mardi", "Tuesday", _sketch.Build(), StopWalks.From(_walks))] }
            .AddDistrict("Q", 0, 0, [.. Residents.Select(residents => (double)residents)])
            .Build() with
        { Stops = new StopParameters { FrequentDeparturesPerHour = frequentDeparturesPerHour } };

    public void AddRandomTrip() => _sketch.AddTrip(_random.Next(_typeOfRoute.Length), 60 * _random.Next(6 * 60, 20 * 60), Calls(_random));

    /// <summary>Shortest walk from any of some origins; unreached where there is none.</summary>
    public int WalkTo(int[] origins, int stop) =>
        origins.SelectMany(origin => _walks[origin])
            .Where(walk => walk.Stop == stop)
            .Select(walk => walk.WalkSeconds)
            .DefaultIfEmpty(TravelTime.Unreached)
            .Min();

    public int RouteType(int route) => _typeOfRoute[route];

    /// <summary>Every departure from 04:00 to 28:00 that can be boarded, read from the columns of the timetable.</summary>
    public IReadOnlyList<PlainCall> Calls()
    {
        var timetable = _sketch.Build();
        var calls = new List<PlainCall>();
        for (var trip = 0; trip < timetable.TripCount; trip++)
        {
            for (var i = timetable.TripFirstStopTime[trip]; i + 1 < timetable.TripFirstStopTime[trip + 1]; i++)
            {
                var seconds = timetable.DepartureSeconds[i];
                if ((timetable.Rights[i] & StopTimeRights.Board) != 0 && seconds is >= 4 * 3600 and < 28 * 3600)
                {
                    calls.Add(new PlainCall(
                        trip, timetable.TripRoute[trip], timetable.StopTimeStop[i], Area(timetable, i), Area(timetable, i + 1), seconds));
                }
            }
        }

        return calls;
    }

    static string Area(Timetable timetable, int stopTime)
    {
        var stop = timetable.Stops[timetable.StopTimeStop[stopTime]];
        return stop.StationId == "" ? $"stop {stop.Id}" : stop.StationId;
    }

    void AddLine()
    {
        var (route, calls) = (_random.Next(_typeOfRoute.Length), Calls(_random));
        var headway = new[] { 5, 10, 15, 20, 60 }[_random.Next(5)];
        var start = _random.Next(4) switch { 0 => -120, 1 => 18 * 60, _ => _random.Next(5 * 60, 9 * 60) };
        for (var trip = _random.Next(1, 60); trip > 0; trip--)
        {
            _sketch.AddTrip(route, (60 * start) + _random.Next(3), calls);
            start += headway;
        }
    }

    SketchCall[] Calls(Random random)
    {
        var calls = new SketchCall[random.Next(2, 6)];
        var minutes = 0.0;
        for (var i = 0; i < calls.Length; i++)
        {
            var rights = random.Next(8) == 0 ? (StopTimeRights)random.Next(4) : StopTimeRights.Board | StopTimeRights.Alight;
            calls[i] = new SketchCall(random.Next(_sketch.StopCount), minutes, rights);
            minutes += random.Next(0, 20) / 2.0;
        }

        return calls;
    }
}
