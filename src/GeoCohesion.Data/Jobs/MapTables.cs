using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Transit;
using NetTopologySuite.Geometries;
using NetTopologySuite.Simplify;
using static GeoCohesion.Core.Accessibility.ResultColumn;

namespace GeoCohesion.Data.Jobs;

/// <summary>Tables of a run that are there to be drawn: stops, lines, areas reached from districts, streets, railways and water.</summary>
static class MapTables
{
    const double BackgroundMarginDegrees = 0.05;

    // About 2 m: below what a map shows.
    const double LineToleranceDegrees = 0.00002;

    static readonly GeometryFactory s_wgs84 = new(new PrecisionModel(), 4326);

    /// <summary>All of them; without public transport there are no stops and lines.</summary>
    public static IEnumerable<ResultTable> Make(RunData data, IReadOnlyList<BackgroundFeature> background)
    {
        if (data.PublicTransport is { } transport)
        {
            yield return Stops(transport);
            yield return Lines(transport, data.LineShapes);
        }

        yield return Isochrones(data);
        yield return Residents(data);
        var extent = Extent(data);
        yield return Background("streets", "Fond de carte : rues et chemins", BackgroundKind.Street, "LineString");
        yield return Background("railways", "Fond de carte : voies ferrées", BackgroundKind.Railway, "LineString");
        yield return Background("water", "Fond de carte : eau", BackgroundKind.Water, "Geometry");

        ResultTable Background(string name, string title, BackgroundKind kind, string geometryType)
        {
            var table = new ResultTable(
                name,
                title,
                [
                    Text("id", "Element of OpenStreetMap"),
                    Text("class", "Class in OpenStreetMap"),
                    Whole("rank", "", "How far out it is worth drawing: 1 always, 2 in a city, 3 in a quarter, 4 in a street"),
                    Text("name", "Name"),
                ],
                geometryType)
            {
                IsBackground = true,
            };
            foreach (var feature in background.Where(feature => feature.Kind == kind && feature.Shape.EnvelopeInternal.Intersects(extent)))
            {
                table.Add(feature.Shape, feature.Id, feature.Class, feature.Rank, feature.Name);
            }

            return table;
        }
    }

    static Envelope Extent(RunData data)
    {
        var extent = new Envelope();
        foreach (var district in data.Study.Districts)
        {
            extent.ExpandToInclude(district.Perimeter.EnvelopeInternal);
        }

        foreach (var point in data.Study.Centralities.SelectMany(centrality => centrality.Points))
        {
            extent.ExpandToInclude(point.Longitude, point.Latitude);
        }

        extent.ExpandBy(BackgroundMarginDegrees);
        return extent;
    }

