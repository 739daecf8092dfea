namespace GeoCohesion.Core.Routing.Transit;

/// <summary>Puts connections in order of departure and, within one second, each after those that feed it.</summary>
static class ConnectionOrder
{
    /// <param name="runs">All runs.</param>
    /// <param name="positionOf">Per connection, its first position; ascending.</param>
    /// <param name="connectionOfPosition">Per position, its connection or -1.</param>
    /// <param name="transfers">Changes between connections.</param>
    /// <param name="knots">Ranges, in 1-based places of the order, of connections that feed each other in a circle.</param>
    /// <returns>The connections in order.</returns>
    public static int[] Sort(
        VehicleRuns runs,
        List<int> positionOf,
        int[] connectionOfPosition,
        TransferReduction.Result transfers,
        out (int First, int End)[] knots)
    {
        var order = new int[positionOf.Count];
        var departure = new int[order.Length];
        for (var c = 0; c < order.Length; c++)
        {
            (order[c], departure[c]) = (c, runs.DepartureSeconds[positionOf[c]]);
        }

        // Keys that are unique by the connection's number make the sort deterministic.
        Array.Sort(departure.Select((seconds, c) => ((long)seconds << 32) | (uint)c).ToArray(), order);
        var circles = new List<(int, int)>();
        var component = new Components(positionOf, connectionOfPosition, transfers, departure);
        for (var begin = 0; begin < order.Length;)
        {
            var end = begin + 1;
            while (end < order.Length && departure[order[end]] == departure[order[begin]])
            {
                end++;
            }

            component.Sort(order.AsSpan(begin, end - begin), begin, circles);
            begin = end;
        }

        knots = [.. circles];
        return order;
    }

    /// <summary>Strongly connected components (Tarjan, 1972) of the connections of one second, in topological order.</summary>
    sealed class Components(
        List<int> positionOf, int[] connectionOfPosition, TransferReduction.Result transfers, int[] departure)
    {
        readonly int[] _index = new int[departure.Length];
        readonly int[] _low = new int[departure.Length];
        readonly bool[] _isOpen = new bool[departure.Length];
        readonly Stack<(int Connection, int Edge)> _path = new();
        readonly Stack<int> _open = new();
        int _count;

        public void Sort(Span<int> group, int offset, List<(int First, int End)> circles)
        {
            if (group.Length == 1 || !HasEdges(group))
            {
                return;
            }

            // Tarjan finishes components last to first, so the places are filled from the end.
            var free = group.Length;
            var members = group.ToArray();
            for (var i = members.Length - 1; i >= 0; i--)
            {
                if (_index[members[i]] == 0)
                {
                    free = Visit(members[i], group, free, offset, circles);
                }
            }
        }

        bool HasEdges(ReadOnlySpan<int> group)
        {
            foreach (var c in group)
            {
                for (var edge = 0; Edge(c, edge, out var target); edge++)
                {
                    if (target >= 0)
                    {
                        return true;
                    }
                }
            }

            return false;
        }

        /// <summary>The n-th edge: staying seated, then changes. A target that departs in another second is -1.</summary>
        bool Edge(int connection, int edge, out int target)
        {
            target = -1;
            var count = 1 + transfers.First[connection + 1] - transfers.First[connection];
            if (edge >= count)
            {
                return false;
            }

            // A connection never starts at the last position of its run, so the next position is of the same run.
            var candidate =
                edge > 0 ? transfers.Target[transfers.First[connection] + edge - 1] : connectionOfPosition[positionOf[connection] + 1];
            if (candidate >= 0 && departure[candidate] == departure[connection])
            {
                target = candidate;
            }

            return true;
        }

        int Visit(int root, Span<int> group, int free, int offset, List<(int First, int End)> circles)
        {
            Open(root);
            while (_path.TryPop(out var top))
            {
                var (c, edge) = top;
                if (Edge(c, edge, out var target))
                {
                    _path.Push((c, edge + 1));
                    if (target >= 0 && _index[target] == 0)
                    {
                        Open(target);
                    }
                    else if (target >= 0 && _isOpen[target])
                    {
                        _low[c] = Math.Min(_low[c], _index[target]);
                    }

                    continue;
                }

                if (_low[c] == _index[c])
                {
                    var last = free;
                    int member;
                    do
                    {
                        member = _open.Pop();
                        _isOpen[member] = false;
                        group[--free] = member;
                    }
                    while (member != c);

                    group[free..last].Sort();
                    if (last - free > 1)
                    {
                        circles.Add((offset + free + 1, offset + last + 1));
                    }
                }

                if (_path.TryPeek(out var parent))
                {
                    _low[parent.Connection] = Math.Min(_low[parent.Connection], _low[c]);
                }
            }

            return free;
        }

        void Open(int connection)
        {
            _count++;
            (_index[connection], _low[connection], _isOpen[connection]) = (_count, _count, true);
            _open.Push(connection);
            _path.Push((connection, 0));
        }
    }
}
