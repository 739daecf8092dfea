using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using GeoCohesion.Api;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Formats.Tiles;
using GeoCohesion.Data.Stores;
using GeoCohesion.Testing;
using NetTopologySuite.Geometries;

namespace GeoCohesion.EndToEnd.Tests.Api;

/// <summary>OGC API - Tiles, part 1 (OGC 20-057): core, tileset, tilesets list, geodata tilesets and vector tiles, requirement by requirement.</summary>
[Collection(ServedSampleCityCollection.Name)]
public sealed class TileTests(ServedSampleCity service)
{
    const string MediaType = "application/vnd.mapbox-vector-tile";

    // The tile of matrix 11 with most of Aurelmont (3 degrees east, 46.6 north).
    static readonly WebMercatorTile s_city = new(11, 723, 1041);

    [Fact(DisplayName = "/req/core/tc-op, tc-success: a tile holds the features that meet it, each in its place within a unit of the grid")]
    public async Task Features_of_a_tile()
    {
        foreach (var (collection, query) in new[] { ("districts", ""), ("places", ""), ("origins", "?f=mvt"), ("areas", "") })
        {
            var shown = 0;
            foreach (var tile in new[] { s_city, new(13, 2894, 4164), new(13, 2895, 4163), new(8, 90, 130), new(0, 0, 0) })
            {
                var (name, features) = await Tile(collection, tile, query);
                Assert.Equal(collection, name);
                var box = tile.DegreesWithBuffer;
                var bbox = string.Create(CultureInfo.InvariantCulture, $"{box.MinX:R},{box.MinY:R},{box.MaxX:R},{box.MaxY:R}");
                var items = (await service.Json($"/collections/{collection}/items?limit=10000&bbox={bbox}")).GetProperty("features").EnumerateArray().ToList();
                var frame = new GeometryFactory().ToGeometry(new Envelope(-64, 4160, -64, 4160));
                var read = features.ToDictionary(feature => (string)feature.Properties.First().Value);
                Assert.Equal(features.Count, read.Count);
                foreach (var item in items)
                {
                    var exact = frame.Intersection(OnTile(item.GetProperty("geometry"), tile));
                    if (read.Remove(item.GetProperty("id").GetString()!, out var feature))
                    {
                        Assert.True(feature.Geometry.IsValid, item.GetProperty("id").GetString());
                        Assert.True(exact.Buffer(1.01).Covers(feature.Geometry), item.GetProperty("id").GetString());
                        Assert.All(feature.Properties, property => Assert.Equal(item.GetProperty("properties").GetProperty(property.Key).ToString(), Text(property.Value)));
                        shown++;
                    }
                    else
                    {
                        Assert.True(exact.Dimension == Dimension.Surface && exact.Buffer(-1).IsEmpty, $"{collection} {tile} {item.GetProperty("id")}");
                    }
                }

                Assert.Empty(read);
            }

            Assert.InRange(shown, 3, 10_000);
        }
    }

