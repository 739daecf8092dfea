using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing.Hierarchies;

/// <summary>Travel times from (or to) up to 16 positions at once, to all vertices or to the targets of a plan, by one sweep over a
/// hierarchy.</summary>
/// <remarks>
/// Upwards from all sources, then once down over the plan, for 16 sources in the lanes of a vector (D. Delling, A. V. Goldberg, A.
/// Nowatzyk,
/// R. F. Werneck, "PHAST: Hardware-Accelerated Shortest Path Trees", IPDPS 2011). Times are those of <see cref="StreetSearch"/> to the
/// millisecond.
/// Sources near each other share what lies above them and what can be skipped. O(arcs of the plan within the limit and just beyond it);
/// allocates
/// only when it is made. One per thread.
/// </remarks>
public sealed class StreetSweep
{
    /// <summary>Sources side by side.</summary>
    public const int Lanes = LaneLabels.Lanes;

    readonly SweepPlan _plan;
    readonly int[] _upFirst;
    readonly ulong[] _upArcs;

    // Upward labels by place, downward labels by position: the same where the plan is the whole.
    readonly LaneLabels _climb;
    readonly LaneLabels _label;
    readonly PlaceSet _climbed;
    readonly PlaceSet _seeded;

    // Runs that were skipped and have nothing but unreached labels since.
    readonly bool[] _isBlank;
    readonly bool[] _isOpen;
    readonly StreetPosition[] _sources = new StreetPosition[Lanes];
    int _sourceCount;
    int _limitMilliseconds;

    /// <summary>Makes the working arrays: 64 bytes per place of the plan; if it is a selection, also per vertex of the graph.</summary>
    public StreetSweep(SweepPlan plan)
    {
        _plan = plan;
        var hierarchy = plan.Hierarchy;
        (_upFirst, _upArcs) = plan.Direction == SearchDirection.Forward
            ? (hierarchy.UpFirstColumn, hierarchy.UpArcs)
            : (hierarchy.DownFirstColumn, hierarchy.DownArcs);
        _label = new LaneLabels(plan.Count);
        _climbed = new PlaceSet(hierarchy.Count);
        (_climb, _seeded) = plan.IsWhole ? (_label, _climbed) : (new LaneLabels(hierarchy.Count), new PlaceSet(plan.Count));
        _isBlank = new bool[plan.RunEnd.Length];
        _isOpen = new bool[plan.RunEnd.Length];
        Array.Fill(_isBlank, true);
    }

    /// <summary>Sweeps from sources, the first in lane 0.</summary>
    /// <param name="sources">At most <see cref="Lanes"/>; nothing is reached from one that did not snap.</param>
    /// <param name="limitMilliseconds">Longest time of interest, inclusive, with connectors; not negative.</param>
    public void Run(ReadOnlySpan<StreetPosition> sources, int limitMilliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limitMilliseconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sources.Length, Lanes);
        _limitMilliseconds = Math.Min(limitMilliseconds, TravelTime.Unreached - 1);
        _sourceCount = sources.Length;
        sources.CopyTo(_sources);
        for (var lane = 0; lane < sources.Length; lane++)
        {
            if (sources[lane].IsSnapped)
            {
                Seed(sources[lane], lane);
            }
        }

        Climb();
        if (!_plan.IsWhole)
        {
            Hand();
        }

