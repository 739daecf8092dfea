using System.Net;
using System.Text.RegularExpressions;
using GeoCohesion.Api;

namespace GeoCohesion.EndToEnd.Tests.Api;

/// <summary>The files of the map page, as a browser is given them.</summary>
[Collection(ServedSampleCityCollection.Name)]
public sealed partial class PageTests(ServedSampleCity service)
{
    const string OwnPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; font-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    [Fact]
    public async Task The_page_has_no_script_or_style_of_its_own_and_may_ask_nobody_else()
    {
        var (status, response, html) = await service.Get("/", ("Accept", "text/html"));
        using (response)
        {
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal(OwnPolicy, Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        }

        Assert.DoesNotContain("{{", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", html, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", html, StringComparison.Ordinal);
        Assert.All(Script().Matches(html), match => Assert.Contains("src=\"assets/", match.Value, StringComparison.Ordinal));
        Assert.DoesNotContain("http", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_is_not_sent_again_while_it_is_the_same()
    {
        var (_, first, _) = await service.Get("/", ("Accept", "text/html"));
        using (first)
        {
            var (status, second, body) = await service.Get("/", ("Accept", "text/html"), ("If-None-Match", first.Headers.ETag!.ToString()));
            using (second)
            {
                Assert.Equal((HttpStatusCode.NotModified, ""), (status, body));
            }
        }
    }

    [Theory]
    [InlineData("app/main.mjs", "text/javascript", true)]
    [InlineData("maplibre/maplibre-gl-worker.mjs", "text/javascript", true)]
    [InlineData("style.css", "text/css", true)]
    [InlineData("fonts/inter.woff2", "font/woff2", false)]
    public async Task Each_file_has_its_media_type_and_is_kept_for_good(string name, string mediaType, bool isText)
    {
        var address = $"/{await Assets()}/{name}";
        var (status, response, _) = await service.Get(address, ("Accept-Encoding", "br"));
        using (response)
        {
            Assert.Equal((HttpStatusCode.OK, mediaType), (status, response.Content.Headers.ContentType?.MediaType));
            Assert.Equal("public, max-age=31536000, immutable", Assert.Single(response.Headers.NonValidated["Cache-Control"]));
            Assert.Equal(isText ? ["br"] : [], response.Content.Headers.ContentEncoding);
            Assert.Contains("nosniff", response.Headers.GetValues("X-Content-Type-Options"));
            var (again, unchanged, body) = await service.Get(address, ("If-None-Match", response.Headers.ETag!.ToString()));
            using (unchanged)
            {
                Assert.Equal((HttpStatusCode.NotModified, ""), (again, body));
            }
        }
    }

    [Theory]
    [InlineData("nothing.mjs")]
    [InlineData("index.html")]
    [InlineData("..%2f..%2fpackage.json")]
    [InlineData("package.json")]
    public async Task What_is_no_part_of_the_page_is_not_found(string name) =>
        await service.Refused($"/{await Assets()}/{name}", HttpStatusCode.NotFound, "asset-unknown");

    [Fact]
    public async Task A_page_of_another_version_is_told_to_load_again() =>
        Assert.Contains("load the page again", await service.Refused("/assets/0123456789abcdef/app/main.mjs", HttpStatusCode.NotFound, "asset-unknown"), StringComparison.Ordinal);

    [Theory]
    [InlineData("https://tuiles.example.fr/{z}/{x}/{y}.png", "https://tuiles.example.fr")]
    [InlineData("https://data.example.fr:8443/styles/plan.json", "https://data.example.fr:8443")]
    public async Task A_background_is_told_to_the_page_and_its_host_alone_may_be_asked(string background, string host)
    {
        await using var app = ResultService.Build(new RunResults(service.Output.Folder),
            new ServiceOptions { Port = 0, Background = background, BackgroundAttribution = "© \"IGN\"" });
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Accept", "text/html" } } };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var html = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains($"content=\"{background}\"", html, StringComparison.Ordinal);
        Assert.Contains("content=\"© \"IGN\"\"", html, StringComparison.Ordinal);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Equal(OwnPolicy, policy.Replace($" {host};", ";", StringComparison.Ordinal));
        Assert.Contains($"connect-src 'self' {host};", policy, StringComparison.Ordinal);
    }

    async Task<string> Assets()
    {
        var (_, response, html) = await service.Get("/", ("Accept", "text/html"));
        response.Dispose();
        return AssetsFolder().Match(html).Value;
    }

    [GeneratedRegex("assets/[0-9a-f]{16}")]
    private static partial Regex AssetsFolder();

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex Script();
}
