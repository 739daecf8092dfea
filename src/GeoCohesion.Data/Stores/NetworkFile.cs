using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources;

namespace GeoCohesion.Data.Stores;

/// <summary>Keeps a <see cref="StreetNetwork"/> in one file.</summary>
/// <remarks>
/// Layout, little-endian: magic (8 bytes), format version (int32), SHA-256 of all that follows (32 bytes); then the build key, timestamps
/// (Unix seconds, <see cref="long.MinValue"/> where unknown), and per mode its report as JSON, the columns of its graph, and 1 and the
/// columns
/// of its hierarchy, or 0 where it has none. A text or column is its number of entries or bytes (int64) and its content. Read once from
/// start
/// to end, straight into the columns; nothing of it is used before the checksum is found right. Equal networks give equal bytes.
/// Versions: 1, no hierarchies; 2, hierarchies.
/// </remarks>
public static class NetworkFile
{
    /// <summary>Format version written, and the only one read.</summary>
    public const int FormatVersion = 2;

    const int ChecksumLength = 32;

    static ReadOnlySpan<byte> Magic => "GEOCOHN\n"u8;

    static int PrologueLength => Magic.Length + sizeof(int) + ChecksumLength;

    /// <summary>Writes a network, or replaces the one that is there; killed at any moment, the old file stays.</summary>
    /// <exception cref="InputException">The file cannot be written there (<c>file-unwritable</c>).</exception>
    public static void Write(string path, StreetNetwork network) => AtomicFile.Write(path, stream =>
    {
        stream.Write(new byte[PrologueLength]);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var writer = new Writer(stream, hash);
        writer.Text(network.BuildKey);
        writer.Column([.. network.OsmTimestamps.Select(time => time?.ToUnixTimeSeconds() ?? long.MinValue)]);
        writer.Number(network.Reports.Count);
        foreach (var report in network.Reports)
        {
            writer.Text(JsonSerializer.Serialize(report));
            WriteGraph(writer, network.Graph(report.Mode));
            WriteHierarchy(writer, network.Graph(report.Mode).Hierarchy);
        }

        Span<byte> prologue = stackalloc byte[PrologueLength];
        Magic.CopyTo(prologue);
        BinaryPrimitives.WriteInt32LittleEndian(prologue[Magic.Length..], FormatVersion);
        hash.GetHashAndReset(prologue[(Magic.Length + sizeof(int))..]);
        stream.Position = 0;
        stream.Write(prologue);
    });

    /// <summary>Reads a network.</summary>
    /// <exception cref="InputException">
    /// The file is missing (<c>file-missing</c>), is not a network file (<c>network-file-foreign</c>), is of another format version
    /// (<c>network-file-version</c>), or is damaged or cut off (<c>network-file-damaged</c>). Each but the first says to rebuild it.
    /// </exception>
    public static StreetNetwork Read(string path)
    {
        using var stream = InputFile.OpenRead(path);
        var at = new SourceLocation(path);
        Span<byte> prologue = stackalloc byte[PrologueLength];
        var count = stream.ReadAtLeast(prologue, PrologueLength, throwOnEndOfStream: false);
        if (!prologue[..count].StartsWith(Magic[..Math.Min(count, Magic.Length)]) || count == 0)
        {
            throw new InputException(
                "network-file-foreign", "this is not a GeoCohesion street network; delete it and build the network again.", at);
        }

        if (count < PrologueLength)
        {
            throw Damaged(at);
        }

        var version = BinaryPrimitives.ReadInt32LittleEndian(prologue[Magic.Length..]);
        if (version != FormatVersion)
        {
            throw new InputException(
                "network-file-version",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the network is of format version {version}; "
                    + $"this program reads version {FormatVersion}: build the network again."),
                at);
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var reader = new Reader(stream, hash, at);
        var key = reader.Text();
        var timestamps = reader.Column<long>();
        var modes = new (string Report, StreetGraphColumns Columns, StreetHierarchyColumns? Hierarchy)[reader.Count()];
        for (var mode = 0; mode < modes.Length; mode++)
        {
            modes[mode] = (reader.Text(), ReadGraph(reader), ReadHierarchy(reader));
        }

        Span<byte> checksum = stackalloc byte[ChecksumLength];
        hash.GetHashAndReset(checksum);
        if (reader.Left != 0 || !checksum.SequenceEqual(prologue[(Magic.Length + sizeof(int))..]))
        {
            throw Damaged(at);
        }

        return new StreetNetwork(
            key,
            [.. timestamps.Select(seconds => seconds == long.MinValue ? (DateTimeOffset?)null : DateTimeOffset.FromUnixTimeSeconds(seconds))],
            modes.Select(mode => mode.Hierarchy is { } hierarchy
                ? new StreetGraph(mode.Columns).WithHierarchy(new StreetHierarchy(hierarchy))
                : new StreetGraph(mode.Columns)),
            modes.Select(mode => JsonSerializer.Deserialize<StreetBuildReport>(mode.Report)!));
    }

