using System.Globalization;

namespace GeoCohesion.Data.Sources.Territories;

/// <summary>Parameters of the checklist of services.</summary>
public sealed record ServiceParameters
{
    /// <summary>Full path of the user's own checklist, which replaces the program's; null for the program's.</summary>
    public string? ChecklistPath { get; init; }

    /// <summary>
    /// Date on which a place must be open, where a file of format <c>services</c> tells from when to when it is; null for
    /// <c>transit.date</c>.
    /// </summary>
    public DateOnly? Date { get; init; }
}

/// <summary>Reads the property <c>services</c> of <c>territory.json</c>.</summary>
static class ServicesFields
{
    public static ServiceParameters Read(JsonFields? fields, Func<string, string> fullPath)
    {
        if (fields is null)
        {
            return new ServiceParameters();
        }

        var parameters = new ServiceParameters
        {
            ChecklistPath = fields.OptionalText("checklist", "the path of a JSON file of services") is { } path ? fullPath(path) : null,
            Date = fields.Parsed<DateOnly?>("date", null, "a date such as \"2026-03-10\"", text =>
                (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date), date)),
        };
        fields.RefuseOthers();
        return parameters;
    }

    /// <summary>
    /// Tells the places on which date they must be open and which services there are: the date of <c>services</c>, else of
    /// <c>transit</c>.
    /// </summary>
    public static Territory Apply(Territory territory) => territory with
    {
        Places =
        [
            .. territory.Places.Select(options => options with
            {
                Date = territory.Services.Date ?? territory.Transit.Date,
                ChecklistPath = territory.Services.ChecklistPath,
            }),
        ],
    };
}
