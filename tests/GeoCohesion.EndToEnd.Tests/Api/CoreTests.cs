using System.Globalization;
using System.Net;
using System.Text.Json;

namespace GeoCohesion.EndToEnd.Tests.Api;

/// <summary>OGC API - Features, part 1 (OGC 17-069r4), conformance class Core: one test for each of its requirements.</summary>
[Collection(ServedSampleCityCollection.Name)]
public class CoreTests(ServedSampleCity service)
{
    [Fact(DisplayName = "/req/core/root-op, root-success: the landing page links to the definition, the conformance and the data")]
    public async Task Landing_page()
    {
        foreach (var (address, headers) in new[] { ("/?f=json", Array.Empty<(string, string)>()), ("/", [("Accept", "application/json")]) })
        {
            var (status, response, body) = await service.Get(address, headers);
            using (response)
            {
                Assert.Equal((HttpStatusCode.OK, "application/json"), (status, response.Content.Headers.ContentType?.MediaType));
                var page = ServedSampleCity.Parse(body);
                Assert.Contains("Aurelmont", page.GetProperty("title").GetString(), StringComparison.Ordinal);
                foreach (var rel in new[] { "self", "alternate", "service-desc", "service-doc", "conformance", "data" })
                {
                    var target = await service.Get(Assert.Single(ServedSampleCity.Links(page, rel)));
                    Assert.Equal(HttpStatusCode.OK, target.Status);
                }
            }
        }
    }

    [Fact(DisplayName = "/req/core/api-definition-op, api-definition-success: the definition is there as the links to it say")]
    public async Task Api_definition()
    {
        var landing = await service.Json("/?f=json");
        var link = Assert.Single(landing.GetProperty("links").EnumerateArray(), link => link.GetProperty("rel").GetString() == "service-desc");
        var (status, response, _) = await service.Get(link.GetProperty("href").GetString()!);
        using (response)
        {
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal("application/vnd.oai.openapi+json;version=3.0", response.Content.Headers.GetValues("Content-Type").Single().Replace(" ", "", StringComparison.Ordinal));
        }
    }

    [Fact(DisplayName = "/req/core/conformance-op, conformance-success: the conformance classes are listed")]
    public async Task Conformance()
    {
        var classes = (await service.Json("/conformance")).GetProperty("conformsTo").EnumerateArray().Select(name => name.GetString()).ToArray();
        Assert.Contains("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core", classes);
        Assert.Contains("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson", classes);
        Assert.Contains("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html", classes);
        Assert.Contains("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30", classes);
        Assert.Contains("http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs", classes);
        Assert.Contains("http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter", classes);
        Assert.Contains("http://www.opengis.net/spec/cql2/1.0/conf/cql2-text", classes);
    }

    [Fact(DisplayName = "/req/core/http: HEAD is GET without a body, other methods are answered with 405")]
    public async Task Http()
    {
        using var head = await service.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/collections/districts/items"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal("application/geo+json", head.Content.Headers.ContentType?.MediaType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch })
        {
            using var request = new HttpRequestMessage(method, "/collections/districts/items");
            using var response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            Assert.Contains("GET", response.Content.Headers.Allow);
        }
    }

    [Theory(DisplayName = "/req/core/query-param-unknown: parameters that the definition does not have are refused")]
    [InlineData("/?f=json&x=1")]
    [InlineData("/conformance?limit=1")]
    [InlineData("/api?verdict=partly")]
    [InlineData("/collections?bbox=1,2,3,4")]
    [InlineData("/collections/districts?x=")]
    [InlineData("/collections/districts/items?Limit=1")]
    [InlineData("/collections/districts/items?offset=1")]
    [InlineData("/collections/districts/items/QN09601N?limit=1")]
    [InlineData("/collections/districts/queryables?verdict=partly")]
    public async Task Unknown_parameters(string address) => await service.Refused(address, HttpStatusCode.BadRequest, "parameter-unknown");

