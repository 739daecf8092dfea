namespace GeoCohesion.Core.Network;

/// <summary>The streets of a territory: one graph per mode, and what they were built from. Immutable; shared by all threads.</summary>
public sealed class StreetNetwork
{
    readonly SortedDictionary<string, StreetGraph> _graphByMode = new(StringComparer.Ordinal);

    /// <summary>Puts a network together.</summary>
    /// <param name="buildKey">Says what it was built from and how, e.g. hashes of the input files and speeds; equal keys give equal
    /// networks.</param>
    /// <param name="osmTimestamps">Per OpenStreetMap file, the moment of its data; null where the file does not say.</param>
    /// <param name="graphs">One per mode.</param>
    /// <param name="reports">One per mode, in any order.</param>
    /// <exception cref="ArgumentException">Two graphs have the same mode, or a graph has no report: a bug of the caller.</exception>
    public StreetNetwork(
        string buildKey, IReadOnlyList<DateTimeOffset?> osmTimestamps, IEnumerable<StreetGraph> graphs, IEnumerable<StreetBuildReport> reports)
    {
        BuildKey = buildKey;
        OsmTimestamps = osmTimestamps;
        foreach (var graph in graphs)
        {
            _graphByMode.Add(graph.Mode, graph);
        }

        Reports = [.. reports.OrderBy(report => report.Mode, StringComparer.Ordinal)];
        if (!Reports.Select(report => report.Mode).SequenceEqual(_graphByMode.Keys, StringComparer.Ordinal))
        {
            throw new ArgumentException("Each street graph needs a report.", nameof(reports));
        }
    }

    /// <summary>What it was built from and how; equal keys give equal networks.</summary>
    public string BuildKey { get; }

    /// <summary>Per OpenStreetMap file, the moment of its data; null where the file does not say.</summary>
    public IReadOnlyList<DateTimeOffset?> OsmTimestamps { get; }

    /// <summary>Graphs by mode, modes in ordinal order.</summary>
    public IReadOnlyDictionary<string, StreetGraph> GraphByMode => _graphByMode;

    /// <summary>What went into each graph, by mode in ordinal order.</summary>
    public IReadOnlyList<StreetBuildReport> Reports { get; }

    /// <summary>The graph of a mode.</summary>
    /// <exception cref="ArgumentException">There is none: the caller built the network without it.</exception>
    public StreetGraph Graph(string mode) => _graphByMode.TryGetValue(mode, out var graph)
        ? graph
        : throw new ArgumentException($"The network has no mode '{mode}'; it has {string.Join(", ", _graphByMode.Keys)}.", nameof(mode));
}
