using System.Globalization;
using GeoCohesion.Data.Stores;
using GeoCohesion.Data.Stores.Cql2;
using GeoCohesion.Data.Stores.Filters;
using GeoCohesion.Testing;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Tests.Stores;

/// <summary>What every store of features keeps to; each kind of store runs all of it, on the same random run.</summary>
public abstract class FeatureStoreContract
{
    protected const int Seed = 20260310;

    static readonly RandomRun s_run = RandomRun.Of(Seed);

    /// <summary>The random run of <see cref="Seed"/>.</summary>
    public static RandomRun Run => s_run;

    /// <summary>A store that holds the random run.</summary>
    protected abstract IFeatureStore Store { get; }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Collections_are_described_as_they_were_written_and_the_runs_come_last()
    {
        Assert.Equal([.. s_run.Tables.Select(table => table.Name), "runs"], Store.Collections.Select(collection => collection.Id));
        foreach (var (table, info) in s_run.Tables.Zip(Store.Collections))
        {
            Assert.Equal((table.Title, table.GeometryType, table.Name != "plain"), (info.Title, info.GeometryType, info.FirstPropertyIsId));
            Assert.Equal(
                table.Columns.Select(column => (column.Name, column.Kind, column.Unit, column.Description)),
                info.Properties.Select(property => (property.Name, property.Kind, property.Unit, property.Description)));
            var extent = new Envelope();
            foreach (var geometry in table.Geometries.OfType<Geometry>())
            {
                extent.ExpandToInclude(geometry.EnvelopeInternal);
            }

            Assert.Equal(extent.IsNull ? null : extent, info.Extent);
        }

        Assert.Equal(("Ville", "1.2", new DateOnly(2026, 3, 10)), (Store.Run.TerritoryName, Store.Run.ProgramVersion, Store.Run.ServiceDate));
        Assert.Equal(["A", "B"], Store.Run.Attribution);
        Assert.Equal("http://www.opengis.net/def/crs/EPSG/0/2154", Store.Run.LegalCrs!.Uri);
    }

    [Fact]
    public async Task Rows_come_back_value_by_value_in_their_order_and_by_their_ids()
    {
        foreach (var (table, info) in s_run.Tables.Zip(Store.Collections))
        {
            var rows = await Store.Read(info, null, 0, 10_000, Cancellation);
            Assert.Equal(table.Rows.Count, rows.Count);
            Assert.Equal(table.Rows.Count, await Store.Count(info, null, Cancellation));
            for (var row = 0; row < rows.Count; row++)
            {
                Assert.Equal(row + 1, rows[row].Key);
                Assert.Equal(table.Rows[row], rows[row].Values);
                Assert.Equal(table.Geometries[row]?.AsText(), rows[row].Geometry?.AsText());
                Assert.Equal(table.Name == "plain" ? (row + 1).ToString(CultureInfo.InvariantCulture) : (string)table.Rows[row][0]!, rows[row].Id);
            }

            foreach (var row in rows.Where((_, row) => row % 13 == 0))
            {
                Assert.Equal(row.Values, (await Store.Find(info, row.Id, Cancellation))!.Values);
            }
        }
    }

    [Theory]
    [InlineData("points", "")]
    [InlineData("points", "points/0")]
    [InlineData("points", "points/0'\"É")]
    [InlineData("points", "' OR 1=1 --")]
    [InlineData("points", "points/0'\"é\0")]
    [InlineData("plain", "same")]
    [InlineData("plain", "0")]
    [InlineData("plain", "-1")]
    [InlineData("plain", "1 OR 1=1")]
    [InlineData("plain", "99999999999999999999999")]
    [InlineData("empty", "empty/0")]
    [InlineData("runs", "none")]
    public async Task What_is_no_id_finds_nothing(string collection, string id) => Assert.Null(await Store.Find(Info(collection), id, Cancellation));