    [Theory(DisplayName = "/req/core/query-param-invalid: values that cannot be used are refused")]
    [InlineData("limit=0", "parameter-malformed")]
    [InlineData("limit=-1", "parameter-malformed")]
    [InlineData("limit=ten", "parameter-malformed")]
    [InlineData("limit=", "parameter-malformed")]
    [InlineData("limit=1&limit=2", "parameter-repeated")]
    [InlineData("after=x", "parameter-malformed")]
    [InlineData("bbox=1,2,3", "bbox-malformed")]
    [InlineData("bbox=1,2,3,4,5", "bbox-malformed")]
    [InlineData("bbox=1,2,3,x", "bbox-malformed")]
    [InlineData("bbox=1,3,2,2", "bbox-malformed")]
    [InlineData("bbox=1,2,NaN,4", "bbox-malformed")]
    [InlineData("bbox=1,2,Infinity,4", "bbox-malformed")]
    [InlineData("bbox=", "bbox-malformed")]
    [InlineData("datetime=yesterday", "datetime-malformed")]
    [InlineData("datetime=2026-03-11/2026-03-10", "datetime-malformed")]
    [InlineData("datetime=2026-02-30", "datetime-malformed")]
    [InlineData("datetime=2026-03-10/2026-03-11/2026-03-12", "datetime-malformed")]
    [InlineData("f=xml", "format-unknown")]
    [InlineData("lang=de", "parameter-malformed")]
    [InlineData("origins=many", "parameter-malformed")]
    [InlineData("residents_are_points=1", "parameter-malformed")]
    [InlineData("crs=EPSG:2154", "crs-not-offered")]
    public async Task Invalid_parameters(string query, string code) =>
        await service.Refused($"/collections/districts/items?{query}", HttpStatusCode.BadRequest, code);

    [Fact(DisplayName = "/req/core/fc-md-op, fc-md-success, fc-md-items: every layer of the run is a collection, once")]
    public async Task Collections()
    {
        var collections = await service.Json("/collections");
        using var manifest = service.Output.Manifest();
        var tables = manifest.RootElement.GetProperty("columns").EnumerateObject().Select(table => table.Name).ToArray();
        Assert.Equal([.. tables, "runs"], collections.GetProperty("collections").EnumerateArray().Select(Id));
        Assert.Empty(service.Output.Layers().Except(tables));
        Assert.Contains("travel_times_transit", service.Output.Layers());
    }

    [Fact(DisplayName = "/req/core/fc-md-links: the list links to itself and to its other form")]
    public async Task Links_of_the_list()
    {
        var json = await service.Json("/collections?f=json");
        Assert.EndsWith("/collections?f=json", Assert.Single(ServedSampleCity.Links(json, "self")), StringComparison.Ordinal);
        Assert.EndsWith("/collections?f=html", Assert.Single(ServedSampleCity.Links(json, "alternate")), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "/req/core/fc-md-items-links, fc-md-extent, sfc-md-op, sfc-md-success: each collection has its links, extent and attribution, in the list and alone")]
    public async Task Each_collection()
    {
        var collections = await service.Json("/collections");
        foreach (var listed in collections.GetProperty("collections").EnumerateArray())
        {
            var alone = await service.Json($"/collections/{Id(listed)}");
            foreach (var member in new[] { "id", "title", "extent", "attribution", "itemType" })
            {
                Assert.True(JsonElement.DeepEquals(listed.GetProperty(member), alone.GetProperty(member)), $"{Id(listed)} {member}");
            }

            Assert.Contains("OpenStreetMap", alone.GetProperty("attribution").GetString(), StringComparison.Ordinal);
            Assert.Contains("Licence Ouverte", alone.GetProperty("attribution").GetString(), StringComparison.Ordinal);
            Assert.Equal(2, ServedSampleCity.Links(alone, "items").Length);
            Assert.Equal(2, ServedSampleCity.Links(alone, "license").Length);
            Assert.Single(ServedSampleCity.Links(alone, "http://www.opengis.net/def/rel/ogc/1.0/queryables"));
            var interval = alone.GetProperty("extent").GetProperty("temporal").GetProperty("interval")[0];
            Assert.StartsWith("2026-03-10T", interval[0].GetString(), StringComparison.Ordinal);
        }

        // The extent holds every feature.
        var box = (await service.Json("/collections/places")).GetProperty("extent").GetProperty("spatial").GetProperty("bbox")[0];
        var text = string.Join(',', box.EnumerateArray().Select(number => number.GetRawText()));
        Assert.Equal(service.Output.Rows("places").Count, (await service.Json($"/collections/places/items?bbox={text}")).GetProperty("numberMatched").GetInt32());
    }

