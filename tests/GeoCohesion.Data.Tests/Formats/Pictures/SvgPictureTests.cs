using System.Text;
using System.Xml.Linq;
using GeoCohesion.Data.Formats.Pictures;

namespace GeoCohesion.Data.Tests.Formats.Pictures;

/// <summary>What a drawing comes to as SVG.</summary>
public sealed class SvgPictureTests
{
    static readonly PictureFill s_blue = new("#2a78a8");
    static readonly PictureStroke s_black = new("#000000", 1.5);

    [Fact]
    public void A_small_picture_has_the_text_that_one_writes_by_hand()
    {
        Picture picture = new(
            "A & B",
            "fr",
            100,
            50,
            1,
            [
                new PicturePath(PictureShape.Rectangle(10, 10, 20, 20), s_blue, null),
                new PictureCircles([new(50, 25)], 4, new PictureFill("#ffffff"), s_black),
                new PictureText("R&D <1>", new(5.04, 40), 12, PictureFontWeight.Semibold, PictureAnchor.Middle, "#000000", "#fffefb"),
            ]);
        Assert.Equal(
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="100" height="50" viewBox="0 0 100 50" lang="fr" role="img" aria-labelledby="title" font-family="Inter,'Helvetica Neue',Helvetica,Arial,'Liberation Sans','DejaVu Sans',sans-serif" stroke-linejoin="round">
            <title id="title">A &amp; B</title>
            <path d="M10 10l20 0 0 20-20 0z" fill="#2a78a8"/>
            <g fill="#ffffff" stroke="#000000" stroke-width="1.5" stroke-linecap="round"><circle cx="50" cy="25" r="4"/></g>
            <text x="5" y="40" font-size="12" font-weight="600" text-anchor="middle" fill="#000000" stroke="#fffefb" stroke-width="3" paint-order="stroke">R&amp;D &lt;1&gt;</text>
            </svg>

            """.ReplaceLineEndings("\n"),
            Svg(picture));
    }

    // Written coordinates are rounded, not their differences, so that errors do not add up along a line.
    [Fact]
    public void Points_are_rounded_each_for_itself_and_points_that_fall_together_are_written_once()
    {
        var line = PictureShape.Line(new(0, 0), new(0.04, 0), new(0.26, -0.5), new(0.34, -0.5), new(10, 0.3));
        Assert.Contains("d=\"M0 0l.3-.5 9.7 .8\"", Svg(Of(new PicturePath(line, null, s_black))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_shape_drawn_twice_is_written_once_and_used_again_in_another_style()
    {
        var shape = PictureShape.Rectangle(0, 0, 5, 5);
        var svg = Svg(Of(new PicturePath(shape, null, new PictureStroke("#d6cebd", 3)), new PicturePath(shape, null, new PictureStroke("#ffffff", 2))));
        var xml = XDocument.Parse(svg);
        Assert.Single(xml.Descendants(), element => element.Name.LocalName == "path");
        var path = xml.Descendants().Single(element => element.Name.LocalName == "path");
        Assert.Equal(["id", "d"], path.Attributes().Select(attribute => attribute.Name.LocalName));
        Assert.Equal("#d6cebd", path.Parent!.Attribute("stroke")!.Value);
        var use = xml.Descendants().Single(element => element.Name.LocalName == "use");
        Assert.Equal($"#{path.Attribute("id")!.Value}", use.Attribute("href")!.Value);
        Assert.Equal("#ffffff", use.Attribute("stroke")!.Value);
    }

    [Fact]
    public void Names_with_marks_of_XML_and_with_characters_that_XML_forbids_give_well_formed_text()
    {
        const string Name = "a<b>&\"c\"' ]]> \u0001\u001f\ufffe é œ 中 😀";
        var xml = XDocument.Parse(Svg(new Picture(
            Name, "fr", 10, 10, 1, [new PictureText(Name, new(0, 0), 10, PictureFontWeight.Regular, PictureAnchor.Start, "#000000")])));
        var text = xml.Descendants().Single(element => element.Name.LocalName == "text").Value;
        Assert.Equal("a<b>&\"c\"' ]]>  é œ 中 😀", text);
        Assert.Equal(text, xml.Descendants().Single(element => element.Name.LocalName == "title").Value);
    }

    [Fact]
    public void Half_a_character_does_not_break_the_file()
    {
        var xml = XDocument.Parse(Svg(new Picture(
            "x", "fr", 10, 10, 1, [new PictureText("a\ud83db", new(0, 0), 10, PictureFontWeight.Regular, PictureAnchor.Start, "#000000")])));
        Assert.Equal("a\ufffdb", xml.Descendants().Single(element => element.Name.LocalName == "text").Value);
    }

    [Fact]
    public void Areas_of_the_same_pattern_share_its_definition()
    {
        var fill = new PictureFill("#b5432a", 1, PicturePattern.Diagonals);
        var svg = XDocument.Parse(Svg(Of(
            new PicturePath(PictureShape.Rectangle(0, 0, 5, 5), fill, null),
            new PicturePath(PictureShape.Rectangle(9, 9, 5, 5), fill with { Opacity = 0.5 }, null),
            new PicturePath(PictureShape.Rectangle(9, 9, 5, 5), fill with { Pattern = PicturePattern.Dots }, null))));
        var patterns = svg.Descendants().Where(element => element.Name.LocalName == "pattern").ToList();
        Assert.Equal(2, patterns.Count);
        Assert.All(patterns, pattern => Assert.Equal("#b5432a", pattern.Elements().First().Attribute("fill")!.Value));
        Assert.Equal(
            ["url(#p1)", "url(#p1)", "url(#p2)"],
            svg.Root!.Elements().Where(element => element.Name.LocalName == "path").Select(path => path.Attribute("fill")!.Value));
    }

    static Picture Of(params PictureItem[] items) => new("x", "fr", 100, 100, 1, items);

    static string Svg(Picture picture)
    {
        using var stream = new MemoryStream();
        new SvgPicture().Write(picture, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