        Sweep();
        _climbed.Clear();
        _seeded.Clear();
    }

    /// <summary>Milliseconds between a source and a vertex, the source's connector included; <see cref="TravelTime.Unreached"/> beyond the
    /// limit, and where the plan is of targets that the vertex does not lead to.</summary>
    public int VertexMilliseconds(int lane, int vertex)
    {
        var position = _plan.PositionOfVertex(vertex);
        var milliseconds = position < 0 ? TravelTime.Unreached : _label[position][lane];
        return milliseconds <= _limitMilliseconds ? milliseconds : TravelTime.Unreached;
    }

    /// <summary>Milliseconds between a source and a target, both connectors included; along the street they share, if that is
    /// faster.</summary>
    /// <param name="lane">Number of the source.</param>
    /// <param name="target">Any position if the plan is of all, else one of its targets.</param>
    /// <returns><see cref="TravelTime.Unreached"/> beyond the limit, or when either did not snap.</returns>
    public int ReadMilliseconds(int lane, StreetPosition target)
    {
        if (!target.IsSnapped || lane >= _sourceCount || !_sources[lane].IsSnapped)
        {
            return TravelTime.Unreached;
        }

        var graph = _plan.Graph;
        var best = Direct(lane, target);
        for (var against = 0; against <= 1; against++)
        {
            var fromStart = PositionTimes.FromStart(graph, target, against);
            foreach (var edge in graph.EdgesOfLinkDirection((target.Link * 2) + against))
            {
                var (vertex, part) = PositionTimes.Arrive(graph, _plan.Direction, edge, target.Link, fromStart);
                best = Math.Min(best, (long)VertexMilliseconds(lane, vertex) + part);
            }
        }

        best += graph.ConnectorMilliseconds(target.ConnectorMillimeters);
        return best <= _limitMilliseconds ? (int)best : TravelTime.Unreached;
    }

    /// <summary>Whole seconds from every source to every target of the plan, rounded up, as <see cref="StreetMatrix"/> has them.</summary>
    /// <param name="seconds">A row of <see cref="SweepPlan.TargetCount"/> entries per source; <see cref="TravelTime.Unreached"/> beyond the
    /// limit.</param>
    /// <exception cref="ArgumentException">The rows do not fit: a bug of the caller.</exception>
    /// <remarks>O(targets) to say that they are not reached; else O(approaches of targets in runs that were not skipped).</remarks>
    public void ReadSeconds(Span<int> seconds)
    {
        if (seconds.Length != _sourceCount * _plan.TargetCount)
        {
            throw new ArgumentException(
                $"{_sourceCount} rows of {_plan.TargetCount} seconds do not fit {seconds.Length} entries.", nameof(seconds));
        }

        Span<int> rowOfLane = stackalloc int[Lanes];
        for (var lane = 0; lane < Lanes; lane++)
        {
            rowOfLane[lane] = lane;
        }

        ReadSeconds(seconds, rowOfLane);
    }

    /// <summary>Whole seconds from every source, each in the row that it is given.</summary>
    /// <param name="seconds">Rows of <see cref="SweepPlan.TargetCount"/> entries.</param>
    /// <param name="rowOfLane">Per lane, its row.</param>
    internal void ReadSeconds(Span<int> seconds, ReadOnlySpan<int> rowOfLane)
    {
        var targets = _plan.Targets ?? throw new InvalidOperationException("The plan has no targets.");
        var columns = targets.Count;
        for (var lane = 0; lane < _sourceCount; lane++)
        {
            seconds.Slice(rowOfLane[lane] * columns, columns).Fill(TravelTime.Unreached);
        }

        Span<int> lanes = stackalloc int[Lanes];
        var limit = Vector512.Create(_limitMilliseconds);
        var unreached = Vector512.Create(TravelTime.Unreached);
        ref var label = ref _label.Origin;
        var approachPosition = _plan.ApproachPosition;
        var approachMilliseconds = targets.ApproachMilliseconds;
        var firstApproach = targets.FirstApproach;
        for (var run = 0; run < _isOpen.Length; run++)
        {
            if (!_isOpen[run])
            {
                continue;
            }

            foreach (var target in _plan.TargetOrder.AsSpan(_plan.TargetFirst[run], _plan.TargetFirst[run + 1] - _plan.TargetFirst[run]))
            {
                var best = unreached;
                for (var approach = firstApproach[target]; approach < firstApproach[target + 1]; approach++)
                {
                    var rest = Vector512.Create(approachMilliseconds[approach]);
                    best = Vector512.Min(best, LaneLabels.Load(ref label, approachPosition[approach]) + rest);
                }

                var isReached = Vector512.LessThanOrEqual(best, limit);
                if (isReached == Vector512<int>.Zero)
                {
                    continue;
                }

                Vector512.ConditionalSelect(isReached, LaneLabels.ToSeconds(best), unreached).CopyTo(lanes);
                foreach (var column in targets.ColumnsOf(target))
                {
                    for (var lane = 0; lane < _sourceCount; lane++)
                    {
                        seconds[(rowOfLane[lane] * columns) + column] = lanes[lane];
                    }
                }
            }
        }

        for (var lane = 0; lane < _sourceCount; lane++)
        {
            if (_sources[lane].IsSnapped)
            {
                ReadShared(lane, targets, seconds.Slice(rowOfLane[lane] * columns, columns));
            }
        }
    }

    /// <summary>Lowers the times of targets on a source's own link to those along it.</summary>
    void ReadShared(int lane, StreetTargets targets, Span<int> row)
    {
        foreach (var entry in targets.OnLink(_sources[lane].Link))
        {
            var target = (int)entry;
            var along = Direct(lane, targets.Position(target)) + targets.ConnectorMilliseconds(target);
            if (along <= _limitMilliseconds)
            {
                foreach (var column in targets.ColumnsOf(target))
                {
                    row[column] = Math.Min(row[column], TravelTime.ToSeconds((int)along));
                }
            }
        }
    }

    long Direct(int lane, StreetPosition target)
    {
        var (graph, source) = (_plan.Graph, _sources[lane]);
        var along = _plan.Direction == SearchDirection.Forward
            ? PositionTimes.Direct(graph, source, target)
            : PositionTimes.Direct(graph, target, source);
        return (long)along + graph.ConnectorMilliseconds(source.ConnectorMillimeters);
    }

    void Seed(StreetPosition source, int lane)
    {
        var graph = _plan.Graph;
        var connector = graph.ConnectorMilliseconds(source.ConnectorMillimeters);
        for (var against = 0; against <= 1; against++)
        {
            var fromStart = PositionTimes.FromStart(graph, source, against);
            foreach (var edge in graph.EdgesOfLinkDirection((source.Link * 2) + against))
            {
                var (vertex, part) = PositionTimes.Leave(graph, _plan.Direction, edge, source.Link, fromStart);
                var milliseconds = (long)connector + part;
                if (milliseconds <= _limitMilliseconds)
                {
                    var place = _plan.Hierarchy.PlaceOf[vertex];
                    var lanes = _climb[place];
                    if (_climbed.Add(place))
                    {
                        lanes.Fill(TravelTime.Unreached);
                    }

                    lanes[lane] = Math.Min(lanes[lane], (int)milliseconds);
                }
            }
        }
    }

    /// <summary>Upwards from all sources, place by place from the bottom up.</summary>
    void Climb()
    {
        var limit = Vector512.Create(_limitMilliseconds);
        var unreached = Vector512.Create(TravelTime.Unreached);
        ref var label = ref _climb.Origin;
        var climbed = _climbed;
        for (var place = climbed.Before(_plan.Hierarchy.Count); place >= 0; place = climbed.Before(place))
        {
            var lanes = LaneLabels.Load(ref label, place);
            foreach (var arc in _upArcs.AsSpan(_upFirst[place], _upFirst[place + 1] - _upFirst[place]))
            {
                var head = (int)arc;
                var candidate = lanes + Vector512.Create((int)(arc >> 32));
                if (climbed.Contains(head))
                {
                    LaneLabels.Store(ref label, head, Vector512.Min(LaneLabels.Load(ref label, head), candidate));
                }
                else if (Vector512.LessThanOrEqualAny(candidate, limit))
                {
                    climbed.Add(head);
                    LaneLabels.Store(ref label, head, Vector512.Min(candidate, unreached));
                }
            }
        }
    }

    /// <summary>Hands what was climbed to over to the positions of a selection.</summary>
    void Hand()
    {
        for (var place = _climbed.Before(_plan.Hierarchy.Count); place >= 0; place = _climbed.Before(place))
        {
            var position = _plan.PositionOf(place);
            if (position >= 0)
            {
                _seeded.Add(position);
                _climb[place].CopyTo(_label[position]);
            }
        }
    }

    void Sweep()
    {
        var start = 0;
        for (var run = 0; run < _isOpen.Length; run++)
        {
            var end = _plan.RunEnd[run];
            var hasSeeds = _seeded.ContainsAny(start, end);
            _isOpen[run] = hasSeeds || IsWithinLimit(run);
            if (!_isOpen[run])
            {
                if (!_isBlank[run])
                {
                    _label.Clear(start, end);
                    _isBlank[run] = true;
                }
            }
            else
            {
                _isBlank[run] = false;
                Sweep(start, end, hasSeeds ? _seeded : null);
            }

            start = end;
        }
    }

    bool IsWithinLimit(int run)
    {
        var limit = Vector512.Create(_limitMilliseconds);
        ref var label = ref _label.Origin;
        foreach (var position in _plan.Rim.AsSpan(_plan.RimFirst[run], _plan.RimFirst[run + 1] - _plan.RimFirst[run]))
        {
            if (Vector512.LessThanOrEqualAny(LaneLabels.Load(ref label, position), limit))
            {
                return true;
            }
        }

        return false;
    }

    void Sweep(int start, int end, PlaceSet? seeded)
    {
        ref var label = ref _label.Origin;
        ref var arcs = ref MemoryMarshal.GetArrayDataReference(_plan.Arcs);
        var first = _plan.First;
        var arc = first[start];
        for (var position = start; position < end; position++)
        {
            var best = seeded is not null && seeded.Contains(position)
                ? LaneLabels.Load(ref label, position)
                : Vector512.Create(TravelTime.Unreached);
            for (var last = first[position + 1]; arc < last; arc += 2)
            {
                var (one, other) = (Unsafe.Add(ref arcs, arc), Unsafe.Add(ref arcs, arc + 1));
                var byOne = LaneLabels.Load(ref label, (int)one) + Vector512.Create((int)(one >> 32));
                var byOther = LaneLabels.Load(ref label, (int)other) + Vector512.Create((int)(other >> 32));
                best = Vector512.Min(best, Vector512.Min(byOne, byOther));
            }

            LaneLabels.Store(ref label, position, best);
        }
    }
}
