using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Data;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Build.StreetModes;
using GeoCohesion.Data.Sources.Gtfs;

namespace GeoCohesion.Testing;

/// <summary>A timetable on the streets of its city, from files: the sample city, and real ones where they are on the machine.</summary>
public sealed record TransitOnStreets(Timetable Timetable, Footpaths Footpaths, StopDoors Doors, StreetIndex Index, TimeWindow Window)
{
    /// <summary>Longest walk to, between and from stops.</summary>
    public const int LongestWalkSeconds = 900;

    /// <summary>The city of a name that <see cref="StreetFiles"/> knows; null where its files are not on this machine.</summary>
    public static TransitOnStreets? Of(string name)
    {
        var (file, date, hour) = name switch
        {
            "sample" => (Path.Combine(Repository.Root, "data-samples", "aurelmont", "gtfs.zip"), new DateOnly(2026, 3, 10), 7),
            "milan" => (RealData.Find("milan/milan-gtfs.zip"), new DateOnly(2014, 10, 21), 7),
            _ => (RealData.Find("porto-alegre/poa_eptc.zip"), new DateOnly(2019, 5, 13), 13),
        };
        if (file is null || StreetFiles.Graph(name, new Walk()) is not { } graph)
        {
            return null;
        }

        var notices = new NoticeLog();
        GtfsFeed[] feeds = [GtfsReader.Read(file, name, notices)];
        var timetable = TimetableBuilder.Build(feeds, date, new TimetableOptions { AllowsOddDate = true }, notices);
        var index = new StreetIndex(graph);
        var options = new FootpathOptions { MaxWalkSeconds = LongestWalkSeconds };
        var doors = StopDoorFinder.Find(timetable, feeds, index, graph, options, notices, out _);
        var footpaths = FootpathBuilder.Build(timetable, feeds, doors, options, notices, out _);
        return new TransitOnStreets(timetable, footpaths, doors, index, new TimeWindow(hour * 3600, (hour + 2) * 3600));
    }

    /// <summary>The streets as isochrones take them.</summary>
    public TransitStreets Streets(int spacingMillimeters, int toleranceMillimeters) => new(
        new StreetRaster(Index, spacingMillimeters, toleranceMillimeters), Timetable.StopCount, Doors.EntrancesOf, Doors.ExitsOf, LongestWalkSeconds);
}
