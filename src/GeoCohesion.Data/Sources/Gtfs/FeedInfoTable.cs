namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Reads <c>feed_info.txt</c>.</summary>
static class FeedInfoTable
{
    public const string FileName = "feed_info.txt";

    public static GtfsFeedInfo? Read(GtfsLoad load)
    {
        using var table = load.OpenOptional(FileName);
        if (table is null || !table.ReadRow())
        {
            return null;
        }

        return new GtfsFeedInfo(
            table.Text(table.Column("feed_publisher_name")),
            table.Text(table.Column("feed_publisher_url")),
            table.Text(table.Column("feed_version")),
            Date(table, "feed_start_date"),
            Date(table, "feed_end_date"));
    }

    static DateOnly? Date(GtfsTable table, string name)
    {
        var column = table.Column(name);
        return table[column].IsEmpty || !table.TryDate(column, out var day) ? null : DateOnly.FromDayNumber(day);
    }
}
