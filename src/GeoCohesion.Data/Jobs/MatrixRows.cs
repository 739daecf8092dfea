using System.Globalization;
using System.Text;
using GeoCohesion.Core.Routing;
using GeoCohesion.Data.Sources.Points;

namespace GeoCohesion.Data.Jobs;

/// <summary>Writes the rows of a matrix as CSV, origin by origin, and counts the pairs that have a way.</summary>
sealed class MatrixRows(IReadOnlyList<NamedPoint> origins, IReadOnlyList<NamedPoint> destinations, Action<double> progress)
{
    readonly string[] _destinations = [.. destinations.Select(point => Quote(point.Id))];
    readonly StringBuilder _row = new();

    /// <summary>Pairs with a way.</summary>
    public long Reached { get; private set; }

    /// <summary>Writes the header.</summary>
    public static void Header(TextWriter writer, string valueColumns) => writer.Write($"origin,destination,{valueColumns}\n");

    /// <summary>Writes the row of one origin.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="origin">Index of the origin.</param>
    /// <param name="cells">Per destination.</param>
    /// <param name="text">Text of a cell.</param>
    /// <param name="hasWay">Whether the text says that there is a way.</param>
    public void Write<T>(TextWriter writer, int origin, ReadOnlySpan<T> cells, Func<T, string> text, Func<string, bool> hasWay)
    {
        _row.Clear();
        var quotedOrigin = Quote(origins[origin].Id);
        for (var destination = 0; destination < cells.Length; destination++)
        {
            var value = text(cells[destination]);
            _row.Append(quotedOrigin).Append(',').Append(_destinations[destination]).Append(',').Append(value).Append('\n');
            Reached += hasWay(value) ? 1 : 0;
        }

        writer.Write(_row);
        progress((origin + 1.0) / origins.Count);
    }

    /// <summary>Writes the rows of one origin, one per destination and departure.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="origin">Index of the origin.</param>
    /// <param name="cells">Per destination, seconds per departure, or <see cref="TravelTime.Unreached"/>.</param>
    /// <param name="departures">Text of each departure.</param>
    public void WriteDepartures(TextWriter writer, int origin, ReadOnlySpan<int[]> cells, IReadOnlyList<string> departures)
    {
        _row.Clear();
        var quotedOrigin = Quote(origins[origin].Id);
        for (var destination = 0; destination < cells.Length; destination++)
        {
            var hasWay = false;
            for (var i = 0; i < departures.Count; i++)
            {
                _row.Append(quotedOrigin).Append(',').Append(_destinations[destination]).Append(',').Append(departures[i]).Append(',');
                if (cells[destination][i] < TravelTime.Unreached)
                {
                    _row.Append(CultureInfo.InvariantCulture, $"{cells[destination][i]}");
                    hasWay = true;
                }

                _row.Append('\n');
            }

            Reached += hasWay ? 1 : 0;
        }

        writer.Write(_row);
        progress((origin + 1.0) / origins.Count);
    }

    static string Quote(string id)
    {
        // An id that a spreadsheet would run as a formula is text to it after an apostrophe, as in all tables of the program.
        var text = id.Length > 0 && "=+-@\t\r".Contains(id[0], StringComparison.Ordinal) ? $"'{id}" : id;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
