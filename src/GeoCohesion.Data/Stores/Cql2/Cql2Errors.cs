using System.Globalization;
using GeoCohesion.Core;

namespace GeoCohesion.Data.Stores.Cql2;

/// <summary>What can be wrong with a filter.</summary>
static class Cql2Errors
{
    static readonly SourceLocation s_filter = new("filter");

    /// <summary>The text is not CQL2, or not of the part that is understood.</summary>
    public static InputException Syntax(string problem, int position) =>
        new("filter-syntax",
            string.Create(CultureInfo.InvariantCulture, $"{problem} (character {position}); see docs/api.md for what a filter may say."),
            s_filter);

    /// <summary>No such property.</summary>
    public static InputException UnknownProperty(string name, IEnumerable<string> known) =>
        new("filter-property-unknown", $"'{name}' is not a property here; use one of: {string.Join(", ", known)}.", s_filter);

    /// <summary>Values of different kinds are compared.</summary>
    public static InputException Kinds(string problem, int position) =>
        new("filter-kind", string.Create(CultureInfo.InvariantCulture, $"{problem} (character {position})."), s_filter);

    /// <summary>A geometry is not one.</summary>
    public static InputException Geometry(string problem, int position) =>
        new("filter-geometry", string.Create(CultureInfo.InvariantCulture, $"{problem} (character {position})."), s_filter);

    /// <summary>More than a filter may hold.</summary>
    public static InputException TooComplex(string problem) => new("filter-too-complex", problem, s_filter);
}