    /// <summary>Reads only what the network was built from and how, to see whether it is still the one wanted.</summary>
    /// <param name="path">Network file; it may be missing.</param>
    /// <param name="key">Build key, or empty.</param>
    /// <returns>False where there is no network of this format version. The checksum is looked at by <see cref="Read"/> only.</returns>
    public static bool TryReadBuildKey(string path, out string key)
    {
        key = "";
        if (!File.Exists(path))
        {
            return false;
        }

        using var stream = InputFile.OpenRead(path);
        Span<byte> prologue = stackalloc byte[PrologueLength];
        if (stream.ReadAtLeast(prologue, PrologueLength, throwOnEndOfStream: false) < PrologueLength
            || !prologue.StartsWith(Magic) || BinaryPrimitives.ReadInt32LittleEndian(prologue[Magic.Length..]) != FormatVersion)
        {
            return false;
        }

        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            key = new Reader(stream, hash, new SourceLocation(path)).Text();
            return true;
        }
        catch (InputException)
        {
            return false;
        }
    }

    static InputException Damaged(SourceLocation at) =>
        new("network-file-damaged", "the network is damaged or was cut off (its checksum does not fit): build the network again.", at);

    static void WriteGraph(Writer writer, StreetGraph graph)
    {
        writer.Text(graph.Mode);
        writer.Number(BitConverter.DoubleToInt64Bits(graph.ConnectorSpeedKph));
        writer.Column(graph.VertexLongitudeE7);
        writer.Column(graph.VertexLatitudeE7);
        writer.Column(graph.FirstOut);
        writer.Column(graph.Head);
        writer.Column(graph.TraversalMilliseconds);
        writer.Column(graph.EdgeLinkDirection);
        writer.Column(graph.LinkLengthMillimeters);
        writer.Column(graph.LinkOsmWayId);
        writer.Column(graph.LinkTraitBits);
        writer.Column(graph.LinkFirstPoint);
        writer.Column(graph.PointLongitudeE7);
        writer.Column(graph.PointLatitudeE7);
    }

    static StreetGraphColumns ReadGraph(Reader reader) => new()
    {
        // Read in this order, that of WriteGraph.
        Mode = reader.Text(),
        ConnectorSpeedKph = BitConverter.Int64BitsToDouble(reader.Number()),
        VertexLongitudeE7 = reader.Column<int>(),
        VertexLatitudeE7 = reader.Column<int>(),
        FirstOut = reader.Column<int>(),
        Head = reader.Column<int>(),
        TraversalMilliseconds = reader.Column<int>(),
        EdgeLinkDirection = reader.Column<int>(),
        LinkLengthMillimeters = reader.Column<int>(),
        LinkOsmWayId = reader.Column<long>(),
        LinkTraitBits = reader.Column<byte>(),
        LinkFirstPoint = reader.Column<int>(),
        PointLongitudeE7 = reader.Column<int>(),
        PointLatitudeE7 = reader.Column<int>(),
    };

    static void WriteHierarchy(Writer writer, StreetHierarchy? hierarchy)
    {
        writer.Number(hierarchy is null ? 0 : 1);
        if (hierarchy is not null)
        {
            writer.Column(hierarchy.VertexAt);
            writer.Column(hierarchy.Parent);
            writer.Column(hierarchy.UpFirst);
            writer.Column(hierarchy.UpHead);
            writer.Column(hierarchy.UpMilliseconds);
            writer.Column(hierarchy.UpVia);
            writer.Column(hierarchy.DownFirst);
            writer.Column(hierarchy.DownTail);
            writer.Column(hierarchy.DownMilliseconds);
            writer.Column(hierarchy.DownVia);
        }
    }

    static StreetHierarchyColumns? ReadHierarchy(Reader reader) => reader.Number() == 0 ? null : new()
    {
        // Read in this order, that of WriteHierarchy.
        VertexAt = reader.Column<int>(),
        Parent = reader.Column<int>(),
        UpFirst = reader.Column<int>(),
        UpHead = reader.Column<int>(),
        UpMilliseconds = reader.Column<int>(),
        UpVia = reader.Column<int>(),
        DownFirst = reader.Column<int>(),
        DownTail = reader.Column<int>(),
        DownMilliseconds = reader.Column<int>(),
        DownVia = reader.Column<int>(),
    };

    /// <summary>Writes and hashes.</summary>
    sealed class Writer(Stream stream, IncrementalHash hash)
    {
        public void Text(string text) => Column<byte>(Encoding.UTF8.GetBytes(text));

        public void Number(long value)
        {
            Span<byte> bytes = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
            Bytes(bytes);
        }

        public void Column<T>(ReadOnlySpan<T> values)
            where T : unmanaged
        {
            RequireLittleEndian();
            Number(values.Length);

            // In pieces: a column of a large country has more bytes than a span can count.
            const int PieceLength = 1 << 20;
            for (var start = 0; start < values.Length; start += PieceLength)
            {
                Bytes(MemoryMarshal.AsBytes(values[start..Math.Min(values.Length, start + PieceLength)]));
            }
        }

        void Bytes(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            stream.Write(bytes);
        }
    }

    /// <summary>Reads and hashes; believes no length that the rest of the file does not hold.</summary>
    sealed class Reader(FileStream stream, IncrementalHash hash, SourceLocation at)
    {
        public long Left => stream.Length - stream.Position;

        public string Text() => Encoding.UTF8.GetString(Column<byte>());

        public long Number()
        {
            Span<byte> bytes = stackalloc byte[sizeof(long)];
            Bytes(bytes);
            return BinaryPrimitives.ReadInt64LittleEndian(bytes);
        }

        /// <summary>A number of things that take at least a byte each.</summary>
        public int Count()
        {
            var count = Number();
            return count >= 0 && count <= Math.Min(Left, Array.MaxLength) ? (int)count : throw Damaged(at);
        }

        public T[] Column<T>()
            where T : unmanaged
        {
            RequireLittleEndian();
            var count = Count();
            if (count > Left / Marshal.SizeOf<T>())
            {
                throw Damaged(at);
            }

            const int PieceLength = 1 << 20;
            var values = new T[count];
            for (var start = 0; start < count; start += PieceLength)
            {
                Bytes(MemoryMarshal.AsBytes(values.AsSpan(start, Math.Min(count - start, PieceLength))));
            }

            return values;
        }

        void Bytes(Span<byte> bytes)
        {
            if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            {
                throw Damaged(at);
            }

            hash.AppendData(bytes);
        }
    }

    static void RequireLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Network files are little-endian, and so must be the machine.");
        }
    }
}
