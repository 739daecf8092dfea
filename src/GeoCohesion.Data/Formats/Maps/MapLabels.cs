using GeoCohesion.Data.Formats.Pictures;

namespace GeoCohesion.Data.Formats.Maps;

/// <summary>Puts names beside what they name, where they cover neither each other nor the edge of the map.</summary>
static class MapLabels
{
    const double Size = 13;
    const double LineHeight = 15.5;
    const double Gap = 4;

    // Viewers of SVG may draw texts in a font that is a little wider.
    const double Slack = 1.06;

    /// <summary>Draws names, the most important first.</summary>
    /// <param name="labels">Names.</param>
    /// <param name="frame">What they have to lie in.</param>
    /// <param name="taken">Boxes that they must not cover.</param>
    public static List<PictureItem> Draw(IReadOnlyList<MapLabel> labels, PictureBox frame, IEnumerable<PictureBox> taken)
    {
        var items = new List<PictureItem>();
        List<PictureBox> used = [.. taken];
        List<PictureBox> named = [.. labels.Select(label => label.Box)];
        foreach (var label in labels)
        {
            var width = label.Lines.Select((line, i) => Slack * PictureFont.Of(WeightOf(i)).Width(line, Size)).Max();
            var height = LineHeight * label.Lines.Count;
            var places = Places(label.Box, width, height).Select(place => Moved(place, frame)).ToList();
            var free = places.Where(place => used.All(other => !Overlap(place, other))).ToList();
            var place = free.FirstOrDefault(place => named.All(other => !Overlap(place, other)))
                ?? (label.IsNeeded ? free.Concat(places).First() : null);
            if (place is null)
            {
                continue;
            }

            used.Add(place);
            for (var line = 0; line < label.Lines.Count; line++)
            {
                items.Add(new PictureText(
                    label.Lines[line],
                    new(place.X + (width / 2), place.Y + (LineHeight * line) + 12),
                    Size,
                    WeightOf(line),
                    PictureAnchor.Middle,
                    MapColors.Ink,
                    MapColors.Paper));
            }
        }

        return items;
    }

    static PictureFontWeight WeightOf(int line) => line == 0 ? PictureFontWeight.Semibold : PictureFontWeight.Regular;

    /// <summary>Below, above, to the right, to the left of a box, and on it.</summary>
    static IEnumerable<PictureBox> Places(PictureBox box, double width, double height)
    {
        var (x, y) = (box.X + ((box.Width - width) / 2), box.Y + ((box.Height - height) / 2));
        yield return new PictureBox(x, box.Y + box.Height + Gap, width, height);
        yield return new PictureBox(x, box.Y - height - Gap, width, height);
        yield return new PictureBox(box.X + box.Width + Gap, y, width, height);
        yield return new PictureBox(box.X - width - Gap, y, width, height);
        yield return new PictureBox(x, y, width, height);
    }

    /// <summary>The box moved into the frame.</summary>
    static PictureBox Moved(PictureBox box, PictureBox frame) => box with
    {
        X = Math.Max(frame.X + Gap, Math.Min(box.X, frame.X + frame.Width - Gap - box.Width)),
        Y = Math.Max(frame.Y + Gap, Math.Min(box.Y, frame.Y + frame.Height - Gap - box.Height)),
    };

    static bool Overlap(PictureBox a, PictureBox b) =>
        a.X < b.X + b.Width && b.X < a.X + a.Width && a.Y < b.Y + b.Height && b.Y < a.Y + a.Height;
}
