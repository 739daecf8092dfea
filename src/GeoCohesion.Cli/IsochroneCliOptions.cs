using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Jobs;
using GeoCohesion.Data.Sources.Territories;

namespace GeoCohesion.Cli;

/// <summary>Options that one isochrone and a batch of them share.</summary>
sealed class IsochroneCliOptions
{
    const int MostMinutes = 600;
    const int MostMeters = 500_000;
    const string Area = "area";
    const string Population = "population";
    const string Places = "places";

    readonly TransitCliOptions _transit = new();
    readonly Option<string[]> _osm = new("--osm") { Description = "OpenStreetMap extract (.osm.pbf); may be given several times", HelpName = "FILE" };
    readonly Option<int[]> _minutes = new("--minutes")
    {
        Description = "Limits of time, separated by commas",
        HelpName = "N,N...",
        CustomParser = result => CommonOptions.Numbers(result, 1, MostMinutes),
    };

    readonly Option<int[]> _meters = new("--meters")
    {
        Description = "Limits of distance instead, separated by commas",
        HelpName = "N,N...",
        CustomParser = result => CommonOptions.Numbers(result, 1, MostMeters),
    };

    readonly Option<string> _direction = new("--direction")
    {
        Description = "from: where one can get to from the points; to: from where one can get to them",
        HelpName = "from|to",
        DefaultValueFactory = _ => "from",
        CustomParser = result => CommonOptions.Choice(result, "from", "to"),
    };

    readonly Option<ClockTime> _departure = TransitCliOptions.Clock("--departure", "One departure instead of a window (public transport)", 8 * 3600);
    readonly Option<DepartureRule> _rule = new("--rule")
    {
        Description = "What counts of the window: best, median, p1 to p99, worst, or share:0.8, on how much of it; median unless given (public transport)",
        HelpName = "RULE",
        DefaultValueFactory = _ => DepartureRule.Median,
        CustomParser = ParseRule,
    };

    readonly Option<bool> _rings = new("--rings") { Description = "Each area without those of shorter limits" };
    readonly Option<double?> _simplify = new("--simplify")
    {
        Description = "Leave corners out, as long as none is farther from the outline than this, in metres",
        HelpName = "METERS",
        CustomParser = result => CommonOptions.Decimal(result, 1, 5000),
    };

    readonly Option<string[]> _attributes = new("--attributes")
    {
        Description = "What to tell of each area, separated by commas: area, population, places; the last two need a territory",
        HelpName = "A,B...",
        CustomParser = ParseAttributes,
    };

    readonly Option<int?> _spacing = new("--spacing-meters")
    {
        Description = "Grid that areas are drawn on; 20 on foot, 40 by bicycle and public transport, 100 by car unless given",
        CustomParser = result => CommonOptions.Number(result, 5, 1000),
    };

    readonly Option<int> _tolerance = new("--tolerance-meters")
    {
        Description = "How far from its street a point of an area may be",
        DefaultValueFactory = _ => 100,
        CustomParser = result => CommonOptions.Number(result, 10, 2000),
    };

    readonly Option<double?> _walkSpeed = new("--walk-speed")
    {
        Description = "Walking speed in km/h; 4, or that of the territory, unless given",
        CustomParser = result => CommonOptions.Decimal(result, 1, 10),
    };

    readonly Option<int?> _snap = new("--snap-meters")
    {
        Description = "How far from a street a point may be; 500, or that of the territory, unless given",
        CustomParser = result => CommonOptions.Number(result, 1, 20_000),
    };

