using GeoCohesion.Data.Formats.Pictures;

namespace GeoCohesion.Data.Formats.Maps;

/// <summary>The scale bar and the arrow to the north, on a plate in the lower left corner of the map.</summary>
static class MapScale
{
    const double LongestBar = 150;
    const double PlateHeight = 40;
    const double Inset = 12;
    const double ArrowWidth = 34;
    const double TextSize = 11.5;
    const string North = "N";

    /// <summary>Draws both.</summary>
    /// <returns>What is drawn, and the box that it covers.</returns>
    public static (List<PictureItem> Items, PictureBox Box) Draw(MapView view, MapTexts texts)
    {
        var meters = RoundLength(LongestBar * view.GroundMetersPerUnit);
        var length = meters / view.GroundMetersPerUnit;
        var (left, top) = (view.Frame.X + Inset, view.Frame.Y + view.Frame.Height - Inset - PlateHeight);
        var box = new PictureBox(left, top, ArrowWidth + length + 34, PlateHeight);
        var (x, y) = (left + ArrowWidth + 8, top + 24);
        List<PictureItem> items =
        [
            new PicturePath(Rounded(box), new PictureFill(MapColors.Paper, 0.9), null),
            new PicturePath(
                PictureShape.Rectangle(x, y, length, 5), new PictureFill(MapColors.Paper), new PictureStroke(MapColors.Ink, 1)),
            new PicturePath(PictureShape.Rectangle(x, y, length / 2, 5), new PictureFill(MapColors.Ink), null),
            Label("0", x, PictureAnchor.Middle),
            Label(texts.Length(meters), x + length, PictureAnchor.Middle),
        ];
        items.AddRange(Arrow(left + (ArrowWidth / 2) + 2, top + (PlateHeight / 2), view.NorthRadians));
        return (items, box);

        PictureText Label(string text, double at, PictureAnchor anchor) =>
            new(text, new(at, y - 6), TextSize, PictureFontWeight.Regular, anchor, MapColors.Ink);
    }

    /// <summary>The greatest of 1, 2, 5 times a power of ten that is not more.</summary>
    static double RoundLength(double most)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(most)));
        return power * (5 * power <= most ? 5 : 2 * power <= most ? 2 : 1);
    }

    static IEnumerable<PictureItem> Arrow(double x, double y, double radians)
    {
        var (sin, cos) = (Math.Sin(radians), Math.Cos(radians));
        PicturePoint Turned(double right, double up) => new(x + (right * cos) + (up * sin), y + (right * sin) - (up * cos));
        yield return new PicturePath(
            new PictureShape([[Turned(0, 15), Turned(5, 1), Turned(0, 4), Turned(-5, 1)]], isClosed: true),
            new PictureFill(MapColors.Ink),
            null);
        yield return new PictureText(
            North, Turned(0, -12), TextSize, PictureFontWeight.Semibold, PictureAnchor.Middle, MapColors.Ink);
    }

    /// <summary>A rectangle with corners cut by arcs of few points.</summary>
    static PictureShape Rounded(PictureBox box)
    {
        const double Radius = 7;
        const int StepsPerCorner = 6;
        var points = new List<PicturePoint>();
        for (var corner = 0; corner < 4; corner++)
        {
            var (x, y) = (
                corner is 0 or 3 ? box.X + box.Width - Radius : box.X + Radius,
                corner is 0 or 1 ? box.Y + box.Height - Radius : box.Y + Radius);
            for (var step = 0; step <= StepsPerCorner; step++)
            {
                var angle = Math.PI / 2 * (corner + ((double)step / StepsPerCorner));
                points.Add(new(x + (Radius * Math.Cos(angle)), y + (Radius * Math.Sin(angle))));
            }
        }

        return new PictureShape([[.. points]], isClosed: true);
    }
}
