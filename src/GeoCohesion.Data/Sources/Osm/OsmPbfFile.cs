using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using GeoCohesion.Core;
using Microsoft.Win32.SafeHandles;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Sources.Osm;

/// <summary>Where a block lies in a file.</summary>
/// <param name="Offset">Byte at which its header's length stands.</param>
/// <param name="BodyOffset">Byte at which its body starts.</param>
/// <param name="BodyLength">Bytes of its body.</param>
readonly record struct OsmBlobPlace(long Offset, long BodyOffset, int BodyLength);

/// <summary>The outer layer of an OSM PBF file: finds its blocks and unpacks them, within the limits of the format.</summary>
/// <remarks>
/// Format: wiki.openstreetmap.org/wiki/PBF_Format. The list of blocks is made first, so that a file that was cut off is refused before
/// any work is done, and blocks can be unpacked in parallel. Reading blocks is thread-safe.
/// </remarks>
sealed class OsmPbfFile : IDisposable
{
    /// <summary>Most bytes of a block's header that the format allows.</summary>
    public const int LargestHeader = 64 * 1024;

    /// <summary>Most bytes of a block, packed or not, that the format allows.</summary>
    public const int LargestBlob = 32 * 1024 * 1024;

    readonly SafeFileHandle _handle;
    readonly long _length;

    OsmPbfFile(string path, NoticeLog notices)
    {
        Path = path;
        InputFile.RequireExists(path);
        try
        {
            _handle = File.OpenHandle(path);
            _length = RandomAccess.GetLength(_handle);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("file-unreadable", $"the file cannot be read ({e.Message})", new SourceLocation(path));
        }

        try
        {
            (Header, Blocks) = ReadOutline(notices);
        }
        catch
        {
            _handle.Dispose();
            throw;
        }
    }

    /// <summary>Path as given.</summary>
    public string Path { get; }

    /// <summary>What the file says of itself; the counts are not filled in.</summary>
    public OsmFileInfo Header { get; }

    /// <summary>Blocks of data, in the order of the file.</summary>
    public IReadOnlyList<OsmBlobPlace> Blocks { get; }

    /// <summary>Opens a file, lists its blocks and checks that all its features are understood.</summary>
    /// <exception cref="InputException">
    /// <c>osm-not-pbf</c>, <c>osm-pbf-truncated</c>, <c>osm-pbf-oversized</c>, <c>osm-pbf-compression</c>, <c>osm-pbf-corrupt</c>,
    /// <c>osm-pbf-feature</c>.
    /// </exception>
    public static OsmPbfFile Open(string path, NoticeLog notices) => new(path, notices);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    /// <summary>Unpacks a block.</summary>
    /// <param name="place">One of <see cref="Blocks"/>.</param>
    /// <param name="packed">Scratch space of the caller's thread; grown where needed.</param>
    /// <param name="unpacked">As <paramref name="packed"/>; the result lies in it.</param>
    public ReadOnlyMemory<byte> Unpack(OsmBlobPlace place, ref byte[] packed, ref byte[] unpacked)
    {
        Grow(ref packed, place.BodyLength);
        var body = packed.AsMemory(0, place.BodyLength);
        if (ReadAt(place.BodyOffset, body.Span) != place.BodyLength)
        {
            throw Truncated(place.Offset, $"a block body of {place.BodyLength} bytes");
        }

        try
        {
            return UnpackBody(body, place, ref unpacked);
        }
        catch (PbfFormatException e)
        {
            throw Corrupt(place, e.Message);
        }
    }

