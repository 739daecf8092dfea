using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Accessibility;

/// <summary>Nearest-rank percentile of weighted travel times.</summary>
public static class WeightedPercentile
{
    // A sum of shares of cells can fall short of the whole by rounding; without this the 100th percentile could miss its last resident.
    const double RelativeTolerance = 1e-9;

    /// <summary>The smallest time within which at least the percentage of the weight is; never interpolated.</summary>
    /// <param name="travelTimeSeconds">Per origin; <see cref="TravelTime.Unreached"/> counts as longest.</param>
    /// <param name="weights">Per origin, not negative; same length.</param>
    /// <param name="percentage">Above 0, at most 100.</param>
    /// <returns><see cref="TravelTime.Unreached"/> when there are no origins.</returns>
    public static int Of(ReadOnlySpan<int> travelTimeSeconds, ReadOnlySpan<double> weights, double percentage)
    {
        var times = travelTimeSeconds.ToArray();
        var order = weights.ToArray();
        Array.Sort(times, order);
        var total = 0.0;
        foreach (var weight in order)
        {
            total += weight;
        }

        var wanted = total * percentage / 100 * (1 - RelativeTolerance);
        var cumulated = 0.0;
        for (var i = 0; i < times.Length; i++)
        {
            cumulated += order[i];
            if (cumulated >= wanted)
            {
                return times[i];
            }
        }

        return TravelTime.Unreached;
    }
}
