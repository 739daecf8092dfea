using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GeoCohesion.Api.Guards;

/// <summary>How endpoints say which limits hold for them; those that say nothing read from the store.</summary>
public static class GuardedEndpoints
{
    /// <summary>The endpoint computes: rate per client, turns with a queue, time limit.</summary>
    public static T RequireAnalysisLimits<T>(this T endpoints) where T : IEndpointConventionBuilder => As(endpoints, RequestKind.Analysis);

    /// <summary>Ends the turn of an analysis when its result is there, so that the next begins while the client still fetches this one.</summary>
    public static void EndAnalysisTurn(this HttpContext http) => TurnGuard.EndTurn(http);

    /// <summary>The endpoint sends files.</summary>
    internal static T SendsFiles<T>(this T endpoints) where T : IEndpointConventionBuilder => As(endpoints, RequestKind.File);

    /// <summary>The endpoint says how the service is.</summary>
    internal static T TellsHealth<T>(this T endpoints) where T : IEndpointConventionBuilder => As(endpoints, RequestKind.Health);

    /// <summary>Which limits hold for a request.</summary>
    internal static RequestKind Kind(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<GuardedAs>()?.Kind ?? RequestKind.Reading;

    static T As<T>(T endpoints, RequestKind kind) where T : IEndpointConventionBuilder
    {
        endpoints.WithMetadata(new GuardedAs(kind));
        return endpoints;
    }
}
