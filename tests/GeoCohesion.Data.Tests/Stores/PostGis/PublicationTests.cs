using System.Text;
using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Stores;
using GeoCohesion.Data.Stores.GeoPackages;
using GeoCohesion.Data.Stores.PostGis;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Stores.PostGis;

/// <summary>Runs are published once, whole, side by side; services follow; old ones go when nobody reads them.</summary>
public sealed class PublicationTests(SharedPostgres postgres) : IDisposable
{
    const int RowCount = 60;

    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    readonly ScratchFolder _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_is_loaded_once_and_the_second_time_changes_nothing()
    {
        var connection = postgres.Server.NewDatabase();
        var run = RandomRun.Of(1, RowCount);
        var first = await Publish(connection, Write(1));
        Assert.True(first.IsNew);
        Assert.Equal((run.Tables.Count, run.Tables.Sum(table => (long)table.Rows.Count)), (first.Collections, first.Rows));
        var before = Fingerprint(connection);
        var second = await Publish(connection, Write(1));
        Assert.False(second.IsNew);
        Assert.Equal(first.Run.Version, second.Run.Version);
        Assert.Equal(before, Fingerprint(connection));
    }

    [Fact]
    public async Task Tables_have_their_keys_and_indexes_and_a_description_that_a_map_program_reads()
    {
        var connection = postgres.Server.NewDatabase();
        var version = (await Publish(connection, Write(1))).Run.Version;
        Assert.Equal(
            "areas|geom|MULTIPOLYGON|4326",
            PostgresServer.Ask<string>(connection, $"SELECT 'areas|' || f_geometry_column || '|' || type || '|' || srid FROM geometry_columns WHERE f_table_schema = 'geocohesion' AND f_table_name = 'run_{version}_areas'"));
        Assert.Equal(3, PostgresServer.Ask<long>(connection, $"SELECT count(*) FROM pg_indexes WHERE schemaname = 'geocohesion' AND tablename = 'run_{version}_areas'"));
        Assert.Equal(1, PostgresServer.Ask<long>(connection, $"SELECT count(*) FROM pg_indexes WHERE schemaname = 'geocohesion' AND tablename = 'run_{version}_areas' AND indexdef LIKE '%USING gist (geom)%'"));
        Assert.Equal(1, PostgresServer.Ask<long>(connection, $"SELECT count(*) FROM pg_indexes WHERE schemaname = 'geocohesion' AND tablename = 'run_{version}_plain'"));
        Assert.Equal(2, PostgresServer.Ask<long>(connection, "SELECT count(*) FROM pg_tables WHERE schemaname = 'geocohesion' AND tablename LIKE 'run\\_%a\\_layer\\_with%'"));
    }

