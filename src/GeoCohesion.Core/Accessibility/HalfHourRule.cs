namespace GeoCohesion.Core.Accessibility;

/// <summary>Which centralities count for the half hour.</summary>
public enum CentralityChoice
{
    /// <summary>The one that is nearest in time for each origin.</summary>
    Best,

    /// <summary>The main centre (the nearest of them when there are several).</summary>
    Main,

    /// <summary>Every one of them: the farthest in time decides.</summary>
    Each,
}

/// <summary>What "not more than half an hour" means in a run; stated with every verdict.</summary>
public sealed record HalfHourRule
{
    /// <summary>Limit in seconds; 30:00 unless told otherwise.</summary>
    public int LimitSeconds { get; init; } = 30 * 60;

    /// <summary>Whether exactly the limit is within it (<c>&lt;=</c>, the pact's half hour) or not (<c>&lt;</c>, as R5 counts).</summary>
    public bool LimitIsWithin { get; init; } = true;

    /// <summary>Share of residents who must be within the limit for the district to conform, above 0, at most 1.</summary>
    public double RequiredShare { get; init; } = 1;

    /// <summary>Which centralities count.</summary>
    public CentralityChoice Centrality { get; init; } = CentralityChoice.Best;

    /// <summary>Modes of which the fastest counts for each origin; those that the run does not compute are passed over.</summary>
    public IReadOnlyList<string> Modes { get; init; } = ["walk", "transit"];

    /// <summary>Longest whole number of seconds that is within the limit.</summary>
    public int LongestSecondsWithin => LimitIsWithin ? LimitSeconds : LimitSeconds - 1;

    /// <summary>Verdict on a summary of travel times under this rule.</summary>
    public Verdict Judge(TravelTimeSummary summary) =>
        summary.WorstOrigin < 0 ? Verdict.NotComputable
        : summary.ShareWithinLimit >= RequiredShare - 1e-9 ? Verdict.Conforming
        : summary.ShareWithinLimit > 0 ? Verdict.Partly
        : Verdict.NotConforming;
}
