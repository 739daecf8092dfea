namespace GeoCohesion.Core.Accessibility;

/// <summary>How much of a service a resident of an age uses, relative to the mean of 1.</summary>
/// <param name="FromAge">First age of the group, in years; it ends before that of the next.</param>
/// <param name="Weight">Not negative.</param>
public readonly record struct AgeWeight(int FromAge, double Weight);

/// <summary>Weights of residents by age.</summary>
/// <remarks>
/// The weight of a band of a population grid is the mean of the weights of its single years: residents are taken to be spread evenly over
/// the years of their band, the last band over the years up to <paramref name="LastAge"/>.
/// </remarks>
/// <param name="Name">Stable name.</param>
/// <param name="Source">Where they come from.</param>
/// <param name="Groups">By ascending age, the first from 0.</param>
/// <param name="LastAge">Last age of the open band at the end.</param>
public sealed record AgeWeights(string Name, string Source, IReadOnlyList<AgeWeight> Groups, int LastAge)
{
    /// <summary>First ages of the bands of Filosofi: 0-3, 4-5, 6-10, 11-17, 18-24, 25-39, 40-54, 55-64, 65-79, 80+.</summary>
    public static IReadOnlyList<int> FilosofiBands { get; } = [0, 4, 6, 11, 18, 25, 40, 55, 65, 80];

    /// <summary>Weight of each band of <see cref="FilosofiBands"/>.</summary>
    public double[] ByBand()
    {
        var weights = new double[FilosofiBands.Count];
        for (var band = 0; band < weights.Length; band++)
        {
            var (first, end) = (FilosofiBands[band], band + 1 < weights.Length ? FilosofiBands[band + 1] : LastAge + 1);
            for (var age = first; age < end; age++)
            {
                weights[band] += Groups.Last(group => group.FromAge <= age).Weight / (end - first);
            }
        }

        return weights;
    }
}
