namespace GeoCohesion.Data.Jobs.Reuse;

/// <summary>Everything that a part of a run is computed from, each by its content: equal keys, equal results.</summary>
/// <param name="Ingredients">Name for people (English), and hash, in a fixed order.</param>
sealed record PartKey(IReadOnlyList<(string Name, string Hash)> Ingredients)
{
    /// <summary>The build of the program.</summary>
    public const string Program = "program";

    /// <summary>Start of the names of streets, followed by their mode.</summary>
    public const string Streets = "streets";

    /// <summary>Times of trips.</summary>
    public const string Timetable = "timetable";

    /// <summary>Whatever the territory file sets.</summary>
    public const string Parameters = "parameters";

    // Those that differ whether or not streets do.
    static readonly string[] s_ownCauses = [Timetable, Parameters];

    /// <summary>The key with more in it.</summary>
    public PartKey And(params ReadOnlySpan<(string Name, string Hash)> more) => new([.. Ingredients, .. more]);

    /// <summary>As kept beside the part: a line for each ingredient.</summary>
    public override string ToString() => string.Join('\n', Ingredients.Select(ingredient => $"{ingredient.Hash} {ingredient.Name}"));

    /// <summary>Names of what differs from a key kept earlier; none where they are equal.</summary>
    /// <param name="kept">Text of the earlier key.</param>
    /// <remarks>
    /// What follows from another cause is not named: positions are counted along streets, so all of them differ where a street does, and a program of
    /// another build differs in any way.
    /// </remarks>
    public IReadOnlyList<string> ChangesSince(string kept)
    {
        if (ToString() == kept)
        {
            return [];
        }

        var before = kept.Split('\n').ToHashSet(StringComparer.Ordinal);
        string[] names = [.. Ingredients.Where(ingredient => !before.Contains($"{ingredient.Hash} {ingredient.Name}")).Select(ingredient => ingredient.Name).Distinct()];
        return names.Contains(Program) ? [Program]
            : Array.Exists(names, IsOfStreets) ? [.. names.Where(name => IsOfStreets(name) || s_ownCauses.Contains(name))]
            : names.Length > 0 ? names
            : [Parameters];
    }

    static bool IsOfStreets(string name) => name.StartsWith(Streets, StringComparison.Ordinal);
}
