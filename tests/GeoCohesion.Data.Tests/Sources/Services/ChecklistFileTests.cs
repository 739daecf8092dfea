using GeoCohesion.Core;
using GeoCohesion.Data.Sources.Places;
using GeoCohesion.Data.Sources.Services;
using GeoCohesion.Data.Sources.Territories;
using GeoCohesion.Data.Tests.Sources.Places;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Sources.Services;

public sealed class ChecklistFileTests : IDisposable
{
    const string X = """{ "name": "x", "fr": "X", "en": "X", "classes": ["mairie"] """;

    readonly PlaceFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Every_service_that_the_pact_names_is_there_with_its_classes()
    {
        var services = ChecklistFile.Read(null, PlaceClasses.Default);
        Assert.Equal(
            [
                "france-services: france-services", "centre-social: centre-social", "msp-ou-centre-de-sante: msp centre-de-sante",
                "acces-au-droit: point-acces-droit mjd", "micro-folie: micro-folie", "bibliotheque: bibliotheque", "cite-educative: cite-educative",
                "classes-dedoublees: classes-dedoublees", "mission-locale: mission-locale", "cite-emploi: cite-emploi",
                "ecole-deuxieme-chance: ecole-deuxieme-chance", "epide: epide", "mediation-numerique: mediation-numerique",
            ],
            services.Select(service => $"{service.Name}: {string.Join(' ', service.Classes)}"));
    }

    [Fact]
    public void A_name_that_is_both_a_service_and_a_class_means_the_same()
    {
        foreach (var service in ChecklistFile.Read(null, PlaceClasses.Default))
        {
            Assert.True(PlaceClasses.Default.Find(service.Name) is null || service.Classes is [var only] && only == service.Name, service.Name);
        }
    }

