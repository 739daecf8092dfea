using System.Net;
using GeoCohesion.Api;
using GeoCohesion.Data.Stores.PostGis;
using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests.Api;

/// <summary>Runs are published to PostGIS again and again, and old ones dropped, while two services answer: no request fails.</summary>
public sealed class PostGisRepublishTests(SharedPostgres postgres)
{
    const int LastRun = 8;

    [Fact]
    public async Task Runs_published_while_two_services_answer_are_switched_to_and_no_request_fails()
    {
        var connection = postgres.Server.NewDatabase();
        await Publish(connection, 0);
        await using var first = ResultService.Build(new PostGisResults(connection), new ServiceOptions());
        await using var second = ResultService.Build(new PostGisResults(connection), new ServiceOptions());
        await first.StartAsync(TestContext.Current.CancellationToken);
        await second.StartAsync(TestContext.Current.CancellationToken);
        using var firstClient = new HttpClient { BaseAddress = new Uri(first.Urls.Single()) };
        using var secondClient = new HttpClient { BaseAddress = new Uri(second.Urls.Single()) };
        using var stop = new CancellationTokenSource();
        var clients = new[] { firstClient, secondClient, firstClient }.Select(client => Task.Run(() => RepublishTests.Ask(client, stop.Token))).ToArray();
        for (var run = 1; run <= LastRun; run++)
        {
            await Publish(connection, run);
        }

        foreach (var client in new[] { firstClient, secondClient })
        {
            await SwitchedTo(client, LastRun);
        }

        await stop.CancelAsync();
        var seen = (await Task.WhenAll(clients)).SelectMany(answers => answers).ToList();
        Assert.InRange(seen.Count, 10, int.MaxValue);
        Assert.InRange(seen.Distinct().Count(), 2, LastRun + 1);

        // Whatever could not be dropped while it was read goes with the next publication.
        await Publish(connection, LastRun);
        Assert.InRange(PostgresServer.Ask<long>(connection, "SELECT count(*) FROM geocohesion.runs"), 2, 4);
    }

    [Fact]
    public async Task A_database_that_lost_a_table_or_does_not_answer_is_a_503_and_the_next_run_is_served()
    {
        var connection = postgres.Server.NewDatabase();
        await Publish(connection, 1);
        await using var service = ResultService.Build(new PostGisResults(connection), new ServiceOptions());
        await service.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(service.Urls.Single()) };
        PostgresServer.Run(connection, "DO $$ BEGIN EXECUTE (SELECT 'DROP TABLE geocohesion.' || table_name FROM geocohesion.collections); END $$");
        using var response = await client.GetAsync(new Uri("/collections/rows/items", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("2", Assert.Single(response.Headers.GetValues("Retry-After")));
        var problem = ServedSampleCity.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("store-unavailable", problem.GetProperty("code").GetString());
        await Publish(connection, 2);
        await SwitchedTo(client, 2);
    }

    static async Task SwitchedTo(HttpClient client, int run)
    {
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (true)
        {
            using var response = await client.GetAsync(new Uri("/collections/rows/items?limit=1", UriKind.Relative), TestContext.Current.CancellationToken);
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            if (response.IsSuccessStatusCode && ServedSampleCity.Parse(body).GetProperty("features")[0].GetProperty("properties").GetProperty("run").GetInt32() == run)
            {
                return;
            }

            Assert.True(DateTime.UtcNow < deadline, "the last run was not switched to");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    static async Task Publish(string connection, int run)
    {
        using var folder = new TempFolder();
        RepublishTests.Publish(folder.Path, run);
        using var database = PostGisDatabase.Open(connection, mayInstall: true);
        await PostGisPublisher.Publish(folder.Path, database, 2, new Progress<double>(), TestContext.Current.CancellationToken);
    }
}
