using System.Globalization;
using GeoCohesion.Core.Accessibility;
using Spectre.Console;

namespace GeoCohesion.Cli;

/// <summary>Prints the verdict of each district as a table that people can read; French, as its readers are.</summary>
static class VerdictTable
{
    const int WidthWhenRedirected = 160;

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
        table.AddColumn("Quartier");
        foreach (var heading in new[] { "Habitants", "≤ limite", "Médiane", "Pire cellule" })
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (var mode in modes)
        {
            table.AddColumn(new TableColumn(FrenchMode(mode)).RightAligned());
        }

        table.AddColumn("Verdict");
        for (var row = 0; row < districts.Rows.Count; row++)
        {
            object? Value(string column) => districts.Rows[row][districts.ColumnIndex(column)];

            var verdict = (string)Value("verdict")!;
            table.AddRow(
            [
                Markup.Escape((string)Value("label")!),
                ((double)Value("residents")!).ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ') + ((bool)Value("residents_are_points")! ? " pts" : ""),
                Percent(Value("share_within")),
                Clock(Value("median_s")),
                Clock(Value("worst_s")),
                .. modes.Select(mode => Percent(Value($"{mode}_share_within"))),
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
