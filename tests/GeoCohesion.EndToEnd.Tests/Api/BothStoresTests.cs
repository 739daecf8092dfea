using System.Net;
using System.Text;
using GeoCohesion.Api;

namespace GeoCohesion.EndToEnd.Tests.Api;

/// <summary>A run is served with the same bytes from its folder and from PostGIS.</summary>
[Collection(PostGisSampleCityDefinition.Name)]
public sealed class BothStoresTests(PostGisSampleCity service) : IAsyncLifetime
{
    readonly Microsoft.AspNetCore.Builder.WebApplication _folder =
        ResultService.Build(new RunResults(service.Output.Folder), new ServiceOptions { CorsOrigins = ["https://carte.example.fr"] });

    readonly HttpClient _client = new();

    public async ValueTask InitializeAsync()
    {
        await _folder.StartAsync(TestContext.Current.CancellationToken);
        _client.BaseAddress = new Uri(_folder.Urls.Single());
    }

    [Fact]
    public async Task Layers_and_descriptions_are_the_same()
    {
        List<string> addresses = ["/", "/?f=json", "/conformance", "/collections", "/collections?f=html", "/api"];
        foreach (var layer in service.Output.Layers())
        {
            addresses.AddRange([$"/collections/{layer}", $"/collections/{layer}/queryables", $"/collections/{layer}/items?limit=700", $"/collections/{layer}/items?limit=3&after=2&f=html&lang=en"]);
        }

        await AssertSame(addresses);
    }

    [Fact]
    public async Task Files_are_the_same_and_tagged_the_same()
    {
        using var manifest = service.Output.Manifest();
        var files = manifest.RootElement.GetProperty("outputs").EnumerateArray().Select(output => $"/layers/{output.GetProperty("file").GetString()}").ToArray();
        Assert.InRange(files.Length, 50, 500);
        await AssertSame(["/layers", "/manifest.json", .. files]);
        await service.Refused("/layers/nothing.csv", HttpStatusCode.NotFound, "file-unknown");
        await service.Refused("/layers/..%2Fmanifest.json", HttpStatusCode.NotFound, "file-unknown");
        var (_, first, _) = await service.Get("/layers/districts.csv");
        var (again, unchanged, _) = await service.Get("/layers/districts.csv", ("If-None-Match", first.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, again);
        first.Dispose();
        unchanged.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _folder.DisposeAsync();
    }

    async Task AssertSame(IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
        {
            var (left, right) = (await Answer(_client, address), await Answer(service.Client, address));
            Assert.True(left.Tag == right.Tag && left.Length == right.Length, $"{address}: {left.Tag} {left.Length} bytes, {right.Tag} {right.Length} bytes");
            Assert.True(left.Body.SequenceEqual(right.Body), $"{address} differs:\n{Encoding.UTF8.GetString(left.Body)}\n{Encoding.UTF8.GetString(right.Body)}");
        }
    }

    static async Task<(string? Tag, long? Length, byte[] Body)> Answer(HttpClient client, string address)
    {
        using var response = await client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var text = Encoding.Latin1.GetString(body).Replace(client.BaseAddress!.Authority, "HOST", StringComparison.Ordinal);
        return (response.Headers.ETag?.ToString(), text.Length, Encoding.Latin1.GetBytes(text));
    }
}
