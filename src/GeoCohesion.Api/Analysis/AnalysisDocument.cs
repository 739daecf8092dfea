using System.Globalization;
using System.Text.Json.Nodes;
using GeoCohesion.Api.Features;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Api.Analysis;

/// <summary>What the definition of the API says of analyses on demand.</summary>
static class AnalysisDocument
{
    const string Tag = "Analysis";

    /// <summary>Points of the run that examples are made of.</summary>
    /// <param name="Start">WGS84 point <c>LON,LAT</c> where someone lives.</param>
    /// <param name="Destination">WGS84 point <c>LON,LAT</c> of a centrality.</param>
    /// <param name="District">Code of a district.</param>
    /// <param name="HasTransit">Whether there is public transport.</param>
    public sealed record Example(string Start, string Destination, string District, bool HasTransit)
    {
        /// <summary>Takes the first origin and centrality of a run; null where it has none.</summary>
        public static async Task<Example?> Of(IFeatureStore store, CancellationToken cancellation)
        {
            var origins = store.Collections.FirstOrDefault(collection => collection.Id == "origins");
            var centralities = store.Collections.FirstOrDefault(collection => collection.Id == "centralities");
            if (origins is null || centralities is null)
            {
                return null;
            }

            var origin = await store.Read(origins, null, 0, 1, cancellation);
            var centrality = await store.Read(centralities, null, 0, 1, cancellation);
            if (origin.Count == 0 || centrality.Count == 0)
            {
                return null;
            }

            var at = centrality[0].Geometry!.Coordinate;
            return new Example(
                Point((double)Value(origins, origin[0], "lon"), (double)Value(origins, origin[0], "lat")),
                Point(at.X, at.Y),
                (string)Value(origins, origin[0], "district"),
                store.Collections.Any(collection => collection.Id == "stops"));
        }

        static object Value(FeatureCollectionInfo collection, StoredFeature feature, string name) =>
            feature.Values[collection.IndexOf(name)]!;

        static string Point(double longitude, double latitude) => string.Create(CultureInfo.InvariantCulture, $"{longitude},{latitude}");
    }

