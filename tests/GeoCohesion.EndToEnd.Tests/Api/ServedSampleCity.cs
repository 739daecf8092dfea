using System.Net;
using System.Text;
using System.Text.Json;
using GeoCohesion.Api;
using GeoCohesion.Api.Guards;
using GeoCohesion.EndToEnd.Tests.SampleCity;
using Microsoft.AspNetCore.Builder;

namespace GeoCohesion.EndToEnd.Tests.Api;

/// <summary>The results of the sample city, computed once, behind the real service on a port that the system chose.</summary>
public class ServedSampleCity(SampleCityRun run) : IAsyncLifetime
{
    WebApplication? _service;

    public RunOutput Output { get; private set; } = null!;

    public HttpClient Client { get; } = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None, AllowAutoRedirect = false });

    public async ValueTask InitializeAsync()
    {
        Output = await run.Output;
        _service = ResultService.Build(await Results(Output), new ServiceOptions
        {
            Port = 0,
            CorsOrigins = ["https://carte.example.fr"],
            Limits = new ServiceLimits { AnalysesPerMinute = 0 },
        });
        await _service.StartAsync(TestContext.Current.CancellationToken);
        Client.BaseAddress = new Uri(_service.Urls.Single());
    }

    /// <summary>Where the service finds the run.</summary>
    protected virtual Task<IRunResults> Results(RunOutput output) => Task.FromResult<IRunResults>(new RunResults(output.Folder));

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Client.Dispose();
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }
    }

    /// <summary>Asks for JSON and insists on success.</summary>
    public async Task<JsonElement> Json(string address)
    {
        var (status, _, body) = await Get(address);
        Assert.True(status == HttpStatusCode.OK, $"{address}: {status} {body}");
        return Parse(body);
    }

    /// <summary>Insists on a problem document (RFC 9457) with this status and code.</summary>
    public async Task<string> Refused(string address, HttpStatusCode expected, string? code, params (string Name, string Value)[] headers)
    {
        var (status, response, body) = await Get(address, headers);
        using (response)
        {
            Assert.True(status == expected, $"{address}: {status} {body}");
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            var problem = Parse(body);
            Assert.Equal((int)expected, problem.GetProperty("status").GetInt32());
            Assert.Equal(code, problem.TryGetProperty("code", out var found) ? found.GetString() : null);
            return problem.GetProperty("detail").GetString()!;
        }
    }

    public async Task<(HttpStatusCode Status, HttpResponseMessage Response, string Body)> Get(string address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, response, Encoding.UTF8.GetString(bytes));
    }

    /// <summary>Address of items with parameters, escaped.</summary>
    public static string Items(string collection, params (string Name, string Value)[] parameters) =>
        $"/collections/{collection}/items?{string.Join('&', parameters.Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"))}";

    public static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>Ids of the features of a collection answer.</summary>
    public static string[] Ids(JsonElement items) => [.. items.GetProperty("features").EnumerateArray().Select(feature => feature.GetProperty("id").GetString()!)];

    /// <summary>Addresses of the links of one kind.</summary>
    public static string[] Links(JsonElement resource, string rel) => [.. resource.GetProperty("links").EnumerateArray()
        .Where(link => link.GetProperty("rel").GetString() == rel)
        .Select(link => link.GetProperty("href").GetString()!)];
}

/// <summary>Tests that share one run and one service.</summary>
[CollectionDefinition(Name)]
public sealed class ServedSampleCityCollection : ICollectionFixture<ServedSampleCity>
{
    public const string Name = "served sample city";
}
