using GeoCohesion.Core.Network;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Core.Isochrones;

/// <summary>Leaves out corners of nested areas, all of them together, so that they stay valid and nested.</summary>
/// <remarks>
/// The outlines of all areas are one plane drawing: lines that meet at common corners only. A corner is left out, the one that makes the
/// least triangle with its neighbours first (Visvalingam, Whyatt, <em>Line generalisation by repeated elimination of points</em>, 1993), if
/// no other corner is in that triangle: the drawing then stays plane, and every part, hole and nesting in it as it was. What two areas
/// have in common they keep in common. A corner also stays when leaving it out would move the outline by more than the tolerance from a
/// corner that it had.
/// </remarks>
public static class AreaSimplifier
{
    const int CellsPerBox = 1 << 14;

    static readonly GeometryFactory s_geometry = new(new PrecisionModel(), 4326);

    /// <summary>Simplifies.</summary>
    /// <param name="areas">By ascending limit, each holding those before it; corners in whole ten-millionths of a degree.</param>
    /// <param name="toleranceMeters">Farthest that a corner left out may be from the outline; above 0.</param>
    public static MultiPolygon[] Run(IReadOnlyList<MultiPolygon> areas, double toleranceMeters)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(toleranceMeters);
        var rings = new List<Ring>();
        foreach (var (area, areaNumber) in areas.Select((area, i) => (area, i)))
        {
            foreach (var (part, partNumber) in area.Geometries.Cast<Polygon>().Select((part, i) => (part, i)))
            {
                rings.Add(new Ring(areaNumber, partNumber, Points(part.ExteriorRing)));
                rings.AddRange(part.InteriorRings.Select(hole => new Ring(areaNumber, partNumber, Points(hole))));
            }
        }

        if (rings.Count > 0)
        {
            new Drawing(rings, toleranceMeters).Simplify();
        }

