using System.Xml.Linq;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Formats.Maps;
using GeoCohesion.Data.Formats.Pictures;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Tests.Formats.Maps;

/// <summary>What small layers come to as maps.</summary>
public sealed class MapSheetTests
{
    [Fact]
    public void Districts_have_the_colours_of_their_verdicts_their_names_and_a_legend()
    {
        var picture = MapSheet.Draw([Districts()], new MapSheetOptions { Territory = "Ville & <Val>", Attribution = ["© A", "B"] });
        var fills = Items<PicturePath>(picture).Select(path => path.Fill).OfType<PictureFill>().Where(fill => fill.Color is "#2a78a8" or "#b5432a").ToList();
        // On the map and in the legend.
        Assert.Equal(2, fills.Count(fill => fill is { Color: "#2a78a8", Pattern: PicturePattern.None }));
        Assert.Equal(2, fills.Count(fill => fill is { Color: "#b5432a", Pattern: PicturePattern.Diagonals }));
        string[] texts = [.. Items<PictureText>(picture).Select(text => text.Text)];
        Assert.Equal("La demi-heure par quartier", texts[0]);
        Assert.Equal("Ville & <Val>", texts[1]);
        Assert.All(
            ["Nord & <Sud>", "100\u00a0%", "Est", "0\u00a0%", "Verdict", "conforme", "non conforme", "Données : © A ; B", "N", "500\u00a0m"],
            text => Assert.Contains(text, texts));
        Assert.Equal("fr", picture.Language);
    }

    [Fact]
    public void The_same_map_speaks_English()
    {
        string[] texts = [.. Items<PictureText>(MapSheet.Draw([Districts()], new MapSheetOptions { Texts = MapTexts.English })).Select(text => text.Text)];
        Assert.All(["The half hour by district", "conforming", "not conforming", "100%"], text => Assert.Contains(text, texts));
        Assert.DoesNotContain("conforme", texts);
    }

    // Two squares of 0.01 x 0.01 degrees, the western one first: it lies to the left, both in the frame, one as high as the other.
    [Fact]
    public void Shapes_lie_where_they_are_and_are_not_squashed()
    {
        var picture = MapSheet.Draw([Districts()], new MapSheetOptions());
        var areas = Items<PicturePath>(picture).Where(path => path.Fill?.Color is "#2a78a8" or "#b5432a").Take(2)
            .Select(path => Box(path.Shape.Contours.Single())).ToList();
        Assert.True(areas[0].MaxX < areas[1].MinX);
        Assert.Equal(areas[0].MinY, areas[1].MinY, 1.0);
        // A degree of longitude is cos 46.6 = 0.687 of one of latitude.
        Assert.InRange(areas[0].Width / areas[0].Height, 0.68, 0.70);
    }

    [Fact]
    public void Isochrones_are_drawn_from_the_longest_to_the_shortest_each_in_its_colour_with_the_point_they_start_from()
    {
        var layer = Isochrones(600, 1800, 1200);
        var picture = MapSheet.Draw([layer], new MapSheetOptions());
        var areas = Items<PicturePath>(picture).Where(path => path.Fill is { Color: "#b79bd6" or "#8f6bbd" or "#6a439c" }).ToList();
        Assert.Equal(["#b79bd6", "#8f6bbd", "#6a439c"], areas.Take(3).Select(path => path.Fill!.Color));
        Assert.True(Box(areas[0].Shape.Contours[0]).Width > Box(areas[1].Shape.Contours[0]).Width);
        Assert.True(Box(areas[1].Shape.Contours[0]).Width > Box(areas[2].Shape.Contours[0]).Width);
        string[] texts = [.. Items<PictureText>(picture).Select(text => text.Text)];
        Assert.Equal("Jusqu’où l’on va à pied en 10, 20 et 30 min", texts[0]);
        Assert.All(["jusqu’à 10\u00a0min", "jusqu’à 30\u00a0min", "0,64\u00a0km²", "point de départ"], text => Assert.Contains(text, texts));
        Assert.Contains(Items<PictureCircles>(picture), circles => circles.Centers.Count == 1 && circles.Radius > 6);
    }

    [Fact]
    public void Isochrones_by_public_transport_say_when_and_by_which_rule()
    {
        var layer = Isochrones(600) with { Question = new MapQuestion(new DateOnly(2026, 3, 10), 25200, 32400, "p85", false) };
        layer = layer with { Features = [.. layer.Features.Select(feature => feature with { Values = ["transit", "to", .. feature.Values.Skip(2)] })] };
        string[] texts = [.. Items<PictureText>(MapSheet.Draw([layer], new MapSheetOptions())).Select(text => text.Text)];
        Assert.Equal("D’où l’on vient en transport en commun en 10 min", texts[0]);
        Assert.Equal("mardi 10 mars 2026, départs de 07:00 à 09:00, 85e centile des départs", texts[1]);
        Assert.Contains("destination", texts);
    }

