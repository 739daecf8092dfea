using System.Globalization;
using System.Text.Json;
using GeoCohesion.Data.Formats.Maps;
using GeoCohesion.Data.Sources.Crs;

namespace GeoCohesion.Data.Jobs;

/// <summary>What a file says of how it was made, as far as a picture shows it.</summary>
/// <param name="Attribution">Whom the data are owed to.</param>
/// <param name="Territory">Name of the territory, or empty.</param>
/// <param name="Epsg">EPSG code of the territory's legal system, or null.</param>
/// <param name="LimitSeconds">The half hour of a run; null in other files.</param>
/// <param name="Question">How isochrones were computed; null where there are none.</param>
sealed record RenderProvenance(
    IReadOnlyList<string> Attribution, string Territory, int? Epsg, int? LimitSeconds, MapQuestion? Question)
{
    // Whom files of isochrones owe their data to: they name their inputs only.
    const string OpenStreetMap = "© les contributeurs d'OpenStreetMap (ODbL 1.0)";
    const string PublicData = "autres fichiers nommés dans inputs, sous leur licence (Licence Ouverte pour INSEE et ANCT)";

    /// <summary>Of a file that says nothing.</summary>
    public static RenderProvenance None { get; } = new([], "", null, null, null);

    /// <summary>Reads the manifest of a run, or the provenance of isochrones.</summary>
    /// <remarks>What is not there, or is otherwise than this program writes it, is passed over: a picture can do without.</remarks>
    public static RenderProvenance Of(JsonElement json)
    {
        var territory = Member(json, "territory");
        var parameters = Member(json, "parameters");
        var transit = Member(parameters, "transit");
        var isRun = transit.ValueKind == JsonValueKind.Object;
        var question = isRun
            ? new MapQuestion(Date(transit), Whole(transit, "fromSeconds"), Whole(transit, "toSeconds"), Text(transit, "rule"), IsRings: false)
            : new MapQuestion(
                Date(json), Whole(json, "from_s"), Whole(json, "to_s"), Text(json, "rule"), Member(json, "rings").ValueKind == JsonValueKind.True);
        int? epsg = Text(territory, "crs") is ['E', 'P', 'S', 'G', ':', .. var code]
            && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && CrsTransform.IsKnown(number)
            ? number
            : null;
        return new RenderProvenance(
            AttributionOf(json), Text(territory, "name"), epsg, Whole(Member(parameters, "halfHour"), "limitSeconds"), question);
    }

    static List<string> AttributionOf(JsonElement json)
    {
        var stated = Member(json, "attribution");
        if (stated.ValueKind == JsonValueKind.Array)
        {
            return [.. stated.EnumerateArray().Where(line => line.ValueKind == JsonValueKind.String).Select(line => line.GetString()!)];
        }

        if (stated.ValueKind == JsonValueKind.String)
        {
            return [stated.GetString()!];
        }

        var inputs = Member(json, "inputs");
        string[] roles = inputs.ValueKind == JsonValueKind.Array ? [.. inputs.EnumerateArray().Select(input => Text(input, "role"))] : [];
        List<string> owed = [];
        if (roles.Contains("osm"))
        {
            owed.Add(OpenStreetMap);
        }

        if (roles.Any(role => role is "population" or "places" or "districts"))
        {
            owed.Add(PublicData);
        }

        return owed;
    }

    static DateOnly? Date(JsonElement json) =>
        DateOnly.TryParseExact(Text(json, "date"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    static int? Whole(JsonElement json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var whole) ? whole : null;

    static string Text(JsonElement json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : default;
}
