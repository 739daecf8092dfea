using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using GeoCohesion.Core;
using GeoCohesion.Data.Sources.Crs;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Sources.Areas;

/// <summary>
/// Reads GeoJSON (RFC 7946, and the <c>crs</c> member of its 2008 ancestor), feature by feature, without a document tree.
/// </summary>
static class GeoJsonAreas
{
    const int DeepestNesting = 64;

    public static AreaTable Read(string path, int? statedCrs, NoticeLog notices) =>
        Read(AreaFile.ReadBytes(path), path, statedCrs, notices);

    /// <summary>Reads the bytes of a document that came from a file.</summary>
    public static AreaTable Read(byte[] bytes, string path, int? statedCrs, NoticeLog notices)
    {
        var start = bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        RequireText(bytes, path);
        RequireSyntax(bytes.AsSpan(start), path);
        try
        {
            return new Parser(bytes, path, statedCrs, notices).ParseDocument(start..bytes.Length);
        }
        catch (InvalidOperationException e)
        {
            // The reader's way to say that an escape such as \uD800 is half a character.
            throw Malformed(path, null, $"a text cannot be read ({e.Message.TrimEnd('.')})");
        }
    }

    static void RequireText(byte[] bytes, string path)
    {
        if (Utf8.IsValid(bytes))
        {
            return;
        }

        var offset = 0;
        while (Rune.DecodeFromUtf8(bytes.AsSpan(offset), out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            offset += length;
        }

        throw Malformed(path, bytes.AsSpan(0, offset).Count((byte)'\n') + 1, $"byte {offset} is not UTF-8 text, which GeoJSON must be");
    }

    // The whole file once, so that what is wrong is told with its line; later passes only look at slices.
    static void RequireSyntax(ReadOnlySpan<byte> json, string path)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = DeepestNesting });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw Malformed(path, 1, "a GeoJSON object, which starts with '{', is expected");
            }

            while (reader.Read())
            {
            }
        }
        catch (JsonException e)
        {
            throw Malformed(
                path,
                (int)(e.LineNumber ?? 0) + 1,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the JSON breaks off or is wrong at byte {reader.BytesConsumed}, column {(e.BytePositionInLine ?? 0) + 1} of the "
                        + $"line"));
        }
    }

    static InputException Malformed(string path, int? line, string what) => new(
        "geojson-malformed",
        $"{what}.",
        new SourceLocation(path, line));

    sealed class Parser(byte[] bytes, string path, int? statedCrs, NoticeLog notices)
    {
        GeometryAssembler _assembler = new(path, CrsNames.Wgs84, notices);

        public AreaTable ParseDocument(Range document)
        {
            var members = MembersOf(document, null);
            var crs = AreaFile.SettleCrs(
                CrsOf(members),
                statedCrs,
                IsCrsVoid(members) ? null : CrsNames.Wgs84,
                new SourceLocation(path),
                "its 'crs' member");
            _assembler = new GeometryAssembler(path, crs, notices);

            var features = new List<AreaFeature>();
            var type = TextOf(members, "type");
            switch (type)
            {
                case "FeatureCollection":
                    if (!members.TryGetValue("features", out var list) || First(list) != (byte)'[')
                    {
                        throw Malformed(path, null, "a FeatureCollection must have an array 'features'");
                    }

                    foreach (var item in ItemsOf(list))
                    {
                        features.Add(ParseFeature(item, features.Count + 1));
                    }

                    break;
                case "Feature":
                    features.Add(ParseFeature(document, 1));
                    break;
                default:
                    features.Add(new AreaFeature(ParseGeometry(document, 1), [], 1));
                    break;
            }

            return new AreaTable(features, crs, path);
        }

        AreaFeature ParseFeature(Range item, int number)
        {
            var members = MembersOf(item, number);
            if (TextOf(members, "type") != "Feature")
            {
                throw Malformed(path, number, "a member of 'features' is not of type Feature");
            }

            var properties = new List<KeyValuePair<string, string>>();
            if (members.TryGetValue("properties", out var slice) && First(slice) == (byte)'{')
            {
                var reader = new Utf8JsonReader(bytes.AsSpan(slice));
                reader.Read();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    properties.Add(new KeyValuePair<string, string>(name, ValueText(ref reader, bytes.AsSpan(slice))));
                }
            }

            return new AreaFeature(
                members.TryGetValue("geometry", out var geometry) ? ParseGeometry(geometry, number) : Nothing(),
                properties,
                number);
        }

        Geometry ParseGeometry(Range slice, int number)
        {
            if (First(slice) == (byte)'n')
            {
                return Nothing();
            }

            var members = MembersOf(slice, number);
            var type = TextOf(members, "type");
            if (type == "GeometryCollection")
            {
                return members.TryGetValue("geometries", out var list) && First(list) == (byte)'['
                    ? _assembler.Factory.CreateGeometryCollection([.. ItemsOf(list).Select(item => ParseGeometry(item, number))])
                    : throw Malformed(path, number, "a GeometryCollection must have an array 'geometries'");
            }

            var depth = type switch
            {
                "Point" => 0,
                "MultiPoint" or "LineString" => 1,
                "Polygon" or "MultiLineString" => 2,
                "MultiPolygon" => 3,
                _ => throw new InputException(
                    "geojson-type-unknown",
                    $"'{type}' is not a GeoJSON type that can be read; a FeatureCollection, a Feature or a geometry is expected.",
                    new SourceLocation(path, number)),
            };
            if (!members.TryGetValue("coordinates", out var coordinates) || First(coordinates) != (byte)'[')
            {
                throw Malformed(path, number, $"a {type} must have an array 'coordinates'");
            }

            var reader = new Utf8JsonReader(bytes.AsSpan(coordinates));
            reader.Read();
            var factory = _assembler.Factory;
            switch (depth)
            {
                case 0:
                    var point = ReadPosition(ref reader, number);
                    return point is null ? factory.CreatePoint() : factory.CreatePoint(point);
                case 1:
                    var vertices = ReadPositions(ref reader, number);
                    return type == "LineString" ? _assembler.Line(vertices) : factory.CreateMultiPointFromCoords([.. vertices]);
                case 2:
                    var lists = ReadLists(ref reader, number);
                    return type == "Polygon"
                        ? _assembler.Polygon(lists, number)
                        : factory.CreateMultiLineString([.. lists.Select(_assembler.Line)]);
                default:
                    var polygons = new List<Polygon>();
                    while (NextArray(ref reader, number))
                    {
                        polygons.Add(_assembler.Polygon(ReadLists(ref reader, number), number));
                    }

                    return factory.CreateMultiPolygon([.. polygons.Where(p => !p.IsEmpty)]);
            }
        }

        List<List<Coordinate>> ReadLists(ref Utf8JsonReader reader, int number)
        {
            var lists = new List<List<Coordinate>>();
            while (NextArray(ref reader, number))
            {
                lists.Add(ReadPositions(ref reader, number));
            }

            return lists;
        }

        List<Coordinate> ReadPositions(ref Utf8JsonReader reader, int number)
        {
            var positions = new List<Coordinate>();
            while (NextArray(ref reader, number))
            {
                positions.Add(ReadPosition(ref reader, number) ?? throw BadPosition(number));
            }

            return positions;
        }

        // After the opening bracket; heights and measures are passed over.
        Coordinate? ReadPosition(ref Utf8JsonReader reader, int number)
        {
            Span<double> values = stackalloc double[2];
            var count = 0;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out var value) || !double.IsFinite(value))
                {
                    throw BadPosition(number);
                }

                if (count < 2)
                {
                    values[count] = value;
                }

                count++;
            }

            return count switch
            {
                0 => null,
                1 => throw BadPosition(number),
                _ => new Coordinate(values[0], values[1]),
            };
        }

        bool NextArray(ref Utf8JsonReader reader, int number)
        {
            reader.Read();
            return reader.TokenType switch
            {
                JsonTokenType.StartArray => true,
                JsonTokenType.EndArray => false,
                _ => throw BadPosition(number),
            };
        }

        InputException BadPosition(int number) =>
            Malformed(
                path,
                number,
                "the coordinates are not nested as the geometry's type wants; positions are arrays of two or three finite numbers, "
                    + "longitude first");

        GeometryCollection Nothing() => _assembler.Factory.CreateGeometryCollection();

        byte First(Range slice) => bytes[slice.Start.Value];

        /// <summary>Slices of an object's values by name; of a name given twice the last counts.</summary>
        Dictionary<string, Range> MembersOf(Range slice, int? number)
        {
            if (First(slice) != (byte)'{')
            {
                throw Malformed(path, number, "an object in braces is expected");
            }

            var members = new Dictionary<string, Range>(StringComparer.Ordinal);
            var reader = new Utf8JsonReader(bytes.AsSpan(slice));
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                members[name] = SkipValue(ref reader, slice.Start.Value);
            }

            return members;
        }

        List<Range> ItemsOf(Range array)
        {
            var items = new List<Range>();
            var reader = new Utf8JsonReader(bytes.AsSpan(array));
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                items.Add(SkipValue(ref reader, array.Start.Value));
            }

            return items;
        }

        static Range SkipValue(ref Utf8JsonReader reader, int offset)
        {
            var start = offset + (int)reader.TokenStartIndex;
            reader.Skip();
            return start..(offset + (int)reader.BytesConsumed);
        }

        string TextOf(Dictionary<string, Range> members, string name)
        {
            if (!members.TryGetValue(name, out var slice))
            {
                return "";
            }

            var reader = new Utf8JsonReader(bytes.AsSpan(slice));
            reader.Read();
            return ValueText(ref reader, bytes.AsSpan(slice));
        }

        bool IsCrsVoid(Dictionary<string, Range> members) => members.TryGetValue("crs", out var slice) && First(slice) == (byte)'n';

        int? CrsOf(Dictionary<string, Range> members)
        {
            if (!members.TryGetValue("crs", out var slice) || First(slice) == (byte)'n')
            {
                return null;
            }

            var description = MembersOf(slice, null);
            var at = new SourceLocation(path, null, "crs");
            if (!description.TryGetValue("properties", out var properties) || First(properties) != (byte)'{')
            {
                return CrsNames.Parse(TextOf(description, "type"), at);
            }

            var values = MembersOf(properties, null);
            var name = TextOf(values, "name");
            return CrsNames.Parse(name.Length > 0 ? name : TextOf(values, "code"), at);
        }

        static string ValueText(ref Utf8JsonReader reader, ReadOnlySpan<byte> slice)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.String:
                    return reader.GetString()!;
                case JsonTokenType.Null:
                    return "";
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    return Encoding.UTF8.GetString(slice[start..(int)reader.BytesConsumed]);
                default:
                    return Encoding.UTF8.GetString(reader.ValueSpan);
            }
        }
    }
}
