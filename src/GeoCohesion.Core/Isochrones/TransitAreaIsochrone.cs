using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Core.Isochrones;

/// <summary>The area that is reached by public transport within limits, for one departure or over a window of them.</summary>
/// <remarks>
/// A point belongs to the area of a limit when, of all seconds of the departure window, as many as the rule asks for have a travel time
/// within the limit. The travel times are those that <see cref="TransitMatrix"/> has between the place and the point: direct ways compete,
/// the longest walks, the longest journey, slack and rides are respected, and no second is sampled. That is worked out at the points of the
/// raster; outlines run between them as those of <see cref="AreaIsochrone"/> do, with the same guarantees.
/// <para>
/// One search over the timetable tells the journeys of every stop. From the stops' doors one label-setting search on the streets finds at
/// each vertex the few stops that may decide (<see cref="StopWalkLabels"/>). At a point whose answer is not plain from one stop, the seconds
/// that the stops at both ends of its street serve are marked and counted. Times between two points of which only one is within the limit
/// are exact to the second within one step of the grid, which places the outline; those of other points are not worked out.
/// </para>
/// One per thread, reused. Allocates the polygons, and while its buffers grow to the largest query so far.
/// </remarks>
public sealed class TransitAreaIsochrone
{
    const int None = -1;

    readonly TransitReach _reach;
    readonly bool _isForward;
    readonly IReadOnlyList<TransitStreets> _streets;
    readonly StreetRaster _raster;
    readonly StreetTimes[] _direct;
    readonly StopWalkLabels[] _labels;
    readonly StopCover[] _cover;
    readonly AreaOutline _outline;
    readonly RasterBox _box = new();
    readonly List<Approach> _approaches = [];
    readonly int _stepSeconds;
    int[] _directMilliseconds = [];
    int[] _milliseconds = [];
    int[] _firstCandidate = [];
    readonly List<int> _undecided = [];
    Candidate[] _candidates = new Candidate[1 << 12];
    int _candidateCount;
    readonly List<bool[]> _within = [];

    /// <summary>Makes the working arrays.</summary>
    /// <param name="table">Forward: connections of a departure window. Backward: those of
    /// <see cref="ConnectionTable.ForDeparturesMirrored"/>. Any part of its window may be asked for.</param>
    /// <param name="direction">Forward: where one can get to from the sources. Backward: from where one can get to them.</param>
    /// <param name="streets">Streets for walks, and after them those by which riders only come to the first stop or go all the way; on one
    /// grid (<see cref="StreetRaster.OnOneGrid"/>).</param>
    /// <param name="leastSquareMeters">Holes and parts whose outline encloses less are left out; not negative.</param>
    public TransitAreaIsochrone(
        ConnectionTable table, SearchDirection direction, IReadOnlyList<TransitStreets> streets, double leastSquareMeters)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(leastSquareMeters);
        _reach = new TransitReach(table, direction, streets);
        (_isForward, _direct, _labels, _cover) = (_reach.IsForward, _reach.Direct, _reach.Labels, _reach.Cover);
        (_streets, _raster) = (streets, streets[0].Raster);
        if (streets.Any(others => (others.Raster.FirstColumn, others.Raster.FirstRow, others.Raster.StepLongitudeE7, others.Raster.StepLatitudeE7)
            != (_raster.FirstColumn, _raster.FirstRow, _raster.StepLongitudeE7, _raster.StepLatitudeE7)))
        {
            throw new ArgumentException("The rasters are not on one grid.", nameof(streets));
        }

