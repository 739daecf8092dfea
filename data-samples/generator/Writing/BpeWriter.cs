using GeoCohesion.SampleCity.Facilities;
using GeoCohesion.SampleCity.Geometry;
using GeoCohesion.SampleCity.Plan;

namespace GeoCohesion.SampleCity.Writing;

/// <summary>The permanent database of facilities (BPE 2024): `;`, UTF-8, Lambert-93 and degrees, with the flaws that the real one
/// has.</summary>
public static class BpeWriter
{
    static readonly string[] s_columns =
    [
        "AN", "NOMRS", "CNOMRS", "NUMVOIE", "INDREP", "TYPVOIE", "LIBVOIE", "CADR", "LIBCOM", "CODPOS", "DEPCOM", "DEP", "REG", "DOM",
        "SDOM", "TYPEQU", "SIRET", "APET", "STATUT_DIFFUSION", "CANTINE", "INTERNAT",
        "RPI", "EP", "CL_PGE", "SECT", "SPECIALITE", "STRUCTURE_EXERCICE", "ACCES_AIRE_PRATIQUE", "ACCES_LIBRE", "ACCES_SANITAIRE",
        "ACCES_VESTIAIRE", "CAPACITE_D_ACCUEIL", "PRES_DOUCHE", "PRES_SANITAIRE",
        "SAISONNIER", "COUVERT", "ECLAIRE", "CATEGORIE", "MULTIPLEXE", "ACCUEIL", "ITINERANCE", "MODE_GESTION", "SSTYPHEB", "TYPE",
        "CAPACITE", "INDIC_CAPA", "NBEQUIDENT", "INDIC_NBEQUIDENT", "NBSALLES",
        "INDIC_NBSALLES", "NBLIEUX", "INDIC_NBLIEUX", "IMPLANTATION_STATION", "NB_PDC", "NB_JOURS_OUVERT", "LAMBERT_X", "LAMBERT_Y",
        "LONGITUDE", "LATITUDE", "QUALITE_XY", "EPSG", "QUALITE_GEOLOC", "TR_DIST_PRECISION",
        "DCIRIS", "QUALI_IRIS", "IRISEE", "QP2015", "QUALI_QP2015", "QP2024", "QUALI_QP2024", "QVA", "QUALI_QVA", "ZUS", "QUALI_ZUS",
        "EPCI", "UU2020", "BV2022", "AAV2020", "DENS3", "DENS7",
    ];

    static readonly string[] s_streetKinds = ["Rue", "Avenue", "Boulevard", "Allée", "Place", "Quai", "Cours", "Impasse", "Chemin",
        "Route", "Passage", "Square", "Venelle"];

