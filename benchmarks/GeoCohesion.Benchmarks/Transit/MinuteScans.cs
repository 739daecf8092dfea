using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Benchmarks.Transit;

/// <summary>Baseline (a): one earliest-arrival connection scan (Dibbelt et al., 2018) for each sampled departure, over the arrays of
/// <see cref="ConnectionTable"/>.</summary>
sealed class MinuteScans
{
    readonly ConnectionTable _table;
    readonly int[] _runOf;
    readonly int[] _boardedRun;
    readonly int[] _readySeconds;
    readonly byte[] _rights;
    int _scan;

    public MinuteScans(ConnectionTable table, int samples)
    {
        _table = table;
        _runOf = new int[table.Count + 1];
        _rights = new byte[table.Count + 1];
        for (var c = 1; c <= table.Count; c++)
        {
            _runOf[c] = table.Previous[c] > 0 ? _runOf[table.Previous[c]] : c;
            _rights[c] = (byte)((table.CanBoard(c) ? 1 : 0) | (table.CanAlight(c) ? 2 : 0));
        }

        _boardedRun = new int[table.Count + 1];
        _readySeconds = new int[table.Timetable.StopCount];
        ArrivalSeconds = new int[samples * table.Timetable.StopCount];
    }

    /// <summary>Earliest arrival by vehicle at <c>[sample * stops + stop]</c>.</summary>
    public int[] ArrivalSeconds { get; }

    public void Run(ReadOnlySpan<StopWalk> access, int stepSeconds)
    {
        var stops = _table.Timetable.StopCount;
        for (var sample = 0; sample * stops < ArrivalSeconds.Length; sample++)
        {
            Scan(access, _table.Window.FromSeconds + (sample * stepSeconds), ArrivalSeconds.AsSpan(sample * stops, stops));
        }
    }

    void Scan(ReadOnlySpan<StopWalk> access, int departureSeconds, Span<int> arrivalSeconds)
    {
        _scan++;
        arrivalSeconds.Fill(TravelTime.Unreached);
        var ready = _readySeconds.AsSpan();
        ready.Fill(TravelTime.Unreached);
        foreach (var (stop, walkSeconds) in access)
        {
            ready[stop] = Math.Min(ready[stop], departureSeconds + walkSeconds + _table.StartSlackSeconds);
        }

        var slack = _table.Options.BoardingSlackSeconds;
        var (departures, arrivals, from, to) = (_table.DepartureSeconds, _table.ArrivalSeconds, _table.FromStop, _table.ToStop);
        var first = _table.Footpaths.FirstOut;
        var toStop = _table.Footpaths.ToStop;
        var walk = _table.Footpaths.WalkSeconds;
        var change = _table.Footpaths.ChangeSeconds;
        var latest = departureSeconds + _table.Options.MaxDurationSeconds;
        var begin = Array.BinarySearch(departures, 1, _table.Count, departureSeconds);
        begin = begin < 0 ? ~begin : begin;
        while (begin > 1 && departures[begin - 1] == departureSeconds)
        {
            begin--;
        }

        for (var c = begin; c < departures.Length && departures[c] <= latest; c++)
        {
            ref var boarded = ref _boardedRun[_runOf[c]];
            if (boarded != _scan)
            {
                if (ready[from[c]] > departures[c] || (_rights[c] & 1) == 0)
                {
                    continue;
                }

                boarded = _scan;
            }

            var (stop, arrival) = (to[c], arrivals[c]);
            if (arrival >= arrivalSeconds[stop] || (_rights[c] & 2) == 0)
            {
                continue;
            }

            arrivalSeconds[stop] = arrival;
            if (change[stop] != Core.Network.Footpaths.ChangeForbidden)
            {
                ready[stop] = Math.Min(ready[stop], arrival + change[stop] + slack);
            }

            for (var i = first[stop]; i < first[stop + 1]; i++)
            {
                ref var other = ref ready[toStop[i]];
                other = Math.Min(other, arrival + walk[i] + slack);
            }
        }
    }
}
