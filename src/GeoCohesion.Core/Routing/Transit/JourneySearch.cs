using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing.Transit;

/// <summary>The journey that explains a travel time: for one departure second, the earliest arrival, among those the fewest rides, and among
/// those the shortest walk to the first stop and from the last: a rider waits at his own stop rather than walk along the line.</summary>
/// <remarks>
/// One per thread, reused. An earliest-arrival scan with parents over the connections of the profile, so that both always agree. Only those
/// connections are scanned that lead to one a journey may end with: where the arrival is known, few of a region's.
/// </remarks>
public sealed class JourneySearch
{
    const int NotReached = int.MaxValue;

    readonly ConnectionTable _table;
    readonly int[] _rides;

    /// <summary>Per connection, what it was boarded from: the connection before the change, or the bitwise complement of the access
    /// walk's place in the span.</summary>
    readonly int[] _boardedFrom;

    /// <summary>Per connection, the connection at which its ride began.</summary>
    readonly int[] _boardedAt;

    /// <summary>Per connection, the access walk of the journey, in seconds.</summary>
    readonly int[] _accessWalk;

    readonly FeedingConnections _feeding;

    /// <summary>Prepares a search.</summary>
    /// <param name="table">Connections of a departure window (not mirrored).</param>
    public JourneySearch(ConnectionTable table)
    {
        if (table.IsMirrored)
        {
            throw new ArgumentException("The connections run in the other direction.", nameof(table));
        }

        _table = table;
        (_rides, _boardedFrom, _boardedAt) = (new int[table.Count + 1], new int[table.Count + 1], new int[table.Count + 1]);
        _accessWalk = new int[table.Count + 1];
        Array.Fill(_rides, NotReached);
        _feeding = new FeedingConnections(table);
    }

    /// <summary>Finds the journey, or null when there is none of the accepted duration and number of rides.</summary>
    /// <param name="departureSeconds">A second of the table's window.</param>
    /// <param name="access">Walks from the start to its stops.</param>
    /// <param name="egress">Walks to the destination from its stops.</param>
    /// <param name="directWalkSeconds">Walk without any ride, or <see cref="TravelTime.Unreached"/>; taken when no ride is faster.</param>
    /// <param name="longestSeconds">Longest journey that is looked for.</param>
    /// <exception cref="ArgumentOutOfRangeException">The departure is outside the window.</exception>
    public Journey? Find(
        int departureSeconds,
        ReadOnlySpan<StopWalk> access,
        ReadOnlySpan<StopWalk> egress,
        int directWalkSeconds,
        int longestSeconds = int.MaxValue) =>
        Find(departureSeconds, access, egress, directWalkSeconds, 0, Math.Min(longestSeconds, _table.Options.MaxDurationSeconds), null);

    /// <summary><see cref="Find(int, ReadOnlySpan{StopWalk}, ReadOnlySpan{StopWalk}, int, int)"/> where a profile tells the travel
    /// time.</summary>
    /// <param name="departureSeconds">A second of the table's window.</param>
    /// <param name="access">Walks from the start to its stops.</param>
    /// <param name="egress">Walks to the destination from its stops.</param>
    /// <param name="directWalkSeconds">Walk without any ride, or <see cref="TravelTime.Unreached"/>; taken when no ride is faster.</param>
    /// <param name="travelTimeSeconds">The shortest travel time at that departure; no other journey is looked for.</param>
    /// <param name="leastSeconds">Per stop, seconds after the departure before which nobody is there (<see cref="StopBounds"/>); null
    /// where that is not known.</param>
    /// <exception cref="ArgumentOutOfRangeException">The departure is outside the window.</exception>
    public Journey? FindFastest(
        int departureSeconds,
        ReadOnlySpan<StopWalk> access,
        ReadOnlySpan<StopWalk> egress,
        int directWalkSeconds,
        int travelTimeSeconds,
        int[]? leastSeconds = null) =>
        travelTimeSeconds > _table.Options.MaxDurationSeconds
            ? null
            : Find(departureSeconds, access, egress, directWalkSeconds, travelTimeSeconds, travelTimeSeconds, leastSeconds);

