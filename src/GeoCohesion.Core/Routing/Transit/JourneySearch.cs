using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing.Transit;

/// <summary>The journey that explains a travel time: for one departure second, the earliest arrival, among those the fewest rides, and among
/// those the shortest walk to the first stop and from the last: a rider waits at his own stop rather than walk along the line.</summary>
/// <remarks>One per thread, reused. An earliest-arrival scan with parents over the connections of the profile, so that both always
/// agree.</remarks>
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

    /// <summary>Connections that the last search looked at, from the first to before the end; the others are as new.</summary>
    (int First, int End) _scanned;

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
    }

    /// <summary>Finds the journey, or null when there is none of the accepted duration and number of rides.</summary>
    /// <param name="departureSeconds">A second of the table's window.</param>
    /// <param name="access">Walks from the start to its stops.</param>
    /// <param name="egress">Walks to the destination from its stops.</param>
    /// <param name="directWalkSeconds">Walk without any ride, or <see cref="TravelTime.Unreached"/>; taken when no ride is faster.</param>
    /// <param name="longestSeconds">Longest journey that is looked for. A profile tells how long the fastest takes; only connections that
    /// depart until then are looked at.</param>
    /// <exception cref="ArgumentOutOfRangeException">The departure is outside the window.</exception>
    public Journey? Find(
        int departureSeconds,
        ReadOnlySpan<StopWalk> access,
        ReadOnlySpan<StopWalk> egress,
        int directWalkSeconds,
        int longestSeconds = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(departureSeconds, _table.Window.FromSeconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(departureSeconds, _table.Window.LastSecond);
        longestSeconds = Math.Min(longestSeconds, _table.Options.MaxDurationSeconds);
        Begin(departureSeconds, departureSeconds + Math.Min(longestSeconds, directWalkSeconds));
        Seed(departureSeconds, access);
        Scan();
        var (best, bestRides, bestWalk, last, walk) = (TravelTime.Unreached, 0, 0, 0, default(StopWalk));
        var maxRides = _table.Options.MaxRides == 0 ? NotReached - 1 : _table.Options.MaxRides;
        foreach (var end in egress)
        {
            for (var i = _table.FirstArrivalAt[end.Stop]; i < _table.FirstArrivalAt[end.Stop + 1]; i++)
            {
                var c = _table.ArrivalAt[i];
                var arrival = _table.ArrivalSeconds[c] + end.WalkSeconds;
                if (arrival > best)
                {
                    break;
                }

                if (_rides[c] <= maxRides
                    && (arrival, _rides[c], _accessWalk[c] + end.WalkSeconds).CompareTo((best, bestRides, bestWalk)) < 0)
                {
                    (best, bestRides, bestWalk, last, walk) = (arrival, _rides[c], _accessWalk[c] + end.WalkSeconds, c, end);
                }
            }
        }

        var limit = departureSeconds + longestSeconds;
        if (directWalkSeconds < TravelTime.Unreached && departureSeconds + directWalkSeconds <= Math.Min(best, limit))
        {
            var arrival = departureSeconds + directWalkSeconds;
            return new Journey(departureSeconds, arrival, 0, [new JourneyLeg(LegKind.DirectWalk, departureSeconds, arrival, -1, -1)]);
        }

        return best <= limit ? Trace(departureSeconds, access, last, walk, bestRides) : null;
    }

    /// <summary>Forgets the last search and finds the connections that depart in a span of time, both ends included.</summary>
    void Begin(int fromSeconds, int toSeconds)
    {
        var count = _scanned.End - _scanned.First;
        _rides.AsSpan(_scanned.First, count).Fill(NotReached);
        _accessWalk.AsSpan(_scanned.First, count).Clear();
        _scanned = (FirstDepartingAfter(fromSeconds - 1), FirstDepartingAfter(toSeconds));
    }

    int FirstDepartingAfter(int seconds)
    {
        var (low, high) = (1, _table.Count + 1);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            (low, high) = _table.DepartureSeconds[middle] > seconds ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    void Seed(int departureSeconds, ReadOnlySpan<StopWalk> access)
    {
        for (var k = 0; k < access.Length; k++)
        {
            var ready = departureSeconds + access[k].WalkSeconds + _table.StartSlackSeconds;
            for (var i = _table.FirstDepartureAt[access[k].Stop + 1] - 1; i >= _table.FirstDepartureAt[access[k].Stop]; i--)
            {
                var c = _table.DepartureAt[i];
                if (_table.DepartureSeconds[c] < ready)
                {
                    break;
                }

                if (c >= _scanned.End)
                {
                    continue;
                }

                if (_rides[c] == NotReached || _accessWalk[c] > access[k].WalkSeconds)
                {
                    (_rides[c], _boardedFrom[c], _boardedAt[c], _accessWalk[c]) = (1, ~k, c, access[k].WalkSeconds);
                }
            }
        }
    }

    void Scan()
    {
        var begin = _scanned.First;
        foreach (var (first, end) in _table.Knots)
        {
            // The connections of a knot depart in one second: it lies inside or outside as a whole.
            if (first < _scanned.First || end > _scanned.End)
            {
                continue;
            }

            Scan(begin, first);
            while (Scan(first, end))
            {
            }

            begin = end;
        }

        Scan(begin, _scanned.End);
    }

    /// <returns>Whether anything changed.</returns>
    bool Scan(int begin, int end)
    {
        var isChanged = false;
        for (var c = begin; c < end; c++)
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
