using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Gtfs;

namespace GeoCohesion.Data.Build;

/// <summary>Makes the timetable of one service date out of feeds.</summary>
/// <remarks>
/// Stops, routes and trips are in ordinal order of their ids, so that the order of rows in the feeds does not matter. Trips of neighbouring service
/// days come with their times moved by the true distance between the days' starts (<see cref="ServiceDay"/>).
/// </remarks>
public static class TimetableBuilder
{
    /// <summary>Builds a timetable.</summary>
    /// <param name="feeds">One at least, with names of their own.</param>
    /// <param name="serviceDate">Date whose service day the times count from, in the zone of the first feed.</param>
    /// <param name="options">Which trips.</param>
    /// <param name="notices">Told of what was left out.</param>
    /// <exception cref="InputException">
    /// The date has no or odd service (<c>service-date-odd</c>), two feeds have one name (<c>gtfs-feed-name-twice</c>), or the span ends before it
    /// starts (<c>timetable-span</c>).
    /// </exception>
    public static Timetable Build(IReadOnlyList<GtfsFeed> feeds, DateOnly serviceDate, TimetableOptions options, NoticeLog notices) =>
        Build(feeds, serviceDate, options, notices, out _);

    /// <inheritdoc cref="Build(IReadOnlyList{GtfsFeed}, DateOnly, TimetableOptions, NoticeLog)"/>
    /// <param name="feeds">One at least, with names of their own.</param>
    /// <param name="serviceDate">Date whose service day the times count from, in the zone of the first feed.</param>
    /// <param name="options">Which trips.</param>
    /// <param name="notices">Told of what was left out.</param>
    /// <param name="report">What went in.</param>
    public static Timetable Build(
        IReadOnlyList<GtfsFeed> feeds, DateOnly serviceDate, TimetableOptions options, NoticeLog notices, out TimetableReport report)
    {
        RequireSense(feeds, options);
        new ServiceDayGuard(feeds).Check(serviceDate, options.AllowsOddDate, options.DateAt, notices);
        TellZones(feeds, notices);

        var runs = TripRuns.Find(feeds, serviceDate, options);
        var stops = new StopNumbering(feeds, runs, options.DropsUnusedStops);
        var routes = new RouteNumbering(feeds);
        var columns = ToColumns(feeds, serviceDate, options, runs, stops, routes);
        TripContinuations.Fill(feeds, runs, columns, notices);

        report = Report(feeds, serviceDate, runs, stops, columns);
        Tell(report, options, notices);
        return new Timetable(columns);
    }

    static void RequireSense(IReadOnlyList<GtfsFeed> feeds, TimetableOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfZero(feeds.Count);
        if (options.FromSeconds > options.ToSeconds)
        {
            throw new InputException(
                "timetable-span",
                FormattableString.Invariant($"the span ends at {options.ToSeconds} s, before it starts at {options.FromSeconds} s."),
                options.DateAt);
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var feed in feeds)
        {
            if (!names.Add(feed.Name))
            {
                throw new InputException(
                    "gtfs-feed-name-twice",
                    $"two feeds are named '{feed.Name}'; ids are told apart by names of their own.",
                    new SourceLocation(feed.Source));
            }
        }
    }

    static void TellZones(IReadOnlyList<GtfsFeed> feeds, NoticeLog notices)
    {
        foreach (var feed in feeds)
        {
            if (feed.TimeZone?.Id != feeds[0].TimeZone?.Id)
            {
                notices.Add(
                    "timetable-zones-differ",
                    NoticeSeverity.Information,
                    new SourceLocation(feed.Source),
                    $"the feed '{feed.Name}' is in the zone '{feed.TimeZone?.Id}', the first in '{feeds[0].TimeZone?.Id}'; its "
                        + "times were moved to the first's.");
            }
        }
    }

