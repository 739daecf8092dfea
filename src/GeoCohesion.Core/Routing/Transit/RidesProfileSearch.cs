using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GeoCohesion.Core.Routing.Transit;

/// <summary><see cref="ProfileSearch"/> for every limit on the number of rides at once: lane k of a vector holds journeys of at most k +
/// 1 rides. Exact.</summary>
/// <remarks>One per thread, reused; a run allocates nothing. The reduction of changes never adds a ride, so the same connections and
/// changes serve.</remarks>
public sealed class RidesProfileSearch
{
    /// <summary>Largest limit on the number of rides.</summary>
    public const int MostRides = 16;

    readonly ConnectionTable _table;
    readonly ProfileReader _reader;

    /// <summary>At <c>[connection * MostRides + rides - 1]</c>, as in <see cref="ProfileSearch"/>.</summary>
    readonly ushort[] _latest;

    /// <summary>Prepares a search.</summary>
    /// <param name="table">Connections of a departure window (not mirrored).</param>
    public RidesProfileSearch(ConnectionTable table)
    {
        if (table.IsMirrored)
        {
            throw new ArgumentException("The connections run in the other direction.", nameof(table));
        }

        _table = table;
        _reader = new ProfileReader(table);
        _latest = new ushort[checked((table.Count + 1) * MostRides)];
    }

    /// <summary>Searches from one place.</summary>
    /// <param name="access">Walks from the place to its stops.</param>
    public void Run(ReadOnlySpan<StopWalk> access)
    {
        Array.Clear(_latest);
        var begin = ProfileSearch.Seed(_table, access, _latest, MostRides, 0);

        // One ride more is one ride at most as well: a lane never holds less than the one before it.
        for (var c = begin; c <= _table.Count; c++)
        {
            _latest.AsSpan(c * MostRides, MostRides).Fill(_latest[c * MostRides]);
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

    /// <summary>The travel times to a place with a limit on the number of rides.</summary>
    /// <param name="egress">Walks to the place from its stops.</param>
    /// <param name="maxRides">1 to <see cref="MostRides"/>.</param>
    /// <param name="directWalkSeconds">Walk without any ride, or <see cref="TravelTime.Unreached"/>.</param>
    /// <param name="profile">Filled.</param>
    public void Read(ReadOnlySpan<StopWalk> egress, int maxRides, int directWalkSeconds, TravelTimeProfile profile)
    {
        _reader.Read(_latest, MostRides, LaneOf(maxRides), egress, profile);
        profile.End(_table.Window, _table.Options.MaxDurationSeconds, directWalkSeconds);
    }

    /// <summary>The travel times to a prepared place with a limit on the number of rides.</summary>
    /// <inheritdoc cref="Read(ReadOnlySpan{StopWalk}, int, int, TravelTimeProfile)"/>
    public void Read(PlaceArrivals arrivals, int place, int maxRides, int directWalkSeconds, TravelTimeProfile profile)
    {
        _reader.Read(_latest, MostRides, LaneOf(maxRides), arrivals, place, profile);
        profile.End(_table.Window, _table.Options.MaxDurationSeconds, directWalkSeconds);
    }

    /// <summary>The Pareto pairs of a stop with a limit on the number of rides, as <see cref="ProfileSearch.ReadStop"/>.</summary>
    internal int ReadStop(int maxRides, int stop, Span<int> arrivalSeconds, Span<int> latestSeconds) =>
        _reader.ReadStop(_latest, MostRides, LaneOf(maxRides), stop, arrivalSeconds, latestSeconds);

    static int LaneOf(int maxRides)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRides, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxRides, MostRides);
        return maxRides - 1;
    }

    long Sum(int begin, int end)
    {
        var sum = 0L;
        foreach (var latest in _latest.AsSpan(begin * MostRides, (end - begin) * MostRides))
        {
            sum += latest;
        }

        return sum;
    }

    void Scan(int begin, int end)
    {
        ref var latest = ref MemoryMarshal.GetArrayDataReference(_latest);
        var oneRideMore = Vector256.Create((ushort)MostRides, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
        for (var c = begin; c < end; c++)
        {
            var changed = Vector256<ushort>.Zero;
            for (var edge = _table.FirstFeed[c]; edge < _table.FirstFeed[c + 1]; edge++)
            {
                changed = Vector256.Max(changed, Vector256.LoadUnsafe(ref latest, (nuint)(_table.Feed[edge] * MostRides)));
            }

            // Lane 0 of what comes from a change is 0: its index lies outside the vector.
            var reached = Vector256.Max(
                Vector256.LoadUnsafe(ref latest, (nuint)(c * MostRides)),
                Vector256.LoadUnsafe(ref latest, (nuint)(_table.Previous[c] * MostRides)));
            Vector256.Max(reached, Vector256.Shuffle(changed, oneRideMore)).StoreUnsafe(ref latest, (nuint)(c * MostRides));
        }
    }
}
