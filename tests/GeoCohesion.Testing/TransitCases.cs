using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Data;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Sources.Gtfs;

namespace GeoCohesion.Testing;

/// <summary>A timetable with its footpaths, the window to search, and places to start from.</summary>
public sealed record TransitCase(Timetable Timetable, Footpaths Footpaths, TimeWindow Window, Func<int, StopWalk[]> Place);

/// <summary>Whole cities to search in, by name: a generated city, and real ones where they are on the machine.</summary>
/// <remarks>Walks of the real ones are as the crow flies, times 1.3, at 4 km/h: at most 10 minutes between stops, 15 to a stop.</remarks>
public static class TransitCases
{
    const double MetersPerSecond = 4 / 3.6 / 1.3;
    const int MostTransferSeconds = 600;
    const int MostAccessSeconds = 900;

    static readonly (string Name, string File, DateOnly Date, int FromHour)[] s_real =
    [
        ("milan", "milan/milan-gtfs.zip", new DateOnly(2014, 10, 21), 7),
        ("porto-alegre", "porto-alegre/poa_eptc.zip", new DateOnly(2019, 5, 13), 13),
    ];

    /// <summary>Names of the timetables there are.</summary>
    public static IEnumerable<string> Names => s_real.Where(r => RealData.Find(r.File) is not null).Select(r => r.Name).Prepend("city");

    public static TransitCase Case(string name)
    {
        if (name == "city")
        {
            var city = TransitCity.Create();
            return new TransitCase(city.Timetable, city.Footpaths, new TimeWindow(7 * 3600, 9 * 3600), TransitCity.Place);
        }

        var (_, file, date, hour) = s_real.First(r => r.Name == name);
        var notices = new NoticeLog();
        var feed = GtfsReader.Read(RealData.Find(file)!, name, notices);
        var timetable = TimetableBuilder.Build([feed], date, new TimetableOptions { AllowsOddDate = true }, notices);
        return new TransitCase(
            timetable, Walks(timetable), new TimeWindow(hour * 3600, (hour + 2) * 3600), number => Near(timetable, number));
    }

    static Footpaths Walks(Timetable timetable)
    {
        var walks = new List<(int, int, int)>();
        for (var from = 0; from < timetable.StopCount; from++)
        {
            for (var to = 0; to < timetable.StopCount; to++)
            {
                var seconds = Seconds(timetable.Stops[from].Longitude, timetable.Stops[from].Latitude, timetable.Stops[to]);
                if (from != to && seconds <= MostTransferSeconds)
                {
                    walks.Add((from, to, seconds));
                }
            }
        }

        return RandomTimetables.Footpaths(new int[timetable.StopCount], [.. walks]);
    }

    static StopWalk[] Near(Timetable timetable, int number)
    {
        var random = new Random(number);
        var stop = timetable.Stops[random.Next(timetable.StopCount)];
        var (longitude, latitude) =
            (stop.Longitude + ((random.NextDouble() - 0.5) * 0.005), stop.Latitude + ((random.NextDouble() - 0.5) * 0.005));
        var walks = new List<StopWalk>();
        for (var other = 0; other < timetable.StopCount; other++)
        {
            var seconds = Seconds(longitude, latitude, timetable.Stops[other]);
            if (seconds <= MostAccessSeconds)
            {
                walks.Add(new StopWalk(other, seconds));
            }
        }

        return [.. walks];
    }

    static int Seconds(double longitude, double latitude, Stop to)
    {
        var (east, north) = Geodesy.MillimetersPerE7(latitude * 1e7);
        var (x, y) = ((to.Longitude - longitude) * 1e7 * east, (to.Latitude - latitude) * 1e7 * north);
        return (int)Math.Ceiling(Math.Sqrt((x * x) + (y * y)) / 1000 / MetersPerSecond);
    }
}
