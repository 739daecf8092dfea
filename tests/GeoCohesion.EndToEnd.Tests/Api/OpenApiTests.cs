using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace GeoCohesion.EndToEnd.Tests.Api;

/// <summary>OGC API - Features, part 1, conformance class OpenAPI 3.0: the document is sound, complete, and its examples are executed.</summary>
[Collection(ServedSampleCityCollection.Name)]
public sealed partial class OpenApiTests(ServedSampleCity service)
{
    [Fact(DisplayName = "/req/oas30/oas-definition-1, oas-definition-2: the document holds together")]
    public async Task Sound()
    {
        var document = await service.Json("/api");
        Assert.StartsWith("3.0.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(document.GetProperty("info").GetProperty("title").GetString()!);
        Assert.NotEmpty(document.GetProperty("info").GetProperty("version").GetString()!);
        Assert.Equal(service.Client.BaseAddress!.ToString().TrimEnd('/'), document.GetProperty("servers")[0].GetProperty("url").GetString());
        var used = new HashSet<string>(StringComparer.Ordinal);
        CheckReferences(document, document, used);
        foreach (var kind in document.GetProperty("components").EnumerateObject())
        {
            Assert.All(kind.Value.EnumerateObject(), entry => Assert.Contains($"#/components/{kind.Name}/{entry.Name}", used));
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            var get = path.Value.GetProperty("get");
            Assert.True(ids.Add(get.GetProperty("operationId").GetString()!));
            var parameters = Parameters(document, get);
            var inPath = parameters.Where(parameter => parameter.GetProperty("in").GetString() == "path").Select(Name);
            Assert.Equal(Placeholder().Matches(path.Name).Select(match => match.Groups[1].Value), inPath);
            Assert.All(parameters, parameter =>
            {
                Assert.True(parameter.TryGetProperty("schema", out _), Name(parameter));
                Assert.True(parameter.TryGetProperty("example", out _), Name(parameter));
                Assert.Equal(parameter.GetProperty("in").GetString() == "path", parameter.TryGetProperty("required", out var required) && required.GetBoolean());
            });
            Assert.Equal(parameters.Count, parameters.Select(Name).Distinct().Count());
            Assert.True(get.GetProperty("responses").TryGetProperty("200", out _));
        }
    }

    [Fact(DisplayName = "/req/oas30/completeness: every route of the service is in the document")]
    public async Task Complete()
    {
        var paths = (await service.Json("/api")).GetProperty("paths").EnumerateObject().Select(path => path.Name);
        Assert.Equal(
            [
                "/", "/conformance", "/api", "/collections", "/collections/{collectionId}", "/collections/{collectionId}/queryables",
                "/collections/{collectionId}/items", "/collections/{collectionId}/items/{featureId}",
                "/collections/{collectionId}/tiles", "/collections/{collectionId}/tiles/{tileMatrixSetId}",
                "/collections/{collectionId}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}",
                "/tileMatrixSets", "/tileMatrixSets/{tileMatrixSetId}",
            ],
            paths);
    }

    [Fact(DisplayName = "/req/oas30/oas-impl: the examples of all parameters are executed, one by one and together")]
    public async Task Examples()
    {
        var document = await service.Json("/api");
        var executed = 0;
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            var parameters = Parameters(document, path.Value.GetProperty("get"));
            var address = Placeholder().Replace(path.Name, match => Uri.EscapeDataString(Example(parameters.Single(parameter => Name(parameter) == match.Groups[1].Value))[0].Value));
            var queries = parameters.Where(parameter => parameter.GetProperty("in").GetString() == "query").SelectMany(Example).ToList();
            foreach (var query in queries.Select(query => new[] { query }).Append([.. queries]).Append([]))
            {
                var whole = $"{address}?{string.Join('&', query.Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"))}";
                var (status, response, body) = await service.Get(whole, path.Name == "/" ? [("Accept", "application/json")] : []);
                using (response)
                {
                    Assert.True(status == HttpStatusCode.OK, $"{whole}: {status} {body}");
                    var types = path.Value.GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").EnumerateObject().Select(type => type.Name);
                    Assert.Contains(response.Content.Headers.GetValues("Content-Type").Single().Replace(" ", "", StringComparison.Ordinal), types);
                }

                executed++;
            }
        }

        Assert.InRange(executed, 40, 200);
        var all = await service.Json("/collections/districts/items?limit=1&code=" + (await service.Json("/collections/districts/items")).GetProperty("features")[0].GetProperty("id").GetString());
        Assert.Equal(1, all.GetProperty("numberMatched").GetInt32());
    }

    static List<JsonElement> Parameters(JsonElement document, JsonElement operation) =>
        [.. operation.GetProperty("parameters").EnumerateArray().Select(parameter => Resolve(document, parameter.GetProperty("$ref").GetString()!))];

    // An array is written with commas (style form, explode false); an object gives a parameter for each of its members.
    static (string Name, string Value)[] Example(JsonElement parameter)
    {
        var example = parameter.GetProperty("example");
        return example.ValueKind switch
        {
            JsonValueKind.Array => [(Name(parameter), string.Join(',', example.EnumerateArray().Select(item => item.ToString())))],
            JsonValueKind.Object => [.. example.EnumerateObject().Select(member => (member.Name, member.Value.ToString()))],
            _ => [(Name(parameter), example.ToString())],
        };
    }

    static string Name(JsonElement parameter) => parameter.GetProperty("name").GetString()!;

    static void CheckReferences(JsonElement document, JsonElement element, HashSet<string> used)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    if (member.Name == "$ref")
                    {
                        used.Add(member.Value.GetString()!);
                        Resolve(document, member.Value.GetString()!);
                    }
                    else
                    {
                        CheckReferences(document, member.Value, used);
                    }
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    CheckReferences(document, item, used);
                }

                break;
        }
    }

    static JsonElement Resolve(JsonElement document, string reference)
    {
        Assert.StartsWith("#/", reference, StringComparison.Ordinal);
        return reference[2..].Split('/').Aggregate(document, (element, name) => element.GetProperty(name));
    }

    [GeneratedRegex("\\{(\\w+)\\}")]
    private static partial Regex Placeholder();
}
