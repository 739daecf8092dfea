namespace GeoCohesion.Core.Routing.Transit;

/// <summary>For each place of a set, the connections by which one arrives there, by arrival at the place. Built once per set; shared by
/// all threads.</summary>
/// <remarks>A connection is left out when its vehicle brings riders to the place as early or earlier after a later stop.</remarks>
public sealed class PlaceArrivals
{
    readonly int[] _first;
    readonly int[] _connection;
    readonly int[] _arrivalSeconds;

    /// <summary>Prepares the places.</summary>
    /// <param name="table">The connections.</param>
    /// <param name="walks">Per place, the walks between it and its stops.</param>
    /// <param name="threads">At least 1; the result is the same for any number.</param>
    public PlaceArrivals(ConnectionTable table, StopWalks walks, int threads = 1)
    {
        (Table, Walks) = (table, walks);
        var runOf = RunOfConnection(table);
        var ofPlace = new (int[] Connections, int[] Arrivals)[walks.Count];
        Parallel.For(
            0,
            walks.Count,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            () => new List<(int Run, int Position, int Arrival, int Connection)>(),
            (place, _, events) =>
            {
                ofPlace[place] = ArrivalsAt(table, walks[place], runOf, events);
                return events;
            },
            _ => { });
        _first = new int[walks.Count + 1];
        for (var place = 0; place < walks.Count; place++)
        {
            _first[place + 1] = checked(_first[place] + ofPlace[place].Connections.Length);
        }

        (_connection, _arrivalSeconds) = (new int[_first[^1]], new int[_first[^1]]);
        for (var place = 0; place < walks.Count; place++)
        {
            ofPlace[place].Connections.CopyTo(_connection, _first[place]);
            ofPlace[place].Arrivals.CopyTo(_arrivalSeconds, _first[place]);
            ofPlace[place] = default;
        }
    }

    /// <summary>Number of places.</summary>
    public int Count => _first.Length - 1;

    internal ConnectionTable Table { get; }

    /// <summary>Per place, the walks it was prepared with.</summary>
    internal StopWalks Walks { get; }

    /// <summary>Connections to a place, by arrival.</summary>
    internal ReadOnlySpan<int> ConnectionsTo(int place) => _connection.AsSpan(_first[place].._first[place + 1]);

    /// <summary>Arrivals at a place, ascending, egress walk included.</summary>
    internal ReadOnlySpan<int> SecondsTo(int place) => _arrivalSeconds.AsSpan(_first[place].._first[place + 1]);

    static (int[] Connections, int[] Arrivals) ArrivalsAt(
        ConnectionTable table, ReadOnlySpan<StopWalk> walks, int[] runOf, List<(int Run, int Position, int Arrival, int Connection)> events)
    {
        events.Clear();
        foreach (var (stop, walkSeconds) in walks)
        {
            for (var i = table.FirstArrivalAt[stop]; i < table.FirstArrivalAt[stop + 1]; i++)
            {
                var c = table.ArrivalAt[i];
                events.Add((runOf[c], table.Position[c], table.ArrivalSeconds[c] + walkSeconds + table.EndSlackSeconds, c));
            }
        }

        events.Sort((a, b) => a.Run != b.Run ? a.Run.CompareTo(b.Run)
            : a.Position != b.Position ? b.Position.CompareTo(a.Position)
            : a.Arrival.CompareTo(b.Arrival));
        var kept = 0;
        for (var i = 0; i < events.Count; i++)
        {
            if (kept == 0 || events[kept - 1].Run != events[i].Run || events[i].Arrival < events[kept - 1].Arrival)
            {
                events[kept++] = events[i];
            }
        }

        events.RemoveRange(kept, events.Count - kept);
        events.Sort((a, b) => a.Arrival != b.Arrival ? a.Arrival.CompareTo(b.Arrival) : a.Connection.CompareTo(b.Connection));
        return ([.. events.Select(entry => entry.Connection)], [.. events.Select(entry => entry.Arrival)]);
    }

    static int[] RunOfConnection(ConnectionTable table)
    {
        var runOfPosition = new int[table.Runs.Stop.Length];
        for (var run = 0; run < table.Runs.Count; run++)
        {
            runOfPosition.AsSpan(table.Runs.First[run]..table.Runs.First[run + 1]).Fill(run);
        }

        var runOf = new int[table.Count + 1];
        for (var c = 1; c <= table.Count; c++)
        {
            runOf[c] = runOfPosition[table.Position[c]];
        }

        return runOf;
    }
}
