using System.Security.Cryptography;
using System.Text;
using GeoCohesion.Core;

namespace GeoCohesion.Api.Guards;

/// <summary>Keys of those who may use the service. Only their hashes are kept, and nothing ever writes one down.</summary>
public sealed class ApiKeys
{
    const int ShortestKey = 16;

    readonly List<(byte[] Hash, string Name)> _keys = [];

    ApiKeys()
    {
    }

    /// <summary>Reads a file with a key and the name of its owner on each line; lines that begin with <c>#</c> are passed over.</summary>
    /// <exception cref="InputException">It cannot be read (<c>api-keys-unreadable</c>), or a line is no such pair, or repeats one
    /// (<c>api-keys-malformed</c>).</exception>
    public static ApiKeys Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("api-keys-unreadable", $"the file of API keys cannot be read ({e.Message})", new SourceLocation(path));
        }

        var keys = new ApiKeys();
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var parts = line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(parts[0]));
            if (parts.Length < 2 || parts[0].Length < ShortestKey
                || keys._keys.Any(known => known.Name == parts[1] || CryptographicOperations.FixedTimeEquals(known.Hash, hash)))
            {
                // The line itself is a secret.
                throw new InputException(
                    "api-keys-malformed",
                    FormattableString.Invariant($"a key of at least {ShortestKey} characters, a space and a name are expected, each once."),
                    new SourceLocation(path, i + 1));
            }

            keys._keys.Add((hash, parts[1]));
        }

        return keys._keys.Count > 0
            ? keys
            : throw new InputException("api-keys-malformed", "there is no key in the file: nobody could use the service.", new SourceLocation(path));
    }

    /// <summary>Whose key it is; null where it is nobody's. Takes as long for every key.</summary>
    public string? NameOf(string key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        string? found = null;
        foreach (var (known, name) in _keys)
        {
            found = CryptographicOperations.FixedTimeEquals(known, hash) ? name : found;
        }

        return found;
    }
}
