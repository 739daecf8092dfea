namespace GeoCohesion.SampleCity.Geometry;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every runtime, which System.Random does not promise.</summary>
public sealed class Rng(ulong seed)
{
    ulong _state = seed;

    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, count).</summary>
    public int Below(int count) => (int)(Next() % (ulong)count);

    public bool Chance(double probability) => Share() < probability;

    /// <summary>Uniform in [low, high).</summary>
    public double Within(double low, double high) => low + ((high - low) * Share());

    public void Shuffle<T>(IList<T> list)
    {
        for (var i = list.Count - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (list[i], list[j]) = (list[j], list[i]);
        }
    }
}
