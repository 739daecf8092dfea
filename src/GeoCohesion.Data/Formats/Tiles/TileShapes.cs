using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace GeoCohesion.Data.Formats.Tiles;

/// <summary>Cuts geometries to a tile and puts them on its grid.</summary>
/// <remarks>
/// Polygons are cut and rounded by one overlay with snap rounding (Hobby 1999; Goodrich et al. 1997), whose result is valid on the grid and leaves
/// out what has no area there. No vertex moves by more than a unit. Thread-safe.
/// </remarks>
public static class TileShapes
{
    const double Least = -WebMercatorTile.Buffer;
    const double Greatest = WebMercatorTile.Extent + WebMercatorTile.Buffer;

    // A polygon whose box is smaller, in square units, is less than a dot on any screen: it is left out without an overlay.
    const double SmallestBox = 0.5;

    static readonly PrecisionModel s_grid = new(1);
    static readonly GeometryFactory s_factory = new(s_grid);
    static readonly Geometry s_frame = s_factory.ToGeometry(new Envelope(Least, Greatest, Least, Greatest));

    /// <summary>What of a geometry is to be seen on a tile: at most one shape of each kind; none where it is too small or beside the tile.</summary>
    /// <param name="geometry">WGS84 longitude and latitude.</param>
    /// <param name="tile">The tile.</param>
    public static IReadOnlyList<TileShape> Of(Geometry geometry, WebMercatorTile tile)
    {
        var points = new List<(int X, int Y)>();
        var lines = new List<List<(int X, int Y)>>();
        var polygons = new List<Polygon>();
        foreach (var part in Parts(geometry))
        {
            switch (part)
            {
                case Point point:
                    AddPoint(tile.ToTile(point.X, point.Y), points);
                    break;
                case LineString line:
                    AddLine(Projected(line.CoordinateSequence, tile), lines);
                    break;
                case Polygon polygon:
                    AddPolygon(polygon, tile, polygons);
                    break;
            }
        }

        var shapes = new List<TileShape>(1);
        if (points.Count > 0)
        {
            shapes.Add(new TileShape(TileShapeKind.Point, Commands.OfPoints(points), 0));
        }

        if (lines.Count > 0)
        {
            shapes.Add(new TileShape(TileShapeKind.Line, Commands.OfLines(lines), lines.Sum(Length)));
        }

        if (polygons.Count > 0)
        {
            shapes.Add(new TileShape(TileShapeKind.Polygon, Commands.OfPolygons(polygons), polygons.Sum(polygon => polygon.Area)));
        }

        return shapes;
    }

    static IEnumerable<Geometry> Parts(Geometry geometry) => geometry is GeometryCollection collection
        ? collection.Geometries.SelectMany(Parts)
        : geometry.IsEmpty ? [] : [geometry];

    static Coordinate[] Projected(CoordinateSequence sequence, WebMercatorTile tile)
    {
        var coordinates = new Coordinate[sequence.Count];
        for (var i = 0; i < coordinates.Length; i++)
        {
            coordinates[i] = tile.ToTile(sequence.GetX(i), sequence.GetY(i));
        }

        return coordinates;
    }

    static void AddPoint(Coordinate at, List<(int X, int Y)> points)
    {
        if (at.X is >= Least and <= Greatest && at.Y is >= Least and <= Greatest)
        {
            points.Add((Round(at.X), Round(at.Y)));
        }
    }

    static void AddLine(Coordinate[] line, List<List<(int X, int Y)>> lines)
    {
        var current = new List<(int X, int Y)>();
        for (var i = 1; i < line.Length; i++)
        {
            var (from, to) = (line[i - 1], line[i]);
            if (!Cut(from, to, out var enters, out var leaves))
            {
                End();
                continue;
            }

            if (enters > 0)
            {
                End();
            }

            Go(At(from, to, enters));
            Go(At(from, to, leaves));
            if (leaves < 1)
            {
                End();
            }
        }

        End();

        void Go((int X, int Y) at)
        {
            if (current.Count > 0 && current[^1] == at)
            {
                return;
            }

            // A vertex on the straight way between its neighbours draws nothing.
            if (current.Count > 1 && IsBetween(current[^2], current[^1], at))
            {
                current.RemoveAt(current.Count - 1);
            }

            current.Add(at);
        }

        void End()
        {
            if (current.Count > 1)
            {
                lines.Add(current);
                current = [];
            }
            else
            {
                current.Clear();
            }
        }
    }

    static (int X, int Y) At(Coordinate from, Coordinate to, double share) => share switch
    {
        0 => (Round(from.X), Round(from.Y)),
        1 => (Round(to.X), Round(to.Y)),
        _ => (Round(from.X + ((to.X - from.X) * share)), Round(from.Y + ((to.Y - from.Y) * share))),
    };

    // The piece of a segment within the frame, as shares of its length (Liang and Barsky 1984).
    static bool Cut(Coordinate from, Coordinate to, out double enters, out double leaves)
    {
        (enters, leaves) = (0, 1);
        return Side(from.X, to.X - from.X, ref enters, ref leaves) && Side(from.Y, to.Y - from.Y, ref enters, ref leaves);

        static bool Side(double start, double change, ref double enters, ref double leaves)
        {
            if (change == 0)
            {
                return start is >= Least and <= Greatest;
            }

            var (first, second) = ((Least - start) / change, (Greatest - start) / change);
            enters = Math.Max(enters, Math.Min(first, second));
            leaves = Math.Min(leaves, Math.Max(first, second));
            return enters <= leaves;
        }
    }

