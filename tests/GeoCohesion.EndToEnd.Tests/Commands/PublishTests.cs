using System.Text.Json;
using GeoCohesion.Testing;
using Npgsql;

namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary><c>geocohesion publish</c> and <c>geocohesion serve --postgres</c>, as processes.</summary>
public sealed class PublishTests(SharedPostgres postgres)
{
    const int RowCount = 60;

    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_is_published_once_and_served_from_the_database_alone()
    {
        var connection = postgres.Server.NewPlainDatabase();
        using var folder = new TempFolder();
        var results = folder.Combine("results");
        RandomRun.Of(1, RowCount).Write(results);
        var first = await Geocohesion.RunWell("publish", results, "--postgres", connection);
        Assert.Matches(@"^Published run [0-9a-f]{16} of Ville to 127\.0\.0\.1:\d+/test_\d+: 7 layers and tables, \d+ rows, \d+\.\d MB of files\.", first.Output);
        var second = await Geocohesion.RunWell("publish", results, "--postgres", connection, "--keep", "1");
        Assert.Contains("already; nothing was changed.", second.Output, StringComparison.Ordinal);
        Directory.Delete(results, recursive: true);

        using var process = Geocohesion.Start("serve", "--postgres", connection, "--port", "0");
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(Cancellation);
            Assert.Matches(@"^http://127\.0\.0\.1:\d+/  \(Ctrl\+C to stop\)$", line);
            using var client = new HttpClient { BaseAddress = new Uri(line!.Split(' ')[0]) };
            using var items = JsonDocument.Parse(await client.GetStringAsync(new Uri("/collections/shapes/items?limit=5", UriKind.Relative), Cancellation));
            Assert.Equal(RowCount, items.RootElement.GetProperty("numberMatched").GetInt32());
            using var runs = JsonDocument.Parse(await client.GetStringAsync(new Uri("/collections/runs/items", UriKind.Relative), Cancellation));
            Assert.True(runs.RootElement.GetProperty("features")[0].GetProperty("properties").GetProperty("is_current").GetBoolean());
            Assert.Equal("id\n1\n", await client.GetStringAsync(new Uri("/layers/shapes.csv", UriKind.Relative), Cancellation));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task Killed_in_the_middle_nothing_is_visible_and_the_next_time_all_is()
    {
        var connection = postgres.Server.NewDatabase();
        using var folder = new TempFolder();
        RandomRun.Of(1, RowCount).Write(folder.Combine("first"));
        RandomRun.Of(2, RowCount).Write(folder.Combine("second"));
        await Geocohesion.RunWell("publish", folder.Combine("first"), "--postgres", connection);
        const string Tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'geocohesion'";
        var before = PostgresServer.Ask<long>(connection, Tables);

        // The publication has loaded all tables, and now waits for this lock to write of its files.
        await using (var open = new NpgsqlConnection(connection))
        {
            await open.OpenAsync(Cancellation);
            await using var transaction = await open.BeginTransactionAsync(Cancellation);
            await using (var command = new NpgsqlCommand("LOCK TABLE geocohesion.files IN ACCESS EXCLUSIVE MODE", open))
            {
                await command.ExecuteNonQueryAsync(Cancellation);
            }

            using var process = Geocohesion.Start("publish", folder.Combine("second"), "--postgres", connection);
            try
            {
                await Eventually(() => PostgresServer.Ask<long>(connection, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'geocohesion' AND wait_event_type = 'Lock' AND query LIKE '%geocohesion.files%'") == 1);
                Assert.False(process.HasExited);
            }
            finally
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }

        await Eventually(() => PostgresServer.Ask<long>(connection, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'geocohesion'") == 0);
        Assert.Equal(before, PostgresServer.Ask<long>(connection, Tables));
        Assert.Equal(1, PostgresServer.Ask<long>(connection, "SELECT count(*) FROM geocohesion.runs"));
        Assert.Equal(1, PostgresServer.Ask<long>(connection, "SELECT count(DISTINCT run_id) FROM geocohesion.run_files"));
        Assert.StartsWith("Published run", (await Geocohesion.RunWell("publish", folder.Combine("second"), "--postgres", connection)).Output, StringComparison.Ordinal);
        Assert.Equal(2, PostgresServer.Ask<long>(connection, "SELECT count(*) FROM geocohesion.runs"));
    }

    [Fact]
    public async Task What_cannot_be_used_is_said_in_one_sentence_without_the_password()
    {
        var connection = postgres.Server.NewDatabase();
        using var folder = new TempFolder();
        await Refused(["serve", "--postgres", connection, "--port", "0"], "no run is published there", "geocohesion publish");
        await Refused(["publish", folder.Path, "--postgres", connection], "no finished run", "geocohesion run");
        var wrong = new NpgsqlConnectionStringBuilder(connection) { Password = "a wrong one" }.ConnectionString;
        await Refused(["serve", "--postgres", wrong, "--port", "0"], "refuses the login");
        await Refused(["serve", "--postgres", new NpgsqlConnectionStringBuilder(connection) { Port = 1 }.ConnectionString, "--port", "0"], "127.0.0.1:1/", "no connection");
        await Refused(["serve", "--postgres", postgres.Server.NewPlainDatabase(), "--port", "0"], "there is no PostGIS", "CREATE EXTENSION postgis");
        await Refused(["publish", folder.Path, "--postgres", "Host=localhost;Passwort=a wrong one"], "not a connection to PostgreSQL");
    }

    static async Task Refused(string[] arguments, params string[] pieces)
    {
        var result = await Geocohesion.RunRefused(arguments, pieces);
        Assert.DoesNotContain("a wrong one", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(PostgresServer.Password, result.Error, StringComparison.Ordinal);
    }

    static async Task Eventually(Func<bool> condition)
    {
        var deadline = DateTime.UtcNow + s_patience;
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < deadline, "it did not come to that");
            await Task.Delay(50, Cancellation);
        }
    }
}
