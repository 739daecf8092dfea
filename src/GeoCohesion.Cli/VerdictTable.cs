using System.Globalization;
using GeoCohesion.Core.Accessibility;
using Spectre.Console;

namespace GeoCohesion.Cli;

/// <summary>Prints the verdict of each district as a table that people can read; French, as its readers are.</summary>
static class VerdictTable
{
    const int WidthWhenRedirected = 160;

    static readonly string[] s_wideHeadings = ["Habitants"];

    // On a narrower terminal residents and the share by mode are left to the results, so that no word is broken.
    const int WidthWithModes = 110;

    /// <summary>Prints to standard output; colours on a terminal only.</summary>
    /// <param name="districts">The table <c>districts</c> of a run.</param>
    /// <param name="modes">Modes of the run.</param>
    /// <param name="output">Where to.</param>
    public static void Print(ResultTable districts, IReadOnlyList<string> modes, TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = WidthWhenRedirected;
            console.Profile.Capabilities.Ansi = false;
        }

        var table = new Table { Border = TableBorder.Rounded };
        var isWide = console.Profile.Width >= WidthWithModes;
        IReadOnlyList<string> modesShown = isWide ? modes : [];
        table.AddColumn("Quartier");
        foreach (var heading in (string[])[.. isWide ? s_wideHeadings : [], "≤ limite", "Médiane", "Pire cellule", .. modesShown.Select(FrenchMode)])
        {
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap());
        }

        table.AddColumn(new TableColumn("Verdict").NoWrap());
        for (var row = 0; row < districts.Rows.Count; row++)
        {
            object? Value(string column) => districts.Rows[row][districts.ColumnIndex(column)];

            var verdict = (string)Value("verdict")!;
            var residents = ((double)Value("residents")!).ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');
            string Time(string column) => verdict == Verdict.NotComputable.Code() ? "-" : Clock(Value(column));
            table.AddRow(
            [
                Markup.Escape((string)Value("label")!),
                .. isWide ? [residents + ((bool)Value("residents_are_points")! ? " pts" : "")] : Array.Empty<string>(),
                Percent(Value("share_within")),
                Time("median_s"),
                Time("worst_s"),
                .. modesShown.Select(mode => Percent(Value($"{mode}_share_within"))),
                $"[{Color(verdict)}]{Markup.Escape((string)Value("verdict_fr")!)}[/]",
            ]);
        }

        console.Write(table);
        output.Flush();
    }

    static string FrenchMode(string mode) => mode switch
    {
        "walk" => "à pied",
        "bicycle" => "à vélo",
        "car" => "voiture",
        "bicycle_transit" => "vélo + TC",
        "wheelchair" => "fauteuil",
        "wheelchair_transit" => "fauteuil + TC",
        "wheelchair_transit_unknown" => "fauteuil + TC ?",
        _ => "TC",
    };

    static string Color(string verdict) => verdict switch
    {
        "conforming" => "blue",
        "partly" => "yellow",
        "not_conforming" => "red",
        _ => "grey",
    };

    static string Percent(object? share) => share is double value ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor((value * 100) + 1e-6):0} %") : "-";

    static string Clock(object? seconds) => seconds is long value ? string.Create(CultureInfo.InvariantCulture, $"{value / 60}:{value % 60:00}") : "sans accès";
}
