using System.IO.Compression;
using System.Text;
using GeoCohesion.SampleCity.Geometry;
using GeoCohesion.SampleCity.Writing;

namespace GeoCohesion.EndToEnd.Tests.SampleCity;

/// <summary>The generator's own deflate against the runtime's inflate.</summary>
public sealed class DeflateTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 256)]
    [InlineData(70_000, 2)]
    [InlineData(70_000, 5)]
    [InlineData(300_000, 256)]
    public void What_is_packed_unpacks_to_itself(int length, int alphabet)
    {
        var random = new Rng((ulong)length * 31);
        AssertRoundTrip([.. Enumerable.Range(0, length).Select(_ => (byte)random.Below(alphabet))]);
    }

    [Fact]
    public void Skewed_counts_keep_codes_within_fifteen_bits()
    {
        // Fibonacci counts make the deepest Huffman trees.
        var content = new List<byte>();
        var (a, b) = (1, 1);
        for (var symbol = 0; symbol < 24; symbol++, (a, b) = (b, a + b))
        {
            content.AddRange(Enumerable.Repeat((byte)symbol, a));
        }

        var bytes = content.ToArray();
        var random = new Rng(7);
        random.Shuffle(bytes);
        AssertRoundTrip(bytes);
    }

    [Fact]
    public void Repetition_is_found()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => $"LA-SEM-{i / 20},07:{i % 60:D2}:00\n")));
        Assert.True(Deflate.Compress(text).Length < text.Length / 6);
        AssertRoundTrip(text);
    }

    static void AssertRoundTrip(byte[] content)
    {
        using var zlib = new ZLibStream(new MemoryStream(Deflate.Zlib(content)), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        zlib.CopyTo(unpacked);
        Assert.True(content.AsSpan().SequenceEqual(unpacked.ToArray()));
    }
}
