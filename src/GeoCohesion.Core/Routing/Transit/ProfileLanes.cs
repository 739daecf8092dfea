using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GeoCohesion.Core.Routing.Transit;

/// <summary>For each of many items a value of 16 bits per lane of a <see cref="ProfileBatch"/>; the lanes of an item fill one cache line, and no second.</summary>
sealed class ProfileLanes
{
    readonly ushort[] _lanes;
    readonly int _start;

    /// <summary>Makes room; all values are 0.</summary>
    /// <param name="count">Number of items.</param>
    public ProfileLanes(int count)
    {
        Count = count;
        _lanes = CacheLines.Allocate<ushort>(checked(count * ProfileBatch.Lanes), out _start);
    }

    /// <summary>Number of items.</summary>
    public int Count { get; }

    /// <summary>Item 0; the others follow it. Without any check.</summary>
    public ref Vector512<ushort> First => ref Unsafe.As<ushort, Vector512<ushort>>(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_lanes), _start));

    /// <summary>The lanes of an item.</summary>
    public ref Vector512<ushort> this[int item] => ref Items[item];

    /// <summary>The items.</summary>
    public Span<Vector512<ushort>> Items => MemoryMarshal.Cast<ushort, Vector512<ushort>>(Values);

    /// <summary>All values, at <c>item * Lanes + lane</c>.</summary>
    public Span<ushort> Values => _lanes.AsSpan(_start, Count * ProfileBatch.Lanes);

    /// <summary>The largest of all lanes.</summary>
    public static ushort LargestOf(Vector512<ushort> lanes)
    {
        var halves = Vector256.Max(lanes.GetLower(), lanes.GetUpper());
        var quarters = Vector128.Max(halves.GetLower(), halves.GetUpper());
        ushort largest = 0;
        for (var i = 0; i < Vector128<ushort>.Count; i++)
        {
            largest = Math.Max(largest, quarters[i]);
        }

        return largest;
    }

    /// <summary>The least of all lanes.</summary>
    public static ushort LeastOf(Vector512<ushort> lanes) => (ushort)~LargestOf(~lanes);
}
