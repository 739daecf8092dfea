using GeoCohesion.Data.Formats.Pictures;

namespace GeoCohesion.Data.Formats.Maps;

/// <summary>Signs that stand at points, drawn of circles within each other.</summary>
static class MapSign
{
    const double Radius = 6.5;

    /// <summary>Where one leaves, or where one goes.</summary>
    public static IReadOnlyList<(double Radius, PictureFill Fill, PictureStroke? Stroke)> Start { get; } =
    [
        (Radius, new PictureFill(MapColors.Paper), new PictureStroke(MapColors.Ink, 2)),
        (2.6, new PictureFill(MapColors.Ink), null),
    ];

    /// <summary>A centrality.</summary>
    public static IReadOnlyList<(double Radius, PictureFill Fill, PictureStroke? Stroke)> Centrality { get; } =
    [
        (4.2, new PictureFill(MapColors.Paper), new PictureStroke(MapColors.Ink, 2)),
    ];

    /// <summary>The main centrality.</summary>
    public static IReadOnlyList<(double Radius, PictureFill Fill, PictureStroke? Stroke)> MainCentrality { get; } =
    [
        (6, new PictureFill(MapColors.Paper), new PictureStroke(MapColors.Ink, 2)),
        (3.2, new PictureFill(MapColors.Ink), null),
    ];

    /// <summary>Draws a sign at each of some points.</summary>
    public static IEnumerable<PictureItem> At(
        IReadOnlyList<PicturePoint> points, IReadOnlyList<(double Radius, PictureFill Fill, PictureStroke? Stroke)> sign) =>
        sign.Select(circle => new PictureCircles(points, circle.Radius, circle.Fill, circle.Stroke));

    /// <summary>The box around a point that a sign covers.</summary>
    public static PictureBox Box(PicturePoint point) => new(point.X - Radius, point.Y - Radius, 2 * Radius, 2 * Radius);
}
