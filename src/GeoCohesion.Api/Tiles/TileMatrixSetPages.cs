using System.Globalization;
using GeoCohesion.Api.Features;
using GeoCohesion.Data.Formats.Tiles;

namespace GeoCohesion.Api.Tiles;

/// <summary>The tile matrix set of all tiles: WebMercatorQuad (OGC 17-083r4, annex D.1).</summary>
static class TileMatrixSetPages
{
    /// <summary>Its id.</summary>
    public const string Id = "WebMercatorQuad";

    /// <summary>Its name in the registry.</summary>
    public const string SetUri = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad";

    /// <summary>Its coordinate system.</summary>
    public const string CrsUri = "http://www.opengis.net/def/crs/EPSG/0/3857";

    // Pixels along a side of a tile, and metres of one at a scale of 1 (OGC 17-083r4, section 6.2).
    const int TilePixels = 256;
    const double PixelMeters = 0.00028;

    /// <summary>Writes <c>/tileMatrixSets</c>.</summary>
    public static async Task WriteAll(FeatureRequest request)
    {
        if (Begin(request))
        {
            return;
        }

        await JsonAnswer.Write(request.Http, Links.Json, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("tileMatrixSets");
            json.WriteStartObject();
            json.WriteString("id", Id);
            json.WriteString("title", "Google Maps Compatible for the World");
            json.WriteString("uri", SetUri);
            json.WriteString("crs", CrsUri);
            Link.WriteAll(json, [new(request.Links.To($"/tileMatrixSets/{Id}"), "self", Links.Json, Id)]);
            json.WriteEndObject();
            json.WriteEndArray();
            Link.WriteAll(json, [new(request.Links.Here(), "self", Links.Json, request.Say("Jeux de matrices de tuiles", "Tile matrix sets"))]);
            json.WriteEndObject();
        });
    }

    /// <summary>Writes <c>/tileMatrixSets/WebMercatorQuad</c>.</summary>
    public static async Task WriteOne(FeatureRequest request)
    {
        TileRequest.CheckMatrixSet(request);
        if (Begin(request))
        {
            return;
        }

        await JsonAnswer.Write(request.Http, Links.Json, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", Id);
            json.WriteString("title", "Google Maps Compatible for the World");
            json.WriteString("uri", SetUri);
            json.WriteString("crs", CrsUri);
            json.WriteStartArray("orderedAxes");
            json.WriteStringValue("X");
            json.WriteStringValue("Y");
            json.WriteEndArray();
            json.WriteString("wellKnownScaleSet", "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible");
            json.WriteStartArray("tileMatrices");
            for (var matrix = 0; matrix <= WebMercatorTile.LastMatrix; matrix++)
            {
                var cellMeters = 2 * WebMercatorTile.HalfWorldMeters / TilePixels / WebMercatorTile.Size(matrix);
                json.WriteStartObject();
                json.WriteString("id", matrix.ToString(CultureInfo.InvariantCulture));
                json.WriteNumber("scaleDenominator", cellMeters / PixelMeters);
                json.WriteNumber("cellSize", cellMeters);
                json.WriteString("cornerOfOrigin", "topLeft");
                json.WriteStartArray("pointOfOrigin");
                json.WriteNumberValue(-WebMercatorTile.HalfWorldMeters);
                json.WriteNumberValue(WebMercatorTile.HalfWorldMeters);
                json.WriteEndArray();
                json.WriteNumber("tileWidth", TilePixels);
                json.WriteNumber("tileHeight", TilePixels);
                json.WriteNumber("matrixWidth", WebMercatorTile.Size(matrix));
                json.WriteNumber("matrixHeight", WebMercatorTile.Size(matrix));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    static bool Begin(FeatureRequest request)
    {
        request.AllowOnly();
        Negotiation.Only(request, "json", Links.Json);
        return request.IsNotModified("m");
    }
}
