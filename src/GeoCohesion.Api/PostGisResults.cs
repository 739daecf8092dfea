using System.Text.Json;
using GeoCohesion.Core;
using GeoCohesion.Data.Stores;
using GeoCohesion.Data.Stores.PostGis;
using Microsoft.AspNetCore.Http;

namespace GeoCohesion.Api;

/// <summary>The newest run that was published to PostGIS.</summary>
public sealed class PostGisResults : IRunResults
{
    // The run of a request, from its first question to the last byte of its answer.
    static readonly object s_run = new();

    readonly PostGisRuns _runs;
    (string Version, IReadOnlyDictionary<string, ResultFile> Files)? _known;

    /// <summary>Opens a database.</summary>
    /// <param name="connection">See <see cref="PostGisDatabase.Open"/>.</param>
    /// <exception cref="InputException">It cannot be used, or no run is published there.</exception>
    public PostGisResults(string connection) => _runs = PostGisRuns.Open(connection);

    /// <inheritdoc/>
    public IPublishedStore OpenStore() => _runs;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, ResultFile> FilesFor(HttpContext context)
    {
        var store = Run(context);
        if (_known is { } known && known.Version == store.Run.Version)
        {
            return known.Files;
        }

        using var manifest = JsonDocument.Parse(store.Manifest);
        var files = ResultFile.Of(manifest.RootElement);
        _known = (store.Run.Version, files);
        return files;
    }

    /// <inheritdoc/>
    public IResult SendManifest(HttpContext context)
    {
        var store = Run(context);
        return Results.Bytes(store.Manifest, "application/json", lastModified: store.Run.PublishedUtc);
    }

    /// <inheritdoc/>
    public IResult Send(HttpContext context, ResultFile file)
    {
        var store = Run(context);
        var stream = store.OpenResult(file.FileName) ?? throw new RequestRefusedException(
            StatusCodes.Status404NotFound, "file-unknown", $"the run was published without its file '{file.FileName}'.");
        return Results.Stream(stream, file.MediaType, lastModified: store.Run.PublishedUtc, entityTag: ResultFile.TagOf(file.Sha256));
    }

    PostGisStore Run(HttpContext context)
    {
        if (context.Items[s_run] is PostGisStore held)
        {
            return held;
        }

        var (store, lease) = _runs.AcquireRun();
        context.Response.RegisterForDispose(lease);
        context.Items[s_run] = store;
        return store;
    }
}
