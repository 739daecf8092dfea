using GeoCohesion.Core;
using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Sources.Territories;

namespace GeoCohesion.Data.Jobs;

/// <summary>Where isochrones are looked for: streets and timetables from files of their own, or all that a territory names.</summary>
public sealed record IsochroneSources
{
    /// <summary>Paths of <c>.osm.pbf</c> files; empty with a territory.</summary>
    public IReadOnlyList<string> OsmPaths { get; init; } = [];

    /// <summary>Timetables; empty with a territory, and for streets.</summary>
    public IReadOnlyList<FeedInput> Feeds { get; init; } = [];

    /// <summary>Path of <c>territory.json</c>, whose streets, timetables, population, districts and places are then used; null for none.</summary>
    public string? TerritoryPath { get; init; }

    /// <summary>Date, window and walks of public transport; of these a territory's own where null.</summary>
    public TransitParameters? Transit { get; init; }

    /// <summary>Speeds; a territory's own where null.</summary>
    public StreetSpeeds? Speeds { get; init; }

    /// <summary>How far from a street a point may be; a territory's own where null.</summary>
    public int? SnapRadiusMeters { get; init; }
}

/// <summary>What isochrones are computed from, read once.</summary>
sealed class IsochroneInputs
{
    readonly Dictionary<(string Mode, bool IsByDistance), StreetIndex> _indexes = [];
    readonly NoticeLog _notices;
    readonly IProgress<JobProgress> _progress;
    readonly int _threads;
    readonly IReadOnlyList<FeedInput> _feeds;
    readonly Dictionary<string, TransitNetwork> _networks = new(StringComparer.Ordinal);
    TransitNetworks? _timetables;

    /// <summary>Reads the streets of the modes, and the territory if there is one.</summary>
    /// <exception cref="InputException">An input cannot be used.</exception>
    public IsochroneInputs(
        IsochroneSources sources, IReadOnlyList<string> modes, int longestSeconds, NoticeLog notices, int threads, IProgress<JobProgress> progress)
    {
        (_notices, _threads, _progress) = (notices, threads, progress);
        Territory = sources.TerritoryPath is { } path ? TerritoryInputs.Read(path, notices, threads, progress) : null;
        var territory = Territory?.Territory;
        _feeds = territory?.Feeds ?? sources.Feeds;
        Speeds = sources.Speeds
            ?? (territory is null ? new StreetSpeeds() : new StreetSpeeds { WalkKph = territory.WalkSpeedKph, BicycleKph = territory.BicycleSpeedKph });
        SnapRadiusMeters = sources.SnapRadiusMeters ?? territory?.SnapRadiusMeters ?? 500;
        Transit = (sources.Transit ?? territory?.Transit ?? new TransitParameters()) with { MaxTripSeconds = longestSeconds };
        if (modes.FirstOrDefault(mode => TransitVariant.Find(mode) is not null) is { } variant && _feeds.Count == 0)
        {
            throw new InputException(
                "option-missing", $"--mode {variant} needs a timetable; give a GTFS zip or folder.", new SourceLocation("--gtfs"));
        }

        IReadOnlyList<string> streetModes = [.. modes.SelectMany(TransitVariant.StreetModesOf).Distinct(StringComparer.Ordinal)];
        OsmPaths = territory?.OsmPaths ?? sources.OsmPaths;
        Streets = StreetNetworks.Build(OsmPaths, StreetNetworks.Modes(streetModes, new SourceLocation("--mode")), Speeds, "", notices, threads, progress);
        if (Territory is null)
        {
            return;
        }

        Origin[] residents = [.. Territory.Origins, .. Territory.Surroundings];
        var places = Territory.Places.Where(place => !place.IsItinerant).ToArray();
        Classes = [.. Territory.Classes.Select(placeClass => placeClass.Name)];
        var classNumber = Classes.Index().ToDictionary(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal);
        Points = new AreaPoints(
            [.. residents.Select(origin => origin.Residents)],
            [.. residents.Select((origin, i) => i < Territory.Origins.Count ? origin.Residents : 0)],
            [.. places.Select(place => classNumber[place.ClassName])],
            Classes.Count);
        PointPositions = [.. residents.Select(origin => (origin.Longitude, origin.Latitude)), .. places.Select(place => (place.Longitude, place.Latitude))];
    }

    /// <summary>The territory, or null.</summary>
    public TerritoryInputs? Territory { get; }

    /// <summary>Street files.</summary>
    public IReadOnlyList<string> OsmPaths { get; }

    /// <summary>Timetables.</summary>
    public IReadOnlyList<FeedInput> Feeds => _feeds;

    /// <summary>Streets of every mode.</summary>
    public StreetNetwork Streets { get; }

    /// <summary>Speeds.</summary>
    public StreetSpeeds Speeds { get; }

    /// <summary>How far from a street a point may be.</summary>
    public int SnapRadiusMeters { get; }

    /// <summary>Date, window and walks.</summary>
    public TransitParameters Transit { get; }

    /// <summary>Residents and places of the territory; null without one.</summary>
    public AreaPoints? Points { get; }

    /// <summary>Where these are.</summary>
    public IReadOnlyList<(double Longitude, double Latitude)> PointPositions { get; } = [];