    /// <param name="departureSeconds">A second of the table's window.</param>
    /// <param name="access">Walks from the start to its stops.</param>
    /// <param name="egress">Walks to the destination from its stops.</param>
    /// <param name="directWalkSeconds">Walk without any ride.</param>
    /// <param name="shortestSeconds">No journey with a ride is shorter.</param>
    /// <param name="longestSeconds">Longest journey that is looked for.</param>
    /// <param name="leastSeconds">Per stop, seconds after the departure before which nobody is there; null where that is not known.</param>
    Journey? Find(
        int departureSeconds,
        ReadOnlySpan<StopWalk> access,
        ReadOnlySpan<StopWalk> egress,
        int directWalkSeconds,
        int shortestSeconds,
        int longestSeconds,
        int[]? leastSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(departureSeconds, _table.Window.FromSeconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(departureSeconds, _table.Window.LastSecond);
        if (directWalkSeconds <= shortestSeconds)
        {
            return directWalkSeconds <= longestSeconds ? DirectWalk(departureSeconds, directWalkSeconds) : null;
        }

        longestSeconds = Math.Min(longestSeconds, directWalkSeconds);
        var (first, end) = (departureSeconds + shortestSeconds, departureSeconds + longestSeconds);
        Begin(departureSeconds, egress, first, end, leastSeconds);
        Seed(departureSeconds, access, end);
        Scan();
        var (best, bestRides, bestWalk, last, walk) = (TravelTime.Unreached, 0, 0, 0, default(StopWalk));
        var maxRides = _table.Options.MaxRides == 0 ? NotReached - 1 : _table.Options.MaxRides;
        foreach (var way in egress)
        {
            foreach (var c in ArrivalsBetween(way.Stop, first - way.WalkSeconds, end - way.WalkSeconds))
            {
                var arrival = _table.ArrivalSeconds[c] + way.WalkSeconds;
                if (_rides[c] <= maxRides
                    && (arrival, _rides[c], _accessWalk[c] + way.WalkSeconds).CompareTo((best, bestRides, bestWalk)) < 0)
                {
                    (best, bestRides, bestWalk, last, walk) = (arrival, _rides[c], _accessWalk[c] + way.WalkSeconds, c, way);
                }
            }
        }

        return directWalkSeconds <= longestSeconds && departureSeconds + directWalkSeconds <= best ? DirectWalk(departureSeconds, directWalkSeconds)
            : best < TravelTime.Unreached ? Trace(departureSeconds, access, last, walk, bestRides)
            : null;
    }

    static Journey DirectWalk(int departureSeconds, int walkSeconds)
    {
        var arrival = departureSeconds + walkSeconds;
        return new Journey(departureSeconds, arrival, 0, [new JourneyLeg(LegKind.DirectWalk, departureSeconds, arrival, -1, -1)]);
    }

    /// <summary>Forgets the last search and finds the connections that lead to an arrival at the destination in a span of time, both ends
    /// included.</summary>
    void Begin(int departureSeconds, ReadOnlySpan<StopWalk> egress, int fromSeconds, int toSeconds, int[]? leastSeconds)
    {
        foreach (var c in _feeding.Found)
        {
            (_rides[c], _accessWalk[c]) = (NotReached, 0);
        }

        _feeding.Begin(departureSeconds, leastSeconds);
        foreach (var way in egress)
        {
            foreach (var c in ArrivalsBetween(way.Stop, fromSeconds - way.WalkSeconds, toSeconds - way.WalkSeconds))
            {
                _feeding.Add(c);
            }
        }

        _feeding.Run();
    }

    ReadOnlySpan<int> ArrivalsBetween(int stop, int fromSeconds, int toSeconds) =>
        Between(_table.ArrivalAt.AsSpan(_table.FirstArrivalAt[stop].._table.FirstArrivalAt[stop + 1]), _table.ArrivalSeconds, fromSeconds, toSeconds);

    ReadOnlySpan<int> DeparturesBetween(int stop, int fromSeconds, int toSeconds) =>
        Between(
            _table.DepartureAt.AsSpan(_table.FirstDepartureAt[stop].._table.FirstDepartureAt[stop + 1]), _table.DepartureSeconds, fromSeconds, toSeconds);

    /// <summary>Those of some connections, which are ordered by their seconds, that are in a span of time, both ends included.</summary>
    static ReadOnlySpan<int> Between(ReadOnlySpan<int> connections, int[] seconds, int fromSeconds, int toSeconds)
    {
        var from = connections[FirstFrom(connections, seconds, fromSeconds)..];
        return from[..FirstFrom(from, seconds, toSeconds + 1)];
    }

    static int FirstFrom(ReadOnlySpan<int> connections, int[] seconds, int fromSeconds)
    {
        var (low, high) = (0, connections.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            (low, high) = seconds[connections[middle]] >= fromSeconds ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    void Seed(int departureSeconds, ReadOnlySpan<StopWalk> access, int toSeconds)
    {
        for (var k = 0; k < access.Length; k++)
        {
            var walkSeconds = access[k].WalkSeconds;
            foreach (var c in DeparturesBetween(access[k].Stop, departureSeconds + walkSeconds + _table.StartSlackSeconds, toSeconds))
            {
                if (_feeding.Contains(c) && (_rides[c] == NotReached || _accessWalk[c] > walkSeconds))
                {
                    (_rides[c], _boardedFrom[c], _boardedAt[c], _accessWalk[c]) = (1, ~k, c, walkSeconds);
                }
            }
        }
    }

    void Scan()
    {
        var found = _feeding.Found;
        var begin = 0;
        foreach (var (first, end) in _feeding.Knots)
        {
            Scan(found[begin..first]);
            while (Scan(found[first..end]))
            {
            }

            begin = end;
        }

        Scan(found[begin..]);
    }

    /// <returns>Whether anything changed.</returns>
    bool Scan(ReadOnlySpan<int> connections)
    {
        var isChanged = false;
        foreach (var c in connections)
        {
            var previous = _table.Previous[c];
            if (_rides[previous] < _rides[c] || (_rides[previous] == _rides[c] && _accessWalk[previous] < _accessWalk[c]))
            {
                (_rides[c], _boardedFrom[c], _boardedAt[c]) = (_rides[previous], _boardedFrom[previous], _boardedAt[previous]);
                _accessWalk[c] = _accessWalk[previous];
                isChanged = true;
            }

            for (var edge = _table.FirstFeed[c]; edge < _table.FirstFeed[c + 1]; edge++)
            {
                var source = _table.Feed[edge];
                if (_rides[source] < _rides[c] - 1 || (_rides[source] == _rides[c] - 1 && _accessWalk[source] < _accessWalk[c]))
                {
                    (_rides[c], _boardedFrom[c], _boardedAt[c], _accessWalk[c]) = (_rides[source] + 1, source, c, _accessWalk[source]);
                    isChanged = true;
                }
            }
        }

        return isChanged;
    }

    Journey Trace(int departureSeconds, ReadOnlySpan<StopWalk> access, int last, StopWalk egress, int rides)
    {
        // From the end to the start, then turned round.
        var legs = new List<JourneyLeg>();
        var arrival = _table.ArrivalSeconds[last];
        legs.Add(new JourneyLeg(LegKind.Egress, arrival, arrival + egress.WalkSeconds, egress.Stop, -1));
        for (var c = last; ;)
        {
            var board = _boardedAt[c];
            AddRide(legs, _table.Position[board], _table.Position[c] + 1);
            var (from, stop, departs) = (_boardedFrom[c], _table.FromStop[board], _table.DepartureSeconds[board]);
            int walked;
            if (from < 0)
            {
                walked = departureSeconds + access[~from].WalkSeconds;
                AddWait(legs, walked, departs, stop);
                legs.Add(new JourneyLeg(LegKind.Access, departureSeconds, walked, -1, stop));
                break;
            }

            var alights = _table.ArrivalSeconds[from];
            var ready = departs - _table.Options.BoardingSlackSeconds - alights;
            walked = alights + WalkSeconds(_table.ToStop[from], stop, ready);
            AddWait(legs, walked, departs, stop);
            if (_table.ToStop[from] != stop)
            {
                legs.Add(new JourneyLeg(LegKind.Transfer, alights, walked, _table.ToStop[from], stop));
            }

            c = from;
        }

        legs.Reverse();
        return new Journey(departureSeconds, arrival + egress.WalkSeconds, rides, legs);
    }

    static void AddWait(List<JourneyLeg> legs, int fromSeconds, int toSeconds, int stop)
    {
        if (toSeconds > fromSeconds)
        {
            legs.Add(new JourneyLeg(LegKind.Wait, fromSeconds, toSeconds, stop, stop));
        }
    }

    int WalkSeconds(int fromStop, int toStop, int withinSeconds)
    {
        if (fromStop == toStop && _table.Footpaths.ChangeSeconds[fromStop] <= withinSeconds)
        {
            return 0;
        }

        var shortest = withinSeconds;
        for (var i = _table.Footpaths.FirstOut[fromStop]; i < _table.Footpaths.FirstOut[fromStop + 1]; i++)
        {
            if (_table.Footpaths.ToStop[i] == toStop)
            {
                shortest = Math.Min(shortest, _table.Footpaths.WalkSeconds[i]);
            }
        }

        return shortest;
    }

    /// <summary>The ride between two positions of a run, one leg for each trip of it, last leg first.</summary>
    void AddRide(List<JourneyLeg> legs, int fromPosition, int toPosition)
    {
        var (runs, timetable) = (_table.Runs, _table.Timetable);
        for (var end = toPosition; end > fromPosition;)
        {
            var trip = TripOf(timetable, runs.StopTime[end]);
            var begin = end;
            while (begin > fromPosition && runs.StopTime[begin - 1] >= timetable.TripFirstStopTime[trip]
                && runs.StopTime[begin - 1] < timetable.TripFirstStopTime[trip + 1])
            {
                begin--;
            }

            if (begin < end)
            {
                legs.Add(new JourneyLeg(
                    LegKind.Ride, runs.DepartureSeconds[begin], runs.ArrivalSeconds[end], runs.Stop[begin], runs.Stop[end], trip,
                    runs.StopTime[begin], runs.StopTime[end], begin > fromPosition));
            }

            if (begin == fromPosition)
            {
                break;
            }

            // Seated between the last stop of one trip and the first of the next: a wait in the vehicle.
            AddWait(legs, runs.ArrivalSeconds[begin - 1], runs.DepartureSeconds[begin], runs.Stop[begin]);
            end = begin - 1;
        }
    }

    static int TripOf(Timetable timetable, int stopTime)
    {
        var found = timetable.TripFirstStopTime.BinarySearch(stopTime);
        return found >= 0 ? found : ~found - 1;
    }
}
