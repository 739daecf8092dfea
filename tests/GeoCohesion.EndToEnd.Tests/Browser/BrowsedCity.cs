using System.Text.Json;
using GeoCohesion.Api;
using GeoCohesion.EndToEnd.Tests.SampleCity;
using GeoCohesion.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;

namespace GeoCohesion.EndToEnd.Tests.Browser;

/// <summary>The results of the sample city behind the real service, and a real browser that looks at them.</summary>
public sealed class BrowsedCity(SampleCityRun run) : IAsyncLifetime
{
    const int SlowestAnswerMilliseconds = 60_000;

    // WebGL by software: machines that run tests have no graphics card.
    static readonly string[] s_arguments =
    [
        "--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
        "--enable-unsafe-swiftshader", "--use-gl=angle", "--use-angle=swiftshader",
    ];

    static readonly string[] s_chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];

    WebApplication? _service;
    IPlaywright? _playwright;
    IBrowser? _browser;

    public static (int Width, int Height) Desktop => (1280, 800);

    public static (int Width, int Height) Phone => (390, 844);

    public RunOutput Output { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Output = await run.Output;
        _service = ResultService.Build(new RunResults(Output.Folder), new ServiceOptions { Port = 0 });
        await _service.StartAsync(TestContext.Current.CancellationToken);
        Address = new Uri(_service.Urls.Single());
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = FindChromium(), Args = s_arguments });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }
    }

    /// <summary>
    /// Opens the page, waits until it is ready, does what a person does, keeps a screenshot, and insists that nothing went wrong meanwhile: no message
    /// on the console that is an error, no exception, no request to another host.
    /// </summary>
    /// <param name="query">What follows <c>/</c> in the address.</param>
    /// <param name="act">What the person does and sees.</param>
    /// <param name="screen">Size of the window.</param>
    /// <param name="prepare">What is done before the page is opened.</param>
    /// <param name="allowed">Part of the console errors that belong to what is tested.</param>
    /// <param name="service">Another service than that of the fixture.</param>
    /// <param name="host">Another host that may be asked.</param>
    public async Task Visit(
        string query,
        Func<IPage, Task> act,
        (int Width, int Height)? screen = null,
        Func<IPage, Task>? prepare = null,
        string? allowed = null,
        Uri? service = null,
        string? host = null)
    {
        var address = service ?? Address;
        var (width, height) = screen ?? Desktop;
        await using var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            ViewportSize = new() { Width = width, Height = height },
            Locale = "fr-FR",
            ReducedMotion = ReducedMotion.Reduce,
            AcceptDownloads = true,
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        context.SetDefaultTimeout(SlowestAnswerMilliseconds);
        var page = await context.NewPageAsync();
        var wrongs = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && (allowed is null || !message.Text.Contains(allowed, StringComparison.Ordinal)))
            {
                wrongs.Add($"console: {message.Text} {message.Location}");
            }
        };
        page.PageError += (_, error) => wrongs.Add($"exception: {error}");
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: "http" or "https" } uri && uri.Authority != address.Authority && uri.Host != host)
            {
                wrongs.Add($"request to {request.Url}");
            }
        };
        if (prepare is not null)
        {
            await prepare(page);
        }

        try
        {
            await page.GotoAsync("/" + query);
            await Ready(page);
            await act(page);
        }
        finally
        {
            await Keep(page, TestContext.Current.TestMethod!.MethodName);
        }

        Assert.Empty(wrongs);
    }

    /// <summary>Whether the description of the service has a path.</summary>
    public async Task<bool> Offers(string path)
    {
        using var client = new HttpClient { BaseAddress = Address };
        using var description = JsonDocument.Parse(await client.GetByteArrayAsync("/api?f=json", TestContext.Current.CancellationToken));
        return description.RootElement.GetProperty("paths").TryGetProperty(path, out _);
    }

    /// <summary>Waits until the page has read and drawn what it was asked for.</summary>
    public static async Task Ready(IPage page) => await page.Locator("body[data-ready='true']").WaitForAsync(new() { State = WaitForSelectorState.Attached });

    static async Task Keep(IPage page, string name)
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "test-results", "screenshots");
        Directory.CreateDirectory(folder);
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
    }

    static string FindChromium() =>
        s_chromium.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("The browser tests need chromium: 'apt-get install chromium', or 'bash tests/run.sh', which does it.");
}

/// <summary>Tests that share one service and one browser.</summary>
[CollectionDefinition(Name)]
public sealed class BrowsedCityCollection : ICollectionFixture<BrowsedCity>
{
    public const string Name = "browsed city";
}
