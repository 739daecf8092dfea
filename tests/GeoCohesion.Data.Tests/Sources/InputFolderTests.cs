using System.IO.Compression;
using System.Text;
using GeoCohesion.Core;
using GeoCohesion.Data.Sources;

namespace GeoCohesion.Data.Tests.Sources;

public sealed class InputFolderTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("geocohesion-input-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_zip_file_a_folder_and_texts_give_the_same_files()
    {
        var path = Zip(("b.txt", "two"), ("a.txt", "one"));
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "plain")).FullName;
        File.WriteAllText(Path.Combine(folder, "b.txt"), "two");
        File.WriteAllText(Path.Combine(folder, "a.txt"), "one");

        foreach (var input in (InputFolder[])
            [
                InputFolder.Open(path, new NoticeLog()),
                InputFolder.Open(folder, new NoticeLog()),
                InputFolder.FromText("text", new Dictionary<string, string> { ["b.txt"] = "two", ["a.txt"] = "one" }),
            ])
        {
            using (input)
            {
                Assert.Equal(["a.txt", "b.txt"], input.Names);
                Assert.True(input.Contains("A.TXT"));
                Assert.Equal("two", Text(input, "b.txt"));
                Assert.Equal("file-missing", Assert.Throws<InputException>(() => input.OpenRead("c.txt", out _)).Code);
            }
        }
    }

    [Fact]
    public void Files_in_one_folder_inside_are_read_from_there_and_told()
    {
        var notices = new NoticeLog();
        using var input = InputFolder.Open(Zip(("feed/a.txt", "one"), ("feed/b.txt", "two"), ("__MACOSX/feed/._a.txt", "x")), notices);

        Assert.Equal(["a.txt", "b.txt"], input.Names);
        Assert.Equal("one", Text(input, "a.txt"));
        Assert.Equal(1, notices.CountOf("input-nested-folder"));
    }

    [Fact]
    public void Files_in_a_folder_beside_others_are_not_read_and_told()
    {
        var notices = new NoticeLog();
        using var input = InputFolder.Open(Zip(("a.txt", "one"), ("old/a.txt", "two")), notices);

        Assert.Equal("one", Text(input, "a.txt"));
        Assert.Equal(1, notices.CountOf("zip-entry-ignored"));
    }

    [Theory]
    [InlineData("../a.txt")]
    [InlineData("x/../../a.txt")]
    [InlineData("/etc/a.txt")]
    [InlineData("C:/a.txt")]
    [InlineData("x\\a.txt")]
    public void Names_that_lead_elsewhere_are_refused(string name)
    {
        var error = Assert.Throws<InputException>(() => InputFolder.Open(Zip((name, "one")), new NoticeLog()));

        Assert.Equal("zip-path", error.Code);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_files_of_one_name_are_refused() =>
        Assert.Equal(
            "zip-name-twice",
            Assert.Throws<InputException>(() => InputFolder.Open(Zip(("a.txt", "1"), ("A.txt", "2")), new NoticeLog())).Code);

    [Fact]
    public void A_bomb_is_refused_for_its_ratio()
    {
        var path = Zip(("a.txt", new string('0', 20 << 20)));

        Assert.True(new FileInfo(path).Length < 1 << 20);
        Assert.Equal("zip-too-large", Assert.Throws<InputException>(() => InputFolder.Open(path, new NoticeLog())).Code);
    }

    [Fact]
    public void Sizes_and_numbers_beyond_the_limits_are_refused()
    {
        var path = Zip(("a.txt", "12345"), ("b.txt", "12345"));
        var limits = new ZipLimits(2, 5, 10, 400, 1 << 20);

        Open(limits).Dispose();
        foreach (var tight in (ZipLimits[])[limits with { Entries = 1 }, limits with { EntryBytes = 4 }, limits with { TotalBytes = 9 }])
        {
            Assert.Equal("zip-too-large", Assert.Throws<InputException>(() => Open(tight)).Code);
        }

        ZipFolder Open(ZipLimits tight) => new(path, File.OpenRead(path), new NoticeLog(), tight);
    }

    [Fact]
    public void A_file_that_is_no_zip_file_is_refused()
    {
        var path = Path.Combine(_folder, "text.zip");
        File.WriteAllText(path, "stop_id,stop_name\n");

        Assert.Equal("zip-corrupt", Assert.Throws<InputException>(() => InputFolder.Open(path, new NoticeLog())).Code);
    }

    [Fact]
    public void A_zip_file_cut_short_is_refused()
    {
        var path = Zip(("a.txt", "one"));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^30]);

        Assert.Equal("zip-corrupt", Assert.Throws<InputException>(() => InputFolder.Open(path, new NoticeLog())).Code);
    }

    [Fact]
    public void A_changed_byte_is_found_by_the_checksum()
    {
        var text = string.Concat(Enumerable.Range(0, 1000).Select(i => $"{i},"));
        var path = Zip(CompressionLevel.NoCompression, ("a.txt", text));
        var bytes = File.ReadAllBytes(path);
        var at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes("500,"));
        bytes[at] = (byte)'6';
        File.WriteAllBytes(path, bytes);

        using var input = InputFolder.Open(path, new NoticeLog());
        var error = Assert.Throws<InputException>(() => Text(input, "a.txt"));
        Assert.Equal("zip-corrupt", error.Code);
        Assert.Contains("checksum", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_checksum_of_an_untouched_file_is_right_at_every_length()
    {
        for (var length = 0; length < 40; length++)
        {
            var text = new string('x', length);
            using var input = InputFolder.Open(Zip(("a.txt", text)), new NoticeLog());
            Assert.Equal(text, Text(input, "a.txt"));
        }
    }

    [Fact]
    public void A_length_that_lies_is_found()
    {
        var path = Zip(CompressionLevel.Optimal, ("a.txt", new string('x', 5000)));
        var bytes = File.ReadAllBytes(path);
        var directory = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(bytes.AsSpan(directory + 24), 100);
        File.WriteAllBytes(path, bytes);

        using var input = InputFolder.Open(path, new NoticeLog());
        Assert.Equal("zip-corrupt", Assert.Throws<InputException>(() => Text(input, "a.txt")).Code);
    }

    [Fact]
    public void An_encrypted_file_is_refused()
    {
        var path = Zip(("a.txt", "one"));
        var bytes = File.ReadAllBytes(path);
        bytes[6] |= 1;
        bytes[bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 8] |= 1;
        File.WriteAllBytes(path, bytes);

        using var input = InputFolder.Open(path, new NoticeLog());
        Assert.Equal("zip-encrypted", Assert.Throws<InputException>(() => input.OpenRead("a.txt", out _)).Code);
    }

    [Fact]
    public void Nothing_at_the_path_is_said_so() =>
        Assert.Equal(
            "file-missing",
            Assert.Throws<InputException>(() => InputFolder.Open(Path.Combine(_folder, "none.zip"), new NoticeLog())).Code);

    static string Text(InputFolder input, string name)
    {
        using var reader = new StreamReader(input.OpenRead(name, out _));
        return reader.ReadToEnd();
    }

    string Zip(params (string Name, string Text)[] entries) => Zip(CompressionLevel.Optimal, entries);

    string Zip(CompressionLevel level, params (string Name, string Text)[] entries)
    {
        var path = Path.Combine(_folder, Guid.NewGuid().ToString("N") + ".zip");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, text) in entries)
        {
            using var writer = new StreamWriter(zip.CreateEntry(name, level).Open());
            writer.Write(text);
        }

        return path;
    }
}
