namespace GeoCohesion.Core.Network;

/// <summary>Grid over the segments of links: finds the nearest position on a street, and the point at a position.</summary>
/// <remarks>
/// Immutable and shared by all threads; a query allocates nothing. Cells are squares of about 100 m (more where segments are few for the
/// ground they cover); each lists the segments that may cross it, named by their first point, in ascending order. A query visits square
/// rings
/// of cells from the inside out until the next ring cannot hold anything nearer. Distances are taken in the plane whose axes have the scale
/// of the ellipsoid at the query's latitude (<see cref="Geodesy"/>).
/// </remarks>
public sealed class StreetIndex
{
    const int MillimetersPerCell = 100_000;
    const int MostCellsPerSegment = 4;

    // Segments are entered a little beyond the cells they cross, so that rounding at a cell's border hides none of them from a query.
    const double MarginE7 = 1;

    readonly StreetGraph _graph;
    readonly int[] _offsetOfPoint;
    readonly int _minLongitudeE7;
    readonly int _minLatitudeE7;
    readonly double _cellLongitudeE7;
    readonly double _cellLatitudeE7;
    readonly int _columns;
    readonly int _rows;
    readonly int[] _firstOfCell;
    readonly int[] _segmentOfCell;

    /// <summary>Indexes every link that is not <see cref="LinkTraits.NoSnap"/>. O(points + cells).</summary>
    public StreetIndex(StreetGraph graph)
    {
        _graph = graph;
        _offsetOfPoint = OffsetsOfPoints(graph);
        var longitudes = graph.PointLongitudeE7;
        var latitudes = graph.PointLatitudeE7;
        var snapsFrom = SegmentsToIndex(graph, out var segmentCount);
        int maxLongitudeE7 = int.MinValue, maxLatitudeE7 = int.MinValue;
        (_minLongitudeE7, _minLatitudeE7) = (int.MaxValue, int.MaxValue);
        for (var point = 0; point < snapsFrom.Length; point++)
        {
            if (snapsFrom[point] || (point > 0 && snapsFrom[point - 1]))
            {
                _minLongitudeE7 = Math.Min(_minLongitudeE7, longitudes[point]);
                _minLatitudeE7 = Math.Min(_minLatitudeE7, latitudes[point]);
                maxLongitudeE7 = Math.Max(maxLongitudeE7, longitudes[point]);
                maxLatitudeE7 = Math.Max(maxLatitudeE7, latitudes[point]);
            }
        }

        if (segmentCount == 0)
        {
            _firstOfCell = [];
            _segmentOfCell = [];
            return;
        }

        var (east, north) = Geodesy.MillimetersPerE7(((long)_minLatitudeE7 + maxLatitudeE7) * 0.5);
        var width = ((long)maxLongitudeE7 - _minLongitudeE7) * east;
        var height = ((long)maxLatitudeE7 - _minLatitudeE7) * north;
        double side = MillimetersPerCell;
        while (((width / side) + 1) * ((height / side) + 1) > Math.Max(64, (double)MostCellsPerSegment * segmentCount))
        {
            side *= 1.25;
        }

        _cellLongitudeE7 = side / east;
        _cellLatitudeE7 = side / north;
        _columns = (int)(width / side) + 1;
        _rows = (int)(height / side) + 1;
        _firstOfCell = new int[(_columns * _rows) + 1];
        _segmentOfCell = [];
        for (var counting = true; ; counting = false)
        {
            for (var point = snapsFrom.Length - 1; point >= 0; point--)
            {
                if (snapsFrom[point])
                {
                    Enter(point, counting);
                }
            }

            // Counts become the end of each cell's run; entering from the last segment to the first then moves it to the run's start.
            if (!counting)
            {
                return;
            }

            for (var cell = 1; cell < _firstOfCell.Length; cell++)
            {
                _firstOfCell[cell] += _firstOfCell[cell - 1];
            }

            _segmentOfCell = new int[_firstOfCell[^1]];
        }
    }

    /// <summary>The streets that are indexed.</summary>
    public StreetGraph Graph => _graph;

    /// <summary>The nearest position on any link that is not <see cref="LinkTraits.NoSnap"/>.</summary>
    /// <param name="longitude">WGS84 degrees.</param>
    /// <param name="latitude">WGS84 degrees.</param>
    /// <param name="radiusMillimeters">Farthest connector, inclusive.</param>
    /// <returns>Of equally near ones (to the micrometre), the position on the link of the lowest index; <see cref="StreetPosition.None"/>
    /// beyond the radius.</returns>
    public StreetPosition Snap(double longitude, double latitude, int radiusMillimeters) =>
        Snap(longitude, latitude, radiusMillimeters, Geodesy.MillimetersPerE7(latitude * 1e7));

