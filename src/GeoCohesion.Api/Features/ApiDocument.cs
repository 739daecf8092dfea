using System.Globalization;
using System.Text.Json.Nodes;
using GeoCohesion.Api.Tiles;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Api.Features;

/// <summary>The definition of the API: an OpenAPI 3.0 document whose examples are addresses that answer.</summary>
static class ApiDocument
{
    const string Problem = "application/problem+json";

    /// <summary>Writes it, or a page that explains it.</summary>
    public static async Task Write(FeatureRequest request)
    {
        request.AllowOnly();
        var format = Negotiation.Choose(request, Links.OpenApi);
        if (request.IsNotModified(format))
        {
            return;
        }

        var example = request.Store.Collections[0];
        var features = await request.Store.Read(example, null, 0, 1, request.Cancellation);
        var featureId = features.Count > 0 ? features[0].Id : "1";
        if (format == AnswerFormat.Html)
        {
            await WritePage(request, example, featureId);
            return;
        }

        var document = Document(request, example, featureId);
        await JsonAnswer.Write(request.Http, Links.OpenApi, json => document.WriteTo(json));
    }

    static Task WritePage(FeatureRequest request, FeatureCollectionInfo example, string featureId)
    {
        var page = HtmlPage.Begin(
            request,
            request.Say("Interface de programmation", "Application programming interface"),
            request.Links.SelfAndAlternate(AnswerFormat.Html, Links.OpenApi, "OpenAPI 3.0"));
        page.Paragraph(request.Say(
            "OGC API - Features, parties 1 à 3. Les paramètres de chaque adresse sont dans le document OpenAPI (lien JSON ci-dessus).",
            "OGC API - Features, parts 1 to 3. The parameters of each address are in the OpenAPI document (link JSON above)."));
        return page.LinkList(
            Routes(request, example, featureId).Select(route => (request.Links.To(route.Example, request.PageParameters), route.Path))).End(
            request.Store.Run);
    }

    static IEnumerable<(string Path, string Example)> Routes(FeatureRequest request, FeatureCollectionInfo example, string featureId)
    {
        var collection = $"/collections/{Uri.EscapeDataString(example.Id)}";
        return
        [
            ("/conformance", "/conformance"),
            ("/collections", "/collections"),
            ("/collections/{collectionId}", collection),
            ("/collections/{collectionId}/queryables", $"{collection}/queryables"),
            ("/collections/{collectionId}/items", $"{collection}/items"),
            ("/collections/{collectionId}/items/{featureId}", $"{collection}/items/{Uri.EscapeDataString(featureId)}"),
        ];
    }

    static JsonObject Document(FeatureRequest request, FeatureCollectionInfo example, string featureId)
    {
        var run = request.Store.Run;
        return new JsonObject
        {
            ["openapi"] = "3.0.3",
            ["info"] = new JsonObject
            {
                ["title"] = $"GeoCohesion: {run.TerritoryName}",
                ["version"] = run.ProgramVersion,
                ["description"] = "Access of deprived districts to the town centre, to centralities, to health and to services, by OGC API - Features (parts 1 to 3). "
                    + string.Join("; ", run.Attribution),
                ["license"] = new JsonObject { ["name"] = Licences.Links[0].Title, ["url"] = Licences.Links[0].Href },
            },
            ["servers"] = new JsonArray(
                new JsonObject { ["url"] = request.Links.To("/").TrimEnd('/') is { Length: > 0 } address ? address : "/" }),
            ["tags"] = new JsonArray(
                new JsonObject { ["name"] = "Capabilities", ["description"] = "What there is" },
                new JsonObject { ["name"] = "Data", ["description"] = "Features" }),
            ["paths"] = TileDocument.AddPaths(Paths(example)),
            ["components"] = new JsonObject
            {
                ["parameters"] = TileDocument.AddParameters(Parameters(request, example, featureId), example),
                ["schemas"] = TileDocument.AddSchemas(Schemas()),
                ["responses"] = Responses(),
            },
        };
    }

    static JsonObject Paths(FeatureCollectionInfo example) => new()
    {
        ["/"] = Get("landingPage", "Capabilities", "Landing page", "application/json", "landingPage", ["f", "lang"]),
        ["/conformance"] = Get("conformance", "Capabilities", "Conformance classes", "application/json", "conformance", ["f", "lang"]),
        ["/api"] = Get("api", "Capabilities", "This document", Links.OpenApi, "anyObject", ["f", "lang"]),
        ["/collections"] = Get("collections", "Capabilities", "The collections", "application/json", "collections", ["f", "lang"]),
        ["/collections/{collectionId}"] = Get("collection", "Capabilities", "A collection", "application/json", "collection",
            ["collectionId", "f", "lang"]),
        ["/collections/{collectionId}/queryables"] = Get(
            "queryables", "Capabilities", "Properties to filter by", Links.Schema, "anyObject", ["collectionId", "f", "lang"]),
        ["/collections/{collectionId}/items"] = Get(
            "items",
            "Data",
            "Features, page by page. Each queryable of the collection is a parameter too.",
            Links.GeoJson,
            "featureCollection",
            ["collectionId", "limit", "after", .. example.GeometryType is null ? Array.Empty<string>() : ["bbox", "bbox-crs"], "crs",
                "datetime", "filter", "filter-lang", "filter-crs", "queryables", "f", "lang"]),
        ["/collections/{collectionId}/items/{featureId}"] = Get(
            "item", "Data", "A feature", Links.GeoJson, "feature", ["collectionId", "featureId", "crs", "f", "lang"]),
    };

