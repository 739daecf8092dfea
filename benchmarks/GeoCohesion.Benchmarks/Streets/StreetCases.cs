using GeoCohesion.Core.Network;
using GeoCohesion.Testing;

namespace GeoCohesion.Benchmarks.Streets;

/// <summary>The street graphs that the benchmarks run on, by name, each made once.</summary>
public static class StreetCases
{
    /// <summary>Longest time that searches without a limit are given: about eleven days.</summary>
    public const int NoLimit = 999_999_999;

    static readonly Dictionary<string, StreetGraph> s_graphs = new(StringComparer.Ordinal);

    /// <summary>Names of the graphs there are.</summary>
    public static IEnumerable<string> Names => ["city-102400"];

    public static StreetGraph Graph(string name)
    {
        if (!s_graphs.TryGetValue(name, out var graph))
        {
            graph = RandomStreets.City(seed: 1, side: 320);
            s_graphs.Add(name, graph);
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
}
