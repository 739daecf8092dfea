using System.Buffers.Binary;
using System.Text;
using GeoCohesion.SampleCity.Geometry;

namespace GeoCohesion.SampleCity.Writing;

/// <summary>Polygons in Lambert-93 as an ESRI shapefile (1998 whitepaper) with dBASE III attributes in UTF-8.</summary>
public static class ShapefileWriter
{
    const int PolygonType = 5;
    const int HeaderBytes = 100;

    const string Lambert93Wkt =
        "PROJCS[\"RGF93_Lambert_93\",GEOGCS[\"GCS_RGF_1993\",DATUM[\"D_RGF_1993\",SPHEROID[\"GRS_1980\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],"
        + "PROJECTION[\"Lambert_Conformal_Conic\"],PARAMETER[\"False_Easting\",700000.0],PARAMETER[\"False_Northing\",6600000.0],PARAMETER[\"Central_Meridian\",3.0],PARAMETER[\"Standard_Parallel_1\",49.0],"
        + "PARAMETER[\"Standard_Parallel_2\",44.0],PARAMETER[\"Latitude_Of_Origin\",46.5],UNIT[\"Meter\",1.0]]";

    /// <summary>The five files by extension.</summary>
    public static IEnumerable<(string Extension, byte[] Content)> Write(IReadOnlyList<(IReadOnlyList<Area> Parts,
        (string Key, string Value)[] Fields)> features)
    {
        var records = features.Select(f => Record(f.Parts)).ToList();
        var all = features.SelectMany(f => f.Parts).SelectMany(a => a.Ring).Select(Frame.Lambert93).ToList();
        using var shp = new MemoryStream();
        using var shx = new MemoryStream();
        shp.Write(Header(all, HeaderBytes + records.Sum(r => r.Length + 8)));
        shx.Write(Header(all, HeaderBytes + (records.Count * 8)));
        var words = new byte[8];
        for (var i = 0; i < records.Count; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(words, (int)shp.Length / 2);
            BinaryPrimitives.WriteInt32BigEndian(words.AsSpan(4), records[i].Length / 2);
            shx.Write(words);
            BinaryPrimitives.WriteInt32BigEndian(words, i + 1);
            shp.Write(words);
            shp.Write(records[i]);
        }

        yield return (".shp", shp.ToArray());
        yield return (".shx", shx.ToArray());
        yield return (".dbf", Dbf([.. features.Select(f => f.Fields)]));
        yield return (".prj", Encoding.ASCII.GetBytes(Lambert93Wkt));
        yield return (".cpg", Encoding.ASCII.GetBytes("UTF-8"));
    }

    static byte[] Header(List<Pt> points, int fileBytes)
    {
        var header = new byte[HeaderBytes];
        BinaryPrimitives.WriteInt32BigEndian(header, 9994);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(24), fileBytes / 2);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), 1000);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(32), PolygonType);
        WriteBox(header.AsSpan(36), points);
        return header;
    }

    static void WriteBox(Span<byte> target, List<Pt> points)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(target, points.Min(p => p.X));
        BinaryPrimitives.WriteDoubleLittleEndian(target[8..], points.Min(p => p.Y));
        BinaryPrimitives.WriteDoubleLittleEndian(target[16..], points.Max(p => p.X));
        BinaryPrimitives.WriteDoubleLittleEndian(target[24..], points.Max(p => p.Y));
    }

    static byte[] Record(IReadOnlyList<Area> parts)
    {
        // Outer rings run clockwise in a shapefile.
        var rings = parts.Select(a => (a.SignedSquareMeters > 0 ? a.Ring.Reverse() : a.Ring).Select(Frame.Lambert93).ToList()).ToList();
        foreach (var ring in rings)
        {
            ring.Add(ring[0]);
        }

        var points = rings.SelectMany(r => r).ToList();
        var record = new byte[44 + (4 * rings.Count) + (16 * points.Count)];
        BinaryPrimitives.WriteInt32LittleEndian(record, PolygonType);
        WriteBox(record.AsSpan(4), points);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(36), rings.Count);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(40), points.Count);
        var at = 44;
        var start = 0;
        foreach (var ring in rings)
        {
            BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(at), start);
            at += 4;
            start += ring.Count;
        }

        foreach (var p in points)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(record.AsSpan(at), p.X);
            BinaryPrimitives.WriteDoubleLittleEndian(record.AsSpan(at + 8), p.Y);
            at += 16;
        }

        return record;
    }

    static byte[] Dbf(List<(string Key, string Value)[]> rows)
    {
        const byte FieldBytes = 80;
        var fields = rows[0].Length;
        var headerBytes = (short)(32 + (32 * fields) + 1);
        using var dbf = new MemoryStream();
        var header = new byte[32];
        (header[0], header[1], header[2], header[3]) = (3, 126, 1, 5);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), rows.Count);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(8), headerBytes);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(10), (short)(1 + (FieldBytes * fields)));
        dbf.Write(header);
        foreach (var (key, _) in rows[0])
        {
            var field = new byte[32];
            Encoding.ASCII.GetBytes(key, field);
            field[11] = (byte)'C';
            field[16] = FieldBytes;
            dbf.Write(field);
        }

        dbf.WriteByte(0x0D);
        foreach (var row in rows)
        {
            dbf.WriteByte((byte)' ');
            foreach (var (_, value) in row)
            {
                var cell = new byte[FieldBytes];
                cell.AsSpan().Fill((byte)' ');
                Encoding.UTF8.GetBytes(value, cell);
                dbf.Write(cell);
            }
        }

        dbf.WriteByte(0x1A);
        return dbf.ToArray();
    }
}
