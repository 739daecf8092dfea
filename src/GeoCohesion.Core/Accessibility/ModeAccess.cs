namespace GeoCohesion.Core.Accessibility;

/// <summary>Travel times by one mode, from every point to every centrality and class of places.</summary>
/// <param name="Mode">Name of the mode.</param>
/// <param name="CentralitySeconds">Per centrality, per point; by public transport under the run's rule over the window.</param>
/// <param name="Classes">Per class of places.</param>
/// <param name="LimitSeconds">Longest travel time that was looked for; whatever is unreached takes longer, or cannot be reached at
/// all.</param>
public sealed record ModeAccess(
    string Mode,
    IReadOnlyList<int[]> CentralitySeconds,
    IReadOnlyList<ClassAccess> Classes,
    int LimitSeconds = ModeAccess.DefaultLimitSeconds)
{
    /// <summary>Longest travel time unless told otherwise.</summary>
    public const int DefaultLimitSeconds = 120 * 60;
}
