using System.Buffers.Binary;
using System.Globalization;
using GeoCohesion.Core;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Sources.Areas;

/// <summary>
/// Reads a shapefile (ESRI Shapefile Technical Description, 1998): <c>.shp</c> in sequence, with its <c>.dbf</c>, <c>.prj</c> and
/// <c>.cpg</c>.
/// </summary>
/// <remarks>The index <c>.shx</c> is not needed. Heights and measures are passed over.</remarks>
static class ShapefileAreas
{
    const int HeaderBytes = 100;
    const int RecordHeaderBytes = 8;
    const int FileCode = 9994;
    const double SmallestValue = -1e38;

    enum ShapeKind
    {
        Null = 0,
        Point = 1,
        Line = 3,
        Polygon = 5,
        MultiPoint = 8,
    }

    public static AreaTable Read(string path, int? statedCrs, NoticeLog notices)
    {
        var crs = ReadCrs(path, statedCrs, notices);
        var bytes = AreaFile.ReadBytes(path);
        var end = ReadHeader(bytes, path);
        var tablePath = Beside(path, ".dbf")
            ?? throw new InputException(
                "file-missing",
                "the shapefile's .dbf, which holds the codes and names, is not beside it.",
                new SourceLocation(path));
        var table = DbfTable.Read(tablePath, Beside(path, ".cpg"), notices);

        var assembler = new GeometryAssembler(path, crs, notices);
        var features = new List<AreaFeature>();
        var position = HeaderBytes;
        var record = 0;
        for (; position < end; record++)
        {
            var content = RecordContent(bytes.AsSpan(0, end), position, record + 1, path);
            position += RecordHeaderBytes + content.Length;
            if (record >= table.Count)
            {
                continue;
            }

            if (table.IsDeleted(record))
            {
                notices.Add(
                    "dbf-record-deleted",
                    NoticeSeverity.Information,
                    new SourceLocation(tablePath, record + 1),
                    "the record is marked as deleted; it was left out.");
                continue;
            }

            var shape = ReadShape(content, position - content.Length, record + 1, assembler, path);
            features.Add(new AreaFeature(shape, table.PropertiesOf(record), record + 1));
        }

        return record == table.Count
            ? new AreaTable(features, crs, path)
            : throw new InputException(
                "shapefile-damaged",
                $"the .shp has {record} records and its .dbf {table.Count}; they must have as many. One of the two files is of another "
                    + $"edition or cut short.",
                new SourceLocation(path));
    }

    static int ReadCrs(string path, int? statedCrs, NoticeLog notices)
    {
        int? ofFile = null;
        if (Beside(path, ".prj") is { } projection)
        {
            using var reader = new StreamReader(InputFile.OpenRead(projection));
            ofFile = AreaFile.CrsOfText(reader.ReadToEnd(), statedCrs, new SourceLocation(projection), notices);
        }

        return AreaFile.SettleCrs(ofFile, statedCrs, null, new SourceLocation(path), "its .prj file");
    }

