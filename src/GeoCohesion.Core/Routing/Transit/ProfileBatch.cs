using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GeoCohesion.Core.Routing.Transit;

/// <summary><see cref="ProfileSearch"/> from up to <see cref="Lanes"/> places at once, one in each lane of a vector. The same
/// results.</summary>
/// <remarks>One per thread, reused; a run allocates nothing. One pass over the connections serves all lanes, without a branch that
/// depends on the place.</remarks>
public sealed class ProfileBatch
{
    /// <summary>Places searched together: as many 16-bit values as fill a cache line.</summary>
    public const int Lanes = 32;

    readonly ConnectionTable _table;
    readonly ProfileReader _reader;

    readonly ProfileLanes _latest;

    /// <summary>Per stop, first arrival by which any lane may have left; <see cref="TravelTime.Unreached"/> for none. Found when first asked for.</summary>
    readonly int[] _firstArrivalSeconds;
    bool _hasFirstArrivals;

    /// <summary>Prepares a search.</summary>
    /// <param name="table">Connections of a departure window (not mirrored), without a limit on rides.</param>
    public ProfileBatch(ConnectionTable table)
        : this(table, false)
    {
    }

    internal ProfileBatch(ConnectionTable table, bool isMirrored)
    {
        table.RequireUnlimitedRides(isMirrored);
        _table = table;
        _reader = new ProfileReader(table);
        _latest = new ProfileLanes(table.Count + 1);
        _firstArrivalSeconds = new int[table.FirstArrivalAt.Length - 1];
    }

    /// <summary>Searches from several places.</summary>
    /// <param name="access">Walks of all places.</param>
    /// <param name="firstPlace">Place of lane 0.</param>
    /// <param name="count">Number of places, 1 to <see cref="Lanes"/>.</param>
    public void Run(StopWalks access, int firstPlace, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Lanes);
        _latest.Values.Clear();
        _hasFirstArrivals = false;
        var begin = _table.Count + 1;
        for (var lane = 0; lane < count; lane++)
        {
            begin = Math.Min(begin, ProfileSearch.Seed(_table, access[firstPlace + lane], _latest.Values, Lanes, lane));
        }

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

    /// <summary>The travel times from the place of a lane to a prepared place.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="arrivals">The prepared places.</param>
    /// <param name="place">The place.</param>
    /// <param name="directWalkSeconds">Walk without any ride, or <see cref="TravelTime.Unreached"/>.</param>
    /// <param name="profile">Filled.</param>
    public void Read(int lane, PlaceArrivals arrivals, int place, int directWalkSeconds, TravelTimeProfile profile)
    {
        _reader.Read(_latest.Values, Lanes, lane, arrivals, place, profile);
        profile.End(_table.Window, _table.Options.MaxDurationSeconds, directWalkSeconds);
    }

    /// <summary>The same for the places of several lanes of the run at once: one pass over the connections of the place.</summary>
    /// <param name="arrivals">The prepared places.</param>
    /// <param name="place">The place.</param>
    /// <param name="lanes">A bit for each lane asked for.</param>
    /// <param name="directWalkSeconds">Per lane, walk without any ride, or <see cref="TravelTime.Unreached"/>; <see cref="Lanes"/> entries.</param>
    /// <param name="profiles">Per lane; those of the lanes asked for are filled.</param>
    public void Read(PlaceArrivals arrivals, int place, uint lanes, ReadOnlySpan<int> directWalkSeconds, ReadOnlySpan<TravelTimeProfile> profiles)
    {
        for (var left = lanes; left != 0; left &= left - 1)
        {
            profiles[BitOperations.TrailingZeroCount(left)].Begin();
        }

        var seconds = arrivals.SecondsTo(place);
        var first = Ascending.FirstFrom(seconds, FirstArrivalSeconds(arrivals.Walks[place]));
        Collect(arrivals.ArrivalsTo(place)[first..], seconds[first..], lanes, profiles);
        for (var left = lanes; left != 0; left &= left - 1)
        {
            var lane = BitOperations.TrailingZeroCount(left);
            profiles[lane].End(_table.Window, _table.Options.MaxDurationSeconds, directWalkSeconds[lane]);
        }
    }

    /// <summary>The travel times from the place of a lane to a place.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="egress">Walks to the place from its stops.</param>
    /// <param name="directWalkSeconds">Walk without any ride, or <see cref="TravelTime.Unreached"/>.</param>
    /// <param name="profile">Filled.</param>
    public void Read(int lane, ReadOnlySpan<StopWalk> egress, int directWalkSeconds, TravelTimeProfile profile)
    {
        _reader.Read(_latest.Values, Lanes, lane, egress, profile);
        profile.End(_table.Window, _table.Options.MaxDurationSeconds, directWalkSeconds);
    }

    /// <summary>Connection 0, the others after it: a lane holds by how many seconds after the one before the window one may leave for the connection at
    /// the latest; 0 for never.</summary>
    internal ref Vector512<ushort> Latest => ref _latest.First;

    /// <summary>Whether all times of journeys of a window fit the 16 bits of <see cref="ReadBestToStops"/>.</summary>
    internal static bool HasBestToStops(TimeWindow window, TransitOptions options) => window.Count + options.MaxDurationSeconds < ushort.MaxValue;

