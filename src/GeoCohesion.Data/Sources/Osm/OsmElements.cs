using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Sources.Osm;

/// <summary>What kind of element a relation names.</summary>
public enum OsmMemberType : byte
{
    /// <summary>A node.</summary>
    Node = 0,

    /// <summary>A way.</summary>
    Way = 1,

    /// <summary>A relation.</summary>
    Relation = 2,
}

/// <summary>A member of a relation.</summary>
/// <param name="Type">Kind of element.</param>
/// <param name="Id">Its OpenStreetMap id; it need not be among the elements kept.</param>
/// <param name="Role">E.g. <c>outer</c>, <c>from</c>, <c>via</c>; may be empty.</param>
public readonly record struct OsmMember(OsmMemberType Type, long Id, string Role);

/// <summary>What one input file says of itself, and how much it holds.</summary>
public sealed record OsmFileInfo
{
    /// <summary>Path as given.</summary>
    public required string Path { get; init; }

    /// <summary>Program that wrote it, or empty.</summary>
    public string WritingProgram { get; init; } = "";

    /// <summary>State of the OpenStreetMap database that it mirrors, or null where it does not say.</summary>
    public DateTimeOffset? ReplicationTimestamp { get; init; }

    /// <summary>Last edit of a way or relation in the file that was kept, or null where the file holds no times.</summary>
    public DateTimeOffset? NewestEdit { get; init; }

    /// <summary>Stated extent in WGS84 degrees, or null.</summary>
    public Envelope? Extent { get; init; }

    /// <summary>Nodes in the file.</summary>
    public required long NodeCount { get; init; }

    /// <summary>Ways in the file.</summary>
    public required long WayCount { get; init; }

    /// <summary>Relations in the file.</summary>
    public required long RelationCount { get; init; }
}

/// <summary>Elements of OpenStreetMap files that are of interest, in flat columns, decoded but not interpreted.</summary>
/// <remarks>All elements are in order of their ids, whatever the order in the files. Immutable; shared by all threads.</remarks>
public sealed class OsmElements
{
    /// <summary>Entry of <see cref="WayNodes"/> for a node that is in none of the files.</summary>
    public const int MissingNode = -1;

    readonly OsmElementColumns _columns;

    /// <summary>Takes the columns over.</summary>
    internal OsmElements(OsmElementColumns columns) => _columns = columns;

    /// <summary>The files read.</summary>
    public IReadOnlyList<OsmFileInfo> Files => _columns.Files;

    /// <summary>Number of nodes that kept ways use and whose position is known.</summary>
    public int NodeCount => _columns.NodeId.Length;

    /// <summary>Per node, its id, ascending.</summary>
    public ReadOnlySpan<long> NodeId => _columns.NodeId;

    /// <summary>Per node, degrees x 1e7.</summary>
    public ReadOnlySpan<int> NodeLongitudeE7 => _columns.NodeLongitudeE7;

    /// <summary>Per node, degrees x 1e7.</summary>
    public ReadOnlySpan<int> NodeLatitudeE7 => _columns.NodeLatitudeE7;

    /// <summary>Number of nodes with tags of interest; ways may use them or not.</summary>
    public int TaggedNodeCount => _columns.TaggedNodes.Id.Length;

    /// <summary>Per tagged node, its id, ascending.</summary>
    public ReadOnlySpan<long> TaggedNodeId => _columns.TaggedNodes.Id;

    /// <summary>Per tagged node, degrees x 1e7.</summary>
    public ReadOnlySpan<int> TaggedNodeLongitudeE7 => _columns.TaggedNodeLongitudeE7;

    /// <summary>Per tagged node, degrees x 1e7.</summary>
    public ReadOnlySpan<int> TaggedNodeLatitudeE7 => _columns.TaggedNodeLatitudeE7;

    /// <summary>Number of ways.</summary>
    public int WayCount => _columns.Ways.Id.Length;

    /// <summary>Per way, its id, ascending.</summary>
    public ReadOnlySpan<long> WayId => _columns.Ways.Id;

    /// <summary>Number of relations.</summary>
    public int RelationCount => _columns.Relations.Id.Length;

    /// <summary>Per relation, its id, ascending.</summary>
    public ReadOnlySpan<long> RelationId => _columns.Relations.Id;

    /// <summary>Tags of a tagged node.</summary>
    public OsmTags TaggedNodeTags(int taggedNode) => TagsOf(_columns.TaggedNodes, taggedNode);

    /// <summary>Tags of a way.</summary>
    public OsmTags WayTags(int way) => TagsOf(_columns.Ways, way);

    /// <summary>Tags of a relation.</summary>
    public OsmTags RelationTags(int relation) => TagsOf(_columns.Relations, relation);

    /// <summary>Indices of the nodes of a way, in its order; <see cref="MissingNode"/> for a node that is in none of the files.</summary>
    public ReadOnlySpan<int> WayNodes(int way) =>
        _columns.WayNode.AsSpan(_columns.WayFirstNode[way], _columns.WayFirstNode[way + 1] - _columns.WayFirstNode[way]);

    /// <summary>Members of a relation, in its order.</summary>
    public ReadOnlySpan<OsmMember> RelationMembers(int relation) => _columns.Member.AsSpan(
        _columns.RelationFirstMember[relation], _columns.RelationFirstMember[relation + 1] - _columns.RelationFirstMember[relation]);

    /// <summary>Index of the way with an id, or -1.</summary>
    public int FindWay(long id) => Math.Max(-1, Array.BinarySearch(_columns.Ways.Id, id));

    /// <summary>Index of the node with an id, or -1.</summary>
    public int FindNode(long id) => Math.Max(-1, Array.BinarySearch(_columns.NodeId, id));

    OsmTags TagsOf(OsmTagColumns columns, int element) =>
        new(_columns.Texts, columns.KeyValue, columns.FirstTag[element], columns.FirstTag[element + 1] - columns.FirstTag[element]);
}

/// <summary>Ids and tags of one kind of element.</summary>
/// <param name="Id">Ascending.</param>
/// <param name="FirstTag">CSR: tags of element e are <c>FirstTag[e] .. FirstTag[e + 1]</c>; elements + 1 entries.</param>
/// <param name="KeyValue">Text index of a tag's key at <c>[2 * tag]</c>, of its value at <c>[2 * tag + 1]</c>.</param>
sealed record OsmTagColumns(long[] Id, int[] FirstTag, int[] KeyValue);

/// <summary>The columns of <see cref="OsmElements"/>.</summary>
sealed class OsmElementColumns
{
    public required IReadOnlyList<OsmFileInfo> Files { get; init; }

    public required string[] Texts { get; init; }

    public required long[] NodeId { get; init; }

    public required int[] NodeLongitudeE7 { get; init; }

    public required int[] NodeLatitudeE7 { get; init; }

    public required OsmTagColumns TaggedNodes { get; init; }

    public required int[] TaggedNodeLongitudeE7 { get; init; }

    public required int[] TaggedNodeLatitudeE7 { get; init; }

    public required OsmTagColumns Ways { get; init; }

    public required int[] WayFirstNode { get; init; }

    public required int[] WayNode { get; init; }

    public required OsmTagColumns Relations { get; init; }

    public required int[] RelationFirstMember { get; init; }

    public required OsmMember[] Member { get; init; }
}
