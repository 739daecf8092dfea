using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Territories;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Data.Jobs;

/// <summary>What timetables came to, by name.</summary>
/// <param name="Shared">For all modes of public transport.</param>
/// <param name="ByMode">For each mode alone.</param>
sealed record TimetableFacts(
    IReadOnlyList<KeyValuePair<string, string>> Shared, IReadOnlyList<KeyValuePair<string, IReadOnlyList<KeyValuePair<string, string>>>> ByMode);

/// <summary>Writes how a run was computed: its inputs, parameters, definitions, counts of everything left out, and outputs.</summary>
/// <remarks>No clock, no machine name, no absolute path: the same run has the same manifest anywhere.</remarks>
/// <param name="data">What was computed.</param>
/// <param name="inputs">What was read.</param>
/// <param name="streets">What was searched in.</param>
/// <param name="notices">Flaws of the data.</param>
sealed class RunManifest(RunData data, InputRegister inputs, StreetNetwork streets, NoticeLog notices)
{
    static readonly JsonWriterOptions s_writerOptions = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Version of the program.</summary>
    public static string ProgramVersion { get; } =
        typeof(RunManifest).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>The part that goes into every output: everything but the list of outputs.</summary>
    public byte[] Provenance() => Write(json => WriteProvenance(json, complete: false));

