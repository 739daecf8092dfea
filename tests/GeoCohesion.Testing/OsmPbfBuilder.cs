using System.Buffers.Binary;
using System.IO.Compression;
using Google.Protobuf;

namespace GeoCohesion.Testing;

/// <summary>How blocks of a test file are packed.</summary>
public enum OsmPacking
{
    Zlib,
    Raw,
}

/// <summary>Writes OpenStreetMap PBF files for tests with Google's own encoder: small, exact, and hostile where asked.</summary>
public sealed class OsmPbfBuilder
{
    const double UnitsPerDegree = 1e9;

    readonly List<Block> _blocks = [new()];

    /// <summary>Whether nodes are written as dense nodes (or one by one).</summary>
    public bool Dense { get; init; } = true;

    public OsmPacking Packing { get; init; } = OsmPacking.Zlib;

    /// <summary>Nanodegrees per unit of the coordinates written.</summary>
    public int Granularity { get; init; } = 100;

    /// <summary>Whether versions and times are written.</summary>
    public bool WithInfo { get; init; } = true;

    public IReadOnlyList<string> RequiredFeatures { get; init; } = ["OsmSchema-V0.6", "DenseNodes"];

    public long? ReplicationTimestamp { get; init; }

    /// <summary>Starts a new block: elements stand in the file in the order of the calls, block by block.</summary>
    public OsmPbfBuilder NewBlock()
    {
        _blocks.Add(new());
        return this;
    }

    public OsmPbfBuilder Node(long id, double longitude, double latitude, params (string Key, string Value)[] tags) =>
        Node(id, 1, longitude, latitude, tags);

    public OsmPbfBuilder Node(long id, int version, double longitude, double latitude, params (string Key, string Value)[] tags)
    {
        _blocks[^1].Nodes.Add((id, version, longitude, latitude, tags));
        return this;
    }

    public OsmPbfBuilder Way(long id, long[] nodes, params (string Key, string Value)[] tags) => Way(id, 1, nodes, tags);

    public OsmPbfBuilder Way(long id, int version, long[] nodes, params (string Key, string Value)[] tags)
    {
        _blocks[^1].Ways.Add((id, version, nodes, tags));
        return this;
    }

    public OsmPbfBuilder Relation(long id, (char Type, long Id, string Role)[] members, params (string Key, string Value)[] tags)
    {
        _blocks[^1].Relations.Add((id, members, tags));
        return this;
    }

    /// <summary>The whole file.</summary>
    public byte[] Build() => Join([Header(), .. Data()]);

    /// <summary>The blocks after the header, one by one, as a file that is too large for memory is written.</summary>
    public IEnumerable<byte[]> Data() =>
        _blocks.Where(block => !block.IsEmpty).Select(block => FileBlock("OSMData", PrimitiveBlock(block), Packing));

    /// <summary>Writes the file and returns its path.</summary>
    public string Save(string path)
    {
        File.WriteAllBytes(path, Build());
        return path;
    }

    /// <summary>The header block of the file, with its length and block header.</summary>
    public byte[] Header() => FileBlock("OSMHeader", HeaderBlock(), Packing);

    /// <summary>A complete block: length, block header, blob.</summary>
    public static byte[] FileBlock(string type, byte[] data, OsmPacking packing) => WithBlobHeader(type, packing switch
    {
        OsmPacking.Raw => Message(output => Bytes(output, 1, data)),
        _ => ZlibBlob(data.Length, Deflate(data)),
    });

    /// <summary>A blob that claims to unpack to a size.</summary>
    public static byte[] ZlibBlob(long claimedSize, byte[] deflated) => Message(output =>
    {
        Varint(output, 2, (ulong)claimedSize);
        Bytes(output, 3, deflated);
    });

