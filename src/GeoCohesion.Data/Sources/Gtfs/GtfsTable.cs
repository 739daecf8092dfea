using System.Globalization;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using GeoCohesion.Core;

namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Reads the rows of one GTFS table, forward only, as slices of bytes.</summary>
/// <remarks>
/// Parsing is CsvHelper's (RFC 4180). <c>Tables.TableReader</c> is for tables as they come: it looks a file through for its encoding and separator
/// first. GTFS fixes both, and stop times of a country are gigabytes inside a zip file, so this reader takes its table in one pass, and no
/// field of a long table becomes a string. Tolerated: byte order marks, blanks round fields, CR, LF or CRLF, line breaks inside quotes,
/// empty lines, rows that end early, unknown columns, Windows-1252 instead of UTF-8 (told with <c>gtfs-encoding</c>). Not thread-safe.
/// </remarks>
sealed class GtfsTable : IDisposable
{
    /// <summary>A row longer than this is a damaged file.</summary>
    public const int LongestRowBytes = 1 << 22;

    readonly CsvReader _rows;
    readonly NoticeLog _notices;
    readonly string[] _header = [];
    CsvMalformedReason? _malformed;

    /// <summary>Takes the stream over and reads the header row.</summary>
    /// <param name="stream">The table's bytes.</param>
    /// <param name="at">What messages call the table.</param>
    /// <param name="notices">Told of flaws that were lived with.</param>
    /// <exception cref="InputException">A quote is never closed (<c>gtfs-quote-open</c>), or a row does not end (<c>gtfs-row-too-long</c>).</exception>
    public GtfsTable(Stream stream, SourceLocation at, NoticeLog notices)
    {
        Source = at.Source;
        _notices = notices;
        _rows = CsvReader.Create(
            stream,
            new CsvReaderOptions
            {
                Separator = ',',
                HasHeader = false,
                TrimWhitespace = true,
                TrackLineNumbers = true,
                MaxRecordSize = LongestRowBytes,
                BufferSize = 1 << 18,
                OnMalformedRecord = malformed => _malformed = malformed.Reason,
            });
        if (ReadRow())
        {
            _header = ReadHeader();
        }
    }

    /// <summary>What messages call the table.</summary>
    public string Source { get; }

    /// <summary>Line on which the current row starts, from 1.</summary>
    public int Line => (int)_rows.LineNumber;

    /// <summary>Length of the table, where it is known beforehand.</summary>
    public long LengthBytes { get; init; }

    /// <summary>Bytes in front of the current row.</summary>
    public long BytesRead => _rows.ByteOffset;

    /// <summary>The current row's field, without quotes and the blanks round it; empty where the row or the table has none.</summary>
    /// <param name="column">As <see cref="Column"/> returned it.</param>
    /// <remarks>Valid until the next <see cref="ReadRow"/>.</remarks>
    public ReadOnlySpan<byte> this[int column] => (uint)column < (uint)_rows.FieldCount ? _rows.GetSpan(column) : default;

    /// <summary>Index of a column, or -1 where the table does not have it.</summary>
    public int Column(string name) => Array.FindIndex(_header, header => header.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Index of a column that the table cannot do without.</summary>
    /// <exception cref="InputException">The column is missing (<c>gtfs-column-missing</c>).</exception>
    public int Require(string name)
    {
        var column = Column(name);
        return column >= 0
            ? column
            : throw new InputException(
                "gtfs-column-missing",
                $"the column '{name}' is missing; the table has: {(_header.Length == 0 ? "nothing" : string.Join(", ", _header))}.",
                new SourceLocation(Source, 1, name));
    }

    /// <summary>Reads the next row that is not empty.</summary>
    /// <returns>False at the end of the table.</returns>
    /// <exception cref="InputException">A quote is never closed (<c>gtfs-quote-open</c>), or a row does not end (<c>gtfs-row-too-long</c>).</exception>
    public bool ReadRow()
    {
        do
        {
            if (!Advance())
            {
                return false;
            }
        }
        while (_rows.FieldCount == 1 && this[0].IsEmpty);

        if (_header.Length > 0 && _rows.FieldCount > _header.Length)
        {
            TellExtraFields();
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
            string.Create(
                CultureInfo.InvariantCulture,
                $"'{Text(column)}' was found; a whole number from {lowest} to {highest} is expected."));
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

        Tell(
            "gtfs-date-malformed",
            column,
            $"'{Text(column)}' is not a date; expected YYYYMMDD, for example 20260317. The row was left out.");
        return false;
    }

    /// <summary>Counts a flaw of the current row.</summary>
    public void Tell(string code, int? column, string sentence, NoticeSeverity severity = NoticeSeverity.Warning) =>
        _notices.Add(code, severity, At(column), sentence);

    /// <summary>The place of the current row, or of one of its fields.</summary>
    public SourceLocation At(int? column) =>
        new(Source, Line, column is { } index && (uint)index < (uint)_header.Length ? _header[index] : null);

    /// <inheritdoc/>
    public void Dispose() => _rows.Dispose();

    bool Advance()
    {
        bool isRow;
        try
        {
            isRow = _rows.Read();
        }
        catch (CsvFormatException e)
        {
            throw new InputException(
                "gtfs-row-too-long",
                string.Create(CultureInfo.InvariantCulture, $"a row is longer than {LongestRowBytes} bytes; is a quote left open?"),
                new SourceLocation(Source, e.LineNumber > 0 ? (int)e.LineNumber : null));
        }

        if (_malformed is { } reason)
        {
            _malformed = null;
            TellMalformed(reason);
        }

        return isRow;
    }

    void TellMalformed(CsvMalformedReason reason)
    {
        if (reason == CsvMalformedReason.UnterminatedQuote)
        {
            throw new InputException(
                "gtfs-quote-open",
                "a quote opens in this row and is never closed; a closing quote is expected before the file ends.",
                new SourceLocation(Source, Line));
        }

        // A quote inside a plain field (12" pipe) is text like any other.
        if (reason == CsvMalformedReason.TextAfterClosingQuote)
        {
            Tell("gtfs-quote-stray", null, "text follows a closing quote; both were read as one field.");
        }
    }

    void TellExtraFields()
    {
        for (var column = _header.Length; column < _rows.FieldCount; column++)
        {
            // Separators at the end of a row lose nothing.
            if (!this[column].IsEmpty)
            {
                Tell(
                    "gtfs-row-length",
                    null,
                    $"the row has {_rows.FieldCount} fields and the header {_header.Length}; the fields too many were not read.");
                return;
            }
        }
    }

    string[] ReadHeader()
    {
        var header = new string[_rows.FieldCount];
        for (var column = 0; column < header.Length; column++)
        {
            header[column] = GtfsValue.FromBytes(this[column]);
            if (header[column].Length > 0 && Array.IndexOf(header, header[column], 0, column) >= 0)
            {
                _notices.Add(
                    "gtfs-column-twice",
                    NoticeSeverity.Warning,
                    new SourceLocation(Source, Line, header[column]),
                    $"the header names the column '{header[column]}' twice; the first was read.");
            }
        }

        return header;
    }
}
