using NetTopologySuite.Geometries;

namespace GeoCohesion.Core.Tests.Isochrones;

static class ExactArea
{
    /// <summary>In whole ten-millionths of a degree, so that predicates on corners that lie on an edge are exact.</summary>
    public static Geometry InE7(Geometry degrees)
    {
        var copy = degrees.Copy();
        copy.Apply(new ToE7());
        copy.GeometryChanged();
        return copy;
    }

    sealed class ToE7 : ICoordinateFilter
    {
        public void Filter(Coordinate coord)
        {
            coord.X = Math.Round(coord.X * 1e7);
            coord.Y = Math.Round(coord.Y * 1e7);
        }
    }
}
