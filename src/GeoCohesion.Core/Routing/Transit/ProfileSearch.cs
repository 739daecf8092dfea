using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GeoCohesion.Core.Routing.Transit;

/// <summary>
/// From one place to all stops, for every departure second of the window: with which latest departure each connection is reached. Exact.
/// </summary>
/// <remarks>
/// One pass over a <see cref="ConnectionTable"/> in its order; see <c>docs/transit.md</c>. One per thread, reused; a run allocates nothing.
/// O(connections + changes worth making).
/// </remarks>
public sealed class ProfileSearch
{
    readonly ConnectionTable _table;
    readonly ProfileReader _reader;

    /// <summary>Per connection, seconds from the window's start to the latest departure with which it is reached, plus 1; 0 when it is
    /// not.</summary>
    readonly ushort[] _latest;

    /// <summary>Prepares a search.</summary>
    /// <param name="table">Connections of a departure window (not mirrored), without a limit on rides.</param>
    public ProfileSearch(ConnectionTable table)
        : this(table, false)
    {
    }

    internal ProfileSearch(ConnectionTable table, bool isMirrored)
    {
        table.RequireUnlimitedRides(isMirrored);
        _table = table;
        _reader = new ProfileReader(table);
        _latest = new ushort[table.Count + 1];
    }

    internal ReadOnlySpan<ushort> Latest => _latest;

    /// <summary>Searches from one place.</summary>
    /// <param name="access">Walks from the place to its stops.</param>
    public void Run(ReadOnlySpan<StopWalk> access)
    {
        Array.Clear(_latest);
        var begin = Seed(_table, access, _latest, 1, 0);
        foreach (var (first, end) in _table.Knots)
        {
            if (end <= begin)
            {
                continue;
            }

            Scan(begin, first);
            long sum;
            do
            {
                sum = Sum(first, end);
                Scan(first, end);
            }
            while (Sum(first, end) != sum);
            begin = end;
        }

        Scan(begin, _table.Count + 1);
    }

    /// <summary>The travel times to a place.</summary>
    /// <param name="egress">Walks to the place from its stops.</param>
    /// <param name="directWalkSeconds">Walk without any ride, or <see cref="TravelTime.Unreached"/>.</param>
    /// <param name="profile">Filled.</param>
    public void Read(ReadOnlySpan<StopWalk> egress, int directWalkSeconds, TravelTimeProfile profile)
    {
        _reader.Read(_latest, 1, 0, egress, profile);
        profile.End(_table.Window, _table.Options.MaxDurationSeconds, directWalkSeconds);
    }

    /// <summary>The travel times to a prepared place.</summary>
    /// <inheritdoc cref="Read(ReadOnlySpan{StopWalk}, int, TravelTimeProfile)"/>
    public void Read(PlaceArrivals arrivals, int place, int directWalkSeconds, TravelTimeProfile profile)
    {
        _reader.Read(_latest, 1, 0, arrivals, place, profile);
        profile.End(_table.Window, _table.Options.MaxDurationSeconds, directWalkSeconds);
    }

    /// <summary>The Pareto pairs of a stop: arrivals by vehicle, and the latest departure (at most the window's last second) with which
    /// each is reached.</summary>
    /// <param name="stop">Index of the stop.</param>
    /// <param name="arrivalSeconds">Filled, ascending strictly; as long as the stop has arrivals.</param>
    /// <param name="latestSeconds">Filled, ascending strictly.</param>
    /// <returns>Number of pairs.</returns>
    public int ReadStop(int stop, Span<int> arrivalSeconds, Span<int> latestSeconds) =>
        _reader.ReadStop(_latest, 1, 0, stop, arrivalSeconds, latestSeconds);

    /// <summary>Marks the connections that can be boarded straight after the access walk.</summary>
    /// <returns>The first one in the order; past the last one when there is none.</returns>
    internal static int Seed(ConnectionTable table, ReadOnlySpan<StopWalk> access, Span<ushort> latest, int stride, int lane)
    {
        var begin = table.Count + 1;
        var window = table.Window;
        foreach (var (stop, walkSeconds) in access)
        {
            var before = walkSeconds + table.StartSlackSeconds;
            for (var i = table.FirstDepartureAt[stop + 1] - 1; i >= table.FirstDepartureAt[stop]; i--)
            {
                var c = table.DepartureAt[i];
                var offset = Math.Min(table.DepartureSeconds[c] - before, window.LastSecond) - window.FromSeconds;
                if (offset < 0)
                {
                    break;
                }

                ref var slot = ref latest[(c * stride) + lane];
                slot = Math.Max(slot, (ushort)(offset + 1));
                begin = Math.Min(begin, c);
            }
        }

        return begin;
    }

    long Sum(int begin, int end)
    {
        var sum = 0L;
        foreach (var latest in _latest.AsSpan(begin..end))
        {
            sum += latest;
        }

        return sum;
    }

    void Scan(int begin, int end)
    {
        ref var latest = ref MemoryMarshal.GetArrayDataReference(_latest);
        ref var previous = ref MemoryMarshal.GetArrayDataReference(_table.Previous);
        ref var firstFeed = ref MemoryMarshal.GetArrayDataReference(_table.FirstFeed);
        ref var feed = ref MemoryMarshal.GetArrayDataReference(_table.Feed);
        var latestOfAll = _table.Window.Count;
        for (var c = begin; c < end; c++)
        {
            ref var own = ref Unsafe.Add(ref latest, c);
            var reached = Later(own, Unsafe.Add(ref latest, Unsafe.Add(ref previous, c)));

            // Past the window nearly all vehicles carry someone who left at its last second.
            if (reached < latestOfAll)
            {
                var lastEdge = Unsafe.Add(ref firstFeed, c + 1);
                for (var edge = Unsafe.Add(ref firstFeed, c); edge < lastEdge; edge += ConnectionTable.FeedBlock)
                {
                    ref var block = ref Unsafe.Add(ref feed, edge);
                    var one = Later(Unsafe.Add(ref latest, block), Unsafe.Add(ref latest, Unsafe.Add(ref block, 1)));
                    var two = Later(Unsafe.Add(ref latest, Unsafe.Add(ref block, 2)), Unsafe.Add(ref latest, Unsafe.Add(ref block, 3)));
                    reached = Later(reached, Later(one, two));
                }
            }

            own = (ushort)reached;
        }
    }

    /// <summary>The maximum of two offsets, without a branch: which is later cannot be predicted, and within a loop the compiler would
    /// branch.</summary>
    static int Later(int a, int b)
    {
        var difference = a - b;
        return a - (difference & (difference >> 31));
    }
}
