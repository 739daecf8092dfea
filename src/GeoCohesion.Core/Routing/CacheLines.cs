using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GeoCohesion.Core.Routing;

/// <summary>Arrays that begin where a cache line does, so that what fills a line is in one and not in two.</summary>
static class CacheLines
{
    const int LineBytes = 64;

    /// <summary>Makes an array, pinned so that it stays where it is; all values are 0.</summary>
    /// <param name="count">Values that are wanted.</param>
    /// <param name="start">Index of the first of them.</param>
    public static T[] Allocate<T>(int count, out int start)
        where T : unmanaged
    {
        var array = GC.AllocateArray<T>(checked(count + (LineBytes / Unsafe.SizeOf<T>())), pinned: true);
        start = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(array, 0) & (LineBytes - 1)) / Unsafe.SizeOf<T>();
        return array;
    }
}
