using GeoCohesion.Data.Sources.Crs;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Tests.Sources.Crs;

public class CrsTransformTests
{
    const double Millimeter = 1e-3;

    // Computed with PROJ 9.1.1 (Debian): `projinfo EPSG:n -o PROJ`, then `proj -f %.5f` on the longitude and latitude.
    public static TheoryData<int, double, double, double, double> ProjValues => new()
    {
        { 2154, 2.35, 48.85, 652301.56483, 6861302.72590 },
        { 2154, -4.5, 48.4, 145709.78895, 6837422.08261 },
        { 2154, 8.7, 41.9, 1173621.05097, 6105909.36203 },
        { 9794, 2.35, 48.85, 652301.56483, 6861302.72590 },
        { 3942, 9.0, 41.8, 2198210.67715, 1195250.34212 },
        { 3943, 5.4, 43.3, 1894703.06223, 2236107.35998 },
        { 3944, 1.4, 43.6, 1570827.05610, 3156813.05338 },
        { 3945, 3.1, 45.8, 1707774.28201, 4288911.75264 },
        { 3946, 4.85, 45.75, 1843927.28782, 5173886.64908 },
        { 3947, -1.55, 47.2, 1355459.82845, 6232241.01363 },
        { 3948, -3.46, 48.73, 1225318.53476, 7301067.95444 },
        { 3949, 2.35, 48.85, 1652300.16479, 8183524.37059 },
        { 3950, 3.06, 50.63, 1704245.16263, 9270075.24539 },
        { 5490, -61.5, 16.2, 660342.31239, 1791644.13149 },
        { 5490, -61.0, 14.6, 715447.87526, 1615033.11894 },
        { 4559, -61.7, 16.0, 639099.23336, 1769370.39405 },
        { 32620, -61.5, 16.2, 660342.31239, 1791644.13155 },
        { 2972, -52.3, 4.9, 355855.43844, 541750.16356 },
        { 2975, 55.45, -20.88, 338767.16736, 7690355.57236 },
        { 4471, 45.2, -12.8, 521705.54803, 8584972.96247 },
        { 4467, -56.2, 46.8, 561046.92138, 5183249.91286 },
        { 3296, -151.5, -16.5, 660097.61612, 8175160.81364 },
        { 3297, -149.5, -17.6, 234683.90951, 8052316.99708 },
        { 3163, 166.45, -22.27, 446378.71250, 214678.53867 },
        { 8903, -176.2, -13.3, 586650.23936, 8529548.85124 },
        { 3035, 2.35, 48.85, 3760536.82290, 2888771.02095 },
        { 3035, -3.46, 48.73, 3336773.86757, 2936559.67435 },
        { 3035, 9.5, 42.5, 4279766.68956, 2155082.74469 },
        { 3857, 2.35, 48.85, 261600.80336, 6249447.75279 },
        { 32722, -51.2, -30.05, 480720.12036, 6675657.37094 },
        { 25831, 2.35, 48.85, 452314.89123, 5410984.88748 },
    };

    [Theory]
    [MemberData(nameof(ProjValues))]
    public void Agrees_with_Proj_within_a_millimetre_both_ways(int epsg, double longitude, double latitude, double easting, double northing)
    {
        var (x, y) = CrsTransform.FromWgs84(epsg).Apply(longitude, latitude);
        Assert.Equal(easting, x, Millimeter);
        Assert.Equal(northing, y, Millimeter);

        // 1e-8 degrees are 1.1 mm on the equator.
        var (backLongitude, backLatitude) = CrsTransform.ToWgs84(epsg).Apply(easting, northing);
        Assert.Equal(longitude, backLongitude, 0.9e-8);
        Assert.Equal(latitude, backLatitude, 0.9e-8);
    }

