using GeoCohesion.Core;
using GeoCohesion.Data.Sources.Crs;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Tests.Sources.Crs;

public class CoordinateCheckTests
{
    static readonly SourceLocation s_at = new("districts.shp");

    [Theory]
    [InlineData(4326, -3.48, -3.41, 48.71, 48.75)] // Lannion
    [InlineData(4326, -51.3, -51.1, -30.1, -29.9)] // Porto Alegre: abroad is no mistake
    [InlineData(2154, 200_000, 1_200_000, 6_100_000, 7_100_000)] // the whole Hexagone
    [InlineData(3948, 1_225_000, 1_230_000, 7_300_000, 7_310_000)]
    [InlineData(5490, 640_000, 660_000, 1_770_000, 1_800_000)]
    public void Coordinates_in_their_area_pass(int crs, double minX, double maxX, double minY, double maxY) =>
        CoordinateCheck.Refuse(new Envelope(minX, maxX, minY, maxY), crs, s_at);

    [Theory]
    [InlineData(4326, 48.71, 48.75, -3.48, -3.41, "coordinates-swapped")]
    [InlineData(2154, 6_860_000, 6_870_000, 650_000, 660_000, "coordinates-swapped")]
    [InlineData(5490, 1_770_000, 1_800_000, 640_000, 660_000, "coordinates-swapped")]
    [InlineData(2154, 2.2, 2.4, 48.8, 48.9, "outside-crs")]
    [InlineData(4326, 652_000, 653_000, 6_861_000, 6_862_000, "outside-crs")]
    [InlineData(5490, 652_000, 653_000, 6_861_000, 6_862_000, "outside-crs")]
    [InlineData(4326, 10, 20, 95, 96, "outside-crs")]
    public void Coordinates_that_cannot_be_are_refused(int crs, double minX, double maxX, double minY, double maxY, string code)
    {
        var error = Assert.Throws<InputException>(() => CoordinateCheck.Refuse(new Envelope(minX, maxX, minY, maxY), crs, s_at));
        Assert.Equal(code, error.Code);
        Assert.Contains($"EPSG:{crs}", error.Message, StringComparison.Ordinal);
    }
}
