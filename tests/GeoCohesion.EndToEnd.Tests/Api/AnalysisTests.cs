using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;

namespace GeoCohesion.EndToEnd.Tests.Api;

/// <summary>What is computed on demand: it agrees with itself, with the run, and refuses what it cannot do.</summary>
[Collection(ServedSampleCityCollection.Name)]
public class AnalysisTests(ServedSampleCity service)
{
    const double Resolution = 0.0006;

    [Fact]
    public async Task Network_tells_modes_days_and_window()
    {
        var network = await service.Json("/network");

        Assert.Equal(["bicycle", "car", "walk"], Texts(network, "streetModes"));
        Assert.Equal(["transit"], Texts(network, "transitModes"));
        Assert.Equal("2026-03-10", network.GetProperty("dates")[0].GetProperty("date").GetString());
        Assert.True(network.GetProperty("dates")[0].GetProperty("main").GetBoolean());
        Assert.Equal("07:00", network.GetProperty("window").GetProperty("from").GetString());
    }

    [Theory]
    [InlineData("walk", "")]
    [InlineData("bicycle", "")]
    [InlineData("transit", "&from=07:00&to=08:00&rule=median")]
    [InlineData("transit", "&departure=08:10&date=2026-03-07")]
    public async Task A_point_is_within_an_isochrone_if_and_only_if_its_travel_time_is_within_the_limit(string mode, string more)
    {
        const int Limit = 1500;
        var origin = await FirstOrigin();
        var area = await service.Json($"/isochrones?locations={origin}&mode={mode}&range={Limit}{more}");
        var shape = Shape(area.GetProperty("features")[0].GetProperty("geometry"));
        var random = new Random(20261122);
        var box = shape.EnvelopeInternal;
        box.ExpandBy(0.005);
        var points = Enumerable.Range(0, 400)
            .Select(_ => new Coordinate(Math.Round(box.MinX + (random.NextDouble() * box.Width), 7), Math.Round(box.MinY + (random.NextDouble() * box.Height), 7)))
            .ToArray();
        var destinations = string.Join('|', points.Select(Text));
        var times = (await Post("/travel-times", $$"""{"origins":"{{origin}}","destinations":"{{destinations}}","mode":"{{mode}}"{{InBody(more)}}}""")).GetProperty("travelTimesSeconds")[0];
        var boundary = shape.Boundary;
        var locator = new IndexedPointInAreaLocator(shape);
        var (inside, outside) = (0, 0);
        for (var i = 0; i < points.Length; i++)
        {
            // Closer to the outline than one step of the grid it may be either.
            if (boundary.IsWithinDistance(new Point(points[i]), Resolution))
            {
                continue;
            }

            var isWithin = times[i].ValueKind == JsonValueKind.Number && times[i].GetInt32() <= Limit;
            if (isWithin && await DistanceToStreet(points[i], mode) > 100)
            {
                // An area keeps to streets: the tolerance is 100 m.
                continue;
            }

            var isInside = locator.Locate(points[i]) != Location.Exterior;
            Assert.True(isInside == isWithin, $"{mode}{more} seed 20261122, {Text(points[i])}: inside {isInside}, {times[i]} s");
            (inside, outside) = (inside + (isInside ? 1 : 0), outside + (isInside ? 0 : 1));
        }

        Assert.True(inside >= 20 && outside >= 20, $"{inside} inside, {outside} outside");
    }

    [Fact]
    public async Task Profile_matrix_and_journey_agree()
    {
        var (origin, centrality) = (await FirstOrigin(), await FirstCentrality());
        var profile = await service.Json($"/profile?from={origin}&to={centrality}");
        foreach (var (rule, member) in new[] { ("best", "best"), ("median", "median"), ("p85", "p85"), ("worst", "worst") })
        {
            var times = await service.Json($"/travel-times?origins={origin}&destinations={centrality}&mode=transit&rule={rule}");
            Assert.Equal(profile.GetProperty(member).GetInt32(), times.GetProperty("travelTimesSeconds")[0][0].GetInt32());
        }

        foreach (var clock in new[] { "07:00", "07:31", "08:59" })
        {
            var second = (int)TimeSpan.Parse(clock, CultureInfo.InvariantCulture).TotalSeconds;
            var piece = profile.GetProperty("pieces").EnumerateArray().Single(one => one.GetProperty("fromSeconds").GetInt32() <= second && second <= one.GetProperty("toSeconds").GetInt32());
            var expected = piece.TryGetProperty("arrivalSeconds", out var arrival) ? arrival.GetInt32() - second : piece.GetProperty("travelTimeSecondsAtFrom").GetInt32();
            var journey = await service.Json($"/journey?from={origin}&to={centrality}&departure={clock}");
            Assert.Equal(expected, journey.GetProperty("travelTimeSeconds").GetInt32());
            var legs = journey.GetProperty("legs").EnumerateArray().ToArray();
            Assert.Equal(second, legs[0].GetProperty("departureSeconds").GetInt32());
            Assert.All(legs.Zip(legs.Skip(1)), pair => Assert.Equal(pair.First.GetProperty("arrivalSeconds").GetInt32(), pair.Second.GetProperty("departureSeconds").GetInt32()));
        }
    }

