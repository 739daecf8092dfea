using System.Globalization;
using GeoCohesion.Core;

namespace GeoCohesion.Api.Features;

/// <summary>Reads <c>datetime</c>: an instant, a day, or an interval of them, open at either end (RFC 3339, section 5.6).</summary>
static class DatetimeParameter
{
    static readonly string[] s_instants = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Whether a day has a part in what is asked for.</summary>
    /// <param name="text">Value of the parameter.</param>
    /// <param name="day">Day that the results describe; null where they describe none, and all times are theirs.</param>
    /// <exception cref="InputException">It is not a time (<c>datetime-malformed</c>).</exception>
    public static bool Includes(string text, DateOnly? day)
    {
        var ends = text.Split('/');
        var from = ends.Length <= 2 && ends[0] is not ("" or "..") ? Start(ends[0]) : ends.Length == 2 ? DateTime.MinValue
            : throw Malformed(text);
        var to = ends[^1] is not ("" or "..") ? End(ends[^1]) : DateTime.MaxValue;
        if (from > to || (ends.Length == 2 && from == DateTime.MinValue && to == DateTime.MaxValue && text is "/"))
        {
            throw Malformed(text);
        }

        return day is not { } own || (from < own.AddDays(1).ToDateTime(TimeOnly.MinValue) && to >= own.ToDateTime(TimeOnly.MinValue));
    }

    static DateTime Start(string text) => Instant(text) ?? Day(text).ToDateTime(TimeOnly.MinValue);

    static DateTime End(string text) => Instant(text) ?? Day(text).ToDateTime(TimeOnly.MaxValue);

    static DateTime? Instant(string text) =>
        DateTimeOffset.TryParseExact(text, s_instants, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant.UtcDateTime : null;

    static DateOnly Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw Malformed(text);

    static InputException Malformed(string text) => new(
        "datetime-malformed",
        $"'{text}' is not a time; an instant such as 2026-03-10T08:00:00Z, a day such as 2026-03-10, or an interval such as 2026-01-01/.. is expected.",
        new SourceLocation("datetime"));
}
