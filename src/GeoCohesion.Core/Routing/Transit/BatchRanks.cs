using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GeoCohesion.Core.Routing.Transit;

/// <summary>
/// One rank of the travel times of a window (the median, a percentile, the best or the worst of all its seconds) for all lanes of a
/// <see cref="ProfileBatch"/> at once, without their profiles.
/// </summary>
/// <remarks>
/// A journey that leaves at a second at the latest serves all seconds since the one before: its travel times are as many whole seconds in a
/// row. How many seconds of the window are within a time is a sum over journeys, and the time of a rank is found by halving, in all lanes
/// side by side. The same times as <see cref="TravelTimeProfile.PercentileSeconds"/>. One per thread, reused; allocates only while buffers
/// grow.
/// </remarks>
sealed class BatchRanks
{
    const int Lanes = ProfileBatch.Lanes;

    readonly ProfileBatch _search;
    readonly PlaceArrivals _arrivals;
    readonly ConnectionTable _table;
    readonly ushort _rank;

    // Connections that let some lane leave later than any that arrive at their stop before: where the lanes of each stand, and these, stop by
    // stop. A place looks at those of few stops, which would be spread over the whole day otherwise.
    readonly int[] _slotOfConnection;
    Vector512<ushort>[] _leaves = new Vector512<ushort>[1024];
    (int Slot, int Arrival)[] _kept = new (int, int)[256];

    // Per journey: in how many seconds each lane takes it, and how long it takes at the last of them.
    Vector512<ushort>[] _seconds = new Vector512<ushort>[64];
    Vector512<ushort>[] _shortest = new Vector512<ushort>[64];

    /// <summary>Prepares the read-out.</summary>
    /// <param name="search">The search; the seconds of its window and of its longest duration are together below 65,535.</param>
    /// <param name="arrivals">The prepared places.</param>
    /// <param name="rankIndex">Index of the rank among the ascending times of all seconds of the window, as
    /// <see cref="TravelTimeProfile.RankIndex"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window has no such rank, or times do not fit 16 bits: a bug of the caller.</exception>
    public BatchRanks(ProfileBatch search, PlaceArrivals arrivals, int rankIndex)
    {
        var (window, options) = (arrivals.Table.Window, arrivals.Table.Options);
        ArgumentOutOfRangeException.ThrowIfNegative(rankIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rankIndex, window.Count);
        ArgumentOutOfRangeException.ThrowIfEqual(ProfileBatch.HasBestToStops(window, options), false, nameof(search));
        (_search, _arrivals, _table, _rank) = (search, arrivals, arrivals.Table, (ushort)rankIndex);
        _slotOfConnection = new int[_table.Count + 1];
    }

    /// <summary>Looks through what the search has found; to be called after each run, before any <see cref="Read"/>.</summary>
    public void Begin()
    {
        Array.Fill(_slotOfConnection, -1);
        var slots = 0;
        ref var latest = ref _search.Latest;
        for (var stop = 0; stop < _table.FirstArrivalAt.Length - 1; stop++)
        {
            var (i, end) = (_table.FirstArrivalAt[stop], _table.FirstArrivalAt[stop + 1]);
            var best = Vector512<ushort>.Zero;
            if (_leaves.Length < slots + end - i)
            {
                Array.Resize(ref _leaves, 2 * (slots + end - i));
            }

            while (i < end)
            {
                // Those that arrive at once are all kept: what is dropped arrives strictly later than what replaces it, here or where its vehicle
                // goes next, so that nothing is dropped in favour of itself.
                var (seconds, reached) = (_table.ArrivalSeconds[_table.ArrivalAt[i]], best);
                for (; i < end && _table.ArrivalSeconds[_table.ArrivalAt[i]] == seconds; i++)
                {
                    var connection = _table.ArrivalAt[i];
                    var leaves = Vector512.LoadUnsafe(ref latest, (nuint)(connection * Lanes));
                    if (Vector512.GreaterThanAny(leaves, best))
                    {
                        _slotOfConnection[connection] = slots;
                        _leaves[slots++] = leaves;
                    }

                    reached = Vector512.Max(reached, leaves);
                }

                best = reached;
            }
        }
    }

