using System.Text.Json;
using GeoCohesion.Core;

namespace GeoCohesion.Data.Stores;

/// <summary>
/// A file that a run leaves beside its tables for the service, such as a built network: listed in the manifest under <c>servedFiles</c>.
/// </summary>
/// <param name="Name">A plain file name, in the folder <c>build</c> of the run.</param>
/// <param name="Sha256">Of its bytes, in lower-case hexadecimal.</param>
public sealed record ServedFile(string Name, string Sha256)
{
    /// <summary>Folder of these files within that of a run.</summary>
    public const string FolderName = "build";

    /// <summary>The files that a manifest lists; none where it has no such member.</summary>
    /// <param name="manifest">Root of the manifest.</param>
    /// <param name="at">Where the manifest is, for messages.</param>
    /// <exception cref="InputException">A name is not a plain file name (<c>served-file-name</c>).</exception>
    /// <exception cref="KeyNotFoundException">An entry has no name or no hash.</exception>
    public static IReadOnlyList<ServedFile> Of(JsonElement manifest, SourceLocation at)
    {
        if (!manifest.TryGetProperty("servedFiles", out var entries))
        {
            return [];
        }

        return [.. entries.EnumerateArray().Select(entry => new ServedFile(
            entry.GetProperty("name").GetString() is { } name && IsPlainName(name)
                ? name
                : throw new InputException(
                    "served-file-name",
                    $"'{entry.GetProperty("name")}' is not accepted; the plain name of a file is expected.",
                    at with { Field = "servedFiles" }),
            entry.GetProperty("sha256").GetString()!))];
    }

    /// <summary>Whether a name names a file in a folder, and nothing outside of it, on any system.</summary>
    public static bool IsPlainName(string name) =>
        name.Length is > 0 and <= 255 && name is not ("." or "..") && name.IndexOfAny(['/', '\\', ':', '\0']) < 0;
}