    /// <summary>The whole manifest.</summary>
    /// <param name="outputs">Results; without a table, that of all of them.</param>
    /// <param name="servedFiles">Files beside the results that a service searches in.</param>
    /// <param name="tables">All tables, those that stand in stores alone included.</param>
    public byte[] Whole(
        IReadOnlyList<(string FileName, string MediaType, ResultTable? Table, FileDigest Digest)> outputs,
        IReadOnlyList<(string FileName, FileDigest Digest)> servedFiles,
        IEnumerable<ResultTable> tables) => Write(json =>
    {
        WriteProvenance(json, complete: true);
        json.WriteStartArray("outputs");
        foreach (var (fileName, mediaType, table, digest) in outputs)
        {
            json.WriteStartObject();
            json.WriteString("file", fileName);
            json.WriteString("layer", table?.Name ?? "");
            json.WriteString("title", table?.Title ?? "Toutes les couches");
            json.WriteString("mediaType", mediaType);
            json.WriteNumber("rows", table?.Rows.Count ?? 0);
            WriteDigest(json, digest);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("servedFiles");
        foreach (var (fileName, digest) in servedFiles)
        {
            json.WriteStartObject();
            json.WriteString("name", fileName);
            WriteDigest(json, digest);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("columns");
        foreach (var table in tables)
        {
            json.WriteStartArray(table.Name);
            foreach (var column in table.Columns)
            {
                json.WriteStartObject();
                json.WriteString("name", column.Name);
                json.WriteString("unit", column.Unit);
                json.WriteString("description", column.Description);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    });

    static void WriteDigest(Utf8JsonWriter json, FileDigest digest)
    {
        json.WriteNumber("bytes", digest.Length);
        json.WriteString("sha256", digest.Sha256);
    }

    static byte[] Write(Action<Utf8JsonWriter> body)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_writerOptions))
        {
            json.WriteStartObject();
            body(json);
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    void WriteProvenance(Utf8JsonWriter json, bool complete)
    {
        json.WriteStartObject("program");
        json.WriteString("name", "GeoCohesion");
        json.WriteString("version", ProgramVersion);
        json.WriteEndObject();
        json.WriteStartObject("territory");
        json.WriteString("name", data.Territory.Name);
        json.WriteString("file", Path.GetFileName(data.Territory.SourcePath));
        if (data.Territory.Crs is { } crs)
        {
            json.WriteString("crs", string.Create(CultureInfo.InvariantCulture, $"EPSG:{crs}"));
        }

        json.WriteEndObject();
        json.WriteStartArray("attribution");
        json.WriteStringValue("© les contributeurs d'OpenStreetMap (ODbL 1.0)");
        json.WriteStringValue("périmètres, équipements et population : fichiers nommés dans inputs, sous leur licence (Licence Ouverte pour INSEE et ANCT)");
        json.WriteEndArray();
        WriteInputs(json);
        WriteParameters(json);
        json.WriteStartObject("definitions");
        json.WriteString("origins", "inhabited cells cut by the perimeter, weight = inhabitants x share of area; a regular grid with equal weights where there is no population");
        json.WriteString("percentile", "nearest rank, weighted by residents, never interpolated");
        json.WriteString("unreachable", "residents without a way stay in every denominator; means are over residents who have a way");
        json.WriteString("seconds", "street times are summed in milliseconds and rounded up to whole seconds once, at the end");
        json.WriteString("crs", "results are in WGS84 (EPSG:4326), longitude and latitude; RGF93 is taken as WGS84");
        json.WriteEndObject();
        if (complete)
        {
            WriteCounts(json);
            WriteNotices(json);
        }
    }

    void WriteInputs(Utf8JsonWriter json)
    {
        json.WriteStartArray("inputs");
        foreach (var entry in inputs.Entries)
        {
            json.WriteStartObject();
            json.WriteString("role", entry.Role);
            json.WriteString("file", entry.Name);
            json.WriteNumber("bytes", entry.Bytes);
            json.WriteString("sha256", entry.Sha256);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    void WriteParameters(Utf8JsonWriter json)
    {
        var territory = data.Territory;
        json.WriteStartObject("parameters");
        json.WriteStartArray("modes");
        foreach (var mode in data.Study.Modes)
        {
            json.WriteStringValue(mode.Mode);
        }

        json.WriteEndArray();
        json.WriteStartObject("halfHour");
        json.WriteNumber("limitSeconds", data.Study.Rule.LimitSeconds);
        json.WriteString("comparison", data.Study.Rule.LimitIsWithin ? "<=" : "<");
        json.WriteNumber("requiredShare", data.Study.Rule.RequiredShare);
        json.WriteString("centrality", data.Study.Rule.Centrality.ToString().ToLowerInvariant());
        json.WriteStartArray("modes");
        foreach (var mode in data.Study.Rule.Modes)
        {
            json.WriteStringValue(mode);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteNumber("walkKph", territory.WalkSpeedKph);
        json.WriteNumber("bicycleKph", territory.BicycleSpeedKph);
        json.WriteNumber("snapRadiusMeters", territory.SnapRadiusMeters);
        json.WriteNumber("maxStreetSeconds", territory.MaxStreetSeconds);
        json.WriteNumber("surroundingsMeters", territory.SurroundingsMeters);
        WriteOccasions(json);
        WriteIndicators(json);
        if (data.Timetable is { } timetable)
        {
            WriteTransit(json, territory, timetable);
        }

        json.WriteEndObject();
    }

    void WriteIndicators(Utf8JsonWriter json)
    {
        var study = data.Study;
        json.WriteStartArray("decays");
        foreach (var decay in data.Territory.Decays)
        {
            json.WriteStartObject();
            json.WriteString("name", decay.Name);
            json.WriteString("formula", decay.Formula);
            json.WriteNumber("limitSeconds", decay.LimitSeconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("catchmentSchemes");
        foreach (var scheme in study.CatchmentSchemes)
        {
            json.WriteStartObject();
            json.WriteString("name", scheme.Name);
            json.WriteString("source", scheme.Source);
            json.WriteString("ageWeights", scheme.AgeWeights?.Name ?? "none");
            WriteTexts(json, "classes", scheme.Classes);
            json.WriteStartObject("decayByMode");
            foreach (var (mode, decay) in scheme.DecayByMode.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteString(mode, decay.Formula);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteLists(json, "baskets", study.Baskets.Select(basket => (basket.Name, basket.Classes)));
        WriteLists(json, "services", study.Services.Select(service => (service.Name, service.Classes)));
        WriteLists(json, "sourcesByClass", study.SourcesByClass.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value)));
        json.WriteStartObject("stops");
        json.WriteNumber("nearWalkMeters", study.Stops.NearWalkMeters);
        json.WriteNumber("walkMeters", study.Stops.WalkMeters);
        json.WriteNumber("frequentDeparturesPerHour", study.Stops.FrequentDeparturesPerHour);
        json.WriteEndObject();
    }

    static void WriteLists(Utf8JsonWriter json, string name, IEnumerable<(string Name, IReadOnlyList<string> Items)> lists)
    {
        json.WriteStartObject(name);
        foreach (var (item, texts) in lists)
        {
            WriteTexts(json, item, texts);
        }

        json.WriteEndObject();
    }

    static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    void WriteOccasions(Utf8JsonWriter json)
    {
        json.WriteStartArray("occasions");
        foreach (var (occasion, walkSpeedFactor, _) in data.Study.Occasions)
        {
            json.WriteStartObject();
            json.WriteString("name", occasion.Name);
            json.WriteString("date", occasion.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "any");
            json.WriteNumber("fromSeconds", occasion.Window.FromSeconds);
            json.WriteNumber("toSeconds", occasion.Window.ToSeconds);
            json.WriteBoolean("return", occasion.IsReturn);
            json.WriteNumber("walkSpeedFactor", walkSpeedFactor);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("serviceDays");
        foreach (var day in data.Study.Days)
        {
            json.WriteStartObject();
            json.WriteString("name", day.Name);
            json.WriteString("date", day.Timetable.ServiceDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            json.WriteNumber("trips", day.Timetable.TripCount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteTransit(Utf8JsonWriter json, Territory territory, TimetableFacts facts)
    {
        var transit = territory.Transit;
        json.WriteStartObject("transit");
        WriteFacts(json, facts.Shared);
        json.WriteNumber("fromSeconds", transit.FromSeconds);
        json.WriteNumber("toSeconds", transit.ToSeconds);
        json.WriteString("rule", transit.Rule.ToString().ToLowerInvariant());
        json.WriteNumber("maxWalkSeconds", transit.MaxWalkSeconds);
        if (territory.Modes.Any(mode => TransitVariant.Find(mode)?.RideMode is not null))
        {
            json.WriteNumber("maxBicycleAccessSeconds", transit.MaxBicycleSeconds);
        }

        json.WriteNumber("maxTripSeconds", transit.MaxTripSeconds);
        json.WriteString("maxRides", transit.MaxRides?.ToString(CultureInfo.InvariantCulture) ?? "no limit");
        json.WriteNumber("boardingSlackSeconds", transit.BoardingSlackSeconds);
        json.WriteStartObject("networks");
        foreach (var (mode, ofMode) in facts.ByMode)
        {
            json.WriteStartObject(mode);
            WriteFacts(json, ofMode);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void WriteFacts(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, string>> facts)
    {
        foreach (var (name, value) in facts)
        {
            json.WriteString(name, value);
        }
    }

    void WriteCounts(Utf8JsonWriter json)
    {
        var study = data.Study;
        json.WriteStartObject("counts");
        json.WriteNumber("districts", data.Study.Districts.Count);
        json.WriteNumber("origins", study.OriginCount);
        json.WriteNumber("residents", Math.Round(study.Points.Take(study.OriginCount).Sum(point => point.Residents), 3));
        json.WriteNumber("surroundings", study.Points.Count - study.OriginCount);
        json.WriteNumber("residentsOfSurroundings", Math.Round(study.Points.Skip(study.OriginCount).Sum(point => point.Residents), 3));
        json.WriteNumber("centralities", data.Study.Centralities.Count);
        json.WriteStartObject("places");
        for (var i = 0; i < data.Study.Classes.Count; i++)
        {
            json.WriteNumber(data.Study.Classes[i].Name, data.Study.PlacesByClass[i].Length);
        }

        json.WriteEndObject();
        json.WriteNumber("itinerantPlaces", data.Study.ItinerantPlaces.Count);
        json.WriteStartObject("streets");
        foreach (var (mode, graph) in streets.GraphByMode)
        {
            json.WriteStartObject(mode);
            json.WriteNumber("vertices", graph.VertexCount);
            json.WriteNumber("edges", graph.EdgeCount);
            json.WriteNumber("links", graph.LinkCount);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("leftOut");
        foreach (var group in data.LeftOut.GroupBy(entry => $"{entry.Kind} {entry.Mode} {entry.Reason}".Replace("  ", " ", StringComparison.Ordinal)).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            json.WriteNumber(group.Key, group.Count());
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    void WriteNotices(Utf8JsonWriter json)
    {
        json.WriteStartArray("notices");
        foreach (var summary in notices.Summarize())
        {
            json.WriteStartObject();
            json.WriteString("code", summary.Code);
            json.WriteString("severity", summary.Severity.ToString().ToLowerInvariant());
            json.WriteNumber("count", summary.Count);
            json.WriteStartArray("examples");
            foreach (var example in summary.Examples)
            {
                json.WriteStringValue($"{example.At with { Source = Path.GetFileName(example.At.Source) }}: {example.Sentence}");
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
