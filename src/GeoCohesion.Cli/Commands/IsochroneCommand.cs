using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Data;
using GeoCohesion.Data.Jobs;

namespace GeoCohesion.Cli.Commands;

/// <summary><c>geocohesion isochrone</c>: what is reached within limits, as areas or as streets.</summary>
public sealed class IsochroneCommand : ICliCommand
{
    /// <inheritdoc/>
    public string Name => "isochrone";

    /// <inheritdoc/>
    public int Order => 57;

    /// <inheritdoc/>
    public Command Build()
    {
        var at = new Option<(double Longitude, double Latitude)[]>("--at")
        {
            Description = "Where from, or where to; given several times, the nearest of the points counts",
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
        var territory = new Option<string?>("--territory")
        {
            Description = "Use the streets, timetables, population, districts and places of a territory.json instead of --osm and --gtfs",
            HelpName = "FILE",
        };
        var district = new Option<string?>("--district")
        {
            Description = "Instead of points: the inhabited cells of a district of the territory",
            HelpName = "CODE",
        };
        var shared = new IsochroneCliOptions();
        var geometry = new Option<string>("--geometry")
        {
            Description = "area: polygons; network: the streets reached, with their times",
            HelpName = "area|network",
            DefaultValueFactory = _ => "area",
            CustomParser = result => CommonOptions.Choice(result, "area", "network"),
        };
        var buffer = new Option<double?>("--buffer")
        {
            Description = "With --geometry network: the ground within so many metres of the streets reached, as polygons, instead of lines",
            HelpName = "METERS",
            CustomParser = result => CommonOptions.Decimal(result, 1, 1000),
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
              geocohesion isochrone --osm city.osm.pbf --at 2.99,46.61 --mode bicycle --minutes 10,20 --geometry network --buffer 30 --out along.geojson
              geocohesion isochrone --osm city.osm.pbf --gtfs bus.zip --at 2.99,46.61 --mode transit --from 07:00 --to 09:00 --rule p85 --minutes 30,45 --out bus.geojson
              geocohesion isochrone --territory territory.json --district QN09602I --mode transit --departure 08:00 --minutes 30 --attributes population,places --out half-hour.geojson
            """)
        {
            at, district, territory, mode, geometry, buffer, output, threads,
        };
        shared.AddTo(command);
        command.SetAction(parsed =>
        {
            var notices = new NoticeLog();
            var error = parsed.InvocationConfiguration.Error;
            var territoryPath = parsed.GetValue(territory);
            RequirePlace(parsed, at, district, territory);
            var options = new IsochroneOptions
            {
                Sources = shared.Sources(parsed, territoryPath),
                Question = shared.Question(parsed, [parsed.GetRequiredValue(mode)], territoryPath is not null),
                Centres = parsed.GetValue(at) ?? [],
                DistrictCode = parsed.GetValue(district),
                Mode = parsed.GetRequiredValue(mode),
                IsNetwork = parsed.GetValue(geometry) == "network",
                BufferMeters = parsed.GetValue(buffer),
                OutputPath = parsed.GetRequiredValue(output),
                Threads = parsed.GetValue(threads),
            };
            RequireAreas(options, parsed, shared.OfAreas);
            var result = ConsoleProgress.Run(error, progress => IsochroneJob.Run(options, notices, progress));
            NoticeReport.Print(notices, error);
            foreach (var (limit, size) in result.Areas)
            {
                var within = options.Question.IsByDistance ? $"{limit} m" : $"{limit / 60} min";
                var reached = options.IsNetwork && options.BufferMeters is null
                    ? string.Create(CultureInfo.InvariantCulture, $"{size / 1000:0.0} km of streets")
                    : string.Create(CultureInfo.InvariantCulture, $"{size / 1e6:0.000} km2");
                error.WriteLine($"{within}: {reached}");
            }

            return CommandLine.Success;
        });
        return command;
    }

    static void RequirePlace(ParseResult parsed, Option at, Option district, Option territory)
    {
        IsochroneCliOptions.Refuse(parsed, at, [district], "an isochrone is of points or of a district; leave this option or --at out.");
        if (!IsochroneCliOptions.Is(parsed, at) && !IsochroneCliOptions.Is(parsed, district))
        {
            throw new InputException("option-missing", $"a point is missing: this option, or {district.Name}, is expected.", new SourceLocation(at.Name));
        }

        if (IsochroneCliOptions.Is(parsed, district) && !IsochroneCliOptions.Is(parsed, territory))
        {
            throw new InputException("option-missing", "a district is one of a territory; give its territory.json.", new SourceLocation(territory.Name));
        }
    }

    /// <summary>An option about areas that would do nothing is refused.</summary>
    static void RequireAreas(IsochroneOptions options, ParseResult parsed, IReadOnlyList<Option> ofAreas)
    {
        if (options.BufferMeters is not null && !options.IsNetwork)
        {
            throw new InputException(
                "option-missing", "a buffer is drawn around streets; give --geometry network as well.", new SourceLocation("--buffer"));
        }

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
