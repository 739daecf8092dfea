using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text;

namespace GeoCohesion.EndToEnd.Tests.Api;

/// <summary>What keeps the service, and those who use it, from harm.</summary>
[Collection(ServedSampleCityCollection.Name)]
public sealed class ServiceSafetyTests(ServedSampleCity service)
{
    static readonly string[] s_pieces =
    [
        "class", "capacity", "geometry", "itinerant", "'a'", "''", "'", "\"", "\"class\"", "1", "-1.5e3", "1e999", "NULL", "IS", "NOT", "AND", "OR", "IN", "LIKE", "BETWEEN",
        "(", ")", ",", "=", "<>", "<", ">=", "S_INTERSECTS", "S_INTERSECTS(geometry,", "POINT(1 2)", "POLYGON((0 0,1 0,1 1,0 0))", "BBOX(0,0,5,50)", "BBOX(", "LINESTRING", "EMPTY", "Z",
        "TRUE", "FALSE", "DATE('2026-01-01')", "--", ";", "/*", "\\", "%", "_", "\0", "é", "\ud83d\ude00", "\ud800", "DROP TABLE places", "@v0", "?", "0x10", "1.", ".", "+", "e5",
    ];

    static readonly string[] s_names =
        ["limit", "after", "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-lang", "filter-crs", "f", "lang", "class", "capacity", "itinerant", "geometry", "fid", "x", ""];

    static readonly string[] s_values =
    [
        "1", "0", "-1", "10000", "99999999999999999999", "2.9,46.5,3.1,46.7", "1,2", "1e308,1e308,-1e308,1e308", "NaN,NaN,NaN,NaN", "170,-90,-170,90", "2026-03-10", "../..", "/", "9999-12-31/..",
        "0001-01-01", "http://www.opengis.net/def/crs/EPSG/0/2154", "http://www.opengis.net/def/crs/OGC/1.3/CRS84", "json", "html", "cql2-text", "en", "true", "%", "'", "", "\0", "\ud83d\ude00", "class = 'generaliste'",
    ];

    static readonly string[] s_paths =
    [
        "/", "/conformance", "/api", "/collections", "/collections/places", "/collections/places/queryables", "/collections/places/items", "/collections/places/items/x", "/collections/%00/items",
        "/collections/places/items/%2F..%2F", "/collections/../places", "/layers", "/layers/%2e%2e%2fmanifest.json", "/collections//items", "/collections/places/items/" + "y",
    ];

    [Theory]
    [InlineData("/?f=json")]
    [InlineData("/collections")]
    [InlineData("/collections/districts/items?f=html")]
    [InlineData("/collections/nothing")]
    [InlineData("/nothing")]
    [InlineData("/layers")]
    public async Task Every_answer_has_the_headers_that_keep_browsers_careful(string address)
    {
        var (_, response, _) = await service.Get(address);
        using (response)
        {
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
            Assert.Contains("default-src 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.False(response.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task Pages_of_the_origin_that_was_named_may_read_the_answers_and_no_others()
    {
        foreach (var address in new[] { "/collections", "/collections/nothing" })
        {
            var (_, friend, _) = await service.Get(address, ("Origin", "https://carte.example.fr"));
            var (_, stranger, _) = await service.Get(address, ("Origin", "https://example.com"));
            using (friend)
            using (stranger)
            {
                Assert.Equal("https://carte.example.fr", Assert.Single(friend.Headers.GetValues("Access-Control-Allow-Origin")));
                Assert.False(stranger.Headers.Contains("Access-Control-Allow-Origin"));
            }
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Features_are_compressed_for_those_who_ask(string encoding)
    {
        var plain = (await service.Get("/collections/places/items?limit=200")).Body;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/collections/places/items?limit=200");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
        using var response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal([encoding], response.Content.Headers.ContentEncoding);
        Assert.Contains("Accept-Encoding", response.Headers.Vary);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.InRange(bytes.Length, 100, Encoding.UTF8.GetByteCount(plain) / 4);
        await using Stream stream = encoding == "br" ? new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress) : new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        Assert.Equal(plain, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Random_filters_and_query_strings_are_answered_or_refused_but_never_break_the_service()
    {
        const int Seed = 5;
        const int Requests = 3000;
        var random = new Random(Seed);
        var statuses = new SortedDictionary<int, int>();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < Requests && clock.Elapsed < TimeSpan.FromSeconds(25); i++)
        {
            var address = i % 2 == 0 ? ServedSampleCity.Items("places", ("limit", "2"), ("filter", RandomFilter(random))) : RandomAddress(random);
            var (status, response, body) = await service.Get(address, random.Next(4) == 0 ? [("Accept", Pick(random, ["text/html", "image/png", "a/b;q=x", "*/*;q=0", ","]))] : []);
            using (response)
            {
                Assert.True(status is HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.NotAcceptable, $"seed {Seed}, request {i}, {address}: {status} {body}");
            }

            statuses[(int)status] = statuses.GetValueOrDefault((int)status) + 1;
        }

        // Enough of them must get through to the store, and enough be refused.
        Assert.InRange(statuses.Values.Sum(), 300, Requests);
        Assert.InRange(statuses[200], 20, Requests);
        Assert.InRange(statuses[400], 20, Requests);
        Assert.Equal(6, (await service.Json("/collections/districts/items")).GetProperty("numberMatched").GetInt32());
    }

    static string RandomFilter(Random random)
    {
        // Half are pieces at random; half are sound filters in which one character is changed.
        if (random.Next(2) == 0)
        {
            return string.Join(random.Next(3) == 0 ? "" : " ", Enumerable.Range(0, random.Next(1, 12)).Select(_ => Pick(random, s_pieces)));
        }

        var sound = new StringBuilder(Pick(random,
        [
            "class = 'generaliste' AND capacity BETWEEN 1 AND 3", "S_INTERSECTS(geometry, POLYGON((2.9 46.5, 3.0 46.5, 3.0 46.6, 2.9 46.5)))", "NOT (class LIKE 'a%' OR name IS NULL)",
            "capacity IN (1, 2, 3.5) OR itinerant = TRUE", "S_INTERSECTS(BBOX(2.9, 46.5, 3.0, 46.6), geometry)",
        ]));
        for (var change = random.Next(3); change > 0; change--)
        {
            sound[random.Next(sound.Length)] = (char)random.Next(32, 127);
        }

        return sound.ToString();
    }

    static string RandomAddress(Random random) => Pick(random, s_paths) + "?" + string.Join('&', Enumerable.Range(0, random.Next(0, 4)).Select(_ =>
        $"{Pick(random, s_names)}={(random.Next(10) == 0 ? Pick(random, ["%", "%zz", "%ff", "%00", "+", "&&", "="]) : Uri.EscapeDataString(Pick(random, s_values)))}"));

    static string Pick(Random random, string[] choices) => choices[random.Next(choices.Length)];
}
