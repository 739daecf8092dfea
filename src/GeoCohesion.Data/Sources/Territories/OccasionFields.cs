using System.Globalization;
using GeoCohesion.Core;

namespace GeoCohesion.Data.Sources.Territories;

/// <summary>Another day, window or direction in which the half hour is looked at beside the run's own.</summary>
public sealed record OccasionInput
{
    /// <summary>Stable lower-case name, e.g. <c>return</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Label in French.</summary>
    public required string French { get; init; }

    /// <summary>Label in English.</summary>
    public required string English { get; init; }

    /// <summary>Service date, or null.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Weekday of which the usual date nearest to the run's own is taken; null with <see cref="Date"/>, or for the run's own date.</summary>
    public DayOfWeek? Day { get; init; }

    /// <summary>First departure, seconds of the service day.</summary>
    public required int FromSeconds { get; init; }

    /// <summary>End of the window, not included.</summary>
    public required int ToSeconds { get; init; }

    /// <summary>Whether residents travel from the centrality home.</summary>
    public bool IsReturn { get; init; }
}

/// <summary>Reads <c>occasions</c> of a territory.</summary>
static class OccasionFields
{
    /// <summary>The way home, an evening, a Saturday and a Sunday.</summary>
    public static IReadOnlyList<OccasionInput> Default { get; } =
    [
        new() { Name = "return", French = "Retour, 16 h 30 à 19 h", English = "Way home, 16:30 to 19:00", FromSeconds = 59_400, ToSeconds = 68_400, IsReturn = true },
        new() { Name = "evening", French = "Retour le soir, 20 h à 22 h", English = "Way home in the evening, 20:00 to 22:00", FromSeconds = 72_000, ToSeconds = 79_200, IsReturn = true },
        new() { Name = "saturday", French = "Samedi, 14 h à 16 h", English = "Saturday, 14:00 to 16:00", Day = DayOfWeek.Saturday, FromSeconds = 50_400, ToSeconds = 57_600 },
        new() { Name = "sunday", French = "Dimanche, 14 h à 16 h", English = "Sunday, 14:00 to 16:00", Day = DayOfWeek.Sunday, FromSeconds = 50_400, ToSeconds = 57_600 },
    ];

    /// <summary>Reads the list; the default where the territory says nothing.</summary>
    public static IReadOnlyList<OccasionInput> Read(JsonFields root)
    {
        if (!root.Has("occasions"))
        {
            return Default;
        }

        var occasions = new List<OccasionInput>();
        foreach (var fields in root.Objects("occasions", "objects with name, from and to"))
        {
            var name = fields.Text("name", "a short lower-case name");
            if (name == Core.Accessibility.Occasion.MainName || name.Any(letter => !char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter != '_')
                || occasions.Exists(other => other.Name == name))
            {
                throw new InputException(
                    "property-malformed",
                    $"found \"{name}\"; lower-case letters, digits and _, each name once and none of them \"{Core.Accessibility.Occasion.MainName}\", is expected.",
                    fields.At("name"));
            }

            var (date, day) = fields.Parsed("date", default, "a date such as \"2026-03-14\", or a weekday such as \"saturday\"", ParseDay);
            var occasion = new OccasionInput
            {
                Name = name,
                French = fields.OptionalText("fr", "a label") ?? name,
                English = fields.OptionalText("en", "a label") ?? name,
                Date = date,
                Day = day,
                FromSeconds = fields.Parsed("from", -1, TerritoryFile.TimeExpected, TerritoryFile.ParseTimeOfDay),
                ToSeconds = fields.Parsed("to", -1, TerritoryFile.TimeExpected, TerritoryFile.ParseTimeOfDay),
                IsReturn = fields.Flag("return", false),
            };
            foreach (var (property, seconds) in new[] { ("from", occasion.FromSeconds), ("to", occasion.ToSeconds) })
            {
                if (seconds < 0)
                {
                    throw new InputException("property-missing", $"the property '{property}' is missing; {TerritoryFile.TimeExpected} is expected.", fields.At(property));
                }
            }

            if (occasion.ToSeconds <= occasion.FromSeconds)
            {
                throw new InputException("window-empty", "the window ends before it begins; 'to' must be later than 'from'.", fields.At("to"));
            }

            TransitParameters.RefuseLongWindow(occasion.FromSeconds, occasion.ToSeconds, fields.At("to"));
            fields.RefuseOthers();
            occasions.Add(occasion);
        }

        return occasions;
    }

    static (bool Ok, (DateOnly? Date, DayOfWeek? Day) Value) ParseDay(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return (true, (date, null));
        }

        // A number is a name of the enumeration, too, for the framework.
        var isWeekday = Enum.TryParse<DayOfWeek>(text, ignoreCase: true, out var day) && text.All(char.IsAsciiLetter);
        return (isWeekday, (null, day));
    }
}
