using System.Text.Json.Nodes;

namespace GeoCohesion.Testing;

/// <summary>Milan's streets and a part of its public transport, with districts drawn as boxes and places from the map.</summary>
public static class MilanTerritory
{
    /// <summary>Writes the territory.</summary>
    /// <param name="folder">Where to; it is there.</param>
    /// <returns>Path of the territory, or null where the real data are not present.</returns>
    public static string? Write(string folder)
    {
        if (RealData.Find("milan/milan.osm.pbf") is not { } streets || RealData.Find("milan/milan-gtfs.zip") is not { } timetable)
        {
            return null;
        }

        File.WriteAllText(Path.Combine(folder, "districts.geojson"), SmallTown.Collection(
        [
            District("SANSIRO", 9.135, 45.470, 9.147, 45.478),
            District("LAMBRATE", 9.232, 45.480, 9.244, 45.490),
            District("QUARTO", 9.128, 45.508, 9.142, 45.518),
        ]));
        var territory = new JsonObject
        {
            ["name"] = "Milan",
            ["osm"] = new JsonArray(streets),
            ["gtfs"] = new JsonArray(new JsonObject { ["path"] = timetable }),
            ["districts"] = new JsonArray(new JsonObject { ["path"] = "districts.geojson" }),
            ["centralities"] = new JsonArray(new JsonObject
            {
                ["points"] = new JsonArray(
                    new JsonObject { ["id"] = "duomo", ["lon"] = 9.1919, ["lat"] = 45.4641, ["main"] = true },
                    new JsonObject { ["id"] = "loreto", ["lon"] = 9.2165, ["lat"] = 45.4860 }),
            }),
            ["places"] = new JsonArray(new JsonObject { ["format"] = "osm" }),
            ["modes"] = new JsonArray("walk", "car", "transit"),
        };
        var path = Path.Combine(folder, "territory.json");
        File.WriteAllText(path, territory.ToJsonString());
        return path;
    }

    static JsonObject District(string code, double west, double south, double east, double north) => SmallTown.Feature(
        new JsonArray(Position(west, south), Position(east, south), Position(east, north), Position(west, north), Position(west, south)),
        ("code_qp", code),
        ("lib_qp", code));

    static JsonArray Position(double longitude, double latitude) => new(longitude, latitude);
}
