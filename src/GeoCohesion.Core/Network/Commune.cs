using NetTopologySuite.Geometries;

namespace GeoCohesion.Core.Network;

/// <summary>A commune and the areas it belongs to; a code that the source does not give is empty.</summary>
public sealed record Commune
{
    /// <summary>INSEE code.</summary>
    public required string Code { get; init; }

    /// <summary>Name.</summary>
    public required string Label { get; init; }

    /// <summary>Polygon or MultiPolygon in WGS84 degrees, valid.</summary>
    public required Geometry Shape { get; init; }

    /// <summary>SIREN of its intercommunality.</summary>
    public string EpciCode { get; init; } = "";

    /// <summary>Name of its intercommunality.</summary>
    public string EpciLabel { get; init; } = "";

    /// <summary>Code of its department.</summary>
    public string DepartmentCode { get; init; } = "";

    /// <summary>Name of its department.</summary>
    public string DepartmentLabel { get; init; } = "";

    /// <summary>Code of its region.</summary>
    public string RegionCode { get; init; } = "";

    /// <summary>Name of its region.</summary>
    public string RegionLabel { get; init; } = "";

    /// <summary>Inhabitants, or null when the source does not tell.</summary>
    public double? Population { get; init; }
}
