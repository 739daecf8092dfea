using System.Globalization;

namespace GeoCohesion.Core;

/// <summary>Where in the user's input a problem is, e.g. <c>stop_times.txt:1042 departure_time</c>.</summary>
/// <param name="Source">File name, or the command-line option.</param>
/// <param name="Line">Line (text) or record or feature number, from 1; null for the whole file.</param>
/// <param name="Field">Column, property or tag; null for the whole line.</param>
public readonly record struct SourceLocation(string Source, int? Line = null, string? Field = null)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Source}{(Line is { } line ? $":{line}" : "")}{(Field is null ? "" : $" {Field}")}");
}
