using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Sources.Gtfs;
using GeoCohesion.Data.Sources.Territories;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Jobs;

/// <summary>Timetables of one service day, to be put on the streets of each variant of public transport.</summary>
sealed class TransitNetworks
{
    readonly IReadOnlyList<GtfsFeed> _feeds;
    readonly Timetable _timetable;
    readonly TransitParameters _parameters;
    readonly FootpathOptions _footpathOptions;
    readonly NoticeLog _notices;

    // Counts the trips of every day of the feeds, which takes a while: most commands never ask for another day.
    readonly Lazy<ServiceDayGuard> _days;

    // By street mode and speed: variants and days on the same streets share doors and footpaths, since every timetable of the feeds has the same stops.
    readonly Dictionary<(string Mode, double SpeedFactor), FootNetwork> _networks = [];

    TransitNetworks(
        IReadOnlyList<GtfsFeed> feeds,
        Timetable timetable,
        TransitParameters parameters,
        FootpathOptions footpathOptions,
        NoticeLog notices,
        IReadOnlyList<KeyValuePair<string, string>> facts)
    {
        (_feeds, _timetable, _parameters) = (feeds, timetable, parameters);
        (_footpathOptions, _notices, Facts) = (footpathOptions, notices, facts);
        _days = new Lazy<ServiceDayGuard>(() => new ServiceDayGuard(feeds));
    }

    /// <summary>Timetable of the run's own date and window.</summary>
    public Timetable Timetable => _timetable;

    /// <summary>Doors of the stops on the streets of a foot mode, once <see cref="Build"/> has found them.</summary>
    public StopDoors Doors(string footMode) => _networks[(footMode, 1)].Doors;

    /// <summary>The usual date of a weekday that is nearest to the run's own; where none is usual, the next date of that weekday.</summary>
    /// <returns>The date, and whether it is usual.</returns>
    public (DateOnly Date, bool IsUsual) DateOf(DayOfWeek weekday)
    {
        var date = _timetable.ServiceDate;
        return _days.Value.NearestUsual(date, weekday) is { } usual
            ? (usual, true)
            : (date.AddDays(((int)weekday - (int)date.DayOfWeek + 7) % 7), false);
    }

    /// <summary>Timetable of another date or span of the day, with the same stops.</summary>
    /// <remarks>Whatever is odd about the feeds has been told of the run's own timetable.</remarks>
    public Timetable TimetableOf(DateOnly date, int fromSeconds, int toSeconds) =>
        TimetableBuilder.Build(_feeds, date, new TimetableOptions { FromSeconds = fromSeconds, ToSeconds = toSeconds, AllowsOddDate = true }, new NoticeLog());

    /// <summary>By route, the lines that its vehicles follow, where the feeds have them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<LineString>> LineShapes() => RouteShapes.Of(_feeds);

    /// <summary>What was loaded, by name, for the manifest.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; }

