using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Data.Sources.Areas;
using GeoCohesion.Data.Sources.Flows;
using GeoCohesion.Data.Sources.Places;
using GeoCohesion.Data.Sources.Population;

namespace GeoCohesion.Data.Sources.Territories;

/// <summary>One centrality written into <c>territory.json</c> itself.</summary>
/// <param name="Id">Unique id.</param>
/// <param name="Label">Label for people.</param>
/// <param name="Longitude">WGS84 degrees.</param>
/// <param name="Latitude">WGS84 degrees.</param>
/// <param name="IsMain">Whether it is the main centre.</param>
public sealed record CentralityPoint(string Id, string Label, double Longitude, double Latitude, bool IsMain);

/// <summary>A file of centralities, points written in place, or the town halls; any of them together.</summary>
/// <param name="File">File to read, or null.</param>
/// <param name="Points">Points written in place.</param>
/// <param name="TownHalls">Whether every place of class <c>mairie</c> is a centrality.</param>
/// <param name="MainCommune">INSEE code of the commune whose town hall is the main centre, or null.</param>
public sealed record CentralityInput(CentralitySourceOptions? File, IReadOnlyList<CentralityPoint> Points, bool TownHalls, string? MainCommune);

/// <summary>A timetable file or folder.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Name">Prefix of its ids.</param>
public sealed record FeedInput(string Path, string Name);

/// <summary>Parameters of public transport.</summary>
public sealed record TransitParameters
{
    /// <summary>Service date, or null for the reference Tuesday of the timetable.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>First departure of the window, seconds since the start of the service day.</summary>
    public int FromSeconds { get; init; } = 7 * 3600;

    /// <summary>End of the window, not included.</summary>
    public int ToSeconds { get; init; } = 9 * 3600;

    /// <summary>Which moment of the window counts.</summary>
    public WindowRule Rule { get; init; } = WindowRule.Median;

    /// <summary>Longest walk to, between and from stops.</summary>
    public int MaxWalkSeconds { get; init; } = 20 * 60;

    /// <summary>Longest ride by bicycle to the first stop, in <c>bicycle_transit</c>.</summary>
    public int MaxBicycleSeconds { get; init; } = 15 * 60;

    /// <summary>Longest trip.</summary>
    public int MaxTripSeconds { get; init; } = 120 * 60;

    /// <summary>Most rides in a trip, or null for no limit.</summary>
    public int? MaxRides { get; init; }

    /// <summary>Least time between reaching a stop and boarding there.</summary>
    public int BoardingSlackSeconds { get; init; } = 60;

    /// <summary>Whether a date without usual service is accepted.</summary>
    public bool AllowOddDate { get; init; }

    /// <summary>Refuses a departure window that is longer than a search can hold.</summary>
    /// <param name="fromSeconds">First departure.</param>
    /// <param name="toSeconds">End, not included.</param>
    /// <param name="at">Where the end was given.</param>
    /// <exception cref="InputException"><c>window-too-long</c>.</exception>
    public static void RefuseLongWindow(int fromSeconds, int toSeconds, SourceLocation at)
    {
        if (toSeconds - fromSeconds > ConnectionTable.LongestSeconds)
        {
            throw new InputException(
                "window-too-long",
                FormattableString.Invariant($"the departure window is longer than {ConnectionTable.LongestSeconds / 3600} h; a shorter one is expected."),
                at);
        }
    }
}

/// <summary>What <c>territory.json</c> says: the inputs and parameters of a run.</summary>
public sealed record Territory
{
    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Path of the file itself, as given.</summary>
    public required string SourcePath { get; init; }

    /// <summary>Line of each property in the file, by its path such as <c>places[0].format</c>.</summary>
    public IReadOnlyDictionary<string, int> LineOfProperty { get; init; } = new Dictionary<string, int>();

    /// <summary>EPSG code of the territory's legal projected system, in metres, or null for the UTM zone of each district.</summary>
    /// <remarks>Grids of points are laid in it.</remarks>
    public int? Crs { get; init; }

    /// <summary>Full paths of the street files.</summary>
    public required IReadOnlyList<string> OsmPaths { get; init; }

    /// <summary>Timetables.</summary>
    public IReadOnlyList<FeedInput> Feeds { get; init; } = [];

    /// <summary>District files.</summary>
    public required IReadOnlyList<AreaSourceOptions> Districts { get; init; }

    /// <summary>Population files; none means equal weights.</summary>
    public IReadOnlyList<PopulationSourceOptions> Population { get; init; } = [];

    /// <summary>Commune boundaries, or null.</summary>
    public AreaSourceOptions? Communes { get; init; }

    /// <summary>Centralities.</summary>
    public required IReadOnlyList<CentralityInput> Centralities { get; init; }

    /// <summary>Places; the path is empty for format <c>osm</c>, which reads the street files.</summary>
    public IReadOnlyList<PlaceSourceOptions> Places { get; init; } = [];

    /// <summary>Census flows between communes, at most one file of each kind; the paths are full.</summary>
    public IReadOnlyList<FlowSourceOptions> Flows { get; init; } = [];

    /// <summary>Full path of the user's own file of classes, or null.</summary>
    public string? ClassesPath { get; init; }

    /// <summary>Modes, in the order given.</summary>
    public required IReadOnlyList<string> Modes { get; init; }

    /// <summary>Classes to compute; empty for every class that has a place.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Baskets beside those of the program; one of the same name takes its place.</summary>
    public IReadOnlyList<Basket> Baskets { get; init; } = [];

    /// <summary>Decays of cumulative opportunities.</summary>
    public IReadOnlyList<Decay> Decays { get; init; } = Decay.Defaults;

    /// <summary>The half-hour rule.</summary>
    public HalfHourRule HalfHour { get; init; } = new();

    /// <summary>The checklist of services.</summary>
    public ChecklistParameters Services { get; init; } = new();

    /// <summary>Public transport.</summary>
    public TransitParameters Transit { get; init; } = new();

    /// <summary>Other days, windows and directions in which the half hour is looked at.</summary>
    public IReadOnlyList<OccasionInput> Occasions { get; init; } = [];

    /// <summary>How far around a district, in metres, residents outside it count as its surroundings; 0 for none.</summary>
    public int SurroundingsMeters { get; init; } = 5000;

    /// <summary>What counts as near a stop, and as frequent.</summary>
    public StopParameters Stops { get; init; } = new();

    /// <summary>Walking speed on the level, km/h.</summary>
    public double WalkSpeedKph { get; init; } = 4;

    /// <summary>Cycling speed, km/h.</summary>
    public double BicycleSpeedKph { get; init; } = 15;

    /// <summary>How far from a street a point may be.</summary>
    public int SnapRadiusMeters { get; init; } = 500;

    /// <summary>Longest street travel time that is looked for.</summary>
    public int MaxStreetSeconds { get; init; } = 180 * 60;

    /// <summary>Spacing of the grid of points where there is no population.</summary>
    public int GridSpacingMeters { get; init; } = 100;

    /// <summary>Where a property stands in the file, for messages.</summary>
    /// <param name="property">Path such as <c>places[0].format</c>.</param>
    public SourceLocation At(string property) => new(SourcePath, JsonFile.LineAt(LineOfProperty, property), property);
}
