namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Reads <c>pathways.txt</c>.</summary>
/// <remarks>
/// A pathway takes its <c>traversal_time</c>; else its <c>length</c> at 4 km/h (moving walkways as fast as walking beside them) plus half a
/// second for each step of <c>stair_count</c>; else, with neither, nothing: its length is unknown, and told as <c>gtfs-pathway-untimed</c>.
/// Elevators without a time take 60 s.
/// </remarks>
static class PathwayTable
{
    public const string FileName = "pathways.txt";
    const double MetersPerSecond = 4 / 3.6;
    const double SecondsPerStep = 0.5;
    const int ElevatorSeconds = 60;

    public static GtfsPathway[] Read(GtfsLoad load, IdIndex stopIds)
    {
        using var table = load.OpenOptional(FileName);
        if (table is null)
        {
            return [];
        }

        var (from, to, mode) = (table.Require("from_stop_id"), table.Require("to_stop_id"), table.Require("pathway_mode"));
        var both = table.Require("is_bidirectional");
        var (length, time, stairs) = (table.Column("length"), table.Column("traversal_time"), table.Column("stair_count"));
        var pathways = new List<GtfsPathway>();
        while (table.ReadRow())
        {
            var (fromStop, toStop) = (stopIds.Find(table[from]), stopIds.Find(table[to]));
            if (fromStop < 0 || toStop < 0)
            {
                var column = fromStop < 0 ? from : to;
                table.Tell("gtfs-unknown-stop", column, $"there is no stop '{table.Text(column)}' in stops.txt; the pathway was left out.");
                continue;
            }

            if (!table.TryInteger(mode, 1, 1, 7, out var kind) || !table.TryInteger(both, 0, 0, 1, out var isBoth)
                || !table.TryInteger(time, -1, 0, 86_400, out var seconds) || !table.TryInteger(stairs, 0, -10_000, 10_000, out var steps)
                || !table.TryDecimal(length, out var meters))
            {
                continue;
            }

            var pathwayMode = (GtfsPathwayMode)kind;
            if (seconds < 0)
            {
                seconds = Reckon(table, pathwayMode, meters, Math.Abs(steps), length);
            }

            pathways.Add(new GtfsPathway(
                fromStop,
                toStop,
                pathwayMode,
                isBoth == 1 && pathwayMode != GtfsPathwayMode.ExitGate,
                seconds,
                pathwayMode is not (GtfsPathwayMode.Stairs or GtfsPathwayMode.Escalator)));
        }

        return [.. pathways];
    }

    static int Reckon(GtfsTable table, GtfsPathwayMode mode, double meters, int steps, int lengthColumn)
    {
        if (mode == GtfsPathwayMode.Elevator)
        {
            return ElevatorSeconds;
        }

        if (double.IsNaN(meters) && steps == 0 && mode is not (GtfsPathwayMode.FareGate or GtfsPathwayMode.ExitGate))
        {
            table.Tell(
                "gtfs-pathway-untimed",
                lengthColumn,
                "the pathway has neither traversal_time, length nor stair_count; it was taken to need no time.",
                NoticeSeverity.Information);
        }

        var length = double.IsNaN(meters) ? 0 : Math.Clamp(meters, 0, 100_000);
        return (int)Math.Ceiling((length / MetersPerSecond) + (steps * SecondsPerStep));
    }
}
