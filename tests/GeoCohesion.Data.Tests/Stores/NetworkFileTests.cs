using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Hierarchies;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Build.StreetModes;
using GeoCohesion.Data.Sources.Osm;
using GeoCohesion.Data.Stores;
using GeoCohesion.Data.Tests.Build;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Stores;

public sealed class NetworkFileTests : IDisposable
{
    readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_network_is_read_as_it_was_written()
    {
        var network = SmallNetwork();
        var path = _folder.File("sub/streets.network");

        NetworkFile.Write(path, network);
        var read = NetworkFile.Read(path);

        Assert.Equal(network.BuildKey, read.BuildKey);
        Assert.Equal(network.OsmTimestamps, read.OsmTimestamps);
        Assert.Equal(["bicycle", "car", "walk", "wheelchair"], read.GraphByMode.Keys);
        Assert.Equal(network.Reports.Select(report => report with { LargestPruned = [] }), read.Reports.Select(report => report with { LargestPruned = [] }));
        Assert.Equal(network.Reports.SelectMany(report => report.LargestPruned), read.Reports.SelectMany(report => report.LargestPruned));
        foreach (var (mode, graph) in network.GraphByMode)
        {
            var again = read.Graph(mode);
            Assert.Equal(graph.ConnectorSpeedKph, again.ConnectorSpeedKph);
            Assert.Equal(graph.VertexLongitudeE7, again.VertexLongitudeE7);
            Assert.Equal(graph.VertexLatitudeE7, again.VertexLatitudeE7);
            Assert.Equal(graph.FirstOut, again.FirstOut);
            Assert.Equal(graph.Head, again.Head);
            Assert.Equal(graph.TraversalMilliseconds, again.TraversalMilliseconds);
            Assert.Equal(graph.EdgeLinkDirection, again.EdgeLinkDirection);
            Assert.Equal(graph.LinkLengthMillimeters, again.LinkLengthMillimeters);
            Assert.Equal(graph.LinkOsmWayId, again.LinkOsmWayId);
            Assert.Equal(graph.LinkTraitBits, again.LinkTraitBits);
            Assert.Equal(graph.LinkFirstPoint, again.LinkFirstPoint);
            Assert.Equal(graph.PointLongitudeE7, again.PointLongitudeE7);
            Assert.Equal(graph.PointLatitudeE7, again.PointLatitudeE7);
            AssertSame(graph.Hierarchy, again.Hierarchy);
            Assert.Equal(mode == "wheelchair", again.Hierarchy is null);
        }

        Assert.True(NetworkFile.TryReadBuildKey(path, out var key));
        Assert.Equal("key é 1", key);
        Assert.False(File.Exists(path + AtomicFile.PartialSuffix));
        NetworkFile.Write(_folder.File("again.network"), read);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(_folder.File("again.network")));
    }

    [Fact]
    public void Any_changed_byte_is_detected()
    {
        var path = _folder.File("streets.network");
        NetworkFile.Write(path, SmallNetwork());
        var bytes = File.ReadAllBytes(path);
        var codes = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < bytes.Length; i += i < 100 ? 1 : 37)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= (byte)(1 << (i % 8));
            var e = Assert.Throws<InputException>(() => NetworkFile.Read(_folder.Write("damaged", damaged)));
            Assert.Contains("build the network again", e.Message, StringComparison.Ordinal);
            codes.Add(e.Code);
        }

        Assert.Equal(["network-file-damaged", "network-file-foreign", "network-file-version"], codes);
    }

    [Fact]
    public void A_file_cut_off_or_continued_is_refused()
    {
        var path = _folder.File("streets.network");
        NetworkFile.Write(path, SmallNetwork());
        var bytes = File.ReadAllBytes(path);
        for (var length = 0; length < bytes.Length; length += length < 100 ? 1 : 97)
        {
            Assert.Equal(
                length == 0 ? "network-file-foreign" : "network-file-damaged",
                Assert.Throws<InputException>(() => NetworkFile.Read(_folder.Write("cut", bytes[..length]))).Code);
        }

        Assert.Equal("network-file-damaged", Assert.Throws<InputException>(() => NetworkFile.Read(_folder.Write("more", [.. bytes, 0]))).Code);
    }

    [Fact]
    public void Another_format_version_is_named()
    {
        var path = _folder.File("streets.network");
        NetworkFile.Write(path, SmallNetwork());
        var bytes = File.ReadAllBytes(path);
        bytes[8] = 99;

        var e = Assert.Throws<InputException>(() => NetworkFile.Read(_folder.Write("future", bytes)));

        Assert.Equal("network-file-version", e.Code);
        Assert.Contains("version 99; this program reads version 2", e.Message, StringComparison.Ordinal);
        Assert.False(NetworkFile.TryReadBuildKey(_folder.File("future"), out _));
        Assert.False(NetworkFile.TryReadBuildKey(_folder.File("none"), out _));
        Assert.False(NetworkFile.TryReadBuildKey(_folder.Write("short", bytes[..20]), out _));
        Assert.Equal("file-missing", Assert.Throws<InputException>(() => NetworkFile.Read(_folder.File("none"))).Code);
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file()
    {
        var path = _folder.Write("file", [1, 2, 3]);

        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(9);
            throw new InvalidOperationException("killed");
        }));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        AtomicFile.Write(path, stream => stream.WriteByte(9));
        Assert.Equal([9], File.ReadAllBytes(path));
        Assert.Equal("file-unwritable", Assert.Throws<InputException>(() => AtomicFile.Write(_folder.File("file/below"), _ => { })).Code);
    }

    [Fact]
    public void Networks_built_with_one_and_two_threads_are_the_same_bytes()
    {
        var builder = new OsmPbfBuilder();
        StreetGraphBuilderTests.RandomMap(builder, new Random(7), restrictions: 20);
        var paths = new List<string> { builder.Save(_folder.File("random.osm.pbf")) };
        if (RealData.Find("lannion/lannion.osm.pbf") is { } lannion)
        {
            paths.Add(lannion);
        }

        foreach (var threads in (ReadOnlySpan<int>)[1, 2])
        {
            NetworkFile.Write(_folder.File(threads.ToString(CultureInfo.InvariantCulture)), Build(paths, threads));
        }

        Assert.Equal(File.ReadAllBytes(_folder.File("1")), File.ReadAllBytes(_folder.File("2")));
    }

    static void AssertSame(StreetHierarchy? expected, StreetHierarchy? found)
    {
        if (expected is null || found is null)
        {
            Assert.Same(expected, found);
            return;
        }

        Assert.Equal(expected.VertexAt, found.VertexAt);
        Assert.Equal(expected.Parent, found.Parent);
        Assert.Equal(expected.UpFirst, found.UpFirst);
        Assert.Equal(expected.UpHead, found.UpHead);
        Assert.Equal(expected.UpMilliseconds, found.UpMilliseconds);
        Assert.Equal(expected.UpVia, found.UpVia);
        Assert.Equal(expected.DownFirst, found.DownFirst);
        Assert.Equal(expected.DownTail, found.DownTail);
        Assert.Equal(expected.DownMilliseconds, found.DownMilliseconds);
        Assert.Equal(expected.DownVia, found.DownVia);
    }

    static StreetNetwork Build(IReadOnlyList<string> paths, int threads)
    {
        var notices = new NoticeLog();
        var osm = OsmPbfReader.Read(paths, OsmInterest.Streets, notices, threads);
        var graphs = new List<StreetGraph>();
        var reports = new List<StreetBuildReport>();
        foreach (var mode in Catalog.Of<IStreetMode>().Values)
        {
            var graph = StreetGraphBuilder.Build(osm, mode, new StreetSpeeds(), notices, out var report);

            // A network may hold graphs without a hierarchy.
            graphs.Add(mode is Wheelchair ? graph : graph.WithHierarchy(StreetHierarchyBuilder.Build(graph, threads)));
            reports.Add(report);
        }

        return new StreetNetwork("key é 1", [.. osm.Files.Select(file => file.ReplicationTimestamp)], graphs, reports);
    }

    StreetNetwork SmallNetwork()
    {
        var builder = new OsmPbfBuilder { ReplicationTimestamp = 1_700_000_000 };
        StreetGraphBuilderTests.RandomMap(builder, new Random(3), restrictions: 10);
        builder.NewBlock().Node(900, 1, 45).Node(901, 1.001, 45).Way(900, [900, 901], ("highway", "residential"));
        return Build([builder.Save(_folder.File("small.osm.pbf"))], 1);
    }
}
