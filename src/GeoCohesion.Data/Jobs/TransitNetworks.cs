using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Sources.Gtfs;
using GeoCohesion.Data.Sources.Territories;

namespace GeoCohesion.Data.Jobs;

/// <summary>A timetable on its streets, ready to be searched.</summary>
/// <param name="Timetable">Trips of the service day that the variant may use.</param>
/// <param name="Doors">Where its stops meet the streets.</param>
/// <param name="RideDoors">Where they meet the streets of the variant's ride; null for none.</param>
/// <param name="Footpaths">Walks between its stops.</param>
/// <param name="Window">Departure window.</param>
/// <param name="Options">What a rider does and accepts.</param>
/// <param name="Parameters">Longest walk and ride.</param>
/// <param name="Facts">What the variant alone is made of, by name, for the manifest.</param>
sealed record TransitNetwork(
    Timetable Timetable,
    StopDoors Doors,
    StopDoors? RideDoors,
    Footpaths Footpaths,
    TimeWindow Window,
    TransitOptions Options,
    TransitParameters Parameters,
    IReadOnlyList<KeyValuePair<string, string>> Facts)
{
    /// <summary>Ways from points to stops: walks and, where the variant has them, rides.</summary>
    /// <param name="points">Points on the streets of each street mode of the variant, in the variant's order of them.</param>
    /// <param name="threads">Worker threads.</param>
    public StopWalks Access(IReadOnlyList<StreetPosition[]> points, int threads)
    {
        var walks = StopWalkBuilder.ToStops(Doors, points[0], Parameters.MaxWalkSeconds, threads);
        if (RideDoors is null)
        {
            return walks;
        }

        // The shorter of walk and ride counts at each stop.
        var rides = StopWalkBuilder.ToStops(RideDoors, points[1], Parameters.MaxBicycleSeconds, threads);
        return StopWalks.From([.. Enumerable.Range(0, walks.Count).Select(point => (StopWalk[])[.. walks[point], .. rides[point]])]);
    }

    /// <summary>Walks from stops to targets, each of which may be several points; the nearest point counts.</summary>
    public StopWalks Egress(IReadOnlyList<StreetPosition[]> targets, int threads) =>
        Grouped(targets, StopWalkBuilder.FromStops(Doors, [.. targets.SelectMany(target => target)], Parameters.MaxWalkSeconds, threads));

    /// <summary>Walks to stops from starts, each of which may be several points.</summary>
    public StopWalks AccessOfGroups(IReadOnlyList<StreetPosition[]> starts, int threads) =>
        Grouped(starts, StopWalkBuilder.ToStops(Doors, [.. starts.SelectMany(start => start)], Parameters.MaxWalkSeconds, threads));

    static StopWalks Grouped(IReadOnlyList<StreetPosition[]> targets, StopWalks walks)
    {
        var ofTargets = new List<StopWalk[]>();
        var next = 0;
        foreach (var target in targets)
        {
            var ofTarget = new List<StopWalk>();
            for (var i = 0; i < target.Length; i++)
            {
                ofTarget.AddRange(walks[next++]);
            }

            ofTargets.Add([.. ofTarget]);
        }

        return StopWalks.From(ofTargets);
    }
}

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
    readonly Dictionary<(string Mode, double SpeedFactor), (StopDoors Doors, Footpaths Footpaths, FootpathReport Report)> _networks = [];

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
    public TransitNetwork Build(TransitVariant variant, IReadOnlyList<StreetIndex> streets, IProgress<JobProgress> progress, double speedFactor = 1)
    {
        const string Building = "Building the timetable";
        progress.Report(new JobProgress(Building, 0));
        if (!_networks.TryGetValue((variant.FootMode, speedFactor), out var network))
        {
            var options = _footpathOptions with { IsStepFree = variant.IsAccessible };

            // At another speed the same flaws would be told twice.
            var notices = speedFactor == 1 ? _notices : new NoticeLog();
            var doors = StopDoors.Find(_timetable, _feeds, streets[0], streets[0].Graph, options, notices);
            progress.Report(new JobProgress(Building, 0.5));
            var footpaths = FootpathBuilder.Build(_timetable, _feeds, doors, options, notices, out var report);
            _networks.Add((variant.FootMode, speedFactor), network = (doors, footpaths, report));
        }

        var facts = new List<KeyValuePair<string, string>>
        {
            Fact("stopsOffStreets", network.Report.StopsOffStreets.Count),
            Fact("footpaths", network.Report.Footpaths),
        };
        StopDoors? rideDoors = null;
        if (variant.RideMode is not null)
        {
            // Such a stop is still reached on foot: a figure, not a flaw to be told stop by stop.
            rideDoors = StopDoors.Find(_timetable, _feeds, streets[1], streets[1].Graph, _footpathOptions, new NoticeLog());
            facts.Add(Fact("stopsOffBicycleStreets", rideDoors.StopsOffStreets.Count));
        }

        var timetable = _timetable;
        if (variant.IsAccessible)
        {
            timetable = AccessibleTimetable.Of(_timetable, variant.CountsUnknown, out var report);
            facts.AddRange(
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
        return new TransitNetwork(
            timetable,
            network.Doors,
            rideDoors,
            network.Footpaths,
            new TimeWindow(_parameters.FromSeconds, _parameters.ToSeconds),
            new TransitOptions { BoardingSlackSeconds = _parameters.BoardingSlackSeconds, MaxDurationSeconds = _parameters.MaxTripSeconds, MaxRides = _parameters.MaxRides ?? 0 },
            _parameters,
            facts);
    }

    static KeyValuePair<string, string> Fact(string name, int count) => new(name, count.ToString(CultureInfo.InvariantCulture));

    sealed class FeedProgress(IProgress<JobProgress> progress, string step, int done, int count) : IProgress<double>
    {
        public void Report(double value) => progress.Report(new JobProgress(step, (done + value) / count));
    }
}
