using System.CommandLine;
using System.Globalization;
using GeoCohesion.Data.Jobs;
using GeoCohesion.Data.Stores.PostGis;

namespace GeoCohesion.Cli.Commands;

/// <summary><c>geocohesion publish</c>: loads a run into PostGIS.</summary>
public sealed class PublishCommand : ICliCommand
{
    // What shells give a program that Ctrl+C ended.
    const int Interrupted = 130;

    const int MostKept = 10_000;

    /// <inheritdoc/>
    public string Name => "publish";

    /// <inheritdoc/>
    public int Order => 65;

    /// <inheritdoc/>
    public Command Build()
    {
        var folder = new Argument<string>("folder") { Description = "Output folder of a run" };
        var postgres = PostgresOption.Make();
        var keep = new Option<int?>("--keep")
        {
            Description = "Keep so many of the newest runs and drop the others, but for those that a service still reads; "
                + "all are kept unless given",
            CustomParser = result => CommonOptions.Number(result, 1, MostKept),
            HelpName = "N",
        };
        var command = new Command(
            Name,
            "Loads a run into PostGIS, in one transaction: services that read there switch to it within a second (see docs/postgis.md).\n"
            + "A run that is there already is not loaded again; runs published before stay beside it.\n\n"
            + "Examples:\n"
            + "  geocohesion publish results --postgres 'Host=localhost;Database=gis;Username=me'\n"
            + "  geocohesion publish results --postgres postgresql://me@db.example.fr/gis --keep 3\n"
            + $"  {PostgresOption.Variable}='Host=localhost;Database=gis;Username=me;Password=...' geocohesion publish results")
        {
            folder, postgres, keep,
        };
        command.Validators.Add(result =>
        {
            if (!PostgresOption.IsGiven(result, postgres) && PostgresOption.FromEnvironment is null)
            {
                result.AddError($"--postgres is missing: give a connection, or set {PostgresOption.Variable}.");
            }
        });
        command.SetAction((parsed, cancellation) => Publish(
            parsed.GetRequiredValue(folder),
            PostgresOption.Connection(parsed, postgres)!,
            parsed.GetValue(keep),
            parsed.InvocationConfiguration,
            cancellation));
        return command;
    }

    static Task<int> Publish(string folder, string connection, int? keep, InvocationConfiguration console, CancellationToken cancellation)
    {
        try
        {
            var (database, summary) = ConsoleProgress.Run(
                console.Error, progress => PublishJob.Run(folder, connection, keep, progress, cancellation).GetAwaiter().GetResult());
            Print(database, summary, console.Output);
            return Task.FromResult(CommandLine.Success);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            console.Error.WriteLine("Interrupted; nothing was published.");
            return Task.FromResult(Interrupted);
        }
    }

    static void Print(string database, PublicationSummary summary, TextWriter output)
    {
        var run = $"run {summary.Run.Version} of {summary.Run.TerritoryName}";
        output.WriteLine(summary.IsNew
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Published {run} to {database}: {summary.Collections} layers and tables, {summary.Rows} rows, ")
                + string.Create(CultureInfo.InvariantCulture, $"{summary.FileBytes / 1e6:0.0} MB of files.")
            : $"{char.ToUpperInvariant(run[0])}{run[1..]} is in {database} already; nothing was changed.");
        if (summary.Dropped.Count > 0)
        {
            output.WriteLine($"Dropped: {string.Join(", ", summary.Dropped)}.");
        }

        if (summary.InUse.Count > 0)
        {
            output.WriteLine($"Not dropped, since they are being read: {string.Join(", ", summary.InUse)}.");
        }
    }
}
