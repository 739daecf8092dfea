using System.Text;
using GeoCohesion.Core;
using GeoCohesion.Data.Sources.Gtfs;

namespace GeoCohesion.Data.Tests.Sources.Gtfs;

public class GtfsTableTests
{
    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("a,b\r\n1,2\r\n3,4")]
    [InlineData("\uFEFFa,b\n1,2\n3,4\n")]
    [InlineData(" a , b \n 1, 2\n3 ,4\n")]
    [InlineData("\"a\",\"b\"\n\"1\",\"2\"\n\"3\", \"4\"\n")]
    [InlineData("a,b\n\n1,2\n\n\n3,4\n\n")]
    [InlineData("a,x,b\n1,z,2\n3,,4\n")]
    [InlineData("A,B\n1,2\n3,4\n")]
    [InlineData("a,b\n1,2,\n3,4,,\n")]
    public void The_same_rows_are_read_however_the_table_is_written(string text)
    {
        using var table = Open(text, out var notices);
        var (a, b) = (table.Require("a"), table.Require("b"));

        Assert.True(table.ReadRow());
        Assert.Equal(("1", "2"), (table.Text(a), table.Text(b)));
        Assert.True(table.ReadRow());
        Assert.Equal(("3", "4"), (table.Text(a), table.Text(b)));
        Assert.False(table.ReadRow());
        Assert.Empty(notices.Summarize());
    }

    [Fact]
    public void Quotes_hold_commas_line_breaks_and_doubled_quotes_and_lines_are_still_counted()
    {
        using var table = Open("a,b\n\"1, one\",\"first\nsecond \"\"quoted\"\"\"\nlast,\n", out _);
        var (a, b) = (table.Require("a"), table.Require("b"));

        Assert.True(table.ReadRow());
        Assert.Equal("1, one", table.Text(a));
        Assert.Equal("first\nsecond \"quoted\"", table.Text(b));
        Assert.Equal(2, table.Line);
        Assert.True(table.ReadRow());
        Assert.Equal(("last", 4), (table.Text(a), table.Line));
    }

    [Fact]
    public void A_row_that_ends_early_has_empty_fields_and_one_that_ends_late_is_told()
    {
        using var table = Open("a,b,c\n1\n1,2,3,4\n", out var notices);

        Assert.True(table.ReadRow());
        Assert.True(table[2].IsEmpty);
        Assert.Equal(0, notices.CountOf("gtfs-row-length"));
        Assert.True(table.ReadRow());
        Assert.Equal(1, notices.CountOf("gtfs-row-length"));
    }

    [Fact]
    public void A_column_that_is_missing_is_empty_everywhere()
    {
        using var table = Open("a\n1\n", out _);

        Assert.Equal(-1, table.Column("b"));
        Assert.True(table.ReadRow());
        Assert.True(table[table.Column("b")].IsEmpty);
        Assert.Equal("", table.Text(table.Column("b")));
    }

    [Fact]
    public void A_required_column_that_is_missing_is_named_beside_those_found()
    {
        using var table = Open("a,c\n1,2\n", out _);
        var error = Assert.Throws<InputException>(() => table.Require("b"));

        Assert.Equal("gtfs-column-missing", error.Code);
        Assert.Equal("feed/t.txt:1 b: the column 'b' is missing; the table has: a, c.", error.Message);
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_read_as_Windows_1252_and_told()
    {
        var notices = new NoticeLog();
        var bytes = new MemoryStream([.. "a\nGare d'\u00C9vry ".Select(c => (byte)c), 0x80]);
        using var table = new GtfsTable(bytes, new SourceLocation("feed/t.txt"), notices);

        Assert.True(table.ReadRow());
        Assert.Equal("Gare d'\u00C9vry \u20AC", table.Text(0));
        Assert.Equal(1, notices.CountOf("gtfs-encoding"));
    }

    [Fact]
    public void A_quote_that_is_never_closed_is_refused_with_the_line_it_opens_on()
    {
        using var table = Open("a,b\n1,2\n3,\"4\n5,6\n", out _);

        Assert.True(table.ReadRow());
        var error = Assert.Throws<InputException>(() => table.ReadRow());
        Assert.Equal(("gtfs-quote-open", 3), (error.Code, error.At.Line));
    }

    [Fact]
    public void An_endless_row_is_refused()
    {
        using var table = Open("a\n" + new string('x', GtfsTable.LongestRowBytes + (1 << 20)) + "\n", out _);

        Assert.Equal("gtfs-row-too-long", Assert.Throws<InputException>(() => table.ReadRow()).Code);
    }

    [Fact]
    public void A_column_named_twice_is_told_and_the_first_read()
    {
        using var table = Open("a,a\n1,2\n", out var notices);

        Assert.True(table.ReadRow());
        Assert.Equal("1", table.Text(table.Require("a")));
        Assert.Equal(1, notices.CountOf("gtfs-column-twice"));
    }

    static GtfsTable Open(string text, out NoticeLog notices)
    {
        notices = new NoticeLog();
        return new GtfsTable(new MemoryStream(Encoding.UTF8.GetBytes(text)), new SourceLocation("feed/t.txt"), notices);
    }
}
