using GeoCohesion.Data.Jobs.Reuse;

namespace GeoCohesion.Cli;

/// <summary>Says what a run took from the one before, and what it computed, and why.</summary>
static class ReuseReport
{
    const int NamedParts = 6;

    /// <summary>Prints a line for each step; nothing where there was nothing to take.</summary>
    public static void Print(IReadOnlyList<ReusedPart> parts, TextWriter writer)
    {
        if (parts.All(part => !part.IsReused && part.Reason == ReusedPart.NotComputedBefore))
        {
            return;
        }

        var reused = parts.Count(part => part.IsReused);
        writer.WriteLine(reused == parts.Count
            ? "Nothing that the results are computed from has changed: all travel times are those of the last run."
            : FormattableString.Invariant($"Taken from the last run: {reused} parts of {parts.Count}, because nothing they depend on has changed."));
        foreach (var step in parts.GroupBy(part => part.Step))
        {
            foreach (var reason in step.Where(part => !part.IsReused).GroupBy(part => part.Reason))
            {
                writer.WriteLine($"  computed: {step.Key}: {Names([.. reason.Select(part => part.Part)], step.Count())} ({Because(reason.Key)})");
            }
        }
    }

    static string Names(string[] names, int ofParts) => names.Length == ofParts && ofParts > 1
        ? "all"
        : string.Join(", ", names.Take(NamedParts)) + (names.Length > NamedParts ? FormattableString.Invariant($" and {names.Length - NamedParts} more") : "");

    static string Because(string reason) => reason is ReusedPart.NotComputedBefore or ReusedPart.AskedFor ? reason : $"changed: {reason}";
}
