using System.Security.Cryptography;
using System.Text;
using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Stores;
using GeoCohesion.Data.Stores.GeoPackages;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Stores.GeoPackages;

/// <summary>Files beside the tables: those that the manifest names, in the folder where they belong, as long as they are the run's.</summary>
public sealed class ServedFileTests : IDisposable
{
    readonly ScratchFolder _folder = new();

    [Fact]
    public async Task A_file_that_the_manifest_names_is_read_and_no_other()
    {
        byte[] content = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];
        Publish(("streets.bin", content));
        File.WriteAllText(Path.Combine(_folder.FullPath, "build", "unlisted.bin"), "unlisted");
        using var run = new PublishedRun(_folder.FullPath);
        using var lease = run.Acquire();
        Assert.Equal(content, await Bytes(lease.Store, "streets.bin"));
        foreach (var name in new[] { "unlisted.bin", "Streets.bin", "", ".", "..", "../manifest.json", "build/streets.bin", "./streets.bin", Path.Combine(_folder.FullPath, "build", "streets.bin"), "streets.bin\0" })
        {
            Assert.Null(await lease.Store.OpenFile(name, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task A_stream_can_be_read_at_any_position_and_two_at_once_do_not_disturb_each_other()
    {
        Publish(("letters", "abcdefghij"u8.ToArray()));
        using var run = new PublishedRun(_folder.FullPath);
        using var lease = run.Acquire();
        await using var first = (await lease.Store.OpenFile("letters", TestContext.Current.CancellationToken))!;
        await using var second = (await lease.Store.OpenFile("letters", TestContext.Current.CancellationToken))!;
        Assert.Equal(10, first.Length);
        Assert.Equal('a', first.ReadByte());
        Assert.Equal('a', second.ReadByte());
        Assert.Equal(7, first.Seek(-3, SeekOrigin.End));
        Assert.Equal('h', first.ReadByte());
        Assert.Equal('b', second.ReadByte());
        first.Position = 10;
        Assert.Equal(-1, first.ReadByte());
    }

    [Fact]
    public async Task A_file_whose_name_another_run_has_taken_stays_readable_to_those_who_hold_the_old_run_and_is_none_of_it_later()
    {
        Publish(("streets.bin", "old"u8.ToArray()));
        using var holder = new PublishedRun(_folder.FullPath);
        using var lease = holder.Acquire();

        // A run that has built, and has not yet published.
        AtomicFile.Write(Path.Combine(_folder.FullPath, "build", "streets.bin"), stream => stream.Write("new"u8));
        Assert.Equal("old"u8.ToArray(), await Bytes(lease.Store, "streets.bin"));
        using var latecomer = new PublishedRun(_folder.FullPath);
        using var late = latecomer.Acquire();
        Assert.Null(await late.Store.OpenFile("streets.bin", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_listed_file_that_is_missing_is_null()
    {
        Publish(("streets.bin", "x"u8.ToArray()));
        File.Delete(Path.Combine(_folder.FullPath, "build", "streets.bin"));
        using var run = new PublishedRun(_folder.FullPath);
        using var lease = run.Acquire();
        Assert.Null(await lease.Store.OpenFile("streets.bin", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("../streets.bin")]
    [InlineData("/etc/passwd")]
    [InlineData("a/b")]
    [InlineData("a\\\\b")]
    [InlineData("C:b")]
    [InlineData("..")]
    [InlineData("")]
    public void A_manifest_that_names_a_path_is_refused(string name)
    {
        Publish();
        var manifest = Path.Combine(_folder.FullPath, RunFolder.ManifestName);
        File.WriteAllText(manifest, $$"""{"outputs": [], "servedFiles": [{"name": "{{name}}", "sha256": "00"}]}""");
        Assert.Equal("served-file-name", Assert.Throws<InputException>(() => new PublishedRun(_folder.FullPath)).Code);
    }

    [Fact]
    public async Task The_collection_of_runs_has_the_one_run_of_the_folder()
    {
        Publish();
        using var run = new PublishedRun(_folder.FullPath);
        using var lease = run.Acquire();
        var runs = lease.Store.Collections.Single(collection => collection.Id == "runs");
        var row = Assert.Single(await lease.Store.Read(runs, null, 0, 10, TestContext.Current.CancellationToken));
        var published = File.GetLastWriteTimeUtc(Path.Combine(_folder.FullPath, RunFolder.ManifestName));
        Assert.Equal(
            [lease.Store.Run.Version, published.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture), "T", "1", "2026-03-10", true],
            row.Values);
        Assert.Equal(row.Values, (await lease.Store.Find(runs, lease.Store.Run.Version, TestContext.Current.CancellationToken))!.Values);
    }

    public void Dispose() => _folder.Dispose();

    static async Task<byte[]> Bytes(IFeatureStore store, string name)
    {
        await using var stream = (await store.OpenFile(name, TestContext.Current.CancellationToken))!;
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, TestContext.Current.CancellationToken);
        return copy.ToArray();
    }

    void Publish(params (string Name, byte[] Content)[] files)
    {
        using var folder = RunFolder.Open(_folder.FullPath);
        var table = new ResultTable("rows", "Lignes", [ResultColumn.Text("id", "Id")], null);
        table.Add(null, "a");
        const string Provenance = """
            {"program": {"version": "1"}, "territory": {"name": "T"}, "parameters": {"transit": {"date": "2026-03-10"}}, "attribution": ["A"]
            """;
        GeoPackageFile.Write(folder.Stage(PublishedRun.GeoPackageName), [table], Provenance + "}", new DateOnly(2026, 1, 1));
        var served = new StringBuilder();
        foreach (var (name, content) in files)
        {
            File.WriteAllBytes(Path.Combine(folder.BuildPath, name), content);
            served.Append(served.Length > 0 ? ", " : "").Append($$"""{"name": "{{name}}", "sha256": "{{Convert.ToHexStringLower(SHA256.HashData(content))}}"}""");
        }

        File.WriteAllText(folder.Stage(RunFolder.ManifestName), $"{Provenance}, \"outputs\": [], \"servedFiles\": [{served}]}}");
        folder.Publish();
    }
}