    [Fact]
    public async Task A_box_is_looked_up_in_the_index()
    {
        var connection = postgres.Server.NewDatabase();
        var version = (await Publish(connection, Write(1, 6000))).Run.Version;
        using var open = new Npgsql.NpgsqlConnection(connection);
        await open.OpenAsync(Cancellation);
        using var command = new Npgsql.NpgsqlCommand(
            $"EXPLAIN SELECT count(*) FROM geocohesion.run_{version}_points WHERE ST_Intersects(geom, ST_GeomFromWKB($1, 4326))", open);
        command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = new NetTopologySuite.Geometries.Point(2.1, 46.1).AsBinary() });
        var plan = new StringBuilder();
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        while (await reader.ReadAsync(Cancellation))
        {
            plan.AppendLine(reader.GetString(0));
        }

        Assert.Contains("geom_idx", plan.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publications_at_the_same_time_are_made_one_after_the_other()
    {
        var connection = postgres.Server.NewDatabase();
        string[] folders = [Write(1), Write(1), Write(2), Write(2), Write(3)];
        var summaries = await Task.WhenAll(folders.Select(folder => Task.Run(() => Publish(connection, folder))));
        Assert.Equal(3, summaries.Count(summary => summary.IsNew));
        Assert.Equal(3, summaries.Select(summary => summary.Run.Version).Distinct().Count());
        Assert.Equal(3, PostgresServer.Ask<long>(connection, "SELECT count(*) FROM geocohesion.runs"));
        Assert.Equal(3 * RandomRun.Of(1, RowCount).Tables.Count, PostgresServer.Ask<long>(connection, "SELECT count(*) FROM pg_tables WHERE schemaname = 'geocohesion' AND tablename LIKE 'run\\_%' AND tablename <> 'run_files'"));
    }

    [Fact]
    public async Task A_publication_that_fails_leaves_nothing()
    {
        var connection = postgres.Server.NewDatabase();
        await Publish(connection, Write(1));
        var before = Fingerprint(connection);

        // A file that is not the one of the manifest is met after all tables were loaded.
        var folder = Write(2);
        File.WriteAllText(Path.Combine(folder, "shapes.csv"), "changed");
        Assert.Equal("run-replaced", (await Assert.ThrowsAsync<InputException>(() => Publish(connection, folder))).Code);
        File.Delete(Path.Combine(folder, "shapes.csv"));
        Assert.Equal("run-replaced", (await Assert.ThrowsAsync<InputException>(() => Publish(connection, folder))).Code);
        using var cancelled = new CancellationTokenSource();
        var progress = new Cancelling(cancelled);
        using (var database = PostGisDatabase.Open(connection, mayInstall: true))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PostGisPublisher.Publish(Write(3), database, null, progress, cancelled.Token));
        }

        Assert.Equal(before, Fingerprint(connection));
        Assert.True((await Publish(connection, Write(2))).IsNew);
    }

    [Fact]
    public async Task A_service_switches_to_a_new_run_and_readers_of_the_old_one_end_with_it()
    {
        var connection = postgres.Server.NewDatabase();
        var old = (await Publish(connection, Write(1))).Run.Version;
        using var runs = PostGisRuns.Open(connection);
        using var lease = runs.Acquire();
        Assert.Equal(old, lease.Store.Run.Version);
        var shapes = lease.Store.Collections[0];
        var first = await lease.Store.Read(shapes, null, 0, 20, Cancellation);

        // The old run would go, were it not being read.
        var published = await Publish(connection, Write(2), keep: 1);
        Assert.Equal([old], published.InUse);
        await Eventually(() => Version(runs) == published.Run.Version);
        var rest = await lease.Store.Read(shapes, null, first[^1].Key, 10_000, Cancellation);
        Assert.Equal(RandomRun.Of(1, RowCount).Tables[0].Rows, first.Concat(rest).Select(feature => feature.Values));
        Assert.Equal(2, await lease.Store.Count(lease.Store.Collections[^1], null, Cancellation));
        lease.Dispose();
        await Eventually(() => Publish(connection, Write(2), keep: 1).GetAwaiter().GetResult().Dropped.SequenceEqual([old]));
        Assert.Equal(1, PostgresServer.Ask<long>(connection, "SELECT count(*) FROM geocohesion.runs"));
        Assert.Equal(0, PostgresServer.Ask<long>(connection, $"SELECT count(*) FROM pg_tables WHERE tablename LIKE 'run\\_{old}%'"));
        Assert.Equal(1, PostgresServer.Ask<long>(connection, "SELECT count(DISTINCT run_id) FROM geocohesion.run_files"));
        Assert.Equal(published.Run.Version, Version(runs));
        using var current = runs.Acquire();
        Assert.Equal(RowCount, await current.Store.Count(current.Store.Collections[0], null, Cancellation));
    }

    [Fact]
    public async Task The_newest_runs_are_kept_and_all_of_them_are_listed()
    {
        var connection = postgres.Server.NewDatabase();
        var versions = new List<string>();
        for (var run = 1; run <= 4; run++)
        {
            versions.Add((await Publish(connection, Write(run))).Run.Version);
        }

        var summary = await Publish(connection, Write(5), keep: 3);
        versions.Add(summary.Run.Version);
        Assert.Equal([versions[1], versions[0]], summary.Dropped);
        Assert.Empty(summary.InUse);
        using var runs = PostGisRuns.Open(connection);
        using var lease = runs.Acquire();
        var listed = await lease.Store.Read(lease.Store.Collections[^1], null, 0, 10, Cancellation);
        Assert.Equal(versions[2..], listed.Select(feature => feature.Id));
        Assert.Equal([false, false, true], listed.Select(feature => feature.Values[^1]));
    }

    [Fact]
    public async Task A_service_whose_connections_break_finds_its_run_again_and_keeps_it_from_being_dropped()
    {
        var connection = postgres.Server.NewDatabase();
        await Publish(connection, Write(1));
        using var runs = PostGisRuns.Open(connection);
        using var lease = runs.Acquire();
        const string Holder = "SELECT max(pid) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        var first = PostgresServer.Ask<int>(connection, Holder);
        Assert.NotEqual(0, first);
        PostgresServer.Run(connection, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()");
        await Eventually(() => PostgresServer.Ask<int>(connection, Holder) is not 0 and var holder && holder != first);
        var published = await Publish(connection, Write(2), keep: 1);
        Assert.Single(published.InUse);
        await Eventually(() => Version(runs) == published.Run.Version);
        Assert.Equal(RowCount, (await Read(lease.Store)).Count);
    }

    [Fact]
    public async Task A_run_that_was_dropped_by_hand_is_unavailable_rather_than_a_mistake()
    {
        var connection = postgres.Server.NewDatabase();
        var version = (await Publish(connection, Write(1))).Run.Version;
        using var runs = PostGisRuns.Open(connection);
        using var lease = runs.Acquire();
        PostgresServer.Run(connection, $"DROP TABLE geocohesion.run_{version}_shapes");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Read(lease.Store));
    }

    [Fact]
    public async Task A_user_who_may_only_read_serves_and_may_not_publish()
    {
        var connection = postgres.Server.NewDatabase();
        await Publish(connection, Write(1));
        var name = $"reader_{Guid.NewGuid():N}";
        PostgresServer.Run(connection, $"CREATE ROLE {name} LOGIN PASSWORD '{PostgresServer.Password.Replace("'", "''", StringComparison.Ordinal)}'; GRANT USAGE ON SCHEMA geocohesion TO {name}; GRANT SELECT ON ALL TABLES IN SCHEMA geocohesion TO {name}");
        var reader = new Npgsql.NpgsqlConnectionStringBuilder(connection) { Username = name }.ConnectionString;
        using var runs = PostGisRuns.Open(reader);
        using var lease = runs.Acquire();
        Assert.Equal(RowCount, (await Read(lease.Store)).Count);
        Assert.Equal("postgres-right-missing", (await Assert.ThrowsAsync<InputException>(() => Publish(reader, Write(2)))).Code);
    }

    [Fact]
    public async Task What_cannot_be_used_is_refused_in_a_sentence_without_the_password()
    {
        var connection = postgres.Server.NewDatabase();
        var builder = new Npgsql.NpgsqlConnectionStringBuilder(connection);
        Refused("postgres-run-missing", connection);
        Refused("postgres-login", new Npgsql.NpgsqlConnectionStringBuilder(connection) { Password = "no secret" }.ConnectionString);
        Refused("postgres-database-unknown", new Npgsql.NpgsqlConnectionStringBuilder(connection) { Database = "nowhere" }.ConnectionString);
        Refused("postgres-unreachable", new Npgsql.NpgsqlConnectionStringBuilder(connection) { Port = 1 }.ConnectionString);
        Refused("postgres-connection-malformed", "Host=localhost;Pasword=no secret");
        Refused("postgres-connection-malformed", "no secret");
        Refused("postgres-connection-malformed", "");
        Refused("postgres-connection-malformed", "postgresql://me:no secret@localhost:99999999/gis");
        Refused("postgres-connection-malformed", "postgresql://me:no%20secret@localhost/gis?password=no secret");
        var plain = postgres.Server.NewPlainDatabase();
        Refused("postgis-missing", plain);
        var name = $"nobody_{Guid.NewGuid():N}";
        PostgresServer.Run(plain, $"CREATE ROLE {name} LOGIN PASSWORD '{PostgresServer.Password.Replace("'", "''", StringComparison.Ordinal)}'");
        var nobody = new Npgsql.NpgsqlConnectionStringBuilder(plain) { Username = name }.ConnectionString;
        Assert.Equal("postgis-missing", (await Assert.ThrowsAsync<InputException>(() => Publish(nobody, Write(1)))).Code);
        Assert.Equal("run-missing", (await Assert.ThrowsAsync<InputException>(() => Publish(connection, _folder.FullPath))).Code);

        // An administrator's publication installs what is missing.
        Assert.True((await Publish(plain, Write(1))).IsNew);

        void Refused(string code, string text)
        {
            var refusal = Assert.Throws<InputException>(() => PostGisRuns.Open(text));
            Assert.Equal(code, refusal.Code);
            Assert.DoesNotContain("secret", refusal.Message, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(PostgresServer.Password, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_address_is_a_connection_too()
    {
        var connection = postgres.Server.NewDatabase();
        var builder = new Npgsql.NpgsqlConnectionStringBuilder(connection);
        await Publish($"postgresql://{builder.Username}:{Uri.EscapeDataString(PostgresServer.Password)}@127.0.0.1:{builder.Port}/{builder.Database}?sslmode=prefer", Write(1));
        Assert.Equal(1, PostgresServer.Ask<long>(connection, "SELECT count(*) FROM geocohesion.runs"));
    }

    [Fact]
    public async Task A_text_that_the_database_cannot_hold_is_refused_with_its_place()
    {
        var folder = Path.Combine(_folder.FullPath, "nul");
        using (var run = RunFolder.Open(folder))
        {
            var table = new ResultTable("rows", "Lignes", [ResultColumn.Text("id", "Id"), ResultColumn.Text("name", "Name")], null);
            table.Add(null, "a", "b\0c");
            const string Manifest = """{"program": {"version": "1"}, "territory": {"name": "T"}, "parameters": {}, "attribution": ["A"], "outputs": []}""";
            GeoPackageFile.Write(run.Stage(PublishedRun.GeoPackageName), [table], Manifest, new DateOnly(2026, 1, 1));
            File.WriteAllText(run.Stage(RunFolder.ManifestName), Manifest);
            run.Publish();
        }

        var refusal = await Assert.ThrowsAsync<InputException>(() => Publish(postgres.Server.NewDatabase(), folder));
        Assert.Equal("postgres-text-nul", refusal.Code);
        Assert.Equal("rows name", refusal.At.ToString());
    }

    [Fact]
    public async Task Results_are_kept_byte_by_byte_and_nothing_else_is_opened()
    {
        var connection = postgres.Server.NewDatabase();
        var folder = Write(1);
        await Publish(connection, folder);
        using var runs = PostGisRuns.Open(connection);
        var (store, lease) = runs.AcquireRun();
        using (lease)
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder, RunFolder.ManifestName)), store.Manifest.ToArray());
            foreach (var name in new[] { "geocohesion.gpkg", "shapes.csv" })
            {
                await using var stream = store.OpenResult(name)!;
                using var copy = new MemoryStream();
                await stream.CopyToAsync(copy, Cancellation);
                Assert.True(File.ReadAllBytes(Path.Combine(folder, name)).AsSpan().SequenceEqual(copy.ToArray()), name);
            }

            Assert.Null(store.OpenResult(RandomRun.ServedName));
            Assert.Null(store.OpenResult($"build/{RandomRun.ServedName}"));
            Assert.Null(store.OpenResult("../manifest.json"));
        }
    }

    public void Dispose() => _folder.Dispose();

    string Write(int seed, int rowCount = RowCount)
    {
        var folder = Path.Combine(_folder.FullPath, Guid.NewGuid().ToString("N"));
        RandomRun.Of(seed, rowCount).Write(folder);
        return folder;
    }

    static async Task<PublicationSummary> Publish(string connection, string folder, int? keep = null)
    {
        using var database = PostGisDatabase.Open(connection, mayInstall: true);
        return await PostGisPublisher.Publish(folder, database, keep, new Progress<double>(), Cancellation);
    }

    static Task<IReadOnlyList<StoredFeature>> Read(IFeatureStore store) => store.Read(store.Collections[0], null, 0, 10_000, Cancellation);

    static string Version(PostGisRuns runs)
    {
        using var lease = runs.Acquire();
        return lease.Store.Run.Version;
    }

    // All rows and tables of the schema, so that any change shows.
    static string Fingerprint(string connection) => PostgresServer.Ask<string>(
        connection,
        """
        SELECT string_agg(line, ' ' ORDER BY line) FROM (
          SELECT relname || relkind::text || oid AS line FROM pg_class WHERE relnamespace = 'geocohesion'::regnamespace
          UNION ALL SELECT version || published_at || xmin FROM geocohesion.runs
          UNION ALL SELECT 'files ' || count(*) || ' ' || sum(length(content)) FROM geocohesion.run_files
          UNION ALL SELECT 'properties ' || count(*) FROM geocohesion.properties) l
        """)!;

    static async Task Eventually(Func<bool> condition)
    {
        var deadline = DateTime.UtcNow + s_patience;
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < deadline, "it did not come to that");
            await Task.Delay(50, Cancellation);
        }
    }

    sealed class Cancelling(CancellationTokenSource source) : IProgress<double>
    {
        public void Report(double value)
        {
            if (value > 0.3)
            {
                source.Cancel();
            }
        }
    }
}
