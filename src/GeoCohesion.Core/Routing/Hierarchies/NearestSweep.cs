namespace GeoCohesion.Core.Routing.Hierarchies;

/// <summary>The k nearest distinct places for every target of a plan, by one sweep over a hierarchy.</summary>
/// <remarks>
/// Upwards from all places, then once down over the plan, as <see cref="StreetSweep"/> does with one label for each of its sources: here each
/// position has k labels, and an arc hands on those that are among the k best behind it. The same places as <see cref="NearestSearch"/>, ties
/// and all. O(k arcs of the plan); allocates only when it is made. One per thread.
/// </remarks>
public sealed class NearestSweep : NearestPlaces
{
    const ulong MillisecondsMask = 0xFFFF_FFFF_0000_0000;

    readonly SweepPlan _plan;

    // milliseconds << 32 | place at [place of the hierarchy or position of the plan * k + rank], ascending.
    readonly ulong[] _climb;
    readonly ulong[] _label;
    readonly PlaceSet _climbed;

    /// <summary>Makes the working arrays: 8 k bytes per vertex, and as many per position of the plan.</summary>
    /// <param name="plan">Sweeps to sources, backward, for the positions that are read.</param>
    /// <param name="k">Places wanted per origin, at least 1.</param>
    /// <exception cref="ArgumentException">The plan is not of times to sources: a bug of the caller.</exception>
    public NearestSweep(SweepPlan plan, int k)
        : base(plan.Graph, k)
    {
        if (plan.Direction != SearchDirection.Backward)
        {
            throw new ArgumentException("The times are those to places: the plan must be backward.", nameof(plan));
        }

        _plan = plan;
        _climb = new ulong[checked(plan.Hierarchy.Count * k)];

        // One position more, that is never reached: arcs of the plan are padded with it.
        _label = new ulong[checked((plan.Count + 1) * k)];
        _climbed = new PlaceSet(plan.Hierarchy.Count);
    }

    private protected override void Forget()
    {
        _climbed.Clear();
        Array.Fill(_label, NoLabel);
    }

    private protected override void Enter(int vertex, ulong milliseconds, int place)
    {
        if (milliseconds <= (ulong)LimitMilliseconds)
        {
            Keep(Climbed(_plan.Hierarchy.PlaceOf[vertex]), (milliseconds << 32) | (uint)place);
        }
    }

    private protected override void Spread()
    {
        Climb();
        Sweep();
    }

    private protected override ReadOnlySpan<ulong> LabelsOf(int vertex)
    {
        var position = _plan.PositionOfVertex(vertex);
        return position < 0 ? [] : _label.AsSpan(position * K, K);
    }

    /// <summary>Upwards from all places, and over to the positions of the plan.</summary>
    void Climb()
    {
        var (firstArc, arcs) = (_plan.Hierarchy.DownFirstColumn, _plan.Hierarchy.DownArcs);
        for (var place = _climbed.Before(_plan.Hierarchy.Count); place >= 0; place = _climbed.Before(place))
        {
            var labels = _climb.AsSpan(place * K, K);
            foreach (var arc in arcs.AsSpan(firstArc[place], firstArc[place + 1] - firstArc[place]))
            {
                if (labels[0] + (arc & MillisecondsMask) < Beyond)
                {
                    HandOn(labels, arc, Climbed((int)arc));
                }
            }

            var position = _plan.PositionOf(place);
            if (position >= 0)
            {
                labels.CopyTo(_label.AsSpan(position * K, K));
            }
        }
    }

    void Sweep()
    {
        for (var position = 0; position < _plan.Count; position++)
        {
            var labels = _label.AsSpan(position * K, K);
            foreach (var arc in _plan.Arcs.AsSpan(_plan.First[position], _plan.First[position + 1] - _plan.First[position]))
            {
                HandOn(_label.AsSpan((int)arc * K, K), arc, labels);
            }
        }
    }

    /// <summary>The first label that is too late.</summary>
    ulong Beyond => (ulong)(LimitMilliseconds + 1) << 32;

    /// <summary>Labels of a place of the hierarchy, empty when it is first come to.</summary>
    Span<ulong> Climbed(int place)
    {
        var labels = _climb.AsSpan(place * K, K);
        if (_climbed.Add(place))
        {
            labels.Fill(NoLabel);
        }

        return labels;
    }

    /// <summary>Keeps labels of the upper end of an arc at its lower end.</summary>
    void HandOn(ReadOnlySpan<ulong> from, ulong arc, Span<ulong> to)
    {
        var milliseconds = arc & MillisecondsMask;
        foreach (var label in from)
        {
            // Labels ascend: behind one that is too late, all are. Times of labels and arcs fit 31 bits each.
            if (label == NoLabel || label + milliseconds >= Math.Min(Beyond, to[^1]))
            {
                return;
            }

            Keep(to, label + milliseconds);
        }
    }

    /// <summary>Keeps a label among the best of its vertex, of each place the lowest.</summary>
    static void Keep(Span<ulong> labels, ulong label)
    {
        var gap = labels.Length - 1;
        for (var rank = 0; rank < labels.Length; rank++)
        {
            if ((uint)labels[rank] == (uint)label)
            {
                gap = rank;
                break;
            }
        }

        if (label >= labels[gap])
        {
            return;
        }

        for (; gap > 0 && labels[gap - 1] > label; gap--)
        {
            labels[gap] = labels[gap - 1];
        }

        labels[gap] = label;
    }
}
