using System.Globalization;
using GeoCohesion.Api.Features;
using GeoCohesion.Api.Telemetry;
using GeoCohesion.Data.Formats.Tiles;
using Microsoft.AspNetCore.Http;

namespace GeoCohesion.Api.Tiles;

/// <summary>A vector tile of a collection.</summary>
static class TileEndpoint
{
    /// <summary>Header that says how many features a tile leaves out; absent where it holds all.</summary>
    public const string LeftOutHeader = "GeoCohesion-Features-Left-Out";

    /// <summary>Writes it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cache">Tiles that were made before.</param>
    /// <param name="telemetry">Counts what was found there.</param>
    public static async Task Write(FeatureRequest request, TileCache cache, ServiceTelemetry telemetry)
    {
        var asked = TileRequest.Parse(request);
        Negotiation.Only(request, "mvt", VectorTileLayer.MediaType, "application/x-protobuf", "application/octet-stream");
        if (request.IsNotModified("t"))
        {
            return;
        }

        var key = new TileKey(request.Store.Run.Version, asked.Collection.Id, asked.Tile, string.Join(',', asked.Properties));
        var tile = cache.Find(key);
        telemetry.CountTile(isFound: tile is not null);
        if (tile is null)
        {
            tile = await TileBuilder.Build(request.Store, asked, TileBuilder.MaximumShapes, request.Cancellation);
            cache.Add(key, tile);
        }

        var response = request.Http.Response;
        if (tile.LeftOut > 0)
        {
            response.Headers[LeftOutHeader] = tile.LeftOut.ToString(CultureInfo.InvariantCulture);
        }

        // No content is one of the two answers of OGC API - Tiles, requirement /req/core/tc-error, where there is nothing to see.
        if (tile.Bytes.Length == 0)
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        response.ContentType = VectorTileLayer.MediaType;
        await response.BodyWriter.WriteAsync(tile.Bytes, request.Cancellation);
    }
}
