using GeoCohesion.Api.Analysis;
using GeoCohesion.Api.Features;
using GeoCohesion.Api.Guards;
using GeoCohesion.Api.Page;
using GeoCohesion.Api.Telemetry;
using GeoCohesion.Api.Tiles;
using GeoCohesion.Core;
using GeoCohesion.Data.Formats.Tiles;
using GeoCohesion.Data.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace GeoCohesion.Api;

/// <summary>Serves the results of a run: the page, the files, and the layers by OGC API - Features.</summary>
public static class ResultService
{
    static readonly string[] s_reading = [HttpMethods.Get, HttpMethods.Head];

    // Media types without parameters: what is worth compressing.
    static readonly string[] s_text =
    [
        "application/geo+json", "application/json", "application/problem+json", "application/schema+json",
            "application/vnd.oai.openapi+json",
        "text/csv", "text/html", VectorTileLayer.MediaType,
    ];

    /// <summary>Builds the service; the caller starts and stops it.</summary>
    /// <param name="results">A finished run.</param>
    /// <param name="options">Where it listens.</param>
    /// <exception cref="InputException">The run's GeoPackage cannot be read (<c>store-unreadable</c>).</exception>
    public static WebApplication Build(IRunResults results, ServiceOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.AddServiceLog(options.Log);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            RequestGuards.Limit(kestrel.Limits, options.Limits);
            kestrel.Listen(options.Address, options.Port);
        });
        builder.Services.AddResponseCompression(compression => compression.MimeTypes = s_text);
        builder.Services.AddCors();
        builder.Services.AddGuards(options);
        builder.Services.AddSingleton(new TileCache(options.TileCacheBytes));
        builder.Services.AddSingleton<ServiceTelemetry>();
        builder.Services.AddSingleton(_ => results.OpenStore());
        var app = builder.Build();
        var page = new MapPage(options);
        app.Use(app.Services.GetRequiredService<ServiceTelemetry>().Handle);
        app.UseResponseCompression();
        app.Use((context, next) => SafeHeaders(context, next, page.Policy));
        if (options.CorsOrigins.Count > 0)
        {
            app.UseCors(policy => policy
                .WithOrigins([.. options.CorsOrigins])
                .WithMethods([.. s_reading, HttpMethods.Post])
                .WithHeaders(HeaderNames.Accept, HeaderNames.ContentType, HeaderNames.IfNoneMatch, ApiKeyGuard.Header)
                .WithExposedHeaders("Content-Crs", HeaderNames.ETag, TileEndpoint.LeftOutHeader));
        }

        app.UseProblems();
        app.UseAddressGuards(options);
        // Routes are chosen within the three above, so that their errors become problem documents.
        app.UseRouting();
        app.UseEndpointGuards(options);
        app.MapFeatures(app.Services.GetRequiredService<IPublishedStore>(), page);
        page.MapAssets(app);
        app.MapTiles(app.Services);
        app.MapAnalysis(app.Services);
        app.MapHealth();
        app.MapMethods("/layers", s_reading, (HttpContext context) => Results.Json(Layers(results.FilesFor(context).Values)));
        app.MapMethods("/manifest.json", s_reading, (HttpContext context) => results.SendManifest(context)).SendsFiles();
        app.MapMethods("/layers/{file}", s_reading, (HttpContext context, string file) => Serve(results, context, file)).SendsFiles();
        return app;
    }

    static Task SafeHeaders(HttpContext context, RequestDelegate next, string policy)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers.ContentSecurityPolicy = policy;
        return next(context);
    }

    static IEnumerable<object> Layers(IEnumerable<ResultFile> files) =>
        files.Select(file => new { file = file.FileName, layer = file.Layer, title = file.Title, mediaType = file.MediaType, rows = file.RowCount, href = $"/layers/{file.FileName}" });

    static IResult Serve(IRunResults results, HttpContext context, string file)
    {
        var files = results.FilesFor(context);
        return files.TryGetValue(file, out var known)
            ? results.Send(context, known)
            : throw new RequestRefusedException(
                StatusCodes.Status404NotFound, "file-unknown", $"there is no file '{file}'; use one of {string.Join(", ", files.Keys)}.");
    }
}
