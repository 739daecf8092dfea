using NetTopologySuite.Geometries;

namespace GeoCohesion.Core.Network;

/// <summary>A perimeter whose residents' travel times are asked for: a QPV, or any polygon.</summary>
public sealed record District
{
    /// <summary>Unique code, e.g. <c>QN06099M</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Label for people.</summary>
    public required string Label { get; init; }

    /// <summary>Polygon or MultiPolygon in WGS84 degrees (longitude, latitude), valid, exterior rings counter-clockwise.</summary>
    public required Geometry Perimeter { get; init; }

    /// <summary>The source's other properties, in their order, as text (<c>insee_com</c>, <c>lib_epci</c> ...).</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Properties { get; init; } = [];

    /// <summary>Name of the input file.</summary>
    public required string Source { get; init; }

    /// <summary>Generation of the perimeter: <c>QPV 2015</c>, <c>QPV 2024</c>, or empty.</summary>
    public string Generation { get; init; } = "";
}
