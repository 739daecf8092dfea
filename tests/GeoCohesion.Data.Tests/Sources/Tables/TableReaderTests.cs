using System.IO.Compression;
using System.Text;
using GeoCohesion.Core;
using GeoCohesion.Data.Sources.Tables;

namespace GeoCohesion.Data.Tests.Sources.Tables;

public sealed class TableReaderTests : IDisposable
{
    readonly NoticeLog _notices = new();
    readonly string _folder = Directory.CreateTempSubdirectory("geocohesion-tables-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("a;b,c;d\n1;2;3\n", ';', "a|b,c|d")]
    [InlineData("a,b,c\n1,2,3\n", ',', "a|b|c")]
    [InlineData("a\tb\tc\n", '\t', "a|b|c")]
    [InlineData("\"Identifiant PP\"|\"Code; profession\"|x\n", '|', "Identifiant PP|Code; profession|x")]
    [InlineData("\"a,b,c,d\";e\n", ';', "a,b,c,d|e")]
    [InlineData("\r\n\r\na;b\r\n", ';', "a|b")]
    [InlineData("alone\n1;5\n", ',', "alone")]
    public void Separator_is_sniffed_from_the_first_record_outside_quotes(string text, char separator, string header)
    {
        using var table = TableReader.OpenText(text, "t.csv", _notices);
        Assert.Equal(separator, table.Separator);
        Assert.Equal(header, string.Join('|', table.Header));
    }

    [Fact]
    public void A_given_separator_wins()
    {
        using var table = TableReader.OpenText("a;b,c\n1;2,3\n", "t.csv", _notices, new TableOptions { Separator = ',' });
        Assert.Equal(["a;b", "c"], table.Header);
    }

    [Fact]
    public void Byte_order_mark_line_ends_wrapper_and_stray_spaces_are_removed()
    {
        var bytes = Encoding.UTF8.GetBytes(
            "\uFEFFinsee_com; lib_com ;x\r\n"
            + "\"=\"\"01033\"\"\";  Valserhône ;=\"7\"\r\n"
            + "\"=\"\"13055;13070\"\"\";\"Marseille; La Penne\";\r\n");
        using var table = TableReader.Open(new MemoryStream(bytes), "list.csv", _notices);
        var commune = table.Require("INSEE_COM");
        var name = table.Require("lib_com");
        Assert.True(table.Read());
        Assert.Equal(("01033", "Valserhône", "7"), (table.Text(commune), table.Text(name), table.Text(table.Require("X"))));
        Assert.True(table.Read());
        Assert.Equal(("13055;13070", "Marseille; La Penne"), (table.Text(commune), table.Text(name)));
        Assert.False(table.Read());
        Assert.Empty(_notices.Summarize());
    }

    [Fact]
    public void Columns_are_found_by_alias_whatever_their_case_and_the_first_name_wins()
    {
        using var table = TableReader.OpenText("QP;qp2015\n1;2\n", "t.csv", _notices);
        Assert.Equal(new TableColumn(0, "QP"), table.Find("code_qp", "qp", "QP2015"));
        Assert.Equal(new TableColumn(1, "qp2015"), table.Find("QP2015", "QP"));
        Assert.False(table.Find("absent").Exists);
        table.Read();
        Assert.Equal("", table.Text(TableColumn.None));
    }

    [Fact]
    public void Missing_column_is_refused_with_the_columns_found_and_the_aliases()
    {
        using var table = TableReader.OpenText("id,name\n1,a\n", "places.csv", _notices);
        var refusal = Assert.Throws<InputException>(() => table.Require("lon", "longitude", "x"));
        Assert.Equal("column-missing", refusal.Code);
        Assert.Equal(
            "places.csv:1: the column 'lon' is missing (also accepted: longitude, x); the columns found are: id, name.",
            refusal.Message);
    }

    [Fact]
    public void Lines_are_physical_ones_despite_quoted_line_breaks_and_blank_lines()
    {
        using var table = TableReader.OpenText("a;b\r\n1;\"two\r\nlines\"\r\n\r\n2;x\r\n\n3;y", "t.csv", _notices);
        var lines = new List<int>();
        while (table.Read())
        {
            lines.Add(table.Line);
        }

        Assert.Equal([2, 5, 7], lines);
        Assert.Equal(3, table.RecordsRead);
    }

    [Fact]
    public void Quoted_fields_may_hold_separators_doubled_quotes_and_line_breaks()
    {
        using var table = TableReader.OpenText("a;b\n\"x;\"\"y\"\"\nz\";2\n", "t.csv", _notices);
        table.Read();
        Assert.Equal("x;\"y\"\nz", table.Text(table.Require("a")));
        Assert.Equal("2", table.Text(table.Require("b")));
    }

    [Fact]
    public void A_quote_inside_a_plain_field_is_a_character_like_any_other()
    {
        using var table = TableReader.OpenText("a;b\n12\" pipe;2\nx;3\n", "t.csv", _notices);
        table.Read();
        Assert.Equal(("12\" pipe", "2"), (table.Text(table.Require("a")), table.Text(table.Require("b"))));
        table.Read();
        Assert.Equal("3", table.Text(table.Require("b")));
        Assert.Empty(_notices.Summarize());
    }

    [Fact]
    public void Text_after_a_closing_quote_is_kept_and_counted()
    {
        using var table = TableReader.OpenText("a;b\n\"x\"y;2\n", "t.csv", _notices);
        table.Read();
        Assert.Equal(("xy", "2"), (table.Text(table.Require("a")), table.Text(table.Require("b"))));
        Assert.Equal(1, _notices.CountOf("quote-mended"));
    }

    [Fact]
    public void Short_and_long_records_are_counted_with_their_lines_and_trailing_separators_are_not()
    {
        using var table = TableReader.OpenText("a;b\n1\n1;2;3\n1;2;;\n1;2\n", "t.csv", _notices);
        table.Read();
        Assert.Equal("", table.Text(table.Require("b")));
        while (table.Read())
        {
        }

        Assert.Equal(1, _notices.CountOf("row-short"));
        Assert.Equal(1, _notices.CountOf("row-long"));
        Assert.Equal([3, 2], _notices.Summarize().Select(summary => summary.Examples[0].At.Line!.Value));
    }

    [Fact]
    public void A_long_record_is_refused_where_fields_must_not_shift()
    {
        var options = new TableOptions { RefuseLongRecords = true };
        using var table = TableReader.OpenText("id,lon,lat\n1,-3,45,48,73\n", "t.csv", _notices, options);
        var refusal = Assert.Throws<InputException>(() => table.Read());
        Assert.Equal(("row-long", 2), (refusal.Code, refusal.At.Line));
        Assert.Contains("decimal comma", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_named_twice_is_counted_and_the_first_is_read()
    {
        using var table = TableReader.OpenText("a;A;b\n1;2;3\n", "t.csv", _notices);
        table.Read();
        Assert.Equal("1", table.Text(table.Require("A")));
        Assert.Equal(1, _notices.CountOf("column-duplicate"));
    }

    [Theory]
    [InlineData("48.73", 48.73)]
    [InlineData(" -3.45 ", -3.45)]
    [InlineData("+1e3", 1000)]
    [InlineData("1 234 567.5", 1234567.5)]
    [InlineData("1\u202F234", 1234)]
    [InlineData("1\u00A0234", 1234)]
    [InlineData("=\"12\"", 12)]
    public void Numbers_have_a_decimal_point_and_perhaps_thousands_spaces(string text, double expected)
    {
        using var table = TableReader.OpenText($"a;b\n{text};x\n", "t.csv", _notices);
        table.Read();
        Assert.Equal(expected, table.Number(table.Require("a")));
    }

    [Theory]
    [InlineData("48,73", "t.csv:2 lat: found '48,73'; a decimal point is expected, for example 48.73.")]
    [InlineData("12 34", "t.csv:2 lat: found '12 34'; a number is expected, for example 48.73.")]
    [InlineData("abc", "t.csv:2 lat: found 'abc'; a number is expected, for example 48.73.")]
    [InlineData("NaN", "t.csv:2 lat: found 'NaN'; a number is expected, for example 48.73.")]
    [InlineData("1e999", "t.csv:2 lat: found '1e999'; a number is expected, for example 48.73.")]
    public void A_comma_decimal_or_other_text_is_no_number(string text, string sentence)
    {
        using var table = TableReader.OpenText($"lat;b\n{text};x\n", "t.csv", _notices);
        table.Read();
        var refusal = Assert.Throws<InputException>(() => table.Number(table.Require("lat")));
        Assert.Equal("number-malformed", refusal.Code);
        Assert.Equal(sentence, refusal.Message);
    }

    [Fact]
    public void Missing_markers_are_empty_for_the_caller_who_names_them()
    {
        const string Text = "a;b\n_Z;NR\n;x\n";
        var french = new TableOptions { MissingMarkers = TableOptions.FrenchMissingMarkers };
        using (var table = TableReader.OpenText(Text, "t.csv", _notices, french))
        {
            table.Read();
            Assert.Equal("", table.Text(table.Require("a")));
            Assert.Null(table.NumberOrNull(table.Require("b")));
            Assert.Equal("number-missing", Assert.Throws<InputException>(() => table.Number(table.Require("b"))).Code);
        }

        using var plain = TableReader.OpenText(Text, "t.csv", _notices);
        plain.Read();
        Assert.Equal(("_Z", "NR"), (plain.Text(plain.Require("a")), plain.Text(plain.Require("b"))));
    }

    [Fact]
    public void Text_that_is_not_utf8_is_read_as_windows_1252_even_when_the_first_accent_is_far_away()
    {
        // Longer than one chunk of the inspection, the accent in the second one.
        var bytes = new List<byte>(Encoding.ASCII.GetBytes("a;b\n"));
        for (var row = 0; row < 40_000; row++)
        {
            bytes.AddRange("0123456789;x\n"u8);
        }

        bytes.AddRange([.. "Saint-Andr"u8, 0xE9, .. ";"u8, 0x80, (byte)'\n']);
        using var table = TableReader.Open(new MemoryStream([.. bytes]), "old.csv", _notices);
        Assert.Equal(1, _notices.CountOf("encoding-windows-1252"));
        Assert.Equal(40_002, _notices.Summarize()[0].Examples[0].At.Line);
        var last = "";
        while (table.Read())
        {
            last = table.Text(table.Require("a")) + table.Text(table.Require("b"));
        }

        Assert.Equal("Saint-André€", last);
    }

    [Fact]
    public void Utf8_characters_cut_by_the_chunks_of_the_inspection_are_still_utf8()
    {
        for (var shift = 0; shift < 4; shift++)
        {
            var text = "a;b\n" + new string('x', shift) + string.Concat(Enumerable.Repeat("é€𝄞", 60_000)) + ";1\n";
            using var table = TableReader.OpenText(text, "t.csv", _notices);
            table.Read();
            Assert.EndsWith("𝄞", table.Text(table.Require("a")), StringComparison.Ordinal);
        }

        Assert.Empty(_notices.Summarize());
    }

    [Fact]
    public void Damaged_utf8_with_a_mark_stays_utf8_and_is_counted()
    {
        using var table = TableReader.Open(new MemoryStream([0xEF, 0xBB, 0xBF, .. "a;b\nx"u8, 0xE9, .. ";2\n"u8]), "t.csv", _notices);
        table.Read();
        Assert.Equal("x\uFFFD", table.Text(table.Require("a")));
        Assert.Equal(1, _notices.CountOf("encoding-damaged"));
    }

    [Fact]
    public void Gzip_files_are_unpacked()
    {
        var path = Path.Combine(_folder, "t.csv.gz");
        using (var gzip = new GZipStream(File.Create(path), CompressionMode.Compress))
        {
            gzip.Write("a;b\n1;é\n"u8);
        }

        using var table = TableReader.Open(path, _notices);
        table.Read();
        Assert.Equal("é", table.Text(table.Require("b")));
    }

    [Fact]
    public void A_gzip_file_that_is_none_is_refused()
    {
        var path = Path.Combine(_folder, "t.csv.gz");
        File.WriteAllText(path, "a;b\n1;2\n");
        Assert.Equal("gzip-damaged", Assert.Throws<InputException>(() => TableReader.Open(path, _notices)).Code);
    }

    [Fact]
    public void A_truncated_gzip_file_is_refused()
    {
        var whole = new MemoryStream();
        using (var gzip = new GZipStream(whole, CompressionMode.Compress, leaveOpen: true))
        {
            var random = new Random(1);
            gzip.Write("a;b\n"u8);
            for (var row = 0; row < 5_000; row++)
            {
                gzip.Write(Encoding.ASCII.GetBytes($"{random.Next()};{random.Next()}\n"));
            }
        }

        var path = Path.Combine(_folder, "t.csv.gz");
        File.WriteAllBytes(path, whole.ToArray()[..(int)(whole.Length / 2)]);
        Assert.Equal("gzip-damaged", Assert.Throws<InputException>(() => TableReader.Open(path, _notices)).Code);
    }

    [Theory]
    [InlineData("", "table-empty")]
    [InlineData("\r\n  \r\n", "table-empty")]
    [InlineData("a;b\n1;\0\n", "table-not-text")]
    [InlineData("PK\u0003\u0004rest", "table-not-text")]
    [InlineData("PAR1rest", "table-not-text")]
    public void What_is_no_table_is_refused(string text, string code) =>
        Assert.Equal(code, Assert.Throws<InputException>(() => TableReader.OpenText(text, "t.csv", _notices)).Code);

    [Fact]
    public void Utf16_is_refused() =>
        Assert.Equal(
            "encoding-unsupported",
            Assert.Throws<InputException>(() => TableReader.Open(new MemoryStream([0xFF, 0xFE, (byte)'a', 0]), "t.csv", _notices)).Code);

    [Fact]
    public void The_line_of_a_nul_byte_is_named() =>
        Assert.Equal(3, Assert.Throws<InputException>(() => TableReader.OpenText("a;b\n1;2\n3;\0", "t.csv", _notices)).At.Line);

    [Fact]
    public void A_table_with_only_a_header_has_no_record()
    {
        using var table = TableReader.OpenText("a;b\n", "t.csv", _notices);
        Assert.False(table.Read());
        Assert.Equal(0, table.RecordsRead);
    }

    [Fact]
    public void A_record_longer_than_a_million_bytes_is_refused_with_its_line()
    {
        using var table = TableReader.OpenText("a;b\n1;2\n" + new string('x', (1 << 20) + 70_000) + ";2\n", "t.csv", _notices);
        Assert.True(table.Read());
        var refusal = Assert.Throws<InputException>(() => table.Read());
        Assert.Equal(("table-record-too-long", 3), (refusal.Code, refusal.At.Line));
    }

    [Fact]
    public void A_header_longer_than_a_million_bytes_is_refused() =>
        Assert.Equal(
            "table-record-too-long",
            Assert.Throws<InputException>(() => TableReader.OpenText(new string('x', (1 << 20) + 70_000), "t.csv", _notices)).Code);

    [Theory]
    [InlineData("a;b\n1;2\n3;\"four\n5;6\n7;8\n")]
    [InlineData("a;b\n1;2\n3;\"four\n5;\"six\"\n7;8\n")]
    [InlineData("a;b\n1;2\n3;\"four")]
    public void A_quote_that_is_not_closed_is_refused_where_it_starts(string text)
    {
        using var table = TableReader.OpenText(text, "t.csv", _notices);
        Assert.True(table.Read());
        var refusal = Assert.Throws<InputException>(() => table.Read());
        Assert.Equal(("quote-unclosed", 3), (refusal.Code, refusal.At.Line));
    }

    [Fact]
    public void A_table_without_header_is_read_by_position()
    {
        using var table = TableReader.OpenText("x;1;2\ny;3\n", "t.csv", _notices, new TableOptions { HasHeader = false });
        Assert.True(table.Read());
        Assert.Equal(("x", 2d, 1), (table.Text(TableReader.ColumnAt(0, "kind")), table.Number(TableReader.ColumnAt(2, "y")), table.Line));
        Assert.True(table.Read());
        Assert.Equal((2, ""), (table.FieldCount, table.Text(TableReader.ColumnAt(2, "y"))));
        Assert.Empty(_notices.Summarize());
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_refused()
    {
        Assert.Equal("file-missing", Assert.Throws<InputException>(() => TableReader.Open(Path.Combine(_folder, "no.csv"), _notices)).Code);
        Assert.Equal("file-unreadable", Assert.Throws<InputException>(() => TableReader.Open(_folder, _notices)).Code);
    }
}
