using GeoCohesion.Api.Features;
using GeoCohesion.Api.Guards;
using GeoCohesion.Data.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GeoCohesion.Api.Telemetry;

/// <summary>How the service is: for those who start and stop it, and for those who watch it.</summary>
static class HealthRoutes
{
    static readonly string[] s_reading = [HttpMethods.Get, HttpMethods.Head];
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    /// <summary>Adds <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>.</summary>
    public static void MapHealth(this WebApplication app)
    {
        var source = app.Services.GetRequiredService<IPublishedStore>();
        var telemetry = app.Services.GetRequiredService<ServiceTelemetry>();
        app.MapMethods("/health/live", s_reading, (HttpContext http) => Say(http, "live")).TellsHealth();
        app.MapMethods("/health/ready", s_reading, (HttpContext http) => Ready(http, source)).TellsHealth();
        app.MapMethods("/metrics", s_reading, async (HttpContext http) =>
        {
            http.Response.ContentType = PrometheusText.MediaType;
            http.Response.Headers.CacheControl = "no-store";
            await http.Response.WriteAsync(telemetry.Prometheus.Write(), http.RequestAborted);
        });
    }

    // Ready is who can read a run: the store is reached, and gives what it lists.
    static async Task Ready(HttpContext http, IPublishedStore source)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        patience.CancelAfter(s_patience);
        try
        {
            using var lease = source.Acquire();
            if (lease.Store.Collections is [var first, ..])
            {
                await lease.Store.Read(first, null, 0, 1, patience.Token);
            }
        }
#pragma warning disable CA1031 // Whatever keeps a run from being read is the answer to the question.
        catch (Exception) when (!http.RequestAborted.IsCancellationRequested)
#pragma warning restore CA1031
        {
            throw new RequestRefusedException(StatusCodes.Status503ServiceUnavailable, "not-ready", "no run can be read at the moment.");
        }

        await Say(http, "ready");
    }

    static Task Say(HttpContext http, string status)
    {
        http.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.Write(http, Links.Json, json =>
        {
            json.WriteStartObject();
            json.WriteString("status", status);
            json.WriteEndObject();
        });
    }
}
