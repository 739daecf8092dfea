namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Reads <c>agency.txt</c>.</summary>
static class AgencyTable
{
    public const string FileName = "agency.txt";

    public static GtfsAgency[] Read(GtfsLoad load, IdIndex ids)
    {
        using var table = load.OpenRequired(FileName);
        var (id, name) = (table.Column("agency_id"), table.Require("agency_name"));
        var (url, zone) = (table.Column("agency_url"), table.Column("agency_timezone"));
        var agencies = new List<GtfsAgency>();
        while (table.ReadRow())
        {
            if (!ids.TryAdd(table[id], out _))
            {
                table.Tell("gtfs-id-twice", id, $"the agency '{table.Text(id)}' stands twice; the first was read.");
                continue;
            }

            var agency = new GtfsAgency(table.Text(id), table.Text(name), table.Text(url), table.Text(zone));
            if (agencies.Count > 0 && agency.TimeZone != agencies[0].TimeZone)
            {
                table.Tell(
                    "gtfs-time-zones-differ",
                    zone,
                    $"the zone is '{agency.TimeZone}' and that of the first agency '{agencies[0].TimeZone}'; GTFS asks for "
                        + "one, the first was used.");
            }

            agencies.Add(agency);
        }

        return [.. agencies];
    }

    /// <summary>The zone of the first agency; null, and told, where it is missing or unknown to this machine.</summary>
    public static TimeZoneInfo? ZoneOf(GtfsAgency[] agencies, GtfsLoad load)
    {
        var name = agencies.Length == 0 ? "" : agencies[0].TimeZone;
        if (name.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
        {
            return zone;
        }

        load.Notices.Add(
            "gtfs-time-zone-unknown",
            NoticeSeverity.Warning,
            new Core.SourceLocation($"{load.Source}/{FileName}", null, "agency_timezone"),
            $"'{name}' is not a time zone that this machine knows, for example Europe/Paris; all days were taken for 24 h long.");
        return null;
    }
}
