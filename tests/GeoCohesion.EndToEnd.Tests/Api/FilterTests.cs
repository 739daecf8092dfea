using System.Net;

namespace GeoCohesion.EndToEnd.Tests.Api;

/// <summary>OGC API - Features, part 3 (OGC 19-079r2) with CQL2 text (OGC 21-065r2): filters find the rows that the tables have.</summary>
[Collection(ServedSampleCityCollection.Name)]
public class FilterTests(ServedSampleCity service)
{
    [Fact(DisplayName = "/req/queryables/queryables-get, queryables-schema: a JSON Schema of all properties, and the geometry")]
    public async Task Queryables()
    {
        var schema = await service.Json("/collections/districts/queryables");
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.GetProperty("$schema").GetString());
        Assert.EndsWith("/collections/districts/queryables", schema.GetProperty("$id").GetString(), StringComparison.Ordinal);
        Assert.Equal("object", schema.GetProperty("type").GetString());
        var properties = schema.GetProperty("properties");
        Assert.Equal("geometry-multipolygon", properties.GetProperty("geometry").GetProperty("format").GetString());
        Assert.Equal("number", properties.GetProperty("share_within").GetProperty("type").GetString());
        Assert.Equal("share 0-1", properties.GetProperty("share_within").GetProperty("x-ogc-unit").GetString());
        Assert.Equal("integer", properties.GetProperty("median_s").GetProperty("type").GetString());
        Assert.Equal("boolean", properties.GetProperty("residents_are_points").GetProperty("type").GetString());
        Assert.Equal(service.Output.Rows("districts")[0].Count + 1, properties.EnumerateObject().Count());
        Assert.False((await service.Json("/collections/travel_times_walk/queryables")).GetProperty("properties").TryGetProperty("geometry", out _));
        var (_, response, _) = await service.Get("/collections/districts/queryables");
        using (response)
        {
            Assert.Equal("application/schema+json", response.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact(DisplayName = "/req/queryables-query-parameters/parameters: each queryable is a parameter that compares exactly")]
    public async Task Query_parameters()
    {
        Assert.Equal(Count("places", row => row["class"] == "generaliste"), await Matched("/collections/places/items?class=generaliste"));
        Assert.Equal(Count("places", row => row["class"] == "generaliste" && row["quality"] == "good"), await Matched("/collections/places/items?class=generaliste&quality=good"));
        Assert.Equal(Count("centralities", row => row["is_main"] == "true"), await Matched("/collections/centralities/items?is_main=true"));
        Assert.Equal(0, await Matched("/collections/places/items?class=' OR 1=1 --"));
        Assert.Equal(0, await Matched("/collections/places/items?class=GENERALISTE"));
        await service.Refused("/collections/places/items?class=a%00", HttpStatusCode.BadRequest, "parameter-malformed");
    }

    [Theory(DisplayName = "/req/features-filter/filter-param, cql2 basic-cql2, advanced-comparison-operators, property-property: the filter finds what the table has")]
    [InlineData("class = 'generaliste'", 0)]
    [InlineData("class <> 'generaliste' AND commune IN ('96001', '96002')", 1)]
    [InlineData("class LIKE 'a%' OR class LIKE '_harmacie'", 2)]
    [InlineData("NOT (class LIKE 'a%')", 3)]
    [InlineData("capacity BETWEEN 2 AND 5", 4)]
    [InlineData("capacity NOT BETWEEN 2 AND 5", 5)]
    [InlineData("capacity > 1 and itinerant = FALSE", 6)]
    [InlineData("\"id\" = source_code OR itinerant = true", 7)]
    [InlineData("name NOT LIKE '%''%'", 8)]
    [InlineData("TRUE", 9)]
    [InlineData("FALSE OR class NOT IN ('generaliste')", 10)]
    public async Task Filters(string filter, int expectation)
    {
        Func<IReadOnlyDictionary<string, string>, bool>[] expectations =
        [
            row => row["class"] == "generaliste",
            row => row["class"] != "generaliste" && row["commune"] is "96001" or "96002" && row["class"] != "generaliste",
            row => row["class"].StartsWith('a') || (row["class"].EndsWith("harmacie", StringComparison.Ordinal) && row["class"].Length == "pharmacie".Length),
            row => !row["class"].StartsWith('a'),
            row => Capacity(row) is >= 2 and <= 5,
            row => Capacity(row) is < 2 or > 5,
            row => Capacity(row) > 1 && row["itinerant"] == "false",
            row => row["id"] == row["source_code"] || row["itinerant"] == "true",
            row => !row["name"].Contains('\'', StringComparison.Ordinal),
            _ => true,
            row => row["class"] != "generaliste",
        ];
        Assert.Equal(Count("places", expectations[expectation]), await Matched(ServedSampleCity.Items("places", ("filter", filter), ("filter-lang", "cql2-text"))));

        static double Capacity(IReadOnlyDictionary<string, string> row) => double.Parse(row["capacity"], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact(DisplayName = "/req/basic-cql2/null-predicate: what has no value is neither more nor less")]
    public async Task Null()
    {
        var all = Count("travel_times_walk", _ => true);
        var without = Count("travel_times_walk", row => row["seconds"].Length == 0);
        Assert.InRange(without, 1, all - 1);
        Assert.Equal(without, await Filtered("travel_times_walk", "seconds IS NULL"));
        Assert.Equal(all - without, await Filtered("travel_times_walk", "seconds IS NOT NULL"));
        Assert.Equal(all - without, await Filtered("travel_times_walk", "seconds < 1800 OR NOT seconds < 1800"));
        Assert.Equal(0, await Filtered("districts", "geometry IS NULL"));
        Assert.Equal(6, await Filtered("districts", "geometry IS NOT NULL"));
    }

    [Fact(DisplayName = "/req/basic-spatial-functions/spatial-predicates, -plus: S_INTERSECTS takes boxes and all kinds of geometries")]
    public async Task Spatial()
    {
        var box = await Matched("/collections/places/items?bbox=2.95,46.56,3.0,46.6");
        Assert.InRange(box, 10, 900);
        Assert.Equal(box, await Filtered("places", "S_INTERSECTS(geometry, BBOX(2.95, 46.56, 3.0, 46.6))"));
        Assert.Equal(box, await Filtered("places", "s_intersects(POLYGON((2.95 46.56, 3.0 46.56, 3.0 46.6, 2.95 46.6, 2.95 46.56)), \"geometry\")"));
        Assert.Equal(box, await Filtered("places", "S_INTERSECTS(geometry, MULTIPOLYGON(((2.95 46.56, 3.0 46.56, 3.0 46.6, 2.95 46.6, 2.95 46.56)), ((10 10, 11 10, 11 11, 10 10))))"));
        Assert.Equal(box, await Filtered("places", "S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(10 10), POLYGON Z((2.95 46.56 1, 3.0 46.56 1, 3.0 46.6 1, 2.95 46.6 1, 2.95 46.56 1))))"));
        Assert.Equal(Count("places", _ => true) - box, await Filtered("places", "NOT S_INTERSECTS(geometry, BBOX(2.95, 46.56, 3.0, 46.6))"));
        Assert.Equal(box, await Filtered("places", "FALSE OR S_INTERSECTS(geometry, BBOX(2.95, 46.56, 3.0, 46.6))"));
        Assert.Equal(6, await Filtered("districts", "S_INTERSECTS(geometry, LINESTRING(2.9 46.5, 3.1 46.7)) OR S_INTERSECTS(geometry, MULTIPOINT(1 1, (2 2))) OR geometry IS NOT NULL"));
    }

    [Theory(DisplayName = "/req/filter/filter-param, filter-lang-param: what cannot be understood is refused, and the sentence says where")]
    [InlineData("class =", "filter-syntax")]
    [InlineData("", "filter-syntax")]
    [InlineData("class = 'a' class = 'b'", "filter-syntax")]
    [InlineData("class = 'a", "filter-syntax")]
    [InlineData("(class = 'a'", "filter-syntax")]
    [InlineData("class ; 'a'", "filter-syntax")]
    [InlineData("class LIKE 'a\\'", "filter-syntax")]
    [InlineData("upper(class) = 'A'", "filter-syntax")]
    [InlineData("class = 'a'; DROP TABLE places", "filter-syntax")]
    [InlineData("class = 'a' UNION SELECT 1", "filter-syntax")]
    [InlineData("class = 'a' -- comment", "filter-syntax")]
    [InlineData("1 OR 1", "filter-syntax")]
    [InlineData("class = 'a\0'", "filter-syntax")]
    [InlineData("(SELECT 1) = 1", "filter-property-unknown")]
    [InlineData("fid = 1", "filter-property-unknown")]
    [InlineData("\"class\"\" OR 1=1 --\" = 'a'", "filter-syntax")]
    [InlineData("sqlite_master IS NULL", "filter-property-unknown")]
    [InlineData("Class = 'a'", "filter-property-unknown")]
    [InlineData("class = 1", "filter-kind")]
    [InlineData("capacity = 'many'", "filter-kind")]
    [InlineData("itinerant > FALSE", "filter-kind")]
    [InlineData("capacity LIKE '1'", "filter-kind")]
    [InlineData("capacity IN (1, 'x')", "filter-kind")]
    [InlineData("S_INTERSECTS(geometry, POINT(1))", "filter-syntax")]
    [InlineData("S_INTERSECTS(geometry, CIRCLE(1 2))", "filter-geometry")]
    [InlineData("S_INTERSECTS(geometry, POLYGON((0 0, 1 1)))", "filter-geometry")]
    [InlineData("S_INTERSECTS(geometry, POLYGON((0 0, 2 2, 2 0, 0 2, 0 0)))", "filter-geometry")]
    [InlineData("S_INTERSECTS(geometry, POINT(1e300 0))", "filter-geometry")]
    [InlineData("S_INTERSECTS(geometry, BBOX(1, 2, 3))", "filter-geometry")]
    [InlineData("capacity = 1e999", "filter-syntax")]
    public async Task Refused(string filter, string code)
    {
        var sentence = await service.Refused(ServedSampleCity.Items("places", ("filter", filter)), HttpStatusCode.BadRequest, code);
        Assert.StartsWith("filter: ", sentence, StringComparison.Ordinal);
        Assert.Equal(Count("places", _ => true), await Matched("/collections/places/items"));
    }

    [Fact(DisplayName = "/req/filter/filter-lang-param, filter-crs-param: other languages and too much of a filter are refused")]
    public async Task Limits()
    {
        await service.Refused(ServedSampleCity.Items("places", ("filter", "TRUE"), ("filter-lang", "cql2-json")), HttpStatusCode.BadRequest, "filter-language");
        await service.Refused(ServedSampleCity.Items("places", ("filter", new string('(', 60) + "TRUE" + new string(')', 60))), HttpStatusCode.BadRequest, "filter-too-complex");
        await service.Refused(ServedSampleCity.Items("places", ("filter", string.Join(" OR ", Enumerable.Repeat("TRUE", 401)))), HttpStatusCode.BadRequest, "filter-too-complex");
        Assert.Equal(Count("places", _ => true), await Filtered("places", new string('(', 40) + "TRUE" + new string(')', 40)));
        Assert.Equal(0, await Filtered("places", string.Join(" OR ", Enumerable.Repeat("FALSE", 400))));
        await service.Refused(ServedSampleCity.Items("travel_times_walk", ("filter", "S_INTERSECTS(geometry, POINT(1 2))")), HttpStatusCode.BadRequest, "filter-kind");
    }

    int Count(string layer, Func<IReadOnlyDictionary<string, string>, bool> condition) => service.Output.Rows(layer).Count(condition);

    Task<int> Filtered(string collection, string filter) => Matched(ServedSampleCity.Items(collection, ("filter", filter)));

    async Task<int> Matched(string address) => (await service.Json(address)).GetProperty("numberMatched").GetInt32();
}
