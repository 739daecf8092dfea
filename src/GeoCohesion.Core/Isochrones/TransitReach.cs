using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Isochrones;

/// <summary>What areas and streets by public transport are worked out from: direct ways, journeys of the stops, and the walks on from
/// (or to) these.</summary>
/// <remarks>One per thread, reused.</remarks>
sealed class TransitReach
{
    readonly ConnectionTable _table;
    readonly IReadOnlyList<TransitStreets> _streets;
    readonly ProfileSearch? _search;
    readonly RidesProfileSearch? _ridesSearch;
    readonly List<StopWalk> _stops = [];
    readonly SecondsServed _served = new();
    int[] _arrivalSeconds = [];
    int[] _latestSeconds = [];

    /// <param name="table">Connections in the direction.</param>
    /// <param name="direction">Forward: where one can get to from the sources. Backward: from where one can get to them.</param>
    /// <param name="streets">Streets for walks, and after them those by which riders only come to the first stop or go all the way.</param>
    public TransitReach(ConnectionTable table, SearchDirection direction, IReadOnlyList<TransitStreets> streets)
    {
        ArgumentOutOfRangeException.ThrowIfZero(streets.Count);
        IsForward = direction == SearchDirection.Forward;
        if (table.IsMirrored == IsForward)
        {
            throw new ArgumentException("The connections run in the other direction.", nameof(table));
        }

        if (streets.Any(others => others.Exits.StopCount != table.Timetable.StopCount))
        {
            throw new ArgumentException("The doors are not those of the timetable's stops.", nameof(streets));
        }

        (_table, _streets) = (table, streets);
        if (table.Options.MaxRides == 0)
        {
            _search = new ProfileSearch(table, table.IsMirrored);
        }
        else
        {
            _ridesSearch = new RidesProfileSearch(table);
        }

        Direct = [.. streets.Select(on => new StreetTimes(on.Raster, direction))];

        // Riders leave the last stop on foot, so that points are at the far end of other ways only where they are at the start.
        var pointStreets = IsForward ? 1 : streets.Count;
        Labels = [.. streets.Take(pointStreets).Select(on => new StopWalkLabels(on.Raster.Graph, IsForward))];
        Cover = [.. Labels.Select(_ => new StopCover(table.IsMirrored))];
    }

    /// <summary>Whether the search is from the place.</summary>
    public bool IsForward { get; }

    /// <summary>Per street mode, direct ways of the last query.</summary>
    public StreetTimes[] Direct { get; }

    /// <summary>Per street mode by which points and stops are connected, the walks between them.</summary>
    public StopWalkLabels[] Labels { get; }

    /// <summary>In the same order, what the stops serve.</summary>
    public StopCover[] Cover { get; }

    /// <summary>Longest journey.</summary>
    public int MostSeconds => _table.Options.MaxDurationSeconds;

    /// <summary>Departures that may be asked for.</summary>
    public TimeWindow Window => IsForward
        ? _table.Window
        : new TimeWindow(1 - _table.Window.ToSeconds, 1 - _table.Window.FromSeconds - MostSeconds);

    /// <summary>Doors at the far end of the journeys from the place.</summary>
    public DoorColumns Doors(int on) => IsForward ? _streets[on].Exits : _streets[on].Entrances;

    /// <summary>Searches the streets and the timetable.</summary>
    /// <param name="sources">For each of the streets, the points of the place on them.</param>
    /// <param name="departures">Departures, within <see cref="Window"/>.</param>
    /// <param name="needed">How many of them have to be within a limit.</param>
    /// <param name="longest">Longest time of interest, seconds.</param>
    public void Search(IReadOnlyList<StreetPosition[]> sources, TimeWindow departures, int needed, int longest)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sources.Count, _streets.Count, nameof(sources));
        ArgumentOutOfRangeException.ThrowIfLessThan(departures.FromSeconds, Window.FromSeconds, nameof(departures));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(departures.ToSeconds, Window.ToSeconds, nameof(departures));
        ArgumentOutOfRangeException.ThrowIfLessThan(departures.Count, 1, nameof(departures));
        (WindowCount, Needed) = (departures.Count, needed);
        SearchStreets(sources, longest);
        SearchTimetable(departures);
    }

    /// <summary>Seconds of the departure window.</summary>
    public int WindowCount { get; private set; }

    /// <summary>How many of them have to be within a limit.</summary>
    public int Needed { get; private set; }

    /// <summary>Unmarks all seconds of the window, to mark what stops serve.</summary>
    public SecondsServed NoneServed()
    {
        _served.Clear(WindowCount);
        return _served;
    }

    /// <summary>Direct ways, and the ways between the place and its stops.</summary>
    void SearchStreets(IReadOnlyList<StreetPosition[]> sources, int longest)
    {
        _stops.Clear();
        for (var i = 0; i < _streets.Count; i++)
        {
            var most = _streets[i].LongestSeconds;
            Direct[i].Run(sources[i], checked(Math.Max(longest, most) * 1000));
            if (!IsForward && i > 0)
            {
                // The last stop is left on foot.
                continue;
            }

            var doors = IsForward ? _streets[i].Entrances : _streets[i].Exits;
            for (var stop = 0; stop < doors.StopCount; stop++)
            {
                var least = TravelTime.Unreached;
                foreach (var door in doors[stop])
                {
                    least = Math.Min(least, Direct[i].Search.ReadMilliseconds(door));
                }

                if (least <= most * 1000)
                {
                    _stops.Add(new StopWalk(stop, TravelTime.ToSeconds(least)));
                }
            }
        }
    }

    void SearchTimetable(TimeWindow departures)
    {
        var stops = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_stops);
        foreach (var cover in Cover)
        {
            cover.Begin(departures, Needed);
        }

        if (stops.IsEmpty)
        {
            return;
        }

        _search?.Run(stops);
        _ridesSearch?.Run(stops);
        for (var stop = 0; stop < _table.Timetable.StopCount; stop++)
        {
            var most = _table.FirstArrivalAt[stop + 1] - _table.FirstArrivalAt[stop];
            if (most > _arrivalSeconds.Length)
            {
                (_arrivalSeconds, _latestSeconds) = (new int[2 * most], new int[2 * most]);
            }

            var count = _search is not null
                ? _search.ReadStop(stop, _arrivalSeconds, _latestSeconds)
                : _ridesSearch!.ReadStop(_table.Options.MaxRides, stop, _arrivalSeconds, _latestSeconds);
            if (count > 0)
            {
                foreach (var cover in Cover)
                {
                    cover.Add(stop, _arrivalSeconds.AsSpan(0, count), _table.EndSlackSeconds, _latestSeconds.AsSpan(0, count));
                }
            }
        }
    }
}
