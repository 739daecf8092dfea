using GeoCohesion.Core.Network;

namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Reads <c>trips.txt</c>.</summary>
static class TripTable
{
    public const string FileName = "trips.txt";

    public static GtfsTrips Read(GtfsLoad load, IdIndex routeIds, ServiceCalendar calendar)
    {
        using var table = load.OpenRequired(FileName);
        var (id, route, service) = (table.Require("trip_id"), table.Require("route_id"), table.Require("service_id"));
        var (headsign, block, shape) = (table.Column("trip_headsign"), table.Column("block_id"), table.Column("shape_id"));
        var (direction, wheelchair) = (table.Column("direction_id"), table.Column("wheelchair_accessible"));
        var (ids, headsigns, blocks, shapes) = (new IdIndex(), new IdIndex(), new IdIndex(), new IdIndex());
        var rows = new List<GtfsTrips.TripRow>();
        while (table.ReadRow())
        {
            if (table[id].IsEmpty)
            {
                table.Tell("gtfs-id-missing", id, "the trip has no id; the row was left out.", NoticeSeverity.Error);
                continue;
            }

            if (!ids.TryAdd(table[id], out _))
            {
                table.Tell("gtfs-id-twice", id, $"the trip '{table.Text(id)}' stands twice; the first was read.");
                continue;
            }

            var routeIndex = routeIds.Find(table[route]);
            if (routeIndex < 0)
            {
                table.Tell(
                    "gtfs-unknown-route",
                    route,
                    $"there is no route '{table.Text(route)}' in routes.txt; the trip '{table.Text(id)}' was left out.",
                    NoticeSeverity.Error);
            }

            var serviceIndex = calendar.Find(table[service]);
            if (serviceIndex < 0)
            {
                table.Tell(
                    "gtfs-unknown-service",
                    service,
                    $"there is no service '{table.Text(service)}' in calendar.txt or calendar_dates.txt; the trip "
                        + $"'{table.Text(id)}' was left out.",
                    NoticeSeverity.Error);
            }

            table.TryInteger(direction, -1, 0, 1, out var directionId);
            table.TryInteger(wheelchair, 0, 0, 2, out var access);
            rows.Add(new GtfsTrips.TripRow(
                routeIndex,
                serviceIndex,
                headsigns.Intern(table[headsign]),
                table[block].IsEmpty ? -1 : blocks.Intern(table[block]),
                table[shape].IsEmpty ? -1 : shapes.Intern(table[shape]),
                (sbyte)directionId,
                (WheelchairAccess)access));
        }

        load.Finish(table);
        return new GtfsTrips(ids, headsigns, blocks, shapes, [.. rows]);
    }
}
