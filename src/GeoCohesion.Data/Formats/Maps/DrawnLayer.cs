using GeoCohesion.Data.Formats.Pictures;

namespace GeoCohesion.Data.Formats.Maps;

/// <summary>A name on the map.</summary>
/// <param name="Lines">The first is bold.</param>
/// <param name="Box">What it names, on the picture; the name stands beside it.</param>
/// <param name="IsNeeded">Whether it is drawn even where it covers another.</param>
sealed record MapLabel(IReadOnlyList<string> Lines, PictureBox Box, bool IsNeeded);

/// <summary>What a layer comes to on a map.</summary>
/// <param name="Items">From bottom to top.</param>
/// <param name="Legend">What they mean.</param>
/// <param name="Labels">Names, the most important first.</param>
/// <param name="Title">What the layer shows, for the title of the map; null for its name.</param>
/// <param name="Subtitle">The line under the title, or empty.</param>
/// <param name="IsVeiled">Whether the streets below are to shine through.</param>
sealed record DrawnLayer(
    IReadOnlyList<PictureItem> Items,
    IReadOnlyList<LegendBlock> Legend,
    IReadOnlyList<MapLabel> Labels,
    string? Title = null,
    string Subtitle = "",
    bool IsVeiled = false);

/// <summary>A layer that is to be drawn.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="ColorBy">Column that colours it; null for what suits it.</param>
/// <param name="View">Where.</param>
/// <param name="Texts">Words.</param>
/// <param name="Question">How isochrones were computed, or null.</param>
/// <param name="LimitSeconds">The half hour of the run.</param>
/// <param name="IsOverAreas">Whether areas of another layer lie below, which are not to be covered.</param>
sealed record LayerToDraw(
    MapLayer Layer, string? ColorBy, MapView View, MapTexts Texts, MapQuestion? Question, int LimitSeconds, bool IsOverAreas);

/// <summary>A way to draw layers of some kind.</summary>
interface ILayerStyle
{
    /// <summary>Whether it is meant for a layer.</summary>
    bool Fits(MapLayer layer);

    /// <summary>Draws a layer that it is meant for.</summary>
    DrawnLayer Draw(LayerToDraw layer);
}
