using GeoCohesion.Core.Network;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Sources.Osm;
using GeoCohesion.Data.Stores;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Build;

public sealed class BackgroundBuilderTests : IDisposable
{
    readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Streets_railways_and_water_are_drawn_with_their_rank()
    {
        var features = Features();

        Assert.Equal(
            [
                "way/1 Street motorway 1 LineString", "way/2 Street residential 3 LineString", "way/3 Street footway 4 LineString",
                "way/4 Railway tram 1 LineString", "way/5 Railway rail 4 LineString",
                "way/7 Water river 1 LineString", "way/8 Water water 1 Polygon", "relation/1 Water water 1 Polygon",
            ],
            features.Select(feature => $"{feature.Id} {feature.Kind} {feature.Class} {feature.Rank} {feature.Shape.GeometryType}"));
        Assert.Equal("Rue A", features[1].Name);
    }

    [Fact]
    public void A_lake_of_several_ways_has_its_island_as_a_hole()
    {
        var lake = Features()[^1].Shape;

        // 4 x 4 less 1 x 1, in thousandths of a degree.
        Assert.Equal(15e-6, lake.Area, 12);
        Assert.True(lake.IsValid);
    }

    [Fact]
    public void A_background_is_read_as_it_was_written_and_only_with_its_key()
    {
        var features = Features();
        var path = _folder.File("background");
        BackgroundFile.Write(path, "key", features);

        Assert.Equal(features.Select(feature => feature with { Shape = null! }), BackgroundFile.TryRead(path, "key")!.Select(feature => feature with { Shape = null! }));
        Assert.All(features.Zip(BackgroundFile.TryRead(path, "key")!), pair => Assert.True(pair.First.Shape.EqualsExact(pair.Second.Shape)));
        Assert.Null(BackgroundFile.TryRead(path, "other key"));
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Null(BackgroundFile.TryRead(path, "key"));
        Assert.Null(BackgroundFile.TryRead(_folder.File("missing"), "key"));
    }

    IReadOnlyList<BackgroundFeature> Features()
    {
        var map = new OsmPbfBuilder();
        (double X, double Y)[] nodes = [(0, 0), (1, 0), (2, 0), (10, 0), (14, 0), (14, 4), (10, 4), (11, 1), (12, 1), (12, 2), (11, 2), (20, 0), (21, 0), (21, 1)];
        for (var i = 0; i < nodes.Length; i++)
        {
            map.Node(i + 1, nodes[i].X / 1000, nodes[i].Y / 1000);
        }

        map.Way(1, [1, 2], ("highway", "motorway"))
            .Way(2, [2, 3], ("highway", "residential"), ("name", "Rue A"))
            .Way(3, [1, 3], ("highway", "footway"))
            .Way(4, [1, 2], ("railway", "tram"))
            .Way(5, [1, 2], ("railway", "rail"), ("service", "yard"))
            .Way(6, [1, 2], ("railway", "subway"), ("tunnel", "yes"))
            .Way(7, [1, 2], ("waterway", "river"))
            .Way(8, [12, 13, 14, 12], ("natural", "water"))
            .Way(9, [12, 13], ("waterway", "stream"), ("tunnel", "culvert"))
            .Way(10, [1, 2], ("highway", "proposed"))
            .Way(11, [4, 5, 6])
            .Way(12, [6, 7, 4])
            .Way(13, [8, 9, 10, 11, 8])
            .Relation(1, [('w', 11, "outer"), ('w', 12, "outer"), ('w', 13, "inner")], ("type", "multipolygon"), ("natural", "water"))

            // Cut off by the edge of the extract: its outline is open.
            .Relation(2, [('w', 11, "outer")], ("type", "multipolygon"), ("natural", "water"));
        var osm = OsmPbfReader.Read([map.Save(_folder.File("map.osm.pbf"))], OsmInterest.Streets.And(OsmInterest.Severance), new NoticeLog(), threads: 1);
        return BackgroundBuilder.Build(osm);
    }
}
