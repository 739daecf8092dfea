namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Reads <c>transfers.txt</c>.</summary>
static class TransferTable
{
    public const string FileName = "transfers.txt";

    public static GtfsTransfer[] Read(GtfsLoad load, IdIndex stopIds, IdIndex routeIds, GtfsTrips trips)
    {
        using var table = load.OpenOptional(FileName);
        if (table is null)
        {
            return [];
        }

        var (fromStop, toStop) = (table.Column("from_stop_id"), table.Column("to_stop_id"));
        var (fromRoute, toRoute) = (table.Column("from_route_id"), table.Column("to_route_id"));
        var (fromTrip, toTrip) = (table.Column("from_trip_id"), table.Column("to_trip_id"));
        var (type, time) = (table.Column("transfer_type"), table.Column("min_transfer_time"));
        var transfers = new List<GtfsTransfer>();
        while (table.ReadRow())
        {
            if (!table.TryInteger(type, 0, 0, 5, out var kind) || !table.TryInteger(time, -1, 0, GtfsValue.LongestSeconds, out var seconds))
            {
                continue;
            }

            var areKnown = TryFind(table, fromStop, stopIds, "stop", out var stopFrom)
                & TryFind(table, toStop, stopIds, "stop", out var stopTo)
                & TryFind(table, fromRoute, routeIds, "route", out var routeFrom)
                & TryFind(table, toRoute, routeIds, "route", out var routeTo)
                & TryFind(table, fromTrip, trips.Ids, "trip", out var tripFrom)
                & TryFind(table, toTrip, trips.Ids, "trip", out var tripTo);
            if (!areKnown)
            {
                continue;
            }

            var transfer = new GtfsTransfer(
                stopFrom,
                stopTo,
                routeFrom,
                routeTo,
                tripFrom,
                tripTo,
                (GtfsTransferType)kind,
                seconds,
                table.Line);
            var isBetweenTrips = transfer.Type >= GtfsTransferType.StaySeated;
            if (isBetweenTrips ? tripFrom < 0 || tripTo < 0 : stopFrom < 0 || stopTo < 0)
            {
                table.Tell(
                    "gtfs-transfer-incomplete",
                    isBetweenTrips ? fromTrip : fromStop,
                    $"a transfer of type {kind} names {(isBetweenTrips ? "both trips" : "both stops")}; this one does not and "
                        + "was left out.");
                continue;
            }

            if (transfer.Type == GtfsTransferType.MinimumTime && seconds < 0)
            {
                table.Tell(
                    "gtfs-transfer-incomplete",
                    time,
                    "a transfer of type 2 states min_transfer_time; this one does not and was left out.");
                continue;
            }

            transfers.Add(transfer);
        }

        return [.. transfers];
    }

    static bool TryFind(GtfsTable table, int column, IdIndex ids, string what, out int index)
    {
        index = table[column].IsEmpty ? -1 : ids.Find(table[column]);
        if (index >= 0 || table[column].IsEmpty)
        {
            return true;
        }

        table.Tell($"gtfs-unknown-{what}", column, $"there is no {what} '{table.Text(column)}' in {what}s.txt; the transfer was left out.");
        return false;
    }
}