    /// <summary>As <see cref="Snap(double, double, int)"/>, for many points of one latitude.</summary>
    /// <param name="longitude">WGS84 degrees.</param>
    /// <param name="latitude">WGS84 degrees.</param>
    /// <param name="radiusMillimeters">Farthest connector, inclusive.</param>
    /// <param name="scale"><see cref="Geodesy.MillimetersPerE7"/> at the latitude.</param>
    internal StreetPosition Snap(double longitude, double latitude, int radiusMillimeters, (double East, double North) scale)
    {
        if (_columns == 0 || !double.IsFinite(longitude) || !double.IsFinite(latitude) || Math.Abs(latitude) > 90)
        {
            return StreetPosition.None;
        }

        var x = longitude * 1e7;
        var y = latitude * 1e7;
        var (east, north) = scale;
        var column = (int)Math.Clamp(Math.Floor((x - _minLongitudeE7) / _cellLongitudeE7), -1e8, 1e8);
        var row = (int)Math.Clamp(Math.Floor((y - _minLatitudeE7) / _cellLatitudeE7), -1e8, 1e8);

        // Compared in whole micrometres, so that streets which are equally near in truth are so here, whatever the last bits say.
        var bestMicrometers = double.PositiveInfinity;
        var bestSquared = double.PositiveInfinity;
        var bestSegment = -1;
        var bestShare = 0.0;
        var reach = radiusMillimeters + 0.5;
        var notBeyondSquared = (reach + 1) * (reach + 1);
        var firstRing = Math.Max(0, Math.Max(Math.Max(-column, column - _columns + 1), Math.Max(-row, row - _rows + 1)));
        var lastRing = Math.Max(Math.Max(column, _columns - 1 - column), Math.Max(row, _rows - 1 - row));
        for (var ring = firstRing; ring <= lastRing; ring++)
        {
            // What is not within the square of the rings before is at least this far; a margin keeps equally near segments in.
            var toSquare = Math.Min(
                Math.Min(x - XOf(column - ring + 1), XOf(column + ring) - x) * east,
                Math.Min(y - YOf(row - ring + 1), YOf(row + ring) - y) * north) - 1;
            if (ring > 0 && (toSquare > reach || (toSquare > 0 && toSquare * toSquare > notBeyondSquared)))
            {
                break;
            }

            var topRow = Math.Min(row + ring, _rows - 1);
            for (var r = Math.Max(row - ring, 0); r <= topRow; r++)
            {
                var toRow = Math.Max(0, (Math.Max(YOf(r) - y, y - YOf(r + 1)) * north) - 1);
                var wholeRow = r == row - ring || r == row + ring;
                var step = wholeRow || ring == 0 ? 1 : 2 * ring;
                for (var c = column - ring; c <= column + ring; c += step)
                {
                    if (c < 0)
                    {
                        // Skips to the grid, or to the ring's other side.
                        c = wholeRow ? -step : c;
                        continue;
                    }

                    if (c >= _columns)
                    {
                        break;
                    }

                    // Where a segment comes nearest, the cell there lists it too: cells that are farther away have nothing nearer.
                    var toColumn = Math.Max(0, (Math.Max(XOf(c) - x, x - XOf(c + 1)) * east) - 1);
                    if ((toColumn * toColumn) + (toRow * toRow) > notBeyondSquared)
                    {
                        continue;
                    }

                    var cell = (r * _columns) + c;
                    for (var i = _firstOfCell[cell]; i < _firstOfCell[cell + 1]; i++)
                    {
                        var segment = _segmentOfCell[i];
                        var squared = SquaredDistance(segment, x, y, east, north, out var share);
                        if (squared > notBeyondSquared)
                        {
                            continue;
                        }

                        var micrometers = Math.Round(Math.Sqrt(squared) * 1000);
                        if (micrometers < bestMicrometers || (micrometers == bestMicrometers && segment < bestSegment))
                        {
                            (bestMicrometers, bestSquared, bestSegment, bestShare) = (micrometers, squared, segment, share);
                            notBeyondSquared = (micrometers + 1) * (micrometers + 1) * 1e-6;
                        }
                    }
                }
            }
        }

        var connector = Math.Round(Math.Sqrt(bestSquared), MidpointRounding.AwayFromZero);
        if (bestSegment < 0 || connector > radiusMillimeters)
        {
            return StreetPosition.None;
        }

        var link = LinkOfSegment(bestSegment);
        var from = _offsetOfPoint[bestSegment];
        var offset = from + (int)Math.Round((_offsetOfPoint[bestSegment + 1] - from) * bestShare, MidpointRounding.AwayFromZero);
        return new StreetPosition(link, offset, (int)connector);
    }

