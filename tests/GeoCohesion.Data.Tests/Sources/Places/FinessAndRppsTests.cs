using System.Text;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Places;

namespace GeoCohesion.Data.Tests.Sources.Places;

public sealed class FinessAndRppsTests : IDisposable
{
    // Record layout of etalab-cs1100507: the first line is a title, positions follow the establishments.
    const string Finess = "finess;etalab;100;2024-09-10\n"
        + "structureet;220000012;220000001;PHARM CENTRE;PHARMACIE DU CENTRE;;;3;R;DE LA MAIRIE;;;113;22;COTES D'ARMOR;22300 LANNION;"
        + "0296000000;;620;Pharmacie d'Officine;3401;x;;4773Z;;;;;;;2024-01-01\n"
        + "structureet;220000020;220000001;MSP ROZ;;;;3;R;X;;;113;22;COTES D'ARMOR;22300 LANNION;;;603;Maison de santé;;;;;;;;;;;\n"
        + "structureet;970400001;970400000;CS OUEST;;;;3;R;X;;;415;9D;LA REUNION;97460 SAINT PAUL;;;124;Centre de santé;;;;;;;;;;;\n"
        + "structureet;220000038;220000001;EHPAD;;;;3;R;X;;;113;22;COTES D'ARMOR;22300 LANNION;;;500;EHPAD;;;;;;;;;;;\n"
        + "structureet;220000046;220000001;PHARM PERDUE;;;;3;R;X;;;113;22;COTES D'ARMOR;22300 LANNION;;;620;Pharmacie;;;;;;;;;;;\n"
        + "geolocalisation;220000012;700000;6600000;1,ATLASANTE,100,IGN,BD_ADRESSE,V2.1,LAMBERT_93;2024-09-02\n"
        + "geolocalisation;220000020;700000.0;6600100.0;1,ATLASANTE,100,IGN,BD_ADRESSE,V2.1,LAMBERT_93;2024-09-02\n"
        + "geolocalisation;970400001;500000;7675000;1,ATLASANTE,100,IGN,BD_ADRESSE,V2.1,UTM_S40;2024-09-02\n"
        + "geolocalisation;220000038;700000;6600000;1,ATLASANTE,100,IGN,BD_ADRESSE,V2.1,LAMBERT_93;2024-09-02\n";

    const string RppsHeader = "\"Type d'identifiant PP\"|\"Identifiant PP\"|\"Code profession\"|\"Libellé profession\"|"
        + "\"Code savoir-faire\"|\"Libellé savoir-faire\"|\"Code mode exercice\"|\"Numéro FINESS site\"|"
        + "\"Raison sociale site\"|\"Code secteur d'activité\"\n";

    readonly PlaceFile _file = new();

    public void Dispose() => _file.Dispose();

    static string Row(string person, string profession, string skill, string label, string site, string sector = "SA07") =>
        $"\"8\"|\"{person}\"|\"{profession}\"|\"x\"|\"{skill}\"|\"{label}\"|\"L\"|\"{site}\"|\"CABINET\"|\"{sector}\"\n";

    IReadOnlyList<Place> ReadRpps(string rows)
    {
        var finess = _file.Write("etalab-cs1100507.csv", Finess);
        return _file.Read(new RppsSource(), "PS_LibreAcces.txt", RppsHeader + rows, options => options with { FinessPath = finess });
    }

