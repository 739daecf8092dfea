using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Isochrones;

/// <summary>For each stop, on which seconds of a window a rider who walks on for so long is within a limit.</summary>
/// <remarks>
/// A journey of a stop is a pair (a, l): with a further walk of w seconds it serves the seconds <c>a + w - x .. l</c> for the limit x; in a
/// mirrored search the seconds, negated, <c>a + w .. l + x</c>. Seconds served by several journeys or stops count once. Walks that serve
/// enough seconds through one stop alone need no look at the others; that, and the longest walk that serves any, bounds all work.
/// </remarks>
sealed class StopCover
{
    const int Never = -1;

    readonly bool _isMirrored;

    // Pairs of the stops reached, for all limits.
    readonly List<int> _stops = [];
    readonly List<int> _firstPair = [];
    readonly List<(int A, int L)> _pairs = [];

    // Those that matter for the limit, by rank of the stop.
    readonly List<int> _rankStop = [];
    readonly List<int> _first = [];
    readonly List<(int A, int L)> _kept = [];
    (int A, int L)[] _keptArray = [];
    int[] _firstArray = [];
    int[] _margin = [];
    int[] _reach = [];
    int[] _sure = [];
    int _from;
    int _last;
    int _needed;
    bool _isForAllLimits;
    int[] _rankOfStop = [];

    // Lags between stops, by rank << 32 | rank, in an open table that a new limit empties by its number.
    long[] _lagKey = new long[1 << 14];
    int[] _lagLimit = new int[1 << 14];
    int[] _lag = new int[1 << 14];
    int _lagCount;
    int _limitNumber;

    public StopCover(bool isMirrored) => _isMirrored = isMirrored;

    /// <summary>Stops that serve a second of the window at all.</summary>
    public int Count => _rankStop.Count;

    /// <summary>Index of a stop in the timetable.</summary>
    public int StopOf(int rank) => _rankStop[rank];

    /// <summary>Rank of a stop, or -1 when it serves no second.</summary>
    public int RankOf(int stop) => stop < _rankOfStop.Length ? _rankOfStop[stop] : Never;

    /// <summary>Longest further walk with which a stop serves any second for the highest limit, in milliseconds, however far one walks;
    /// each millisecond less is one of travel time. In a mirrored search, where a walk is taken out of a wait, without end.</summary>
    public ReadOnlySpan<int> MarginMilliseconds => _margin;

    /// <summary>The same, at most the longest walk.</summary>
    public ReadOnlySpan<int> ReachMilliseconds => _reach;

    /// <summary>Longest further walk with which a stop alone serves the seconds needed for the lowest limit, in milliseconds, or -1.</summary>
    public ReadOnlySpan<int> SureMilliseconds => _sure;

    /// <summary>Takes the seconds that count, and forgets all journeys.</summary>
    /// <param name="departures">Departure window.</param>
    /// <param name="needed">Seconds of it that have to be served.</param>
    public void Begin(TimeWindow departures, int needed)
    {
        (_from, _last) = _isMirrored ? (-departures.LastSecond, -departures.FromSeconds) : (departures.FromSeconds, departures.LastSecond);
        _needed = needed;
        _stops.Clear();
        _firstPair.Clear();
        _pairs.Clear();
    }

    /// <summary>Adds the journeys of a stop, both columns ascending.</summary>
    /// <param name="stop">Stop.</param>
    /// <param name="arrivalSeconds">Arrivals (of a mirrored search, negated departures).</param>
    /// <param name="slackSeconds">Added to each.</param>
    /// <param name="latestSeconds">Latest departures (negated arrivals).</param>
    public void Add(int stop, ReadOnlySpan<int> arrivalSeconds, int slackSeconds, ReadOnlySpan<int> latestSeconds)
    {
        _stops.Add(stop);
        _firstPair.Add(_pairs.Count);
        for (var i = 0; i < arrivalSeconds.Length; i++)
        {
            _pairs.Add((arrivalSeconds[i] + slackSeconds, latestSeconds[i]));
        }
    }

    /// <summary>Works out which stops and journeys matter for limits from the lowest to the highest.</summary>
    /// <param name="lowest">Lowest limit.</param>
    /// <param name="highest">Highest limit.</param>
    /// <param name="longestWalkSeconds">Longest walk.</param>
    /// <param name="isForAllLimits">Whether the range is a wide one, and <see cref="Covers"/> has to hold at every limit of it.</param>
    public void Prepare(int lowest, int highest, int longestWalkSeconds, bool isForAllLimits = false)
    {
        _isForAllLimits = isForAllLimits;
        _rankStop.Clear();
        _first.Clear();
        _kept.Clear();
        _limitNumber++;
        _lagCount = 0;

        // What leaves after the window's last second for every limit leaves equally late.
        var latest = _isMirrored ? _last - lowest : _last;
        var shift = _isMirrored ? highest : 0;
        for (var i = 0; i < _stops.Count; i++)
        {
            var begin = _kept.Count;
            var end = i + 1 < _stops.Count ? _firstPair[i + 1] : _pairs.Count;
            for (var pair = _firstPair[i]; pair < end; pair++)
            {
                var (a, l) = _pairs[pair];
                l = Math.Min(l, latest);
                if (l + shift < _from || a - highest > l || (_isMirrored && a > _last)
                    || (_kept.Count > begin && _kept[^1].L == l))
                {
                    continue;
                }

                _kept.Add((a, l));
            }

            if (_kept.Count > begin)
            {
                _rankStop.Add(_stops[i]);
                _first.Add(begin);
            }
        }

        _first.Add(_kept.Count);
        (_keptArray, _firstArray) = ([.. _kept], [.. _first]);
        if (_stops.Count > 0 && _rankOfStop.Length <= _stops[^1])
        {
            _rankOfStop = new int[_stops[^1] + 1];
        }

        Array.Fill(_rankOfStop, Never);
        if (_reach.Length < Count)
        {
            (_margin, _reach, _sure) = (new int[Count], new int[Count], new int[Count]);
        }

        for (var rank = 0; rank < Count; rank++)
        {
            _rankOfStop[_rankStop[rank]] = rank;
            var longest = Never;
            foreach (var (a, l) in PairsOf(rank))
            {
                longest = Math.Max(longest, Math.Min(l + shift, _last) - Earliest(a, highest));
            }

            _margin[rank] = _isMirrored ? int.MaxValue : longest * 1000;
            _reach[rank] = Math.Min(longest, longestWalkSeconds) * 1000;
            _sure[rank] = Sure(rank, lowest, Math.Min(longest, longestWalkSeconds));
        }
    }

