using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using GeoCohesion.Core;
using GeoCohesion.Core.Isochrones;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Data.Jobs;

/// <summary>What a batch of isochrones was made of; stands beside the result as <c>NAME.manifest.json</c>.</summary>
/// <param name="Json">The same for every shard.</param>
/// <param name="Shard">Which share of the work.</param>
sealed record IsochroneManifest(string Json, (int Number, int Of) Shard)
{
    const string ShardName = "shard";

    static readonly System.Text.Json.JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>Takes JSON in any layout.</summary>
    public static IsochroneManifest Of(ReadOnlySpan<byte> json, (int Number, int Of) shard) =>
        new(JsonNode.Parse(json)!.ToJsonString(s_indented), shard);

    /// <summary>Path of the manifest of a result.</summary>
    public static string PathOf(string outputPath) => outputPath + ".manifest.json";

    /// <summary>The same for what is made of the same with the same parameters, and the same share.</summary>
    public string Key => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Json)))} {Shard.Number}/{Shard.Of}");

    /// <summary>Date of the newest street file, for formats that want one.</summary>
    public DateOnly Date
    {
        get
        {
            var times = JsonNode.Parse(Json)!["osm_timestamps"]!.AsArray().Select(time => time!.GetValue<DateTimeOffset>()).ToArray();
            return times.Length == 0 ? new DateOnly(1970, 1, 1) : DateOnly.FromDateTime(times.Max().UtcDateTime);
        }
    }

    /// <summary>Number of items of the whole batch.</summary>
    public int Items => JsonNode.Parse(Json)!["items"]!.GetValue<int>();

    /// <summary>The question, as far as columns depend on it, and the classes of places.</summary>
    public (IsochroneQuestion Question, IReadOnlyList<string> Classes) Columns()
    {
        var json = JsonNode.Parse(Json)!;
        var question = new IsochroneQuestion
        {
            Limits = [.. json["limits"]!.AsArray().Select(limit => limit!.GetValue<int>())],
            IsByDistance = json["by_distance"]!.GetValue<bool>(),
            HasPopulation = json["population"]!.GetValue<bool>(),
            HasPlaces = json["places"]!.GetValue<bool>(),
        };
        return (question, [.. json["classes"]!.AsArray().Select(name => name!.GetValue<string>())]);
    }

    /// <summary>Writes the manifest beside a result.</summary>
    public void Write(string outputPath)
    {
        var json = JsonNode.Parse(Json)!.AsObject();
        if (Shard.Of > 1)
        {
            json[ShardName] = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Shard.Number}/{Shard.Of}");
        }

        AtomicFile.Write(PathOf(outputPath), stream => stream.Write(Encoding.UTF8.GetBytes(json.ToJsonString(s_indented) + "\n")));
    }

    /// <summary>Reads the manifest beside a result.</summary>
    /// <exception cref="InputException">There is none, or it is not one (<c>isochrones-manifest</c>).</exception>
    public static IsochroneManifest Read(string outputPath)
    {
        var path = PathOf(outputPath);
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
            var shard = (1, 1);
            if (json[ShardName]?.GetValue<string>().Split('/') is [var number, var of])
            {
                shard = (
                    int.Parse(number, System.Globalization.CultureInfo.InvariantCulture),
                    int.Parse(of, System.Globalization.CultureInfo.InvariantCulture));
                json.Remove(ShardName);
            }

            var manifest = new IsochroneManifest(json.ToJsonString(s_indented), shard);
            _ = manifest.Items;
            _ = manifest.Columns();
            return manifest;
        }
        catch (Exception e) when (e is IOException or System.Text.Json.JsonException or InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new InputException(
                "isochrones-manifest", $"the manifest that belongs to a shard cannot be read ({e.Message})", new SourceLocation(path));
        }
    }
}
