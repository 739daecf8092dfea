using System.Collections.Concurrent;
using GeoCohesion.Core.Network;
using GeoCohesion.Data;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Build.StreetModes;
using GeoCohesion.Data.Sources.Osm;

namespace GeoCohesion.Testing;

/// <summary>Street graphs of the sample city and of real cities, each built once.</summary>
public static class StreetFiles
{
    static readonly ConcurrentDictionary<(string Name, string Mode), Lazy<StreetGraph?>> s_graphs = new();

    /// <summary>The graph of <c>city</c> (generated), <c>sample</c>, <c>milan</c> or <c>porto-alegre</c>; null where its file is not on this
    /// machine.</summary>
    public static StreetGraph? Graph(string name, IStreetMode mode) =>
        s_graphs.GetOrAdd((name, mode.Name), _ => new Lazy<StreetGraph?>(() => Build(name, mode))).Value;

    static StreetGraph? Build(string name, IStreetMode mode)
    {
        var path = name switch
        {
            "city" => "",
            "sample" => Path.Combine(Repository.Root, "data-samples", "aurelmont", "aurelmont.osm.pbf"),
            "milan" => RealData.Find("milan/milan.osm.pbf"),
            "porto-alegre" => RealData.Find("porto-alegre/poa_osm.pbf"),
            _ => throw new ArgumentException($"There is no street file '{name}'.", nameof(name)),
        };
        if (path is null or "")
        {
            return path is null ? null : RandomStreets.City(seed: 7, side: 48);
        }

        var notices = new NoticeLog();
        var elements = OsmPbfReader.Read([path], OsmInterest.Streets, notices, threads: 1);
        return StreetGraphBuilder.Build(elements, mode, new StreetSpeeds(), notices, out _);
    }
}
