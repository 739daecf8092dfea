using System.Net;
using System.Net.Sockets;
using System.Text;
using GeoCohesion.Api;
using GeoCohesion.Api.Guards;
using GeoCohesion.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GeoCohesion.EndToEnd.Tests.Api;

/// <summary>What the service refuses, so that it can go on answering: sizes, times, rates, numbers, strangers.</summary>
public sealed class GuardTests
{
    const string Key = "0123456789abcdef-one";
    const string OtherKey = "0123456789abcdef-two";

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_whether_it_says_so_or_not()
    {
        await using var service = await SmallService.Start(
            new ServiceOptions { Limits = new ServiceLimits { BodyBytes = 1000 } },
            app => app.MapPost("/test/length", async (HttpRequest request) =>
            {
                using var reader = new StreamReader(request.Body);
                return (await reader.ReadToEndAsync(request.HttpContext.RequestAborted)).Length;
            }).RequireAnalysisLimits());
        foreach (var isChunked in new[] { false, true })
        {
            var (small, _, kept) = await service.Send(Request("/test/length", 900, isChunked));
            var (large, code, closed) = await service.Send(Request("/test/length", 1100, isChunked));
            Assert.Equal((200, 413, "body-too-large"), (small, large, code));

            // What follows on the same connection would be lost: the answer says that there will be nothing.
            Assert.NotEqual(true, kept.Headers.ConnectionClose);
            Assert.True(closed.Headers.ConnectionClose, $"chunked: {isChunked}");
        }

        // Nor is a body read that nobody asked for.
        var (status, _, unread) = await service.Send(Request("/nowhere", 1100, isChunked: false));
        Assert.NotEqual(200, status);
        Assert.True(unread.Headers.ConnectionClose);

        static HttpRequestMessage Request(string address, int bytes, bool isChunked) => new(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(new byte[bytes]),
            Headers = { TransferEncodingChunked = isChunked },
        };
    }

    [Fact]
    public async Task An_analysis_that_takes_too_long_is_answered_with_503_and_stops()
    {
        var stopped = new TaskCompletionSource();
        await using var service = await SmallService.Start(
            new ServiceOptions { Limits = new ServiceLimits { AnalysisTime = TimeSpan.FromMilliseconds(150) } },
            app =>
            {
                app.MapGet("/test/endless", async (HttpContext http) =>
                {
                    http.RequestAborted.Register(stopped.SetResult);
                    await Task.Delay(Timeout.Infinite, http.RequestAborted);
                }).RequireAnalysisLimits();
                app.MapGet("/test/half", async (HttpContext http) =>
                {
                    await http.Response.WriteAsync("half an answer", http.RequestAborted);
                    await http.Response.Body.FlushAsync(http.RequestAborted);
                    await Task.Delay(Timeout.Infinite, http.RequestAborted);
                }).RequireAnalysisLimits();
            });
        var (status, code, response) = await service.Get("/test/endless");
        Assert.Equal((503, "request-timeout"), (status, code));
        Assert.NotNull(response.Headers.RetryAfter);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);

