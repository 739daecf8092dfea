using System.Text.Encodings.Web;
using System.Text.Json;
using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Isochrones;
using GeoCohesion.Data.Formats;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Jobs;

/// <summary>Isochrones as a GeoJSON text sequence (RFC 8142): each feature between a record separator and a line feed, so that what a
/// killed program left is whole up to its last feature.</summary>
static class IsochroneSequence
{
    /// <summary>Ending of such files.</summary>
    public const string FileExtension = ".geojsons";

    /// <summary>Added to the name of the output while its items are not complete.</summary>
    public const string UnfinishedSuffix = ".items";

    const byte RecordSeparator = 0x1E;
    const byte LineFeed = 0x0A;

    /// <summary>Text of one item: one feature per limit, the longest first.</summary>
    public static byte[] Item(
        IReadOnlyList<IsochroneArea> areas, IsochroneItem item, IsochroneQuestion question, IReadOnlyList<string> classes)
    {
        using var stream = new MemoryStream();
        foreach (var area in areas.Reverse())
        {
            stream.WriteByte(RecordSeparator);
            using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                json.WriteStartObject();
                json.WriteString("type", "Feature");
                json.WritePropertyName("geometry");
                GeoJsonFormat.WriteGeometry(json, area.Area);
                json.WriteStartObject("properties");
                json.WriteString("id", item.Id);
                json.WriteString("mode", item.Mode);
                json.WriteString("date", item.Date);
                json.WriteString("direction", question.DirectionName);
                json.WriteNumber(question.LimitName, area.Limit);
                json.WriteBoolean("is_snapped", item.IsSnapped);
                IsochroneProperties.Write(json, area, question, classes);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            stream.WriteByte(LineFeed);
        }

        return stream.ToArray();
    }

    /// <summary>Columns that the properties come to in a table.</summary>
    public static IReadOnlyList<ResultColumn> Columns(IsochroneQuestion question, IReadOnlyList<string> classes)
    {
        var columns = new List<ResultColumn>
        {
            ResultColumn.Text("id", "Id of the point or code of the district."),
            ResultColumn.Text("mode", "Travel mode."),
            ResultColumn.Text("date", "Service date of the timetable; empty for street modes."),
            ResultColumn.Text("direction", "from: where one can get to; to: from where one can get there."),
            question.IsByDistance
                ? ResultColumn.Whole(question.LimitName, "m", "Limit of distance.")
                : ResultColumn.Whole(question.LimitName, "s", "Limit of time."),
            ResultColumn.Flag("is_snapped", "Whether a street is near enough; if not, there is no area."),
            ResultColumn.Real(IsochroneProperties.SquareMeters, "m2", "Size of the area on the ellipsoid."),
        };
        if (question.HasPopulation)
        {
            columns.Add(ResultColumn.Real(IsochroneProperties.Population, "residents", "Residents within the limit."));
            columns.Add(ResultColumn.Real(IsochroneProperties.PriorityPopulation, "residents", "Of these, residents of priority districts."));
        }

        if (question.HasPlaces)
        {
            columns.AddRange(classes.Select(name => ResultColumn.Whole(IsochroneProperties.PlacesOf(name), "places", $"Places of class {name} within the limit.")));
        }

        return columns;
    }

    /// <summary>Counts the whole features at the start of a file.</summary>
    /// <returns>Per whole feature, the byte after it.</returns>
    public static List<long> WholeFeatures(Stream stream)
    {
        var ends = new List<long>();
        var buffer = new byte[1 << 16];
        var (at, isOpen, last) = (0L, false, (byte)0);
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            foreach (var value in buffer.AsSpan(0, count))
            {
                at++;
                if (value == RecordSeparator && !isOpen)
                {
                    isOpen = true;
                }
                else if (value == LineFeed && isOpen && last == (byte)'}')
                {
                    isOpen = false;
                    ends.Add(at);
                }
                else if (!isOpen)
                {
                    return ends;
                }

                last = value;
            }
        }

        return ends;
    }

    /// <summary>Reads feature by feature.</summary>
    /// <param name="path">The file.</param>
    public static IEnumerable<byte[]> Records(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        using var buffered = new BufferedStream(stream, 1 << 16);
        var record = new List<byte>();
        for (int value; (value = buffered.ReadByte()) >= 0;)
        {
            record.Add((byte)value);
            if (value == LineFeed)
            {
                yield return [.. record];
                record.Clear();
            }
        }

        if (record.Count > 0)
        {
            throw new InputException("isochrones-damaged", "the last feature is cut off; run the job again.", new SourceLocation(path));
        }
    }

    /// <summary>A feature's geometry and its values in the columns.</summary>
    public static (MultiPolygon? Geometry, object?[] Values) Parse(byte[] record, IReadOnlyList<ResultColumn> columns, string path)
    {
        try
        {
            using var json = JsonDocument.Parse(record.AsMemory(1));
            var properties = json.RootElement.GetProperty("properties");
            var values = columns.Select(column => Value(properties.GetProperty(column.Name), column.Kind)).ToArray();
            var geometry = json.RootElement.GetProperty("geometry");
            return (geometry.ValueKind == JsonValueKind.Null ? null : Polygons(geometry), values);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InputException("isochrones-damaged", $"a feature cannot be read ({e.Message}); run the job again.", new SourceLocation(path));
        }
    }

    static object? Value(JsonElement element, ColumnKind kind) => kind switch
    {
        ColumnKind.WholeNumber => element.GetInt64(),
        ColumnKind.RealNumber => element.GetDouble(),
        ColumnKind.Flag => element.GetBoolean(),
        _ => element.GetString(),
    };

    static MultiPolygon Polygons(JsonElement geometry) => GeometryFactory.Default.CreateMultiPolygon(
    [
        .. geometry.GetProperty("coordinates").EnumerateArray().Select(polygon =>
        {
            LinearRing[] rings =
            [
                .. polygon.EnumerateArray().Select(ring => GeometryFactory.Default.CreateLinearRing(
                    [.. ring.EnumerateArray().Select(position => new Coordinate(position[0].GetDouble(), position[1].GetDouble()))])),
            ];
            return GeometryFactory.Default.CreatePolygon(rings[0], rings[1..]);
        }),
    ]);
}

/// <summary>One question of a batch.</summary>
/// <param name="Id">Id of the point or code of the district.</param>
/// <param name="Mode">Travel mode.</param>
/// <param name="Date">Service date, or empty for street modes.</param>
/// <param name="IsSnapped">Whether a street is near enough.</param>
readonly record struct IsochroneItem(string Id, string Mode, string Date, bool IsSnapped);
