using GeoCohesion.SampleCity.Geometry;

namespace GeoCohesion.SampleCity.Writing;

/// <summary>Tags in ordinal order of their keys.</summary>
public sealed class OsmTags : SortedDictionary<string, string>
{
    public OsmTags(params (string Key, string Value)[] tags)
        : base(StringComparer.Ordinal)
    {
        foreach (var (key, value) in tags)
        {
            this[key] = value;
        }
    }
}

public sealed record OsmNode(long Id, Pt At, OsmTags Tags);

public sealed record OsmWay(long Id, IReadOnlyList<long> Nodes, OsmTags Tags);

/// <summary>Members are told by kind (0 for a node, 1 for a way, 2 for a relation), id and role.</summary>
public sealed record OsmRelation(long Id, IReadOnlyList<(int Kind, long Id, string Role)> Members, OsmTags Tags);

/// <summary>The map as OpenStreetMap would hold it; ids count up in the order of making.</summary>
public sealed class OsmData
{
    readonly List<OsmNode> _nodes = [];
    readonly List<OsmWay> _ways = [];
    readonly List<OsmRelation> _relations = [];

    public IReadOnlyList<OsmNode> Nodes => _nodes;

    public IReadOnlyList<OsmWay> Ways => _ways;

    public IReadOnlyList<OsmRelation> Relations => _relations;

    public OsmNode AddNode(Pt at, params (string Key, string Value)[] tags)
    {
        _nodes.Add(new OsmNode(_nodes.Count + 1, at, new OsmTags(tags)));
        return _nodes[^1];
    }

    public OsmWay AddWay(IEnumerable<long> nodes, OsmTags tags)
    {
        _ways.Add(new OsmWay(_ways.Count + 1, [.. nodes], tags));
        return _ways[^1];
    }

    /// <summary>A closed way of its own nodes.</summary>
    public OsmWay AddOutline(Area area, params (string Key, string Value)[] tags)
    {
        var nodes = area.Ring.Select(p => AddNode(p).Id).ToList();
        return AddWay([.. nodes, nodes[0]], new OsmTags(tags));
    }

    public void AddRelation(IReadOnlyList<(int Kind, long Id, string Role)> members, params (string Key, string Value)[] tags) =>
        _relations.Add(new OsmRelation(_relations.Count + 1, members, new OsmTags(tags)));
}
