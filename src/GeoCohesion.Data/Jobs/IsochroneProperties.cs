using System.Text.Json;
using GeoCohesion.Core.Isochrones;

namespace GeoCohesion.Data.Jobs;

/// <summary>Properties that areas have in every file of isochrones.</summary>
static class IsochroneProperties
{
    public const string SquareMeters = "area_m2";
    public const string Population = "total_pop";
    public const string PriorityPopulation = "priority_pop";

    /// <summary>Name of the number of places of a class.</summary>
    public static string PlacesOf(string className) => "places_" + className;

    /// <summary>Writes the size, and what is within the limit if it was asked for.</summary>
    public static void Write(Utf8JsonWriter json, IsochroneArea area, IsochroneQuestion question, IReadOnlyList<string> classes)
    {
        json.WriteNumber(SquareMeters, Math.Round(area.SquareMeters));
        if (area.Contents is not { } contents)
        {
            return;
        }

        if (question.HasPopulation)
        {
            json.WriteNumber(Population, Math.Round(contents.Residents, 1));
            json.WriteNumber(PriorityPopulation, Math.Round(contents.PriorityResidents, 1));
        }

        if (question.HasPlaces)
        {
            foreach (var (number, className) in classes.Index())
            {
                json.WriteNumber(PlacesOf(className), contents.PlacesByClass[number]);
            }
        }
    }

    /// <summary>Writes how isochrones were computed: version, inputs by their content, and parameters.</summary>
    public static void WriteProvenance(
        Utf8JsonWriter json,
        IsochroneInputs inputs,
        IsochroneQuestion question,
        IReadOnlyList<string> modes,
        bool isNetwork = false,
        double? bufferMeters = null)
    {
        json.WriteString("version", RunManifest.ProgramVersion);
        json.WriteStartArray("inputs");
        foreach (var entry in inputs.Entries())
        {
            json.WriteStartObject();
            json.WriteString("role", entry.Role);
            json.WriteString("file", Path.GetFileName(entry.Name));
            json.WriteString("sha256", entry.Sha256);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("osm_timestamps");
        foreach (var timestamp in inputs.Streets.OsmTimestamps.OfType<DateTimeOffset>())
        {
            json.WriteStringValue(timestamp);
        }

        json.WriteEndArray();
        json.WriteString("speeds", inputs.Speeds.ToString());
        json.WriteNumber("snap_m", inputs.SnapRadiusMeters);
        if (bufferMeters is { } buffer)
        {
            json.WriteNumber("buffer_m", buffer);
        }

        if (!isNetwork)
        {
            WriteDrawing(json, question, modes);
        }

        if (inputs.ServiceDate is { } date)
        {
            json.WriteString("date", date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteNumber("from_s", inputs.Transit.FromSeconds);
            json.WriteNumber("to_s", inputs.Transit.ToSeconds);
            json.WriteString("rule", question.Rule.ToString());
            json.WriteNumber("max_walk_s", inputs.Transit.MaxWalkSeconds);
            json.WriteNumber("max_bicycle_s", inputs.Transit.MaxBicycleSeconds);
            json.WriteNumber("boarding_slack_s", inputs.Transit.BoardingSlackSeconds);
            json.WriteNumber("max_rides", inputs.Transit.MaxRides ?? 0);
        }
    }

    /// <summary>Writes how areas were drawn on their grid.</summary>
    static void WriteDrawing(Utf8JsonWriter json, IsochroneQuestion question, IReadOnlyList<string> modes)
    {
        json.WriteNumber("tolerance_m", question.ToleranceMeters);
        json.WriteStartObject("spacing_m");
        foreach (var mode in modes)
        {
            json.WriteNumber(mode, question.SpacingMetersOf(mode));
        }

        json.WriteEndObject();
        json.WriteStartObject("least_area_m2");
        foreach (var mode in modes)
        {
            json.WriteNumber(mode, question.LeastSquareMetersOf(mode));
        }

        json.WriteEndObject();
        if (question.SimplifyMeters is { } meters)
        {
            json.WriteNumber("simplify_m", meters);
        }

        json.WriteBoolean("rings", question.IsRings);
    }
}
