using System.Buffers.Binary;
using GeoCohesion.Core;

namespace GeoCohesion.Data.Sources;

/// <summary>Unpacks one entry and holds it to what the zip file's directory says of it: its length and its checksum (CRC-32, ISO 3309).</summary>
sealed class ZipEntryStream(Stream inner, long lengthBytes, uint expectedCrc, SourceLocation at) : Stream
{
    const uint Polynomial = 0xEDB88320;
    const int Slices = 8;
    static readonly uint[] s_table = MakeTable();

    long _readBytes;
    uint _crc = uint.MaxValue;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => lengthBytes;

    public override long Position
    {
        get => _readBytes;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = inner.Read(buffer);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw Corrupt(e.Message);
        }

        _readBytes += count;
        if (_readBytes > lengthBytes)
        {
            throw Corrupt($"it unpacks to more than the {lengthBytes} bytes that the zip file states");
        }

        _crc = Update(_crc, buffer[..count]);
        if (count == 0 && buffer.Length > 0)
        {
            if (_readBytes < lengthBytes)
            {
                throw Corrupt($"it unpacks to {_readBytes} bytes; the zip file states {lengthBytes}");
            }

            if (~_crc != expectedCrc)
            {
                throw Corrupt("its checksum is wrong");
            }
        }

        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    InputException Corrupt(string problem) => new("zip-corrupt", $"the file in the zip file is damaged: {problem}.", at);

    /// <summary>Eight bytes a step from eight tables ("slicing-by-8", Kounavis and Berry 2005): the checksum stays cheaper than unpacking.</summary>
    static uint Update(uint crc, ReadOnlySpan<byte> bytes)
    {
        var table = s_table;
        while (bytes.Length >= 8)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = table[(7 * 256) + (int)(low & 255)] ^ table[(6 * 256) + (int)((low >> 8) & 255)]
                ^ table[(5 * 256) + (int)((low >> 16) & 255)] ^ table[(4 * 256) + (int)(low >> 24)]
                ^ table[(3 * 256) + (int)(high & 255)] ^ table[(2 * 256) + (int)((high >> 8) & 255)]
                ^ table[256 + (int)((high >> 16) & 255)] ^ table[(int)(high >> 24)];
            bytes = bytes[8..];
        }

        foreach (var b in bytes)
        {
            crc = (crc >> 8) ^ table[(int)((crc ^ b) & 255)];
        }

        return crc;
    }

    static uint[] MakeTable()
    {
        var table = new uint[Slices * 256];
        for (var i = 0; i < 256; i++)
        {
            var value = (uint)i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;
            }

            table[i] = value;
        }

        for (var i = 256; i < table.Length; i++)
        {
            table[i] = (table[i - 256] >> 8) ^ table[table[i - 256] & 255];
        }

        return table;
    }
}
