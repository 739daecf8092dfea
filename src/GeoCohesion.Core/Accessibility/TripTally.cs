using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Accessibility;

/// <summary>A trip that can be boarded near by.</summary>
/// <param name="Trip">Index of the trip.</param>
/// <param name="Seconds">Its departure at the nearest of the stops; the first one where it leaves as near more than once.</param>
public readonly record struct BoardableTrip(int Trip, int Seconds);

/// <summary>Counts trips near by, each once however many stops it calls at. One per thread, reused.</summary>
public sealed class TripTally
{
    const int Unseen = -1;

    readonly DepartureBoard _board;
    readonly int[] _walkSeconds;
    readonly int[] _seconds;
    readonly List<int> _trips = [];

    /// <summary>Prepares a tally.</summary>
    /// <param name="board">Departures.</param>
    public TripTally(DepartureBoard board)
    {
        _board = board;
        _walkSeconds = new int[board.Timetable.TripCount];
        _seconds = new int[board.Timetable.TripCount];
        Array.Fill(_walkSeconds, Unseen);
    }

    /// <summary>The trips that leave from the stops, by index.</summary>
    /// <param name="stops">Stops, the nearest first.</param>
    public BoardableTrip[] Run(ReadOnlySpan<StopWalk> stops)
    {
        _trips.Clear();
        foreach (var (stop, walkSeconds) in stops)
        {
            foreach (var departure in _board.At(stop))
            {
                var trip = departure.Trip;
                if (_walkSeconds[trip] == Unseen)
                {
                    (_walkSeconds[trip], _seconds[trip]) = (walkSeconds, departure.Seconds);
                    _trips.Add(trip);
                }
                else if (_walkSeconds[trip] == walkSeconds && departure.Seconds < _seconds[trip])
                {
                    _seconds[trip] = departure.Seconds;
                }
            }
        }

        _trips.Sort();
        var found = new BoardableTrip[_trips.Count];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = new BoardableTrip(_trips[i], _seconds[_trips[i]]);
            _walkSeconds[_trips[i]] = Unseen;
        }

        return found;
    }

    /// <summary>How many of some trips leave within a period.</summary>
    /// <param name="trips">The trips.</param>
    /// <param name="hours">The period, its end excluded.</param>
    public static int Count(IReadOnlyList<BoardableTrip> trips, TimeWindow hours)
    {
        var count = 0;
        foreach (var trip in trips)
        {
            count += trip.Seconds >= hours.FromSeconds && trip.Seconds < hours.ToSeconds ? 1 : 0;
        }

        return count;
    }
}
