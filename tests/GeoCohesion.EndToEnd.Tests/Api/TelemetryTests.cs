using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using GeoCohesion.Api;
using GeoCohesion.Api.Guards;
using Microsoft.AspNetCore.Builder;

namespace GeoCohesion.EndToEnd.Tests.Api;

/// <summary>What the service tells those who run it: health, numbers, activities, and a log that knows nothing of what was asked for.</summary>
public sealed class TelemetryTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_ready_as_long_as_a_run_can_be_read()
    {
        await using var service = await SmallService.Start(new ServiceOptions(), rows: 5000);
        foreach (var (address, status) in new[] { ("/health/live", "live"), ("/health/ready", "ready") })
        {
            var (found, _, response) = await service.Get(address);
            Assert.Equal(200, found);
            Assert.Equal(status, ServedSampleCity.Parse(await response.Content.ReadAsStringAsync(Cancellation)).GetProperty("status").GetString());
            Assert.True(response.Headers.CacheControl!.NoStore);
        }

        await using (var file = new FileStream(Path.Combine(service.Folder, "geocohesion.gpkg"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(512);
        }

        var answers = new List<(int, string?)>();
        for (var i = 0; i < 4; i++)
        {
            var (status, code, _) = await service.Get("/health/ready");
            answers.Add((status, code));
        }

        Assert.All(answers, answer => Assert.Equal((503, "not-ready"), answer));
        Assert.Equal(200, (await service.Get("/health/live")).Status);
    }

    [Fact]
    public async Task Requests_are_counted_and_timed_by_route_and_status()
    {
        await using var service = await SmallService.Start(new ServiceOptions(), app => app.MapGet("/test/quick", () => "done").RequireAnalysisLimits());
        foreach (var (address, expected) in new[]
        {
            ("/collections/rows/items?limit=1", 200), ("/collections/rows/items", 200), ("/collections/rows/items?x=1", 400), ("/test/quick", 200), ("/nothing/\"\n", 404),
            ("/collections/rows/tiles/WebMercatorQuad/8/91/129", 200), ("/collections/rows/tiles/WebMercatorQuad/8/91/129", 200),
        })
        {
            Assert.Equal(expected, (await service.Get(Uri.EscapeDataString(address).Replace("%2F", "/", StringComparison.Ordinal).Replace("%3F", "?", StringComparison.Ordinal).Replace("%3D", "=", StringComparison.Ordinal))).Status);
        }

        var (_, _, response) = await service.Get("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var numbers = Read(await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(2, numbers["geocohesion_requests_total{route=\"/collections/{collectionId}/items\",status=\"200\"}"]);
        Assert.Equal(1, numbers["geocohesion_requests_total{route=\"/collections/{collectionId}/items\",status=\"400\"}"]);
        Assert.Equal(1, numbers["geocohesion_requests_total{route=\"(none)\",status=\"404\"}"]);
        Assert.Equal(3, numbers["geocohesion_request_duration_seconds_count{route=\"/collections/{collectionId}/items\"}"]);
        Assert.Equal(3, numbers["geocohesion_request_duration_seconds_bucket{route=\"/collections/{collectionId}/items\",le=\"+Inf\"}"]);
        Assert.Equal(1, numbers["geocohesion_analyses_computed_total{route=\"/test/quick\"}"]);
        Assert.Equal(1, numbers["geocohesion_tile_cache_total{result=\"miss\"}"]);
        Assert.Equal(1, numbers["geocohesion_tile_cache_total{result=\"hit\"}"]);
        Assert.InRange(numbers["geocohesion_tile_cache_size_bytes"], 100, 100_000);
        Assert.InRange(numbers["process_memory_usage_bytes"], 1e7, 1e11);
        Assert.InRange(numbers["dotnet_gc_heap_bytes"], 1e5, 1e11);
        Assert.Equal(0, numbers["geocohesion_analyses_waiting"]);
    }

    [Fact]
    public async Task Activities_name_the_route_and_not_the_address()
    {
        var tags = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "GeoCohesion",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (tags)
                {
                    tags.Add(string.Join(' ', activity.TagObjects.Select(tag => tag.Value)));
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var service = await SmallService.Start(new ServiceOptions(), app => app.MapGet("/test/traced/{place}", () => "done"));
        Assert.Equal(200, (await service.Get("/test/traced/3.0573?x=3.0573")).Status);
        for (var i = 0; i < 100 && !Seen(); i++)
        {
            await Task.Delay(20, Cancellation);
        }

        Assert.True(Seen());

        bool Seen()
        {
            lock (tags)
            {
                Assert.DoesNotContain(tags, text => text.Contains("3.0573", StringComparison.Ordinal));
                return tags.Contains("GET /test/traced/{place} 200");
            }
        }
    }

    [Theory]
    [InlineData("json")]
    [InlineData("text")]
    [InlineData("errors")]
    public async Task The_log_tells_of_each_request_but_nothing_of_what_was_asked_for(string format)
    {
        using var folder = new TempFolder();
        SmallService.Publish(folder.Combine("results"), 20);
        const string Key = "a-key-that-nobody-may-see";
        await File.WriteAllTextAsync(folder.Combine("keys.txt"), $"{Key} somebody\n", Cancellation);
        using var process = Geocohesion.Start("serve", folder.Combine("results"), "--port", "0", "--log", format, "--api-keys", folder.Combine("keys.txt"));
        string[] lines;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(Cancellation);
            var line = await process.StandardOutput.ReadLineAsync(Cancellation);
            using var client = new HttpClient { BaseAddress = new Uri(line!.Split(' ')[0]) };
            string[] addresses =
            [
                $"/collections/rows/items?bbox=2.987654,46.5,3.1,46.7&apikey={Key}", $"/collections/rows/items?name=secret&apikey={Key}", $"/collections/rows/items/2.987654?apikey={Key}",
                "/isochrones/2.987654,46.5", $"/health/live?x=2.987654&apikey={Key}",
            ];
            foreach (var address in addresses)
            {
                using var response = await client.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
            }

            using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
            {
                await kill.WaitForExitAsync(Cancellation);
            }

            lines = (await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        Assert.All(lines, line => Assert.DoesNotContain("2.987654", line, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.DoesNotContain("secret", line, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.DoesNotContain(Key, line, StringComparison.Ordinal));
        Assert.Equal(format == "errors" ? 0 : 4, lines.Length);
        if (format == "json")
        {
            Assert.Equal(
                ["GET /collections/{collectionId}/items 200", "GET /collections/{collectionId}/items 200", "GET /collections/{collectionId}/items/{**featureId} 404", "GET (none) 401"],
                lines.Select(line =>
                {
                    using var entry = JsonDocument.Parse(line);
                    var state = entry.RootElement.GetProperty("State");
                    Assert.True(state.GetProperty("DurationMs").GetDouble() >= 0);
                    Assert.NotEmpty(state.GetProperty("Id").GetString()!);
                    Assert.Equal("Information", entry.RootElement.GetProperty("LogLevel").GetString());
                    return $"{state.GetProperty("Method").GetString()} {state.GetProperty("Route").GetString()} {state.GetProperty("Status").GetInt32()}";
                }));
        }
    }

    static Dictionary<string, double> Read(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')
            .ToDictionary(line => line[..line.LastIndexOf(' ')], line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }
}