    /// <summary>Adds the addresses; those of public transport where there is some.</summary>
    public static JsonObject AddPaths(JsonObject paths, Example? example)
    {
        if (example is null)
        {
            return paths;
        }

        paths["/network"] = ApiDocument.Get("network", Tag, "Modes, days and limits that can be asked for", Links.Json, "anyObject", [], hasPage: false);
        Add("/snap", "snap", "Where a point meets the streets", Links.Json, "anyObject", ["location", "street-mode"], ["location"],
            [("walk", new JsonObject { ["location"] = example.Start, ["mode"] = "walk" })]);
        Add(
            "/isochrones", "isochrones", "Areas or streets within reach of points, or of the residents of a district", Links.GeoJson, "featureCollection",
            [
                "locations", "district", "mode", "range", "interval", "range_type", "location_type", "geometry", "rings", "simplify", "attributes",
                "date", "departure", "window-from", "window-to", "rule", "buffer",
            ],
            ["range"],
            [
                ("walk", new JsonObject
                {
                    ["locations"] = example.Start,
                    ["range"] = 900,
                    ["interval"] = 300,
                    ["attributes"] = "area,population,places",
                    ["rings"] = true,
                    ["simplify"] = 20,
                    ["location_type"] = "destination",
                }),
                ("district", new JsonObject { ["district"] = example.District, ["range"] = new JsonArray(600, 1200), ["mode"] = "walk" }),
                ("streets", new JsonObject { ["locations"] = example.Start, ["range"] = 500, ["range_type"] = "distance", ["geometry"] = "network" }),
                ("buffer", new JsonObject { ["locations"] = example.Start, ["range"] = 600, ["geometry"] = "network", ["buffer"] = 30 }),
                .. Transit(
                    ("window", new JsonObject
                    {
                        ["locations"] = example.Start,
                        ["range"] = 1800,
                        ["mode"] = "transit",
                        ["from"] = "07:00",
                        ["to"] = "09:00",
                        ["rule"] = "share:0.8",
                    }),
                    ("departure", new JsonObject { ["locations"] = example.Start, ["range"] = 1800, ["mode"] = "transit", ["departure"] = "08:00" })),
            ]);
        Add(
            "/travel-times", "travelTimes", "Travel times between points", Links.Json, "travelTimes",
            [
                "origins", "origins_collection", "origins_ids", "destinations", "destinations_collection", "destinations_ids", "mode",
                "date", "departure", "window-from", "window-to", "rule",
            ],
            [],
            [
                ("walk", new JsonObject { ["origins"] = example.Start, ["destinations"] = example.Destination }),
                .. Transit(("transit", new JsonObject
                {
                    ["origins"] = example.Start,
                    ["destinations"] = example.Destination,
                    ["mode"] = "transit",
                    ["rule"] = "p85",
                })),
            ]);
        if (example.HasTransit)
        {
            Add("/profile", "profile", "Travel time as a function of the departure time: its breakpoints, exactly", Links.Json, "anyObject",
                ["point-from", "point-to", "mode", "date", "from_time", "to_time"], ["from", "to"],
                [("transit", new JsonObject { ["from"] = example.Start, ["to"] = example.Destination, ["from_time"] = "07:00", ["to_time"] = "08:00" })]);
            Add("/journey", "journey", "The fastest journey at one departure, leg by leg", Links.Json, "anyObject",
                ["point-from", "point-to", "departure", "date", "mode"], ["from", "to", "departure"],
                [("transit", new JsonObject { ["from"] = example.Start, ["to"] = example.Destination, ["departure"] = "08:00" })]);
        }

        return paths;

        (string Name, JsonObject Body)[] Transit(params (string Name, JsonObject Body)[] examples) => example.HasTransit ? examples : [];

        void Add(
            string path, string id, string summary, string mediaType, string schema, string[] parameters, string[] required, (string Name, JsonObject Body)[] bodies)
        {
            var operation = ApiDocument.Get(id, Tag, summary, mediaType, schema, parameters, hasPage: false);
            var get = operation["get"]!;
            get["responses"]!["413"] = ApiDocument.Reference("responses", "tooMuch");
            get["responses"]!["429"] = ApiDocument.Reference("responses", "tooOften");
            var properties = new JsonObject();
            foreach (var parameter in parameters)
            {
                properties[NameOf(parameter)] = new JsonObject();
            }

            var post = get.DeepClone().AsObject();
            post["operationId"] = id + "Post";
            post.Remove("parameters");
            var examples = new JsonObject();
            foreach (var (name, body) in bodies)
            {
                examples[name] = new JsonObject { ["value"] = body };
            }

            post["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = new JsonObject
                {
                    [Links.Json] = new JsonObject
                    {
                        ["schema"] = new JsonObject
                        {
                            ["type"] = "object",
                            ["additionalProperties"] = false,
                            ["required"] = required.Length == 0 ? null : new JsonArray([.. required]),
                            ["properties"] = properties,
                        },
                        ["examples"] = examples,
                    },
                },
            };
            if (required.Length == 0)
            {
                post["requestBody"]!["content"]![Links.Json]!["schema"]!.AsObject().Remove("required");
            }

            operation["post"] = post;
            paths[path] = operation;
        }
    }

