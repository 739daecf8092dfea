using System.Text;
using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Stores;
using GeoCohesion.Data.Stores.Cql2;
using GeoCohesion.Data.Stores.Filters;
using static GeoCohesion.Data.Stores.Filters.FilterExpression;

namespace GeoCohesion.Data.Tests.Stores.Cql2;

/// <summary>CQL2 text becomes a tree that names known properties only, or a sentence that says what is wrong and where.</summary>
public sealed class Cql2TextParserTests
{
    static readonly FeatureProperty s_name = new("name", ColumnKind.Text, "", "Name");
    static readonly FeatureProperty s_seconds = new("seconds", ColumnKind.WholeNumber, "s", "Time");
    static readonly FeatureProperty s_share = new("share", ColumnKind.RealNumber, "", "Share");
    static readonly FeatureProperty s_flag = new("is_main", ColumnKind.Flag, "", "Main");

    static readonly FeatureCollectionInfo s_collection = new()
    {
        Id = "rows",
        Title = "",
        GeometryType = "Point",
        Extent = null,
        Properties = [s_name, s_seconds, s_share, s_flag],
        FirstPropertyIsId = true,
    };

    [Fact]
    public void AND_binds_closer_than_OR_and_NOT_closest()
    {
        var or = Assert.IsType<Or>(Parse("NOT is_main = TRUE AND seconds < 5 OR share >= 0.5"));
        var and = Assert.IsType<And>(or.Parts[0]);
        Assert.Equal(Compare(s_flag, ComparisonOperator.Equal, true), Assert.IsType<Not>(and.Parts[0]).Inner);
        Assert.Equal(Compare(s_seconds, ComparisonOperator.Less, 5L), and.Parts[1]);
        Assert.Equal(Compare(s_share, ComparisonOperator.GreaterOrEqual, 0.5), or.Parts[1]);
        Assert.IsType<And>(Parse("seconds < 5 AND (name = 'a' OR name = 'b')"));
    }

    [Theory]
    [InlineData("'a'", "a")]
    [InlineData("''", "")]
    [InlineData("'l''école'", "l'école")]
    [InlineData(@"'l\'école'", "l'école")]
    [InlineData(@"'back\slash'", @"back\slash")]
    [InlineData("'a; DROP TABLE rows --'", "a; DROP TABLE rows --")]
    [InlineData("DATE('2026-03-10')", "2026-03-10")]
    [InlineData("TIMESTAMP('2026-03-10T07:00:00Z')", "2026-03-10T07:00:00Z")]
    public void Text_is_taken_as_it_is(string literal, string expected) =>
        Assert.Equal(Compare(s_name, ComparisonOperator.NotEqual, expected), Parse($"name <> {literal}"));

