using GeoCohesion.Data.Formats.Maps;
using GeoCohesion.Data.Formats.Pictures;
using GeoCohesion.Data.Sources.Crs;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Tests.Formats.Maps;

/// <summary>Where places lie on the picture.</summary>
public sealed class MapViewTests
{
    static readonly PictureBox s_frame = new(10, 20, 400, 300);

    // One kilometre to the east and to the north of a point of Lambert-93, by its own metres.
    [Theory]
    [InlineData(2154)]
    [InlineData(null)]
    public void A_kilometre_is_as_long_to_the_east_as_to_the_north(int? epsg)
    {
        var back = CrsTransform.ToWgs84(2154);
        Coordinate At(double x, double y) => back.Apply(700_000 + x, 6_600_000 + y) is var (longitude, latitude) ? new Coordinate(longitude, latitude) : new Coordinate();
        var (here, east, north) = (At(0, 0), At(1000, 0), At(0, 1000));
        var extent = new Envelope(here, At(5000, 4000));
        var view = new MapView(extent, MapProjection.For(extent, epsg), s_frame);
        var (a, b, c) = (view.Point(here)!.Value, view.Point(east)!.Value, view.Point(north)!.Value);
        var right = Math.Sqrt(Math.Pow(b.X - a.X, 2) + Math.Pow(b.Y - a.Y, 2));
        var up = Math.Sqrt(Math.Pow(c.X - a.X, 2) + Math.Pow(c.Y - a.Y, 2));
        Assert.InRange(right / up, 0.999, 1.001);
        // Lambert-93 is true to within 3 in 1000 there.
        Assert.InRange(right * view.GroundMetersPerUnit, 997, 1003);
    }

    [Fact]
    public void What_is_drawn_lies_in_the_frame_with_a_margin_and_the_view_reaches_beyond_it()
    {
        var extent = new Envelope(2.9, 3.1, 46.5, 46.7);
        var view = new MapView(extent, MapProjection.For(extent, 2154), s_frame);
        foreach (var corner in new[] { new Coordinate(2.9, 46.5), new Coordinate(3.1, 46.7), new Coordinate(2.9, 46.7), new Coordinate(3.1, 46.5) })
        {
            var point = view.Point(corner)!.Value;
            Assert.InRange(point.X, s_frame.X + 5, s_frame.X + s_frame.Width - 5);
            Assert.InRange(point.Y, s_frame.Y + 5, s_frame.Y + s_frame.Height - 5);
        }

        Assert.True(view.Extent.Contains(extent));
    }

    // East of its central meridian, 3 degrees, north of Lambert-93 leans to the left; at 9 degrees by 6 x sin 46.5 = 4.35 degrees.
    [Fact]
    public void North_is_where_it_is_in_the_projection()
    {
        var extent = new Envelope(8.9, 9.1, 42.4, 42.6);
        var view = new MapView(extent, MapProjection.For(extent, 2154), s_frame);
        Assert.InRange(view.NorthRadians * 180 / Math.PI, -4.5, -4.2);
    }

    [Fact]
    public void What_lies_beyond_the_area_of_a_system_is_drawn_in_another()
    {
        Assert.Equal("RGF93 v1 / Lambert-93 (EPSG:2154)", MapProjection.For(new Envelope(2.9, 3.1, 46.5, 46.7), 2154).Name);
        Assert.Equal("WGS 84 / UTM zone 32N (EPSG:32632)", MapProjection.For(new Envelope(9.1, 9.3, 45.4, 45.5), null).Name);
        Assert.Equal("WGS 84 / UTM zone 22S (EPSG:32722)", MapProjection.For(new Envelope(-51.3, -51.1, -30.1, -30), 2154).Name);
        Assert.Null(MapProjection.For(new Envelope(-170, 170, -80, 80), 2154).Name);
    }

    [Fact]
    public void Lines_are_cut_at_the_frame_and_go_on_where_they_come_back()
    {
        var extent = new Envelope(3, 3.001, 46.6, 46.601);
        var view = new MapView(extent, MapProjection.For(extent, 2154), s_frame);
        var line = new LineString([new(2.9, 46.6005), new(3.1, 46.6005), new(3.1, 46.6006), new(2.9, 46.6006)]);
        var shape = view.Lines([line]);
        Assert.Equal(2, shape.Contours.Count);
        Assert.All(shape.Contours.SelectMany(contour => contour), point =>
        {
            Assert.InRange(point.X, s_frame.X - 12.001, s_frame.X + s_frame.Width + 12.001);
            Assert.InRange(point.Y, s_frame.Y, s_frame.Y + s_frame.Height);
        });
    }

    [Fact]
    public void An_area_around_the_frame_fills_it_and_its_hole_runs_the_other_way()
    {
        var extent = new Envelope(3, 3.001, 46.6, 46.601);
        var view = new MapView(extent, MapProjection.For(extent, 2154), s_frame);
        LinearRing Ring(double half) => new(
            [new(3.0005 - half, 46.6005 - half), new(3.0005 + half, 46.6005 - half), new(3.0005 + half, 46.6005 + half), new(3.0005 - half, 46.6005 + half), new(3.0005 - half, 46.6005 - half)]);
        var contours = view.Areas([new Polygon(Ring(0.1), [Ring(0.0002)])]).Contours;
        Assert.Equal(2, contours.Count);
        var (outer, hole) = (Area(contours[0]), Area(contours[1]));
        Assert.Equal((s_frame.Width + 24) * (s_frame.Height + 24), Math.Abs(outer), 1);
        Assert.True(outer * hole < 0, "The hole runs the same way as the outline: it would be filled.");
    }

    static double Area(PicturePoint[] ring) =>
        ring.Select((point, i) => (point.X * ring[(i + 1) % ring.Length].Y) - (ring[(i + 1) % ring.Length].X * point.Y)).Sum() / 2;
}