    /// <summary>Classes of the places.</summary>
    public IReadOnlyList<string> Classes { get; } = [];

    /// <summary>Service date, once a timetable has been read.</summary>
    public DateOnly? ServiceDate => _timetables?.Timetable.ServiceDate;

    /// <summary>Index of the streets of a mode.</summary>
    public StreetIndex Index(string streetMode, bool isByDistance)
    {
        if (!_indexes.TryGetValue((streetMode, isByDistance), out var index))
        {
            var graph = Streets.Graph(streetMode);
            _indexes.Add((streetMode, isByDistance), index = new StreetIndex(isByDistance ? graph.ByLength() : graph));
        }

        return index;
    }

    /// <summary>Grid of a mode; it counts what the question asks for.</summary>
    public IsochroneSurface Surface(string mode, IsochroneQuestion question) => new(
        mode,
        [.. TransitVariant.StreetModesOf(mode).Select(streetMode => Index(streetMode, question.IsByDistance))],
        question.SpacingMetersOf(mode),
        question.ToleranceMeters,
        SnapRadiusMeters,
        Points is { } points && (question.HasPopulation || question.HasPlaces) ? new AreaCensus(points, PointPositions) : null);

    /// <summary>Prepares a timetable once, and makes what each thread works with.</summary>
    /// <exception cref="InputException">The window is too long for the search (<c>window-too-long</c>).</exception>
    public Func<Func<StreetPosition[][], IReadOnlyList<IsochroneArea>>> NewWorkers(IsochroneSurface surface, IsochroneQuestion question, TransitNetwork? network)
    {
        var timetable = Timetable(question, network);
        return () => surface.NewWorker(question, timetable);
    }

    /// <summary>Prepares a timetable, and makes what works out reached streets.</summary>
    /// <exception cref="InputException">The window is too long for the search (<c>window-too-long</c>).</exception>
    public Func<StreetPosition[][], IReadOnlyList<ReachedPiece>[]> NewStreetWorker(IsochroneSurface surface, IsochroneQuestion question, TransitNetwork? network) =>
        surface.NewStreetWorker(question, Timetable(question, network));

    IsochroneTimetable? Timetable(IsochroneQuestion question, TransitNetwork? network)
    {
        if (network is not null)
        {
            var span = network.Window.Count + (question.Direction == SearchDirection.Forward ? 0 : network.Options.MaxDurationSeconds);
            if (span > ConnectionTable.LongestSeconds)
            {
                throw new InputException(
                    "window-too-long",
                    FormattableString.Invariant($"the departure window, in journeys to a place together with the longest limit, is longer than {ConnectionTable.LongestSeconds / 3600} h."),
                    new SourceLocation("--to"));
            }
        }

        return network is null ? null : new IsochroneTimetable(network, question.Direction, _threads);
    }

    /// <summary>Timetable of a mode on a date, or null for a street mode.</summary>
    /// <param name="mode">The mode.</param>
    /// <param name="date">Another date than that of the parameters; null for that one.</param>
    public TransitNetwork? Network(string mode, DateOnly? date)
    {
        if (TransitVariant.Find(mode) is not { } variant)
        {
            return null;
        }

        _timetables ??= TransitNetworks.Load(
            _feeds, Transit, new SourceLocation("--date"), SnapRadiusMeters * 1000, _notices, _threads, _progress);
        if (!_networks.TryGetValue(mode, out var network))
        {
            _networks.Add(mode, network = _timetables.Build(variant, [.. variant.StreetModes.Select(streetMode => Index(streetMode, false))], _progress, 1, out _));
        }

        if (date is not { } other || other == _timetables.Timetable.ServiceDate)
        {
            return network;
        }

        var timetable = _timetables.TimetableOf(other, network.Window.FromSeconds, network.Window.ToSeconds + Transit.MaxTripSeconds);
        return TransitNetworks.On(network, variant, timetable, network.Window);
    }

    /// <summary>Where the residents of a district live.</summary>
    /// <exception cref="InputException">No such district (<c>unknown-name</c>).</exception>
    public IReadOnlyList<(double Longitude, double Latitude)> OfDistrict(string code)
    {
        var district = Territory!.Districts.Index().FirstOrDefault(entry => entry.Item.Code == code, (-1, null!)).Index;
        return district >= 0
            ? [.. Territory.Origins.Where(origin => origin.District == district).Select(origin => (origin.Longitude, origin.Latitude))]
            : throw new InputException(
                "unknown-name",
                $"'{code}' is not known; use one of: {string.Join(", ", Territory.Districts.Select(known => known.Code))}.",
                new SourceLocation("--district"));
    }

    /// <summary>Content of the files that were read.</summary>
    public IReadOnlyList<InputEntry> Entries()
    {
        if (Territory is not null)
        {
            return Territory.Register.Entries;
        }

        var register = new InputRegister(Environment.CurrentDirectory);
        foreach (var path in OsmPaths)
        {
            register.Add("osm", path);
        }

        foreach (var feed in _feeds)
        {
            register.Add("gtfs", feed.Path);
        }

        return register.Entries;
    }
}
