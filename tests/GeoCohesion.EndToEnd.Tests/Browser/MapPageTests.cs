using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace GeoCohesion.EndToEnd.Tests.Browser;

/// <summary>What a person does with the map page, in a real browser, on the sample city.</summary>
[Collection(BrowsedCityCollection.Name)]
public sealed class MapPageTests(BrowsedCity city)
{
    const string Partly = "QN09602I";
    const string LeastNear = "QN09606N";

    // Well inside Les Cheminots.
    const string InDistrict = "3.00084,46.58876,14";

    static readonly string[] s_computedRules = ["best", "p85", "worst"];

    static readonly Dictionary<string, string> s_words = new(StringComparer.Ordinal)
    {
        ["conforming"] = "conforme",
        ["partly"] = "en partie",
        ["not_conforming"] = "non conforme",
    };

    [Fact]
    public Task The_verdicts_stand_in_the_table_and_in_words_and_the_map_names_its_sources() => city.Visit("", async page =>
    {
        var districts = city.Output.Rows("districts");
        Assert.Equal(districts.Select(row => s_words[row["verdict"]]), await Column(page, "verdict"));
        Assert.Equal(districts.Select(row => Percent(row["share_within"])), await Column(page, "within"));
        Assert.Contains("3 quartiers sur 6", await page.Locator("#answer").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("30 min", await page.Locator("#shown").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("OpenStreetMap", await page.Locator(".maplibregl-ctrl-attrib").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(3, await page.Locator("#legend .swatch").CountAsync());
        Assert.Equal("fr", await page.Locator("html").GetAttributeAsync("lang"));
        await AssertNothingSerious(page);
    });

    [Fact]
    public Task The_table_is_sorted_by_the_column_that_is_pressed_and_again_the_other_way() => city.Visit("", async page =>
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Habitants" }).ClickAsync();
        var rising = await Column(page, "residents");
        Assert.Equal(rising.OrderBy(Number), rising);
        await page.GetByRole(AriaRole.Button, new() { Name = "Habitants" }).ClickAsync();
        Assert.Equal(rising.Reverse(), await Column(page, "residents"));
        Assert.Equal("descending", await page.Locator("th.residents").GetAttributeAsync("aria-sort"));
        Assert.Contains("sort=-residents", page.Url, StringComparison.Ordinal);
    });

    [Fact]
    public Task A_mode_a_rule_and_a_limit_change_colours_table_and_words_to_what_the_run_says() => city.Visit("", async page =>
    {
        var rules = city.Output.Rows("district_rules");
        var districts = city.Output.Rows("districts");

        await page.Locator("#rule").SelectOptionAsync("p85");
        await BrowsedCity.Ready(page);
        Assert.Equal(rules.Select(row => s_words[row["p85_verdict"]]), await Column(page, "verdict"));
        Assert.Contains("85e centile", await page.Locator("#shown").InnerTextAsync(), StringComparison.Ordinal);

        // The page computes other limits by itself, from the times of origins: where the run has them too, they are the same.
        await page.Locator("#rule").SelectOptionAsync("own");
        foreach (var (minutes, name) in new[] { (25, "limit_minus_5"), (35, "limit_plus_5") })
        {
            await SetLimit(page, minutes);
            Assert.Equal(rules.Select(row => s_words[row[$"{name}_verdict"]]), await Column(page, "verdict"));
            Assert.Equal(rules.Select(row => Percent(row[$"{name}_share"])), await Column(page, "within"));
        }

        await SetLimit(page, 30);
        await page.GetByRole(AriaRole.Button, new() { Name = "À pied" }).ClickAsync();
        await BrowsedCity.Ready(page);
        Assert.Equal(districts.Select(row => Percent(row["walk_share_within"])), await Column(page, "within"));
        Assert.Contains("à pied", await page.Locator("#shown").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("mode=walk", page.Url, StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("#rule option[value='p85']").CountAsync());
    });

    [Fact]
    public Task Rules_that_the_page_computes_from_origins_agree_with_those_of_the_run() => city.Visit("?limit=31", async page =>
    {
        // At another limit than that of the run the page computes; what the slowest resident needs does not depend on the limit.
        foreach (var rule in s_computedRules)
        {
            await page.Locator("#rule").SelectOptionAsync(rule);
            await BrowsedCity.Ready(page);
            var shown = (await Download(page, "#downloadTable")).Text.TrimEnd().Split("\r\n").Skip(1).Select(line => line.Split(',')[8]);
            Assert.Equal(city.Output.Rows("district_rules").Select(row => row[$"{rule}_required_s"]), shown);
        }

        await SetLimit(page, 30);
        foreach (var (mode, button) in new[] { ("walk", "À pied"), ("transit", "Transports en commun") })
        {
            await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
            await page.Locator("#rule").SelectOptionAsync("centrality_main");
            await BrowsedCity.Ready(page);
            Assert.Equal(city.Output.Rows("districts").Select(row => Percent(row[$"{mode}_main_share_within"])), await Column(page, "within"));
        }
    });

    [Fact]
    public Task A_click_on_a_district_tells_its_verdict_its_profile_its_bottleneck_its_access_and_its_checklist() => city.Visit($"?view={InDistrict}", async page =>
    {
        await ClickMiddle(page);
        await page.Locator("#districtName").WaitForAsync();
        await BrowsedCity.Ready(page);
        var view = page.Locator("#districtView");
        Assert.Equal("Les Cheminots", await page.Locator("#districtName").InnerTextAsync());
        Assert.Equal(city.Output.Row("districts", "code", Partly)["reason_fr"], await view.Locator(".sentence").InnerTextAsync());
        Assert.Equal(5, await view.Locator(".stack span").CountAsync());
        Assert.Contains("trajet à bord", await view.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("Médecin généraliste", await view.Locator(".access").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(city.Output.Rows("district_services").Count(row => row["district"] == Partly), await view.Locator(".checklist li").CountAsync());
        Assert.Contains("Plus long moment hors limite : de 07:42 à 08:01", await view.InnerTextAsync(), StringComparison.Ordinal);

        // The curve can be walked along with the keyboard, and says where one is.
        var chart = view.GetByRole(AriaRole.Slider);
        await chart.FocusAsync();
        await page.Keyboard.PressAsync("PageUp");
        Assert.StartsWith("Départ 07:10", await chart.GetAttributeAsync("aria-valuetext"), StringComparison.Ordinal);
        await AssertNothingSerious(page);
    });

    [Fact]
    public Task A_search_finds_districts_communes_and_places_without_accents_or_capitals() => city.Visit("", async page =>
    {
        var box = page.GetByRole(AriaRole.Combobox, new() { Name = "Quartier, commune ou lieu" });
        var options = page.GetByRole(AriaRole.Option);
        await box.FillAsync("montfaye");
        await options.Filter(new() { HasText = "commune" }).First.WaitForAsync();
        await box.FillAsync("college de saint");
        await options.Filter(new() { HasText = "COLLÈGE DE SAINT-CLAIR" }).WaitForAsync();
        await box.PressAsync("Enter");
        await page.Locator(".found").WaitForAsync();
        await box.FillAsync("moulin brul");
        await options.Filter(new() { HasText = "Rien de ce nom" }).WaitForAsync();
        await box.FillAsync("moulin");
        await options.Filter(new() { HasText = "quartier" }).First.WaitForAsync();
        await box.PressAsync("ArrowDown");
        Assert.Equal("found0", await box.GetAttributeAsync("aria-activedescendant"));
        await box.PressAsync("Enter");
        await page.Locator("#districtName").Filter(new() { HasText = "Le Moulin-Brûlé" }).WaitForAsync();
    });

    [Fact]
    public Task What_is_shown_is_downloaded_as_CSV_and_GeoJSON_and_the_whole_run_is_linked() => city.Visit("?mode=walk&sort=-within&limit=40", async page =>
    {
        var csv = await Download(page, "#downloadTable");
        Assert.Equal("verdicts-walk-40min.csv", csv.Name);
        var rows = csv.Text.TrimEnd().Split("\r\n").Select(line => line.Split(',')).ToArray();
        Assert.Equal(["code", "quartier", "mode", "regle", "limite_min", "habitants", "part_dans_la_limite", "mediane_s", "pire_s", "verdict"], rows[0]);
        Assert.Equal(await Column(page, "district"), rows.Skip(1).Select(row => row[1]));
        Assert.All(rows.Skip(1), row => Assert.Equal(("walk", "40"), (row[2], row[4])));
        Assert.Equal(await Column(page, "within"), rows.Skip(1).Select(row => Percent(row[6])));

        var geoJson = await Download(page, "#downloadMap");
        using var collection = JsonDocument.Parse(geoJson.Text);
        var features = collection.RootElement.GetProperty("features").EnumerateArray().ToArray();
        Assert.Equal(6, features.Length);
        Assert.All(features, feature => Assert.Contains("olygon", feature.GetProperty("geometry").GetProperty("type").GetString(), StringComparison.Ordinal));
        Assert.Equal(rows.Skip(1).Select(row => row[9]).Order(), features.Select(feature => feature.GetProperty("properties").GetProperty("verdict").GetString()!).Order());

        await page.Locator("#foot summary").ClickAsync();
        var links = await page.Locator("#foot a[download]").EvaluateAllAsync<string[]>("all => all.map(one => one.href)");
        Assert.Contains(links, link => link.EndsWith("/layers/geocohesion.gpkg", StringComparison.Ordinal));
        Assert.Contains(links, link => link.EndsWith("/layers/district_window_profile.csv", StringComparison.Ordinal));
    });

    [Fact]
    public Task The_address_that_is_shared_shows_the_same_and_the_back_button_goes_back() => city.Visit("?mode=transit&limit=45", async page =>
    {
        await page.Locator($"tr[data-code='{LeastNear}'] button").ClickAsync();
        await page.Locator("#districtName").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Partager" }).ClickAsync();
        await page.Locator("#toast.on").WaitForAsync();
        var shared = await page.EvaluateAsync<string>("navigator.clipboard.readText()");
        Assert.Contains($"district={LeastNear}", shared, StringComparison.Ordinal);
        Assert.Contains("mode=transit", shared, StringComparison.Ordinal);

        await page.GoBackAsync();
        await page.Locator("#table").WaitForAsync();
        Assert.Equal("45", await page.Locator("#limit").InputValueAsync());

        await page.GotoAsync(shared);
        await BrowsedCity.Ready(page);
        Assert.Equal("Le Moulin-Brûlé", await page.Locator("#districtName").InnerTextAsync());
        Assert.Contains("45 min", await page.Locator("#shown").InnerTextAsync(), StringComparison.Ordinal);
    });

    [Fact]
    public Task All_is_in_English_after_one_press() => city.Visit($"?district={Partly}", async page =>
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "English" }).ClickAsync();
        await page.Locator("html[lang=en]").WaitForAsync();
        await BrowsedCity.Ready(page);
        Assert.Equal(city.Output.Row("districts", "code", Partly)["reason_en"], await page.Locator(".sentence").InnerTextAsync());
        var text = await page.Locator("body").InnerTextAsync();
        Assert.Contains("The bottleneck of the journey", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Quartier", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Habitants", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("lang=en", page.Url, StringComparison.Ordinal);
        await AssertNothingSerious(page);
    });

    [Fact]
    public Task All_is_done_with_the_keyboard() => city.Visit("", async page =>
    {
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("skip", await Focused(page));
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("panel", await Focused(page));

        await page.Locator("#limit").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await BrowsedCity.Ready(page);
        Assert.Equal("limit", await Focused(page));
        Assert.Contains("limit=31", page.Url, StringComparison.Ordinal);

        await page.Locator($"tr[data-code='{Partly}'] button").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#districtName").WaitForAsync();
        await BrowsedCity.Ready(page);
        Assert.Equal("districtName", await Focused(page));
        await page.GetByRole(AriaRole.Button, new() { Name = "Tous les quartiers" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#table").WaitForAsync();
    });

    [Fact]
    public Task A_phone_shows_it_all_without_scrolling_sideways() => city.Visit("", async page =>
    {
        await AssertFits(page);
        await AssertNothingSerious(page);
        await page.Locator($"tr[data-code='{Partly}'] button").ClickAsync();
        await page.Locator("#districtName").WaitForAsync();
        await BrowsedCity.Ready(page);
        await AssertFits(page);
    }, BrowsedCity.Phone);

    [Fact]
    public Task Results_that_cannot_be_read_are_said_with_the_sentence_of_the_service_and_read_again_on_demand()
    {
        var isBroken = true;
        return city.Visit(
            "",
            async page =>
            {
                var alert = page.GetByRole(AriaRole.Alert);
                await alert.WaitForAsync();
                Assert.Contains("a new run is being published", await alert.InnerTextAsync(), StringComparison.Ordinal);
                isBroken = false;
                await page.GetByRole(AriaRole.Button, new() { Name = "Réessayer" }).ClickAsync();
                await page.Locator("#table").WaitForAsync();
                await BrowsedCity.Ready(page);
            },
            prepare: page => page.RouteAsync("**/collections/districts/items*", route => !isBroken ? route.ContinueAsync() : route.FulfillAsync(new()
            {
                Status = 503,
                ContentType = "application/problem+json",
                Body = "{\"status\":503,\"detail\":\"a new run is being published; ask again in a moment.\",\"code\":\"run-changing\"}",
            })),
            allowed: "503");
    }

    [Fact]
    public Task While_results_are_read_the_page_says_so()
    {
        var (message, busy) = ("", "");
        return city.Visit(
            "",
            async page =>
            {
                await page.Locator("#table").WaitForAsync();
                Assert.Equal(("Lecture des résultats…", "true"), (message, busy));
                Assert.Equal("false", await page.Locator("body").GetAttributeAsync("aria-busy"));
                Assert.False(await page.Locator("#mapMessage").IsVisibleAsync());
            },
            prepare: page => page.RouteAsync("**/collections/districts/items*", async route =>
            {
                message = await page.Locator("#mapMessage").InnerTextAsync();
                busy = await page.Locator("body").GetAttributeAsync("aria-busy") ?? "";
                await route.ContinueAsync();
            }));
    }

    [Fact]
    public Task Without_WebGL_the_table_and_the_districts_are_complete() => city.Visit(
        "",
        async page =>
        {
            await page.Locator("#mapMessage").Filter(new() { HasText = "WebGL" }).WaitForAsync();
            await page.Locator($"tr[data-code='{Partly}'] button").ClickAsync();
            await page.Locator("#districtName").WaitForAsync();
            await BrowsedCity.Ready(page);
            Assert.Equal(1, await page.Locator("#districtView .chart").CountAsync());
        },
        prepare: page => page.AddInitScriptAsync(
            "const get = HTMLCanvasElement.prototype.getContext; HTMLCanvasElement.prototype.getContext = function (kind, ...rest) { return kind.startsWith('webgl') ? null : get.call(this, kind, ...rest); };"),
        allowed: "WebGL");

    static Task<string> Focused(IPage page) => page.EvaluateAsync<string>("document.activeElement.id");

    static async Task<string[]> Column(IPage page, string column)
    {
        var selector = column == "district" ? "#table tbody th button" : $"#table tbody td.{column}";
        return [.. (await page.Locator(selector).AllInnerTextsAsync()).Select(text => text.Trim())];
    }

    static async Task SetLimit(IPage page, int minutes)
    {
        await page.Locator("#limit").FillAsync(minutes.ToString(CultureInfo.InvariantCulture));
        await BrowsedCity.Ready(page);
    }

    internal static async Task ClickMiddle(IPage page)
    {
        var box = (await page.Locator("#map").BoundingBoxAsync())!;
        await page.Mouse.ClickAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
    }

    internal static async Task<(string Name, string Text)> Download(IPage page, string button)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator(button).ClickAsync());
        await using var stream = await download.CreateReadStreamAsync();
        using var reader = new StreamReader(stream);
        return (download.SuggestedFilename, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    static async Task AssertFits(IPage page) =>
        Assert.Equal(BrowsedCity.Phone.Width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));

    // Rules of WCAG that a program can check; what is serious or critical stops somebody.
    internal static async Task AssertNothingSerious(IPage page)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "axe.min.js"), TestContext.Current.CancellationToken));
        var found = await page.EvaluateAsync<string[]>(
            "axe.run(document, { resultTypes: ['violations'] }).then(all => all.violations.filter(one => ['serious', 'critical'].includes(one.impact))"
            + ".flatMap(one => one.nodes.map(node => `${one.id}: ${node.target} ${node.failureSummary}`)))");
        Assert.Empty(found);
    }

    static string Percent(string share) => $"{Math.Floor((double.Parse(share, CultureInfo.InvariantCulture) * 100) + 1e-6):0}\u00a0%";

    static int Number(string text) => int.Parse(string.Concat(text.Where(char.IsDigit)), CultureInfo.InvariantCulture);
}
