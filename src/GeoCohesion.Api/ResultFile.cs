using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace GeoCohesion.Api;

/// <summary>One file of a finished run.</summary>
/// <param name="FileName">Name in the run's folder.</param>
/// <param name="Layer">Layer it holds, or empty for a file of all layers.</param>
/// <param name="Title">One French line.</param>
/// <param name="MediaType">For the HTTP header.</param>
/// <param name="Sha256">Of its bytes, in hexadecimal.</param>
/// <param name="RowCount">Rows of the layer; 0 for a file of all layers.</param>
public sealed record ResultFile(string FileName, string Layer, string Title, string MediaType, string Sha256, long RowCount)
{
    /// <summary>The files that a manifest lists, by name.</summary>
    /// <exception cref="KeyNotFoundException">A member is missing.</exception>
    /// <exception cref="InvalidOperationException">A member is of another kind.</exception>
    public static SortedDictionary<string, ResultFile> Of(JsonElement manifest)
    {
        var files = new SortedDictionary<string, ResultFile>(StringComparer.Ordinal);
        foreach (var output in manifest.GetProperty("outputs").EnumerateArray())
        {
            var file = new ResultFile(
                output.GetProperty("file").GetString()!,
                output.GetProperty("layer").GetString()!,
                output.GetProperty("title").GetString()!,
                output.GetProperty("mediaType").GetString()!,
                output.GetProperty("sha256").GetString()!,
                output.GetProperty("rows").GetInt64());
            files.Add(file.FileName, file);
        }

        return files;
    }

    /// <summary>Tag of a version of a file: weak, since the same tag goes with plain and with compressed bytes.</summary>
    public static EntityTagHeaderValue TagOf(string sha256) => new($"\"{sha256[..32]}\"", isWeak: true);
}
