namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Reads <c>routes.txt</c>.</summary>
static class RouteTable
{
    public const string FileName = "routes.txt";
    const int Bus = 3;

    public static GtfsRoute[] Read(GtfsLoad load, IdIndex ids, IdIndex agencyIds)
    {
        using var table = load.OpenRequired(FileName);
        var (id, agency, type) = (table.Require("route_id"), table.Column("agency_id"), table.Require("route_type"));
        var (shortName, longName) = (table.Column("route_short_name"), table.Column("route_long_name"));
        var (color, textColor) = (table.Column("route_color"), table.Column("route_text_color"));
        var routes = new List<GtfsRoute>();
        while (table.ReadRow())
        {
            if (table[id].IsEmpty)
            {
                table.Tell("gtfs-id-missing", id, "the route has no id; the row was left out.");
                continue;
            }

            if (!ids.TryAdd(table[id], out _))
            {
                table.Tell("gtfs-id-twice", id, $"the route '{table.Text(id)}' stands twice; the first was read.");
                continue;
            }

            table.TryInteger(type, Bus, 0, 1799, out var routeType);
            routes.Add(new GtfsRoute
            {
                Id = table.Text(id),
                Agency = Agency(table, agency, agencyIds),
                ShortName = table.Text(shortName),
                LongName = table.Text(longName),
                RouteType = routeType,
                Color = Color(table, color),
                TextColor = Color(table, textColor),
            });
        }

        return [.. routes];
    }

    static int Agency(GtfsTable table, int column, IdIndex agencyIds)
    {
        if (table[column].IsEmpty && agencyIds.Count > 0)
        {
            return 0;
        }

        var agency = agencyIds.Find(table[column]);
        if (agency < 0)
        {
            table.Tell("gtfs-unknown-agency", column, $"there is no agency '{table.Text(column)}' in agency.txt; the route goes without.");
        }

        return agency;
    }

    static string Color(GtfsTable table, int column)
    {
        var color = table[column];
        if (color.IsEmpty)
        {
            return "";
        }

        var isColor = color.Length == 6;
        foreach (var digit in color)
        {
            isColor &= char.IsAsciiHexDigit((char)digit);
        }

        if (!isColor)
        {
            table.Tell(
                "gtfs-color-malformed",
                column,
                $"'{table.Text(column)}' is not a colour; six hexadecimal digits are expected. The route goes without.",
                NoticeSeverity.Information);
            return "";
        }

        return table.Text(column).ToUpperInvariant();
    }
}
