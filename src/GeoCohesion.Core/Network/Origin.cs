using NetTopologySuite.Geometries;

namespace GeoCohesion.Core.Network;

/// <summary>Where residents of a district start from: an inhabited cell cut by the perimeter, or a point of a regular grid.</summary>
public sealed record Origin
{
    /// <summary>Unique: the district's code, a slash, the cell's id.</summary>
    public required string Id { get; init; }

    /// <summary>Index of the district in the run's list.</summary>
    public required int District { get; init; }

    /// <summary>WGS84 degrees: an interior point of the piece, its centroid where that is inside.</summary>
    public required double Longitude { get; init; }

    /// <summary>WGS84 degrees.</summary>
    public required double Latitude { get; init; }

    /// <summary>Inhabitants of the cell x share of its area within the perimeter; equal weights when there is no grid.</summary>
    public required double Residents { get; init; }

    /// <summary>Share of the cell's area within the perimeter, 0 to 1; 1 when there is no grid.</summary>
    public required double ShareOfCell { get; init; }

    /// <summary>The cell, or null when there is no grid.</summary>
    public PopulationCell? Cell { get; init; }

    /// <summary>The piece of the cell within the perimeter, WGS84.</summary>
    public required Geometry Shape { get; init; }
}