    /// <summary>Reads the feeds and picks the service day.</summary>
    /// <exception cref="InputException">A feed cannot be used, or the date has no usual service.</exception>
    public static TransitNetworks Load(
        IReadOnlyList<FeedInput> inputs,
        TransitParameters parameters,
        SourceLocation dateAt,
        int snapRadiusMillimeters,
        NoticeLog notices,
        int threads,
        IProgress<JobProgress> progress)
    {
        const string Reading = "Reading timetables";
        var feeds = new List<GtfsFeed>();
        for (var i = 0; i < inputs.Count; i++)
        {
            var done = i;
            feeds.Add(GtfsReader.Read(inputs[i].Path, inputs[i].Name, notices, new FeedProgress(progress, Reading, done, inputs.Count)));
        }

        progress.Report(new JobProgress(Reading, 1));
        var date = parameters.Date ?? new ServiceDayGuard(feeds).ReferenceDate();
        var timetableOptions = new TimetableOptions
        {
            FromSeconds = parameters.FromSeconds,
            ToSeconds = parameters.ToSeconds + parameters.MaxTripSeconds,
            AllowsOddDate = parameters.AllowOddDate,
            DateAt = dateAt,
        };
        var timetable = TimetableBuilder.Build(feeds, date, timetableOptions, notices, out var report);
        var footpathOptions = new FootpathOptions { MaxWalkSeconds = parameters.MaxWalkSeconds, SnapRadiusMillimeters = snapRadiusMillimeters, Threads = threads };
        return new TransitNetworks(
            feeds,
            timetable,
            parameters,
            footpathOptions,
            notices,
            [
                new("date", date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                new("dateChosenBy", parameters.Date is null ? "the reference Tuesday of the timetable" : "the user"),
                Fact("tripsOnDate", report.TripsOnDate),
                Fact("tripsInWindow", report.Trips),
                Fact("frequencyRunsAtHalfHeadwayPhase", report.HeadwayFrequencyRuns),
                Fact("stops", report.Stops),
            ]);
    }

    /// <summary>A network on another timetable of the same feeds.</summary>
    public static TransitNetwork On(TransitNetwork network, TransitVariant variant, Timetable timetable, TimeWindow window) => network with
    {
        Timetable = variant.IsAccessible ? AccessibleTimetable.Of(timetable, variant.CountsUnknown, out _) : timetable,
        Window = window,
    };

    /// <summary>Finds the walks between stops and keeps the trips that the variant may use.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="streets">Index of the streets of each street mode of the variant, in the variant's order of them.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="speedFactor">Factor on walking speed that <paramref name="streets"/> were made with.</param>
    /// <param name="facts">What the variant alone is made of, by name, for the manifest.</param>
    public TransitNetwork Build(
        TransitVariant variant,
        IReadOnlyList<StreetIndex> streets,
        IProgress<JobProgress> progress,
        double speedFactor,
        out IReadOnlyList<KeyValuePair<string, string>> facts)
    {
        const string Building = "Building the timetable";
        progress.Report(new JobProgress(Building, 0));
        if (!_networks.TryGetValue((variant.FootMode, speedFactor), out var network))
        {
            var options = _footpathOptions with { IsStepFree = variant.IsAccessible };

            // At another speed the same flaws would be told twice.
            var notices = speedFactor == 1 ? _notices : new NoticeLog();
            var doors = StopDoorFinder.Find(_timetable, _feeds, streets[0], streets[0].Graph, options, notices, out var doorReport);
            progress.Report(new JobProgress(Building, 0.5));
            var footpaths = FootpathBuilder.Build(_timetable, _feeds, doors, options, notices, out var report);
            _networks.Add((variant.FootMode, speedFactor), network = new FootNetwork(doors, footpaths, doorReport, report));
        }

        var ownFacts = new List<KeyValuePair<string, string>>
        {
            Fact("stopsOffStreets", network.DoorReport.StopsOffStreets.Count),
            Fact("footpaths", network.FootpathReport.Footpaths),
        };
        StopDoors? rideDoors = null;
        if (variant.RideMode is not null)
        {
            // Such a stop is still reached on foot: a figure, not a flaw to be told stop by stop.
            rideDoors = StopDoorFinder.Find(_timetable, _feeds, streets[1], streets[1].Graph, _footpathOptions, new NoticeLog(), out var rideReport);
            ownFacts.Add(Fact("stopsOffBicycleStreets", rideReport.StopsOffStreets.Count));
        }

        var timetable = _timetable;
        if (variant.IsAccessible)
        {
            timetable = AccessibleTimetable.Of(_timetable, variant.CountsUnknown, out var report);
            ownFacts.AddRange(
            [
                Fact("tripsAccessible", report.TripsYes),
                Fact("tripsOfUnknownAccess", report.TripsUnknown),
                Fact("tripsNotAccessible", report.TripsNo),
                Fact("stopsAccessible", report.StopsYes),
                Fact("stopsOfUnknownAccess", report.StopsUnknown),
                Fact("stopsNotAccessible", report.StopsNo),
            ]);
        }

        progress.Report(new JobProgress(Building, 1));
        facts = ownFacts;
        return new TransitNetwork(
            timetable,
            network.Doors,
            rideDoors,
            network.Footpaths,
            new TimeWindow(_parameters.FromSeconds, _parameters.ToSeconds),
            new TransitOptions { BoardingSlackSeconds = _parameters.BoardingSlackSeconds, MaxDurationSeconds = _parameters.MaxTripSeconds, MaxRides = _parameters.MaxRides ?? 0 },
            _parameters.MaxWalkSeconds,
            _parameters.MaxBicycleSeconds);
    }

    static KeyValuePair<string, string> Fact(string name, int count) => new(name, count.ToString(CultureInfo.InvariantCulture));

    sealed record FootNetwork(StopDoors Doors, Footpaths Footpaths, StopDoorReport DoorReport, FootpathReport FootpathReport);

    sealed class FeedProgress(IProgress<JobProgress> progress, string step, int done, int count) : IProgress<double>
    {
        public void Report(double value) => progress.Report(new JobProgress(step, (done + value) / count));
    }
}
