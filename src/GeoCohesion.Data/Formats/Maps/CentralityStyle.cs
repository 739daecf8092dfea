using GeoCohesion.Data.Formats.Pictures;

namespace GeoCohesion.Data.Formats.Maps;

/// <summary>Centralities with their names.</summary>
sealed class CentralityStyle : ILayerStyle
{
    // Between a town and the place of it that counts: two lines cover less of the map than a long one.
    const string PartSeparator = " - ";

    /// <inheritdoc/>
    public bool Fits(MapLayer layer) => layer.Dimension == 0 && layer.Has("is_main") && layer.Has("level");

    /// <inheritdoc/>
    public DrawnLayer Draw(LayerToDraw target)
    {
        var layer = target.Layer;
        var items = new List<PictureItem>();
        var entries = new List<LegendEntry>();
        var labels = new List<MapLabel>();
        foreach (var isMain in new[] { false, true })
        {
            var features = layer.Features.Where(feature => (feature.Values[layer.Find("is_main")] is true or 1L) == isMain).ToList();
            var sign = isMain ? MapSign.MainCentrality : MapSign.Centrality;
            items.AddRange(MapSign.At(target.View.Points(features.Select(feature => feature.Shape)), sign));
            if (features.Count > 0)
            {
                entries.Add(new LegendEntry(new PointSign(sign), isMain ? target.Texts.MainCentrality : target.Texts.Centralities));
            }

            labels.InsertRange(0, features.SelectMany(feature => target.View.Points([feature.Shape]).Take(1)
                .Select(point => new MapLabel(layer.Text(feature, "label").Split(PartSeparator, 2), MapSign.Box(point), IsNeeded: isMain))));
        }

        entries.Reverse();
        return new DrawnLayer(items, [new LegendBlock("", entries)], labels);
    }
}
