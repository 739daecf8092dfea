using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Sources.Areas;

/// <summary>Which file of centralities to read, the names in it, and which of them to keep.</summary>
public sealed record CentralitySourceOptions
{
    /// <summary>
    /// GeoJSON, shapefile (<c>.shp</c>) or GeoPackage of points or polygons; or a table (<c>.csv</c>, <c>.txt</c>, either with <c>.gz</c>)
    /// of points, with columns lon and lat, or x and y.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>Layer of a GeoPackage; null for its only one.</summary>
    public string? Layer { get; init; }

    /// <summary>Coordinate system, needed only where the file does not say.</summary>
    public string? Crs { get; init; }

    /// <summary>Field of the unique id; null to recognise the usual names, or else to number the centralities.</summary>
    public string? IdField { get; init; }

    /// <summary>Field of the label; null to recognise the usual names, or else to take the id.</summary>
    public string? LabelField { get; init; }

    /// <summary>
    /// Field that marks the main centre (<c>true</c>, <c>1</c>, <c>oui</c>, <c>yes</c>); null to recognise the usual names.
    /// </summary>
    public string? MainField { get; init; }

    /// <summary>Field of the level (<c>majeur</c> ...); null to recognise the usual names.</summary>
    public string? LevelField { get; init; }

    /// <summary>WGS84 degrees: only centralities whose label point is within are kept; null for all.</summary>
    public Envelope? AreaOfInterestWgs84 { get; init; }

    /// <summary>INSEE codes or names of communes: only their centralities are kept; empty for all.</summary>
    public IReadOnlyList<string> Communes { get; init; } = [];
}
