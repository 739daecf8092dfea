using System.CommandLine;
using GeoCohesion.Data.Jobs;

namespace GeoCohesion.Cli.Commands;

/// <summary><c>geocohesion isochrones-merge</c>: joins the shards of a batch.</summary>
public sealed class IsochronesMergeCommand : ICliCommand
{
    /// <inheritdoc/>
    public string Name => "isochrones-merge";

    /// <inheritdoc/>
    public int Order => 59;

    /// <inheritdoc/>
    public Command Build()
    {
        var shards = new Argument<string[]>("shards")
        {
            Description = "All shards, in any order: .geojsons files with their manifests beside them",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--out")
        {
            Description = "Result, a name that ends in .geojsons, .gpkg or .fgb",
            Required = true,
            HelpName = "FILE",
        };
        var command = new Command(
            Name,
            """
            Joins the shards of geocohesion isochrones --shard into what one run would have written.

            Example:
              geocohesion isochrones-merge homes-*.geojsons --out homes.fgb
            """)
        {
            shards, output,
        };
        command.SetAction(parsed =>
        {
            var items = IsochroneMergeJob.Run(parsed.GetRequiredValue(shards), parsed.GetRequiredValue(output));
            parsed.InvocationConfiguration.Error.WriteLine($"{items} items.");
            return CommandLine.Success;
        });
        return command;
    }
}
