using System.CommandLine;
using GeoCohesion.Data.Formats;

namespace GeoCohesion.Cli.Commands;

/// <summary><c>geocohesion indicators</c>: tells what each indicator is.</summary>
public sealed class IndicatorsCommand : ICliCommand
{
    /// <inheritdoc/>
    public string Name => "indicators";

    /// <inheritdoc/>
    public int Order => 70;

    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command(
            Name,
            "Prints what each indicator is: formula, unit, source, and what it must not be confused with (Markdown).\n\n"
            + "Example:\n"
            + "  geocohesion indicators > indicators.md");
        command.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.Write(IndicatorList.Markdown());
            return CommandLine.Success;
        });
        return command;
    }
}
