using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Isochrones;

/// <summary>The walks on from (or to) many stops at once: at each vertex, those stops that may decide whether what lies beyond is within a
/// limit.</summary>
/// <remarks>
/// Dijkstra's algorithm on labels (stop, walk). A label ends where another stop serves every second that it serves
/// (<see cref="StopCover.Covers"/>), and where everything that it can still lead to is within the lowest limit through another stop alone
/// or by the direct way, and where the direct way is as fast. None of these depends on the order of the labels. One per thread, reused.
/// </remarks>
sealed class StopWalkLabels
{
    const int None = -1;
    const int LabelsBetweenChecks = 1 << 13;

    readonly StreetGraph _graph;
    readonly bool _isForward;
    readonly BucketQueue _queue;
    readonly int[] _firstOfVertex;
    readonly int[] _slack;
    readonly List<int> _doorLinks = [];
    readonly List<int> _vertices = [];
    Label[] _labels = new Label[1 << 12];
    int _labelCount;

    /// <param name="graph">The streets.</param>
    /// <param name="isForward">Whether the walks are from the stops.</param>
    public StopWalkLabels(StreetGraph graph, bool isForward)
    {
        (_graph, _isForward, _queue) = (graph, isForward, new BucketQueue(graph));
        _firstOfVertex = new int[graph.VertexCount];
        _slack = new int[graph.VertexCount];
        Array.Fill(_firstOfVertex, None);
    }

    /// <summary>Vertices with a label.</summary>
    public List<int> Vertices => _vertices;

    /// <summary>Links with doors of the stops.</summary>
    public List<int> DoorLinks => _doorLinks;

    /// <summary>Label settled first at a vertex, or -1; the others follow by <see cref="Label.Next"/>.</summary>
    public int FirstAt(int vertex) => _firstOfVertex[vertex];

    /// <summary>Label of an index.</summary>
    public ref readonly Label this[int label] => ref _labels[label];

    /// <summary>Walks on from the stops.</summary>
    /// <param name="cover">What the stops serve.</param>
    /// <param name="doors">Their doors on these streets.</param>
    /// <param name="direct">Direct ways on these streets; has run.</param>
    /// <param name="lowestMilliseconds">Lowest limit.</param>
    /// <param name="highestMilliseconds">Highest limit.</param>
    /// <param name="isStopped">Asked now and then; the labels are of no use when it says yes.</param>
    public void Run(
        StopCover cover,
        DoorColumns doors,
        StreetSearch direct,
        int lowestMilliseconds,
        int highestMilliseconds,
        Func<bool>? isStopped)
    {
        foreach (var vertex in _vertices)
        {
            _firstOfVertex[vertex] = None;
        }

        _vertices.Clear();
        _doorLinks.Clear();
        _labelCount = 0;
        var reach = cover.ReachMilliseconds;
        var sure = cover.SureMilliseconds;
        var margin = cover.MarginMilliseconds;
        var directAt = direct.AllVertexMilliseconds;
        for (var rank = 0; rank < cover.Count; rank++)
        {
            Seed(rank, reach[rank], doors[cover.StopOf(rank)]);
        }

        var first = _isForward ? _graph.FirstOut : _graph.FirstIn;
        var arcs = _isForward ? _graph.OutArcs : _graph.InArcs;
        var check = LabelsBetweenChecks;
        while (_queue.TryPop(out _, out var popped))
        {
            if (--check == 0)
            {
                check = LabelsBetweenChecks;
                if (isStopped is not null && isStopped())
                {
                    throw new OperationCanceledException();
                }
            }

            var (vertex, rank, milliseconds, _) = _labels[popped];
            var left = reach[rank] - milliseconds;
            if (margin[rank] - milliseconds <= highestMilliseconds - directAt[vertex])
            {
                continue;
            }

            if (_firstOfVertex[vertex] == None)
            {
                _slack[vertex] = Math.Max(-1, lowestMilliseconds - directAt[vertex]);
                if (left <= _slack[vertex])
                {
                    continue;
                }

                _vertices.Add(vertex);
            }
            else if (left <= _slack[vertex] || IsCovered(cover, vertex, rank, milliseconds))
            {
                continue;
            }

            _labels[popped].Next = _firstOfVertex[vertex];
            _firstOfVertex[vertex] = popped;
            _slack[vertex] = Math.Max(_slack[vertex], sure[rank] - milliseconds);
            foreach (var arc in arcs.AsSpan(first[vertex], first[vertex + 1] - first[vertex]))
            {
                var next = milliseconds + (long)(arc >> 32);
                if (next <= reach[rank])
                {
                    Push((int)arc, rank, (int)next, reach[rank]);
                }
            }
        }
    }

    bool IsCovered(StopCover cover, int vertex, int rank, int milliseconds)
    {
        for (var label = _firstOfVertex[vertex]; label != None; label = _labels[label].Next)
        {
            if (cover.Covers(_labels[label].Rank, _labels[label].Milliseconds, rank, milliseconds))
            {
                return true;
            }
        }

        return false;
    }

    void Seed(int rank, int reach, ReadOnlySpan<StreetPosition> doors)
    {
        foreach (var door in doors)
        {
            var connector = _graph.ConnectorMilliseconds(door.ConnectorMillimeters);
            if (connector > reach)
            {
                continue;
            }

            _doorLinks.Add(door.Link);
            for (var against = 0; against <= 1; against++)
            {
                var fromStart = PositionTimes.FromStart(_graph, door, against);
                foreach (var edge in _graph.EdgesOfLinkDirection((door.Link * 2) + against))
                {
                    var direction = _isForward ? SearchDirection.Forward : SearchDirection.Backward;
                    var (vertex, part) = PositionTimes.Leave(_graph, direction, edge, door.Link, fromStart);
                    if ((long)connector + part <= reach)
                    {
                        Push(vertex, rank, connector + part, reach);
                    }
                }
            }
        }
    }

    void Push(int vertex, int rank, int milliseconds, int reach)
    {
        // The way back, or what is decided already.
        if (_firstOfVertex[vertex] != None)
        {
            if (reach - milliseconds <= _slack[vertex])
            {
                return;
            }

            for (var label = _firstOfVertex[vertex]; label != None; label = _labels[label].Next)
            {
                if (_labels[label].Rank == rank && _labels[label].Milliseconds <= milliseconds)
                {
                    return;
                }
            }
        }

        if (_labelCount == _labels.Length)
        {
            Array.Resize(ref _labels, 2 * _labelCount);
        }

        _labels[_labelCount] = new Label(vertex, rank, milliseconds, None);
        _queue.Push((uint)milliseconds, _labelCount++);
    }

    /// <summary>A stop that matters at a vertex.</summary>
    public record struct Label(int Vertex, int Rank, int Milliseconds, int Next);
}
