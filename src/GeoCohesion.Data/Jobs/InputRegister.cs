using System.Text;
using GeoCohesion.Data.Jobs.Reuse;
using GeoCohesion.Data.Sources;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Data.Jobs;

/// <summary>One input file of a run.</summary>
/// <param name="Role">What it is for: <c>osm</c>, <c>gtfs</c>, <c>districts</c> ...</param>
/// <param name="Name">Path relative to the territory's folder, with forward slashes.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Sha256">Of its bytes, in hexadecimal.</param>
public sealed record InputEntry(string Role, string Name, long Bytes, string Sha256);

/// <summary>The inputs of a run, each by its content: what makes a result reproducible, and what decides whether something is built again.</summary>
/// <param name="folder">Folder that names are relative to.</param>
public sealed class InputRegister(string folder)
{
    static readonly string[] s_shapefileParts = [".dbf", ".prj", ".cpg"];

    readonly List<InputEntry> _entries = [];

    /// <summary>Entries in the order they were added.</summary>
    public IReadOnlyList<InputEntry> Entries => _entries;

    /// <summary>Reads a file through once and registers it.</summary>
    /// <remarks>The files of a folder are registered each, by name, and so are the parts of a shapefile.</remarks>
    /// <exception cref="Core.InputException">The file is missing or cannot be read.</exception>
    public void Add(string role, string path)
    {
        if (Directory.Exists(path))
        {
            foreach (var file in Directory.GetFiles(path).Order(StringComparer.Ordinal))
            {
                Add(role, file);
            }

            return;
        }

        using var stream = InputFile.OpenRead(path);
        var digest = FileDigest.Of(stream);
        _entries.Add(new InputEntry(role, Path.GetRelativePath(folder, path).Replace('\\', '/'), digest.Length, digest.Sha256));
        if (Path.GetExtension(path).Equals(".shp", StringComparison.OrdinalIgnoreCase))
        {
            AddShapefileParts(role, path);
        }
    }

    void AddShapefileParts(string role, string path)
    {
        var stem = Path.GetFileNameWithoutExtension(path);
        var parts = Directory.GetFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, "*", SearchOption.TopDirectoryOnly)
            .Where(file => Path.GetFileNameWithoutExtension(file).Equals(stem, StringComparison.OrdinalIgnoreCase)
                && s_shapefileParts.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            Add(role, part);
        }
    }

    /// <summary>Key of everything that is made from the inputs of a role and the parameters named: same key, same result.</summary>
    /// <param name="roles">Roles that count.</param>
    /// <param name="parameters">Text of the parameters that count.</param>
    public string Key(IReadOnlyCollection<string> roles, string parameters)
    {
        var text = new StringBuilder(parameters);
        foreach (var entry in _entries.Where(entry => roles.Contains(entry.Role)))
        {
            text.Append('\n').Append(entry.Role).Append(' ').Append(entry.Sha256);
        }

        return ContentHash.Of(text.ToString());
    }
}
