namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary>What the program says about itself, and to those who mistype.</summary>
public sealed class UsageTests
{
    [Fact]
    public async Task The_help_of_the_program_lists_every_command_with_examples()
    {
        var result = await Geocohesion.RunWell("--help");
        Assert.All(["Examples:", "demo", "run", "check", "build", "matrix", "isochrone", "render", "serve", "publish"], word => Assert.Contains(
            word, result.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("demo", "--port")]
    [InlineData("run", "--out")]
    [InlineData("check", "--strict")]
    [InlineData("build", "--out")]
    [InlineData("matrix", "--max-minutes")]
    [InlineData("journey", "--at")]
    [InlineData("isochrone", "--minutes")]
    [InlineData("isochrone", "--buffer")]
    [InlineData("isochrones", "--table")]
    [InlineData("isochrones-merge", "--postgres")]
    [InlineData("serve", "--port")]
    [InlineData("render", "--color-by")]
    [InlineData("serve", "--postgres")]
    [InlineData("publish", "--keep")]
    public async Task The_help_of_each_command_has_its_options_and_examples(string command, string option)
    {
        var result = await Geocohesion.RunWell(command, "--help");
        Assert.Contains("Examples:", result.Output, StringComparison.Ordinal);
        Assert.Contains($"geocohesion {command}", result.Output, StringComparison.Ordinal);
        Assert.Contains(option, result.Output, StringComparison.Ordinal);
        Assert.Equal("", result.Error);
    }

    [Theory]
    [InlineData("'--fast'", "run", "territory.json", "--fast")]
    [InlineData("'fly' is not known here; use one of demo, run, check, build, matrix, journey, isochrone, isochrones, isochrones-merge, serve, render, publish, indicators.", "fly")]
    [InlineData("Required command was not provided", new string[0])]
    [InlineData("'--fast' is not known here; the options of 'run' are", "run", "--fast", "territory.json")]
    [InlineData("territory.json is missing: 'geocohesion run territory.json' is expected.", "run")]
    [InlineData("inputs is missing", "render")]
    [InlineData("--out", "render", "results")]
    [InlineData("--width: '20' is not accepted; a whole number from 240 to 8000 is expected.", "render", "results", "--out", "a.svg", "--width", "20")]
    [InlineData("--lang: 'de' is not accepted; one of fr, en is expected.", "render", "results", "--out", "a.svg", "--lang", "de")]
    [InlineData("--where: 'mode' is not accepted; a column and a value, such as mode=walk, are expected.", "render", "results", "--out", "a.svg", "--where", "mode")]
    [InlineData("--layer: 'stops,stops' is not accepted; names of layers, each once", "render", "results", "--out", "a.svg", "--layer", "stops,stops")]
    [InlineData("folder is missing", "serve")]
    [InlineData("folder is missing", "publish")]
    [InlineData("--postgres is missing", "publish", "results")]
    [InlineData("--table: 'a.b.c' is not accepted; NAME or SCHEMA.NAME", "isochrones-merge", "a.geojsons", "--table", "a.b.c")]
    [InlineData("--table: 'run_1_districts' is not accepted", "isochrones-merge", "a.geojsons", "--table", "run_1_districts")]
    [InlineData("--postgres: a folder and a database cannot be served at once", "serve", "results", "--postgres", "Host=localhost")]
    [InlineData("--keep: '0' is not accepted; a whole number from 1 to 10000 is expected.", "publish", "results", "--postgres", "Host=localhost", "--keep", "0")]
    [InlineData(
        "--threads: 'two' is not accepted; a whole number from 1 to 1024 is expected.", "run", "territory.json", "--threads", "two")]
    [InlineData("--threads: '0' is not accepted; a whole number from 1 to 1024 is expected.", "check", "territory.json", "--threads", "0")]
    [InlineData("--port: '70000' is not accepted; a whole number from 0 to 65535 is expected.", "serve", "results", "--port", "70000")]
    [InlineData("--bind: 'nowhere' is not accepted; an address such as 127.0.0.1", "serve", "results", "--bind", "nowhere")]
    [InlineData("--cors: 'carte.example.fr/' is not accepted; an origin such as", "serve", "results", "--cors", "carte.example.fr/")]
    [InlineData(
        "--walk-speed: '4,5' is not accepted; a number from 1 to 10 with a decimal point is expected.",
        "matrix",
        "--osm",
        "a",
        "--origins",
        "b",
        "--destinations",
        "c",
        "--mode",
        "walk",
        "--out",
        "-",
        "--walk-speed",
        "4,5")]
    [InlineData(
        "--max-minutes: '-5' is not accepted",
        "matrix",
        "--osm",
        "a",
        "--origins",
        "b",
        "--destinations",
        "c",
        "--mode",
        "walk",
        "--out",
        "-",
        "--max-minutes",
        "-5")]
    [InlineData(
        "--mode: 'swim' is not accepted; one of walk, bicycle, car, transit, bicycle_transit, wheelchair, wheelchair_transit, wheelchair_transit_unknown is expected.",
        "matrix",
        "--osm",
        "a",
        "--origins",
        "b",
        "--destinations",
        "c",
        "--mode",
        "swim",
        "--out",
        "-")]
    [InlineData("--origins", "matrix", "--osm", "a", "--destinations", "c", "--mode", "walk", "--out", "-")]
    public async Task A_mistyped_command_line_is_answered_with_one_sentence_and_exit_code_2(string piece, params string[] arguments)
    {
        var result = await Geocohesion.RunRefused(arguments, piece);
        Assert.Contains("--help'.", result.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Equal("", result.Output);
    }

    [Fact]
    public async Task An_empty_value_as_an_unset_variable_gives_is_refused()
    {
        await Geocohesion.RunRefused(["run", ""], "An empty value was given");
        await Geocohesion.RunRefused(["run", "territory.json", "--out", ""], "An empty value was given");
    }
}
