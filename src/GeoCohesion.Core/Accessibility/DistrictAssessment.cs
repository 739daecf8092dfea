namespace GeoCohesion.Core.Accessibility;

/// <summary>The half hour of one district by one mode, or by the fastest of several.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reason">Why it is not computable: <c>no-origins</c>, <c>origins-not-snapped</c> or <c>centralities-not-snapped</c>; empty otherwise.</param>
/// <param name="Summary">Travel times of its residents.</param>
/// <param name="WorstOrigin">Index of the origin with the longest time in the run's list; -1 without origins.</param>
public sealed record DistrictAssessment(Verdict Verdict, string Reason, TravelTimeSummary Summary, int WorstOrigin)
{
    /// <summary>Assesses one district.</summary>
    /// <param name="originsOfDistrict">Indices of its origins in the run's list.</param>
    /// <param name="travelTimeSeconds">Per origin of the run's list, the time the rule looks at.</param>
    /// <param name="residents">Per origin of the run's list.</param>
    /// <param name="originIsSnapped">Per origin of the run's list, whether it has a street by one of the modes.</param>
    /// <param name="centralityIsSnapped">Whether a centrality that counts has a street by one of the modes.</param>
    /// <param name="rule">The half-hour rule.</param>
    public static DistrictAssessment Of(
        IReadOnlyList<int> originsOfDistrict,
        ReadOnlySpan<int> travelTimeSeconds,
        ReadOnlySpan<double> residents,
        ReadOnlySpan<bool> originIsSnapped,
        bool centralityIsSnapped,
        HalfHourRule rule)
    {
        var times = new int[originsOfDistrict.Count];
        var weights = new double[originsOfDistrict.Count];
        var snapped = 0;
        for (var i = 0; i < times.Length; i++)
        {
            var origin = originsOfDistrict[i];
            (times[i], weights[i]) = (travelTimeSeconds[origin], residents[origin]);
            snapped += originIsSnapped[origin] ? 1 : 0;
        }

        var summary = TravelTimeSummary.Of(times, weights, rule.LimitSeconds, rule.LimitIsWithin);
        var reason = times.Length == 0 ? "no-origins"
            : snapped == 0 ? "origins-not-snapped"
            : !centralityIsSnapped ? "centralities-not-snapped"
            : "";
        return new DistrictAssessment(
            reason.Length > 0 ? Verdict.NotComputable : rule.Judge(summary),
            reason,
            summary,
            summary.WorstOrigin < 0 ? -1 : originsOfDistrict[summary.WorstOrigin]);
    }
}
