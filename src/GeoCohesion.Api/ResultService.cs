using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace GeoCohesion.Api;

/// <summary>Serves the results of a run on a local address: the page, the list of layers, the files.</summary>
public static class ResultService
{
    static readonly string[] s_reading = [HttpMethods.Get, HttpMethods.Head];

    const string PageResource = "GeoCohesion.Api.wwwroot.index.html";

    /// <summary>Builds the service; the caller starts and stops it.</summary>
    /// <param name="results">A finished run.</param>
    /// <param name="port">TCP port on the loopback address; 0 for any free one.</param>
    public static WebApplication Build(RunResults results, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddResponseCompression(options =>
        {
            options.MimeTypes = ["application/geo+json", "application/json", "text/csv", "text/html"];
        });
        var app = builder.Build();
        app.UseResponseCompression();
        app.Use(async (context, next) =>
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers["Referrer-Policy"] = "no-referrer";
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; frame-ancestors 'none'";
            await next(context);
        });
        app.MapMethods("/", s_reading, () => Results.Text(Page(), "text/html; charset=utf-8"));
        app.MapMethods("/layers", s_reading, () => Results.Json(Layers(results)));
        app.MapMethods("/manifest.json", s_reading, () => Send(results.ManifestPath, "application/json", null));
        app.MapMethods("/layers/{file}", s_reading, (string file) => Serve(results, file));
        app.MapFallback((HttpContext context) => NotFound($"there is nothing at {context.Request.Path}; the layers are listed at /layers."));
        return app;
    }

    static IEnumerable<object> Layers(RunResults results) =>
        results.Files.Values.Select(file => new { file = file.FileName, layer = file.Layer, title = file.Title, mediaType = file.MediaType, rows = file.RowCount, href = $"/layers/{file.FileName}" });

    static IResult Serve(RunResults results, string file) =>
        results.Files.TryGetValue(file, out var known)
            ? Send(Path.Combine(results.Folder, known.FileName), known.MediaType, known.Sha256)
            : NotFound($"there is no file '{file}'; use one of {string.Join(", ", results.Files.Keys)}.");

    static IResult Send(string path, string mediaType, string? sha256)
    {
        // While a new run is published its files are exchanged one by one, the manifest last.
        if (!File.Exists(path))
        {
            return Results.Problem("a new run is being published; ask again in a moment.", statusCode: StatusCodes.Status503ServiceUnavailable, title: "Busy");
        }

        // Weak, since the same tag goes with plain and with compressed bytes.
        return Results.File(path, mediaType, entityTag: sha256 is null ? null : new EntityTagHeaderValue($"\"{sha256[..32]}\"", isWeak: true));
    }

    static IResult NotFound(string sentence) => Results.Problem(sentence, statusCode: StatusCodes.Status404NotFound, title: "Not found");

    static string Page()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(PageResource)
            ?? throw new InvalidOperationException($"The page {PageResource} is not in the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
