using GeoCohesion.Data.Sources.Gtfs;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Build;

/// <summary>The lines that vehicles follow, for maps.</summary>
public static class RouteShapes
{
    static readonly GeometryFactory s_wgs84 = new(new PrecisionModel(), 4326);

    /// <summary>By route (<c>feed:route_id</c>), the different shapes of its trips on any day, in the feed's order; routes without shapes are missing.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<LineString>> Of(IReadOnlyList<GtfsFeed> feeds)
    {
        var shapesOfRoute = new Dictionary<string, IReadOnlyList<LineString>>(StringComparer.Ordinal);
        foreach (var feed in feeds)
        {
            var shapes = feed.Routes.Select(_ => new SortedSet<int>()).ToArray();
            for (var trip = 0; trip < feed.Trips.Count; trip++)
            {
                if (feed.Trips.ShapeOf(trip) is >= 0 and var shape && feed.Shapes.LongitudeE7(shape).Length >= 2)
                {
                    shapes[feed.Trips.RouteOf(trip)].Add(shape);
                }
            }

            for (var route = 0; route < shapes.Length; route++)
            {
                if (shapes[route].Count > 0)
                {
                    shapesOfRoute.Add($"{feed.Name}:{feed.Routes[route].Id}", [.. shapes[route].Select(shape => Line(feed.Shapes, shape))]);
                }
            }
        }

        return shapesOfRoute;
    }

    static LineString Line(GtfsShapes shapes, int shape)
    {
        var longitudes = shapes.LongitudeE7(shape);
        var latitudes = shapes.LatitudeE7(shape);
        var points = new Coordinate[longitudes.Length];
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = new Coordinate(longitudes[i] / 1e7, latitudes[i] / 1e7);
        }

        return s_wgs84.CreateLineString(points);
    }
}
