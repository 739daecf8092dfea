using System.Globalization;
using System.Text;
using System.Text.Unicode;
using GeoCohesion.Core;

namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Reads the rows of one GTFS table, forward only, as slices of bytes.</summary>
/// <remarks>
/// GTFS fixes the form of its tables (RFC 4180, UTF-8, commas), so this reader can do without what makes a general one slow: a string for each
/// field. Stop times of a country are tens of millions of fields, of which none needs to become a string. A test compares it with CsvHelper on
/// random tables. Tolerated: byte order mark, blanks round fields, CR, LF or CRLF, line breaks inside quotes, empty lines, rows that end
/// early, unknown columns, Windows-1252 instead of UTF-8 (told with <c>gtfs-encoding</c>). Not thread-safe.
/// </remarks>
sealed class GtfsTable : IDisposable
{
    /// <summary>A row longer than this is a damaged file.</summary>
    public const int LongestRowBytes = 1 << 22;

    const int BufferBytes = 1 << 18;

    readonly Stream _stream;
    readonly NoticeLog _notices;
    readonly string[]? _header;
    byte[] _buffer = new byte[BufferBytes];
    int _rowStart;
    int _end;
    bool _isAtEnd;
    int _nextLine = 1;
    Field[] _fields = new Field[16];
    int _fieldCount;
    bool _hasStrayText;

    /// <summary>Takes the stream over and reads the header row.</summary>
    /// <param name="stream">The table's bytes.</param>
    /// <param name="at">What messages call the table.</param>
    /// <param name="notices">Told of flaws that were lived with.</param>
    /// <exception cref="InputException">The file is UTF-16 (<c>gtfs-utf16</c>) or a quote is never closed (<c>gtfs-quote-open</c>).</exception>
    public GtfsTable(Stream stream, SourceLocation at, NoticeLog notices)
    {
        _stream = stream;
        _notices = notices;
        Source = at.Source;
        Fill();
        SkipByteOrderMark();
        _header = ReadRow() ? ReadHeader() : [];
    }

    /// <summary>What messages call the table.</summary>
    public string Source { get; }

    /// <summary>Line on which the current row starts, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Bytes taken from the stream so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The current row's field, without quotes and the blanks round it; empty where the row or the table has none.</summary>
    /// <param name="column">As <see cref="Column"/> returned it.</param>
    /// <remarks>Valid until the next <see cref="ReadRow"/>.</remarks>
    public ReadOnlySpan<byte> this[int column]
    {
        get
        {
            if ((uint)column >= (uint)_fieldCount)
            {
                return default;
            }

            ref var field = ref _fields[column];
            if (field.HasDoubledQuotes)
            {
                field.Length = HalveQuotes(_buffer.AsSpan(field.Start, field.Length));
                field.HasDoubledQuotes = false;
            }

            return _buffer.AsSpan(field.Start, field.Length);
        }
    }