    /// <summary>Where a snapped position is, WGS84 degrees; the inverse of <see cref="Snap(double, double, int)"/> to the millimetre.</summary>
    /// <exception cref="ArgumentException">The position is not on the graph: a bug of the caller.</exception>
    public (double Longitude, double Latitude) PointAt(StreetPosition position)
    {
        if (!position.IsSnapped)
        {
            throw new ArgumentException("The point did not snap; it has no position on a street.", nameof(position));
        }

        var first = _graph.LinkFirstPoint[position.Link];
        var last = _graph.LinkFirstPoint[position.Link + 1] - 1;
        while (last - first > 1)
        {
            var middle = (first + last) >>> 1;
            if (_offsetOfPoint[middle] <= position.OffsetMillimeters)
            {
                first = middle;
            }
            else
            {
                last = middle;
            }
        }

        var length = _offsetOfPoint[last] - _offsetOfPoint[first];
        var share = length == 0 ? 0 : (position.OffsetMillimeters - _offsetOfPoint[first]) / (double)length;
        var longitudes = _graph.PointLongitudeE7;
        var latitudes = _graph.PointLatitudeE7;
        return (
            (longitudes[first] + (share * ((long)longitudes[last] - longitudes[first]))) / 1e7,
            (latitudes[first] + (share * ((long)latitudes[last] - latitudes[first]))) / 1e7);
    }

    /// <summary>A part of a link as it is drawn, WGS84 degrees: both ends, and the points of its geometry between them.</summary>
    /// <param name="link">Index of the link.</param>
    /// <param name="fromMillimeters">From the first end of the link, at most <paramref name="toMillimeters"/>.</param>
    /// <param name="toMillimeters">At most the link's length.</param>
    public IReadOnlyList<(double Longitude, double Latitude)> Line(int link, int fromMillimeters, int toMillimeters)
    {
        var line = new List<(double, double)> { PointAt(new StreetPosition(link, fromMillimeters, 0)) };
        for (var point = _graph.LinkFirstPoint[link] + 1; point < _graph.LinkFirstPoint[link + 1] - 1; point++)
        {
            if (_offsetOfPoint[point] > fromMillimeters && _offsetOfPoint[point] < toMillimeters)
            {
                line.Add((_graph.PointLongitudeE7[point] / 1e7, _graph.PointLatitudeE7[point] / 1e7));
            }
        }

        line.Add(PointAt(new StreetPosition(link, toMillimeters, 0)));
        return line;
    }

    double XOf(int column) => _minLongitudeE7 + (column * _cellLongitudeE7);

    double YOf(int row) => _minLatitudeE7 + (row * _cellLatitudeE7);

    /// <summary>Square millimetres to the nearest point of a segment, and that point's share of the way along it.</summary>
    double SquaredDistance(int segment, double x, double y, double east, double north, out double share)
    {
        int ax = _graph.PointLongitudeE7[segment], ay = _graph.PointLatitudeE7[segment];
        int bx = _graph.PointLongitudeE7[segment + 1], by = _graph.PointLatitudeE7[segment + 1];

        // The same two ends give the same distance bit by bit, whichever comes first: streets drawn twice are then equally near.
        var swapped = ax > bx || (ax == bx && ay > by);
        if (swapped)
        {
            (ax, ay, bx, by) = (bx, by, ax, ay);
        }

        var fromA = ((ax - x) * east, (ay - y) * north);
        var fromB = ((bx - x) * east, (by - y) * north);
        var (dx, dy) = (((long)bx - ax) * east, ((long)by - ay) * north);
        var lengthSquared = (dx * dx) + (dy * dy);
        var along = lengthSquared == 0 ? 0 : -((fromA.Item1 * dx) + (fromA.Item2 * dy)) / lengthSquared;
        double nearestX, nearestY;
        if (along <= 0)
        {
            (nearestX, nearestY, along) = (fromA.Item1, fromA.Item2, 0);
        }
        else if (along >= 1)
        {
            (nearestX, nearestY, along) = (fromB.Item1, fromB.Item2, 1);
        }
        else
        {
            (nearestX, nearestY) = (fromA.Item1 + (along * dx), fromA.Item2 + (along * dy));
        }

        share = swapped ? 1 - along : along;
        return (nearestX * nearestX) + (nearestY * nearestY);
    }

