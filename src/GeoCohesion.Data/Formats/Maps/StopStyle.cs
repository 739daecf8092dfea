using GeoCohesion.Data.Formats.Pictures;

namespace GeoCohesion.Data.Formats.Maps;

/// <summary>Stops, the larger the more departures.</summary>
sealed class StopStyle : ILayerStyle
{
    const string DeparturesPrefix = "departures_";
    const double LeastRadius = 2;
    const double GreatestRadius = 6;
    const int Sizes = 4;

    static readonly PictureFill s_fill = new(MapColors.Paper);
    static readonly PictureStroke s_stroke = new(MapColors.Accent, 1.5);

    /// <inheritdoc/>
    public bool Fits(MapLayer layer) => layer.Dimension == 0 && layer.Has("wheelchair") && layer.Has("station");

    /// <inheritdoc/>
    public DrawnLayer Draw(LayerToDraw target)
    {
        var layer = target.Layer;
        var column = layer.Columns.FirstOrDefault(one => one.Name.StartsWith(DeparturesPrefix, StringComparison.Ordinal))?.Name;
        double Departures(MapFeature feature) => column is null ? 0 : layer.Number(feature, column) ?? 0;
        var most = layer.Features.Select(Departures).DefaultIfEmpty().Max();
        var items = new List<PictureItem>();
        var entries = new List<LegendEntry>();
        if (most == 0)
        {
            var points = target.View.Points(layer.Features.Select(feature => feature.Shape));
            items.Add(new PictureCircles(points, LeastRadius + 1, s_fill, s_stroke));
            entries.Add(new LegendEntry(new PointSign([(LeastRadius + 1, s_fill, s_stroke)]), target.Texts.Stop));
        }
        else
        {
            // Small ones last, so that none is hidden; areas of circles grow with the departures.
            int SizeOf(MapFeature feature) => Math.Min(Sizes - 1, (int)(Sizes * Math.Sqrt(Departures(feature) / most)));
            for (var size = Sizes - 1; size >= 0; size--)
            {
                var radius = LeastRadius + ((GreatestRadius - LeastRadius) * size / (Sizes - 1));
                var points = target.View.Points(layer.Features.Where(feature => SizeOf(feature) == size).Select(feature => feature.Shape));
                items.Add(new PictureCircles(points, radius, s_fill, s_stroke));
                var upTo = Math.Ceiling(most * Math.Pow((size + 1.0) / Sizes, 2));
                var above = Math.Ceiling(most * Math.Pow((double)size / Sizes, 2));
                entries.Add(new LegendEntry(
                    new PointSign([(radius, s_fill, s_stroke)]),
                    target.Texts.Range(target.Texts.Number(above), target.Texts.Number(size == Sizes - 1 ? upTo : upTo - 1))));
            }

            entries.Reverse();
        }

        return new DrawnLayer(items, [new LegendBlock(most == 0 ? "" : target.Texts.StopsByDepartures, entries)], []);
    }
}
