using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Data.Sources.Areas;
using GeoCohesion.Data.Sources.Crs;
using GeoCohesion.Data.Sources.Places;
using GeoCohesion.Data.Sources.Population;

namespace GeoCohesion.Data.Sources.Territories;

/// <summary>Reads <c>territory.json</c>; its JSON Schema is <c>docs/territory.schema.json</c>.</summary>
public static class TerritoryFile
{
    /// <summary>Modes a territory can ask for.</summary>
    public static readonly IReadOnlyList<string> KnownModes =
        ["walk", "bicycle", "car", "transit", "bicycle_transit", "wheelchair", "wheelchair_transit", "wheelchair_transit_unknown"];

    /// <summary>Format of places that are taken from the tags of the street files.</summary>
    public const string OsmFormat = "osm";

    /// <summary>What <see cref="ParseTimeOfDay"/> accepts, for messages.</summary>
    internal const string TimeExpected = "a time such as \"07:00\"";

    static readonly SortedDictionary<string, CentralityChoice> s_centralityChoices = new(StringComparer.Ordinal)
    {
        ["best"] = CentralityChoice.Best,
        ["each"] = CentralityChoice.Each,
        ["main"] = CentralityChoice.Main,
    };

    static readonly SortedDictionary<string, WindowRule> s_windowRules = new(StringComparer.Ordinal)
    {
        ["best"] = WindowRule.Best,
        ["mean"] = WindowRule.Mean,
        ["median"] = WindowRule.Median,
        ["p85"] = WindowRule.P85,
        ["worst"] = WindowRule.Worst,
    };

    /// <summary>Reads and checks a territory; paths in it are relative to its own folder.</summary>
    /// <exception cref="InputException">The file is missing, is not JSON, or a property is missing, malformed or unknown.</exception>
    public static Territory Read(string path) => Parse(JsonFile.Read(path), Path.GetDirectoryName(Path.GetFullPath(path))!);

    /// <summary>Reads a territory from text, as a test or a host that holds it in memory does.</summary>
    /// <param name="source">Name for messages.</param>
    /// <param name="json">UTF-8 text.</param>
    /// <param name="folder">Folder that relative paths start from.</param>
    /// <exception cref="InputException">See <see cref="Read"/>.</exception>
    public static Territory Parse(string source, byte[] json, string folder) => Parse(JsonFile.Parse(source, json), folder);

