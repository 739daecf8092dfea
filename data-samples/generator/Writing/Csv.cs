using System.Globalization;
using System.Text;

namespace GeoCohesion.SampleCity.Writing;

/// <summary>A delimited text of fixed columns; a field that a row does not set has the column's usual value.</summary>
public sealed class Csv(char separator, string[] columns, string usual = "", bool isQuoted = false)
{
    readonly StringBuilder _text = new();

    public Csv AddHeader()
    {
        AddLine(columns.Select(column => (column, true)));
        return this;
    }

    public void AddRow(params (string Column, object? Value)[] fields)
    {
        var row = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (column, value) in fields)
        {
            if (!columns.Contains(column, StringComparer.Ordinal))
            {
                throw new ArgumentException($"'{column}' is not a column of this file.", nameof(fields));
            }

            row[column] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }

        AddLine(columns.Select(column => row.TryGetValue(column, out var value)
            ? (value, !fields.First(f => f.Column == column).Value!.GetType().IsPrimitive) : (usual, false)));
    }

    public byte[] ToUtf8() => Encoding.UTF8.GetBytes(_text.ToString());

    void AddLine(IEnumerable<(string Value, bool IsText)> values)
    {
        _text.AppendJoin(separator, values.Select(v => v.Value.Length > 0
            && ((isQuoted && v.IsText) || v.Value.Contains(separator, StringComparison.Ordinal)
            || v.Value.Contains('"', StringComparison.Ordinal))
            ? $"\"{v.Value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : v.Value));
        _text.Append('\n');
    }
}
