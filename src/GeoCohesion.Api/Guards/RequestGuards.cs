using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace GeoCohesion.Api.Guards;

/// <summary>Puts all guards in their order.</summary>
static class RequestGuards
{
    // A client that reads more slowly is not there: 2 kB a second, after ten seconds.
    static readonly MinDataRate s_slowest = new(2048, TimeSpan.FromSeconds(10));

    /// <summary>Limits of connections.</summary>
    public static void Limit(KestrelServerLimits kestrel, ServiceLimits limits)
    {
        kestrel.MaxRequestBodySize = limits.BodyBytes;
        kestrel.MaxConcurrentConnections = limits.Connections;
        kestrel.MaxConcurrentUpgradedConnections = 0;
        kestrel.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.KeepAliveTimeout = TimeSpan.FromSeconds(75);
        kestrel.MinResponseDataRate = s_slowest;
        kestrel.MaxResponseBufferSize = 64 << 10;
    }

    /// <summary>Services of the guards.</summary>
    public static void AddGuards(this IServiceCollection services, ServiceOptions options)
    {
        services.AddSingleton(new AnalysisTurns(options.Limits));
        services.AddRateLimiter(rates => ClientRates.Set(rates, options.Limits));
    }

    /// <summary>Guards that need not know the endpoint; before the routing.</summary>
    public static void UseAddressGuards(this WebApplication app, ServiceOptions options)
    {
        if (options.Proxy is { } proxy)
        {
            // Only the proxy's word counts, and only about the last step.
            var headers = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = 1 };
            headers.KnownIPNetworks.Clear();
            headers.KnownProxies.Clear();
            headers.KnownProxies.Add(proxy);
            app.UseForwardedHeaders(headers);
        }

        app.Use(next => new PublicAddress(options.PublicUrl, next).Invoke);

        // The server reads no more than the limit, so it cannot find the next request behind a larger body: whatever the answer,
        // it ends the connection, and has to say so, or the client sends its next request into a closed one.
        app.Use(next => http =>
        {
            if (IsTooLarge(http.Request, options.Limits))
            {
                http.Response.OnStarting(() =>
                {
                    http.Response.Headers.Connection = "close";
                    return Task.CompletedTask;
                });
            }

            return next(http);
        });
    }

    /// <summary>Guards of endpoints; after the routing.</summary>
    public static void UseEndpointGuards(this WebApplication app, ServiceOptions options)
    {
        if (options.ApiKeys is { } keys)
        {
            app.Use(next => new ApiKeyGuard(keys, next).Invoke);
        }

        app.Use(next => http => IsTooLarge(http.Request, options.Limits) ? throw TooLarge(options.Limits) : next(http));
        app.Use(next => new TimeGuard(options.Limits, next).Invoke);
        app.UseRateLimiter();
        app.Use(next => new TurnGuard(app.Services.GetRequiredService<AnalysisTurns>(), next).Invoke);
    }

    static bool IsTooLarge(HttpRequest request, ServiceLimits limits) => request.ContentLength > limits.BodyBytes;

    static RequestRefusedException TooLarge(ServiceLimits limits) => new(
        StatusCodes.Status413PayloadTooLarge, "body-too-large",
        string.Create(
            CultureInfo.InvariantCulture, $"the body has more than {limits.BodyBytes} bytes; ask for fewer points in one request."));
}