    [Theory(DisplayName = "/req/core/fc-op, sfc-md-op: what is not there is not found")]
    [InlineData("/collections/nothing", "collection-unknown")]
    [InlineData("/collections/nothing/items", "collection-unknown")]
    [InlineData("/collections/gpkg_contents/items", "collection-unknown")]
    [InlineData("/collections/rtree_places_geom/items", "collection-unknown")]
    [InlineData("/collections/Districts", "collection-unknown")]
    [InlineData("/collections/districts/items/QN00000", "feature-unknown")]
    [InlineData("/collections/travel_times_walk/items/0", "feature-unknown")]
    [InlineData("/collections/travel_times_walk/items/x", "feature-unknown")]
    [InlineData("/collections/districts/nothing", null)]
    [InlineData("/nothing", null)]
    public async Task Not_found(string address, string? code) => await service.Refused(address, HttpStatusCode.NotFound, code);

    [Fact(DisplayName = "/req/core/fc-limit-definition, fc-limit-response: 10 features unless told, never more than asked for, more than the maximum is the maximum")]
    public async Task Limit()
    {
        foreach (var (query, expected) in new[] { ("", 10), ("limit=1", 1), ("limit=25", 25), ("limit=10000", 6111), ("limit=99999999999999999999", 6111) })
        {
            var items = await service.Json($"/collections/travel_times_walk/items?{query}");
            Assert.Equal(expected, items.GetProperty("features").GetArrayLength());
            Assert.Equal(expected, items.GetProperty("numberReturned").GetInt32());
            Assert.Equal(service.Output.Rows("travel_times_walk").Count, items.GetProperty("numberMatched").GetInt32());
        }
    }

    [Fact(DisplayName = "/req/core/fc-bbox-definition, fc-bbox-response: only features that meet the box, edges included; none without a geometry")]
    public async Task Bbox()
    {
        var places = service.Output.Rows("places").Count;
        var all = (await service.Json("/collections/places/items?limit=10000")).GetProperty("features").EnumerateArray().ToArray();
        Assert.Equal(places, all.Length);
        (double West, double South, double East, double North) box = (2.95, 46.56, 3.0, 46.6);
        var expected = all.Where(feature => IsIn(feature, box)).Select(Id).ToArray();
        Assert.InRange(expected.Length, 10, places - 10);
        foreach (var text in new[] { "2.95,46.56,3.0,46.6", "2.95,46.56,-100,3.0,46.6,9000" })
        {
            var found = await service.Json($"/collections/places/items?limit=10000&bbox={text}");
            Assert.Equal(expected, ServedSampleCity.Ids(found));
            Assert.Equal(expected.Length, found.GetProperty("numberMatched").GetInt32());
        }

        // A box that is one point finds what lies exactly there.
        var position = all[0].GetProperty("geometry").GetProperty("coordinates");
        var at = $"{position[0].GetRawText()},{position[1].GetRawText()}";
        Assert.Contains(Id(all[0]), ServedSampleCity.Ids(await service.Json($"/collections/places/items?limit=10000&bbox={at},{at}")));

        // Across the antimeridian the city is outside, the other way round it is inside.
        Assert.Equal(0, await Matched("170,-90,-170,90"));
        Assert.Equal(places, await Matched("-170,-90,170,90"));
        Assert.Equal(places, await Matched("2,-90,-170,90"));
        Assert.Equal(places, await Matched("-1e300,-1e300,1e300,1e300"));
        Assert.Equal(0, await Matched("200,46,300,47"));
        Assert.Equal(0, (await service.Json("/collections/travel_times_walk/items?bbox=-180,-90,180,90")).GetProperty("numberMatched").GetInt32());

        async Task<int> Matched(string bbox) => (await service.Json($"/collections/places/items?bbox={bbox}")).GetProperty("numberMatched").GetInt32();
    }

