using System.Net;
using System.Text.RegularExpressions;

namespace GeoCohesion.EndToEnd.Tests.Api;

/// <summary>OGC API - Features, part 1, conformance class HTML: every resource is a page too, in French or English.</summary>
[Collection(ServedSampleCityCollection.Name)]
public sealed partial class HtmlTests(ServedSampleCity service)
{
    public static TheoryData<string> Pages =>
    [
        "/conformance", "/api", "/collections", "/collections/districts", "/collections/districts/queryables", "/collections/districts/items",
        "/collections/districts/items/QN09601N", "/collections/travel_times_walk/items", "/collections/origins/items?limit=3",
    ];

    [Theory(DisplayName = "/req/html/definition, content: each page has its language, title, links and attribution, and no script")]
    [MemberData(nameof(Pages))]
    public async Task Each_page(string address)
    {
        var (status, response, french) = await service.Get(address, ("Accept", "text/html"));
        using (response)
        {
            Assert.Equal((HttpStatusCode.OK, "text/html"), (status, response.Content.Headers.ContentType?.MediaType));
            var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
        }

        Assert.StartsWith("<!doctype html>\n<html lang=\"fr\">", french, StringComparison.Ordinal);
        Assert.Single(Heading().Matches(french));
        Assert.DoesNotContain("<script", french, StringComparison.Ordinal);
        Assert.Contains("OpenStreetMap", french, StringComparison.Ordinal);
        Assert.Contains("rel=\"alternate\"", french, StringComparison.Ordinal);
        Assert.Contains("<main>", french, StringComparison.Ordinal);
        var (_, _, english) = await service.Get(address + (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "f=html&lang=en");
        Assert.StartsWith("<!doctype html>\n<html lang=\"en\">", english, StringComparison.Ordinal);
        Assert.Contains("Collections</a>", english, StringComparison.Ordinal);
        Assert.Contains("Couches</a>", french, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "/req/html/content: all links of the pages lead somewhere")]
    public async Task Links_lead_somewhere()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { "/collections?f=html" };
        var queue = new Queue<string>(seen);
        while (queue.TryDequeue(out var address) && seen.Count < 400)
        {
            var (status, response, body) = await service.Get(address);
            using (response)
            {
                Assert.True(status == HttpStatusCode.OK, $"{address}: {status}");
                if (response.Content.Headers.ContentType?.MediaType != "text/html" || new Uri(service.Client.BaseAddress!, address).AbsolutePath == "/")
                {
                    continue;
                }
            }

            var links = Anchor().Matches(body).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value));
            foreach (var link in links.Where(link => link.StartsWith(service.Client.BaseAddress!.ToString(), StringComparison.Ordinal) && seen.Count < 250))
            {
                if (seen.Add(link))
                {
                    queue.Enqueue(link);
                }
            }
        }

        Assert.InRange(seen.Count, 150, 400);
    }

    [Fact]
    public async Task The_root_is_the_map_for_browsers()
    {
        var (_, response, body) = await service.Get("/?mode=walk&district=QN09601N", ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"));
        using (response)
        {
            Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
            Assert.Contains("<div id=\"map\"></div>", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_has_a_meaning_in_HTML_is_escaped()
    {
        var (_, _, body) = await service.Get("/collections/places/items?f=html&class=" + Uri.EscapeDataString("<script>alert(1)</script>\"'"));
        Assert.DoesNotContain("<script>alert", body, StringComparison.Ordinal);
    }

    [GeneratedRegex("<h1>[^<]+</h1>")]
    private static partial Regex Heading();

    [GeneratedRegex("<a href=\"([^\"]+)\"")]
    private static partial Regex Anchor();
}
