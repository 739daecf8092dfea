using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GeoCohesion.Testing;

/// <summary>
/// A town of straight streets whose every travel time can be worked out by hand: 46 columns of 5 rows, 100 m apart, a spur to the north,
/// and a
/// street that nothing leads to.
/// </summary>
/// <remarks>
/// Blocks are up to 9 mm shorter than 100 m, never longer, and times are rounded up to whole seconds once at the end: within the 45 blocks
/// of the
/// town a time is exactly its number of blocks times <see cref="WalkSecondsPerBlock"/> and so on.
/// </remarks>
public sealed class SmallTown
{
    public const int Columns = 46;
    public const int Rows = 5;
    public const int SpurColumn = 22;
    public const int SpurEndRow = 14;
    public const int IslandColumn = 120;

    /// <summary>100 m at 4 km/h.</summary>
    public const int WalkSecondsPerBlock = 90;

    /// <summary>100 m at 15 km/h.</summary>
    public const int BicycleSecondsPerBlock = 24;

    /// <summary>100 m at 0.8 x 30 km/h.</summary>
    public const int CarSecondsPerBlock = 15;

    // 2 degrees east, 47 degrees north: a metre is 131.48 and 89.952 ten-millionths of a degree there, on WGS84.
    const int OriginLongitudeE7 = 20_000_000;
    const int OriginLatitudeE7 = 470_000_000;
    const int BlockLongitudeE7 = 13_148;
    const int BlockLatitudeE7 = 8_995;

    public const string Near = "QN02201M";
    public const string Edge = "QN02202M";
    public const string East = "QN02203M";
    public const string Far = "QN02204M";
    public const string CutOff = "QN02205I";

    /// <summary>A label that a spreadsheet would run.</summary>
    public const string FormulaLabel = "=Belle+Rive";

    /// <summary>Residents at crossings, by district.</summary>
    public static readonly IReadOnlyList<(string District, double Column, double Row, int Residents)> Residents =
    [
        (Near, 2, 2, 100), (Near, 3, 2, 50), (Near, 4, 2, 50),
        (Edge, 19, 2, 30), (Edge, 20, 2, 20), (Edge, 21, 2, 50),
        (East, 30, 2, 10), (East, 31, 2, 30),
        (Far, SpurColumn, 12, 40), (Far, SpurColumn, 14, 10),
        (CutOff, IslandColumn + 1, 2, 25),
    ];

    static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public SmallTown(string folder)
    {
        Folder = Directory.CreateDirectory(folder).FullName;
        Territory = new JsonObject
        {
            ["name"] = "Petite Ville",
            ["osm"] = new JsonArray("town.osm.pbf"),
            ["districts"] = new JsonArray(new JsonObject { ["path"] = "districts.geojson" }),
            ["population"] = new JsonArray(new JsonObject { ["path"] = "population.csv" }),
            ["communes"] = new JsonObject { ["path"] = "communes.geojson" },
            ["centralities"] = new JsonArray(new JsonObject
            {
                ["points"] = new JsonArray(
                    Centrality("centre", "Centre-ville", 0, 2, isMain: true),
                    Centrality("est", "Bourg de l'Est", Columns - 1, 2, isMain: false)),
            }),
            ["places"] = new JsonArray(new JsonObject { ["format"] = "csv", ["path"] = "places.csv" }),
        };
        Streets = Town();
        Districts =
        [
            District(Near, "Les Prés", 1.5, 1.5, 4.5, 2.5),
            District(Edge, "La Limite", 18.5, 1.5, 21.5, 2.5),
            District(East, FormulaLabel, 29.5, 1.5, 31.5, 2.5),
            District(Far, "Le Bout \"du\" Monde, au nord", 21.5, 11.5, 22.5, 14.5),
            District(CutOff, "L'Île", IslandColumn - 0.5, 1.5, IslandColumn + 2.5, 2.5),
        ];
        Write("population.csv", PopulationCsv(), withMark: true);
        Write("places.csv", PlacesCsv());
        Write("communes.geojson", Collection(
        [
            Feature(Box(-1, -1, 25, 20), ("insee_com", "22113"), ("nom", "Petitbourg")),
            Feature(Box(25, -1, 130, 20), ("insee_com", "22114"), ("nom", "Est-sur-Mer")),
        ]));
    }

    public string Folder { get; }

    /// <summary>Content of <c>territory.json</c>, to change before <see cref="Save"/>.</summary>
    public JsonObject Territory { get; }

    /// <summary>Features of <c>districts.geojson</c>, to change before <see cref="Save"/>.</summary>
    public List<JsonObject> Districts { get; }

    public OsmPbfBuilder Streets { get; }

    public string TerritoryPath => Path.Combine(Folder, "territory.json");

    public static double Longitude(double column) => Math.Round((OriginLongitudeE7 + (column * BlockLongitudeE7)) / 1e7, 7);

    public static double Latitude(double row) => Math.Round((OriginLatitudeE7 + (row * BlockLatitudeE7)) / 1e7, 7);

    /// <summary>Writes the streets, the districts and the territory, and returns the path of the latter.</summary>
    public string Save()
    {
        Streets.Save(PathOf("town.osm.pbf"));
        Write("districts.geojson", Collection(Districts));
        Write("territory.json", Territory.ToJsonString(s_json));
        return TerritoryPath;
    }

