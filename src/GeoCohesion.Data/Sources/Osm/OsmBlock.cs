using GeoCohesion.Core;

namespace GeoCohesion.Data.Sources.Osm;

/// <summary>What was wanted of one block of a file; texts are numbered within the block.</summary>
sealed class OsmBlock
{
    /// <summary>Why the block was refused, or null.</summary>
    public InputException? Refusal { get; set; }

    /// <summary>Nodes in the block, wanted or not.</summary>
    public long NodeCount { get; set; }

    /// <summary>Ways in the block, wanted or not.</summary>
    public long WayCount { get; set; }

    /// <summary>Relations in the block, wanted or not.</summary>
    public long RelationCount { get; set; }

    /// <summary>Nodes whose position is not on Earth.</summary>
    public List<long> NodesOutsideWorld { get; } = [];

    /// <summary>Last edit of what was kept, seconds since 1970, or 0.</summary>
    public long NewestEditSeconds { get; set; }

    /// <summary>Texts of the tags and roles kept.</summary>
    public List<string> Texts { get; } = [];

    /// <summary>Tagged nodes; parts are longitude and latitude in degrees x 1e7.</summary>
    public OsmBatch TaggedNodes { get; } = new();

    /// <summary>Ways; parts are node ids.</summary>
    public OsmBatch Ways { get; } = new();

    /// <summary>Relations; parts are member ids, <see cref="OsmMemberType"/> and role, three a member.</summary>
    public OsmBatch Relations { get; } = new();

    /// <summary>Positions of nodes that ways use.</summary>
    public List<OsmNodeHit> Hits { get; } = [];
}

/// <summary>Position found for an entry of the list of used nodes.</summary>
/// <param name="Slot">Index in the list.</param>
/// <param name="LongitudeE7">Degrees x 1e7.</param>
/// <param name="LatitudeE7">Degrees x 1e7.</param>
/// <param name="Version">Of the element; 0 where the file does not say.</param>
readonly record struct OsmNodeHit(int Slot, int LongitudeE7, int LatitudeE7, int Version);

/// <summary>Elements of one kind as growing columns.</summary>
sealed class OsmBatch
{
    /// <summary>Number of elements.</summary>
    public int Count => Id.Count;

    public List<long> Id { get; } = [];

    public List<int> Version { get; } = [];

    /// <summary>Per element, end of its entries in <see cref="KeyValue"/>.</summary>
    public List<int> KeyValueEnd { get; } = [];

    public List<int> KeyValue { get; } = [];

    /// <summary>Per element, end of its entries in <see cref="Part"/>.</summary>
    public List<int> PartEnd { get; } = [];

    public List<long> Part { get; } = [];

    /// <summary>Closes an element whose tags and parts were added before.</summary>
    public void Close(long id, int version)
    {
        Id.Add(id);
        Version.Add(version);
        KeyValueEnd.Add(KeyValue.Count);
        PartEnd.Add(Part.Count);
    }

    /// <summary>Takes back the tags and parts added since the last <see cref="Close"/>.</summary>
    public void Discard()
    {
        var keyValueEnd = Count == 0 ? 0 : KeyValueEnd[^1];
        var partEnd = Count == 0 ? 0 : PartEnd[^1];
        KeyValue.RemoveRange(keyValueEnd, KeyValue.Count - keyValueEnd);
        Part.RemoveRange(partEnd, Part.Count - partEnd);
    }
}
