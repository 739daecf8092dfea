using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.OverlayNG;

namespace GeoCohesion.Core.Isochrones;

/// <summary>Nested areas made disjoint: of each, what no area of a shorter limit holds.</summary>
public static class AreaRings
{
    static readonly GeometryFactory s_geometry = new(new PrecisionModel(), 4326);
    static readonly PrecisionModel s_whole = new(1);

    /// <summary>Takes from each area the one before it.</summary>
    /// <param name="areas">By ascending limit, each holding those before it; corners in whole ten-millionths of a degree.</param>
    /// <returns>Valid, right-hand wound; two of them share borders at most.</returns>
    public static MultiPolygon[] Of(IReadOnlyList<MultiPolygon> areas)
    {
        var rings = new MultiPolygon[areas.Count];
        for (var i = 0; i < rings.Length; i++)
        {
            rings[i] = i == 0 || areas[i - 1].IsEmpty || areas[i].IsEmpty ? areas[i] : Difference(areas[i], areas[i - 1]);
        }

        return rings;
    }

    static MultiPolygon Difference(MultiPolygon longer, MultiPolygon shorter)
    {
        // In whole numbers, so that borders that are shared are recognized.
        var rest = OverlayNG.Overlay(Scaled(longer, 1e7), Scaled(shorter, 1e7), OverlayNG.DIFFERENCE, s_whole);
        var polygons = new List<Polygon>();
        for (var i = 0; i < rest.NumGeometries; i++)
        {
            if (rest.GetGeometryN(i) is Polygon { IsEmpty: false } polygon)
            {
                var degrees = (Polygon)Scaled(polygon, 1e-7);
                polygons.Add(s_geometry.CreatePolygon(Wound(degrees.Shell, true), [.. degrees.Holes.Select(hole => Wound(hole, false))]));
            }
        }

        return s_geometry.CreateMultiPolygon([.. polygons]);
    }

    static LinearRing Wound(LinearRing ring, bool isCounterclockwise) =>
        ring.IsCCW == isCounterclockwise ? ring : (LinearRing)ring.Reverse();

    static Geometry Scaled(Geometry geometry, double factor)
    {
        var copy = geometry.Copy();
        copy.Apply(new Scale(factor));
        copy.GeometryChanged();
        return copy;
    }

    sealed class Scale(double factor) : ICoordinateFilter
    {
        public void Filter(Coordinate coord)
        {
            // Back to degrees by a division, so that a number is the double nearest to its seven digits.
            (coord.X, coord.Y) = factor > 1
                ? (Math.Round(coord.X * factor), Math.Round(coord.Y * factor))
                : (coord.X / 1e7, coord.Y / 1e7);
        }
    }
}
