using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using GeoCohesion.Testing;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary>Batches of isochrones in PostGIS.</summary>
public sealed class IsochronePostGisTests : IDisposable
{
    const int Points = 60;

    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    readonly TempFolder _folder = new();
    readonly SmallTown _town;
    readonly string _connection;

    public IsochronePostGisTests(SharedPostgres postgres)
    {
        _connection = postgres.Server.NewPlainDatabase();
        _town = new SmallTown(_folder.Combine("town"));
        _town.Save();
        var rows = new StringBuilder("id,lon,lat\n");
        for (var i = 0; i < Points; i++)
        {
            // The last one is in the sea; an id is a text of its own.
            var (column, row) = i == Points - 1 ? (500.0, 500.0) : (i % 40 * 1.1, i / 40 * 0.4);
            rows.Append(CultureInfo.InvariantCulture, $"l'école {i},{SmallTown.Longitude(column)},{SmallTown.Latitude(row)}\n");
        }

        File.WriteAllText(_town.PathOf("points.csv"), rows.ToString());
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_table_has_what_the_GeoPackage_has_and_is_written_once()
    {
        var output = _folder.Combine("a.gpkg");
        var first = await Geocohesion.RunWell(Batch("--out", output, "--postgres", _connection));
        Assert.Matches(@"^Written to 127\.0\.0\.1:\d+/test_\d+ geocohesion\.isochrones\.$", first.ErrorLines[^1]);
        await AssertSame(output, "geocohesion.isochrones");
        Assert.Equal(4326, Ask<int>("SELECT Find_SRID('geocohesion', 'isochrones', 'geom')"));
        Assert.Equal(1L, Ask<long>("SELECT count(*) FROM pg_indexes WHERE tablename = 'isochrones' AND indexdef LIKE '%gist%geom%'"));
        Assert.Equal(2L, Ask<long>("SELECT count(*) FROM geocohesion.isochrones WHERE NOT is_snapped AND geom IS NULL AND mode = 'walk'"));

        // What it is made of is what the manifest beside the file says.
        var comment = JsonNode.Parse(Ask<string>("SELECT obj_description('geocohesion.isochrones'::regclass)")!)!["isochrones"]!;
        Assert.True(JsonNode.DeepEquals(comment, JsonNode.Parse(await File.ReadAllTextAsync(output + ".manifest.json", Cancellation))));

        const string Oid = "SELECT 'geocohesion.isochrones'::regclass::oid::bigint";
        var oid = Ask<long>(Oid);
        var again = await Geocohesion.RunWell(Batch("--out", _folder.Combine("b.fgb"), "--postgres", _connection));
        Assert.EndsWith("geocohesion.isochrones is made of the same already; nothing was changed.", again.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Equal(oid, Ask<long>(Oid));

        // Another question takes its place; a table of somebody else stays.
        await Geocohesion.RunWell([.. Batch("--out", _folder.Combine("c.geojsons"), "--postgres", _connection), "--direction", "to"]);
        Assert.Equal("to", Ask<string>("SELECT DISTINCT direction FROM geocohesion.isochrones"));
        PostgresServer.Run(_connection, "CREATE TABLE public.mine (id integer); COMMENT ON TABLE public.mine IS 'mine'");
        await Geocohesion.RunRefused(
            Batch("--out", _folder.Combine("d.geojsons"), "--postgres", _connection, "--table", "public.mine"), "was not written by this command");
        Assert.Equal("mine", Ask<string>("SELECT obj_description('public.mine'::regclass)"));
    }

    [Fact]
    public async Task Shards_are_merged_into_the_table_of_one_run()
    {
        var whole = _folder.Combine("whole.gpkg");
        await Geocohesion.RunWell(Batch("--out", whole));
        string[] shards = [.. Enumerable.Range(1, 3).Select(number => _folder.Combine($"shard{number}.geojsons"))];
        for (var i = 0; i < shards.Length; i++)
        {
            await Geocohesion.RunWell(Batch("--out", shards[i], "--shard", $"{i + 1}/3"));
        }

        var merged = await Geocohesion.RunWell(["isochrones-merge", .. shards, "--postgres", _connection, "--table", "reach.homes"]);
        Assert.EndsWith("reach.homes.", merged.ErrorLines[^1], StringComparison.Ordinal);
        await AssertSame(whole, "reach.homes");

        // With a file beside it, and as often as one likes.
        var joined = _folder.Combine("joined.gpkg");
        var again = await Geocohesion.RunWell(["isochrones-merge", .. shards, "--out", joined, "--postgres", _connection, "--table", "reach.homes"]);
        Assert.EndsWith("nothing was changed.", again.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(whole, Cancellation), await File.ReadAllBytesAsync(joined, Cancellation));

        await Geocohesion.RunRefused(["isochrones-merge", .. shards], "--out: a result is missing: this option, or --postgres, is expected");
        await Geocohesion.RunRefused(["isochrones-merge", .. shards, "--table", "homes"], "--postgres: a table is in a database");
        await Geocohesion.RunRefused(Batch("--out", shards[0], "--shard", "1/3", "--postgres", _connection), "a shard is not written to PostGIS");
        await Geocohesion.RunRefused(
            ["isochrones-merge", .. shards, "--postgres", _connection, "--table", "runs"], "--table: 'runs' is not accepted");
        await Geocohesion.RunRefused(["isochrones-merge", .. shards, "--postgres", "Host="], "this is not a connection to PostgreSQL");
    }

    [Fact]
    public async Task Killed_while_it_writes_the_table_there_is_none_and_the_next_run_only_writes_it()
    {
        var output = _folder.Combine("a.geojsons");
        await using (var open = new NpgsqlConnection(_connection))
        {
            // As another publication holds it.
            await open.OpenAsync(Cancellation);
            await Execute(open, "CREATE EXTENSION postgis");
            await Execute(open, "SELECT pg_advisory_lock(1195593544, 0)");
            using var process = Geocohesion.Start(Batch("--out", output, "--postgres", _connection));
            _ = process.StandardOutput.ReadToEndAsync(Cancellation);
            _ = process.StandardError.ReadToEndAsync(Cancellation);
            try
            {
                var end = DateTime.UtcNow + s_patience;
                while (Ask<long>("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'geocohesion' AND wait_event_type = 'Lock'") == 0)
                {
                    Assert.False(process.HasExited);
                    Assert.True(DateTime.UtcNow < end, "the table is not being written");
                    await Task.Delay(20, Cancellation);
                }
            }
            finally
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);

                // A connection that goes back to its pool keeps its locks.
                await Execute(open, "SELECT pg_advisory_unlock(1195593544, 0)");
            }
        }

        Assert.Null(Ask<string>("SELECT to_regclass('geocohesion.isochrones')::text"));
        Assert.True(File.Exists(output + ".items"));
        Assert.False(File.Exists(output));
        var next = await Geocohesion.RunWell(Batch("--out", output, "--postgres", _connection));
        Assert.StartsWith($"{Points * 2} items, {Points * 2} of them from the run before", next.ErrorLines[^2], StringComparison.Ordinal);
        Assert.Equal(Points * 2 * 2, Ask<long>("SELECT count(*) FROM geocohesion.isochrones"));
    }