    [Fact(DisplayName = "/req/core/tc-error: a tile without data has no content")]
    public async Task Empty_tile()
    {
        using var response = await service.Client.GetAsync(new Uri("/collections/districts/tiles/WebMercatorQuad/5/0/0", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.NotNull(response.Headers.ETag);
    }

    [Theory(DisplayName = "/req/core/tc-error: what is outside the tile matrix set is not found, and nonsense is refused")]
    [InlineData("districts/tiles/WebMercatorQuad/25/0/0", HttpStatusCode.NotFound, "tile-unknown")]
    [InlineData("districts/tiles/WebMercatorQuad/3/8/0", HttpStatusCode.NotFound, "tile-unknown")]
    [InlineData("districts/tiles/WebMercatorQuad/3/0/8", HttpStatusCode.NotFound, "tile-unknown")]
    [InlineData("districts/tiles/WebMercatorQuad/99999999999999999999/0/0", HttpStatusCode.NotFound, "tile-unknown")]
    [InlineData("districts/tiles/WebMercatorQuad/3/-1/0", HttpStatusCode.BadRequest, "tile-malformed")]
    [InlineData("districts/tiles/WebMercatorQuad/x/0/0", HttpStatusCode.BadRequest, "tile-malformed")]
    [InlineData("districts/tiles/WebMercatorQuad/3/1.5/0", HttpStatusCode.BadRequest, "tile-malformed")]
    [InlineData("districts/tiles/WebMercatorQuad/3/1/0?x=1", HttpStatusCode.BadRequest, "parameter-unknown")]
    [InlineData("districts/tiles/WebMercatorQuad/3/1/0?f=png", HttpStatusCode.BadRequest, "format-unknown")]
    [InlineData("districts/tiles/WebMercatorQuad/3/1/0?properties=code,nothing", HttpStatusCode.BadRequest, "tile-property-unknown")]
    [InlineData("districts/tiles/WorldCRS84Quad/3/1/0", HttpStatusCode.NotFound, "tile-matrix-set-unknown")]
    [InlineData("districts/tiles/WorldCRS84Quad", HttpStatusCode.NotFound, "tile-matrix-set-unknown")]
    [InlineData("nothing/tiles/WebMercatorQuad/3/1/0", HttpStatusCode.NotFound, "collection-unknown")]
    [InlineData("travel_times_walk/tiles/WebMercatorQuad/3/1/0", HttpStatusCode.NotFound, "tiles-not-offered")]
    [InlineData("travel_times_walk/tiles", HttpStatusCode.NotFound, "tiles-not-offered")]
    [InlineData("districts/tiles?f=html", HttpStatusCode.BadRequest, "format-unknown")]
    public async Task Refused_tiles(string address, HttpStatusCode status, string code) => await service.Refused($"/collections/{address}", status, code);

    [Fact(DisplayName = "/req/mvt/content: the media type is that of vector tiles, by f, by Accept and for those who do not care; others are not acceptable")]
    public async Task Media_type()
    {
        var address = Address("districts", s_city);
        foreach (var accept in new[] { MediaType, "*/*", "application/x-protobuf", "text/html,application/xml;q=0.9,*/*;q=0.8" })
        {
            var (status, response, _) = await service.Get(address, ("Accept", accept));
            using (response)
            {
                Assert.Equal((HttpStatusCode.OK, MediaType), (status, response.Content.Headers.ContentType?.MediaType));
            }
        }

        await service.Refused(address, HttpStatusCode.NotAcceptable, "format-not-acceptable", ("Accept", "application/json"));
    }

    [Fact]
    public async Task A_tile_is_not_sent_again_while_the_run_is_the_same_and_comes_compressed_for_those_who_ask()
    {
        var address = Address("places", s_city);
        var (_, first, _) = await service.Get(address);
        using (first)
        {
            var (status, again, body) = await service.Get(address, ("If-None-Match", first.Headers.ETag!.ToString()));
            using (again)
            {
                Assert.Equal((HttpStatusCode.NotModified, ""), (status, body));
            }

            var (_, gzip, _) = await service.Get(address, ("Accept-Encoding", "gzip"));
            using (gzip)
            {
                Assert.Equal(["gzip"], gzip.Content.Headers.ContentEncoding);
            }
        }

        using var head = await service.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, address), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
    }

    [Fact]
    public async Task Features_have_the_properties_that_are_asked_for()
    {
        Assert.All((await Tile("districts", s_city, "?properties=verdict,code")).Features, feature => Assert.Equal(["code", "verdict"], feature.Properties.Keys));
        Assert.All((await Tile("districts", s_city, "?properties=")).Features, feature => Assert.Empty(feature.Properties));
        Assert.All((await Tile("districts", s_city, "")).Features, feature => Assert.InRange(feature.Properties.Count, 10, 16));
    }

    [Fact(DisplayName = "/req/geodata-tilesets/desc-links, /req/tilesets-list/tileset-links: from the collection to its tilesets, from these to all they need")]
    public async Task Tilesets()
    {
        var collection = await service.Json("/collections/districts");
        var list = await service.Json(Assert.Single(ServedSampleCity.Links(collection, "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector")));
        var tileset = Assert.Single(list.GetProperty("tilesets").EnumerateArray());
        Assert.Equal("vector", tileset.GetProperty("dataType").GetString());
        Assert.Equal("http://www.opengis.net/def/crs/EPSG/0/3857", tileset.GetProperty("crs").GetString());
        Assert.Equal("http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad", tileset.GetProperty("tileMatrixSetURI").GetString());
        var self = Assert.Single(ServedSampleCity.Links(tileset, "self"));
        Assert.EndsWith("/collections/districts/tiles/WebMercatorQuad", self, StringComparison.Ordinal);
        var scheme = await service.Json(Assert.Single(ServedSampleCity.Links(tileset, "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme")));
        Assert.Equal("WebMercatorQuad", scheme.GetProperty("id").GetString());
        Assert.Empty(ServedSampleCity.Links(await service.Json("/collections/travel_times_walk"), "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"));
    }

    [Fact(DisplayName = "/req/tileset/description: the metadata names the tile matrix set, the layer with its properties, and a template of tiles")]
    public async Task Tileset()
    {
        var tileset = await service.Json("/collections/districts/tiles/WebMercatorQuad");
        var layer = Assert.Single(tileset.GetProperty("layers").EnumerateArray());
        Assert.Equal(("districts", 2), (layer.GetProperty("id").GetString(), layer.GetProperty("geometryDimension").GetInt32()));
        Assert.Equal("string", layer.GetProperty("propertiesSchema").GetProperty("properties").GetProperty("verdict").GetProperty("type").GetString());
        Assert.Contains("OpenStreetMap", tileset.GetProperty("attribution").GetString(), StringComparison.Ordinal);
        var item = Assert.Single(tileset.GetProperty("links").EnumerateArray(), link => link.GetProperty("rel").GetString() == "item");
        Assert.True(item.GetProperty("templated").GetBoolean());
        Assert.Equal(MediaType, item.GetProperty("type").GetString());
        var address = item.GetProperty("href").GetString()!.Replace("{tileMatrix}", "11", StringComparison.Ordinal).Replace("{tileRow}", "723", StringComparison.Ordinal).Replace("{tileCol}", "1041", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await service.Get(address)).Status);

        var tileJson = await service.Json("/collections/districts/tiles/WebMercatorQuad?f=tilejson");
        Assert.Equal("3.0.0", tileJson.GetProperty("tilejson").GetString());
        Assert.Contains("/11/723/1041", tileJson.GetProperty("tiles")[0].GetString()!.Replace("{z}/{y}/{x}", "11/723/1041", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("districts", tileJson.GetProperty("vector_layers")[0].GetProperty("id").GetString());
        Assert.Equal(4, tileJson.GetProperty("bounds").GetArrayLength());
    }

    [Fact(DisplayName = "OGC 17-083r4, annex D.1: the tile matrix set is WebMercatorQuad to its last figure")]
    public async Task Tile_matrix_set()
    {
        var landing = await service.Json("/?f=json");
        var sets = await service.Json(Assert.Single(ServedSampleCity.Links(landing, "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes")));
        var set = await service.Json(Assert.Single(ServedSampleCity.Links(sets.GetProperty("tileMatrixSets")[0], "self")));
        var matrices = set.GetProperty("tileMatrices").EnumerateArray().ToArray();
        Assert.Equal(25, matrices.Length);

        // As printed in the standard, which has 15 digits.
        foreach (var (z, scale, cell) in new[] { (0, 559082264.028717, 156543.033928041), (12, 136494.693366386, 38.2185141425881), (24, 33.3238997476529, 0.0093306919293428) })
        {
            Assert.Equal(1, matrices[z].GetProperty("scaleDenominator").GetDouble() / scale, 1e-12);
            Assert.Equal(1, matrices[z].GetProperty("cellSize").GetDouble() / cell, 1e-12);
            Assert.Equal(1 << z, matrices[z].GetProperty("matrixWidth").GetInt32());
        }

        Assert.Equal(-20037508.3427892, matrices[0].GetProperty("pointOfOrigin")[0].GetDouble(), 1e-6);
        Assert.Equal(20037508.3427892, matrices[0].GetProperty("pointOfOrigin")[1].GetDouble(), 1e-6);
    }

    [Fact]
    public async Task A_tile_with_too_many_features_leaves_out_the_smallest_and_says_how_many()
    {
        using var folder = new TempFolder();
        Publish(folder.Path);
        await using var crowded = ResultService.Build(new RunResults(folder.Path), new ServiceOptions());
        await crowded.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(crowded.Urls.Single()) };
        using var whole = await client.GetAsync(new Uri("/collections/squares/tiles/WebMercatorQuad/1/0/1", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("2000", Assert.Single(whole.Headers.GetValues("GeoCohesion-Features-Left-Out")));
        var kept = VectorTileReading.Read(await whole.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Features;
        Assert.Equal(10_000, kept.Count);
        Assert.All(kept, feature => Assert.Equal(true, feature.Properties["big"]));

        // Nearer, all are there.
        using var near = await client.GetAsync(new Uri("/collections/squares/tiles/WebMercatorQuad/4/7/8", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, near.StatusCode);
        Assert.False(near.Headers.Contains("GeoCohesion-Features-Left-Out"));
    }

    [Fact]
    public async Task GDAL_reads_the_tiles()
    {
        using var folder = new TempFolder();
        var file = folder.Combine("1041.mvt");
        await File.WriteAllBytesAsync(file, await service.Client.GetByteArrayAsync(new Uri(Address("districts", s_city), UriKind.Relative), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        Process ogr;
        try
        {
            ogr = Process.Start(new ProcessStartInfo("ogr2ogr",
                ["-f", "GeoJSON", "/vsistdout/", "MVT:" + file, "-oo", "X=1041", "-oo", "Y=723", "-oo", "Z=11", "-oo", "CLIP=NO", "-oo", "METADATA_FILE=", "-t_srs", "EPSG:4326"])
            { RedirectStandardOutput = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("ogr2ogr (Debian package gdal-bin) is not on this machine");
            return;
        }

        using (ogr)
        {
            using var read = await JsonDocument.ParseAsync(ogr.StandardOutput.BaseStream, default, TestContext.Current.CancellationToken);
            await ogr.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, ogr.ExitCode);
            var features = read.RootElement.GetProperty("features").EnumerateArray().ToDictionary(feature => feature.GetProperty("properties").GetProperty("code").GetString()!);
            var items = (await service.Json("/collections/districts/items?limit=100")).GetProperty("features").EnumerateArray().ToList();
            Assert.InRange(features.Count, 2, items.Count);
            foreach (var item in items.Where(item => features.ContainsKey(item.GetProperty("id").GetString()!)))
            {
                var feature = features[item.GetProperty("id").GetString()!];
                Assert.Equal(item.GetProperty("properties").GetProperty("verdict").GetString(), feature.GetProperty("properties").GetProperty("verdict").GetString());
                Assert.Equal(item.GetProperty("properties").GetProperty("residents").GetDouble(), feature.GetProperty("properties").GetProperty("residents").GetDouble());
                Assert.True(OnTile(item.GetProperty("geometry"), s_city).Buffer(1.01).Covers(OnTile(feature.GetProperty("geometry"), s_city)));
            }
        }
    }

    async Task<(string Name, IReadOnlyList<TileFeature> Features)> Tile(string collection, WebMercatorTile tile, string query)
    {
        using var response = await service.Client.GetAsync(new Uri(Address(collection, tile) + query, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.NoContent, $"{collection} {tile}: {response.StatusCode}");
        return response.StatusCode == HttpStatusCode.NoContent ? (collection, []) : VectorTileReading.Read(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    static string Address(string collection, WebMercatorTile tile) =>
        FormattableString.Invariant($"/collections/{collection}/tiles/WebMercatorQuad/{tile.Matrix}/{tile.Row}/{tile.Column}");

    static string Text(object value) => value switch
    {
        bool flag => flag ? "True" : "False",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => (string)value,
    };

    static Geometry OnTile(JsonElement geometry, WebMercatorTile tile)
    {
        var factory = new GeometryFactory();
        var coordinates = geometry.GetProperty("coordinates");
        return geometry.GetProperty("type").GetString() switch
        {
            "Point" => factory.CreatePoint(Position(coordinates)),
            "Polygon" => Polygon(coordinates),
            "MultiPolygon" => factory.CreateMultiPolygon([.. coordinates.EnumerateArray().Select(Polygon)]),
            var other => throw new InvalidDataException(other),
        };

        Polygon Polygon(JsonElement rings)
        {
            var all = rings.EnumerateArray().Select(ring => factory.CreateLinearRing([.. ring.EnumerateArray().Select(Position)])).ToArray();
            return factory.CreatePolygon(all[0], all[1..]);
        }

        Coordinate Position(JsonElement position) => tile.ToTile(position[0].GetDouble(), position[1].GetDouble());
    }

    static void Publish(string path)
    {
        using var folder = RunFolder.Open(path);
        var table = new ResultTable("squares", "Carrés", [ResultColumn.Text("id", "Id"), ResultColumn.Flag("big", "Big")], "Polygon");
        var factory = new GeometryFactory(new PrecisionModel(), 4326);
        for (var i = 0; i < 12_000; i++)
        {
            var (x, y, side) = (1 + (i % 120 * 0.4), 1 + (i / 120 * 0.4), i % 6 == 0 ? 0.15 : 0.3);
            table.Add(factory.ToGeometry(new Envelope(x, x + side, y, y + side)), FormattableString.Invariant($"s{i}"), side > 0.2);
        }

        const string Provenance = """
            {"program": {"version": "1"}, "territory": {"name": "T"}, "parameters": {}, "attribution": ["A"]
            """;
        GeoPackageFile.Write(folder.Stage("geocohesion.gpkg"), [table], Provenance + "}", new DateOnly(2026, 1, 1));
        File.WriteAllText(folder.Stage(RunFolder.ManifestName), Provenance + ", \"outputs\": []}");
        folder.Publish();
    }
}
