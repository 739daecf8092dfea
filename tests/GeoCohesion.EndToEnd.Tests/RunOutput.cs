using System.Security.Cryptography;
using System.Text.Json;
using GeoCohesion.Data;
using GeoCohesion.Data.Sources.Tables;

namespace GeoCohesion.EndToEnd.Tests;

/// <summary>Reads the results of a run as a user of the files would.</summary>
public sealed class RunOutput(string folder)
{
    public const string GeoPackageName = "geocohesion.gpkg";

    public string Folder { get; } = folder;

    public string PathOf(string fileName) => Path.Combine(Folder, fileName);

    public JsonDocument Manifest() => JsonDocument.Parse(File.ReadAllBytes(PathOf("manifest.json")));

    /// <summary>Names of the layers, from the manifest.</summary>
    public IReadOnlyList<string> Layers()
    {
        using var manifest = Manifest();
        return [.. manifest.RootElement.GetProperty("outputs").EnumerateArray()
            .Select(output => output.GetProperty("layer").GetString()!)
            .Where(layer => layer.Length > 0)
            .Distinct()];
    }

    /// <summary>Codes of the notices and how many there were.</summary>
    public IReadOnlyDictionary<string, long> Notices()
    {
        using var manifest = Manifest();
        return manifest.RootElement.GetProperty("notices").EnumerateArray().ToDictionary(
            notice => notice.GetProperty("code").GetString()!, notice => notice.GetProperty("count").GetInt64());
    }

    /// <summary>Rows of a layer's CSV: column to text.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(string layer) => CsvRows(PathOf(layer + ".csv"));

    /// <summary>The only row of a layer whose column has a value.</summary>
    public IReadOnlyDictionary<string, string> Row(string layer, string column, string value) =>
        Assert.Single(Rows(layer), row => row[column] == value);

    public static IReadOnlyList<IReadOnlyDictionary<string, string>> CsvRows(string path)
    {
        using var table = TableReader.Open(path, new NoticeLog());
        var columns = table.Header.ToDictionary(name => name, name => table.Require(name));
        var rows = new List<IReadOnlyDictionary<string, string>>();
        while (table.Read())
        {
            rows.Add(columns.ToDictionary(column => column.Key, column => table.Text(column.Value)));
        }

        return rows;
    }

    /// <summary>Every file under its final name, with its bytes' hash; what later runs reuse is not a result.</summary>
    public IReadOnlyDictionary<string, string> Hashes() => Directory.GetFiles(Folder)
        .Where(path => !Path.GetFileName(path).StartsWith('.'))
        .ToDictionary(path => Path.GetFileName(path), Sha256);

    public static string Sha256(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Fails unless every file that the manifest lists is there with the bytes it states.</summary>
    public void AssertWhole()
    {
        using var manifest = Manifest();
        var outputs = manifest.RootElement.GetProperty("outputs").EnumerateArray().ToArray();
        Assert.NotEmpty(outputs);
        foreach (var output in outputs)
        {
            var path = PathOf(output.GetProperty("file").GetString()!);
            Assert.True(File.Exists(path), $"{path} is in the manifest but not in the folder");
            Assert.Equal(output.GetProperty("bytes").GetInt64(), new FileInfo(path).Length);
            Assert.Equal(output.GetProperty("sha256").GetString(), Sha256(path));
        }
    }

    public static void AssertSame(RunOutput expected, RunOutput actual)
    {
        var (left, right) = (expected.Hashes(), actual.Hashes());
        Assert.Equal(left.Keys.Order(StringComparer.Ordinal), right.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, hash) in left)
        {
            Assert.True(hash == right[name], $"{name} differs between {expected.Folder} and {actual.Folder}");
        }
    }
}
