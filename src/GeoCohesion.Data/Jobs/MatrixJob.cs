using System.Globalization;
using System.IO.Compression;
using System.Text;
using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Sources.Points;
using GeoCohesion.Data.Sources.Territories;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Data.Jobs;

/// <summary>What a travel-time matrix is made of.</summary>
public sealed record MatrixOptions
{
    /// <summary>Percentiles that are written unless others are asked for.</summary>
    public static IReadOnlyList<int> DefaultPercentiles { get; } = [5, 25, 50, 75, 95];

    /// <summary>Paths of <c>.osm.pbf</c> files, at least one.</summary>
    public required IReadOnlyList<string> OsmPaths { get; init; }

    /// <summary>Table of origins.</summary>
    public required string OriginsPath { get; init; }

    /// <summary>Table of destinations.</summary>
    public required string DestinationsPath { get; init; }

    /// <summary>Street mode, or the name of a <see cref="TransitVariant"/>.</summary>
    public required string Mode { get; init; }

    /// <summary>Where the matrix goes: <c>.csv</c>, <c>.csv.gz</c>, or <c>-</c> for standard output.</summary>
    public required string OutputPath { get; init; }

    /// <summary>Speeds.</summary>
    public StreetSpeeds Speeds { get; init; } = new();

    /// <summary>Longest travel time.</summary>
    public int MaxSeconds { get; init; } = 180 * 60;

    /// <summary>How far from a street a point may be.</summary>
    public int SnapRadiusMeters { get; init; } = 500;

    /// <summary>Timetables, for public transport.</summary>
    public IReadOnlyList<FeedInput> Feeds { get; init; } = [];

    /// <summary>Date, window and walks, for public transport; its longest trip is <see cref="MaxSeconds"/>.</summary>
    public TransitParameters Transit { get; init; } = new();

    /// <summary>Percentiles over the window, 1 to 99, for public transport.</summary>
    public IReadOnlyList<int> Percentiles { get; init; } = DefaultPercentiles;

    /// <summary>Seconds between departures when the window is to be sampled as other engines do; null for every second of it, exactly.</summary>
    public int? SampleSeconds { get; init; }

    /// <summary>Whether the number of journeys and the first and last departure of the window are written as well, for public transport.</summary>
    public bool HasJourneys { get; init; }

    /// <summary>Whether the travel time at each minute of the window is written instead of figures over it, for public transport.</summary>
    public bool IsPerMinute { get; init; }

    /// <summary>Worker threads.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}

/// <summary>What a matrix came to.</summary>
/// <param name="Origins">Number of origins.</param>
/// <param name="Destinations">Number of destinations.</param>
/// <param name="Reached">Pairs with a way within the limit.</param>
/// <param name="NotSnapped">Points too far from a street, as <c>origin ID (N m)</c>.</param>
public sealed record MatrixResult(int Origins, int Destinations, long Reached, IReadOnlyList<string> NotSnapped);

/// <summary>Computes a travel-time matrix from files to a file.</summary>
public static class MatrixJob
{
    const int SecondsPerMinute = 60;
    const string StandardOutput = "-";

