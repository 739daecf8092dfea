using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GeoCohesion.SampleCity.Geometry;

namespace GeoCohesion.SampleCity.Writing;

/// <summary>GeoJSON (RFC 7946) of points and polygons: longitude and latitude with 7 decimals, outer rings counter-clockwise.</summary>
public static class GeoJsonWriter
{
    static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One feature a line. A single area of an <c>isMulti</c> feature is a MultiPolygon all the same.</summary>
    public static byte[] Areas(string name, IEnumerable<(IReadOnlyList<Area> Parts, bool IsMulti,
        (string Key, object Value)[] Properties)> features) =>
        Collection(name, features.Select(feature => Feature(feature.Properties, json =>
        {
            json.WriteString("type", feature.IsMulti ? "MultiPolygon" : "Polygon");
            json.WriteStartArray("coordinates");
            foreach (var part in feature.Parts)
            {
                if (feature.IsMulti)
                {
                    json.WriteStartArray();
                }

                json.WriteStartArray();
                var ring = part.SignedSquareMeters > 0 ? part.Ring : [.. part.Ring.Reverse()];
                foreach (var p in ring.Append(ring[0]))
                {
                    Position(json, p);
                }

                json.WriteEndArray();
                if (feature.IsMulti)
                {
                    json.WriteEndArray();
                }
            }

            json.WriteEndArray();
        })));

    public static byte[] Points(string name, IEnumerable<(Pt At, (string Key, object Value)[] Properties)> features) =>
        Collection(name, features.Select(feature => Feature(feature.Properties, json =>
        {
            json.WriteString("type", "Point");
            json.WritePropertyName("coordinates");
            Position(json, feature.At);
        })));

    static byte[] Collection(string name, IEnumerable<string> features)
    {
        var text = new StringBuilder();
        text.Append("{\n\"type\": \"FeatureCollection\",\n\"name\": \"").Append(name).Append("\",\n");
        text.Append("\"crs\": { \"type\": \"name\", \"properties\": { \"name\": \"urn:ogc:def:crs:OGC:1.3:CRS84\" } },\n\"features\": [\n");
        text.AppendJoin(",\n", features).Append("\n]\n}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    static string Feature((string Key, object Value)[] properties, Action<Utf8JsonWriter> geometry)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, s_options))
        {
            json.WriteStartObject();
            json.WriteString("type", "Feature");
            json.WriteStartObject("properties");
            foreach (var (key, value) in properties)
            {
                switch (value)
                {
                    case bool flag:
                        json.WriteBoolean(key, flag);
                        break;
                    case int number:
                        json.WriteNumber(key, number);
                        break;
                    default:
                        json.WriteString(key, (string)value);
                        break;
                }
            }

            json.WriteEndObject();
            json.WriteStartObject("geometry");
            geometry(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(memory.ToArray());
    }

    static void Position(Utf8JsonWriter json, Pt at)
    {
        var (longitude, latitude) = Frame.Wgs84(at);
        json.WriteStartArray();
        json.WriteNumberValue(longitude);
        json.WriteNumberValue(latitude);
        json.WriteEndArray();
    }
}
