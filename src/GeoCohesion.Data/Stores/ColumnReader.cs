using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using GeoCohesion.Core;

namespace GeoCohesion.Data.Stores;

/// <summary>Reads what a <see cref="ColumnWriter"/> wrote, and hashes it; believes no length that the rest of the file does not hold.</summary>
sealed class ColumnReader(Stream stream, IncrementalHash hash, string noun, SourceLocation at)
{
    public long Left => stream.Length - stream.Position;

    public string Text() => Encoding.UTF8.GetString(Column<byte>());

    public string[] Texts()
    {
        var lengths = Column<int>();
        var bytes = Column<byte>();
        var texts = new string[lengths.Length];
        var next = 0;
        for (var i = 0; i < texts.Length; i++)
        {
            if (lengths[i] < 0 || lengths[i] > bytes.Length - next)
            {
                throw Damaged(noun, at);
            }

            texts[i] = Encoding.UTF8.GetString(bytes, next, lengths[i]);
            next += lengths[i];
        }

        return texts;
    }

    public long Number()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        Bytes(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    /// <summary>A number of things that take at least a byte each.</summary>
    public int Count()
    {
        var count = Number();
        return count >= 0 && count <= Math.Min(Left, Array.MaxLength) ? (int)count : throw Damaged(noun, at);
    }

    public T[] Column<T>()
        where T : unmanaged
    {
        RequireLittleEndian();
        var count = Count();
        if (count > Left / Unsafe.SizeOf<T>())
        {
            throw Damaged(noun, at);
        }

        const int PieceLength = 1 << 20;
        var values = new T[count];
        for (var start = 0; start < count; start += PieceLength)
        {
            Bytes(MemoryMarshal.AsBytes(values.AsSpan(start, Math.Min(count - start, PieceLength))));
        }

        return values;
    }

    public static InputException Damaged(string noun, SourceLocation at) =>
        new("network-file-damaged", $"the {noun} is damaged or was cut off (its checksum does not fit): build the network again.", at);

    public static void RequireLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Network files are little-endian, and so must be the machine.");
        }
    }

    void Bytes(Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw Damaged(noun, at);
        }

        hash.AppendData(bytes);
    }
}
