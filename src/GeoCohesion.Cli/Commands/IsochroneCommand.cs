using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Core.Routing;
using GeoCohesion.Data;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Jobs;

namespace GeoCohesion.Cli.Commands;

/// <summary><c>geocohesion isochrone</c>: what is reached within limits, as areas or as streets.</summary>
public sealed class IsochroneCommand : ICliCommand
{
    const int MostMinutes = 600;
    const int MostMeters = 500_000;

    /// <inheritdoc/>
    public string Name => "isochrone";

    /// <inheritdoc/>
    public int Order => 57;

    /// <inheritdoc/>
    public Command Build()
    {
        var osm = new Option<string[]>("--osm")
        {
            Description = "OpenStreetMap extract (.osm.pbf); may be given several times",
            Required = true,
            HelpName = "FILE",
        };
        var at = new Option<(double Longitude, double Latitude)[]>("--at")
        {
            Description = "Where from, or where to; given several times, the nearest of the points counts",
            Required = true,
            HelpName = "LON,LAT",
            CustomParser = Points,
        };
        var mode = new Option<string>("--mode")
        {
            Description = "Travel mode",
            Required = true,
            HelpName = string.Join('|', IsochroneOptions.Modes),
            CustomParser = result => CommonOptions.Choice(result, [.. IsochroneOptions.Modes]),
        };
        var minutes = new Option<int[]>("--minutes")
        {
            Description = "Limits of time, separated by commas",
            HelpName = "N,N...",
            CustomParser = result => CommonOptions.Numbers(result, 1, MostMinutes),
        };
        var meters = new Option<int[]>("--meters")
        {
            Description = "Limits of distance instead, separated by commas",
            HelpName = "N,N...",
            CustomParser = result => CommonOptions.Numbers(result, 1, MostMeters),
        };
        var direction = new Option<string>("--direction")
        {
            Description = "from: where one can get to from the points; to: from where one can get to them",
            HelpName = "from|to",
            DefaultValueFactory = _ => "from",
            CustomParser = result => CommonOptions.Choice(result, "from", "to"),
        };
        var geometry = new Option<string>("--geometry")
        {
            Description = "area: polygons; network: the streets reached, with their times",
            HelpName = "area|network",
            DefaultValueFactory = _ => "area",
            CustomParser = result => CommonOptions.Choice(result, "area", "network"),
        };
        var spacing = new Option<int?>("--spacing-meters")
        {
            Description = "Grid that areas are drawn on; 20 on foot, 40 by bicycle, 100 by car unless given",
            CustomParser = result => CommonOptions.Number(result, 5, 1000),
        };
        var tolerance = new Option<int>("--tolerance-meters")
        {
            Description = "How far from its street a point of an area may be",
            DefaultValueFactory = _ => 100,
            CustomParser = result => CommonOptions.Number(result, 10, 2000),
        };
        var walkSpeed = new Option<double>("--walk-speed")
        {
            Description = "Walking speed in km/h",
            DefaultValueFactory = _ => new StreetSpeeds().WalkKph,
            CustomParser = result => CommonOptions.Decimal(result, 1, 10),
        };
        var snap = new Option<int>("--snap-meters")
        {
            Description = "How far from a street a point may be",
            DefaultValueFactory = _ => 500,
            CustomParser = result => CommonOptions.Number(result, 1, 20_000),
        };
        var output = new Option<string>("--out")
        {
            Description = "Result, a name that ends in .geojson",
            Required = true,
            HelpName = "FILE",
        };
        var threads = CommonOptions.Threads();
        var command = new Command(
            Name,
            """
            What can be reached within limits of time or distance, as GeoJSON: areas that agree with the matrix, or the streets themselves.

            Examples:
              geocohesion isochrone --osm city.osm.pbf --at 2.99,46.61 --mode walk --minutes 10,20,30 --out walk.geojson
              geocohesion isochrone --osm city.osm.pbf --at 2.99,46.61 --mode bicycle --minutes 15 --direction to --out school.geojson
              geocohesion isochrone --osm city.osm.pbf --at 2.99,46.61 --mode walk --meters 500,1000 --geometry network --out near.geojson
            """)
        {
            osm, at, mode, minutes, meters, direction, geometry, spacing, tolerance, walkSpeed, snap, output, threads,
        };
        command.SetAction(parsed =>
        {
            var notices = new NoticeLog();
            var error = parsed.InvocationConfiguration.Error;
            var byTime = parsed.GetValue(minutes) ?? [];
            var byDistance = parsed.GetValue(meters) ?? [];
            if ((byTime.Length == 0) == (byDistance.Length == 0))
            {
                throw byTime.Length == 0
                    ? new InputException(
                        "option-missing",
                        $"limits are missing: this option, or {meters.Name}, is expected.",
                        new SourceLocation(minutes.Name))
                    : new InputException(
                        "options-exclusive",
                        $"limits are of time or of distance; leave this option or {minutes.Name} out.",
                        new SourceLocation(meters.Name));
            }

            var isByDistance = byDistance.Length > 0;
            var options = new IsochroneOptions
            {
                OsmPaths = parsed.GetRequiredValue(osm),
                Centres = parsed.GetRequiredValue(at),
                Mode = parsed.GetRequiredValue(mode),
                Limits = isByDistance ? byDistance : [.. byTime.Select(limit => 60 * limit)],
                IsByDistance = isByDistance,
                Direction = parsed.GetValue(direction) == "to" ? SearchDirection.Backward : SearchDirection.Forward,
                IsNetwork = parsed.GetValue(geometry) == "network",
                OutputPath = parsed.GetRequiredValue(output),
                Speeds = new StreetSpeeds { WalkKph = parsed.GetValue(walkSpeed) },
                SnapRadiusMeters = parsed.GetValue(snap),
                ToleranceMeters = parsed.GetValue(tolerance),
                SpacingMeters = parsed.GetValue(spacing),
                Threads = parsed.GetValue(threads),
            };
            RequireAreas(options, parsed, [spacing, tolerance]);
            var result = ConsoleProgress.Run(error, progress => IsochroneJob.Run(options, notices, progress));
            NoticeReport.Print(notices, error);
            foreach (var (limit, size) in result.Areas)
            {
                var within = isByDistance ? $"{limit} m" : $"{limit / 60} min";
                var reached = options.IsNetwork
                    ? string.Create(CultureInfo.InvariantCulture, $"{size / 1000:0.0} km of streets")
                    : string.Create(CultureInfo.InvariantCulture, $"{size / 1e6:0.000} km2");
                error.WriteLine($"{within}: {reached}");
            }

            return CommandLine.Success;
        });
        return command;
    }

    /// <summary>An option about areas that would do nothing is refused.</summary>
    static void RequireAreas(IsochroneOptions options, ParseResult parsed, Option[] ofAreas)
    {
        if (options.IsNetwork && ofAreas.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } option)
        {
            throw new InputException(
                "options-exclusive",
                "this option is about areas, which --geometry network does not draw; leave one of the two out.",
                new SourceLocation(option.Name));
        }
    }

    static (double Longitude, double Latitude)[] Points(ArgumentResult result)
    {
        var points = new List<(double, double)>();
        foreach (var text in result.Tokens.Select(token => token.Value))
        {
            var parts = text.Split(',');
            if (parts.Length == 2
                && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude)
                && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude)
                && Math.Abs(longitude) <= 180
                && Math.Abs(latitude) <= 90)
            {
                points.Add((longitude, latitude));
            }
            else
            {
                result.AddError($"--at: '{text}' is not accepted; longitude and latitude in degrees such as 3.0512,46.6021 are expected.");
            }
        }

        return [.. points];
    }
}
