using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using GeoCohesion.Data;
using GeoCohesion.Data.Formats.Maps;
using GeoCohesion.Data.Jobs;

namespace GeoCohesion.Cli.Commands;

/// <summary><c>geocohesion render</c>: draws layers as a picture.</summary>
public sealed class RenderCommand : ICliCommand
{
    /// <inheritdoc/>
    public string Name => "render";

    /// <inheritdoc/>
    public int Order => 61;

    /// <inheritdoc/>
    public Command Build()
    {
        var inputs = new Argument<string[]>("inputs")
        {
            Description = "Output folder of a run, .gpkg, .geojson or .geojsons; a run beside other files is what they are drawn on",
            Arity = ArgumentArity.OneOrMore,
        };
        var layers = new Option<string[]>("--layer")
        {
            Description = "Layers, separated by commas; unless given, those of the files, or the verdicts of a run that stands alone",
            HelpName = "NAME,NAME...",
            CustomParser = Names,
        };
        var where = new Option<(string Column, string Value)[]>("--where")
        {
            Description = "Only features whose column has this value; given several times, all columns count, and any value of a column",
            HelpName = "COLUMN=VALUE",
            CustomParser = Conditions,
        };
        var colorBy = new Option<string?>("--color-by") { Description = "Column that colours the layer", HelpName = "COLUMN" };
        var title = new Option<string?>("--title") { Description = "Heading; what is shown, unless given", HelpName = "TEXT" };
        var language = new Option<string>("--lang")
        {
            Description = "Language of the picture",
            HelpName = string.Join('|', MapTexts.Languages),
            DefaultValueFactory = _ => MapTexts.Languages[0],
            CustomParser = result => CommonOptions.Choice(result, [.. MapTexts.Languages]),
        };
        var width = new Option<int>("--width")
        {
            Description = "Width in pixels; beyond the default, all of the picture grows with it",
            HelpName = "PX",
            DefaultValueFactory = _ => MapSheetOptions.DefaultWidth,
            CustomParser = result => CommonOptions.Number(result, RenderOptions.LeastWidth, RenderOptions.GreatestWidth),
        };
        var noBackground = new Option<bool>("--no-background") { Description = "Leave water, railways and streets of the run out" };
        var output = new Option<string>("--out")
        {
            Description = "Result, a name that ends in .svg or .png",
            Required = true,
            HelpName = "FILE",
        };
        var command = new Command(
            Name,
            """
            Draws layers of results as a picture with title, legend, scale, north and sources; the same inputs give the same bytes.

            Examples:
              geocohesion render results --out verdicts.svg
              geocohesion render results --layer isochrones,stops --where mode=transit --where limit_s=1800 --out half-hour.png --width 2000
              geocohesion render results --layer origins --color-by transit_s --out bus.svg --lang en
              geocohesion render results walk.geojson --out walk.svg --title "À pied depuis la mairie"
            """)
        {
            inputs, layers, where, colorBy, title, language, width, noBackground, output,
        };
        command.SetAction(parsed =>
        {
            var notices = new NoticeLog();
            var options = new RenderOptions
            {
                Inputs = parsed.GetRequiredValue(inputs),
                Layers = parsed.GetValue(layers) ?? [],
                Where = parsed.GetValue(where) ?? [],
                ColorBy = parsed.GetValue(colorBy),
                Title = parsed.GetValue(title),
                Language = parsed.GetRequiredValue(language),
                Width = parsed.GetValue(width),
                HasBackground = !parsed.GetValue(noBackground),
            };
            var path = parsed.GetRequiredValue(output);
            var picture = RenderJob.Run(options, path, notices);
            var error = parsed.InvocationConfiguration.Error;
            NoticeReport.Print(notices, error);
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: {picture.PixelWidth} x {picture.PixelHeight} pixels."));
            return CommandLine.Success;
        });
        return command;
    }

    static string[] Names(ArgumentResult result)
    {
        var names = result.Tokens.SelectMany(token => token.Value.Split(',')).ToArray();
        if (names.Any(name => name.Length == 0) || names.Distinct(StringComparer.Ordinal).Count() < names.Length)
        {
            result.AddError(
                $"--layer: '{string.Join(',', names)}' is not accepted; names of layers, each once and separated by commas, are expected.");
        }

        return names;
    }

    static (string Column, string Value)[] Conditions(ArgumentResult result)
    {
        var conditions = new List<(string, string)>();
        foreach (var text in result.Tokens.Select(token => token.Value))
        {
            var at = text.IndexOf('=', StringComparison.Ordinal);
            if (at < 1 || at == text.Length - 1)
            {
                result.AddError($"--where: '{text}' is not accepted; a column and a value, such as mode=walk, are expected.");
                return [];
            }

            conditions.Add((text[..at], text[(at + 1)..]));
        }

        return [.. conditions];
    }
}
