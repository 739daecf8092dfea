using System.Globalization;
using GeoCohesion.Core.Network;

namespace GeoCohesion.Data.Sources.Places;

/// <summary>Makes places of OpenStreetMap points by the tag patterns of the classes.</summary>
public static class OsmPlaceMapper
{
    static readonly string[] s_mainKeys = ["amenity", "healthcare", "shop", "leisure", "tourism", "office", "railway", "emergency"];

    /// <summary>Whether tags belong to any class.</summary>
    public static bool IsPlace(IReadOnlyDictionary<string, string> tags, PlaceClasses classes) => classes.OfOsmTags(tags).Count > 0;

    /// <summary>Places of a point, one per class it belongs to.</summary>
    /// <param name="type"><c>node</c>, <c>way</c> or <c>relation</c>.</param>
    /// <param name="id">OpenStreetMap id.</param>
    /// <param name="longitude">WGS84 degrees; of an area, its centroid.</param>
    /// <param name="latitude">WGS84 degrees.</param>
    /// <param name="tags">Tags of the point.</param>
    /// <param name="classes">Classes to look for.</param>
    /// <param name="source">Name of the input file.</param>
    /// <param name="edition">Date of the data, or empty.</param>
    /// <returns>
    /// Ids are <c>osm:node/123</c>, with a colon and the class behind when there are several; empty when the tags belong to no class.
    /// </returns>
    public static IReadOnlyList<Place> Map(
        string type,
        long id,
        double longitude,
        double latitude,
        IReadOnlyDictionary<string, string> tags,
        PlaceClasses classes,
        string source,
        string edition = "")
    {
        var found = classes.OfOsmTags(tags);
        var baseId = string.Create(CultureInfo.InvariantCulture, $"osm:{type}/{id}");
        return
        [
            .. found.Select(placeClass => new Place
            {
                Id = found.Count == 1 ? baseId : $"{baseId}:{placeClass.Name}",
                ClassName = placeClass.Name,
                SourceCode = MainTag(tags),
                Name = tags.GetValueOrDefault("name") ?? tags.GetValueOrDefault("official_name") ?? "",
                Longitude = longitude,
                Latitude = latitude,
                Source = source,
                Edition = edition,
                Quality = PositionQuality.Good,
                CommuneCode = tags.GetValueOrDefault("ref:INSEE") ?? "",
            }),
        ];
    }

    static string MainTag(IReadOnlyDictionary<string, string> tags)
    {
        foreach (var key in s_mainKeys)
        {
            if (tags.TryGetValue(key, out var value))
            {
                return $"{key}={value}";
            }
        }

        return "";
    }
}