    /// <summary>An operation that reads.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="tag">Group it stands in.</param>
    /// <param name="summary">What it gives.</param>
    /// <param name="mediaType">Media type of the answer.</param>
    /// <param name="schema">Name of its schema.</param>
    /// <param name="parameters">Names of its parameters in the components.</param>
    /// <param name="hasPage">Whether the answer is given as a page too.</param>
    public static JsonObject Get(
        string id, string tag, string summary, string mediaType, string schema, string[] parameters, bool hasPage = true)
    {
        var content = new JsonObject { [mediaType] = new JsonObject { ["schema"] = Reference("schemas", schema) } };
        if (hasPage)
        {
            content[Links.Html] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } };
        }

        var responses = new JsonObject
        {
            ["200"] = new JsonObject { ["description"] = summary, ["content"] = content },
            ["304"] = new JsonObject { ["description"] = "The client has it already (If-None-Match)" },
            ["400"] = Reference("responses", "badRequest"),
        };
        if (parameters.Contains("collectionId"))
        {
            responses["404"] = Reference("responses", "notFound");
        }

        responses["406"] = Reference("responses", "notAcceptable");
        responses["500"] = Reference("responses", "mistake");
        responses["503"] = Reference("responses", "busy");
        return new JsonObject
        {
            ["get"] = new JsonObject
            {
                ["operationId"] = id,
                ["tags"] = new JsonArray(tag),
                ["summary"] = summary,
                ["parameters"] = new JsonArray([.. parameters.Select(name => Reference("parameters", name))]),
                ["responses"] = responses,
            },
        };
    }

    static JsonObject Parameters(FeatureRequest request, FeatureCollectionInfo example, string featureId)
    {
        var run = request.Store.Run;
        var crs = new[] { ServedCrs.Crs84, run.LegalCrs }.OfType<ServedCrs>().Select(offered => offered.Uri).ToArray();
        var first = example.Properties[0].Name;
        var parameters = new JsonObject
        {
            ["collectionId"] = Path("collectionId", "Id of a collection", example.Id,
                [.. request.Store.Collections.Select(collection => collection.Id)]),
            ["featureId"] = Path("featureId", "Id of a feature; a slash in it is written %2F", featureId, []),
            ["limit"] = Query("limit", "Number of features in a page; a greater one is taken for the maximum", new JsonObject
            {
                ["type"] = "integer",
                ["minimum"] = 1,
                ["maximum"] = ItemsQuery.MaximumLimit,
                ["default"] = 10,
            }, 3),
            ["after"] = Query(ItemsQuery.AfterParameter, "Continues after a feature; taken from the link 'next'",
                new JsonObject { ["type"] = "integer", ["minimum"] = 0 }, 1),
            ["bbox"] = Query("bbox", "Features that meet a box: minimum x, minimum y, maximum x, maximum y (6 numbers with heights)",
                new JsonObject
                {
                    ["type"] = "array",
                    ["items"] = new JsonObject { ["type"] = "number" },
                    ["minItems"] = 4,
                    ["maxItems"] = 6,
                }, Box(example), ("style", "form"), ("explode", false)),
            ["datetime"] = Query("datetime", "Time to which the results belong: an instant, a day, or an interval", Text(),
                run.ServiceDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "2020-01-01/.."),
            ["filter"] = Query("filter", "CQL2 text, see /collections/{collectionId}/queryables", Text(),
                $"{first} IS NOT NULL AND NOT {first} IN ('x', 'y')"),
            ["filter-lang"] = Query("filter-lang", "Language of the filter", Choice(["cql2-text"]), "cql2-text"),
            ["queryables"] = new JsonObject
            {
                ["name"] = "queryables",
                ["in"] = "query",
                ["description"] = "Properties of the collection, each by its own name, that have exactly a value",
                ["schema"] = new JsonObject { ["type"] = "object", ["additionalProperties"] = Text() },
                ["style"] = "form",
                ["explode"] = true,
                ["example"] = new JsonObject { [first] = featureId },
            },
            ["f"] = Query("f", "Format; the header Accept where it is not given", Choice(["json", "html"]), "json"),
            ["lang"] = Query("lang", "Language of texts for people", Choice(["fr", "en"]), "en"),
        };
        foreach (var name in new[] { "crs", "bbox-crs", "filter-crs" })
        {
            parameters[name] = Query(name, "Coordinate system; axes in the order of the EPSG registry", Choice(crs), crs[0]);
        }

        return parameters;
    }

    static JsonArray Box(FeatureCollectionInfo example) => example.Extent is { } extent
        ? [extent.MinX, extent.MinY, extent.MaxX, extent.MaxY]
        : [-180, -90, 180, 90];

    /// <summary>A parameter of the path.</summary>
    public static JsonObject Path(string name, string description, string example, string[] choices) => new()
    {
        ["name"] = name,
        ["in"] = "path",
        ["required"] = true,
        ["description"] = description,
        ["schema"] = choices.Length == 0 ? Text() : Choice(choices),
        ["example"] = example,
    };

    /// <summary>A parameter of the query string.</summary>
    public static JsonObject Query(string name, string description, JsonObject schema, JsonNode example,
        params (string Name, JsonNode Value)[] more)
    {
        var parameter = new JsonObject
        {
            ["name"] = name,
            ["in"] = "query",
            ["required"] = false,
            ["description"] = description,
            ["schema"] = schema,
            ["example"] = example,
        };
        foreach (var (key, value) in more)
        {
            parameter[key] = value;
        }

        return parameter;
    }

    static JsonObject Responses() => new()
    {
        ["badRequest"] = Failure("A parameter cannot be used"),
        ["notFound"] = Failure("There is no such collection or feature"),
        ["notAcceptable"] = Failure("None of the media types of the header Accept is offered"),
        ["mistake"] = Failure("A mistake of the program"),
        ["busy"] = Failure("Too much to do; ask again in a moment (Retry-After)"),
    };

    static JsonObject Failure(string description) => new()
    {
        ["description"] = description,
        ["content"] = new JsonObject { [Problem] = new JsonObject { ["schema"] = Reference("schemas", "problem") } },
    };

    static JsonObject Schemas() => new()
    {
        ["anyObject"] = new JsonObject { ["type"] = "object" },
        ["link"] = Object(["href", "rel"], ("href", Text()), ("rel", Text()), ("type", Text()), ("title", Text())),
        ["landingPage"] = Object(["links"], ("title", Text()), ("description", Text()), ("attribution", Text()),
            ("links", ArrayOf(Reference("schemas", "link")))),
        ["conformance"] = Object(["conformsTo"], ("conformsTo", ArrayOf(Text()))),
        ["collection"] = Object(
            ["id", "links"],
            ("id", Text()),
            ("title", Text()),
            ("description", Text()),
            ("attribution", Text()),
            ("itemType", Text()),
            ("extent", Reference("schemas", "anyObject")),
            ("crs", ArrayOf(Text())),
            ("storageCrs", Text()),
            ("links", ArrayOf(Reference("schemas", "link")))),
        ["collections"] = Object(
            ["links", "collections"],
            ("links", ArrayOf(Reference("schemas", "link"))),
            ("crs", ArrayOf(Text())),
            ("collections", ArrayOf(Reference("schemas", "collection")))),
        ["geometry"] = new JsonObject
        {
            ["type"] = "object",
            ["nullable"] = true,
            ["description"] = "GeoJSON geometry (RFC 7946), or null"
        },
        ["feature"] = Object(
            ["type", "geometry", "properties"],
            ("type", Choice(["Feature"])),
            ("id", Text()),
            ("geometry", Reference("schemas", "geometry")),
            ("properties", Reference("schemas", "anyObject")),
            ("links", ArrayOf(Reference("schemas", "link")))),
        ["featureCollection"] = Object(
            ["type", "features"],
            ("type", Choice(["FeatureCollection"])),
            ("numberMatched", new JsonObject { ["type"] = "integer", ["minimum"] = 0 }),
            ("numberReturned", new JsonObject { ["type"] = "integer", ["minimum"] = 0 }),
            ("features", ArrayOf(Reference("schemas", "feature"))),
            ("links", ArrayOf(Reference("schemas", "link")))),
        ["problem"] = Object(
            ["title", "status", "detail"],
            ("type", Text()),
            ("title", Text()),
            ("status", new JsonObject { ["type"] = "integer" }),
            ("detail", Text()),
            ("code", Text())),
    };

    /// <summary>Schema of an object.</summary>
    public static JsonObject Object(string[] required, params (string Name, JsonNode Schema)[] members)
    {
        var properties = new JsonObject();
        foreach (var (name, schema) in members)
        {
            properties[name] = schema;
        }

        return new JsonObject { ["type"] = "object", ["required"] = new JsonArray([.. required]), ["properties"] = properties };
    }

    /// <summary>Schema of a list.</summary>
    public static JsonObject ArrayOf(JsonObject items) => new() { ["type"] = "array", ["items"] = items };

    /// <summary>Schema of a text.</summary>
    public static JsonObject Text() => new() { ["type"] = "string" };

    /// <summary>Schema of one of several texts.</summary>
    public static JsonObject Choice(string[] values) => new() { ["type"] = "string", ["enum"] = new JsonArray([.. values]) };

    /// <summary>A reference to one of the components.</summary>
    public static JsonObject Reference(string kind, string name) => new() { ["$ref"] = $"#/components/{kind}/{name}" };
}
