namespace GeoCohesion.Data.Formats.Pictures;

/// <summary>The marks of a <see cref="PicturePattern"/> on a square that repeats without seams.</summary>
static class PatternTile
{
    /// <summary>Side of the square.</summary>
    public const double Size = 10;

    /// <summary>Colour of marks.</summary>
    public const string Color = "#ffffff";

    /// <summary>Opacity of marks.</summary>
    public const double Opacity = 0.62;

    /// <summary>Width of lines.</summary>
    public const double LineWidth = 2;

    /// <summary>Radius of dots.</summary>
    public const double DotRadius = 1.3;

    /// <summary>Middles of dots.</summary>
    public static IReadOnlyList<PicturePoint> Dots(PicturePattern pattern) =>
        pattern == PicturePattern.Dots ? [new(2.5, 2.5), new(7.5, 7.5)] : [];

    /// <summary>Ends of lines.</summary>
    public static IReadOnlyList<(PicturePoint From, PicturePoint To)> Lines(PicturePattern pattern) => pattern switch
    {
        PicturePattern.Diagonals =>
        [
            (new(-2.5, 2.5), new(2.5, -2.5)),
            (new(-2.5, 12.5), new(12.5, -2.5)),
            (new(7.5, 12.5), new(12.5, 7.5)),
        ],
        PicturePattern.Bars => [(new(0, 5), new(10, 5))],
        _ => [],
    };
}
