using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Accessibility;

/// <summary>How unequal the travel times of a group of residents are, each origin counted by its residents.</summary>
/// <remarks>
/// The standard deviation and the Gini coefficient exist over residents who have a way only, and must be read together with the share of
/// those who have none. The percentiles count everybody. Sorting: O(n log n).
/// </remarks>
/// <param name="StandardDeviationSeconds">Of the whole group, not of a sample of it; NaN when nobody has a way.</param>
/// <param name="Gini">
/// Half the mean difference between two residents drawn at random, divided by the mean: 0 when all times are equal; NaN when nobody has a
/// way.
/// </param>
/// <param name="P10Seconds">10th percentile, nearest rank; <see cref="TravelTime.Unreached"/> when fewer have a way.</param>
/// <param name="P90Seconds">90th percentile, nearest rank; <see cref="TravelTime.Unreached"/> when fewer have a way.</param>
public readonly record struct TravelTimeDispersion(double StandardDeviationSeconds, double Gini, int P10Seconds, int P90Seconds)
{
    /// <summary>Measures one target.</summary>
    /// <param name="travelTimeSeconds">Per origin; <see cref="TravelTime.Unreached"/> where there is no way.</param>
    /// <param name="residents">Per origin, weight, not negative; same length.</param>
    public static TravelTimeDispersion Of(ReadOnlySpan<int> travelTimeSeconds, ReadOnlySpan<double> residents)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(residents.Length, travelTimeSeconds.Length);
        var times = travelTimeSeconds.ToArray();
        var weights = residents.ToArray();
        Array.Sort(times, weights);
        double total = 0, sum = 0;
        var reached = 0;
        for (; reached < times.Length && times[reached] < TravelTime.Unreached; reached++)
        {
            total += weights[reached];
            sum += weights[reached] * times[reached];
        }

        var (deviation, gini) = (double.NaN, double.NaN);
        if (total > 0)
        {
            // Over pairs of a faster and a slower resident the differences add up to the sum of w_i (t_i W_before - S_before).
            var mean = sum / total;
            double squares = 0, differences = 0, weightBefore = 0, sumBefore = 0;
            for (var i = 0; i < reached; i++)
            {
                squares += weights[i] * (times[i] - mean) * (times[i] - mean);
                differences += weights[i] * ((times[i] * weightBefore) - sumBefore);
                weightBefore += weights[i];
                sumBefore += weights[i] * times[i];
            }

            deviation = Math.Sqrt(squares / total);
            gini = sum > 0 ? Math.Max(0, differences / (total * sum)) : 0;
        }

        return new TravelTimeDispersion(
            deviation,
            gini,
            WeightedPercentile.Of(travelTimeSeconds, residents, 10),
            WeightedPercentile.Of(travelTimeSeconds, residents, 90));
    }
}
