using GeoCohesion.Core.Network;

namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Reads <c>stops.txt</c>.</summary>
static class StopTable
{
    public const string FileName = "stops.txt";

    /// <summary>No stop lies this close to the crossing of the equator and the meridian of Greenwich: an unset position.</summary>
    const double ZeroDegrees = 0.001;

    public static GtfsStop[] Read(GtfsLoad load, IdIndex ids)
    {
        using var table = load.OpenRequired(FileName);
        var (id, name) = (table.Require("stop_id"), table.Column("stop_name"));
        var (type, parent) = (table.Column("location_type"), table.Column("parent_station"));
        var (longitude, latitude) = (table.Column("stop_lon"), table.Column("stop_lat"));
        var (wheelchair, platform, level) = (table.Column("wheelchair_boarding"), table.Column("platform_code"), table.Column("level_id"));
        var stops = new List<GtfsStop>();
        var parents = new List<(int Line, string Id)>();
        while (table.ReadRow())
        {
            if (table[id].IsEmpty)
            {
                table.Tell("gtfs-id-missing", id, "the stop has no id; the row was left out.");
                continue;
            }

            if (!ids.TryAdd(table[id], out _))
            {
                table.Tell("gtfs-id-twice", id, $"the stop '{table.Text(id)}' stands twice; the first was read.");
                continue;
            }

            table.TryInteger(type, 0, 0, 4, out var locationType);
            table.TryInteger(wheelchair, 0, 0, 2, out var access);
            var (x, y) = Position(table, id, longitude, latitude, (GtfsLocationType)locationType);
            stops.Add(new GtfsStop
            {
                Id = table.Text(id),
                Name = table.Text(name),
                Longitude = x,
                Latitude = y,
                Type = (GtfsLocationType)locationType,
                PlatformCode = table.Text(platform),
                LevelId = table.Text(level),
                Wheelchair = (WheelchairAccess)access,
            });
            parents.Add((table.Line, table.Text(parent)));
        }

        return Join(stops, parents, ids, load);
    }

    static (double Longitude, double Latitude) Position(GtfsTable table, int id, int longitude, int latitude, GtfsLocationType type)
    {
        if (!table.TryDecimal(longitude, out var x) || !table.TryDecimal(latitude, out var y))
        {
            return (double.NaN, double.NaN);
        }

        if (double.IsNaN(x) || double.IsNaN(y))
        {
            // Nodes and boarding areas may go without; nothing is measured from them.
            if (type is GtfsLocationType.Stop or GtfsLocationType.Station or GtfsLocationType.Entrance)
            {
                table.Tell(
                    "gtfs-stop-without-position",
                    double.IsNaN(x) ? longitude : latitude,
                    $"the stop '{table.Text(id)}' has no position; it was left out.",
                    NoticeSeverity.Error);
            }

            return (double.NaN, double.NaN);
        }

        if (Math.Abs(x) < ZeroDegrees && Math.Abs(y) < ZeroDegrees)
        {
            table.Tell("gtfs-stop-at-zero", latitude, $"the stop '{table.Text(id)}' lies at 0,0; it was left out.", NoticeSeverity.Error);
            return (double.NaN, double.NaN);
        }

        if (Math.Abs(x) > 180 || Math.Abs(y) > 90)
        {
            table.Tell(
                "gtfs-position-malformed",
                Math.Abs(x) > 180 ? longitude : latitude,
                $"'{table.Text(Math.Abs(x) > 180 ? longitude : latitude)}' is not in degrees of WGS84; the stop "
                    + $"'{table.Text(id)}' was left out.",
                NoticeSeverity.Error);
            return (double.NaN, double.NaN);
        }

        return (x, y);
    }

    static GtfsStop[] Join(List<GtfsStop> stops, List<(int Line, string Id)> parents, IdIndex ids, GtfsLoad load)
    {
        var parentOf = new int[stops.Count];
        for (var stop = 0; stop < parentOf.Length; stop++)
        {
            var (line, id) = parents[stop];
            parentOf[stop] = id.Length == 0 ? -1 : ids.Find(id);
            var isWrong = id.Length > 0 && (parentOf[stop] < 0 || !MayContain(stops[parentOf[stop]].Type, stops[stop].Type));
            if (isWrong)
            {
                load.Notices.Add(
                    "gtfs-unknown-station",
                    NoticeSeverity.Warning,
                    new Core.SourceLocation($"{load.Source}/{FileName}", line, "parent_station"),
                    $"'{id}' is not a station that the stop '{stops[stop].Id}' can belong to; the stop was taken to stand alone.");
                parentOf[stop] = -1;
            }
        }

        var joined = new GtfsStop[stops.Count];
        for (var stop = 0; stop < joined.Length; stop++)
        {
            // Two levels at most: a boarding area belongs to a platform, a platform to a station.
            var parent = parentOf[stop];
            var grandParent = parent < 0 ? -1 : parentOf[parent];
            var wheelchair = stops[stop].Wheelchair;
            wheelchair = wheelchair == WheelchairAccess.Unknown && parent >= 0 ? stops[parent].Wheelchair : wheelchair;
            wheelchair = wheelchair == WheelchairAccess.Unknown && grandParent >= 0 ? stops[grandParent].Wheelchair : wheelchair;
            joined[stop] = stops[stop] with
            {
                Parent = parent,
                Station = stops[stop].Type switch
                {
                    GtfsLocationType.Station => stop,
                    GtfsLocationType.BoardingArea => grandParent,
                    _ => parent,
                },
                Wheelchair = wheelchair,
            };
        }

        return joined;
    }

    static bool MayContain(GtfsLocationType parent, GtfsLocationType child) => child switch
    {
        GtfsLocationType.Station => false,
        GtfsLocationType.BoardingArea => parent == GtfsLocationType.Stop,
        _ => parent == GtfsLocationType.Station,
    };
}
