using System.Numerics;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Benchmarks.Transit;

/// <summary>Baseline (b): range-RAPTOR (Delling, Pajor, Werneck, 2012), departures from the last to the first, labels of each round
/// reused.</summary>
sealed class RangeRaptor
{
    const int MostRounds = 12;

    readonly ConnectionTable _table;
    readonly RunPatterns _patterns;
    readonly int[] _patternStop;
    readonly byte[] _patternRights;
    readonly int[] _arrivalOfTime;
    readonly int[] _firstAtStop;
    readonly int[] _patternAtStop;
    readonly int[] _positionAtStop;
    readonly int[][] _arrivalOfRound;
    readonly int[][] _readyOfRound;
    readonly ulong[] _markedStops;
    readonly ulong[] _readyStops;
    readonly int[] _queuedPosition;
    readonly List<int> _queue = [];

    public RangeRaptor(ConnectionTable table, int samples)
    {
        _table = table;
        var (runs, stops) = (table.Runs, table.Timetable.StopCount);
        var isUsed = new bool[runs.Count];
        for (var run = 0; run < runs.Count; run++)
        {
            for (var i = runs.First[run]; i < runs.First[run + 1]; i++)
            {
                isUsed[run] |= table.ConnectionAt(i) > 0;
            }
        }

        _patterns = new RunPatterns(runs, isUsed);
        _patternStop = new int[_patterns.FirstPosition[^1]];
        _patternRights = new byte[_patternStop.Length];
        _arrivalOfTime = new int[_patterns.FirstTime[^1]];
        var atStop = new List<(int Pattern, int Position)>[stops];
        for (var pattern = 0; pattern < _patterns.Count; pattern++)
        {
            var (length, count) = (Length(pattern), _patterns.FirstRun[pattern + 1] - _patterns.FirstRun[pattern]);
            for (var position = 0; position < length; position++)
            {
                for (var rank = 0; rank < count; rank++)
                {
                    var i = runs.First[_patterns.Run[_patterns.FirstRun[pattern] + rank]] + position;
                    _patternStop[_patterns.FirstPosition[pattern] + position] = runs.Stop[i];
                    _patternRights[_patterns.FirstPosition[pattern] + position] = (byte)runs.Rights[i];
                    _arrivalOfTime[_patterns.FirstTime[pattern] + (position * count) + rank] = runs.ArrivalSeconds[i];
                }

                if (position < length - 1)
                {
                    (atStop[_patternStop[_patterns.FirstPosition[pattern] + position]] ??= []).Add((pattern, position));
                }
            }
        }

        _firstAtStop = new int[stops + 1];
        for (var stop = 0; stop < stops; stop++)
        {
            _firstAtStop[stop + 1] = _firstAtStop[stop] + (atStop[stop]?.Count ?? 0);
        }

        _patternAtStop = [.. atStop.SelectMany(a => a ?? []).Select(a => a.Pattern)];
        _positionAtStop = [.. atStop.SelectMany(a => a ?? []).Select(a => a.Position)];
        _arrivalOfRound = [.. Enumerable.Range(0, MostRounds + 1).Select(_ => new int[stops])];
        _readyOfRound = [.. Enumerable.Range(0, MostRounds + 1).Select(_ => new int[stops])];
        _markedStops = new ulong[(stops + 63) / 64];
        _readyStops = new ulong[(stops + 63) / 64];
        _queuedPosition = new int[_patterns.Count];
        Array.Fill(_queuedPosition, int.MaxValue);
        ArrivalSeconds = new int[samples * stops];
    }

    /// <summary>Earliest arrival by vehicle at <c>[sample * stops + stop]</c>.</summary>
    public int[] ArrivalSeconds { get; }

    public void Run(ReadOnlySpan<StopWalk> access, int stepSeconds)
    {
        foreach (var labels in _arrivalOfRound.Concat(_readyOfRound))
        {
            Array.Fill(labels, TravelTime.Unreached);
        }

        var stops = _table.Timetable.StopCount;
        for (var sample = (ArrivalSeconds.Length / stops) - 1; sample >= 0; sample--)
        {
            var departure = _table.Window.FromSeconds + (sample * stepSeconds);
            var limit = departure + _table.Options.MaxDurationSeconds;
            foreach (var (stop, walkSeconds) in access)
            {
                var ready = departure + walkSeconds + _table.StartSlackSeconds;
                if (ready < _readyOfRound[0][stop])
                {
                    _readyOfRound[0][stop] = ready;
                    _readyStops[stop >> 6] |= 1UL << stop;
                }
            }

            for (var round = 1; round <= MostRounds && Round(round, limit); round++)
            {
            }

            _arrivalOfRound[MostRounds].CopyTo(ArrivalSeconds, sample * stops);
        }
    }

