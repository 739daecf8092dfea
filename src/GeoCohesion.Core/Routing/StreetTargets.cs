using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing;

/// <summary>The ends of many searches, worked out once: per distinct target the vertices it is reached from and the rest of the
/// way.</summary>
/// <remarks>Immutable; shared by all threads. Reading costs O(targets + approaches) and allocates nothing.</remarks>
sealed class StreetTargets
{
    readonly StreetPosition[] _distinct;
    readonly int[] _distinctOfTarget;
    readonly int[] _connectorMilliseconds;

    // CSR by distinct target: the targets it stands for, and its approaches.
    readonly int[] _firstTarget;
    readonly int[] _targetOfDistinct;
    readonly int[] _firstApproach;
    readonly int[] _approachVertex;
    readonly int[] _approachMilliseconds;

    // Distinct targets grouped by link, for those that share it with the source: link << 32 | distinct target, ascending.
    readonly ulong[] _byLink;

    /// <summary>Prepares targets for searches of a direction.</summary>
    public StreetTargets(StreetGraph graph, SearchDirection direction, ReadOnlySpan<StreetPosition> targets)
    {
        var indexOf = new Dictionary<StreetPosition, int>();
        var distinct = new List<StreetPosition>();
        _distinctOfTarget = new int[targets.Length];
        for (var target = 0; target < targets.Length; target++)
        {
            if (!indexOf.TryGetValue(targets[target], out _distinctOfTarget[target]))
            {
                _distinctOfTarget[target] = distinct.Count;
                indexOf.Add(targets[target], distinct.Count);
                distinct.Add(targets[target]);
            }
        }

        _distinct = [.. distinct];
        _firstTarget = new int[_distinct.Length + 1];
        _targetOfDistinct = new int[targets.Length];
        foreach (var index in _distinctOfTarget)
        {
            _firstTarget[index + 1]++;
        }

        for (var index = 0; index < _distinct.Length; index++)
        {
            _firstTarget[index + 1] += _firstTarget[index];
        }

        var next = _firstTarget[..^1];
        for (var target = 0; target < targets.Length; target++)
        {
            _targetOfDistinct[next[_distinctOfTarget[target]]++] = target;
        }

        _connectorMilliseconds = new int[_distinct.Length];
        _firstApproach = new int[_distinct.Length + 1];
        var vertices = new List<int>();
        var milliseconds = new List<int>();
        var byLink = new List<ulong>();
        for (var target = 0; target < _distinct.Length; target++)
        {
            var position = _distinct[target];
            if (position.IsSnapped)
            {
                _connectorMilliseconds[target] = graph.ConnectorMilliseconds(position.ConnectorMillimeters);
                byLink.Add(((ulong)position.Link << 32) | (uint)target);
                AddApproaches(position, _connectorMilliseconds[target]);
            }

            _firstApproach[target + 1] = vertices.Count;
        }

        _approachVertex = [.. vertices];
        _approachMilliseconds = [.. milliseconds];
        byLink.Sort();
        _byLink = [.. byLink];

        void AddApproaches(StreetPosition position, int connector)
        {
            var first = vertices.Count;
            for (var against = 0; against <= 1; against++)
            {
                var fromStart = PositionTimes.FromStart(graph, position, against);
                foreach (var edge in graph.EdgesOfLinkDirection((position.Link * 2) + against))
                {
                    var (vertex, part) = PositionTimes.Arrive(graph, direction, edge, position.Link, fromStart);

                    // No limit reaches as far as "unreached": capped there, the sum with a label fits an int.
                    var rest = (int)Math.Min((long)part + connector, TravelTime.Unreached);
                    var known = vertices.IndexOf(vertex, first);
                    if (known < 0)
                    {
                        vertices.Add(vertex);
                        milliseconds.Add(rest);
                    }
                    else
                    {
                        milliseconds[known] = Math.Min(milliseconds[known], rest);
                    }
                }
            }
        }
    }

    /// <summary>Number of targets.</summary>
    public int Count => _distinctOfTarget.Length;

    /// <summary>Per target, its distinct target.</summary>
    public ReadOnlySpan<int> DistinctOf => _distinctOfTarget;

