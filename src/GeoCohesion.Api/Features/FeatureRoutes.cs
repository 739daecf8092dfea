using GeoCohesion.Api.Page;
using GeoCohesion.Data.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GeoCohesion.Api.Features;

/// <summary>The routes of OGC API - Features: the whole table on one screen.</summary>
static class FeatureRoutes
{
    static readonly string[] s_reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds the routes.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="source">The published run.</param>
    /// <param name="page">The map page, which is the landing page for browsers.</param>
    public static void MapFeatures(this IEndpointRouteBuilder routes, IPublishedStore source, MapPage page)
    {
        Map("/", request => LandingPage.Write(request, page));
        Map("/conformance", Conformance.Write);
        Map("/api", ApiDocument.Write);
        Map("/collections", CollectionPages.WriteAll);
        Map("/collections/{collectionId}", CollectionPages.WriteOne);
        Map("/collections/{collectionId}/queryables", QueryablesPage.Write);
        Map("/collections/{collectionId}/items", ItemsEndpoint.Write);
        Map("/collections/{collectionId}/items/{**featureId}", ItemEndpoint.Write);

        void Map(string pattern, Func<FeatureRequest, Task> write) => routes.MapMethods(pattern, s_reading, async (HttpContext context) =>
        {
            using var lease = source.Acquire();
            await write(new FeatureRequest(context, lease.Store));
        });
    }
}