    string[] Batch(params string[] others) =>
    [
        "isochrones", "--osm", _town.PathOf("town.osm.pbf"), "--points", _town.PathOf("points.csv"), "--modes", "walk,bicycle", "--minutes", "4,8", .. others,
    ];

    T? Ask<T>(string sql) => PostgresServer.Ask<T>(_connection, sql);

    static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    /// <summary>Compares every row: all values, and the bytes of the geometry.</summary>
    async Task AssertSame(string geoPackage, string table)
    {
        var expected = new List<string>();
        await using (var file = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = geoPackage, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString()))
        {
            await file.OpenAsync(Cancellation);
            await using var command = file.CreateCommand();
            command.CommandText = "SELECT fid, id, mode, date, direction, limit_s, is_snapped, area_m2, geom FROM isochrones ORDER BY fid";
            await using var reader = await command.ExecuteReaderAsync(Cancellation);
            while (await reader.ReadAsync(Cancellation))
            {
                // Flags say how long the box before the geometry is: none, or four numbers.
                var blob = reader.IsDBNull(8) ? [] : (byte[])reader[8];
                var header = blob.Length == 0 ? 0 : (blob[3] & 0x0E) == 0 ? 8 : 40;
                expected.Add(Row(
                    reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                    reader.GetInt64(5), reader.GetBoolean(6), reader.GetDouble(7), blob[header..]));
            }
        }

        var found = new List<string>();
        await using (var database = new NpgsqlConnection(_connection))
        {
            await database.OpenAsync(Cancellation);
            await using var command = new NpgsqlCommand(
                $"SELECT fid, id, mode, date, direction, limit_s, is_snapped, area_m2, ST_AsBinary(geom, 'NDR') FROM {table} ORDER BY fid", database);
            await using var reader = await command.ExecuteReaderAsync(Cancellation);
            while (await reader.ReadAsync(Cancellation))
            {
                found.Add(Row(
                    reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                    reader.GetInt64(5), reader.GetBoolean(6), reader.GetDouble(7), reader.IsDBNull(8) ? [] : (byte[])reader[8]));
            }
        }

        Assert.Equal(Points * 2 * 2, expected.Count);
        Assert.Equal(expected, found);

        static string Row(
            long fid, string id, string mode, string date, string direction, long limit, bool isSnapped, double squareMeters, byte[] geometry) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{fid} {id} {mode} '{date}' {direction} {limit} {isSnapped} {squareMeters} {Convert.ToHexString(geometry)}");
    }
}
