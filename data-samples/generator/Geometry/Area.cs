namespace GeoCohesion.SampleCity.Geometry;

/// <summary>A simple polygon; the ring is not repeated at its end.</summary>
public sealed class Area
{
    public Area(params Pt[] ring)
    {
        Ring = ring;
        Min = new Pt(ring.Min(p => p.X), ring.Min(p => p.Y));
        Max = new Pt(ring.Max(p => p.X), ring.Max(p => p.Y));
    }

    public IReadOnlyList<Pt> Ring { get; }

    public Pt Min { get; }

    public Pt Max { get; }

    public Pt Centre
    {
        get
        {
            var sum = new Pt(0, 0);
            var twice = 0.0;
            for (var i = 0; i < Ring.Count; i++)
            {
                var cross = Pt.Cross(Ring[i], Ring[(i + 1) % Ring.Count]);
                sum += (Ring[i] + Ring[(i + 1) % Ring.Count]) * cross;
                twice += cross;
            }

            return sum * (1 / (3 * twice));
        }
    }

    /// <summary>Square metres, positive when the ring is counter-clockwise.</summary>
    public double SignedSquareMeters
    {
        get
        {
            var twice = 0.0;
            for (var i = 0; i < Ring.Count; i++)
            {
                twice += Pt.Cross(Ring[i], Ring[(i + 1) % Ring.Count]);
            }

            return twice / 2;
        }
    }

    /// <summary>A rounded, slightly irregular shape; the irregularity depends on the centre only.</summary>
    public static Area Blob(double x, double y, double radiusX, double radiusY, double turnDegrees = 0)
    {
        const int Corners = 22;
        var random = new Rng(unchecked((ulong)((long)(x * 7919) + (long)(y * 104729))));
        var ring = new Pt[Corners];
        for (var i = 0; i < Corners; i++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * i / Corners);
            var swell = 0.92 + (0.16 * random.Share());
            ring[i] = new Pt(x, y) + new Pt(cos * radiusX * swell, sin * radiusY * swell).Turned(turnDegrees);
        }

        return new Area(ring);
    }

    public bool Contains(Pt p)
    {
        if (p.X < Min.X || p.X > Max.X || p.Y < Min.Y || p.Y > Max.Y)
        {
            return false;
        }

        var inside = false;
        for (int i = 0, j = Ring.Count - 1; i < Ring.Count; j = i++)
        {
            if (Ring[i].Y > p.Y != Ring[j].Y > p.Y
                && p.X < ((Ring[j].X - Ring[i].X) * (p.Y - Ring[i].Y) / (Ring[j].Y - Ring[i].Y)) + Ring[i].X)
            {
                inside = !inside;
            }
        }

        return inside;
    }

    /// <summary>Whether the segment a-b crosses the outline.</summary>
    public bool IsCrossedBy(Pt a, Pt b)
    {
        for (var i = 0; i < Ring.Count; i++)
        {
            if (Segments.TryCross(a, b, Ring[i], Ring[(i + 1) % Ring.Count], out _, out _))
            {
                return true;
            }
        }

        return false;
    }
}