    /// <summary>Time of the rank from each lane to a place, by journeys with a ride.</summary>
    /// <param name="place">The place.</param>
    /// <param name="lanes">All bits set in the lanes asked for, none in the others.</param>
    /// <param name="atLeastSeconds">Per lane, no longer than the time.</param>
    /// <param name="limitSeconds">Longest time that is of interest, in any lane; at most the longest duration of the search.</param>
    /// <returns>Whole seconds; <see cref="ushort.MaxValue"/> beyond the limit. Lanes that are not asked for have any value.</returns>
    public Vector512<ushort> Read(int place, Vector512<ushort> lanes, Vector512<ushort> atLeastSeconds, int limitSeconds)
    {
        var kept = Keep(place, limitSeconds);
        Grow(kept.Length);
        ref var leaves = ref MemoryMarshal.GetArrayDataReference(_leaves);
        ref var seconds = ref MemoryMarshal.GetArrayDataReference(_seconds);
        ref var shortest = ref MemoryMarshal.GetArrayDataReference(_shortest);
        var beforeWindow = _table.Window.FromSeconds - 1;
        var always = Vector512.Create((ushort)_table.Window.Count);

        // A lane that is not asked for has nothing to wait for.
        var best = Vector512.AndNot(always, lanes);
        var journeys = 0;
        foreach (var (slot, arrival) in kept)
        {
            var reached = Vector512.Max(best, Unsafe.Add(ref leaves, slot));
            Unsafe.Add(ref seconds, journeys) = reached - best;
            Unsafe.Add(ref shortest, journeys) = Vector512.Create((ushort)(arrival - beforeWindow)) - reached;
            journeys += Vector512.EqualsAll(reached, best) ? 0 : 1;
            best = reached;
            if (best == always)
            {
                break;
            }
        }

        return Halve(journeys, atLeastSeconds & lanes, lanes, limitSeconds);
    }

    /// <summary>Lists the arrivals at a place by connections that are of use, in time for the limit.</summary>
    ReadOnlySpan<(int Slot, int Arrival)> Keep(int place, int limitSeconds)
    {
        var connections = _arrivals.ConnectionsTo(place);
        var arrivals = _arrivals.SecondsTo(place);
        var first = Ascending.FirstFrom(arrivals, _search.FirstArrivalSeconds(_arrivals.Walks[place]));
        var end = Ascending.FirstFrom(arrivals, _table.Window.LastSecond + limitSeconds + 1);
        if (_kept.Length < end - first + 1)
        {
            _kept = new (int, int)[2 * (end - first + 1)];
        }

        var count = 0;
        for (var i = first; i < end; i++)
        {
            var slot = _slotOfConnection[connections[i]];
            _kept[count] = (slot, arrivals[i]);
            count += slot >= 0 ? 1 : 0;
        }

        return _kept.AsSpan(0, count);
    }

    void Grow(int journeys)
    {
        // One more is written than is counted.
        if (_seconds.Length <= journeys)
        {
            (_seconds, _shortest) = (new Vector512<ushort>[2 * (journeys + 1)], new Vector512<ushort>[2 * (journeys + 1)]);
        }
    }

    /// <summary>The shortest time, from <paramref name="low"/> to the limit, within which there are more seconds than the rank.</summary>
    Vector512<ushort> Halve(int journeys, Vector512<ushort> low, Vector512<ushort> lanes, int limitSeconds)
    {
        ref var seconds = ref MemoryMarshal.GetArrayDataReference(_seconds);
        ref var shortest = ref MemoryMarshal.GetArrayDataReference(_shortest);
        var beyond = Vector512.Create((ushort)(limitSeconds + 1));
        var high = beyond & lanes;
        var rank = Vector512.Create(_rank);
        low = Vector512.Min(low, high);
        while (low != high)
        {
            var middle = low + ((high - low) >> 1);
            var within = middle + Vector512<ushort>.One;
            var count = Vector512<ushort>.Zero;
            for (var journey = 0; journey < journeys; journey++)
            {
                var atBest = Unsafe.Add(ref shortest, journey);
                count += Vector512.Min(Vector512.Max(within, atBest) - atBest, Unsafe.Add(ref seconds, journey));
            }

            var isEnough = Vector512.GreaterThan(count, rank);
            high = Vector512.ConditionalSelect(isEnough, middle, high);
            low = Vector512.ConditionalSelect(isEnough, low, Vector512.Min(middle + Vector512<ushort>.One, high));
        }

        return low | Vector512.Equals(low, beyond);
    }
}