    /// <summary>Index of a column, or -1 where the table does not have it.</summary>
    public int Column(string name) => Array.FindIndex(_header!, header => header.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Index of a column that the table cannot do without.</summary>
    /// <exception cref="InputException">The column is missing (<c>gtfs-column-missing</c>).</exception>
    public int Require(string name)
    {
        var column = Column(name);
        return column >= 0
            ? column
            : throw new InputException(
                "gtfs-column-missing",
                $"the column '{name}' is missing; the table has: {string.Join(", ", _header!)}.",
                new SourceLocation(Source, 1, name));
    }

    /// <summary>Reads the next row that is not empty.</summary>
    /// <returns>False at the end of the table.</returns>
    /// <exception cref="InputException">A quote is never closed (<c>gtfs-quote-open</c>), or a row does not end (<c>gtfs-row-too-long</c>).</exception>
    public bool ReadRow()
    {
        do
        {
            Line = _nextLine;
            if (!Scan())
            {
                return false;
            }
        }
        while (_fieldCount == 1 && _fields[0].Length == 0);

        if (_hasStrayText)
        {
            Tell("gtfs-quote-stray", null, "text follows a closing quote; it was not read.");
        }

        if (_header is not null && _fieldCount > _header.Length)
        {
            Tell("gtfs-row-length", null, $"the row has {_fieldCount} fields and the header {_header.Length}; the fields too many were not read.");
        }

        return true;
    }

    /// <summary>The current row's field as text.</summary>
    public string Text(int column)
    {
        var bytes = this[column];
        if (bytes.IsEmpty)
        {
            return "";
        }

        if (Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        Tell("gtfs-encoding", column, "the text is not UTF-8, which GTFS asks for; it was read as Windows-1252.");
        return GtfsValue.FromBytes(bytes);
    }

    /// <summary>A whole number of the current row; <paramref name="whenEmpty"/> where the field is empty.</summary>
    /// <returns>False, and told as <c>gtfs-number-malformed</c>, where it is not a number from <paramref name="lowest"/> to <paramref name="highest"/>.</returns>
    public bool TryInteger(int column, int whenEmpty, int lowest, int highest, out int value)
    {
        var field = this[column];
        value = whenEmpty;
        if (field.IsEmpty)
        {
            return true;
        }

        if (GtfsValue.TryInteger(field, out value) && value >= lowest && value <= highest)
        {
            return true;
        }

        value = whenEmpty;
        Tell(
            "gtfs-number-malformed",
            column,
            string.Create(CultureInfo.InvariantCulture, $"'{Text(column)}' was found; a whole number from {lowest} to {highest} is expected."));
        return false;
    }

    /// <summary>A decimal number of the current row; NaN where the field is empty.</summary>
    /// <returns>False, and told as <c>gtfs-number-malformed</c>, where it is not a number.</returns>
    public bool TryDecimal(int column, out double value)
    {
        var field = this[column];
        value = double.NaN;
        if (field.IsEmpty || GtfsValue.TryDecimal(field, out value))
        {
            return true;
        }

        value = double.NaN;
        Tell("gtfs-number-malformed", column, $"'{Text(column)}' was found; a decimal number with a point is expected.");
        return false;
    }

    /// <summary>A date of the current row.</summary>
    /// <returns>False, and told as <c>gtfs-date-malformed</c>, where it is not a date.</returns>
    public bool TryDate(int column, out int dayNumber)
    {
        if (GtfsValue.TryDate(this[column], out dayNumber))
        {
            return true;
        }

        Tell("gtfs-date-malformed", column, $"'{Text(column)}' is not a date; expected YYYYMMDD, for example 20260317. The row was left out.");
        return false;
    }

    /// <summary>Counts a flaw of the current row.</summary>
    public void Tell(string code, int? column, string sentence, NoticeSeverity severity = NoticeSeverity.Warning) =>
        _notices.Add(code, severity, At(column), sentence);

    /// <summary>The place of the current row, or of one of its fields.</summary>
    public SourceLocation At(int? column) =>
        new(Source, Line, _header is not null && column is { } index && (uint)index < (uint)_header.Length ? _header[index] : null);

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    string[] ReadHeader()
    {
        var header = new string[_fieldCount];
        for (var column = 0; column < header.Length; column++)
        {
            header[column] = GtfsValue.FromBytes(this[column]);
            if (header[column].Length > 0 && Array.IndexOf(header, header[column], 0, column) >= 0)
            {
                _notices.Add(
                    "gtfs-column-twice",
                    NoticeSeverity.Warning,
                    new SourceLocation(Source, 1, header[column]),
                    $"the header names the column '{header[column]}' twice; the first was read.");
            }
        }

        return header;
    }

    void SkipByteOrderMark()
    {
        var head = _buffer.AsSpan(0, _end);
        if (head.StartsWith<byte>([0xEF, 0xBB, 0xBF]))
        {
            _rowStart = 3;
        }
        else if (head.StartsWith<byte>([0xFF, 0xFE]) || head.StartsWith<byte>([0xFE, 0xFF]))
        {
            throw new InputException("gtfs-utf16", "the file is UTF-16; UTF-8 is expected.", new SourceLocation(Source));
        }
    }

    /// <summary>Finds the fields of the next row; starts over where the buffer ends before the row does.</summary>
    bool Scan()
    {
        if (_rowStart == _end && !Fill())
        {
            return false;
        }

        while (!TryScan())
        {
            Fill();
        }

        return true;
    }

    bool TryScan()
    {
        var buffer = _buffer;
        var end = _end;
        var position = _rowStart;
        var lines = 0;
        _fieldCount = 0;
        _hasStrayText = false;
        while (true)
        {
            while (position < end && IsBlank(buffer[position]))
            {
                position++;
            }

            if (position < end && buffer[position] == (byte)'"')
            {
                if (!TryScanQuoted(ref position, ref lines))
                {
                    return false;
                }
            }
            else
            {
                var length = buffer.AsSpan(position, end - position).IndexOfAny((byte)',', (byte)'\n', (byte)'\r');
                if (length < 0)
                {
                    if (!_isAtEnd)
                    {
                        return false;
                    }

                    length = end - position;
                }

                var last = position + length;
                while (last > position && IsBlank(buffer[last - 1]))
                {
                    last--;
                }

                AddField(new Field { Start = position, Length = last - position });
                position += length;
            }

            if (position == end)
            {
                break;
            }

            var separator = buffer[position++];
            if (separator == (byte)',')
            {
                continue;
            }

            lines++;
            if (separator == (byte)'\r')
            {
                if (position == end && !_isAtEnd)
                {
                    return false;
                }

                if (position < end && buffer[position] == (byte)'\n')
                {
                    position++;
                }
            }

            break;
        }

        _rowStart = position;
        _nextLine += lines;
        return true;
    }

    /// <summary>Finds the end of a field that starts with a quote, and the separator behind it.</summary>
    bool TryScanQuoted(ref int position, ref int lines)
    {
        var start = position + 1;
        var quote = start;
        var hasDoubledQuotes = false;
        while (true)
        {
            var length = _buffer.AsSpan(quote, _end - quote).IndexOf((byte)'"');
            if (length < 0)
            {
                return !_isAtEnd
                    ? false
                    : throw new InputException(
                        "gtfs-quote-open",
                        "a quote opens in this row and is never closed; a closing quote is expected before the file ends.",
                        new SourceLocation(Source, Line));
            }

            quote += length;
            if (quote + 1 == _end && !_isAtEnd)
            {
                return false;
            }

            if (quote + 1 == _end || _buffer[quote + 1] != (byte)'"')
            {
                break;
            }

            hasDoubledQuotes = true;
            quote += 2;
        }

        var rest = _buffer.AsSpan(quote + 1, _end - quote - 1).IndexOfAny((byte)',', (byte)'\n', (byte)'\r');
        if (rest < 0)
        {
            if (!_isAtEnd)
            {
                return false;
            }

            rest = _end - quote - 1;
        }

        _hasStrayText |= _buffer.AsSpan(quote + 1, rest).ContainsAnyExcept((byte)' ', (byte)'\t');
        lines += _buffer.AsSpan(start, quote - start).Count((byte)'\n');
        AddField(new Field { Start = start, Length = quote - start, HasDoubledQuotes = hasDoubledQuotes });
        position = quote + 1 + rest;
        return true;
    }

    void AddField(Field field)
    {
        if (_fieldCount == _fields.Length)
        {
            Array.Resize(ref _fields, 2 * _fields.Length);
        }

        _fields[_fieldCount++] = field;
    }

    /// <summary>Moves the row begun to the front of the buffer and reads on behind it.</summary>
    bool Fill()
    {
        if (_isAtEnd)
        {
            return false;
        }

        var kept = _end - _rowStart;
        if (kept == _buffer.Length)
        {
            if (kept >= LongestRowBytes)
            {
                throw new InputException(
                    "gtfs-row-too-long",
                    string.Create(CultureInfo.InvariantCulture, $"a row is longer than {LongestRowBytes} bytes; is a quote left open?"),
                    new SourceLocation(Source, Line));
            }

            Array.Resize(ref _buffer, 2 * kept);
        }

        _buffer.AsSpan(_rowStart, kept).CopyTo(_buffer);
        _rowStart = 0;
        _end = kept;
        var count = _stream.ReadAtLeast(_buffer.AsSpan(_end), _buffer.Length - _end, throwOnEndOfStream: false);
        _isAtEnd = count < _buffer.Length - _end;
        _end += count;
        BytesRead += count;
        return count > 0;
    }

    static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t';

    static int HalveQuotes(Span<byte> field)
    {
        var length = 0;
        for (var i = 0; i < field.Length; i++)
        {
            field[length++] = field[i];
            if (field[i] == (byte)'"')
            {
                i++;
            }
        }

        return length;
    }

    struct Field
    {
        public int Start;
        public int Length;
        public bool HasDoubledQuotes;
    }
}
