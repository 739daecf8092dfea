using System.Text;

namespace GeoCohesion.Data.Sources.Population;

/// <summary>What files of population call things; compared without regard to case.</summary>
static class PopulationFields
{
    /// <summary>
    /// Ids of cells in Filosofi 2015 (<c>IdINSPIRE</c>), 2017, 2019 and 2021; those of 200 m first, since their files name the kilometre
    /// too.
    /// </summary>
    public static readonly string[] CellId = ["idcar_200m", "IdINSPIRE", "idcar_1km", "Id_carr1km"];

    /// <summary>Those of a kilometre, which identify a row only where nothing smaller does.</summary>
    public static readonly string[] KilometerId = ["idcar_1km", "Id_carr1km"];

    /// <summary>Columns that only files of cells of 200 m have.</summary>
    public static readonly string[] IsImputed200 = ["i_est_200", "i_est_200m"];

    public static readonly string[] Id = ["id", "code", "cell_id", "id_cell", "fid"];

    public static readonly string[] Weight = ["population", "pop", "ind", "residents", "habitants", "inhabitants", "poids", "weight"];

    public static readonly string[] Residents = ["ind"];

    public static readonly string[] Longitude = ["lon", "longitude", "lng", "long"];

    public static readonly string[] Latitude = ["lat", "latitude"];

    public static readonly string[] X = ["x", "easting", "coord_x", "lambert_x"];

    public static readonly string[] Y = ["y", "northing", "coord_y", "lambert_y"];

    /// <summary><c>i_est_200m</c> in the GeoPackage, <c>I_est_cr</c> in 2017.</summary>
    public static readonly string[] IsImputed = ["i_est_200", "i_est_200m", "I_est_cr", "i_est_1km"];

    public static readonly string[] Households = ["men"];

    public static readonly string[] PoorHouseholds = ["men_pauv"];

    public static readonly string[] Ages =
        ["ind_0_3", "ind_4_5", "ind_6_10", "ind_11_17", "ind_18_24", "ind_25_39", "ind_40_54", "ind_55_64", "ind_65_79", "ind_80p"];

    /// <summary>Whether an id found by its usual name is that of the kilometre around a cell, not of the cell.</summary>
    /// <param name="id">The field found.</param>
    /// <param name="has200">Whether the file has a field of <see cref="IsImputed200"/>.</param>
    /// <param name="value">The id in a row.</param>
    /// <param name="others">The row's other values.</param>
    public static bool IsAroundCell(string id, bool has200, string value, IEnumerable<string> others)
    {
        if (!KilometerId.Contains(id, StringComparer.OrdinalIgnoreCase))
        {
            return false;
        }

        return has200 || (GridCellId.TryParse(Encoding.UTF8.GetBytes(value), out var around)
            && others.Any(other => GridCellId.TryParse(Encoding.UTF8.GetBytes(other), out var cell) && cell.SideMeters < around.SideMeters));
    }
}
