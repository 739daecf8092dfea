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
        return Sorting(travelTimeSeconds.ToArray(), weights.ToArray(), percentage);
    }

    /// <summary>The place, in a list, of the resident at the percentage: the first in the order of time, then of the list, with whom it is
    /// reached.</summary>
    /// <param name="travelTimeSeconds">Per origin; <see cref="TravelTime.Unreached"/> counts as longest.</param>
    /// <param name="weights">Per origin, not negative; same length.</param>
    /// <param name="percentage">Above 0, at most 100.</param>
    /// <returns>An index whose time is that of <see cref="Of"/>; -1 when there are no origins.</returns>
    public static int IndexOf(ReadOnlySpan<int> travelTimeSeconds, ReadOnlySpan<double> weights, double percentage)
    {
        // The place breaks ties of time, so that the answer does not depend on how the sort moves equals.
        var keys = new long[travelTimeSeconds.Length];
        var order = weights.ToArray();
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = ((long)travelTimeSeconds[i] << 32) | (uint)i;
        }

        Array.Sort(keys, order);
        var rank = Rank(order, percentage);
        return rank < 0 ? -1 : (int)(uint)keys[rank];
    }

    /// <summary><see cref="Of"/>, which sorts the caller's own lists by time and allocates nothing.</summary>
    /// <param name="travelTimeSeconds">Sorted.</param>
    /// <param name="weights">Moved along; same length.</param>
    /// <param name="percentage">Above 0, at most 100.</param>
    internal static int Sorting(Span<int> travelTimeSeconds, Span<double> weights, double percentage)
    {
        travelTimeSeconds.Sort(weights);
        var rank = Rank(weights, percentage);
        return rank < 0 ? TravelTime.Unreached : travelTimeSeconds[rank];
    }

    static int Rank(ReadOnlySpan<double> weights, double percentage)
    {
        var total = 0.0;
        foreach (var weight in weights)
        {
            total += weight;
        }

        var wanted = total * percentage / 100 * (1 - RelativeTolerance);
        var cumulated = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            cumulated += weights[i];
            if (cumulated >= wanted)
            {
                return i;
            }
        }

        return -1;
    }
}
