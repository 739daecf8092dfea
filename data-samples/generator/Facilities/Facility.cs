using GeoCohesion.SampleCity.Geometry;

namespace GeoCohesion.SampleCity.Facilities;

/// <summary>A place at an address: its BPE code, name, position a few metres beside its street, and how well the national list will know
/// that position.</summary>
public sealed record Facility(string Code, string Name, Pt At, string StreetName, int Number)
{
    /// <summary>Identical equipments at this address (NBEQUIDENT).</summary>
    public int Count { get; init; } = 1;

    /// <summary>QUALITE_GEOLOC of the BPE: 11, 12, 21, 22, 33, or _Z for no coordinates at all.</summary>
    public string Geolocation { get; init; } = "11";

    /// <summary>How OSM shows it; null where OSM does not know it.</summary>
    public (string Key, string Value)? OsmTag { get; init; }
}
