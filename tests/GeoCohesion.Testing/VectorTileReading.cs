using System.Buffers.Binary;
using System.Text;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Testing;

/// <summary>A feature of a decoded tile; the geometry in units of the tile, y to the south.</summary>
public sealed record TileFeature(long Id, Geometry Geometry, IReadOnlyDictionary<string, object> Properties);

/// <summary>
/// Reads vector tiles by the letter of the specification (Mapbox Vector Tile 2.1), apart from the writer, and refuses what it forbids.
/// </summary>
public static class VectorTileReading
{
    static readonly GeometryFactory s_factory = new();

    /// <summary>The only layer of a tile.</summary>
    public static (string Name, IReadOnlyList<TileFeature> Features) Read(byte[] tile)
    {
        var layers = Fields(tile).ToList();
        if (layers.Count != 1 || layers[0].Field != 3)
        {
            throw new InvalidDataException("One layer is expected.");
        }

        var fields = Fields(layers[0].Bytes).ToList();
        Insist(Number(fields, 15) == 2, "version");
        Insist(Number(fields, 5) == 4096, "extent");
        var keys = fields.Where(field => field.Field == 3).Select(field => Encoding.UTF8.GetString(field.Bytes)).ToList();
        var values = fields.Where(field => field.Field == 4).Select(field => Value(field.Bytes)).ToList();
        Insist(keys.Distinct().Count() == keys.Count && values.Distinct().Count() == values.Count, "keys and values once");
        var used = new HashSet<(bool IsKey, ulong Index)>();
        var features = new List<TileFeature>();
        foreach (var feature in fields.Where(field => field.Field == 2))
        {
            var parts = Fields(feature.Bytes).ToList();
            var tags = Varints(parts.Single(part => part.Field == 2).Bytes).ToList();
            var properties = new Dictionary<string, object>();
            for (var i = 0; i < tags.Count; i += 2)
            {
                properties.Add(keys[(int)tags[i]], values[(int)tags[i + 1]]);
                used.Add((true, tags[i]));
                used.Add((false, tags[i + 1]));
            }

            var commands = Varints(parts.Single(part => part.Field == 4).Bytes).Select(number => (uint)number).ToList();
            features.Add(new TileFeature((long)Number(parts, 1), Geometry((int)Number(parts, 3), commands), properties));
        }

        Insist(used.Count == keys.Count + values.Count, "no key or value that nothing uses");
        return (Encoding.UTF8.GetString(fields.Single(field => field.Field == 1).Bytes), features);
    }

    /// <summary>Draws the commands of a geometry: 1 points, 2 lines, 3 polygons.</summary>
    public static Geometry Geometry(int kind, IReadOnlyList<uint> commands)
    {
        var paths = new List<List<Coordinate>>();
        var (x, y, at) = (0, 0, 0);
        while (at < commands.Count)
        {
            var (id, count) = (commands[at] & 7, (int)(commands[at] >> 3));
            at++;
            Insist(count > 0, "a command without a count");
            switch (id)
            {
                case 1:
                    Insist(kind == 1 || count == 1, "a MoveTo of several");
                    for (var i = 0; i < count; i++)
                    {
                        Move();
                        paths.Add([new Coordinate(x, y)]);
                    }

                    break;
                case 2:
                    for (var i = 0; i < count; i++)
                    {
                        var before = (x, y);
                        Move();
                        Insist(before != (x, y), "a LineTo without length");
                        paths[^1].Add(new Coordinate(x, y));
                    }

                    break;
                case 7:
                    Insist(kind == 3 && count == 1 && paths[^1].Count >= 3, "a ClosePath of less than three corners");
                    paths[^1].Add(paths[^1][0].Copy());
                    break;
                default:
                    throw new InvalidDataException($"Command {id}");
            }
        }

        return kind switch
        {
            1 => s_factory.CreateMultiPointFromCoords([.. paths.Select(path => path[0])]),
            2 => s_factory.CreateMultiLineString([.. paths.Select(path => s_factory.CreateLineString([.. path]))]),
            3 => Polygons(paths),
            _ => throw new InvalidDataException($"Kind {kind}"),
        };

        void Move()
        {
            x += Unzigzag(commands[at++]);
            y += Unzigzag(commands[at++]);
        }
    }

    static MultiPolygon Polygons(List<List<Coordinate>> rings)
    {
        var polygons = new List<(LinearRing Shell, List<LinearRing> Holes)>();
        foreach (var ring in rings)
        {
            // Surveyor's formula in the tile's own axes: positive begins a polygon, negative is a hole of the one before.
            var area = 0.0;
            for (var i = 1; i < ring.Count; i++)
            {
                area += (ring[i - 1].X * ring[i].Y) - (ring[i].X * ring[i - 1].Y);
            }

            Insist(area != 0, "a ring without area");
            if (area > 0)
            {
                polygons.Add((s_factory.CreateLinearRing([.. ring]), []));
            }
            else
            {
                Insist(polygons.Count > 0, "a hole before its polygon");
                polygons[^1].Holes.Add(s_factory.CreateLinearRing([.. ring]));
            }
        }

        return s_factory.CreateMultiPolygon([.. polygons.Select(polygon => s_factory.CreatePolygon(polygon.Shell, [.. polygon.Holes]))]);
    }

    static object Value(byte[] bytes)
    {
        var (field, number, content) = Fields(bytes).Single();
        return field switch
        {
            1 => Encoding.UTF8.GetString(content),
            3 => BinaryPrimitives.ReadDoubleLittleEndian(content),
            5 => (long)number,
            6 => (long)(number >> 1) ^ -(long)(number & 1),
            7 => number != 0,
            _ => throw new InvalidDataException($"Value {field}"),
        };
    }

    static ulong Number(IEnumerable<(int Field, ulong Number, byte[] Bytes)> fields, int field) => fields.Single(entry => entry.Field == field).Number;

    static IEnumerable<(int Field, ulong Number, byte[] Bytes)> Fields(byte[] message)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            var (number, bytes) = (0UL, Array.Empty<byte>());
            switch (tag & 7)
            {
                case 0:
                    number = Varint(message, ref at);
                    break;
                case 1:
                    bytes = message[at..(at += 8)];
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    bytes = message[at..(at += length)];
                    break;
                default:
                    throw new InvalidDataException($"Wire type {tag & 7}");
            }

            yield return ((int)(tag >> 3), number, bytes);
        }
    }

    static IEnumerable<ulong> Varints(byte[] packed)
    {
        for (var at = 0; at < packed.Length;)
        {
            yield return Varint(packed, ref at);
        }
    }

    static ulong Varint(byte[] bytes, ref int at)
    {
        var (number, shift) = (0UL, 0);
        byte part;
        do
        {
            part = bytes[at++];
            number |= (ulong)(part & 0x7F) << shift;
            shift += 7;
        }
        while ((part & 0x80) != 0);
        return number;
    }

    static int Unzigzag(uint value) => (int)(value >> 1) ^ -(int)(value & 1);

    static void Insist(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidDataException(what);
        }
    }
}
