using GeoCohesion.Data.Sources.Osm;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Sources.Osm;

public sealed class OsmPointsTests : IDisposable
{
    readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    //  4 ---- 3       A square of 2 x 2 at (10, 45), a relation of two half rings round (21, 45) with its hole, a node.
    //  |      |
    //  1 ---- 2
    [Fact]
    public void Nodes_closed_ways_and_multipolygons_become_points_at_their_centroid()
    {
        var builder = new OsmPbfBuilder()
            .Node(1, 9, 44).Node(2, 11, 44).Node(3, 11, 46).Node(4, 9, 46)
            .Node(5, 20, 44).Node(6, 22, 44).Node(7, 22, 46).Node(8, 20, 46)
            .Node(9, 5, 50, ("amenity", "pharmacy"), ("name", "Kêr")).Node(10, 6, 50, ("amenity", "bench"))
            .Way(1, [1, 2, 3, 4, 1], ("amenity", "school")).Way(2, [1, 2, 3], ("amenity", "school"))
            .Way(3, [5, 6, 7]).Way(4, [5, 8, 7])
            .Relation(1, [('w', 3, "outer"), ('w', 4, "outer"), ('w', 99, "inner")], ("type", "multipolygon"), ("amenity", "hospital"))
            .Relation(2, [('w', 98, "outer")], ("type", "multipolygon"), ("amenity", "hospital"));
        var osm = OsmPbfReader.Read([builder.Save(_folder.File("p.osm.pbf"))], OsmInterest.Places, new NoticeLog(), 1);

        var points = OsmPoints.Read(osm, tags => tags.GetValueOrDefault("amenity") != "bench");

        Assert.Equal(["node 9", "way 1", "relation 1"], points.Select(point => $"{point.Type} {point.Id}"));
        Assert.Equal([(5.0, 50.0), (10.0, 45.0), (21.0, 45.0)], points.Select(point => (Math.Round(point.Longitude, 9), Math.Round(point.Latitude, 9))));
        Assert.Equal("Kêr", points[0].Tags["name"]);
    }
}
