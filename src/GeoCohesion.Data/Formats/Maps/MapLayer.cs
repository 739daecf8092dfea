using GeoCohesion.Core.Accessibility;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Formats.Maps;

/// <summary>A column of a layer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Type of its values; any may be null.</param>
/// <param name="Unit">Unit, e.g. <c>s</c>, or empty.</param>
public sealed record MapColumn(string Name, ColumnKind Kind, string Unit);

/// <summary>A row of a layer.</summary>
/// <param name="Shape">WGS84 longitude and latitude, or null.</param>
/// <param name="Values">Per column: <see cref="string"/>, <see cref="long"/>, <see cref="double"/>, <see cref="bool"/>, or null.</param>
public sealed record MapFeature(Geometry? Shape, IReadOnlyList<object?> Values);

/// <summary>A layer that can be drawn, wherever it was read from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">One line for people in the language of the file, or empty.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Features">Its rows.</param>
public sealed record MapLayer(string Name, string Title, IReadOnlyList<MapColumn> Columns, IReadOnlyList<MapFeature> Features)
{
    /// <summary>How isochrones were computed, as their file says; null where it does not.</summary>
    public MapQuestion? Question { get; init; }

    /// <summary>Position of a column by its exact name; -1 where there is none.</summary>
    public int Find(string name)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether there is a column of that name.</summary>
    public bool Has(string name) => Find(name) >= 0;

    /// <summary>A text of a row, or empty.</summary>
    public string Text(MapFeature feature, string name) => Find(name) is >= 0 and var column ? feature.Values[column]?.ToString() ?? "" : "";

    /// <summary>A number of a row, or null.</summary>
    public double? Number(MapFeature feature, string name) => Find(name) is >= 0 and var column ? AsNumber(feature.Values[column]) : null;

    /// <summary>A value as a number, or null where it is none.</summary>
    public static double? AsNumber(object? value) => value switch
    {
        long whole => whole,
        double real => real,
        _ => null,
    };

    /// <summary>Dimension of most of its shapes: 0 points, 1 lines, 2 areas; 0 where there are none.</summary>
    public int Dimension => Features.Where(feature => feature.Shape is { IsEmpty: false })
        .GroupBy(feature => (int)feature.Shape!.Dimension)
        .OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key)
        .Select(group => group.Key)
        .FirstOrDefault();

    /// <summary>Box of all shapes, degrees; empty where there are none.</summary>
    public Envelope Extent()
    {
        var extent = new Envelope();
        foreach (var feature in Features)
        {
            extent.ExpandToInclude(feature.Shape?.EnvelopeInternal ?? new Envelope());
        }

        return extent;
    }
}
