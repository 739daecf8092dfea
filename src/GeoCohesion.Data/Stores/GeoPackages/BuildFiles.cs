using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace GeoCohesion.Data.Stores.GeoPackages;

/// <summary>The served files of one run, opened together: what takes their names later does not change them.</summary>
/// <remarks>Thread-safe. A later run builds before it publishes, so that a file may already be another's: its hash tells.</remarks>
sealed class BuildFiles : IDisposable
{
    readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Opens the files of a run; those that are missing are passed over.</summary>
    /// <param name="runFolder">Folder of the run.</param>
    /// <param name="files">Files of its manifest.</param>
    public BuildFiles(string runFolder, IReadOnlyList<ServedFile> files)
    {
        foreach (var file in files)
        {
            var path = Path.Combine(runFolder, ServedFile.FolderName, file.Name);
            if (File.Exists(path))
            {
                var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                _entries[file.Name] = new Entry(handle, file.Sha256);
            }
        }
    }

    /// <summary>A file of the run, or null where there is none, or no longer.</summary>
    public async Task<Stream?> Open(string name, CancellationToken cancellation) =>
        _entries.TryGetValue(name, out var entry) && await entry.IsOfRun(cancellation) ? entry.Read() : null;

    /// <inheritdoc/>
    /// <remarks>Streams that are still being read end with an error.</remarks>
    public void Dispose()
    {
        foreach (var entry in _entries.Values)
        {
            entry.Dispose();
        }
    }

    sealed class Entry(SafeFileHandle handle, string sha256) : IDisposable
    {
        bool? _isOfRun;

        public HandleStream Read() => new(handle);

        // Two readers may find it out at the same time; they find the same.
        public async Task<bool> IsOfRun(CancellationToken cancellation)
        {
            if (_isOfRun is not { } known)
            {
                await using var stream = Read();
                known = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation)) == sha256;
                _isOfRun = known;
            }

            return known;
        }

        public void Dispose() => handle.Dispose();
    }

    sealed class HandleStream(SafeFileHandle handle) : PositionedStream(RandomAccess.GetLength(handle))
    {
        protected override int ReadAt(long position, Span<byte> buffer) => Some(RandomAccess.Read(handle, buffer, position));

        protected override async ValueTask<int> ReadAtAsync(long position, Memory<byte> buffer, CancellationToken cancellation) =>
            Some(await RandomAccess.ReadAsync(handle, buffer, position, cancellation));

        static int Some(int count) => count > 0 ? count : throw new EndOfStreamException("The file has become shorter while it was read.");
    }
}