    static Territory Parse(JsonFile file, string folder)
    {
        var root = file.Root;
        var territory = new Territory
        {
            Name = root.Text("name", "the name of the territory"),
            SourcePath = file.Source,
            LineOfProperty = file.LineOfPath,
            Crs = root.OptionalText("crs", "a coordinate system such as \"EPSG:2154\"") is { } crs ? MetricCrs(crs, root.At("crs")) : null,
            OsmPaths = [.. root.Texts("osm", "paths of .osm.pbf files").Select(Full)],
            Feeds = [.. root.Objects("gtfs", "objects with a path").Select((fields, index) => Feed(fields, index))],
            Districts = [.. root.Objects("districts", "objects with a path").Select(Area)],
            Population = [.. root.Objects("population", "objects with a path").Select(Population)],
            Communes = root.Object("communes") is { } communes ? Area(communes) : null,
            Centralities = [.. root.Objects("centralities", "objects with a path or points").Select(Centrality)],
            Places = [.. root.Objects("places", "objects with a path and a format").Select(Places)],
            ClassesPath = root.OptionalText("classesFile", "the path of a JSON file of classes") is { } classes ? Full(classes) : null,
            Modes = Modes(root),
            Classes = root.Texts("classes", "names of classes"),
            Baskets = BasketFields.Read(root),
            Decays = DecayFields.Read(root),
            HalfHour = HalfHour(root.Object("halfHour")),
            Transit = Transit(root.Object("transit")),
            Services = ServicesFields.Read(root.Object("services"), Full),
            Occasions = OccasionFields.Read(root),
            Flows = FlowFields.Read(root, Full),
            SurroundingsMeters = root.WholeNumber("surroundingsMeters", 5000, 0, 50_000, "metres"),
            Stops = StopFields.Read(root.Object("stops")),
            SnapRadiusMeters = root.WholeNumber("snapRadiusMeters", 500, 1, 20_000, "metres"),
            MaxStreetSeconds = (int)(60 * root.Number("maxStreetMinutes", 180, 30, 600, "minutes")),
            GridSpacingMeters = root.WholeNumber("gridSpacingMeters", 100, 10, 1000, "metres"),
        };
        if (root.Object("speeds") is { } speeds)
        {
            territory = territory with
            {
                WalkSpeedKph = speeds.Number("walkKph", territory.WalkSpeedKph, 1, 10, "km/h"),
                BicycleSpeedKph = speeds.Number("bicycleKph", territory.BicycleSpeedKph, 5, 40, "km/h"),
            };
            speeds.RefuseOthers();
        }

        root.RefuseOthers();
        Require(territory.OsmPaths.Count > 0, "osm", "at least one .osm.pbf file");
        Require(territory.Districts.Count > 0, "districts", "at least one file of districts");
        Require(territory.Centralities.Count > 0, "centralities", "at least one file, point or \"townHalls\": true");
        var timetableMode = territory.Modes.FirstOrDefault(mode => TransitVariant.Find(mode) is not null);
        Require(timetableMode is null || territory.Feeds.Count > 0, "gtfs", $"a timetable, since modes has \"{timetableMode}\",");
        RequireJudged(file, territory);
        return ServicesFields.Apply(territory);

        string Full(string relative) => Path.GetFullPath(Path.Combine(folder, relative));

        void Require(bool given, string property, string expected)
        {
            if (!given)
            {
                throw new InputException("property-missing", $"'{property}' is missing or empty; {expected} is expected.", root.At(property));
            }
        }

        FeedInput Feed(JsonFields fields, int index)
        {
            var feed = new FeedInput(
                Full(fields.Text("path", "the path of a GTFS zip or folder")),
                fields.OptionalText("name", "a short name") ?? (index == 0 ? "gtfs" : string.Create(CultureInfo.InvariantCulture, $"gtfs{index + 1}")));
            fields.RefuseOthers();
            return feed;
        }

        AreaSourceOptions Area(JsonFields fields)
        {
            var area = new AreaSourceOptions
            {
                Path = Full(fields.Text("path", "the path of a .geojson, .shp or .gpkg file")),
                Layer = fields.OptionalText("layer", "a layer name"),
                Crs = fields.OptionalText("crs", "a coordinate system such as \"EPSG:2154\""),
                IdField = fields.OptionalText("idField", "a field name"),
                LabelField = fields.OptionalText("labelField", "a field name"),
            };
            fields.RefuseOthers();
            return area;
        }

        PopulationSourceOptions Population(JsonFields fields)
        {
            var population = new PopulationSourceOptions
            {
                Path = Full(fields.Text("path", "the path of a .csv, .geojson, .shp or .gpkg file")),
                Layer = fields.OptionalText("layer", "a layer name"),
                Crs = fields.OptionalText("crs", "a coordinate system such as \"EPSG:3035\""),
                IdField = fields.OptionalText("idField", "a field name"),
                WeightField = fields.OptionalText("weightField", "a field name"),
                XField = fields.OptionalText("xField", "a field name"),
                YField = fields.OptionalText("yField", "a field name"),
            };
            fields.RefuseOthers();
            return population;
        }

        CentralityInput Centrality(JsonFields fields)
        {
            var centralityFile = fields.OptionalText("path", "the path of a .geojson, .shp or .gpkg file") is { } path
                ? new CentralitySourceOptions
                {
                    Path = Full(path),
                    Layer = fields.OptionalText("layer", "a layer name"),
                    Crs = fields.OptionalText("crs", "a coordinate system such as \"EPSG:2154\""),
                    IdField = fields.OptionalText("idField", "a field name"),
                    LabelField = fields.OptionalText("labelField", "a field name"),
                    MainField = fields.OptionalText("mainField", "a field name"),
                    LevelField = fields.OptionalText("levelField", "a field name"),
                    Communes = fields.Texts("communes", "names or codes of communes"),
                }
                : null;
            var centrality = new CentralityInput(
                centralityFile,
                [.. fields.Objects("points", "objects with id, label, lon, lat").Select(Point)],
                fields.Flag("townHalls", false),
                fields.OptionalText("mainCommune", "an INSEE commune code"));
            fields.RefuseOthers();
            return centrality.File is not null || centrality.Points.Count > 0 || centrality.TownHalls
                ? centrality
                : throw new InputException("property-missing", "a centrality needs one of 'path', 'points', 'townHalls'.", fields.At());
        }

        CentralityPoint Point(JsonFields fields)
        {
            var id = fields.Text("id", "an id");
            var point = new CentralityPoint(
                id,
                fields.OptionalText("label", "a label") ?? id,
                fields.RequiredNumber("lon", -180, 180, "degrees"),
                fields.RequiredNumber("lat", -90, 90, "degrees"),
                fields.Flag("main", false));
            fields.RefuseOthers();
            return point;
        }

        PlaceSourceOptions Places(JsonFields fields)
        {
            var places = new PlaceSourceOptions
            {
                Format = fields.Text("format", "the name of a source such as \"bpe\""),
                Path = fields.OptionalText("path", "the path of a file") is { } path ? Full(path) : "",
                ClassName = fields.OptionalText("class", "a class name"),
                Crs = fields.OptionalText("crs", "a coordinate system such as \"EPSG:2154\""),
                FinessPath = fields.OptionalText("finess", "the path of a FINESS file") is { } finess ? Full(finess) : null,
                Edition = fields.OptionalText("edition", "the edition of the file"),
                KeepPoorPositions = fields.Flag("keepPoorPositions", false),
            };
            fields.RefuseOthers();
            return places.Path.Length > 0 || places.Format == OsmFormat
                ? places
                : throw new InputException("property-missing", $"the property 'path' is missing; format '{places.Format}' reads a file.", fields.At());
        }
    }

