using GeoCohesion.Core;

namespace GeoCohesion.Data.Sources;

/// <summary>Opens the user's files: the one place where a missing or unreadable file becomes a sentence.</summary>
public static class InputFile
{
    /// <summary>Opens a file for sequential reading.</summary>
    /// <exception cref="InputException">The file is missing (<c>file-missing</c>), is a folder or cannot be read (<c>file-unreadable</c>).</exception>
    public static FileStream OpenRead(string path)
    {
        RequireExists(path);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("file-unreadable", $"the file cannot be read ({e.Message})", new SourceLocation(path));
        }
    }

    /// <summary>Refuses a path at which there is no file.</summary>
    /// <exception cref="InputException"><c>file-missing</c> or <c>file-unreadable</c>.</exception>
    public static void RequireExists(string path)
    {
        if (Directory.Exists(path))
        {
            throw new InputException("file-unreadable", "this is a folder; a file is expected.", new SourceLocation(path));
        }

        if (!File.Exists(path))
        {
            throw new InputException("file-missing", "there is no such file.", new SourceLocation(path));
        }
    }
}
