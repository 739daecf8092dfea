using GeoCohesion.Core;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Stores.Cql2;

/// <summary>Reads the geometries of a filter: well-known text, and <c>BBOX(...)</c>. Heights are read and left out.</summary>
sealed class Cql2Geometries(Cql2Reader reader, ServedCrs crs)
{
    const int Wgs84 = 4326;
    const int MaximumDepth = 10;
    const double LargestCoordinate = 1e8;

    static readonly GeometryFactory s_factory = new(new PrecisionModel(), Wgs84);

    /// <summary>Takes a geometry; what comes back is in WGS84.</summary>
    /// <exception cref="InputException">It is none (<c>filter-geometry</c> or <c>filter-syntax</c>).</exception>
    public Geometry Read()
    {
        var position = reader.Next.Position;
        if (reader.Next.Is("BBOX"))
        {
            return Box();
        }

        var geometry = Tagged(0);
        if (!geometry.IsValid)
        {
            throw Cql2Errors.Geometry("the outline of the geometry crosses itself", position);
        }

        return crs.ToStored(geometry) ?? throw OutOfDomain(position);
    }

    Geometry Box()
    {
        var position = reader.Take().Position;
        var numbers = new List<double>();
        reader.ExpectSymbol("(");
        do
        {
            numbers.Add(Number());
        }
        while (reader.AcceptSymbol(","));
        reader.ExpectSymbol(")");
        if (numbers.Count is not (4 or 6))
        {
            throw Cql2Errors.Geometry("BBOX has 4 numbers (minimum x, minimum y, maximum x, maximum y), or 6 with heights", position);
        }

        var (minX, minY, maxX, maxY) = (numbers[0], numbers[1], numbers[numbers.Count / 2], numbers[(numbers.Count / 2) + 1]);
        if (minY > maxY || (minX > maxX && !crs.IsCrs84))
        {
            throw Cql2Errors.Geometry("the minima of BBOX are greater than its maxima", position);
        }

        return crs.BoxToStored(minX, minY, maxX, maxY) ?? throw OutOfDomain(position);
    }

    Geometry Tagged(int depth)
    {
        var tag = reader.Take();
        reader.Accept("Z");
        if (tag.Is("POINT"))
        {
            return Within(() => s_factory.CreatePoint(Position()));
        }

        if (tag.Is("LINESTRING"))
        {
            return Line();
        }

        if (tag.Is("POLYGON"))
        {
            return Polygon();
        }

        if (tag.Is("MULTIPOINT"))
        {
            return s_factory.CreateMultiPoint([.. List(PointOfMany)]);
        }

        if (tag.Is("MULTILINESTRING"))
        {
            return s_factory.CreateMultiLineString([.. List(Line)]);
        }

        if (tag.Is("MULTIPOLYGON"))
        {
            return s_factory.CreateMultiPolygon([.. List(Polygon)]);
        }

        if (tag.Is("GEOMETRYCOLLECTION") && depth < MaximumDepth)
        {
            return s_factory.CreateGeometryCollection([.. List(() => Tagged(depth + 1))]);
        }

        throw Cql2Errors.Geometry($"{tag.Shown} stands where a geometry is expected, such as POINT(4.1 49.2) or BBOX(4.1, 49.2, 4.2, 49.3)",
            tag.Position);
    }

    // Both MULTIPOINT((1 2), (3 4)) and MULTIPOINT(1 2, 3 4) are in use.
    Point PointOfMany() => s_factory.CreatePoint(reader.Next.IsSymbol("(") ? Within(Position) : Position());

    LineString Line()
    {
        var position = reader.Next.Position;
        var coordinates = List(Position);
        return coordinates.Count >= 2 ? s_factory.CreateLineString([.. coordinates])
            : throw Cql2Errors.Geometry("a line has at least 2 positions", position);
    }

    Polygon Polygon()
    {
        var rings = List(Ring);
        return s_factory.CreatePolygon(rings[0], [.. rings.Skip(1)]);
    }

    LinearRing Ring()
    {
        var position = reader.Next.Position;
        var coordinates = List(Position);
        return coordinates.Count >= 4 && coordinates[0].Equals2D(coordinates[^1])
            ? s_factory.CreateLinearRing([.. coordinates])
            : throw Cql2Errors.Geometry("a ring has at least 4 positions, and its last is its first", position);
    }

    Coordinate Position()
    {
        var coordinate = new Coordinate(Number(), Number());
        if (reader.Next.Kind == Cql2TokenKind.Number)
        {
            Number();
        }

        return coordinate;
    }

    double Number()
    {
        var token = reader.Take();
        if (!Cql2Reader.TryNumber(token, out var number))
        {
            throw Cql2Reader.Unexpected(token, "a coordinate");
        }

        return Math.Abs(number) <= LargestCoordinate ? number
            : throw Cql2Errors.Geometry($"'{token.Content}' is no coordinate of a place on Earth", token.Position);
    }

    List<T> List<T>(Func<T> read) => Within(() =>
    {
        var items = new List<T> { read() };
        while (reader.AcceptSymbol(","))
        {
            items.Add(read());
        }

        return items;
    });

    T Within<T>(Func<T> read)
    {
        reader.ExpectSymbol("(");
        var content = read();
        reader.ExpectSymbol(")");
        return content;
    }

    InputException OutOfDomain(int position) => Cql2Errors.Geometry($"the geometry lies where {crs.Name} is not defined", position);
}
