using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using GeoCohesion.Core;

namespace GeoCohesion.Data.Sources.Areas;

/// <summary>The attributes of a shapefile (dBASE III and IV tables). Values are kept as their text.</summary>
sealed class DbfTable
{
    const int FirstFieldOffset = 32;
    const int FieldBytes = 32;
    const byte EndOfFields = 0x0D;

    readonly byte[] _bytes;
    readonly List<Field> _fields;
    readonly int _firstRecord;
    readonly int _recordBytes;
    readonly Encoding _encoding;

    DbfTable(byte[] bytes, List<Field> fields, int count, int firstRecord, int recordBytes, Encoding encoding)
    {
        _bytes = bytes;
        _fields = fields;
        Count = count;
        _firstRecord = firstRecord;
        _recordBytes = recordBytes;
        _encoding = encoding;
    }

    /// <summary>How many records there are, the deleted ones included.</summary>
    public int Count { get; }

    /// <param name="path">The <c>.dbf</c>.</param>
    /// <param name="encodingPath">The <c>.cpg</c>, or null.</param>
    /// <param name="notices">Receives what was decided about the encoding.</param>
    public static DbfTable Read(string path, string? encodingPath, NoticeLog notices)
    {
        var bytes = AreaFile.ReadBytes(path);
        if (bytes.Length <= FirstFieldOffset)
        {
            throw Damaged(path, bytes.Length, "it is too short for the header of a table");
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4));
        int firstRecord = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        int recordBytes = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(10));
        if (count < 0 || recordBytes < 1 || firstRecord <= FirstFieldOffset || firstRecord > bytes.Length)
        {
            throw Damaged(path, 4, "its header cannot be that of a table");
        }

        if (firstRecord + ((long)count * recordBytes) > bytes.Length)
        {
            throw Damaged(
                path,
                bytes.Length,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"it ends there, but its header says that it has {count} records of {recordBytes} bytes"));
        }

        var nameEncoding = Encoding.Latin1;
        var fields = new List<Field>();
        var start = 1;
        for (var at = FirstFieldOffset; at + FieldBytes <= firstRecord && bytes[at] != EndOfFields; at += FieldBytes)
        {
            var name = bytes.AsSpan(at, 11);
            var end = name.IndexOf((byte)0);
            var length = bytes[at + 16];
            if (start + length > recordBytes)
            {
                throw Damaged(path, at, "a field is longer than the record");
            }

            fields.Add(new Field(nameEncoding.GetString(end < 0 ? name : name[..end]).Trim(), start, length, (char)bytes[at + 11]));
            start += length;
        }

        return new DbfTable(
            bytes,
            fields,
            count,
            firstRecord,
            recordBytes,
            ChooseEncoding(bytes, fields, count, firstRecord, recordBytes, path, encodingPath, notices));
    }

    public bool IsDeleted(int record) => _bytes[_firstRecord + (record * _recordBytes)] == (byte)'*';

    public List<KeyValuePair<string, string>> PropertiesOf(int record)
    {
        var properties = new List<KeyValuePair<string, string>>(_fields.Count);
        foreach (var field in _fields)
        {
            var value = _bytes.AsSpan(_firstRecord + (record * _recordBytes) + field.Start, field.Length);
            var end = value.IndexOf((byte)0);
            var text = Decode(_encoding, end < 0 ? value : value[..end]).Trim();

            // A number too wide for its field, or none, is written as stars.
            var isVoid = field.Type is 'N' or 'F' && text.Length > 0 && text.Trim('*').Length == 0;
            properties.Add(new KeyValuePair<string, string>(field.Name, isVoid ? "" : text));
        }

        return properties;
    }

    static InputException Damaged(string path, long offset, string what) =>
        new(
            "dbf-damaged",
            string.Create(CultureInfo.InvariantCulture, $"the file is damaged at byte {offset}: {what}."),
            new SourceLocation(path));

    static string Decode(Encoding encoding, ReadOnlySpan<byte> value) =>
        encoding.GetString(encoding is UTF8Encoding ? WithoutCutCharacter(value) : value);

    // A field cut to its width may end within a character.
    static ReadOnlySpan<byte> WithoutCutCharacter(ReadOnlySpan<byte> value)
    {
        for (var length = 1; length <= 3 && length <= value.Length; length++)
        {
            if (value[^length] >= 0xC0)
            {
                return Rune.DecodeFromUtf8(value[^length..], out _, out _) == System.Buffers.OperationStatus.NeedMoreData
                    ? value[..^length]
                    : value;
            }
        }

        return value;
    }

    static Encoding ChooseEncoding(
        byte[] bytes,
        List<Field> fields,
        int count,
        int firstRecord,
        int recordBytes,
        string path,
        string? encodingPath,
        NoticeLog notices)
    {
        var windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        var (isAscii, isUtf8) = Inspect(bytes, fields, count, firstRecord, recordBytes);
        if (encodingPath is not null)
        {
            using var reader = new StreamReader(InputFile.OpenRead(encodingPath));
            var name = reader.ReadToEnd().Trim();
            var stated = FindEncoding(name);
            if (stated is not null && (isUtf8 || stated is not UTF8Encoding))
            {
                return stated;
            }

            notices.Add(
                "encoding-doubtful",
                NoticeSeverity.Warning,
                new SourceLocation(encodingPath),
                stated is null
                    ? $"'{name}' is not an encoding that is known; it was found out from the texts."
                    : $"the texts are not {name}, as this file says; they are read as Windows-1252.");
        }

        if (isAscii || isUtf8)
        {
            return Encoding.UTF8;
        }

        var ofHeader = bytes[29] switch
        {
            0x01 => CodePagesEncodingProvider.Instance.GetEncoding(437),
            0x02 => CodePagesEncodingProvider.Instance.GetEncoding(850),
            _ => null,
        };
        if (ofHeader is null && encodingPath is null && bytes[29] is not (0x03 or 0x57))
        {
            notices.Add(
                "encoding-assumed",
                NoticeSeverity.Information,
                new SourceLocation(path),
                "neither a .cpg file nor the header tells the encoding, and the texts are not UTF-8; they are read as Windows-1252.");
        }

        return ofHeader ?? windows;
    }

    static (bool IsAscii, bool IsUtf8) Inspect(byte[] bytes, List<Field> fields, int count, int firstRecord, int recordBytes)
    {
        var isAscii = true;
        for (var record = 0; record < count; record++)
        {
            foreach (var field in fields)
            {
                var value = bytes.AsSpan(firstRecord + (record * recordBytes) + field.Start, field.Length);
                if (Ascii.IsValid(value))
                {
                    continue;
                }

                isAscii = false;
                if (!Utf8.IsValid(WithoutCutCharacter(value)))
                {
                    return (false, false);
                }
            }
        }

        return (isAscii, true);
    }

    static Encoding? FindEncoding(string name)
    {
        var key = string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        var page = key switch
        {
            "UTF8" or "65001" => 65001,
            "ISO88591" or "88591" or "LATIN1" => 1252, // A superset of what Latin-1 writes in French.
            "ISO885915" or "885915" or "LATIN9" => 28605,
            "1252" or "CP1252" or "ANSI1252" or "WINDOWS1252" or "LDID87" or "ANSI" => 1252,
            "850" or "CP850" or "OEM850" => 850,
            "437" or "CP437" or "OEM437" => 437,
            _ => 0,
        };
        return page switch
        {
            0 => null,
            65001 => Encoding.UTF8,
            _ => CodePagesEncodingProvider.Instance.GetEncoding(page),
        };
    }

    readonly record struct Field(string Name, int Start, int Length, char Type);
}