        return
        [
            .. areas.Select((_, areaNumber) => s_geometry.CreateMultiPolygon(
            [
                .. rings.Where(ring => ring.Area == areaNumber).GroupBy(ring => ring.Part).Select(part =>
                    s_geometry.CreatePolygon(Linear(part.First()), [.. part.Skip(1).Select(Linear)])),
            ])),
        ];
    }

    static List<(long X, long Y)> Points(LineString ring)
    {
        var sequence = ring.CoordinateSequence;
        var points = new List<(long, long)>(sequence.Count);
        for (var i = 0; i < sequence.Count - 1; i++)
        {
            points.Add(((long)Math.Round(sequence.GetX(i) * 1e7), (long)Math.Round(sequence.GetY(i) * 1e7)));
        }

        return points;
    }

    static LinearRing Linear(Ring ring)
    {
        var coordinates = ring.Points.Select(point => new Coordinate(point.X / 1e7, point.Y / 1e7)).ToList();
        coordinates.Add(coordinates[0].Copy());
        return s_geometry.CreateLinearRing([.. coordinates]);
    }

    sealed class Ring(int area, int part, List<(long X, long Y)> points)
    {
        public int Area => area;

        public int Part => part;

        public List<(long X, long Y)> Points { get; set; } = points;
    }

    /// <summary>All rings, with the corners that several have in common.</summary>
    sealed class Drawing
    {
        readonly List<Ring> _rings;
        readonly double _toleranceSquared;
        readonly double _metersX;
        readonly double _metersY;
        readonly Dictionary<(long X, long Y), int> _numberOf = [];
        readonly List<(long X, long Y)> _corners = [];

        // Per corner its neighbours, each once; corners with two are those that can be left out.
        readonly List<List<int>> _neighbours = [];

        // Per line, by its ends in order, the corners left out along it.
        readonly Dictionary<(int, int), List<int>> _leftOut = [];
        readonly Dictionary<(long, long), List<int>> _cornersOfCell = [];
        readonly long _cell;

        public Drawing(List<Ring> rings, double toleranceMeters)
        {
            _rings = rings;
            _toleranceSquared = toleranceMeters * toleranceMeters;
            long west = long.MaxValue, south = long.MaxValue, east = long.MinValue, north = long.MinValue;
            foreach (var (x, y) in rings.SelectMany(ring => ring.Points))
            {
                (west, south, east, north) = (Math.Min(west, x), Math.Min(south, y), Math.Max(east, x), Math.Max(north, y));
            }

            var (mmX, mmY) = Geodesy.MillimetersPerE7((south + north) / 2.0);
            (_metersX, _metersY) = (mmX / 1000, mmY / 1000);
            _cell = Math.Max(1, (long)Math.Sqrt((east - west + 1.0) * (north - south + 1.0) / CellsPerBox));
            foreach (var point in rings.SelectMany(ring => ring.Points))
            {
                if (!_numberOf.TryAdd(point, _corners.Count))
                {
                    continue;
                }

                Cell(point).Add(_corners.Count);
                _corners.Add(point);
                _neighbours.Add([]);
            }

            foreach (var ring in rings)
            {
                ring.Points = WithCornersBetween(ring.Points);
                for (var i = 0; i < ring.Points.Count; i++)
                {
                    var (a, b) = (_numberOf[ring.Points[i]], _numberOf[ring.Points[(i + 1) % ring.Points.Count]]);
                    if (!_neighbours[a].Contains(b))
                    {
                        _neighbours[a].Add(b);
                        _neighbours[b].Add(a);
                    }
                }
            }
        }

        public void Simplify()
        {
            var queue = new PriorityQueue<(int Corner, int A, int C), (double, int)>();
            for (var corner = 0; corner < _corners.Count; corner++)
            {
                Enter(corner);
            }

            while (queue.TryDequeue(out var entry, out _))
            {
                var (corner, a, c) = entry;
                if (_neighbours[corner].Count != 2 || _neighbours[corner][0] != a || _neighbours[corner][1] != c || !MayLeaveOut(corner, a, c))
                {
                    continue;
                }

                LeaveOut(corner, a, c);
                Enter(a);
                Enter(c);
            }

            foreach (var ring in _rings)
            {
                ring.Points = [.. ring.Points.Where(point => _neighbours[_numberOf[point]].Count > 0)];
            }

            void Enter(int corner)
            {
                if (_neighbours[corner] is [var a, var c])
                {
                    queue.Enqueue((corner, a, c), (Math.Abs(Turn(a, corner, c)), corner));
                }
            }
        }

        /// <summary>A ring with the corners of others that lie on its lines.</summary>
        List<(long X, long Y)> WithCornersBetween(List<(long X, long Y)> points)
        {
            var result = new List<(long X, long Y)>(points.Count);
            for (var i = 0; i < points.Count; i++)
            {
                var (a, b) = (points[i], points[(i + 1) % points.Count]);
                result.Add(a);
                var between = new List<(long X, long Y)>();
                ForEachNear(a, b, a, corner =>
                {
                    var point = _corners[corner];
                    if (point != a && point != b && IsOn(point, a, b))
                    {
                        between.Add(point);
                    }

                    return true;
                });
                result.AddRange(between.OrderBy(point => Math.Abs(point.X - a.X) + Math.Abs(point.Y - a.Y)));
            }

            return result;
        }

        bool MayLeaveOut(int corner, int a, int c)
        {
            // A line from a to c there is already: a hole or part of three corners.
            if (_neighbours[a].Contains(c))
            {
                return false;
            }

            var (from, to) = (_corners[a], _corners[c]);
            if (!IsNear(corner) || !LeftOutBetween(a, corner).All(IsNear) || !LeftOutBetween(corner, c).All(IsNear))
            {
                return false;
            }

            return ForEachNear(from, _corners[corner], to, other =>
                other == corner || other == a || other == c || _neighbours[other].Count == 0
                || !IsInTriangle(_corners[other], from, _corners[corner], to));

            bool IsNear(int left)
            {
                var point = _corners[left];
                var (dx, dy) = ((to.X - from.X) * _metersX, (to.Y - from.Y) * _metersY);
                var (px, py) = ((point.X - from.X) * _metersX, (point.Y - from.Y) * _metersY);
                var along = Math.Clamp(((px * dx) + (py * dy)) / ((dx * dx) + (dy * dy)), 0, 1);
                var (x, y) = (px - (along * dx), py - (along * dy));
                return (x * x) + (y * y) <= _toleranceSquared;
            }
        }

        void LeaveOut(int corner, int a, int c)
        {
            List<int> left = [.. LeftOutBetween(a, corner), corner, .. LeftOutBetween(corner, c)];
            _leftOut.Remove(Key(a, corner));
            _leftOut.Remove(Key(corner, c));
            _leftOut[Key(a, c)] = left;
            _neighbours[a][_neighbours[a].IndexOf(corner)] = c;
            _neighbours[c][_neighbours[c].IndexOf(corner)] = a;
            _neighbours[corner].Clear();
        }

        List<int> LeftOutBetween(int a, int b) => _leftOut.TryGetValue(Key(a, b), out var left) ? left : [];

        static (int, int) Key(int a, int b) => a < b ? (a, b) : (b, a);

        double Turn(int a, int b, int c) =>
            (((double)(_corners[b].X - _corners[a].X) * (_corners[c].Y - _corners[a].Y))
                - ((double)(_corners[c].X - _corners[a].X) * (_corners[b].Y - _corners[a].Y))) * _metersX * _metersY;

        static Int128 Side((long X, long Y) a, (long X, long Y) b, (long X, long Y) p) =>
            ((Int128)(b.X - a.X) * (p.Y - a.Y)) - ((Int128)(p.X - a.X) * (b.Y - a.Y));

        static bool IsOn((long X, long Y) p, (long X, long Y) a, (long X, long Y) b) =>
            Side(a, b, p) == 0
            && p.X >= Math.Min(a.X, b.X) && p.X <= Math.Max(a.X, b.X)
            && p.Y >= Math.Min(a.Y, b.Y) && p.Y <= Math.Max(a.Y, b.Y);

        /// <summary>Border included; of three corners in a line, on it.</summary>
        static bool IsInTriangle((long X, long Y) p, (long X, long Y) a, (long X, long Y) b, (long X, long Y) c)
        {
            var (one, two, three) = (Side(a, b, p), Side(b, c, p), Side(c, a, p));
            if (one == 0 && two == 0 && three == 0)
            {
                return IsOn(p, a, b) || IsOn(p, b, c) || IsOn(p, a, c);
            }

            return (one >= 0 && two >= 0 && three >= 0) || (one <= 0 && two <= 0 && three <= 0);
        }

        /// <summary>Looks at the corners in the box of three points until the condition fails.</summary>
        bool ForEachNear((long X, long Y) a, (long X, long Y) b, (long X, long Y) c, Func<int, bool> condition)
        {
            var (west, east) = (Math.Min(a.X, Math.Min(b.X, c.X)) / _cell, Math.Max(a.X, Math.Max(b.X, c.X)) / _cell);
            var (south, north) = (Math.Min(a.Y, Math.Min(b.Y, c.Y)) / _cell, Math.Max(a.Y, Math.Max(b.Y, c.Y)) / _cell);
            for (var y = south; y <= north; y++)
            {
                for (var x = west; x <= east; x++)
                {
                    if (_cornersOfCell.TryGetValue((x, y), out var corners))
                    {
                        foreach (var corner in corners)
                        {
                            if (!condition(corner))
                            {
                                return false;
                            }
                        }
                    }
                }
            }

            return true;
        }

        List<int> Cell((long X, long Y) point)
        {
            var key = (point.X / _cell, point.Y / _cell);
            if (!_cornersOfCell.TryGetValue(key, out var corners))
            {
                _cornersOfCell.Add(key, corners = []);
            }

            return corners;
        }
    }
}
