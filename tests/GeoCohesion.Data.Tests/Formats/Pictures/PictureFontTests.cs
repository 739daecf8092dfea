using System.Text;
using GeoCohesion.Data.Formats.Pictures;
using SkiaSharp;

namespace GeoCohesion.Data.Tests.Formats.Pictures;

/// <summary>Widths read from the font's own tables.</summary>
public sealed class PictureFontTests
{
    const string Letters = "ABCXYZabcxyzÀÉÈÊËÎÏÔŒÙÛÜÇàâéèêëîïôœùûüçñłščő0123456789 .,;:!?'’\"()-–/%&<>+=²€·©\u00a0";

    [Theory]
    [InlineData(PictureFontWeight.Regular)]
    [InlineData(PictureFontWeight.Semibold)]
    public void Widths_are_those_that_another_reader_of_the_font_finds(PictureFontWeight weight)
    {
        var font = PictureFont.Of(weight);
        foreach (var letter in Letters.EnumerateRunes())
        {
            Assert.True(font.FileOf(letter) is not null, $"The font has no '{letter}'.");
            using var stream = new MemoryStream(PictureFont.Bytes(font.FileNames[font.FileOf(letter)!.Value]));
            using var typeface = SKTypeface.FromStream(stream);
            using var skia = new SKFont(typeface, typeface.UnitsPerEm) { Hinting = SKFontHinting.None, LinearMetrics = true };
            Assert.Equal(skia.MeasureText(letter.ToString()) / typeface.UnitsPerEm, font.Width(letter.ToString(), 1), 3);
        }
    }

    [Fact]
    public void A_narrow_space_is_as_wide_as_the_space_that_is_drawn_for_it()
    {
        var font = PictureFont.Of(PictureFontWeight.Regular);
        Assert.Null(font.FileOf(new Rune('\u202f')));
        Assert.Equal(font.Width("1\u00a0000", 13), font.Width("1\u202f000", 13));
    }

    [Fact]
    public void Lines_are_broken_between_words_and_a_long_word_stays_whole()
    {
        var font = PictureFont.Of(PictureFontWeight.Regular);
        Assert.Equal(["un deux", "trois"], font.Lines("un deux trois", 10, font.Width("un deux tro", 10)));
        Assert.Equal(["Saint-Clair-du-Val", "x"], font.Lines("Saint-Clair-du-Val x", 10, 20));
        Assert.Equal([""], font.Lines("", 10, 20));
    }
}