    static TimetableColumns ToColumns(
        IReadOnlyList<GtfsFeed> feeds,
        DateOnly serviceDate,
        TimetableOptions options,
        TripRun[] runs,
        StopNumbering stops,
        RouteNumbering routes)
    {
        var first = new int[runs.Length + 1];
        for (var i = 0; i < runs.Length; i++)
        {
            var firstOfTrip = feeds[runs[i].Feed].StopTimes.FirstOfTrip;
            first[i + 1] = first[i] + firstOfTrip[runs[i].Trip + 1] - firstOfTrip[runs[i].Trip];
        }

        var columns = new TimetableColumns
        {
            ServiceDate = serviceDate,
            Stops = stops.Stops,
            Routes = routes.Routes,
            TripIds = Array.ConvertAll(runs, run => run.Id),
            TripRoute = new int[runs.Length],
            TripHeadsign = new string[runs.Length],
            TripWheelchair = new WheelchairAccess[runs.Length],
            TripContinuation = new int[runs.Length],
            TripFirstStopTime = first,
            StopTimeStop = new int[first[^1]],
            ArrivalSeconds = new int[first[^1]],
            DepartureSeconds = new int[first[^1]],
            Rights = new StopTimeRights[first[^1]],
        };

        Array.Fill(columns.TripContinuation, -1);
        var headsigns = feeds.Select(feed => feed.Trips.Headsigns()).ToArray();
        for (var i = 0; i < runs.Length; i++)
        {
            var run = runs[i];
            var trips = feeds[run.Feed].Trips;
            columns.TripRoute[i] = routes.IndexOf(run.Feed, trips.RouteOf(run.Trip));
            columns.TripHeadsign[i] = headsigns[run.Feed][trips.HeadsignIndexOf(run.Trip)];
            columns.TripWheelchair[i] = trips.WheelchairOf(run.Trip);
            FillStopTimes(feeds[run.Feed].StopTimes, run, options, stops, columns, first[i]);
        }

        return columns;
    }

    static void FillStopTimes(
        GtfsStopTimes source, TripRun run, TimetableOptions options, StopNumbering stops, TimetableColumns columns, int target)
    {
        var sourceStops = source.Stop;
        var arrivals = source.ArrivalSeconds;
        var departures = source.DepartureSeconds;
        for (var i = source.FirstOfTrip[run.Trip]; i < source.FirstOfTrip[run.Trip + 1]; i++, target++)
        {
            columns.StopTimeStop[target] = stops.IndexOf(run.Feed, sourceStops[i]);
            columns.ArrivalSeconds[target] = arrivals[i] + run.ShiftSeconds;
            columns.DepartureSeconds[target] = departures[i] + run.ShiftSeconds;
            columns.Rights[target] = (IsServed(source.PickUpAt(i), options) ? StopTimeRights.Board : StopTimeRights.None)
                | (IsServed(source.DropOffAt(i), options) ? StopTimeRights.Alight : StopTimeRights.None);
        }
    }

    static bool IsServed(GtfsStopService service, TimetableOptions options) =>
        service == GtfsStopService.Regular || (options.IncludesOnDemand && service != GtfsStopService.None);

    static TimetableReport Report(
        IReadOnlyList<GtfsFeed> feeds, DateOnly serviceDate, TripRun[] runs, StopNumbering stops, TimetableColumns columns) => new()
        {
            TripsOnDate = feeds.Sum(feed => feed.TripsOn(serviceDate)),
            Trips = runs.Length,
            TripsOfDaysBefore = runs.Count(run => run.DayOffset < 0),
            TripsOfDaysAfter = runs.Count(run => run.DayOffset > 0),
            ExactFrequencyRuns = runs.Count(run => run.Kind == TripRunKind.ExactFrequency),
            HeadwayFrequencyRuns = runs.Count(run => run.Kind == TripRunKind.HeadwayFrequency),
            Continuations = columns.TripContinuation.Count(trip => trip >= 0),
            Stops = stops.Stops.Length,
            UnusedStops = stops.UnusedCount,
        };

    static void Tell(TimetableReport report, TimetableOptions options, NoticeLog notices)
    {
        if (report.UnusedStops > 0)
        {
            notices.Add(
                "timetable-stops-unused",
                NoticeSeverity.Information,
                options.DateAt,
                $"at {report.UnusedStops} stops no trip of the date and span calls; they were "
                    + $"{(options.DropsUnusedStops ? "left out" : "kept")}.");
        }

        if (report.HeadwayFrequencyRuns > 0)
        {
            notices.Add(
                "timetable-headway-runs",
                NoticeSeverity.Information,
                options.DateAt,
                $"{report.HeadwayFrequencyRuns} runs come from headways without a timetable; each period's first run was set "
                    + "half a headway after its start.");
        }
    }
}
