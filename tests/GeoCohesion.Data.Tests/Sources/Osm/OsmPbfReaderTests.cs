using System.Globalization;
using System.Text;
using GeoCohesion.Data.Sources.Osm;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Sources.Osm;

public sealed class OsmPbfReaderTests : IDisposable
{
    readonly ScratchFolder _folder = new();
    readonly NoticeLog _notices = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true, OsmPacking.Zlib, 100, true)]
    [InlineData(true, OsmPacking.Raw, 100, false)]
    [InlineData(false, OsmPacking.Zlib, 100, true)]
    [InlineData(false, OsmPacking.Raw, 1000, false)]
    [InlineData(true, OsmPacking.Zlib, 1, true)]
    public void Nodes_ways_and_relations_are_read_however_they_are_written(bool dense, OsmPacking packing, int granularity, bool withInfo)
    {
        var builder = new OsmPbfBuilder
        {
            Dense = dense,
            Packing = packing,
            Granularity = granularity,
            WithInfo = withInfo,
            ReplicationTimestamp = 1_700_000_000,
        };
        builder.Node(10, -3.456789, 48.731234).Node(12, -3.4, 48.7, ("barrier", "gate"), ("foot", "yes")).Node(11, 0, 0)
            .Node(-5, 179.5, -89.5, ("shop", "bakery"));
        builder.NewBlock().Way(7, [10, 12, 10], ("highway", "residential"), ("name", "Straed an Ti-kêr"));
        builder.NewBlock().Relation(3, [('w', 7, "from"), ('n', 12, "via"), ('w', 7, "to")], ("type", "restriction"), ("restriction", "no_u_turn"));

        var osm = Read(builder);

        Assert.Equal([10L, 12L], osm.NodeId.ToArray());
        Assert.Equal([-34_567_890, -34_000_000], osm.NodeLongitudeE7.ToArray());
        Assert.Equal([487_312_340, 487_000_000], osm.NodeLatitudeE7.ToArray());
        Assert.Equal([7L], osm.WayId.ToArray());
        Assert.Equal([0, 1, 0], osm.WayNodes(0).ToArray());
        Assert.Equal("Straed an Ti-kêr", osm.WayTags(0)["name"]);
        Assert.Null(osm.WayTags(0)["Name"]);
        Assert.Equal([12L], osm.TaggedNodeId.ToArray());
        Assert.Equal((-34_000_000, 487_000_000), (osm.TaggedNodeLongitudeE7[0], osm.TaggedNodeLatitudeE7[0]));
        Assert.Equal("yes", osm.TaggedNodeTags(0)["foot"]);
        Assert.Equal([new OsmMember(OsmMemberType.Way, 7, "from"), new(OsmMemberType.Node, 12, "via"), new(OsmMemberType.Way, 7, "to")],
            osm.RelationMembers(0).ToArray());
        var info = Assert.Single(osm.Files);
        Assert.Equal((4, 1, 1), (info.NodeCount, info.WayCount, info.RelationCount));
        Assert.Equal("OsmPbfBuilder", info.WritingProgram);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), info.ReplicationTimestamp);
        Assert.Equal((-5.0, 10.0, 42.0, 51.0), (info.Extent!.MinX, info.Extent.MaxX, info.Extent.MinY, info.Extent.MaxY));
        Assert.Empty(_notices.Summarize());
    }

    [Fact]
    public void Blocks_may_stand_in_any_order_and_threads_do_not_matter()
    {
        var random = new Random(20_240_105);
        for (var round = 0; round < 20; round++)
        {
            var sorted = new OsmPbfBuilder();
            var shuffled = new OsmPbfBuilder();
            var steps = new List<Action<OsmPbfBuilder>>();
            for (var i = 1; i <= 60; i++)
            {
                var (id, x, y) = (i, random.NextDouble(), 45 + random.NextDouble());
                var isTagged = random.Next(4) == 0;
                steps.Add(isTagged ? b => b.Node(id, x, y, ("barrier", "gate" + (id % 3))) : b => b.Node(id, x, y));
            }

            for (var i = 1; i <= 20; i++)
            {
                var (id, nodes) = (i, Enumerable.Range(0, 5).Select(_ => (long)random.Next(1, 61)).ToArray());
                steps.Add(b => b.Way(id, nodes, ("highway", "path"), ("name", "n" + (id % 7))));
            }

            steps.Add(b => b.Relation(1, [('w', 1, "outer"), ('w', 900, "outer")], ("type", "multipolygon"), ("highway", "pedestrian")));
            steps.Add(b => b.Way(900, [1, 2, 3, 1]));
            steps.ForEach(step => step(sorted));
            foreach (var step in steps.OrderBy(_ => random.Next()).ToList())
            {
                step(random.Next(3) == 0 ? shuffled.NewBlock() : shuffled);
            }

            var expected = Describe(Read(sorted, threads: 1));
            Assert.Contains("way 900", expected, StringComparison.Ordinal);
            Assert.Equal(expected, Describe(Read(shuffled, threads: 1)));
            Assert.Equal(expected, Describe(Read(shuffled, threads: 2)));
        }
    }

    [Fact]
    public void Elements_of_several_files_count_once_with_the_higher_version_else_the_first()
    {
        var first = new OsmPbfBuilder()
            .Node(1, 1, 3, 45).Node(2, 5, 4, 45, ("barrier", "old")).Node(3, 2, 5, 45, ("barrier", "first"))
            .Way(10, 2, [1, 2], ("highway", "path")).Way(11, 7, [2, 3], ("highway", "track"));
        var second = new OsmPbfBuilder()
            .Node(1, 2, 3.5, 45).Node(2, 4, 9, 45, ("barrier", "older")).Node(3, 2, 6, 45, ("barrier", "second")).Node(4, 1, 7, 45)
            .Way(10, 3, [1, 2, 3], ("highway", "steps")).Way(11, 7, [3, 2], ("highway", "service")).Way(12, 1, [3, 4], ("highway", "road"));

        var osm = OsmPbfReader.Read(
            [first.Save(_folder.File("a.osm.pbf")), second.Save(_folder.File("b.osm.pbf"))], OsmInterest.Streets, _notices, 2);

        Assert.Equal([1L, 2L, 3L, 4L], osm.NodeId.ToArray());
        Assert.Equal([35_000_000, 40_000_000, 50_000_000, 70_000_000], osm.NodeLongitudeE7.ToArray());
        Assert.Equal(["old", "first"], Enumerable.Range(0, osm.TaggedNodeCount).Select(i => osm.TaggedNodeTags(i)["barrier"]!));
        Assert.Equal([10L, 11L, 12L], osm.WayId.ToArray());
        Assert.Equal(["steps", "track", "road"], Enumerable.Range(0, 3).Select(i => osm.WayTags(i)["highway"]!));
        Assert.Equal(3, osm.WayNodes(0).Length);
        Assert.Equal(2, osm.Files.Count);
        Assert.Equal(2, _notices.CountOf("osm-element-repeated"));
    }

    [Fact]
    public void Nodes_that_are_in_no_file_are_marked_and_noticed()
    {
        var osm = Read(new OsmPbfBuilder().Node(1, 3, 45).Node(3, 4, 45).Way(10, [1, 2, 3], ("highway", "path")));

        Assert.Equal([0, OsmElements.MissingNode, 1], osm.WayNodes(0).ToArray());
        var notice = Assert.Single(_notices.Summarize());
        Assert.Equal("osm-way-node-missing", notice.Code);
        Assert.Contains("way 10 uses 1 nodes", notice.Examples[0].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Positions_off_the_Earth_are_missing_and_noticed()
    {
        var osm = Read(new OsmPbfBuilder().Node(1, 181, 45).Node(2, 3, -90.1).Node(3, 180, 90).Way(10, [1, 2, 3], ("highway", "path")));

        Assert.Equal([3L], osm.NodeId.ToArray());
        Assert.Equal(2, _notices.CountOf("osm-node-off-earth"));
    }

    [Fact]
    public void Only_what_is_of_interest_is_kept()
    {
        var builder = new OsmPbfBuilder()
            .Node(1, 3, 45).Node(2, 4, 45).Node(3, 5, 45, ("amenity", "school")).Node(4, 5, 46, ("railway", "signal"))
            .Way(10, [1, 2], ("railway", "platform")).Way(11, [1, 2], ("railway", "rail")).Way(12, [1, 3], ("building", "yes"))
            .Relation(1, [('w', 12, "outer")], ("type", "route"), ("highway", "x")).Relation(2, [('w', 12, "outer")], ("highway", "x"));

        Assert.Equal("way 10 railway=platform: 1 2", Describe(Read(builder)).Split('\n')[0]);
        Assert.Equal(0, Read(builder).TaggedNodeCount + Read(builder).RelationCount);
        var both = Read(builder, interest: OsmInterest.Streets.And(OsmInterest.Places).And(OsmInterest.Severance));
        Assert.Equal([10L, 11L], both.WayId.ToArray());
        Assert.Equal([3L], both.TaggedNodeId.ToArray());
    }

    [Fact]
    public void Block_types_from_the_future_are_passed_over_and_noticed()
    {
        var bytes = OsmPbfBuilder.Join(Small().Build(), OsmPbfBuilder.FileBlock("OSMFuture", [1, 2, 3], OsmPacking.Raw));

        Assert.Equal(1, Read(bytes).WayCount);
        Assert.Equal(1, _notices.CountOf("osm-block-unknown"));
    }

    [Fact]
    public void Repeated_fields_need_not_be_packed()
    {
        var block = OsmPbfBuilder.Message(output =>
        {
            OsmPbfBuilder.Bytes(output, 1, OsmPbfBuilder.Message(table =>
            {
                OsmPbfBuilder.Bytes(table, 1, []);
                OsmPbfBuilder.Bytes(table, 1, "highway"u8.ToArray());
                OsmPbfBuilder.Bytes(table, 1, "path"u8.ToArray());
            }));
            OsmPbfBuilder.Bytes(output, 2, OsmPbfBuilder.Message(group => OsmPbfBuilder.Bytes(group, 3, OsmPbfBuilder.Message(way =>
            {
                OsmPbfBuilder.Varint(way, 1, 77);
                OsmPbfBuilder.Varint(way, 2, 1);
                OsmPbfBuilder.Varint(way, 3, 2);
                OsmPbfBuilder.Varint(way, 8, 2);
                OsmPbfBuilder.Varint(way, 8, 2);
            }))));
        });

        var osm = Read(OsmPbfBuilder.Join(new OsmPbfBuilder().Header(), OsmPbfBuilder.FileBlock("OSMData", block, OsmPacking.Zlib)));

        Assert.Equal(77, Assert.Single(osm.WayId.ToArray()));
        Assert.Equal("path", osm.WayTags(0)["highway"]);
        Assert.Equal(2, osm.WayNodes(0).Length);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused_with_its_offset()
    {
        var bytes = Small().Build();
        var headerLength = Small().Header().Length;
        for (var length = 70; length < bytes.Length; length++)
        {
            if (length == headerLength)
            {
                continue;
            }

            var e = Refused(bytes[..length]);
            Assert.Equal("osm-pbf-truncated", e.Code);
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"ends at byte {length},"), e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("<?xml version='1.0'?><osm>", "it is XML")]
    [InlineData("PK\u0003\u0004......................", "it is a zip archive")]
    [InlineData("id;lon;lat\n1;2;3\n", "it does not begin with a block header")]
    [InlineData("{ \"type\": \"FeatureCollection\" }", "it is JSON")]
    public void Other_formats_are_named(string content, string expected)
    {
        var e = Refused(Encoding.Latin1.GetBytes(content));

        Assert.Equal("osm-not-pbf", e.Code);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_refused() =>
        Assert.Equal("file-missing", Assert.Throws<Core.InputException>(
            () => OsmPbfReader.Read([_folder.File("none.osm.pbf")], OsmInterest.Streets, _notices, 1)).Code);

    [Fact]
    public void A_blob_that_claims_4_GB_is_refused_before_it_is_unpacked()
    {
        var bomb = OsmPbfBuilder.ZlibBlob(4L << 30, OsmPbfBuilder.Deflate(new byte[1 << 20]));
        var e = Refused(AfterHeader(OsmPbfBuilder.WithBlobHeader("OSMData", bomb)));

        Assert.Equal("osm-pbf-oversized", e.Code);
        Assert.Contains("4294967296 bytes; the format allows 33554432", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_blob_that_unpacks_to_more_than_it_claims_is_refused()
    {
        var e = Refused(AfterHeader(OsmPbfBuilder.WithBlobHeader("OSMData", OsmPbfBuilder.ZlibBlob(1000, OsmPbfBuilder.Deflate(new byte[64 << 20])))));

        Assert.Equal("osm-pbf-corrupt", e.Code);
        Assert.Contains("unpacks to more than the 1000 bytes it claims", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_blob_that_unpacks_to_less_than_it_claims_is_refused() =>
        Assert.Contains(
            "unpacks to 10 bytes where it claims 1000",
            Refused(AfterHeader(OsmPbfBuilder.WithBlobHeader("OSMData", OsmPbfBuilder.ZlibBlob(1000, OsmPbfBuilder.Deflate(new byte[10]))))).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(33_554_433L)]
    [InlineData(4_294_967_296L)]
    [InlineData(-1L)]
    public void A_block_header_that_claims_too_large_a_block_is_refused(long claimed) =>
        Assert.Equal("osm-pbf-oversized", Refused(AfterHeader(OsmPbfBuilder.WithBlobHeader("OSMData", [1, 2, 3], claimed))).Code);

    [Fact]
    public void A_header_of_more_than_64_KiB_is_refused() =>
        Assert.Equal("osm-pbf-oversized", Refused(AfterHeader(OsmPbfBuilder.Join([0, 1, 0, 1], new byte[70_000]))).Code);

    [Theory]
    [InlineData(4, "lzma")]
    [InlineData(5, "bzip2")]
    [InlineData(6, "lz4")]
    [InlineData(7, "zstd")]
    public void Other_compressions_are_named(int field, string name)
    {
        var blob = OsmPbfBuilder.Message(output =>
        {
            OsmPbfBuilder.Varint(output, 2, 100);
            OsmPbfBuilder.Bytes(output, field, [1, 2, 3]);
        });
        var e = Refused(AfterHeader(OsmPbfBuilder.WithBlobHeader("OSMData", blob)));

        Assert.Equal("osm-pbf-compression", e.Code);
        Assert.Contains("packed with " + name, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HistoricalInformation", "full-history")]
    [InlineData("Sort.Reversed", "the feature 'Sort.Reversed'")]
    public void Features_that_are_not_understood_are_refused(string feature, string expected)
    {
        var e = Refused(new OsmPbfBuilder { RequiredFeatures = ["OsmSchema-V0.6", feature] }.Node(1, 2, 3).Build());

        Assert.Equal("osm-pbf-feature", e.Code);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_damaged_byte_of_packed_data_is_found()
    {
        var bytes = Small().Build();
        var start = Small().Header().Length + 30;
        for (var i = start; i < bytes.Length; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= 0x55;
            Assert.Equal("osm-pbf-corrupt", Refused(damaged).Code);
        }
    }

    [Fact]
    public void Random_damage_of_unpacked_data_never_ends_in_anything_but_a_refusal_or_a_result()
    {
        const int Seed = 4711;
        var random = new Random(Seed);
        var bytes = Small(OsmPacking.Raw).Build();
        var refusals = 0;
        for (var round = 0; round < 400; round++)
        {
            var damaged = (byte[])bytes.Clone();
            for (var i = 0; i < 3; i++)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            try
            {
                Read(damaged, threads: 1);
            }
            catch (Core.InputException e)
            {
                Assert.True(e.Code.StartsWith("osm-", StringComparison.Ordinal), $"seed {Seed}, round {round}: {e.Message}");
                refusals++;
            }
        }

        Assert.InRange(refusals, 30, 399);
    }

    [Theory]
    [InlineData(3, "text 9 is named where the block has 3")]
    [InlineData(4, "an element has 1 keys and 2 values")]
    [InlineData(5, "dense nodes have 2 ids, 1 latitudes")]
    [InlineData(6, "claims 4000000000 bytes")]
    [InlineData(7, "has 1 members, 0 roles")]
    public void Contradictions_within_a_block_are_refused_with_its_offset(int flaw, string expected)
    {
        var e = Refused(AfterHeader(OsmPbfBuilder.FileBlock("OSMData", FlawedBlock(flaw), OsmPacking.Zlib)));

        Assert.Equal("osm-pbf-corrupt", e.Code);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"the block at byte {new OsmPbfBuilder().Header().Length} "), e.Message, StringComparison.Ordinal);
    }

    static byte[] FlawedBlock(int flaw) => OsmPbfBuilder.Message(output =>
    {
        OsmPbfBuilder.Bytes(output, 1, OsmPbfBuilder.Message(table =>
        {
            OsmPbfBuilder.Bytes(table, 1, []);
            OsmPbfBuilder.Bytes(table, 1, "highway"u8.ToArray());
            OsmPbfBuilder.Bytes(table, 1, "path"u8.ToArray());
        }));
        OsmPbfBuilder.Bytes(output, 2, OsmPbfBuilder.Message(group =>
        {
            switch (flaw)
            {
                case 3 or 4:
                    OsmPbfBuilder.Bytes(group, 3, OsmPbfBuilder.Message(way =>
                    {
                        OsmPbfBuilder.Varint(way, 1, 1);
                        OsmPbfBuilder.Packed(way, 2, [1]);
                        OsmPbfBuilder.Packed(way, 3, flaw == 3 ? [9] : [2, 2]);
                    }));
                    break;
                case 5:
                    OsmPbfBuilder.Bytes(group, 2, OsmPbfBuilder.Message(dense =>
                    {
                        OsmPbfBuilder.PackedDeltas(dense, 1, [1, 2]);
                        OsmPbfBuilder.PackedDeltas(dense, 8, [1]);
                        OsmPbfBuilder.PackedDeltas(dense, 9, [1, 2]);
                    }));
                    break;
                case 6:
                    group.WriteTag(3, Google.Protobuf.WireFormat.WireType.LengthDelimited);
                    group.WriteUInt64(4_000_000_000);
                    break;
                default:
                    OsmPbfBuilder.Bytes(group, 4, OsmPbfBuilder.Message(relation => OsmPbfBuilder.PackedDeltas(relation, 9, [5])));
                    break;
            }
        }));
    });

    static OsmPbfBuilder Small(OsmPacking packing = OsmPacking.Zlib) => new OsmPbfBuilder { Packing = packing }
        .Node(1, 3, 45).Node(2, 4, 45, ("barrier", "gate")).Way(10, [1, 2], ("highway", "path"))
        .Relation(5, [('w', 10, "from")], ("type", "restriction"));

    static byte[] AfterHeader(byte[] rest) => OsmPbfBuilder.Join(new OsmPbfBuilder().Header(), rest);

    static string Describe(OsmElements osm)
    {
        var text = new StringBuilder();
        for (var way = 0; way < osm.WayCount; way++)
        {
            var tags = osm.WayTags(way);
            text.Append(CultureInfo.InvariantCulture, $"way {osm.WayId[way]} ");
            text.AppendJoin(' ', Enumerable.Range(0, tags.Count).Select(i => $"{tags.At(i).Key}={tags.At(i).Value}")).Append(": ");
            text.AppendJoin(' ', osm.WayNodes(way).ToArray().Select(node => node < 0 ? "-" : osm.NodeId.ToArray()[node].ToString(CultureInfo.InvariantCulture)));
            text.Append('\n');
        }

        for (var node = 0; node < osm.NodeCount; node++)
        {
            text.Append(CultureInfo.InvariantCulture, $"node {osm.NodeId[node]} {osm.NodeLongitudeE7[node]} {osm.NodeLatitudeE7[node]}\n");
        }

        for (var node = 0; node < osm.TaggedNodeCount; node++)
        {
            text.Append(CultureInfo.InvariantCulture, $"tagged {osm.TaggedNodeId[node]} {osm.TaggedNodeTags(node)["barrier"]}\n");
        }

        for (var relation = 0; relation < osm.RelationCount; relation++)
        {
            text.Append(CultureInfo.InvariantCulture, $"relation {osm.RelationId[relation]} ").AppendJoin(' ', osm.RelationMembers(relation).ToArray());
        }

        return text.ToString();
    }

    Core.InputException Refused(byte[] bytes) => Assert.Throws<Core.InputException>(() => Read(bytes));

    OsmElements Read(OsmPbfBuilder builder, int threads = 1, OsmInterest? interest = null) => Read(builder.Build(), threads, interest);

    OsmElements Read(byte[] bytes, int threads = 1, OsmInterest? interest = null) =>
        OsmPbfReader.Read([_folder.Write("test.osm.pbf", bytes)], interest ?? OsmInterest.Streets, _notices, threads);
}
