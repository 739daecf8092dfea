using System.Text.Json;
using GeoCohesion.Core;

namespace GeoCohesion.Data.Stores;

/// <summary>The folder that a run writes its results to: each file appears whole under its name, the manifest last.</summary>
/// <remarks>
/// Files are written under <c>.partial</c> and renamed. While a run publishes, there is no manifest, so that a reader never takes layers of two
/// runs for one; killed at any moment, the next run starts over from what is whole. Results of the run before that this one does not have, such as
/// those of a mode that is no longer computed, are removed; files that no manifest names are left alone.
/// </remarks>
public sealed class RunFolder : IDisposable
{
    /// <summary>Name of the file that makes a folder a finished run.</summary>
    public const string ManifestName = "manifest.json";

    const string PartialName = ".partial";
    const string LockName = ".lock";

    // The manifest of the run before, while its results are being replaced.
    const string ReplacedName = ".replaced.json";

    readonly FileStream _lock;
    readonly List<string> _staged = [];

    RunFolder(string path, FileStream lockFile)
    {
        Path = path;
        _lock = lockFile;
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Folder for what later runs can use again, such as the built network.</summary>
    public string BuildPath => Directory.CreateDirectory(System.IO.Path.Combine(Path, ServedFile.FolderName)).FullName;

    /// <summary>Creates the folder, or takes over what an earlier or killed run left.</summary>
    /// <exception cref="InputException">Another run is writing there (<c>output-busy</c>), or it cannot be written to (<c>output-unwritable</c>).</exception>
    public static RunFolder Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(full);
            var lockFile = new FileStream(System.IO.Path.Combine(full, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var partial = System.IO.Path.Combine(full, PartialName);
            if (Directory.Exists(partial))
            {
                Directory.Delete(partial, recursive: true);
            }

            Directory.CreateDirectory(partial);
            return new RunFolder(full, lockFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw File.Exists(System.IO.Path.Combine(full, LockName))
                ? new InputException("output-busy", "another run is writing to this folder; wait for it to end or give another --out.", new SourceLocation(path))
                : new InputException("output-unwritable", $"results cannot be written here ({e.Message})", new SourceLocation(path));
        }
    }

    /// <summary>Path under which a result is to be written before <see cref="Publish"/>.</summary>
    public string Stage(string fileName)
    {
        _staged.Add(fileName);
        return System.IO.Path.Combine(Path, PartialName, fileName);
    }

    /// <summary>Gives every staged file its final name; the manifest must be among them and comes last.</summary>
    public void Publish()
    {
        foreach (var name in _staged)
        {
            using var written = File.OpenHandle(System.IO.Path.Combine(Path, PartialName, name), FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(written);
        }

        var (manifest, replaced) = (System.IO.Path.Combine(Path, ManifestName), System.IO.Path.Combine(Path, ReplacedName));
        if (File.Exists(manifest))
        {
            File.Move(manifest, replaced, overwrite: true);
        }

        foreach (var name in ResultsOf(replaced).Except(_staged, StringComparer.Ordinal))
        {
            File.Delete(System.IO.Path.Combine(Path, name));
        }

        foreach (var name in _staged.OrderBy(name => name == ManifestName))
        {
            File.Move(System.IO.Path.Combine(Path, PartialName, name), System.IO.Path.Combine(Path, name), overwrite: true);
        }

        File.Delete(replaced);
        _staged.Clear();
        Directory.Delete(System.IO.Path.Combine(Path, PartialName), recursive: true);
    }

    /// <summary>Names of the results that a manifest lists; none where it is missing or not a manifest.</summary>
    /// <remarks>Names that lead out of the folder are passed over.</remarks>
    static List<string> ResultsOf(string manifestPath)
    {
        if (!File.Exists(manifestPath))
        {
            return [];
        }

        try
        {
            using var manifest = JsonDocument.Parse(File.ReadAllBytes(manifestPath));
            return [.. manifest.RootElement.GetProperty("outputs").EnumerateArray()
                .Select(output => output.GetProperty("file").GetString() ?? "")
                .Where(name => name.Length > 0 && name == System.IO.Path.GetFileName(name))];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
