namespace GeoCohesion.Data.Formats.Pictures;

/// <summary>A drawing, whatever the format it is written in: shapes and texts from bottom to top.</summary>
/// <remarks>Pure data. Lengths are in units of the drawing: X to the right, Y downwards, from the upper left corner.</remarks>
/// <param name="Title">What it shows, for those who cannot see it.</param>
/// <param name="Language">Language of its texts (BCP 47), e.g. <c>fr</c>.</param>
/// <param name="Width">Width in units.</param>
/// <param name="Height">Height in units.</param>
/// <param name="PixelsPerUnit">Pixels that a unit comes to.</param>
/// <param name="Items">From bottom to top.</param>
public sealed record Picture(
    string Title, string Language, double Width, double Height, double PixelsPerUnit, IReadOnlyList<PictureItem> Items)
{
    /// <summary>Width in pixels.</summary>
    public int PixelWidth => (int)Math.Round(Width * PixelsPerUnit);

    /// <summary>Height in pixels.</summary>
    public int PixelHeight => (int)Math.Round(Height * PixelsPerUnit);
}

/// <summary>Something that is drawn.</summary>
public abstract record PictureItem;

/// <summary>Lines and areas that share a style.</summary>
/// <param name="Shape">Drawn several times in different styles, it is the same object.</param>
/// <param name="Fill">How areas are filled (a point within several of them counts once); null for lines only.</param>
/// <param name="Stroke">How outlines are drawn; null for areas only.</param>
public sealed record PicturePath(PictureShape Shape, PictureFill? Fill, PictureStroke? Stroke) : PictureItem;

/// <summary>Circles that share a size and a style.</summary>
/// <param name="Centers">In the order in which they are drawn.</param>
/// <param name="Radius">Of each.</param>
/// <param name="Fill">Colour within.</param>
/// <param name="Stroke">Outline, or null.</param>
public sealed record PictureCircles(
    IReadOnlyList<PicturePoint> Centers, double Radius, PictureFill Fill, PictureStroke? Stroke) : PictureItem;

/// <summary>One line of text.</summary>
/// <param name="Text">The text; it is not broken.</param>
/// <param name="At">Start, middle or end of the base line, as <paramref name="Anchor"/> says.</param>
/// <param name="Size">Height of the font.</param>
/// <param name="Weight">How bold it is.</param>
/// <param name="Anchor">What of the text lies at the point.</param>
/// <param name="Color">Ink, as <c>#rrggbb</c>.</param>
/// <param name="Halo">Colour around the letters, which keeps them legible on a map; null for none.</param>
public sealed record PictureText(
    string Text, PicturePoint At, double Size, PictureFontWeight Weight, PictureAnchor Anchor, string Color, string? Halo = null) : PictureItem;

/// <summary>Items that are drawn together.</summary>
/// <param name="Items">From bottom to top.</param>
/// <param name="Opacity">Of the group as a whole: what it covers within itself does not shine through. 0 to 1.</param>
/// <param name="Clip">What is cut off outside; null for nothing.</param>
public sealed record PictureGroup(IReadOnlyList<PictureItem> Items, double Opacity = 1, PictureBox? Clip = null) : PictureItem;

/// <summary>A place on the drawing.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Downwards.</param>
public readonly record struct PicturePoint(double X, double Y);

/// <summary>A rectangle with rounded corners.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Upper edge.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
/// <param name="Radius">Of its corners.</param>
public sealed record PictureBox(double X, double Y, double Width, double Height, double Radius = 0);

/// <summary>Lines and outlines: each contour is a row of points.</summary>
/// <param name="contours">Of an area, outer rings run one way round and holes the other.</param>
/// <param name="isClosed">Whether the last point of each contour is joined with the first.</param>
public sealed class PictureShape(IReadOnlyList<PicturePoint[]> contours, bool isClosed)
{
    /// <summary>Rows of points.</summary>
    public IReadOnlyList<PicturePoint[]> Contours { get; } = contours;

    /// <summary>Whether the last point of each contour is joined with the first.</summary>
    public bool IsClosed { get; } = isClosed;

    /// <summary>A rectangle.</summary>
    public static PictureShape Rectangle(double x, double y, double width, double height) =>
        new([[new(x, y), new(x + width, y), new(x + width, y + height), new(x, y + height)]], isClosed: true);

    /// <summary>A row of points that is not closed.</summary>
    public static PictureShape Line(params PicturePoint[] points) => new([points], isClosed: false);
}

/// <summary>What an area is filled with.</summary>
/// <param name="Color">As <c>#rrggbb</c>.</param>
/// <param name="Opacity">0 to 1.</param>
/// <param name="Pattern">White marks over the colour.</param>
public sealed record PictureFill(string Color, double Opacity = 1, PicturePattern Pattern = PicturePattern.None);

/// <summary>How a line is drawn; its corners and ends are round.</summary>
/// <param name="Color">As <c>#rrggbb</c>.</param>
/// <param name="Width">Width.</param>
/// <param name="Opacity">0 to 1.</param>
/// <param name="Dash">Lengths of dash and gap, or null for a whole line; dashes end flat.</param>
public sealed record PictureStroke(string Color, double Width, double Opacity = 1, (double Line, double Gap)? Dash = null);

/// <summary>Marks by which areas are told apart without colours; tiles of 10 x 10 units.</summary>
public enum PicturePattern
{
    /// <summary>None.</summary>
    None,

    /// <summary>Dots.</summary>
    Dots,

    /// <summary>Lines that rise to the right.</summary>
    Diagonals,

    /// <summary>Lines from left to right.</summary>
    Bars,
}

/// <summary>Weights of the font.</summary>
public enum PictureFontWeight
{
    /// <summary>400.</summary>
    Regular,

    /// <summary>600.</summary>
    Semibold,
}

/// <summary>What of a text lies at its point.</summary>
public enum PictureAnchor
{
    /// <summary>Its left end.</summary>
    Start,

    /// <summary>Its middle.</summary>
    Middle,

    /// <summary>Its right end.</summary>
    End,
}
