using System.Globalization;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Hierarchies;
using GeoCohesion.Data;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Build.StreetModes;
using GeoCohesion.Data.Sources.Osm;
using GeoCohesion.Testing;

namespace GeoCohesion.Benchmarks.Streets;

/// <summary>The street graphs that the benchmarks run on, by name, each made once.</summary>
public static class StreetCases
{
    /// <summary>Longest time that searches without a limit are given: about eleven days.</summary>
    public const int NoLimit = 999_999_999;

    /// <summary>A generated city for what is slow on a large one.</summary>
    public const string MediumCity = "city-16384";

    const string MilanPath = "milan/milan.osm.pbf";
    const string SmallCity = "city-256";

    static readonly Dictionary<string, StreetGraph> s_graphs = new(StringComparer.Ordinal);

    /// <summary>Names of the graphs there are: those of Milan only where its file is.</summary>
    public static IEnumerable<string> Names =>
        BenchmarkScope.IsSmoke ? [SmallCity] : RealData.Find(MilanPath) is null ? ["city-102400"] : ["city-102400", "milan-walk", "milan-car"];

    public static StreetGraph Graph(string name)
    {
        if (!s_graphs.TryGetValue(name, out var graph))
        {
            graph = name switch
            {
                "milan-walk" => Milan(new Walk()),
                "milan-car" => Milan(new Car()),
                SmallCity => RandomStreets.City(seed: 1, side: 16),
                MediumCity => RandomStreets.City(seed: 1, side: 128),
                _ => RandomStreets.City(seed: 1, side: 320),
            };
            s_graphs.Add(name, graph);
        }

        return graph;
    }

    /// <summary>The graph with its hierarchy, built once; says how large both are.</summary>
    public static StreetGraph WithHierarchy(string name)
    {
        var graph = Graph(name);
        if (graph.Hierarchy is null)
        {
            graph = graph.WithHierarchy(StreetHierarchyBuilder.Build(graph, threads: 1));
            s_graphs[name] = graph;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"// {name}: {graph.VertexCount} vertices, {graph.EdgeCount} edges; "
                + $"{graph.Hierarchy!.UpHead.Length} arcs up, {graph.Hierarchy.DownTail.Length} down"));
        }

        return graph;
    }

    /// <summary>Positions spread over the links by a fixed seed.</summary>
    public static StreetPosition[] Positions(StreetGraph graph, int count, int seed)
    {
        var random = new Random(seed);
        var positions = new StreetPosition[count];
        for (var i = 0; i < count; i++)
        {
            var link = random.Next(graph.LinkCount);
            positions[i] = new StreetPosition(link, random.Next(graph.LinkLengthMillimeters[link]), random.Next(30_000));
        }

        return positions;
    }

    static StreetGraph Milan(IStreetMode mode)
    {
        var notices = new NoticeLog();
        var path = RealData.Find(MilanPath)!;
        var elements = OsmPbfReader.Read([path], OsmInterest.Streets, notices, threads: 1);
        return StreetGraphBuilder.Build(elements, mode, new StreetSpeeds(), notices, out _);
    }
}
