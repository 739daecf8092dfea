using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using static GeoCohesion.Core.Accessibility.ResultColumn;

namespace GeoCohesion.Core.Indicators;

/// <summary>Each line that serves a district, on each type of day.</summary>
public sealed class TransitLines : IIndicator
{
    /// <inheritdoc/>
    public string Name => "transit-lines";

    /// <inheritdoc/>
    public IndicatorInfo Info { get; } = new(
        "Lignes qui desservent le quartier",
        "Lines that serve the district",
        "Per district, day type and line with a departure within a walked distance (stops.walkMeters, 500 m unless given) of any "
            + "inhabited origin, 04:00 to 04:00: trips per period, each once, at its stop nearest to an origin; both directions together. "
            + "Mean headway: 12 h over the departures towards one next stop from one stop area between 07:00 and 19:00, of the stop area "
            + "and direction with the least; worst headway: the longest stretch of these hours without a departure, of the stop area and "
            + "direction with the least. Walked metres are walking seconds x the run's walking speed: stairs count as longer.",
        "trips, s, m",
        "Pacte de Dijon (2018), fréquence de desserte des quartiers; definitions: this project",
        "The line's own timetable: only what can be boarded from the district counts. A line that the feed cuts into several routes "
            + "is several lines.");

    /// <inheritdoc/>
    public string? Missing(Study study) => TransitTables.Missing(study);

    /// <inheritdoc/>
    public IReadOnlyList<ResultTable> Compute(Study study)
    {
        var table = NewTable();
        var residents = study.Residents;
        var originsByDistrict = study.OriginsByDistrict();
        foreach (var day in study.Days)
        {
            var board = new DepartureBoard(day.Timetable, day.Walks, ServicePeriod.WholeDay);
            var routesOfStop = RoutesOfStop(board);
            var (tally, headways) = (new TripTally(board), new SeriesHeadways(board));
            for (var district = 0; district < study.Districts.Count; district++)
            {
                AddRows(table, study, day, district, originsByDistrict[district], residents, board, routesOfStop, tally, headways);
            }
        }

        return [table];
    }

    static ResultTable NewTable() => new(
        "district_lines",
        "Lignes de transport collectif par quartier et type de jour",
        [
            Text("id", "District code, slash, day, slash, line"),
            Text("district", "Code of the district"),
            .. TransitTables.DayColumns,
            Text("line", "Id of the route in the timetable"),
            Text("line_name", "Name of the line"),
            Text("line_long_name", "Long name of the line"),
            Text("agency", "Agency"),
            Whole("route_type", "", "GTFS route_type"),
            Whole("walk_m", "m", "Walked distance within which trips are counted"),
            Whole("trips", "trips", "Trips that can be boarded, 04:00 to 04:00, both directions, each once"),
            .. ServicePeriod.All.Select(period => Whole(
                $"trips_{period.Name}", "trips", $"The same, in the {TransitTables.Describe(period)}")),
            Text("first_departure", "First departure after 04:00, HH:MM:SS"),
            Text("last_departure", "Last departure before 28:00 (04:00), HH:MM:SS, hours going on after 24"),
            Seconds(
                "mean_headway_s",
                "Mean headway of the stop area and direction with the least, 07:00-19:00; null without a departure then"),
            Seconds(
                "worst_headway_s",
                "Longest stretch without a departure of the stop area and direction with the least, 07:00-19:00; "
                    + "null without a departure then"),
            Text("nearest_stop", "Id of the line's stop nearest to any origin"),
            Text("nearest_stop_name", "Its name"),
            Real("nearest_walk_m", "m", "Walk to it from the origin it is nearest to"),
            Seconds("median_walk_s", "Median resident's walk to the line's nearest stop; null when it is over 15 minutes"),
            Share("share_within", "Share of residents with a stop of the line within the walked distance"),
        ],
        null);

    static int[][] RoutesOfStop(DepartureBoard board)
    {
        var routes = new int[board.Timetable.StopCount][];
        var found = new HashSet<int>();
        for (var stop = 0; stop < routes.Length; stop++)
        {
            found.Clear();
            foreach (var departure in board.At(stop))
            {
                found.Add(board.Series[departure.Series].Route);
            }

            routes[stop] = [.. found];
        }

        return routes;
    }

    static void AddRows(
        ResultTable table,
        Study study,
        DayService day,
        int district,
        IReadOnlyList<int> origins,
        double[] residents,
        DepartureBoard board,
        int[][] routesOfStop,
        TripTally tally,
        SeriesHeadways headways)
    {
        var limit = WalkedDistance.LongestSeconds(study.Stops.WalkMeters, study.WalkSpeedKph);
        var stops = StopReach.Of(day.Walks, origins, limit);
        var tripsOfRoute = tally.Run(stops).ToLookup(trip => day.Timetable.TripRoute[trip.Trip]);
        var headwaysOfRoute = headways.Run(stops, ServicePeriod.HeadwayHours).ToLookup(headway => board.Series[headway.Series].Route);
        var walkOfOrigin = origins.Select(origin => NearestOfRoutes(day.Walks[origin], routesOfStop)).ToArray();
        foreach (var group in tripsOfRoute.OrderBy(group => group.Key))
        {
            var route = day.Timetable.Routes[group.Key];
            BoardableTrip[] trips = [.. group];
            var (first, last) = TransitTables.Span(trips)!.Value;
            var nearest = stops.First(stop => routesOfStop[stop.Stop].Contains(group.Key));
            var headwaysHere = headwaysOfRoute[group.Key].ToArray();
            var walks = walkOfOrigin.Select(walk => walk.GetValueOrDefault(group.Key, TravelTime.Unreached)).ToArray();
            double[] weights = [.. origins.Select(origin => residents[origin])];
            var summary = TravelTimeSummary.Of(walks, weights, limit);
            table.Add(
                null,
                [
                    $"{study.Districts[district].Code}/{day.Name}/{route.Id}",
                    study.Districts[district].Code,
                    day.Name,
                    day.French,
                    route.Id,
                    route.Name,
                    route.LongName,
                    route.Agency,
                    route.RouteType,
                    study.Stops.WalkMeters,
                    trips.Length,
                    .. ServicePeriod.All.Select(period => (object?)TripTally.Count(trips, period.Hours)),
                    TransitTables.Clock(first),
                    TransitTables.Clock(last),
                    headwaysHere.Length > 0 ? headwaysHere.Min(headway => headway.MeanSeconds) : null,
                    headwaysHere.Length > 0 ? headwaysHere.Min(headway => headway.WorstSeconds) : null,
                    day.Timetable.Stops[nearest.Stop].Id,
                    day.Timetable.Stops[nearest.Stop].Name,
                    WalkedDistance.Meters(nearest.WalkSeconds, study.WalkSpeedKph),
                    TravelTime.Reached(summary.MedianSeconds),
                    summary.ShareWithinLimit,
                ]);
        }
    }

    static Dictionary<int, int> NearestOfRoutes(ReadOnlySpan<StopWalk> walks, int[][] routesOfStop)
    {
        var nearest = new Dictionary<int, int>();
        foreach (var (stop, walkSeconds) in walks)
        {
            foreach (var route in routesOfStop[stop])
            {
                nearest[route] = Math.Min(walkSeconds, nearest.GetValueOrDefault(route, TravelTime.Unreached));
            }
        }

        return nearest;
    }
}
