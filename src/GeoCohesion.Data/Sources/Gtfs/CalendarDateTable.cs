using System.Globalization;
using GeoCohesion.Core;

namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Reads <c>calendar_dates.txt</c>.</summary>
static class CalendarDateTable
{
    public const string FileName = "calendar_dates.txt";
    const int Added = 1;

    /// <summary>Completes the services of <c>calendar.txt</c> with single days.</summary>
    public static ServiceCalendar Read(GtfsLoad load, IdIndex ids, List<ServiceCalendar.Week> weeks)
    {
        var (services, days) = (new ColumnBuilder<int>(), new ColumnBuilder<int>());
        var (isAdded, lines) = (new ColumnBuilder<bool>(), new ColumnBuilder<int>());
        using (var table = load.OpenOptional(FileName))
        {
            if (table is not null)
            {
                ReadRows(table, ids, weeks, services, days, isAdded, lines);
            }
        }

        var (firstRow, order) = RowOrder.Group(services, days, weeks.Count);
        var first = new int[weeks.Count + 1];
        var (exceptionDay, exceptionIsAdded) = (new int[order.Length], new bool[order.Length]);
        var count = 0;
        for (var service = 0; service < weeks.Count; service++)
        {
            foreach (var row in order.AsSpan(firstRow[service], firstRow[service + 1] - firstRow[service]))
            {
                if (count > first[service] && exceptionDay[count - 1] == days[row])
                {
                    var date = DateOnly.FromDayNumber(days[row]).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                    load.Notices.Add(
                        "gtfs-date-twice",
                        NoticeSeverity.Warning,
                        new SourceLocation($"{load.Source}/{FileName}", lines[row], "date"),
                        $"the service '{ids.TextOf(service)}' has the date {date} twice; the first was read.");
                    continue;
                }

                (exceptionDay[count], exceptionIsAdded[count]) = (days[row], isAdded[row]);
                count++;
            }

            first[service + 1] = count;
        }

        return new ServiceCalendar(ids, [.. weeks], first, exceptionDay, exceptionIsAdded);
    }

    static void ReadRows(
        GtfsTable table,
        IdIndex ids,
        List<ServiceCalendar.Week> weeks,
        ColumnBuilder<int> services,
        ColumnBuilder<int> days,
        ColumnBuilder<bool> isAdded,
        ColumnBuilder<int> lines)
    {
        var (id, date, type) = (table.Require("service_id"), table.Require("date"), table.Require("exception_type"));
        while (table.ReadRow())
        {
            if (!table.TryDate(date, out var day) || !table.TryInteger(type, 0, 1, 2, out var exception))
            {
                continue;
            }

            if (exception == 0)
            {
                table.Tell(
                    "gtfs-number-malformed",
                    type,
                    "the field is empty; 1 (added) or 2 (removed) is expected. The row was left out.");
                continue;
            }

            if (ids.TryAdd(table[id], out var service))
            {
                weeks.Add(ServiceCalendar.Week.None);
            }

            services.Add(service);
            days.Add(day);
            isAdded.Add(exception == Added);
            lines.Add(table.Line);
        }
    }
}