    static void AddPolygon(Polygon polygon, WebMercatorTile tile, List<Polygon> polygons)
    {
        var box = polygon.EnvelopeInternal;
        var (northWest, southEast) = (tile.ToTile(box.MinX, box.MaxY), tile.ToTile(box.MaxX, box.MinY));
        if ((southEast.X - northWest.X) * (southEast.Y - northWest.Y) < SmallestBox
            || southEast.X < Least || northWest.X > Greatest || southEast.Y < Least || northWest.Y > Greatest)
        {
            return;
        }

        var projected = s_factory.CreatePolygon(
            s_factory.CreateLinearRing(Projected(polygon.Shell.CoordinateSequence, tile)),
            [.. polygon.Holes.Select(hole => s_factory.CreateLinearRing(Projected(hole.CoordinateSequence, tile)))]);
        polygons.AddRange(Parts(OnGrid(projected)).OfType<Polygon>().Where(part => part.Area > 0));
    }

    static Geometry OnGrid(Geometry projected)
    {
        try
        {
            return OverlayNG.Overlay(projected, s_frame, SpatialFunction.Intersection, s_grid);
        }
        catch (TopologyException)
        {
            // An outline that crosses itself: what it encloses is taken.
            return OverlayNG.Overlay(GeometryFixer.Fix(projected), s_frame, SpatialFunction.Intersection, s_grid);
        }
    }

    static int Round(double value) => (int)Math.Floor(value + 0.5);

    static double Length(List<(int X, int Y)> line)
    {
        var length = 0.0;
        for (var i = 1; i < line.Count; i++)
        {
            length += Math.Sqrt(Square(line[i].X - line[i - 1].X) + Square(line[i].Y - line[i - 1].Y));
        }

        return length;

        static double Square(int value) => (double)value * value;
    }

    static bool IsBetween((int X, int Y) a, (int X, int Y) b, (int X, int Y) c)
    {
        var (abX, abY, bcX, bcY) = ((long)b.X - a.X, (long)b.Y - a.Y, (long)c.X - b.X, (long)c.Y - b.Y);
        return (abX * bcY) - (abY * bcX) == 0 && (abX * bcX) + (abY * bcY) > 0;
    }

    /// <summary>Writes the commands MoveTo, LineTo and ClosePath, with parameters relative to where the pen is.</summary>
    sealed class Commands
    {
        const uint MoveTo = 1;
        const uint LineTo = 2;
        const uint ClosePath = 7;

        readonly List<uint> _integers = [];
        (int X, int Y) _pen;

        public static List<uint> OfPoints(List<(int X, int Y)> points)
        {
            var commands = new Commands();
            commands.Command(MoveTo, points.Count);
            points.ForEach(commands.Go);
            return commands._integers;
        }

        public static List<uint> OfLines(List<List<(int X, int Y)>> lines)
        {
            var commands = new Commands();
            foreach (var line in lines)
            {
                commands.Path(line);
            }

            return commands._integers;
        }

        public static List<uint> OfPolygons(List<Polygon> polygons)
        {
            var commands = new Commands();
            foreach (var polygon in polygons)
            {
                // With y to the south, the area of an outer ring by the surveyor's formula is positive, that of a hole negative.
                commands.Ring(polygon.Shell, isCounterClockwise: true);
                foreach (var hole in polygon.Holes)
                {
                    commands.Ring(hole, isCounterClockwise: false);
                }
            }

            return commands._integers;
        }

        void Ring(LinearRing ring, bool isCounterClockwise)
        {
            var coordinates = ring.Coordinates;
            if (Orientation.IsCCW(coordinates) != isCounterClockwise)
            {
                Array.Reverse(coordinates);
            }

            var corners = new List<(int X, int Y)>(coordinates.Length);
            for (var i = 0; i < coordinates.Length - 1; i++)
            {
                var (before, at, after) = (Whole(coordinates[(i == 0 ? coordinates.Length - 1 : i) - 1]), Whole(coordinates[i]), Whole(coordinates[i + 1]));
                if (!IsBetween(before, at, after))
                {
                    corners.Add(at);
                }
            }

            Path(corners);
            Command(ClosePath, 1);
        }

        void Path(List<(int X, int Y)> path)
        {
            Command(MoveTo, 1);
            Go(path[0]);
            Command(LineTo, path.Count - 1);
            for (var i = 1; i < path.Count; i++)
            {
                Go(path[i]);
            }
        }

        static (int X, int Y) Whole(Coordinate coordinate) => ((int)coordinate.X, (int)coordinate.Y);

        void Command(uint id, int count) => _integers.Add(id | ((uint)count << 3));

        void Go((int X, int Y) to)
        {
            _integers.Add(Zigzag(to.X - _pen.X));
            _integers.Add(Zigzag(to.Y - _pen.Y));
            _pen = to;
        }

        static uint Zigzag(int value) => (uint)((value << 1) ^ (value >> 31));
    }
}
