using NetTopologySuite.Geometries;

namespace GeoCohesion.Core.Isochrones;

/// <summary>Draws the outlines of the points within a limit, by marching squares.</summary>
/// <remarks>
/// Why areas are valid and nested, without a repair: an outline crosses a grid line only strictly between two points, in the place that
/// their two times and the limit give, and in cells with two opposite corners within the limit it keeps them apart; so outlines never
/// touch, nor themselves. With a longer limit a crossing moves away from the point within, and each cell's pieces, being convex, hold those of the
/// shorter limit. Outlines that enclose less than the least area are left out, holes and parts alike: what lies in a hole that is left out
/// encloses still less, a part that grows encloses more, and so areas stay nested.
/// </remarks>
sealed class AreaOutline
{
    const int Parts = StreetRaster.PartsOfStep;

    static readonly GeometryFactory s_geometry = new(new PrecisionModel(), 4326);

    readonly StreetRaster _raster;
    readonly double _leastSquareMeters;
    readonly List<Ring> _rings = [];
    readonly List<(int X, int Y)> _corners = [];

    // Per ring, the number of the outer ring that it is or is in; rings that enclose too little have numbers as well.
    readonly List<int> _outerOfRing = [];
    int[] _ringOfCrossing = [];
    int[] _milliseconds = [];
    int _width;
    int _limit;
    int _nextRing;

    public AreaOutline(StreetRaster raster, double leastSquareMeters) => (_raster, _leastSquareMeters) = (raster, leastSquareMeters);

    public static MultiPolygon Empty => s_geometry.CreateMultiPolygon();

    /// <summary>Draws the area of one limit.</summary>
    /// <param name="milliseconds">Per point, row by row; none on the border is within the limit.</param>
    /// <param name="west">Column of the first point.</param>
    /// <param name="south">Row of the first point.</param>
    /// <param name="width">Points in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="limitMilliseconds">Inclusive.</param>
    public MultiPolygon Draw(int[] milliseconds, int west, int south, int width, int height, int limitMilliseconds)
    {
        (_milliseconds, _width, _limit) = (milliseconds, width, limitMilliseconds);
        if (_ringOfCrossing.Length < width * height)
        {
            _ringOfCrossing = new int[width * height];
        }

        Array.Clear(_ringOfCrossing, 0, width * height);
        _rings.Clear();
        _nextRing = 1;
        _outerOfRing.Clear();
        _outerOfRing.Add(0);
        for (var row = 0; row < height; row++)
        {
            var around = 0;
            for (var point = row * width; point < ((row + 1) * width) - 1; point++)
            {
                var isWithin = milliseconds[point] <= limitMilliseconds;
                if (isWithin == (milliseconds[point + 1] <= limitMilliseconds))
                {
                    continue;
                }

                if (_ringOfCrossing[point] == 0)
                {
                    // The first crossing of an outer ring in this order leads into the area, that of a hole out of it: the hole's outer
                    // ring is that of the crossing before.
                    _outerOfRing.Add(isWithin ? around : _nextRing);
                    Trace(point, isSouthward: !isWithin, west, south, _outerOfRing[^1]);
                    _nextRing++;
                }

                if (!isWithin)
                {
                    around = _outerOfRing[_ringOfCrossing[point]];
                }
            }
        }

        return Assemble();
    }

    /// <summary>Follows an outline from a crossing of a row, the area on the left hand.</summary>
    void Trace(int start, bool isSouthward, int west, int south, int outer)
    {
        _corners.Clear();

        // The crossing is between a point within (on the left) and one that is not (on the right).
        var (within, without) = isSouthward ? (start + 1, start) : (start, start + 1);
        do
        {
            var step = without - within;
            if (step is 1 or -1)
            {
                _ringOfCrossing[Math.Min(within, without)] = _nextRing;
            }

            AddCorner(within, step, west, south);

            // The two points ahead; ahead is the step turned a quarter to the left: from within to without is to the right.
            var ahead = step == 1 ? _width : step == -1 ? -_width : step == _width ? -1 : 1;
            if (_milliseconds[within + ahead] > _limit)
            {
                without = within + ahead;
            }
            else if (_milliseconds[without + ahead] > _limit)
            {
                (within, without) = (within + ahead, without + ahead);
            }
            else
            {
                within = without + ahead;
            }
        }
        while (!((isSouthward ? without : within) == start && (isSouthward ? within : without) == start + 1));

        Keep(outer);
    }

    void AddCorner(int within, int step, int west, int south)
    {
        // Nearer to the point whose time is nearer to the limit; capped, since a time far off says nothing about where the street ends.
        var most = _raster.StepMilliseconds;
        var rest = Math.Min((long)_limit - _milliseconds[within], most) + 1;
        var excess = Math.Min((long)_milliseconds[within + step] - _limit, most);
        var part = (int)Math.Clamp(((2 * rest * Parts) + rest + excess) / (2 * (rest + excess)), 1, Parts - 1);
        var x = (west + (within % _width)) * _raster.StepLongitudeE7;
        var y = (south + (within / _width)) * _raster.StepLatitudeE7;
        if (step is 1 or -1)
        {
            x += step * part * (_raster.StepLongitudeE7 / Parts);
        }
        else
        {
            y += Math.Sign(step) * part * (_raster.StepLatitudeE7 / Parts);
        }

        // Of corners in a straight line, the ends suffice.
        if (_corners.Count >= 2 && IsStraight(_corners[^2], _corners[^1], (x, y)))
        {
            _corners[^1] = (x, y);
        }
        else
        {
            _corners.Add((x, y));
        }
    }

    void Keep(int outer)
    {
        long twiceArea = 0;
        var (baseX, baseY) = _corners[0];
        for (var i = 0; i < _corners.Count; i++)
        {
            var (a, b) = (_corners[i], _corners[i + 1 < _corners.Count ? i + 1 : 0]);
            twiceArea += ((long)(a.X - baseX) * (b.Y - baseY)) - ((long)(b.X - baseX) * (a.Y - baseY));
        }

        // One scale for the whole grid, so that a ring within a ring never counts for more than it.
        if (Math.Abs(twiceArea) < 2 * _leastSquareMeters / _raster.SquareMetersPerSquareE7)
        {
            return;
        }

        var coordinates = new Coordinate[_corners.Count + 1];
        for (var i = 0; i < _corners.Count; i++)
        {
            coordinates[i] = new Coordinate(_corners[i].X / 1e7, _corners[i].Y / 1e7);
        }

        coordinates[^1] = coordinates[0].Copy();
        _rings.Add(new Ring(_nextRing, outer, s_geometry.CreateLinearRing(coordinates)));
    }

    MultiPolygon Assemble()
    {
        var holes = _rings.Where(ring => ring.Number != ring.Outer).ToLookup(ring => ring.Outer, ring => ring.Line);
        return s_geometry.CreateMultiPolygon(
        [
            .. _rings.Where(ring => ring.Number == ring.Outer).Select(ring => s_geometry.CreatePolygon(ring.Line, [.. holes[ring.Number]])),
        ]);
    }

    static bool IsStraight((int X, int Y) a, (int X, int Y) b, (int X, int Y) c) =>
        (long)(b.X - a.X) * (c.Y - b.Y) == (long)(c.X - b.X) * (b.Y - a.Y);

    readonly record struct Ring(int Number, int Outer, LinearRing Line);
}
