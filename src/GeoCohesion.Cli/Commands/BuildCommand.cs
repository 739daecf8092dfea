using System.CommandLine;
using System.Globalization;
using GeoCohesion.Data;
using GeoCohesion.Data.Jobs;

namespace GeoCohesion.Cli.Commands;

/// <summary><c>geocohesion build</c>: builds the network of a territory ahead of its run.</summary>
public sealed class BuildCommand : ICliCommand
{
    /// <inheritdoc/>
    public string Name => "build";

    /// <inheritdoc/>
    public int Order => 40;

    /// <inheritdoc/>
    public Command Build()
    {
        var territory = CommonOptions.Territory();
        var output = new Option<string>("--out") { Description = "Folder for the results; the network goes to its subfolder 'build'", DefaultValueFactory = _ => "results", HelpName = "DIR" };
        var threads = CommonOptions.Threads();
        var command = new Command(
            Name,
            "Builds the street network of a territory and keeps it, so that 'run' with the same --out starts from it.\n\n"
            + "Examples:\n"
            + "  geocohesion build territory.json --out results")
        {
            territory, output, threads,
        };
        command.SetAction(parsed =>
        {
            var notices = new NoticeLog();
            var (console, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var options = new RunOptions
            {
                TerritoryPath = parsed.GetRequiredValue(territory),
                OutputFolder = parsed.GetValue(output)!,
                Threads = parsed.GetValue(threads),
            };
            var built = ConsoleProgress.Run(error, progress => RunJob.BuildStreets(options, notices, progress));
            NoticeReport.Print(notices, error);
            foreach (var report in built.Network.Reports)
            {
                console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{report.Mode,-8} {report.VertexCount,9} vertices {report.EdgeCount,9} edges {report.LengthMeters / 1000.0,9:0.0} km; {report.PrunedIslandCount} islands ({report.PrunedMeters / 1000.0:0.0} km) left out"));
            }

            console.WriteLine(built.IsReused ? "Nothing has changed since it was built." : "Built.");
            return CommandLine.Success;
        });
        return command;
    }
}
