using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Isochrones;

/// <summary>The streets that are reached by public transport within limits, for one departure or over a window of them.</summary>
/// <remarks>
/// A position on a street, in whole millimetres, is on a reached piece exactly when its travel time by the rule, as
/// <see cref="TransitMatrix"/> has it, is within the limit. Between two positions every walk is at least its shorter and at most its longer
/// value at these; a part whose longest walks are within the limit is within, one whose shortest are not is not, and any other is halved,
/// down to a millimetre. So nothing is sampled, and what is plain is decided at once.
/// <para>
/// The times at both ends of a piece are exact: whole seconds of a journey by public transport, milliseconds of a direct way. A piece also
/// ends at the doors of stops, where the time jumps (to a vehicle that is just missed, or beyond the longest walk), after 100 m, and where
/// time does not run evenly for more than 20 m.
/// </para>
/// One per thread, reused. Allocates the pieces, and while its buffers grow to the largest query so far.
/// </remarks>
public sealed class TransitNetworkIsochrone
{
    const int Direct = -1;

    // Longest piece, and longest one on which time need not run at the pace of the street.
    const int LongestMillimeters = 100_000;
    const int LongestUnevenMillimeters = 20_000;

    // Times are whole seconds, rounded up at both ends.
    const int RoundingMilliseconds = 2000;
    const int StraightMilliseconds = 1000;
    const int LinksBetweenChecks = 256;

    readonly TransitReach _reach;
    readonly IReadOnlyList<TransitStreets> _streets;
    readonly List<int> _links = [];
    readonly List<(LinkRay Ray, int Rank)> _rays = [];
    readonly List<int> _breaks = [];
    readonly List<(int Offset, int Milliseconds)> _samples = [];
    readonly HashSet<int> _entered = [];
    readonly Dictionary<int, int> _secondsOfVertex = [];
    List<(int From, int To)> _within = [];
    List<(int From, int To)> _withinShorter = [];
    List<ReachedPiece> _pieces = [];
    StopCover? _cover;
    int _link;
    int _firstVertex;
    int _lastVertex;
    double _millisecondsPerMillimeter;

    /// <summary>Makes the working arrays.</summary>
    /// <param name="table">Forward: connections of a departure window. Backward: those of
    /// <see cref="ConnectionTable.ForDeparturesMirrored"/>. Any part of its window may be asked for.</param>
    /// <param name="direction">Forward: where one can get to from the sources. Backward: from where one can get to them.</param>
    /// <param name="streets">Streets for walks, and after them those by which riders only come to the first stop or go all the way.</param>
    public TransitNetworkIsochrone(ConnectionTable table, SearchDirection direction, IReadOnlyList<TransitStreets> streets) =>
        (_reach, _streets) = (new TransitReach(table, direction, streets), streets);

    /// <summary>Asked now and then in a long query; when it says yes, the query ends with <see cref="OperationCanceledException"/>.</summary>
    public Func<bool>? IsStopped { get; init; }

