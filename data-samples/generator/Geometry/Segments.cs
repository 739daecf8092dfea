namespace GeoCohesion.SampleCity.Geometry;

/// <summary>Two small questions about straight segments.</summary>
public static class Segments
{
    /// <summary>Whether a-b and c-d cross or touch, and at which share of each.</summary>
    public static bool TryCross(Pt a, Pt b, Pt c, Pt d, out double shareOfFirst, out double shareOfSecond)
    {
        var r = b - a;
        var s = d - c;
        var denominator = Pt.Cross(r, s);
        shareOfFirst = shareOfSecond = 0;
        if (Math.Abs(denominator) < 1e-9)
        {
            return false;
        }

        shareOfFirst = Pt.Cross(c - a, s) / denominator;
        shareOfSecond = Pt.Cross(c - a, r) / denominator;
        return shareOfFirst is >= 0 and <= 1 && shareOfSecond is >= 0 and <= 1;
    }

    /// <summary>The point of a-b nearest to p, as a share of a-b, and its distance in metres.</summary>
    public static (double Share, double Distance) Nearest(Pt a, Pt b, Pt p)
    {
        var r = b - a;
        var square = Pt.Dot(r, r);
        var share = square == 0 ? 0 : Math.Clamp(Pt.Dot(p - a, r) / square, 0, 1);
        return (share, Pt.Distance(p, a + (r * share)));
    }
}
