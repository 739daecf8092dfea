using GeoCohesion.Core;

namespace GeoCohesion.Data.Sources;

/// <summary>A folder on disk; where it holds only one folder, that one.</summary>
sealed class DiskFolder : InputFolder
{
    readonly SortedDictionary<string, string> _pathByName = new(StringComparer.OrdinalIgnoreCase);

    public DiskFolder(string path, NoticeLog notices)
        : base(path)
    {
        try
        {
            var folder = path;
            var folders = Directory.GetDirectories(path);
            if (Directory.GetFiles(path).Length == 0 && folders.Length == 1)
            {
                folder = folders[0];
                TellNested(notices, Path.GetFileName(folder));
            }

            // Two names that differ by case alone: the first in ordinal order counts, on every machine.
            foreach (var file in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
            {
                _pathByName.TryAdd(Path.GetFileName(file), file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("file-unreadable", $"the folder cannot be read ({e.Message})", new SourceLocation(path));
        }

        Names = [.. _pathByName.Keys.Order(StringComparer.Ordinal)];
    }

    public override IReadOnlyList<string> Names { get; }

    public override Stream OpenRead(string name, out long lengthBytes)
    {
        if (!_pathByName.TryGetValue(name, out var path))
        {
            throw Missing(name);
        }

        var stream = InputFile.OpenRead(path);
        lengthBytes = stream.Length;
        return stream;
    }
}