    // 600 s along a straight street and back along another: steps of 2 minutes, each a fifth of the street, joined end to end.
    [Theory]
    [InlineData(0.0, 600.0)]
    [InlineData(600.0, 0.0)]
    public void Streets_are_cut_where_the_time_passes_into_the_next_step(double from, double to)
    {
        MapLayer layer = new(
            "walk",
            "",
            [Column("mode", ColumnKind.Text), Column("limit_s", ColumnKind.WholeNumber), Column("from_s", ColumnKind.RealNumber), Column("to_s", ColumnKind.RealNumber)],
            [new MapFeature(new LineString([new(3, 46.6), new(3.004, 46.6), new(3.02, 46.6)]), ["walk", 600L, from, to])]);
        var picture = MapSheet.Draw([layer], new MapSheetOptions());
        var pieces = Items<PicturePath>(picture).Where(path => path is { Fill: null, Stroke.Width: 2 }).ToList();
        Assert.Equal(5, pieces.Count);
        Assert.Equal(5, pieces.Select(piece => piece.Stroke!.Color).Distinct().Count());
        var spans = pieces.Select(piece => Box(Assert.Single(piece.Shape.Contours))).OrderBy(box => box.MinX).ToList();
        Assert.All(spans, span => Assert.Equal(spans[0].Width, span.Width, 0.5));
        for (var i = 1; i < spans.Count; i++)
        {
            Assert.Equal(spans[i - 1].MaxX, spans[i].MinX, 0.2);
        }

        // The darkest, of the first two minutes, is where the time begins.
        var first = pieces.Single(piece => piece.Stroke!.Color == "#4a2a78");
        Assert.Equal(from == 0 ? spans[0].MinX : spans[^1].MinX, Box(first.Shape.Contours[0]).MinX, 0.2);
    }

    [Fact]
    public void Of_a_layer_without_features_the_picture_says_that_there_is_nothing()
    {
        var picture = MapSheet.Draw([Districts() with { Features = [] }], new MapSheetOptions { Attribution = ["© A"] });
        string[] texts = [.. Items<PictureText>(picture).Select(text => text.Text)];
        Assert.Contains("Rien à dessiner ici", texts);
        Assert.Contains("Données : © A", texts);
        Assert.DoesNotContain("N", texts);
    }

    [Fact]
    public void A_single_point_is_drawn_and_a_narrow_picture_has_its_legend_below()
    {
        MapLayer layer = new("x", "", [Column("class", ColumnKind.Text)], [new MapFeature(new Point(3, 46.6), ["école"])]);
        var wide = MapSheet.Draw([layer], new MapSheetOptions());
        var narrow = MapSheet.Draw([layer], new MapSheetOptions { Width = 400 });
        var twice = MapSheet.Draw([layer], new MapSheetOptions { Width = 2000 });
        Assert.Equal((1000, 400), (wide.PixelWidth, narrow.PixelWidth));
        Assert.Equal((2000, 2 * wide.PixelHeight), (twice.PixelWidth, twice.PixelHeight));
        PictureText Legend(Picture picture) => Items<PictureText>(picture).Single(text => text.Text == "école");
        Assert.True(Legend(wide).At.X > 760);
        Assert.True(Legend(narrow).At.X < 100);
    }

    [Fact]
    public void Names_of_all_kinds_give_well_formed_files()
    {
        using var stream = new MemoryStream();
        new SvgPicture().Write(MapSheet.Draw([Districts()], new MapSheetOptions { Title = "<script>&\"" }), stream);
        stream.Position = 0;
        var xml = XDocument.Load(stream);
        Assert.Contains(xml.Descendants(), element => element.Name.LocalName == "text" && element.Value == "Nord & <Sud>");
        Assert.DoesNotContain(xml.Descendants(), element => element.Name.LocalName == "script");
    }

    static MapColumn Column(string name, ColumnKind kind) => new(name, kind, "");

    static MapLayer Districts() => new(
        "districts",
        "Quartiers",
        [Column("label", ColumnKind.Text), Column("verdict", ColumnKind.Text), Column("share_within", ColumnKind.RealNumber)],
        [
            new MapFeature(Square(3, 46.6, 0.005), ["Nord & <Sud>", "conforming", 1.0]),
            new MapFeature(Square(3.03, 46.6, 0.005), ["Est", "not_conforming", 0.0]),
        ]);

    static MapLayer Isochrones(params long[] limits) => new(
        "walk",
        "",
        [Column("mode", ColumnKind.Text), Column("direction", ColumnKind.Text), Column("limit_s", ColumnKind.WholeNumber), Column("centre", ColumnKind.Text), Column("area_m2", ColumnKind.RealNumber)],
        [.. limits.Select(limit => new MapFeature(Square(3, 46.6, limit / 100_000.0), ["walk", "from", limit, "[[3,46.6]]", 637_000.0]))]);

    static Polygon Square(double longitude, double latitude, double half) => new(new LinearRing(
        [
            new(longitude - half, latitude - half), new(longitude + half, latitude - half), new(longitude + half, latitude + half),
            new(longitude - half, latitude + half), new(longitude - half, latitude - half),
        ]));

    static Envelope Box(PicturePoint[] contour)
    {
        var box = new Envelope();
        foreach (var point in contour)
        {
            box.ExpandToInclude(point.X, point.Y);
        }

        return box;
    }

    static IEnumerable<T> Items<T>(Picture picture)
        where T : PictureItem => Flat(picture.Items).OfType<T>();

    static IEnumerable<PictureItem> Flat(IEnumerable<PictureItem> items) =>
        items.SelectMany(item => item is PictureGroup group ? Flat(group.Items) : [item]);
}
