using System.Globalization;
using GeoCohesion.Core.Network;

namespace GeoCohesion.Testing;

/// <summary>A call of a trip: a stop, minutes after the trip's start, and what riders may do.</summary>
public readonly record struct SketchCall(int Stop, double Minutes, StopTimeRights Rights = StopTimeRights.Board | StopTimeRights.Alight);

/// <summary>
/// A timetable drawn by hand on the plane of <see cref="StudyBuilder"/>: stops with stations, lines of any type, trips by the minute.
/// </summary>
public sealed class TimetableSketch
{
    readonly List<Stop> _stops = [];
    readonly List<Route> _routes = [];
    readonly List<(string Id, int Route, int StartSeconds, SketchCall[] Calls)> _trips = [];

    public int StopCount => _stops.Count;

    public int RouteCount => _routes.Count;

    public int AddStop(string id, double eastMeters, double northMeters, string station = "")
    {
        var (longitude, latitude) = StudyBuilder.At(eastMeters, northMeters);
        _stops.Add(new Stop { Id = id, Name = $"Stop {id}", Longitude = longitude, Latitude = latitude, StationId = station });
        return _stops.Count - 1;
    }

    public int AddRoute(string id, int routeType = 3)
    {
        _routes.Add(new Route { Id = id, Name = $"Line {id}", LongName = $"Long {id}", Agency = "Agency", RouteType = routeType });
        return _routes.Count - 1;
    }

    /// <summary>A trip that starts at a clock time <c>HH:MM</c> or <c>-HH:MM</c>.</summary>
    public TimetableSketch AddTrip(int route, string start, params SketchCall[] calls)
    {
        var parts = start.TrimStart('-').Split(':').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var seconds = (3600 * parts[0]) + (60 * parts[1]);
        return AddTrip(route, start.StartsWith('-') ? -seconds : seconds, calls);
    }

    public TimetableSketch AddTrip(int route, int startSeconds, params SketchCall[] calls)
    {
        _trips.Add((string.Create(CultureInfo.InvariantCulture, $"t{_trips.Count:0000}"), route, startSeconds, calls));
        return this;
    }

    /// <summary>Trips every so many minutes, so many of them.</summary>
    public TimetableSketch AddTrips(int route, string start, int everyMinutes, int count, params SketchCall[] calls)
    {
        AddTrip(route, start, calls);
        var first = _trips[^1].StartSeconds;
        for (var i = 1; i < count; i++)
        {
            AddTrip(route, first + (60 * everyMinutes * i), calls);
        }

        return this;
    }

    public Timetable Build()
    {
        var first = new int[_trips.Count + 1];
        for (var trip = 0; trip < _trips.Count; trip++)
        {
            first[trip + 1] = first[trip] + _trips[trip].Calls.Length;
        }

        int[] seconds = [.. _trips.SelectMany(trip => trip.Calls.Select(call => trip.StartSeconds + (int)(60 * call.Minutes)))];
        return new Timetable(new TimetableColumns
        {
            ServiceDate = new DateOnly(2026, 3, 10),
            Stops = [.. _stops],
            Routes = [.. _routes],
            TripIds = [.. _trips.Select(trip => trip.Id)],
            TripRoute = [.. _trips.Select(trip => trip.Route)],
            TripHeadsign = [.. _trips.Select(_ => "")],
            TripWheelchair = new WheelchairAccess[_trips.Count],
            TripContinuation = [.. _trips.Select(_ => -1)],
            TripFirstStopTime = first,
            StopTimeStop = [.. _trips.SelectMany(trip => trip.Calls.Select(call => call.Stop))],
            ArrivalSeconds = seconds,
            DepartureSeconds = seconds,
            Rights = [.. _trips.SelectMany(trip => trip.Calls.Select(call => call.Rights))],
        });
    }
}
