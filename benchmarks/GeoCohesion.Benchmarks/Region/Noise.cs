namespace GeoCohesion.Benchmarks.Region;

/// <summary>Random numbers by place instead of by turn: the same wherever and in whatever order they are asked for, without memory.</summary>
/// <remarks>SplitMix64 (Steele, Lea, Flood 2014) over the numbers one after the other.</remarks>
static class Noise
{
    /// <summary>A number from 0 to below 1.</summary>
    public static double Unit(ulong seed, long a, long b = 0, long c = 0) => (Mix(Mix(Mix(seed, a), b), c) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number from one bound to another.</summary>
    public static double Within(double from, double to, ulong seed, long a, long b = 0, long c = 0) => from + ((to - from) * Unit(seed, a, b, c));

    static ulong Mix(ulong state, long value)
    {
        var x = state + (unchecked((ulong)value + 1) * 0x9E3779B97F4A7C15);
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
