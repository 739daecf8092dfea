using GeoCohesion.Core.Network;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Buffer;
using NetTopologySuite.Operation.OverlayNG;
using NetTopologySuite.Operation.Polygonize;

namespace GeoCohesion.Core.Isochrones;

/// <summary>The ground within a distance of reached streets.</summary>
/// <remarks>
/// Streets are taken square by square of some 50 m (the more ends meet in a buffer, the longer it takes), each in the plane whose axes have
/// the scale of the meridian and of the parallel in its middle (<see cref="Geodesy"/>), so that metres are right to a thousandth and
/// straight lines stay straight; round ends and corners have eight sides for each right angle. The outlines of all limits are then drawn as
/// one plane drawing in whole ten-millionths of a degree, and the areas are put together of its faces: valid, and exactly nested.
/// </remarks>
public static class StreetBuffer
{
    const int SquareE7 = 5_000;
    const int SidesOfRightAngle = 8;

    // Areas are joined so many at a time, neighbours first.
    const int JoinedAtOnce = 4;

    static readonly GeometryFactory s_geometry = new(new PrecisionModel(), 4326);

    // Whole ten-millionths of a degree.
    static readonly PrecisionModel s_whole = new(1);

    /// <summary>Draws the areas.</summary>
    /// <param name="streets">Streets of each mode, and their pieces by link and then along it.</param>
    /// <param name="limits">Number of limits that the pieces are of.</param>
    /// <param name="meters">Distance from the streets, above 0.</param>
    /// <param name="isStopped">Asked now and then; when it says yes, the work ends with <see cref="OperationCanceledException"/>.</param>
    /// <returns>One per limit, ascending, WGS84 degrees (SRID 4326), right-hand wound; empty where nothing is reached.</returns>
    public static MultiPolygon[] Of(
        IReadOnlyList<(StreetIndex Index, IReadOnlyList<ReachedPiece> Pieces)> streets, int limits, double meters, Func<bool>? isStopped = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(meters);
        var areas = new Geometry[limits];
        Geometry shorter = s_geometry.CreateMultiPolygon();
        for (var limit = 0; limit < limits; limit++)
        {
            var squares = new SortedDictionary<(int Row, int Column), List<LineString>>();
            foreach (var (index, pieces) in streets)
            {
                AddLines(squares, index, pieces, limit);
            }

            var parts = new List<Geometry>();
            foreach (var (square, lines) in squares)
            {
                Check(isStopped);
                parts.Add(InSquare(square.Row, lines, meters));
            }

            if (parts.Count > 0)
            {
                shorter = OverlayNGRobust.Union([shorter, Join(parts, isStopped)]);
            }

            areas[limit] = shorter;
        }

        return Nested(areas);
    }

    static Geometry Join(List<Geometry> parts, Func<bool>? isStopped)
    {
        while (parts.Count > 1)
        {
            parts =
            [
                .. parts.Chunk(JoinedAtOnce).Select(chunk =>
                {
                    Check(isStopped);
                    return OverlayNGRobust.Union(chunk);
                }),
            ];
        }

        return parts[0];
    }

    static void Check(Func<bool>? isStopped)
    {
        if (isStopped is not null && isStopped())
        {
            throw new OperationCanceledException();
        }
    }

    static void AddLines(
        SortedDictionary<(int Row, int Column), List<LineString>> squares, StreetIndex index, IReadOnlyList<ReachedPiece> pieces, int limit)
    {
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].Limit != limit)
            {
                continue;
            }

            var part = pieces[i].Part;
            var to = part.ToMillimeters;
            while (i + 1 < pieces.Count
                && pieces[i + 1].Limit == limit && pieces[i + 1].Part.Link == part.Link && pieces[i + 1].Part.FromMillimeters == to)
            {
                to = pieces[++i].Part.ToMillimeters;
            }

            var line = index.Line(part.Link, part.FromMillimeters, to);
            Coordinate[] corners = [.. line.Select(point => new Coordinate(point.Longitude * 1e7, point.Latitude * 1e7))];
            var middle = corners[corners.Length / 2];
            var square = (StreetRaster.FloorDivide((int)middle.Y, SquareE7), StreetRaster.FloorDivide((int)middle.X, SquareE7));
            if (!squares.TryGetValue(square, out var lines))
            {
                squares.Add(square, lines = []);
            }

            lines.Add(s_geometry.CreateLineString(corners));
        }
    }

    static Geometry InSquare(int row, List<LineString> lines, double meters)
    {
        var (east, north) = Geodesy.MillimetersPerE7((row + 0.5) * SquareE7);
        Geometry all = s_geometry.CreateMultiLineString([.. lines]);
        all.Apply(new Scale(east / 1000, north / 1000));
        var around = all.Buffer(meters, new BufferParameters(SidesOfRightAngle, EndCapStyle.Round));
        around.Apply(new Scale(1000 / east, 1000 / north));
        around.GeometryChanged();
        return around;
    }

    /// <summary>Puts areas together of the faces of one drawing of all their outlines.</summary>
    static MultiPolygon[] Nested(Geometry[] areas)
    {
        var outlines = areas.Where(area => !area.IsEmpty).Select(area => area.Boundary).ToArray();
        if (outlines.Length == 0)
        {
            return [.. areas.Select(_ => AreaOutline.Empty)];
        }

        var polygonizer = new Polygonizer();
        polygonizer.Add(UnaryUnionNG.Union(s_geometry.BuildGeometry(outlines), s_whole));
        var locators = areas.Select(area => area.IsEmpty ? null : new IndexedPointInAreaLocator(area)).ToArray();
        var faces = new List<(Geometry Face, int Limit)>();
        foreach (var face in polygonizer.GetPolygons())
        {
            var inside = face.InteriorPoint.Coordinate;
            var limit = Array.FindIndex(locators, locator => locator is not null && locator.Locate(inside) != Location.Exterior);
            if (limit >= 0)
            {
                faces.Add((face, limit));
            }
        }

        return [.. areas.Select((_, limit) => Joined([.. faces.Where(face => face.Limit <= limit).Select(face => face.Face)]))];
    }

    static MultiPolygon Joined(Geometry[] faces)
    {
        if (faces.Length == 0)
        {
            return AreaOutline.Empty;
        }

        // Faces of one drawing share whole edges, and nothing else.
        var area = CoverageUnion.Union(s_geometry.BuildGeometry(faces));
        return s_geometry.CreateMultiPolygon(
        [
            .. Enumerable.Range(0, area.NumGeometries).Select(i => (Polygon)area.GetGeometryN(i)).Select(polygon =>
                s_geometry.CreatePolygon(InDegrees(polygon.Shell, true), [.. polygon.Holes.Select(hole => InDegrees(hole, false))])),
        ]);
    }

    static LinearRing InDegrees(LinearRing ring, bool isCounterclockwise)
    {
        Coordinate[] corners = [.. ring.Coordinates.Select(corner => new Coordinate(corner.X / 1e7, corner.Y / 1e7))];
        if (ring.IsCCW != isCounterclockwise)
        {
            Array.Reverse(corners);
        }

        return s_geometry.CreateLinearRing(corners);
    }

    sealed class Scale(double east, double north) : ICoordinateFilter
    {
        public void Filter(Coordinate coord) => (coord.X, coord.Y) = (coord.X * east, coord.Y * north);
    }
}
