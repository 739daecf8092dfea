namespace GeoCohesion.Data.Sources.Osm;

/// <summary>
/// The bytes are not what the protocol buffer wire format or the OSM schema allows; becomes an <see cref="Core.InputException"/> with a
/// place.
/// </summary>
/// <param name="problem">What was found, as the end of a sentence.</param>
sealed class PbfFormatException(string problem) : Exception(problem);

/// <summary>Reads protocol buffer fields out of a span: nothing is copied, nothing allocated.</summary>
/// <remarks>Written out rather than left to a stream reader, because packed varints of nodes and way references are nearly all there is to
/// read.</remarks>
ref struct PbfSpan(ReadOnlySpan<byte> data)
{
    /// <summary>Wire type of a varint.</summary>
    public const int Varint = 0;

    /// <summary>Wire type of a length and that many bytes.</summary>
    public const int Bytes = 2;

    readonly ReadOnlySpan<byte> _data = data;
    int _position;

    /// <summary>Whether all is read.</summary>
    public readonly bool AtEnd => _position >= _data.Length;

    /// <summary>Bytes read so far.</summary>
    public readonly int Position => _position;

    /// <summary>Reads a field's number and wire type; false at the end.</summary>
    public bool TryReadField(out int field, out int wireType)
    {
        if (AtEnd)
        {
            (field, wireType) = (0, 0);
            return false;
        }

        var tag = ReadVarint();
        if (tag is < 8 or > uint.MaxValue)
        {
            throw new PbfFormatException("a field number is not allowed");
        }

        (field, wireType) = ((int)(tag >> 3), (int)(tag & 7));
        return true;
    }

    /// <summary>Reads a base-128 varint.</summary>
    public ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_position >= _data.Length)
            {
                throw new PbfFormatException("a number is cut off");
            }

            var part = _data[_position++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new PbfFormatException("a number is longer than 10 bytes");
    }

    /// <summary>Reads a zigzag-coded signed varint.</summary>
    public long ReadSigned() => ZigZag(ReadVarint());

    /// <summary>Reads a varint field.</summary>
    public ulong ReadVarint(int wireType)
    {
        Expect(wireType, Varint);
        return ReadVarint();
    }

    /// <summary>Reads a length-delimited field.</summary>
    public ReadOnlySpan<byte> ReadBytes(int wireType)
    {
        Expect(wireType, Bytes);
        var length = ReadVarint();
        if (length > (ulong)(_data.Length - _position))
        {
            throw new PbfFormatException($"a field claims {length} bytes where {_data.Length - _position} are left");
        }

        var bytes = _data.Slice(_position, (int)length);
        _position += (int)length;
        return bytes;
    }

    /// <summary>Passes over a field that is of no interest.</summary>
    public void Skip(int wireType)
    {
        switch (wireType)
        {
            case Varint:
                ReadVarint();
                break;
            case 1:
                Advance(8);
                break;
            case Bytes:
                ReadBytes(wireType);
                break;
            case 5:
                Advance(4);
                break;
            default:
                throw new PbfFormatException($"wire type {wireType} is not used by OpenStreetMap files");
        }
    }

    /// <summary>Adds the varints of a repeated field, packed or one by one, to a list.</summary>
    public void ReadRepeated(int wireType, List<ulong> values)
    {
        if (wireType == Varint)
        {
            values.Add(ReadVarint());
            return;
        }

        var packed = new PbfSpan(ReadBytes(wireType));
        while (!packed.AtEnd)
        {
            values.Add(packed.ReadVarint());
        }
    }

    /// <summary>Signed value of a zigzag-coded varint.</summary>
    public static long ZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    static void Expect(int wireType, int expected)
    {
        if (wireType != expected)
        {
            throw new PbfFormatException($"a field has wire type {wireType} where {expected} is expected");
        }
    }

    void Advance(int count)
    {
        if (_data.Length - _position < count)
        {
            throw new PbfFormatException("a fixed-size field is cut off");
        }

        _position += count;
    }
}
