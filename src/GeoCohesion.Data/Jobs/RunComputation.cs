using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Jobs.Reuse;
using GeoCohesion.Data.Sources.Territories;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Jobs;

/// <summary>Computes the travel times of a run: from inputs and streets to the study that indicators are made from.</summary>
sealed class RunComputation
{
    readonly TerritoryInputs _inputs;
    readonly Territory _territory;
    readonly StreetNetwork _streets;
    readonly NoticeLog _notices;
    readonly int _threads;
    readonly IProgress<JobProgress> _progress;
    readonly HalfHourRule _rule;
    readonly Place[][] _placesByClass;
    readonly AccessPlan _plan;
    readonly KeptParts _parts;
    readonly KeptTimes _kept;
    readonly List<LeftOut> _leftOut = [];
    readonly SortedDictionary<string, ModePositions> _positions = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, TransitNetwork> _networks = new(StringComparer.Ordinal);
    readonly Dictionary<string, ConnectionTable> _connections = new(StringComparer.Ordinal);
    readonly List<KeyValuePair<string, IReadOnlyList<KeyValuePair<string, string>>>> _networkFacts = [];
    readonly Dictionary<string, TransitTimes> _transitTimes = new(StringComparer.Ordinal);
    TransitNetworks? _timetables;

    public RunComputation(
        TerritoryInputs inputs, StreetNetwork streets, KeptParts parts, NoticeLog notices, int threads, IProgress<JobProgress> progress)
    {
        (_inputs, _territory, _streets, _notices, _threads, _progress) = (inputs, inputs.Territory, streets, notices, threads, progress);
        _rule = _territory.HalfHour with { Modes = [.. _territory.HalfHour.Modes.Where(_territory.Modes.Contains)] };
        var destinations = inputs.Places.Where(place => !place.IsItinerant).ToLookup(place => place.ClassName);
        _placesByClass = [.. inputs.Classes.Select(placeClass => destinations[placeClass.Name].ToArray())];
        _plan = new AccessPlan
        {
            ClassNames = [.. inputs.Classes.Select(placeClass => placeClass.Name)],
            CapacitiesByClass = [.. _placesByClass.Select(places => places.Select(place => place.Capacity).ToArray())],
            CountedPoints = inputs.Origins.Count,
            Decays = _territory.Decays,
            Schemes = CatchmentFields.Defaults(),
        };
        (_parts, _kept) = (parts, new KeptTimes(parts, _plan, threads));
    }

    /// <summary>Computes everything.</summary>
    /// <exception cref="InputException">A timetable cannot be used.</exception>
    public RunData Compute()
    {
        var modes = _territory.Modes.Select(ComputeMode).ToArray();
        var occasions = new OccasionJob(_inputs, Positions, _timetables, _networks, Connections, modes, _transitTimes, _rule, _parts, _threads);
        var communes = _inputs.Flows.Count > 0 ? CommuneTimes.Compute(_inputs, Positions, _networks, _parts, _threads) : null;
        Origin[] points = [.. _inputs.Origins, .. _inputs.Surroundings];
        var study = new Study
        {
            Rule = _rule,
            WindowRule = _territory.Transit.Rule,
            WalkSpeedKph = _territory.WalkSpeedKph,
            Districts = _inputs.Districts,
            Points = points,
            OriginCount = _inputs.Origins.Count,
            Centralities = _inputs.Centralities,
            Classes = [.. _inputs.Classes.Select(placeClass => new StudyClass(placeClass.Name, placeClass.French, placeClass.English, placeClass.Group))],
            PlacesByClass = _placesByClass,
            ItinerantPlaces = [.. _inputs.Places.Where(place => place.IsItinerant)],
            Modes = modes,
            PointIsSnapped = ByMode(on => [.. on.Points.Select(position => position.IsSnapped)]),
            CentralityIsSnapped = ByMode(on => [.. on.Centralities.Select(ofCentrality => Array.Exists(ofCentrality, position => position.IsSnapped))]),
            Occasions = occasions.Compute(_notices, share => _progress.Report(new JobProgress("Other days and speeds", share))),
            Journeys = occasions.Journeys(),
            Days = occasions.Days(),
            Communes = _inputs.Communes,
            CommuneOfPoint = CommuneOfPoint(points),
            Flows = _inputs.Flows,
            CommuneSeconds = communes?.BySeconds ?? new Dictionary<string, IReadOnlyList<int[]>>(),
            CommuneTargetIsTownHall = communes?.TargetIsTownHall ?? [],
            Services = _inputs.Services,
            SourcesByClass = _inputs.SourcesByClass,
            Stops = _territory.Stops,
            Baskets = _inputs.Baskets,
            CatchmentSchemes = _plan.Schemes,
            Threads = _threads,
        };
        TellLeftOut();
        return new RunData
        {
            Territory = _territory,
            Study = study,
            TransitWindows = [.. modes.Where(mode => _transitTimes.ContainsKey(mode.Mode)).Select(mode => (mode.Mode, _transitTimes[mode.Mode].Windows))],
            CommunesOfDistrict = _inputs.CommunesOfDistrict,
            LeftOut = _leftOut,
            PublicTransport = _timetables is null ? null : OnStreets(study.Days),
            LineShapes = _timetables?.LineShapes() ?? new Dictionary<string, IReadOnlyList<LineString>>(),
            Isochrones = DistrictIsochrones.Compute(_inputs, Positions, _networks, Connections, _parts, _threads),
            Timetable = _timetables is null ? null : new TimetableFacts(_timetables.Facts, _networkFacts),
        };
    }

