using System.Text.Json.Nodes;
using GeoCohesion.Api.Features;
using GeoCohesion.Data.Formats.Tiles;
using GeoCohesion.Data.Stores;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Api.Tiles;

/// <summary>What the definition of the API says of tiles.</summary>
static class TileDocument
{
    const string Tag = "Tiles";
    const int ExampleMatrix = 13;

    /// <summary>Adds the addresses.</summary>
    public static JsonObject AddPaths(JsonObject paths)
    {
        const string Tilesets = "/collections/{collectionId}/tiles";
        const string Tileset = Tilesets + "/{tileMatrixSetId}";
        paths[Tilesets] = ApiDocument.Get(
            ".collection.vector.getTileSetsList", Tag, "The tilesets of a collection", Links.Json, "tilesets", ["collectionId", "f-json", "lang"], hasPage: false);
        paths[Tileset] = ApiDocument.Get(
            ".collection.vector.getTileSet", Tag, "A tileset, as OGC metadata or TileJSON", Links.Json, "anyObject",
            ["collectionId", "tileMatrixSetId", "f-tileset", "lang"], hasPage: false);
        paths[Tileset + "/{tileMatrix}/{tileRow}/{tileCol}"] = ApiDocument.Get(
            ".collection.vector.getTile", Tag, "A vector tile (MVT 2.1)", VectorTileLayer.MediaType, "tile",
            ["collectionId", "tileMatrixSetId", "tileMatrix", "tileRow", "tileCol", "properties", "f-tile", "lang"], hasPage: false);
        paths["/tileMatrixSets"] = ApiDocument.Get(
            "getTileMatrixSetsList", Tag, "The tile matrix sets", Links.Json, "anyObject", ["f-json", "lang"], hasPage: false);
        paths["/tileMatrixSets/{tileMatrixSetId}"] = ApiDocument.Get(
            "getTileMatrixSet", Tag, "A tile matrix set", Links.Json, "anyObject", ["tileMatrixSetId", "f-json", "lang"], hasPage: false);
        paths[Tileset + "/{tileMatrix}/{tileRow}/{tileCol}"]!["get"]!["responses"]!["204"] =
            new JsonObject { ["description"] = "Nothing is to be seen on this tile" };
        return paths;
    }

    /// <summary>Adds the parameters; the example is a tile in the middle of a collection.</summary>
    public static JsonObject AddParameters(JsonObject parameters, FeatureCollectionInfo example)
    {
        var centre = (example.Extent ?? new Envelope(0, 0, 0, 0)).Centre;
        var at = new WebMercatorTile(ExampleMatrix, 0, 0).ToTile(centre.X, centre.Y);
        parameters["tileMatrixSetId"] = ApiDocument.Path("tileMatrixSetId", "Tile matrix set", TileMatrixSetPages.Id, [TileMatrixSetPages.Id]);
        parameters["tileMatrix"] = Number("tileMatrix", "Zoom level, 0 to 24", ExampleMatrix);
        parameters["tileRow"] = Number("tileRow", "Row, from the north", (int)(at.Y / WebMercatorTile.Extent));
        parameters["tileCol"] = Number("tileCol", "Column, from the west", (int)(at.X / WebMercatorTile.Extent));
        parameters["properties"] = ApiDocument.Query(
            TileRequest.PropertiesParameter, "Properties of the features in the tile; the first 16 where it is not given",
            ApiDocument.ArrayOf(ApiDocument.Text()), new JsonArray(example.Properties[0].Name), ("style", "form"), ("explode", false));
        parameters["f-json"] = ApiDocument.Query("f", "Format", ApiDocument.Choice(["json"]), "json");
        parameters["f-tileset"] = ApiDocument.Query("f", "Format", ApiDocument.Choice(["json", "tilejson"]), "tilejson");
        parameters["f-tile"] = ApiDocument.Query("f", "Format", ApiDocument.Choice(["mvt"]), "mvt");
        return parameters;
    }

    /// <summary>Adds the schemas.</summary>
    public static JsonObject AddSchemas(JsonObject schemas)
    {
        schemas["tilesets"] = ApiDocument.Object(
            ["tilesets"], ("tilesets", ApiDocument.ArrayOf(ApiDocument.Reference("schemas", "anyObject"))),
            ("links", ApiDocument.ArrayOf(ApiDocument.Reference("schemas", "link"))));
        schemas["tile"] = new JsonObject { ["type"] = "string", ["format"] = "binary" };
        return schemas;
    }

    static JsonObject Number(string name, string description, int example)
    {
        var parameter = ApiDocument.Path(name, description, "", []);
        parameter["schema"] = new JsonObject { ["type"] = "integer", ["minimum"] = 0 };
        parameter["example"] = example;
        return parameter;
    }
}
