using GeoCohesion.Data.Formats.Pictures;

namespace GeoCohesion.Data.Formats.Maps;

/// <summary>What a map is drawn on: water, railways, streets, in the widths of the map page at the same scale.</summary>
static class MapGround
{
    /// <summary>Layers that are drawn on, from bottom to top.</summary>
    public static IReadOnlyList<string> LayerNames { get; } = ["water", "railways", "streets"];

    // Widths of ranks 1 to 4 by zoom; between them they grow by the power of 1.6.
    static readonly (double Zoom, double[] Widths)[] s_streets =
        [(9, [0.9, 0.3, 0, 0]), (12, [2, 1.2, 0.7, 0]), (14, [4, 3, 2.2, 0.8]), (17, [15, 12, 9, 3])];

    static readonly (double Zoom, double[] Widths)[] s_edges =
        [(12, [2.6, 1.6, 0, 0]), (14, [5.4, 4.2, 3, 0]), (17, [17, 14, 11, 4])];

    static readonly (double Zoom, double[] Widths)[] s_waterways = [(9, [0.8]), (14, [3]), (17, [10])];
    static readonly (double Zoom, double[] Widths)[] s_railways = [(10, [0.6]), (15, [2])];

    const double VeilOpacity = 0.4;
    const double LeastWidth = 0.3;
    const double Growth = 1.6;
    const int Ranks = 4;

    // Between these zooms streets turn from lines into white bands with edges.
    const double LinesUpTo = 11.8;

    /// <summary>Draws what is there of the layers.</summary>
    /// <returns>
    /// What lies under all else, and the streets once more, paler, for where areas cover them: elsewhere they change nothing.
    /// </returns>
    public static (List<PictureItem> Ground, List<PictureItem> Veil) Draw(IReadOnlyList<MapLayer> layers, MapView view)
    {
        var inOrder = LayerNames.SelectMany(name => layers.Where(layer => layer.Name == name));
        List<PictureItem> ground = [.. inOrder.SelectMany(layer => Draw(layer, view))];
        return (
            ground,
            [.. ground.OfType<PicturePath>().Where(path => path is { Fill: null, Stroke: { Dash: null, Color: not MapColors.Waterway } })
                .GroupBy(path => path.Shape).Select(paths => paths.Last())
                .Select(path => path with { Stroke = path.Stroke! with { Opacity = VeilOpacity } })]);
    }

    static IEnumerable<PictureItem> Draw(MapLayer layer, MapView view)
    {
        var shapes = layer.Features.Select(feature => feature.Shape);
        switch (layer.Name)
        {
            case "water":
                yield return new PicturePath(view.Areas(shapes), new PictureFill(MapColors.Water), null);
                yield return new PicturePath(
                    view.Lines(shapes), null, new PictureStroke(MapColors.Waterway, Width(s_waterways, 0, view.Zoom)));
                break;
            case "railways":
                var width = Math.Max(0.8, Width(s_railways, 0, view.Zoom));
                yield return new PicturePath(view.Lines(shapes), null, new PictureStroke(MapColors.Railway, width, Dash: (5, 2)));
                break;
            default:
                foreach (var item in Streets(layer, view))
                {
                    yield return item;
                }

                break;
        }
    }

    static IEnumerable<PictureItem> Streets(MapLayer layer, MapView view)
    {
        var hasEdges = view.Zoom >= LinesUpTo;
        var ranks = Enumerable.Range(1, Ranks).Reverse()
            .Select(rank => (Rank: rank, Width: Width(s_streets, rank - 1, view.Zoom), Edge: Width(s_edges, rank - 1, view.Zoom)))
            .Where(one => one.Width >= LeastWidth)
            .Select(one => (
                one.Width,
                one.Edge,
                Shape: view.Lines(
                    layer.Features.Where(feature => layer.Number(feature, "rank") == one.Rank).Select(feature => feature.Shape))))
            .ToList();
        if (hasEdges)
        {
            foreach (var (width, edge, shape) in ranks.Where(one => one.Edge > one.Width))
            {
                yield return new PicturePath(shape, null, new PictureStroke(MapColors.StreetEdge, edge));
            }
        }

        foreach (var (width, edge, shape) in ranks)
        {
            yield return new PicturePath(shape, null, new PictureStroke(hasEdges && edge > width ? "#ffffff" : MapColors.StreetEdge, width));
        }
    }

    static double Width((double Zoom, double[] Widths)[] stops, int rank, double zoom)
    {
        if (zoom <= stops[0].Zoom)
        {
            return stops[0].Widths[rank];
        }

        for (var i = 1; i < stops.Length; i++)
        {
            var ((fromZoom, from), (toZoom, to)) = (stops[i - 1], stops[i]);
            if (zoom <= toZoom)
            {
                var share = (Math.Pow(Growth, zoom - fromZoom) - 1) / (Math.Pow(Growth, toZoom - fromZoom) - 1);
                return from[rank] + (share * (to[rank] - from[rank]));
            }
        }

        return stops[^1].Widths[rank];
    }
}
