using CsvHelper;
using GeoCohesion.Core.Accessibility;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Formats;

/// <summary>CSV (RFC 4180) in UTF-8: comma, decimal point, LF; a point table gains <c>lon</c> and <c>lat</c>.</summary>
/// <remarks>Cells that a spreadsheet would run as a formula (<c>= + - @</c> in front of text) are written with a leading apostrophe.</remarks>
public sealed class CsvFormat : IResultFormat
{
    static readonly CsvWriterOptions s_options = new() { NewLine = "\n", Injection = CsvInjection.Escape };

    /// <inheritdoc/>
    public string Name => "csv";

    /// <inheritdoc/>
    public string FileExtension => ".csv";

    /// <inheritdoc/>
    public string MediaType => "text/csv; charset=utf-8";

    /// <inheritdoc/>
    public void Write(ResultTable table, ReadOnlyMemory<byte> provenanceJson, Stream stream)
    {
        using var csv = CsvWriter.Create(stream, s_options, leaveOpen: true);
        foreach (var column in table.Columns)
        {
            csv.WriteField(column.Name);
        }

        var isPoint = table.GeometryType == "Point";
        if (isPoint)
        {
            csv.WriteField("lon");
            csv.WriteField("lat");
        }

        csv.EndRecord();
        for (var row = 0; row < table.Rows.Count; row++)
        {
            foreach (var value in table.Rows[row])
            {
                WriteValue(csv, value);
            }

            if (isPoint)
            {
                var point = (Point?)table.Geometries[row];
                WriteValue(csv, point is null ? null : Math.Round(point.X, 7));
                WriteValue(csv, point is null ? null : Math.Round(point.Y, 7));
            }

            csv.EndRecord();
        }
    }

    static void WriteValue(CsvWriter csv, object? value)
    {
        switch (value)
        {
            case string text:
                csv.WriteField(text);
                break;
            case bool flag:
                csv.WriteField(flag ? "true" : "false");
                break;
            case long number:
                csv.WriteField(number);
                break;
            case double number:
                csv.WriteField(number);
                break;
            default:
                csv.WriteField("");
                break;
        }
    }
}
