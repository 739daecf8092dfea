using System.Globalization;
using System.IO.Compression;
using System.Text;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Sources.Points;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Data.Jobs;

/// <summary>What a travel-time matrix is made of.</summary>
public sealed record MatrixOptions
{
    /// <summary>Paths of <c>.osm.pbf</c> files, at least one.</summary>
    public required IReadOnlyList<string> OsmPaths { get; init; }

    /// <summary>Table of origins.</summary>
    public required string OriginsPath { get; init; }

    /// <summary>Table of destinations.</summary>
    public required string DestinationsPath { get; init; }

    /// <summary>Street mode.</summary>
    public required string Mode { get; init; }

    /// <summary>Where the matrix goes: <c>.csv</c>, <c>.csv.gz</c>, or <c>-</c> for standard output.</summary>
    public required string OutputPath { get; init; }

    /// <summary>Speeds.</summary>
    public StreetSpeeds Speeds { get; init; } = new();

    /// <summary>Longest travel time.</summary>
    public int MaxSeconds { get; init; } = 180 * 60;

    /// <summary>How far from a street a point may be.</summary>
    public int SnapRadiusMeters { get; init; } = 500;

    /// <summary>Worker threads.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}

/// <summary>What a matrix came to.</summary>
/// <param name="Origins">Number of origins.</param>
/// <param name="Destinations">Number of destinations.</param>
/// <param name="Reached">Pairs with a way within the limit.</param>
/// <param name="NotSnapped">Points too far from a street, as <c>origin ID (N m)</c>.</param>
public sealed record MatrixResult(int Origins, int Destinations, long Reached, IReadOnlyList<string> NotSnapped);

/// <summary>Computes a street travel-time matrix from files to a file.</summary>
public static class MatrixJob
{
    /// <summary>Runs the job.</summary>
    /// <exception cref="InputException">An input or option cannot be used.</exception>
    public static MatrixResult Run(MatrixOptions options, NoticeLog notices, IProgress<JobProgress> progress)
    {
        var origins = PointFile.Read(options.OriginsPath, notices);
        var destinations = PointFile.Read(options.DestinationsPath, notices);
        RequireWritable(options.OutputPath);
        var network = StreetNetworks.Build(options.OsmPaths, [options.Mode], options.Speeds, "", notices, options.Threads, progress);
        var graph = network.Graph(options.Mode);
        var index = new StreetIndex(graph);
        var leftOut = new List<LeftOut>();
        var radiusMillimeters = options.SnapRadiusMeters * 1000;
        var from = SnappedPoints.Snap(index, options.Mode, "origin", origins.Select(point => (point.Id, point.Longitude, point.Latitude)), radiusMillimeters, leftOut);
        var to = SnappedPoints.Snap(index, options.Mode, "destination", destinations.Select(point => (point.Id, point.Longitude, point.Latitude)), radiusMillimeters, leftOut);

        long reached = 0;
        WriteTable(options.OutputPath, writer =>
        {
            writer.Write("origin,destination,seconds\n");
            var quotedDestinations = destinations.Select(point => Quote(point.Id)).ToArray();
            var row = new StringBuilder();
            StreetMatrix.Compute(graph, from, to, checked(options.MaxSeconds * 1000), options.Threads, (origin, seconds) =>
            {
                row.Clear();
                var quotedOrigin = Quote(origins[origin].Id);
                for (var destination = 0; destination < seconds.Length; destination++)
                {
                    row.Append(quotedOrigin).Append(',').Append(quotedDestinations[destination]).Append(',');
                    if (seconds[destination] < TravelTime.Unreached)
                    {
                        row.Append(CultureInfo.InvariantCulture, $"{seconds[destination]}");
                        reached++;
                    }

                    row.Append('\n');
                }

                writer.Write(row);
                progress.Report(new JobProgress("Computing travel times", (origin + 1.0) / origins.Count));
            });
        });
        return new MatrixResult(
            origins.Count,
            destinations.Count,
            reached,
            [.. leftOut.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Kind} {entry.Id} ({(double.IsNaN(entry.DistanceMeters) ? "no street within 20 km" : $"{entry.DistanceMeters:0} m")})"))]);
    }

    /// <summary>Writes a text table to <c>-</c>, to a file, or to a gzip file; a file appears under its name only when it is whole.</summary>
    static void WriteTable(string path, Action<TextWriter> write)
    {
        if (path == "-")
        {
            using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 16);
            write(output);
            return;
        }

        AtomicFile.Write(path, file =>
        {
            using var gzip = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true) : null;
            using var writer = new StreamWriter(gzip ?? file, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
            write(writer);
        });
    }

    static void RequireWritable(string path)
    {
        if (path == "-")
        {
            return;
        }

        if (!path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && !path.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase))
        {
            throw new InputException("output-format-unknown", $"found '{path}'; a name that ends in .csv or .csv.gz, or - for standard output, is expected.", new SourceLocation("--out"));
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
        {
            throw new InputException("output-unwritable", $"the folder of '{path}' does not exist.", new SourceLocation("--out"));
        }
    }

    static string Quote(string id) =>
        id.AsSpan().IndexOfAny(",\"\r\n") < 0 ? id : $"\"{id.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
