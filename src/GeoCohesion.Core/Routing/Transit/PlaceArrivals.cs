using System.Runtime.InteropServices;

namespace GeoCohesion.Core.Routing.Transit;

/// <summary>For each place of a set, the connections by which one arrives there, by arrival at the place. Built once per set; shared by
/// all threads.</summary>
/// <remarks>A connection is left out when its vehicle brings riders to the place as early or earlier after a later stop.</remarks>
public sealed class PlaceArrivals
{
    const uint SignBit = 0x8000_0000;

    readonly int[] _first;
    readonly int[] _arrivalAt;
    readonly int[] _arrivalSeconds;

    /// <summary>Prepares the places.</summary>
    /// <param name="table">The connections.</param>
    /// <param name="walks">Per place, the walks between it and its stops.</param>
    /// <param name="threads">At least 1; the result is the same for any number.</param>
    public PlaceArrivals(ConnectionTable table, StopWalks walks, int threads = 1)
    {
        (Table, Walks) = (table, walks);
        var (runOfPosition, arrivalOfPosition) = Positions(table);
        var ofPlace = new (int[] ArrivalAt, int[] Seconds)[walks.Count];
        Parallel.For(
            0,
            walks.Count,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            () => new List<ulong>(),
            (place, _, events) =>
            {
                ofPlace[place] = ArrivalsAt(table, walks[place], runOfPosition, arrivalOfPosition, events);
                return events;
            },
            _ => { });
        _first = new int[walks.Count + 1];
        for (var place = 0; place < walks.Count; place++)
        {
            _first[place + 1] = checked(_first[place] + ofPlace[place].Seconds.Length);
        }

        (_arrivalAt, _arrivalSeconds) = (new int[_first[^1]], new int[_first[^1]]);
        for (var place = 0; place < walks.Count; place++)
        {
            ofPlace[place].ArrivalAt.CopyTo(_arrivalAt, _first[place]);
            ofPlace[place].Seconds.CopyTo(_arrivalSeconds, _first[place]);
            ofPlace[place] = default;
        }
    }

    /// <summary>Number of places.</summary>
    public int Count => _first.Length - 1;

    internal ConnectionTable Table { get; }

    /// <summary>Per place, the walks it was prepared with.</summary>
    internal StopWalks Walks { get; }

    /// <summary>Connections to a place, by arrival there, as indices of <see cref="ConnectionTable.ArrivalAt"/>: those of a stop have indices near each other.</summary>
    internal ReadOnlySpan<int> ArrivalsTo(int place) => _arrivalAt.AsSpan(_first[place].._first[place + 1]);

    /// <summary>Arrivals at a place, ascending, egress walk included.</summary>
    internal ReadOnlySpan<int> SecondsTo(int place) => _arrivalSeconds.AsSpan(_first[place].._first[place + 1]);

    static (int[] ArrivalAt, int[] Seconds) ArrivalsAt(
        ConnectionTable table, ReadOnlySpan<StopWalk> walks, int[] runOfPosition, int[] arrivalOfPosition, List<ulong> events)
    {
        // Keys that sort as numbers: where on its run a vehicle is, and when one arrives from there; then the other way round.
        events.Clear();
        foreach (var (stop, walkSeconds) in walks)
        {
            for (var i = table.FirstArrivalAt[stop]; i < table.FirstArrivalAt[stop + 1]; i++)
            {
                var c = table.ArrivalAt[i];
                events.Add(((ulong)table.Position[c] << 32) | Rising(table.ArrivalSeconds[c] + walkSeconds + table.EndSlackSeconds));
            }
        }

        var keys = CollectionsMarshal.AsSpan(events);
        keys.Sort();
        var kept = keys.Length;
        var (run, earliest) = (-1, uint.MaxValue);
        for (var i = keys.Length - 1; i >= 0; i--)
        {
            var (position, arrival) = ((int)(keys[i] >> 32), (uint)keys[i]);
            if (runOfPosition[position] != run || arrival < earliest)
            {
                (run, earliest) = (runOfPosition[position], arrival);
                keys[--kept] = ((ulong)arrival << 32) | (uint)arrivalOfPosition[position];
            }
        }

        keys = keys[kept..];
        keys.Sort();
        var (arrivalAt, seconds) = (new int[keys.Length], new int[keys.Length]);
        for (var i = 0; i < keys.Length; i++)
        {
            (arrivalAt[i], seconds[i]) = ((int)keys[i], (int)((uint)(keys[i] >> 32) ^ SignBit));
        }

        return (arrivalAt, seconds);
    }

    /// <summary>Seconds, which may be negative, as numbers that rise with them.</summary>
    static uint Rising(int seconds) => (uint)seconds ^ SignBit;

    /// <summary>Per position on a run, the run, and where the connection that arrives there stands among all arrivals.</summary>
    static (int[] Run, int[] ArrivalAt) Positions(ConnectionTable table)
    {
        var (run, arrivalAt) = (new int[table.Runs.Stop.Length], new int[table.Runs.Stop.Length]);
        for (var r = 0; r < table.Runs.Count; r++)
        {
            run.AsSpan(table.Runs.First[r]..table.Runs.First[r + 1]).Fill(r);
        }

        for (var i = 0; i < table.ArrivalAt.Length; i++)
        {
            arrivalAt[table.Position[table.ArrivalAt[i]]] = i;
        }

        return (run, arrivalAt);
    }
}
