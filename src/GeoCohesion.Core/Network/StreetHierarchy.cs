using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Network;

/// <summary>The columns a <see cref="StreetHierarchy"/> is made of; each array is handed over, not copied.</summary>
public sealed class StreetHierarchyColumns
{
    /// <summary>Per place in the hierarchy, the vertex of the graph; the most important first, each before what lies below it.</summary>
    public required int[] VertexAt { get; init; }

    /// <summary>Per place, the next place above it in the elimination tree; <see cref="StreetHierarchy.NoParent"/> at a root.</summary>
    public required int[] Parent { get; init; }

    /// <summary>CSR: arcs from place p to places above it are <c>UpFirst[p] .. UpFirst[p + 1]</c>; places + 1 entries.</summary>
    public required int[] UpFirst { get; init; }

    /// <summary>Per upward arc, the place it leads to, less than the one it leaves; ascending at each place.</summary>
    public required int[] UpHead { get; init; }

    /// <summary>Per upward arc, milliseconds: the shortest time between its ends.</summary>
    public required int[] UpMilliseconds { get; init; }

    /// <summary>Per upward arc, what it stands for: a place below both ends that it passes, or <c>~edge</c> of the graph.</summary>
    public required int[] UpVia { get; init; }

    /// <summary>CSR: arcs to place p from places above it are <c>DownFirst[p] .. DownFirst[p + 1]</c>; places + 1 entries.</summary>
    public required int[] DownFirst { get; init; }

    /// <summary>Per downward arc, the place it comes from, less than the one it leads to; ascending at each place.</summary>
    public required int[] DownTail { get; init; }

    /// <summary>Per downward arc, milliseconds: the shortest time between its ends.</summary>
    public required int[] DownMilliseconds { get; init; }

    /// <summary>Per downward arc, what it stands for, as <see cref="UpVia"/>.</summary>
    public required int[] DownVia { get; init; }
}

/// <summary>
/// A contraction hierarchy of a <see cref="StreetGraph"/>: every shortest way is as long as one that goes up and then down in it
/// (R. Geisberger, P. Sanders, D. Schultes, D. Delling, "Contraction Hierarchies", WEA 2008).
/// </summary>
/// <remarks>
/// Vertices stand in the order of a depth-first walk of the elimination tree, so that whatever lies below a place follows it without a gap
/// and arcs lead to ancestors only: a sweep in this order finds the labels it needs in the cache, and can pass over a whole subtree.
/// Immutable; shared by all threads.
/// </remarks>
public sealed class StreetHierarchy
{
    /// <summary>Value of <see cref="Parent"/> at a root.</summary>
    public const int NoParent = -1;

    readonly StreetHierarchyColumns _columns;
    readonly int[] _placeOf;
    readonly int[] _subtreeEnd;

    /// <summary>Takes the columns over and derives what follows from them.</summary>
    /// <exception cref="ArgumentException">The columns do not fit together: a bug of the builder.</exception>
    public StreetHierarchy(StreetHierarchyColumns columns)
    {
        _columns = columns;
        var count = columns.VertexAt.Length;
        Require(columns.Parent.Length == count, nameof(columns.Parent));
        _placeOf = new int[count];
        Array.Fill(_placeOf, -1);
        _subtreeEnd = new int[count];
        for (var place = 0; place < count; place++)
        {
            var vertex = columns.VertexAt[place];
            Require((uint)vertex < (uint)count && _placeOf[vertex] < 0, nameof(columns.VertexAt));
            _placeOf[vertex] = place;
            Require(columns.Parent[place] >= NoParent && columns.Parent[place] < place, nameof(columns.Parent));
            _subtreeEnd[place] = place + 1;
        }

        for (var place = count - 1; place > 0; place--)
        {
            if (columns.Parent[place] is not NoParent and var parent)
            {
                _subtreeEnd[parent] = Math.Max(_subtreeEnd[parent], _subtreeEnd[place]);
            }
        }

        UpArcs = Pack(columns.UpFirst, columns.UpHead, columns.UpMilliseconds, columns.UpVia, nameof(columns.UpFirst));
        DownArcs = Pack(columns.DownFirst, columns.DownTail, columns.DownMilliseconds, columns.DownVia, nameof(columns.DownFirst));
    }

