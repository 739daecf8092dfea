using GeoCohesion.SampleCity.Geometry;
using GeoCohesion.SampleCity.Population;

namespace GeoCohesion.SampleCity.Writing;

/// <summary>The 200 m grid of INSEE (Filosofi 2021, carreaux_200m_met.csv): `,`, decimal point.</summary>
public static class FilosofiWriter
{
    const double ImputedBelowHouseholds = 11;

    static readonly string[] s_columns =
    [
        "idcar_200m", "idcar_1km", "idcar_nat", "i_est_200", "i_est_1km", "lcog_geo", "ind", "men", "men_pauv", "men_1ind", "men_5ind",
        "men_prop", "men_fmp", "ind_snv", "men_surf", "men_coll", "men_mais", "log_av45",
        "log_45_70", "log_70_90", "log_ap90", "log_inc", "log_soc", "ind_0_3", "ind_4_5", "ind_6_10", "ind_11_17", "ind_18_24",
        "ind_25_39", "ind_40_54", "ind_55_64", "ind_65_79", "ind_80p", "ind_inc",
    ];

    /// <summary>Ages from 0-3 to 80 and over, as shares, in the city and in its priority districts, which are younger.</summary>
    static readonly double[] s_ages = [0.037, 0.022, 0.057, 0.082, 0.102, 0.19, 0.185, 0.122, 0.142, 0.061];

    static readonly double[] s_districtAges = [0.062, 0.034, 0.084, 0.112, 0.103, 0.212, 0.179, 0.1, 0.083, 0.031];

    public static byte[] Write(IReadOnlyList<GridCell> cells)
    {
        var csv = new Csv(',', s_columns, "0").AddHeader();
        foreach (var cell in cells)
        {
            var random = new Rng(((ulong)cell.Easting << 32) ^ (ulong)cell.Northing);
            var size = 2.05 + (0.4 * cell.DistrictShare);
            var households = Round(cell.Inhabitants / size);
            var isFlats = cell.Inhabitants > 150;
            var flats = isFlats ? Round(households * 0.85) : Round(households * 0.1);
            var social = Round(households * (0.06 + (0.66 * cell.DistrictShare)));
            var old = Round(households * 0.3);
            var middle = Round(households * 0.35);
            var late = Round(households * 0.15);
            var shares = s_ages.Zip(s_districtAges, (city, district) => city + ((district - city) * cell.DistrictShare)).ToArray();
            var ages = shares.Take(shares.Length - 1).Select(share => Round(cell.Inhabitants * share)).ToList();
            csv.AddRow(
                ("idcar_200m", Id(cell, 200)), ("idcar_1km", Id(cell, 1000)), ("idcar_nat", Id(cell, 200)),
                ("i_est_200", households < ImputedBelowHouseholds ? 1 : 0), ("lcog_geo", Communes(cell)),
                ("ind", cell.Inhabitants), ("men", households), ("men_pauv", Round(households * cell.PovertyShare)),
                ("men_1ind", Round(households * (0.4 - (0.08 * cell.DistrictShare)))),
                ("men_5ind", Round(households * (0.05 + (0.09 * cell.DistrictShare)))),
                ("men_prop", Round(households * (isFlats ? 0.4 : 0.78) * (1 - (0.75 * cell.DistrictShare)))),
                ("men_fmp", Round(households * (0.1 + (0.13 * cell.DistrictShare)))),
                ("ind_snv", Round(cell.Inhabitants * (25500 - (9500 * cell.DistrictShare)) * random.Within(0.94, 1.06))),
                ("men_surf", Round(households * (isFlats ? 66 : 104))), ("men_coll", flats), ("men_mais", Round(households - flats)),
                ("log_av45", old), ("log_45_70", middle), ("log_70_90", Round(households - old - middle - late)),
                ("log_ap90", late), ("log_soc", social), ("ind_0_3", ages[0]), ("ind_4_5", ages[1]), ("ind_6_10", ages[2]),
                ("ind_11_17", ages[3]), ("ind_18_24", ages[4]), ("ind_25_39", ages[5]), ("ind_40_54", ages[6]),
                ("ind_55_64", ages[7]), ("ind_65_79", ages[8]), ("ind_80p", Round(cell.Inhabitants - ages.Sum())));
        }

        return csv.ToUtf8();
    }

    static double Round(double value) => Math.Round(value, 1);

    static string Id(GridCell cell, int meters) =>
        FormattableString.Invariant($"CRS3035RES{meters}mN{cell.Northing / meters * meters}E{cell.Easting / meters * meters}");

    /// <summary>A cell on a border names all its communes, one code after the other.</summary>
    static string Communes(GridCell cell)
    {
        const double Half = 100;
        var corners = ((Pt[])[new(-Half, -Half), new(Half, -Half), new(Half, Half), new(-Half, Half), new(0, 0)])
            .Select(d => BpeWriter.CommuneOf(cell.Centre + d).Code);
        return string.Concat(corners.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }
}
