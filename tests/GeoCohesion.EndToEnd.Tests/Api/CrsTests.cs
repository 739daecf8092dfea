using System.Globalization;
using System.Net;
using System.Text.Json;
using GeoCohesion.Data.Sources.Crs;

namespace GeoCohesion.EndToEnd.Tests.Api;

/// <summary>OGC API - Features, part 2 (OGC 18-058r1): coordinate systems by reference.</summary>
[Collection(ServedSampleCityCollection.Name)]
public class CrsTests(ServedSampleCity service)
{
    const string Crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
    const string Lambert93 = "http://www.opengis.net/def/crs/EPSG/0/2154";

    [Fact(DisplayName = "/req/crs/fc-md-crs-list, fc-md-storageCrs: CRS84 first, then the legal system; stored in CRS84")]
    public async Task Lists()
    {
        var collection = await service.Json("/collections/districts");
        Assert.Equal([Crs84, Lambert93], collection.GetProperty("crs").EnumerateArray().Select(crs => crs.GetString()));
        Assert.Equal(Crs84, collection.GetProperty("storageCrs").GetString());
        Assert.False((await service.Json("/collections/travel_times_walk")).TryGetProperty("crs", out _));
    }

    [Fact(DisplayName = "/req/crs/fc-crs-action, ogc-crs-header: coordinates come in the system asked for, and the header says so")]
    public async Task Crs()
    {
        var (_, plain, _) = await service.Get("/collections/places/items?limit=1");
        var (_, projected, _) = await service.Get($"/collections/places/items?limit=1&crs={Lambert93}");
        using (plain)
        using (projected)
        {
            Assert.Equal($"<{Crs84}>", Assert.Single(plain.Headers.GetValues("Content-Crs")));
            Assert.Equal($"<{Lambert93}>", Assert.Single(projected.Headers.GetValues("Content-Crs")));
        }

        var degrees = (await service.Json("/collections/places/items?limit=50")).GetProperty("features").EnumerateArray().ToArray();
        var meters = (await service.Json($"/collections/places/items?limit=50&crs={Lambert93}")).GetProperty("features").EnumerateArray().ToArray();
        for (var i = 0; i < degrees.Length; i++)
        {
            var (from, to) = (Position(degrees[i]), Position(meters[i]));
            var expected = CrsTransform.FromWgs84(2154).Apply(from.X, from.Y);
            Assert.InRange(Math.Abs(expected.X - to.X) + Math.Abs(expected.Y - to.Y), 0, 0.002);
        }

        var id = degrees[0].GetProperty("id").GetString()!;
        var alone = await service.Json($"/collections/places/items/{Uri.EscapeDataString(id)}?crs={Lambert93}");
        Assert.Equal(Position(meters[0]), Position(alone));
    }

    [Fact(DisplayName = "/req/crs/fc-bbox-crs-action: a box in metres finds what lies in it")]
    public async Task Bbox_crs()
    {
        var meters = (await service.Json($"/collections/places/items?limit=10000&crs={Lambert93}")).GetProperty("features").EnumerateArray().ToArray();
        var (west, south, east, north) = (698_000.0, 6_608_000.0, 701_000.0, 6_612_000.0);
        var expected = meters.Where(feature => Position(feature) is var (x, y) && x >= west && x <= east && y >= south && y <= north)
            .Select(feature => feature.GetProperty("id").GetString()!).ToArray();
        Assert.InRange(expected.Length, 5, meters.Length - 5);
        var box = string.Create(CultureInfo.InvariantCulture, $"{west},{south},{east},{north}");
        Assert.Equal(expected, ServedSampleCity.Ids(await service.Json($"/collections/places/items?limit=10000&bbox={box}&bbox-crs={Lambert93}")));
        var filter = Uri.EscapeDataString($"S_INTERSECTS(geometry, BBOX({box}))");
        Assert.Equal(expected, ServedSampleCity.Ids(await service.Json($"/collections/places/items?limit=10000&filter={filter}&filter-crs={Lambert93}")));
    }

    [Theory(DisplayName = "/req/crs/fc-bbox-crs-valid-value, fc-crs-valid-value: other systems, and boxes where a system is not defined, are refused")]
    [InlineData("crs=http://www.opengis.net/def/crs/EPSG/0/3857", "crs-not-offered")]
    [InlineData("bbox=1,2,3,4&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/4326", "crs-not-offered")]
    [InlineData("filter=code='x'&filter-crs=EPSG:2154", "crs-not-offered")]
    [InlineData("bbox=0,0,1e308,1e308&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/2154", "bbox-malformed")]
    [InlineData("bbox=2,1,1,2&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/2154", "bbox-malformed")]
    public async Task Refused(string query, string code) => await service.Refused($"/collections/districts/items?{query}", HttpStatusCode.BadRequest, code);

    static (double X, double Y) Position(JsonElement feature)
    {
        var coordinates = feature.GetProperty("geometry").GetProperty("coordinates");
        return (coordinates[0].GetDouble(), coordinates[1].GetDouble());
    }
}
