namespace GeoCohesion.Testing;

/// <summary>
/// A bus line of the <see cref="SmallTown"/> with four trips: from A (column 10) in 3 minutes to B (column 40) and in another to C (column 44). The
/// vehicles differ in whether they take wheelchairs.
/// </summary>
/// <remarks>
/// From column 0 people on foot are at A after 900 s, riders of bicycles after 240 s. With a slack of 60 s and a departure from 08:00:00 to 08:00:59
/// they miss everything before 08:16:59 and 08:05:59.
/// </remarks>
public static class BusLine
{
    public const string Stops = "stop_id,stop_name,stop_lat,stop_lon,wheelchair_boarding\n";

    const string StopTimes = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n";

    /// <summary>Writes the GTFS folder <c>bus</c> into a folder, with the accessibility of stop C as GTFS writes it, and returns its path.</summary>
    public static string Write(string folder, string accessOfC = "")
    {
        var path = Directory.CreateDirectory(Path.Combine(folder, "bus")).FullName;
        var tables = GtfsText.Tables("");
        var files = new Dictionary<string, string>(tables)
        {
            ["stops.txt"] = Stops + Stop("A", 10, "1") + Stop("B", 40, "1") + Stop("C", 44, accessOfC),
            ["trips.txt"] = "route_id,service_id,trip_id,wheelchair_accessible\nR,daily,early,1\nR,daily,no,2\nR,daily,unknown,\nR,daily,yes,1\n",
            ["stop_times.txt"] = StopTimes + Trip("early", 6) + Trip("no", 17) + Trip("unknown", 27) + Trip("yes", 37),
        };
        foreach (var (name, text) in files)
        {
            File.WriteAllText(Path.Combine(path, name), text);
        }

        return path;
    }

    static string Stop(string id, int column, string access) =>
        FormattableString.Invariant($"{id},Stop {id},{SmallTown.Latitude(2)},{SmallTown.Longitude(column)},{access}\n");

    static string Trip(string id, int minute) =>
        FormattableString.Invariant($"{id},08:{minute:00}:00,08:{minute:00}:00,A,1\n{id},08:{minute + 3:00}:00,08:{minute + 3:00}:00,B,2\n{id},08:{minute + 4:00}:00,08:{minute + 4:00}:00,C,3\n");
}
