using GeoCohesion.Core.Accessibility;

namespace GeoCohesion.Testing;

/// <summary>Reads result tables by id and column.</summary>
public static class TableReading
{
    /// <summary>The value of a column in the row whose first column is the id.</summary>
    public static object? Cell(this ResultTable table, string id, string column) =>
        table.Rows.Single(row => (string?)row[0] == id)[table.ColumnIndex(column)];

    /// <summary>The row as text, column by column.</summary>
    public static Dictionary<string, object?> Row(this ResultTable table, string id) =>
        table.Columns.ToDictionary(column => column.Name, column => table.Cell(id, column.Name));
}
