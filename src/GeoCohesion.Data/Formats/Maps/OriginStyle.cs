namespace GeoCohesion.Data.Formats.Maps;

/// <summary>Inhabited cells by travel time.</summary>
sealed class OriginStyle : ILayerStyle
{
    const string TimeColumn = "seconds";

    /// <inheritdoc/>
    public bool Fits(MapLayer layer) => layer.Has(TimeColumn) && layer.Has("cell");

    /// <inheritdoc/>
    public DrawnLayer Draw(LayerToDraw target)
    {
        var classes = LayerClasses.Of(target.Layer, TimeColumn, target.Texts, target.LimitSeconds);
        var (items, legend) = ClassedStyle.Draw(target, classes, target.Texts.TravelTime, MapColors.Paper);
        return new DrawnLayer(items, [legend], []);
    }
}
