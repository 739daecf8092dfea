using System.Buffers.Binary;
using NetTopologySuite;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace GeoCohesion.Data.Stores.GeoPackages;

/// <summary>Reads geometries of a GeoPackage (OGC 12-128r17, clause 2.1.3). Not thread-safe.</summary>
sealed class GeoPackageGeometry
{
    const int FixedHeaderLength = 8;
    const int EmptyFlag = 0b0001_0000;

    readonly WKBReader _wkb = new(NtsGeometryServices.Instance);

    /// <summary>The geometry, or null where it is empty.</summary>
    public Geometry? Read(byte[] blob) =>
        (blob[3] & EmptyFlag) != 0 ? null : _wkb.Read(new MemoryStream(blob, HeaderLength(blob), blob.Length - HeaderLength(blob)));

    /// <summary>The box in the header, or null where there is none.</summary>
    public static Envelope? Box(ReadOnlySpan<byte> blob)
    {
        if (HeaderLength(blob) == FixedHeaderLength)
        {
            return null;
        }

        var isLittleEndian = (blob[3] & 1) != 0;
        return new Envelope(Bound(blob, 0), Bound(blob, 1), Bound(blob, 2), Bound(blob, 3));

        double Bound(ReadOnlySpan<byte> bytes, int i)
        {
            var at = bytes[(FixedHeaderLength + (i * sizeof(double)))..];
            return isLittleEndian ? BinaryPrimitives.ReadDoubleLittleEndian(at) : BinaryPrimitives.ReadDoubleBigEndian(at);
        }
    }

    static int HeaderLength(ReadOnlySpan<byte> blob) => FixedHeaderLength + (((blob[3] >> 1) & 7) switch
    {
        0 => 0,
        1 => 32,
        2 or 3 => 48,
        _ => 64,
    });
}
