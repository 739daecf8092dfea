using System.Globalization;
using System.Text;
using GeoCohesion.Data.Formats;

namespace GeoCohesion.Data.Tests.Formats;

public sealed class DecimalTextTests
{
    [Theory]
    [InlineData(0, 7, "0")]
    [InlineData(-0.00000004, 7, "0")]
    [InlineData(-0.0000001, 7, "-0.0000001")]
    [InlineData(5.5, 7, "5.5")]
    [InlineData(-48.12345678, 7, "-48.1234568")]
    [InlineData(179.99999999, 7, "180")]
    [InlineData(652381.256, 2, "652381.26")]
    [InlineData(20037508.3427892, 7, "20037508.3427892")]
    [InlineData(1e12, 7, "1000000000000")]
    public void Numbers_end_with_their_last_digit(double number, int fractionDigits, string expected) => Assert.Equal(expected, Text(number, fractionDigits));

    [Fact]
    public void Numbers_are_those_of_the_usual_formatting()
    {
        var random = new Random(7);
        for (var i = 0; i < 200_000; i++)
        {
            var fractionDigits = random.Next(8);
            var number = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 10));
            var rounded = Math.Round(number, fractionDigits);
            var expected = (rounded == 0 ? 0.0 : rounded).ToString("0.#######", CultureInfo.InvariantCulture);
            Assert.True(Text(number, fractionDigits) == expected, FormattableString.Invariant($"{number:R} with {fractionDigits} digits: {Text(number, fractionDigits)}, not {expected}"));
        }
    }

    static string Text(double number, int fractionDigits)
    {
        Span<byte> text = stackalloc byte[DecimalText.LongestLength];
        return Encoding.ASCII.GetString(text[..DecimalText.Write(number, fractionDigits, text)]);
    }
}
