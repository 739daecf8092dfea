using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace GeoCohesion.Testing;

/// <summary>Writes GTFS feeds of any size, the same bytes for the same numbers: for measuring what a metropolis or a country takes.</summary>
/// <remarks>
/// Lines zigzag over a square grid of stops 400 m apart. Every trip calls at 25 stops, 90 s apart, and trips of a line are spread evenly over
/// 05:00 to 24:30. A fifth of the services run on Saturdays and Sundays, the rest on weekdays of the year 2026.
/// </remarks>
public static class GeneratedFeed
{
    const int StopsPerTrip = 25;
    const int TripsPerLine = 200;
    const int FirstDepartureSeconds = 5 * 3600;
    const int LastDepartureSeconds = (24 * 3600) + 1800;
    const int HopSeconds = 90;

    /// <summary>Writes a zip file.</summary>
    /// <param name="path">Of the file to make.</param>
    /// <param name="stopTimeCount">How many stop times; rounded up to whole trips of 25.</param>
    public static void WriteZip(string path, int stopTimeCount)
    {
        using var file = File.Create(path);
        using var zip = new ZipArchive(file, ZipArchiveMode.Create);
        var tripCount = (stopTimeCount + StopsPerTrip - 1) / StopsPerTrip;
        var lineCount = (tripCount + TripsPerLine - 1) / TripsPerLine;
        var side = Math.Max(StopsPerTrip + 1, (int)Math.Ceiling(Math.Sqrt(lineCount * 6.0)));
        Write(zip, "agency.txt", ["agency_id,agency_name,agency_url,agency_timezone", "G,Generated,http://g.example,Europe/Paris"]);
        Write(
            zip,
            "calendar.txt",
            [
                "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date",
                "week,1,1,1,1,1,0,0,20260101,20261231",
                "weekend,0,0,0,0,0,1,1,20260101,20261231",
            ]);
        Write(zip, "stops.txt", Stops(side));
        Write(zip, "routes.txt", Routes(lineCount));
        Write(zip, "trips.txt", Trips(tripCount));
        Write(zip, "stop_times.txt", StopTimes(tripCount, side));
    }

    static IEnumerable<string> Stops(int side)
    {
        yield return "stop_id,stop_name,stop_lat,stop_lon";
        for (var i = 0; i < side * side; i++)
        {
            var (x, y) = (i % side, i / side);
            yield return Text($"stop:{i},Stop {x} {y},{48 + (y * 0.0036):F5},{2 + (x * 0.0054):F5}");
        }
    }

    static IEnumerable<string> Routes(int lineCount)
    {
        yield return "route_id,agency_id,route_short_name,route_long_name,route_type";
        for (var line = 0; line < lineCount; line++)
        {
            yield return Text($"line:{line},G,{line},Line {line},3");
        }
    }

    static IEnumerable<string> Trips(int tripCount)
    {
        yield return "route_id,service_id,trip_id,trip_headsign,direction_id,block_id";
        for (var trip = 0; trip < tripCount; trip++)
        {
            var line = trip / TripsPerLine;
            yield return Text($"line:{line},{(trip % 5 == 4 ? "weekend" : "week")},{TripId(trip)},To the end of line {line},{trip % 2},");
        }
    }

    static IEnumerable<string> StopTimes(int tripCount, int side)
    {
        yield return "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type,shape_dist_traveled";
        for (var trip = 0; trip < tripCount; trip++)
        {
            var (line, number) = (trip / TripsPerLine, trip % TripsPerLine);
            var departure = FirstDepartureSeconds + (int)((long)(LastDepartureSeconds - FirstDepartureSeconds) * number / TripsPerLine);
            for (var position = 0; position < StopsPerTrip; position++)
            {
                var time = Time(departure + (position * HopSeconds));
                yield return Text($"{TripId(trip)},{time},{time},stop:{StopOf(line, trip % 2, position, side)},{position},0,0,{position * 400}");
            }
        }
    }

    /// <summary>Even lines run along the rows, odd ones along the columns; each starts somewhere else, and comes back the same way.</summary>
    static int StopOf(int line, int direction, int position, int side)
    {
        var along = ((line * 7) % (side - StopsPerTrip)) + (direction == 0 ? position : StopsPerTrip - 1 - position);
        var across = line / 2 % side;
        return line % 2 == 0 ? (across * side) + along : (along * side) + across;
    }

    static string TripId(int trip) => Text($"generated:trip:{trip:D8}");

    static string Time(int seconds) => Text($"{seconds / 3600:D2}:{seconds / 60 % 60:D2}:{seconds % 60:D2}");

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    static void Write(ZipArchive zip, string name, IEnumerable<string> lines)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);

        // A zip entry carries a time; a fixed one keeps the bytes the same.
        entry.LastWriteTime = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var writer = new StreamWriter(entry.Open(), new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
        foreach (var line in lines)
        {
            writer.WriteLine(line);
        }
    }
}
