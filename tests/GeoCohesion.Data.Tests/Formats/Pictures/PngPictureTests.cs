using GeoCohesion.Data.Formats.Pictures;
using SkiaSharp;

namespace GeoCohesion.Data.Tests.Formats.Pictures;

/// <summary>What a drawing comes to as PNG, pixel by pixel.</summary>
public sealed class PngPictureTests
{
    static readonly PictureFill s_blue = new("#2a78a8");
    static readonly SKColor s_bluePixel = new(0x2a, 0x78, 0xa8);

    [Fact]
    public void Areas_and_circles_have_their_colours_at_their_places()
    {
        using var png = Png(100, 50, 1, new PicturePath(PictureShape.Rectangle(10, 10, 20, 20), s_blue, null), new PictureCircles([new(60, 25)], 8, new("#b5432a"), null));
        Assert.Equal((100, 50), (png.Width, png.Height));
        Assert.Equal(SKColors.White, png.GetPixel(5, 5));
        Assert.Equal(s_bluePixel, png.GetPixel(10, 10));
        Assert.Equal(s_bluePixel, png.GetPixel(29, 29));
        Assert.Equal(SKColors.White, png.GetPixel(30, 30));
        Assert.Equal(new SKColor(0xb5, 0x43, 0x2a), png.GetPixel(60, 25));
    }

    [Fact]
    public void A_larger_picture_is_the_same_one_enlarged()
    {
        using var png = Png(100, 50, 2, new PicturePath(PictureShape.Rectangle(10, 10, 20, 20), s_blue, null));
        Assert.Equal((200, 100), (png.Width, png.Height));
        Assert.Equal(SKColors.White, png.GetPixel(19, 19));
        Assert.Equal(s_bluePixel, png.GetPixel(20, 20));
        Assert.Equal(s_bluePixel, png.GetPixel(59, 59));
        Assert.Equal(SKColors.White, png.GetPixel(60, 60));
    }

    [Fact]
    public void A_hole_stays_empty_and_areas_that_overlap_are_filled_once()
    {
        PicturePoint[] hole = [new(20, 20), new(20, 30), new(30, 30), new(30, 20)];
        PictureShape shape = new(
            [.. PictureShape.Rectangle(10, 10, 30, 30).Contours, hole, .. PictureShape.Rectangle(35, 10, 30, 30).Contours], isClosed: true);
        using var png = Png(100, 50, 1, new PicturePath(shape, s_blue, null));
        Assert.Equal(s_bluePixel, png.GetPixel(15, 25));
        Assert.Equal(SKColors.White, png.GetPixel(25, 25));
        Assert.Equal(s_bluePixel, png.GetPixel(37, 25));
        Assert.Equal(s_bluePixel, png.GetPixel(60, 25));
    }

    // 40 % of black on white is 255 x 0.6 = 153, once, however many items lie there.
    [Fact]
    public void A_group_is_as_a_whole_as_pale_as_it_says_and_is_cut_at_its_frame()
    {
        PictureFill black = new("#000000");
        using var png = Png(100, 50, 1, new PictureGroup(
            [
                new PicturePath(PictureShape.Rectangle(10, 10, 60, 30), black, null),
                new PicturePath(PictureShape.Rectangle(20, 10, 60, 30), black, null),
            ],
            0.4,
            new PictureBox(0, 0, 50, 50)));
        foreach (var x in new[] { 15, 25, 45 })
        {
            Assert.InRange(png.GetPixel(x, 25).Red, 152, 154);
        }

        Assert.Equal(SKColors.White, png.GetPixel(55, 25));
    }

