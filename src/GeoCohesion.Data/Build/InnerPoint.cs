using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Build;

/// <summary>Where the residents of a part of a cell start from.</summary>
static class InnerPoint
{
    /// <summary>A point stands for itself; an area for its centroid where that is inside it, else for a point well inside.</summary>
    public static Coordinate Of(Geometry shape)
    {
        if (shape is Point)
        {
            return shape.Coordinate;
        }

        var centroid = shape.Centroid.Coordinate;
        return SimplePointInAreaLocator.Locate(centroid, shape) == Location.Interior ? centroid : shape.InteriorPoint.Coordinate;
    }
}