    static ResultTable Stops(PublicTransport transport)
    {
        var table = new ResultTable(
            "stops",
            "Arrêts de transport en commun",
            [
                Text("id", "feed:stop_id"),
                Text("name", "Name"),
                Text("station", "Station it belongs to, feed:stop_id"),
                Text("wheelchair", "Whether a wheelchair can board: yes, no, unknown"),
                Text("lines", "Lines that stop there, separated by ;"),
                .. transport.Days.Select(day => Whole($"departures_{day.Name}", "", $"Departures on {day.Timetable.ServiceDate:yyyy-MM-dd}, from 00:00 to 30:00")),
            ],
            "Point");
        var stops = transport.Days[0].Timetable.Stops.ToArray();
        var days = transport.Days.Select(day => Departures(day.Timetable)).ToArray();
        for (var stop = 0; stop < stops.Length; stop++)
        {
            var lines = days.SelectMany(day => day.Lines[stop]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
            table.Add(
                s_wgs84.CreatePoint(new Coordinate(stops[stop].Longitude, stops[stop].Latitude)),
                [
                    stops[stop].Id,
                    stops[stop].Name,
                    stops[stop].StationId,
                    stops[stop].Wheelchair.ToString().ToLowerInvariant(),
                    string.Join(';', lines),
                    .. days.Select(day => (object?)day.Counts[stop]),
                ]);
        }

        return table;
    }

    static (int[] Counts, SortedSet<string>[] Lines) Departures(Timetable timetable)
    {
        var counts = new int[timetable.StopCount];
        var lines = new SortedSet<string>[timetable.StopCount];
        for (var stop = 0; stop < lines.Length; stop++)
        {
            lines[stop] = new SortedSet<string>(StringComparer.Ordinal);
        }

        for (var trip = 0; trip < timetable.TripCount; trip++)
        {
            // Nobody boards at the last stop of a trip.
            for (var i = timetable.TripFirstStopTime[trip]; i < timetable.TripFirstStopTime[trip + 1] - 1; i++)
            {
                if (timetable.Rights[i].HasFlag(StopTimeRights.Board))
                {
                    counts[timetable.StopTimeStop[i]]++;
                    lines[timetable.StopTimeStop[i]].Add(timetable.Routes[timetable.TripRoute[trip]].Name);
                }
            }
        }

        return (counts, lines);
    }

    static ResultTable Lines(PublicTransport transport, IReadOnlyDictionary<string, IReadOnlyList<LineString>> shapes)
    {
        var table = new ResultTable(
            "lines",
            "Lignes de transport en commun",
            [
                Text("id", "feed:route_id"),
                Text("name", "Name as riders know it"),
                Text("long_name", "Long name"),
                Text("agency", "Agency"),
                Whole("route_type", "", "GTFS route_type"),
                Text("color", "RRGGBB"),
                Text("geometry_source", "shapes: as the timetable draws it; stops: straight from stop to stop"),
                .. transport.Days.Select(day => Whole($"trips_{day.Name}", "", $"Trips on {day.Timetable.ServiceDate:yyyy-MM-dd}")),
            ],
            "MultiLineString");
        var routes = transport.Days.SelectMany(day => day.Timetable.Routes.ToArray()).DistinctBy(route => route.Id).OrderBy(route => route.Id, StringComparer.Ordinal);
        var days = transport.Days.Select(day => Trips(day.Timetable)).ToArray();
        foreach (var route in routes)
        {
            var hops = days.SelectMany(day => day.TryGetValue(route.Id, out var ofRoute) ? ofRoute.Hops : []).Distinct().Order().ToArray();
            if (hops.Length == 0)
            {
                continue;
            }

            var hasShapes = shapes.TryGetValue(route.Id, out var drawn);
            var geometry = hasShapes
                ? s_wgs84.CreateMultiLineString([.. drawn!.Select(Simplified)])
                : s_wgs84.CreateMultiLineString([.. hops.Select(hop => Straight(transport.Days[0].Timetable, hop))]);
            table.Add(
                geometry,
                [
                    route.Id,
                    route.Name,
                    route.LongName,
                    route.Agency,
                    route.RouteType,
                    route.Color,
                    hasShapes ? "shapes" : "stops",
                    .. days.Select(day => (object?)(day.TryGetValue(route.Id, out var ofRoute) ? ofRoute.Trips : 0)),
                ]);
        }

        return table;
    }

    static LineString Simplified(LineString line) => (LineString)DouglasPeuckerSimplifier.Simplify(line, LineToleranceDegrees);

    static LineString Straight(Timetable timetable, (int From, int To) hop)
    {
        var (from, to) = (timetable.Stops[hop.From], timetable.Stops[hop.To]);
        return s_wgs84.CreateLineString([new Coordinate(from.Longitude, from.Latitude), new Coordinate(to.Longitude, to.Latitude)]);
    }

    /// <summary>Per route, its trips and the pairs of stops that they join, whichever way.</summary>
    static Dictionary<string, (int Trips, HashSet<(int From, int To)> Hops)> Trips(Timetable timetable)
    {
        var ofRoute = new Dictionary<string, (int Trips, HashSet<(int From, int To)> Hops)>(StringComparer.Ordinal);
        for (var trip = 0; trip < timetable.TripCount; trip++)
        {
            var id = timetable.Routes[timetable.TripRoute[trip]].Id;
            var (trips, hops) = ofRoute.TryGetValue(id, out var known) ? known : (0, []);
            for (var i = timetable.TripFirstStopTime[trip] + 1; i < timetable.TripFirstStopTime[trip + 1]; i++)
            {
                var (from, to) = (timetable.StopTimeStop[i - 1], timetable.StopTimeStop[i]);
                hops.Add(from < to ? (from, to) : (to, from));
            }

            ofRoute[id] = (trips + 1, hops);
        }

        return ofRoute;
    }

    static ResultTable Residents(RunData data)
    {
        var table = new ResultTable(
            "residents",
            "Habitants des quartiers et des environs",
            [
                Whole("id", "", "Number of the point"),
                Real("residents", "residents", "Residents, or points of equal weight where there is no population"),
                Text("district", "Code of the district; empty in the surroundings"),
            ],
            "Point")
        {
            IsBackground = true,
        };
        for (var i = 0; i < data.Study.Points.Count; i++)
        {
            var point = data.Study.Points[i];
            table.Add(
                s_wgs84.CreatePoint(new Coordinate(Math.Round(point.Longitude, 7), Math.Round(point.Latitude, 7))),
                i + 1,
                point.Residents,
                i < data.Study.OriginCount ? data.Study.Districts[point.District].Code : null);
        }

        return table;
    }

    static ResultTable Isochrones(RunData data)
    {
        var table = new ResultTable(
            "isochrones",
            "Zones atteintes depuis chaque quartier en 10, 20 et 30 minutes",
            [
                Text("id", "District, mode and limit"),
                Text("district", "Code of the district"),
                Text("label", "Label of the district"),
                Text("mode", "Mode"),
                Text("rule", "Which departures of the run's window are within the limit, by public transport: best, median, p85, worst"),
                Seconds("limit_s", "Longest time, from the inhabited cell that is nearest"),
                Real("area_m2", "m2", "Size of the area"),
                Real("resolution_m", "m", "How far the outline may be from where the truth changes"),
                Real("tolerance_m", "m", "How far from its street a point of the area may be"),
            ],
            "MultiPolygon");
        foreach (var isochrone in data.Isochrones)
        {
            var district = data.Study.Districts[isochrone.District];
            table.Add(
                isochrone.Area,
                FormattableString.Invariant($"{district.Code}/{isochrone.Mode}/{isochrone.LimitSeconds}"),
                district.Code,
                district.Label,
                isochrone.Mode,
                isochrone.Rule,
                isochrone.LimitSeconds,
                Math.Round(isochrone.SquareMeters),
                Math.Round(isochrone.ResolutionMillimeters / 1000.0, 1),
                (double)isochrone.ToleranceMeters);
        }

        return table;
    }
}
