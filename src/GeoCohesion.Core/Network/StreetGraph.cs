using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Network;

/// <summary>The columns a <see cref="StreetGraph"/> is made of; each array is handed over, not copied.</summary>
public sealed class StreetGraphColumns
{
    /// <summary>Street mode, e.g. <c>walk</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>Speed of the walk between a point and the street, km/h.</summary>
    public required double ConnectorSpeedKph { get; init; }

    /// <summary>Per vertex, degrees x 1e7.</summary>
    public required int[] VertexLongitudeE7 { get; init; }

    /// <summary>Per vertex, degrees x 1e7.</summary>
    public required int[] VertexLatitudeE7 { get; init; }

    /// <summary>CSR: edges out of vertex v are <c>FirstOut[v] .. FirstOut[v + 1]</c>; vertices + 1 entries.</summary>
    public required int[] FirstOut { get; init; }

    /// <summary>Per edge, the vertex it leads to.</summary>
    public required int[] Head { get; init; }

    /// <summary>Per edge, milliseconds to traverse it whole.</summary>
    public required int[] TraversalMilliseconds { get; init; }

    /// <summary>Per edge, <c>link * 2</c> when it runs along the link's geometry, <c>link * 2 + 1</c> when against it.</summary>
    public required int[] EdgeLinkDirection { get; init; }

    /// <summary>Per link, length of its geometry in millimetres, above 0.</summary>
    public required int[] LinkLengthMillimeters { get; init; }

    /// <summary>Per link, OSM way it comes from (of its first part, where ways were joined).</summary>
    public required long[] LinkOsmWayId { get; init; }

    /// <summary>Per link, <see cref="LinkTraits"/>.</summary>
    public required byte[] LinkTraitBits { get; init; }

    /// <summary>CSR: points of link l are <c>LinkFirstPoint[l] .. LinkFirstPoint[l + 1]</c>, both ends included; links + 1 entries.</summary>
    public required int[] LinkFirstPoint { get; init; }

    /// <summary>Per geometry point, degrees x 1e7.</summary>
    public required int[] PointLongitudeE7 { get; init; }

    /// <summary>Per geometry point, degrees x 1e7.</summary>
    public required int[] PointLatitudeE7 { get; init; }
}

/// <summary>The streets of one mode: a directed graph in compressed sparse rows, and the geometry of its links.</summary>
/// <remarks>
/// An <em>edge</em> is directed and belongs to one direction of a <em>link</em>, the undirected piece of street with a geometry, on which pace
/// is uniform in each direction. One direction of a link can have several edges (turn restrictions split a vertex into copies) or none (one-way).
/// Struct of arrays, because searches touch <c>FirstOut</c>, <c>Head</c> and <c>TraversalMilliseconds</c> only. Immutable; shared by all threads.
/// </remarks>
public sealed class StreetGraph
{
    readonly StreetGraphColumns _columns;
    readonly int[] _firstIn;
    readonly int[] _tail;
    readonly int[] _inEdge;
    readonly int[] _inTraversalMilliseconds;
    readonly int[] _edgeTail;
    readonly int[] _firstEdgeOfLinkDirection;
    readonly int[] _edgeOfLinkDirection;
    ulong[]? _outArcs;
    ulong[]? _inArcs;

