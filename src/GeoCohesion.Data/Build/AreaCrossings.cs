namespace GeoCohesion.Data.Build;

/// <summary>
/// Straight lines across an open space between the points where streets meet its outline, where one sees from one to the other.
/// </summary>
static class AreaCrossings
{
    /// <summary>Most entries of one area that are joined; a larger area is crossed along its outline only.</summary>
    public const int MostEntries = 24;

    /// <summary>
    /// Widest area, in degrees x 1e7: what is wider is not a place but an error, and its coordinates do not fit the arithmetic.
    /// </summary>
    const int WidestE7 = 1_000_000;

    /// <summary>Pairs of ring positions between which the straight line runs inside the ring.</summary>
    /// <param name="x">Per ring point, longitude in degrees x 1e7; the last point is the first one again.</param>
    /// <param name="y">Per ring point, latitude in degrees x 1e7.</param>
    /// <param name="entries">Positions on the ring, ascending, without the last point.</param>
    public static List<(int A, int B)> Find(ReadOnlySpan<int> x, ReadOnlySpan<int> y, ReadOnlySpan<int> entries)
    {
        var pairs = new List<(int, int)>();
        if (entries.Length > MostEntries || IsTooWide(x) || IsTooWide(y))
        {
            return pairs;
        }

        var count = x.Length - 1;
        for (var i = 0; i < entries.Length; i++)
        {
            for (var j = i + 1; j < entries.Length; j++)
            {
                var (a, b) = (entries[i], entries[j]);
                var areNeighbours = b - a == 1 || (a == 0 && b == count - 1);
                if (!areNeighbours && SeesAcross(x, y, a, b))
                {
                    pairs.Add((a, b));
                }
            }
        }

        return pairs;
    }

    static bool IsTooWide(ReadOnlySpan<int> values)
    {
        var (lowest, highest) = (int.MaxValue, int.MinValue);
        foreach (var value in values)
        {
            (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
        }

        return (long)highest - lowest > WidestE7;
    }

    static bool SeesAcross(ReadOnlySpan<int> x, ReadOnlySpan<int> y, int a, int b)
    {
        // Twice the middle of the line, so that it stays a whole number.
        var (middleX, middleY) = ((long)x[a] + x[b], (long)y[a] + y[b]);
        var isInside = false;
        for (var i = 0; i < x.Length - 1; i++)
        {
            var next = i + 1;
            var (sideI, sideNext) = (Side(x, y, a, b, i), Side(x, y, a, b, next));
            var touchesEnd = SamePoint(x, y, i, a) || SamePoint(x, y, i, b) || SamePoint(x, y, next, a) || SamePoint(x, y, next, b);
            var crosses = sideI * sideNext <= 0 && Side(x, y, i, next, a) * Side(x, y, i, next, b) <= 0;
            if (crosses && (!touchesEnd || (sideI == 0 && sideNext == 0)))
            {
                return false;
            }

            if ((2L * y[i] > middleY) != (2L * y[next] > middleY))
            {
                // Where the outline crosses the height of the middle, is that to the east of it?
                var rise = (long)y[next] - y[i];
                var outline = (Int128)(middleY - (2L * y[i])) * (x[next] - x[i]);
                var east = (outline - ((Int128)(middleX - (2L * x[i])) * rise)) * Math.Sign(rise);
                isInside ^= east > 0;
            }
        }

        return isInside;
    }

    static bool SamePoint(ReadOnlySpan<int> x, ReadOnlySpan<int> y, int i, int j) => x[i] == x[j] && y[i] == y[j];

    /// <summary>
    /// 1 where point <paramref name="c"/> lies to the left of the line from <paramref name="a"/> to <paramref name="b"/>, -1 right, 0 on
    /// it.
    /// </summary>
    static int Side(ReadOnlySpan<int> x, ReadOnlySpan<int> y, int a, int b, int c) =>
        Math.Sign((((long)x[b] - x[a]) * ((long)y[c] - y[a])) - (((long)y[b] - y[a]) * ((long)x[c] - x[a])));
}
