using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace GeoCohesion.Data.Stores;

/// <summary>Writes texts, numbers and columns of a <see cref="ColumnFile"/>, and hashes them.</summary>
sealed class ColumnWriter(Stream stream, IncrementalHash hash)
{
    public void Text(string text) => Column<byte>(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes texts as two columns: their lengths in bytes, and their bytes.</summary>
    public void Texts(IReadOnlyCollection<string> texts)
    {
        Column<int>([.. texts.Select(Encoding.UTF8.GetByteCount)]);
        Column<byte>(Encoding.UTF8.GetBytes(string.Concat(texts)));
    }

    public void Number(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        Bytes(bytes);
    }

    public void Column<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ColumnReader.RequireLittleEndian();
        Number(values.Length);

        // In pieces: a column of a large country has more bytes than a span can count.
        const int PieceLength = 1 << 20;
        for (var start = 0; start < values.Length; start += PieceLength)
        {
            Bytes(MemoryMarshal.AsBytes(values[start..Math.Min(values.Length, start + PieceLength)]));
        }
    }

    void Bytes(ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(bytes);
        stream.Write(bytes);
    }
}