    /// <summary>Takes the columns over and derives the reversed graph and the edges of each link.</summary>
    /// <exception cref="ArgumentException">The columns do not fit together: a bug of the builder.</exception>
    public StreetGraph(StreetGraphColumns columns)
    {
        _columns = columns;
        var vertexCount = columns.VertexLongitudeE7.Length;
        var edgeCount = columns.Head.Length;
        var linkCount = columns.LinkLengthMillimeters.Length;
        Require(columns.VertexLatitudeE7.Length == vertexCount, nameof(columns.VertexLatitudeE7));
        Require(columns.FirstOut.Length == vertexCount + 1 && columns.FirstOut[0] == 0 && columns.FirstOut[^1] == edgeCount, nameof(columns.FirstOut));
        Require(columns.TraversalMilliseconds.Length == edgeCount, nameof(columns.TraversalMilliseconds));
        Require(columns.EdgeLinkDirection.Length == edgeCount, nameof(columns.EdgeLinkDirection));
        Require(columns.LinkOsmWayId.Length == linkCount, nameof(columns.LinkOsmWayId));
        Require(columns.LinkTraitBits.Length == linkCount, nameof(columns.LinkTraitBits));
        Require(columns.LinkFirstPoint.Length == linkCount + 1, nameof(columns.LinkFirstPoint));
        Require(columns.PointLongitudeE7.Length == columns.LinkFirstPoint[^1], nameof(columns.PointLongitudeE7));
        Require(columns.PointLatitudeE7.Length == columns.PointLongitudeE7.Length, nameof(columns.PointLatitudeE7));

        _edgeTail = new int[edgeCount];
        long milliseconds = 0;
        for (var vertex = 0; vertex < vertexCount; vertex++)
        {
            Require(columns.FirstOut[vertex] <= columns.FirstOut[vertex + 1], nameof(columns.FirstOut));
            for (var edge = columns.FirstOut[vertex]; edge < columns.FirstOut[vertex + 1]; edge++)
            {
                _edgeTail[edge] = vertex;
                milliseconds += columns.TraversalMilliseconds[edge];
                Require((uint)columns.Head[edge] < (uint)vertexCount, nameof(columns.Head));
                Require(columns.TraversalMilliseconds[edge] >= 0, nameof(columns.TraversalMilliseconds));
                Require((uint)columns.EdgeLinkDirection[edge] < (uint)(2 * linkCount), nameof(columns.EdgeLinkDirection));
            }
        }

        MeanTraversalMilliseconds = (int)(milliseconds / Math.Max(1, edgeCount));
        (_firstIn, _inEdge) = GroupBy(columns.Head, vertexCount);
        _tail = new int[edgeCount];
        _inTraversalMilliseconds = new int[edgeCount];
        for (var i = 0; i < edgeCount; i++)
        {
            _tail[i] = _edgeTail[_inEdge[i]];
            _inTraversalMilliseconds[i] = columns.TraversalMilliseconds[_inEdge[i]];
        }

        (_firstEdgeOfLinkDirection, _edgeOfLinkDirection) = GroupBy(columns.EdgeLinkDirection, 2 * linkCount);
    }

    StreetGraph(StreetGraph other, StreetHierarchy hierarchy)
    {
        (_columns, _firstIn, _tail, _inEdge) = (other._columns, other._firstIn, other._tail, other._inEdge);
        (_inTraversalMilliseconds, _edgeTail) = (other._inTraversalMilliseconds, other._edgeTail);
        (_firstEdgeOfLinkDirection, _edgeOfLinkDirection) = (other._firstEdgeOfLinkDirection, other._edgeOfLinkDirection);
        (_outArcs, _inArcs, MeanTraversalMilliseconds) = (other._outArcs, other._inArcs, other.MeanTraversalMilliseconds);
        Hierarchy = hierarchy;
    }

    /// <summary>The same streets with distance for time: a millisecond of every edge and connector stands for a millimetre.</summary>
    public StreetGraph ByLength() =>
        With(3.6, Array.ConvertAll(_columns.EdgeLinkDirection, direction => _columns.LinkLengthMillimeters[direction >> 1]));

