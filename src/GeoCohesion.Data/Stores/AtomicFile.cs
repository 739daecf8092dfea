using GeoCohesion.Core;

namespace GeoCohesion.Data.Stores;

/// <summary>Writes files so that nothing half-written is ever readable under its final name, whenever the program is killed.</summary>
/// <remarks>
/// The bytes go to <c>NAME.partial</c> in the same folder, are flushed to the disk, and take the final name by one rename. What a killed
/// run left as <c>.partial</c> is overwritten by the next.
/// </remarks>
public static class AtomicFile
{
    /// <summary>Ending of a file that is being written.</summary>
    public const string PartialSuffix = ".partial";

    /// <summary>Writes a file, or replaces it.</summary>
    /// <param name="path">Final name; its folder is made where it is missing.</param>
    /// <param name="write">Writes the whole content.</param>
    /// <exception cref="InputException">The file cannot be written there (<c>file-unwritable</c>).</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var partial = path + PartialSuffix;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using (var stream = new FileStream(partial, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("file-unwritable", $"the file cannot be written ({e.Message})", new SourceLocation(path));
        }
    }
}