    [Theory]
    [InlineData(PicturePattern.Dots, 0.106)]
    [InlineData(PicturePattern.Diagonals, 0.283)]
    [InlineData(PicturePattern.Bars, 0.2)]
    public void A_pattern_lays_white_marks_over_its_share_of_the_colour(PicturePattern pattern, double share)
    {
        // Dots: 2 of radius 1.3 on 100; diagonals: 2 wide, 10 / sqrt 2 apart; bars: 2 of 10.
        using var png = Png(100, 100, 1, new PicturePath(PictureShape.Rectangle(0, 0, 100, 100), new PictureFill("#000000", 1, pattern), null));
        var light = Enumerable.Range(0, 100).SelectMany(x => Enumerable.Range(0, 100).Select(y => (double)png.GetPixel(x, y).Red)).Average();
        Assert.InRange(light, share * 0.62 * 255 * 0.93, share * 0.62 * 255 * 1.07);
    }

    [Fact]
    public void A_dashed_line_has_gaps()
    {
        using var png = Png(100, 50, 1, new PicturePath(PictureShape.Line(new(0, 25), new(100, 25)), null, new PictureStroke("#000000", 4, 1, (10, 10))));
        Assert.Equal(SKColors.Black, png.GetPixel(5, 25));
        Assert.Equal(SKColors.White, png.GetPixel(15, 25));
        Assert.Equal(SKColors.Black, png.GetPixel(25, 25));
    }

    [Fact]
    public void A_text_stands_where_its_anchor_says_and_leaves_ink_there_only()
    {
        foreach (var (anchor, x) in new[] { (PictureAnchor.Start, 100.0), (PictureAnchor.Middle, 150.0), (PictureAnchor.End, 200.0) })
        {
            using var png = Png(300, 50, 1, Text("Quartier", x, anchor));
            var inked = Inked(png);
            var width = PictureFont.Of(PictureFontWeight.Regular).Width("Quartier", 20);
            var left = x - (anchor == PictureAnchor.Start ? 0 : anchor == PictureAnchor.Middle ? width / 2 : width);
            Assert.InRange(inked.Min(pixel => pixel.X), left - 1, left + 3);
            Assert.InRange(inked.Max(pixel => pixel.X), left + width - 4, left + width + 1);
            Assert.InRange(inked.Min(pixel => pixel.Y), 40 - 18, 40 - 12);
            Assert.InRange(inked.Max(pixel => pixel.Y), 39, 46);
        }
    }

    [Fact]
    public void Letters_beyond_the_first_file_of_the_font_are_drawn_too_and_unknown_ones_do_no_harm()
    {
        using var polish = Png(300, 50, 1, Text("łłł", 10, PictureAnchor.Start));
        using var unknown = Png(300, 50, 1, Text("中😀\ud83d", 10, PictureAnchor.Start));
        using var plain = Png(300, 50, 1, Text("lll", 10, PictureAnchor.Start));
        Assert.True(Inked(polish).Count > Inked(plain).Count);
        Assert.Equal((300, 50), (unknown.Width, unknown.Height));
    }

    [Fact]
    public void The_same_picture_has_the_same_bytes()
    {
        Picture picture = new("x", "fr", 200, 50, 1, [Text("Les Hauts-de-Vaux", 10, PictureAnchor.Start), new PictureCircles([new(9, 9)], 3, s_blue, null)]);
        Assert.Equal(Bytes(picture), Bytes(picture));
    }

    static PictureText Text(string text, double x, PictureAnchor anchor) => new(text, new(x, 40), 20, PictureFontWeight.Regular, anchor, "#000000");

    static List<(int X, int Y)> Inked(SKBitmap png) =>
        [.. Enumerable.Range(0, png.Width).SelectMany(x => Enumerable.Range(0, png.Height).Select(y => (x, y))).Where(at => png.GetPixel(at.x, at.y).Red < 128)];

    static SKBitmap Png(double width, double height, double pixelsPerUnit, params PictureItem[] items) =>
        SKBitmap.Decode(Bytes(new Picture("x", "fr", width, height, pixelsPerUnit, items)));

    static byte[] Bytes(Picture picture)
    {
        using var stream = new MemoryStream();
        new PngPicture().Write(picture, stream);
        return stream.ToArray();
    }
}
