using GeoCohesion.SampleCity.Facilities;
using GeoCohesion.SampleCity.Geometry;

namespace GeoCohesion.SampleCity.Writing;

/// <summary>The national list of France services places: `,`, quoted texts, no BOM. The bus has a depot, not a place.</summary>
public static class FranceServicesWriter
{
    static readonly string[] s_columns =
    [
        "id_fs", "insee_dep", "lib_fs", "adresse", "complement_adresse", "insee_com", "code_postal", "lib_com", "latitude", "longitude",
        "mail", "telephone", "h_lundi", "h_mardi", "h_mercredi", "h_jeudi", "h_vendredi",
        "h_samedi", "prise_rdv", "commentaire", "type_fs", "format_fs", "groupe_fs", "labellisation_fs",
    ];

    public static byte[] Write(IReadOnlyList<Facility> facilities, FacilityPlanner planner)
    {
        const string AllDay = "09:00 - 12:00 / 13:30 - 17:00";
        var csv = new Csv(',', s_columns, "", isQuoted: true).AddHeader();
        var places = facilities.Where(f => f.Code == "A128")
            .Append(planner.Nearest("A128", "Bus France services du Val-d'Aurelle", new Pt(2450, -2300))).ToList();
        foreach (var (place, i) in places.Select((p, i) => (p, i)))
        {
            var commune = BpeWriter.CommuneOf(place.At);
            var (longitude, latitude) = Frame.Wgs84(place.At);
            var isBus = place.Name.StartsWith("Bus", StringComparison.Ordinal);
            csv.AddRow(
                ("id_fs", $"{9600 + i}"), ("insee_dep", "96"), ("lib_fs", place.Name), ("adresse", $"{place.Number} {place.StreetName}"),
                ("insee_com", commune.Code), ("code_postal", commune.PostCode), ("lib_com", commune.Name),
                ("latitude", latitude), ("longitude", longitude), ("mail", $"fs{i + 1}@aurelmont.example"),
                ("h_lundi", isBus ? "09:30 - 16:30" : AllDay), ("h_mardi", isBus ? "09:30 - 16:30" : AllDay),
                ("h_mercredi", AllDay), ("h_jeudi", isBus ? "09:30 - 16:30" : AllDay), ("h_vendredi", isBus ? "" : AllDay),
                ("prise_rdv", "Non"), ("type_fs", i == 2 ? "Antenne" : "Principal"),
                ("format_fs", isBus ? "Bus_équivalent" : "Fixe"), ("labellisation_fs", "Espace labellisé 01/01/2022"));
        }

        return csv.ToUtf8();
    }
}
