using GeoCohesion.Core.Network;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Core.Isochrones;

/// <summary>Size of areas on the WGS84 ellipsoid.</summary>
public static class SurfaceArea
{
    /// <summary>Square metres of polygons given in WGS84 degrees, holes taken off.</summary>
    /// <remarks>Each edge is taken at the scale of its middle (<see cref="Geodesy"/>): right to 1e-6 where edges are below 10 km.</remarks>
    public static double SquareMeters(MultiPolygon area)
    {
        var sum = 0.0;
        foreach (var geometry in area.Geometries)
        {
            var polygon = (Polygon)geometry;
            sum += Math.Abs(SquareMeters(polygon.ExteriorRing));
            foreach (var hole in polygon.InteriorRings)
            {
                sum -= Math.Abs(SquareMeters(hole));
            }
        }

        return sum;
    }

    static double SquareMeters(LineString ring)
    {
        var points = ring.CoordinateSequence;
        var (sum, west) = (0.0, points.GetX(0));
        for (var i = 1; i < points.Count; i++)
        {
            var (east, north) = Geodesy.MillimetersPerE7((points.GetY(i - 1) + points.GetY(i)) * 0.5e7);
            var middle = ((points.GetX(i - 1) + points.GetX(i)) * 0.5) - west;
            sum += middle * 1e7 * east * ((points.GetY(i) - points.GetY(i - 1)) * 1e7 * north);
        }

        return sum / 1e6;
    }
}
