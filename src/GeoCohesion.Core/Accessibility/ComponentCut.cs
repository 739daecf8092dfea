using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Accessibility;

/// <summary>How much shorter one component of everybody's journey would have to be for enough residents to be within a limit.</summary>
public static class ComponentCut
{
    /// <summary>
    /// The smallest cut such that the required share of residents is within the limit when the component of each is shortened by the cut,
    /// or removed where it is shorter than that. Journeys are not searched again.
    /// </summary>
    /// <param name="travelTimeSeconds">Per origin; <see cref="TravelTime.Unreached"/> stays out of reach.</param>
    /// <param name="componentSeconds">Per origin, length of the component; -1 where it is not known.</param>
    /// <param name="residents">Per origin, weight.</param>
    /// <param name="longestWithinSeconds">Longest time that is within the limit.</param>
    /// <param name="requiredShare">Above 0, at most 1.</param>
    /// <returns>Seconds, 0 when the share is within already; <see cref="TravelTime.Unreached"/> when removing the component whole is not
    /// enough.</returns>
    public static int Smallest(
        ReadOnlySpan<int> travelTimeSeconds,
        ReadOnlySpan<int> componentSeconds,
        ReadOnlySpan<double> residents,
        int longestWithinSeconds,
        double requiredShare)
    {
        var needs = new int[travelTimeSeconds.Length];
        for (var i = 0; i < needs.Length; i++)
        {
            var need = Math.Max(0, travelTimeSeconds[i] - longestWithinSeconds);
            needs[i] = need == 0 || need <= componentSeconds[i] ? need : TravelTime.Unreached;
        }

        return WeightedPercentile.Of(needs, residents, requiredShare * 100);
    }
}
