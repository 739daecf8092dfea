namespace GeoCohesion.SampleCity.Geometry;

/// <summary>An open polyline measured along its length in metres.</summary>
public sealed class Line
{
    readonly double[] _along;

    public Line(IReadOnlyList<Pt> points)
    {
        Points = points;
        _along = new double[points.Count];
        for (var i = 1; i < points.Count; i++)
        {
            _along[i] = _along[i - 1] + Pt.Distance(points[i - 1], points[i]);
        }
    }

    public IReadOnlyList<Pt> Points { get; }

    public double Length => _along[^1];

    /// <summary>A smooth line through the given points (Catmull-Rom), one vertex about every <paramref name="stepMeters"/>.</summary>
    public static Line Smooth(IReadOnlyList<Pt> through, double stepMeters, bool closed = false)
    {
        var points = new List<Pt>();
        var spans = closed ? through.Count : through.Count - 1;
        for (var i = 0; i < spans; i++)
        {
            var a = At(i - 1);
            var b = At(i);
            var c = At(i + 1);
            var d = At(i + 2);
            var steps = Math.Max(1, (int)Math.Round(Pt.Distance(b, c) / stepMeters));
            for (var k = 0; k < steps; k++)
            {
                var t = (double)k / steps;
                points.Add(((b * 2) + ((c - a) * t) + (((a * 2) - (b * 5) + (c * 4) - d) * (t * t)) + (((b * 3) - a - (c * 3) + d) * (t * t * t))) * 0.5);
            }
        }

        points.Add(closed ? points[0] : through[^1]);
        return new Line(points);

        Pt At(int i) => closed ? through[(i + through.Count) % through.Count] : through[Math.Clamp(i, 0, through.Count - 1)];
    }

    /// <summary>The point at a distance along the line, clamped to its ends.</summary>
    public Pt At(double meters)
    {
        var i = Segment(meters);
        var length = _along[i + 1] - _along[i];
        return length == 0 ? Points[i] : Pt.Between(Points[i], Points[i + 1], Math.Clamp((meters - _along[i]) / length, 0, 1));
    }

    /// <summary>Unit vector of travel at a distance along the line.</summary>
    public Pt Direction(double meters)
    {
        var i = Segment(meters);
        return (Points[i + 1] - Points[i]).Unit;
    }

    /// <summary>Distance along the line of its point nearest to <paramref name="p"/>, and how far away that is.</summary>
    public (double Along, double Distance) Project(Pt p, double fromMeters = 0)
    {
        var best = (Along: 0.0, Distance: double.MaxValue);
        for (var i = 0; i + 1 < Points.Count; i++)
        {
            if (_along[i + 1] < fromMeters)
            {
                continue;
            }

            var (share, distance) = Segments.Nearest(Points[i], Points[i + 1], p);
            var along = Math.Max(fromMeters, _along[i] + (share * (_along[i + 1] - _along[i])));
            if (distance < best.Distance)
            {
                best = (along, distance);
            }
        }

        return best;
    }

    /// <summary>The part between two distances along the line.</summary>
    public List<Pt> Slice(double fromMeters, double toMeters)
    {
        var part = new List<Pt> { At(fromMeters) };
        for (var i = 0; i < Points.Count; i++)
        {
            if (_along[i] > fromMeters + 0.5 && _along[i] < toMeters - 0.5)
            {
                part.Add(Points[i]);
            }
        }

        part.Add(At(toMeters));
        return part;
    }

    /// <summary>A parallel line; positive distances are on the left.</summary>
    public Line Offset(double meters)
    {
        var shifted = new List<Pt>(Points.Count);
        var closed = Pt.Distance(Points[0], Points[^1]) < 0.01;
        for (var i = 0; i < Points.Count; i++)
        {
            var before = i > 0 ? Points[i - 1] : closed ? Points[^2] : Points[0];
            var after = i + 1 < Points.Count ? Points[i + 1] : closed ? Points[1] : Points[^1];
            shifted.Add(Points[i] + ((after - before).Unit.Left * meters));
        }

        return new Line(shifted);
    }

    /// <summary>Distances along this line at which it crosses another.</summary>
    public List<double> Crossings(Line other)
    {
        var found = new List<double>();
        for (var i = 0; i + 1 < Points.Count; i++)
        {
            for (var j = 0; j + 1 < other.Points.Count; j++)
            {
                if (Segments.TryCross(Points[i], Points[i + 1], other.Points[j], other.Points[j + 1], out var share, out _))
                {
                    var along = _along[i] + (share * (_along[i + 1] - _along[i]));
                    if (found.Count == 0 || along - found[^1] > 1)
                    {
                        found.Add(along);
                    }
                }
            }
        }

        return found;
    }

    int Segment(double meters)
    {
        var i = Array.BinarySearch(_along, meters);
        return Math.Clamp(i >= 0 ? i : ~i - 1, 0, Points.Count - 2);
    }
}
