namespace GeoCohesion.SampleCity.Geometry;

/// <summary>A smooth field of small displacements (value noise), which takes the ruler out of a grid of streets.</summary>
public sealed class Warp(ulong seed, double wavelengthMeters, double amplitudeMeters)
{
    public Pt At(Pt p) => p + (new Pt(Value(p, 1), Value(p, 2)) * amplitudeMeters);

    double Value(Pt p, ulong channel)
    {
        var x = p.X / wavelengthMeters;
        var y = p.Y / wavelengthMeters;
        var column = (long)Math.Floor(x);
        var row = (long)Math.Floor(y);
        var u = Ease(x - column);
        var v = Ease(y - row);
        var low = Mix(Corner(column, row, channel), Corner(column + 1, row, channel), u);
        var high = Mix(Corner(column, row + 1, channel), Corner(column + 1, row + 1, channel), u);
        return Mix(low, high, v);
    }

    double Corner(long column, long row, ulong channel) =>
        (new Rng(unchecked(seed ^ ((ulong)column * 0x9E3779B97F4A7C15UL) ^ ((ulong)row * 0xC2B2AE3D27D4EB4FUL) ^ (channel << 60)))
            .Share() * 2) - 1;

    static double Ease(double t) => t * t * (3 - (2 * t));

    static double Mix(double a, double b, double share) => a + ((b - a) * share);
}
