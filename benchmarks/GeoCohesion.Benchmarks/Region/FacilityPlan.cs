using System.Globalization;
using System.Text;
using GeoCohesion.Data.Sources.Crs;

namespace GeoCohesion.Benchmarks.Region;

/// <summary>Writes facilities as INSEE's base of 2024 has them: many share a house, most are where people are, the rare ones in towns.</summary>
static class FacilityPlan
{
    const int PlacesAtFullScale = 60_000;
    const double PlacesPerHouse = 2.5;

    const string Header =
        "AN;NOMRS;CNOMRS;NUMVOIE;INDREP;TYPVOIE;LIBVOIE;CADR;LIBCOM;CODPOS;DEPCOM;DEP;REG;DOM;SDOM;TYPEQU;SIRET;APET;STATUT_DIFFUSION;CANTINE;INTERNAT;RPI;EP;"
        + "CL_PGE;SECT;SPECIALITE;STRUCTURE_EXERCICE;ACCES_AIRE_PRATIQUE;ACCES_LIBRE;ACCES_SANITAIRE;ACCES_VESTIAIRE;CAPACITE_D_ACCUEIL;PRES_DOUCHE;"
        + "PRES_SANITAIRE;SAISONNIER;COUVERT;ECLAIRE;CATEGORIE;MULTIPLEXE;ACCUEIL;ITINERANCE;MODE_GESTION;SSTYPHEB;TYPE;CAPACITE;INDIC_CAPA;NBEQUIDENT;"
        + "INDIC_NBEQUIDENT;NBSALLES;INDIC_NBSALLES;NBLIEUX;INDIC_NBLIEUX;IMPLANTATION_STATION;NB_PDC;NB_JOURS_OUVERT;LAMBERT_X;LAMBERT_Y;LONGITUDE;LATITUDE;"
        + "QUALITE_XY;EPSG;QUALITE_GEOLOC;TR_DIST_PRECISION;DCIRIS;QUALI_IRIS;IRISEE;QP2015;QUALI_QP2015;QP2024;QUALI_QP2024;QVA;QUALI_QVA;ZUS;QUALI_ZUS;EPCI;"
        + "UU2020;BV2022;AAV2020;DENS3;DENS7";

    /// <summary>Code of the kind, weight, smallest settlement that has it. Every class that has a code in this list has one here.</summary>
    static readonly (string Code, double Weight, SettlementKind Smallest)[] s_kinds =
    [
        ("D281", 16, SettlementKind.Village), ("D279", 12, SettlementKind.Village), ("D265", 9, SettlementKind.Village), ("D277", 5, SettlementKind.Village),
        ("D307", 3, SettlementKind.Village), ("D280", 2, SettlementKind.Village), ("D250", 5, SettlementKind.Village), ("C107", 2, SettlementKind.Village),
        ("C108", 3, SettlementKind.Village), ("C109", 3, SettlementKind.Village), ("D502", 2, SettlementKind.Village), ("D505", 3, SettlementKind.Village),
        ("F307", 2, SettlementKind.Village), ("F121", 4, SettlementKind.Village), ("F113", 3, SettlementKind.Village), ("A129", 0.5, SettlementKind.Village),
        ("A207", 1, SettlementKind.Village), ("A203", 3, SettlementKind.Village), ("B104", 1, SettlementKind.Village), ("B105", 2, SettlementKind.Village),
        ("A128", 0.3, SettlementKind.Village), ("D113", 0.3, SettlementKind.Village), ("C201", 0.8, SettlementKind.Town), ("C301", 0.5, SettlementKind.Town),
        ("C302", 0.4, SettlementKind.Town), ("D278", 1.5, SettlementKind.Town), ("D302", 0.8, SettlementKind.Town), ("D108", 0.3, SettlementKind.Town),
        ("D115", 0.3, SettlementKind.Town), ("D506", 0.5, SettlementKind.Town), ("A101", 0.2, SettlementKind.Town), ("A104", 0.2, SettlementKind.Town),
        ("A122", 0.15, SettlementKind.Town), ("A124", 0.1, SettlementKind.Town), ("A125", 0.1, SettlementKind.Town), ("F101", 0.4, SettlementKind.Town),
        ("F303", 0.2, SettlementKind.Town), ("F305", 0.2, SettlementKind.Town), ("F107", 0.4, SettlementKind.Town), ("C602", 0.2, SettlementKind.Town),
        ("C610", 0.2, SettlementKind.Town), ("D270", 0.8, SettlementKind.Town), ("D269", 1, SettlementKind.Town), ("D274", 0.7, SettlementKind.Town),
        ("D276", 0.8, SettlementKind.Town), ("D266", 0.7, SettlementKind.Town), ("D267", 0.5, SettlementKind.Town), ("D272", 0.5, SettlementKind.Town),
        ("D268", 0.4, SettlementKind.Metropolis), ("D271", 0.4, SettlementKind.Metropolis), ("D273", 0.3, SettlementKind.Metropolis),
        ("F315", 0.3, SettlementKind.Metropolis), ("F312", 0.2, SettlementKind.Metropolis), ("C501", 0.2, SettlementKind.Metropolis),
        ("C502", 0.1, SettlementKind.Metropolis), ("C503", 0.1, SettlementKind.Metropolis), ("C401", 0.2, SettlementKind.Metropolis),
        ("E108", 0.1, SettlementKind.Town),
    ];

