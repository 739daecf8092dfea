using System.Text.Json;
using GeoCohesion.Core;
using GeoCohesion.Data.Stores.GeoPackages;

namespace GeoCohesion.Data.Stores.PostGis;

/// <summary>A finished run in a folder, to be loaded whole: its tables, its manifest, and the files that the manifest lists.</summary>
sealed class FolderRun : IDisposable
{
    readonly string _folder;

    /// <summary>Opens the run.</summary>
    /// <exception cref="InputException">
    /// There is none (<c>run-missing</c>), or it cannot be read (<c>run-unreadable</c>, <c>store-unreadable</c>).
    /// </exception>
    public FolderRun(string folder)
    {
        _folder = folder;
        if (!File.Exists(ManifestPath))
        {
            throw new InputException(
                "run-missing",
                $"there is no {RunFolder.ManifestName}: no finished run is in this folder; "
                + $"compute one with 'geocohesion run territory.json --out {folder}'.",
                new SourceLocation(folder));
        }

        Manifest = File.ReadAllBytes(ManifestPath);
        IReadOnlyList<ServedFile> served;
        try
        {
            using var manifest = JsonDocument.Parse(Manifest);
            served = ServedFile.Of(manifest.RootElement, new SourceLocation(ManifestPath));
            Files =
            [
                .. manifest.RootElement.GetProperty("outputs").EnumerateArray().Select(
                    output => new RunFile(PlainName(output.GetProperty("file").GetString()!), output.GetProperty("sha256").GetString()!)),
                .. served.Select(file => new RunFile($"{ServedFile.FolderName}/{file.Name}", file.Sha256)),
            ];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InputException(
                "run-unreadable", "this is not the manifest of a run; compute the folder again.", new SourceLocation(ManifestPath));
        }

        Store = GeoPackageStore.Open(
            Path.Combine(folder, PublishedRun.GeoPackageName),
            RunDescription.VersionOf(Manifest),
            File.GetLastWriteTimeUtc(ManifestPath),
            served);
    }

    /// <summary>Its tables.</summary>
    public GeoPackageStore Store { get; }

    /// <summary>Bytes of the manifest.</summary>
    public byte[] Manifest { get; }

    /// <summary>Results and served files, by their names within the folder.</summary>
    public IReadOnlyList<RunFile> Files { get; }

    /// <summary>Layers and tables; the runs of a database are its own.</summary>
    public IEnumerable<FeatureCollectionInfo> Collections => Store.Collections.Where(collection => collection.Id != RunsCollection.Id);

    /// <summary>Bytes of all files; those that are missing count for none.</summary>
    public long FileBytes => Files.Select(file => new FileInfo(PathOf(file))).Sum(info => info.Exists ? info.Length : 0);

    /// <summary>Rows of all layers and tables.</summary>
    public async Task<long> RowCount(CancellationToken cancellation)
    {
        var rows = 0L;
        foreach (var collection in Collections)
        {
            rows += await Store.Count(collection, null, cancellation);
        }

        return rows;
    }

    /// <summary>Opens a file.</summary>
    /// <exception cref="InputException">It is not there (<c>run-replaced</c>).</exception>
    public FileStream Open(RunFile file)
    {
        try
        {
            const FileShare Others = FileShare.ReadWrite | FileShare.Delete;
            return new FileStream(PathOf(file), FileMode.Open, FileAccess.Read, Others, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Replaced(file.Name);
        }
    }

    /// <summary>Refuses what was read where another run was published meanwhile.</summary>
    /// <exception cref="InputException">So it was (<c>run-replaced</c>).</exception>
    public void RefuseIfReplaced()
    {
        if (!File.Exists(ManifestPath) || !File.ReadAllBytes(ManifestPath).AsSpan().SequenceEqual(Manifest))
        {
            throw Replaced(RunFolder.ManifestName);
        }
    }

    /// <summary>A file is not the one that the manifest lists.</summary>
    public InputException Replaced(string fileName) => new(
        "run-replaced",
        $"{fileName} is not the file that the manifest lists; another run was written to the folder meanwhile, or the file was changed: "
        + "publish again, or compute the run again.",
        new SourceLocation(_folder));

    /// <inheritdoc/>
    public void Dispose() => Store.Dispose();

    string ManifestPath => Path.Combine(_folder, RunFolder.ManifestName);

    string PathOf(RunFile file) => Path.Combine([_folder, .. file.Name.Split('/')]);

    static string PlainName(string name) => ServedFile.IsPlainName(name) ? name : throw new InvalidOperationException();

    /// <summary>A file and the hash that the manifest states.</summary>
    internal sealed record RunFile(string Name, string Sha256);
}
