using GeoCohesion.Core;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Sources.Areas;

/// <summary>
/// Makes geometries of the coordinates in a file; rings that are not closed are closed, rings that are none are dropped, both counted.
/// </summary>
sealed class GeometryAssembler(string source, int crs, NoticeLog notices)
{
    const int FewestRingVertices = 4;

    public GeometryFactory Factory { get; } = new(new PrecisionModel(), crs);

    /// <summary>A ring; null when its vertices do not enclose anything.</summary>
    public LinearRing? Ring(List<Coordinate> vertices, int line)
    {
        if (vertices.Count > 0 && !vertices[0].Equals2D(vertices[^1]))
        {
            notices.Add(
                "ring-unclosed",
                NoticeSeverity.Information,
                new SourceLocation(source, line),
                "a ring does not end where it starts; it was closed.");
            vertices.Add(vertices[0].Copy());
        }

        if (vertices.Count < FewestRingVertices)
        {
            notices.Add(
                "ring-degenerate",
                NoticeSeverity.Warning,
                new SourceLocation(source, line),
                $"a ring of {vertices.Count} vertices encloses nothing; it was left out.");
            return null;
        }

        return Factory.CreateLinearRing([.. vertices]);
    }

    /// <summary>A polygon of a shell and its holes, as GeoJSON and WKB list them; empty when the shell is none.</summary>
    public Polygon Polygon(IReadOnlyList<List<Coordinate>> rings, int line)
    {
        var shell = rings.Count == 0 ? null : Ring(rings[0], line);
        return shell is null
            ? Factory.CreatePolygon()
            : Factory.CreatePolygon(shell, [.. rings.Skip(1).Select(r => Ring(r, line)).OfType<LinearRing>()]);
    }

    /// <summary>
    /// A polygon of loose rings, as a shapefile lists them: clockwise rings are shells, and a hole belongs to the smallest shell around it.
    /// </summary>
    /// <remarks>A counter-clockwise ring that no shell contains is a shell drawn the wrong way round.</remarks>
    public Geometry PolygonOfLooseRings(IEnumerable<List<Coordinate>> vertexLists, int line)
    {
        var shells = new List<(Polygon Area, List<LinearRing> Holes)>();
        var holes = new List<LinearRing>();
        foreach (var vertices in vertexLists)
        {
            if (Ring(vertices, line) is { } ring)
            {
                if (Orientation.IsCCW(ring.CoordinateSequence))
                {
                    holes.Add(ring);
                }
                else
                {
                    shells.Add((Factory.CreatePolygon(ring), []));
                }
            }
        }

        // Greatest first, so that a wrongly turned shell is there before its own wrongly turned holes ask for it.
        foreach (var ring in holes.OrderByDescending(r => Area.OfRing(r.CoordinateSequence)))
        {
            var area = Factory.CreatePolygon((LinearRing)ring.Copy());
            var inside = area.InteriorPoint.Coordinate;
            var owner = shells
                .Where(s => s.Area.EnvelopeInternal.Contains(ring.EnvelopeInternal))
                .Where(s => PointLocation.IsInRing(inside, s.Area.Shell.Coordinates))
                .OrderBy(s => s.Area.Area).FirstOrDefault();
            if (owner.Area is null)
            {
                shells.Add((area, []));
            }
            else
            {
                owner.Holes.Add(ring);
            }
        }

        var polygons = shells.Select(s => Factory.CreatePolygon(s.Area.Shell, [.. s.Holes])).ToArray();
        return polygons.Length == 1 ? polygons[0] : Factory.CreateMultiPolygon(polygons);
    }

    /// <summary>A line; empty when it has fewer than two vertices.</summary>
    public LineString Line(List<Coordinate> vertices) =>
        vertices.Count < 2 ? Factory.CreateLineString() : Factory.CreateLineString([.. vertices]);
}
