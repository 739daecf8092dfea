namespace GeoCohesion.Data.Formats.Maps;

/// <summary>Any layer by the column that was asked for; places by their class.</summary>
sealed class ColumnStyle : ILayerStyle
{
    // What to colour by where nobody says.
    static readonly string[] s_usual = ["class_label_fr", "class", "by", "ptal_band"];

    /// <inheritdoc/>
    public bool Fits(MapLayer layer) => s_usual.Any(layer.Has);

    /// <inheritdoc/>
    public DrawnLayer Draw(LayerToDraw target)
    {
        var column = target.ColorBy ?? s_usual.First(target.Layer.Has);
        var classes = LayerClasses.Of(target.Layer, column, target.Texts, target.LimitSeconds);
        var (items, legend) = ClassedStyle.Draw(target, classes, target.ColorBy ?? "", MapColors.Paper);
        return new DrawnLayer(items, [legend], []);
    }
}
