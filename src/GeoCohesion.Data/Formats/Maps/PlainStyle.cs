using GeoCohesion.Data.Formats.Pictures;

namespace GeoCohesion.Data.Formats.Maps;

/// <summary>Any layer in one colour.</summary>
sealed class PlainStyle : ILayerStyle
{
    /// <inheritdoc/>
    public bool Fits(MapLayer layer) => true;

    /// <inheritdoc/>
    public DrawnLayer Draw(LayerToDraw target)
    {
        LayerClass all = new(target.Texts.LayerTitle(target.Layer), MapColors.Plain, PicturePattern.None, target.Layer.Features);
        var (items, legend) = ClassedStyle.Draw(target, target.Layer.Features.Count == 0 ? [] : [all], "", MapColors.Paper);
        return new DrawnLayer(items, [legend], []);
    }
}
