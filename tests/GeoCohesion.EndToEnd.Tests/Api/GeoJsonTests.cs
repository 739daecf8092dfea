using System.Globalization;
using System.Text.Json;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;

namespace GeoCohesion.EndToEnd.Tests.Api;

/// <summary>OGC API - Features, part 1, conformance class GeoJSON, and RFC 7946.</summary>
[Collection(ServedSampleCityCollection.Name)]
public sealed class GeoJsonTests(ServedSampleCity service)
{
    [Fact(DisplayName = "/req/geojson/definition, content: features are those of the run's own GeoJSON files, number for number")]
    public async Task Same_features_as_the_files()
    {
        foreach (var layer in new[] { "districts", "origins", "centralities", "travel_times_transit", "district_services" })
        {
            var served = await service.Json($"/collections/{layer}/items?limit=10000");
            var written = ServedSampleCity.Parse(await File.ReadAllTextAsync(service.Output.PathOf(layer + ".geojson"), TestContext.Current.CancellationToken));
            Assert.Equal("FeatureCollection", served.GetProperty("type").GetString());
            var (left, right) = (served.GetProperty("features").EnumerateArray().ToArray(), written.GetProperty("features").EnumerateArray().ToArray());
            Assert.Equal(right.Length, left.Length);
            for (var i = 0; i < left.Length; i++)
            {
                Assert.Equal("Feature", left[i].GetProperty("type").GetString());
                Assert.True(JsonElement.DeepEquals(left[i].GetProperty("properties"), right[i].GetProperty("properties")), $"{layer} {i}");
                Assert.True(SameGeometry(left[i].GetProperty("geometry"), right[i].GetProperty("geometry")), $"{layer} {i}");
            }
        }
    }

    // A layer of a GeoPackage has one type: a polygon among areas of several parts is one with a single part.
    static bool SameGeometry(JsonElement served, JsonElement written) =>
        served.ValueKind != JsonValueKind.Null && served.GetProperty("type").GetString() == "MultiPolygon" && written.GetProperty("type").GetString() == "Polygon"
            ? served.GetProperty("coordinates").GetArrayLength() == 1 && JsonElement.DeepEquals(served.GetProperty("coordinates")[0], written.GetProperty("coordinates"))
            : JsonElement.DeepEquals(served, written);

    [Fact(DisplayName = "/req/geojson/conformance: coordinates have at most 7 digits, exterior rings run counter-clockwise, ids are there once")]
    public async Task Rfc_7946()
    {
        var areas = 0;
        foreach (var layer in new[] { "districts", "origins", "places", "district_centralities" })
        {
            var items = await service.Json($"/collections/{layer}/items?limit=10000");
            var ids = ServedSampleCity.Ids(items);
            Assert.Equal(ids.Length, ids.Distinct().Count());
            foreach (var geometry in items.GetProperty("features").EnumerateArray().Select(feature => feature.GetProperty("geometry")))
            {
                Numbers(geometry.GetProperty("coordinates"));
                if (geometry.GetProperty("type").GetString() == "MultiPolygon")
                {
                    areas++;
                    Assert.All(geometry.GetProperty("coordinates").EnumerateArray(), polygon => Assert.True(Orientation.IsCCW(Ring(polygon[0]))));
                }
            }
        }

        Assert.InRange(areas, 50, int.MaxValue);

        static void Numbers(JsonElement value)
        {
            if (value.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in value.EnumerateArray())
                {
                    Numbers(item);
                }

                return;
            }

            var text = value.GetRawText();
            Assert.True(!text.Contains('.', StringComparison.Ordinal) || text.Length - text.IndexOf('.', StringComparison.Ordinal) - 1 <= 7, text);
            Assert.InRange(double.Parse(text, CultureInfo.InvariantCulture), -180, 180);
        }

        static Coordinate[] Ring(JsonElement ring) => [.. ring.EnumerateArray().Select(position => new Coordinate(position[0].GetDouble(), position[1].GetDouble()))];
    }

    [Fact(DisplayName = "/req/geojson/content: rows of a table without geometry are features whose geometry is null")]
    public async Task Tables()
    {
        var items = await service.Json("/collections/travel_times_walk/items?limit=2");
        Assert.All(items.GetProperty("features").EnumerateArray(), feature =>
        {
            Assert.Equal(JsonValueKind.Null, feature.GetProperty("geometry").ValueKind);
            Assert.Equal("centrality", feature.GetProperty("properties").GetProperty("target_kind").GetString());
        });
        Assert.Equal(["1", "2"], ServedSampleCity.Ids(items));
    }
}
