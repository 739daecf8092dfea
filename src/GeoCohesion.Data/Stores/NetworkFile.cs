using System.Text.Json;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources;

namespace GeoCohesion.Data.Stores;

/// <summary>Keeps a <see cref="StreetNetwork"/> in one file.</summary>
/// <remarks>
/// A <see cref="ColumnFile"/> of the build key, timestamps (Unix seconds, <see cref="long.MinValue"/> where unknown), and per mode its report as JSON and
/// the columns of its graph, and 1 and the columns of its hierarchy, or 0 where it has none. Equal networks give equal bytes. Versions: 1, no
/// hierarchies; 2, hierarchies.
/// </remarks>
public static class NetworkFile
{
    /// <summary>Format version written, and the only one read.</summary>
    public const int FormatVersion = 2;

    static readonly ColumnFile s_file = new("GEOCOHN\n", FormatVersion, "street network");

    /// <summary>Writes a network, or replaces the one that is there; killed at any moment, the old file stays.</summary>
    /// <exception cref="InputException">The file cannot be written there (<c>file-unwritable</c>).</exception>
    public static void Write(string path, StreetNetwork network) => AtomicFile.Write(path, stream => s_file.Write(stream, writer =>
    {
        writer.Text(network.BuildKey);
        writer.Column<long>([.. network.OsmTimestamps.Select(time => time?.ToUnixTimeSeconds() ?? long.MinValue)]);
        writer.Number(network.Reports.Count);
        foreach (var report in network.Reports)
        {
            writer.Text(JsonSerializer.Serialize(report));
            WriteGraph(writer, network.Graph(report.Mode));
            WriteHierarchy(writer, network.Graph(report.Mode).Hierarchy);
        }
    }));

    /// <summary>Reads a network.</summary>
    /// <exception cref="InputException">
    /// The file is missing (<c>file-missing</c>), is not a network file (<c>network-file-foreign</c>), is of another format version
    /// (<c>network-file-version</c>), or is damaged or cut off (<c>network-file-damaged</c>). Each but the first says to rebuild it.
    /// </exception>
    public static StreetNetwork Read(string path)
    {
        using var stream = InputFile.OpenRead(path);
        return Read(stream, new SourceLocation(path));
    }

    /// <summary>Reads a network from a stream.</summary>
    /// <param name="stream">Stands at the start; knows its length.</param>
    /// <param name="at">Named in errors.</param>
    /// <inheritdoc cref="Read(string)" path="/exception"/>
    public static StreetNetwork Read(Stream stream, SourceLocation at)
    {
        var (key, timestamps, modes) = s_file.Read(stream, at, reader =>
        {
            var key = reader.Text();
            var timestamps = reader.Column<long>();
            var modes = new (string Report, StreetGraphColumns Columns, StreetHierarchyColumns? Hierarchy)[reader.Count()];
            for (var mode = 0; mode < modes.Length; mode++)
            {
                modes[mode] = (reader.Text(), ReadGraph(reader), ReadHierarchy(reader));
            }

            return (key, timestamps, modes);
        });
        return new StreetNetwork(
            key,
            [.. timestamps.Select(seconds => seconds == long.MinValue ? (DateTimeOffset?)null : DateTimeOffset.FromUnixTimeSeconds(seconds))],
            modes.Select(mode => mode.Hierarchy is { } hierarchy
                ? new StreetGraph(mode.Columns).WithHierarchy(new StreetHierarchy(hierarchy))
                : new StreetGraph(mode.Columns)),
            modes.Select(mode => JsonSerializer.Deserialize<StreetBuildReport>(mode.Report)!));
    }

    /// <summary>Reads only what the network was built from and how, to see whether it is still the one wanted.</summary>
    /// <param name="path">Network file; it may be missing.</param>
    /// <param name="key">Build key, or empty.</param>
    /// <returns>False where there is no network of this format version. The checksum is looked at by <see cref="Read(string)"/> only.</returns>
    public static bool TryReadBuildKey(string path, out string key) => s_file.TryReadFirstText(path, out key);

    /// <summary>Writes the columns of a graph without its hierarchy.</summary>
    internal static void WriteGraph(ColumnWriter writer, StreetGraph graph)
    {
        writer.Text(graph.Mode);
        writer.Number(BitConverter.DoubleToInt64Bits(graph.ConnectorSpeedKph));
        writer.Column(graph.VertexLongitudeE7);
        writer.Column(graph.VertexLatitudeE7);
        writer.Column(graph.FirstOut);
        writer.Column(graph.Head);
        writer.Column(graph.TraversalMilliseconds);
        writer.Column(graph.EdgeLinkDirection);
        writer.Column(graph.LinkLengthMillimeters);
        writer.Column(graph.LinkOsmWayId);
        writer.Column(graph.LinkTraitBits);
        writer.Column(graph.LinkFirstPoint);
        writer.Column(graph.PointLongitudeE7);
        writer.Column(graph.PointLatitudeE7);
    }

    static StreetGraphColumns ReadGraph(ColumnReader reader) => new()
    {
        // Read in this order, that of WriteGraph.
        Mode = reader.Text(),
        ConnectorSpeedKph = BitConverter.Int64BitsToDouble(reader.Number()),
        VertexLongitudeE7 = reader.Column<int>(),
        VertexLatitudeE7 = reader.Column<int>(),
        FirstOut = reader.Column<int>(),
        Head = reader.Column<int>(),
        TraversalMilliseconds = reader.Column<int>(),
        EdgeLinkDirection = reader.Column<int>(),
        LinkLengthMillimeters = reader.Column<int>(),
        LinkOsmWayId = reader.Column<long>(),
        LinkTraitBits = reader.Column<byte>(),
        LinkFirstPoint = reader.Column<int>(),
        PointLongitudeE7 = reader.Column<int>(),
        PointLatitudeE7 = reader.Column<int>(),
    };

    static void WriteHierarchy(ColumnWriter writer, StreetHierarchy? hierarchy)
    {
        writer.Number(hierarchy is null ? 0 : 1);
        if (hierarchy is not null)
        {
            writer.Column(hierarchy.VertexAt);
            writer.Column(hierarchy.Parent);
            writer.Column(hierarchy.UpFirst);
            writer.Column(hierarchy.UpHead);
            writer.Column(hierarchy.UpMilliseconds);
            writer.Column(hierarchy.UpVia);
            writer.Column(hierarchy.DownFirst);
            writer.Column(hierarchy.DownTail);
            writer.Column(hierarchy.DownMilliseconds);
            writer.Column(hierarchy.DownVia);
        }
    }

    static StreetHierarchyColumns? ReadHierarchy(ColumnReader reader) => reader.Number() == 0 ? null : new()
    {
        // Read in this order, that of WriteHierarchy.
        VertexAt = reader.Column<int>(),
        Parent = reader.Column<int>(),
        UpFirst = reader.Column<int>(),
        UpHead = reader.Column<int>(),
        UpMilliseconds = reader.Column<int>(),
        UpVia = reader.Column<int>(),
        DownFirst = reader.Column<int>(),
        DownTail = reader.Column<int>(),
        DownMilliseconds = reader.Column<int>(),
        DownVia = reader.Column<int>(),
    };
}
