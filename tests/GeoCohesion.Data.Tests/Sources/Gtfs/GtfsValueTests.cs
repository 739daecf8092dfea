using System.Globalization;
using System.Text;
using GeoCohesion.Data.Sources.Gtfs;

namespace GeoCohesion.Data.Tests.Sources.Gtfs;

public class GtfsValueTests
{
    [Theory]
    [InlineData("00:00:00", 0)]
    [InlineData("7:30:15", 27_015)]
    [InlineData("07:30:15", 27_015)]
    [InlineData("25:10:00", 90_600)]
    [InlineData("168:00:00", 604_800)]
    public void Times_may_pass_midnight(string text, int seconds)
    {
        Assert.True(GtfsValue.TryTime(Encoding.ASCII.GetBytes(text), out var value));
        Assert.Equal(seconds, value);
    }

    [Theory]
    [InlineData("7h30")]
    [InlineData("7:30")]
    [InlineData("07:60:00")]
    [InlineData("07:00:60")]
    [InlineData("-1:00:00")]
    [InlineData("07:0a:00")]
    [InlineData("168:00:01")]
    [InlineData("1234:00:00")]
    [InlineData("07.30.00")]
    public void What_is_no_time_is_not_taken_for_one(string text) => Assert.False(GtfsValue.TryTime(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("20240229", true)]
    [InlineData("20230229", false)]
    [InlineData("20231301", false)]
    [InlineData("2023-1-1", false)]
    [InlineData("00000101", false)]
    public void Dates_are_those_of_the_calendar(string text, bool isDate) => Assert.Equal(
        isDate,
        GtfsValue.TryDate(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("48.7347", true)]
    [InlineData("-3.46588", true)]
    [InlineData("0", true)]
    [InlineData(".5", true)]
    [InlineData("5.", true)]
    [InlineData("1e2", true)]
    [InlineData("+4.5", true)]
    [InlineData("", false)]
    [InlineData("-", false)]
    [InlineData(".", false)]
    [InlineData("1.2.3", false)]
    [InlineData("48,7", false)]
    [InlineData("NaN", false)]
    [InlineData("1e999", false)]
    [InlineData("2 3", false)]
    public void Decimal_numbers_are_those_with_a_point(string text, bool isNumber) =>
        Assert.Equal(isNumber, GtfsValue.TryDecimal(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void Decimal_numbers_are_read_to_the_last_bit_as_the_general_reader_reads_them()
    {
        const int Seed = 8091;
        var random = new Random(Seed);
        for (var i = 0; i < 50_000; i++)
        {
            var text = (random.Next(2) == 0 ? "-" : "") + random.NextInt64((long)Math.Pow(10, random.Next(1, 18))).ToString(CultureInfo.InvariantCulture);
            text = random.Next(4) == 0 ? text : text.Insert(random.Next(text[0] == '-' ? 1 : 0, text.Length + 1), ".");
            Assert.True(GtfsValue.TryDecimal(Encoding.ASCII.GetBytes(text), out var value), $"seed {Seed}, '{text}'");
            Assert.True(
                BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)) == BitConverter.DoubleToInt64Bits(value),
                $"seed {Seed}, '{text}'");
        }
    }

    [Fact]
    public void Ids_are_found_again_as_a_dictionary_finds_them()
    {
        const int Seed = 20260317;
        var random = new Random(Seed);
        var (ids, expected) = (new IdIndex(), new Dictionary<string, int>());
        for (var i = 0; i < 20_000; i++)
        {
            var id = new string((char)('a' + random.Next(3)), random.Next(12)) + random.Next(2_000);
            var isNew = expected.TryAdd(id, expected.Count);
            Assert.True(isNew == ids.TryAdd(Encoding.UTF8.GetBytes(id), out var index), $"seed {Seed}, id '{id}'");
            Assert.Equal(expected[id], index);
        }

        Assert.Equal(expected.Count, ids.Count);
        foreach (var (id, index) in expected)
        {
            Assert.Equal((index, id), (ids.Find(id), ids.TextOf(index)));
            Assert.Equal(-1, ids.Find(id + "!"));
        }
    }
}