    /// <summary>Runs the job.</summary>
    /// <exception cref="InputException">An input or option cannot be used.</exception>
    public static MatrixResult Run(MatrixOptions options, NoticeLog notices, IProgress<JobProgress> progress)
    {
        var origins = PointFile.Read(options.OriginsPath, notices);
        var destinations = PointFile.Read(options.DestinationsPath, notices);
        if (options.OutputPath != StandardOutput)
        {
            OutputName.Require(options.OutputPath, ".csv or .csv.gz, or - for standard output,", ".csv", ".csv.gz");
        }

        var streetModes = TransitVariant.StreetModesOf(options.Mode);
        var modes = StreetNetworks.Modes(streetModes, new SourceLocation("--mode"));
        var streets = StreetNetworks.Build(options.OsmPaths, modes, options.Speeds, "", notices, options.Threads, progress);
        var leftOut = new List<LeftOut>();
        var radiusMillimeters = options.SnapRadiusMeters * 1000;
        StreetIndex[] indexes = [.. streetModes.Select(mode => new StreetIndex(streets.Graph(mode)))];
        DirectWay[] ways = [.. indexes.Select(index => new DirectWay(index.Graph, Snap(index, "origin", origins), Snap(index, "destination", destinations)))];
        var (graph, from, to) = ways[0];
        var rows = new MatrixRows(origins, destinations, share => progress.Report(new JobProgress("Computing travel times", share)));
        if (TransitVariant.Find(options.Mode) is { } variant)
        {
            var parameters = options.Transit with { MaxTripSeconds = options.MaxSeconds };
            var network = TransitNetworks
                .Load(options.Feeds, parameters, new SourceLocation("--date"), radiusMillimeters, notices, options.Threads, progress)
                .Build(variant, indexes, progress, 1, out _);
            WriteTable(options.OutputPath, writer =>
            {
                if (options.IsPerMinute)
                {
                    MatrixRows.Header(writer, "departure,seconds");
                    var departures = Departures(network.Window);
                    TransitRows(network, ways, options, AtEachMinute, (origin, cells) => rows.WriteDepartures(writer, origin, cells, departures));
                }
                else
                {
                    var readout = new TransitReadout(options.Percentiles, options.SampleSeconds, options.HasJourneys);
                    MatrixRows.Header(writer, readout.Columns);
                    TransitRows(network, ways, options, readout.Read, (origin, cells) =>
                        rows.Write(writer, origin, cells, cell => cell, TransitReadout.HasWay));
                }
            });
        }
        else
        {
            WriteTable(options.OutputPath, writer =>
            {
                MatrixRows.Header(writer, "seconds");
                StreetMatrix.Compute(graph, from, to, checked(options.MaxSeconds * 1000), options.Threads, (origin, seconds) =>
                    rows.Write(writer, origin, seconds, value => value < TravelTime.Unreached ? value.ToString(CultureInfo.InvariantCulture) : "", value => value.Length > 0));
            });
        }

        return new MatrixResult(
            origins.Count,
            destinations.Count,
            rows.Reached,
            [.. leftOut.DistinctBy(entry => (entry.Kind, entry.Id)).Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Kind} {entry.Id} ({(double.IsNaN(entry.DistanceMeters) ? "no street within 20 km" : $"{entry.DistanceMeters:0} m")})"))]);

        StreetPosition[] Snap(StreetIndex index, string kind, IReadOnlyList<NamedPoint> points) =>
            SnappedPoints.Snap(
                index, options.Mode, kind, points.Select(point => (point.Id, point.Longitude, point.Latitude)), radiusMillimeters, leftOut, options.Threads);
    }

    static void TransitRows<T>(
        TransitNetwork network,
        DirectWay[] ways,
        MatrixOptions options,
        Func<TravelTimeProfile, T> read,
        Action<int, ReadOnlySpan<T>> row)
    {
        var directSeconds = DirectWay.FastestSeconds(ways, options.MaxSeconds, options.Threads);
        TransitMatrix.Compute(
            network.Timetable,
            network.Footpaths,
            network.Window,
            network.Options,
            network.Access([.. ways.Select(way => way.Points)], options.Threads),
            network.Egress([.. ways[0].Places.Select(position => new[] { position })], options.Threads),
            (origin, destination) => directSeconds[origin][destination],
            read,
            options.Threads,
            row);
    }

    static int[] AtEachMinute(TravelTimeProfile profile)
    {
        var seconds = new int[profile.SampleCount(SecondsPerMinute)];
        profile.Sample(SecondsPerMinute, seconds);
        return seconds;
    }

    static string[] Departures(TimeWindow window) =>
    [
        .. Enumerable.Range(0, (window.Count + SecondsPerMinute - 1) / SecondsPerMinute)
            .Select(minute => (window.FromSeconds / SecondsPerMinute) + minute)
            .Select(minute => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}")),
    ];

    /// <summary>Writes a text table to <c>-</c>, to a file, or to a gzip file; a file appears under its name only when it is whole.</summary>
    static void WriteTable(string path, Action<TextWriter> write)
    {
        if (path == StandardOutput)
        {
            try
            {
                using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 16);
                write(output);
            }
            catch (IOException e)
            {
                throw new InputException("output-unwritable", $"standard output cannot be written to ({e.Message})", new SourceLocation("--out"));
            }

            return;
        }

        AtomicFile.Write(path, file =>
        {
            using var gzip = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true) : null;
            using var writer = new StreamWriter(gzip ?? file, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
            write(writer);
        });
    }
}
