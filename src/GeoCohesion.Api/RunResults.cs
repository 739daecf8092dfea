using System.Text.Json;
using GeoCohesion.Core;
using GeoCohesion.Data.Stores;
using GeoCohesion.Data.Stores.GeoPackages;
using Microsoft.AspNetCore.Http;

namespace GeoCohesion.Api;

/// <summary>The files of a run as its manifest lists them; nothing else of the folder is ever served.</summary>
public sealed class RunResults : IRunResults
{
    readonly Lock _lock = new();
    DateTime _manifestWrittenUtc;
    IReadOnlyDictionary<string, ResultFile> _files = new Dictionary<string, ResultFile>();

    /// <summary>Opens the folder of a finished run.</summary>
    /// <exception cref="InputException">The folder has no manifest (<c>run-missing</c>) or it is not one of this program (<c>run-unreadable</c>).</exception>
    public RunResults(string folder)
    {
        Folder = Path.GetFullPath(folder);
        if (!File.Exists(ManifestPath))
        {
            throw new InputException(
                "run-missing",
                $"there is no {RunFolder.ManifestName}: no finished run is in this folder; compute one with 'geocohesion run territory.json --out {folder}'.",
                new SourceLocation(folder));
        }

        _ = Files;
    }

    /// <summary>Full path of the run's folder.</summary>
    public string Folder { get; }

    /// <summary>Full path of the manifest.</summary>
    public string ManifestPath => Path.Combine(Folder, RunFolder.ManifestName);

    /// <summary>Files by name, read again when a new run has been published.</summary>
    public IReadOnlyDictionary<string, ResultFile> Files
    {
        get
        {
            lock (_lock)
            {
                var writtenUtc = File.GetLastWriteTimeUtc(ManifestPath);
                if (File.Exists(ManifestPath) && writtenUtc != _manifestWrittenUtc)
                {
                    _files = Read();
                    _manifestWrittenUtc = writtenUtc;
                }

                return _files;
            }
        }
    }

    /// <inheritdoc/>
    public IPublishedStore OpenStore() => new PublishedRun(Folder);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, ResultFile> FilesFor(HttpContext context) => Files;

    /// <inheritdoc/>
    public IResult SendManifest(HttpContext context) => Send(ManifestPath, "application/json", null);

    /// <inheritdoc/>
    public IResult Send(HttpContext context, ResultFile file) => Send(Path.Combine(Folder, file.FileName), file.MediaType, file.Sha256);

    static IResult Send(string path, string mediaType, string? sha256)
    {
        // While a new run is published its files are exchanged one by one, the manifest last.
        if (!File.Exists(path))
        {
            throw new RequestRefusedException(
                StatusCodes.Status503ServiceUnavailable, "run-changing", "a new run is being published; ask again in a moment.");
        }

        return Results.File(path, mediaType, entityTag: sha256 is null ? null : ResultFile.TagOf(sha256));
    }

    SortedDictionary<string, ResultFile> Read()
    {
        try
        {
            using var stream = File.OpenRead(ManifestPath);
            using var manifest = JsonDocument.Parse(stream);
            return ResultFile.Of(manifest.RootElement);
        }
        catch (FileNotFoundException)
        {
            // A run is being published: what was served before stays until its manifest is there.
            return new SortedDictionary<string, ResultFile>(_files.ToDictionary(), StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InputException("run-unreadable", "this is not the manifest of a run; compute the folder again.", new SourceLocation(ManifestPath));
        }
    }
}
