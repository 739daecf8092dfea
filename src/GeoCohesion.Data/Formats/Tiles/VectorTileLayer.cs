using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace GeoCohesion.Data.Formats.Tiles;

/// <summary>Writes a vector tile of one layer (Mapbox Vector Tile specification 2.1).</summary>
/// <param name="name">Name of the layer.</param>
public sealed class VectorTileLayer(string name)
{
    const int Version = 2;

    readonly ArrayBufferWriter<byte> _features = new();
    readonly Dictionary<string, uint> _keys = new(StringComparer.Ordinal);
    readonly Dictionary<object, uint> _values = [];

    /// <summary>Media type of a tile.</summary>
    public const string MediaType = "application/vnd.mapbox-vector-tile";

    /// <summary>Adds a feature.</summary>
    /// <param name="id">Unique within the layer, except that the shapes of one feature share its id.</param>
    /// <param name="shape">Its geometry on the tile.</param>
    /// <param name="tags">Properties: <see cref="string"/>, <see cref="long"/>, <see cref="double"/> or <see cref="bool"/>; null is left out.</param>
    public void Add(long id, TileShape shape, IEnumerable<(string Key, object? Value)> tags)
    {
        var tagged = new ArrayBufferWriter<byte>();
        foreach (var (key, value) in tags)
        {
            if (value is not null)
            {
                Varint(tagged, Index(_keys, key));
                Varint(tagged, Index(_values, value));
            }
        }

        var geometry = new ArrayBufferWriter<byte>(shape.Commands.Count + 1);
        foreach (var integer in shape.Commands)
        {
            Varint(geometry, integer);
        }

        var feature = new ArrayBufferWriter<byte>();
        Number(feature, 1, (ulong)id);
        Bytes(feature, 2, tagged.WrittenSpan);
        Number(feature, 3, (ulong)shape.Kind);
        Bytes(feature, 4, geometry.WrittenSpan);
        Bytes(_features, 2, feature.WrittenSpan);
    }

    /// <summary>The tile; empty, which is a tile without layers, where no feature was added.</summary>
    public byte[] ToArray()
    {
        if (_features.WrittenCount == 0)
        {
            return [];
        }

        var layer = new ArrayBufferWriter<byte>();
        Number(layer, 15, Version);
        Bytes(layer, 1, Encoding.UTF8.GetBytes(name));
        layer.Write(_features.WrittenSpan);
        foreach (var key in _keys.OrderBy(entry => entry.Value))
        {
            Bytes(layer, 3, Encoding.UTF8.GetBytes(key.Key));
        }

        foreach (var value in _values.OrderBy(entry => entry.Value))
        {
            Bytes(layer, 4, Value(value.Key));
        }

        Number(layer, 5, WebMercatorTile.Extent);
        var tile = new ArrayBufferWriter<byte>(layer.WrittenCount + 8);
        Bytes(tile, 3, layer.WrittenSpan);
        return tile.WrittenSpan.ToArray();
    }

    static uint Index<T>(Dictionary<T, uint> known, T value) where T : notnull
    {
        if (!known.TryGetValue(value, out var index))
        {
            known.Add(value, index = (uint)known.Count);
        }

        return index;
    }

    static ReadOnlySpan<byte> Value(object value)
    {
        var writer = new ArrayBufferWriter<byte>();
        switch (value)
        {
            case string text:
                Bytes(writer, 1, Encoding.UTF8.GetBytes(text));
                break;
            case double number:
                Varint(writer, (3 << 3) | 1);
                BinaryPrimitives.WriteDoubleLittleEndian(writer.GetSpan(sizeof(double)), number);
                writer.Advance(sizeof(double));
                break;
            case long number and >= 0:
                Number(writer, 5, (ulong)number);
                break;
            case long number:
                Number(writer, 6, (ulong)((number << 1) ^ (number >> 63)));
                break;
            case bool flag:
                Number(writer, 7, flag ? 1UL : 0UL);
                break;
            default:
                throw new ArgumentException($"{value.GetType().Name} is not a type of a property.", nameof(value));
        }

        return writer.WrittenSpan;
    }

    static void Number(ArrayBufferWriter<byte> writer, int field, ulong number)
    {
        Varint(writer, (ulong)field << 3);
        Varint(writer, number);
    }

    static void Bytes(ArrayBufferWriter<byte> writer, int field, ReadOnlySpan<byte> bytes)
    {
        Varint(writer, ((ulong)field << 3) | 2);
        Varint(writer, (ulong)bytes.Length);
        writer.Write(bytes);
    }

    static void Varint(ArrayBufferWriter<byte> writer, ulong number)
    {
        var span = writer.GetSpan(10);
        var length = 0;
        for (; number >= 0x80; number >>= 7)
        {
            span[length++] = (byte)(number | 0x80);
        }

        span[length++] = (byte)number;
        writer.Advance(length);
    }
}
