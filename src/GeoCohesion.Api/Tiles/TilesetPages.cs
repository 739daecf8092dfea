using System.Globalization;
using System.Text.Json;
using GeoCohesion.Api.Features;
using GeoCohesion.Core;
using GeoCohesion.Data.Formats.Tiles;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Api.Tiles;

/// <summary>What tiles there are of a collection (OGC API - Tiles, part 1; tileset metadata of OGC 17-083r4; TileJSON 3.0).</summary>
static class TilesetPages
{
    /// <summary>Relation of a link to the tile matrix sets.</summary>
    public const string TilingSchemesRel = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes";

    const string TilingSchemeRel = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme";
    const string TilesetsRel = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector";
    const string TileJson = "tilejson";

    // Beyond it a unit of the grid is under 4 cm: maps enlarge what they have.
    const int LastUsefulMatrix = 18;

    /// <summary>Links from a collection to its tiles; none where it has no geometry.</summary>
    public static IEnumerable<Link> LinksOf(FeatureRequest request, FeatureCollectionInfo collection) => collection.GeometryType is null
        ? []
        : [new(request.Links.ToCollection(collection.Id, "/tiles"), TilesetsRel, Links.Json, request.Say("Tuiles vectorielles", "Vector tiles"))];

    /// <summary>Writes <c>/collections/{collectionId}/tiles</c>.</summary>
    public static async Task WriteList(FeatureRequest request)
    {
        var collection = TileRequest.TiledCollection(request);
        request.AllowOnly();
        Negotiation.Only(request, "json", Links.Json);
        if (request.IsNotModified("l"))
        {
            return;
        }

        await JsonAnswer.Write(request.Http, Links.Json, json =>
        {
            json.WriteStartObject();
            Link.WriteAll(json,
            [
                new(request.Links.Here(), "self", Links.Json, request.Say("Jeux de tuiles", "Tilesets")),
                new(request.Links.ToCollection(collection.Id), "collection", Links.Json, collection.Title),
            ]);
            json.WriteStartArray("tilesets");
            json.WriteStartObject();
            WriteHead(json, collection);
            WriteLinks(json, request, collection, request.Links.ToCollection(collection.Id, $"/tiles/{TileMatrixSetPages.Id}"));
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>Writes <c>/collections/{collectionId}/tiles/WebMercatorQuad</c>.</summary>
    /// <exception cref="InputException">A parameter cannot be used.</exception>
    public static async Task WriteOne(FeatureRequest request)
    {
        var collection = TileRequest.TiledCollection(request);
        request.AllowOnly();
        var isTileJson = request.Value("f") == TileJson;
        if (!isTileJson)
        {
            Negotiation.Only(request, "json", Links.Json);
        }

        if (request.IsNotModified(isTileJson ? "u" : "s"))
        {
            return;
        }

        await JsonAnswer.Write(request.Http, Links.Json, json =>
        {
            json.WriteStartObject();
            if (isTileJson)
            {
                WriteTileJson(json, request, collection);
            }
            else
            {
                WriteMetadata(json, request, collection);
            }

            json.WriteEndObject();
        });
    }

    static void WriteHead(Utf8JsonWriter json, FeatureCollectionInfo collection)
    {
        json.WriteString("title", collection.Title);
        json.WriteString("dataType", "vector");
        json.WriteString("crs", TileMatrixSetPages.CrsUri);
        json.WriteString("tileMatrixSetURI", TileMatrixSetPages.SetUri);
    }

    static void WriteMetadata(Utf8JsonWriter json, FeatureRequest request, FeatureCollectionInfo collection)
    {
        WriteHead(json, collection);
        json.WriteString("description", string.Create(
            CultureInfo.InvariantCulture,
            $"Features have the first {TileRequest.DefaultPropertyCount} properties, or those named by the parameter {TileRequest.PropertiesParameter}. A tile holds at most {TileBuilder.MaximumShapes} features: of more, the smallest are left out (of points, an even choice), and the header {TileEndpoint.LeftOutHeader} says how many."));
        json.WriteString("attribution", string.Join(" ; ", request.Store.Run.Attribution));
        json.WriteString("accessConstraints", "unclassified");
        json.WriteStartArray("mediaTypes");
        json.WriteStringValue(VectorTileLayer.MediaType);
        json.WriteEndArray();
        json.WriteStartArray("layers");
        json.WriteStartObject();
        json.WriteString("id", collection.Id);
        json.WriteString("title", collection.Title);
        json.WriteString("dataType", "vector");
        if (Dimension(collection.GeometryType!) is { } dimension)
        {
            json.WriteNumber("geometryDimension", dimension);
        }

        json.WriteStartObject("propertiesSchema");
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        foreach (var property in collection.Properties)
        {
            json.WriteStartObject(property.Name);
            json.WriteString("title", property.Name);
            json.WriteString("description", property.Description);
            json.WriteString("type", QueryablesPage.JsonType(property.Kind));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        if (collection.Extent is { } extent)
        {
            json.WriteStartObject("boundingBox");
            json.WriteStartArray("lowerLeft");
            json.WriteNumberValue(extent.MinX);
            json.WriteNumberValue(extent.MinY);
            json.WriteEndArray();
            json.WriteStartArray("upperRight");
            json.WriteNumberValue(extent.MaxX);
            json.WriteNumberValue(extent.MaxY);
            json.WriteEndArray();
            json.WriteString("crs", ServedCrs.Crs84.Uri);
            json.WriteEndObject();
        }

        WriteLinks(json, request, collection, request.Links.Here());
    }

    static void WriteLinks(Utf8JsonWriter json, FeatureRequest request, FeatureCollectionInfo collection, string self)
    {
        var links = request.Links;
        json.WriteStartArray("links");
        new Link(self, "self", Links.Json, collection.Title).Write(json);
        new Link(links.ToCollection(collection.Id, $"/tiles/{TileMatrixSetPages.Id}") + $"?f={TileJson}", "describedby", Links.Json, "TileJSON").Write(json);
        new Link(links.To($"/tileMatrixSets/{TileMatrixSetPages.Id}"), TilingSchemeRel, Links.Json, TileMatrixSetPages.Id).Write(json);
        new Link(links.ToCollection(collection.Id), "http://www.opengis.net/def/rel/ogc/1.0/geodata", Links.Json, collection.Title).Write(json);
        json.WriteStartObject();
        json.WriteString("href", Template(links, collection, "{tileMatrix}/{tileRow}/{tileCol}"));
        json.WriteString("rel", "item");
        json.WriteString("type", VectorTileLayer.MediaType);
        json.WriteString("title", request.Say("Tuiles", "Tiles"));
        json.WriteBoolean("templated", true);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    static string Template(Links links, FeatureCollectionInfo collection, string place) =>
        $"{links.ToCollection(collection.Id, $"/tiles/{TileMatrixSetPages.Id}")}/{place}?f=mvt";

    static void WriteTileJson(Utf8JsonWriter json, FeatureRequest request, FeatureCollectionInfo collection)
    {
        json.WriteString("tilejson", "3.0.0");
        json.WriteString("name", collection.Title);
        json.WriteString("attribution", string.Join(" ; ", request.Store.Run.Attribution));
        json.WriteString("scheme", "xyz");
        json.WriteStartArray("tiles");
        json.WriteStringValue(Template(request.Links, collection, "{z}/{y}/{x}"));
        json.WriteEndArray();
        json.WriteNumber("minzoom", 0);
        json.WriteNumber("maxzoom", LastUsefulMatrix);
        if (collection.Extent is { } extent)
        {
            json.WriteStartArray("bounds");
            json.WriteNumberValue(extent.MinX);
            json.WriteNumberValue(extent.MinY);
            json.WriteNumberValue(extent.MaxX);
            json.WriteNumberValue(extent.MaxY);
            json.WriteEndArray();
        }

        json.WriteStartArray("vector_layers");
        json.WriteStartObject();
        json.WriteString("id", collection.Id);
        json.WriteString("description", collection.Title);
        json.WriteStartObject("fields");
        foreach (var property in collection.Properties.Take(TileRequest.DefaultPropertyCount))
        {
            json.WriteString(property.Name, property.Description);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    static int? Dimension(string geometryType) => geometryType switch
    {
        "Point" or "MultiPoint" => 0,
        "LineString" or "MultiLineString" => 1,
        "Polygon" or "MultiPolygon" => 2,
        _ => null,
    };
}