    [Fact]
    public async Task Random_filters_find_what_a_look_at_every_row_finds()
    {
        var random = new Random(Seed);
        var (found, passed) = (0, 0);
        for (var i = 0; i < 400; i++)
        {
            var table = s_run.Tables[random.Next(s_run.Tables.Count)];
            var info = Info(table.Name);
            var filter = PlainFilter.Random(random, info, depth: random.Next(4));
            var expected = Enumerable.Range(0, table.Rows.Count).Where(row => PlainFilter.Evaluate(filter, table, row) == true).Select(row => row + 1L).ToArray();
            found += expected.Length > 0 && expected.Length < table.Rows.Count ? 1 : 0;
            var limit = random.Next(1, 50);
            var after = (long)random.Next(table.Rows.Count + 2);
            var page = await Store.Read(info, filter, after, limit, Cancellation);
            Assert.True(
                expected.Where(key => key > after).Take(limit).SequenceEqual(page.Select(feature => feature.Key)),
                $"seed {Seed}, filter {i} of {table.Name} after {after}: {Show(filter)}\n{string.Join(' ', expected)} expected, {string.Join(' ', page.Select(feature => feature.Key))} found");
            Assert.True(expected.Length == await Store.Count(info, filter, Cancellation), $"seed {Seed}, count of filter {i} of {table.Name}: {Show(filter)}");
            passed++;
        }

        // Filters that pass all or none of the rows would prove little.
        Assert.InRange(found, passed / 4, passed);
    }

    [Fact]
    public async Task Pages_of_random_sizes_put_together_are_the_whole()
    {
        var random = new Random(Seed);
        foreach (var (table, info) in s_run.Tables.Zip(Store.Collections))
        {
            var filter = PlainFilter.Random(random, info, depth: 1);
            foreach (var asked in new[] { null, filter })
            {
                var whole = (await Store.Read(info, asked, 0, 10_000, Cancellation)).Select(feature => feature.Key).ToList();
                var pages = new List<long>();
                for (var page = await Page(0); page.Count > 0; page = await Page(pages[^1]))
                {
                    pages.AddRange(page.Select(feature => feature.Key));
                }

                Assert.Equal(whole, pages);

                Task<IReadOnlyList<StoredFeature>> Page(long after) => Store.Read(info, asked, after, random.Next(1, 40), Cancellation);
            }
        }
    }

    [Theory]
    [InlineData("kind < 'a'")]
    [InlineData("kind >= 'B'")]
    [InlineData("kind > '\uFFFD'")]
    [InlineData("kind BETWEEN 'A' AND 'z'")]
    [InlineData("'a' < 'B'")]
    [InlineData("'\U0001F600' > '\uFFFD'")]
    [InlineData("'a' LIKE 'A'")]
    [InlineData("'ab' LIKE '__'")]
    [InlineData("'\U0001F600' LIKE '_'")]
    [InlineData("kind LIKE ''")]
    [InlineData("kind = ''")]
    [InlineData("kind = '''; DROP TABLE geocohesion.runs; --'")]
    [InlineData(@"kind LIKE '\\%'")]
    [InlineData("NOT kind IN ('a', kind)")]
    [InlineData("kind IN ('a', \"id\")")]
    [InlineData("big = 9223372036854775807")]
    [InlineData("big > 9223372036854775806")]
    [InlineData("big < -99999999999999999999")]
    [InlineData("seconds = 5.0 OR seconds > 18.5")]
    [InlineData("seconds IN (1, 2.5, 3)")]
    [InlineData("share BETWEEN 1 AND 2.5")]
    [InlineData("flag = other_flag")]
    [InlineData("flag IN (TRUE, other_flag)")]
    [InlineData("TRUE = FALSE OR flag <> TRUE")]
    [InlineData("NOT (geometry IS NULL)")]
    [InlineData("S_INTERSECTS(geometry, POINT(2.5 46.5))")]
    [InlineData("NOT S_INTERSECTS(geometry, BBOX(2.5, 46.5, 3.0, 47.0))")]
    [InlineData("S_INTERSECTS(geometry, BBOX(3.5, 46, 2.5, 47))")]
    [InlineData("S_INTERSECTS(geometry, BBOX(-300, -300, -200, -200))")]
    [InlineData("S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(2.5 46.5), GEOMETRYCOLLECTION(POLYGON((2 46, 3 46, 3 47, 2 46)))))")]
    [InlineData("S_INTERSECTS(geometry, MULTIPOINT(2.1 46.1, 2.2 46.2, 2.3 46.3, 2.4 46.4, 2.5 46.5, 2.6 46.6, 2.7 46.7, 2.8 46.8, 2.9 46.9, 3 47))")]
    public async Task Texts_of_filters_mean_the_same_everywhere(string text)
    {
        foreach (var table in s_run.Tables.Take(3))
        {
            var info = Info(table.Name);
            var filter = Cql2TextParser.Parse(text, info, ServedCrs.Crs84);
            var expected = Enumerable.Range(0, table.Rows.Count).Where(row => PlainFilter.Evaluate(filter, table, row) == true).Select(row => row + 1L);
            Assert.Equal(expected, (await Store.Read(info, filter, 0, 10_000, Cancellation)).Select(feature => feature.Key));
        }
    }

