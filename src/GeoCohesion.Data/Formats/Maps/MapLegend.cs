using GeoCohesion.Data.Formats.Pictures;

namespace GeoCohesion.Data.Formats.Maps;

/// <summary>How an entry of a legend looks.</summary>
abstract record LegendSign;

/// <summary>A box.</summary>
sealed record AreaSign(PictureFill? Fill, PictureStroke? Stroke) : LegendSign;

/// <summary>A line.</summary>
sealed record LineSign(PictureStroke Stroke) : LegendSign;

/// <summary>Circles within each other.</summary>
sealed record PointSign(IReadOnlyList<(double Radius, PictureFill Fill, PictureStroke? Stroke)> Circles) : LegendSign;

/// <summary>A line of a legend.</summary>
/// <param name="Sign">What is on the map; null for a remark.</param>
/// <param name="Text">What it means.</param>
/// <param name="Detail">A figure, in softer ink; or empty.</param>
sealed record LegendEntry(LegendSign? Sign, string Text, string Detail = "");

/// <summary>Entries under a heading.</summary>
/// <param name="Heading">Or empty.</param>
/// <param name="Entries">From top to bottom.</param>
sealed record LegendBlock(string Heading, IReadOnlyList<LegendEntry> Entries);

/// <summary>Draws legends in a column.</summary>
static class MapLegend
{
    const double HeadingSize = 13;
    const double TextSize = 13;
    const double DetailSize = 11.5;
    const double LineHeight = 17;
    const double EntryGap = 5;
    const double BlockGap = 16;
    const double SignWidth = 24;
    const double SignHeight = 15;
    const double SignGap = 10;

    // Viewers of SVG may draw texts in a font that is a little wider.
    const double Slack = 1.07;

    /// <summary>Draws blocks below each other.</summary>
    /// <param name="blocks">From top to bottom.</param>
    /// <param name="left">Left edge.</param>
    /// <param name="top">Upper edge.</param>
    /// <param name="width">Longer texts are broken.</param>
    /// <returns>What is drawn, and where it ends.</returns>
    public static (List<PictureItem> Items, double Bottom) Draw(IReadOnlyList<LegendBlock> blocks, double left, double top, double width)
    {
        var items = new List<PictureItem>();
        var y = top;
        foreach (var block in blocks.Where(block => block.Entries.Count > 0))
        {
            if (block.Heading.Length > 0)
            {
                foreach (var line in PictureFont.Of(PictureFontWeight.Semibold).Lines(block.Heading, HeadingSize, width / Slack))
                {
                    items.Add(new PictureText(
                        line, new(left, y + HeadingSize), HeadingSize, PictureFontWeight.Semibold, PictureAnchor.Start, MapColors.Ink));
                    y += LineHeight;
                }

                y += EntryGap;
            }

            foreach (var entry in block.Entries)
            {
                y = Draw(entry, items, left, y, width) + EntryGap;
            }

            y += BlockGap - EntryGap;
        }

        return (items, y - BlockGap);
    }

    static double Draw(LegendEntry entry, List<PictureItem> items, double left, double top, double width)
    {
        var middle = top + (LineHeight / 2);
        switch (entry.Sign)
        {
            case AreaSign area:
                items.Add(new PicturePath(
                    PictureShape.Rectangle(left + 0.5, middle - (SignHeight / 2), SignWidth - 1, SignHeight), area.Fill, area.Stroke));
                break;
            case LineSign line:
                items.Add(new PicturePath(
                    PictureShape.Line(new(left + 2, middle), new(left + SignWidth - 2, middle)), null, line.Stroke));
                break;
            case PointSign point:
                items.AddRange(point.Circles.Select(
                    circle => new PictureCircles([new(left + (SignWidth / 2), middle)], circle.Radius, circle.Fill, circle.Stroke)));
                break;
        }

        var font = PictureFont.Of(PictureFontWeight.Regular);
        var isRemark = entry.Sign is null;
        var (x, y) = (isRemark ? left : left + SignWidth + SignGap, top + TextSize);
        var (size, color) = isRemark ? (DetailSize, MapColors.Soft) : (TextSize, MapColors.Ink);
        var room = (left + width - x) / Slack;
        var lines = font.Lines(entry.Text, size, room);
        foreach (var line in lines)
        {
            items.Add(new PictureText(line, new(x, y), size, PictureFontWeight.Regular, PictureAnchor.Start, color));
            y += LineHeight;
        }

        if (entry.Detail.Length > 0)
        {
            // Beside the text where there is room, else below it.
            var isBeside = font.Width(lines[^1], TextSize) + SignGap + font.Width(entry.Detail, DetailSize) <= room;
            items.Add(new PictureText(
                entry.Detail,
                isBeside ? new(left + width, y - LineHeight) : new(x, y - 1),
                DetailSize,
                PictureFontWeight.Regular,
                isBeside ? PictureAnchor.End : PictureAnchor.Start,
                MapColors.Soft));
            y += isBeside ? 0 : LineHeight;
        }

        return y - TextSize;
    }
}
