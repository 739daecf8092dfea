using System.Buffers.Binary;
using System.Text;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Testing;

/// <summary>Writes real shapefiles for tests: .shp, .shx, .dbf, and on request .prj and .cpg, in the forms that producers write.</summary>
public sealed class ShapefileWriter
{
    public const string Lambert93Prj =
        """PROJCS["RGF_1993_Lambert_93",GEOGCS["GCS_RGF_1993",DATUM["D_RGF_1993",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",700000.0],PARAMETER["False_Northing",6600000.0],PARAMETER["Central_Meridian",3.0],PARAMETER["Standard_Parallel_1",44.0],PARAMETER["Standard_Parallel_2",49.0],PARAMETER["Latitude_Of_Origin",46.5],UNIT["Meter",1.0]]""";

    readonly List<(byte[] Content, string[] Values, bool IsDeleted)> _records = [];

    public required IReadOnlyList<(string Name, int Length)> Fields { get; init; }

    /// <summary>1, 3, 5, 8, or with 10 (heights) or 20 (measures) added.</summary>
    public required int ShapeType { get; init; }

    public Encoding Encoding { get; init; } = Encoding.UTF8;

    /// <summary>Byte 29 of the .dbf.</summary>
    public byte LanguageDriver { get; init; }

    public string? Prj { get; init; } = Lambert93Prj;

    public string? Cpg { get; init; }

    /// <summary>Writes holes clockwise and shells counter-clockwise, against the standard.</summary>
    public bool TurnsRingsTheWrongWay { get; init; }

    public void Add(Geometry? shape, IReadOnlyList<string> values, bool isDeleted = false) =>
        _records.Add((ContentOf(shape), [.. values], isDeleted));

    /// <summary>Writes the files; returns the path of the .shp.</summary>
    public string Write(string folder, string name)
    {
        var path = Path.Combine(folder, name + ".shp");
        var shapes = new List<byte>(new byte[100]);
        var index = new List<byte>(new byte[100]);
        for (var i = 0; i < _records.Count; i++)
        {
            index.AddRange(BigEndian(shapes.Count / 2));
            index.AddRange(BigEndian(_records[i].Content.Length / 2));
            shapes.AddRange(BigEndian(i + 1));
            shapes.AddRange(BigEndian(_records[i].Content.Length / 2));
            shapes.AddRange(_records[i].Content);
        }

        File.WriteAllBytes(path, WithHeader(shapes));
        File.WriteAllBytes(Path.ChangeExtension(path, ".shx"), WithHeader(index));
        File.WriteAllBytes(Path.ChangeExtension(path, ".dbf"), Table());
        if (Prj is not null)
        {
            File.WriteAllText(Path.ChangeExtension(path, ".prj"), Prj);
        }

        if (Cpg is not null)
        {
            File.WriteAllText(Path.ChangeExtension(path, ".cpg"), Cpg);
        }

        return path;
    }

    static byte[] BigEndian(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    byte[] WithHeader(List<byte> body)
    {
        var bytes = body.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(bytes, 9994);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(24), bytes.Length / 2);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(28), 1000);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(32), ShapeType);
        return bytes;
    }

    byte[] Table()
    {
        var recordBytes = 1 + Fields.Sum(f => f.Length);
        var headerBytes = 32 + (32 * Fields.Count) + 1;
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write([0x03, 124, 1, 1]);
        writer.Write(_records.Count);
        writer.Write((ushort)headerBytes);
        writer.Write((ushort)recordBytes);
        writer.Write(new byte[17]);
        writer.Write(LanguageDriver);
        writer.Write(new byte[2]);
        foreach (var (name, length) in Fields)
        {
            var field = new byte[32];
            Encoding.ASCII.GetBytes(name).CopyTo(field, 0);
            field[11] = (byte)'C';
            field[16] = (byte)length;
            writer.Write(field);
        }

        writer.Write((byte)0x0D);
        foreach (var (_, values, isDeleted) in _records)
        {
            writer.Write(isDeleted ? (byte)'*' : (byte)' ');
            for (var i = 0; i < Fields.Count; i++)
            {
                var cell = Enumerable.Repeat((byte)' ', Fields[i].Length).ToArray();
                var text = Encoding.GetBytes(values[i]);
                text.AsSpan(0, Math.Min(text.Length, cell.Length)).CopyTo(cell);
                writer.Write(cell);
            }
        }

        writer.Write((byte)0x1A);
        writer.Flush();
        return stream.ToArray();
    }

    byte[] ContentOf(Geometry? shape)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        var kind = ShapeType % 10;
        writer.Write(shape is null ? 0 : ShapeType);
        var points = new List<Coordinate>();
        if (shape is null)
        {
            return Finish();
        }

        if (kind == 1)
        {
            points.Add(shape.Coordinate);
            WritePoints();
            WriteExtras(withRange: false);
            return Finish();
        }

        var box = shape.EnvelopeInternal;
        foreach (var bound in new[] { box.MinX, box.MinY, box.MaxX, box.MaxY })
        {
            writer.Write(bound);
        }

        var parts = new List<int>();
        foreach (var part in Parts(shape, kind))
        {
            parts.Add(points.Count);
            points.AddRange(part);
        }

        if (kind != 8)
        {
            writer.Write(parts.Count);
        }

        writer.Write(points.Count);
        if (kind != 8)
        {
            parts.ForEach(writer.Write);
        }

        WritePoints();
        WriteExtras(withRange: true);
        return Finish();

        void WritePoints() => points.ForEach(p =>
        {
            writer.Write(p.X);
            writer.Write(p.Y);
        });

        // Heights and measures of 7; a shape with heights carries measures too.
        void WriteExtras(bool withRange)
        {
            var blocks = ShapeType switch { > 20 => 1, > 10 => 2, _ => 0 };
            for (var value = (points.Count + (withRange ? 2 : 0)) * blocks; value > 0; value--)
            {
                writer.Write(7.0);
            }
        }

        byte[] Finish()
        {
            writer.Flush();
            return stream.ToArray();
        }
    }

    IEnumerable<Coordinate[]> Parts(Geometry shape, int kind)
    {
        for (var i = 0; i < shape.NumGeometries; i++)
        {
            var member = shape.GetGeometryN(i);
            if (kind != 5)
            {
                yield return member.Coordinates;
                continue;
            }

            var polygon = (Polygon)member;
            yield return Turn(polygon.Shell, !TurnsRingsTheWrongWay);
            foreach (var hole in polygon.Holes)
            {
                yield return Turn(hole, TurnsRingsTheWrongWay);
            }
        }
    }

    static Coordinate[] Turn(LinearRing ring, bool isClockwise) =>
        Orientation.IsCCW(ring.CoordinateSequence) == isClockwise ? ring.Reverse().Coordinates : ring.Coordinates;
}