    /// <summary>The file of the same name with another extension, in any case (<c>.DBF</c>), or null.</summary>
    static string? Beside(string path, string extension)
    {
        var exact = Path.ChangeExtension(path, extension);
        if (File.Exists(exact))
        {
            return exact;
        }

        var folder = Path.GetDirectoryName(path);
        var name = Path.GetFileName(exact);
        return Directory.EnumerateFiles(string.IsNullOrEmpty(folder) ? "." : folder)
            .Where(f => Path.GetFileName(f).Equals(name, StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
    }

    /// <summary>Where the records end: at the length that the header gives, or at the file's where the writer never filled it in.</summary>
    static int ReadHeader(byte[] bytes, string path)
    {
        if (bytes.Length < HeaderBytes || BinaryPrimitives.ReadInt32BigEndian(bytes) != FileCode)
        {
            throw Damaged(path, null, 0, "it does not start with the header of a shapefile");
        }

        var statedLength = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(24)) * 2L;
        if (statedLength > bytes.Length)
        {
            throw Damaged(
                path,
                null,
                bytes.Length,
                string.Create(CultureInfo.InvariantCulture, $"it ends there, but its header says that it has {statedLength} bytes"));
        }

        return statedLength > HeaderBytes ? (int)statedLength : bytes.Length;
    }

    static InputException Damaged(string path, int? record, long offset, string what) =>
        new(
            "shapefile-damaged",
            string.Create(CultureInfo.InvariantCulture, $"the file is damaged at byte {offset}: {what}."),
            new SourceLocation(path, record));

    static ReadOnlySpan<byte> RecordContent(ReadOnlySpan<byte> bytes, int position, int record, string path)
    {
        var left = bytes.Length - position - RecordHeaderBytes;
        var length = left < 0 ? -1 : BinaryPrimitives.ReadInt32BigEndian(bytes[(position + 4)..]) * 2L;
        return length >= 4 && length <= left
            ? bytes.Slice(position + RecordHeaderBytes, (int)length)
            : throw Damaged(path, record, position, "a record is cut short or gives a length that cannot be");
    }

    static Geometry ReadShape(ReadOnlySpan<byte> content, int offset, int record, GeometryAssembler assembler, string path)
    {
        var type = BinaryPrimitives.ReadInt32LittleEndian(content);

        // 11, 13, 15, 18 are the same kinds with heights, 21, 23, 25, 28 with measures; both follow the plane coordinates.
        var kind = (ShapeKind)(type is > 10 and < 30 ? type % 10 : type);
        switch (kind)
        {
            case ShapeKind.Null:
                return assembler.Factory.CreateGeometryCollection();
            case ShapeKind.Point:
                Require(content, 4 + 16);
                return assembler.Factory.CreatePoint(ReadPoint(content, 4));
            case ShapeKind.MultiPoint:
                Require(content, 40);
                return assembler.Factory.CreateMultiPointFromCoords([.. ReadPoints(content, 40, 0, ReadCount(content, 36, 16, 40))]);
            case ShapeKind.Line or ShapeKind.Polygon:
                Require(content, 44);
                var parts = ReadParts(content);
                return kind == ShapeKind.Polygon
                    ? assembler.PolygonOfLooseRings(parts, record)
                    : assembler.Factory.CreateMultiLineString([.. parts.Select(assembler.Line)]);
            default:
                throw new InputException(
                    "geometry-type-unknown",
                    $"shape type {type} cannot be read; points, multipoints, lines and polygons (1, 3, 5, 8 and their Z and M forms) are.",
                    new SourceLocation(path, record));
        }

        void Require(ReadOnlySpan<byte> bytes, long needed)
        {
            if (bytes.Length < needed)
            {
                throw Damaged(
                    path,
                    record,
                    offset,
                    string.Create(CultureInfo.InvariantCulture, $"the record has {bytes.Length} bytes, {needed} are needed"));
            }
        }

        int ReadCount(ReadOnlySpan<byte> bytes, int at, int itemBytes, int start)
        {
            var count = BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
            if (count < 0)
            {
                throw Damaged(path, record, offset + at, "a count is negative");
            }

            Require(bytes, start + ((long)count * itemBytes));
            return count;
        }

        List<List<Coordinate>> ReadParts(ReadOnlySpan<byte> bytes)
        {
            var partCount = ReadCount(bytes, 36, 4, 44);
            var pointsStart = 44 + (4 * partCount);
            var pointCount = ReadCount(bytes, 40, 16, pointsStart);
            var parts = new List<List<Coordinate>>(partCount);
            for (var part = 0; part < partCount; part++)
            {
                var first = BinaryPrimitives.ReadInt32LittleEndian(bytes[(44 + (4 * part))..]);
                var end = part + 1 < partCount ? BinaryPrimitives.ReadInt32LittleEndian(bytes[(48 + (4 * part))..]) : pointCount;
                if (first < 0 || end < first || end > pointCount)
                {
                    throw Damaged(path, record, offset + 44 + (4 * part), "a part of the shape starts where it cannot");
                }

                parts.Add(ReadPoints(bytes, pointsStart, first, end));
            }

            return parts;
        }

        List<Coordinate> ReadPoints(ReadOnlySpan<byte> bytes, int start, int first, int end)
        {
            var points = new List<Coordinate>(end - first);
            for (var i = first; i < end; i++)
            {
                points.Add(ReadPoint(bytes, start + (16 * i)));
            }

            return points;
        }

        Coordinate ReadPoint(ReadOnlySpan<byte> bytes, int at)
        {
            var x = BinaryPrimitives.ReadDoubleLittleEndian(bytes[at..]);
            var y = BinaryPrimitives.ReadDoubleLittleEndian(bytes[(at + 8)..]);
            return double.IsFinite(x) && double.IsFinite(y) && x > SmallestValue && y > SmallestValue
                ? new Coordinate(x, y)
                : throw Damaged(path, record, offset + at, "a coordinate is not a finite number");
        }
    }
}
