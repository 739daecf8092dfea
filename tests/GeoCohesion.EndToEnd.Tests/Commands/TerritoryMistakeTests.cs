using System.Text.Json.Nodes;
using GeoCohesion.Cli;
using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary>
/// Each kind of mistake in <c>territory.json</c>: the sentence names file, line and property, what was found and what is accepted.
/// </summary>
public sealed class TerritoryMistakeTests : IDisposable
{
    readonly TempFolder _folder = new();
    readonly SmallTown _town;

    public TerritoryMistakeTests()
    {
        _town = new SmallTown(_folder.Path);
        _town.Save();
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("name", "5", "name", "found 5", "the name of the territory")]
    [InlineData("name", "\"\"", "name", "found \"\"", "the name of the territory")]
    [InlineData("osm", "\"town.osm.pbf\"", "osm", "found \"town.osm.pbf\"", "a list in brackets of paths of .osm.pbf files")]
    [InlineData("osm", "[\"a\\u0000b\"]", "osm[0]", "found \"a\\u0000b\"", "paths of .osm.pbf files")]
    [InlineData("osm", "[7]", "osm[0]", "found 7", "paths of .osm.pbf files")]
    [InlineData("osm", "[]", "osm", "missing or empty", "at least one .osm.pbf file")]
    [InlineData("districts", "[\"districts.geojson\"]", "districts[0]", "found \"districts.geojson\"", "an object in braces")]
    [InlineData("districts", "[{}]", "districts[0]", "'path' is missing", ".geojson, .shp or .gpkg")]
    [InlineData(
        "districts",
        "[{\"path\": \"districts.geojson\", \"id\": \"code\"}]",
        "districts[0].id",
        "'id' is not known",
        "idField, labelField")]
    [InlineData("centralities", "[{}]", "centralities[0]", "'path', 'points', 'townHalls'", "")]
    [InlineData(
        "centralities", "[{\"points\": [{\"id\": \"a\", \"lat\": 47}]}]", "centralities[0].points[0]", "'lon' is missing", "degrees")]
    [InlineData(
        "centralities",
        "[{\"points\": [{\"id\": \"a\", \"lon\": 2, \"lat\": 470}]}]",
        "centralities[0].points[0].lat",
        "found 470",
        "from -90 to 90 (degrees)")]
    [InlineData(
        "places",
        "[{\"format\": \"bpe2\", \"path\": \"places.csv\"}]",
        "places[0].format",
        "'bpe2' is not known",
        "bpe, csv, finess, france-services, geojson, rpps, services, osm")]
    [InlineData("places", "[{\"format\": \"bpe\"}]", "places[0]", "'path' is missing", "format 'bpe' reads a file")]
    [InlineData(
        "places",
        "[{\"format\": \"csv\", \"path\": \"places.csv\", \"class\": \"docteur\"}]",
        "places[0].class",
        "'docteur'",
        "generaliste")]
    [InlineData("modes", "[\"walk\", \"fly\"]", "modes", "found \"fly\"", "walk, bicycle, car, transit")]
    [InlineData("modes", "[\"walk\", \"walk\"]", "modes", "found \"walk\"", "each once")]
    [InlineData("modes", "[\"walk\", \"transit\"]", "gtfs", "timetable", "modes has \"transit\"")]
    [InlineData("modes", "[\"car\"]", "modes", "walk or transit", "halfHour.modes")]
    [InlineData("classes", "[\"pharmacie\", \"docteur\"]", "classes[1]", "'docteur'", "generaliste")]
    [InlineData("crs", "\"EPSG:1\"", "crs", "'EPSG:1' is not a coordinate system", "EPSG 2154 (Lambert-93)")]
    [InlineData("crs", "\"EPSG:4326\"", "crs", "found \"EPSG:4326\", which is in degrees", "in metres such as \"EPSG:2154\"")]
    [InlineData(
        "halfHour", "{\"limit\": \"half an hour\"}", "halfHour.limit", "found \"half an hour\"", "minutes and seconds such as \"30:00\"")]
    [InlineData("halfHour", "{\"comparison\": \">\"}", "halfHour.comparison", "found \">\"", "one of <, <=")]
    [InlineData("halfHour", "{\"share\": 80}", "halfHour.share", "found 80", "0.01 to 1")]
    [InlineData("halfHour", "{\"centrality\": \"nearest\"}", "halfHour.centrality", "found \"nearest\"", "one of best, each, main")]
    [InlineData("halfHour", "{\"modes\": [\"tram\"]}", "halfHour.modes", "found \"tram\"", "walk, bicycle, car, transit")]
    [InlineData("transit", "{\"date\": \"10/03/2026\"}", "transit.date", "found \"10/03/2026\"", "a date such as \"2026-03-10\"")]
    [InlineData("transit", "{\"date\": \"2026-02-30\"}", "transit.date", "found \"2026-02-30\"", "a date such as \"2026-03-10\"")]
    [InlineData("transit", "{\"from\": \"9h\"}", "transit.from", "found \"9h\"", "a time such as \"07:00\"")]
    [InlineData("transit", "{\"from\": \"10:00\"}", "transit", "ends before it begins", "later than 'from'")]
    [InlineData("transit", "{\"from\": \"05:00\", \"to\": \"24:00\"}", "transit.to", "the departure window is longer than 18 h", "a shorter one is expected")]
    [InlineData("transit", "{\"rule\": \"p50\"}", "transit.rule", "found \"p50\"", "best, mean, median, p85, worst")]
    [InlineData("transit", "{\"maxRides\": 2.5}", "transit.maxRides", "found 2.5", "a whole number from 1 to 16 (rides)")]
    [InlineData("transit", "{\"allowOddDate\": \"yes\"}", "transit.allowOddDate", "found \"yes\"", "true or false")]
    [InlineData("occasions", "[{\"name\": \"main\", \"from\": \"10:00\", \"to\": \"11:00\"}]", "occasions[0].name", "found \"main\"", "none of them \"main\"")]
    [InlineData("occasions", "[{\"name\": \"Retour\", \"from\": \"10:00\", \"to\": \"11:00\"}]", "occasions[0].name", "found \"Retour\"", "lower-case letters")]
    [InlineData("occasions", "[{\"name\": \"a\", \"to\": \"11:00\"}]", "occasions[0]", "'from' is missing", "a time such as")]
    [InlineData("occasions", "[{\"name\": \"a\", \"from\": \"11:00\", \"to\": \"11:00\"}]", "occasions[0].to", "ends before it begins", "later than 'from'")]
    [InlineData("occasions", "[{\"name\": \"a\", \"from\": \"05:00\", \"to\": \"24:00\"}]", "occasions[0].to", "the departure window is longer than 18 h", "a shorter one is expected")]
    [InlineData("occasions", "[{\"name\": \"a\", \"from\": \"9:00\", \"to\": \"10:00\", \"date\": \"6\"}]", "occasions[0].date", "found \"6\"", "a weekday such as \"saturday\"")]
    [InlineData("surroundingsMeters", "-1", "surroundingsMeters", "found -1", "from 0 to 50000 (metres)")]
    [InlineData("stops", "{\"frequentDeparturesPerHour\": 0}", "stops.frequentDeparturesPerHour", "found 0", "from 1 to 120 (departures per hour)")]
    [InlineData("stops", "{\"walkMeters\": [300]}", "stops.walkMeters", "found [300]", "two distances in metres")]
    [InlineData("stops", "{\"walkMeters\": [500, 300]}", "stops.walkMeters", "found [500, 300]", "the shorter first")]
    [InlineData("stops", "{\"walkMeters\": [300, 5000]}", "stops.walkMeters[1]", "found 5000", "from 1 to 1000 (metres)")]
    [InlineData("stops", "{\"walk\": 300}", "stops.walk", "'walk' is not known", "frequentDeparturesPerHour, walkMeters")]
    [InlineData("speeds", "{\"walkKph\": 40}", "speeds.walkKph", "found 40", "from 1 to 10 (km/h)")]
    [InlineData("speeds", "{\"walk\": 4}", "speeds.walk", "'walk' is not known", "bicycleKph, walkKph")]
    [InlineData("speeds", "4", "speeds", "found 4", "an object in braces")]
    [InlineData("snapRadiusMeters", "0", "snapRadiusMeters", "found 0", "from 1 to 20000 (metres)")]
    [InlineData("maxStreetMinutes", "\"60\"", "maxStreetMinutes", "found \"60\"", "from 30 to 600 (minutes)")]
    [InlineData("vitesse", "4", "vitesse", "'vitesse' is not known", "snapRadiusMeters")]
    public void A_mistake_is_told_with_file_line_property_what_was_found_and_what_is_accepted(
        string property, string json, string at, string found, string accepted)
    {
        _town.Territory[property] = JsonNode.Parse(json);
        _town.Save();
        var lines = File.ReadAllLines(_town.TerritoryPath);
        var line = 1 + Array.FindIndex(lines, text => text.Contains($"\"{property}\"", StringComparison.Ordinal));
        var result = Check();
        Geocohesion.AssertRefused(result, ["check"], "territory.json:", at, found, accepted);

        // Deeper properties stand on later lines of the indented text; a property that is not there has the line of what should hold it.
        var told = int.Parse(
            result.Error.Split("territory.json:")[1].Split([' ', ':'])[0], System.Globalization.CultureInfo.InvariantCulture);
        if (at == "gtfs")
        {
            Assert.Equal(1, told);
        }
        else
        {
            var leaf = at.Split('.')[^1].Split('[')[0];
            Assert.InRange(told, line, lines.Length);
            Assert.True(
                told == line || lines[told - 1].Contains(leaf, StringComparison.Ordinal) || at.EndsWith(']'),
                $"line {told} is '{lines[told - 1]}', '{at}' was to be found there");
        }
    }

