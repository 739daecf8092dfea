using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Accessibility;

/// <summary>Travel times of the residents of a district to one target, each origin counted by its residents.</summary>
/// <remarks>
/// Residents without a way stay in every denominator. A percentile is the nearest rank: the smallest time within which at least that share of
/// residents is, and <see cref="TravelTime.Unreached"/> where fewer are. The mean exists over those who have a way only, and must be read
/// together with <see cref="ShareUnreachable"/>.
/// </remarks>
/// <param name="Residents">Sum of the weights.</param>
/// <param name="ShareWithinLimit">Share of residents whose time is within the limit, 0 to 1.</param>
/// <param name="ShareUnreachable">Share of residents without a way, 0 to 1.</param>
/// <param name="MeanReachableSeconds">Mean over residents who have a way; NaN when there is none.</param>
/// <param name="MedianSeconds">50th percentile.</param>
/// <param name="P90Seconds">90th percentile.</param>
/// <param name="WorstSeconds">Longest time; unreached is longest.</param>
/// <param name="WorstOrigin">Index of the origin it is from; the first of several; -1 without origins.</param>
public readonly record struct TravelTimeSummary(
    double Residents,
    double ShareWithinLimit,
    double ShareUnreachable,
    double MeanReachableSeconds,
    int MedianSeconds,
    int P90Seconds,
    int WorstSeconds,
    int WorstOrigin)
{
    /// <summary>
    /// Least value that the mean over all residents can have: those without a way are counted at the longest time that was looked for,
    /// and would need more.
    /// </summary>
    /// <param name="searchLimitSeconds">Longest time that was looked for.</param>
    public double MeanLowerBoundSeconds(int searchLimitSeconds) =>
        WorstOrigin < 0 ? double.NaN
        : ShareUnreachable >= 1 ? searchLimitSeconds
        : ((1 - ShareUnreachable) * MeanReachableSeconds) + (ShareUnreachable * searchLimitSeconds);

    /// <summary>Summarises one target.</summary>
    /// <param name="travelTimeSeconds">Per origin; <see cref="TravelTime.Unreached"/> where there is no way.</param>
    /// <param name="residents">Per origin, weight, above 0; same length.</param>
    /// <param name="limitSeconds">The limit.</param>
    /// <param name="limitIsWithin">Whether a time equal to the limit is within it.</param>
    public static TravelTimeSummary Of(ReadOnlySpan<int> travelTimeSeconds, ReadOnlySpan<double> residents, int limitSeconds, bool limitIsWithin = true)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(residents.Length, travelTimeSeconds.Length);
        double total = 0, within = 0, unreachable = 0, weightedSum = 0;
        int worst = -1, worstOrigin = -1;
        for (var origin = 0; origin < travelTimeSeconds.Length; origin++)
        {
            var (seconds, weight) = (travelTimeSeconds[origin], residents[origin]);
            total += weight;
            if (seconds >= TravelTime.Unreached)
            {
                unreachable += weight;
            }
            else
            {
                weightedSum += weight * seconds;
                within += seconds < limitSeconds || (limitIsWithin && seconds == limitSeconds) ? weight : 0;
            }

            if (seconds > worst)
            {
                (worst, worstOrigin) = (seconds, origin);
            }
        }

        if (worstOrigin < 0)
        {
            return new TravelTimeSummary(0, 0, 0, double.NaN, TravelTime.Unreached, TravelTime.Unreached, TravelTime.Unreached, -1);
        }

        var reachable = total - unreachable;
        return new TravelTimeSummary(
            total,
            within / total,
            unreachable / total,
            reachable > 0 ? weightedSum / reachable : double.NaN,
            WeightedPercentile.Of(travelTimeSeconds, residents, 50),
            WeightedPercentile.Of(travelTimeSeconds, residents, 90),
            worst,
            worstOrigin);
    }
}