    [Theory]
    [InlineData("5", 5L)]
    [InlineData("-5", -5L)]
    [InlineData("+5", 5L)]
    [InlineData("5.0", 5.0)]
    [InlineData(".5", 0.5)]
    [InlineData("1e3", 1000.0)]
    [InlineData("-2.5E-1", -0.25)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", 9223372036854775808.0)]
    public void Numbers_are_whole_where_they_can_be(string literal, object expected) =>
        Assert.Equal(Compare(s_seconds, ComparisonOperator.Greater, expected), Parse($"seconds>{literal}"));

    [Fact]
    public void Keywords_may_be_written_in_any_case_and_properties_in_quotes()
    {
        Assert.Equal(new Not(new IsNull(new FilterOperand.OfProperty(s_name))), Parse("\"name\" is Not null"));
        Assert.Equal(new Not(new Like(new FilterOperand.OfProperty(s_name), "a%")), Parse("name nOT LIKE 'a%'"));
        var within = Assert.IsType<In>(Parse("name in ('a','b')"));
        Assert.Equal([new FilterOperand.Literal("a"), new FilterOperand.Literal("b")], within.Values);
        Assert.Equal(new Between(new FilterOperand.OfProperty(s_share), new FilterOperand.Literal(0L), new FilterOperand.Literal(0.5)), Parse("share BETWEEN 0 AND 0.5"));
        Assert.Equal(new Constant(true), Parse("true"));
        Assert.Equal(new Comparison(new FilterOperand.Literal(true), ComparisonOperator.Equal, new FilterOperand.OfProperty(s_flag)), Parse("TRUE = is_main"));
    }

    [Fact]
    public void Geometries_are_what_they_say_and_boxes_may_cross_the_antimeridian()
    {
        Assert.Equal("POINT (1 2)", Shape("S_INTERSECTS(geometry, POINT(1 2))"));
        Assert.Equal("LINESTRING (1 2, 3 4)", Shape("S_INTERSECTS(LINESTRING Z (1 2 9, 3 4 9), geometry)"));
        Assert.Equal("POLYGON ((0 0, 4 0, 4 4, 0 0), (2 1, 3 1, 3 2, 2 1))", Shape("S_INTERSECTS(geometry, POLYGON((0 0,4 0,4 4,0 0),(2 1,3 1,3 2,2 1)))"));
        Assert.Equal("MULTIPOINT ((1 2), (3 4))", Shape("S_INTERSECTS(geometry, MULTIPOINT(1 2, (3 4)))"));
        Assert.Equal(2, Intersects("S_INTERSECTS(geometry, BBOX(170, -10, -170, 10))").Shape.NumGeometries);
        Assert.Equal(new NetTopologySuite.Geometries.Envelope(1, 3, 2, 4), Intersects("S_INTERSECTS(geometry, BBOX(1, 2, 3, 4))").Shape.EnvelopeInternal);
        Assert.True(Intersects("S_INTERSECTS(geometry, BBOX(200, 2, 300, 4))").Shape.IsEmpty);

        static string Shape(string text) => Intersects(text).Shape.AsText();

        static Intersects Intersects(string text) => Assert.IsType<Intersects>(Parse(text));
    }

    [Theory]
    [InlineData("name", "filter-syntax", "character 5")]
    [InlineData("name =", "filter-syntax", "the end stands where")]
    [InlineData("name == 'a'", "filter-syntax", "character 7")]
    [InlineData("name = 'a' OR", "filter-syntax", "the end")]
    [InlineData("name = 'a", "filter-syntax", "quote is not closed (character 8)")]
    [InlineData("name LIKE name", "filter-syntax", "pattern")]
    [InlineData("NOT NOT TRUE", "filter-property-unknown", "'NOT'")]
    [InlineData("nom = 'a'", "filter-property-unknown", "name, seconds, share, is_main, geometry")]
    [InlineData("name = 5", "filter-kind", "name (text) cannot be compared with a value (number)")]
    [InlineData("name = seconds", "filter-kind", "seconds (number)")]
    [InlineData("is_main BETWEEN FALSE AND TRUE", "filter-kind", "order")]
    [InlineData("DATE('2026-02-30') = name", "filter-syntax", "2026-03-10")]
    [InlineData("geometry = 'a'", "filter-syntax", "IS NULL")]
    [InlineData("S_INTERSECTS(name, POINT(1 2))", "filter-geometry", "'name'")]
    [InlineData("S_INTERSECTS(geometry, BBOX(1,5,2,4))", "filter-geometry", "minima")]
    [InlineData("S_INTERSECTS(geometry, LINESTRING(1 2))", "filter-geometry", "2 positions")]
    [InlineData("name = 'a'\u0000", "filter-syntax", "means nothing")]
    public void What_is_wrong_is_said(string text, string code, string piece)
    {
        var refusal = Assert.Throws<InputException>(() => Parse(text));
        Assert.Equal(code, refusal.Code);
        Assert.Contains(piece, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_is_parsed_or_refused()
    {
        const int Seed = 20260310;
        var random = new Random(Seed);
        string[] pieces =
        [
            "name", "seconds", "is_main", "geometry", "'a'", "'", "\"", "1", "-", "1e999", "(", ")", ",", "=", "<", ">", "<>", " AND ", " OR ", " NOT ", " IN ", " LIKE ", " BETWEEN ", " IS ", " NULL",
            "TRUE", "S_INTERSECTS(", "POINT", "POLYGON", "BBOX", "DATE(", "1 2", "\\", "\0", "é", "\ud800", ";", "--",
        ];
        var (parsed, refused) = (0, 0);
        for (var i = 0; i < 50_000; i++)
        {
            var text = new StringBuilder();
            for (var piece = random.Next(1, 10); piece > 0; piece--)
            {
                text.Append(pieces[random.Next(pieces.Length)]).Append(' ', random.Next(2));
            }

            try
            {
                Parse(text.ToString());
                parsed++;
            }
            catch (InputException)
            {
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {Seed}, text {i} '{text}': {e}");
            }
        }

        Assert.InRange(parsed, 50, 50_000);
        Assert.InRange(refused, 1000, 50_000);
    }

    static FilterExpression Parse(string text) => Cql2TextParser.Parse(text, s_collection, ServedCrs.Crs84);

    static Comparison Compare(FeatureProperty property, ComparisonOperator comparison, object value) =>
        new(new FilterOperand.OfProperty(property), comparison, new FilterOperand.Literal(value));
}
