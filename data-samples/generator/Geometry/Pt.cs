namespace GeoCohesion.SampleCity.Geometry;

/// <summary>A point or a vector of the plan: metres east and north of the town hall of Aurelmont (axes of Lambert-93).</summary>
public readonly record struct Pt(double X, double Y)
{
    public double Length => Math.Sqrt((X * X) + (Y * Y));

    /// <summary>The vector turned a quarter to the left.</summary>
    public Pt Left => new(-Y, X);

    public Pt Unit => Length == 0 ? this : this * (1 / Length);

    public static Pt operator +(Pt a, Pt b) => new(a.X + b.X, a.Y + b.Y);

    public static Pt operator -(Pt a, Pt b) => new(a.X - b.X, a.Y - b.Y);

    public static Pt operator *(Pt a, double k) => new(a.X * k, a.Y * k);

    public static double Dot(Pt a, Pt b) => (a.X * b.X) + (a.Y * b.Y);

    public static double Cross(Pt a, Pt b) => (a.X * b.Y) - (a.Y * b.X);

    public static double Distance(Pt a, Pt b) => (a - b).Length;

    public static Pt Between(Pt a, Pt b, double share) => a + ((b - a) * share);

    /// <summary>The vector turned by an angle in degrees, counter-clockwise.</summary>
    public Pt Turned(double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        return new((X * cos) - (Y * sin), (X * sin) + (Y * cos));
    }

    public override string ToString() => FormattableString.Invariant($"({X:F1}, {Y:F1})");
}