    [Theory]
    [InlineData("name")]
    [InlineData("osm")]
    [InlineData("districts")]
    [InlineData("centralities")]
    public void A_property_that_every_territory_needs_is_missed(string property)
    {
        _town.Territory.Remove(property);
        _town.Save();
        Geocohesion.AssertRefused(Check(), ["check"], "territory.json:1", $"'{property}' is missing");
    }

    [Theory]
    [InlineData("{\n  \"name\": \"A\",\n  \"osm\": [\"a.osm.pbf\"\n  \"districts\": []\n}", 4)]
    [InlineData("", 1)]
    [InlineData("{ \"name\": \"A\"", 1)]
    [InlineData("{\n\"name\": 'A'}", 2)]
    public void What_is_not_JSON_is_refused_with_the_line(string text, int line)
    {
        _town.Write("territory.json", text);
        Geocohesion.AssertRefused(Check(), ["check"], $"territory.json:{line}", "not valid JSON");
    }

    [Fact]
    public void Text_that_is_not_UTF_8_is_refused_with_its_line()
    {
        File.WriteAllText(_town.TerritoryPath, "{\n\"osm\": [],\n\"name\": \"Besançon\"\n}", System.Text.Encoding.Latin1);
        Geocohesion.AssertRefused(Check(), ["check"], "territory.json:3", "not UTF-8");
        _town.Write("territory.json", "{\n\"name\": \"\\ud800\"\n}");
        Geocohesion.AssertRefused(Check(), ["check"], "territory.json:2", "not UTF-8");
    }