    [Fact(DisplayName = "/req/core/fc-bbox-response: an area meets a box that it only touches, but not one that only its own box meets")]
    public async Task Bbox_of_areas()
    {
        var district = (await service.Json("/collections/districts/items?limit=1")).GetProperty("features")[0];
        var ring = district.GetProperty("geometry").GetProperty("coordinates")[0][0].EnumerateArray().ToArray();
        var (x, y) = (ring[0][0].GetDouble(), ring[0][1].GetDouble());
        var at = string.Create(CultureInfo.InvariantCulture, $"{x},{y},{x},{y}");
        Assert.Contains(Id(district), ServedSampleCity.Ids(await service.Json($"/collections/districts/items?bbox={at}")));
        var geometry = new NetTopologySuite.IO.WKTReader().Read($"POLYGON(({string.Join(',', ring.Select(position => $"{position[0].GetRawText()} {position[1].GetRawText()}"))}))");
        var (box, gap) = (geometry.EnvelopeInternal, 0.02);
        var corner = string.Create(CultureInfo.InvariantCulture, $"{box.MinX},{box.MinY},{box.MinX + (gap * box.Width)},{box.MinY + (gap * box.Height)}");
        var cornerIsInside = geometry.Factory.ToGeometry(new NetTopologySuite.Geometries.Envelope(box.MinX, box.MinX + (gap * box.Width), box.MinY, box.MinY + (gap * box.Height))).Intersects(geometry);
        Assert.Equal(cornerIsInside, ServedSampleCity.Ids(await service.Json($"/collections/districts/items?bbox={corner}")).Contains(Id(district)));
    }

    [Theory(DisplayName = "/req/core/fc-time-definition, fc-time-response: the results belong to the service date of the run")]
    [InlineData("2026-03-10", true)]
    [InlineData("2026-03-10T08:00:00Z", true)]
    [InlineData("2026-03-10T23:59:59.999Z", true)]
    [InlineData("2026-03-11T00:30:00%2B01:00", true)]
    [InlineData("2026-03-09", false)]
    [InlineData("2026-03-11", false)]
    [InlineData("2026-01-01/..", true)]
    [InlineData("2026-03-11/..", false)]
    [InlineData("../2026-03-10", true)]
    [InlineData("/2026-03-09", false)]
    [InlineData("../..", true)]
    [InlineData("2026-03-01/2026-03-31", true)]
    [InlineData("2026-03-01T00:00:00Z/2026-03-09T23:59:59Z", false)]
    public async Task Datetime(string value, bool isIncluded)
    {
        var matched = (await service.Json($"/collections/districts/items?datetime={value}")).GetProperty("numberMatched").GetInt32();
        Assert.Equal(isIncluded ? 6 : 0, matched);
    }

    [Fact(DisplayName = "/req/core/fc-response, fc-links, fc-rel-type: links to itself, its other form and the next page have a relation and a type")]
    public async Task Links_of_items()
    {
        var items = await service.Json("/collections/districts/items?limit=2&verdict=partly");
        Assert.Single(ServedSampleCity.Links(items, "self"));
        Assert.Single(ServedSampleCity.Links(items, "alternate"));
        Assert.Single(ServedSampleCity.Links(items, "collection"));
        Assert.All(items.GetProperty("links").EnumerateArray(), link => Assert.NotEmpty(link.GetProperty("type").GetString()!));
        var all = await service.Json("/collections/districts/items");
        Assert.Empty(ServedSampleCity.Links(all, "next"));
        Assert.Empty(ServedSampleCity.Links(await service.Json("/collections/districts/items?limit=6"), "next"));
        Assert.Single(ServedSampleCity.Links(await service.Json("/collections/districts/items?limit=5"), "next"));
    }

