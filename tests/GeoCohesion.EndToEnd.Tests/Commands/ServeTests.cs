using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary>The results of a run on a local address, from a process of its own.</summary>
public sealed class ServeTests(ServeTests.RunningService service) : IClassFixture<ServeTests.RunningService>
{
    /// <summary>A run, and the program that serves it on a port that the system chose.</summary>
    public sealed class RunningService : IAsyncLifetime
    {
        readonly TempFolder _folder = new();
        Process? _process;

        public RunOutput Output { get; private set; } = null!;

        public HttpClient Client { get; } = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None });

        public async ValueTask InitializeAsync()
        {
            var town = new SmallTown(_folder.Combine("town"));
            Output = new RunOutput(_folder.Combine("results"));
            await Geocohesion.RunWell("run", town.Save(), "--out", Output.Folder);
            _process = Geocohesion.Start("serve", Output.Folder, "--port", "0");
            var line = await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.Matches(@"^http://127\.0\.0\.1:\d+/  \(Ctrl\+C to stop\)$", line);
            Client.BaseAddress = new Uri(line!.Split(' ')[0]);
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            if (_process is not null)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync(CancellationToken.None);
                _process.Dispose();
            }

            _folder.Dispose();
        }
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_is_there_with_headers_that_keep_it_on_this_address()
    {
        using var response = await service.Client.GetAsync("/", Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("<html", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.Contains(
            "default-src 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Every_layer_listed_is_served_with_its_bytes_and_not_sent_again_while_it_is_the_same()
    {
        using var list = JsonDocument.Parse(await service.Client.GetByteArrayAsync("/layers", Cancellation));
        using var manifest = service.Output.Manifest();
        Assert.Equal(manifest.RootElement.GetProperty("outputs").GetArrayLength(), list.RootElement.GetArrayLength());
        foreach (var entry in list.RootElement.EnumerateArray())
        {
            var address = entry.GetProperty("href").GetString()!;
            using var response = await service.Client.GetAsync(address, Cancellation);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(entry.GetProperty("mediaType").GetString(), response.Content.Headers.ContentType?.ToString());
            var bytes = await response.Content.ReadAsByteArrayAsync(Cancellation);
            Assert.Equal(await File.ReadAllBytesAsync(service.Output.PathOf(entry.GetProperty("file").GetString()!), Cancellation), bytes);

            using var again = new HttpRequestMessage(HttpMethod.Get, address);
            again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
            using var notModified = await service.Client.SendAsync(again, Cancellation);
            Assert.Equal(HttpStatusCode.NotModified, notModified.StatusCode);
            Assert.Empty(await notModified.Content.ReadAsByteArrayAsync(Cancellation));
        }
    }

    [Fact]
    public async Task Text_is_compressed_for_those_who_ask()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/layers/districts.geojson");
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        using var response = await service.Client.SendAsync(request, Cancellation);
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        Assert.Contains("Accept-Encoding", response.Headers.Vary);
        await using var gzip = new System.IO.Compression.GZipStream(
            await response.Content.ReadAsStreamAsync(Cancellation), System.IO.Compression.CompressionMode.Decompress);
        using var collection = await JsonDocument.ParseAsync(gzip, default, Cancellation);
        Assert.Equal(5, collection.RootElement.GetProperty("features").GetArrayLength());
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/layers/nothing.geojson")]
    [InlineData("/layers/..%2f..%2ftown%2fterritory.json")]
    [InlineData("/layers/.lock")]
    [InlineData("/layers/build")]
    public async Task What_is_not_a_result_is_not_found_and_the_answer_is_a_problem_document(string address)
    {
        using var response = await service.Client.GetAsync(address, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(404, problem.RootElement.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.RootElement.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task It_stops_when_it_is_told_to_and_the_port_is_free_again()
    {
        using var process = Geocohesion.Start("serve", service.Output.Folder, "--port", "0");
        var line = await process.StandardOutput.ReadLineAsync(Cancellation);
        var address = new Uri(line!.Split(' ')[0]);
        using (var response = await service.Client.GetAsync(address, Cancellation))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(Cancellation);
        }

        await process.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        Assert.Matches(@"^[0-9T:.-]+Z info: GeoCohesion.Api.Requests\[-?\d+\] GET / 200 [0-9.]+ ms \S+\n$", await process.StandardError.ReadToEndAsync(Cancellation));
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, address.Port);
        listener.Start();
    }

    [Fact]
    public async Task A_folder_without_a_run_and_a_port_in_use_are_refused()
    {
        using var empty = new TempFolder();
        await Geocohesion.RunRefused(["serve", empty.Path, "--port", "0"], empty.Path, "no finished run", "geocohesion run");
        await Geocohesion.RunRefused(
            ["serve", service.Output.Folder, "--port", service.Client.BaseAddress!.Port.ToString(CultureInfo.InvariantCulture)],
            "--port",
            "taken");
    }

    [Fact]
    public async Task A_manifest_of_something_else_is_refused()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.Combine("manifest.json"), "{\"name\": \"a web app\"}", Cancellation);
        await Geocohesion.RunRefused(["serve", folder.Path, "--port", "0"], "manifest.json", "not the manifest of a run");
    }
}
