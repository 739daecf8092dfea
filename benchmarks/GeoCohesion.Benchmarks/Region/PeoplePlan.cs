using System.Globalization;
using System.Text;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Benchmarks.Region;

/// <summary>Writes who lives where, as Filosofi 2021 has it: 200 m cells of EPSG:3035 with their age groups and households.</summary>
static class PeoplePlan
{
    const int CellMeters = 200;
    const double FewestPeople = 1;
    const double HamletShare = 0.025;

    const string Header =
        "idcar_200m,idcar_1km,idcar_nat,i_est_200,i_est_1km,lcog_geo,ind,men,men_pauv,men_1ind,men_5ind,men_prop,men_fmp,ind_snv,men_surf,men_coll,men_mais,"
        + "log_av45,log_45_70,log_70_90,log_ap90,log_inc,log_soc,ind_0_3,ind_4_5,ind_6_10,ind_11_17,ind_18_24,ind_25_39,ind_40_54,ind_55_64,ind_65_79,ind_80p,ind_inc";

    static readonly double[] s_ages = [0.037, 0.022, 0.057, 0.082, 0.102, 0.19, 0.185, 0.122, 0.142];

    /// <summary>Writes the file.</summary>
    /// <returns>Numbers of cells and people.</returns>
    public static (int Cells, double People) Write(string path, IReadOnlyList<RegionPlan> regions)
    {
        using var csv = new StreamWriter(path, false, new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
        csv.WriteLine(Header);
        var (cells, people) = (0, 0.0);
        foreach (var region in regions)
        {
            var shapes = region.Districts.ToLookup(district => district.In, Shape);
            var weightOf = new Dictionary<Settlement, double>();
            var hamlets = 0.0;
            foreach (var (easting, northing) in Cells(region))
            {
                var (settlement, weight) = Weigh(region, shapes, easting, northing, out _);
                hamlets += settlement is null ? weight : 0;
                if (settlement is not null)
                {
                    weightOf[settlement] = weightOf.GetValueOrDefault(settlement) + weight;
                }
            }

            var inSettlements = (region.People - hamlets) / region.People;
            foreach (var (easting, northing) in Cells(region))
            {
                var (settlement, weight) = Weigh(region, shapes, easting, northing, out var isPoor);
                var inhabitants = settlement is null ? weight : weight * settlement.Inhabitants * inSettlements / weightOf[settlement];
                inhabitants = Math.Round(inhabitants * 2) / 2;
                if (inhabitants >= FewestPeople)
                {
                    csv.WriteLine(Row(region, easting, northing, inhabitants, isPoor));
                    cells++;
                    people += inhabitants;
                }
            }
        }

        return (cells, people);
    }

    static IEnumerable<(int Easting, int Northing)> Cells(RegionPlan region)
    {
        for (var northing = Floor(region.South); northing < region.South + region.SideMeters; northing += CellMeters)
        {
            for (var easting = Floor(region.West); easting < region.West + region.SideMeters; easting += CellMeters)
            {
                yield return (easting, northing);
            }
        }
    }

    static int Floor(double meters) => (int)Math.Floor(meters / CellMeters) * CellMeters;

    static Polygon Shape(RegionDistrict district)
    {
        Coordinate[] corners = [.. district.Ring.Append(district.Ring[0]).Select(at => new Coordinate(at.X, at.Y))];
        return new Polygon(new LinearRing(corners));
    }

    /// <summary>Dense in the middle, thin at the edge, denser in priority districts; here and there a hamlet (its weight is its inhabitants).</summary>
    static (Settlement? In, double Weight) Weigh(
        RegionPlan region, ILookup<Settlement, Polygon> districts, int easting, int northing, out bool isPoor)
    {
        var (x, y) = (easting + (CellMeters / 2.0), northing + (CellMeters / 2.0));
        isPoor = false;
        if (region.SettlementAt(x, y) is not { } settlement)
        {
            return (null, Noise.Unit(region.Seed, easting, northing, 50) < HamletShare ? Noise.Within(3, 12, region.Seed, easting, northing, 51) : 0);
        }

        var centre = new Point(x, y);
        isPoor = districts[settlement].Any(district => district.EnvelopeInternal.Contains(centre.Coordinate) && district.Contains(centre));
        var farOut = settlement.DistanceTo(x, y) / settlement.RadiusMeters;
        return (settlement, Math.Exp(-1.5 * farOut * farOut) * (isPoor ? 1.8 : 1) * Noise.Within(0.6, 1.4, region.Seed, easting, northing, 52));
    }

    static string Row(RegionPlan region, int easting, int northing, double inhabitants, bool isPoor)
    {
        var households = Round(inhabitants / (isPoor ? 2.45 : 2.05));
        var isFlats = inhabitants > 150;
        var flats = Round(households * (isFlats ? 0.85 : 0.1));
        var social = Round(households * (isPoor ? 0.72 : 0.06));
        var ages = s_ages.Select(share => Round(inhabitants * share)).ToArray();
        double[] numbers =
        [
            inhabitants, households, Round(households * (isPoor ? 0.44 : 0.11)), Round(households * 0.38), Round(households * (isPoor ? 0.14 : 0.05)),
            Round(households * (isPoor ? 0.15 : 0.6)), Round(households * (isPoor ? 0.23 : 0.1)), Round(inhabitants * (isPoor ? 16_000 : 25_500)),
            Round(households * (isFlats ? 66 : 104)), flats, Round(households - flats), Round(households * 0.3), Round(households * 0.35),
            Round(households * 0.2), Round(households * 0.15), 0, social, .. ages, Math.Max(0, Round(inhabitants - ages.Sum())), 0,
        ];
        var commune = CommunePlan.CodeAt(region, easting + (CellMeters / 2.0), northing + (CellMeters / 2.0));
        var columns = string.Join(',', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Id(200)},{Id(1000)},{Id(200)},{(households < 11 ? 1 : 0)},0,{commune},{columns}");

        string Id(int meters) => FormattableString.Invariant($"CRS3035RES{meters}mN{northing / meters * meters}E{easting / meters * meters}");
    }

    static double Round(double value) => Math.Round(value, 1);
}
