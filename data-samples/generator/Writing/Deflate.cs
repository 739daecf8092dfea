using System.Buffers.Binary;

namespace GeoCohesion.SampleCity.Writing;

/// <summary>Deflate (RFC 1951) and its zlib wrapper (RFC 1950), written out here so that the city's files do not change when a runtime
/// brings another zlib.</summary>
public static class Deflate
{
    const int WindowBytes = 32_768;
    const int ShortestMatch = 3;
    const int LongestMatch = 258;
    const int ChainLimit = 48;
    const int TokensPerBlock = 40_000;
    const int HashBits = 15;
    const int EndOfBlock = 256;

    static readonly int[] s_lengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
        163, 195, 227, 258];
    static readonly int[] s_lengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    static readonly int[] s_distanceBase =
        [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289,
            16385, 24577];

    static readonly int[] s_distanceExtra = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13,
        13];
    static readonly int[] s_codeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>The raw deflate stream.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> content)
    {
        var tokens = Tokens(content);
        var bits = new BitWriter();
        for (var start = 0; start == 0 || start < tokens.Count; start += TokensPerBlock)
        {
            var block = tokens.GetRange(start, Math.Min(TokensPerBlock, tokens.Count - start));
            WriteBlock(bits, block, isLast: start + TokensPerBlock >= tokens.Count);
        }

        return bits.ToArray();
    }

    /// <summary>The same in a zlib wrapper.</summary>
    public static byte[] Zlib(ReadOnlySpan<byte> content)
    {
        const uint Modulus = 65_521;
        uint a = 1;
        uint b = 0;
        foreach (var value in content)
        {
            a = (a + value) % Modulus;
            b = (b + a) % Modulus;
        }

        var packed = Compress(content);
        var wrapped = new byte[packed.Length + 6];
        (wrapped[0], wrapped[1]) = (0x78, 0x9C);
        packed.CopyTo(wrapped, 2);
        BinaryPrimitives.WriteUInt32BigEndian(wrapped.AsSpan(packed.Length + 2), (b << 16) | a);
        return wrapped;
    }

    /// <summary>Literals have distance 0; matches a length and a distance. Greedy, over hash chains.</summary>
    static List<(ushort Value, ushort Distance)> Tokens(ReadOnlySpan<byte> content)
    {
        var tokens = new List<(ushort, ushort)>();
        var head = new int[1 << HashBits];
        Array.Fill(head, -1);
        var before = new int[content.Length];
        for (var at = 0; at < content.Length;)
        {
            var (length, distance) = (0, 0);
            if (at + ShortestMatch <= content.Length)
            {
                var candidate = head[Hash(content, at)];
                var longest = Math.Min(LongestMatch, content.Length - at);
                for (var step = 0; step < ChainLimit && candidate >= 0 && at - candidate < WindowBytes && length < longest; step++)
                {
                    if (content[candidate + length] == content[at + length])
                    {
                        var same = content.Slice(candidate, longest).CommonPrefixLength(content.Slice(at, longest));
                        if (same > length)
                        {
                            (length, distance) = (same, at - candidate);
                        }
                    }

                    candidate = before[candidate];
                }
            }

            var used = length >= ShortestMatch ? length : 1;
            tokens.Add(used > 1 ? ((ushort)length, (ushort)distance) : (content[at], (ushort)0));
            for (var end = at + used; at < end; at++)
            {
                if (at + ShortestMatch <= content.Length)
                {
                    var hash = Hash(content, at);
                    before[at] = head[hash];
                    head[hash] = at;
                }
            }
        }

        return tokens;
    }

    static int Hash(ReadOnlySpan<byte> content, int at) =>
        (int)((((uint)content[at] | ((uint)content[at + 1] << 8) | ((uint)content[at + 2] << 16)) * 2_654_435_761u) >> (32 - HashBits));

    static void WriteBlock(BitWriter bits, List<(ushort Value, ushort Distance)> tokens, bool isLast)
    {
        var literalCounts = new int[286];
        var distanceCounts = new int[30];
        literalCounts[EndOfBlock] = 1;
        foreach (var (value, distance) in tokens)
        {
            if (distance == 0)
            {
                literalCounts[value]++;
            }
            else
            {
                literalCounts[257 + SlotOf(s_lengthBase, value)]++;
                distanceCounts[SlotOf(s_distanceBase, distance)]++;
            }
        }

        // A decoder wants one distance code at least.
        if (distanceCounts.Sum() == 0)
        {
            distanceCounts[0] = 1;
        }

        var literals = new HuffmanCode(literalCounts, 15);
        var distances = new HuffmanCode(distanceCounts, 15);
        var lengths = literals.Lengths.Concat(distances.Lengths).ToList();
        var lengthCounts = new int[19];
        foreach (var length in lengths)
        {
            lengthCounts[length]++;
        }

        var codeLengths = new HuffmanCode(lengthCounts, 7);
        bits.Write(isLast ? 1 : 0, 1);
        bits.Write(2, 2);
        bits.Write(literals.Lengths.Length - 257, 5);
        bits.Write(distances.Lengths.Length - 1, 5);
        bits.Write(s_codeLengthOrder.Length - 4, 4);
        foreach (var symbol in s_codeLengthOrder)
        {
            bits.Write(codeLengths.Lengths[symbol], 3);
        }

        foreach (var length in lengths)
        {
            codeLengths.Write(bits, length);
        }

        foreach (var (value, distance) in tokens)
        {
            if (distance == 0)
            {
                literals.Write(bits, value);
                continue;
            }

            var lengthSlot = SlotOf(s_lengthBase, value);
            literals.Write(bits, 257 + lengthSlot);
            bits.Write(value - s_lengthBase[lengthSlot], s_lengthExtra[lengthSlot]);
            var distanceSlot = SlotOf(s_distanceBase, distance);
            distances.Write(bits, distanceSlot);
            bits.Write(distance - s_distanceBase[distanceSlot], s_distanceExtra[distanceSlot]);
        }

        literals.Write(bits, EndOfBlock);
    }

    static int SlotOf(int[] bases, int value)
    {
        var found = Array.BinarySearch(bases, value);
        return found >= 0 ? found : ~found - 1;
    }

    sealed class BitWriter
    {
        readonly List<byte> _bytes = [];
        ulong _pending;
        int _count;

        public void Write(int value, int bits)
        {
            _pending |= (ulong)value << _count;
            _count += bits;
            for (; _count >= 8; _count -= 8, _pending >>= 8)
            {
                _bytes.Add((byte)_pending);
            }
        }

        public byte[] ToArray() => [.. _bytes, .. _count > 0 ? [(byte)_pending] : Array.Empty<byte>()];
    }

    /// <summary>A canonical Huffman code of limited length; counts are halved until it fits.</summary>
    sealed class HuffmanCode
    {
        readonly int[] _codes;

        public HuffmanCode(int[] counts, int longest)
        {
            Lengths = LengthsOf(counts);
            for (var scaled = counts; Lengths.Max() > longest;)
            {
                scaled = [.. scaled.Select(count => (count + 1) / 2)];
                Lengths = LengthsOf(scaled);
            }

            _codes = new int[counts.Length];
            var code = 0;
            for (var length = 1; length <= longest; length++)
            {
                code <<= 1;
                for (var symbol = 0; symbol < counts.Length; symbol++)
                {
                    if (Lengths[symbol] == length)
                    {
                        _codes[symbol] = Reversed(code++, length);
                    }
                }
            }
        }

        public int[] Lengths { get; }

        public void Write(BitWriter bits, int symbol) => bits.Write(_codes[symbol], Lengths[symbol]);

        static int[] LengthsOf(int[] counts)
        {
            var parents = new List<int>(Enumerable.Repeat(-1, counts.Length));
            var queue = new PriorityQueue<int, (long, int)>();
            var weights = counts.Select(count => (long)count).ToList();
            for (var symbol = 0; symbol < counts.Length; symbol++)
            {
                if (counts[symbol] > 0)
                {
                    queue.Enqueue(symbol, (counts[symbol], symbol));
                }
            }

            var lengths = new int[counts.Length];
            if (queue.Count == 1)
            {
                lengths[queue.Dequeue()] = 1;
                return lengths;
            }

            while (queue.Count > 1)
            {
                var (a, b) = (queue.Dequeue(), queue.Dequeue());
                weights.Add(weights[a] + weights[b]);
                parents.Add(-1);
                parents[a] = parents[b] = parents.Count - 1;
                queue.Enqueue(parents.Count - 1, (weights[^1], parents.Count - 1));
            }

            for (var symbol = 0; symbol < counts.Length; symbol++)
            {
                for (var node = parents[symbol]; node >= 0; node = parents[node])
                {
                    lengths[symbol]++;
                }
            }

            return lengths;
        }

        static int Reversed(int code, int bits)
        {
            var reversed = 0;
            for (var i = 0; i < bits; i++, code >>= 1)
            {
                reversed = (reversed << 1) | (code & 1);
            }

            return reversed;
        }
    }
}
