using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Sources.Osm;

/// <summary>An OpenStreetMap element as a point, for places known by their tags.</summary>
/// <param name="Type"><c>node</c>, <c>way</c> or <c>relation</c>.</param>
/// <param name="Id">OpenStreetMap id.</param>
/// <param name="Longitude">WGS84 degrees.</param>
/// <param name="Latitude">WGS84 degrees.</param>
/// <param name="Tags">All its tags.</param>
public sealed record OsmPoint(string Type, long Id, double Longitude, double Latitude, IReadOnlyDictionary<string, string> Tags);

/// <summary>Makes points of nodes, closed ways and multipolygon relations.</summary>
public static class OsmPoints
{
    const double DegreesPerUnit = 1e-7;

    /// <summary>Points of all wanted elements: nodes, then ways, then relations, each by id.</summary>
    /// <param name="elements">Read with an <see cref="OsmInterest"/> that keeps them.</param>
    /// <param name="wanted">Whether an element with these tags is wanted. Called once per tagged element.</param>
    /// <remarks>
    /// A closed way is at the centroid of its area, a multipolygon at that of its outer rings together. Ways that are not closed have no
    /// area and are passed over, as are multipolygons none of whose outer ways is in the files; a building cut at the edge of a file is at
    /// the centroid of what there is.
    /// </remarks>
    public static IReadOnlyList<OsmPoint> Read(OsmElements elements, Func<IReadOnlyDictionary<string, string>, bool> wanted)
    {
        var points = new List<OsmPoint>();
        for (var node = 0; node < elements.TaggedNodeCount; node++)
        {
            var tags = elements.TaggedNodeTags(node).ToDictionary();
            if (wanted(tags))
            {
                points.Add(new OsmPoint(
                    "node",
                    elements.TaggedNodeId[node],
                    elements.TaggedNodeLongitudeE7[node] * DegreesPerUnit,
                    elements.TaggedNodeLatitudeE7[node] * DegreesPerUnit,
                    tags));
            }
        }

        for (var way = 0; way < elements.WayCount; way++)
        {
            var nodes = elements.WayNodes(way);
            if (nodes.Length < 3 || nodes[0] != nodes[^1] || nodes[0] == OsmElements.MissingNode || elements.WayTags(way).Count == 0)
            {
                continue;
            }

            var tags = elements.WayTags(way).ToDictionary();
            if (wanted(tags) && CentroidOf([Line(elements, way)]) is { } centroid)
            {
                points.Add(new OsmPoint("way", elements.WayId[way], centroid.X, centroid.Y, tags));
            }
        }

        for (var relation = 0; relation < elements.RelationCount; relation++)
        {
            var tags = elements.RelationTags(relation).ToDictionary();
            if (tags.GetValueOrDefault("type") == "multipolygon" && wanted(tags)
                && CentroidOf(OuterWays(elements, relation)) is { } centroid)
            {
                points.Add(new OsmPoint("relation", elements.RelationId[relation], centroid.X, centroid.Y, tags));
            }
        }

        return points;
    }

    static List<List<Coordinate>> OuterWays(OsmElements elements, int relation)
    {
        var lines = new List<List<Coordinate>>();
        foreach (var member in elements.RelationMembers(relation))
        {
            if (member is { Type: OsmMemberType.Way, Role: "outer" or "" } && elements.FindWay(member.Id) is var way and >= 0)
            {
                lines.Add(Line(elements, way));
            }
        }

        return Join(lines);
    }

    /// <summary>Joins ways that meet end to end into rings; what does not close is left as it is.</summary>
    static List<List<Coordinate>> Join(List<List<Coordinate>> lines)
    {
        var rings = new List<List<Coordinate>>();
        while (lines.Count > 0)
        {
            var ring = lines[0];
            lines.RemoveAt(0);
            while (ring.Count > 0 && !ring[0].Equals2D(ring[^1]))
            {
                var end = ring[^1];
                var next = lines.FindIndex(line => line.Count > 0 && (line[0].Equals2D(end) || line[^1].Equals2D(end)));
                if (next < 0)
                {
                    break;
                }

                var line = lines[next];
                lines.RemoveAt(next);
                if (!line[0].Equals2D(end))
                {
                    line.Reverse();
                }

                ring.AddRange(line.Skip(1));
            }

            rings.Add(ring);
        }

        return rings;
    }

    static Coordinate? CentroidOf(List<List<Coordinate>> lines)
    {
        var factory = GeometryFactory.Default;
        var parts = new List<Geometry>();
        foreach (var line in lines)
        {
            if (line.Count >= 4 && line[0].Equals2D(line[^1]))
            {
                parts.Add(factory.CreatePolygon([.. line]));
            }
            else if (line.Count >= 2)
            {
                parts.Add(factory.CreateLineString([.. line]));
            }
        }

        // Polygons count by area; lines only where there is no polygon. A ring without area counts as its line.
        return parts.Count == 0 ? null : Centroid.GetCentroid(factory.CreateGeometryCollection([.. parts]));
    }

    static List<Coordinate> Line(OsmElements elements, int way)
    {
        var line = new List<Coordinate>();
        foreach (var node in elements.WayNodes(way))
        {
            if (node != OsmElements.MissingNode)
            {
                line.Add(new Coordinate(elements.NodeLongitudeE7[node] * DegreesPerUnit, elements.NodeLatitudeE7[node] * DegreesPerUnit));
            }
        }

        return line;
    }
}
