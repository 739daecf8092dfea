using NetTopologySuite.Geometries;

namespace GeoCohesion.Core.Network;

/// <summary>Residents of a grid cell or at a point.</summary>
public sealed record PopulationCell
{
    /// <summary>Id in the source, e.g. <c>CRS3035RES200mN2000000E4300000</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Polygon (a cell) or Point, in the coordinates of <see cref="Crs"/>.</summary>
    public required Geometry Shape { get; init; }

    /// <summary>EPSG code of <see cref="Shape"/>: an equal-area or conformal metric system for a cell, 4326 for a point.</summary>
    public required int Crs { get; init; }

    /// <summary>Inhabitants, above 0; fractional in Filosofi.</summary>
    public required double Residents { get; init; }

    /// <summary>Whether the source imputed the cell (<c>i_est_200 = 1</c>).</summary>
    public bool IsImputed { get; init; }

    /// <summary>Households, or 0 when unknown.</summary>
    public double Households { get; init; }

    /// <summary>Poor households, or 0 when unknown.</summary>
    public double PoorHouseholds { get; init; }

    /// <summary>Inhabitants per Filosofi age band (0-3, 4-5, 6-10, 11-17, 18-24, 25-39, 40-54, 55-64, 65-79, 80+), or empty.</summary>
    public IReadOnlyList<double> ResidentsByAge { get; init; } = [];
}
