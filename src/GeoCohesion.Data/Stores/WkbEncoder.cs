using System.Buffers.Binary;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Stores;

/// <summary>Writes geometries as well-known binary (OGC 06-103r4, clause 8), little-endian and of two dimensions, straight into the caller's bytes.</summary>
/// <remarks>The library's <c>WKBWriter</c> copies the list of holes once for each hole: of an area by car with tens of thousands of them that is most of
/// the time it takes to compute it.</remarks>
static class WkbEncoder
{
    const int HeaderLength = 1 + sizeof(int);
    const int PositionLength = 2 * sizeof(double);
    const byte LittleEndian = 1;

    /// <summary>Number of bytes that <see cref="Write"/> fills.</summary>
    public static int Length(Geometry geometry) => HeaderLength + geometry switch
    {
        Point => PositionLength,
        LineString line => Length(line),
        Polygon polygon => sizeof(int) + (polygon.IsEmpty ? 0 : Length(polygon.ExteriorRing) + polygon.InteriorRings.Sum(Length)),
        GeometryCollection collection => sizeof(int) + collection.Geometries.Sum(Length),
        _ => throw new ArgumentException($"Well-known binary of {geometry.GeometryType} is not provided for.", nameof(geometry)),
    };

    /// <summary>Writes a geometry.</summary>
    /// <param name="geometry">Of any type but curves.</param>
    /// <param name="bytes">At least <see cref="Length(Geometry)"/> of them.</param>
    public static void Write(Geometry geometry, Span<byte> bytes) => Append(geometry, bytes);

    /// <summary>A geometry in bytes of its own.</summary>
    public static byte[] ToBytes(Geometry geometry)
    {
        var bytes = new byte[Length(geometry)];
        Write(geometry, bytes);
        return bytes;
    }

    static int Length(LineString line) => sizeof(int) + (line.NumPoints * PositionLength);

    /// <returns>The bytes that are left.</returns>
    static Span<byte> Append(Geometry geometry, Span<byte> bytes)
    {
        bytes[0] = LittleEndian;
        bytes = Append((int)geometry.OgcGeometryType, bytes[1..]);
        switch (geometry)
        {
            case Point point:
                return Append(point.IsEmpty ? double.NaN : point.X, point.IsEmpty ? double.NaN : point.Y, bytes);
            case LineString line:
                return Append(line.CoordinateSequence, bytes);
            case Polygon polygon:
                bytes = Append(polygon.IsEmpty ? 0 : 1 + polygon.NumInteriorRings, bytes);
                bytes = polygon.IsEmpty ? bytes : Append(polygon.ExteriorRing.CoordinateSequence, bytes);
                foreach (var hole in polygon.InteriorRings)
                {
                    bytes = Append(hole.CoordinateSequence, bytes);
                }

                return bytes;
            default:
                var parts = ((GeometryCollection)geometry).Geometries;
                bytes = Append(parts.Length, bytes);
                foreach (var part in parts)
                {
                    bytes = Append(part, bytes);
                }

                return bytes;
        }
    }

    static Span<byte> Append(CoordinateSequence positions, Span<byte> bytes)
    {
        bytes = Append(positions.Count, bytes);
        for (var i = 0; i < positions.Count; i++)
        {
            bytes = Append(positions.GetX(i), positions.GetY(i), bytes);
        }

        return bytes;
    }

    static Span<byte> Append(double x, double y, Span<byte> bytes)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, x);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes[sizeof(double)..], y);
        return bytes[PositionLength..];
    }

    static Span<byte> Append(int number, Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes[sizeof(int)..];
    }
}
