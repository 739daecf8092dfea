using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Stores;
using GeoCohesion.Data.Stores.Cql2;
using GeoCohesion.Data.Stores.GeoPackages;
using GeoCohesion.Testing;
using Microsoft.Data.Sqlite;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Tests.Stores.GeoPackages;

/// <summary>What is read from a GeoPackage is what was written to it, filtered as the rows say.</summary>
public sealed class GeoPackageStoreTests : IDisposable
{
    const int Seed = 11;
    const int RowCount = 300;

    static readonly GeometryFactory s_factory = new(new PrecisionModel(), 4326);

    readonly ScratchFolder _folder = new();
    readonly ResultTable _shapes = new("shapes", "Formes", [ResultColumn.Text("id", "Id"), ResultColumn.Text("kind", "Kind"), ResultColumn.Seconds("seconds", "Time"), ResultColumn.Real("share", "share 0-1", "Share"), ResultColumn.Flag("flag", "Flag")], "Geometry");
    readonly ResultTable _plain = new("plain", "Lignes", [ResultColumn.Text("kind", "Kind, many times the same"), ResultColumn.Whole("number", "", "Number")], null);
    readonly GeoPackageStore _store;

    public GeoPackageStoreTests()
    {
        var random = new Random(Seed);
        for (var row = 0; row < RowCount; row++)
        {
            var (x, y) = (2 + random.NextDouble(), 46 + random.NextDouble());
            Geometry? geometry = random.Next(4) switch
            {
                0 => null,
                1 => s_factory.CreatePoint(new Coordinate(x, y)),
                2 => s_factory.CreateLineString([new Coordinate(x, y), new Coordinate(x + 0.2, y - 0.2)]),
                _ => s_factory.CreatePoint(new Coordinate(x, y)).Buffer(0.1, 4),
            };
            _shapes.Add(
                geometry,
                FormattableString.Invariant($"row/{row}"),
                random.Next(5) == 0 ? null : "abcdé%_'"[random.Next(8)].ToString() + random.Next(3).ToString(CultureInfo.InvariantCulture),
                random.Next(6) == 0 ? null : random.Next(3600),
                random.Next(6) == 0 ? null : random.Next(11) / 10.0,
                random.Next(6) == 0 ? null : random.Next(2) == 0);
            _plain.Add(null, "same", row);
        }

        const string Manifest = """
            {"program": {"version": "1.2"}, "territory": {"name": "Ville", "crs": "EPSG:3035"}, "parameters": {"transit": {"date": "2026-03-10"}}, "attribution": ["A", "B"]}
            """;
        var path = Path.Combine(_folder.FullPath, "run.gpkg");
        GeoPackageFile.Write(path, [_shapes, _plain], Manifest, new DateOnly(2026, 1, 1));
        _store = GeoPackageStore.Open(path, "v1", DateTimeOffset.UnixEpoch, []);
    }

    FeatureCollectionInfo Shapes => _store.Collections[0];

    [Fact]
    public void Collections_and_the_run_are_described_as_they_were_written()
    {
        Assert.Equal(["shapes", "plain", "runs"], _store.Collections.Select(collection => collection.Id));
        Assert.Equal(("Formes", "Geometry", true), (Shapes.Title, Shapes.GeometryType, Shapes.FirstPropertyIsId));
        Assert.Equal(("Lignes", null, false), (_store.Collections[1].Title, _store.Collections[1].GeometryType, _store.Collections[1].FirstPropertyIsId));
        Assert.Equal(
            _shapes.Columns.Select(column => (column.Name, column.Kind, column.Unit, column.Description)),
            Shapes.Properties.Select(property => (property.Name, property.Kind, property.Unit, property.Description)));
        var extent = new Envelope();
        foreach (var geometry in _shapes.Geometries.OfType<Geometry>())
        {
            extent.ExpandToInclude(geometry.EnvelopeInternal);
        }

        Assert.Equal(extent, Shapes.Extent);
        Assert.Equal(("Ville", "1.2", new DateOnly(2026, 3, 10), "v1"), (_store.Run.TerritoryName, _store.Run.ProgramVersion, _store.Run.ServiceDate, _store.Run.Version));
        Assert.Equal("http://www.opengis.net/def/crs/EPSG/0/3035", _store.Run.LegalCrs!.Uri);
    }

