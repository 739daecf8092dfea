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

    // Connections that let some lane leave later than any that arrive at their stop before: per arrival of the table where their lanes stand, and
    // these, stop by stop. A place looks at those of few stops, which would be spread over the whole day otherwise.
    readonly int[] _slotOfArrival;
    ProfileLanes _leaves = new(1024);

    // What arrives at a place: slot and second.
    ulong[] _kept = new ulong[256];

    // Per journey: in how many seconds each lane takes it, and how long it takes at the last of them.
    ProfileLanes _seconds = new(64);
    ProfileLanes _shortest = new(64);

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
        _slotOfArrival = new int[_table.ArrivalAt.Length];
    }

    /// <summary>Looks through what the search has found; to be called after each run, before any <see cref="Read"/>.</summary>
    public void Begin()
    {
        var slots = 0;
        ref var latest = ref _search.Latest;
        for (var stop = 0; stop < _table.FirstArrivalAt.Length - 1; stop++)
        {
            var (i, end) = (_table.FirstArrivalAt[stop], _table.FirstArrivalAt[stop + 1]);
            var best = Vector512<ushort>.Zero;
            MakeRoom(slots, end - i);
            ref var kept = ref _leaves.First;
            while (i < end)
            {
                // Those that arrive at once are all kept: what is dropped arrives strictly later than what replaces it, here or where its vehicle
                // goes next, so that nothing is dropped in favour of itself.
                var (seconds, reached) = (_table.ArrivalSeconds[_table.ArrivalAt[i]], best);
                for (; i < end && _table.ArrivalSeconds[_table.ArrivalAt[i]] == seconds; i++)
                {
                    var leaves = Unsafe.Add(ref latest, _table.ArrivalAt[i]);
                    _slotOfArrival[i] = -1;
                    if (Vector512.GreaterThanAny(leaves, best))
                    {
                        _slotOfArrival[i] = slots;
                        Unsafe.Add(ref kept, slots++) = leaves;
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
    /// <param name="atLeastSeconds">Per lane, no longer than any journey with a ride, whenever one leaves.</param>
    /// <param name="limitSeconds">Longest time that is of interest, in any lane; at most the longest duration of the search.</param>
    /// <returns>Whole seconds; <see cref="ushort.MaxValue"/> beyond the limit. Lanes that are not asked for have any value.</returns>
    public Vector512<ushort> Read(int place, Vector512<ushort> lanes, Vector512<ushort> atLeastSeconds, int limitSeconds)
    {
        var kept = Keep(place, _table.Window.FromSeconds + ProfileLanes.LeastOf(atLeastSeconds | ~lanes), _table.Window.LastSecond + limitSeconds);
        Grow(kept.Length);
        ref var leaves = ref _leaves.First;
        ref var seconds = ref _seconds.First;
        ref var shortest = ref _shortest.First;
        var beforeWindow = _table.Window.FromSeconds - 1;
        var always = Vector512.Create((ushort)_table.Window.Count);

        // A lane that is not asked for has nothing to wait for.
        var best = Vector512.AndNot(always, lanes);
        var journeys = 0;
        foreach (var arrival in kept)
        {
            // Most are no use behind those of other stops.
            var leavesBy = Unsafe.Add(ref leaves, (int)(uint)arrival);
            if (!Vector512.GreaterThanAny(leavesBy, best))
            {
                continue;
            }

            var reached = Vector512.Max(best, leavesBy);
            Unsafe.Add(ref seconds, journeys) = reached - best;
            Unsafe.Add(ref shortest, journeys) = Vector512.Create((ushort)((int)(arrival >> 32) - beforeWindow)) - reached;
            journeys++;
            best = reached;
            if (best == always)
            {
                break;
            }
        }

        return Halve(journeys, atLeastSeconds & lanes, lanes, limitSeconds);
    }

    /// <summary>Lists the arrivals at a place from one second to another, by connections that are of use: the slot, and above it the second.</summary>
    ReadOnlySpan<ulong> Keep(int place, int firstSecond, int lastSecond)
    {
        var arrivalAt = _arrivals.ArrivalsTo(place);
        var seconds = _arrivals.SecondsTo(place);
        var i = Ascending.FirstFrom(seconds, firstSecond);
        if (_kept.Length <= seconds.Length - i)
        {
            _kept = new ulong[2 * (seconds.Length - i + 1)];
        }

        ref var kept = ref MemoryMarshal.GetArrayDataReference(_kept);
        ref var slots = ref MemoryMarshal.GetArrayDataReference(_slotOfArrival);
        var count = 0;
        for (; i < seconds.Length && seconds[i] <= lastSecond; i++)
        {
            // Written whether it is kept or not: nothing to foresee.
            var slot = Unsafe.Add(ref slots, arrivalAt[i]);
            Unsafe.Add(ref kept, count) = ((ulong)(uint)seconds[i] << 32) | (uint)slot;
            count += slot >= 0 ? 1 : 0;
        }

        return _kept.AsSpan(0, count);
    }

    void MakeRoom(int slots, int more)
    {
        if (_leaves.Count < slots + more)
        {
            var leaves = new ProfileLanes(2 * (slots + more));
            _leaves.Items[..slots].CopyTo(leaves.Items);
            _leaves = leaves;
        }
    }

    void Grow(int journeys)
    {
        if (_seconds.Count < journeys)
        {
            (_seconds, _shortest) = (new ProfileLanes(2 * journeys), new ProfileLanes(2 * journeys));
        }
    }

    /// <summary>The shortest time, from <paramref name="low"/> to the limit, within which there are more seconds than the rank.</summary>
    Vector512<ushort> Halve(int journeys, Vector512<ushort> low, Vector512<ushort> lanes, int limitSeconds)
    {
        ref var seconds = ref _seconds.First;
        ref var shortest = ref _shortest.First;
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