    [Theory]
    [InlineData(2154)]
    [InlineData(3035)]
    [InlineData(3942)]
    [InlineData(3950)]
    [InlineData(3163)]
    [InlineData(5490)]
    [InlineData(2972)]
    [InlineData(2975)]
    [InlineData(4471)]
    [InlineData(3297)]
    [InlineData(3857)]
    public void There_and_back_is_within_a_tenth_of_a_millimetre_all_over_the_area_of_use(int epsg)
    {
        var toWgs84 = CrsTransform.ToWgs84(epsg);
        var fromWgs84 = CrsTransform.FromWgs84(epsg);
        var area = toWgs84.AreaOfUse;
        const int Steps = 20;
        for (var i = 0; i <= Steps; i++)
        {
            for (var j = 0; j <= Steps; j++)
            {
                var longitude = area.MinX + (area.Width * i / Steps);
                var latitude = area.MinY + (area.Height * j / Steps);
                var (x, y) = fromWgs84.Apply(longitude, latitude);
                var (backLongitude, backLatitude) = toWgs84.Apply(x, y);
                Assert.True(
                    Math.Abs(backLongitude - longitude) * Math.Cos(latitude * Math.PI / 180) < 0.9e-9
                        && Math.Abs(backLatitude - latitude) < 0.9e-9,
                    $"{epsg}: {longitude} {latitude} came back as {backLongitude} {backLatitude}");
            }
        }
    }

    [Theory]
    [InlineData(4326)]
    [InlineData(4171)]
    [InlineData(4258)]
    [InlineData(5489)]
    public void Degrees_of_RGF93_and_its_kin_are_taken_as_WGS84_degrees(int epsg) =>
        Assert.Equal((2.35, 48.85), CrsTransform.ToWgs84(epsg).Apply(2.35, 48.85));

    [Fact]
    public void A_geometry_is_copied_with_its_holes_and_the_system_of_the_copy()
    {
        var factory = new GeometryFactory();
        var shell = factory.CreateLinearRing([new(652301, 6861302), new(653301, 6861302), new(653301, 6862302), new(652301, 6862302), new(652301, 6861302)]);
        var hole = factory.CreateLinearRing([new(652501, 6861502), new(652501, 6861602), new(652601, 6861602), new(652501, 6861502)]);
        var source = factory.CreatePolygon(shell, [hole]);

        var result = (Polygon)CrsTransform.ToWgs84(2154).Apply(source);

        Assert.Equal(4326, result.SRID);
        Assert.Equal(1, result.NumInteriorRings);
        Assert.True(new Envelope(2.34, 2.37, 48.84, 48.87).Contains(result.EnvelopeInternal));
        Assert.Equal(652301, source.Shell.Coordinates[0].X);
        var back = CrsTransform.FromWgs84(2154).Apply(result);
        Assert.Equal(2154, back.SRID);
        Assert.Equal(source.Area, back.Area, 0.01);
    }

    [Fact]
    public void A_box_follows_its_bent_edges()
    {
        // The parallel 49 N between 2 W and 8 E is curved in Lambert-93: its middle, on the meridian 3 E, is its southernmost point.
        var box = CrsTransform.FromWgs84(2154).Apply(new Envelope(-2, 8, 49, 50));
        var (_, middle) = CrsTransform.FromWgs84(2154).Apply(3, 49);
        var (_, corner) = CrsTransform.FromWgs84(2154).Apply(-2, 49);
        Assert.True(corner - middle > 10_000);
        Assert.Equal(middle, box.MinY, 1);
    }

    [Theory]
    [InlineData(2154, 1e12, -1e12)]
    [InlineData(3035, 1e9, 1e9)]
    [InlineData(2154, double.NaN, 0)]
    public void Garbage_is_not_a_number_rather_than_a_place(int epsg, double x, double y)
    {
        var (longitude, latitude) = CrsTransform.ToWgs84(epsg).Apply(x, y);
        Assert.True(double.IsNaN(longitude) && double.IsNaN(latitude), $"{longitude} {latitude}");
    }

    [Fact]
    public void Threads_may_share_a_transform()
    {
        var transform = CrsTransform.ToWgs84(3035);
        var expected = Enumerable.Range(0, 2_000).Select(i => transform.Apply(3_300_000 + (i * 300), 2_900_000 - (i * 100))).ToArray();
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], transform.Apply(3_300_000 + (i * 300), 2_900_000 - (i * 100)));
            }
        });
    }

    [Fact]
    public void An_unknown_code_is_a_bug_of_the_caller()
    {
        Assert.False(CrsTransform.IsKnown(27572));
        Assert.Throws<ArgumentOutOfRangeException>(() => CrsTransform.ToWgs84(27572));
    }
}
