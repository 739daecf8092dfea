using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using GeoCohesion.Data;
using GeoCohesion.Data.Sources.Osm;
using GeoCohesion.Testing;

namespace GeoCohesion.Benchmarks.Region;

/// <summary>A territory whose inputs change one at a time: the files of the user stay as they are, changed copies stand in a folder of their own.</summary>
sealed class ChangedTerritory
{
    const long AddedWay = 9_000_000_000_000;
    const double LatitudeToMeters = 111_320;
    const double ShortestStreetMeters = 100;
    const double LongestStreetMeters = 300;

    readonly JsonObject _territory;
    readonly string _folder;

    /// <summary>Reads a territory.</summary>
    /// <param name="territoryPath">Its <c>territory.json</c>.</param>
    /// <param name="folder">For changed copies.</param>
    public ChangedTerritory(string territoryPath, string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        _territory = JsonNode.Parse(File.ReadAllText(territoryPath))!.AsObject();
        var from = Path.GetDirectoryName(Path.GetFullPath(territoryPath))!;
        var osm = _territory["osm"]!.AsArray();
        for (var i = 0; i < osm.Count; i++)
        {
            osm[i] = Path.Combine(from, osm[i]!.GetValue<string>());
        }

        foreach (var (_, node) in _territory)
        {
            MakeAbsolute(node, from);
        }
    }

    /// <summary>Writes the territory as it is.</summary>
    /// <returns>Path of the file to run.</returns>
    public string Save() => Save(_ => { });

    /// <summary>Changes by name, each of which writes a territory with it alone, and returns its path.</summary>
    public IEnumerable<(string Name, Func<string> Change)> Changes()
    {
        yield return ("nothing", Save);
        yield return ("a pharmacy is opened", () => Save(AddPharmacy));
        if (_territory["gtfs"] is JsonArray { Count: > 0 })
        {
            yield return ("one line leaves a minute later", () => Save(DelayLine));
        }

        yield return ("a street is opened for cars alone", () => Save(territory => OpenStreet(territory, "motorway")));
        yield return ("a street is opened for all", () => Save(territory => OpenStreet(territory, "residential")));
        yield return ("another walking speed", () => Save(territory => territory["speeds"] = new JsonObject { ["walkKph"] = 4.2 }));
    }

    string Save(Action<JsonObject> change)
    {
        var territory = _territory.DeepClone().AsObject();
        change(territory);
        var path = Path.Combine(_folder, "territory.json");
        File.WriteAllText(path, territory.ToJsonString());
        return path;
    }

