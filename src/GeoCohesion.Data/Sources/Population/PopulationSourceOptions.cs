namespace GeoCohesion.Data.Sources.Population;

/// <summary>Which file of population to read, and the names in it. What is null is recognised by its usual names.</summary>
public sealed record PopulationSourceOptions
{
    /// <summary>
    /// A table (<c>.csv</c>, <c>.txt</c>, either with <c>.gz</c>): INSEE's gridded Filosofi data, or points with a weight; or polygons or
    /// points with a weight in a GeoJSON file, shapefile or GeoPackage.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>Layer of a GeoPackage; null for its only one.</summary>
    public string? Layer { get; init; }

    /// <summary>Coordinate system of x and y columns, or of an area file that does not say. Filosofi cells name theirs.</summary>
    public string? Crs { get; init; }

    /// <summary>Column of the unique id.</summary>
    public string? IdField { get; init; }

    /// <summary>Column of the inhabitants.</summary>
    public string? WeightField { get; init; }

    /// <summary>Column of the easting or longitude.</summary>
    public string? XField { get; init; }

    /// <summary>Column of the northing or latitude.</summary>
    public string? YField { get; init; }
}