    /// <summary>The refusal of a block whose bytes are not what the format allows.</summary>
    public InputException Corrupt(OsmBlobPlace place, string problem) => Refuse(
        "osm-pbf-corrupt", $"the block at byte {Text(place.Offset)} is damaged: {problem}; download or export the file again.");

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    static void Grow(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new byte[Math.Max(length, Math.Min(2 * buffer.Length, LargestBlob))];
        }
    }

    InputException Refuse(string code, string sentence) => new(code, sentence, new SourceLocation(Path));

    InputException Truncated(long offset, string what) => Refuse(
        "osm-pbf-truncated",
        $"the file ends at byte {Text(_length)}, inside {what} that starts at byte {Text(offset)}; it was cut off, download or copy it again.");

    int ReadAt(long offset, Span<byte> target)
    {
        var done = 0;
        while (done < target.Length && RandomAccess.Read(_handle, target[done..], offset + done) is var count and > 0)
        {
            done += count;
        }

        return done;
    }

    (OsmFileInfo Header, IReadOnlyList<OsmBlobPlace> Blocks) ReadOutline(NoticeLog notices)
    {
        RequirePbf();
        var blocks = new List<OsmBlobPlace>();
        OsmFileInfo? header = null;
        var unknownBlocks = 0;
        long offset = 0;
        while (offset < _length)
        {
            var (type, place) = ReadBlobHeader(offset);
            if (header is null)
            {
                header = type == "OSMHeader"
                    ? ReadHeaderBlock(place)
                    : throw NotPbf($"its first block is '{type}' where 'OSMHeader' is expected");
            }
            else if (type == "OSMData")
            {
                blocks.Add(place);
            }
            else
            {
                unknownBlocks++;
            }

            offset = place.BodyOffset + place.BodyLength;
        }

        if (unknownBlocks > 0)
        {
            notices.Add(
                "osm-block-unknown",
                NoticeSeverity.Information,
                new SourceLocation(Path),
                $"{Text(unknownBlocks)} blocks are neither 'OSMHeader' nor 'OSMData' and were passed over, as the format asks.");
        }

        return (header!, blocks);
    }

    void RequirePbf()
    {
        Span<byte> start = stackalloc byte[6];
        var count = ReadAt(0, start);
        if (count == 0)
        {
            throw NotPbf("it is empty");
        }

        var guess = start[..count] switch
        {
            [0x1F, 0x8B, ..] => "it is gzip-compressed; unpack it first",
            [(byte)'B', (byte)'Z', (byte)'h', ..] => "it is bzip2-compressed, probably .osm.bz2; take the .osm.pbf instead",
            [(byte)'P', (byte)'K', 3, 4, ..] => "it is a zip archive; unpack it first",
            [0xFF, 0xE0, ..] => "it is in o5m format; convert it with osmium or osmconvert",
            [(byte)'<', ..] or [0xEF, 0xBB, 0xBF, (byte)'<', ..] =>
                "it is XML, probably .osm; convert it with 'osmium cat in.osm -o out.osm.pbf'",
            [(byte)'{', ..] => "it is JSON",
            _ => null,
        };
        if (guess is not null)
        {
            throw NotPbf(guess);
        }
    }

    InputException NotPbf(string what) => Refuse("osm-not-pbf", $"this is not an OpenStreetMap PBF file (.osm.pbf): {what}.");

    (string Type, OsmBlobPlace Place) ReadBlobHeader(long offset)
    {
        Span<byte> lengthBytes = stackalloc byte[4];
        if (ReadAt(offset, lengthBytes) < 4)
        {
            throw Truncated(offset, "the length of a block header");
        }

        var headerLength = BinaryPrimitives.ReadUInt32BigEndian(lengthBytes);
        if (headerLength > LargestHeader)
        {
            throw offset == 0
                ? NotPbf("it does not begin with a block header")
                : Refuse(
                    "osm-pbf-oversized", $"the block at byte {Text(offset)} claims a header of {headerLength} bytes; the format allows {LargestHeader}.");
        }

        var headerBytes = new byte[headerLength];
        if (ReadAt(offset + 4, headerBytes) < headerBytes.Length)
        {
            throw offset == 0 && _length < 64
                ? NotPbf("it is too short")
                : Truncated(offset, "a block header");
        }

        string? type = null;
        ulong? claimedLength = null;
        try
        {
            var fields = new PbfSpan(headerBytes);
            while (fields.TryReadField(out var field, out var wireType))
            {
                switch (field)
                {
                    case 1:
                        type = Utf8(fields.ReadBytes(wireType));
                        break;
                    case 3:
                        claimedLength = fields.ReadVarint(wireType);
                        break;
                    default:
                        fields.Skip(wireType);
                        break;
                }
            }
        }
        catch (PbfFormatException e)
        {
            throw offset == 0 ? NotPbf("it does not begin with a block header") : Corrupt(new OsmBlobPlace(offset, 0, 0), e.Message);
        }

        if (type is null || claimedLength is not { } bodyLength)
        {
            throw offset == 0
                ? NotPbf("it does not begin with a block header")
                : Corrupt(new OsmBlobPlace(offset, 0, 0), "its header lacks a type or a size");
        }

        if (bodyLength > LargestBlob)
        {
            throw Refuse(
                "osm-pbf-oversized", $"the block at byte {Text(offset)} claims {bodyLength} bytes; the format allows {LargestBlob}.");
        }

        var place = new OsmBlobPlace(offset, offset + 4 + headerLength, (int)bodyLength);
        return place.BodyOffset + place.BodyLength > _length ? throw Truncated(offset, $"a block of {bodyLength} bytes") : (type, place);
    }

    ReadOnlyMemory<byte> UnpackBody(ReadOnlyMemory<byte> body, OsmBlobPlace place, ref byte[] unpacked)
    {
        var fields = new PbfSpan(body.Span);
        var raw = ReadOnlySpan<byte>.Empty;
        ReadOnlyMemory<byte>? deflated = null;
        var hasRaw = false;
        string? compression = null;
        ulong rawSize = 0;
        while (fields.TryReadField(out var field, out var wireType))
        {
            switch (field)
            {
                case 1:
                    raw = fields.ReadBytes(wireType);
                    hasRaw = true;
                    break;
                case 2:
                    rawSize = fields.ReadVarint(wireType);
                    break;
                case 3:
                    var length = fields.ReadBytes(wireType).Length;
                    deflated = body.Slice(fields.Position - length, length);
                    break;
                default:
                    compression = field switch { 4 => "lzma", 5 => "bzip2", 6 => "lz4", 7 => "zstd", _ => compression };
                    fields.Skip(wireType);
                    break;
            }
        }

        if (hasRaw)
        {
            Grow(ref unpacked, raw.Length);
            raw.CopyTo(unpacked);
            return unpacked.AsMemory(0, raw.Length);
        }

        if (deflated is null)
        {
            throw compression is null
                ? new PbfFormatException("it holds no data")
                : Refuse(
                    "osm-pbf-compression",
                    $"the block at byte {Text(place.Offset)} is packed with {compression}; "
                    + "accepted are zlib and none (osmium cat in.osm.pbf -o out.osm.pbf).");
        }

        if (rawSize > LargestBlob)
        {
            throw Refuse(
                "osm-pbf-oversized",
                $"the block at byte {Text(place.Offset)} claims to unpack to {rawSize} bytes; the format allows {LargestBlob}.");
        }

        Grow(ref unpacked, (int)rawSize);
        Inflate(deflated.Value, unpacked.AsSpan(0, (int)rawSize));
        return unpacked.AsMemory(0, (int)rawSize);
    }

    static void Inflate(ReadOnlyMemory<byte> deflated, Span<byte> target)
    {
        _ = MemoryMarshal.TryGetArray(deflated, out var source);
        try
        {
            using var inflater = new ZLibStream(new MemoryStream(source.Array!, source.Offset, source.Count), CompressionMode.Decompress);
            var count = inflater.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
            if (count < target.Length)
            {
                throw new PbfFormatException($"it unpacks to {count} bytes where it claims {target.Length}");
            }

            // The read beyond the claim also makes the inflater check its checksum.
            if (inflater.ReadByte() >= 0)
            {
                throw new PbfFormatException($"it unpacks to more than the {target.Length} bytes it claims");
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new PbfFormatException("its zlib data cannot be unpacked");
        }
    }

    OsmFileInfo ReadHeaderBlock(OsmBlobPlace place)
    {
        byte[] packed = [];
        byte[] unpacked = [];
        var data = Unpack(place, ref packed, ref unpacked);
        try
        {
            return ReadHeaderFields(data.Span);
        }
        catch (PbfFormatException e)
        {
            throw Corrupt(place, e.Message);
        }
    }

    OsmFileInfo ReadHeaderFields(ReadOnlySpan<byte> data)
    {
        Envelope? extent = null;
        var program = "";
        DateTimeOffset? timestamp = null;
        var fields = new PbfSpan(data);
        while (fields.TryReadField(out var field, out var wireType))
        {
            switch (field)
            {
                case 1:
                    extent = ReadExtent(fields.ReadBytes(wireType));
                    break;
                case 4:
                    RequireFeature(Utf8(fields.ReadBytes(wireType)));
                    break;
                case 16:
                    program = Utf8(fields.ReadBytes(wireType));
                    break;
                case 32:
                    timestamp = Moment((long)fields.ReadVarint(wireType));
                    break;
                default:
                    fields.Skip(wireType);
                    break;
            }
        }

        return new OsmFileInfo
        {
            Path = Path,
            WritingProgram = program,
            ReplicationTimestamp = timestamp,
            Extent = extent,
            NodeCount = 0,
            WayCount = 0,
            RelationCount = 0,
        };
    }

    /// <summary>A time in seconds since 1970, or null where it is none that a calendar has.</summary>
    public static DateTimeOffset? Moment(long seconds) =>
        seconds is > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    void RequireFeature(string feature)
    {
        if (feature == "HistoricalInformation")
        {
            throw Refuse(
                "osm-pbf-feature",
                "this is a full-history file ('HistoricalInformation'); a file of one moment is accepted ('osmium time-filter' makes one).");
        }

        if (feature is not ("OsmSchema-V0.6" or "DenseNodes"))
        {
            throw Refuse(
                "osm-pbf-feature", $"reading it requires the feature '{feature}'; understood are OsmSchema-V0.6 and DenseNodes.");
        }
    }

    static Envelope? ReadExtent(ReadOnlySpan<byte> data)
    {
        const double DegreesPerUnit = 1e-9;
        Span<long> sides = stackalloc long[5];
        var fields = new PbfSpan(data);
        while (fields.TryReadField(out var field, out var wireType))
        {
            if (field is >= 1 and <= 4)
            {
                sides[field] = PbfSpan.ZigZag(fields.ReadVarint(wireType));
            }
            else
            {
                fields.Skip(wireType);
            }
        }

        // left, right, top, bottom
        return sides[1] < sides[2] && sides[4] < sides[3]
            ? new Envelope(sides[1] * DegreesPerUnit, sides[2] * DegreesPerUnit, sides[4] * DegreesPerUnit, sides[3] * DegreesPerUnit)
            : null;
    }

    static string Utf8(ReadOnlySpan<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes);
}
