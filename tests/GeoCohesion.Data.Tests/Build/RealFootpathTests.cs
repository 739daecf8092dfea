using GeoCohesion.Core.Network;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Build.StreetModes;
using GeoCohesion.Data.Sources.Gtfs;
using GeoCohesion.Data.Sources.Osm;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Build;

public class RealFootpathTests
{
    [Fact]
    public void In_Lannion_no_footpath_beats_the_straight_line_and_most_lead_back_as_fast()
    {
        var (map, zip) = (RealData.Find("lannion/lannion.osm.pbf"), RealData.Find("lannion/gtfs-tilt-2014.zip"));
        if (map is null || zip is null)
        {
            Assert.Skip("real data not present: lannion");
        }

        var notices = new NoticeLog();
        var osm = OsmPbfReader.Read([map], OsmInterest.Streets, notices, threads: 1);
        var graph = StreetGraphBuilder.Build(osm, new Walk(), new StreetSpeeds(), notices, out _);
        var feed = GtfsReader.Read(zip, "tilt", notices);
        var timetable = TimetableBuilder.Build([feed], new DateOnly(2014, 3, 25), new TimetableOptions(), notices);
        var options = new FootpathOptions();
        var doors = StopDoorFinder.Find(timetable, [feed], new StreetIndex(graph), graph, options, notices, out var doorReport);
        var footpaths = FootpathBuilder.Build(timetable, [feed], doors, options, notices, out var report);
        var again = FootpathBuilder.Build(timetable, [feed], doors, options with { Threads = 2 }, notices, out _);

        // 86 of 114 stops lie inside the map.
        Assert.InRange(doorReport.StopsOffStreets.Count, 1, 114 - 86);
        Assert.True(report.Footpaths > 500, $"{report.Footpaths} footpaths");
        Assert.Equal(footpaths.ToStop.ToArray(), again.ToStop.ToArray());
        Assert.Equal(footpaths.WalkSeconds.ToArray(), again.WalkSeconds.ToArray());

        var asFastBack = 0;
        for (var from = 0; from < footpaths.StopCount; from++)
        {
            for (var i = footpaths.FirstOut[from]; i < footpaths.FirstOut[from + 1]; i++)
            {
                var (a, b) = (timetable.Stops[from], timetable.Stops[footpaths.ToStop[i]]);
                var millimeters = Geodesy.DistanceMillimeters(E7(a.Longitude), E7(a.Latitude), E7(b.Longitude), E7(b.Latitude));

                // Half a per cent for the rounding of many short pieces.
                Assert.True(
                    footpaths.WalkSeconds[i] + 1 >= 0.995 * millimeters * 3.6 / 1000 / graph.ConnectorSpeedKph,
                    $"{a.Id} to {b.Id}: {millimeters} mm in {footpaths.WalkSeconds[i]} s");
                asFastBack += Back(footpaths, from, footpaths.ToStop[i]) == footpaths.WalkSeconds[i] ? 1 : 0;
            }
        }

        Assert.InRange(asFastBack, report.Footpaths * 9 / 10, report.Footpaths);
    }

    static int Back(Footpaths footpaths, int from, int to)
    {
        var row = footpaths.ToStop[footpaths.FirstOut[to]..footpaths.FirstOut[to + 1]];
        var i = row.IndexOf(from);
        return i < 0 ? -1 : footpaths.WalkSeconds[footpaths.FirstOut[to] + i];
    }

    static int E7(double degrees) => (int)Math.Round(degrees * 1e7);
}