    [Fact]
    public void The_list_in_docs_says_what_the_data_file_says()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "classes.md"));
        var rows = lines.SkipWhile(line => !line.StartsWith("## Checklist", StringComparison.Ordinal)).Where(line => line.StartsWith("- **", StringComparison.Ordinal));
        Assert.Equal(
            ChecklistFile.Read(null, PlaceClasses.Default).Select(service =>
                $"- **{service.Name}** {service.French} ({service.English}): {string.Join(", ", service.Classes.Select(name => $"`{name}`"))}"),
            rows.Select(line => line.Split(" - ")[0]).Select(line => line.TrimStart()));
    }

    [Fact]
    public void A_users_file_stands_in_the_place_of_the_programs()
    {
        var path = _file.Write("my.json", $$"""{ "version": 1, "services": [ {{X}} } ] }""");
        var service = Assert.Single(ChecklistFile.Read(path, PlaceClasses.Default));
        Assert.Equal(("x", "X", "mairie"), (service.Name, service.French, Assert.Single(service.Classes)));
    }

    [Theory]
    [InlineData("{", "json-malformed", "my.json:1")]
    [InlineData("""{ "services": [] }""", "property-missing", "'version' is missing; this program reads version 1")]
    [InlineData("""{ "version": 2, "services": [] }""", "property-malformed", "my.json:1 version: found 2")]
    [InlineData("""{ "version": 1 }""", "property-missing", "'services' is missing or empty")]
    [InlineData("""{ "version": 1, "services": [ {X}, "service": 1 } ] }""", "property-unknown", "my.json:1 services[0].service: the property 'service' is not known")]
    [InlineData("""{ "version": 1, "services": [ {X} }, {X} } ] }""", "service-duplicate", "services[1].name: the service 'x' is there twice")]
    [InlineData("""{ "version": 1, "services": [ { "name": "Épide", "fr": "x", "en": "x", "classes": ["epide"] } ] }""", "property-malformed", "small letters")]
    [InlineData("""{ "version": 1, "services": [ { "fr": "x", "en": "x", "classes": ["epide"] } ] }""", "property-missing", "'name' is missing")]
    [InlineData("""{ "version": 1, "services": [ { "name": "x", "en": "x", "classes": ["epide"] } ] }""", "property-missing", "'fr' is missing; the French name")]
    [InlineData("""{ "version": 1, "services": [ { "name": "x", "fr": "x", "en": "x" } ] }""", "property-missing", "'classes' is missing or empty")]
    [InlineData("{ \"version\": 1,\n \"services\": [\n { \"name\": \"x\", \"fr\": \"x\", \"en\": \"x\",\n \"classes\": [\"mairie\", \"gym\"] } ] }", "class-unknown", "my.json:4 services[0].classes[1]: 'gym' is not a class of places")]
    public void A_malformed_file_is_refused_with_line_property_and_what_is_accepted(string text, string code, string expected)
    {
        var path = _file.Write("my.json", text.Replace("{X}", X, StringComparison.Ordinal));
        var refusal = Assert.Throws<InputException>(() => ChecklistFile.Read(path, PlaceClasses.Default));
        Assert.Equal(code, refusal.Code);
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Services_with_a_class_that_the_run_does_not_compute_are_left_out()
    {
        Assert.Equal(13, ChecklistFile.For(Territory(""), PlaceClasses.Default).Count);
        var asked = ChecklistFile.For(Territory(""", "classes": ["epide", "msp", "gare"] """), PlaceClasses.Default);
        Assert.Equal("epide", Assert.Single(asked).Name);
    }

    [Fact]
    public void The_day_of_services_is_their_own_else_that_of_public_transport()
    {
        const string Services = """, "services": { "date": "2026-09-01", "checklist": "my.json" }""";
        const string Transit = """, "transit": { "date": "2026-03-10" }""";
        Assert.Equal((null, null), Place(""));
        Assert.Equal((new DateOnly(2026, 3, 10), null), Place(Transit));
        Assert.Equal((new DateOnly(2026, 9, 1), Path.GetFullPath("/town/my.json")), Place(Transit + Services));
        Assert.Equal(
            "property-malformed", Assert.Throws<InputException>(() => Place(""", "services": { "date": "01/09/2026" }""")).Code);

        static (DateOnly?, string?) Place(string more)
        {
            var place = Assert.Single(Territory(""", "places": [ { "path": "s.csv", "format": "services" } ]""" + more).Places);
            return (place.Date, place.ChecklistPath);
        }
    }

    [Fact]
    public void Each_format_supplies_the_classes_that_it_has_codes_for_and_an_input_that_covers_nothing_near_supplies_none()
    {
        var territory = Territory(
            $$"""
            , "places": [
              { "path": "BPE24.csv", "format": "bpe" }, { "path": "fs.csv", "format": "france-services" }, { "format": "osm" },
              { "path": "finess.csv", "format": "finess" }, { "path": "rpps.txt", "format": "rpps", "finess": "finess.csv" },
              { "path": {{Json(_file.Write("mine.csv", "class,lon,lat\nepide,3,46\ngymnase,3,46\n"))}}, "format": "csv" },
              { "path": "mjd.csv", "format": "csv", "class": "mjd" },
              { "path": {{Json(_file.Write("g.geojson", """{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"classe":"cite-emploi"},"geometry":{"type":"Point","coordinates":[3,46]}}]}"""))}}, "format": "geojson" },
              { "path": {{Json(_file.Write("s.csv", "service,lon,lat\ncite-educative,3,46\n"))}}, "format": "services" } ]
            """);
        Core.Network.Place Bpe(string code) => Place(territory.Places[0].Path, code);

        // Health alone is within reach: the base is that of the domain D.
        var health = PlaceSupply.Of(territory, PlaceClasses.Default, [Bpe("D265"), Place(territory.Places[3].Path, "620"), Place(territory.Places[4].Path, "10")]);
        Assert.Equal(["BPE24.csv", "osm", "finess.csv"], health["msp"]);
        Assert.Equal(["BPE24.csv", "osm", "rpps.txt"], health["generaliste"]);
        Assert.Equal(["osm"], health["bibliotheque"]);
        Assert.Equal(["fs.csv", "osm"], health["france-services"]);
        Assert.Equal(["osm", "mjd.csv"], health["mjd"]);
        Assert.Equal(["mine.csv"], health["epide"]);
        Assert.Equal(["osm", "mine.csv"], health["gymnase"]);
        Assert.Equal(["g.geojson"], health["cite-emploi"]);
        Assert.Equal(["s.csv"], health["cite-educative"]);
        Assert.False(health.ContainsKey("micro-folie"));

        // The present list of the base has no code for speech therapists.
        Assert.Equal(["osm", "rpps.txt"], health["orthophoniste"]);

        var nothingNear = PlaceSupply.Of(territory, PlaceClasses.Default, []);
        Assert.Equal(["osm"], nothingNear["msp"]);
        Assert.Equal(["fs.csv", "osm"], nothingNear["france-services"]);
        Assert.Equal(["BPE24.csv", "osm"], PlaceSupply.Of(territory, PlaceClasses.Default, [Bpe("F307")])["bibliotheque"]);
    }

    static string Json(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    static Core.Network.Place Place(string source, string code) => new()
    {
        Id = code,
        ClassName = "",
        SourceCode = code,
        Name = "",
        Longitude = 3,
        Latitude = 46,
        Source = source,
    };

    static Territory Territory(string more) => TerritoryFile.Parse(
        "territory.json",
        System.Text.Encoding.UTF8.GetBytes(
            $$"""{ "name": "x", "osm": ["a.osm.pbf"], "districts": [{ "path": "d.geojson" }], "centralities": [{ "townHalls": true }]{{more}} }"""),
        "/town");
}
