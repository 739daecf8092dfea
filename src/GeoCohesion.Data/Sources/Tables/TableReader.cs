using System.Globalization;
using System.Text;
using CsvHelper;
using GeoCohesion.Core;

namespace GeoCohesion.Data.Sources.Tables;

/// <summary>
/// Reads a text table (<c>.csv</c>, <c>.txt</c>, either with <c>.gz</c>) record by record, as French producers really write them.
/// </summary>
/// <remarks>
/// Separator, byte-order mark, encoding, line ends, the spreadsheet wrapper <c>="01033"</c> and stray spaces are dealt with here; columns
/// are found by name, whatever their case and order. Parsing is CsvHelper's (RFC 4180). Reading a record allocates nothing, and <see
/// cref="Text"/> one string. Not thread-safe.
/// </remarks>
public sealed class TableReader : IDisposable
{
    /// <summary>Longest record, in bytes. A longer one means a quote that is never closed, or a file that is no table.</summary>
    public const int LongestRecordBytes = 1 << 20;

    const string Separators = ";\t|,";

    readonly CsvReader _records;
    readonly NoticeLog _notices;
    readonly byte[][] _missingMarkers;
    readonly string[] _header;
    readonly int _fieldsPerRecord;
    readonly bool _refuseLongRecords;
    CsvMalformedRecord? _malformed;

    TableReader(Func<Stream> open, Encoding encoding, string source, NoticeLog notices, TableOptions options)
    {
        Source = source;
        _notices = notices;
        _missingMarkers = [.. options.MissingMarkers.Select(Encoding.UTF8.GetBytes)];
        _refuseLongRecords = options.RefuseLongRecords;
        Separator = options.Separator ?? Sniff(open, source);
        _records = CsvReader.Create(
            open(),
            new CsvReaderOptions
            {
                Separator = Separator,
                HasHeader = false,
                Encoding = encoding is UTF8Encoding ? null : encoding,
                TrimWhitespace = true,
                TrackLineNumbers = true,
                MaxRecordSize = LongestRecordBytes,
                OnMalformedRecord = malformed => _malformed = malformed,
            });
        _header = [];
        if (!options.HasHeader)
        {
            return;
        }

        try
        {
            _header = ReadHeader();
        }
        catch
        {
            Dispose();
            throw;
        }

        _fieldsPerRecord = _header.Length;
    }

    /// <summary>File name as the user gave it, for messages.</summary>
    public string Source { get; }

    /// <summary>The separator found or given.</summary>
    public char Separator { get; }

    /// <summary>Column names as the file spells them; empty without a header.</summary>
    public IReadOnlyList<string> Header => _header;

    /// <summary>Line of the file on which the current record starts, from 1; quoted line breaks are counted.</summary>
    public int Line => (int)_records.LineNumber;

    /// <summary>How many fields the current record has.</summary>
    public int FieldCount => _records.FieldCount;

    /// <summary>How many records were read so far, the header not counted.</summary>
    public long RecordsRead { get; private set; }

    /// <summary>Opens a file; one whose name ends in <c>.gz</c> is unpacked on the way.</summary>
    /// <exception cref="InputException">
    /// The file is missing, unreadable, empty, not a text table, or its header cannot be read (<c>file-missing</c>, <c>file-unreadable</c>,
    /// <c>table-empty</c>, <c>table-not-text</c>, <c>encoding-unsupported</c>, <c>gzip-damaged</c>, <c>table-record-too-long</c>).
    /// </exception>
    public static TableReader Open(string path, NoticeLog notices, TableOptions? options = null) =>
        Open(() => TableBytes.Unpack(InputFile.OpenRead(path), path), path, notices, options);

