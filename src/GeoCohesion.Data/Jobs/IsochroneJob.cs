using GeoCohesion.Core;
using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Data.Jobs;

/// <summary>What an isochrone is made of.</summary>
public sealed record IsochroneOptions
{
    /// <summary>Street modes that there are isochrones for.</summary>
    public static IReadOnlyList<string> Modes { get; } = ["walk", "bicycle", "car", "wheelchair"];

    /// <summary>Ending of the file that is written.</summary>
    public const string FileExtension = ".geojson";

    /// <summary>Paths of <c>.osm.pbf</c> files, at least one.</summary>
    public required IReadOnlyList<string> OsmPaths { get; init; }

    /// <summary>WGS84 points, at least one; what is reached from (or reaches) the nearest of them counts.</summary>
    public required IReadOnlyList<(double Longitude, double Latitude)> Centres { get; init; }

    /// <summary>One of <see cref="Modes"/>.</summary>
    public required string Mode { get; init; }

    /// <summary>Limits: seconds, or metres if <see cref="IsByDistance"/>; at least one, above 0, at most 500,000.</summary>
    public required IReadOnlyList<int> Limits { get; init; }

    /// <summary>Whether the limits are metres of way instead of seconds.</summary>
    public bool IsByDistance { get; init; }

    /// <summary>Forward: where one can get to from the points. Backward: from where one can get to them.</summary>
    public SearchDirection Direction { get; init; } = SearchDirection.Forward;

    /// <summary>Whether the reached streets are written as lines, instead of areas.</summary>
    public bool IsNetwork { get; init; }

    /// <summary>Where the result goes: a name that ends in <see cref="FileExtension"/>.</summary>
    public required string OutputPath { get; init; }

    /// <summary>Speeds.</summary>
    public StreetSpeeds Speeds { get; init; } = new();

    /// <summary>How far from a street one of the points may be.</summary>
    public int SnapRadiusMeters { get; init; } = 500;

    /// <summary>How far from its street a point of an area may be.</summary>
    public int ToleranceMeters { get; init; } = UsualToleranceMeters;

    /// <summary>Metres between the points that areas are drawn on, 5 to 1,000; null for a usual one of the mode.</summary>
    public int? SpacingMeters { get; init; }

    /// <summary>Worker threads.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary><see cref="SpacingMeters"/>, or what suits the mode: finer where less ground is covered.</summary>
    internal int SpacingMetersOrUsual => SpacingMeters ?? UsualSpacingMeters(Mode);

    /// <summary><see cref="ToleranceMeters"/> where nothing else is asked for.</summary>
    internal const int UsualToleranceMeters = 100;

    /// <summary>Spacing that suits a mode.</summary>
    internal static int UsualSpacingMeters(string mode) => mode switch { "car" => 100, "bicycle" => 40, _ => 20 };
}

/// <summary>What an isochrone came to.</summary>
/// <param name="Areas">Per limit, ascending: the limit, and the area's square metres; of streets, their metres.</param>
public sealed record IsochroneResult(IReadOnlyList<(int Limit, double Size)> Areas);

/// <summary>Computes isochrones on streets from files to a file.</summary>
public static class IsochroneJob
{
    /// <summary>Runs the job.</summary>
    /// <exception cref="InputException">An input cannot be used, a point is too far from a street (<c>point-not-snapped</c>), or the area
    /// is too large for its grid (<c>isochrone-too-fine</c>).</exception>
    public static IsochroneResult Run(IsochroneOptions options, NoticeLog notices, IProgress<JobProgress> progress)
    {
        OutputName.Require(options.OutputPath, IsochroneOptions.FileExtension, IsochroneOptions.FileExtension);
        var streets = StreetNetworks.Build(options.OsmPaths, [options.Mode], options.Speeds, "", notices, options.Threads, progress);
        var graph = streets.Graph(options.Mode);
        graph = options.IsByDistance ? graph.ByLength() : graph;
        var index = new StreetIndex(graph);
        StreetPosition[] sources = [.. options.Centres.Select(centre => SnappedPoints.Require(index, centre, options.SnapRadiusMeters, "--at"))];
        int[] limits = [.. options.Limits.Distinct().Order()];
        progress.Report(new JobProgress("Computing isochrones", 0));
        IsochroneResult result;
        if (options.IsNetwork)
        {
            var network = new NetworkIsochrone(graph, options.Direction);
            var limitsMilliseconds = Array.ConvertAll(limits, limit => limit * 1000);
            network.Run(sources, limitsMilliseconds[^1]);
            var pieces = ReachedPieces.Cut(network.Parts(limitsMilliseconds[^1]), limitsMilliseconds);
            Write(options, streets, file => file.WriteStreets(index, pieces, limits));
            result = new IsochroneResult([.. limits.Select((limit, i) => (limit, Meters(pieces.Where(piece => piece.Limit <= i))))]);
        }
        else
        {
            var spacing = options.SpacingMetersOrUsual;
            var raster = new StreetRaster(index, spacing * 1000, options.ToleranceMeters * 1000);
            var areas = new AreaIsochrone(raster, options.Direction, LeastSquareMeters(spacing))
                .Run(sources, Array.ConvertAll(limits, limit => limit * 1000));
            double[] squareMeters = [.. areas.Select(SurfaceArea.SquareMeters)];
            Write(options, streets, file => file.WriteAreas(areas, squareMeters, limits, raster.ResolutionMillimeters));
            result = new IsochroneResult([.. limits.Zip(squareMeters)]);
        }

        progress.Report(new JobProgress("Computing isochrones", 1));
        return result;
    }

    /// <summary>Least area of a hole or a part: four squares of the grid.</summary>
    internal static double LeastSquareMeters(int spacingMeters) => 4.0 * spacingMeters * spacingMeters;

    static double Meters(IEnumerable<ReachedPiece> pieces) => pieces.Sum(piece => piece.LengthMillimeters / 1000.0);

    static void Write(IsochroneOptions options, StreetNetwork streets, Action<IsochroneFile> write)
    {
        var osm = new InputRegister(Environment.CurrentDirectory);
        foreach (var path in options.OsmPaths)
        {
            osm.Add("osm", path);
        }

        AtomicFile.Write(options.OutputPath, stream =>
        {
            using var file = new IsochroneFile(stream, options, osm.Entries, streets.OsmTimestamps);
            write(file);
            file.Complete();
        });
    }
}
