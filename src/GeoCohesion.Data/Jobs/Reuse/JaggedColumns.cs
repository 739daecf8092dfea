using GeoCohesion.Data.Stores;

namespace GeoCohesion.Data.Jobs.Reuse;

/// <summary>Arrays of arrays as columns of a file.</summary>
static class JaggedColumns
{
    /// <summary>Writes a column for each row.</summary>
    public static void Write<T>(ColumnWriter writer, IReadOnlyCollection<T[]> rows)
        where T : unmanaged
    {
        writer.Column<int>([.. rows.Select(row => row.Length)]);
        writer.Column<T>([.. rows.SelectMany(row => row)]);
    }

    /// <summary>Reads them.</summary>
    /// <returns>The rows, or null where they do not fit.</returns>
    public static T[][]? Read<T>(ColumnReader reader)
        where T : unmanaged
    {
        var lengths = reader.Column<int>();
        var all = reader.Column<T>();
        if (Array.Exists(lengths, length => length < 0) || lengths.Sum(length => (long)length) != all.Length)
        {
            return null;
        }

        var rows = new T[lengths.Length][];
        var next = 0;
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = all[next..(next + lengths[row])];
            next += lengths[row];
        }

        return rows;
    }
}