    /// <summary>Per stop and lane, the shortest time from leaving the place to alighting at the stop, whenever one leaves.</summary>
    /// <param name="alightStop">Per connection, the stop at which one can alight from it, or -1.</param>
    /// <param name="seconds">Per stop; <see cref="ushort.MaxValue"/> where one never gets there.</param>
    internal void ReadBestToStops(ReadOnlySpan<int> alightStop, ProfileLanes seconds)
    {
        seconds.Values.Fill(ushort.MaxValue);
        ref var latest = ref Latest;
        var from = _table.Window.FromSeconds - 1;
        for (var c = 1; c <= _table.Count; c++)
        {
            if (alightStop[c] < 0)
            {
                continue;
            }

            var leaves = Unsafe.Add(ref latest, c);
            var takes = Vector512.Create((ushort)(_table.ArrivalSeconds[c] - from)) - leaves;
            ref var best = ref seconds[alightStop[c]];
            best = Vector512.Min(best, takes | Vector512.Equals(leaves, Vector512<ushort>.Zero));
        }
    }

    /// <summary>The Pareto pairs of a stop for the place of a lane, as <see cref="ProfileSearch.ReadStop"/>.</summary>
    public int ReadStop(int lane, int stop, Span<int> arrivalSeconds, Span<int> latestSeconds) =>
        _reader.ReadStop(_latest.Values, Lanes, lane, stop, arrivalSeconds, latestSeconds);

    /// <summary>The same for a mirrored table, as a function of the departure second.</summary>
    internal void ReadDepartures(
        int lane, TimeWindow departures, PlaceArrivals departuresFrom, int place, int directWalkSeconds, TravelTimeProfile profile)
    {
        _reader.Read(_latest.Values, Lanes, lane, departuresFrom, place, profile);
        profile.EndMirrored(departures, _table.Options.MaxDurationSeconds, directWalkSeconds);
    }

    /// <summary>Before this second no lane arrives at a place; <see cref="TravelTime.Unreached"/> or later when none ever does.</summary>
    internal int FirstArrivalSeconds(ReadOnlySpan<StopWalk> walks)
    {
        if (!_hasFirstArrivals)
        {
            FindFirstArrivals();
            _hasFirstArrivals = true;
        }

        var first = TravelTime.Unreached;
        foreach (var (stop, walkSeconds) in walks)
        {
            first = Math.Min(first, _firstArrivalSeconds[stop] + walkSeconds + _table.EndSlackSeconds);
        }

        return first;
    }

    void FindFirstArrivals()
    {
        ref var latest = ref Latest;
        for (var stop = 0; stop < _firstArrivalSeconds.Length; stop++)
        {
            var i = _table.FirstArrivalAt[stop];
            var end = _table.FirstArrivalAt[stop + 1];
            while (i < end && Unsafe.Add(ref latest, _table.ArrivalAt[i]) == Vector512<ushort>.Zero)
            {
                i++;
            }

            _firstArrivalSeconds[stop] = i < end ? _table.ArrivalSeconds[_table.ArrivalAt[i]] : TravelTime.Unreached;
        }
    }

    /// <summary>Adds to each lane's profile the arrivals by which one may leave later than by any before.</summary>
    void Collect(ReadOnlySpan<int> arrivalAt, ReadOnlySpan<int> seconds, uint lanes, ReadOnlySpan<TravelTimeProfile> profiles)
    {
        ref var latest = ref Latest;
        var latestOfAll = Vector512.Create((ushort)_table.Window.Count);

        // A lane that is not asked for has nothing to wait for.
        var best = latestOfAll;
        for (var left = lanes; left != 0; left &= left - 1)
        {
            best = best.WithElement(BitOperations.TrailingZeroCount(left), (ushort)0);
        }

        var from = _table.Window.FromSeconds - 1;
        for (var i = 0; i < arrivalAt.Length && best != latestOfAll;)
        {
            var (arrival, reached) = (seconds[i], best);
            do
            {
                reached = Vector512.Max(reached, Unsafe.Add(ref latest, _table.ArrivalAt[arrivalAt[i]]));
                i++;
            }
            while (i < arrivalAt.Length && seconds[i] == arrival);

            for (var later = Vector512.GreaterThan(reached, best).ExtractMostSignificantBits(); later != 0; later &= later - 1)
            {
                var lane = BitOperations.TrailingZeroCount(later);
                profiles[lane].Add(arrival, from + reached.GetElement(lane));
            }

            best = reached;
        }
    }

    long Sum(int begin, int end)
    {
        var sum = 0L;
        foreach (var latest in _latest.Values.Slice(begin * Lanes, (end - begin) * Lanes))
        {
            sum += latest;
        }

        return sum;
    }

    void Scan(int begin, int end)
    {
        ref var latest = ref Latest;
        ref var previous = ref MemoryMarshal.GetArrayDataReference(_table.Previous);
        ref var firstFeed = ref MemoryMarshal.GetArrayDataReference(_table.FirstFeed);
        ref var feed = ref MemoryMarshal.GetArrayDataReference(_table.Feed);
        var latestOfAll = Vector512.Create((ushort)_table.Window.Count);
        for (var c = begin; c < end; c++)
        {
            var reached = Vector512.Max(
                Unsafe.Add(ref latest, c),
                Unsafe.Add(ref latest, Unsafe.Add(ref previous, c)));
            if (reached != latestOfAll)
            {
                var lastEdge = Unsafe.Add(ref firstFeed, c + 1);
                for (var edge = Unsafe.Add(ref firstFeed, c); edge < lastEdge; edge++)
                {
                    reached = Vector512.Max(reached, Unsafe.Add(ref latest, Unsafe.Add(ref feed, edge)));
                }
            }

            Unsafe.Add(ref latest, c) = reached;
        }
    }
}
