using GeoCohesion.Core;

namespace GeoCohesion.Data.Sources.Areas;

/// <summary>Finds fields by name, whatever their case.</summary>
static class AreaFields
{
    /// <summary>The first of the names that the features have, as the file spells it; null when it has none.</summary>
    public static string? Find(AreaTable table, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            foreach (var feature in table.Features)
            {
                foreach (var (key, _) in feature.Properties)
                {
                    if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                    {
                        return key;
                    }
                }
            }
        }

        return null;
    }

    /// <summary>
    /// The field that the user named, or the first of the usual names; null when the user named none and no usual name is there.
    /// </summary>
    /// <exception cref="InputException">The field that the user named is not there (<c>field-missing</c>).</exception>
    public static string? Choose(AreaTable table, string? named, ReadOnlySpan<string> usual) =>
        named is null ? Find(table, usual) : Find(table, named) ?? throw Missing(table, $"the field '{named}' is missing");

    /// <summary>The sentence about a missing field, which lists those there are.</summary>
    public static InputException Missing(AreaTable table, string what)
    {
        var names = table.Features.SelectMany(f => f.Properties).Select(p => p.Key).Distinct(StringComparer.Ordinal).ToList();
        return new InputException(
            "field-missing",
            $"{what}; the fields there are: {(names.Count == 0 ? "none" : string.Join(", ", names))}.",
            new SourceLocation(table.Source));
    }

    /// <summary>A property's text without surrounding spaces; empty when it is not there.</summary>
    public static string Text(AreaFeature feature, string? field)
    {
        if (field is not null)
        {
            foreach (var (key, value) in feature.Properties)
            {
                if (key.Equals(field, StringComparison.OrdinalIgnoreCase))
                {
                    return value.Trim();
                }
            }
        }

        return "";
    }
}
