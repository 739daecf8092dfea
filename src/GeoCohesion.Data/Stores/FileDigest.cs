using System.Security.Cryptography;

namespace GeoCohesion.Data.Stores;

/// <summary>What a manifest says of a file, so that anybody can tell whether it is still the same.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
sealed record FileDigest(long Length, string Sha256)
{
    /// <summary>Reads the whole file.</summary>
    public static FileDigest Of(string path)
    {
        using var stream = File.OpenRead(path);
        return Of(stream);
    }

    /// <summary>Reads a whole file that is open at its begin.</summary>
    public static FileDigest Of(FileStream stream) => new(stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
}