    [Fact]
    public async Task Rows_come_back_value_by_value_in_their_order_and_by_their_ids()
    {
        var rows = await Read(null);
        Assert.Equal(RowCount, rows.Count);
        for (var row = 0; row < RowCount; row++)
        {
            Assert.Equal(row + 1, rows[row].Key);
            Assert.Equal(_shapes.Rows[row], rows[row].Values);
            Assert.Equal(_shapes.Geometries[row]?.AsText(), rows[row].Geometry?.AsText());
        }

        var found = await _store.Find(Shapes, "row/17", TestContext.Current.CancellationToken);
        Assert.Equal(_shapes.Rows[17], found!.Values);
        Assert.Null(await _store.Find(Shapes, "row/-1", TestContext.Current.CancellationToken));
        var plain = await _store.Find(_store.Collections[1], "18", TestContext.Current.CancellationToken);
        Assert.Equal(_plain.Rows[17], plain!.Values);
        Assert.Null(await _store.Find(_store.Collections[1], "same", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Random_boxes_find_what_a_look_at_every_geometry_finds()
    {
        var random = new Random(Seed);
        var some = 0;
        for (var i = 0; i < 60; i++)
        {
            var (x, y, size) = (1.9 + (random.NextDouble() * 1.2), 45.9 + (random.NextDouble() * 1.2), random.NextDouble() * 0.5);
            var box = s_factory.ToGeometry(new Envelope(x, x + size, y, y + size));
            var expected = Ids(row => _shapes.Geometries[row]?.Intersects(box) == true);
            var text = FormattableString.Invariant($"S_INTERSECTS(geometry, BBOX({x:R}, {y:R}, {x + size:R}, {y + size:R}))");
            some += expected.Length;
            await AssertFinds(text, expected);
            await AssertFinds($"NOT {text}", Ids(row => _shapes.Geometries[row]?.Intersects(box) == false));
            await AssertFinds($"{text} AND seconds < 1000", Ids(row => _shapes.Geometries[row]?.Intersects(box) == true && _shapes.Rows[row][2] is long and < 1000));
            await AssertFinds($"{text} OR flag = TRUE", Ids(row => _shapes.Geometries[row]?.Intersects(box) == true || _shapes.Rows[row][4] is true));
        }

        Assert.InRange(some, 500, int.MaxValue);
    }

    [Fact]
    public async Task Filters_find_what_the_rows_say()
    {
        await AssertFinds("kind = 'a1'", Ids(row => (string?)_shapes.Rows[row][1] == "a1"));
        await AssertFinds("kind <> 'a1'", Ids(row => _shapes.Rows[row][1] is string kind && kind != "a1"));
        await AssertFinds("kind IS NULL OR flag IS NULL", Ids(row => _shapes.Rows[row][1] is null || _shapes.Rows[row][4] is null));
        await AssertFinds("kind LIKE 'A%'", []);
        await AssertFinds(@"kind LIKE '\%_'", Ids(row => _shapes.Rows[row][1] is string kind && kind[0] == '%'));
        await AssertFinds(@"kind LIKE '\__'", Ids(row => _shapes.Rows[row][1] is string kind && kind[0] == '_'));
        await AssertFinds("kind LIKE '_1'", Ids(row => _shapes.Rows[row][1] is string kind && kind[1] == '1'));
        await AssertFinds("kind = '''2' OR kind = 'é0'", Ids(row => _shapes.Rows[row][1] is "'2" or "é0"));
        await AssertFinds("kind IN ('b0', 'b1') AND NOT flag = FALSE", Ids(row => _shapes.Rows[row][1] is "b0" or "b1" && _shapes.Rows[row][4] is true));
        await AssertFinds("share BETWEEN 0.3 AND 0.5", Ids(row => _shapes.Rows[row][3] is double and >= 0.3 and <= 0.5));
        await AssertFinds("share = 1 OR seconds >= 3500.5", Ids(row => _shapes.Rows[row][3] is 1.0 || _shapes.Rows[row][2] is long and >= 3501));
        await AssertFinds("seconds > share", Ids(row => _shapes.Rows[row][2] is long seconds && _shapes.Rows[row][3] is double share && seconds > share));
        await AssertFinds("geometry IS NULL", Ids(row => _shapes.Geometries[row] is null));
        await AssertFinds("kind = 'x'' OR ''1'' = ''1'", []);
        Assert.Equal(RowCount, (await Read(null)).Count);
    }

    [Fact]
    public async Task A_cancelled_reading_ends()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _store.Read(Shapes, null, 0, RowCount, cancelled.Token));
        Assert.Equal(RowCount, await _store.Count(Shapes, null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_file_of_something_else_is_refused()
    {
        var path = Path.Combine(_folder.FullPath, "other.gpkg");
        File.WriteAllText(path, "not a database, and long enough not to be taken for an empty one");
        Assert.Equal("store-unreadable", Assert.Throws<InputException>(() => GeoPackageStore.Open(path, "v", DateTimeOffset.UnixEpoch, [])).Code);
        Assert.Equal("store-unreadable", Assert.Throws<InputException>(() => GeoPackageStore.Open(path + "x", "v", DateTimeOffset.UnixEpoch, [])).Code);
    }

    [Fact]
    public void The_index_of_boxes_has_every_geometry_and_is_registered_as_the_standard_says()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.FullPath, "run.gpkg")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        Assert.Equal(_shapes.Geometries.Count(geometry => geometry is not null), (int)Scalar("SELECT count(*) FROM rtree_shapes_geom"));
        Assert.Equal(1, Scalar("SELECT count(*) FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index' AND table_name = 'shapes' AND column_name = 'geom' AND scope = 'write-only'"));
        Assert.Equal(6, Scalar("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'shapes'"));
        Assert.Equal(0, Scalar("SELECT count(*) FROM sqlite_master WHERE name LIKE 'rtree_plain%'"));

        long Scalar(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return (long)command.ExecuteScalar()!;
        }
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    string[] Ids(Func<int, bool> condition) => [.. Enumerable.Range(0, RowCount).Where(condition).Select(row => (string)_shapes.Rows[row][0]!)];

    async Task AssertFinds(string filter, string[] expected)
    {
        var found = (await Read(filter)).Select(row => row.Id).ToArray();
        Assert.True(expected.SequenceEqual(found), $"seed {Seed}, {filter}: {string.Join(' ', expected)} expected, {string.Join(' ', found)} found");
        Assert.Equal(expected.Length, await _store.Count(Shapes, Cql2TextParser.Parse(filter, Shapes, ServedCrs.Crs84), TestContext.Current.CancellationToken));
    }

    Task<IReadOnlyList<StoredFeature>> Read(string? filter) => _store.Read(
        Shapes, filter is null ? null : Cql2TextParser.Parse(filter, Shapes, ServedCrs.Crs84), 0, RowCount + 1, TestContext.Current.CancellationToken);
}
