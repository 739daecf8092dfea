using GeoCohesion.Core;
using GeoCohesion.Data.Stores;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Tests.Stores;

/// <summary>The coordinate systems that a service speaks.</summary>
public sealed class ServedCrsTests
{
    [Theory]
    [InlineData(2.35, 48.85, "EPSG/0/2154")]
    [InlineData(-61.0, 14.6, "EPSG/0/5490")]
    [InlineData(-52.3, 4.9, "EPSG/0/2972")]
    [InlineData(55.5, -21.1, "EPSG/0/2975")]
    [InlineData(45.2, -12.8, "EPSG/0/4471")]
    [InlineData(13.4, 52.5, "EPSG/0/32633")]
    public void The_legal_system_is_that_of_the_place(double longitude, double latitude, string ending) =>
        Assert.EndsWith(ending, ServedCrs.LegalAt(longitude, latitude).Uri, StringComparison.Ordinal);

    [Fact]
    public void Axes_are_in_the_order_of_the_registry()
    {
        // EPSG guidance note 7-2, Lambert azimuthal equal area: 50 N 5 E is northing 2999718.85, easting 3962799.45.
        var european = ServedCrs.Parse("EPSG:3035", new SourceLocation("crs"));
        var there = european.FromStored(new Point(5, 50)).Coordinate;
        Assert.Equal(2_999_718.85, there.X, 0.01);
        Assert.Equal(3_962_799.45, there.Y, 0.01);
        var back = european.ToStored(new Point(there.X, there.Y))!.Coordinate;
        Assert.Equal(5, back.X, 1e-8);
        Assert.Equal(50, back.Y, 1e-8);

        // Lambert-93 gives easting first: its origin is 46.5 N 3 E.
        var french = ServedCrs.LegalAt(3, 46.5).FromStored(new Point(3, 46.5)).Coordinate;
        Assert.Equal(700_000, french.X, 0.001);
        Assert.Equal(6_600_000, french.Y, 0.001);
    }

    [Fact]
    public void A_box_in_meters_is_followed_along_its_edges_and_one_that_is_nowhere_is_none()
    {
        var french = ServedCrs.LegalAt(3, 46.5);
        var area = french.BoxToStored(500_000, 6_400_000, 900_000, 6_800_000)!;
        Assert.True(area.NumPoints > 100);
        Assert.True(area.Contains(new Point(3, 46.5)));
        Assert.Null(french.BoxToStored(0, 0, 1e300, 1e300));
        Assert.Equal(OgcGeometryType.Point, french.BoxToStored(700_000, 6_600_000, 700_000, 6_600_000)!.OgcGeometryType);
        Assert.True(ServedCrs.Crs84.BoxToStored(-1e300, -1e300, 1e300, 1e300)!.EqualsTopologically(ServedCrs.Crs84.BoxToStored(-180, -90, 180, 90)));
    }
}
