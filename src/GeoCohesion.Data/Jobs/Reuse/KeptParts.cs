using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Data.Sources;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Data.Jobs.Reuse;

/// <summary>Keeps parts of a run in files, so that the next run computes only those whose ingredients have changed.</summary>
/// <remarks>
/// A file for each part, under its name; it starts with the key. Written as soon as the part is computed, so a run that was killed is taken up where it was.
/// Whatever is damaged, or was written by another build of the program, is computed again.
/// </remarks>
sealed class KeptParts
{
    const string Extension = ".part";

    static readonly ColumnFile s_file = new("GEOCOHP\n", 1, "part of a run");

    // A build of the program is its own format: a mended mistake must not live on in what was kept.
    static readonly (string Name, string Hash) s_program = (PartKey.Program, string.Create(
        CultureInfo.InvariantCulture,
        $"{typeof(KeptParts).Module.ModuleVersionId:N}{typeof(InputException).Module.ModuleVersionId:N}"));

    readonly string _folder;
    readonly bool _isFresh;
    readonly List<ReusedPart> _parts = [];
    readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>Opens the folder, or makes it.</summary>
    /// <param name="folder">Of these parts alone.</param>
    /// <param name="isFresh">Whether everything is to be computed again.</param>
    public KeptParts(string folder, bool isFresh)
    {
        Directory.CreateDirectory(folder);
        (_folder, _isFresh) = (folder, isFresh);
    }

    /// <summary>What became of each part asked for, in that order.</summary>
    public IReadOnlyList<ReusedPart> Parts => _parts;

    /// <summary>Hashes of this run's inputs, for keys.</summary>
    public RunKeys Hashes { get; } = new();

    /// <summary>Start of every key: the program.</summary>
    public static PartKey NewKey { get; } = new([s_program]);

    /// <summary>The part, where it is kept and all of its ingredients are the same; else null.</summary>
    /// <param name="step">What it belongs to.</param>
    /// <param name="part">Its name within the step.</param>
    /// <param name="key">Its ingredients today.</param>
    /// <param name="read">Reads its content; null where that does not fit.</param>
    public T? Find<T>(string step, string part, PartKey key, Func<ColumnReader, T?> read)
        where T : class
    {
        var path = PathOf(step, part);
        var (found, reason) = Find(path, key, read);
        _parts.Add(new ReusedPart(step, part, found is not null, reason));
        return found;
    }

    /// <summary>Keeps a part for the next run.</summary>
    /// <exception cref="InputException">The file cannot be written there (<c>file-unwritable</c>).</exception>
    public void Keep(string step, string part, PartKey key, Action<ColumnWriter> write)
    {
        var path = PathOf(step, part);
        var partial = path + AtomicFile.PartialSuffix;
        try
        {
            // Not waited for until it is on the disk: after a loss of power the checksum finds what is missing, and the part is computed again.
            using (var stream = new FileStream(partial, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16))
            {
                s_file.Write(stream, writer =>
                {
                    writer.Text(key.ToString());
                    write(writer);
                });
            }

            File.Move(partial, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("file-unwritable", $"the file cannot be written ({e.Message})", new SourceLocation(path));
        }
    }

    /// <summary>The part, kept or computed now and kept.</summary>
    public T FindOrCompute<T>(string step, string part, PartKey key, Func<ColumnReader, T?> read, Action<ColumnWriter, T> write, Func<T> compute)
        where T : class
    {
        if (Find(step, part, key, read) is { } found)
        {
            return found;
        }

        var computed = compute();
        Keep(step, part, key, writer => write(writer, computed));
        return computed;
    }

    /// <summary>Deletes what this run had no use for.</summary>
    public void DropOthers()
    {
        foreach (var path in Directory.GetFiles(_folder).Where(path => !_used.Contains(path)))
        {
            File.Delete(path);
        }
    }

    (T? Found, string Reason) Find<T>(string path, PartKey key, Func<ColumnReader, T?> read)
        where T : class
    {
        if (_isFresh)
        {
            return (null, ReusedPart.AskedFor);
        }

        if (!s_file.TryReadFirstText(path, out var kept))
        {
            return (null, ReusedPart.NotComputedBefore);
        }

        if (key.ChangesSince(kept) is { Count: > 0 } changes)
        {
            return (null, string.Join(", ", changes));
        }

        try
        {
            using var stream = InputFile.OpenRead(path);
            return s_file.Read(stream, new SourceLocation(path), reader => reader.Text() == kept ? read(reader) : null) is { } found
                ? (found, "")
                : (null, "what was kept does not fit");
        }
        catch (InputException)
        {
            return (null, "what was kept is damaged");
        }
    }

    string PathOf(string step, string part)
    {
        // Classes may bear any name: what no file may be called goes in as its code.
        var name = string.Concat($"{step} {part}".Select(letter =>
            char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' ? letter.ToString()
            : letter is ' ' or ':' ? "-"
            : FormattableString.Invariant($"%{(int)letter:x4}")));
        var path = Path.Combine(_folder, name.Length <= 150 ? name + Extension : ContentHash.Of(name) + Extension);
        _used.Add(path);
        return path;
    }
}
