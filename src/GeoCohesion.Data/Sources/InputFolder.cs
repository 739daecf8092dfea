using GeoCohesion.Core;

namespace GeoCohesion.Data.Sources;

/// <summary>A folder, a zip file or texts in memory, by file name: the one seam between a source of several files and the disk.</summary>
/// <remarks>
/// Names are compared without regard to case. Nothing is ever unpacked to disk. A zip file whose sizes, ratio, names or checksums
/// are not those of honest data is refused. Not thread-safe.
/// </remarks>
public abstract class InputFolder : IDisposable
{
    /// <summary>Creates a folder that messages call <paramref name="source"/>.</summary>
    /// <param name="source">Path as the user gave it.</param>
    protected InputFolder(string source) => Source = source;

    /// <summary>Path as the user gave it.</summary>
    public string Source { get; }

    /// <summary>Names of the files, without folder, in ordinal order.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>Opens a folder or a zip file.</summary>
    /// <param name="path">Of the folder or of the zip file.</param>
    /// <param name="notices">Told when the files were found one folder deeper (<c>input-nested-folder</c>).</param>
    /// <exception cref="InputException">
    /// Nothing is there (<c>file-missing</c>), it cannot be read (<c>file-unreadable</c>), or the zip file is refused: <c>zip-corrupt</c>,
    /// <c>zip-encrypted</c>, <c>zip-too-large</c>, <c>zip-path</c>, <c>zip-name-twice</c>.
    /// </exception>
    public static InputFolder Open(string path, NoticeLog notices) =>
        Directory.Exists(path) ? new DiskFolder(path, notices) : new ZipFolder(path, InputFile.OpenRead(path), notices, ZipLimits.Default);

    /// <summary>Texts in memory, read as UTF-8 files.</summary>
    /// <param name="source">What messages call the folder.</param>
    /// <param name="textByName">Text of each file by its name.</param>
    public static InputFolder FromText(string source, IEnumerable<KeyValuePair<string, string>> textByName) =>
        new MemoryFolder(source, textByName);

    /// <summary>Whether there is a file of that name.</summary>
    public bool Contains(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Opens a file for one sequential reading.</summary>
    /// <param name="name">One of <see cref="Names"/>, in any case.</param>
    /// <param name="lengthBytes">Length when read to its end, as far as the folder knows beforehand.</param>
    /// <exception cref="InputException">There is no such file (<c>file-missing</c>) or it cannot be read.</exception>
    public abstract Stream OpenRead(string name, out long lengthBytes);

    /// <summary>The place of a file for messages, e.g. <c>city.zip/stops.txt</c>.</summary>
    public SourceLocation At(string name) => new(PathOf(name));

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what is open.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>What messages call a file.</summary>
    protected string PathOf(string name) => $"{Source.TrimEnd('/', '\\')}/{name}";

    /// <summary>The refusal of a file that is not there.</summary>
    protected InputException Missing(string name) => new("file-missing", "there is no such file.", At(name));

    /// <summary>Tells that the files lie in a folder inside, where the input itself holds none.</summary>
    protected void TellNested(NoticeLog notices, string folder) =>
        notices.Add(
            "input-nested-folder",
            NoticeSeverity.Information,
            new SourceLocation(Source),
            $"the files are not at the top but in the folder '{folder}'; they were read from there.");
}
