using GeoCohesion.Api.Guards;
using GeoCohesion.Data.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace GeoCohesion.Api.Analysis;

/// <summary>The routes of what is computed on demand: the whole table on one screen.</summary>
static class AnalysisRoutes
{
    static readonly string[] s_reading = [HttpMethods.Get, HttpMethods.Head];
    static readonly string[] s_asking = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post];

    /// <summary>Adds the routes.</summary>
    public static void MapAnalysis(this IEndpointRouteBuilder routes, IServiceProvider services)
    {
        var source = services.GetRequiredService<IPublishedStore>();
        var networks = new LiveNetworks();

        // Only tells what there is: it costs no turn.
        Map("/network", s_reading, [], NetworkEndpoint.Write);
        Map("/snap", s_asking, SnapEndpoint.Parameters, SnapEndpoint.Write).RequireAnalysisLimits();
        Map("/isochrones", s_asking, IsochronesEndpoint.Parameters, IsochronesEndpoint.Write).RequireAnalysisLimits();
        Map("/travel-times", s_asking, TravelTimesEndpoint.Parameters, TravelTimesEndpoint.Write).RequireAnalysisLimits();
        Map("/profile", s_asking, ProfileEndpoint.Parameters, ProfileEndpoint.Write).RequireAnalysisLimits();
        Map("/journey", s_asking, JourneyEndpoint.Parameters, JourneyEndpoint.Write).RequireAnalysisLimits();

        IEndpointConventionBuilder Map(string pattern, string[] methods, string[] parameters, Func<AnalysisRequest, Task> write) =>
            routes.MapMethods(pattern, methods, async (HttpContext context) =>
            {
                var asked = await AnalysisParameters.Read(context, parameters);
                using var lease = source.Acquire();
                var network = await networks.Of(lease.Store, context.RequestAborted);

                // Answers depend on all of the request, and cost a fraction of what keeping them would.
                context.Response.Headers.CacheControl = "no-store";
                await write(new AnalysisRequest(context, lease.Store, network, asked));
            });
    }
}
