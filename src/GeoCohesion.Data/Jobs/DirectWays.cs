using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Data.Jobs;

/// <summary>Ways without any vehicle of the timetable, by the fastest of several street modes.</summary>
static class DirectWays
{
    /// <summary>Per origin, per destination, seconds by the fastest mode, or <see cref="TravelTime.Unreached"/>.</summary>
    /// <param name="modes">The streets of each mode, and the same points on them.</param>
    /// <param name="limitSeconds">Longest way.</param>
    /// <param name="threads">Worker threads.</param>
    public static int[][] Seconds(
        IReadOnlyList<(StreetGraph Graph, StreetPosition[] Origins, StreetPosition[] Destinations)> modes, int limitSeconds, int threads) =>
        modes.Select(mode =>
        {
            var rows = new int[mode.Origins.Length][];
            var limitMilliseconds = checked(limitSeconds * 1000);
            StreetMatrix.Compute(mode.Graph, mode.Origins, mode.Destinations, limitMilliseconds, threads, (origin, seconds) =>
                rows[origin] = seconds.ToArray());
            return rows;
        }).Aggregate(Shorter);

    /// <summary>The shorter time of each pair; both tables have the same form.</summary>
    public static int[][] Shorter(int[][] one, int[][] other) =>
        [.. one.Zip(other, (row, otherRow) => row.Zip(otherRow, Math.Min).ToArray())];
}
