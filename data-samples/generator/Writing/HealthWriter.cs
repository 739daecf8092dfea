using System.Globalization;
using System.Text;
using GeoCohesion.SampleCity.Facilities;
using GeoCohesion.SampleCity.Geometry;
using GeoCohesion.SampleCity.Plan;

namespace GeoCohesion.SampleCity.Writing;

/// <summary>FINESS establishments with their coordinates, and the professionals of the RPPS who work in them.</summary>
public static class HealthWriter
{
    static readonly (string BpeCode, int Category, string CategoryLabel)[] s_kinds =
    [
        ("D101", 355, "Centre Hospitalier (C.H.)"), ("D108", 124, "Centre de Santé"),
        ("D113", 603, "Maison de santé (L.6223-3)"),
    ];

    /// <summary>Profession code and label, know-how code and label, and how many of them work in each kind of establishment.</summary>
    static readonly (string Code, string Label, string Skill, string SkillLabel, int InHospital, int InCentre,
        int InHouse)[] s_professions =
    [
        ("10", "Médecin", "SM54", "Spécialiste en Médecine Générale", 3, 4, 4),
        ("10", "Médecin", "SM26", "Qualifié en Médecine Générale", 0, 1, 1),
        ("10", "Médecin", "SM04", "Cardiologie et maladies vasculaires", 4, 0, 0),
        ("40", "Chirurgien-Dentiste", "", "", 1, 2, 1), ("50", "Sage-Femme", "", "", 6, 1, 1), ("60", "Infirmier", "", "", 8, 2, 3),
        ("70", "Masseur-Kinésithérapeute", "", "", 3, 1, 2),
    ];

    /// <summary>etalab-cs1100507: no header but a first line to skip, two kinds of records.</summary>
    public static byte[] Finess(IReadOnlyList<Facility> facilities)
    {
        var text = new StringBuilder("finess;etalab;123;2026-01-05\n");
        var sites = Sites(facilities).ToList();
        foreach (var (facility, number, category, label) in sites)
        {
            var commune = BpeWriter.CommuneOf(facility.At);
            string[] fields =
            [
                "structureet", number, $"96{category}0000", facility.Name.ToUpperInvariant(), facility.Name, "", "",
                facility.Number.ToString(CultureInfo.InvariantCulture), "", facility.StreetName.ToUpperInvariant(), "", "",
                commune.Code[2..], "96", CityPlan.DepartmentName.ToUpperInvariant(),
                    $"{commune.PostCode} {commune.Name.ToUpperInvariant()}", "", "", category.ToString(CultureInfo.InvariantCulture),
                    label, "", "", "", "8621Z", "", "", "1", "",
                "2010-01-04", "2010-01-04", "2025-11-03", "",
            ];
            text.AppendJoin(';', fields).Append('\n');
        }

        foreach (var (facility, number, _, _) in sites)
        {
            var lambert = Frame.Lambert93(facility.At);
            text.Append(CultureInfo.InvariantCulture,
                $"geolocalisation;{number};{lambert.X:F1};{lambert.Y:F1};1,ATLASANTE,100,IGN,BD_ADRESSE,V2.2,LAMBERT_93;2025-11-03\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>PS_LibreAcces_Personne_activite: one line per activity; some people work in two places, some by telephone only, some
    /// nowhere that is told.</summary>
    public static byte[] Rpps(IReadOnlyList<Facility> facilities)
    {
        string[] columns =
        [
            "Type d'identifiant PP", "Identifiant PP", "Identification nationale PP", "Nom d'exercice", "Prénom d'exercice",
            "Code profession", "Libellé profession", "Code catégorie professionnelle", "Code type savoir-faire",
            "Code savoir-faire", "Libellé savoir-faire", "Code mode exercice", "Libellé mode exercice", "Numéro SIRET site",
            "Numéro FINESS site", "Raison sociale site", "Numéro Voie (coord. structure)", "Libellé Voie (coord. structure)",
            "Code postal (coord. structure)", "Code commune (coord. structure)", "Code secteur d'activité", "Libellé secteur d'activité",
        ];
        var csv = new Csv('|', columns, "").AddHeader();
        var person = 0;
        foreach (var (facility, number, category, _) in Sites(facilities))
        {
            foreach (var profession in s_professions)
            {
                var count = category switch { 355 => profession.InHospital, 124 => profession.InCentre, _ => profession.InHouse };
                for (var i = 0; i < count; i++)
                {
                    person++;
                    Add(person, profession, facility, number,
                        category switch
                        {
                            355 => ("SA01", "Etablissement public de santé"),
                            124 => ("SA05", "Centre de santé"),
                            _ => ("SA08", "Cabinet de groupe")
                        });
                    if (person % 19 == 0)
                    {
                        Add(person, profession, facility, "", ("SA07", "Cabinet individuel"));
                    }

                    if (person % 23 == 0)
                    {
                        Add(person, profession, facility, number, ("SA64", "Téléconsultation"));
                    }
                }
            }
        }

        return csv.ToUtf8();

        void Add(int id, (string Code, string Label, string Skill, string SkillLabel, int, int, int) profession, Facility facility,
            string finess, (string Code, string Label) sector)
        {
            var commune = BpeWriter.CommuneOf(facility.At);
            csv.AddRow(
                ("Type d'identifiant PP", "8"), ("Identifiant PP", $"1996{id:D7}"), ("Identification nationale PP", $"81996{id:D7}"),
                ("Nom d'exercice", $"FICTIF{id}"), ("Prénom d'exercice", "Camille"), ("Code profession", profession.Code),
                ("Libellé profession", profession.Label), ("Code catégorie professionnelle", "C"),
                ("Code type savoir-faire", profession.Skill.Length > 0 ? "S" : ""), ("Code savoir-faire", profession.Skill),
                ("Libellé savoir-faire", profession.SkillLabel),
                ("Code mode exercice", finess.Length > 0 && sector.Code != "SA08" ? "S" : "L"),
                ("Libellé mode exercice", finess.Length > 0 && sector.Code != "SA08" ? "Salarié"
                : "Libéral, indépendant, artisan, commerçant"),
                ("Numéro FINESS site", finess), ("Raison sociale site", finess.Length > 0 ? facility.Name.ToUpperInvariant() : ""),
                ("Numéro Voie (coord. structure)", $"{facility.Number}"),
                ("Libellé Voie (coord. structure)", facility.StreetName.ToUpperInvariant()),
                ("Code postal (coord. structure)", commune.PostCode), ("Code commune (coord. structure)", commune.Code),
                ("Code secteur d'activité", sector.Code), ("Libellé secteur d'activité", sector.Label));
        }
    }

    static IEnumerable<(Facility Facility, string Number, int Category, string Label)> Sites(IReadOnlyList<Facility> facilities)
    {
        var serial = 0;
        foreach (var (code, category, label) in s_kinds)
        {
            foreach (var facility in facilities.Where(f => f.Code == code))
            {
                yield return (facility, $"9600{++serial:D5}", category, label);
            }
        }
    }
}
