using GeoCohesion.Api.Features;
using GeoCohesion.Api.Page;
using GeoCohesion.Core;
using GeoCohesion.Data.Stores;
using GeoCohesion.Data.Stores.GeoPackages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
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
        "text/csv", "text/html",
    ];

    /// <summary>Builds the service; the caller starts and stops it.</summary>
    /// <param name="results">A finished run.</param>
    /// <param name="options">Where it listens.</param>
    /// <exception cref="InputException">The run's GeoPackage cannot be read (<c>store-unreadable</c>).</exception>
    public static WebApplication Build(RunResults results, ServiceOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();

        // Only mistakes of the program are told, and on standard error: requests are nobody's business, and a port in use is the host's to tell.
        builder.Logging
            .ClearProviders()
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .AddFilter((category, level) => level >= LogLevel.Error && category?.StartsWith("GeoCohesion", StringComparison.Ordinal) == true);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(options.Address, options.Port);
        });
        builder.Services.AddResponseCompression(compression => compression.MimeTypes = s_text);
        builder.Services.AddCors();
        builder.Services.AddSingleton<IPublishedStore>(new PublishedRun(results.Folder));
        var app = builder.Build();
        var page = new MapPage(options);
        app.UseResponseCompression();
        app.Use((context, next) => SafeHeaders(context, next, page.Policy));
        if (options.CorsOrigins.Count > 0)
        {
            app.UseCors(policy => policy
                .WithOrigins([.. options.CorsOrigins])
                .WithMethods(s_reading)
                .WithHeaders(HeaderNames.Accept, HeaderNames.IfNoneMatch)
                .WithExposedHeaders("Content-Crs", HeaderNames.ETag));
        }

        app.UseProblems();
        // Routes are chosen within the two above, so that their errors become problem documents.
        app.UseRouting();
        app.MapFeatures(app.Services.GetRequiredService<IPublishedStore>(), page);
        page.MapAssets(app);
        app.MapMethods("/layers", s_reading, () => Results.Json(Layers(results)));
        app.MapMethods("/manifest.json", s_reading, () => Send(results.ManifestPath, "application/json", null));
        app.MapMethods("/layers/{file}", s_reading, (string file) => Serve(results, file));
        return app;
    }

    static Task SafeHeaders(HttpContext context, RequestDelegate next, string policy)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers.ContentSecurityPolicy = policy;
        return next(context);
    }

    static IEnumerable<object> Layers(RunResults results) =>
        results.Files.Values.Select(file => new { file = file.FileName, layer = file.Layer, title = file.Title, mediaType = file.MediaType, rows = file.RowCount, href = $"/layers/{file.FileName}" });

    static IResult Serve(RunResults results, string file) =>
        results.Files.TryGetValue(file, out var known)
            ? Send(Path.Combine(results.Folder, known.FileName), known.MediaType, known.Sha256)
            : throw new RequestRefusedException(
                StatusCodes.Status404NotFound, "file-unknown",
                    $"there is no file '{file}'; use one of {string.Join(", ", results.Files.Keys)}.");

    static IResult Send(string path, string mediaType, string? sha256)
    {
        // While a new run is published its files are exchanged one by one, the manifest last.
        if (!File.Exists(path))
        {
            throw new RequestRefusedException(
                StatusCodes.Status503ServiceUnavailable, "run-changing", "a new run is being published; ask again in a moment.");
        }

        // Weak, since the same tag goes with plain and with compressed bytes.
        return Results.File(path, mediaType, entityTag: sha256 is null ? null : new EntityTagHeaderValue($"\"{sha256[..32]}\"", isWeak: true));
    }
}
