using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using GeoCohesion.Api;
using Microsoft.Playwright;

namespace GeoCohesion.EndToEnd.Tests.Browser;

/// <summary>What a person does with the map page that asks the network of the run: isochrones, stops, lines, background.</summary>
[Collection(BrowsedCityCollection.Name)]
public sealed class MapNetworkTests(BrowsedCity city)
{
    // One pixel of a tile: a PNG.
    static readonly byte[] s_pixel = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    static readonly Dictionary<string, string> s_anyOrigin = new() { ["Access-Control-Allow-Origin"] = "*" };

    static readonly (int X, int Y)[] s_square = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)];

    const string OutOfDistricts = "2.9950,46.5960,14";
    const string Partly = "QN09602I";

    [Fact]
    public Task A_click_outside_districts_draws_the_isochrone_from_there_and_each_mode_has_its_own() => city.Visit($"?view={OutOfDistricts}&layers=", async page =>
    {
        await MapPageTests.ClickMiddle(page);
        await page.Locator(".iso-table").WaitForAsync();
        await BrowsedCity.Ready(page);
        Assert.Contains("tab=isochrone", page.Url, StringComparison.Ordinal);
        Assert.Equal(["30 min", "20 min", "10 min"], await Cells(page, "th"));
        var walk = (await Cells(page, "td:nth-child(2)")).Select(SquareKilometers).ToArray();
        Assert.Equal(walk.OrderDescending(), walk);
        Assert.All(walk, area => Assert.InRange(area, 0.1, 20));

        await page.Locator("#isochroneView").GetByRole(AriaRole.Button, new() { Name = "Transports en commun" }).ClickAsync();
        await page.Locator("#isoDeparture").WaitForAsync();
        await page.Locator(".iso-table").WaitForAsync();
        await BrowsedCity.Ready(page);
        var transit = (await Cells(page, "td:nth-child(2)")).Select(SquareKilometers).ToArray();
        Assert.True(transit[0] >= walk[0], $"{transit[0]} by public transport, {walk[0]} on foot");

        var file = await MapPageTests.Download(page, "#downloadIsochrone");
        using var collection = JsonDocument.Parse(file.Text);
        Assert.Equal([1800, 1200, 600], collection.RootElement.GetProperty("features").EnumerateArray().Select(feature => feature.GetProperty("properties").GetProperty("value").GetInt32()));
        await MapPageTests.AssertNothingSerious(page);
    }, prepare: page => Network(page, city));

    [Fact]
    public Task An_isochrone_starts_from_a_whole_district_or_with_the_keyboard_from_the_centre_of_the_map() => city.Visit($"?district={Partly}", async page =>
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Jusqu’où va-t-on d’ici ?" }).ClickAsync();
        await page.Locator(".iso-table").WaitForAsync();
        await BrowsedCity.Ready(page);
        Assert.Contains($"from={Partly}", page.Url, StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Partir du centre de la carte" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".start").WaitForAsync();
        await page.Locator(".iso-table").WaitForAsync();
        await BrowsedCity.Ready(page);
        Assert.Contains("at=", page.Url, StringComparison.Ordinal);
        Assert.DoesNotContain("from=", page.Url, StringComparison.Ordinal);
    }, prepare: page => Network(page, city));

    [Fact]
    public Task A_point_without_streets_is_told_in_the_words_of_the_service() => city.Visit(
        "?tab=isochrone&at=3.3,46.9",
        async page => Assert.NotEqual("", await page.Locator("#isochroneResult .failure").InnerTextAsync()),
        prepare: page => Network(page, city),
        allowed: "Failed to load resource");

    [Fact]
    public async Task A_stop_names_itself_and_its_lines_and_lines_can_be_hidden()
    {
        using var stops = JsonDocument.Parse(await File.ReadAllTextAsync(city.Output.PathOf("stops.geojson"), TestContext.Current.CancellationToken));
        var stop = stops.RootElement.GetProperty("features").EnumerateArray()
            .First(feature => feature.GetProperty("properties").GetProperty("name").GetString() == "Suzanne-Valadon");
        var at = stop.GetProperty("geometry").GetProperty("coordinates");
        await city.Visit(FormattableString.Invariant($"?view={at[0].GetDouble()},{at[1].GetDouble()},16"), async page =>
        {
            await MapPageTests.ClickMiddle(page);
            var popup = page.Locator(".maplibregl-popup-content");
            await popup.WaitForAsync();
            Assert.Contains("Suzanne-Valadon", await popup.InnerTextAsync(), StringComparison.Ordinal);
            Assert.Contains("Ligne A", await popup.InnerTextAsync(), StringComparison.Ordinal);
            await page.GetByLabel("Lignes").UncheckAsync();
            await BrowsedCity.Ready(page);
            Assert.Contains("layers=stops", page.Url, StringComparison.Ordinal);
        });
    }

    [Fact]
    public Task Without_a_network_the_page_offers_no_isochrones_and_the_rest_works() => city.Visit(
        "?tab=isochrone&at=3,46.6",
        async page =>
        {
            Assert.Contains("n’a pas de réseau", await page.Locator("#isochroneView").InnerTextAsync(), StringComparison.Ordinal);
            await page.GetByRole(AriaRole.Button, new() { Name = "Quartiers", Exact = true }).ClickAsync();
            await page.Locator($"tr[data-code='{Partly}'] button").ClickAsync();
            await page.Locator("#districtName").WaitForAsync();
            await BrowsedCity.Ready(page);
            Assert.Equal(0, await page.GetByRole(AriaRole.Button, new() { Name = "Jusqu’où va-t-on d’ici ?" }).CountAsync());
        },
        prepare: page => page.RouteAsync("**/network", route => route.FulfillAsync(new()
        {
            Status = 404,
            ContentType = "application/problem+json",
            Body = "{\"status\":404,\"detail\":\"the run has no network.\",\"code\":\"network-missing\"}",
        })),
        allowed: "404");

    [Theory]
    [InlineData("https://tuiles.example.fr/{z}/{x}/{y}.png", true)]
    [InlineData("https://tuiles.example.fr/style.json", false)]
    public async Task A_background_is_asked_from_its_host_and_where_it_does_not_answer_the_results_stand_on_empty_ground(string background, bool doesAnswer)
    {
        var options = new ServiceOptions { Port = 0, Background = background, BackgroundAttribution = "© Tuiles <fictives>" };
        await using var app = ResultService.Build(new RunResults(city.Output.Folder), options);
        await app.StartAsync(TestContext.Current.CancellationToken);
        var asked = new ConcurrentBag<string>();
        await city.Visit(
            "",
            async page =>
            {
                Assert.NotEmpty(asked);
                Assert.Contains("© Tuiles <fictives>", await page.Locator(".maplibregl-ctrl-attrib").InnerTextAsync(), StringComparison.Ordinal);
                Assert.Equal(6, await page.Locator("#table tbody tr").CountAsync());
                await page.Locator("#layers label").First.WaitForAsync();
            },
            prepare: page => page.RouteAsync("https://tuiles.example.fr/**", route =>
            {
                asked.Add(route.Request.Url);
                return doesAnswer ? route.FulfillAsync(new() { ContentType = "image/png", BodyBytes = s_pixel, Headers = s_anyOrigin }) : route.AbortAsync();
            }),
            allowed: doesAnswer ? null : "Failed to load resource",
            service: new Uri(app.Urls.Single()),
            host: "tuiles.example.fr");
    }

    /// <summary>
    /// Where this service computes isochrones the page asks it; where it does not, it gets answers of the form that the service promises, so that the
    /// page is held to it all the same.
    /// </summary>
    static async Task Network(IPage page, BrowsedCity city)
    {
        if (await city.Offers("/isochrones"))
        {
            return;
        }

        await page.RouteAsync("**/api?f=json", route => Json(route, "{\"paths\":{\"/network\":{},\"/isochrones\":{}}}"));
        await page.RouteAsync("**/network", route => Json(
            route,
            """
            {"streetModes":["walk","bicycle","car"],"transitModes":["transit"],"dates":[{"date":"2026-03-10","name":"Jour de semaine","main":true}],
             "window":{"from":"07:00","to":"09:00"},"walkKph":4,"limits":{},"extent":[2.9,46.5,3.1,46.7]}
            """));
        await page.RouteAsync("**/isochrones?*", route =>
        {
            var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(route.Request.Url).Query);
            if (query.TryGetValue("locations", out var locations) && locations == "3.300000,46.900000")
            {
                return Json(route, """{"status":404,"code":"point-not-snapped","detail":"the point has no street near it."}""", 404);
            }

            // A square whose side is what one walks; by public transport one gets twice as far.
            var times = query["range"].ToString().Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).OrderDescending();
            var features = times.Select(seconds =>
            {
                var farther = query["mode"] == "transit" ? 2 : 1;
                var (degrees, area) = (seconds * 1e-5 * farther, seconds * seconds * 4.8 * farther * farther);
                var corners = s_square.Select(corner => FormattableString.Invariant($"[{3 + (corner.X * degrees)},{46.59 + (corner.Y * degrees)}]"));
                var properties = FormattableString.Invariant($"\"value\":{seconds},\"mode\":\"walk\",\"area\":{area},\"total_pop\":{seconds}");
                return $$$"""
                    {"type":"Feature","geometry":{"type":"Polygon","coordinates":[[{{{string.Join(',', corners)}}}]]},"properties":{{{{properties}}}}}
                    """;
            });
            return Json(route, $$"""{"type":"FeatureCollection","features":[{{string.Join(',', features)}}]}""");
        });
    }

    static Task Json(IRoute route, string body, int status = 200) =>
        route.FulfillAsync(new() { Status = status, ContentType = "application/json", Body = body });

    static async Task<string[]> Cells(IPage page, string cell) =>
        [.. (await page.Locator($".iso-table tbody {cell}").AllInnerTextsAsync()).Select(text => text.Trim())];

    static double SquareKilometers(string text) =>
        double.Parse(text.Split('\u00a0', ' ')[0].Replace(',', '.'), CultureInfo.InvariantCulture);
}
