using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace GeoCohesion.Api.Features;

/// <summary>A link of a resource (RFC 8288).</summary>
/// <param name="Href">Absolute address.</param>
/// <param name="Rel">Kind of link.</param>
/// <param name="Type">Media type of what is there.</param>
/// <param name="Title">For people.</param>
sealed record Link(string Href, string Rel, string Type, string Title)
{
    /// <summary>Writes it as OGC API - Common has it.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("href", Href);
        json.WriteString("rel", Rel);
        json.WriteString("type", Type);
        json.WriteString("title", Title);
        json.WriteEndObject();
    }

    /// <summary>Writes the member <c>links</c>.</summary>
    public static void WriteAll(Utf8JsonWriter json, IEnumerable<Link> links)
    {
        json.WriteStartArray("links");
        foreach (var link in links)
        {
            link.Write(json);
        }

        json.WriteEndArray();
    }
}

/// <summary>Makes addresses of the service as the client of a request reaches it.</summary>
sealed class Links(HttpRequest request)
{
    /// <summary>Media type of pages.</summary>
    public const string Html = "text/html";

    /// <summary>Media type of JSON.</summary>
    public const string Json = "application/json";

    /// <summary>Media type of GeoJSON.</summary>
    public const string GeoJson = "application/geo+json";

    /// <summary>Media type of JSON Schema.</summary>
    public const string Schema = "application/schema+json";

    /// <summary>Media type of the API document.</summary>
    public const string OpenApi = "application/vnd.oai.openapi+json;version=3.0";

    readonly string _base = request.Host.HasValue ? $"{request.Scheme}://{request.Host.ToUriComponent()}{request.PathBase.ToUriComponent()}"
        : "";

    /// <summary>An address of the service.</summary>
    /// <param name="path">With a slash at its start; escaped.</param>
    /// <param name="parameters">Names and values.</param>
    public string To(string path, params IEnumerable<(string Name, string Value)> parameters) =>
        QueryHelpers.AddQueryString(_base + path,
            parameters.Select(parameter => KeyValuePair.Create(parameter.Name, (string?)parameter.Value)));

    /// <summary>Address of a collection, or of what is under it.</summary>
    public string ToCollection(string id, string under = "") => To($"/collections/{Uri.EscapeDataString(id)}{under}");

    /// <summary>Address of a feature.</summary>
    public string ToFeature(string collectionId, string featureId, params IEnumerable<(string Name, string Value)> parameters) =>
        To($"/collections/{Uri.EscapeDataString(collectionId)}/items/{Uri.EscapeDataString(featureId)}", parameters);

    /// <summary>Address of this request with some parameters set anew; those set to null are left out.</summary>
    public string Here(params IReadOnlyList<(string Name, string? Value)> changes)
    {
        var kept = request.Query
            .Where(parameter => changes.All(change => change.Name != parameter.Key))
            .Select(parameter => (parameter.Key, parameter.Value.ToString()));
        return To(request.Path.ToUriComponent(),
            kept.Concat(changes.Where(change => change.Value is not null).Select(change => (change.Name, change.Value!))));
    }

    /// <summary>The resource itself and its other form.</summary>
    public IEnumerable<Link> SelfAndAlternate(AnswerFormat format, string jsonType, string title)
    {
        var (json, html) = (new Link(Here(("f", "json")), "", jsonType, title), new Link(Here(("f", "html")), "", Html, title));
        return format == AnswerFormat.Json
            ? [json with { Rel = "self" }, html with { Rel = "alternate" }]
            : [html with { Rel = "self" }, json with { Rel = "alternate" }];
    }
}
