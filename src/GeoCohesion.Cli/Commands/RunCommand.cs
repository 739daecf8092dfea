using System.CommandLine;
using GeoCohesion.Data;
using GeoCohesion.Data.Jobs;

namespace GeoCohesion.Cli.Commands;

/// <summary><c>geocohesion run</c>: the main job.</summary>
public sealed class RunCommand : ICliCommand
{
    /// <inheritdoc/>
    public string Name => "run";

    /// <inheritdoc/>
    public int Order => 20;

    /// <inheritdoc/>
    public Command Build()
    {
        var territory = CommonOptions.Territory();
        var output = new Option<string>("--out") { Description = "Folder for the results", DefaultValueFactory = _ => "results", HelpName = "DIR" };
        var threads = CommonOptions.Threads();
        var strict = CommonOptions.Strict();
        var fresh = new Option<bool>("--fresh") { Description = "Computes everything anew, whatever the last run has kept; the results are the same" };
        var command = new Command(
            Name,
            "Computes a territory: travel times, access and the verdict of each district, as GeoPackage, GeoJSON, CSV and a manifest.\n"
            + "Only what can have changed since the last run in the same folder is computed again; at the end it says what, and why.\n\n"
            + "Examples:\n"
            + "  geocohesion run territory.json\n"
            + "  geocohesion run metropole/territory.json --out metropole/2026 --strict")
        {
            territory, output, threads, strict, fresh,
        };
        command.SetAction(parsed =>
        {
            var options = new RunOptions
            {
                TerritoryPath = parsed.GetRequiredValue(territory),
                OutputFolder = parsed.GetValue(output)!,
                Threads = parsed.GetValue(threads),
                Strict = parsed.GetValue(strict),
                IsFresh = parsed.GetValue(fresh),
            };
            Run(options, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            return CommandLine.Success;
        });
        return command;
    }

    /// <summary>Runs the job with progress, notices and the verdict table.</summary>
    internal static void Run(RunOptions options, TextWriter output, TextWriter error)
    {
        var notices = new NoticeLog();
        var summary = ConsoleProgress.Run(error, progress => RunJob.Run(options, notices, progress));
        NoticeReport.Print(notices, error);
        if (summary.LeftOut.Count > 0)
        {
            error.WriteLine($"{summary.LeftOut.Count} points take no part in some mode; they are listed in left_out.csv.");
        }

        ReuseReport.Print(summary.Parts, error);

        VerdictTable.Print(summary.Tables.Single(table => table.Name == "districts"), summary.Modes, output);
        ReasonList.Print(summary.Tables, output);
        output.WriteLine($"Results: {summary.OutputFolder}");
    }
}
