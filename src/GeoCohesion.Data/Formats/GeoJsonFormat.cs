using System.Buffers;
using System.Text.Json;
using GeoCohesion.Core.Accessibility;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Formats;

/// <summary>GeoJSON (RFC 7946): WGS84 longitude and latitude with 7 digits, exterior rings counter-clockwise.</summary>
/// <remarks>How the run was computed stands in the foreign member <c>geocohesion</c> of the collection (RFC 7946, section 6.1).</remarks>
public sealed class GeoJsonFormat : IResultFormat
{
    // A centimetre; more would claim an accuracy that no source has.
    const int DigitsOfDegrees = 7;

    const int FlushEveryBytes = 1 << 16;

    // Two numbers, brackets and a comma.
    const int LongestPosition = (2 * DecimalText.LongestLength) + 3;

    /// <inheritdoc/>
    public string Name => "geojson";

    /// <inheritdoc/>
    public string FileExtension => ".geojson";

    /// <inheritdoc/>
    public string MediaType => "application/geo+json";

    /// <inheritdoc/>
    public void Write(ResultTable table, ReadOnlyMemory<byte> provenanceJson, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteString("name", table.Name);
        json.WriteString("title", table.Title);
        json.WritePropertyName("geocohesion");
        json.WriteRawValue(provenanceJson.Span);
        json.WriteStartArray("features");
        for (var row = 0; row < table.Rows.Count; row++)
        {
            WriteFeature(json, table, row);
            if (json.BytesPending > FlushEveryBytes)
            {
                json.Flush();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Writes one geometry object, or null.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="geometry">In the system that its reader expects.</param>
    /// <param name="fractionDigits">Digits after the point: 7 for degrees, fewer for metres.</param>
    public static void WriteGeometry(Utf8JsonWriter json, Geometry? geometry, int fractionDigits = DigitsOfDegrees)
    {
        switch (geometry)
        {
            case null or { IsEmpty: true }:
                json.WriteNullValue();
                return;
            case Point point:
                Begin("Point");
                WritePosition(json, point.Coordinate, fractionDigits);
                break;
            case LineString line:
                Begin("LineString");
                WriteLine(json, line.CoordinateSequence, isReversed: false, fractionDigits);
                break;
            case Polygon polygon:
                Begin("Polygon");
                WriteRings(json, polygon, fractionDigits);
                break;
            case MultiPoint or MultiLineString or MultiPolygon:
                Begin(geometry.GeometryType);
                json.WriteStartArray();
                foreach (var part in ((GeometryCollection)geometry).Geometries)
                {
                    switch (part)
                    {
                        case Point point:
                            WritePosition(json, point.Coordinate, fractionDigits);
                            break;
                        case LineString line:
                            WriteLine(json, line.CoordinateSequence, isReversed: false, fractionDigits);
                            break;
                        case Polygon polygon:
                            WriteRings(json, polygon, fractionDigits);
                            break;
                    }
                }

                json.WriteEndArray();
                break;
            default:
                throw new ArgumentException($"GeoJSON writing of {geometry.GeometryType} is not provided for.", nameof(geometry));
        }

        json.WriteEndObject();

        void Begin(string type)
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WritePropertyName("coordinates");
        }
    }

    /// <summary>Writes one member of a feature's <c>properties</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">Text, <see cref="long"/>, <see cref="double"/>, <see cref="bool"/> or null.</param>
    /// <exception cref="ArgumentException">The value is something else: a bug of the caller.</exception>
    public static void WriteProperty(Utf8JsonWriter json, string name, object? value)
    {
        json.WritePropertyName(name);
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            default:
                throw new ArgumentException($"A property of type {value.GetType().Name} is not provided for.", nameof(value));
        }
    }

    static void WriteFeature(Utf8JsonWriter json, ResultTable table, int row)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        var values = table.Rows[row];
        if (values[0] is string id)
        {
            json.WriteString("id", id);
        }

        json.WritePropertyName("geometry");
        WriteGeometry(json, table.Geometries[row]);
        json.WriteStartObject("properties");
        for (var column = 0; column < values.Length; column++)
        {
            WriteProperty(json, table.Columns[column].Name, values[column]);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void WriteRings(Utf8JsonWriter json, Polygon polygon, int fractionDigits)
    {
        json.WriteStartArray();
        WriteRing(json, polygon.ExteriorRing, counterClockwise: true, fractionDigits);
        foreach (var hole in polygon.InteriorRings)
        {
            WriteRing(json, hole, counterClockwise: false, fractionDigits);
        }

        json.WriteEndArray();
    }

    static void WriteRing(Utf8JsonWriter json, LineString ring, bool counterClockwise, int fractionDigits)
    {
        var positions = ring.CoordinateSequence;
        WriteLine(json, positions, Orientation.IsCCW(positions) != counterClockwise, fractionDigits);
    }

    /// <summary>Writes all positions as one value: outlines of areas have millions of them.</summary>
    static void WriteLine(Utf8JsonWriter json, CoordinateSequence positions, bool isReversed, int fractionDigits)
    {
        var rented = ArrayPool<byte>.Shared.Rent(2 + (positions.Count * (LongestPosition + 1)));
        var text = rented.AsSpan();
        var length = 0;
        text[length++] = (byte)'[';
        for (var i = 0; i < positions.Count; i++)
        {
            if (i > 0)
            {
                text[length++] = (byte)',';
            }

            var position = isReversed ? positions.Count - 1 - i : i;
            length += PositionText(positions.GetX(position), positions.GetY(position), fractionDigits, text[length..]);
        }

        text[length++] = (byte)']';
        json.WriteRawValue(text[..length], skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(rented);
    }

    static void WritePosition(Utf8JsonWriter json, Coordinate coordinate, int fractionDigits)
    {
        Span<byte> text = stackalloc byte[LongestPosition];
        json.WriteRawValue(text[..PositionText(coordinate.X, coordinate.Y, fractionDigits, text)], skipInputValidation: true);
    }

    /// <returns>Number of bytes written.</returns>
    static int PositionText(double x, double y, int fractionDigits, Span<byte> text)
    {
        var length = 0;
        text[length++] = (byte)'[';
        length += DecimalText.Write(x, fractionDigits, text[length..]);
        text[length++] = (byte)',';
        length += DecimalText.Write(y, fractionDigits, text[length..]);
        text[length++] = (byte)']';
        return length;
    }
}
