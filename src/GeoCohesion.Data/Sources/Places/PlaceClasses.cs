using GeoCohesion.Core;

namespace GeoCohesion.Data.Sources.Places;

/// <summary>The classes of places that people ask for, with look-ups by the codes of each source. Immutable and thread-safe.</summary>
public sealed class PlaceClasses
{
    static readonly Lazy<PlaceClasses> s_default = new(() => new PlaceClasses(PlaceClassFile.ReadEmbedded()));

    readonly SortedDictionary<string, PlaceClass> _byName = new(StringComparer.Ordinal);
    readonly Dictionary<string, IReadOnlyList<PlaceClass>> _byBpeCode;
    readonly Dictionary<string, IReadOnlyList<PlaceClass>> _byFinessCategory;
    readonly Dictionary<string, List<(int Class, OsmPattern Pattern)>> _patternsByKey = new(StringComparer.Ordinal);

    PlaceClasses(IReadOnlyList<PlaceClass> classes)
    {
        All = classes;
        foreach (var placeClass in classes)
        {
            _byName.Add(placeClass.Name, placeClass);
        }

        _byBpeCode = IndexBy(placeClass => placeClass.BpeCodes.Concat(placeClass.BpeOldCodes));
        _byFinessCategory = IndexBy(placeClass => placeClass.FinessCategories);
        for (var i = 0; i < classes.Count; i++)
        {
            foreach (var pattern in classes[i].OsmPatterns)
            {
                if (!_patternsByKey.TryGetValue(pattern.MainKey, out var patterns))
                {
                    _patternsByKey.Add(pattern.MainKey, patterns = []);
                }

                patterns.Add((i, pattern));
            }
        }
    }

    /// <summary>The groups a class can be in.</summary>
    public static IReadOnlyList<string> Groups { get; } = ["sante", "education", "culture", "sport", "services", "transport"];

    /// <summary>The classes that come with the program (<c>docs/classes.md</c>).</summary>
    public static PlaceClasses Default => s_default.Value;

    /// <summary>Every class, in the order of the file; classes that a user's file adds come last.</summary>
    public IReadOnlyList<PlaceClass> All { get; }

    /// <summary>
    /// The default classes, with those of a user's file of the same form added or, where the name is the same, put in their place.
    /// </summary>
    /// <exception cref="InputException"><c>file-missing</c>, <c>file-unreadable</c> or <c>classes-malformed</c>.</exception>
    public static PlaceClasses Load(string path)
    {
        var merged = Default.All.ToList();
        foreach (var placeClass in PlaceClassFile.Read(path))
        {
            var index = merged.FindIndex(existing => string.Equals(existing.Name, placeClass.Name, StringComparison.Ordinal));
            if (index >= 0)
            {
                merged[index] = placeClass;
            }
            else
            {
                merged.Add(placeClass);
            }
        }

        return new PlaceClasses(merged);
    }

    /// <summary>The class of a name, or null.</summary>
    public PlaceClass? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The class that the user names.</summary>
    /// <exception cref="InputException">No class has that name (<c>class-unknown</c>); the message lists those there are.</exception>
    public PlaceClass Pick(string name, SourceLocation at) =>
        Find(name) ?? throw new InputException(
            "class-unknown",
            $"'{name}' is not a class of places; use one of: {string.Join(", ", _byName.Keys)}.",
            at);

    /// <summary>Classes that a code of the BPE feeds, old or new; empty for a code that none names.</summary>
    public IReadOnlyList<PlaceClass> OfBpeCode(string code) => _byBpeCode.GetValueOrDefault(code, []);

    /// <summary>Classes that a FINESS category of establishment feeds.</summary>
    public IReadOnlyList<PlaceClass> OfFinessCategory(string category) => _byFinessCategory.GetValueOrDefault(category, []);

    /// <summary>Classes that a row of the health directory feeds.</summary>
    public IReadOnlyList<PlaceClass> OfRpps(string profession, string skillCode, string skillLabel) =>
        [.. All.Where(placeClass => placeClass.RppsRules.Any(rule => rule.Matches(profession, skillCode, skillLabel)))];

    /// <summary>Classes that a point with these OpenStreetMap tags belongs to.</summary>
    public IReadOnlyList<PlaceClass> OfOsmTags(IReadOnlyDictionary<string, string> tags)
    {
        SortedSet<int>? found = null;
        foreach (var key in tags.Keys)
        {
            foreach (var (placeClass, pattern) in _patternsByKey.GetValueOrDefault(key) ?? [])
            {
                if (pattern.Matches(tags))
                {
                    (found ??= []).Add(placeClass);
                }
            }
        }

        return found is null ? [] : [.. found.Select(index => All[index])];
    }

    Dictionary<string, IReadOnlyList<PlaceClass>> IndexBy(Func<PlaceClass, IEnumerable<string>> codesOf) =>
        All.SelectMany(placeClass => codesOf(placeClass).Select(code => (code, placeClass)))
            .GroupBy(pair => pair.code, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                IReadOnlyList<PlaceClass> (group) => [.. group.Select(pair => pair.placeClass)],
                StringComparer.Ordinal);
}