    static void MakeAbsolute(JsonNode? node, string from)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
            {
                MakeAbsolute(item, from);
            }
        }
        else if (node is JsonObject section)
        {
            if (section["path"] is JsonValue path)
            {
                section["path"] = Path.Combine(from, path.GetValue<string>());
            }

            foreach (var (_, member) in section)
            {
                MakeAbsolute(member, from);
            }
        }
    }

    void AddPharmacy(JsonObject territory)
    {
        var (longitude, latitude) = Street(territory).From;
        var path = Path.Combine(_folder, "added.csv");
        File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $"id,name,class,lon,lat\nadded,Pharmacie,pharmacie,{longitude},{latitude}\n"));
        var places = territory["places"]?.AsArray() ?? [];
        places.Add(new JsonObject { ["path"] = path, ["format"] = "csv" });
        territory["places"] = places.DeepClone();
    }

    /// <summary>Moves every stop time of the first line with trips.</summary>
    void DelayLine(JsonObject territory)
    {
        var feed = territory["gtfs"]!.AsArray()[0]!.AsObject();
        var path = Path.Combine(_folder, "delayed.zip");
        File.Copy(feed["path"]!.GetValue<string>(), path, overwrite: true);
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            var trips = Lines(zip, "trips.txt");
            var (routeAt, tripAt) = (Column(trips[0], "route_id"), Column(trips[0], "trip_id"));
            var route = Cell(trips[1], routeAt);
            var ofRoute = trips.Skip(1).Where(line => Cell(line, routeAt) == route).Select(line => Cell(line, tripAt)).ToHashSet(StringComparer.Ordinal);
            var times = Lines(zip, "stop_times.txt");
            var (tripOfTime, arrivalAt, departureAt) = (Column(times[0], "trip_id"), Column(times[0], "arrival_time"), Column(times[0], "departure_time"));
            zip.GetEntry("stop_times.txt")!.Delete();
            using var writer = new StreamWriter(zip.CreateEntry("stop_times.txt", CompressionLevel.Fastest).Open());
            writer.NewLine = "\n";
            writer.WriteLine(times[0]);
            foreach (var line in times.Skip(1))
            {
                var cells = line.Split(',');
                if (ofRoute.Contains(Cell(line, tripOfTime)))
                {
                    cells[arrivalAt] = Later(cells[arrivalAt]);
                    cells[departureAt] = Later(cells[departureAt]);
                }

                writer.WriteLine(string.Join(',', cells));
            }
        }

        feed["path"] = path;
    }

    static string[] Lines(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd().Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
    }

    static int Column(string header, string name) => Array.IndexOf(Array.ConvertAll(header.Split(','), cell => cell.Trim('"', ' ', '\uFEFF')), name);

    static string Cell(string line, int column) => line.Split(',')[column].Trim('"');

    /// <summary>A minute later, as <c>H:MM:SS</c>; an empty cell stays empty.</summary>
    static string Later(string time)
    {
        var parts = time.Trim('"').Split(':');
        if (parts.Length != 3)
        {
            return time;
        }

        var minutes = (int.Parse(parts[0], CultureInfo.InvariantCulture) * 60) + int.Parse(parts[1], CultureInfo.InvariantCulture) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}:{parts[2]}");
    }

    /// <summary>A second street file with one way between two crossings of the first.</summary>
    void OpenStreet(JsonObject territory, string highway)
    {
        var (_, from, to) = Street(territory);
        var path = Path.Combine(_folder, "opened.osm.pbf");
        new OsmPbfBuilder().Way(AddedWay, [from, to], ("highway", highway)).Save(path);
        territory["osm"]!.AsArray().Add(path);
    }

    /// <summary>Two ends of streets in the middle of the map that are some way apart.</summary>
    static ((double Longitude, double Latitude) From, long FromNode, long ToNode) Street(JsonObject territory)
    {
        var elements = OsmPbfReader.Read([.. territory["osm"]!.AsArray().Select(path => path!.GetValue<string>())], OsmInterest.Streets, new NoticeLog(), 1);
        var ends = Enumerable.Range(0, elements.WayCount)
            .Where(way => elements.WayTags(way)["highway"] == "residential" && elements.WayNodes(way)[0] >= 0)
            .Select(way => elements.WayNodes(way)[0])
            .Distinct()
            .ToArray();
        var longitudes = ends.Select(node => elements.NodeLongitudeE7[node]).Order().ToArray();
        var latitudes = ends.Select(node => elements.NodeLatitudeE7[node]).Order().ToArray();
        var (middleLongitude, middleLatitude) = (longitudes[longitudes.Length / 2], latitudes[latitudes.Length / 2]);
        var from = ends.MinBy(node => Meters(node, middleLongitude, middleLatitude));
        var to = ends.First(node => Meters(node, elements.NodeLongitudeE7[from], elements.NodeLatitudeE7[from]) is >= ShortestStreetMeters and <= LongestStreetMeters);
        return ((elements.NodeLongitudeE7[from] / 1e7, elements.NodeLatitudeE7[from] / 1e7), elements.NodeId[from], elements.NodeId[to]);

        double Meters(int node, int longitudeE7, int latitudeE7)
        {
            var east = (elements.NodeLongitudeE7[node] - longitudeE7) / 1e7 * LatitudeToMeters * Math.Cos(latitudeE7 / 1e7 * Math.PI / 180);
            return Math.Sqrt((east * east) + Math.Pow((elements.NodeLatitudeE7[node] - latitudeE7) / 1e7 * LatitudeToMeters, 2));
        }
    }
}