    [Fact]
    public async Task Readers_at_the_same_time_find_what_each_would_find_alone()
    {
        var filters = Enumerable.Range(0, 24).Select(i => PlainFilter.Random(new Random(i), Info("shapes"), 2)).ToArray();
        var table = s_run.Tables[0];
        var expected = filters.Select(filter => (long)Enumerable.Range(0, table.Rows.Count).Count(row => PlainFilter.Evaluate(filter, table, row) == true));
        var counts = await Task.WhenAll(filters.Select(filter => Task.Run(async () =>
        {
            var rows = await Store.Read(Info("shapes"), filter, 0, 10_000, Cancellation);
            Assert.Equal(rows.Count, await Store.Count(Info("shapes"), filter, Cancellation));
            return (long)rows.Count;
        })));
        Assert.Equal(expected, counts);
    }

    [Fact]
    public async Task A_cancelled_reading_ends_and_the_store_goes_on()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.Read(Info("shapes"), null, 0, 10, cancelled.Token));

        // Cancelled at whatever moment, a reading either ends so or is whole.
        for (var i = 0; i < 60; i++)
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(i % 12));
            try
            {
                Assert.Equal(s_run.Tables[0].Rows.Count, (await Store.Read(Info("shapes"), null, 0, 10_000, soon.Token)).Count);
            }
            catch (OperationCanceledException)
            {
                Assert.True(soon.IsCancellationRequested);
            }
        }

        Assert.Equal(s_run.Tables[0].Rows.Count, (await Store.Read(Info("shapes"), null, 0, 10_000, Cancellation)).Count);
    }

    [Fact]
    public async Task Served_files_are_read_whole_and_at_any_position_and_nothing_else_is()
    {
        await using (var stream = (await Store.OpenFile(RandomRun.ServedName, Cancellation))!)
        {
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy, Cancellation);
            Assert.True(s_run.Served.AsSpan().SequenceEqual(copy.ToArray()));
            var random = new Random(Seed);
            var piece = new byte[3000];
            for (var i = 0; i < 40; i++)
            {
                stream.Position = random.Next(s_run.Served.Length - piece.Length);
                var expected = s_run.Served.AsSpan((int)stream.Position, piece.Length).ToArray();
                stream.ReadExactly(piece);
                Assert.Equal(expected, piece);
            }
        }

        foreach (var name in new[] { "", ".", "..", "shapes.csv", "build/network.bin", "../manifest.json", "/etc/passwd", "NETWORK.BIN", "network.bin\0", "network.bin' OR 1=1 --" })
        {
            Assert.Null(await Store.OpenFile(name, Cancellation));
        }
    }

    [Fact]
    public async Task The_runs_are_a_collection_like_any_other()
    {
        var runs = Info("runs");
        Assert.Equal(["version", "published_at", "territory", "program_version", "service_date", "is_current"], runs.Properties.Select(property => property.Name));
        var row = Assert.Single(await Store.Read(runs, Cql2TextParser.Parse($"version = '{Store.Run.Version}' AND is_current = TRUE", runs, ServedCrs.Crs84), 0, 10, Cancellation));
        var published = Store.Run.PublishedUtc.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        Assert.Equal([Store.Run.Version, published, "Ville", "1.2", "2026-03-10", true], row.Values);
        Assert.Equal(row.Values, (await Store.Find(runs, Store.Run.Version, Cancellation))!.Values);
        Assert.Equal(1, await Store.Count(runs, Cql2TextParser.Parse("territory LIKE 'V%' AND service_date > DATE('2026-01-01') AND published_at > '2020'", runs, ServedCrs.Crs84), Cancellation));
        Assert.Equal(0, await Store.Count(runs, Cql2TextParser.Parse("is_current = FALSE OR version < program_version AND version > program_version", runs, ServedCrs.Crs84), Cancellation));
    }

    FeatureCollectionInfo Info(string id) => Store.Collections.Single(collection => collection.Id == id);

    static string Show(FilterExpression filter) => filter switch
    {
        FilterExpression.And and => $"({string.Join(" AND ", and.Parts.Select(Show))})",
        FilterExpression.Or or => $"({string.Join(" OR ", or.Parts.Select(Show))})",
        FilterExpression.Not not => $"NOT {Show(not.Inner)}",
        FilterExpression.In within => $"{within.Operand} IN {string.Join(", ", within.Values)}",
        _ => filter.ToString(),
    };
}