    /// <summary>Places: as many as the graph has vertices.</summary>
    public int Count => _columns.VertexAt.Length;

    /// <inheritdoc cref="StreetHierarchyColumns.VertexAt"/>
    public ReadOnlySpan<int> VertexAt => _columns.VertexAt;

    /// <summary>Per vertex of the graph, its place.</summary>
    public ReadOnlySpan<int> PlaceOf => _placeOf;

    /// <inheritdoc cref="StreetHierarchyColumns.Parent"/>
    public ReadOnlySpan<int> Parent => _columns.Parent;

    /// <summary>Per place p, the end of its subtree: what lies below it in the elimination tree are the places <c>p + 1 ..
    /// SubtreeEnd[p]</c>.</summary>
    public ReadOnlySpan<int> SubtreeEnd => _subtreeEnd;

    /// <inheritdoc cref="StreetHierarchyColumns.UpFirst"/>
    public ReadOnlySpan<int> UpFirst => _columns.UpFirst;

    /// <inheritdoc cref="StreetHierarchyColumns.UpHead"/>
    public ReadOnlySpan<int> UpHead => _columns.UpHead;

    /// <inheritdoc cref="StreetHierarchyColumns.UpMilliseconds"/>
    public ReadOnlySpan<int> UpMilliseconds => _columns.UpMilliseconds;

    /// <inheritdoc cref="StreetHierarchyColumns.UpVia"/>
    public ReadOnlySpan<int> UpVia => _columns.UpVia;

    /// <inheritdoc cref="StreetHierarchyColumns.DownFirst"/>
    public ReadOnlySpan<int> DownFirst => _columns.DownFirst;

    /// <inheritdoc cref="StreetHierarchyColumns.DownTail"/>
    public ReadOnlySpan<int> DownTail => _columns.DownTail;

    /// <inheritdoc cref="StreetHierarchyColumns.DownMilliseconds"/>
    public ReadOnlySpan<int> DownMilliseconds => _columns.DownMilliseconds;

    /// <inheritdoc cref="StreetHierarchyColumns.DownVia"/>
    public ReadOnlySpan<int> DownVia => _columns.DownVia;

    /// <summary>Upward arcs as searches read them: <c>milliseconds &lt;&lt; 32 | head</c>.</summary>
    internal ulong[] UpArcs { get; }

    /// <summary>Downward arcs likewise: <c>milliseconds &lt;&lt; 32 | tail</c>.</summary>
    internal ulong[] DownArcs { get; }

    /// <summary>The column of <see cref="UpFirst"/> itself.</summary>
    internal int[] UpFirstColumn => _columns.UpFirst;

    /// <summary>The column of <see cref="DownFirst"/> itself.</summary>
    internal int[] DownFirstColumn => _columns.DownFirst;

    ulong[] Pack(int[] first, int[] above, int[] milliseconds, int[] via, string name)
    {
        var arcs = new ulong[above.Length];
        Require(first.Length == Count + 1 && first[0] == 0 && first[^1] == arcs.Length, name);
        Require(milliseconds.Length == arcs.Length && via.Length == arcs.Length, name);
        for (var place = 0; place < Count; place++)
        {
            Require(first[place] <= first[place + 1], name);
            for (var arc = first[place]; arc < first[place + 1]; arc++)
            {
                Require((uint)above[arc] < (uint)place && (uint)milliseconds[arc] < TravelTime.Unreached, name);
                arcs[arc] = ((ulong)milliseconds[arc] << 32) | (uint)above[arc];
            }
        }

        return arcs;
    }

    static void Require(bool condition, string column)
    {
        if (!condition)
        {
            throw new ArgumentException($"Street hierarchy column {column} does not fit the others.", nameof(column));
        }
    }
}
