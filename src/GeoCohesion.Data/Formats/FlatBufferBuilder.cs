using System.Buffers.Binary;
using System.Text;

namespace GeoCohesion.Data.Formats;

/// <summary>Builds one FlatBuffer (https://flatbuffers.dev/internals/), from its end to its start: what a table refers to comes before
/// it. As much of it as <see cref="FlatGeobufWriter"/> needs.</summary>
sealed class FlatBufferBuilder
{
    readonly List<(int Field, int At)> _fields = [];
    byte[] _bytes = new byte[1 << 10];
    int _length;
    int _widest = 1;
    int _tableEnd;

    /// <summary>Begins anew.</summary>
    public void Clear() => (_length, _widest) = (0, 1);

    /// <summary>Writes a text; its reference is for <see cref="AddReference"/>.</summary>
    public int Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        Align(4, utf8.Length + 1);
        Reserve(1)[0] = 0;
        utf8.CopyTo(Reserve(utf8.Length));
        PutInt(utf8.Length);
        return _length;
    }

    /// <summary>Writes bytes.</summary>
    public int Bytes(ReadOnlySpan<byte> bytes)
    {
        Align(4, bytes.Length);
        bytes.CopyTo(Reserve(bytes.Length));
        PutInt(bytes.Length);
        return _length;
    }

    /// <summary>Writes whole numbers.</summary>
    public int Numbers(ReadOnlySpan<uint> numbers)
    {
        Align(4, 4 * numbers.Length);
        for (var i = numbers.Length - 1; i >= 0; i--)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(Reserve(4), numbers[i]);
        }

        PutInt(numbers.Length);
        return _length;
    }

    /// <summary>Writes real numbers.</summary>
    public int Numbers(ReadOnlySpan<double> numbers)
    {
        Align(4, 8 * numbers.Length);
        Align(8, 8 * numbers.Length);
        for (var i = numbers.Length - 1; i >= 0; i--)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(Reserve(8), numbers[i]);
        }

        PutInt(numbers.Length);
        return _length;
    }

    /// <summary>Writes references.</summary>
    public int References(ReadOnlySpan<int> references)
    {
        Align(4, 4 * references.Length);
        for (var i = references.Length - 1; i >= 0; i--)
        {
            PutReference(references[i]);
        }

        PutInt(references.Length);
        return _length;
    }

    /// <summary>Begins a table; fields follow, then <see cref="EndTable"/>.</summary>
    public void BeginTable()
    {
        _fields.Clear();
        _tableEnd = _length;
    }

    /// <summary>Adds a field that refers to something written before.</summary>
    public void AddReference(int field, int reference)
    {
        Align(4, 0);
        PutReference(reference);
        _fields.Add((field, _length));
    }

    /// <summary>Adds a field of one byte.</summary>
    public void AddByte(int field, byte value)
    {
        Reserve(1)[0] = value;
        _fields.Add((field, _length));
    }

    /// <summary>Adds a field of two bytes.</summary>
    public void AddShort(int field, ushort value)
    {
        Align(2, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(Reserve(2), value);
        _fields.Add((field, _length));
    }

    /// <summary>Adds a field of four bytes.</summary>
    public void AddInt(int field, int value)
    {
        Align(4, 0);
        PutInt(value);
        _fields.Add((field, _length));
    }

    /// <summary>Adds a field of eight bytes.</summary>
    public void AddLong(int field, ulong value)
    {
        Align(8, 0);
        BinaryPrimitives.WriteUInt64LittleEndian(Reserve(8), value);
        _fields.Add((field, _length));
    }

    /// <summary>Ends a table.</summary>
    public int EndTable()
    {
        // The table begins with the way to its vtable, which lies right before it.
        Align(4, 0);
        Reserve(4);
        var table = _length;
        var count = _fields.Count == 0 ? 0 : _fields.Max(field => field.Field) + 1;
        for (var field = count - 1; field >= 0; field--)
        {
            var at = _fields.Find(entry => entry.Field == field).At;
            BinaryPrimitives.WriteUInt16LittleEndian(Reserve(2), (ushort)(at == 0 ? 0 : table - at));
        }

        BinaryPrimitives.WriteUInt16LittleEndian(Reserve(2), (ushort)(table - _tableEnd));
        BinaryPrimitives.WriteUInt16LittleEndian(Reserve(2), (ushort)(4 + (2 * count)));
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_bytes.Length - table), _length - table);
        return table;
    }

    /// <summary>Ends the buffer with its size before it.</summary>
    public ReadOnlySpan<byte> Finish(int root)
    {
        Align(Math.Max(_widest, 4), 8);
        PutReference(root);
        PutInt(_length);
        return _bytes.AsSpan(_bytes.Length - _length);
    }

    /// <summary>Fills up so that, after so many more bytes, the place is a multiple of the width.</summary>
    void Align(int width, int following)
    {
        _widest = Math.Max(_widest, width);
        var fill = -(_length + following) & (width - 1);
        Reserve(fill).Clear();
    }

    void PutInt(int value) => BinaryPrimitives.WriteInt32LittleEndian(Reserve(4), value);

    void PutReference(int reference) => PutInt(_length + 4 - reference);

    Span<byte> Reserve(int count)
    {
        if (_length + count > _bytes.Length)
        {
            var grown = new byte[Math.Max(2 * _bytes.Length, _length + count)];
            _bytes.AsSpan(_bytes.Length - _length).CopyTo(grown.AsSpan(grown.Length - _length));
            _bytes = grown;
        }

        _length += count;
        return _bytes.AsSpan(_bytes.Length - _length, count);
    }
}
