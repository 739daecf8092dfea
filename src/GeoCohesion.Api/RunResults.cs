using System.Text.Json;
using GeoCohesion.Core;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Api;

/// <summary>One file of a finished run.</summary>
/// <param name="FileName">Name in the run's folder.</param>
/// <param name="Layer">Layer it holds, or empty for a file of all layers.</param>
/// <param name="Title">One French line.</param>
/// <param name="MediaType">For the HTTP header.</param>
/// <param name="Sha256">Of its bytes, in hexadecimal.</param>
/// <param name="RowCount">Rows of the layer; 0 for a file of all layers.</param>
public sealed record ResultFile(string FileName, string Layer, string Title, string MediaType, string Sha256, long RowCount);

/// <summary>The files of a run as its manifest lists them; nothing else of the folder is ever served.</summary>
public sealed class RunResults
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

    SortedDictionary<string, ResultFile> Read()
    {
        try
        {
            using var stream = File.OpenRead(ManifestPath);
            using var manifest = JsonDocument.Parse(stream);
            var files = new SortedDictionary<string, ResultFile>(StringComparer.Ordinal);
            foreach (var output in manifest.RootElement.GetProperty("outputs").EnumerateArray())
            {
                var file = new ResultFile(
                    output.GetProperty("file").GetString()!,
                    output.GetProperty("layer").GetString()!,
                    output.GetProperty("title").GetString()!,
                    output.GetProperty("mediaType").GetString()!,
                    output.GetProperty("sha256").GetString()!,
                    output.GetProperty("rows").GetInt64());
                files.Add(file.FileName, file);
            }

            return files;
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
