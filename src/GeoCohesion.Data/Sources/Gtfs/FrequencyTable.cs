namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Reads <c>frequencies.txt</c>.</summary>
static class FrequencyTable
{
    public const string FileName = "frequencies.txt";

    /// <summary>A vehicle every ten seconds for a day and more: beyond this a row is a mistake.</summary>
    const int MostRuns = 10_000;

    /// <returns>By trip, then start.</returns>
    public static GtfsFrequency[] Read(GtfsLoad load, GtfsTrips trips)
    {
        using var table = load.OpenOptional(FileName);
        if (table is null)
        {
            return [];
        }

        var (id, headway) = (table.Require("trip_id"), table.Require("headway_secs"));
        var (start, end, exact) = (table.Require("start_time"), table.Require("end_time"), table.Column("exact_times"));
        var frequencies = new List<GtfsFrequency>();
        while (table.ReadRow())
        {
            var trip = trips.Ids.Find(table[id]);
            if (trip < 0)
            {
                table.Tell("gtfs-unknown-trip", id, $"there is no trip '{table.Text(id)}' in trips.txt; the row was left out.");
                continue;
            }

            if (!TryTime(table, start, out var from) || !TryTime(table, end, out var to)
                || !table.TryInteger(headway, 0, 1, GtfsValue.LongestSeconds, out var seconds)
                || !table.TryInteger(exact, 0, 0, 1, out var isExact))
            {
                continue;
            }

            var frequency = new GtfsFrequency(trip, from, to, seconds, isExact == 1);
            if (seconds == 0 || frequency.RunCount == 0 || frequency.RunCount > MostRuns)
            {
                table.Tell(
                    "gtfs-frequency-odd",
                    headway,
                    $"a run every '{table.Text(headway)}' s from {table.Text(start)} to {table.Text(end)} is none or more than "
                        + $"{MostRuns}; the row was left out.",
                    NoticeSeverity.Error);
                continue;
            }

            frequencies.Add(frequency);
        }

        return [.. frequencies.OrderBy(frequency => frequency.Trip).ThenBy(frequency => frequency.StartSeconds)];
    }

    static bool TryTime(GtfsTable table, int column, out int seconds)
    {
        if (GtfsValue.TryTime(table[column], out seconds))
        {
            return true;
        }

        table.Tell(
            "gtfs-time-malformed",
            column,
            $"'{table.Text(column)}' is not a time; expected HH:MM:SS, for example 25:10:00. The row was left out.",
            NoticeSeverity.Error);
        return false;
    }
}
