using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Stores;

/// <summary>A row of a collection.</summary>
/// <param name="Key">Its place in the order of the collection, ascending, at least 1; pages continue after it.</param>
/// <param name="Id">Unique within the collection.</param>
/// <param name="Geometry">WGS84 longitude and latitude, or null.</param>
/// <param name="Values">Per property: <see cref="string"/>, <see cref="long"/>, <see cref="double"/>, <see cref="bool"/>, or null.</param>
public sealed record StoredFeature(long Key, string Id, Geometry? Geometry, IReadOnlyList<object?> Values);
