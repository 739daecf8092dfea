using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Build.StreetModes;
using GeoCohesion.Data.Sources.Territories;

namespace GeoCohesion.Data.Jobs;

/// <summary>What one journey is looked for in.</summary>
public sealed record JourneyOptions
{
    /// <summary>Paths of <c>.osm.pbf</c> files.</summary>
    public required IReadOnlyList<string> OsmPaths { get; init; }

    /// <summary>Timetables.</summary>
    public required IReadOnlyList<FeedInput> Feeds { get; init; }

    /// <summary>WGS84 longitude and latitude of the start.</summary>
    public required (double Longitude, double Latitude) Start { get; init; }

    /// <summary>WGS84 longitude and latitude of the destination.</summary>
    public required (double Longitude, double Latitude) Destination { get; init; }

    /// <summary>Departure, seconds of the service day.</summary>
    public required int DepartureSeconds { get; init; }

    /// <summary>Date and walks; the window is the departure alone.</summary>
    public required TransitParameters Transit { get; init; }

    /// <summary>Speeds.</summary>
    public StreetSpeeds Speeds { get; init; } = new();

    /// <summary>How far from a street a point may be.</summary>
    public int SnapRadiusMeters { get; init; } = 500;

    /// <summary>Worker threads.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}

/// <summary>A journey, and the timetable whose indices it speaks of.</summary>
/// <param name="Journey">The journey; null when there is none within the longest trip.</param>
/// <param name="Timetable">Timetable of the service day.</param>
/// <param name="WalkSpeedKph">Speed of its walks.</param>
public sealed record JourneyResult(Journey? Journey, Timetable Timetable, double WalkSpeedKph);

/// <summary>Finds the fastest journey at one departure.</summary>
public static class JourneyJob
{
    /// <summary>Runs the job.</summary>
    /// <exception cref="InputException">An input cannot be used, or an end is too far from a street (<c>point-not-snapped</c>).</exception>
    public static JourneyResult Run(JourneyOptions options, NoticeLog notices, IProgress<JobProgress> progress)
    {
        var graph = StreetNetworks.Build(options.OsmPaths, [new Walk()], options.Speeds, "", notices, options.Threads, progress).Graph("walk");
        var index = new StreetIndex(graph);
        var start = SnappedPoints.Require(index, options.Start, options.SnapRadiusMeters, "--start");
        var destination = SnappedPoints.Require(index, options.Destination, options.SnapRadiusMeters, "--destination");
        var parameters = options.Transit with { FromSeconds = options.DepartureSeconds, ToSeconds = options.DepartureSeconds + 1 };
        var network = TransitNetworks.Load(
            options.Feeds, parameters, new SourceLocation("--date"), options.SnapRadiusMeters * 1000, notices, options.Threads, progress)
            .Build(TransitVariant.All[0], [index], progress, 1, out _);
        var walk = new StreetSearch(graph, SearchDirection.Forward);
        walk.Run(start, parameters.MaxTripSeconds * 1000);
        var table = ConnectionTable.ForDepartures(network.Timetable, network.Footpaths, network.Window, network.Options, options.Threads);
        var journey = new JourneySearch(table).Find(
            options.DepartureSeconds,
            network.Access([[start]], options.Threads)[0],
            network.Egress([[destination]], options.Threads)[0],
            TravelTime.ToSeconds(walk.ReadMilliseconds(destination)));
        return new JourneyResult(journey, network.Timetable, options.Speeds.WalkKph);
    }
}
