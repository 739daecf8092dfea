using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Accessibility;

/// <summary>Travel time to one target over the whole departure window; <see cref="TravelTime.Unreached"/> where a moment does not arrive.</summary>
/// <param name="BestSeconds">Best departure.</param>
/// <param name="MedianSeconds">Median over every second of the window.</param>
/// <param name="P85Seconds">85th percentile over every second of the window.</param>
/// <param name="WorstSeconds">Worst departure; unreached when some departure does not arrive.</param>
/// <param name="MeanSeconds">Mean over departures that arrive; NaN when none does.</param>
/// <param name="ReachedShare">Share of departures that arrive, 0 to 1.</param>
/// <param name="ShareWithinLimit">Share of departures that arrive within the limit, 0 to 1.</param>
public readonly record struct WindowReadout(
    int BestSeconds, int MedianSeconds, int P85Seconds, int WorstSeconds, double MeanSeconds, double ReachedShare, double ShareWithinLimit)
{
    /// <summary>Reads a profile.</summary>
    /// <param name="profile">The profile; not kept.</param>
    /// <param name="limitSeconds">The limit.</param>
    /// <param name="limitIsWithin">Whether a time equal to the limit is within it.</param>
    public static WindowReadout Of(TravelTimeProfile profile, int limitSeconds, bool limitIsWithin) => new(
        WindowRule.Best.Seconds(profile),
        WindowRule.Median.Seconds(profile),
        WindowRule.P85.Seconds(profile),
        WindowRule.Worst.Seconds(profile),
        profile.MeanSeconds,
        profile.ReachedShare,
        profile.ShareWithin(limitSeconds, isStrict: !limitIsWithin));

    /// <summary>The time that a rule looks at, as <see cref="WindowRules.Seconds"/> reads it from the profile.</summary>
    public int Seconds(WindowRule rule) => rule switch
    {
        WindowRule.Best => BestSeconds,
        WindowRule.Median => MedianSeconds,
        WindowRule.P85 => P85Seconds,
        WindowRule.Mean => ReachedShare >= 1 ? (int)Math.Ceiling(MeanSeconds) : TravelTime.Unreached,
        _ => WorstSeconds,
    };
}
