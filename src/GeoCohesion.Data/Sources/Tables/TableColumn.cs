namespace GeoCohesion.Data.Sources.Tables;

/// <summary>A column of an open table.</summary>
/// <param name="Index">Position from 0; -1 when the table does not have the column.</param>
/// <param name="Name">Name as the file spells it.</param>
public readonly record struct TableColumn(int Index, string Name)
{
    /// <summary>A column that the table does not have; it reads as empty.</summary>
    public static TableColumn None { get; } = new(-1, "");

    /// <summary>Whether the table has the column.</summary>
    public bool Exists => Index >= 0;
}
