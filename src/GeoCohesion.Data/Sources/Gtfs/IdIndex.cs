using System.Buffers.Binary;
using System.Numerics;

namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Numbers ids in the order in which they are added, and finds them again by their bytes.</summary>
/// <remarks>Open addressing over one block of bytes: looking an id up makes no string, which a dictionary of strings would for each stop time.</remarks>
sealed class IdIndex
{
    const ulong Multiplier = 0x9E3779B97F4A7C15;

    byte[] _bytes = new byte[1024];
    int[] _firstByte = new int[17];
    uint[] _hash = new uint[16];
    int[] _slots = new int[32];

    /// <summary>Number of ids.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an id.</summary>
    /// <returns>Whether it is new.</returns>
    public bool TryAdd(ReadOnlySpan<byte> id, out int index)
    {
        var hash = Hash(id);
        index = Find(id, hash);
        if (index >= 0)
        {
            return false;
        }

        index = Count++;
        if (index == _hash.Length)
        {
            Grow();
        }

        var start = _firstByte[index];
        if (start + id.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, checked(Math.Max(2 * _bytes.Length, start + id.Length)));
        }

        id.CopyTo(_bytes.AsSpan(start));
        _firstByte[index + 1] = start + id.Length;
        _hash[index] = hash;
        Place(index);
        return true;
    }

    /// <summary>Adds an id where it is new.</summary>
    public int Intern(ReadOnlySpan<byte> id)
    {
        TryAdd(id, out var index);
        return index;
    }

    /// <summary>Index of an id, or -1.</summary>
    public int Find(ReadOnlySpan<byte> id) => Find(id, Hash(id));

    /// <summary>Index of an id, or -1.</summary>
    public int Find(string id) => Find(System.Text.Encoding.UTF8.GetBytes(id));

    /// <summary>Bytes of an id.</summary>
    public ReadOnlySpan<byte> BytesOf(int index) => _bytes.AsSpan(_firstByte[index], _firstByte[index + 1] - _firstByte[index]);

    /// <summary>An id as text.</summary>
    public string TextOf(int index) => GtfsValue.FromBytes(BytesOf(index));

    /// <summary>All ids as text, by index.</summary>
    public string[] ToTexts()
    {
        var texts = new string[Count];
        for (var index = 0; index < texts.Length; index++)
        {
            texts[index] = TextOf(index);
        }

        return texts;
    }

    int Find(ReadOnlySpan<byte> id, uint hash)
    {
        var mask = _slots.Length - 1;
        for (var slot = (int)hash & mask; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            var index = _slots[slot] - 1;
            if (_hash[index] == hash && BytesOf(index).SequenceEqual(id))
            {
                return index;
            }
        }

        return -1;
    }

    void Place(int index)
    {
        var mask = _slots.Length - 1;
        var slot = (int)_hash[index] & mask;
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & mask;
        }

        _slots[slot] = index + 1;
    }

    void Grow()
    {
        var size = 2 * _hash.Length;
        Array.Resize(ref _hash, size);
        Array.Resize(ref _firstByte, size + 1);
        _slots = new int[2 * size];
        for (var index = 0; index < size / 2; index++)
        {
            Place(index);
        }
    }

    static uint Hash(ReadOnlySpan<byte> id)
    {
        var hash = (ulong)id.Length * Multiplier;
        while (id.Length >= 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(id));
            id = id[8..];
        }

        ulong tail = 0;
        for (var i = 0; i < id.Length; i++)
        {
            tail |= (ulong)id[i] << (8 * i);
        }

        hash = Mix(hash ^ tail);
        return (uint)(hash >> 32);
    }

    static ulong Mix(ulong value) => BitOperations.RotateLeft(value * Multiplier, 29) * Multiplier;
}