    [Fact]
    public void Establishments_are_placed_by_the_last_item_of_their_source_and_classed_by_category()
    {
        var places = _file.Read(new FinessSource(), "etalab-cs1100507.csv", Finess);
        Assert.Equal(["pharmacie", "msp", "centre-de-sante"], places.Select(place => place.ClassName));
        Assert.Equal(["finess:220000012", "finess:220000020", "finess:970400001"], places.Select(place => place.Id));
        Assert.Equal((3, 46.5), (Math.Round(places[0].Longitude, 7), Math.Round(places[0].Latitude, 7)));
        Assert.Equal(57, Math.Round(places[2].Longitude, 7));
        Assert.Equal(["PHARMACIE DU CENTRE", "MSP ROZ", "CS OUEST"], places.Select(place => place.Name));
        Assert.Equal(["22113", "22113", "97415"], places.Select(place => place.CommuneCode));
        Assert.Equal("2024-09-10", places[0].Edition);
        Assert.Equal(1, _file.Notices.CountOf("place-without-position"));
        Assert.Contains("220000046", _file.Example("place-without-position").Sentence, StringComparison.Ordinal);
        Assert.Contains("'500'", _file.Example("place-code-unclassed").Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Latin_1_files_keep_their_accents()
    {
        var text = Finess.Replace("PHARMACIE DU CENTRE", "PHARMACIE SÉBILLE", StringComparison.Ordinal);
        var options = new PlaceSourceOptions { Path = _file.Write("old.csv", text, Encoding.Latin1), Format = "finess" };
        var places = new FinessSource().Read(options, PlaceClasses.Default, _file.Notices);
        Assert.Equal("PHARMACIE SÉBILLE", places[0].Name);
        Assert.Equal(1, _file.Notices.CountOf("encoding-windows-1252"));
    }

    [Fact]
    public void A_system_that_is_not_known_is_counted()
    {
        var places = _file.Read(new FinessSource(), "f.csv", Finess.Replace("UTM_S40", "GAUSS_LABORDE", StringComparison.Ordinal));
        Assert.Equal(2, places.Count);
        Assert.Equal(1, _file.Notices.CountOf("finess-crs-unknown"));
    }

    [Fact]
    public void A_file_without_positions_is_refused()
    {
        var text = string.Join('\n', Finess.Split('\n').Where(line => !line.StartsWith("geolocalisation", StringComparison.Ordinal)));
        var refusal = Assert.Throws<InputException>(() => _file.Read(new FinessSource(), "etalab-cs1100502.csv", text));
        Assert.Equal("finess-malformed", refusal.Code);
        Assert.Contains("5 'structureet' and 0 'geolocalisation'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Professionals_are_placed_at_their_sites_and_share_one_capacity()
    {
        var places = ReadRpps(
            Row("801", "10", "SM54", "Médecine générale", "220000012")
            + Row("801", "10", "SM54", "Médecine générale", "220000020")
            + Row("801", "10", "SM54", "Médecine générale", "220000020", "SA05")
            + Row("802", "10", "SM04", "Cardiologie et maladies vasculaires", "220000012")
            + Row("803", "60", "", "", "220000020")
            + Row("804", "10", "SM26", "Qualifié en Médecine Générale", "220000012", "SA64"));
        Assert.Equal(
            [
                "rpps:801:220000012:generaliste",
                "rpps:801:220000020:generaliste",
                "rpps:802:220000012:cardiologue",
                "rpps:803:220000020:infirmier",
            ],
            places.Select(place => place.Id));
        Assert.Equal([0.5, 0.5, 1, 1], places.Select(place => place.Capacity));
        Assert.Equal(("10/SM54", "CABINET", "22113"), (places[0].SourceCode, places[0].Name, places[0].CommuneCode));
        Assert.Equal(1, _file.Notices.CountOf("rpps-teleconsultation"));
    }

    [Fact]
    public void Activities_without_a_placed_site_are_counted_and_take_their_share()
    {
        var places = ReadRpps(
            Row("801", "40", "", "", "220000012")
            + Row("801", "40", "", "", "220000046")
            + Row("801", "40", "", "", "")
            + Row("801", "40", "", "", "999999999")
            + Row("805", "99", "", "", "220000012"));
        Assert.Equal(0.25, Assert.Single(places).Capacity);
        Assert.Equal(1, _file.Notices.CountOf("rpps-without-site"));
        Assert.Equal(2, _file.Notices.CountOf("rpps-site-without-position"));
        Assert.Equal(1, _file.Notices.CountOf("place-code-unclassed"));
    }

    [Fact]
    public void The_directory_alone_is_refused()
    {
        var refusal = Assert.Throws<InputException>(() => _file.Read(new RppsSource(), "PS.txt", RppsHeader));
        Assert.Equal("rpps-needs-finess", refusal.Code);
    }
}