    [Fact]
    public void A_list_where_the_territory_should_be_is_refused()
    {
        _town.Write("territory.json", "[]");
        Geocohesion.AssertRefused(Check(), ["check"], "territory.json:1", "found []", "an object in braces");
    }

    [Fact]
    public void Comments_a_trailing_comma_a_byte_order_mark_and_null_are_no_mistakes()
    {
        _town.Territory["speeds"] = null;
        _town.Save();
        var text = File.ReadAllText(_town.TerritoryPath);
        _town.Write(
            "territory.json",
            "// our town\n" + text.Replace("\"name\": \"Petite Ville\",", "\"name\": \"Petite Ville\", /* so */", StringComparison.Ordinal),
            withMark: true);
        Assert.Equal(0, Check().ExitCode);
    }

    [Fact]
    public void Half_an_hour_by_public_transport_alone_is_refused_before_streets_are_built()
    {
        _town.Territory["halfHour"] = new JsonObject { ["modes"] = new JsonArray("transit") };
        _town.Save();
        Geocohesion.AssertRefused(Check(), ["check"], "halfHour.modes", "transit", "walk, bicycle, car");
    }

    ProgramResult Check()
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exitCode = CommandLine.Run(["check", _town.TerritoryPath], output, error);
        return new ProgramResult(exitCode, output.ToString(), error.ToString());
    }
}
