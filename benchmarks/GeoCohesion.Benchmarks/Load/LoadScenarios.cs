using System.Globalization;
using System.Text.Json;

namespace GeoCohesion.Benchmarks.Load;

/// <summary>A request.</summary>
/// <param name="Address">Path and parameters.</param>
/// <param name="Body">JSON of a POST; null for a GET.</param>
sealed record LoadRequest(string Address, string? Body = null);

/// <summary>What is asked for: addresses made from what the service says it has, the same ones each time.</summary>
static class LoadScenarios
{
    const int Seed = 7;
    const int AddressCount = 400;

    /// <summary>Requests by the name of the scenario.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<LoadRequest>>> Of(HttpClient client)
    {
        using var collection = JsonDocument.Parse(await client.GetStringAsync(new Uri("/collections/places", UriKind.Relative)));
        var box = collection.RootElement.GetProperty("extent").GetProperty("spatial").GetProperty("bbox")[0].EnumerateArray().Select(number => number.GetDouble()).ToArray();
        var (middleX, middleY) = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2);
        var random = new Random(Seed);
        var scenarios = new Dictionary<string, IReadOnlyList<LoadRequest>>
        {
            ["items"] = Many(() =>
            {
                var (x, y) = Place(1);
                return Get($"/collections/places/items?limit=100&bbox={x},{y},{x + 0.02},{y + 0.02}");
            }),
            ["tiles"] = Many(() =>
            {
                var (x, y) = Place(1);
                var matrix = random.Next(10, 16);
                return Get($"/collections/{(random.Next(2) == 0 ? "districts" : "places")}/tiles/WebMercatorQuad/{Tile(matrix, x, y)}");
            }),
        };
        using var network = await client.GetAsync(new Uri("/network", UriKind.Relative));
        if (!network.IsSuccessStatusCode)
        {
            return scenarios;
        }

        using var offered = JsonDocument.Parse(await network.Content.ReadAsStringAsync());
        scenarios["isochrone-walk"] = Many(() => Get($"/isochrones?locations={Place(0.5).X},{Place(0.5).Y}&mode=walk&range=1800"));
        if (offered.RootElement.TryGetProperty("transitModes", out var modes) && modes.GetArrayLength() > 0)
        {
            scenarios["isochrone-transit"] = Many(() => Get($"/isochrones?locations={Place(0.5).X},{Place(0.5).Y}&mode=transit&range=1800&departure=08:00"));
        }

        scenarios["travel-times-1x1000"] = Many(() => new LoadRequest(
            "/travel-times", $"{{\"origins\":\"{Point()}\",\"mode\":\"walk\",\"destinations\":\"{string.Join('|', Enumerable.Range(0, 1000).Select(_ => Point()))}\"}}"));
        return scenarios;

        List<LoadRequest> Many(Func<LoadRequest> request) => [.. Enumerable.Range(0, AddressCount).Select(_ => request())];

        string Point()
        {
            var (x, y) = Place(0.5);
            return string.Create(CultureInfo.InvariantCulture, $"{x},{y}");
        }

        (double X, double Y) Place(double share) =>
            (Math.Round(middleX + ((random.NextDouble() - 0.5) * share * (box[2] - box[0])), 5), Math.Round(middleY + ((random.NextDouble() - 0.5) * share * (box[3] - box[1])), 5));

        static LoadRequest Get(FormattableString address) => new(address.ToString(CultureInfo.InvariantCulture));
    }

    static string Tile(int matrix, double longitude, double latitude)
    {
        var size = 1 << matrix;
        var row = (int)((0.5 - (Math.Asinh(Math.Tan(latitude * Math.PI / 180)) / (2 * Math.PI))) * size);
        return string.Create(CultureInfo.InvariantCulture, $"{matrix}/{row}/{(int)(((longitude / 360) + 0.5) * size)}");
    }
}
