using System.Buffers.Binary;
using System.Text;

namespace GeoCohesion.SampleCity.Writing;

/// <summary>A zip archive without anything that depends on the day or the machine.</summary>
public static class ZipWriter
{
    /// <summary>2026-01-05 00:00 in the MS-DOS form that zip uses.</summary>
    const uint FixedTime = (((2026 - 1980) << 9) | (1 << 5) | 5) << 16;

    const int LocalHeaderBytes = 30;
    const int CentralHeaderBytes = 46;

    static readonly uint[] s_crcTable = MakeCrcTable();

    public static byte[] Write(IEnumerable<(string Name, byte[] Content)> entries)
    {
        using var file = new MemoryStream();
        using var directory = new MemoryStream();
        ushort count = 0;
        foreach (var (name, content) in entries)
        {
            var packed = Deflate.Compress(content);
            var nameBytes = Encoding.ASCII.GetBytes(name);
            var offset = (uint)file.Length;

            var local = new byte[LocalHeaderBytes];
            BinaryPrimitives.WriteUInt32LittleEndian(local, 0x04034b50);
            Describe(local.AsSpan(4), content, packed, nameBytes);
            file.Write(local);
            file.Write(nameBytes);
            file.Write(packed);

            var central = new byte[CentralHeaderBytes];
            BinaryPrimitives.WriteUInt32LittleEndian(central, 0x02014b50);
            BinaryPrimitives.WriteUInt16LittleEndian(central.AsSpan(4), 20);
            Describe(central.AsSpan(6), content, packed, nameBytes);
            BinaryPrimitives.WriteUInt32LittleEndian(central.AsSpan(42), offset);
            directory.Write(central);
            directory.Write(nameBytes);
            count++;
        }

        var end = new byte[22];
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054b50);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), count);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), count);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), (uint)directory.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), (uint)file.Length);
        directory.WriteTo(file);
        file.Write(end);
        return file.ToArray();
    }

    /// <summary>The part that both headers share: version needed to name length.</summary>
    static void Describe(Span<byte> header, byte[] content, byte[] packed, byte[] name)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(header, 20);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 8);
        BinaryPrimitives.WriteUInt32LittleEndian(header[6..], FixedTime);
        BinaryPrimitives.WriteUInt32LittleEndian(header[10..], Crc(content));
        BinaryPrimitives.WriteUInt32LittleEndian(header[14..], (uint)packed.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[18..], (uint)content.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(header[22..], (ushort)name.Length);
    }

    static uint Crc(byte[] content)
    {
        var crc = uint.MaxValue;
        foreach (var b in content)
        {
            crc = s_crcTable[(crc ^ b) & 0xFF] ^ (crc >> 8);
        }

        return ~crc;
    }

    static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}
