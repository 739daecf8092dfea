using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Data;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Build.StreetModes;
using GeoCohesion.Data.Jobs;
using GeoCohesion.Data.Sources.Osm;
using GeoCohesion.Data.Sources.Places;
using GeoCohesion.Data.Sources.Services;
using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests.SampleCity;

/// <summary>
/// The checklist of the six districts, on foot, by the product and by a slow script of its own: the files of places read line by line, points in
/// rings by crossings, a plain Dijkstra from every inhabited cell.
/// </summary>
public sealed partial class SampleCityServicesTests
{
    const int SnapRadiusMillimeters = 500_000;

    static readonly DateOnly s_day = new(2026, 3, 10);

    static readonly string[] s_services =
    [
        "france-services", "centre-social", "msp-ou-centre-de-sante", "acces-au-droit", "micro-folie", "bibliotheque", "cite-educative",
        "classes-dedoublees", "mission-locale", "cite-emploi", "ecole-deuxieme-chance", "epide", "mediation-numerique",
    ];

    // In the order of the services: inside, bus of the commune, 30 minutes on foot, absent, unknown.
    static readonly (string Code, string Statuses)[] s_expected =
    [
        ("QN09601N", "BITIATAUAITAA"),
        ("QN09602I", "BIAAAIIUAAAAA"),
        ("QN09603M", "IIIAIIIUAAAAA"),
        ("QN09604N", "BIAAAAAUAAAAI"),
        ("QN09605M", "BIIAAAAUAAAAA"),
        ("QN09606N", "AAAAAAAUAAAAA"),
    ];

    [Fact]
    public void The_checklist_is_what_a_plain_reading_of_the_files_and_a_plain_Dijkstra_give()
    {
        var notices = new NoticeLog();
        var inputs = TerritoryInputs.Read(SampleCityFixture.PathOf("territory.json"), notices, 2, new Silence());
        Assert.Equal(1, notices.CountOf("service-closed"));
        var elements = OsmPbfReader.Read([SampleCityFixture.PathOf("aurelmont.osm.pbf")], OsmInterest.Streets, notices, 2);
        var graph = StreetGraphBuilder.Build(elements, new Walk(), new StreetSpeeds { WalkKph = 4 }, notices, out _);
        var index = new StreetIndex(graph);
        StreetPosition[] origins = [.. inputs.Origins.Select(origin => index.Snap(origin.Longitude, origin.Latitude, SnapRadiusMillimeters))];

        var byProduct = ByProduct(inputs, graph, index, origins);
        var byScript = ByScript(inputs, graph, index, origins);
        foreach (var (code, expected) in s_expected)
        {
            Assert.Equal($"{code} {expected}", $"{code} {byScript[code]}");
            Assert.Equal($"{code} {expected}", $"{code} {byProduct[code]}");
        }
    }

    static Dictionary<string, string> ByProduct(TerritoryInputs inputs, StreetGraph graph, StreetIndex index, StreetPosition[] origins)
    {
        var standing = inputs.Places.Where(place => !place.IsItinerant).ToLookup(place => place.ClassName);
        Place[][] places = [.. inputs.Classes.Select(placeClass => standing[placeClass.Name].ToArray())];
        var plan = new AccessPlan
        {
            ClassNames = [.. inputs.Classes.Select(placeClass => placeClass.Name)],
            CapacitiesByClass = [.. places.Select(ofClass => ofClass.Select(place => place.Capacity).ToArray())],
            CountedPoints = origins.Length,
        };
        StreetPosition[][] positions = [.. places.Select(ofClass => ofClass.Select(place => index.Snap(place.Longitude, place.Latitude, SnapRadiusMillimeters)).ToArray())];
        var walk = StreetAccess.Compute(graph, origins, [], positions, plan, 3 * 3600, 2, _ => { });
        var checklist = new ServiceChecklist();
        var study = new Study
        {
            Rule = new HalfHourRule(),
            WindowRule = WindowRule.Median,
            WalkSpeedKph = 4,
            Districts = inputs.Districts,
            Points = inputs.Origins,
            OriginCount = inputs.Origins.Count,
            Centralities = inputs.Centralities,
            Classes = [.. inputs.Classes.Select(placeClass => new StudyClass(placeClass.Name, placeClass.French, placeClass.English, placeClass.Group))],
            PlacesByClass = places,
            ItinerantPlaces = [.. inputs.Places.Where(place => place.IsItinerant)],
            Modes = [walk],
            PointIsSnapped = new Dictionary<string, bool[]> { ["walk"] = [.. origins.Select(origin => origin.IsSnapped)] },
            CentralityIsSnapped = new Dictionary<string, bool[]>(),
            Occasions = [],
            Services = ChecklistFile.For(inputs.Territory, PlaceClasses.Default),
            SourcesByClass = PlaceSupply.Of(inputs.Territory, PlaceClasses.Default, inputs.Places),
        };
        Assert.Null(checklist.Missing(study));
        var table = checklist.Compute(study)[0];
        Assert.Equal(s_services, table.Rows.Select(row => (string)row[table.ColumnIndex("service")]!).Distinct());
        return table.Rows.GroupBy(row => (string)row[table.ColumnIndex("district")]!).ToDictionary(
            group => group.Key,
            group => string.Concat(group.Select(row => (string)row[table.ColumnIndex("status")]! switch
            {
                "inside" => (bool)row[table.ColumnIndex("is_itinerant")]! ? "B" : "I",
                "walk_10_min" => "W",
                "transit_30_min" => "T",
                "absent" => "A",
                _ => "U",
            })));
    }