    public static byte[] Write(IReadOnlyList<Facility> facilities)
    {
        var csv = new Csv(';', s_columns, "_Z").AddHeader();
        var random = new Rng(0xB9E);
        foreach (var (facility, number) in facilities.Select((f, i) => (f, i)).OrderBy(p => CommuneOf(p.f.At).Code, StringComparer.Ordinal)
            .ThenBy(p => p.f.Code, StringComparer.Ordinal).ThenBy(p => p.i))
        {
            var commune = CommuneOf(facility.At);
            var at = PublishedPosition(facility, commune, random);
            var (longitude, latitude) = Frame.Wgs84(at);
            var lambert = Frame.Lambert93(at);
            var isPlaced = facility.Geolocation != "_Z";
            var district = CityPlan.Districts.FirstOrDefault(d => d.Contains(at));
            var kind = s_streetKinds.FirstOrDefault(k => facility.StreetName.StartsWith(k + " ", StringComparison.Ordinal)) ?? "";

            // One person in twenty-five keeps name and address to himself.
            var isPrivate = facility.Code[0] == 'D' && facility.Code[1] == '2' && random.Chance(0.04);
            csv.AddRow(
                ("AN", "2024"), ("NOMRS", isPrivate ? "" : facility.Name.ToUpperInvariant()),
                ("NUMVOIE", isPrivate ? "" : facility.Number), ("TYPVOIE", isPrivate ? "" : kind.ToUpperInvariant()),
                ("LIBVOIE", isPrivate ? "" : facility.StreetName[(kind.Length > 0 ? kind.Length + 1 : 0)..].ToUpperInvariant()),
                ("LIBCOM", commune.Name), ("CODPOS", commune.PostCode), ("DEPCOM", commune.Code),
                ("DEP", CityPlan.DepartmentCode), ("REG", CityPlan.RegionCode), ("DOM", facility.Code[..1]), ("SDOM", facility.Code[..2]),
                ("TYPEQU", facility.Code),
                ("SIRET", random.Chance(0.08) ? "" : $"9600{number:D5}{number % 100:D5}"), ("STATUT_DIFFUSION", isPrivate ? "P" : "O"),
                ("CANTINE", IsSchool(facility) ? "1" : "_Z"), ("EP", IsSchool(facility) ? district is null ? "0" : "1" : "_Z"),
                ("SECT", IsSchool(facility) || facility.Code[0] == 'C' ? "PU" : "_Z"),
                ("STRUCTURE_EXERCICE", facility.Code[0] == 'D' && facility.Code[1] == '2' ? number % 5 == 0 ? "AM" : "CG" : "_Z"),
                ("ITINERANCE", "_Z"), ("TYPE", facility.Code == "A128" ? "LF" : "_Z"),
                ("NBEQUIDENT", facility.Count), ("INDIC_NBEQUIDENT", "1"),
                ("NBSALLES", facility.Code == "F303" ? facility.Name.StartsWith("Multiplexe", StringComparison.Ordinal) ? "10" : "3"
                : "_Z"),
                ("LAMBERT_X", isPlaced ? Math.Round(lambert.X, 2) : ""), ("LAMBERT_Y", isPlaced ? Math.Round(lambert.Y, 2) : ""),
                ("LONGITUDE", isPlaced ? Math.Round(longitude, 6) : ""), ("LATITUDE", isPlaced ? Math.Round(latitude, 6) : ""),
                ("QUALITE_XY", facility.Geolocation switch { "11" => "B", "12" or "21" or "22" => "A", "33" => "M", _ => "_Z" }),
                ("EPSG", isPlaced ? "2154" : "_Z"), ("QUALITE_GEOLOC", facility.Geolocation),
                ("TR_DIST_PRECISION", facility.Geolocation switch
                {
                    "11" => "< 100",
                    "12" or "21" or "22" => "[100 - 500[",
                    "33" => ">= 500",
                    _ => "_Z"
                }),
                ("DCIRIS", $"{commune.Code}0101"), ("QUALI_IRIS", facility.Geolocation == "11" ? "1" : "3"), ("IRISEE", "1"),
                ("QP2024", district is not null && isPlaced ? district.Code : "_Z"),
                ("QUALI_QP2024", isPlaced ? facility.Geolocation == "11" ? "1" : "3" : "_Z"), ("EPCI", CityPlan.Siren),
                    ("UU2020", "96601"), ("BV2022", "96001"), ("AAV2020", "960"), ("DENS3", "1"), ("DENS7", "2"));
        }

        return csv.ToUtf8();
    }

    public static Commune CommuneOf(Pt at) => CityPlan.Communes.FirstOrDefault(c => c.Area.Contains(at)) ?? CityPlan.Communes[0];

    static bool IsSchool(Facility facility) => facility.Code is "C107" or "C108" or "C109" or "C201";

    /// <summary>What the list says: beside the truth for the poorer qualities, anywhere in the commune for 33.</summary>
    static Pt PublishedPosition(Facility facility, Commune commune, Rng random)
    {
        if (facility.Geolocation is "12" or "22")
        {
            return facility.At + new Pt(random.Within(-120, 120), random.Within(-120, 120));
        }

        while (facility.Geolocation == "33")
        {
            var at = new Pt(random.Within(commune.Area.Min.X, commune.Area.Max.X), random.Within(commune.Area.Min.Y, commune.Area.Max.Y));
            if (commune.Area.Contains(at))
            {
                return at;
            }
        }

        return facility.At;
    }
}