    /// <summary>Whether a stop's journeys serve no second that another's do not, after further walks.</summary>
    /// <param name="rank">The other.</param>
    /// <param name="milliseconds">Walk from it; not longer than the walk from the stop.</param>
    /// <param name="overRank">The stop.</param>
    /// <param name="overMilliseconds">Walk from the stop.</param>
    public bool Covers(int rank, int milliseconds, int overRank, int overMilliseconds)
    {
        var rest = overMilliseconds - milliseconds;
        if (rest < 0)
        {
            return false;
        }

        if (rank == overRank)
        {
            return true;
        }

        // What covers it reaches as far and serves enough as far.
        if (_reach[rank] - milliseconds < _reach[overRank] - overMilliseconds
            || _sure[rank] - milliseconds < _sure[overRank] - overMilliseconds)
        {
            return false;
        }

        // One second that is served is enough: the stop that leaves more time for walking serves it for every limit.
        return (_needed == 1 && !_isMirrored
                && (!_isForAllLimits || _margin[rank] - milliseconds >= _margin[overRank] - overMilliseconds))
            || Lag(rank, overRank) <= rest / 1000;
    }

    /// <summary>Marks the seconds that a stop serves after a further walk.</summary>
    public void Serve(int rank, int walkSeconds, int limit, SecondsServed served)
    {
        var shift = _isMirrored ? limit : 0;
        var open = _from;
        foreach (var (a, l) in PairsOf(rank))
        {
            var last = Math.Min(l + shift, _last);
            var first = Math.Max(Earliest(a, limit) + walkSeconds, open);
            if (first <= last)
            {
                served.Mark(first - _from, last - _from);
                open = last + 1;
            }
        }
    }

    int Earliest(int a, int limit) => _isMirrored ? a : a - limit;

    ReadOnlySpan<(int A, int L)> PairsOf(int rank) => _keptArray.AsSpan(_firstArray[rank].._firstArray[rank + 1]);

    int Sure(int rank, int limit, int longest)
    {
        if (Alone(rank, 0, limit) < _needed)
        {
            return Never;
        }

        var (low, high) = (0, longest);
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            (low, high) = Alone(rank, middle, limit) >= _needed ? (middle, high) : (low, middle - 1);
        }

        return low * 1000;
    }

    int Alone(int rank, int walkSeconds, int limit)
    {
        var shift = _isMirrored ? limit : 0;
        var (count, open) = (0, _from);
        foreach (var (a, l) in PairsOf(rank))
        {
            var last = Math.Min(l + shift, _last);
            var first = Math.Max(Earliest(a, limit) + walkSeconds, open);
            if (first <= last)
            {
                count += last - first + 1;
                open = last + 1;
            }
        }

        return count;
    }

    /// <summary>Seconds by which a stop's journeys come later than another's of the same or a later departure, at most.</summary>
    int Lag(int rank, int overRank)
    {
        var key = ((long)rank << 32) | (uint)overRank;
        var mask = _lagKey.Length - 1;
        var slot = (int)(((ulong)key * 0x9E3779B97F4A7C15UL) >> 40) & mask;
        while (_lagLimit[slot] == _limitNumber)
        {
            if (_lagKey[slot] == key)
            {
                return _lag[slot];
            }

            slot = (slot + 1) & mask;
        }

        var lag = WorkOutLag(rank, overRank);
        (_lagKey[slot], _lag[slot], _lagLimit[slot]) = (key, lag, _limitNumber);
        if (++_lagCount > _lagKey.Length / 2)
        {
            Grow();
        }

        return lag;
    }

    int WorkOutLag(int rank, int overRank)
    {
        var others = PairsOf(rank);
        var (lag, j) = (0, 0);
        foreach (var (a, l) in PairsOf(overRank))
        {
            while (j < others.Length && others[j].L < l)
            {
                j++;
            }

            if (j == others.Length)
            {
                return int.MaxValue;
            }

            lag = Math.Max(lag, others[j].A - a);
        }

        return lag;
    }

    void Grow()
    {
        var (keys, limits, lags) = (_lagKey, _lagLimit, _lag);
        (_lagKey, _lagLimit, _lag) = (new long[2 * keys.Length], new int[2 * keys.Length], new int[2 * keys.Length]);
        var mask = _lagKey.Length - 1;
        for (var i = 0; i < keys.Length; i++)
        {
            if (limits[i] == _limitNumber)
            {
                var slot = (int)(((ulong)keys[i] * 0x9E3779B97F4A7C15UL) >> 40) & mask;
                while (_lagLimit[slot] == _limitNumber)
                {
                    slot = (slot + 1) & mask;
                }

                (_lagKey[slot], _lag[slot], _lagLimit[slot]) = (keys[i], lags[i], _limitNumber);
            }
        }
    }
}