    int LinkOfSegment(int segment)
    {
        // Links have two points at least, so that no two of them start at the same one.
        var index = _graph.LinkFirstPoint.BinarySearch(segment);
        return index >= 0 ? index : ~index - 1;
    }

    /// <summary>Counts a segment in, or writes it to, each cell it may cross.</summary>
    void Enter(int segment, bool counting)
    {
        var ax = _graph.PointLongitudeE7[segment] - (double)_minLongitudeE7;
        var ay = _graph.PointLatitudeE7[segment] - (double)_minLatitudeE7;
        var bx = _graph.PointLongitudeE7[segment + 1] - (double)_minLongitudeE7;
        var by = _graph.PointLatitudeE7[segment + 1] - (double)_minLatitudeE7;
        if (ay > by)
        {
            (ax, ay, bx, by) = (bx, by, ax, ay);
        }

        var firstRow = Math.Clamp((int)Math.Floor((ay - MarginE7) / _cellLatitudeE7), 0, _rows - 1);
        var lastRow = Math.Clamp((int)Math.Floor((by + MarginE7) / _cellLatitudeE7), 0, _rows - 1);
        for (var row = firstRow; row <= lastRow; row++)
        {
            // The piece of the segment within the row.
            var (westX, eastX) = (Math.Min(ax, bx), Math.Max(ax, bx));
            if (firstRow != lastRow && by > ay)
            {
                var low = Math.Clamp(((row * _cellLatitudeE7) - MarginE7 - ay) / (by - ay), 0, 1);
                var high = Math.Clamp((((row + 1) * _cellLatitudeE7) + MarginE7 - ay) / (by - ay), 0, 1);
                var (lowX, highX) = (ax + (low * (bx - ax)), ax + (high * (bx - ax)));
                (westX, eastX) = (Math.Min(lowX, highX), Math.Max(lowX, highX));
            }

            var firstColumn = Math.Clamp((int)Math.Floor((westX - MarginE7) / _cellLongitudeE7), 0, _columns - 1);
            var lastColumn = Math.Clamp((int)Math.Floor((eastX + MarginE7) / _cellLongitudeE7), 0, _columns - 1);
            for (var column = firstColumn; column <= lastColumn; column++)
            {
                var cell = (row * _columns) + column;
                if (counting)
                {
                    _firstOfCell[cell]++;
                }
                else
                {
                    _segmentOfCell[--_firstOfCell[cell]] = segment;
                }
            }
        }
    }

    static bool[] SegmentsToIndex(StreetGraph graph, out int count)
    {
        count = 0;
        var snapsFrom = new bool[graph.PointLongitudeE7.Length];
        for (var link = 0; link < graph.LinkCount; link++)
        {
            if (((LinkTraits)graph.LinkTraitBits[link] & LinkTraits.NoSnap) == 0)
            {
                var (first, last) = (graph.LinkFirstPoint[link], graph.LinkFirstPoint[link + 1] - 1);
                snapsFrom.AsSpan(first, last - first).Fill(true);
                count += last - first;
            }
        }

        return snapsFrom;
    }

    /// <summary>Millimetres from the link's first point, such that the last point is at the link's length exactly.</summary>
    static int[] OffsetsOfPoints(StreetGraph graph)
    {
        var offsets = new int[graph.PointLongitudeE7.Length];
        var longitudes = graph.PointLongitudeE7;
        var latitudes = graph.PointLatitudeE7;
        for (var link = 0; link < graph.LinkCount; link++)
        {
            var (first, last) = (graph.LinkFirstPoint[link], graph.LinkFirstPoint[link + 1] - 1);
            var drawn = 0.0;
            for (var point = first + 1; point <= last; point++)
            {
                drawn += Geodesy.UnroundedMillimeters(longitudes[point - 1], latitudes[point - 1], longitudes[point], latitudes[point]);
            }

            var length = graph.LinkLengthMillimeters[link];
            var along = 0.0;
            for (var point = first + 1; point < last; point++)
            {
                along += Geodesy.UnroundedMillimeters(longitudes[point - 1], latitudes[point - 1], longitudes[point], latitudes[point]);
                offsets[point] = drawn == 0 ? 0 : (int)Math.Round(length * Math.Min(1, along / drawn), MidpointRounding.AwayFromZero);
            }

            offsets[last] = length;
        }

        return offsets;
    }
}