    [Fact]
    public async Task Times_of_the_run_are_found_again()
    {
        var rows = await service.Json("/collections/travel_times_walk/items?limit=400&target_kind=centrality");
        var checkedRows = 0;
        foreach (var row in rows.GetProperty("features").EnumerateArray().Take(20))
        {
            var values = row.GetProperty("properties");
            var times = await service.Json(
                $"/travel-times?origins_collection=origins&origins_ids={Uri.EscapeDataString(values.GetProperty("origin").GetString()!)}"
                + $"&destinations_collection=centralities&destinations_ids={Uri.EscapeDataString(values.GetProperty("target").GetString()!)}&mode=walk");
            var live = times.GetProperty("travelTimesSeconds")[0][0];

            // The run looks no farther than its own longest walk.
            if (values.GetProperty("seconds").ValueKind == JsonValueKind.Number)
            {
                Assert.Equal(values.GetProperty("seconds").GetInt32(), live.GetInt32());
                checkedRows++;
            }
        }

        Assert.True(checkedRows >= 5, $"{checkedRows} rows");
    }

    [Fact]
    public async Task A_district_reaches_at_least_what_one_of_its_cells_reaches_and_counts_its_residents()
    {
        var district = (await service.Json("/collections/districts/items?limit=1")).GetProperty("features")[0];
        var code = district.GetProperty("properties").GetProperty("code").GetString();
        var areas = await service.Json($"/isochrones?district={code}&range=600&mode=walk&attributes=area,population,places");
        var properties = areas.GetProperty("features")[0].GetProperty("properties");

        Assert.True(properties.GetProperty("priority_pop").GetDouble() >= district.GetProperty("properties").GetProperty("residents").GetDouble() - 1);
        Assert.True(properties.GetProperty("total_pop").GetDouble() >= properties.GetProperty("priority_pop").GetDouble());
        Assert.True(properties.GetProperty("area").GetDouble() > 100_000);
        Assert.True(properties.GetProperty("places").EnumerateObject().Sum(entry => entry.Value.GetInt32()) > 0);
        var stored = (await service.Json($"/collections/isochrones/items?limit=1&district={code}&mode=walk&limit_s=600")).GetProperty("features")[0];
        var (kept, live) = (Shape(stored.GetProperty("geometry")), Shape(areas.GetProperty("features")[0].GetProperty("geometry")));

        // Cells stand in the run's tables with seven digits.
        Assert.InRange(kept.SymmetricDifference(live).Area / kept.Area, 0, 0.002);
    }

    [Theory]
    [InlineData("walk", "")]
    [InlineData("transit", "&from=07:30&to=08:30&rule=median")]
    [InlineData("transit", "&departure=08:00&location_type=destination")]
    public async Task Streets_reached_come_as_lines_or_as_the_ground_beside_them(string mode, string more)
    {
        var origin = await FirstOrigin();
        var asked = $"/isochrones?locations={origin}&mode={mode}&range=600,1200&geometry=network{more}";
        var lines = (await service.Json(asked)).GetProperty("features").EnumerateArray().ToArray();
        var answer = await service.Json(asked + "&buffer=20&attributes=area");
        Assert.Equal(20, answer.GetProperty("metadata").GetProperty("bufferMeters").GetDouble());
        var areas = answer.GetProperty("features").EnumerateArray().ToArray();
        Assert.Equal([1200, 600], areas.Select(area => area.GetProperty("properties").GetProperty("value").GetInt32()));
        foreach (var area in areas)
        {
            var limit = area.GetProperty("properties").GetProperty("value").GetInt32();
            var shape = Shape(area.GetProperty("geometry"));
            Assert.True(shape.IsValid);
            Assert.True(area.GetProperty("properties").GetProperty("area").GetDouble() > 1000);
            var locator = new IndexedPointInAreaLocator(shape);
            foreach (var line in lines.Where(line => line.GetProperty("properties").GetProperty("value").GetInt32() <= limit))
            {
                var seconds = line.GetProperty("properties");
                Assert.True(Math.Max(seconds.GetProperty("from_s").GetDouble(), seconds.GetProperty("to_s").GetDouble()) <= limit);
                var end = line.GetProperty("geometry").GetProperty("coordinates")[0];
                var point = new Coordinate(end[0].GetDouble(), end[1].GetDouble());
                Assert.Equal(Location.Interior, locator.Locate(point));
            }

            var reached = lines.Count(line => line.GetProperty("properties").GetProperty("value").GetInt32() <= limit);
            Assert.True(reached > 5, $"{reached} streets");
        }
    }