    /// <summary>Computes the reached streets of one place, which may be several points: the best of them counts at each second.</summary>
    /// <param name="sources">For each of the streets, the points of the place on them; those that did not snap are passed over.</param>
    /// <param name="departures">Departures, within the window of the connections; one second is one departure.</param>
    /// <param name="rule">How many of them have to be within the limit.</param>
    /// <param name="limitsSeconds">Limits, ascending, inclusive; what is beyond the longest journey of the connections is not
    /// reached.</param>
    /// <returns>For each of the streets, its pieces by link and then along it, each with the shortest limit that holds it.</returns>
    public IReadOnlyList<ReachedPiece>[] Run(
        IReadOnlyList<StreetPosition[]> sources, TimeWindow departures, DepartureRule rule, IReadOnlyList<int> limitsSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfZero(limitsSeconds.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(limitsSeconds[0]);
        int[] limits = [.. limitsSeconds.Select(limit => Math.Min(limit, _reach.MostSeconds))];
        _reach.Search(sources, departures, rule.SecondsNeeded(departures.Count), limits[^1]);
        return [.. Enumerable.Range(0, _streets.Count).Select(on => Run(on, sources[on], limits))];
    }

    List<ReachedPiece> Run(int on, StreetPosition[] sources, int[] limits)
    {
        var graph = _streets[on].Raster.Graph;
        var highest = limits[^1];
        _cover = on < _reach.Cover.Length ? _reach.Cover[on] : null;
        if (_cover is not null)
        {
            _cover.Prepare(0, highest, _streets[on].LongestSeconds, isForAllLimits: true);
            _reach.Labels[on].Run(_cover, _reach.Doors(on), _reach.Direct[on].Search, 0, highest * 1000, IsStopped);
        }

        _pieces = [];
        _secondsOfVertex.Clear();
        EnterLinks(on, graph, sources, highest * 1000);
        foreach (var (number, link) in _links.Index())
        {
            if (number % LinksBetweenChecks == 0 && IsStopped is not null && IsStopped())
            {
                throw new OperationCanceledException();
            }

            FindRays(on, graph, link, sources, highest * 1000);
            _withinShorter.Clear();
            for (var limit = 0; limit < limits.Length; limit++)
            {
                if (_withinShorter is [var only] && only.From == 0 && only.To == _breaks[^1])
                {
                    break;
                }

                _within.Clear();
                for (var i = 1; i < _breaks.Count; i++)
                {
                    FindWithin(_breaks[i - 1], _breaks[i], limits[limit]);
                }

                AddPieces(limit, limit == 0 ? -1 : limits[limit - 1], limits[limit]);
                (_within, _withinShorter) = (_withinShorter, _within);
            }
        }

        return _pieces;
    }

    void EnterLinks(int on, StreetGraph graph, StreetPosition[] sources, int highestMilliseconds)
    {
        _entered.Clear();
        var direct = _reach.Direct[on].Search;
        foreach (var vertex in direct.ReachedVertices)
        {
            if (direct.VertexMilliseconds(vertex) <= highestMilliseconds)
            {
                EnterAround(vertex);
            }
        }

        foreach (var source in sources)
        {
            if (source.IsSnapped)
            {
                _entered.Add(source.Link);
            }
        }

        if (_cover is not null)
        {
            foreach (var vertex in _reach.Labels[on].Vertices)
            {
                EnterAround(vertex);
            }

            _entered.UnionWith(_reach.Labels[on].DoorLinks);
        }

        _links.Clear();
        _links.AddRange(_entered);
        _links.Sort();

        void EnterAround(int vertex)
        {
            var first = _reach.IsForward ? graph.FirstOut : graph.FirstIn;
            for (var i = first[vertex]; i < first[vertex + 1]; i++)
            {
                _entered.Add(graph.EdgeLinkDirection[_reach.IsForward ? i : graph.InEdge[i]] >> 1);
            }
        }
    }

    /// <summary>All ways that lead along a link, and where on it they begin.</summary>
    void FindRays(int on, StreetGraph graph, int link, StreetPosition[] sources, int highestMilliseconds)
    {
        var length = graph.LinkLengthMillimeters[link];
        var direct = _reach.Direct[on].Search;
        var fastest = int.MaxValue;
        _link = link;
        _rays.Clear();
        _breaks.Clear();
        _breaks.Add(0);
        _breaks.Add(length);
        for (var against = 0; against <= 1; against++)
        {
            foreach (var edge in graph.EdgesOfLinkDirection((link * 2) + against))
            {
                var milliseconds = graph.TraversalMilliseconds[edge];
                fastest = Math.Min(fastest, milliseconds);
                (_firstVertex, _lastVertex) = against == 0
                    ? (graph.EdgeTail[edge], graph.Head[edge])
                    : (graph.Head[edge], graph.EdgeTail[edge]);
                var vertex = _reach.IsForward ? graph.EdgeTail[edge] : graph.Head[edge];
                var atEnd = _reach.IsForward ? 0 : length;
                Add(atEnd, direct.VertexMilliseconds(vertex), Direct);
                foreach (var source in sources)
                {
                    if (source.Link == link)
                    {
                        Add(
                            PositionTimes.FromStart(graph, source, against),
                            graph.ConnectorMilliseconds(source.ConnectorMillimeters),
                            Direct);
                    }
                }

                if (_cover is null)
                {
                    continue;
                }

                var labels = _reach.Labels[on];
                for (var label = labels.FirstAt(vertex); label >= 0; label = labels[label].Next)
                {
                    Add(atEnd, labels[label].Milliseconds, labels[label].Rank);
                }

                var doors = _reach.Doors(on);
                foreach (var number in doors.OnLink(link))
                {
                    var (stop, door) = doors.Door(number);
                    if (_cover.RankOf(stop) is >= 0 and var rank)
                    {
                        Add(PositionTimes.FromStart(graph, door, against), graph.ConnectorMilliseconds(door.ConnectorMillimeters), rank);
                    }
                }

                void Add(int start, int startMilliseconds, int rank)
                {
                    if (startMilliseconds <= (rank == Direct ? highestMilliseconds : _cover!.ReachMilliseconds[rank]))
                    {
                        var ray = new LinkRay(_reach.IsForward, against == 1, length, milliseconds, start, startMilliseconds);
                        _rays.Add((ray, rank));
                        _breaks.Add(ray.StartMillimeters);
                    }
                }
            }
        }

        _millisecondsPerMillimeter = fastest / (double)length;
        _breaks.Sort();
        var count = 1;
        for (var i = 1; i < _breaks.Count; i++)
        {
            if (_breaks[i] > _breaks[count - 1])
            {
                _breaks[count++] = _breaks[i];
            }
        }

        _breaks.RemoveRange(count, _breaks.Count - count);
    }

    /// <summary>Adds what is within a limit of a part on which no way begins, both ends included.</summary>
    void FindWithin(int from, int to, int limit)
    {
        if (!Serves(from, to, limit, isLongest: false))
        {
            return;
        }

        if (Serves(from, to, limit, isLongest: true))
        {
            Append(from, to);
            return;
        }

        var middle = from + ((to - from) / 2);
        if (middle > from)
        {
            FindWithin(from, middle, limit);
            FindWithin(middle, to, limit);
            return;
        }

        foreach (var end in (ReadOnlySpan<int>)[from, to])
        {
            if (Serves(end, end, limit, isLongest: true))
            {
                Append(end, end);
            }
        }

        void Append(int first, int last)
        {
            // Two neighbouring millimetres belong together.
            if (_within.Count > 0 && _within[^1].To >= first - 1)
            {
                _within[^1] = (_within[^1].From, Math.Max(_within[^1].To, last));
            }
            else
            {
                _within.Add((first, last));
            }
        }
    }

    /// <summary>Whether enough seconds of the window are within a limit, with the shortest or the longest walks between two
    /// positions.</summary>
    bool Serves(int from, int to, int limit, bool isLongest)
    {
        foreach (var (ray, rank) in _rays)
        {
            if (rank == Direct && Walk(ray, from, to, isLongest) <= limit * 1000)
            {
                return true;
            }
        }

        return ServeStops(from, to, limit, isLongest);
    }

    bool ServeStops(int from, int to, int limit, bool isLongest)
    {
        if (_cover is null)
        {
            return false;
        }

        var served = _reach.NoneServed();
        foreach (var (ray, rank) in _rays)
        {
            if (rank != Direct && Walk(ray, from, to, isLongest) is var milliseconds && milliseconds <= _cover.ReachMilliseconds[rank])
            {
                _cover.Serve(rank, TravelTime.ToSeconds(milliseconds), limit, served);
                if (served.Count >= _reach.Needed)
                {
                    return true;
                }
            }
        }

        return false;
    }

    static int Walk(LinkRay ray, int from, int to, bool isLongest)
    {
        var (first, last) = (ray.MillisecondsAt(from), from == to ? 0 : ray.MillisecondsAt(to));
        return from == to ? first : isLongest ? Math.Max(first, last) : Math.Min(first, last);
    }

    /// <summary>Adds what is within a limit and no shorter one.</summary>
    void AddPieces(int limit, int shorterSeconds, int seconds)
    {
        var shorter = 0;
        foreach (var (from, to) in _within)
        {
            var start = from;
            while (start <= to)
            {
                while (shorter < _withinShorter.Count && _withinShorter[shorter].To < start)
                {
                    shorter++;
                }

                var next = shorter < _withinShorter.Count ? _withinShorter[shorter] : (From: int.MaxValue, To: int.MaxValue);
                if (next.From <= start)
                {
                    if (next.To >= to)
                    {
                        break;
                    }

                    start = next.To + 1;
                    continue;
                }

                var end = Math.Min(to, next.From - 1);

                // Pieces meet: at one end of the millimetre between them is the one time, at the other the other.
                AddPieces(limit, start, end, start > from ? start - 1 : start, end < to ? end + 1 : end, shorterSeconds, seconds);
                start = end + 1;
            }
        }
    }

    void AddPieces(int limit, int from, int to, int drawnFrom, int drawnTo, int shorterSeconds, int seconds)
    {
        _samples.Clear();
        _samples.Add((from, Milliseconds(from, shorterSeconds, seconds, 0, 0)));
        foreach (var at in _breaks)
        {
            if (at > from && at < to)
            {
                Sample(at);
            }
        }

        if (to > from)
        {
            Sample(to);
        }

        var start = 0;
        while (start < _samples.Count)
        {
            // As far as the line between the two ends is right at all samples.
            var end = Math.Min(start + 1, _samples.Count - 1);
            while (end + 1 < _samples.Count && !IsJump(end) && IsStraight(start, end + 1))
            {
                end++;
            }

            var (first, last) = (_samples[start], _samples[end]);
            if (end > start && IsJump(start))
            {
                // The next piece begins here, with the time beyond the jump.
                _samples[end] = (first.Offset, last.Milliseconds);
                start = end;
                continue;
            }

            Draw(
                start == 0 ? drawnFrom : first.Offset,
                end == _samples.Count - 1 ? drawnTo : last.Offset,
                first.Milliseconds,
                last.Milliseconds);
            if (end == _samples.Count - 1)
            {
                break;
            }

            start = end;
        }

        void Sample(int at)
        {
            Refine(at, AfterLast(at, shorterSeconds, seconds), shorterSeconds, seconds);
        }

        void Draw(int drawFrom, int drawTo, int fromMilliseconds, int toMilliseconds)
        {
            if (drawFrom < drawTo)
            {
                _pieces.Add(new ReachedPiece(new ReachedPart(_link, drawFrom, drawTo, fromMilliseconds, toMilliseconds), limit));
            }
        }
    }

    /// <summary>Adds samples from the last one up to a position, so that time runs evenly between them.</summary>
    void Refine(int to, int toMilliseconds, int shorterSeconds, int seconds)
    {
        var (from, fromMilliseconds) = _samples[^1];
        var walk = (to - from) * _millisecondsPerMillimeter;
        var change = Math.Abs(toMilliseconds - fromMilliseconds);
        var isJump = change > walk + RoundingMilliseconds;
        var isEven = !isJump && change >= walk - RoundingMilliseconds;
        if (to - from > 1
            && (isJump || to - from > LongestMillimeters || (!isEven && to - from > LongestUnevenMillimeters)))
        {
            var middle = from + ((to - from) / 2);
            Refine(middle, AfterLast(middle, shorterSeconds, seconds), shorterSeconds, seconds);
            Refine(to, toMilliseconds, shorterSeconds, seconds);
            return;
        }

        _samples.Add((to, toMilliseconds));
    }

    int AfterLast(int at, int shorterSeconds, int seconds)
    {
        var (before, milliseconds) = _samples[^1];
        return Milliseconds(
            at, shorterSeconds, seconds, TravelTime.ToSeconds(milliseconds), (int)((at - before) * _millisecondsPerMillimeter / 1000));
    }

    bool IsJump(int sample) => sample + 1 < _samples.Count
        && _samples[sample + 1].Offset - _samples[sample].Offset <= 1
        && Math.Abs(_samples[sample + 1].Milliseconds - _samples[sample].Milliseconds) > RoundingMilliseconds;

    bool IsStraight(int start, int end)
    {
        var (from, to) = (_samples[start], _samples[end]);
        if (to.Offset - from.Offset > LongestMillimeters)
        {
            return false;
        }

        for (var i = start + 1; i < end; i++)
        {
            var share = (_samples[i].Offset - from.Offset) / (double)(to.Offset - from.Offset);
            if (_breaks.BinarySearch(_samples[i].Offset) >= 0
                || Math.Abs(from.Milliseconds + (share * (to.Milliseconds - from.Milliseconds)) - _samples[i].Milliseconds) > StraightMilliseconds)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Time at a position that is within a limit and not within a shorter one.</summary>
    /// <param name="at">The position.</param>
    /// <param name="shorterSeconds">The shorter limit, or -1.</param>
    /// <param name="seconds">The limit.</param>
    /// <param name="beforeSeconds">Time at a position before; 0 when none is known.</param>
    /// <param name="walkSeconds">Walk from there.</param>
    int Milliseconds(int at, int shorterSeconds, int seconds, int beforeSeconds, int walkSeconds)
    {
        var direct = TravelTime.Unreached;
        foreach (var (ray, rank) in _rays)
        {
            if (rank == Direct)
            {
                direct = Math.Min(direct, ray.MillisecondsAt(at));
            }
        }

        // More than low, at most high; of the guesses one is right nearly always.
        var (low, high) = (shorterSeconds, Math.Min(seconds, TravelTime.ToSeconds(direct)));
        if (high <= low || !ServeStops(at, at, high, isLongest: true))
        {
            return direct;
        }

        var vertex = at == 0 ? _firstVertex : at == _breaks[^1] ? _lastVertex : -1;
        if (vertex >= 0 && _secondsOfVertex.TryGetValue(vertex, out var known))
        {
            Try(known);
            Try(known - 1);
        }

        if (high - low > 1 && beforeSeconds > 0)
        {
            Try(beforeSeconds + walkSeconds + 1);
            Try(beforeSeconds + walkSeconds - 2);
            Try(beforeSeconds - walkSeconds + 1);
            Try(beforeSeconds - walkSeconds - 2);
        }

        while (high - low > 1)
        {
            Try(low + ((high - low) / 2));
        }

        if (vertex >= 0)
        {
            _secondsOfVertex[vertex] = high;
        }

        return Math.Min(direct, high * 1000);

        void Try(int limit)
        {
            if (limit > low && limit < high)
            {
                (low, high) = ServeStops(at, at, limit, isLongest: true) ? (low, limit) : (limit, high);
            }
        }
    }
}
