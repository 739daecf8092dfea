using GeoCohesion.Data.Formats.Pictures;

namespace GeoCohesion.Data.Formats.Maps;

/// <summary>Lines of public transport in their own colours.</summary>
sealed class LineStyle : ILayerStyle
{
    const double Width = 2.4;

    // More would fill the legend; they are then told by their colours alone.
    const int MostNamed = 14;

    /// <inheritdoc/>
    public bool Fits(MapLayer layer) => layer.Dimension == 1 && layer.Has("route_type") && layer.Has("color");

    /// <inheritdoc/>
    public DrawnLayer Draw(LayerToDraw target)
    {
        var layer = target.Layer;
        var items = new List<PictureItem>();
        var entries = new List<LegendEntry>();
        foreach (var feature in layer.Features)
        {
            var shape = target.View.Lines([feature.Shape]);
            var color = layer.Text(feature, "color");
            var isColor = color.Length == 6 && color.All(char.IsAsciiHexDigit);
            var stroke = new PictureStroke(isColor ? $"#{color.ToLowerInvariant()}" : MapColors.Plain, Width);
            items.Add(new PicturePath(shape, null, new PictureStroke(MapColors.Paper, Width + 1.6, 0.8)));
            items.Add(new PicturePath(shape, null, stroke));
            entries.Add(new LegendEntry(new LineSign(stroke with { Width = 3.5 }), target.Texts.Line(layer.Text(feature, "name"))));
        }

        return new DrawnLayer(
            items,
            [entries.Count <= MostNamed
                ? new LegendBlock(target.Texts.Lines, entries)
                : new LegendBlock(
                    "", [new LegendEntry(new LineSign(new PictureStroke(MapColors.Plain, Width)), target.Texts.LinesOfTransport)])],
            []);
    }
}
