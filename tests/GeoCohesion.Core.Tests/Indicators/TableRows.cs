using GeoCohesion.Core.Accessibility;

namespace GeoCohesion.Core.Tests.Indicators;

/// <summary>Reads result tables by the names of their columns.</summary>
static class TableRows
{
    public static ResultTable Named(this IEnumerable<ResultTable> tables, string name) => tables.Single(table => table.Name == name);

    /// <summary>The one row whose first column is the id.</summary>
    public static Dictionary<string, object?> Row(this ResultTable table, string id) => table.AllRows().Single(row => (string)row[table.Columns[0].Name]! == id);

    public static IEnumerable<Dictionary<string, object?>> AllRows(this ResultTable table) =>
        table.Rows.Select(row => table.Columns.Select((column, i) => (column.Name, Value: row[i])).ToDictionary(cell => cell.Name, cell => cell.Value));

    /// <summary>Everything a table holds, as text.</summary>
    public static string Text(this IEnumerable<ResultTable> tables) =>
        string.Join("\n", tables.SelectMany(table => table.Rows.Select(row => $"{table.Name}: {string.Join("|", row)}")));
}
