namespace GeoCohesion.Data.Sources.Areas;

/// <summary>Which geographic file to read, and the names in it.</summary>
public sealed record AreaSourceOptions
{
    /// <summary>GeoJSON, shapefile (<c>.shp</c>) or GeoPackage.</summary>
    public required string Path { get; init; }

    /// <summary>Layer of a GeoPackage; null for its only one.</summary>
    public string? Layer { get; init; }

    /// <summary>Coordinate system (<c>EPSG:2154</c>), needed only where the file does not say; a contradiction is refused.</summary>
    public string? Crs { get; init; }

    /// <summary>Field of the unique code, in any case; null to recognise the usual names.</summary>
    public string? IdField { get; init; }

    /// <summary>Field of the label for people, in any case; null to recognise the usual names.</summary>
    public string? LabelField { get; init; }
}
