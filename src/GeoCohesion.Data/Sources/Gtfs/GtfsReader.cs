using GeoCohesion.Core;

namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Reads a GTFS Schedule feed: a zip file, a folder, or texts in memory.</summary>
public static class GtfsReader
{
    /// <summary>Reads a feed from a zip file or a folder.</summary>
    /// <param name="path">Of the zip file or of the folder.</param>
    /// <param name="feedName">Name that scopes the feed's ids; see <see cref="GtfsFeed.Name"/>.</param>
    /// <param name="notices">Told of flaws that were lived with.</param>
    /// <param name="progress">Told the share that is read, 0 to 1.</param>
    /// <exception cref="InputException">
    /// The input cannot be opened (see <see cref="InputFolder.Open"/>), a table or a column is missing (<c>gtfs-file-missing</c>,
    /// <c>gtfs-column-missing</c>), a table is damaged (<c>gtfs-utf16</c>, <c>gtfs-quote-open</c>, <c>gtfs-row-too-long</c>), no trip can run
    /// (<c>gtfs-no-trips</c>), or the name is no name (<c>gtfs-feed-name</c>).
    /// </exception>
    public static GtfsFeed Read(string path, string feedName, NoticeLog notices, IProgress<double>? progress = null)
    {
        using var folder = InputFolder.Open(path, notices);
        return Read(folder, feedName, notices, progress);
    }

    /// <summary>Reads a feed from its tables.</summary>
    /// <param name="folder">Where the tables are.</param>
    /// <param name="feedName">Name that scopes the feed's ids; see <see cref="GtfsFeed.Name"/>.</param>
    /// <param name="notices">Told of flaws that were lived with.</param>
    /// <param name="progress">Told the share that is read, 0 to 1.</param>
    /// <exception cref="InputException">As the other <c>Read</c>.</exception>
    public static GtfsFeed Read(InputFolder folder, string feedName, NoticeLog notices, IProgress<double>? progress = null)
    {
        if (feedName.Length == 0 || feedName.Contains(':', StringComparison.Ordinal))
        {
            throw new InputException(
                "gtfs-feed-name",
                $"'{feedName}' cannot name a feed; a name without a colon is expected.",
                new SourceLocation(folder.Source));
        }

        var load = new GtfsLoad(folder, notices, progress);
        load.Expect(TripTable.FileName, StopTimeTable.FileName, ShapeTable.FileName);
        RequireTables(load, folder);

        var (agencyIds, stopIds, routeIds) = (new IdIndex(), new IdIndex(), new IdIndex());
        var agencies = AgencyTable.Read(load, agencyIds);
        var stops = StopTable.Read(load, stopIds);
        var routes = RouteTable.Read(load, routeIds, agencyIds);
        var calendar = ReadCalendar(load);
        var trips = TripTable.Read(load, routeIds, calendar);
        var stopTimes = StopTimeTable.Read(load, stops, stopIds, routes, trips);
        var feed = new GtfsFeed(feedName, folder.Source, trips, stopTimes, calendar, FrequencyTable.Read(load, trips))
        {
            Agencies = agencies,
            TimeZone = AgencyTable.ZoneOf(agencies, load),
            Stops = stops,
            Routes = routes,
            Transfers = TransferTable.Read(load, stopIds, routeIds, trips),
            Pathways = PathwayTable.Read(load, stopIds),
            Levels = LevelTable.Read(load),
            Shapes = ShapeTable.Read(load, trips.ShapeIds),
            Info = FeedInfoTable.Read(load),
            Attributions = AttributionTable.Read(load),
        };

        TellUnused(feed, load);
        return feed.TripsOn(feed.FirstServiceDate) > 0
            ? feed
            : throw new InputException(
                "gtfs-no-trips",
                $"of the {trips.Count} trips of the feed {feed.RunningTripCount} can be used, and none runs on any day; a feed "
                    + "with one at least is expected.",
                new SourceLocation(folder.Source));
    }

    static void RequireTables(GtfsLoad load, InputFolder folder)
    {
        foreach (var name in (ReadOnlySpan<string>)
            [AgencyTable.FileName, StopTable.FileName, RouteTable.FileName, TripTable.FileName, StopTimeTable.FileName])
        {
            load.OpenRequired(name).Dispose();
        }

        if (!load.Has(CalendarTable.FileName) && !load.Has(CalendarDateTable.FileName))
        {
            throw new InputException(
                "gtfs-file-missing",
                $"both '{CalendarTable.FileName}' and '{CalendarDateTable.FileName}' are missing; a GTFS feed has one of them at least.",
                new SourceLocation(folder.Source));
        }

        foreach (var name in (ReadOnlySpan<string>)["locations.geojson", "location_groups.txt", "booking_rules.txt"])
        {
            if (load.Has(name))
            {
                load.Notices.Add(
                    "gtfs-flex-not-read",
                    NoticeSeverity.Information,
                    folder.At(name),
                    "on-demand services by zone are not read; trips that need them are left out.");
            }
        }
    }

    static ServiceCalendar ReadCalendar(GtfsLoad load)
    {
        var ids = new IdIndex();
        var weeks = new List<ServiceCalendar.Week>();
        CalendarTable.Read(load, ids, weeks);
        return CalendarDateTable.Read(load, ids, weeks);
    }

    static void TellUnused(GtfsFeed feed, GtfsLoad load)
    {
        var isRouteUsed = new bool[feed.Routes.Count];
        for (var trip = 0; trip < feed.Trips.Count; trip++)
        {
            if (feed.StopTimes.Runs(trip))
            {
                isRouteUsed[feed.Trips.RouteOf(trip)] = true;
            }
        }

        for (var route = 0; route < isRouteUsed.Length; route++)
        {
            if (!isRouteUsed[route])
            {
                var id = feed.Routes[route].Id;
                Tell(load, "gtfs-route-without-trips", RouteTable.FileName, "route_id", $"the route '{id}' has no trip that can run.");
            }
        }

        for (var service = 0; service < feed.Calendar.Count; service++)
        {
            if (!feed.Calendar.DaysOf(service).Any())
            {
                var id = feed.Calendar.IdOf(service);
                Tell(load, "gtfs-service-without-days", CalendarTable.FileName, "service_id", $"the service '{id}' runs on no day.");
            }
        }

        var isStopUsed = new bool[feed.Stops.Count];
        foreach (var stop in feed.StopTimes.Stop)
        {
            isStopUsed[stop] = true;
        }

        for (var stop = 0; stop < isStopUsed.Length; stop++)
        {
            if (!isStopUsed[stop] && feed.Stops[stop].Type == GtfsLocationType.Stop)
            {
                Tell(load, "gtfs-stop-unused", StopTable.FileName, "stop_id", $"no trip calls at the stop '{feed.Stops[stop].Id}'.");
            }
        }

        if (feed.LeftOutTripCount > 0)
        {
            load.Notices.Add(
                "gtfs-trips-left-out",
                NoticeSeverity.Error,
                new SourceLocation($"{load.Source}/{TripTable.FileName}"),
                $"{feed.LeftOutTripCount} of {feed.Trips.Count} trips cannot run and were left out; the other notices say why.");
        }
    }

    static void Tell(GtfsLoad load, string code, string file, string field, string sentence) =>
        load.Notices.Add(code, NoticeSeverity.Information, new SourceLocation($"{load.Source}/{file}", null, field), sentence);
}