    /// <summary>Adds the parameters.</summary>
    public static JsonObject AddParameters(JsonObject parameters, Example? example)
    {
        if (example is null)
        {
            return parameters;
        }

        const string Points = "WGS84 points LON,LAT, separated by |";
        Add("location", "WGS84 point LON,LAT", ApiDocument.Text(), example.Start);
        Add("street-mode", "Street mode", ApiDocument.Text(), "walk");
        Add("mode", "Mode; walk, or the first of public transport, where it is not given", ApiDocument.Text(), example.HasTransit ? "transit" : "walk");
        Add("locations", Points, ApiDocument.Text(), example.Start);
        Add("district", "Code of a district, instead of locations: its inhabited cells, the nearest one counting", ApiDocument.Text(), example.District);
        Add("range", "Limits, in seconds or metres, separated by commas", ApiDocument.Text(), "600,1200");
        Add("interval", "Steps up to one range", new JsonObject { ["type"] = "integer", ["minimum"] = 1 }, 300);
        Add("range_type", "Unit of the limits", ApiDocument.Choice(["time", "distance"]), "time");
        Add("location_type", "Whether the points are where one starts from or where one goes to", ApiDocument.Choice(["start", "destination"]), "start");
        Add("geometry", "Areas, or the streets themselves", ApiDocument.Choice(["area", "network"]), "area");
        Add(
            "buffer",
            "With geometry=network: the ground within so many metres of the streets, as polygons, instead of lines",
            new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = IsochronesEndpoint.MostBufferMeters },
            30);
        Add("rings", "Whether each area is without those of shorter limits", new JsonObject { ["type"] = "boolean" }, true);
        Add("simplify", "Metres that an outline may be off", new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = 1000 }, 20);
        Add("attributes", "What is told of each area: area, population, places, separated by commas", ApiDocument.Text(), "area,population");
        Add("origins", Points, ApiDocument.Text(), example.Start);
        Add("origins_collection", "Collection of the origins, instead of points", ApiDocument.Choice(["origins", "centralities", "places", "stops"]), "origins");
        Add("origins_ids", "Their ids, separated by commas", ApiDocument.Text(), "1");
        Add("destinations", Points, ApiDocument.Text(), example.Destination);
        Add("destinations_collection", "Collection of the destinations, instead of points", ApiDocument.Choice(["origins", "centralities", "places", "stops"]), "centralities");
        Add("destinations_ids", "Their ids, separated by commas", ApiDocument.Text(), "1");
        Add("date", "Day of public transport, one of those at /network", ApiDocument.Text(), "2026-03-10");
        Add("departure", "One departure, instead of a window", ApiDocument.Text(), "08:00");
        Add("window-from", "Start of the departure window; the run's own where it is not given", ApiDocument.Text(), "07:00");
        Add("window-to", "Its end, not included", ApiDocument.Text(), "09:00");
        Add("rule", "What counts of the window: best, median, worst, p1 to p100; for areas also share:0.8", ApiDocument.Text(), "median");
        if (example.HasTransit)
        {
            Add("point-from", "Start, LON,LAT", ApiDocument.Text(), example.Start);
            Add("point-to", "Destination, LON,LAT", ApiDocument.Text(), example.Destination);
            Add("from_time", "Start of the departure window; the run's own where it is not given", ApiDocument.Text(), "07:00");
            Add("to_time", "Its end, not included", ApiDocument.Text(), "08:00");
        }

        return parameters;

        void Add(string key, string description, JsonObject schema, JsonNode value) =>
            parameters[key] = ApiDocument.Query(NameOf(key), description, schema, value);
    }

    /// <summary>Adds the schemas.</summary>
    public static JsonObject AddSchemas(JsonObject schemas, Example? example)
    {
        if (example is not null)
        {
            schemas["travelTimes"] = ApiDocument.Object(
                ["travelTimesSeconds"],
                ("travelTimesSeconds", new JsonObject
                {
                    ["type"] = "array",
                    ["description"] = "Per origin, per destination; null where there is no way",
                    ["items"] = ApiDocument.ArrayOf(new JsonObject { ["type"] = "integer", ["nullable"] = true }),
                }),
                ("origins", ApiDocument.ArrayOf(ApiDocument.Reference("schemas", "anyObject"))),
                ("destinations", ApiDocument.ArrayOf(ApiDocument.Reference("schemas", "anyObject"))),
                ("metadata", ApiDocument.Reference("schemas", "anyObject")));
        }

        return schemas;
    }

    // Some names mean something else at another address.
    static string NameOf(string key) => key switch
    {
        "street-mode" => "mode",
        "window-from" or "point-from" => "from",
        "window-to" or "point-to" => "to",
        _ => key,
    };
}