    int Length(int pattern) => _patterns.FirstPosition[pattern + 1] - _patterns.FirstPosition[pattern];

    bool Round(int round, int limit)
    {
        var (ready, arrival) = (_readyOfRound[round - 1], _arrivalOfRound[round]);
        Collect();
        if (_queue.Count == 0)
        {
            return false;
        }

        foreach (var pattern in _queue)
        {
            Ride(pattern, _queuedPosition[pattern], ready, arrival, round, limit);
            _queuedPosition[pattern] = int.MaxValue;
        }

        Walk(round);
        return true;
    }

    void Collect()
    {
        _queue.Clear();
        for (var word = 0; word < _readyStops.Length; word++)
        {
            for (var bits = _readyStops[word]; bits != 0; bits &= bits - 1)
            {
                var stop = (word << 6) + BitOperations.TrailingZeroCount(bits);
                for (var i = _firstAtStop[stop]; i < _firstAtStop[stop + 1]; i++)
                {
                    ref var queued = ref _queuedPosition[_patternAtStop[i]];
                    if (queued == int.MaxValue)
                    {
                        _queue.Add(_patternAtStop[i]);
                    }

                    queued = Math.Min(queued, _positionAtStop[i]);
                }
            }

            _readyStops[word] = 0;
        }
    }

    void Ride(int pattern, int begin, int[] ready, int[] arrival, int round, int limit)
    {
        var first = _patterns.FirstPosition[pattern];
        var count = _patterns.FirstRun[pattern + 1] - _patterns.FirstRun[pattern];
        var times = _patterns.FirstTime[pattern];
        var rank = count;
        for (var position = begin; position < Length(pattern); position++)
        {
            var stop = _patternStop[first + position];
            var rights = (StopTimeRights)_patternRights[first + position];
            var row = times + (position * count);
            if (rank < count && (rights & StopTimeRights.Alight) != 0)
            {
                var seconds = _arrivalOfTime[row + rank];
                if (seconds < arrival[stop] && seconds <= limit)
                {
                    // A label of one round holds for all later ones.
                    for (var k = round; k <= MostRounds && seconds < _arrivalOfRound[k][stop]; k++)
                    {
                        _arrivalOfRound[k][stop] = seconds;
                    }

                    _markedStops[stop >> 6] |= 1UL << stop;
                }
            }

            if ((rights & StopTimeRights.Board) == 0)
            {
                continue;
            }

            var readySeconds = ready[stop];
            if (rank == count)
            {
                rank = FirstAtOrAfter(_patterns.DepartureSeconds.AsSpan(row, count), readySeconds);
            }
            else
            {
                while (rank > 0 && _patterns.DepartureSeconds[row + rank - 1] >= readySeconds)
                {
                    rank--;
                }
            }
        }
    }

    void Walk(int round)
    {
        var (arrival, slack, paths) = (_arrivalOfRound[round], _table.Options.BoardingSlackSeconds, _table.Footpaths);
        var first = paths.FirstOut;
        var to = paths.ToStop;
        var walk = paths.WalkSeconds;
        var change = paths.ChangeSeconds;
        for (var word = 0; word < _markedStops.Length; word++)
        {
            for (var bits = _markedStops[word]; bits != 0; bits &= bits - 1)
            {
                var stop = (word << 6) + BitOperations.TrailingZeroCount(bits);
                var seconds = arrival[stop] + slack;
                if (change[stop] != Footpaths.ChangeForbidden)
                {
                    Ready(round, stop, seconds + change[stop]);
                }

                for (var i = first[stop]; i < first[stop + 1]; i++)
                {
                    Ready(round, to[i], seconds + walk[i]);
                }
            }

            _markedStops[word] = 0;
        }
    }

    void Ready(int round, int stop, int seconds)
    {
        if (seconds >= _readyOfRound[round][stop])
        {
            return;
        }

        for (var k = round; k <= MostRounds && seconds < _readyOfRound[k][stop]; k++)
        {
            _readyOfRound[k][stop] = seconds;
        }

        _readyStops[stop >> 6] |= 1UL << stop;
    }

    static int FirstAtOrAfter(ReadOnlySpan<int> seconds, int bound)
    {
        var (low, high) = (0, seconds.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (seconds[middle] < bound)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