    ModePositions Positions(string streetMode)
    {
        if (!_positions.TryGetValue(streetMode, out var positions))
        {
            _positions.Add(streetMode, positions = ModePositions.Snap(_inputs, _placesByClass, _streets.Graph(streetMode), _leftOut, _threads));
        }

        return positions;
    }

    /// <summary>Connections of the run's own window, by mode of public transport.</summary>
    ConnectionTable Connections(string mode)
    {
        if (!_connections.TryGetValue(mode, out var connections))
        {
            var network = _networks[mode];
            connections = ConnectionTable.ForDepartures(network.Timetable, network.Footpaths, network.Window, network.Options, _threads);
            _connections.Add(mode, connections);
        }

        return connections;
    }

    SortedDictionary<string, bool[]> ByMode(Func<ModePositions, bool[]> isSnapped)
    {
        var byMode = new SortedDictionary<string, bool[]>(StringComparer.Ordinal);
        foreach (var mode in _territory.Modes)
        {
            byMode.Add(mode, TransitVariant.StreetModesOf(mode)
                .Select(streetMode => isSnapped(Positions(streetMode)))
                .Aggregate((one, other) => [.. one.Zip(other, (left, right) => left || right)]));
        }

        return byMode;
    }

    int[] CommuneOfPoint(IReadOnlyList<Origin> points)
    {
        if (_inputs.Communes.Count == 0)
        {
            return [];
        }

        var finder = new CommuneFinder(_inputs.Communes);
        return [.. points.Select(point => finder.Find(point.Longitude, point.Latitude))];
    }

    ModeAccess ComputeMode(string mode)
    {
        void Report(double share) => _progress.Report(new JobProgress($"Travel times: {mode}", share));
        var positions = TransitVariant.StreetModesOf(mode).Select(Positions).ToArray();
        if (TransitVariant.Find(mode) is not { } variant)
        {
            return _kept.OnStreets(positions[0], _territory.MaxStreetSeconds, Report);
        }

        _timetables ??= TransitNetworks.Load(
            _territory.Feeds,
            _territory.Transit,
            new SourceLocation(_territory.SourcePath, null, "transit.date"),
            _territory.SnapRadiusMeters * 1000,
            _notices,
            _threads,
            _progress);
        var network = _timetables.Build(variant, [.. positions.Select(on => on.Index)], _progress, 1, out var facts);
        _networks.Add(mode, network);
        _networkFacts.Add(new(mode, facts));
        var times = _kept.ByTransit(mode, network, positions, _rule, _territory.Transit.Rule, _inputs.Origins.Count, Report);
        _transitTimes.Add(mode, times);
        return times.Access;
    }

    PublicTransport OnStreets(IReadOnlyList<DayService> days)
    {
        var variants = _networks.Keys.Select(mode => TransitVariant.Find(mode)!).ToArray();
        return new PublicTransport
        {
            Modes = [.. _networks.Keys],
            Days = [.. days.DistinctBy(day => day.Timetable.ServiceDate).Select(day => new TimetableDay(day.Name, day.French, day.English, day.Timetable))],
            FootNetworks = variants.DistinctBy(variant => variant.FootMode).ToDictionary(
                variant => variant.FootMode,
                variant => new FootNetwork(_networks[variant.Name].Doors, _networks[variant.Name].Footpaths)),
            RideDoors = variants.Where(variant => variant.RideMode is not null).DistinctBy(variant => variant.RideMode).ToDictionary(
                variant => variant.RideMode!, variant => _networks[variant.Name].RideDoors!),
            Window = _networks.Values.First().Window,
            Options = _networks.Values.First().Options,
            LongestWalkSeconds = _territory.Transit.MaxWalkSeconds,
            LongestRideSeconds = _territory.Transit.MaxBicycleSeconds,
        };
    }

    void TellLeftOut()
    {
        foreach (var entry in _leftOut)
        {
            var nearest = double.IsNaN(entry.DistanceMeters) ? "none within 20 km" : FormattableString.Invariant($"nearest: {entry.DistanceMeters:0} m");
            var at = new SourceLocation($"{entry.Kind} {entry.Id}");
            var sentence = FormattableString.Invariant(
                $"no street for {entry.Mode} within {_territory.SnapRadiusMeters} m ({nearest}); it is listed in left_out.");
            if (entry.Kind == "surroundings")
            {
                _notices.Add("surroundings-not-snapped", NoticeSeverity.Information, at, sentence);
            }
            else
            {
                _notices.Add("not-snapped", NoticeSeverity.Warning, at, sentence);
            }
        }
    }
}
