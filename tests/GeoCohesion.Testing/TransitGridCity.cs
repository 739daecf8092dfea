using GeoCohesion.Core.Network;

namespace GeoCohesion.Testing;

/// <summary>
/// A perfect grid: a line along each row, east and west, and one along each column, north and south, each as regular as a clock. A
/// crossing has a stop of the row and a stop of the column, a short walk apart. Waiting times can be told by hand.
/// </summary>
public sealed class TransitGridCity
{
    const StopTimeRights Both = StopTimeRights.Board | StopTimeRights.Alight;

    /// <param name="side">Crossings along a side.</param>
    /// <param name="hopSeconds">Ride between two crossings.</param>
    /// <param name="rowHeadwaySeconds">Seconds between two vehicles of a row.</param>
    /// <param name="columnHeadwaySeconds">Seconds between two vehicles of a column.</param>
    /// <param name="changeWalkSeconds">Walk between the two stops of a crossing.</param>
    /// <param name="endSeconds">No vehicle starts after this second; the first ones start well before second 0.</param>
    public TransitGridCity(int side, int hopSeconds, int rowHeadwaySeconds, int columnHeadwaySeconds, int changeWalkSeconds, int endSeconds)
    {
        Side = side;
        var trips = new List<(int, int, int, StopTimeRights)[]>();
        var walks = new List<(int, int, int)>();
        for (var line = 0; line < side; line++)
        {
            // Lines start at different seconds, so that nothing is in step.
            int[] east = [.. Enumerable.Range(0, side).Select(x => RowStop(x, line))];
            int[] north = [.. Enumerable.Range(0, side).Select(y => ColumnStop(line, y))];
            Add(trips, east, rowHeadwaySeconds, 17 * line, hopSeconds, endSeconds);
            Add(trips, [.. Enumerable.Reverse(east)], rowHeadwaySeconds, 23 * line, hopSeconds, endSeconds);
            Add(trips, north, columnHeadwaySeconds, 31 * line, hopSeconds, endSeconds);
            Add(trips, [.. Enumerable.Reverse(north)], columnHeadwaySeconds, 41 * line, hopSeconds, endSeconds);
            for (var x = 0; x < side; x++)
            {
                walks.Add((RowStop(x, line), ColumnStop(x, line), changeWalkSeconds));
                walks.Add((ColumnStop(x, line), RowStop(x, line), changeWalkSeconds));
            }
        }

        Timetable = RandomTimetables.Timetable(2 * side * side, trips);
        Footpaths = RandomTimetables.Footpaths(new int[2 * side * side], [.. walks]);
    }

    public int Side { get; }

    public Timetable Timetable { get; }

    public Footpaths Footpaths { get; }

    /// <summary>Stop of a row's line at a crossing.</summary>
    public int RowStop(int x, int y) => 2 * ((y * Side) + x);

    /// <summary>Stop of a column's line at a crossing.</summary>
    public int ColumnStop(int x, int y) => RowStop(x, y) + 1;

    static void Add(List<(int, int, int, StopTimeRights)[]> trips, int[] stops, int headway, int phase, int hop, int end)
    {
        for (var departs = (phase % headway) - (headway * ((stops.Length * hop / headway) + 1)); departs <= end; departs += headway)
        {
            trips.Add([.. stops.Select((stop, i) => (stop, departs + (i * hop), departs + (i * hop), Both))]);
        }
    }
}
