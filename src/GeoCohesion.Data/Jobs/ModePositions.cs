using GeoCohesion.Core.Network;

namespace GeoCohesion.Data.Jobs;

/// <summary>Points of departure, centralities and places of a run on the streets of one mode.</summary>
sealed record ModePositions(
    StreetGraph Graph, StreetIndex Index, StreetPosition[] Points, IReadOnlyList<StreetPosition[]> Centralities, IReadOnlyList<StreetPosition[]> PlacesByClass)
{
    /// <summary>Snaps all of them; those that fail are added to <paramref name="leftOut"/>.</summary>
    public static ModePositions Snap(TerritoryInputs inputs, IReadOnlyList<Place[]> placesByClass, StreetGraph graph, List<LeftOut> leftOut, int threads)
    {
        var index = new StreetIndex(graph);
        var radiusMillimeters = inputs.Territory.SnapRadiusMeters * 1000;
        return new ModePositions(
            graph,
            index,
            [.. SnapPoints("origin", inputs.Origins), .. SnapPoints("surroundings", inputs.Surroundings)],
            [.. inputs.Centralities.Select(centrality => Snap("centrality", centrality.Points.Select(point => (centrality.Id, point.Longitude, point.Latitude))))],
            [.. placesByClass.Select(places => Snap("place", places.Select(place => (place.Id, place.Longitude, place.Latitude))))]);

        StreetPosition[] SnapPoints(string kind, IReadOnlyList<Origin> points) =>
            Snap(kind, points.Select(point => (point.Id, point.Longitude, point.Latitude)));

        StreetPosition[] Snap(string kind, IEnumerable<(string Id, double Longitude, double Latitude)> points) =>
            SnappedPoints.Snap(index, graph.Mode, kind, points, radiusMillimeters, leftOut, threads);
    }
}
