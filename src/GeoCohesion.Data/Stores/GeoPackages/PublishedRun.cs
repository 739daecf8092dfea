using System.Text.Json;
using GeoCohesion.Core;

namespace GeoCohesion.Data.Stores.GeoPackages;

/// <summary>
/// The run of a folder: a new one takes the place of the old as soon as it is published, and readers of the old one end in peace.
/// </summary>
public sealed class PublishedRun : IPublishedStore
{
    /// <summary>Name of the GeoPackage in a run's folder.</summary>
    public const string GeoPackageName = "geocohesion.gpkg";

    readonly string _folder;
    readonly Lock _gate = new();
    Generation _current;
    ManifestStamp? _refused;

    /// <summary>Opens the run of a folder.</summary>
    /// <param name="folder">Folder of a finished run.</param>
    /// <exception cref="InputException">There is no GeoPackage of a run (<c>store-unreadable</c>), or a run is being published
    /// (<c>run-missing</c>).</exception>
    public PublishedRun(string folder)
    {
        _folder = folder;
        var stamp = Stamp() ?? throw Missing();
        _current = Open(stamp) ?? throw Missing();
    }

    /// <inheritdoc/>
    public StoreLease Acquire()
    {
        lock (_gate)
        {
            if (Stamp() is { } stamp && stamp != _current.Stamp && stamp != _refused)
            {
                SwitchTo(stamp);
            }

            var generation = _current;
            generation.Readers++;
            return new StoreLease(generation.Store, () =>
            {
                lock (_gate)
                {
                    Release(generation);
                }
            });
        }
    }

    /// <inheritdoc/>
    /// <remarks>Readers that have not ended keep their run.</remarks>
    public void Dispose()
    {
        lock (_gate)
        {
            Release(_current);
        }
    }

    // The folder itself counts as one reader of the current generation.
    static void Release(Generation generation)
    {
        if (--generation.Readers == 0)
        {
            generation.Store.Dispose();
        }
    }

    void SwitchTo(ManifestStamp stamp)
    {
        try
        {
            if (Open(stamp) is { } next)
            {
                Release(_current);
                _current = next;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InputException)
        {
            // Either the files are being exchanged, or what was published cannot be read: the old run is better than none.
            _refused = Stamp() == stamp ? stamp : null;
        }
    }

    /// <summary>Opens what is published now; null when that changes meanwhile.</summary>
    /// <remarks>
    /// While files are exchanged there is no manifest: the same manifest before and after means that all opened files are its own.
    /// </remarks>
    Generation? Open(ManifestStamp stamp)
    {
        var manifest = File.ReadAllBytes(ManifestPath);
        var store = GeoPackageStore.Open(
            Path.Combine(_folder, GeoPackageName), RunDescription.VersionOf(manifest), stamp.WrittenUtc, ServedFiles(manifest));
        if (Stamp() == stamp)
        {
            return new Generation(stamp, store);
        }

        store.Dispose();
        return null;
    }

    IReadOnlyList<ServedFile> ServedFiles(byte[] manifest)
    {
        try
        {
            using var document = JsonDocument.Parse(manifest);
            return ServedFile.Of(document.RootElement, new SourceLocation(ManifestPath));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InputException(
                "run-unreadable", "this is not the manifest of a run; compute the folder again.", new SourceLocation(ManifestPath));
        }
    }

    string ManifestPath => Path.Combine(_folder, RunFolder.ManifestName);

    ManifestStamp? Stamp()
    {
        var file = new FileInfo(ManifestPath);
        return file.Exists ? new ManifestStamp(file.LastWriteTimeUtc, file.Length) : null;
    }

    InputException Missing() =>
        new("run-missing", "a run is being published in this folder; start again in a moment.", new SourceLocation(_folder));

    sealed record ManifestStamp(DateTime WrittenUtc, long Length);

    sealed class Generation(ManifestStamp stamp, GeoPackageStore store)
    {
        public ManifestStamp Stamp { get; } = stamp;

        public GeoPackageStore Store { get; } = store;

        public int Readers { get; set; } = 1;
    }
}
