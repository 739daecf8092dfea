namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Reads <c>calendar_dates.txt</c>.</summary>
static class CalendarDateTable
{
    public const string FileName = "calendar_dates.txt";
    const int Added = 1;

    public static void Read(GtfsLoad load, IdIndex ids, List<ServiceCalendar.Service> services)
    {
        using var table = load.OpenOptional(FileName);
        if (table is null)
        {
            return;
        }

        var (id, date, type) = (table.Require("service_id"), table.Require("date"), table.Require("exception_type"));
        while (table.ReadRow())
        {
            if (!table.TryDate(date, out var day) || !table.TryInteger(type, 0, 1, 2, out var exception))
            {
                continue;
            }

            if (exception == 0)
            {
                table.Tell("gtfs-number-malformed", type, "the field is empty; 1 (added) or 2 (removed) is expected. The row was left out.");
                continue;
            }

            if (ids.TryAdd(table[id], out var index))
            {
                services.Add(new ServiceCalendar.Service());
            }

            if (!services[index].Exceptions.TryAdd(day, exception == Added))
            {
                table.Tell("gtfs-date-twice", date, $"the service '{table.Text(id)}' has the date '{table.Text(date)}' twice; the first was read.");
            }
        }
    }
}
