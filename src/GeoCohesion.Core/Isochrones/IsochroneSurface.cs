using System.Collections.Concurrent;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Core.Isochrones;

/// <summary>One area of an answer.</summary>
/// <param name="Limit">Seconds or metres.</param>
/// <param name="Area">WGS84.</param>
/// <param name="SquareMeters">Its size.</param>
/// <param name="Contents">What is within the limit; null when not asked for. Rings hold what their limit adds.</param>
public sealed record IsochroneArea(int Limit, MultiPolygon Area, double SquareMeters, AreaContents? Contents);

/// <summary>Residents and places that are counted within areas, and where they are.</summary>
/// <param name="Points">How many of what.</param>
/// <param name="Positions">WGS84 degrees, in the same order.</param>
public sealed record AreaCensus(AreaPoints Points, IReadOnlyList<(double Longitude, double Latitude)> Positions);

/// <summary>A timetable made ready for areas of one direction. Shared by all threads.</summary>
public sealed class IsochroneTimetable
{
    /// <summary>Prepares the connections of the network's window.</summary>
    public IsochroneTimetable(TransitNetwork network, SearchDirection direction, int threads)
    {
        (Network, Direction) = (network, direction);
        Table = direction == SearchDirection.Forward
            ? ConnectionTable.ForDepartures(network.Timetable, network.Footpaths, network.Window, network.Options, threads)
            : ConnectionTable.ForDeparturesMirrored(network.Timetable, network.Footpaths, network.Window, network.Options, threads);
    }

    /// <summary>Takes connections that are there: forward, of the network's window.</summary>
    public IsochroneTimetable(TransitNetwork network, ConnectionTable departures)
    {
        (Network, Direction, Table) = (network, SearchDirection.Forward, departures);
    }

    /// <summary>The timetable on its streets.</summary>
    public TransitNetwork Network { get; }

    /// <summary>Direction of the areas.</summary>
    public SearchDirection Direction { get; }

    /// <summary>Its connections.</summary>
    public ConnectionTable Table { get; }
}

/// <summary>The grid of one mode that areas are drawn on. Immutable but for what it has snapped; shared by all threads.</summary>
public sealed class IsochroneSurface
{
    // Times a little beyond the longest limit place its outline: more than the walk over any square of a grid.
    const int BeyondLongestSeconds = 1800;

    readonly IReadOnlyList<StreetIndex> _indexes;
    readonly StreetRaster[] _rasters;
    readonly AreaPoints? _census;
    readonly StreetPosition[][] _censusPositions = [];
    readonly int _spacingMeters;
    readonly int _snapRadiusMeters;

    // Windows and days of a mode share the doors of its stops.
    readonly ConcurrentDictionary<StopDoors, TransitStreets[]> _streets = [];

    /// <summary>Lays the grid over the streets.</summary>
    /// <param name="mode">Name of the mode.</param>
    /// <param name="indexes">The streets of each street mode of it, in the variant's order.</param>
    /// <param name="spacingMeters">Between points of the grid, 5 to 1,000.</param>
    /// <param name="toleranceMeters">How far from its street a point of an area may be.</param>
    /// <param name="snapRadiusMeters">How far from its street a place may be.</param>
    /// <param name="census">What may be counted; null for nothing.</param>
    public IsochroneSurface(
        string mode, IReadOnlyList<StreetIndex> indexes, int spacingMeters, int toleranceMeters, int snapRadiusMeters, AreaCensus? census)
    {
        (Mode, _indexes, _spacingMeters, _snapRadiusMeters) = (mode, indexes, spacingMeters, snapRadiusMeters);
        _rasters = StreetRaster.OnOneGrid(_indexes, spacingMeters * 1000, toleranceMeters * 1000);
        if (census is not null)
        {
            (_census, _censusPositions) = (census.Points, Snap(census.Positions));
        }
    }

    /// <summary>Name of the mode.</summary>
    public string Mode { get; }

    /// <summary>What an area may err by.</summary>
    public int ResolutionMillimeters => _rasters[0].ResolutionMillimeters;

    /// <summary>Streets of each street mode of the mode, in the variant's order.</summary>
    public IReadOnlyList<StreetIndex> Indexes => _indexes;

    /// <summary>Longest journey that a timetable has to be searched for.</summary>
    public static int LongestSeconds(int longestLimitSeconds) => longestLimitSeconds + BeyondLongestSeconds;

    /// <summary>Points on each of the mode's streets.</summary>
    public StreetPosition[][] Snap(IReadOnlyList<(double Longitude, double Latitude)> points) =>
        [.. _indexes.Select(index => points.Select(point => index.Snap(point.Longitude, point.Latitude, _snapRadiusMeters * 1000)).ToArray())];

