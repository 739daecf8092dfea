using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GeoCohesion.Core.Routing.Transit;

/// <summary>For each of many items a value of 16 bits per lane of a <see cref="ProfileBatch"/>; the lanes of an item fill one cache line, and no second.</summary>
sealed class ProfileLanes
{
    const int LineBytes = ProfileBatch.Lanes * sizeof(ushort);

    // Pinned, so that the first item stays where a cache line begins.
    readonly ushort[] _lanes;
    readonly int _start;

    /// <summary>Makes room; all values are 0.</summary>
    /// <param name="count">Number of items.</param>
    public ProfileLanes(int count)
    {
        Count = count;
        _lanes = GC.AllocateArray<ushort>(checked((count + 1) * ProfileBatch.Lanes), pinned: true);
        _start = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(_lanes, 0) & (LineBytes - 1)) / sizeof(ushort);
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
}
