using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GeoCohesion.Core;
using GeoCohesion.Data.Sources.Territories;
using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary>The schema that editors complete <c>territory.json</c> with, and the program that reads it, know the same properties.</summary>
public sealed class SchemaTests
{
    static readonly JsonObject s_schema =
        (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "territory.schema.json")))!;

    static readonly JsonDocumentOptions s_likeTheProgram = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    [Fact]
    public void A_territory_with_every_property_of_the_schema_is_read()
    {
        var territory = TerritoryFile.Parse("kitchen-sink.json", Sample(), "/town");
        Assert.Equal(["walk"], territory.Modes);
        Assert.NotNull(territory.Communes);
        Assert.NotNull(territory.Transit.Date);
    }

    [Fact]
    public void At_every_depth_the_program_knows_exactly_the_properties_of_the_schema()
    {
        var sample = (JsonObject)JsonNode.Parse(Sample())!;
        var objects = new List<(string Path, JsonObject Schema)>();
        CollectObjects("", s_schema, objects);
        Assert.True(objects.Count >= 12, $"Only {objects.Count} objects of the schema were found.");
        foreach (var (path, schema) in objects)
        {
            // The refusal of an unknown property lists those that the program knows.
            var mistaken = (JsonObject)sample.DeepClone();
            ((JsonObject)At(mistaken, path))["zzz-unknown"] = 1;
            var refusal = Assert.Throws<InputException>(
                () => TerritoryFile.Parse("mistaken.json", JsonSerializer.SerializeToUtf8Bytes(mistaken), "/town"));
            Assert.Equal("property-unknown", refusal.Code);
            var known = refusal.Message.Split("use one of ")[1].TrimEnd('.').Split(", ").Where(name => name != "$schema");
            var stated = ((JsonObject)schema["properties"]!).Select(property => property.Key).Where(name => name != "$schema").Order(
                StringComparer.Ordinal);
            Assert.True(
                stated.SequenceEqual(known.Order(StringComparer.Ordinal)),
                $"{path}: the schema has {string.Join(", ", stated)}, the program {string.Join(", ", known)}");
        }
    }

    [Fact]
    public void Names_that_the_schema_lists_are_those_that_the_program_accepts()
    {
        var places = (JsonObject)s_schema["properties"]!["places"]!["items"]!["properties"]!;
        var formats = Catalog.Of<Data.Sources.Places.IPlaceSource>().Keys.Append(TerritoryFile.OsmFormat).Order(StringComparer.Ordinal);
        Assert.Equal(formats, Texts(places["format"]!["enum"]!).Order(StringComparer.Ordinal));
        Assert.Equal(TerritoryFile.KnownModes, Texts(s_schema["properties"]!["modes"]!["items"]!["enum"]!));
        Assert.Equal(TerritoryFile.KnownModes, Texts(s_schema["properties"]!["halfHour"]!["properties"]!["modes"]!["items"]!["enum"]!));
    }

    [Fact]
    public void What_the_schema_requires_the_program_misses()
    {
        foreach (var property in Texts(s_schema["required"]!))
        {
            var sample = (JsonObject)JsonNode.Parse(Sample())!;
            sample.Remove(property);
            var refusal = Assert.Throws<InputException>(
                () => TerritoryFile.Parse("short.json", JsonSerializer.SerializeToUtf8Bytes(sample), "/town"));
            Assert.Equal("property-missing", refusal.Code);
            Assert.Contains($"'{property}'", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Defaults_that_the_schema_states_are_those_of_the_program()
    {
        var stated = TerritoryFile.Parse("defaults.json", Minimal(withDefaults: true), "/town");
        var silent = TerritoryFile.Parse("defaults.json", Minimal(withDefaults: false), "/town");
        Assert.Equal(silent.Modes, stated.Modes);
        Assert.Equal(silent.HalfHour with { Modes = [] }, stated.HalfHour with { Modes = [] });
        Assert.Equal(silent.HalfHour.Modes, stated.HalfHour.Modes);
        Assert.Equal(silent.Transit, stated.Transit);
        Assert.Equal(silent.Stops, stated.Stops);
        Assert.Equal(
            (silent.WalkSpeedKph, silent.BicycleSpeedKph, silent.SnapRadiusMeters, silent.MaxStreetSeconds, silent.GridSpacingMeters),
            (stated.WalkSpeedKph, stated.BicycleSpeedKph, stated.SnapRadiusMeters, stated.MaxStreetSeconds, stated.GridSpacingMeters));
    }

    [Fact]
    public void Sample_territories_use_only_properties_of_the_schema()
    {
        foreach (
            var path in Directory.GetFiles(Path.Combine(Repository.Root, "data-samples"), "territory.json", SearchOption.AllDirectories))
        {
            AssertKnown(
                Path.GetFileName(Path.GetDirectoryName(path)!),
                JsonNode.Parse(File.ReadAllText(path), null, s_likeTheProgram)!,
                s_schema);
            TerritoryFile.Read(path);
        }
    }

    static byte[] Sample() => JsonSerializer.SerializeToUtf8Bytes(Value("", s_schema));

    /// <summary>The least that the schema requires, with or without all the defaults that it states.</summary>
    static byte[] Minimal(bool withDefaults)
    {
        var sample = new JsonObject();
        foreach (var (name, schema) in (JsonObject)s_schema["properties"]!)
        {
            if (Texts(s_schema["required"]!).Contains(name))
            {
                sample[name] = Value(name, (JsonObject)schema!);
            }
            else if (withDefaults && schema!["default"] is { } byDefault)
            {
                sample[name] = byDefault.DeepClone();
            }
            else if (withDefaults && schema!["type"]?.GetValue<string>() == "object")
            {
                sample[name] = new JsonObject(((JsonObject)schema["properties"]!)
                    .Where(property => property.Value!["default"] is not null)
                    .Select(property => KeyValuePair.Create(property.Key, (JsonNode?)property.Value!["default"]!.DeepClone())));
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes(sample);
    }

    /// <summary>A value that the schema accepts, with every property.</summary>
    static JsonNode Value(string name, JsonObject schema)
    {
        schema = Resolve(schema);
        if (schema["default"] is { } byDefault && name is not "modes")
        {
            return byDefault.DeepClone();
        }

        if (schema["examples"] is { } examples)
        {
            return examples[0]!.DeepClone();
        }

        if (schema["enum"] is { } choices)
        {
            return choices[0]!.DeepClone();
        }

        return schema["type"]!.GetValue<string>() switch
        {
            "object" => new JsonObject(((JsonObject)schema["properties"]!).Select(
                property => KeyValuePair.Create(property.Key, (JsonNode?)Value(property.Key, (JsonObject)property.Value!)))),
            "array" => new JsonArray(Value("", (JsonObject)schema["items"]!)),
            "boolean" => JsonValue.Create(true),
            "integer" => JsonValue.Create(schema["minimum"]!.GetValue<int>()),
            "number" => JsonValue.Create(schema["minimum"]!.GetValue<double>()),
            _ => JsonValue.Create(name is "date" ? "2026-03-10" : "text"),
        };
    }

    static JsonObject Resolve(JsonObject schema) =>
        schema["$ref"] is { } reference ? (JsonObject)s_schema["$defs"]![reference.GetValue<string>().Split('/')[^1]]! : schema;

    static void CollectObjects(string path, JsonObject schema, List<(string Path, JsonObject Schema)> objects)
    {
        schema = Resolve(schema);
        if (schema["items"] is JsonObject items)
        {
            CollectObjects(path + "/0", items, objects);
        }
        else if (schema["properties"] is JsonObject properties)
        {
            Assert.False(schema["additionalProperties"]!.GetValue<bool>(), $"{path}: the schema lets other properties pass");
            objects.Add((path, schema));
            foreach (var (name, property) in properties)
            {
                CollectObjects($"{path}/{name}", (JsonObject)property!, objects);
            }
        }
    }

    static JsonNode At(JsonNode root, string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(
            root,
            (node, step) => node is JsonArray list ? list[int.Parse(step, CultureInfo.InvariantCulture)]! : node[step]!);

    static void AssertKnown(string path, JsonNode? value, JsonObject schema)
    {
        schema = Resolve(schema);
        switch (value)
        {
            case JsonObject fields:
                foreach (var (name, field) in fields)
                {
                    Assert.True(schema["properties"]?[name] is not null, $"{path}: '{name}' is not in the schema");
                    AssertKnown($"{path}/{name}", field, (JsonObject)schema["properties"]![name]!);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    AssertKnown(path, item, (JsonObject)schema["items"]!);
                }

                break;
        }
    }

    static IEnumerable<string> Texts(JsonNode list) => ((JsonArray)list).Select(item => item!.GetValue<string>());
}