    /// <summary>Options about areas.</summary>
    public IReadOnlyList<Option> OfAreas => [_spacing, _tolerance, _rings, _simplify, _attributes];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])
            [_osm, _minutes, _meters, _direction, _rings, _simplify, _attributes, _spacing, _tolerance, _walkSpeed, _snap, _departure, _rule])
        {
            command.Add(option);
        }

        _transit.AddTo(command);
    }

    /// <summary>What is asked.</summary>
    /// <exception cref="InputException">Options are missing or do not go together.</exception>
    public IsochroneQuestion Question(ParseResult parsed, IReadOnlyList<string> modes, bool hasTerritory)
    {
        var isByDistance = IsByDistance(parsed, modes);
        foreach (var mode in modes)
        {
            // An option that only some of the modes understand is of use to these.
            if (modes.Count == 1 || TransitVariant.Find(mode) is not null)
            {
                _transit.Check(parsed, TransitVariant.Find(mode), hasTerritory, _departure, _rule);
            }
        }

        if (modes.All(mode => TransitVariant.Find(mode) is null) && modes.Count > 1)
        {
            _transit.Check(parsed, null, hasTerritory, _departure, _rule);
        }

        Refuse(parsed, _departure, [.. _transit.Window, _rule], "one departure is no window; leave this option or --departure out.");
        var isBackward = parsed.GetValue(_direction) == "to";
        if (isBackward && Is(parsed, _transit.MaxRides))
        {
            throw new InputException(
                "options-exclusive", "rides are not counted in journeys to a place; leave this option or --direction to out.", new SourceLocation(_transit.MaxRides.Name));
        }

        var attributes = parsed.GetValue(_attributes) ?? [];
        if (!hasTerritory && attributes.FirstOrDefault(name => name != Area) is { } attribute)
        {
            throw new InputException(
                "option-missing", $"'{attribute}' is counted from the inputs of a territory; give a territory.json.", new SourceLocation(_attributes.Name));
        }

        return new IsochroneQuestion
        {
            Limits = isByDistance ? parsed.GetValue(_meters)! : [.. parsed.GetValue(_minutes)!.Select(limit => 60 * limit)],
            IsByDistance = isByDistance,
            Direction = isBackward ? SearchDirection.Backward : SearchDirection.Forward,
            Rule = parsed.GetValue(_rule),
            IsRings = parsed.GetValue(_rings),
            SimplifyMeters = parsed.GetValue(_simplify),
            ToleranceMeters = parsed.GetValue(_tolerance),
            SpacingMeters = parsed.GetValue(_spacing),
            HasPopulation = attributes.Contains(Population),
            HasPlaces = attributes.Contains(Places),
        };
    }

    /// <summary>Where it is looked for.</summary>
    /// <exception cref="InputException">Streets are missing, or stand twice.</exception>
    public IsochroneSources Sources(ParseResult parsed, string? territoryPath)
    {
        var osm = parsed.GetValue(_osm) ?? [];
        if (territoryPath is null && osm.Length == 0)
        {
            throw new InputException("option-missing", "streets are missing: this option, or a territory, is expected.", new SourceLocation(_osm.Name));
        }

        if (territoryPath is not null && (Is(parsed, _osm) || Is(parsed, _transit.Gtfs)))
        {
            var twice = Is(parsed, _osm) ? (Option)_osm : _transit.Gtfs;
            throw new InputException(
                "options-exclusive", "the territory names its own files; leave this option or the territory out.", new SourceLocation(twice.Name));
        }

        var territory = territoryPath is null ? null : TerritoryFile.Read(territoryPath);
        var transit = territory is null ? _transit.Parameters(parsed) : _transit.Parameters(parsed, territory.Transit);
        if (Is(parsed, _departure))
        {
            var departure = parsed.GetValue(_departure).Seconds;
            transit = transit with { FromSeconds = departure, ToSeconds = departure + 1 };
        }

        return new IsochroneSources
        {
            OsmPaths = osm,
            Feeds = territory is null ? _transit.Feeds(parsed) : [],
            TerritoryPath = territoryPath,
            Transit = transit,
            Speeds = parsed.GetValue(_walkSpeed) is { } kph
                ? new StreetSpeeds { WalkKph = kph, BicycleKph = territory?.BicycleSpeedKph ?? new StreetSpeeds().BicycleKph }
                : null,
            SnapRadiusMeters = parsed.GetValue(_snap),
        };
    }

    /// <summary>Refuses options beside one that they do not go with.</summary>
    public static void Refuse(ParseResult parsed, Option beside, IReadOnlyList<Option> refused, string sentence)
    {
        if (Is(parsed, beside) && refused.FirstOrDefault(option => Is(parsed, option)) is { } option)
        {
            throw new InputException("options-exclusive", sentence, new SourceLocation(option.Name));
        }
    }

    /// <summary>Whether an option is given.</summary>
    public static bool Is(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    bool IsByDistance(ParseResult parsed, IReadOnlyList<string> modes)
    {
        var (byTime, byDistance) = (Is(parsed, _minutes), Is(parsed, _meters));
        if (byTime == byDistance)
        {
            throw byTime
                ? new InputException(
                    "options-exclusive", $"limits are of time or of distance; leave this option or {_minutes.Name} out.", new SourceLocation(_meters.Name))
                : new InputException(
                    "option-missing", $"limits are missing: this option, or {_meters.Name}, is expected.", new SourceLocation(_minutes.Name));
        }

        if (byDistance && modes.FirstOrDefault(mode => TransitVariant.Find(mode) is not null) is { } variant)
        {
            throw new InputException(
                "options-exclusive", $"limits of {variant} are of time; use {_minutes.Name}.", new SourceLocation(_meters.Name));
        }

        return byDistance;
    }

    static DepartureRule ParseRule(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (!DepartureRule.TryParse(text, out var rule))
        {
            result.AddError($"--rule: '{text}' is not accepted; best, median, worst, p1 to p100, or share: and a share above 0 up to 1 such as share:0.8 is expected.");
        }

        return rule;
    }

    static string[] ParseAttributes(ArgumentResult result)
    {
        var names = result.Tokens[0].Value.Split(',');
        if (names.FirstOrDefault(name => name is not (Area or Population or Places)) is { } unknown)
        {
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"--attributes: '{unknown}' is not accepted; {Area}, {Population} or {Places} is expected."));
        }

        return names;
    }
}
