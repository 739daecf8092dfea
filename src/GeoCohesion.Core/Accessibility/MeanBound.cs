using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Accessibility;

/// <summary>The least that a mean travel time can be when some residents have no way.</summary>
/// <remarks>
/// A time that was not found is longer than the longest that was looked for, and so longer than any that was found to the same target by the
/// same mode: counting those residents at the longest time found gives a mean that the true one cannot be below.
/// </remarks>
public static class MeanBound
{
    /// <summary>The longest time found; 0 when none was.</summary>
    /// <param name="travelTimeSeconds">Per point of the run; <see cref="TravelTime.Unreached"/> where there is no way.</param>
    public static int Longest(ReadOnlySpan<int> travelTimeSeconds)
    {
        var longest = 0;
        foreach (var seconds in travelTimeSeconds)
        {
            longest = seconds < TravelTime.Unreached ? Math.Max(longest, seconds) : longest;
        }

        return longest;
    }

    /// <summary>Lower bound of the mean over all residents, seconds; NaN when none of them has a way.</summary>
    /// <param name="summary">The residents' times.</param>
    /// <param name="longestSeconds">The longest time found to the same target by the same mode from any point.</param>
    public static double Of(TravelTimeSummary summary, int longestSeconds) =>
        summary.ShareUnreachable <= 0
            ? summary.MeanReachableSeconds
            : (summary.MeanReachableSeconds * (1 - summary.ShareUnreachable)) + (longestSeconds * summary.ShareUnreachable);
}