    /// <summary>Puts the length and the block header before a blob.</summary>
    public static byte[] WithBlobHeader(string type, byte[] blob, long? claimedSize = null)
    {
        var header = Message(output =>
        {
            Bytes(output, 1, System.Text.Encoding.UTF8.GetBytes(type));
            Varint(output, 3, (ulong)(claimedSize ?? blob.Length));
        });
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, header.Length);
        return Join(length, header, blob);
    }

    public static byte[] Deflate(byte[] data)
    {
        using var target = new MemoryStream();
        using (var deflater = new ZLibStream(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflater.Write(data);
        }

        return target.ToArray();
    }

    public static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];

    /// <summary>A protocol buffer message.</summary>
    public static byte[] Message(Action<CodedOutputStream> write)
    {
        using var target = new MemoryStream();
        using (var output = new CodedOutputStream(target))
        {
            write(output);
        }

        return target.ToArray();
    }

    public static void Varint(CodedOutputStream output, int field, ulong value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteUInt64(value);
    }

    public static void Bytes(CodedOutputStream output, int field, byte[] value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(value));
    }

    /// <summary>A packed field of plain varints.</summary>
    public static void Packed(CodedOutputStream output, int field, IEnumerable<long> values) =>
        Bytes(output, field, Message(inner =>
        {
            foreach (var value in values)
            {
                inner.WriteUInt64((ulong)value);
            }
        }));

    /// <summary>A packed field of zigzag-coded differences.</summary>
    public static void PackedDeltas(CodedOutputStream output, int field, IEnumerable<long> values) =>
        Bytes(output, field, Message(inner =>
        {
            long last = 0;
            foreach (var value in values)
            {
                inner.WriteSInt64(value - last);
                last = value;
            }
        }));

    byte[] HeaderBlock() => Message(output =>
    {
        Bytes(output, 1, Message(box =>
        {
            foreach (var (field, degrees) in new[] { (1, -5.0), (2, 10.0), (3, 51.0), (4, 42.0) })
            {
                box.WriteTag(field, WireFormat.WireType.Varint);
                box.WriteSInt64((long)(degrees * UnitsPerDegree));
            }
        }));
        foreach (var feature in RequiredFeatures)
        {
            Bytes(output, 4, System.Text.Encoding.UTF8.GetBytes(feature));
        }

        Bytes(output, 16, "OsmPbfBuilder"u8.ToArray());
        if (ReplicationTimestamp is { } timestamp)
        {
            Varint(output, 32, (ulong)timestamp);
        }
    });

    byte[] PrimitiveBlock(Block block)
    {
        // Text 0 is empty by the format: it separates the tags of dense nodes.
        var texts = new List<string> { "" };
        var indexOfText = new Dictionary<string, long>(StringComparer.Ordinal);
        long Text(string text)
        {
            if (!indexOfText.TryGetValue(text, out var index))
            {
                indexOfText.Add(text, index = texts.Count);
                texts.Add(text);
            }

            return index;
        }

        var groups = new List<byte[]>();
        if (block.Nodes.Count > 0)
        {
            groups.Add(Dense ? DenseGroup(block, Text) : NodeGroup(block, Text));
        }

        if (block.Ways.Count > 0)
        {
            groups.Add(Message(group => block.Ways.ForEach(way => Bytes(group, 3, Message(output =>
            {
                Varint(output, 1, (ulong)way.Id);
                Tags(output, way.Tags, Text);
                Info(output, way.Version);
                PackedDeltas(output, 8, way.Nodes);
            })))));
        }

        if (block.Relations.Count > 0)
        {
            groups.Add(Message(group => block.Relations.ForEach(relation => Bytes(group, 4, Message(output =>
            {
                Varint(output, 1, (ulong)relation.Id);
                Tags(output, relation.Tags, Text);
                Info(output, 1);
                Packed(output, 8, relation.Members.Select(member => Text(member.Role)));
                PackedDeltas(output, 9, relation.Members.Select(member => member.Id));
                Packed(output, 10, relation.Members.Select(member => (long)"nwr".IndexOf(member.Type, StringComparison.Ordinal)));
            })))));
        }

        return Message(output =>
        {
            Bytes(output, 1, Message(table => texts.ForEach(text => Bytes(table, 1, System.Text.Encoding.UTF8.GetBytes(text)))));
            groups.ForEach(group => Bytes(output, 2, group));
            Varint(output, 17, (ulong)Granularity);
        });
    }

    byte[] DenseGroup(Block block, Func<string, long> text) => Message(group => Bytes(group, 2, Message(output =>
    {
        PackedDeltas(output, 1, block.Nodes.Select(node => node.Id));
        if (WithInfo)
        {
            Bytes(output, 5, Message(info => Packed(info, 1, block.Nodes.Select(node => (long)node.Version))));
        }

        PackedDeltas(output, 8, block.Nodes.Select(node => Units(node.Latitude)));
        PackedDeltas(output, 9, block.Nodes.Select(node => Units(node.Longitude)));
        if (block.Nodes.Any(node => node.Tags.Length > 0))
        {
            Packed(output, 10, block.Nodes.SelectMany(node => node.Tags.SelectMany(tag => new[] { text(tag.Key), text(tag.Value) }).Append(0)));
        }
    })));

    byte[] NodeGroup(Block block, Func<string, long> text) => Message(group => block.Nodes.ForEach(node => Bytes(group, 1, Message(output =>
    {
        output.WriteTag(1, WireFormat.WireType.Varint);
        output.WriteSInt64(node.Id);
        Tags(output, node.Tags, text);
        Info(output, node.Version);
        output.WriteTag(8, WireFormat.WireType.Varint);
        output.WriteSInt64(Units(node.Latitude));
        output.WriteTag(9, WireFormat.WireType.Varint);
        output.WriteSInt64(Units(node.Longitude));
    }))));

    long Units(double degrees) => (long)Math.Round(degrees * UnitsPerDegree / Granularity);

    void Info(CodedOutputStream output, int version)
    {
        if (WithInfo)
        {
            Bytes(output, 4, Message(info => Varint(info, 1, (ulong)version)));
        }
    }

    static void Tags(CodedOutputStream output, (string Key, string Value)[] tags, Func<string, long> text)
    {
        Packed(output, 2, tags.Select(tag => text(tag.Key)));
        Packed(output, 3, tags.Select(tag => text(tag.Value)));
    }

    sealed class Block
    {
        public List<(long Id, int Version, double Longitude, double Latitude, (string Key, string Value)[] Tags)> Nodes { get; } = [];

        public List<(long Id, int Version, long[] Nodes, (string Key, string Value)[] Tags)> Ways { get; } = [];

        public List<(long Id, (char Type, long Id, string Role)[] Members, (string Key, string Value)[] Tags)> Relations { get; } = [];

        public bool IsEmpty => Nodes.Count + Ways.Count + Relations.Count == 0;
    }
}
