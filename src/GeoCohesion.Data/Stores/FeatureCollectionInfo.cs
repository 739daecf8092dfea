using GeoCohesion.Core.Accessibility;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Stores;

/// <summary>A property of the features of a collection.</summary>
/// <param name="Name">Lower-case snake case, stable.</param>
/// <param name="Kind">Type of its values; any may be null.</param>
/// <param name="Unit">Unit, e.g. <c>s</c> or <c>residents</c>, or empty.</param>
/// <param name="Description">One English sentence, without the unit.</param>
public sealed record FeatureProperty(string Name, ColumnKind Kind, string Unit, string Description);

/// <summary>A layer or table of a run, as a store knows it.</summary>
public sealed class FeatureCollectionInfo
{
    /// <summary>Name of the layer; lower-case snake case, stable.</summary>
    public required string Id { get; init; }

    /// <summary>One French line for people.</summary>
    public required string Title { get; init; }

    /// <summary>
    /// OGC name (<c>MultiPolygon</c>, <c>Point</c>, ..., <c>Geometry</c> for a mixture), or null for a table without geometry.
    /// </summary>
    public required string? GeometryType { get; init; }

    /// <summary>WGS84 box of all geometries; null where there is none.</summary>
    public required Envelope? Extent { get; init; }

    /// <summary>Properties, in the order of <see cref="StoredFeature.Values"/>.</summary>
    public required IReadOnlyList<FeatureProperty> Properties { get; init; }

    /// <summary>Whether the values of the first property are the ids of the features; else their positions are.</summary>
    public required bool FirstPropertyIsId { get; init; }

    /// <summary>Position of a property by its exact name.</summary>
    /// <exception cref="ArgumentException">There is no such property: a bug of the caller, who looks in a table of a run.</exception>
    public int IndexOf(string name)
    {
        for (var i = 0; i < Properties.Count; i++)
        {
            if (Properties[i].Name == name)
            {
                return i;
            }
        }

        throw new ArgumentException($"Collection {Id} has no property {name}.", nameof(name));
    }

    /// <summary>A property by its exact name, or null.</summary>
    public FeatureProperty? Find(string name) => Properties.FirstOrDefault(property => property.Name == name);
}