    public string PathOf(string fileName) => Path.Combine(Folder, fileName);

    public string Write(string fileName, string text, bool withMark = false)
    {
        File.WriteAllText(PathOf(fileName), text, new UTF8Encoding(withMark));
        return PathOf(fileName);
    }

    /// <summary>Rows of <c>id,lon,lat</c> at crossings.</summary>
    public static string Points(params (string Id, double Column, double Row)[] points) =>
        "id,lon,lat\n" + string.Concat(
            points.Select(point => FormattableString.Invariant($"{point.Id},{Longitude(point.Column)},{Latitude(point.Row)}\n")));

    public static JsonObject District(string code, string label, double west, double south, double east, double north) => Feature(
        Box(west, south, east, north),
        ("code_qp", code),
        ("lib_qp", label),
        ("insee_reg", "53"),
        ("lib_reg", "Bretagne"),
        ("insee_dep", "22"),
        ("lib_dep", "Côtes-d'Armor"),
        ("insee_com", "22113"),
        ("lib_com", "Petitbourg"),
        ("siren_epci", "200065928"),
        ("lib_epci", "CA Petite Ville"));

    /// <summary>A ring that runs clockwise, as many producers write it.</summary>
    public static JsonArray Box(double west, double south, double east, double north) =>
        new(Position(west, south), Position(west, north), Position(east, north), Position(east, south), Position(west, south));

    public static JsonArray Position(double column, double row) => new(Longitude(column), Latitude(row));

    public static JsonObject Feature(JsonArray ring, params (string Name, string Value)[] properties)
    {
        var values = new JsonObject();
        foreach (var (name, value) in properties)
        {
            values[name] = value;
        }

        return new JsonObject
        {
            ["type"] = "Feature",
            ["properties"] = values,
            ["geometry"] = new JsonObject { ["type"] = "Polygon", ["coordinates"] = new JsonArray(ring) },
        };
    }

    public static string Collection(IEnumerable<JsonObject> features) =>
        new JsonObject
        {
            ["type"] = "FeatureCollection",
            ["features"] = new JsonArray([.. features.Select(feature => feature.DeepClone())]),
        }.ToJsonString();

    public static JsonObject Centrality(string id, string label, double column, double row, bool isMain) => new()
    {
        ["id"] = id,
        ["label"] = label,
        ["lon"] = Longitude(column),
        ["lat"] = Latitude(row),
        ["main"] = isMain,
    };

    static OsmPbfBuilder Town()
    {
        var town = new OsmPbfBuilder { ReplicationTimestamp = 1_700_000_000 };
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                town.Node(NodeId(column, row), Longitude(column), Latitude(row));
            }
        }

        for (var row = Rows; row <= SpurEndRow; row++)
        {
            town.Node(NodeId(SpurColumn, row), Longitude(SpurColumn), Latitude(row));
        }

        for (var column = IslandColumn; column < IslandColumn + 3; column++)
        {
            town.Node(NodeId(column, 2), Longitude(column), Latitude(2));
        }

        town.NewBlock();
        var way = 0;
        for (var row = 0; row < Rows; row++)
        {
            Street(string.Create(CultureInfo.InvariantCulture, $"Rue {row}"), [.. Enumerable.Range(0, Columns).Select(
                column => NodeId(column, row))]);
        }

        for (var column = 0; column < Columns; column++)
        {
            var last = column == SpurColumn ? SpurEndRow : Rows - 1;
            Street(string.Create(CultureInfo.InvariantCulture, $"Avenue {column}"), [.. Enumerable.Range(0, last + 1).Select(
                row => NodeId(column, row))]);
        }

        Street("Rue de l'Île", [.. Enumerable.Range(IslandColumn, 3).Select(column => NodeId(column, 2))]);
        return town;

        void Street(string name, long[] nodes) => town.Way(++way, nodes, ("highway", "residential"), ("maxspeed", "30"), ("name", name));
    }

    static long NodeId(int column, int row) => (row * 1000) + column + 1;

    static string PopulationCsv()
    {
        var text = new StringBuilder("id;lon;lat;population\r\n");
        foreach (var (_, column, row, residents) in Residents)
        {
            text.Append(CultureInfo.InvariantCulture, $"c{column}r{row};{Longitude(column)};{Latitude(row)};{residents}\r\n");
        }

        return text.ToString();
    }

    static string PlacesCsv()
    {
        var text = new StringBuilder("id,name,class,lon,lat\n");
        foreach (var (id, name, placeClass, column, row) in new[]
        {
            ("d1", "Dr Un", "generaliste", 5, 2),
            ("d2", "\"=HYPERLINK(\"\"x\"\")\"", "generaliste", 18, 0),
            ("d3", "@cabinet", "generaliste", 40, 2),
            ("p1", "+Pharmacie", "pharmacie", 1, 2),
            ("p2", "-Pharmacie", "pharmacie", 22, 4),
        })
        {
            text.Append(CultureInfo.InvariantCulture, $"{id},{name},{placeClass},{Longitude(column)},{Latitude(row)}\n");
        }

        return text.ToString();
    }
}
