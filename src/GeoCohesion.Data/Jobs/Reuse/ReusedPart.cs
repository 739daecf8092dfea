namespace GeoCohesion.Data.Jobs.Reuse;

/// <summary>What became of a part of a run.</summary>
/// <param name="Step">What the part belongs to, e.g. <c>travel times: walk</c>.</param>
/// <param name="Part">The part itself, e.g. <c>pharmacie</c>.</param>
/// <param name="IsReused">Whether it was taken from the run before.</param>
/// <param name="Reason">Why it was computed: what has changed since; empty where it was taken.</param>
public sealed record ReusedPart(string Step, string Part, bool IsReused, string Reason)
{
    /// <summary>Reason of parts that no run has computed in this folder.</summary>
    public const string NotComputedBefore = "not computed before";

    /// <summary>Reason where the user asked for it.</summary>
    public const string AskedFor = "asked to compute everything";
}