        // An answer that has begun cannot become an error: it ends in a way that no client takes for its end.
        await Assert.ThrowsAsync<HttpRequestException>(() => service.Client.GetStringAsync(new Uri("/test/half", UriKind.Relative), Cancellation));
    }

    [Fact]
    public async Task What_a_client_no_longer_waits_for_is_not_computed_any_further()
    {
        var (begun, stopped) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var service = await SmallService.Start(new ServiceOptions(), app => app.MapGet("/test/endless", async (HttpContext http) =>
        {
            http.RequestAborted.Register(stopped.SetResult);
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        }).RequireAnalysisLimits());
        using var patience = new CancellationTokenSource();
        var asking = service.Client.GetAsync(new Uri("/test/endless", UriKind.Relative), patience.Token);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
    }

    [Fact]
    public async Task A_client_that_asks_for_too_many_analyses_is_told_when_to_come_again_and_others_are_not()
    {
        var keys = KeyFile($"{Key} one\n{OtherKey} two\n");
        await using var service = await SmallService.Start(
            new ServiceOptions { ApiKeys = keys, Limits = new ServiceLimits { AnalysesPerMinute = 6 } },
            app => app.MapGet("/test/quick", () => "done").RequireAnalysisLimits());
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(200, (await service.Get("/test/quick", ("X-Api-Key", Key))).Status);
        }

        var (status, code, response) = await service.Get("/test/quick", ("X-Api-Key", Key));
        Assert.Equal((429, "too-many-requests"), (status, code));
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(200, (await service.Get("/test/quick", ("X-Api-Key", OtherKey))).Status);
        Assert.Equal(200, (await service.Get("/collections/rows/items", ("X-Api-Key", Key))).Status);
    }

    [Fact]
    public async Task Behind_a_proxy_the_client_is_who_the_proxy_says_and_nobody_else_is_believed()
    {
        foreach (var (proxy, expected) in new[] { (IPAddress.Loopback, 200), (IPAddress.Parse("192.0.2.1"), 429) })
        {
            await using var service = await SmallService.Start(
                new ServiceOptions { Proxy = proxy, Limits = new ServiceLimits { AnalysesPerMinute = 2 } },
                app => app.MapGet("/test/quick", () => "done").RequireAnalysisLimits());
            Assert.Equal(200, (await service.Get("/test/quick", ("X-Forwarded-For", "198.51.100.1"))).Status);
            Assert.Equal(expected, (await service.Get("/test/quick", ("X-Forwarded-For", "198.51.100.2"))).Status);
            Assert.Equal(429, (await service.Get("/test/quick", ("X-Forwarded-For", "198.51.100.2"))).Status);
        }
    }

    [Fact]
    public async Task Analyses_are_computed_a_few_at_once_some_wait_and_more_are_sent_away()
    {
        var (gate, running, most) = (new TaskCompletionSource(), 0, 0);
        await using var service = await SmallService.Start(
            new ServiceOptions { Limits = new ServiceLimits { AnalysesAtOnce = 2, AnalysesWaiting = 3 } },
            app => app.MapGet("/test/gate", async () =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                await gate.Task;
                Interlocked.Decrement(ref running);
                return "done";
            }).RequireAnalysisLimits());
        var asked = Enumerable.Range(0, 8).Select(_ => service.Get("/test/gate")).ToList();
        var sentAway = new List<(int Status, string? Code, HttpResponseMessage Response)>();
        while (sentAway.Count < 3)
        {
            var done = await Task.WhenAny(asked);
            asked.Remove(done);
            sentAway.Add(await done);
        }

        Assert.All(sentAway, answer => Assert.Equal((503, "service-busy"), (answer.Status, answer.Code)));
        Assert.All(sentAway, answer => Assert.NotNull(answer.Response.Headers.RetryAfter));

        // What only reads is not in their way.
        Assert.Equal(200, (await service.Get("/collections/rows/items")).Status);
        var metrics = await service.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancellation);
        Assert.Contains("\ngeocohesion_analyses_waiting 3\n", metrics, StringComparison.Ordinal);
        Assert.Contains("\ngeocohesion_analyses_running 2\n", metrics, StringComparison.Ordinal);
        gate.SetResult();
        Assert.All(await Task.WhenAll(asked), answer => Assert.Equal(200, answer.Status));
        Assert.Equal(2, most);
    }

    [Fact]
    public async Task The_next_analysis_begins_while_the_result_of_the_one_before_is_fetched()
    {
        var gate = new TaskCompletionSource();
        await using var service = await SmallService.Start(
            new ServiceOptions { Limits = new ServiceLimits { AnalysesAtOnce = 1, AnalysesWaiting = 0 } },
            app =>
            {
                app.MapGet("/test/fetched-slowly", async (HttpContext http) =>
                {
                    http.EndAnalysisTurn();
                    await http.Response.WriteAsync("computed", http.RequestAborted);
                    await http.Response.Body.FlushAsync(http.RequestAborted);
                    await gate.Task;
                }).RequireAnalysisLimits();
                app.MapGet("/test/next", () => "done").RequireAnalysisLimits();
            });
        using var first = await service.Client.GetAsync(new Uri("/test/fetched-slowly", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal(200, (await service.Get("/test/next")).Status);
        gate.SetResult();
    }

    [Fact]
    public async Task More_requests_than_can_be_read_at_once_are_sent_away()
    {
        var gate = new TaskCompletionSource();
        await using var service = await SmallService.Start(
            new ServiceOptions { Limits = new ServiceLimits { RequestsAtOnce = 2 } },
            app => app.MapGet("/test/gate", async () =>
            {
                await gate.Task;
                return "done";
            }));
        var asked = Enumerable.Range(0, 3).Select(_ => service.Get("/test/gate")).ToList();
        var sentAway = await Task.WhenAny(asked);
        Assert.Equal((503, "service-busy"), ((await sentAway).Status, (await sentAway).Code));
        Assert.Equal(200, (await service.Get("/health/live")).Status);
        gate.SetResult();
        asked.Remove(sentAway);
        Assert.All(await Task.WhenAll(asked), answer => Assert.Equal(200, answer.Status));
    }

    [Fact]
    public async Task Who_has_no_key_gets_no_answer_and_a_key_gets_into_no_link()
    {
        await using var service = await SmallService.Start(new ServiceOptions { ApiKeys = KeyFile($"# keys\n\n{Key} Ville de Lannion\n") });
        foreach (var address in new[] { "/", "/collections", "/collections/rows/items", "/metrics", "/nothing", "/layers" })
        {
            var (status, code, response) = await service.Get(address);
            Assert.Equal((401, "api-key-missing"), (status, code));
            Assert.Contains("ApiKey", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal((401, "api-key-unknown"), await Outcome(service.Get("/collections", ("X-Api-Key", Key + "x"))));
        Assert.Equal((401, "api-key-unknown"), await Outcome(service.Get("/collections?apikey=")));
        Assert.Equal((401, "api-key-missing"), await Outcome(service.Get($"/collections?apikey={Key}&apikey={Key}")));
        Assert.Equal(200, (await service.Get("/collections", ("X-Api-Key", Key))).Status);
        Assert.Equal(200, (await service.Get("/health/live")).Status);
        Assert.Equal(200, (await service.Get("/health/ready")).Status);
        var (found, _, answer) = await service.Get($"/collections/rows/items?limit=1&apikey={Key}");
        Assert.Equal(200, found);
        var body = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("limit=1", body, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, body, StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl!.Private);
        Assert.False(answer.Headers.CacheControl.Public);
        Assert.Contains("X-Api-Key", answer.Headers.Vary);

        static async Task<(int, string?)> Outcome(Task<(int Status, string? Code, HttpResponseMessage Response)> asking) => ((await asking).Status, (await asking).Code);
    }

    [Theory]
    [InlineData("", "api-keys-malformed")]
    [InlineData("# only a comment\n", "api-keys-malformed")]
    [InlineData("0123456789abcdef\n", "api-keys-malformed")]
    [InlineData("tooshort name\n", "api-keys-malformed")]
    [InlineData("0123456789abcdef one\n0123456789abcdef two\n", "api-keys-malformed")]
    [InlineData("0123456789abcdef one\n0123456789abcdeg one\n", "api-keys-malformed")]
    [InlineData(null, "api-keys-unreadable")]
    public void A_file_of_keys_that_cannot_be_used_is_refused_without_showing_a_key(string? content, string code)
    {
        var refusal = Assert.Throws<InputException>(() => KeyFile(content));
        Assert.Equal(code, refusal.Code);
        Assert.DoesNotContain("0123456789", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_begin_with_the_address_of_the_service_and_not_with_what_a_request_claims()
    {
        await using var service = await SmallService.Start(new ServiceOptions());
        foreach (var host in new[] { "evil.example", "127.0.0.1.evil.example", "evil.example:80" })
        {
            var (status, code, _) = await service.Get("/collections", ("Host", host));
            Assert.Equal((421, "host-unknown"), (status, code));
        }

        foreach (var host in new[] { "localhost", "localhost:8080", "[::1]:5080", "10.1.2.3", Environment.MachineName })
        {
            Assert.Equal(200, (await service.Get("/collections", ("Host", host))).Status);
        }

        await using var proxied = await SmallService.Start(new ServiceOptions { PublicUrl = new Uri("https://carte.example.fr/acces/") });
        var (found, _, response) = await proxied.Get("/collections/rows/items?limit=1", ("Host", "evil.example"));
        Assert.Equal(200, found);
        var items = ServedSampleCity.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("https://carte.example.fr/acces/collections/rows/items?limit=1&f=json", Assert.Single(ServedSampleCity.Links(items, "self")));
        Assert.All(items.GetProperty("links").EnumerateArray(), link => Assert.StartsWith("https://carte.example.fr/acces/", link.GetProperty("href").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Clients_that_do_not_read_hold_neither_memory_nor_the_service()
    {
        await using var service = await SmallService.Start(new ServiceOptions(), rows: 10_000);
        var whole = (await service.Client.GetByteArrayAsync(new Uri("/collections/rows/items?limit=10000", UriKind.Relative), Cancellation)).Length;
        const int Clients = 60;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var sockets = new List<Socket>();
        try
        {
            for (var i = 0; i < Clients; i++)
            {
                // A small window, and not a byte of it is read.
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
                sockets.Add(socket);
                await socket.ConnectAsync(IPAddress.Loopback, service.Address.Port, Cancellation);
                await socket.SendAsync(Encoding.ASCII.GetBytes("GET /collections/rows/items?limit=10000 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"), Cancellation);
            }

            await Task.Delay(1500, Cancellation);
            var held = GC.GetTotalMemory(forceFullCollection: true) - before;
            Assert.Equal(200, (await service.Get("/collections/rows/items?limit=10")).Status);

            // All the answers whole would be 100 MB; a batch of rows, and what the system takes, is a fraction of it.
            Assert.True(whole > 1_500_000, $"{whole} bytes");
            Assert.True(held < Clients * whole / 4L, $"{Clients} clients hold {held} bytes of answers of {whole}");
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    [Theory]
    [InlineData("/layers/..%2fgeocohesion.gpkg")]
    [InlineData("/layers/%2e%2e/geocohesion.gpkg")]
    [InlineData("/layers/geocohesion.gpkg")]
    [InlineData("/layers/%2fetc%2fpasswd")]
    [InlineData("/layers/rows.csv%00.gpkg")]
    [InlineData("/collections/rows%22%3b%20DROP%20TABLE%20rows%3b--/items")]
    [InlineData("/collections/gpkg_contents/items")]
    [InlineData("/collections/sqlite_master/items")]
    [InlineData("/collections/rows/items/x' OR '1'='1")]
    [InlineData("/collections/rows/items/x%27%20OR%201%3D1--")]
    [InlineData("/collections/rows/items?name=x' OR '1'='1")]
    [InlineData("/collections/rows/items?n=1;DROP TABLE rows")]
    [InlineData("/collections/rows/items?n%22=1")]
    [InlineData("/collections/rows/items?fid=1")]
    [InlineData("/collections/rows/items?filter=id='x'; DROP TABLE rows")]
    [InlineData("/collections/rows/items?filter=load_extension('x') = 1")]
    [InlineData("/collections/rows/items?filter=\"id\" = 'x' UNION SELECT 1")]
    [InlineData("/collections/rows/items?filter=geocohesion_intersects(geom, 0) = 1")]
    [InlineData("/collections/rows/items?filter=\"sqlite_version()\" = 'x'")]
    [InlineData("/collections/rows/tiles/WebMercatorQuad/1/1;DROP TABLE rows/1")]
    [InlineData("/collections/rows/tiles/WebMercatorQuad/1/0/1?properties=id\" FROM rows; DROP TABLE rows;--")]
    public async Task Names_that_are_meant_for_a_shell_a_path_or_a_database_are_only_names(string address)
    {
        await using var service = await SmallService.Start(new ServiceOptions());
        var (status, _, response) = await service.Get(address);
        Assert.True(status is 400 or 404 || (status == 200 && (await response.Content.ReadAsStringAsync(Cancellation)).Contains("\"numberMatched\":0", StringComparison.Ordinal)), $"{address}: {status}");
        var rows = ServedSampleCity.Parse(await service.Client.GetStringAsync(new Uri("/collections/rows/items", UriKind.Relative), Cancellation));
        Assert.Equal(20, rows.GetProperty("numberMatched").GetInt32());
    }

    static ApiKeys KeyFile(string? content)
    {
        using var folder = new TempFolder();
        if (content is not null)
        {
            File.WriteAllText(folder.Combine("keys.txt"), content);
        }

        return ApiKeys.Read(folder.Combine("keys.txt"));
    }
}
