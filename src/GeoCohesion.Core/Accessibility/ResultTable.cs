using NetTopologySuite.Geometries;

namespace GeoCohesion.Core.Accessibility;

/// <summary>Type of the values of a result column.</summary>
public enum ColumnKind
{
    /// <summary><see cref="string"/>.</summary>
    Text,

    /// <summary><see cref="int"/> or <see cref="long"/>, stored as <see cref="long"/>.</summary>
    WholeNumber,

    /// <summary><see cref="double"/>; NaN is stored as null.</summary>
    RealNumber,

    /// <summary><see cref="bool"/>.</summary>
    Flag,
}

/// <summary>A column of a result table.</summary>
/// <param name="Name">Lower-case snake case, stable.</param>
/// <param name="Kind">Type of its values; any may be null.</param>
/// <param name="Unit">Unit, e.g. <c>s</c>, <c>residents</c>, <c>share 0-1</c>, or empty.</param>
/// <param name="Description">One English sentence.</param>
public sealed record ResultColumn(string Name, ColumnKind Kind, string Unit, string Description)
{
    /// <summary>A column of text.</summary>
    public static ResultColumn Text(string name, string description) => new(name, ColumnKind.Text, "", description);

    /// <summary>A column of whole numbers.</summary>
    public static ResultColumn Whole(string name, string unit, string description) => new(name, ColumnKind.WholeNumber, unit, description);

    /// <summary>A column of travel times in whole seconds; null where there is no way.</summary>
    public static ResultColumn Seconds(string name, string description) => new(name, ColumnKind.WholeNumber, "s", description);

    /// <summary>A column of real numbers.</summary>
    public static ResultColumn Real(string name, string unit, string description) => new(name, ColumnKind.RealNumber, unit, description);

    /// <summary>A column of shares, 0 to 1.</summary>
    public static ResultColumn Share(string name, string description) => new(name, ColumnKind.RealNumber, "share 0-1", description);

    /// <summary>A column of yes and no.</summary>
    public static ResultColumn Flag(string name, string description) => new(name, ColumnKind.Flag, "", description);
}

/// <summary>What the run hands to stores and formats: a named table of rows, each with a geometry or without.</summary>
/// <param name="name">Lower-case snake case, stable; the layer's name everywhere.</param>
/// <param name="title">One French line for people.</param>
/// <param name="columns">Columns; the first is the row's id.</param>
/// <param name="geometryType">OGC name (<c>MultiPolygon</c>, <c>Point</c>, <c>LineString</c>) in WGS84, or null for a table without geometry.</param>
public sealed class ResultTable(string name, string title, IReadOnlyList<ResultColumn> columns, string? geometryType)
{
    readonly List<object?[]> _rows = [];
    readonly List<Geometry?> _geometries = [];

    /// <summary>Lower-case snake case, stable.</summary>
    public string Name { get; } = name;

    /// <summary>One French line for people.</summary>
    public string Title { get; } = title;

    /// <summary>Columns, in order.</summary>
    public IReadOnlyList<ResultColumn> Columns { get; } = columns;

    /// <summary>OGC name of the geometry type, or null for a table without geometry.</summary>
    public string? GeometryType { get; } = geometryType;

    /// <summary>Whether it is only what maps are drawn on: such a table stands in stores, and is written in no other format.</summary>
    public bool IsBackground { get; init; }

    /// <summary>Values per row, in the order of <see cref="Columns"/>; numbers as <see cref="long"/> and <see cref="double"/>.</summary>
    public IReadOnlyList<object?[]> Rows => _rows;

    /// <summary>Geometry per row, WGS84; null where there is none.</summary>
    public IReadOnlyList<Geometry?> Geometries => _geometries;

    /// <summary>Position of a column by its name.</summary>
    /// <exception cref="ArgumentException">There is no such column: a bug of the caller.</exception>
    public int ColumnIndex(string columnName)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Name == columnName)
            {
                return i;
            }
        }

        throw new ArgumentException($"Table {Name} has no column {columnName}.", nameof(columnName));
    }

    /// <summary>Adds a row.</summary>
    /// <param name="geometry">WGS84 geometry of the table's type, or null.</param>
    /// <param name="values">One value per column, of its kind or null.</param>
    /// <exception cref="ArgumentException">A value does not fit its column: a bug of the caller.</exception>
    public void Add(Geometry? geometry, params ReadOnlySpan<object?> values)
    {
        if (values.Length != Columns.Count)
        {
            throw new ArgumentException($"Table {Name} has {Columns.Count} columns, the row has {values.Length} values.", nameof(values));
        }

        var row = new object?[values.Length];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = Normalize(Columns[i], values[i]);
        }

        _rows.Add(row);
        _geometries.Add(geometry);
    }

    object? Normalize(ResultColumn column, object? value) => (column.Kind, value) switch
    {
        (_, null) => null,
        (ColumnKind.Text, string text) => text,
        (ColumnKind.WholeNumber, int number) => (long)number,
        (ColumnKind.WholeNumber, long number) => number,
        (ColumnKind.RealNumber, double number) => double.IsFinite(number) ? number : null,
        (ColumnKind.Flag, bool flag) => flag,
        _ => throw new ArgumentException($"Column {Name}.{column.Name} holds {column.Kind}, not {value.GetType().Name}.", nameof(value)),
    };
}
