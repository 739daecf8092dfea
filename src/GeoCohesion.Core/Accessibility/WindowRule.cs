using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Accessibility;

/// <summary>Which moment of the departure window counts for a travel time by public transport.</summary>
public enum WindowRule
{
    /// <summary>The best departure of the window.</summary>
    Best,

    /// <summary>The median over the window.</summary>
    Median,

    /// <summary>The mean over the window, rounded up; unreached when some departure does not arrive.</summary>
    Mean,

    /// <summary>The 85th percentile over the window.</summary>
    P85,

    /// <summary>The worst departure of the window; unreached when some departure does not arrive.</summary>
    Worst,
}

/// <summary>Reads the time that a rule looks at out of a profile.</summary>
public static class WindowRules
{
    /// <summary>Index of the rule's moment among the ascending times of all seconds of a window; null for a rule that is not one of them.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="count">Seconds of the window.</param>
    public static int? RankIndex(this WindowRule rule, int count) => rule switch
    {
        WindowRule.Best => 0,
        WindowRule.Median => TravelTimeProfile.RankIndex(50, count),
        WindowRule.P85 => TravelTimeProfile.RankIndex(85, count),
        WindowRule.Worst => count - 1,
        _ => null,
    };

    /// <summary>Seconds under the rule; <see cref="TravelTime.Unreached"/> where the rule's moment does not arrive.</summary>
    public static int Seconds(this WindowRule rule, TravelTimeProfile profile)
    {
        var always = profile.ReachedSeconds == profile.Window.Count;
        return rule switch
        {
            WindowRule.Best => profile.ReachedSeconds > 0 ? profile.BestSeconds : TravelTime.Unreached,
            WindowRule.Median => profile.PercentileSeconds(50),
            WindowRule.P85 => profile.PercentileSeconds(85),
            WindowRule.Mean => always ? (int)((profile.SumSeconds + profile.ReachedSeconds - 1) / profile.ReachedSeconds) : TravelTime.Unreached,
            _ => always ? profile.WorstSeconds : TravelTime.Unreached,
        };
    }
}
