using GeoCohesion.Api.Features;
using GeoCohesion.Api.Telemetry;
using GeoCohesion.Data.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace GeoCohesion.Api.Tiles;

/// <summary>The routes of OGC API - Tiles: the whole table on one screen.</summary>
static class TileRoutes
{
    static readonly string[] s_reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds the routes.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="services">The published run, and the tiles that were made before.</param>
    public static void MapTiles(this IEndpointRouteBuilder routes, IServiceProvider services)
    {
        var source = services.GetRequiredService<IPublishedStore>();
        var cache = services.GetRequiredService<TileCache>();
        var telemetry = services.GetRequiredService<ServiceTelemetry>();
        Map("/tileMatrixSets", TileMatrixSetPages.WriteAll);
        Map("/tileMatrixSets/{tileMatrixSetId}", TileMatrixSetPages.WriteOne);
        Map("/collections/{collectionId}/tiles", TilesetPages.WriteList);
        Map("/collections/{collectionId}/tiles/{tileMatrixSetId}", TilesetPages.WriteOne);
        Map("/collections/{collectionId}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}", request => TileEndpoint.Write(request, cache, telemetry));

        void Map(string pattern, Func<FeatureRequest, Task> write) => routes.MapMethods(pattern, s_reading, async (HttpContext context) =>
        {
            using var lease = source.Acquire();
            await write(new FeatureRequest(context, lease.Store));
        });
    }
}
