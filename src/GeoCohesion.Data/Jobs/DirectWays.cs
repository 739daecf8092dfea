namespace GeoCohesion.Data.Jobs;

/// <summary>Tables of ways without any vehicle of the timetable.</summary>
static class DirectWays
{
    /// <summary>The shorter time of each pair; both tables have the same form.</summary>
    public static int[][] Shorter(int[][] one, int[][] other) =>
        [.. one.Zip(other, (row, otherRow) => row.Zip(otherRow, Math.Min).ToArray())];
}
