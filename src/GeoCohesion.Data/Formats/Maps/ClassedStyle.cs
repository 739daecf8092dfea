using GeoCohesion.Data.Formats.Pictures;

namespace GeoCohesion.Data.Formats.Maps;

/// <summary>Draws features in the colours of their classes, whatever their geometry.</summary>
static class ClassedStyle
{
    const double AreaOpacity = 0.82;
    const double PointRadius = 4;
    const double LineWidth = 2.2;

    /// <summary>Draws classes with their legend.</summary>
    public static (List<PictureItem> Items, LegendBlock Legend) Draw(
        LayerToDraw target, IReadOnlyList<LayerClass> classes, string heading, string edge)
    {
        var areas = new List<PictureItem>();
        var items = new List<PictureItem>();
        var entries = new List<LegendEntry>();
        foreach (var one in classes)
        {
            var shapes = one.Features.Select(feature => feature.Shape).ToList();
            var fill = new PictureFill(one.Color, 1, one.Pattern);
            var edges = new PictureStroke(edge, 0.9);
            areas.Add(new PicturePath(target.View.Areas(shapes), fill, edges));
            var line = new PictureStroke(one.Color, LineWidth);
            items.Add(new PicturePath(target.View.Lines(shapes), null, line));
            var ring = new PictureStroke(MapColors.Paper, 1);
            items.Add(new PictureCircles(target.View.Points(shapes), PointRadius, new PictureFill(one.Color), ring));
            entries.Add(new LegendEntry(
                target.Layer.Dimension switch
                {
                    2 => new AreaSign(fill, edges),
                    1 => new LineSign(line),
                    _ => new PointSign([(PointRadius + 0.5, new PictureFill(one.Color), ring)]),
                },
                one.Text,
                target.Texts.Number(one.Features.Count)));
        }

        return ([new PictureGroup(areas, AreaOpacity), .. items], new LegendBlock(heading, entries));
    }
}
