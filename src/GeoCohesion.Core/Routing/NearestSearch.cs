using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing;

/// <summary>The k nearest distinct places for every origin, by one search from all places at once on the reversed graph.</summary>
/// <remarks>
/// Labels are corrected until none falls (as in <see cref="StreetSearch"/>, k at a vertex in place of one). O(k edges reached) labels, each
/// compared with k others; nothing depends on the number of places. <see cref="NearestPlaces.Run"/> allocates only while buffers grow,
/// <see cref="NearestPlaces.Read"/> never. One thread runs; any number may read what it found.
/// </remarks>
public sealed class NearestSearch : NearestPlaces
{
    // milliseconds << 32 | place at [vertex * k + slot]; slots fill from the first, in no order.
    readonly ulong[] _label;
    readonly int[] _reached;
    readonly BucketQueue _queue;
    int _reachedCount;

    /// <summary>Makes the working arrays: 8 k + 4 bytes per vertex.</summary>
    /// <param name="graph">The streets.</param>
    /// <param name="k">Places wanted per origin, at least 1.</param>
    public NearestSearch(StreetGraph graph, int k)
        : base(graph, k)
    {
        _queue = new BucketQueue(graph);
        _label = new ulong[checked(graph.VertexCount * k)];
        _reached = new int[graph.VertexCount];
        Array.Fill(_label, NoLabel);
    }

    private protected override ReadOnlySpan<ulong> LabelsOf(int vertex) => _label.AsSpan(vertex * K, K);

    private protected override void Enter(int vertex, ulong milliseconds, int place)
    {
        if (milliseconds > (ulong)LimitMilliseconds)
        {
            return;
        }

        var label = (milliseconds << 32) | (uint)place;
        var labels = _label.AsSpan(vertex * K, K);
        var worst = 0;
        for (var slot = 0; slot < labels.Length; slot++)
        {
            var other = labels[slot];
            if ((uint)other == (uint)place && other != NoLabel)
            {
                worst = slot;
                break;
            }

            if (other > labels[worst])
            {
                worst = slot;
            }

            if (other == NoLabel)
            {
                break;
            }
        }

        if (label >= labels[worst])
        {
            return;
        }

        if (labels[0] == NoLabel)
        {
            _reached[_reachedCount++] = vertex;
        }

        labels[worst] = label;
        _queue.Push((uint)milliseconds, (vertex * K) + worst);
    }

    private protected override void Forget()
    {
        if (_reachedCount > _reached.Length / 4)
        {
            Array.Fill(_label, NoLabel);
        }
        else
        {
            foreach (var vertex in _reached.AsSpan(0, _reachedCount))
            {
                _label.AsSpan(vertex * K, K).Fill(NoLabel);
            }
        }

        _reachedCount = 0;
    }

    private protected override void Spread()
    {
        var firstIn = Graph.FirstIn;
        var arcs = Graph.InArcs;
        while (_queue.TryPop(out var milliseconds, out var slot))
        {
            var label = _label[slot];
            if (label >> 32 != milliseconds)
            {
                continue;
            }

            var vertex = slot / K;
            foreach (var arc in arcs.AsSpan(firstIn[vertex], firstIn[vertex + 1] - firstIn[vertex]))
            {
                Enter((int)arc, milliseconds + (arc >> 32), (int)(uint)label);
            }
        }
    }
}