    static int MetricCrs(string text, SourceLocation at)
    {
        var crs = CrsNames.Parse(text, at);
        return !CrsTransform.ToWgs84(crs).IsDegrees
            ? crs
            : throw new InputException(
                "property-malformed", $"found \"{text}\", which is in degrees; a system in metres such as \"EPSG:2154\" is expected.", at);
    }

    /// <summary>Refuses a rule none of whose modes is computed: the half hour would have no verdict.</summary>
    static void RequireJudged(JsonFile file, Territory territory)
    {
        if (!territory.HalfHour.Modes.Any(territory.Modes.Contains))
        {
            throw new InputException(
                "half-hour-modes",
                $"the half hour is judged by {string.Join(" or ", territory.HalfHour.Modes)}, but modes has only "
                    + $"{string.Join(", ", territory.Modes)}; add one of them to modes, or name others in halfHour.modes.",
                file.At(file.LineOfPath.ContainsKey("halfHour.modes") ? "halfHour.modes" : "modes"));
        }
    }

    static IReadOnlyList<string> Modes(JsonFields root)
    {
        var accepted = $"one of {string.Join(", ", KnownModes)}";
        var modes = root.Texts("modes", accepted);
        foreach (var mode in modes)
        {
            if (!KnownModes.Contains(mode) || modes.Count(other => other == mode) > 1)
            {
                throw new InputException("property-malformed", $"found \"{mode}\"; {accepted}, each once, is expected.", root.At("modes"));
            }
        }

        return modes.Count > 0 ? modes : ["walk", "bicycle", "car"];
    }