    [Fact(DisplayName = "/req/core/fc-numberMatched, fc-numberReturned: the numbers are those of the table")]
    public async Task Numbers()
    {
        var expected = service.Output.Rows("districts").Count(row => row["verdict"] == "not_conforming");
        var items = await service.Json("/collections/districts/items?limit=1&verdict=not_conforming");
        Assert.InRange(expected, 2, 5);
        Assert.Equal(expected, items.GetProperty("numberMatched").GetInt32());
        Assert.Equal(1, items.GetProperty("numberReturned").GetInt32());
    }

    [Fact(DisplayName = "/req/core/f-op, f-success, f-links: each feature is there alone as it is in its collection")]
    public async Task Feature()
    {
        foreach (var collection in new[] { "districts", "origins", "travel_times_walk", "places", "left_out" })
        {
            var items = await service.Json($"/collections/{collection}/items?limit=3");
            foreach (var listed in items.GetProperty("features").EnumerateArray())
            {
                var alone = await service.Json($"/collections/{collection}/items/{Uri.EscapeDataString(Id(listed)!)}");
                Assert.True(JsonElement.DeepEquals(listed.GetProperty("properties"), alone.GetProperty("properties")), Id(listed));
                Assert.True(JsonElement.DeepEquals(listed.GetProperty("geometry"), alone.GetProperty("geometry")), Id(listed));
                Assert.Equal(Id(listed), Id(alone));
                Assert.Single(ServedSampleCity.Links(alone, "self"));
                Assert.Single(ServedSampleCity.Links(alone, "alternate"));
                Assert.EndsWith($"/collections/{collection}", Assert.Single(ServedSampleCity.Links(alone, "collection")), StringComparison.Ordinal);
            }
        }
    }

    [Fact(DisplayName = "/rec/core/etag: what has not changed is not sent again; formats have tags of their own")]
    public async Task Entity_tags()
    {
        var (_, first, body) = await service.Get("/collections/districts/items");
        var (_, page, _) = await service.Get("/collections/districts/items?f=html");
        using (first)
        using (page)
        {
            var tag = first.Headers.ETag!.ToString();
            Assert.NotEqual(tag, page.Headers.ETag!.ToString());
            Assert.NotEmpty(body);
            Assert.True(first.Headers.CacheControl!.NoCache);
            Assert.NotNull(first.Content.Headers.LastModified);
            Assert.Contains("Accept", first.Headers.Vary);
            var (status, again, nothing) = await service.Get("/collections/districts/items", ("If-None-Match", $"\"x\", {tag}"));
            Assert.Equal((HttpStatusCode.NotModified, ""), (status, nothing));
            again.Dispose();
            var (changed, other, _) = await service.Get("/collections/districts/items", ("If-None-Match", "W/\"x\""));
            Assert.Equal(HttpStatusCode.OK, changed);
            other.Dispose();
        }
    }

    [Theory(DisplayName = "/req/core/http: media types are negotiated by RFC 9110; 406 where none fits")]
    [InlineData("*/*", "application/geo+json")]
    [InlineData("application/json", "application/geo+json")]
    [InlineData("application/geo+json", "application/geo+json")]
    [InlineData("application/*;q=0.5, text/html;q=0.4", "application/geo+json")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")]
    [InlineData("text/*", "text/html")]
    [InlineData("image/png", null)]
    [InlineData("application/json;q=0, text/html;q=0", null)]
    [InlineData("text/csv", null)]
    [InlineData("not a media type", "application/geo+json")]
    public async Task Negotiation(string accept, string? expected)
    {
        if (expected is null)
        {
            await service.Refused("/collections/districts/items", HttpStatusCode.NotAcceptable, "format-not-acceptable", ("Accept", accept));
            return;
        }

        var (_, response, _) = await service.Get("/collections/districts/items", ("Accept", accept));
        using (response)
        {
            Assert.Equal(expected, response.Content.Headers.ContentType?.MediaType);
        }
    }

    static string? Id(JsonElement resource) => resource.GetProperty("id").GetString();

    static bool IsIn(JsonElement feature, (double West, double South, double East, double North) box)
    {
        var position = feature.GetProperty("geometry").GetProperty("coordinates");
        var (x, y) = (position[0].GetDouble(), position[1].GetDouble());
        return x >= box.West && x <= box.East && y >= box.South && y <= box.North;
    }
}
