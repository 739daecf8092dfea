using System.Buffers.Binary;
using System.Text;
using GeoCohesion.Core.Accessibility;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Formats;

/// <summary>Writes multipolygons as FlatGeobuf 3.0 (https://flatgeobuf.org), feature by feature, without an index of boxes, so that memory
/// does not grow with the file.</summary>
/// <remarks>A feature without a geometry has none in the file. Coordinates are WGS84 degrees (EPSG:4326).</remarks>
public sealed class FlatGeobufWriter
{
    const byte MultiPolygonType = 6;
    const byte PolygonType = 3;
    const byte BoolType = 2;
    const byte LongType = 7;
    const byte DoubleType = 10;
    const byte StringType = 11;

    readonly Stream _stream;
    readonly IReadOnlyList<ResultColumn> _columns;
    readonly FlatBufferBuilder _builder = new();
    byte[] _properties = new byte[256];

    /// <summary>Writes what goes before the features.</summary>
    /// <param name="stream">Where to; the caller closes it.</param>
    /// <param name="name">Name of the layer.</param>
    /// <param name="columns">Columns of the features.</param>
    /// <param name="featureCount">How many features will be written.</param>
    public FlatGeobufWriter(Stream stream, string name, IReadOnlyList<ResultColumn> columns, long featureCount)
    {
        (_stream, _columns) = (stream, columns);
        stream.Write([0x66, 0x67, 0x62, 0x03, 0x66, 0x67, 0x62, 0x01]);
        var references = columns.Select(Column).ToArray();
        var list = _builder.References(references);
        var (nameText, organization) = (_builder.Text(name), _builder.Text("EPSG"));
        _builder.BeginTable();
        _builder.AddReference(0, organization);
        _builder.AddInt(1, 4326);
        var crs = _builder.EndTable();
        _builder.BeginTable();
        _builder.AddLong(8, (ulong)featureCount);
        _builder.AddReference(0, nameText);
        _builder.AddReference(7, list);
        _builder.AddReference(10, crs);
        _builder.AddShort(9, 0);
        _builder.AddByte(2, MultiPolygonType);
        _stream.Write(_builder.Finish(_builder.EndTable()));
    }

    /// <summary>Writes one feature.</summary>
    /// <param name="geometry">Null or empty for none.</param>
    /// <param name="values">One per column: <see cref="string"/>, <see cref="long"/>, <see cref="double"/>, <see cref="bool"/> or null.</param>
    public void Write(MultiPolygon? geometry, ReadOnlySpan<object?> values)
    {
        _builder.Clear();
        var properties = _builder.Bytes(Properties(values));
        var shape = geometry is { IsEmpty: false } ? Shape(geometry) : 0;
        _builder.BeginTable();
        if (shape != 0)
        {
            _builder.AddReference(0, shape);
        }

        _builder.AddReference(1, properties);
        _stream.Write(_builder.Finish(_builder.EndTable()));
    }

    int Column(ResultColumn column)
    {
        var (name, description) = (_builder.Text(column.Name), _builder.Text(column.Description));
        _builder.BeginTable();
        _builder.AddReference(0, name);
        _builder.AddReference(3, description);
        _builder.AddByte(1, column.Kind switch
        {
            ColumnKind.WholeNumber => LongType,
            ColumnKind.RealNumber => DoubleType,
            ColumnKind.Flag => BoolType,
            _ => StringType,
        });
        return _builder.EndTable();
    }

    int Shape(MultiPolygon geometry)
    {
        var parts = geometry.Geometries.Cast<Polygon>().Select(Part).ToArray();
        var list = _builder.References(parts);
        _builder.BeginTable();
        _builder.AddReference(7, list);
        _builder.AddByte(6, MultiPolygonType);
        return _builder.EndTable();
    }

    int Part(Polygon polygon)
    {
        var coordinates = new List<double>(2 * polygon.NumPoints);
        var ends = new List<uint>();
        foreach (var ring in polygon.InteriorRings.Prepend(polygon.ExteriorRing))
        {
            foreach (var coordinate in ring.Coordinates)
            {
                coordinates.Add(coordinate.X);
                coordinates.Add(coordinate.Y);
            }

            ends.Add((uint)(coordinates.Count / 2));
        }

        var xy = _builder.Numbers(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(coordinates));
        var endList = ends.Count > 1 ? _builder.Numbers([.. ends]) : 0;
        _builder.BeginTable();
        if (endList != 0)
        {
            _builder.AddReference(0, endList);
        }

        _builder.AddReference(1, xy);
        _builder.AddByte(6, PolygonType);
        return _builder.EndTable();
    }

    ReadOnlySpan<byte> Properties(ReadOnlySpan<object?> values)
    {
        var length = 0;
        for (var column = 0; column < _columns.Count; column++)
        {
            if (values[column] is not { } value)
            {
                continue;
            }

            BinaryPrimitives.WriteUInt16LittleEndian(Reserve(ref length, 2), (ushort)column);
            switch (value)
            {
                case long whole:
                    BinaryPrimitives.WriteInt64LittleEndian(Reserve(ref length, 8), whole);
                    break;
                case double real:
                    BinaryPrimitives.WriteDoubleLittleEndian(Reserve(ref length, 8), real);
                    break;
                case bool flag:
                    Reserve(ref length, 1)[0] = flag ? (byte)1 : (byte)0;
                    break;
                default:
                    var text = (string)value;
                    var bytes = Encoding.UTF8.GetByteCount(text);
                    BinaryPrimitives.WriteInt32LittleEndian(Reserve(ref length, 4), bytes);
                    Encoding.UTF8.GetBytes(text, Reserve(ref length, bytes));
                    break;
            }
        }

        return _properties.AsSpan(0, length);
    }

    Span<byte> Reserve(ref int length, int count)
    {
        if (length + count > _properties.Length)
        {
            Array.Resize(ref _properties, Math.Max(2 * _properties.Length, length + count));
        }

        length += count;
        return _properties.AsSpan(length - count, count);
    }
}
