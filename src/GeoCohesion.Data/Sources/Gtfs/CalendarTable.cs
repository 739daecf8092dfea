namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Reads <c>calendar.txt</c>.</summary>
static class CalendarTable
{
    public const string FileName = "calendar.txt";

    /// <summary>As in <see cref="DayOfWeek"/>.</summary>
    static readonly string[] s_weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    public static void Read(GtfsLoad load, IdIndex ids, List<ServiceCalendar.Week> weeks)
    {
        using var table = load.OpenOptional(FileName);
        if (table is null)
        {
            return;
        }

        var id = table.Require("service_id");
        var (start, end) = (table.Require("start_date"), table.Require("end_date"));
        var weekdays = Array.ConvertAll(s_weekdays, table.Require);
        while (table.ReadRow())
        {
            if (!table.TryDate(start, out var first) || !table.TryDate(end, out var last))
            {
                continue;
            }

            if (!ids.TryAdd(table[id], out _))
            {
                table.Tell("gtfs-id-twice", id, $"the service '{table.Text(id)}' stands twice; the first was read.");
                continue;
            }

            if (first > last)
            {
                table.Tell(
                    "gtfs-service-dates-reversed",
                    end,
                    $"the service '{table.Text(id)}' ends before it starts; its weekly days do not run.");
            }

            var weekdayBits = 0;
            for (var weekday = 0; weekday < weekdays.Length; weekday++)
            {
                if (table.TryInteger(weekdays[weekday], 0, 0, 1, out var runs) && runs == 1)
                {
                    weekdayBits |= 1 << weekday;
                }
            }

            weeks.Add(new ServiceCalendar.Week(first, last, weekdayBits));
        }
    }
}
