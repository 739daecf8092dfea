using System.Text;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Formats;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Tests.Formats;

/// <summary>Tables as CSV, and spreadsheets that run what looks like a formula.</summary>
public sealed class CsvFormatTests
{
    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+33 1 23", "\"'+33 1 23\"")]
    [InlineData("-Pharmacie", "\"'-Pharmacie\"")]
    [InlineData("@cabinet", "\"'@cabinet\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    [InlineData("a=1", "a=1")]
    [InlineData("1-2", "1-2")]
    [InlineData("'=1", "'=1")]
    [InlineData("", "")]
    [InlineData("a,b", "\"a,b\"")]
    public void A_text_that_a_spreadsheet_would_run_gets_an_apostrophe_in_front(string text, string cell)
    {
        var table = new ResultTable("t", "T", [ResultColumn.Text("a", "A"), ResultColumn.Whole("n", "", "N")], null);
        table.Add(null, text, 1L);
        Assert.Equal($"a,n\n{cell},1\n", Csv(table));
    }

    [Fact]
    public void Numbers_stay_numbers_whatever_their_sign()
    {
        var table = new ResultTable("t", "T", [ResultColumn.Whole("n", "", "N"), ResultColumn.Real("x", "", "X"), ResultColumn.Flag("f", "F")], "Point");
        table.Add(new Point(-1.5, -46.25), -5L, -0.25, true);
        table.Add(new Point(1.5, 46.25), null, 1e-7, false);
        Assert.Equal("n,x,f,lon,lat\n-5,-0.25,true,-1.5,-46.25\n,1E-07,false,1.5,46.25\n", Csv(table));
    }

    static string Csv(ResultTable table)
    {
        using var stream = new MemoryStream();
        new CsvFormat().Write(table, default, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
