namespace GeoCohesion.Data.Sources.Osm;

/// <summary>
/// Which elements of an OpenStreetMap file are worth keeping: those with one of these keys. The reader itself gives no tag a meaning.
/// </summary>
/// <remarks>An entry is a key (<c>highway</c>, any value) or a key and a value (<c>route=ferry</c>). All tags of a kept element are
/// kept.</remarks>
public sealed class OsmInterest
{
    /// <summary>Keeps elements that have one of these tags.</summary>
    /// <param name="nodes">Entries for nodes. Nodes of kept ways keep their position in any case.</param>
    /// <param name="ways">Entries for ways.</param>
    /// <param name="relations">Entries for relations of type <c>multipolygon</c> (whose member ways are then kept too) and
    /// <c>restriction</c>.</param>
    public OsmInterest(IEnumerable<string> nodes, IEnumerable<string> ways, IEnumerable<string> relations) =>
        (Nodes, Ways, Relations) = (new(nodes), new(ways), new(relations));

    /// <summary>What travel on foot, by bicycle and by car needs.</summary>
    public static OsmInterest Streets { get; } = new(
        ["barrier"],
        ["highway", "route=ferry", "ferry", "railway=platform", "public_transport=platform", "man_made=pier"],
        ["type=restriction", "highway", "railway=platform", "public_transport=platform"]);

    /// <summary>What can be a place to go to.</summary>
    public static OsmInterest Places { get; } = new(PlaceKeys, PlaceKeys, PlaceKeys);

    /// <summary>What cuts a town in two: water and railways.</summary>
    public static OsmInterest Severance { get; } = new(
        [], ["natural=water", "waterway", "railway"], ["natural=water", "waterway=riverbank"]);

    /// <summary>Entries for nodes.</summary>
    internal OsmKeySet Nodes { get; }

    /// <summary>Entries for ways.</summary>
    internal OsmKeySet Ways { get; }

    /// <summary>Entries for relations.</summary>
    internal OsmKeySet Relations { get; }

    static string[] PlaceKeys =>
        ["amenity", "healthcare", "shop", "office", "leisure", "tourism", "historic",
            "railway=station", "railway=halt", "public_transport=station", "place"];

    /// <summary>Both interests together.</summary>
    public OsmInterest And(OsmInterest other) => new(
        [.. Nodes.Entries, .. other.Nodes.Entries],
        [.. Ways.Entries, .. other.Ways.Entries],
        [.. Relations.Entries, .. other.Relations.Entries]);

    /// <summary>Entries of one kind of element, made ready for look-ups.</summary>
    internal sealed class OsmKeySet
    {
        readonly Dictionary<string, HashSet<string>?> _valuesByKey = new(StringComparer.Ordinal);

        public OsmKeySet(IEnumerable<string> entries)
        {
            Entries = [.. entries.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            foreach (var entry in Entries)
            {
                var equals = entry.IndexOf('=', StringComparison.Ordinal);
                if (equals < 0)
                {
                    _valuesByKey[entry] = null;
                }
                else if (!_valuesByKey.TryGetValue(entry[..equals], out var values))
                {
                    _valuesByKey.Add(entry[..equals], new(StringComparer.Ordinal) { entry[(equals + 1)..] });
                }
                else
                {
                    values?.Add(entry[(equals + 1)..]);
                }
            }
        }

        public IReadOnlyList<string> Entries { get; }

        public bool HasKey(string key) => _valuesByKey.ContainsKey(key);

        public bool Has(string key, string value) =>
            _valuesByKey.TryGetValue(key, out var values) && (values is null || values.Contains(value));
    }
}