    /// <summary>The vertices that targets are reached from, those of a distinct target side by side.</summary>
    public ReadOnlySpan<int> ApproachVertex => _approachVertex;

    /// <summary>Per approach, milliseconds of the rest of the way, connector included; at most
    /// <see cref="TravelTime.Unreached"/>.</summary>
    public ReadOnlySpan<int> ApproachMilliseconds => _approachMilliseconds;

    /// <summary>CSR of <see cref="ApproachVertex"/> by distinct target.</summary>
    public ReadOnlySpan<int> FirstApproach => _firstApproach;

    /// <summary>The vertices that a distinct target is reached from.</summary>
    public ReadOnlySpan<int> ApproachesOf(int distinct) =>
        _approachVertex.AsSpan(_firstApproach[distinct], _firstApproach[distinct + 1] - _firstApproach[distinct]);

    /// <summary>Targets that are a distinct target, ascending.</summary>
    public ReadOnlySpan<int> ColumnsOf(int distinct) =>
        _targetOfDistinct.AsSpan(_firstTarget[distinct], _firstTarget[distinct + 1] - _firstTarget[distinct]);

    /// <summary>Distinct targets on a link: <c>link &lt;&lt; 32 | distinct target</c>.</summary>
    public ReadOnlySpan<ulong> OnLink(int link)
    {
        var first = _byLink.AsSpan().BinarySearch((ulong)link << 32);
        first = first >= 0 ? first : ~first;
        var end = _byLink.AsSpan().BinarySearch((ulong)(link + 1) << 32);
        return _byLink.AsSpan(first, (end >= 0 ? end : ~end) - first);
    }

    /// <summary>Position of a distinct target.</summary>
    public StreetPosition Position(int distinct) => _distinct[distinct];

    /// <summary>Milliseconds of the connector of a distinct target.</summary>
    public int ConnectorMilliseconds(int distinct) => _connectorMilliseconds[distinct];

    /// <summary>Number of distinct targets: the length that <see cref="ReadSeconds"/> needs for its working row.</summary>
    public int DistinctCount => _distinct.Length;

    /// <summary>Seconds from the only source of a search to every target.</summary>
    /// <param name="search">Has run, in the direction of these targets, from <paramref name="source"/> alone.</param>
    /// <param name="source">Its source.</param>
    /// <param name="limitMilliseconds">Its limit.</param>
    /// <param name="distinctSeconds">Working row, one entry per distinct target.</param>
    /// <param name="seconds">Per target, rounded up; <see cref="TravelTime.Unreached"/> beyond the limit.</param>
    public void ReadSeconds(StreetSearch search, StreetPosition source, int limitMilliseconds, Span<int> distinctSeconds, Span<int> seconds)
    {
        if (!source.IsSnapped)
        {
            seconds.Fill(TravelTime.Unreached);
            return;
        }

        var label = search.AllVertexMilliseconds;
        var limit = Math.Min(limitMilliseconds, TravelTime.Unreached - 1);
        var approachVertex = _approachVertex;
        var approachMilliseconds = _approachMilliseconds;
        var firstApproach = _firstApproach;
        var approach = 0;
        for (var target = 0; target < distinctSeconds.Length; target++)
        {
            var best = TravelTime.Unreached;
            var end = firstApproach[target + 1];
            for (; approach < end; approach++)
            {
                best = Math.Min(best, label[approachVertex[approach]] + approachMilliseconds[approach]);
            }

            distinctSeconds[target] = best <= limit ? TravelTime.ToSeconds(best) : TravelTime.Unreached;
        }

        ReadShared(search, source, limit, distinctSeconds);
        for (var target = 0; target < seconds.Length; target++)
        {
            seconds[target] = distinctSeconds[_distinctOfTarget[target]];
        }
    }

    /// <summary>Lowers the times of targets on the source's own link to those along it.</summary>
    void ReadShared(StreetSearch search, StreetPosition source, int limit, Span<int> distinctSeconds)
    {
        foreach (var entry in OnLink(source.Link))
        {
            var target = (int)entry;
            var along = (long)search.ReadDirect(_distinct[target]) + _connectorMilliseconds[target];
            if (along <= limit)
            {
                distinctSeconds[target] = Math.Min(distinctSeconds[target], TravelTime.ToSeconds((int)along));
            }
        }
    }
}
