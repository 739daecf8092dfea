using System.Diagnostics;
using System.Diagnostics.Metrics;
using GeoCohesion.Api.Guards;
using GeoCohesion.Api.Tiles;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace GeoCohesion.Api.Telemetry;

/// <summary>
/// Counts, times and logs requests by the template of their route: never the address itself, which says where people live and what they look for.
/// </summary>
sealed partial class ServiceTelemetry : IDisposable
{
    /// <summary>Name of the meter and of the source of activities.</summary>
    public const string Name = "GeoCohesion";

    static readonly ActivitySource s_activities = new(Name);

    static readonly string[] s_methods = ["GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"];

    readonly Meter _meter = new(Name);
    readonly Counter<long> _requests;
    readonly Histogram<double> _durations;
    readonly Counter<long> _analyses;
    readonly Counter<long> _tiles;
    readonly ILogger _log;

    /// <summary>Creates the instruments.</summary>
    public ServiceTelemetry(AnalysisTurns turns, TileCache tiles, ILoggerFactory logs)
    {
        _log = logs.CreateLogger("GeoCohesion.Api.Requests");
        _requests = _meter.CreateCounter<long>("geocohesion.requests", null, "Requests answered");
        _durations = _meter.CreateHistogram<double>("geocohesion.request.duration", "s", "Time from a request to the end of its answer");
        _analyses = _meter.CreateCounter<long>("geocohesion.analyses.computed", null, "Analyses computed to their end, such as isochrones");
        _tiles = _meter.CreateCounter<long>("geocohesion.tile.cache", null, "Tiles asked of the cache, found or made");
        _meter.CreateObservableGauge("geocohesion.analyses.waiting", () => turns.Waiting, null, "Analyses that wait for their turn");
        _meter.CreateObservableGauge("geocohesion.analyses.running", () => turns.Running, null, "Analyses that are computed");
        _meter.CreateObservableGauge("geocohesion.requests.running", () => turns.Reading, null, "Other requests under way");
        _meter.CreateObservableGauge("geocohesion.tile.cache.size", () => tiles.Bytes, "bytes", "Tiles kept in memory");
        _meter.CreateObservableGauge("process.memory.usage", () => Environment.WorkingSet, "bytes", "Physical memory of the process");
        _meter.CreateObservableGauge("dotnet.gc.heap", () => GC.GetTotalMemory(false), "bytes", "Managed memory in use");
        Prometheus = new PrometheusText(_meter);
    }

    /// <summary>The numbers as text.</summary>
    public PrometheusText Prometheus { get; }

    /// <summary>Counts a tile.</summary>
    public void CountTile(bool isFound) => _tiles.Add(1, KeyValuePair.Create<string, object?>("result", isFound ? "hit" : "miss"));

    /// <summary>Handles a request: all that comes after is measured.</summary>
    public async Task Handle(HttpContext http, RequestDelegate next)
    {
        var started = Stopwatch.GetTimestamp();
        using var activity = s_activities.StartActivity("request");
        try
        {
            await next(http);
        }
        finally
        {
            End(http, activity, Stopwatch.GetElapsedTime(started));
        }
    }

    void End(HttpContext http, Activity? activity, TimeSpan duration)
    {
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(none)";
        var method = Array.Find(s_methods, known => known == http.Request.Method) ?? "(other)";

        // A client that has gone gets nothing: 499, as proxies say it.
        var status = http.RequestAborted.IsCancellationRequested && !http.Response.HasStarted ? 499 : http.Response.StatusCode;
        activity?.SetTag("http.request.method", method).SetTag("http.route", route).SetTag("http.response.status_code", status);
        var kind = GuardedEndpoints.Kind(http);
        _requests.Add(1, KeyValuePair.Create<string, object?>("route", route), KeyValuePair.Create<string, object?>("status", (object)status));
        _durations.Record(duration.TotalSeconds, KeyValuePair.Create<string, object?>("route", route));
        if (kind == RequestKind.Analysis && status == StatusCodes.Status200OK)
        {
            _analyses.Add(1, KeyValuePair.Create<string, object?>("route", route));
        }

        if (kind == RequestKind.Health || !_log.IsEnabled(LogLevel.Information))
        {
            return;
        }

        var milliseconds = Math.Round(duration.TotalMilliseconds, 1);
        LogRequest(_log, method, route, status, milliseconds, http.TraceIdentifier);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Prometheus.Dispose();
        _meter.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Route} {Status} {DurationMs} ms {Id}")]
    static partial void LogRequest(ILogger log, string method, string route, int status, double durationMs, string id);
}
