using System.CommandLine;
using System.Globalization;
using GeoCohesion.Core.Network;
using GeoCohesion.Data;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Formats;
using GeoCohesion.Data.Jobs;

namespace GeoCohesion.Cli.Commands;

/// <summary><c>geocohesion journey</c>: one journey by public transport, leg by leg.</summary>
public sealed class JourneyCommand : ICliCommand
{
    /// <inheritdoc/>
    public string Name => "journey";

    /// <inheritdoc/>
    public int Order => 55;

    /// <inheritdoc/>
    public Command Build()
    {
        var osm = new Option<string[]>("--osm") { Description = "OpenStreetMap extract (.osm.pbf); may be given several times", Required = true, HelpName = "FILE" };
        var start = Point("--start", "Where the journey starts");
        var destination = Point("--destination", "Where it ends");
        var departure = TransitCliOptions.Clock("--at", "Departure", 8 * 3600);
        var walkSpeed = new Option<double>("--walk-speed") { Description = "Walking speed in km/h", DefaultValueFactory = _ => new StreetSpeeds().WalkKph, CustomParser = result => CommonOptions.Decimal(result, 1, 10) };
        var maxMinutes = new Option<int>("--max-minutes") { Description = "Longest journey", DefaultValueFactory = _ => 120, CustomParser = result => CommonOptions.Number(result, 1, 300) };
        var language = new Option<string>("--lang")
        {
            Description = "fr or en",
            DefaultValueFactory = _ => "fr",
            CustomParser = result => CommonOptions.Choice(result, "fr", "en"),
        };
        var transit = new TransitCliOptions(hasWindow: false);
        var command = new Command(
            Name,
            "The fastest journey by public transport at one departure, leg by leg; walking all the way competes.\n\n"
            + "Examples:\n"
            + "  geocohesion journey --osm city.osm.pbf --gtfs bus.zip --start 2.99,46.61 --destination 3.00,46.60 --date 2026-03-10 --at 07:42\n"
            + "  geocohesion journey --osm city.osm.pbf --gtfs bus.zip --start 2.99,46.61 --destination 3.00,46.60 --at 23:50 --max-rides 1 --lang en")
        {
            osm, start, destination, departure, walkSpeed, maxMinutes, language,
        };
        transit.AddTo(command);
        command.SetAction(parsed =>
        {
            var notices = new NoticeLog();
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            transit.Check(parsed, TransitVariant.All[0]);
            var options = new JourneyOptions
            {
                OsmPaths = parsed.GetRequiredValue(osm),
                Feeds = transit.Feeds(parsed),
                Start = parsed.GetRequiredValue(start),
                Destination = parsed.GetRequiredValue(destination),
                DepartureSeconds = parsed.GetValue(departure).Seconds,
                Transit = transit.Parameters(parsed) with { MaxTripSeconds = 60 * parsed.GetValue(maxMinutes) },
                Speeds = new StreetSpeeds { WalkKph = parsed.GetValue(walkSpeed) },
            };
            var isFrench = parsed.GetValue(language) == "fr";
            var result = ConsoleProgress.Run(error, progress => JourneyJob.Run(options, notices, progress));
            NoticeReport.Print(notices, error);
            if (result.Journey is { } journey)
            {
                foreach (var line in JourneyText.Lines(journey, result.Timetable, result.WalkSpeedKph, options.Transit.BoardingSlackSeconds, isFrench))
                {
                    output.WriteLine(line);
                }
            }
            else
            {
                output.WriteLine(isFrench ? $"Aucun trajet en {parsed.GetValue(maxMinutes)} min ou moins." : $"No journey within {parsed.GetValue(maxMinutes)} min.");
            }

            return CommandLine.Success;
        });
        return command;
    }

    static Option<(double Longitude, double Latitude)> Point(string name, string description) => new(name)
    {
        Description = description,
        Required = true,
        HelpName = "LON,LAT",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            var parts = text.Split(',');
            if (parts.Length == 2
                && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude) && Math.Abs(longitude) <= 180
                && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude) && Math.Abs(latitude) <= 90)
            {
                return (longitude, latitude);
            }

            result.AddError($"{name}: '{text}' is not accepted; longitude and latitude in degrees such as 3.0512,46.6021 are expected.");
            return default;
        },
    };
}