    static HalfHourRule HalfHour(JsonFields? fields)
    {
        var rule = new HalfHourRule();
        if (fields is null)
        {
            return rule;
        }

        rule = rule with
        {
            LimitSeconds = fields.Parsed("limit", rule.LimitSeconds, "minutes and seconds such as \"30:00\"", ParseMinutes),
            LimitIsWithin = fields.Choice("comparison", rule.LimitIsWithin, new SortedDictionary<string, bool>(StringComparer.Ordinal) { ["<="] = true, ["<"] = false }),
            RequiredShare = fields.Number("share", rule.RequiredShare, 0.01, 1, "share of residents"),
            Centrality = fields.Choice("centrality", rule.Centrality, s_centralityChoices),
            Modes = fields.Texts("modes", $"one of {string.Join(", ", KnownModes)}") is { Count: > 0 } modes ? modes : rule.Modes,
        };
        if (rule.Modes.FirstOrDefault(mode => !KnownModes.Contains(mode)) is { } unknown)
        {
            throw new InputException("property-malformed", $"found \"{unknown}\"; one of {string.Join(", ", KnownModes)} is expected.", fields.At("modes"));
        }

        fields.RefuseOthers();
        return rule;
    }

    static TransitParameters Transit(JsonFields? fields)
    {
        var transit = new TransitParameters();
        if (fields is null)
        {
            return transit;
        }

        transit = transit with
        {
            Date = fields.Parsed<DateOnly?>("date", null, "a date such as \"2026-03-10\"", text =>
                (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date), date)),
            FromSeconds = fields.Parsed("from", transit.FromSeconds, TimeExpected, ParseTimeOfDay),
            ToSeconds = fields.Parsed("to", transit.ToSeconds, "a time such as \"09:00\"", ParseTimeOfDay),
            Rule = fields.Choice("rule", transit.Rule, s_windowRules),
            MaxWalkSeconds = (int)(60 * fields.Number("maxWalkMinutes", transit.MaxWalkSeconds / 60.0, 1, 60, "minutes")),
            MaxBicycleSeconds = (int)(60 * fields.Number("maxBicycleAccessMinutes", transit.MaxBicycleSeconds / 60.0, 1, 60, "minutes")),
            MaxTripSeconds = (int)(60 * fields.Number("maxTripMinutes", transit.MaxTripSeconds / 60.0, 10, 300, "minutes")),
            MaxRides = fields.Has("maxRides") ? fields.WholeNumber("maxRides", 0, 1, RidesProfileSearch.MostRides, "rides") : null,
            BoardingSlackSeconds = fields.WholeNumber("boardingSlackSeconds", transit.BoardingSlackSeconds, 0, 1800, "seconds"),
            AllowOddDate = fields.Flag("allowOddDate", transit.AllowOddDate),
        };
        if (transit.ToSeconds <= transit.FromSeconds)
        {
            throw new InputException("window-empty", "the window ends before it begins; 'to' must be later than 'from'.", fields.At("to"));
        }

        TransitParameters.RefuseLongWindow(transit.FromSeconds, transit.ToSeconds, fields.At("to"));
        fields.RefuseOthers();
        return transit;
    }

    static (bool Ok, int Seconds) ParseMinutes(string text) =>
        text.Split(':') is [var minutes, var seconds]
        && int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var m)
        && int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var s)
        && s < 60 && m is >= 1 and <= 600
            ? (true, (60 * m) + s)
            : (false, 0);

    /// <summary>A time of day such as 07:00, up to 30:59.</summary>
    internal static (bool Ok, int Seconds) ParseTimeOfDay(string text) =>
        text.Split(':') is [var hours, var minutes]
        && int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var h)
        && int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var m)
        && m < 60 && h <= 30
            ? (true, (3600 * h) + (60 * m))
            : (false, 0);
}
