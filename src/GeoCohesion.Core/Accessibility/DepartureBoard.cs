using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Accessibility;

/// <summary>Departures that follow each other for someone who waits: from a stop area, by one line, in one direction.</summary>
/// <param name="Area">Index of the stop area.</param>
/// <param name="NextArea">Index of the stop area that the vehicle calls at next: the direction.</param>
/// <param name="Route">Index of the route.</param>
public readonly record struct DepartureSeries(int Area, int NextArea, int Route);

/// <summary>A vehicle that leaves a stop and may be boarded there.</summary>
/// <param name="Seconds">Departure, in the timetable's seconds.</param>
/// <param name="Trip">Index of the trip.</param>
/// <param name="Series">Index of its series.</param>
public readonly record struct StopDeparture(int Seconds, int Trip, int Series);

/// <summary>Departures per stop of a timetable that a rider may board. Immutable; shared by all threads.</summary>
/// <remarks>
/// A departure is a stop time at which boarding is allowed, the last of its trip excepted. Trips of the day before and after count like any
/// other, by the clock. A <em>stop area</em> is a station with its stops, or a stop that belongs to none. The <em>direction</em> of a
/// departure is the stop area of the next stop time: feeds seldom state directions alike, and it needs no statement. Lines that part at the
/// next stop have two directions there; trips that skip the next stop are a direction of their own.
/// </remarks>
public sealed class DepartureBoard
{
    readonly int[] _firstOfStop;
    readonly StopDeparture[] _departures;
    readonly DepartureSeries[] _series;
    readonly int[] _areaOfStop;

    /// <summary>Reads the departures of a timetable.</summary>
    /// <param name="timetable">The timetable.</param>
    /// <param name="walks">Walks to stops; a stop that nobody walks to has no departures on the board.</param>
    /// <param name="hours">Departures outside are left out.</param>
    public DepartureBoard(Timetable timetable, StopWalks walks, TimeWindow hours)
    {
        Timetable = timetable;
        var isWalkedTo = WalkedTo(timetable.StopCount, walks);
        (_areaOfStop, AreaCount) = Areas(timetable.Stops);
        var found = new List<(int Stop, int Seconds, int Trip, DepartureSeries Series)>();
        for (var trip = 0; trip < timetable.TripCount; trip++)
        {
            for (var i = timetable.TripFirstStopTime[trip]; i < timetable.TripFirstStopTime[trip + 1] - 1; i++)
            {
                var (stop, seconds) = (timetable.StopTimeStop[i], timetable.DepartureSeconds[i]);
                if (isWalkedTo[stop]
                    && timetable.Rights[i].HasFlag(StopTimeRights.Board)
                    && seconds >= hours.FromSeconds
                    && seconds < hours.ToSeconds)
                {
                    var next = _areaOfStop[timetable.StopTimeStop[i + 1]];
                    found.Add((stop, seconds, trip, new DepartureSeries(_areaOfStop[stop], next, timetable.TripRoute[trip])));
                }
            }
        }

        _series = [.. found.Select(departure => departure.Series).Distinct().Order(Comparer<DepartureSeries>.Create(Compare))];
        var indexOfSeries = new Dictionary<DepartureSeries, int>(_series.Length);
        for (var i = 0; i < _series.Length; i++)
        {
            indexOfSeries.Add(_series[i], i);
        }

        // Stable, so that departures of one second keep the order of their trips.
        var byStop = found.OrderBy(departure => departure.Stop).ThenBy(departure => departure.Seconds).ToArray();
        _departures =
            [.. byStop.Select(departure => new StopDeparture(departure.Seconds, departure.Trip, indexOfSeries[departure.Series]))];
        _firstOfStop = new int[timetable.StopCount + 1];
        foreach (var departure in byStop)
        {
            _firstOfStop[departure.Stop + 1]++;
        }

        for (var stop = 0; stop < timetable.StopCount; stop++)
        {
            _firstOfStop[stop + 1] += _firstOfStop[stop];
        }
    }

    /// <summary>The timetable.</summary>
    public Timetable Timetable { get; }

    /// <summary>Number of stop areas.</summary>
    public int AreaCount { get; }

    /// <summary>Per stop, index of its area.</summary>
    public ReadOnlySpan<int> AreaOfStop => _areaOfStop;

    /// <summary>The series, by area, next area, route.</summary>
    public ReadOnlySpan<DepartureSeries> Series => _series;

    /// <summary>Departures of a stop, by time, then by trip.</summary>
    public ReadOnlySpan<StopDeparture> At(int stop) => _departures.AsSpan(_firstOfStop[stop].._firstOfStop[stop + 1]);

    static bool[] WalkedTo(int stopCount, StopWalks walks)
    {
        var isWalkedTo = new bool[stopCount];
        for (var place = 0; place < walks.Count; place++)
        {
            foreach (var walk in walks[place])
            {
                isWalkedTo[walk.Stop] = true;
            }
        }

        return isWalkedTo;
    }

    static (int[] AreaOfStop, int Count) Areas(ReadOnlySpan<Stop> stops)
    {
        var areas = new Dictionary<string, int>(StringComparer.Ordinal);
        var areaOfStop = new int[stops.Length];
        for (var stop = 0; stop < stops.Length; stop++)
        {
            var id = stops[stop].StationId.Length > 0 ? stops[stop].StationId : stops[stop].Id;
            if (!areas.TryGetValue(id, out areaOfStop[stop]))
            {
                areaOfStop[stop] = areas.Count;
                areas.Add(id, areas.Count);
            }
        }

        return (areaOfStop, areas.Count);
    }

    static int Compare(DepartureSeries left, DepartureSeries right)
    {
        var order = left.Area.CompareTo(right.Area);
        order = order != 0 ? order : left.NextArea.CompareTo(right.NextArea);
        return order != 0 ? order : left.Route.CompareTo(right.Route);
    }
}
