namespace GeoCohesion.Api.Features;

/// <summary>Which conformance classes hold, tested one by one in <c>tests/GeoCohesion.EndToEnd.Tests/Api</c>.</summary>
static class Conformance
{
    /// <summary>Their identifiers.</summary>
    public static IReadOnlyList<string> Classes { get; } =
    [
        "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
        "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
        "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
        "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
        "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
        "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
        "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
        "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
        "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
        "http://www.opengis.net/spec/cql2/1.0/conf/property-property",
        "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
        "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
        "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
        "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
        "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
        "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
        "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
    ];

    /// <summary>Writes the conformance declaration.</summary>
    public static async Task Write(FeatureRequest request)
    {
        request.AllowOnly();
        var format = Negotiation.Choose(request, Links.Json);
        if (request.IsNotModified(format))
        {
            return;
        }

        var links = request.Links.SelfAndAlternate(format, Links.Json,
            request.Say("Classes de conformité", "Conformance classes")).ToList();
        if (format == AnswerFormat.Html)
        {
            var page = HtmlPage.Begin(request, links[0].Title, links);
            await page.LinkList(Classes.Select(name => (name, name))).End(request.Store.Run);
            return;
        }

        await JsonAnswer.Write(request.Http, Links.Json, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("conformsTo");
            foreach (var name in Classes)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
            Link.WriteAll(json, links);
            json.WriteEndObject();
        });
    }
}
