using GeoCohesion.SampleCity.Geometry;

namespace GeoCohesion.SampleCity.Streets;

/// <summary>One drawn street: a polyline with what OSM would say about it.</summary>
public sealed class Street(StreetClass kind, string name, IReadOnlyList<Pt> points)
{
    public StreetClass Kind { get; set; } = kind;

    public string Name { get; set; } = name;

    public IReadOnlyList<Pt> Points { get; set; } = points;

    /// <summary>0 on the ground; bridges are above it, tunnels below; only streets on the ground meet other streets between their
    /// ends.</summary>
    public int Level { get; init; }

    /// <summary>Travelled in the direction of its points only.</summary>
    public bool IsOneWay { get; set; }

    /// <summary>Zone that it was drawn for, or empty.</summary>
    public string Zone { get; init; } = "";

    /// <summary>Tags beside highway, name, oneway, bridge, tunnel and layer.</summary>
    public SortedDictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    public Street With(string key, string value)
    {
        Tags[key] = value;
        return this;
    }
}
