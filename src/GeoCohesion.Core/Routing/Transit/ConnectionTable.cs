using System.Diagnostics;
using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing.Transit;

/// <summary>
/// The connections (hops of a vehicle from one stop to the next) that journeys of one window can use, in an order in which each comes
/// after all that feed it, each with the few connections from which a change into it is worth making. Immutable; shared by all threads.
/// </summary>
/// <remarks>
/// Connections are numbered from 1; 0 stands for none, so that a search keeps a zero there. Times are the timetable's, or their negatives
/// in a mirrored table, in which journeys run backwards: the start of a mirrored journey is the destination, its arrival is the
/// departure. Building takes O(connections x footpaths x patterns per stop) and pays for itself after some tens of origins.
/// </remarks>
public sealed class ConnectionTable
{
    /// <summary>Feeds come in multiples of this, filled up with 0, so that how many blocks to read is easier to predict than how many
    /// feeds.</summary>
    internal const int FeedBlock = 4;

    readonly int[] _connectionOfPosition;

    ConnectionTable(
        Timetable timetable, Footpaths footpaths, TransitOptions options, TimeWindow window, TimeWindow span, bool mirrored, int threads)
    {
        if (footpaths.StopCount != timetable.StopCount)
        {
            throw new ArgumentException("The footpaths are not between the stops of the timetable.", nameof(footpaths));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(options.BoardingSlackSeconds, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxDurationSeconds, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxDurationSeconds, LongestSeconds, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxRides, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxRides, RidesProfileSearch.MostRides, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(window.Count, 1, nameof(window));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window.Count, LongestSeconds, nameof(window));
        (Timetable, Footpaths, Options, Window, IsMirrored) =
            (timetable, mirrored ? Mirror(footpaths) : footpaths, options, window, mirrored);
        Runs = VehicleRuns.Build(timetable, mirrored);

        var count = 0;
        var ofPosition = new int[Runs.Stop.Length];
        var positionOf = new List<int>();
        Array.Fill(ofPosition, -1);
        for (var run = 0; run < Runs.Count; run++)
        {
            for (var position = Runs.First[run]; position < Runs.First[run + 1] - 1; position++)
            {
                if (Runs.DepartureSeconds[position] >= span.FromSeconds && Runs.ArrivalSeconds[position + 1] < span.ToSeconds)
                {
                    ofPosition[position] = count++;
                    positionOf.Add(position);
                }
            }
        }

        var transfers = TransferReduction.Run(Runs, ofPosition, count, Footpaths, options.BoardingSlackSeconds, threads);
        var order = ConnectionOrder.Sort(Runs, positionOf, ofPosition, transfers, out var knots);
        Knots = knots;

        Count = count;
        (Position, Previous) = (new int[count + 1], new int[count + 1]);
        (DepartureSeconds, ArrivalSeconds) = (new int[count + 1], new int[count + 1]);
        (FromStop, ToStop) = (new int[count + 1], new int[count + 1]);
        FirstFeed = new int[count + 2];
        var rank = new int[count];
        for (var i = 0; i < count; i++)
        {
            rank[order[i]] = i + 1;
        }

        for (var c = 1; c <= count; c++)
        {
            var position = positionOf[order[c - 1]];
            Position[c] = position;
            var previous = position > 0 ? ofPosition[position - 1] : -1;
            Previous[c] = previous >= 0 ? rank[previous] : 0;
            (DepartureSeconds[c], ArrivalSeconds[c]) = (Runs.DepartureSeconds[position], Runs.ArrivalSeconds[position + 1]);
            (FromStop[c], ToStop[c]) = (Runs.Stop[position], Runs.Stop[position + 1]);
        }

        foreach (var target in transfers.Target)
        {
            FirstFeed[rank[target] + 1]++;
        }

        for (var c = 0; c <= count; c++)
        {
            FirstFeed[c + 1] = FirstFeed[c] + ((FirstFeed[c + 1] + FeedBlock - 1) / FeedBlock * FeedBlock);
        }

        (TransferCount, Feed) = (transfers.Target.Length, new int[FirstFeed[^1]]);

        // In the order of the sources, which is the order in which they were last written.
        var next = FirstFeed.AsSpan().ToArray();
        for (var c = 1; c <= count; c++)
        {
            for (var i = transfers.First[order[c - 1]]; i < transfers.First[order[c - 1] + 1]; i++)
            {
                Feed[next[rank[transfers.Target[i]]]++] = c;
            }
        }

        _connectionOfPosition = ofPosition;
        for (var position = 0; position < ofPosition.Length; position++)
        {
            ofPosition[position] = ofPosition[position] < 0 ? 0 : rank[ofPosition[position]];
        }

        (FirstDepartureAt, DepartureAt) = ByStop(c => CanBoard(c) ? FromStop[c] : -1, DepartureSeconds);
        (FirstArrivalAt, ArrivalAt) = ByStop(c => CanAlight(c) ? ToStop[c] : -1, ArrivalSeconds);
    }

    /// <summary>Longest window, and longest journey, in seconds: offsets into the window are kept in 16 bits.</summary>
    public static int LongestSeconds => ushort.MaxValue;

    /// <summary>Number of connections.</summary>
    public int Count { get; }

    /// <summary>Number of changes between connections that are worth making.</summary>
    public int TransferCount { get; }

    /// <summary>Departure window; in a mirrored table arrival window, in negated seconds.</summary>
    public TimeWindow Window { get; }

    /// <summary>Whether journeys run backwards.</summary>
    public bool IsMirrored { get; }

    /// <summary>The timetable.</summary>
    public Timetable Timetable { get; }

    /// <summary>What a rider does and accepts.</summary>
    public TransitOptions Options { get; }

    /// <summary>Walks between stops, in the direction of the search.</summary>
    internal Footpaths Footpaths { get; }

    /// <summary>Seconds between the access walk and the first boarding.</summary>
    internal int StartSlackSeconds => IsMirrored ? 0 : Options.BoardingSlackSeconds;

    /// <summary>Seconds between the last alighting and the egress walk: in a mirrored journey that is the first boarding.</summary>
    internal int EndSlackSeconds => IsMirrored ? Options.BoardingSlackSeconds : 0;

    internal VehicleRuns Runs { get; }

    /// <summary>Per connection, index of its first position in <see cref="Runs"/>.</summary>
    internal int[] Position { get; }

    /// <summary>Per connection, the one the same vehicle makes before, or 0.</summary>
    internal int[] Previous { get; }

    internal int[] DepartureSeconds { get; }

    internal int[] ArrivalSeconds { get; }

    internal int[] FromStop { get; }

    internal int[] ToStop { get; }

    /// <summary>CSR into <see cref="Feed"/>.</summary>
    internal int[] FirstFeed { get; }

    /// <summary>Connections from which a change is worth making, other than staying seated; earlier in the order, but for those within a
    /// knot; and 0 to fill up.</summary>
    internal int[] Feed { get; }

    /// <summary>Ranges of connections of zero length that feed each other in a circle, within one second; to be repeated until nothing
    /// changes.</summary>
    internal (int First, int End)[] Knots { get; }

    /// <summary>CSR per stop into <see cref="DepartureAt"/>.</summary>
    internal int[] FirstDepartureAt { get; }

    /// <summary>Connections that can be boarded at a stop, by departure.</summary>
    internal int[] DepartureAt { get; }

    /// <summary>CSR per stop into <see cref="ArrivalAt"/>.</summary>
    internal int[] FirstArrivalAt { get; }

    /// <summary>Connections from which one can alight at a stop, by arrival.</summary>
    internal int[] ArrivalAt { get; }

    /// <summary>The connections for journeys that depart at each second of a window.</summary>
    /// <param name="timetable">The timetable.</param>
    /// <param name="footpaths">Walks between its stops.</param>
    /// <param name="departures">Departure window, at most <see cref="LongestSeconds"/> long.</param>
    /// <param name="options">What a rider does and accepts.</param>
    /// <param name="threads">Number of threads to build with; the result does not depend on it.</param>
    public static ConnectionTable ForDepartures(
        Timetable timetable, Footpaths footpaths, TimeWindow departures, TransitOptions options, int threads = 1) =>
        new(
            timetable, footpaths, options, departures,
            new(departures.FromSeconds, departures.ToSeconds + options.MaxDurationSeconds), false, threads);

    /// <summary>The mirrored connections for journeys that arrive at each second of a window.</summary>
    /// <param name="timetable">The timetable.</param>
    /// <param name="footpaths">Walks between its stops.</param>
    /// <param name="arrivals">Arrival window, at most <see cref="LongestSeconds"/> long.</param>
    /// <param name="options">What a rider does and accepts.</param>
    /// <param name="threads">Number of threads to build with; the result does not depend on it.</param>
    public static ConnectionTable ForArrivals(
        Timetable timetable, Footpaths footpaths, TimeWindow arrivals, TransitOptions options, int threads = 1) =>
        new(
            timetable, footpaths, options, new(1 - arrivals.ToSeconds, 1 - arrivals.FromSeconds),
            new(1 - arrivals.ToSeconds, 1 - arrivals.FromSeconds + options.MaxDurationSeconds), true, threads);

    /// <summary>The mirrored connections that answer, from the destination's side, for journeys that depart at each second of a
    /// window.</summary>
    /// <remarks>Window and longest journey together are at most <see cref="LongestSeconds"/> long.</remarks>
    /// <inheritdoc cref="ForDepartures"/>
    public static ConnectionTable ForDeparturesMirrored(
        Timetable timetable, Footpaths footpaths, TimeWindow departures, TransitOptions options, int threads = 1)
    {
        var mirrored = new TimeWindow(1 - departures.ToSeconds - options.MaxDurationSeconds, 1 - departures.FromSeconds);
        return new(timetable, footpaths, options, mirrored, mirrored, true, threads);
    }

    /// <summary>Connection that departs from a position of <see cref="Runs"/>, or 0.</summary>
    internal int ConnectionAt(int position) => _connectionOfPosition[position];

    /// <summary>Refuses a table that a search over journeys of any number of rides would answer wrongly.</summary>
    internal void RequireUnlimitedRides(bool isMirrored)
    {
        if (IsMirrored != isMirrored)
        {
            throw new ArgumentException("The connections run in the other direction.", nameof(isMirrored));
        }

        if (Options.MaxRides > 0)
        {
            throw new ArgumentException("A limit on rides takes a search that counts them.", nameof(isMirrored));
        }
    }

    internal bool CanBoard(int connection) => Runs.Rights[Position[connection]].HasFlag(StopTimeRights.Board);

    internal bool CanAlight(int connection) => Runs.Rights[Position[connection] + 1].HasFlag(StopTimeRights.Alight);

    static Footpaths Mirror(Footpaths footpaths)
    {
        var first = new int[footpaths.StopCount + 1];
        foreach (var stop in footpaths.ToStop)
        {
            first[stop + 1]++;
        }

        for (var stop = 0; stop < footpaths.StopCount; stop++)
        {
            first[stop + 1] += first[stop];
        }

        var next = first.AsSpan().ToArray();
        var (to, walk) = (new int[footpaths.ToStop.Length], new int[footpaths.ToStop.Length]);
        for (var stop = 0; stop < footpaths.StopCount; stop++)
        {
            for (var i = footpaths.FirstOut[stop]; i < footpaths.FirstOut[stop + 1]; i++)
            {
                var slot = next[footpaths.ToStop[i]]++;
                (to[slot], walk[slot]) = (stop, footpaths.WalkSeconds[i]);
            }
        }

        return new Footpaths(first, to, walk, footpaths.ChangeSeconds.ToArray());
    }

    (int[] First, int[] Connection) ByStop(Func<int, int> stopOf, int[] seconds)
    {
        var first = new int[Timetable.StopCount + 1];
        for (var c = 1; c <= Count; c++)
        {
            if (stopOf(c) is >= 0 and var stop)
            {
                first[stop + 1]++;
            }
        }

        for (var stop = 0; stop < Timetable.StopCount; stop++)
        {
            first[stop + 1] += first[stop];
        }

        var next = first.AsSpan().ToArray();
        var connection = new int[first[^1]];
        for (var c = 1; c <= Count; c++)
        {
            if (stopOf(c) is >= 0 and var stop)
            {
                connection[next[stop]++] = c;
            }
        }

        for (var stop = 0; stop < Timetable.StopCount; stop++)
        {
            connection.AsSpan(first[stop]..first[stop + 1]).Sort(
                (a, b) => seconds[a] != seconds[b] ? seconds[a].CompareTo(seconds[b]) : a.CompareTo(b));
        }

        Debug.Assert(next[^1] == first[^1]);
        return (first, connection);
    }
}
