using System.Diagnostics;
using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Build.StreetModes;
using GeoCohesion.Data.Sources.Osm;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Build;

public sealed class RealStreetTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("milan/milan.osm.pbf", 262_352, 69_043, 2_350)]
    [InlineData("lannion/lannion.osm.pbf", 105_380, 14_610, 348)]
    [InlineData("porto-alegre/poa_osm.pbf", 43_264, 16_032, 23)]
    public void All_elements_are_counted_and_all_modes_are_built(string file, int nodes, int ways, int relations)
    {
        var path = RealData.Find(file);
        if (path is null)
        {
            Assert.Skip($"real data not present: {file}");
        }

        var notices = new NoticeLog();
        var start = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var osm = OsmPbfReader.Read([path], OsmInterest.Streets.And(OsmInterest.Places), notices, 2);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"decode {watch.ElapsedMilliseconds} ms (processor {(Process.GetCurrentProcess().TotalProcessorTime - start).TotalMilliseconds} ms): {osm.NodeCount} nodes, {osm.WayCount} ways, {osm.RelationCount} relations kept; {osm.Files[0].ReplicationTimestamp} {osm.Files[0].NewestEdit} {osm.Files[0].WritingProgram}"));
        Assert.Equal((nodes, ways, relations), (osm.Files[0].NodeCount, osm.Files[0].WayCount, osm.Files[0].RelationCount));
        foreach (var mode in Catalog.Of<IStreetMode>().Values)
        {
            watch.Restart();
            start = Process.GetCurrentProcess().TotalProcessorTime;
            var graph = StreetGraphBuilder.Build(osm, mode, new StreetSpeeds(), notices, out var report);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{mode.Name} {watch.ElapsedMilliseconds} ms (processor {(Process.GetCurrentProcess().TotalProcessorTime - start).TotalMilliseconds} ms): {report}"));
            foreach (var island in report.LargestPruned.Take(5))
            {
                output.WriteLine(island.ToString());
            }

            Assert.True(graph.VertexCount > 1000);
        }

        foreach (var summary in notices.Summarize())
        {
            output.WriteLine($"{summary.Code} {summary.Count}: {summary.Examples[0].Sentence}");
        }
    }
}
