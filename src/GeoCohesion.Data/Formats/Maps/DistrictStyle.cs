using GeoCohesion.Data.Formats.Pictures;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Formats.Maps;

/// <summary>Districts in the colours of their verdicts, with names and shares; above other areas their outlines only.</summary>
sealed class DistrictStyle : ILayerStyle
{
    const string VerdictColumn = "verdict";

    /// <inheritdoc/>
    public bool Fits(MapLayer layer) => layer.Has(VerdictColumn) && layer.Dimension == 2;

    /// <inheritdoc/>
    public DrawnLayer Draw(LayerToDraw target)
    {
        var layer = target.Layer;
        var column = target.ColorBy ?? VerdictColumn;
        var classes = column == VerdictColumn
            ? [.. LayerClasses.Verdicts(layer, column, target.Texts).Where(one => one.Features.Count > 0)]
            : LayerClasses.Of(layer, column, target.Texts, target.LimitSeconds);
        var labels = layer.Features.Select(feature => Label(target, feature)).OfType<MapLabel>().ToList();
        if (target.IsOverAreas && target.ColorBy is null)
        {
            var shape = target.View.Lines(layer.Features.Select(feature => (Geometry?)feature.Shape?.Boundary));
            PictureStroke[] strokes = [new(MapColors.Paper, 4, 0.85), new(MapColors.Ink, 1.6)];
            return new DrawnLayer(
                [.. strokes.Select(stroke => new PicturePath(shape, null, stroke))],
                [new LegendBlock("", [new LegendEntry(new AreaSign(null, strokes[1]), target.Texts.Districts)])],
                labels);
        }

        var (items, legend) = ClassedStyle.Draw(
            target, classes, column == VerdictColumn ? target.Texts.Verdict : column, MapColors.Ink);
        var remark = column == VerdictColumn && layer.Has("share_within")
            ? [new LegendEntry(null, target.Texts.ShareWithin(target.LimitSeconds))]
            : Array.Empty<LegendEntry>();
        return new DrawnLayer(items, [legend with { Entries = [.. legend.Entries, .. remark] }], labels);
    }

    static MapLabel? Label(LayerToDraw target, MapFeature feature)
    {
        var points = target.View.Areas([feature.Shape]).Contours.SelectMany(contour => contour).ToList();
        var name = target.Layer.Text(feature, "label");
        if (points.Count == 0 || name.Length == 0)
        {
            return null;
        }

        var (west, north) = (points.Min(point => point.X), points.Min(point => point.Y));
        var box = new PictureBox(west, north, points.Max(point => point.X) - west, points.Max(point => point.Y) - north);
        var share = target.IsOverAreas || target.ColorBy is not null ? null : target.Layer.Number(feature, "share_within");
        return new MapLabel(share is { } within ? [name, target.Texts.Percent(Math.Round(within, 2))] : [name], box, IsNeeded: true);
    }
}
