using System.Numerics;

namespace GeoCohesion.Core.Routing.Hierarchies;

/// <summary>Finds values by their rank without sorting all of them.</summary>
static class RankSelection
{
    const int LogBuckets = 11;

    /// <summary>The values of two ranks, 0 for the least. O(values) unless they lie in heaps.</summary>
    public static (long First, long Second) Find(ReadOnlySpan<long> values, int firstRank, int secondRank)
    {
        var (least, greatest) = (long.MaxValue, long.MinValue);
        foreach (var value in values)
        {
            least = Math.Min(least, value);
            greatest = Math.Max(greatest, value);
        }

        var shift = Math.Max(0, BitOperations.Log2((ulong)(greatest - least)) + 1 - LogBuckets);
        Span<int> counts = stackalloc int[1 << LogBuckets];
        counts.Clear();
        foreach (var value in values)
        {
            counts[(int)((value - least) >> shift)]++;
        }

        return (InBucket(values, counts, firstRank, least, shift), InBucket(values, counts, secondRank, least, shift));
    }

    static long InBucket(ReadOnlySpan<long> values, ReadOnlySpan<int> counts, int rank, long least, int shift)
    {
        var bucket = 0;
        for (; rank >= counts[bucket]; bucket++)
        {
            rank -= counts[bucket];
        }

        var within = new long[counts[bucket]];
        var next = 0;
        foreach (var value in values)
        {
            if ((value - least) >> shift == bucket)
            {
                within[next++] = value;
            }
        }

        Array.Sort(within);
        return within[rank];
    }
}
