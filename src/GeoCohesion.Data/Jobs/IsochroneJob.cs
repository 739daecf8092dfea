using GeoCohesion.Core;
using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Data.Jobs;

/// <summary>What an isochrone is made of.</summary>
public sealed record IsochroneOptions
{
    /// <summary>Modes that there are isochrones for.</summary>
    public static IReadOnlyList<string> Modes { get; } = ["walk", "bicycle", "car", "wheelchair", .. TransitVariant.All.Select(variant => variant.Name)];

    /// <summary>Ending of the file that is written.</summary>
    public const string FileExtension = ".geojson";

    /// <summary>Streets, timetables and territory.</summary>
    public required IsochroneSources Sources { get; init; }

    /// <summary>Limits and what else is asked.</summary>
    public required IsochroneQuestion Question { get; init; }

    /// <summary>WGS84 points; what is reached from (or reaches) the nearest of them counts. Empty when a district is named.</summary>
    public IReadOnlyList<(double Longitude, double Latitude)> Centres { get; init; } = [];

    /// <summary>Code of a district of the territory, whose inhabited cells are the points; or null.</summary>
    public string? DistrictCode { get; init; }

    /// <summary>One of <see cref="Modes"/>.</summary>
    public required string Mode { get; init; }

    /// <summary>Whether the reached streets are written as lines, instead of areas.</summary>
    public bool IsNetwork { get; init; }

    /// <summary>With <see cref="IsNetwork"/>: how far from the streets areas are drawn instead of lines; null for lines.</summary>
    public double? BufferMeters { get; init; }

    /// <summary>Where the result goes: a name that ends in <see cref="FileExtension"/>.</summary>
    public required string OutputPath { get; init; }

    /// <summary>Worker threads.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}

/// <summary>What an isochrone came to.</summary>
/// <param name="Areas">Per limit, ascending: the limit, and the area's square metres; of lines, their metres.</param>
public sealed record IsochroneResult(IReadOnlyList<(int Limit, double Size)> Areas);

/// <summary>Computes isochrones from files to a file.</summary>
public static class IsochroneJob
{
    const string Computing = "Computing isochrones";

    /// <summary>Runs the job.</summary>
    /// <exception cref="InputException">An input cannot be used, a point is too far from a street (<c>point-not-snapped</c>), or the area
    /// is too large for its grid (<c>isochrone-too-fine</c>).</exception>
    public static IsochroneResult Run(IsochroneOptions options, NoticeLog notices, IProgress<JobProgress> progress)
    {
        OutputName.Require(options.OutputPath, IsochroneOptions.FileExtension, IsochroneOptions.FileExtension);
        var question = options.Question;
        var inputs = new IsochroneInputs(
            options.Sources, [options.Mode], IsochroneSurface.LongestSeconds(question.Limits.Max()), notices, options.Threads, progress);
        var centres = options.DistrictCode is { } code ? inputs.OfDistrict(code) : options.Centres;
        var network = inputs.Network(options.Mode, null);
        progress.Report(new JobProgress(Computing, 0));
        int[] limits = question.Ascending;
        var surface = inputs.Surface(options.Mode, question);
        var sources = surface.Snap(centres);
        RequireSnapped(options, inputs, centres, sources);
        IsochroneResult result;
        if (options.IsNetwork)
        {
            var pieces = inputs.NewStreetWorker(surface, question, network)(sources);
            if (options.BufferMeters is { } meters)
            {
                var buffers = surface.Buffers(question, pieces, meters);
                Write(options, inputs, file => file.WriteAreas(buffers, [], null));
                result = new IsochroneResult([.. buffers.Select(area => (area.Limit, area.SquareMeters))]);
            }
            else
            {
                Write(options, inputs, file => file.WriteStreets(surface.Indexes, pieces, limits));
                result = new IsochroneResult(
                    [.. limits.Select((limit, i) => (limit, Meters(pieces.SelectMany(on => on).Where(piece => piece.Limit <= i))))]);
            }
        }
        else
        {
            var areas = inputs.NewWorkers(surface, question, network)()(sources);
            Write(options, inputs, file => file.WriteAreas(areas, inputs.Classes, surface.ResolutionMillimeters));
            result = new IsochroneResult([.. areas.Select(area => (area.Limit, area.SquareMeters))]);
        }

        progress.Report(new JobProgress(Computing, 1));
        return result;
    }

    static double Meters(IEnumerable<ReachedPiece> pieces) => pieces.Sum(piece => piece.LengthMillimeters / 1000.0);

    static void Write(IsochroneOptions options, IsochroneInputs inputs, Action<IsochroneFile> write) =>
        AtomicFile.Write(options.OutputPath, stream =>
        {
            using var file = new IsochroneFile(stream, options, inputs);
            write(file);
            file.Complete();
        });

    /// <summary>A point that was named has to be near a street of any kind that the mode uses; of a district, one of its cells.</summary>
    static void RequireSnapped(
        IsochroneOptions options,
        IsochroneInputs inputs,
        IReadOnlyList<(double Longitude, double Latitude)> centres,
        IReadOnlyList<StreetPosition[]> positions)
    {
        var isSnapped = Enumerable.Range(0, centres.Count).Select(i => positions.Any(on => on[i].IsSnapped)).ToArray();
        if (options.DistrictCode is { } code)
        {
            if (!isSnapped.Contains(true))
            {
                throw new InputException(
                    "point-not-snapped", $"there is no street within {inputs.SnapRadiusMeters} m of any resident of {code}.", new SourceLocation("--district"));
            }
        }
        else if (Array.IndexOf(isSnapped, false) is >= 0 and var first)
        {
            var (longitude, latitude) = centres[first];
            throw new InputException(
                "point-not-snapped",
                FormattableString.Invariant($"there is no street within {inputs.SnapRadiusMeters} m of {longitude},{latitude}."),
                new SourceLocation("--at"));
        }
    }
}
