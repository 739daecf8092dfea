using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Data;
using GeoCohesion.Data.Jobs;

namespace GeoCohesion.Cli.Commands;

/// <summary><c>geocohesion isochrones</c>: areas of many points, or of every district.</summary>
public sealed class IsochronesCommand : ICliCommand
{
    /// <inheritdoc/>
    public string Name => "isochrones";

    /// <inheritdoc/>
    public int Order => 58;

    /// <inheritdoc/>
    public Command Build()
    {
        var territory = new Argument<string?>("territory.json")
        {
            Description = "Territory whose streets, timetables, population and places are used; of its districts unless --points is given",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var points = new Option<string?>("--points") { Description = "Table with id,lon,lat: an area each", HelpName = "CSV" };
        var modes = new Option<string[]>("--modes")
        {
            Description = "Travel modes, separated by commas",
            Required = true,
            HelpName = "MODE,MODE...",
            CustomParser = ParseModes,
        };
        var dates = new Option<DateOnly[]>("--dates")
        {
            Description = "Service dates, separated by commas; the one of --date or of the territory unless given (public transport)",
            HelpName = "DATE,DATE...",
            CustomParser = ParseDates,
        };
        var shard = new Option<(int Number, int Of)>("--shard")
        {
            Description = "Compute one share of the work, such as 3/16; geocohesion isochrones-merge joins them",
            HelpName = "I/N",
            DefaultValueFactory = _ => (1, 1),
            CustomParser = ParseShard,
        };
        var output = new Option<string>("--out")
        {
            Description = "Result, a name that ends in .geojsons (GeoJSON text sequence), .gpkg or .fgb; beside it stands its manifest",
            Required = true,
            HelpName = "FILE",
        };
        var threads = CommonOptions.Threads();
        var shared = new IsochroneCliOptions();
        var table = new IsochroneTableOptions();
        var command = new Command(
            Name,
            """
            Areas of many points, or of every district of a territory, in each mode. A run that was stopped goes on where it was when it is started again.

            Examples:
              geocohesion isochrones territory.json --modes walk,transit --minutes 15,30 --attributes population,places --out districts.gpkg
              geocohesion isochrones --osm city.osm.pbf --points schools.csv --modes walk,bicycle --minutes 10,20 --direction to --out schools.fgb
              geocohesion isochrones --osm city.osm.pbf --points homes.csv --modes walk --minutes 30 --shard 3/16 --out homes-3.geojsons
              geocohesion isochrones territory.json --modes walk --minutes 15 --out districts.geojsons --postgres postgresql://me@localhost/gis --table walks
            """)
        {
            territory, points, modes, dates, shard, output, threads,
        };
        shared.AddTo(command);
        table.AddTo(command);
        command.SetAction(parsed =>
        {
            var notices = new NoticeLog();
            var error = parsed.InvocationConfiguration.Error;
            var territoryPath = parsed.GetValue(territory);
            if (territoryPath is null && parsed.GetValue(points) is null)
            {
                throw new InputException(
                    "option-missing", "points are missing: this option, or a territory with its districts, is expected.", new SourceLocation(points.Name));
            }

            var options = new IsochroneBatchOptions
            {
                Sources = shared.Sources(parsed, territoryPath),
                Question = shared.Question(parsed, parsed.GetRequiredValue(modes), territoryPath is not null),
                PointsPath = parsed.GetValue(points),
                Modes = parsed.GetRequiredValue(modes),
                Dates = parsed.GetValue(dates) ?? [],
                Shard = parsed.GetValue(shard),
                OutputPath = parsed.GetRequiredValue(output),
                Table = table.Table(parsed),
                Threads = parsed.GetValue(threads),
            };
            var result = ConsoleProgress.Run(error, progress => IsochroneBatchJob.Run(options, notices, progress));
            NoticeReport.Print(notices, error);
            error.WriteLine($"{result.Items} items, {result.Resumed} of them from the run before; {result.NotSnapped} without a street near enough.");
            IsochroneTableOptions.Print(result.Table, error);
            return CommandLine.Success;
        });
        return command;
    }

    static string[] ParseModes(ArgumentResult result)
    {
        var names = result.Tokens[0].Value.Split(',');
        if (names.FirstOrDefault(name => !IsochroneOptions.Modes.Contains(name)) is { } unknown)
        {
            result.AddError($"--modes: '{unknown}' is not accepted; any of {string.Join(", ", IsochroneOptions.Modes)}, separated by commas, is expected.");
        }
        else if (names.Distinct().Count() < names.Length)
        {
            result.AddError($"--modes: '{result.Tokens[0].Value}' is not accepted; each mode once is expected.");
        }

        return names;
    }

    static DateOnly[] ParseDates(ArgumentResult result)
    {
        var dates = new List<DateOnly>();
        foreach (var text in result.Tokens[0].Value.Split(','))
        {
            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) || dates.Contains(date))
            {
                result.AddError($"--dates: '{text}' is not accepted; dates such as 2026-03-10, each once and separated by commas, are expected.");
                return [];
            }

            dates.Add(date);
        }

        return [.. dates];
    }

    static (int Number, int Of) ParseShard(ArgumentResult result)
    {
        var parts = result.Tokens[0].Value.Split('/');
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var of)
            && number >= 1
            && number <= of
            && of <= 100_000)
        {
            return (number, of);
        }

        result.AddError($"--shard: '{result.Tokens[0].Value}' is not accepted; a number and how many there are, such as 3/16, is expected.");
        return (1, 1);
    }
}