        _outline = new AreaOutline(_raster, leastSquareMeters);
        _stepSeconds = TravelTime.ToSeconds(_raster.StepMilliseconds);
    }

    /// <summary>Asked now and then in a long query; when it says yes, the query ends with <see cref="OperationCanceledException"/>.</summary>
    public Func<bool>? IsStopped { get; init; }

    /// <summary>Computes the areas of one place, which may be several points: the best of them counts at each second.</summary>
    /// <param name="sources">For each of the streets, the points of the place on them; those that did not snap are passed over.</param>
    /// <param name="departures">Departures, within the window of the connections; one second is one departure.</param>
    /// <param name="rule">How many of them have to be within the limit.</param>
    /// <param name="limitsSeconds">Limits in any order, inclusive; what is beyond the longest journey of the connections is not
    /// reached.</param>
    /// <param name="points">For each of the streets, points of which <see cref="IsWithin"/> is to be told; null for none.</param>
    /// <returns>One per limit, WGS84 degrees (SRID 4326); empty where nothing is reached.</returns>
    /// <exception cref="InputException">The area is spread over more points than <see cref="AreaIsochrone.MostPoints"/>
    /// (<c>isochrone-too-fine</c>).</exception>
    public MultiPolygon[] Run(
        IReadOnlyList<StreetPosition[]> sources,
        TimeWindow departures,
        DepartureRule rule,
        ReadOnlySpan<int> limitsSeconds,
        IReadOnlyList<StreetPosition[]>? points = null)
    {
        var mostSeconds = _reach.MostSeconds;
        var longest = 0;
        foreach (var limit in limitsSeconds)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(limit, nameof(limitsSeconds));
            longest = Math.Max(longest, Math.Min(limit, mostSeconds));
        }

        _reach.Search(sources, departures, rule.SecondsNeeded(departures.Count), Math.Min(longest + _stepSeconds, mostSeconds));
        _within.Clear();
        var areas = new MultiPolygon[limitsSeconds.Length];
        for (var i = 0; i < areas.Length; i++)
        {
            var limit = Math.Min(limitsSeconds[i], mostSeconds);
            areas[i] = Run(limit, Math.Min(limit + _stepSeconds, mostSeconds), sources, points);
        }

        return areas;
    }

    /// <summary>Whether a point of the last query is within a limit; exactly as the matrix has it.</summary>
    /// <param name="limit">Index among the limits.</param>
    /// <param name="point">Index among the points.</param>
    public bool IsWithin(int limit, int point) => _within[limit][point];

    MultiPolygon Run(int limit, int highest, IReadOnlyList<StreetPosition[]> sources, IReadOnlyList<StreetPosition[]>? points)
    {
        var lowest = limit - _stepSeconds;
        _box.Clear();
        for (var i = 0; i < _streets.Count; i++)
        {
            _direct[i].Enter(_box, highest * 1000);
        }

        for (var i = 0; i < _labels.Length; i++)
        {
            _cover[i].Prepare(lowest, highest, _streets[i].LongestSeconds);
            _labels[i].Run(
                _cover[i], _reach.Doors(i), _direct[i].Search, lowest * 1000, highest * 1000, IsStopped);
            var raster = _streets[i].Raster;
            var around = raster.LinksAround(_isForward);
            foreach (var vertex in _labels[i].Vertices)
            {
                _box.Enter(around[vertex]);
            }

            foreach (var link in _labels[i].DoorLinks)
            {
                _box.Enter(StreetBox.Of(raster.Graph, link));
            }
        }

        if (points is not null)
        {
            ReadPoints(points, limit);
        }

        if (!_box.TryClose(_raster))
        {
            return AreaOutline.Empty;
        }

        ReadDirect(highest);
        _undecided.Clear();
        _candidateCount = 0;
        for (var i = 0; i < _labels.Length; i++)
        {
            var on = i;
            _box.ForEachTile(_streets[i].Raster, (tile, column, row) => ReadTile(on, tile, column, row, lowest));
        }

        Decide(limit);
        Refine(limit, lowest, highest);
        return _outline.Draw(_milliseconds, _box.West, _box.South, _box.Width, _box.Height, limit * 1000);
    }

    void ReadDirect(int highest)
    {
        if (_milliseconds.Length < _box.Count)
        {
            (_directMilliseconds, _milliseconds, _firstCandidate) = (new int[_box.Count], new int[_box.Count], new int[_box.Count]);
        }

        Array.Fill(_directMilliseconds, TravelTime.Unreached, 0, _box.Count);
        Array.Fill(_firstCandidate, None, 0, _box.Count);
        foreach (var direct in _direct)
        {
            direct.Read(_box, _directMilliseconds, highest * 1000);
        }

        _directMilliseconds.AsSpan(0, _box.Count).CopyTo(_milliseconds);
    }

    void ReadTile(int on, RasterTile tile, int column, int row, int lowest)
    {
        var graph = _streets[on].Raster.Graph;
        for (var group = 0; group < tile.Link.Length; group++)
        {
            var link = tile.Link[group];
            if (!FindApproaches(on, link))
            {
                continue;
            }

            var length = graph.LinkLengthMillimeters[link];
            for (var point = tile.First[group]; point < tile.First[group + 1]; point++)
            {
                var (x, y) = (column + (tile.Node[point] % StreetRaster.TileSide), row + (tile.Node[point] / StreetRaster.TileSide));
                if (x < 0 || y < 0 || x >= _box.Width || y >= _box.Height)
                {
                    continue;
                }

                var node = (y * _box.Width) + x;
                if (_milliseconds[node] > lowest * 1000
                    && !Gather(on, link, length, tile.OffsetMillimeters[point], tile.ConnectorMilliseconds[point], ref _firstCandidate[node]))
                {
                    // Enough through one stop alone: by how much does not matter.
                    _milliseconds[node] = lowest * 1000;
                    continue;
                }

                if (_firstCandidate[node] != None && (on == 0 || !_candidates[_firstCandidate[node]].IsListed))
                {
                    _candidates[_firstCandidate[node]].IsListed = true;
                    _undecided.Add(node);
                }
            }
        }
    }

    /// <summary>Edges over a link from vertices with labels; false when nothing of the link is reached from stops.</summary>
    bool FindApproaches(int on, int link)
    {
        var graph = _streets[on].Raster.Graph;
        var labels = _labels[on];
        var ends = _isForward ? graph.EdgeTail : graph.Head;
        _approaches.Clear();
        for (var against = 0; against <= 1; against++)
        {
            foreach (var edge in graph.EdgesOfLinkDirection((link * 2) + against))
            {
                var first = labels.FirstAt(ends[edge]);
                if (first != None)
                {
                    _approaches.Add(new Approach(first, graph.TraversalMilliseconds[edge], against == 1));
                }
            }
        }

        return _approaches.Count > 0 || !_reach.Doors(on).OnLink(link).IsEmpty;
    }

    /// <summary>Adds the stops that matter at a position to its candidates; false when one of them alone serves enough for the lowest
    /// limit.</summary>
    bool Gather(int on, int link, int length, int offset, int connector, ref int firstCandidate)
    {
        var labels = _labels[on];
        var reach = _cover[on].ReachMilliseconds;
        var sure = _cover[on].SureMilliseconds;
        foreach (var approach in _approaches)
        {
            var fromStart = approach.IsAgainst ? length - offset : offset;
            var part = connector + (_isForward
                ? StreetGraph.PartMilliseconds(approach.TraversalMilliseconds, 0, fromStart, length)
                : StreetGraph.PartMilliseconds(approach.TraversalMilliseconds, fromStart, length, length));
            for (var label = approach.FirstLabel; label != None; label = labels[label].Next)
            {
                var (_, rank, milliseconds, _) = labels[label];
                if (milliseconds + part <= sure[rank])
                {
                    return false;
                }

                if (milliseconds + part <= reach[rank])
                {
                    Add(on, rank, TravelTime.ToSeconds(milliseconds + part), ref firstCandidate);
                }
            }
        }

        foreach (var number in _reach.Doors(on).OnLink(link))
        {
            var (stop, door) = _reach.Doors(on).Door(number);
            var rank = _cover[on].RankOf(stop);
            if (rank < 0)
            {
                continue;
            }

            var graph = _streets[on].Raster.Graph;
            var position = new StreetPosition(link, offset, 0);
            var along = _isForward ? PositionTimes.Direct(graph, door, position) : PositionTimes.Direct(graph, position, door);
            var milliseconds = (long)along + graph.ConnectorMilliseconds(door.ConnectorMillimeters) + connector;
            if (milliseconds <= sure[rank])
            {
                return false;
            }

            if (milliseconds <= reach[rank])
            {
                Add(on, rank, TravelTime.ToSeconds((int)milliseconds), ref firstCandidate);
            }
        }

        return true;
    }

    void Add(int on, int rank, int walkSeconds, ref int firstCandidate)
    {
        for (var i = firstCandidate; i != None; i = _candidates[i].Next)
        {
            if (_candidates[i].Rank == rank && _candidates[i].On == on)
            {
                _candidates[i].WalkSeconds = Math.Min(_candidates[i].WalkSeconds, walkSeconds);
                return;
            }
        }

        if (_candidateCount == _candidates.Length)
        {
            Array.Resize(ref _candidates, 2 * _candidateCount);
        }

        var isListed = firstCandidate != None && _candidates[firstCandidate].IsListed;
        _candidates[_candidateCount] = new Candidate(on, rank, walkSeconds, firstCandidate, isListed);
        firstCandidate = _candidateCount++;
    }

    /// <summary>Of the points that are not decided by one stop or the direct way, whether they are within the limit: to the
    /// millisecond at it, or just beyond.</summary>
    void Decide(int limit)
    {
        foreach (var node in _undecided)
        {
            if (_milliseconds[node] > limit * 1000 && Serves(_firstCandidate[node], limit))
            {
                _milliseconds[node] = limit * 1000;
            }
        }
    }

    /// <summary>Times of the points next to the outline, where they are within a step of the limit.</summary>
    void Refine(int limit, int lowest, int highest)
    {
        var width = _box.Width;
        var limitMilliseconds = limit * 1000;
        foreach (var node in _undecided)
        {
            var isWithin = _milliseconds[node] <= limitMilliseconds;
            if (isWithin == _milliseconds[node - 1] <= limitMilliseconds
                && isWithin == _milliseconds[node + 1] <= limitMilliseconds
                && isWithin == _milliseconds[node - width] <= limitMilliseconds
                && isWithin == _milliseconds[node + width] <= limitMilliseconds)
            {
                continue;
            }

            var (low, high) = isWithin ? (lowest, limit) : (limit + 1, highest + 1);
            while (low < high)
            {
                var middle = low + ((high - low) >> 1);
                (low, high) = Serves(_firstCandidate[node], middle) ? (low, middle) : (middle + 1, high);
            }

            var seconds = isWithin || low <= highest ? low * 1000 : TravelTime.Unreached;
            _milliseconds[node] = Math.Min(_directMilliseconds[node], seconds);
        }
    }

    bool Serves(int firstCandidate, int limit)
    {
        var served = _reach.NoneServed();
        for (var i = firstCandidate; i != None; i = _candidates[i].Next)
        {
            _cover[_candidates[i].On].Serve(_candidates[i].Rank, _candidates[i].WalkSeconds, limit, served);
            if (served.Count >= _reach.Needed)
            {
                return true;
            }
        }

        return false;
    }

    void ReadPoints(IReadOnlyList<StreetPosition[]> points, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(points.Count, _streets.Count, nameof(points));
        var within = new bool[points[0].Length];
        for (var point = 0; point < within.Length; point++)
        {
            for (var i = 0; i < points.Count && !within[point]; i++)
            {
                within[point] = _direct[i].Search.ReadMilliseconds(points[i][point]) <= limit * 1000;
            }

            _candidateCount = 0;
            var firstCandidate = None;
            for (var i = 0; i < _labels.Length && !within[point]; i++)
            {
                var position = points[i][point];
                if (position.IsSnapped && FindApproaches(i, position.Link))
                {
                    var graph = _streets[i].Raster.Graph;
                    within[point] = !Gather(
                        i,
                        position.Link,
                        graph.LinkLengthMillimeters[position.Link],
                        position.OffsetMillimeters,
                        graph.ConnectorMilliseconds(position.ConnectorMillimeters),
                        ref firstCandidate);
                }
            }

            within[point] = within[point] || Serves(firstCandidate, limit);
        }

        _within.Add(within);
    }

    readonly record struct Approach(int FirstLabel, int TraversalMilliseconds, bool IsAgainst);

    record struct Candidate(int On, int Rank, int WalkSeconds, int Next, bool IsListed);
}
