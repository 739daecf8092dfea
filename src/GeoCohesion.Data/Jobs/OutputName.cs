using GeoCohesion.Core;

namespace GeoCohesion.Data.Jobs;

/// <summary>Refuses the name of a file that could not be written, before anything is computed.</summary>
static class OutputName
{
    /// <summary>Accepts a name with one of some endings, in a folder that exists.</summary>
    /// <param name="path">What the option <c>--out</c> says.</param>
    /// <param name="expected">The endings as the sentence for the user has them.</param>
    /// <param name="endings">Endings that are accepted, whatever their case.</param>
    /// <exception cref="InputException">Another ending (<c>output-format-unknown</c>) or no folder (<c>output-unwritable</c>).</exception>
    public static void Require(string path, string expected, params string[] endings)
    {
        if (!endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        {
            throw new InputException("output-format-unknown", $"found '{path}'; a name that ends in {expected} is expected.", new SourceLocation("--out"));
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
        {
            throw new InputException("output-unwritable", $"the folder of '{path}' does not exist.", new SourceLocation("--out"));
        }
    }
}
