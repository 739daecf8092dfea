using System.Buffers.Binary;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GeoCohesion.EndToEnd.Tests.SampleCity;
using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary>Pictures by the program: of a run, of files, and those of the documents.</summary>
public sealed partial class RenderTests(SampleCityRun run) : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_is_drawn_by_its_verdicts_on_its_streets()
    {
        var (results, path) = ((await run.Output).Folder, _folder.Combine("verdicts.svg"));
        var result = await Geocohesion.RunWell("render", results, "--out", path);
        Assert.Equal("", result.Output);
        Assert.Contains("verdicts.svg: 1000 x ", result.Error, StringComparison.Ordinal);
        var texts = Texts(path);
        Assert.All(
            ["La demi-heure par quartier", "Aurelmont (ville fictive)", "Les Cheminots", "59\u00a0%", "conforme", "non conforme", "2\u00a0km"],
            text => Assert.Contains(text, texts));
        Assert.Contains(texts, text => text.StartsWith("Données : © les contributeurs d'OpenStreetMap (ODbL 1.0)", StringComparison.Ordinal));
        Assert.Contains("Projection : RGF93 v1 / Lambert-93 (EPSG:2154)", texts);

        var bare = _folder.Combine("bare.svg");
        await Geocohesion.RunWell("render", results, "--out", bare, "--no-background", "--lang", "en", "--title", "A <title> & more");
        Assert.True(new FileInfo(bare).Length < new FileInfo(path).Length / 4);
        Assert.Contains("A <title> & more", Texts(bare));
        Assert.Contains("not conforming", Texts(bare));
    }

    [Fact]
    public async Task Several_layers_are_drawn_over_each_other_and_a_PNG_has_the_size_asked_for_and_the_same_bytes_again()
    {
        var results = (await run.Output).Folder;
        var (first, second) = (_folder.Combine("first.png"), _folder.Combine("second.PNG"));
        string[] what = ["render", results, "--layer", "isochrones,stops", "--where", "mode=transit", "--width", "1500", "--out"];
        await Geocohesion.RunWell([.. what, first]);
        await Geocohesion.RunWell([.. what, second]);
        var bytes = await File.ReadAllBytesAsync(first, TestContext.Current.CancellationToken);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(second, TestContext.Current.CancellationToken));
        Assert.Equal("PNG"u8, bytes.AsSpan(1, 3));
        Assert.Equal(1500, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)));
    }

    [Fact]
    public async Task Every_layer_of_a_run_can_be_drawn()
    {
        var output = await run.Output;
        foreach (var layer in new[] { "origins", "places", "lines", "areas", "district_ptal", "origin_ptal", "streets", "residents", "centralities" })
        {
            var path = _folder.Combine($"{layer}.svg");
            await Geocohesion.RunWell("render", output.Folder, "--layer", layer, "--out", path);
            Assert.Contains(Texts(path), text => text.StartsWith("Données", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_cannot_be_drawn_is_refused_with_one_sentence()
    {
        var (results, path) = ((await run.Output).Folder, _folder.Combine("a.svg"));
        await Geocohesion.RunRefused(["render", results, "--layer", "trams", "--out", path], "--layer: no layer 'trams'", "stops");
        await Geocohesion.RunRefused(["render", results, "--color-by", "speed", "--out", path], "--color-by: no layer that is drawn has a column 'speed'", "verdict");
        await Geocohesion.RunRefused(["render", results, "--out", _folder.Combine("a.pdf")], "--out", ".png or .svg is expected");
        await Geocohesion.RunRefused(["render", _folder.Path, "--out", path], "this folder holds no finished run");
        await Geocohesion.RunRefused(["render", _folder.Combine("none.geojson"), "--out", path], "there is no such file");
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task The_pictures_of_the_documents_are_what_their_commands_draw()
    {
        var results = (await run.Output).Folder;
        var documents = Path.Combine(Repository.Root, "docs");
        var commands = Directory.GetFiles(documents, "*.md").Order(StringComparer.Ordinal)
            .SelectMany(file => Command().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value.Split(' '))).ToList();
        var drawn = new List<string>();
        foreach (var command in commands)
        {
            await Geocohesion.RunWell([.. command.Select(Placed)]);
            drawn.AddRange(command.Where(word => word.EndsWith(".svg", StringComparison.Ordinal)).Select(Path.GetFileName)!);
        }

        var committed = Directory.GetFiles(Path.Combine(documents, "pictures"), "*.svg").Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(committed, drawn.Order(StringComparer.Ordinal));
        var shown = Directory.GetFiles(documents, "*.md").SelectMany(file => Image().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value));
        Assert.Equal(committed, shown.Order(StringComparer.Ordinal));
        foreach (var name in drawn)
        {
            var expected = await File.ReadAllTextAsync(Path.Combine(documents, "pictures", name), TestContext.Current.CancellationToken);
            var actual = await File.ReadAllTextAsync(_folder.Combine(name), TestContext.Current.CancellationToken);
            Assert.True(expected == actual, $"docs/pictures/{name} is not what the program draws. If the change is meant: bash docs/pictures/draw.sh");
            Assert.InRange(expected.Length, 1000, 150_000);
        }

        string Placed(string word) => word == "results" ? results
            : word.StartsWith("data-samples/", StringComparison.Ordinal) ? Path.Combine(Repository.Root, word)
            : word.EndsWith(".geojson", StringComparison.Ordinal) || word.EndsWith(".svg", StringComparison.Ordinal) ? _folder.Combine(Path.GetFileName(word))
            : word;
    }

    static List<string> Texts(string path) =>
        [.. XDocument.Load(path).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];

    [GeneratedRegex(@"^    geocohesion (isochrone .*data-samples/.*|render .*--out docs/pictures/.*)$", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"\]\(pictures/([^)]+)\)")]
    private static partial Regex Image();
}
