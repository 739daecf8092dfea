using System.CommandLine;
using GeoCohesion.Core;
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
        var output = new Option<string?>("--out")
        {
            Description = "Result, a name that ends in .geojsons, .gpkg or .fgb; may be left out where --postgres is given",
            HelpName = "FILE",
        };
        var table = new IsochroneTableOptions();
        var command = new Command(
            Name,
            """
            Joins the shards of geocohesion isochrones --shard into what one run would have written.

            Examples:
              geocohesion isochrones-merge homes-*.geojsons --out homes.fgb
              geocohesion isochrones-merge homes-*.geojsons --postgres postgresql://me@localhost/gis --table homes
            """)
        {
            shards, output,
        };
        table.AddTo(command);
        command.SetAction(parsed =>
        {
            var isochroneTable = table.Table(parsed);
            if (parsed.GetValue(output) is null && isochroneTable is null)
            {
                throw new InputException("option-missing", "a result is missing: this option, or --postgres, is expected.", new SourceLocation(output.Name));
            }

            var (items, written) = IsochroneMergeJob.Run(parsed.GetRequiredValue(shards), parsed.GetValue(output), isochroneTable);
            parsed.InvocationConfiguration.Error.WriteLine($"{items} items.");
            IsochroneTableOptions.Print(written, parsed.InvocationConfiguration.Error);
            return CommandLine.Success;
        });
        return command;
    }
}
