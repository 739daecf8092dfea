using System.CommandLine;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Jobs;
using GeoCohesion.Data.Sources.Territories;

namespace GeoCohesion.Cli.Commands;

/// <summary><c>geocohesion matrix</c>: travel times between two lists of points.</summary>
public sealed class MatrixCommand : ICliCommand
{
    /// <inheritdoc/>
    public string Name => "matrix";

    /// <inheritdoc/>
    public int Order => 50;

    /// <inheritdoc/>
    public Command Build()
    {
        var osm = new Option<string[]>("--osm") { Description = "OpenStreetMap extract (.osm.pbf); may be given several times", Required = true, HelpName = "FILE" };
        var origins = new Option<string>("--origins") { Description = "Table with id,lon,lat", Required = true, HelpName = "CSV" };
        var destinations = new Option<string>("--destinations") { Description = "Table with id,lon,lat", Required = true, HelpName = "CSV" };
        var mode = new Option<string>("--mode")
        {
            Description = "Travel mode",
            Required = true,
            HelpName = string.Join('|', TerritoryFile.KnownModes),
            CustomParser = result => CommonOptions.Choice(result, [.. TerritoryFile.KnownModes]),
        };
        var walkSpeed = new Option<double>("--walk-speed") { Description = "Walking speed in km/h", DefaultValueFactory = _ => new StreetSpeeds().WalkKph, CustomParser = result => CommonOptions.Decimal(result, 1, 10) };
        var maxMinutes = new Option<int>("--max-minutes") { Description = "Longest travel time", DefaultValueFactory = _ => 120, CustomParser = result => CommonOptions.Number(result, 1, 600) };
        var transit = new TransitCliOptions();
        var percentiles = new Option<int[]>("--percentiles")
        {
            Description = "Percentiles over the departure window, separated by commas; 5,25,50,75,95 unless given (transit)",
            CustomParser = result => CommonOptions.Numbers(result, 1, 99),
            HelpName = "N,N...",
        };
        var sample = new Option<int?>("--sample-seconds")
        {
            Description = "Sample the window every so many seconds, as other engines do; without it every second counts, exactly (transit)",
            CustomParser = result => CommonOptions.Number(result, 1, 3600),
        };
        var journeys = new Option<bool>("--journeys")
        {
            Description = "Add how many journeys are the fastest at some second, and the first and last departure (public transport)",
        };
        var perMinute = new Option<bool>("--per-minute")
        {
            Description = "Write the travel time at each minute of the window, instead of figures over it (public transport)",
        };
        var snap = new Option<int>("--snap-meters") { Description = "How far from a street a point may be", DefaultValueFactory = _ => 500, CustomParser = result => CommonOptions.Number(result, 1, 20_000) };
        var output = new Option<string>("--out") { Description = "Matrix: .csv, .csv.gz, or - for standard output", Required = true, HelpName = "CSV" };
        var threads = CommonOptions.Threads();
        var command = new Command(
            Name,
            "Travel times from every origin to every destination, as origin,destination,seconds; by public transport over a departure window,\n"
            + "as origin,destination,p5,...,mean,best,worst,share_within_30 (and journeys,first_departure,last_departure with --journeys),\n"
            + "or with --per-minute as origin,destination,departure,seconds. Empty where there is no way.\n\n"
            + "Examples:\n"
            + "  geocohesion matrix --osm city.osm.pbf --origins homes.csv --destinations schools.csv --mode walk --out walk.csv\n"
            + "  geocohesion matrix --osm a.osm.pbf --osm b.osm.pbf --origins p.csv --destinations p.csv --mode car --max-minutes 60 --out car.csv.gz\n"
            + "  geocohesion matrix --osm city.osm.pbf --origins p.csv --destinations p.csv --mode walk --walk-speed 3.6 --out -\n"
            + "  geocohesion matrix --osm city.osm.pbf --gtfs bus.zip --gtfs tram.zip --origins p.csv --destinations q.csv --mode transit --date 2026-03-10 --from 07:00 --to 09:00 --out transit.csv")
        {
            osm, origins, destinations, mode, walkSpeed, maxMinutes, snap, percentiles, sample, journeys, perMinute, output, threads,
        };
        transit.AddTo(command);
        command.SetAction(parsed =>
        {
            var notices = new NoticeLog();
            var error = parsed.InvocationConfiguration.Error;
            transit.Check(parsed, TransitVariant.Find(parsed.GetRequiredValue(mode)), percentiles, sample, journeys, perMinute);
            Option[] figures = [percentiles, sample, journeys];
            if (parsed.GetValue(perMinute) && figures.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } figure)
            {
                throw new InputException(
                    "options-exclusive",
                    $"this option is about figures over the window, which {perMinute.Name} does not write; leave one of the two out.",
                    new SourceLocation(figure.Name));
            }

            var options = new MatrixOptions
            {
                OsmPaths = parsed.GetRequiredValue(osm),
                OriginsPath = parsed.GetRequiredValue(origins),
                DestinationsPath = parsed.GetRequiredValue(destinations),
                Mode = parsed.GetRequiredValue(mode),
                OutputPath = parsed.GetRequiredValue(output),
                Speeds = new StreetSpeeds { WalkKph = parsed.GetValue(walkSpeed) },
                MaxSeconds = 60 * parsed.GetValue(maxMinutes),
                SnapRadiusMeters = parsed.GetValue(snap),
                Feeds = transit.Feeds(parsed),
                Transit = transit.Parameters(parsed),
                Percentiles = parsed.GetValue(percentiles) is { Length: > 0 } asked ? asked : MatrixOptions.DefaultPercentiles,
                SampleSeconds = parsed.GetValue(sample),
                HasJourneys = parsed.GetValue(journeys),
                IsPerMinute = parsed.GetValue(perMinute),
                Threads = parsed.GetValue(threads),
            };
            var result = ConsoleProgress.Run(error, progress => MatrixJob.Run(options, notices, progress));
            NoticeReport.Print(notices, error);
            foreach (var point in result.NotSnapped)
            {
                error.WriteLine($"not snapped: {point}");
            }

            error.WriteLine($"{result.Origins} origins x {result.Destinations} destinations; {result.Reached} pairs have a way within {parsed.GetValue(maxMinutes)} min.");
            return CommandLine.Success;
        });
        return command;
    }
}