    /// <summary>
    /// Opens bytes that are already unpacked, e.g. an entry of an archive; they are copied to memory. The stream stays open.
    /// </summary>
    /// <exception cref="InputException">As <see cref="Open(string, NoticeLog, TableOptions?)"/>.</exception>
    public static TableReader Open(Stream stream, string source, NoticeLog notices, TableOptions? options = null)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        var bytes = copy.ToArray();
        return Open(() => new MemoryStream(bytes, writable: false), source, notices, options);
    }

    /// <summary>Opens a table that is already text.</summary>
    /// <exception cref="InputException">As <see cref="Open(string, NoticeLog, TableOptions?)"/>.</exception>
    public static TableReader OpenText(string text, string source, NoticeLog notices, TableOptions? options = null) =>
        Open(() => new MemoryStream(Encoding.UTF8.GetBytes(text), writable: false), source, notices, options);

    static TableReader Open(Func<Stream> open, string source, NoticeLog notices, TableOptions? options)
    {
        using var bytes = open();
        var encoding = TableBytes.Inspect(bytes, source, notices);
        return new TableReader(open, encoding, source, notices, options ?? new TableOptions());
    }

    /// <summary>Finds a column by its name or, failing that, by the first alias that the table has; case does not matter.</summary>
    /// <returns><see cref="TableColumn.None"/> when the table has none of them.</returns>
    public TableColumn Find(params ReadOnlySpan<string> nameAndAliases)
    {
        foreach (var name in nameAndAliases)
        {
            for (var i = 0; i < _header.Length; i++)
            {
                if (string.Equals(_header[i], name, StringComparison.OrdinalIgnoreCase))
                {
                    return new TableColumn(i, _header[i]);
                }
            }
        }

        return TableColumn.None;
    }

    /// <summary>Finds a column that must be there.</summary>
    /// <exception cref="InputException">
    /// The table has none of the names (<c>column-missing</c>); the message lists the accepted names and those found.
    /// </exception>
    public TableColumn Require(params ReadOnlySpan<string> nameAndAliases)
    {
        var column = Find(nameAndAliases);
        if (column.Exists)
        {
            return column;
        }

        var others = nameAndAliases.Length == 1 ? "" : $" (also accepted: {string.Join(", ", nameAndAliases[1..])})";
        throw new InputException(
            "column-missing",
            $"the column '{nameAndAliases[0]}' is missing{others}; the columns found are: {string.Join(", ", _header)}.",
            new SourceLocation(Source, 1));
    }

    /// <summary>A column of a table without a header.</summary>
    /// <param name="index">From 0.</param>
    /// <param name="name">Name to be used in messages.</param>
    public static TableColumn ColumnAt(int index, string name) => new(index, name);

    /// <summary>
    /// Goes to the next record; blank lines are passed over. A record that is shorter or longer than the header is counted as a notice.
    /// </summary>
    /// <returns>False at the end of the table.</returns>
    /// <exception cref="InputException">
    /// A record is absurdly long (<c>table-record-too-long</c>), has too many fields where that is refused (<c>row-long</c>), or a quote is
    /// not closed (<c>quote-unclosed</c>).
    /// </exception>
    public bool Read()
    {
        if (!Advance())
        {
            return false;
        }

        RecordsRead++;
        if (_fieldsPerRecord > 0 && _records.FieldCount != _fieldsPerRecord)
        {
            ReportLength();
        }

        return true;
    }

    /// <summary>The field as text; see <see cref="Utf8"/>.</summary>
    public string Text(TableColumn column) => Encoding.UTF8.GetString(Utf8(column));

    /// <summary>
    /// The field as UTF-8, without surrounding spaces and spreadsheet wrapper; empty when it is missing, a missing marker, or beyond a
    /// short record. Valid until the next <see cref="Read"/>.
    /// </summary>
    public ReadOnlySpan<byte> Utf8(TableColumn column)
    {
        if (!column.Exists)
        {
            return default;
        }

        var field = Clean(_records.GetSpan(column.Index));
        foreach (var marker in _missingMarkers)
        {
            if (field.SequenceEqual(marker))
            {
                return default;
            }
        }

        return field;
    }

    /// <summary>
    /// The field as a number with a decimal point; thousands may be set apart by spaces (plain, no-break, narrow no-break).
    /// </summary>
    /// <exception cref="InputException">The field is missing (<c>number-missing</c>) or no number (<c>number-malformed</c>).</exception>
    public double Number(TableColumn column) =>
        NumberOrNull(column) ?? throw new InputException("number-missing", "the field is empty; a number is expected.", At(column));

    /// <summary>As <see cref="Number"/>, but null where there is no value.</summary>
    /// <exception cref="InputException">The field is no number (<c>number-malformed</c>).</exception>
    public double? NumberOrNull(TableColumn column)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var field = Utf8(column);
        if (field.IsEmpty)
        {
            return null;
        }

        if (double.TryParse(field, Style, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return number;
        }

        var text = Encoding.UTF8.GetString(field);
        if (double.TryParse(WithoutThousandsSpaces(text), Style, CultureInfo.InvariantCulture, out number) && double.IsFinite(number))
        {
            return number;
        }

        var expected = text.Contains(',', StringComparison.Ordinal) ? "a decimal point is expected" : "a number is expected";
        throw new InputException("number-malformed", $"found '{Shorten(text)}'; {expected}, for example 48.73.", At(column));
    }

    /// <summary>The current record.</summary>
    public SourceLocation At() => new(Source, Line);

    /// <summary>A field of the current record.</summary>
    public SourceLocation At(TableColumn column) => new(Source, Line, column.Name);

    /// <inheritdoc/>
    public void Dispose() => _records.Dispose();

    static string Shorten(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 57), "...");

    static ReadOnlySpan<byte> Clean(ReadOnlySpan<byte> field)
    {
        var text = TrimSpaces(field);
        return text is [(byte)'=', (byte)'"', .., (byte)'"'] ? TrimSpaces(text[2..^1]) : text;
    }

    static ReadOnlySpan<byte> TrimSpaces(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t\r\n"u8);
        while (text.StartsWith("\u00A0"u8))
        {
            text = text[2..].TrimStart(" \t"u8);
        }

        while (text.EndsWith("\u00A0"u8))
        {
            text = text[..^2].TrimEnd(" \t"u8);
        }

        return text;
    }

    /// <summary>
    /// Removes the spaces that stand before a group of exactly three digits; any other space stays and spoils the number.
    /// </summary>
    static string WithoutThousandsSpaces(string text)
    {
        var kept = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var isSpace = text[i] is ' ' or '\u00A0' or '\u202F';
            var isSeparator = isSpace && i > 0 && char.IsAsciiDigit(text[i - 1]) && IsGroup(text.AsSpan(i + 1));
            if (!isSeparator)
            {
                kept.Append(text[i]);
            }
        }

        return kept.ToString();

        static bool IsGroup(ReadOnlySpan<char> rest) =>
            rest.Length >= 3 && !rest[..3].ContainsAnyExceptInRange('0', '9') && (rest.Length == 3 || !char.IsAsciiDigit(rest[3]));
    }

    string[] ReadHeader()
    {
        if (!Advance())
        {
            throw new InputException(
                "table-empty",
                "the file holds no text; a table with a header line is expected.",
                new SourceLocation(Source));
        }

        var header = new string[_records.FieldCount];
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < header.Length; i++)
        {
            header[i] = Encoding.UTF8.GetString(Clean(_records.GetSpan(i)));
            if (header[i].Length > 0 && !seen.Add(header[i]))
            {
                _notices.Add(
                    "column-duplicate",
                    NoticeSeverity.Warning,
                    new SourceLocation(Source, Line, header[i]),
                    "the header names this column more than once; the first one is read.");
            }
        }

        return header;
    }

    bool Advance()
    {
        try
        {
            while (_records.Read())
            {
                RequireSoundRecord();
                if (_records.FieldCount > 1 || !Clean(_records.GetSpan(0)).IsEmpty)
                {
                    return true;
                }
            }

            return false;
        }
        catch (CsvFormatException e)
        {
            throw RecordTooLong(e.LineNumber);
        }
        catch (InvalidDataException e)
        {
            throw new InputException(
                "gzip-damaged",
                $"the file cannot be unpacked ({e.Message}); it is damaged or cut short.",
                new SourceLocation(Source));
        }
    }

    /// <summary>A quote that is not closed makes one record of the lines that follow: they would vanish in a field.</summary>
    void RequireSoundRecord()
    {
        if (_malformed is { } malformed)
        {
            _malformed = null;
            if (malformed.Reason == CsvMalformedReason.UnterminatedQuote || malformed.RawRecord.Contains('\n', StringComparison.Ordinal))
            {
                throw new InputException(
                    "quote-unclosed",
                    "the record that starts here has a quote that is not closed on its line; double it if it belongs to the text.",
                    At());
            }

            // A quote inside a plain field (12" pipe, ="7") is text like any other; text after a closing quote is a slip of the producer.
            if (malformed.Reason == CsvMalformedReason.TextAfterClosingQuote)
            {
                _notices.Add("quote-mended", NoticeSeverity.Information, At(), "text follows a closing quote; both are read as one field.");
            }
        }

        if (_records.RawRecord.Length > LongestRecordBytes)
        {
            throw RecordTooLong(_records.LineNumber);
        }
    }

    InputException RecordTooLong(long line) => new(
        "table-record-too-long",
        $"the record that starts here is longer than {LongestRecordBytes} bytes; perhaps a quote is not closed, or the file is no table.",
        new SourceLocation(Source, line > 0 ? (int)line : null));

    void ReportLength()
    {
        var extra = _fieldsPerRecord;
        while (extra < _records.FieldCount && Clean(_records.GetSpan(extra)).IsEmpty)
        {
            extra++;
        }

        // Separators at the end of the line, without anything between them, lose nothing.
        if (_records.FieldCount > _fieldsPerRecord && extra == _records.FieldCount)
        {
            return;
        }

        if (_records.FieldCount < _fieldsPerRecord)
        {
            _notices.Add(
                "row-short",
                NoticeSeverity.Warning,
                At(),
                $"the record has {_records.FieldCount} fields, the header {_fieldsPerRecord}; the missing ones are read as empty.");
            return;
        }

        if (_refuseLongRecords)
        {
            var hint = Separator == ',' ? " A number with a decimal comma takes two fields: write it with a decimal point." : "";
            throw new InputException(
                "row-long",
                $"the record has {_records.FieldCount} fields, the header {_fieldsPerRecord}; it is not clear which field is which.{hint}",
                At());
        }

        _notices.Add(
            "row-long",
            NoticeSeverity.Warning,
            At(),
            $"the record has {_records.FieldCount} fields, the header {_fieldsPerRecord}; those beyond are ignored.");
    }

    /// <summary>
    /// The most frequent candidate in the first record, quoted parts left out; among equals the first of <c>; tab | ,</c>.
    /// </summary>
    static char Sniff(Func<Stream> open, string source)
    {
        // Separators, quotes and line ends are single bytes in every encoding that gets here.
        using var bytes = new BufferedStream(open(), 1 << 12);
        Span<int> counts = stackalloc int[Separators.Length];
        var inQuotes = false;
        var sawText = false;
        var length = 0;
        for (int c; (c = bytes.ReadByte()) >= 0; length++)
        {
            if (length > LongestRecordBytes)
            {
                throw new InputException(
                    "table-record-too-long",
                    $"the first record is longer than {LongestRecordBytes} bytes; perhaps a quote is not closed, or the file is no table.",
                    new SourceLocation(source, 1));
            }

            sawText |= !char.IsWhiteSpace((char)c);
            if (c == '"')
            {
                inQuotes = !inQuotes;
            }
            else if (!inQuotes && c is '\n' or '\r')
            {
                if (sawText)
                {
                    break;
                }
            }
            else if (!inQuotes && Separators.IndexOf((char)c, StringComparison.Ordinal) is var candidate and >= 0)
            {
                counts[candidate]++;
            }
        }

        var best = Separators.Length - 1;
        for (var i = Separators.Length - 1; i >= 0; i--)
        {
            if (counts[i] > 0 && counts[i] >= counts[best])
            {
                best = i;
            }
        }

        return Separators[best];
    }
}
