using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Jobs;

/// <summary>One area of an answer.</summary>
/// <param name="Limit">Seconds or metres.</param>
/// <param name="Area">WGS84.</param>
/// <param name="SquareMeters">Its size.</param>
/// <param name="Contents">What is within the limit; null when not asked for. Rings hold what their limit adds.</param>
sealed record IsochroneArea(int Limit, MultiPolygon Area, double SquareMeters, AreaContents? Contents);

/// <summary>Streets, grid and timetable of one mode on one date, that areas are drawn on. Shared by all threads.</summary>
sealed class IsochroneSurface
{
    // Times a little beyond the longest limit place its outline: more than the walk over any square of a grid.
    const int BeyondLongestSeconds = 1800;

    readonly IReadOnlyList<StreetIndex> _indexes;
    readonly StreetRaster[] _rasters;
    readonly TransitStreets[] _streets = [];
    readonly ConnectionTable? _table;
    readonly IsochroneQuestion _question;
    readonly IsochroneInputs _inputs;
    readonly StreetPosition[][] _points = [];
    readonly TimeWindow _departures;

    /// <summary>Prepares a mode.</summary>
    public IsochroneSurface(string mode, IsochroneInputs inputs, IsochroneQuestion question, TransitNetwork? network, int threads)
    {
        (Mode, _question, _inputs) = (mode, question, inputs);
        _indexes = [.. TransitVariant.StreetModesOf(mode).Select(streetMode => inputs.Index(streetMode, question.IsByDistance))];
        _rasters = StreetRaster.OnOneGrid(_indexes, question.SpacingMetersOf(mode) * 1000, question.ToleranceMeters * 1000);
        if (inputs.Points is not null && (question.HasPopulation || question.HasPlaces))
        {
            _points = [.. _indexes.Select(index => Snap(index, inputs.PointPositions))];
        }

        if (network is null)
        {
            return;
        }

        _streets = TransitStreets.Of(network, _rasters);
        _departures = network.Window;
        _table = question.Direction == SearchDirection.Forward
            ? ConnectionTable.ForDepartures(network.Timetable, network.Footpaths, network.Window, network.Options, threads)
            : ConnectionTable.ForDeparturesMirrored(network.Timetable, network.Footpaths, network.Window, network.Options, threads);
    }

    /// <summary>Name of the mode.</summary>
    public string Mode { get; }

    /// <summary>What an area may err by.</summary>
    public int ResolutionMillimeters => _rasters[0].ResolutionMillimeters;

    /// <summary>Longest journey that a timetable has to be searched for.</summary>
    public static int LongestSeconds(IsochroneQuestion question) => question.Limits.Max() + BeyondLongestSeconds;

    /// <summary>Points on each of the mode's streets.</summary>
    public StreetPosition[][] Snap(IReadOnlyList<(double Longitude, double Latitude)> points) =>
        [.. _indexes.Select(index => Snap(index, points))];

    /// <summary>Makes what one thread works with.</summary>
    /// <returns>Areas of the points, by ascending limit.</returns>
    public Func<StreetPosition[][], IReadOnlyList<IsochroneArea>> NewWorker()
    {
        var limits = _question.Ascending;
        var least = _question.LeastSquareMetersOf(Mode);
        if (_table is null)
        {
            var area = new AreaIsochrone(_rasters[0], _question.Direction, least);
            var limitsMilliseconds = Array.ConvertAll(limits, limit => limit * 1000);
            return points => Finish(
                area.Run(points[0], limitsMilliseconds),
                (limit, point) => area.ReadMilliseconds(_points[0][point]) <= limitsMilliseconds[limit]);
        }

        var transit = new TransitAreaIsochrone(_table, _question.Direction, _streets, least);
        return points => Finish(
            transit.Run(points, _departures, _question.Rule, limits, _points.Length > 0 ? _points : null), transit.IsWithin);
    }

    IReadOnlyList<IsochroneArea> Finish(MultiPolygon[] areas, Func<int, int, bool> isWithin)
    {
        var limits = _question.Ascending;
        AreaContents[]? contents = _points.Length == 0
            ? null
            : [.. limits.Select((_, limit) => _inputs.Points!.Within(point => isWithin(limit, point)))];
        if (_question.SimplifyMeters is { } meters)
        {
            areas = AreaSimplifier.Run(areas, meters);
        }

        if (_question.IsRings)
        {
            areas = AreaRings.Of(areas);
            contents = contents is null ? null : [.. contents.Select((within, i) => i == 0 ? within : within.Without(contents[i - 1]))];
        }

        return [.. limits.Select((limit, i) => new IsochroneArea(limit, areas[i], SurfaceArea.SquareMeters(areas[i]), contents?[i]))];
    }

    StreetPosition[] Snap(StreetIndex index, IReadOnlyList<(double Longitude, double Latitude)> points) =>
        [.. points.Select(point => index.Snap(point.Longitude, point.Latitude, _inputs.SnapRadiusMeters * 1000))];
}
