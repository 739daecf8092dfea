using System.Security.Cryptography;
using System.Text;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Data.Jobs.Reuse;

/// <summary>Hashes of contents, as columns would be written to a file.</summary>
static class ContentHash
{
    /// <summary>SHA-256 in lower-case hexadecimal of what is written.</summary>
    public static string Of(Action<ColumnWriter> write)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        write(new ColumnWriter(Stream.Null, hash));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Of a text.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