    [Fact]
    public async Task Rings_come_apart_and_the_largest_area_comes_first()
    {
        var origin = await FirstOrigin();
        var areas = (await service.Json($"/isochrones?locations={origin}&range=900&interval=300&rings=true")).GetProperty("features").EnumerateArray().ToArray();

        Assert.Equal([900, 600, 300], areas.Select(area => area.GetProperty("properties").GetProperty("value").GetInt32()));
        var shapes = areas.Select(area => Shape(area.GetProperty("geometry"))).ToArray();
        Assert.Equal(0, shapes[0].Intersection(shapes[1]).Area, 12);
        Assert.All(shapes, shape => Assert.True(shape.IsValid));
    }

    [Theory]
    [InlineData("/isochrones?locations=2.99,46.6", 400, "parameter-missing", "range")]
    [InlineData("/isochrones?locations=2.99&range=300", 400, "parameter-malformed", "LON,LAT")]
    [InlineData("/isochrones?locations=2.99,46.6&range=1e3", 400, "parameter-malformed", "1 to 5400")]
    [InlineData("/isochrones?locations=2.99,46.6&range=99999", 400, "parameter-malformed", "5400")]
    [InlineData("/isochrones?locations=2.99,46.6&range=300&minutes=5", 400, "parameter-unknown", "minutes")]
    [InlineData("/isochrones?locations=2.99,46.6&range=300&mode=horse", 400, "parameter-malformed", "walk")]
    [InlineData("/isochrones?locations=2.99,46.6&range=300&rule=median", 400, "parameter-malformed", "public transport")]
    [InlineData("/isochrones?locations=2.99,46.6&range=300&mode=transit&date=2020-01-01", 400, "parameter-malformed", "2026-03-10")]
    [InlineData("/isochrones?locations=2.99,46.6&range=300&mode=transit&departure=25", 400, "parameter-malformed", "08:00")]
    [InlineData("/isochrones?locations=2.99,46.6&range=300&mode=transit&departure=08:00&from=07:00&to=08:00", 400, "parameter-malformed", "either")]
    [InlineData("/isochrones?locations=2.99,46.6&range=300&mode=transit&from=09:00&to=08:00", 400, "parameter-malformed", "after")]
    [InlineData("/isochrones?locations=9,9&range=300", 400, "point-not-snapped", "500 m")]
    [InlineData("/isochrones?locations=2.99,46.6&range=300&buffer=20", 400, "parameter-malformed", "geometry=network")]
    [InlineData("/isochrones?locations=2.99,46.6&range=300&geometry=network&buffer=501", 400, "parameter-malformed", "1 to 500")]
    [InlineData("/isochrones?locations=2.99,46.6&range=300&geometry=network&buffer=20&attributes=places", 400, "parameter-malformed", "only the area")]
    [InlineData("/isochrones?district=NONE&range=300", 404, "district-unknown", "NONE")]
    [InlineData("/travel-times?origins=2.99,46.6&destinations_collection=places&destinations_ids=none", 404, "feature-unknown", "none")]
    [InlineData("/travel-times?origins=2.99,46.6", 400, "parameter-missing", "destinations")]
    [InlineData("/profile?from=2.99,46.6&to=3,46.6&mode=walk", 400, "parameter-malformed", "transit")]
    [InlineData("/journey?from=2.99,46.6&to=3,46.6", 400, "parameter-missing", "departure")]
    [InlineData("/snap?location=9,9", 404, "point-not-snapped", "9,9")]
    public async Task What_cannot_be_computed_is_refused_with_a_sentence(string address, int status, string code, string words)
    {
        var (got, response, body) = await service.Get(address);
        using (response)
        {
            Assert.Equal((HttpStatusCode)status, got);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
            Assert.Contains($"\"code\":\"{code}\"", body, StringComparison.Ordinal);
            Assert.Contains(words, body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Too_many_points_are_refused_and_bodies_that_are_no_JSON()
    {
        var many = string.Join('|', Enumerable.Repeat("2.99,46.6", 101));
        Assert.Equal(413, await Status("/isochrones", $$"""{"locations":"{{many}}","range":300}""", "application/json"));
        var row = string.Join('|', Enumerable.Repeat("2.99,46.6", 400));
        Assert.Equal(413, await Status("/travel-times", $$"""{"origins":"{{row}}","destinations":"{{row}}"}""", "application/json"));
        Assert.Equal(400, await Status("/isochrones", "{\"locations\":", "application/json"));
        Assert.Equal(400, await Status("/isochrones", "[1]", "application/json"));
        Assert.Equal(400, await Status("/isochrones", """{"locations":"\ud800","range":300}""", "application/json"));
        Assert.Equal(400, await Status("/isochrones", """{"\udc00":1}""", "application/json"));
        Assert.Equal(400, await Status("/isochrones", """{"locations":{"x":1},"range":300}""", "application/json"));
        Assert.Equal(415, await Status("/isochrones", "locations=2.99,46.6", "application/x-www-form-urlencoded"));
    }

    [Fact]
    public async Task Pages_of_an_allowed_origin_may_post()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/isochrones");
        request.Headers.Add("Origin", "https://carte.example.fr");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type");
        using var response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Contains("POST", string.Join(',', response.Headers.GetValues("Access-Control-Allow-Methods")), StringComparison.Ordinal);
        Assert.Contains("content-type", string.Join(',', response.Headers.GetValues("Access-Control-Allow-Headers")), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("travel-times", "district_centralities")]
    [InlineData("services", "district_services")]
    public async Task Tables_have_short_names_too(string name, string table)
    {
        var (one, other) = (await service.Json($"/collections/{name}/items?limit=2"), await service.Json($"/collections/{table}/items?limit=2"));

        Assert.Equal(ServedSampleCity.Ids(other), ServedSampleCity.Ids(one));
        Assert.Equal(table, (await service.Json($"/collections/{name}")).GetProperty("id").GetString());
    }

    async Task<int> Status(string address, string body, string mediaType)
    {
        using var content = new StringContent(body, Encoding.UTF8, mediaType);
        using var response = await service.Client.PostAsync(new Uri(address, UriKind.Relative), content, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    async Task<JsonElement> Post(string address, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await service.Client.PostAsync(new Uri(address, UriKind.Relative), content, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    async Task<double> DistanceToStreet(Coordinate point, string mode)
    {
        var (status, response, body) = await service.Get($"/snap?location={Text(point)}&mode={(mode == "transit" ? "walk" : mode)}");
        using (response)
        {
            return status == HttpStatusCode.OK ? JsonDocument.Parse(body).RootElement.GetProperty("distanceMeters").GetDouble() : double.PositiveInfinity;
        }
    }

    async Task<string> FirstOrigin()
    {
        var values = (await service.Json("/collections/origins/items?limit=1")).GetProperty("features")[0].GetProperty("properties");
        return string.Create(CultureInfo.InvariantCulture, $"{values.GetProperty("lon").GetDouble()},{values.GetProperty("lat").GetDouble()}");
    }

    async Task<string> FirstCentrality()
    {
        var point = (await service.Json("/collections/centralities/items?limit=1")).GetProperty("features")[0].GetProperty("geometry").GetProperty("coordinates");
        return string.Create(CultureInfo.InvariantCulture, $"{point[0].GetDouble()},{point[1].GetDouble()}");
    }

    static string InBody(string parameters) => string.Concat(parameters.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(parameter => parameter.Split('=')).Select(pair => $",\"{pair[0]}\":\"{pair[1]}\""));

    static string Text(Coordinate point) => string.Create(CultureInfo.InvariantCulture, $"{point.X},{point.Y}");

    static IEnumerable<string?> Texts(JsonElement element, string member) => element.GetProperty(member).EnumerateArray().Select(text => text.GetString());

    static MultiPolygon Shape(JsonElement geometry)
    {
        Assert.Equal("MultiPolygon", geometry.GetProperty("type").GetString());
        var factory = GeometryFactory.Default;
        return factory.CreateMultiPolygon(
        [
            .. geometry.GetProperty("coordinates").EnumerateArray().Select(polygon =>
            {
                var rings = polygon.EnumerateArray().Select(ring => factory.CreateLinearRing(
                    [.. ring.EnumerateArray().Select(point => new Coordinate(point[0].GetDouble(), point[1].GetDouble()))])).ToArray();
                return factory.CreatePolygon(rings[0], rings[1..]);
            }),
        ]);
    }
}
