using System.IO.Compression;
using System.Text;
using System.Text.Unicode;
using GeoCohesion.Core;

namespace GeoCohesion.Data.Sources.Tables;

/// <summary>Looks at all bytes of a table once, before any of them is interpreted: is it text, and in which encoding?</summary>
/// <remarks>
/// The encoding is decided on the whole file: UTF-8 when all of it is valid, Windows-1252 (of which Latin-1 text is a part) otherwise.
/// A prefix would do for most files, but the first accented letter of a national file can be megabytes away.
/// </remarks>
static class TableBytes
{
    const int ChunkBytes = 1 << 18;

    /// <summary>Without this, .NET ends a truncated gzip stream as if it were whole.</summary>
    static TableBytes() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);

    /// <summary>Decides the encoding.</summary>
    /// <exception cref="InputException">
    /// <c>table-empty</c>, <c>table-not-text</c> (a NUL byte, a workbook, a Parquet file), <c>encoding-unsupported</c> (UTF-16),
    /// <c>gzip-damaged</c>.
    /// </exception>
    public static Encoding Inspect(Stream bytes, string source, NoticeLog notices)
    {
        var buffer = new byte[ChunkBytes];
        var carried = 0;
        var total = 0L;
        var line = 1;
        var hasMark = false;
        int? firstBadLine = null;
        while (true)
        {
            var read = Fill(bytes, buffer.AsSpan(carried), source);
            var chunk = buffer.AsSpan(0, carried + read);
            if (total == 0)
            {
                RefuseOtherFormats(chunk, source);
                hasMark = chunk.StartsWith("\uFEFF"u8);
            }

            total += read;
            var nul = chunk.IndexOf((byte)0);
            if (nul >= 0)
            {
                throw new InputException(
                    "table-not-text",
                    "a NUL byte was found; a text table (CSV) is expected, this file is binary or damaged.",
                    new SourceLocation(source, line + chunk[..nul].Count((byte)'\n')));
            }

            // A character cut by the end of the chunk is looked at with the next one.
            var whole = read == 0 ? chunk.Length : WholeCharacters(chunk);
            if (firstBadLine is null && !Utf8.IsValid(chunk[..whole]))
            {
                firstBadLine = line + chunk[..FirstInvalid(chunk[..whole])].Count((byte)'\n');
            }

            line += chunk[..whole].Count((byte)'\n');
            chunk[whole..].CopyTo(buffer);
            carried = chunk.Length - whole;
            if (read == 0)
            {
                break;
            }
        }

        if (total == 0)
        {
            throw new InputException(
                "table-empty",
                "the file is empty; a table with a header line is expected.",
                new SourceLocation(source));
        }

        if (firstBadLine is not { } at)
        {
            return Encoding.UTF8;
        }

        if (hasMark)
        {
            notices.Add(
                "encoding-damaged",
                NoticeSeverity.Warning,
                new SourceLocation(source, at),
                "the file says that it is UTF-8 but this line is not; the damaged characters are read as U+FFFD.");
            return Encoding.UTF8;
        }

        notices.Add(
            "encoding-windows-1252",
            NoticeSeverity.Information,
            new SourceLocation(source, at),
            "the file is not UTF-8, first seen on this line; all of it is read as Windows-1252 (Latin-1).");
        return CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
    }

    static int Fill(Stream bytes, Span<byte> room, string source)
    {
        try
        {
            return bytes.ReadAtLeast(room, room.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw new InputException(
                "gzip-damaged",
                $"the file cannot be unpacked ({e.Message}); it is damaged or cut short.",
                new SourceLocation(source));
        }
    }

    static void RefuseOtherFormats(ReadOnlySpan<byte> start, string source)
    {
        if (start.StartsWith("PK\u0003\u0004"u8))
        {
            throw new InputException(
                "table-not-text",
                "this is a zip archive or an Excel workbook; unpack it, or save the sheet as CSV UTF-8.",
                new SourceLocation(source));
        }

        if (start.StartsWith("PAR1"u8))
        {
            throw new InputException("table-not-text", "this is a Parquet file; convert it to CSV first.", new SourceLocation(source));
        }

        if (start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            throw new InputException("encoding-unsupported", "this is UTF-16 text; save it as CSV UTF-8.", new SourceLocation(source));
        }
    }

    /// <summary>Length without the beginning of a character at the very end that needs more bytes.</summary>
    static int WholeCharacters(ReadOnlySpan<byte> chunk)
    {
        for (var back = 1; back <= Math.Min(3, chunk.Length); back++)
        {
            var lead = chunk[^back];
            if ((lead & 0xC0) == 0x80)
            {
                continue;
            }

            var needed = lead switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
            return needed > back ? chunk.Length - back : chunk.Length;
        }

        return chunk.Length;
    }

    static int FirstInvalid(ReadOnlySpan<byte> chunk)
    {
        var valid = 0;
        while (Rune.DecodeFromUtf8(chunk[valid..], out _, out var consumed) == System.Buffers.OperationStatus.Done)
        {
            valid += consumed;
        }

        return valid;
    }

    /// <summary>Unpacks what a <c>.gz</c> name announces.</summary>
    public static Stream Unpack(Stream bytes, string name) =>
        name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(bytes, CompressionMode.Decompress) : bytes;
}
