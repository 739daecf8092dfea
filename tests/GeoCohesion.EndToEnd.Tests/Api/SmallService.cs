using GeoCohesion.Api;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Stores;
using Microsoft.AspNetCore.Builder;
using NetTopologySuite.Geometries;

namespace GeoCohesion.EndToEnd.Tests.Api;

/// <summary>A service of its own with one small layer, for tests of limits that would be in each other's way.</summary>
public sealed class SmallService : IAsyncDisposable
{
    readonly TempFolder _folder = new();
    readonly WebApplication _app;

    SmallService(ServiceOptions options, Action<WebApplication>? more, int rows)
    {
        Publish(_folder.Path, rows);
        _app = ResultService.Build(new RunResults(_folder.Path), options);
        more?.Invoke(_app);
    }

    public string Folder => _folder.Path;

    public Uri Address { get; private set; } = null!;

    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    /// <summary>Starts it; more endpoints may be added first.</summary>
    public static async Task<SmallService> Start(ServiceOptions options, Action<WebApplication>? more = null, int rows = 20)
    {
        var service = new SmallService(options, more, rows);
        await service._app.StartAsync(TestContext.Current.CancellationToken);
        service.Client.BaseAddress = service.Address = new Uri(service._app.Urls.Single());
        return service;
    }

    /// <summary>Asks, and gives status, code of the problem document if there is one, and the response.</summary>
    public async Task<(int Status, string? Code, HttpResponseMessage Response)> Get(string address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Send(request);
    }

    public async Task<(int Status, string? Code, HttpResponseMessage Response)> Send(HttpRequestMessage request)
    {
        var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        string? code = null;
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            var problem = ServedSampleCity.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal((int)response.StatusCode, problem.GetProperty("status").GetInt32());
            code = problem.TryGetProperty("code", out var found) ? found.GetString() : null;
        }

        return ((int)response.StatusCode, code, response);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Publishes a run with one layer of points.</summary>
    public static void Publish(string path, int rows)
    {
        using var folder = RunFolder.Open(path);
        var table = new ResultTable("rows", "Lignes", [ResultColumn.Text("id", "Id"), ResultColumn.Text("name", "Name"), ResultColumn.Whole("n", "", "N")], "Point");
        for (var row = 0; row < rows; row++)
        {
            table.Add(new Point(2 + (row % 100 * 0.001), 46 + (row / 100 * 0.001)) { SRID = 4326 }, FormattableString.Invariant($"row {row}"), new string('x', 40), row);
        }

        const string Provenance = """
            {"program": {"version": "1"}, "territory": {"name": "T"}, "parameters": {}, "attribution": ["A"]
            """;
        GeoPackageFile.Write(folder.Stage("geocohesion.gpkg"), [table], Provenance + "}", new DateOnly(2026, 1, 1));
        File.WriteAllText(folder.Stage(RunFolder.ManifestName), Provenance + ", \"outputs\": []}");
        folder.Publish();
    }
}
