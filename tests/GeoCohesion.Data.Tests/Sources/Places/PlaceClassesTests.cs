using GeoCohesion.Core;
using GeoCohesion.Data.Sources.Places;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Sources.Places;

public sealed class PlaceClassesTests : IDisposable
{
    readonly PlaceFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData("D265", "generaliste")]
    [InlineData("D201", "generaliste")]
    [InlineData("D277", "dentiste")]
    [InlineData("D221", "dentiste")]
    [InlineData("D232", "infirmier")]
    [InlineData("D235", "orthophoniste")]
    [InlineData("C108", "ecole ecole-maternelle ecole-elementaire")]
    [InlineData("C104", "ecole ecole-elementaire")]
    [InlineData("A124", "point-acces-droit mjd")]
    [InlineData("B105", "supermarche")]
    [InlineData("A504", "")]
    public void Old_and_new_codes_of_the_bpe_feed_the_same_classes(string code, string expected) =>
        Assert.Equal(expected, string.Join(' ', PlaceClasses.Default.OfBpeCode(code).Select(placeClass => placeClass.Name)));

    [Fact]
    public void Every_class_that_the_pact_names_is_there()
    {
        const string Names = "generaliste dentiste infirmier kine sage-femme pharmacie cardiologue ophtalmologue pediatre gynecologue "
            + "psychiatre dermatologue orthophoniste laboratoire msp centre-de-sante hopital urgences maternite pmi "
            + "ecole-maternelle ecole-elementaire ecole college lycee lycee-pro universite formation creche bibliotheque "
            + "cinema theatre conservatoire musee piscine gymnase stade france-services centre-social point-acces-droit mjd "
            + "mairie poste police france-travail gare supermarche micro-folie cite-educative classes-dedoublees mission-locale "
            + "cite-emploi ecole-deuxieme-chance epide mediation-numerique";
        Assert.All(Names.Split(' '), name => Assert.NotNull(PlaceClasses.Default.Find(name)));
    }

    [Fact]
    public void Breaks_of_series_are_flagged()
    {
        Assert.True(PlaceClasses.Default.Find("generaliste")!.IsBpeBreak);
        Assert.True(PlaceClasses.Default.Find("orthophoniste") is { IsBpeBreak: true, BpeCodes.Count: 0 });
        Assert.False(PlaceClasses.Default.Find("college")!.IsBpeBreak);
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_list()
    {
        var at = new SourceLocation("territory.json", null, "classes");
        var refusal = Assert.Throws<InputException>(() => PlaceClasses.Default.Pick("medecin", at));
        Assert.Equal("class-unknown", refusal.Code);
        Assert.StartsWith(
            "territory.json classes: 'medecin' is not a class of places; use one of: accueil-de-loisirs, banque, ",
            refusal.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_users_file_adds_classes_and_replaces_those_of_the_same_name()
    {
        var path = _file.Write(
            "mine.json",
            """
            { "version": 1, "classes": [
              { "name": "ludotheque", "fr": "Ludothèque", "en": "Toy library", "group": "culture",
                "osm": [ { "name": "Ludothèque*" } ] },
              { "name": "mairie", "fr": "Mairie", "en": "Town hall", "group": "services", "bpe": { "codes": ["A129", "A130"] } } ] }
            """);
        var classes = PlaceClasses.Load(path);
        Assert.Equal(PlaceClasses.Default.All.Count + 1, classes.All.Count);
        Assert.Equal("ludotheque", classes.All[^1].Name);
        Assert.Equal("mairie", Assert.Single(classes.OfBpeCode("A130")).Name);
        Assert.Empty(classes.OfOsmTags(new Dictionary<string, string> { ["amenity"] = "townhall" }));
        var tags = new Dictionary<string, string> { ["name"] = "LUDOTHÈQUE de Lannion" };
        Assert.Equal("ludotheque", Assert.Single(classes.OfOsmTags(tags)).Name);
    }

    [Theory]
    [InlineData("{", "not JSON")]
    [InlineData("""{ "classes": [] }""", "version")]
    [InlineData("""{ "version": 1, "classes": [ { "name": "x", "fr": "x", "en": "x", "group": "loisirs" } ] }""", "one of: sante, ")]
    [InlineData("""{ "version": 1, "classes": [ { "name": "Médecin", "fr": "x", "en": "x", "group": "sante" } ] }""", "small letters ")]
    [InlineData("""{ "version": 1, "classes": [ { "name": "x", "fr": "x", "group": "sante" } ] }""", "classes[0].en: a text that is not ")]
    [InlineData("""{ "version": 1, "classes": [ {X, "bpo": 1 } ] }""", "'bpo' is not known here; use: name,")]
    [InlineData("""{ "version": 1, "classes": [ {X, "bpe": { "codes": [1] } } ] }""", "a list of texts is expected; found 1")]
    [InlineData("""{ "version": 1, "classes": [ {X, "bpe": { "break": "yes" } } ] }""", "true or false")]
    [InlineData("""{ "version": 1, "classes": [ {X, "osm": [ {} ] } ] }""", "at least one tag")]
    [InlineData("""{ "version": 1, "classes": [ {X, "osm": [ { "shop": "" } ] } ] }""", "at least one must be there")]
    [InlineData("""{ "version": 1, "classes": [ {X}, {X} ] }""", "twice")]
    public void A_malformed_file_is_refused_with_what_is_accepted(string text, string expected)
    {
        // X stands for what every class must have.
        var whole = text.Replace("{X", """{ "name": "x", "fr": "x", "en": "x", "group": "sante" """, StringComparison.Ordinal);
        var refusal = Assert.Throws<InputException>(() => PlaceClasses.Load(_file.Write("mine.json", whole)));
        Assert.Equal("classes-malformed", refusal.Code);
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_in_docs_says_what_the_data_file_says()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "classes.md"));
        var rows = lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1);
        var expected = PlaceClasses.Default.All.Select(placeClass =>
            $"| {placeClass.Name} | {placeClass.French} | {placeClass.English} | {placeClass.Group} "
            + $"| {string.Join(' ', placeClass.BpeCodes)} | {string.Join(' ', placeClass.BpeOldCodes)} "
            + $"| {(placeClass.IsBpeBreak ? "yes" : "")} | {string.Join(' ', placeClass.FinessCategories)} |");
        Assert.Equal(expected, rows);
    }

    [Fact]
    public void Groups_and_names_are_unique_and_labelled()
    {
        Assert.All(PlaceClasses.Default.All, placeClass => Assert.Contains(placeClass.Group, PlaceClasses.Groups));
        Assert.Equal(PlaceClasses.Default.All.Count, PlaceClasses.Default.All.Select(placeClass => placeClass.Name).Distinct().Count());
    }
}