    /// <summary>Makes what one thread works with.</summary>
    /// <param name="question">What is asked; spacing and tolerance are those of the surface.</param>
    /// <param name="timetable">Of public transport, in the question's direction; null for a street mode.</param>
    /// <param name="departures">Departures that count; null for the whole window of the timetable.</param>
    /// <param name="isStopped">Asked now and then in a long search; when it says yes, that ends with <see cref="OperationCanceledException"/>.</param>
    /// <returns>Areas of the points, by ascending limit.</returns>
    public Func<StreetPosition[][], IReadOnlyList<IsochroneArea>> NewWorker(
        IsochroneQuestion question, IsochroneTimetable? timetable, TimeWindow? departures = null, Func<bool>? isStopped = null)
    {
        var limits = question.Ascending;
        var least = IsochroneQuestion.LeastSquareMeters(_spacingMeters);
        var hasContents = _census is not null && (question.HasPopulation || question.HasPlaces);
        if (timetable is null)
        {
            var area = new AreaIsochrone(_rasters[0], question.Direction, least);
            var limitsMilliseconds = Array.ConvertAll(limits, limit => limit * 1000);
            return points => Finish(
                question, hasContents, area.Run(points[0], limitsMilliseconds),
                (limit, point) => area.ReadMilliseconds(_censusPositions[0][point]) <= limitsMilliseconds[limit]);
        }

        var transit = new TransitAreaIsochrone(timetable.Table, question.Direction, StreetsOf(timetable), least) { IsStopped = isStopped };
        return points => Finish(
            question,
            hasContents,
            transit.Run(points, departures ?? timetable.Network.Window, question.Rule, limits, hasContents ? _censusPositions : null),
            transit.IsWithin);
    }

    /// <summary>Makes what one thread works with where the streets themselves are asked for.</summary>
    /// <inheritdoc cref="NewWorker" path="/param"/>
    /// <returns>For each street mode of the mode, the reached pieces of its streets, by link and then along it.</returns>
    public Func<StreetPosition[][], IReadOnlyList<ReachedPiece>[]> NewStreetWorker(
        IsochroneQuestion question, IsochroneTimetable? timetable, TimeWindow? departures = null, Func<bool>? isStopped = null)
    {
        var limits = question.Ascending;
        if (timetable is null)
        {
            var network = new NetworkIsochrone(_indexes[0].Graph, question.Direction);
            var limitsMilliseconds = Array.ConvertAll(limits, limit => limit * 1000);
            return points =>
            {
                network.Run(points[0], limitsMilliseconds[^1]);
                return [ReachedPieces.Cut(network.Parts(limitsMilliseconds[^1]), limitsMilliseconds)];
            };
        }

        var transit = new TransitNetworkIsochrone(timetable.Table, question.Direction, StreetsOf(timetable)) { IsStopped = isStopped };
        return points => transit.Run(points, departures ?? timetable.Network.Window, question.Rule, limits);
    }

    /// <summary>The ground within a distance of reached streets, by ascending limit.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="pieces">For each street mode, its reached pieces.</param>
    /// <param name="meters">Distance from the streets.</param>
    /// <param name="isStopped">Asked now and then; when it says yes, the work ends with <see cref="OperationCanceledException"/>.</param>
    public IReadOnlyList<IsochroneArea> Buffers(
        IsochroneQuestion question, IReadOnlyList<ReachedPiece>[] pieces, double meters, Func<bool>? isStopped = null)
    {
        var limits = question.Ascending;
        var areas = StreetBuffer.Of([.. _indexes.Zip(pieces)], limits.Length, meters, isStopped);
        return [.. areas.Select((area, i) => new IsochroneArea(limits[i], area, SurfaceArea.SquareMeters(area), null))];
    }

    TransitStreets[] StreetsOf(IsochroneTimetable timetable) =>
        _streets.GetOrAdd(timetable.Network.Doors, _ => TransitStreets.Of(timetable.Network, _rasters));

    IReadOnlyList<IsochroneArea> Finish(IsochroneQuestion question, bool hasContents, MultiPolygon[] areas, Func<int, int, bool> isWithin)
    {
        var limits = question.Ascending;
        AreaContents[]? contents = hasContents ? [.. limits.Select((_, limit) => _census!.Within(point => isWithin(limit, point)))] : null;
        if (question.SimplifyMeters is { } meters)
        {
            areas = AreaSimplifier.Run(areas, meters);
        }

        if (question.IsRings)
        {
            areas = AreaRings.Of(areas);
            contents = contents is null ? null : [.. contents.Select((within, i) => i == 0 ? within : within.Without(contents[i - 1]))];
        }

        return [.. limits.Select((limit, i) => new IsochroneArea(limit, areas[i], SurfaceArea.SquareMeters(areas[i]), contents?[i]))];
    }
}