    /// <summary>The same streets for people who are faster or slower all the way, connectors, stairs and lifts included.</summary>
    /// <param name="speedFactor">Factor on speed, above 0; each edge's milliseconds are divided by it and rounded.</param>
    public StreetGraph AtSpeed(double speedFactor)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(speedFactor);
        return With(
            _columns.ConnectorSpeedKph * speedFactor,
            Array.ConvertAll(_columns.TraversalMilliseconds, milliseconds => (int)Math.Round(milliseconds / speedFactor)));
    }

    /// <summary>The same streets, sharing all columns, with a hierarchy of them for searches that gain by one.</summary>
    /// <exception cref="ArgumentException">It is the hierarchy of another graph: a bug of the caller.</exception>
    public StreetGraph WithHierarchy(StreetHierarchy hierarchy) => hierarchy.Count == VertexCount
        ? new StreetGraph(this, hierarchy)
        : throw new ArgumentException(
            $"A hierarchy of {hierarchy.Count} vertices does not fit a graph of {VertexCount}.", nameof(hierarchy));

    /// <summary>Hierarchy of these very streets and times; null where none was built.</summary>
    public StreetHierarchy? Hierarchy { get; }

    /// <summary>Street mode, e.g. <c>walk</c>.</summary>
    public string Mode => _columns.Mode;

    /// <summary>Speed of the walk between a point and the street, km/h.</summary>
    public double ConnectorSpeedKph => _columns.ConnectorSpeedKph;

    /// <summary>Number of vertices.</summary>
    public int VertexCount => _columns.VertexLongitudeE7.Length;

    /// <summary>Number of directed edges.</summary>
    public int EdgeCount => _columns.Head.Length;

    /// <summary>Number of links.</summary>
    public int LinkCount => _columns.LinkLengthMillimeters.Length;

    /// <inheritdoc cref="StreetGraphColumns.VertexLongitudeE7"/>
    public ReadOnlySpan<int> VertexLongitudeE7 => _columns.VertexLongitudeE7;

    /// <inheritdoc cref="StreetGraphColumns.VertexLatitudeE7"/>
    public ReadOnlySpan<int> VertexLatitudeE7 => _columns.VertexLatitudeE7;

    /// <inheritdoc cref="StreetGraphColumns.FirstOut"/>
    public ReadOnlySpan<int> FirstOut => _columns.FirstOut;

    /// <inheritdoc cref="StreetGraphColumns.Head"/>
    public ReadOnlySpan<int> Head => _columns.Head;

    /// <summary>Per edge, the vertex it leaves.</summary>
    public ReadOnlySpan<int> EdgeTail => _edgeTail;

    /// <inheritdoc cref="StreetGraphColumns.TraversalMilliseconds"/>
    public ReadOnlySpan<int> TraversalMilliseconds => _columns.TraversalMilliseconds;

    /// <inheritdoc cref="StreetGraphColumns.EdgeLinkDirection"/>
    public ReadOnlySpan<int> EdgeLinkDirection => _columns.EdgeLinkDirection;

    /// <summary>Reversed CSR: edges into vertex v are at <c>FirstIn[v] .. FirstIn[v + 1]</c> of <see cref="Tail"/>.</summary>
    public ReadOnlySpan<int> FirstIn => _firstIn;

    /// <summary>Per entry of the reversed CSR, the vertex the edge leaves.</summary>
    public ReadOnlySpan<int> Tail => _tail;

    /// <summary>Per entry of the reversed CSR, milliseconds to traverse the edge.</summary>
    public ReadOnlySpan<int> InTraversalMilliseconds => _inTraversalMilliseconds;

    /// <summary>Per entry of the reversed CSR, the edge's index in the forward columns.</summary>
    public ReadOnlySpan<int> InEdge => _inEdge;

    /// <inheritdoc cref="StreetGraphColumns.LinkLengthMillimeters"/>
    public ReadOnlySpan<int> LinkLengthMillimeters => _columns.LinkLengthMillimeters;

    /// <inheritdoc cref="StreetGraphColumns.LinkOsmWayId"/>
    public ReadOnlySpan<long> LinkOsmWayId => _columns.LinkOsmWayId;

    /// <inheritdoc cref="StreetGraphColumns.LinkTraitBits"/>
    public ReadOnlySpan<byte> LinkTraitBits => _columns.LinkTraitBits;

    /// <inheritdoc cref="StreetGraphColumns.LinkFirstPoint"/>
    public ReadOnlySpan<int> LinkFirstPoint => _columns.LinkFirstPoint;

    /// <inheritdoc cref="StreetGraphColumns.PointLongitudeE7"/>
    public ReadOnlySpan<int> PointLongitudeE7 => _columns.PointLongitudeE7;

    /// <inheritdoc cref="StreetGraphColumns.PointLatitudeE7"/>
    public ReadOnlySpan<int> PointLatitudeE7 => _columns.PointLatitudeE7;

    /// <summary>Of all edges, rounded down: kept, so that making a search need not go over them.</summary>
    internal int MeanTraversalMilliseconds { get; }

    /// <summary>Forward edges as searches read them: <c>milliseconds &lt;&lt; 32 | head</c> per edge, one cache line instead of two. Made on first use.</summary>
    internal ulong[] OutArcs => _outArcs ??= Pack(_columns.TraversalMilliseconds, _columns.Head);

    /// <summary>The reversed graph likewise: <c>milliseconds &lt;&lt; 32 | tail</c> per entry of <see cref="FirstIn"/>. Made on first use.</summary>
    internal ulong[] InArcs => _inArcs ??= Pack(_inTraversalMilliseconds, _tail);

    /// <summary>Edges that traverse a direction of a link: none, one, or several copies.</summary>
    /// <param name="linkDirection"><c>link * 2</c> along the geometry, <c>link * 2 + 1</c> against it.</param>
    public ReadOnlySpan<int> EdgesOfLinkDirection(int linkDirection) =>
        _edgeOfLinkDirection.AsSpan(
            _firstEdgeOfLinkDirection[linkDirection],
            _firstEdgeOfLinkDirection[linkDirection + 1] - _firstEdgeOfLinkDirection[linkDirection]);

    /// <summary>Milliseconds of the part of a traversal between two distances from where the traversal starts; parts add up exactly.</summary>
    /// <param name="edgeMilliseconds">Whole traversal.</param>
    /// <param name="fromMillimeters">At most <paramref name="toMillimeters"/>.</param>
    /// <param name="toMillimeters">At most <paramref name="lengthMillimeters"/>.</param>
    /// <param name="lengthMillimeters">Of the link.</param>
    public static int PartMilliseconds(int edgeMilliseconds, int fromMillimeters, int toMillimeters, int lengthMillimeters) =>
        (int)(((long)edgeMilliseconds * toMillimeters / lengthMillimeters) - ((long)edgeMilliseconds * fromMillimeters / lengthMillimeters));

    /// <summary>Milliseconds to walk a connector at <see cref="ConnectorSpeedKph"/>.</summary>
    public int ConnectorMilliseconds(int connectorMillimeters) => TravelTime.Milliseconds(connectorMillimeters, ConnectorSpeedKph);

    static ulong[] Pack(int[] milliseconds, int[] vertex)
    {
        var arcs = new ulong[vertex.Length];
        for (var i = 0; i < arcs.Length; i++)
        {
            arcs[i] = ((ulong)milliseconds[i] << 32) | (uint)vertex[i];
        }

        return arcs;
    }

    // All but the times is shared.
    StreetGraph With(double connectorSpeedKph, int[] traversalMilliseconds) => new(new StreetGraphColumns
    {
        Mode = _columns.Mode,
        ConnectorSpeedKph = connectorSpeedKph,
        VertexLongitudeE7 = _columns.VertexLongitudeE7,
        VertexLatitudeE7 = _columns.VertexLatitudeE7,
        FirstOut = _columns.FirstOut,
        Head = _columns.Head,
        TraversalMilliseconds = traversalMilliseconds,
        EdgeLinkDirection = _columns.EdgeLinkDirection,
        LinkLengthMillimeters = _columns.LinkLengthMillimeters,
        LinkOsmWayId = _columns.LinkOsmWayId,
        LinkTraitBits = _columns.LinkTraitBits,
        LinkFirstPoint = _columns.LinkFirstPoint,
        PointLongitudeE7 = _columns.PointLongitudeE7,
        PointLatitudeE7 = _columns.PointLatitudeE7,
    });

    static (int[] First, int[] Items) GroupBy(int[] keyOfItem, int keyCount)
    {
        var first = new int[keyCount + 1];
        foreach (var key in keyOfItem)
        {
            first[key + 1]++;
        }

        for (var key = 0; key < keyCount; key++)
        {
            first[key + 1] += first[key];
        }

        var next = first.AsSpan(0, keyCount).ToArray();
        var items = new int[keyOfItem.Length];
        for (var item = 0; item < keyOfItem.Length; item++)
        {
            items[next[keyOfItem[item]]++] = item;
        }

        return (first, items);
    }

    static void Require(bool condition, string column)
    {
        if (!condition)
        {
            throw new ArgumentException($"Street graph column {column} does not fit the others.", nameof(column));
        }
    }
}
