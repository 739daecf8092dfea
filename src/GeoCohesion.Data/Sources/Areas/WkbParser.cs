using System.Buffers.Binary;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Sources.Areas;

/// <summary>Parses well-known binary (OGC 06-103r4, ISO's and PostGIS's forms of Z and M), never trusting a count.</summary>
/// <remarks>NetTopologySuite's own reader allocates what a damaged count asks for; this one compares it with the bytes there are.</remarks>
ref struct WkbParser(ReadOnlySpan<byte> bytes, GeometryAssembler assembler, int line)
{
    const int DeepestNesting = 8;
    readonly ReadOnlySpan<byte> _bytes = bytes;
    int _position;
    bool _isLittleEndian;

    /// <summary>Parses one geometry.</summary>
    /// <exception cref="InvalidDataException">The bytes are not WKB; the message says why and where.</exception>
    public Geometry Parse() => ParseGeometry(0);

    Geometry ParseGeometry(int depth)
    {
        if (depth > DeepestNesting)
        {
            throw Wrong("geometries are nested too deeply");
        }

        _isLittleEndian = Take(1)[0] == 1;
        var code = ReadUInt32();
        var hasHeight = (code & 0x8000_0000) != 0;
        var hasMeasure = (code & 0x4000_0000) != 0;
        if ((code & 0x2000_0000) != 0)
        {
            Take(4);
        }

        code &= 0x0FFF_FFFF;
        hasHeight |= code / 1000 is 1 or 3;
        hasMeasure |= code / 1000 is 2 or 3;
        var positionBytes = 16 + (hasHeight ? 8 : 0) + (hasMeasure ? 8 : 0);
        var factory = assembler.Factory;
        switch (code % 1000)
        {
            case 1:
                var point = ReadPosition(positionBytes);
                return point is null ? factory.CreatePoint() : factory.CreatePoint(point);
            case 2:
                return assembler.Line(ReadPositions(positionBytes));
            case 3:
                var rings = new List<List<Coordinate>>();
                for (var left = ReadCount(4); left > 0; left--)
                {
                    rings.Add(ReadPositions(positionBytes));
                }

                return assembler.Polygon(rings, line);
            case 4:
                return factory.CreateMultiPoint([.. ParseMembers(depth).OfType<Point>()]);
            case 5:
                return factory.CreateMultiLineString([.. ParseMembers(depth).OfType<LineString>()]);
            case 6:
                return factory.CreateMultiPolygon([.. ParseMembers(depth).OfType<Polygon>().Where(p => !p.IsEmpty)]);
            case 7:
                return factory.CreateGeometryCollection([.. ParseMembers(depth)]);
            default:
                throw Wrong($"geometry type {code} is not one of points, lines, polygons and their collections");
        }
    }

    List<Geometry> ParseMembers(int depth)
    {
        var members = new List<Geometry>();
        for (var left = ReadCount(5); left > 0; left--)
        {
            var isLittleEndian = _isLittleEndian;
            members.Add(ParseGeometry(depth + 1));
            _isLittleEndian = isLittleEndian;
        }

        return members;
    }

    List<Coordinate> ReadPositions(int positionBytes)
    {
        var count = ReadCount(positionBytes);
        var positions = new List<Coordinate>(count);
        for (var i = 0; i < count; i++)
        {
            positions.Add(ReadPosition(positionBytes) ?? throw Wrong("a coordinate is not a finite number"));
        }

        return positions;
    }

    // An empty point is written as two NaN.
    Coordinate? ReadPosition(int positionBytes)
    {
        var position = Take(positionBytes);
        var x = _isLittleEndian ? BinaryPrimitives.ReadDoubleLittleEndian(position) : BinaryPrimitives.ReadDoubleBigEndian(position);
        var y = _isLittleEndian
            ? BinaryPrimitives.ReadDoubleLittleEndian(position[8..])
            : BinaryPrimitives.ReadDoubleBigEndian(position[8..]);
        return double.IsFinite(x) && double.IsFinite(y) ? new Coordinate(x, y) : null;
    }

    int ReadCount(int itemBytes)
    {
        var count = ReadUInt32();
        return count <= (uint)((_bytes.Length - _position) / itemBytes)
            ? (int)count
            : throw Wrong($"a count of {count} is more than the bytes can hold");
    }

    uint ReadUInt32()
    {
        var value = Take(4);
        return _isLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(value) : BinaryPrimitives.ReadUInt32BigEndian(value);
    }

    ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - _position)
        {
            throw Wrong("the bytes end too early");
        }

        _position += count;
        return _bytes.Slice(_position - count, count);
    }

    readonly InvalidDataException Wrong(string what) => new($"{what} (byte {_position})");
}
