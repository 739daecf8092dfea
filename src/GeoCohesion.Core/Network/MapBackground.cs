using NetTopologySuite.Geometries;

namespace GeoCohesion.Core.Network;

/// <summary>What a feature of a map's background is.</summary>
public enum BackgroundKind : byte
{
    /// <summary>A street or path.</summary>
    Street = 0,

    /// <summary>A railway, tramway or metro line.</summary>
    Railway = 1,

    /// <summary>A lake, river or sea, as an area or a line.</summary>
    Water = 2,
}

/// <summary>A street, railway or water of a map's background.</summary>
/// <param name="Id">E.g. <c>way/123</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Class">Its class in OpenStreetMap: value of <c>highway</c>, <c>railway</c> or <c>waterway</c>, or <c>water</c>.</param>
/// <param name="Rank">How far out it is worth drawing: 1 always, 2 in a city, 3 in a quarter, 4 in a street.</param>
/// <param name="Name">Name, or empty.</param>
/// <param name="Shape">WGS84 line or polygon.</param>
public sealed record BackgroundFeature(string Id, BackgroundKind Kind, string Class, int Rank, string Name, Geometry Shape);