    /// <summary>What each hub has one of whatever the lot says.</summary>
    static readonly string[] s_ofHub = ["A129", "D101", "D106", "D107", "E107", "A122", "A206", "C301", "A126"];

    /// <summary>Writes the file.</summary>
    /// <returns>Number of rows.</returns>
    public static int Write(string path, IReadOnlyList<RegionPlan> regions)
    {
        var columns = Header.Split(';');
        using var csv = new StreamWriter(path, false, new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
        csv.WriteLine(Header);
        var written = 0;
        foreach (var region in regions)
        {
            var (wanted, shared) = (PlacesAtFullScale * region.Scale * region.Size.PlaceShare, 0.0);
            foreach (var settlement in region.Settlements)
            {
                var before = (int)Math.Round(shared * wanted);
                shared += settlement.Inhabitants / region.People;
                var count = (int)Math.Round(shared * wanted) - before;
                for (var number = 0; number < count; number++)
                {
                    csv.WriteLine(Row(region, settlement, columns, number, count, written++));
                }
            }
        }

        return written;
    }

    static string Row(RegionPlan region, Settlement settlement, string[] columns, int number, int count, int index)
    {
        var code = CodeOf(region, settlement, number);
        var house = (int)(Noise.Unit(region.Seed, settlement.Number, number, 60) * Math.Max(1, count / PlacesPerHouse));
        var (x, y) = HouseAt(region, settlement, house);
        var (longitude, latitude) = CrsTransform.ToWgs84(3035).Apply(x, y);
        var (lambertX, lambertY) = CrsTransform.FromWgs84(2154).Apply(longitude, latitude);
        var commune = CommunePlan.CodeAt(region, x, y);
        return string.Join(';', columns.Select(column => column switch
        {
            "AN" => "2024",
            "NOMRS" => Text($"{code} {settlement.Name} {number}"),
            "LIBCOM" => settlement.Name,
            "DEPCOM" => commune,
            "DEP" => region.Department,
            "REG" => "99",
            "DOM" => code[..1],
            "SDOM" => code[..2],
            "TYPEQU" => code,
            "SIRET" => Text($"96{region.Number:D2}{index:D10}"),
            "STATUT_DIFFUSION" => "O",
            "NBEQUIDENT" => "1",
            "INDIC_NBEQUIDENT" => "1",
            "LAMBERT_X" => Text($"{lambertX:F2}"),
            "LAMBERT_Y" => Text($"{lambertY:F2}"),
            "LONGITUDE" => Text($"{longitude:F6}"),
            "LATITUDE" => Text($"{latitude:F6}"),
            "QUALITE_XY" => "B",
            "EPSG" => "2154",
            "QUALITE_GEOLOC" => "11",
            "TR_DIST_PRECISION" => "< 100",
            "DCIRIS" => commune + "0101",
            "EPCI" => CommunePlan.EpciAt(region, x, y),
            _ => "_Z",
        }));
    }

    static string CodeOf(RegionPlan region, Settlement settlement, int number)
    {
        if (settlement.Kind != SettlementKind.Village && number < s_ofHub.Length)
        {
            return s_ofHub[number];
        }

        var lot = Noise.Unit(region.Seed, settlement.Number, number, 61) * s_kinds.Sum(kind => settlement.Kind >= kind.Smallest ? kind.Weight : 0);
        foreach (var (code, weight, smallest) in s_kinds)
        {
            lot -= settlement.Kind >= smallest ? weight : 0;
            if (lot < 0)
            {
                return code;
            }
        }

        return s_kinds[0].Code;
    }

    /// <summary>Beside a junction, more of them in the middle.</summary>
    static (double X, double Y) HouseAt(RegionPlan region, Settlement settlement, int house)
    {
        const double Middle = 0.7;
        var angle = Noise.Within(0, 2 * Math.PI, region.Seed, settlement.Number, house, 62);
        var distance = (settlement.HalfSide - 1) * Math.Pow(Noise.Unit(region.Seed, settlement.Number, house, 63), Middle);
        var (column, row) = ((int)(distance * Math.Cos(angle)), (int)(distance * Math.Sin(angle)));
        var (x, y) = settlement.At(column, row);
        return (x + 9, y + 7);
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
