using System.IO.Compression;
using GeoCohesion.Core;

namespace GeoCohesion.Data.Sources;

/// <summary>A zip file, read in place.</summary>
sealed class ZipFolder : InputFolder
{
    readonly ZipArchive _archive;
    readonly SortedDictionary<string, ZipArchiveEntry> _entryByName = new(StringComparer.OrdinalIgnoreCase);

    public ZipFolder(string source, Stream stream, NoticeLog notices, ZipLimits limits)
        : base(source)
    {
        try
        {
            _archive = new ZipArchive(stream, ZipArchiveMode.Read);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            stream.Dispose();
            throw new InputException(
                "zip-corrupt",
                "this is not a zip file, or it is cut short; a zip file or a folder is expected.",
                new SourceLocation(source));
        }

        try
        {
            Take(ReadEntries(limits), notices);
        }
        catch
        {
            _archive.Dispose();
            throw;
        }

        Names = [.. _entryByName.Keys.Order(StringComparer.Ordinal)];
    }

    public override IReadOnlyList<string> Names { get; }

    public override Stream OpenRead(string name, out long lengthBytes)
    {
        if (!_entryByName.TryGetValue(name, out var entry))
        {
            throw Missing(name);
        }

        if (entry.IsEncrypted)
        {
            throw new InputException(
                "zip-encrypted",
                "the file is encrypted with a password; a zip file without one is expected.",
                At(name));
        }

        lengthBytes = entry.Length;
        try
        {
            return new ZipEntryStream(entry.Open(), entry.Length, entry.Crc32, At(name));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException)
        {
            throw new InputException("zip-corrupt", $"the file cannot be unpacked ({e.Message})", At(name));
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _archive.Dispose();
        }

        base.Dispose(disposing);
    }

    List<ZipArchiveEntry> ReadEntries(ZipLimits limits)
    {
        var files = new List<ZipArchiveEntry>();
        long totalBytes = 0;
        try
        {
            foreach (var entry in _archive.Entries)
            {
                RequireHonestName(entry.FullName);
                if (entry.FullName.EndsWith('/') || IsLitter(entry.FullName))
                {
                    continue;
                }

                files.Add(entry);
                totalBytes += entry.Length;
                if (entry.Length > limits.EntryBytes)
                {
                    throw TooLarge(entry.FullName, $"unpacks to {entry.Length} bytes; at most {limits.EntryBytes} are read");
                }

                if (entry.Length > limits.RatioFreeBytes && entry.Length > entry.CompressedLength * limits.Ratio)
                {
                    throw TooLarge(
                        entry.FullName,
                        $"unpacks {entry.CompressedLength} bytes to {entry.Length}; data do not pack more than {limits.Ratio} times");
                }
            }
        }
        catch (InvalidDataException e)
        {
            throw new InputException("zip-corrupt", $"the zip file's directory cannot be read ({e.Message})", new SourceLocation(Source));
        }

        if (files.Count > limits.Entries)
        {
            throw new InputException(
                "zip-too-large",
                $"the zip file has {files.Count} entries; at most {limits.Entries} are read.",
                new SourceLocation(Source));
        }

        return totalBytes <= limits.TotalBytes
            ? files
            : throw new InputException(
                "zip-too-large",
                $"the zip file unpacks to {totalBytes} bytes; at most {limits.TotalBytes} are read.",
                new SourceLocation(Source));
    }

    void Take(List<ZipArchiveEntry> files, NoticeLog notices)
    {
        var folder = "";
        if (files.Count > 0 && files.TrueForAll(entry => entry.FullName.Contains('/', StringComparison.Ordinal)))
        {
            var first = FolderOf(files[0]);
            if (files.TrueForAll(entry => FolderOf(entry) == first))
            {
                folder = first;
                TellNested(notices, folder.TrimEnd('/'));
            }
        }

        foreach (var entry in files)
        {
            if (FolderOf(entry) != folder)
            {
                notices.Add(
                    "zip-entry-ignored",
                    NoticeSeverity.Information,
                    At(entry.FullName),
                    "the entry lies in a folder of the zip file beside the others; it was not read.");
            }
            else if (!_entryByName.TryAdd(entry.Name, entry))
            {
                throw new InputException(
                    "zip-name-twice",
                    "the zip file holds two files of this name; one is expected.",
                    At(entry.FullName));
            }
        }
    }

    void RequireHonestName(string name)
    {
        var isTrick = name.Contains('\\', StringComparison.Ordinal)
            || name.StartsWith('/')
            || name.Contains('\0', StringComparison.Ordinal)
            || (name.Length > 1 && name[1] == ':')
            || name.Split('/').Contains("..");
        if (isTrick)
        {
            throw new InputException(
                "zip-path",
                $"the zip file has an entry named '{name}'; names without '..', '\\', a drive or a leading '/' are accepted.",
                new SourceLocation(Source));
        }
    }

    InputException TooLarge(string name, string problem) => new("zip-too-large", $"the entry {problem}.", At(name));

    static string FolderOf(ZipArchiveEntry entry) => entry.FullName[..^entry.Name.Length];

    static bool IsLitter(string name) =>
        name.StartsWith("__MACOSX/", StringComparison.Ordinal)
        || name.EndsWith(".DS_Store", StringComparison.Ordinal)
        || name.EndsWith("Thumbs.db", StringComparison.OrdinalIgnoreCase);
}
