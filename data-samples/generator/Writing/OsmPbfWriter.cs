using System.Buffers.Binary;
using GeoCohesion.SampleCity.Geometry;
using Google.Protobuf;

namespace GeoCohesion.SampleCity.Writing;

/// <summary>Writes OSM PBF (https://wiki.openstreetmap.org/wiki/PBF_Format): dense nodes, ways and relations in zlib blobs.</summary>
public static class OsmPbfWriter
{
    const int NodesPerBlock = 8000;
    const int WaysPerBlock = 2000;

    /// <summary>2026-01-05T00:00:00Z, the first day of the timetable.</summary>
    const long ReplicationUnixSeconds = 1_767_571_200;

    delegate void Field(CodedOutputStream output);

    public static byte[] Write(OsmData osm)
    {
        using var file = new MemoryStream();
        WriteBlob(file, "OSMHeader", Header(osm));
        foreach (var part in osm.Nodes.Chunk(NodesPerBlock))
        {
            var strings = new StringTable();
            var group = Message(output => Bytes(output, 2, DenseNodes(part, strings)));
            WriteBlob(file, "OSMData", Block(strings, group));
        }

        foreach (var part in osm.Ways.Chunk(WaysPerBlock))
        {
            var strings = new StringTable();
            var group = Message(output =>
            {
                foreach (var way in part)
                {
                    Bytes(output, 3, WayMessage(way, strings));
                }
            });
            WriteBlob(file, "OSMData", Block(strings, group));
        }

        var relationStrings = new StringTable();
        var relations = Message(output =>
        {
            foreach (var relation in osm.Relations)
            {
                Bytes(output, 4, RelationMessage(relation, relationStrings));
            }
        });
        WriteBlob(file, "OSMData", Block(relationStrings, relations));
        return file.ToArray();
    }

    static byte[] Header(OsmData osm)
    {
        var places = osm.Nodes.Select(node => Frame.Wgs84(node.At)).ToList();
        var box = Message(output =>
        {
            SignedField(output, 1, Nano(places.Min(p => p.Longitude)));
            SignedField(output, 2, Nano(places.Max(p => p.Longitude)));
            SignedField(output, 3, Nano(places.Max(p => p.Latitude)));
            SignedField(output, 4, Nano(places.Min(p => p.Latitude)));
        });
        return Message(output =>
        {
            Bytes(output, 1, box);
            Text(output, 4, "OsmSchema-V0.6");
            Text(output, 4, "DenseNodes");
            Text(output, 5, "Sort.Type_then_ID");
            Text(output, 16, "GeoCohesion.SampleCity");
            Text(output, 17, "Fictional city of Aurelmont, not OpenStreetMap data");
            output.WriteTag(32, WireFormat.WireType.Varint);
            output.WriteInt64(ReplicationUnixSeconds);
        });
    }

    static byte[] Block(StringTable strings, byte[] group)
    {
        var table = Message(output =>
        {
            foreach (var text in strings.All)
            {
                Text(output, 1, text);
            }
        });
        return Message(output =>
        {
            Bytes(output, 1, table);
            Bytes(output, 2, group);
        });
    }

    static byte[] DenseNodes(OsmNode[] nodes, StringTable strings)
    {
        var ids = new List<long>();
        var latitudes = new List<long>();
        var longitudes = new List<long>();
        var keysAndValues = new List<int>();
        foreach (var node in nodes)
        {
            var (longitude, latitude) = Frame.Wgs84(node.At);
            ids.Add(node.Id);
            latitudes.Add(Nano(latitude) / 100);
            longitudes.Add(Nano(longitude) / 100);
            foreach (var (key, value) in node.Tags)
            {
                keysAndValues.Add(strings.IndexOf(key));
                keysAndValues.Add(strings.IndexOf(value));
            }

            keysAndValues.Add(0);
        }

        return Message(output =>
        {
            Deltas(output, 1, ids);
            Deltas(output, 8, latitudes);
            Deltas(output, 9, longitudes);
            Packed(output, 10, keysAndValues);
        });
    }

    static byte[] WayMessage(OsmWay way, StringTable strings) => Message(output =>
    {
        output.WriteTag(1, WireFormat.WireType.Varint);
        output.WriteInt64(way.Id);
        Tags(output, way.Tags, strings);
        Deltas(output, 8, way.Nodes);
    });

    static byte[] RelationMessage(OsmRelation relation, StringTable strings) => Message(output =>
    {
        output.WriteTag(1, WireFormat.WireType.Varint);
        output.WriteInt64(relation.Id);
        Tags(output, relation.Tags, strings);
        Packed(output, 8, [.. relation.Members.Select(m => strings.IndexOf(m.Role))]);
        Deltas(output, 9, [.. relation.Members.Select(m => m.Id)]);
        Packed(output, 10, [.. relation.Members.Select(m => m.Kind)]);
    });

    static void Tags(CodedOutputStream output, OsmTags tags, StringTable strings)
    {
        Packed(output, 2, [.. tags.Keys.Select(strings.IndexOf)]);
        Packed(output, 3, [.. tags.Values.Select(strings.IndexOf)]);
    }

    static void WriteBlob(Stream file, string type, byte[] content)
    {
        var blob = Message(output =>
        {
            output.WriteTag(2, WireFormat.WireType.Varint);
            output.WriteInt32(content.Length);
            Bytes(output, 3, Deflate.Zlib(content));
        });
        var header = Message(output =>
        {
            Text(output, 1, type);
            output.WriteTag(3, WireFormat.WireType.Varint);
            output.WriteInt32(blob.Length);
        });
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, header.Length);
        file.Write(length);
        file.Write(header);
        file.Write(blob);
    }

    static long Nano(double degrees) => (long)Math.Round(degrees * 1e7) * 100;

    static byte[] Message(Field write)
    {
        using var memory = new MemoryStream();
        using (var output = new CodedOutputStream(memory, leaveOpen: true))
        {
            write(output);
        }

        return memory.ToArray();
    }

    static void Bytes(CodedOutputStream output, int field, byte[] content)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(content));
    }

    static void Text(CodedOutputStream output, int field, string text)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(text);
    }

    static void SignedField(CodedOutputStream output, int field, long value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteSInt64(value);
    }

    static void Packed(CodedOutputStream output, int field, List<int> values)
    {
        if (values.Count > 0)
        {
            Bytes(output, field, Message(inner => values.ForEach(inner.WriteInt32)));
        }
    }

    static void Deltas(CodedOutputStream output, int field, IReadOnlyList<long> values) => Bytes(output, field, Message(inner =>
    {
        var before = 0L;
        foreach (var value in values)
        {
            inner.WriteSInt64(value - before);
            before = value;
        }
    }));

    sealed class StringTable
    {
        readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal) { [""] = 0 };

        public List<string> All { get; } = [""];

        public int IndexOf(string text)
        {
            if (!_indexes.TryGetValue(text, out var index))
            {
                index = _indexes[text] = All.Count;
                All.Add(text);
            }

            return index;
        }
    }
}
