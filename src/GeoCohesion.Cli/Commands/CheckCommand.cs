using System.CommandLine;
using GeoCohesion.Data;
using GeoCohesion.Data.Jobs;

namespace GeoCohesion.Cli.Commands;

/// <summary><c>geocohesion check</c>: reads every input and computes nothing.</summary>
public sealed class CheckCommand : ICliCommand
{
    /// <inheritdoc/>
    public string Name => "check";

    /// <inheritdoc/>
    public int Order => 30;

    /// <inheritdoc/>
    public Command Build()
    {
        var territory = CommonOptions.Territory();
        var threads = CommonOptions.Threads();
        var strict = CommonOptions.Strict();
        var command = new Command(
            Name,
            "Reads every input of a territory, prints counts and notices, computes nothing.\n\n"
            + "Examples:\n"
            + "  geocohesion check territory.json\n"
            + "  geocohesion check territory.json --strict    exit code 2 when something that counts is lost")
        {
            territory, threads, strict,
        };
        command.SetAction(parsed =>
        {
            var notices = new NoticeLog();
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var counts = ConsoleProgress.Run(error, progress => CheckJob.Run(parsed.GetRequiredValue(territory), notices, parsed.GetValue(threads), progress));
            foreach (var (what, count) in counts)
            {
                output.WriteLine($"{what,-40} {count,12}");
            }

            NoticeReport.Print(notices, error);
            if (parsed.GetValue(strict))
            {
                notices.RefuseErrors();
            }

            return CommandLine.Success;
        });
        return command;
    }
}
