namespace GeoCohesion.Data.Sources.Places;

/// <summary>OpenStreetMap tags that make a point a place of a class: all of them must match.</summary>
/// <param name="Tags">
/// Per key its alternatives. The empty text stands for an absent tag, <c>Text*</c> for what starts with the text (capitals or not),
/// anything else for itself.
/// </param>
public sealed record OsmPattern(IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Tags)
{
    /// <summary>A key that a point must have to match; another one than <c>name</c>, which most points have, where there is one.</summary>
    public string MainKey { get; } =
        Tags.FirstOrDefault(tag => tag.Key != "name" && !tag.Value.Contains("")).Key
        ?? Tags.FirstOrDefault(tag => !tag.Value.Contains("")).Key
        ?? throw new ArgumentException("At least one tag must be present.", nameof(Tags));

    /// <summary>Whether every tag of the pattern matches. A tag with several values (<c>a;b</c>) matches by any of them.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> tags)
    {
        foreach (var (key, alternatives) in Tags)
        {
            if (!MatchesAny(tags.TryGetValue(key, out var value) ? value : "", alternatives))
            {
                return false;
            }
        }

        return true;
    }

    static bool MatchesAny(string value, IReadOnlyList<string> alternatives)
    {
        foreach (var part in value.AsSpan().Split(';'))
        {
            var text = value.AsSpan(part).Trim();
            foreach (var alternative in alternatives)
            {
                var isMatch = alternative.EndsWith('*')
                    ? text.StartsWith(alternative.AsSpan(0, alternative.Length - 1), StringComparison.OrdinalIgnoreCase)
                    : text.SequenceEqual(alternative);
                if (isMatch)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
