using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GeoCohesion.Core.Routing.Hierarchies;

/// <summary>Labels of 16 searches side by side: per position a cache line with the milliseconds of each.</summary>
sealed class LaneLabels
{
    /// <summary>Searches side by side.</summary>
    public const int Lanes = 16;

    readonly int[] _label;
    readonly int _start;

    /// <summary>All <see cref="TravelTime.Unreached"/>; position <paramref name="count"/> is there too, to stay so.</summary>
    public LaneLabels(int count)
    {
        _label = CacheLines.Allocate<int>(checked((count + 1) * Lanes), out _start);
        Array.Fill(_label, TravelTime.Unreached);
    }

    /// <summary>Lane 0 of position 0. Positions are checked where plans are made, not here.</summary>
    public ref int Origin => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_label), _start);

    /// <summary>The lanes of a position.</summary>
    public Span<int> this[int position] => _label.AsSpan(_start + (position * Lanes), Lanes);

    /// <summary>Sets positions to <see cref="TravelTime.Unreached"/>.</summary>
    public void Clear(int start, int end) => _label.AsSpan(_start + (start * Lanes), (end - start) * Lanes).Fill(TravelTime.Unreached);

    /// <summary>The lanes of a position as a vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Load(ref int origin, int position) => Vector512.LoadUnsafe(ref origin, (nuint)(uint)position * Lanes);

    /// <summary>Whole seconds, rounded up, of milliseconds from 0 to <see cref="TravelTime.Unreached"/>.</summary>
    /// <remarks>x / 1000 = (x / 8) / 125: what is left has 27 bits, so that a product of singles is wrong by one at most, and is put
    /// right.</remarks>
    public static Vector512<int> ToSeconds(Vector512<int> milliseconds)
    {
        var divisor = Vector512.Create(125);
        var eighths = (milliseconds + Vector512.Create(999)) >> 3;
        var quotient = Vector512.ConvertToInt32Native(Vector512.ConvertToSingle(eighths) * Vector512.Create(1f / 125));
        var rest = eighths - (quotient * divisor);

        // Comparisons give -1 where they hold.
        quotient += Vector512.LessThan(rest, Vector512<int>.Zero);
        return quotient - Vector512.GreaterThanOrEqual(rest, divisor);
    }

    /// <summary>Stores the lanes of a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref int origin, int position, Vector512<int> lanes) =>
        lanes.StoreUnsafe(ref origin, (nuint)(uint)position * Lanes);
}
