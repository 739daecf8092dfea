using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Build.StreetModes;
using GeoCohesion.Data.Sources.Osm;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Build;

/// <summary>A hand-drawn map that goes through a real file and the real reader.</summary>
sealed class StreetSketchMap : IDisposable
{
    /// <summary>Nothing is pruned: not even a single vertex.</summary>
    public static readonly StreetBuildOptions KeepAll = new(new IslandRule(1, 0), MergesChains: true);

    readonly ScratchFolder _folder = new();

    public OsmPbfBuilder Map { get; } = new();

    public NoticeLog Notices { get; } = new();

    public StreetBuildReport Report { get; private set; } = null!;

    public void Dispose() => _folder.Dispose();

    public OsmElements Read() => OsmPbfReader.Read([Map.Save(_folder.File("map.osm.pbf"))], OsmInterest.Streets, Notices, 1);

    public StreetGraph Build(IStreetMode mode, StreetSpeeds? speeds = null) => Build(mode, KeepAll, speeds);

    public StreetGraph Build(IStreetMode mode, StreetBuildOptions options, StreetSpeeds? speeds = null)
    {
        var graph = StreetGraphBuilder.Build(Read(), mode, speeds ?? new StreetSpeeds(), Notices, options, out var report);
        Report = report;
        return graph;
    }

    /// <summary>Links as text: ends as ten-thousandths of a degree, number of points, and the directions that have edges.</summary>
    public static string[] Links(StreetGraph graph) => [.. Enumerable.Range(0, graph.LinkCount).Select(link =>
    {
        var (first, last) = (graph.LinkFirstPoint[link], graph.LinkFirstPoint[link + 1] - 1);
        var forward = graph.EdgesOfLinkDirection(2 * link).Length > 0;
        var backward = graph.EdgesOfLinkDirection((2 * link) + 1).Length > 0;
        var isTurned = (graph.PointLongitudeE7[first], graph.PointLatitudeE7[first]).CompareTo(
            (graph.PointLongitudeE7[last], graph.PointLatitudeE7[last])) > 0;
        var (a, b) = isTurned ? (last, first) : (first, last);
        var arrow = (forward, backward) switch { (true, true) => "-", (true, false) => isTurned ? "<" : ">", _ => isTurned ? ">" : "<" };
        return $"{At(graph, a)} {arrow} {At(graph, b)} ({last - first + 1})";
    }).Order(StringComparer.Ordinal)];

    /// <summary>Shortest milliseconds from the vertices at a place to those at another; <see cref="TravelTime.Unreached"/> where there is no way.</summary>
    public static int Shortest(StreetGraph graph, (int LongitudeE7, int LatitudeE7) from, (int LongitudeE7, int LatitudeE7) to) =>
        ShortestFrom(graph, from).GetValueOrDefault(to, TravelTime.Unreached);

    /// <summary>Shortest milliseconds from the vertices at a place to all places that are reached.</summary>
    public static Dictionary<(int LongitudeE7, int LatitudeE7), int> ShortestFrom(StreetGraph graph, (int LongitudeE7, int LatitudeE7) from)
    {
        var best = new Dictionary<(int, int), int>();
        var reached = new bool[graph.VertexCount];
        var queue = new PriorityQueue<int, int>();
        for (var vertex = 0; vertex < graph.VertexCount; vertex++)
        {
            if ((graph.VertexLongitudeE7[vertex], graph.VertexLatitudeE7[vertex]) == from)
            {
                queue.Enqueue(vertex, 0);
            }
        }

        while (queue.TryDequeue(out var vertex, out var time))
        {
            if (reached[vertex])
            {
                continue;
            }

            reached[vertex] = true;
            best.TryAdd((graph.VertexLongitudeE7[vertex], graph.VertexLatitudeE7[vertex]), time);
            for (var edge = graph.FirstOut[vertex]; edge < graph.FirstOut[vertex + 1]; edge++)
            {
                queue.Enqueue(graph.Head[edge], time + graph.TraversalMilliseconds[edge]);
            }
        }

        return best;
    }

    static string At(StreetGraph graph, int point) => $"{graph.PointLongitudeE7[point] / 1000},{(graph.PointLatitudeE7[point] - 450_000_000) / 1000}";
}
