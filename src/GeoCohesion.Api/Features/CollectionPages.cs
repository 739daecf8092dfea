using System.Globalization;
using System.Text.Json;
using GeoCohesion.Api.Tiles;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Api.Features;

/// <summary>The list of collections, and each of them.</summary>
static class CollectionPages
{
    const string QueryablesRel = "http://www.opengis.net/def/rel/ogc/1.0/queryables";

    /// <summary>Writes <c>/collections</c>.</summary>
    public static async Task WriteAll(FeatureRequest request)
    {
        request.AllowOnly();
        var format = Negotiation.Choose(request, Links.Json);
        if (request.IsNotModified(format))
        {
            return;
        }

        var collections = request.Store.Collections;
        var links = request.Links.SelfAndAlternate(format, Links.Json, request.Say("Couches", "Collections")).ToList();
        if (format == AnswerFormat.Html)
        {
            var page = HtmlPage.Begin(request, $"{request.Say("Couches", "Collections")} : {request.Store.Run.TerritoryName}", links);
            page.BeginTable(request.Say("Couches et tables du calcul", "Layers and tables of the run"),
            [
                (request.Say("Couche", "Collection"), ""), (request.Say("Titre", "Title"), ""), (request.Say("Géométrie", "Geometry"), ""),
            ]);
            foreach (var collection in collections)
            {
                page.Row(request.Links.To($"/collections/{Uri.EscapeDataString(collection.Id)}", request.PageParameters), collection.Id,
                    collection.Title, collection.GeometryType);
            }

            await page.EndTable().End(request.Store.Run);
            return;
        }

        await JsonAnswer.Write(request.Http, Links.Json, json =>
        {
            json.WriteStartObject();
            Link.WriteAll(json, [.. links, .. Licences.Links]);
            WriteCrsList(json, "crs", request.Store.Run);
            json.WriteStartArray("collections");
            foreach (var collection in collections)
            {
                WriteCollection(json, request, collection, Of(request, collection));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>Writes <c>/collections/{collectionId}</c>.</summary>
    public static async Task WriteOne(FeatureRequest request)
    {
        var collection = request.Collection();
        request.AllowOnly();
        var format = Negotiation.Choose(request, Links.Json);
        if (request.IsNotModified(format))
        {
            return;
        }

        List<Link> links = [.. request.Links.SelfAndAlternate(format, Links.Json, collection.Title), .. Of(request, collection)];
        if (format == AnswerFormat.Html)
        {
            var page = HtmlPage.Begin(request, collection.Title, links);
            page.Paragraph(
                string.Create(CultureInfo.InvariantCulture,
                $"{collection.Id} – {collection.GeometryType ?? request.Say("table sans géométrie", "table without geometry")}"));
            page.BeginTable(request.Say("Propriétés", "Properties"),
            [
                (request.Say("Nom", "Name"), ""), ("Type", ""), (request.Say("Unité", "Unit"), ""),
                    (request.Say("Description (anglais)", "Description"), ""),
            ]);
            foreach (var property in collection.Properties)
            {
                page.Row(null, property.Name, QueryablesPage.JsonType(property.Kind), property.Unit, property.Description);
            }

            await page.EndTable().End(request.Store.Run);
            return;
        }

        await JsonAnswer.Write(request.Http, Links.Json, json => WriteCollection(json, request, collection, links));
    }

    static List<Link> Of(FeatureRequest request, FeatureCollectionInfo collection)
    {
        var links = request.Links;
        var items = request.Say("Objets", "Features");
        return
        [
            new(links.To($"/collections/{Uri.EscapeDataString(collection.Id)}/items", ("f", "json")), "items", Links.GeoJson, items),
            new(links.To($"/collections/{Uri.EscapeDataString(collection.Id)}/items", ("f", "html")), "items", Links.Html,
                $"{items} (HTML)"),
            new(links.To($"/collections/{Uri.EscapeDataString(collection.Id)}/queryables", ("f", "json")), QueryablesRel, Links.Schema,
                request.Say("Propriétés filtrables", "Queryables")),
            .. TilesetPages.LinksOf(request, collection),
            .. Licences.Links,
        ];
    }

    static void WriteCollection(Utf8JsonWriter json, FeatureRequest request, FeatureCollectionInfo collection, IEnumerable<Link> links)
    {
        var run = request.Store.Run;
        json.WriteStartObject();
        json.WriteString("id", collection.Id);
        json.WriteString("title", collection.Title);
        json.WriteString("description", $"{collection.Title} ({run.TerritoryName})");
        json.WriteString("attribution", string.Join(" ; ", run.Attribution));
        json.WriteString("itemType", "feature");
        json.WriteStartObject("extent");
        if (collection.Extent is { } extent)
        {
            json.WriteStartObject("spatial");
            json.WriteStartArray("bbox");
            json.WriteStartArray();
            json.WriteNumberValue(extent.MinX);
            json.WriteNumberValue(extent.MinY);
            json.WriteNumberValue(extent.MaxX);
            json.WriteNumberValue(extent.MaxY);
            json.WriteEndArray();
            json.WriteEndArray();
            json.WriteString("crs", ServedCrs.Crs84.Uri);
            json.WriteEndObject();
        }

        if (run.ServiceDate is { } date)
        {
            json.WriteStartObject("temporal");
            json.WriteStartArray("interval");
            json.WriteStartArray();
            json.WriteStringValue(date.ToString("yyyy-MM-dd'T00:00:00Z'", CultureInfo.InvariantCulture));
            json.WriteStringValue(date.ToString("yyyy-MM-dd'T23:59:59Z'", CultureInfo.InvariantCulture));
            json.WriteEndArray();
            json.WriteEndArray();
            json.WriteString("trs", "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian");
            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (collection.GeometryType is not null)
        {
            WriteCrsList(json, "crs", run);
            json.WriteString("storageCrs", ServedCrs.Crs84.Uri);
        }

        Link.WriteAll(json, links);
        json.WriteEndObject();
    }

    static void WriteCrsList(Utf8JsonWriter json, string name, RunDescription run)
    {
        json.WriteStartArray(name);
        json.WriteStringValue(ServedCrs.Crs84.Uri);
        if (run.LegalCrs is { } legal)
        {
            json.WriteStringValue(legal.Uri);
        }

        json.WriteEndArray();
    }
}
