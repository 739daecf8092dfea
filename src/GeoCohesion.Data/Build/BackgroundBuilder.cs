using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Osm;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Linemerge;

namespace GeoCohesion.Data.Build;

/// <summary>Streets, railways and water for the background of a map; travel times do not depend on it.</summary>
/// <remarks>What lies partly outside the files is drawn as far as it is known; a lake whose outline is not closed in them is left out.</remarks>
public static class BackgroundBuilder
{
    const int MostImportant = 1;
    const int LeastImportant = 4;

    static readonly GeometryFactory s_wgs84 = new(new PrecisionModel(), 4326);

    static readonly Dictionary<string, int> s_streetRanks = new(StringComparer.Ordinal)
    {
        ["motorway"] = 1,
        ["trunk"] = 1,
        ["primary"] = 1,
        ["motorway_link"] = 2,
        ["trunk_link"] = 2,
        ["primary_link"] = 2,
        ["secondary"] = 2,
        ["secondary_link"] = 2,
        ["tertiary"] = 3,
        ["tertiary_link"] = 3,
        ["unclassified"] = 3,
        ["residential"] = 3,
        ["living_street"] = 3,
        ["pedestrian"] = 3,
        ["road"] = 3,
        ["service"] = 4,
        ["track"] = 4,
        ["path"] = 4,
        ["footway"] = 4,
        ["cycleway"] = 4,
        ["bridleway"] = 4,
        ["steps"] = 4,
    };

    static readonly HashSet<string> s_railways = new(["rail", "light_rail", "tram", "subway", "narrow_gauge"], StringComparer.Ordinal);

    static readonly Dictionary<string, int> s_waterwayRanks = new(StringComparer.Ordinal) { ["river"] = 1, ["canal"] = 2, ["stream"] = 3 };

    /// <summary>Draws what is in the files.</summary>
    /// <param name="osm">Read with <see cref="OsmInterest.Streets"/> and <see cref="OsmInterest.Severance"/>.</param>
    /// <returns>In order of kinds, then of OpenStreetMap's ids; ways before relations.</returns>
    public static IReadOnlyList<BackgroundFeature> Build(OsmElements osm)
    {
        var features = new List<BackgroundFeature>();
        for (var way = 0; way < osm.WayCount; way++)
        {
            if (OfWay(osm, way) is { } feature)
            {
                features.Add(feature);
            }
        }

        for (var relation = 0; relation < osm.RelationCount; relation++)
        {
            var tags = osm.RelationTags(relation);
            if ((tags.Is("natural", "water") || tags.Is("waterway", "riverbank")) && Area(osm, relation) is { } shape)
            {
                features.Add(new BackgroundFeature($"relation/{osm.RelationId[relation]}", BackgroundKind.Water, "water", MostImportant, tags["name"] ?? "", shape));
            }
        }

        return [.. features.OrderBy(feature => feature.Kind)];
    }

    static BackgroundFeature? OfWay(OsmElements osm, int way)
    {
        var tags = osm.WayTags(way);
        var points = Points(osm, way);
        if (points.Length < 2 || tags["tunnel"] is "culvert")
        {
            return null;
        }

        if ((tags.Is("natural", "water") || tags.Is("waterway", "riverbank")) && IsRing(points))
        {
            return Feature(BackgroundKind.Water, "water", MostImportant, s_wgs84.CreatePolygon(points));
        }

        if (tags["highway"] is { } highway && s_streetRanks.TryGetValue(highway, out var rank) && !tags.Is("area", "yes"))
        {
            return Feature(BackgroundKind.Street, highway, rank, s_wgs84.CreateLineString(points));
        }

        if (tags["railway"] is { } railway && s_railways.Contains(railway) && tags["tunnel"] is null or "no")
        {
            return Feature(BackgroundKind.Railway, railway, tags["service"] is null ? MostImportant : LeastImportant, s_wgs84.CreateLineString(points));
        }

        return tags["waterway"] is { } waterway && s_waterwayRanks.TryGetValue(waterway, out var waterRank)
            ? Feature(BackgroundKind.Water, waterway, waterRank, s_wgs84.CreateLineString(points))
            : null;

        BackgroundFeature Feature(BackgroundKind kind, string name, int rank, Geometry shape) =>
            new($"way/{osm.WayId[way]}", kind, name, rank, tags["name"] ?? "", shape);
    }

    /// <summary>Points of a way as far as they are in the files.</summary>
    static Coordinate[] Points(OsmElements osm, int way)
    {
        var points = new List<Coordinate>();
        foreach (var node in osm.WayNodes(way))
        {
            if (node == OsmElements.MissingNode)
            {
                continue;
            }

            var point = new Coordinate(osm.NodeLongitudeE7[node] / 1e7, osm.NodeLatitudeE7[node] / 1e7);
            if (points.Count == 0 || !points[^1].Equals2D(point))
            {
                points.Add(point);
            }
        }

        return [.. points];
    }

    static bool IsRing(Coordinate[] points) => points.Length >= 4 && points[0].Equals2D(points[^1]);

    /// <summary>The area of a multipolygon: closed outer outlines, each without the inner ones that lie in it; null where none is closed.</summary>
    static Geometry? Area(OsmElements osm, int relation)
    {
        var outers = Rings(osm, relation, role => role != "inner");
        var inners = Rings(osm, relation, role => role == "inner");
        Polygon[] polygons =
        [
            .. outers.Select(outer =>
            {
                var whole = s_wgs84.CreatePolygon(outer);
                return s_wgs84.CreatePolygon(outer, [.. inners.Where(inner => whole.Covers(inner))]);
            }).Where(polygon => polygon.IsValid),
        ];
        return polygons.Length switch
        {
            0 => null,
            1 => polygons[0],
            _ => s_wgs84.CreateMultiPolygon(polygons),
        };
    }

    static LinearRing[] Rings(OsmElements osm, int relation, Func<string, bool> hasRole)
    {
        var merger = new LineMerger();
        foreach (var member in osm.RelationMembers(relation))
        {
            if (member.Type == OsmMemberType.Way && hasRole(member.Role) && osm.FindWay(member.Id) is >= 0 and var way && Points(osm, way) is { Length: >= 2 } points)
            {
                merger.Add(s_wgs84.CreateLineString(points));
            }
        }

        return [.. merger.GetMergedLineStrings().Cast<LineString>().Where(line => IsRing(line.Coordinates)).Select(line => s_wgs84.CreateLinearRing(line.Coordinates))];
    }
}
