using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Stores.Cql2;

namespace GeoCohesion.Api.Features;

/// <summary>By what the features of a collection can be asked for (OGC API - Features, part 3, section 6).</summary>
static class QueryablesPage
{
    /// <summary>Writes the schema of the queryables.</summary>
    public static async Task Write(FeatureRequest request)
    {
        var collection = request.Collection();
        request.AllowOnly();
        var format = Negotiation.Choose(request, Links.Schema);
        if (request.IsNotModified(format))
        {
            return;
        }

        if (format == AnswerFormat.Html)
        {
            var title = $"{request.Say("Propriétés filtrables", "Queryables")} : {collection.Title}";
            var page = HtmlPage.Begin(request, title, request.Links.SelfAndAlternate(format, Links.Schema, title));
            page.BeginTable(request.Say("Propriétés", "Properties"),
            [
                (request.Say("Nom", "Name"), ""), ("Type", ""), (request.Say("Unité", "Unit"), ""),
                    (request.Say("Description (anglais)", "Description"), ""),
            ]);
            foreach (var property in collection.Properties)
            {
                page.Row(null, property.Name, JsonType(property.Kind), property.Unit, property.Description);
            }

            await page.EndTable().End(request.Store.Run);
            return;
        }

        await JsonAnswer.Write(request.Http, Links.Schema, json =>
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            json.WriteString("$id", request.Links.ToCollection(collection.Id, "/queryables"));
            json.WriteString("type", "object");
            json.WriteString("title", collection.Title);
            json.WriteStartObject("properties");
            if (collection.GeometryType is { } geometryType)
            {
                json.WriteStartObject(Cql2TextParser.GeometryName);
                json.WriteString("title", Cql2TextParser.GeometryName);
                json.WriteString("format", geometryType == "Geometry" ? "geometry-any" : $"geometry-{geometryType.ToLowerInvariant()}");
                json.WriteEndObject();
            }

            foreach (var property in collection.Properties)
            {
                json.WriteStartObject(property.Name);
                json.WriteString("title", property.Name);
                json.WriteString("description", property.Description);
                json.WriteString("type", JsonType(property.Kind));
                if (property.Unit.Length > 0)
                {
                    json.WriteString("x-ogc-unit", property.Unit);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteBoolean("additionalProperties", false);
            json.WriteEndObject();
        });
    }

    /// <summary>Type of a property in JSON Schema.</summary>
    public static string JsonType(ColumnKind kind) => kind switch
    {
        ColumnKind.Text => "string",
        ColumnKind.WholeNumber => "integer",
        ColumnKind.RealNumber => "number",
        _ => "boolean",
    };
}