    static Dictionary<string, string> ByScript(TerritoryInputs inputs, StreetGraph graph, StreetIndex index, StreetPosition[] origins)
    {
        var places = Places();
        StreetPosition[] targets = [.. places.Select(place => index.Snap(place.Longitude, place.Latitude, SnapRadiusMillimeters))];
        var dijkstra = new PlainDijkstra(graph, origins, targets);
        var seconds = origins.Select((_, origin) => dijkstra.From(origin, 3 * 3600 * 1000).Select(TravelTime.ToSeconds).ToArray()).ToArray();
        var statuses = new Dictionary<string, string>();
        using var districts = JsonDocument.Parse(File.ReadAllBytes(SampleCityFixture.PathOf("QP2024_Aurelmont_WGS84.geojson")));
        foreach (var feature in districts.RootElement.GetProperty("features").EnumerateArray())
        {
            var code = feature.GetProperty("properties").GetProperty("code_qp").GetString()!;
            var commune = feature.GetProperty("properties").GetProperty("insee_com").GetString()!;
            var rings = Rings(feature.GetProperty("geometry").GetProperty("coordinates")).ToArray();
            var residents = Enumerable.Range(0, origins.Length).Where(origin => inputs.Origins[origin].Id.StartsWith(code, StringComparison.Ordinal)).ToArray();
            Assert.NotEmpty(residents);
            statuses[code] = string.Concat(s_services.Select(service =>
            {
                int[] standing = [.. Enumerable.Range(0, places.Count).Where(place => places[place].Service == service && places[place].BusOf.Length == 0)];
                return standing.Any(place => IsInside(rings, places[place].Longitude, places[place].Latitude)) ? "I"
                    : places.Any(place => place.Service == service && place.BusOf == commune) ? "B"
                    : IsMedianWithin(standing, 10 * 60) ? "W"
                    : IsMedianWithin(standing, 30 * 60) ? "T"
                    : standing.Length > 0 ? "A"
                    : "U";
            }));

            bool IsMedianWithin(int[] standing, int limitSeconds) =>
                2 * residents.Where(origin => standing.Any(place => seconds[origin][place] <= limitSeconds)).Sum(origin => inputs.Origins[origin].Residents)
                >= residents.Sum(origin => inputs.Origins[origin].Residents);
        }

        return statuses;
    }

    static List<(string Service, double Longitude, double Latitude, string BusOf)> Places()
    {
        var places = new List<(string Service, double Longitude, double Latitude, string BusOf)>();
        var lines = File.ReadAllLines(SampleCityFixture.PathOf("BPE24.csv"));
        var header = lines[0].Split(';');
        var (type, longitude, latitude, quality) = (
            Array.IndexOf(header, "TYPEQU"), Array.IndexOf(header, "LONGITUDE"), Array.IndexOf(header, "LATITUDE"), Array.IndexOf(header, "QUALITE_GEOLOC"));
        foreach (var fields in lines.Skip(1).Select(line => line.Split(';')))
        {
            var service = fields[type] switch
            {
                "A128" => "france-services",
                "D506" => "centre-social",
                "D113" or "D108" => "msp-ou-centre-de-sante",
                "A124" or "A125" or "A126" => "acces-au-droit",
                "F307" => "bibliotheque",
                _ => "",
            };
            if (service.Length > 0 && fields[quality] != "33" && fields[longitude] is not ("" or "_Z"))
            {
                places.Add((service, Number(fields[longitude]), Number(fields[latitude]), ""));
            }
        }

        foreach (var fields in File.ReadLines(SampleCityFixture.PathOf("services.csv")).Skip(1).Select(line => line.Split(',')))
        {
            if (fields[5].Length == 0 || DateOnly.Parse(fields[5], CultureInfo.InvariantCulture) >= s_day)
            {
                places.Add((fields[0] == "point-acces-droit" ? "acces-au-droit" : fields[0], Number(fields[2]), Number(fields[3]), ""));
            }
        }

        foreach (var fields in File.ReadLines(SampleCityFixture.PathOf("france-services.csv")).Skip(1)
            .Select(line => Field().Matches(line).Select(field => field.Value.Trim(',').Trim('"')).ToArray()))
        {
            places.Add(("france-services", Number(fields[9]), Number(fields[8]), fields[21].StartsWith("Bus", StringComparison.Ordinal) ? fields[5] : ""));
        }

        return places;
    }

    /// <summary>Every ring of a polygon or of several, as lists of corners.</summary>
    static IEnumerable<(double X, double Y)[]> Rings(JsonElement coordinates) =>
        coordinates[0][0].ValueKind == JsonValueKind.Number
            ? [[.. coordinates.EnumerateArray().Select(corner => (corner[0].GetDouble(), corner[1].GetDouble()))]]
            : coordinates.EnumerateArray().SelectMany(Rings);

    /// <summary>An odd number of edges is crossed on the way east.</summary>
    static bool IsInside(IEnumerable<(double X, double Y)[]> rings, double x, double y) => rings.Sum(ring => ring.Zip(ring.Skip(1), (a, b) =>
        (a.Y > y) != (b.Y > y) && x < a.X + ((y - a.Y) / (b.Y - a.Y) * (b.X - a.X)) ? 1 : 0).Sum()) % 2 == 1;

    static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    // A quoted field or a plain one, with the comma that ends it.
    [GeneratedRegex("(?:\"[^\"]*\"|[^,]*)(?:,|$)")]
    private static partial Regex Field();

    sealed class Silence : IProgress<JobProgress>
    {
        public void Report(JobProgress value)
        {
        }
    }
}
