namespace GeoCohesion.Data.Sources.Osm;

/// <summary>The tags of one element: a view on interned texts, without meaning attached.</summary>
/// <remarks>A look-up scans the few tags an element has. Immutable.</remarks>
public readonly struct OsmTags
{
    readonly string[] _texts;
    readonly int[] _keyValues;
    readonly int _first;
    readonly int _count;

    /// <summary>A view on tags <paramref name="first"/> .. <paramref name="first"/> + <paramref name="count"/> of a column.</summary>
    /// <param name="texts">Interned texts.</param>
    /// <param name="keyValues">Index of the key's text at <c>[2 * tag]</c>, of the value's at <c>[2 * tag + 1]</c>.</param>
    /// <param name="first">First tag.</param>
    /// <param name="count">Number of tags.</param>
    internal OsmTags(string[] texts, int[] keyValues, int first, int count) =>
        (_texts, _keyValues, _first, _count) = (texts, keyValues, first, count);

    /// <summary>Number of tags.</summary>
    public int Count => _count;

    /// <summary>Value of a key, or null where the element does not have it.</summary>
    public string? this[string key]
    {
        get
        {
            for (var tag = _first; tag < _first + _count; tag++)
            {
                if (string.Equals(_texts[_keyValues[2 * tag]], key, StringComparison.Ordinal))
                {
                    return _texts[_keyValues[(2 * tag) + 1]];
                }
            }

            return null;
        }
    }

    /// <summary>Makes tags of their own, e.g. for a test.</summary>
    public static OsmTags Of(params ReadOnlySpan<(string Key, string Value)> tags)
    {
        var texts = new string[2 * tags.Length];
        var keyValues = new int[2 * tags.Length];
        for (var tag = 0; tag < tags.Length; tag++)
        {
            (texts[2 * tag], texts[(2 * tag) + 1]) = tags[tag];
            (keyValues[2 * tag], keyValues[(2 * tag) + 1]) = (2 * tag, (2 * tag) + 1);
        }

        return new OsmTags(texts, keyValues, 0, tags.Length);
    }

    /// <summary>Whether a key has exactly this value.</summary>
    public bool Is(string key, string value) => string.Equals(this[key], value, StringComparison.Ordinal);

    /// <summary>Key and value of a tag by its position.</summary>
    public KeyValuePair<string, string> At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_count, nameof(index));
        var tag = _first + index;
        return new(_texts[_keyValues[2 * tag]], _texts[_keyValues[(2 * tag) + 1]]);
    }

    /// <summary>A copy as a dictionary; of a key given twice, the first value.</summary>
    public IReadOnlyDictionary<string, string> ToDictionary()
    {
        var tags = new Dictionary<string, string>(_count, StringComparer.Ordinal);
        for (var index = 0; index < _count; index++)
        {
            var (key, value) = At(index);
            tags.TryAdd(key, value);
        }

        return tags;
    }
}
