using System.Diagnostics;
using System.Globalization;

namespace GeoCohesion.Benchmarks.Load;

/// <summary>
/// <c>load URL</c>: sends requests to a running service from this process, bounded in number and time, and prints what came back as a Markdown table.
/// </summary>
/// <remarks>
/// First as fast as a few connections go (what the service can do), then at a fixed rate whatever comes back (what people do): latencies count from
/// when a request was due, so that a service that stalls cannot hide it (Tene: coordinated omission);
/// at most 512 are under way, and what is due beyond them is not sent, and counted.
/// </remarks>
static class LoadProgram
{
    const int MostInFlight = 512;

    /// <summary>Runs it.</summary>
    public static async Task<int> Run(string[] arguments)
    {
        if (arguments.Length == 0 || !Uri.TryCreate(arguments[0], UriKind.Absolute, out var url))
        {
            await Console.Error.WriteLineAsync("load URL [--scenario items,tiles,...] [--seconds 10] [--connections 8] [--times 0.5,1,2] [--key KEY]");
            return 2;
        }

        var options = arguments.Skip(1).Chunk(2).ToDictionary(pair => pair[0], pair => pair[^1]);
        var seconds = double.Parse(options.GetValueOrDefault("--seconds", "10"), CultureInfo.InvariantCulture);
        var connections = int.Parse(options.GetValueOrDefault("--connections", "8"), CultureInfo.InvariantCulture);
        var times = options.GetValueOrDefault("--times", "0.5,2").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = MostInFlight }) { BaseAddress = url, Timeout = TimeSpan.FromSeconds(60) };
        if (options.TryGetValue("--key", out var key))
        {
            client.DefaultRequestHeaders.Add("X-Api-Key", key);
        }

        var all = await LoadScenarios.Of(client);
        var names = options.TryGetValue("--scenario", out var chosen) ? chosen.Split(',') : [.. all.Keys];
        Console.WriteLine($"Memory at rest: {await Memory(client)} MB.\n");
        Console.WriteLine("| scenario | asked | answered/s | shed/s | failed | not sent/s | p50 | p99 | longest | memory |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var name in names)
        {
            var requests = all[name];
            await AsFastAsTheyGo(client, requests, 1, connections);
            var most = await AsFastAsTheyGo(client, requests, seconds, connections);
            await Print(client, name, string.Create(CultureInfo.InvariantCulture, $"{connections} connections"), most);
            foreach (var factor in times)
            {
                var rate = most.AnsweredPerSecond * factor;
                await Print(client, name, string.Create(CultureInfo.InvariantCulture, $"{rate:0}/s ({factor:0.#} x)"), await AtRate(client, requests, seconds, rate));
            }
        }

        return 0;
    }

    static async Task Print(HttpClient client, string name, string asked, LoadResult result)
    {
        var memory = await Memory(client);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {asked} | {result.AnsweredPerSecond:0.#} | {result.Shed / result.Seconds:0.#} | {result.Failed} | {result.NotSent / result.Seconds:0.#} | {result.Percentile(50):0.#} ms | {result.Percentile(99):0.#} ms | {result.Percentile(100):0.#} ms | {memory} MB |"));
    }

    static async Task<LoadResult> AsFastAsTheyGo(HttpClient client, IReadOnlyList<LoadRequest> requests, double seconds, int connections)
    {
        var result = new LoadResult();
        var clock = Stopwatch.StartNew();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            while (clock.Elapsed.TotalSeconds < seconds)
            {
                await Ask(client, requests[Interlocked.Increment(ref next) % requests.Count], result, Stopwatch.GetTimestamp());
            }
        }));
        result.Seconds = clock.Elapsed.TotalSeconds;
        return result;
    }

    static async Task<LoadResult> AtRate(HttpClient client, IReadOnlyList<LoadRequest> requests, double seconds, double rate)
    {
        var result = new LoadResult();
        var clock = Stopwatch.StartNew();
        var begun = Stopwatch.GetTimestamp();
        var count = (int)(rate * seconds);
        using var room = new SemaphoreSlim(MostInFlight);
        var asked = new List<Task>(count);
        for (var i = 0; i < count; i++)
        {
            var due = i / rate;
            while (clock.Elapsed.TotalSeconds < due)
            {
                await Task.Delay(1);
            }

            // What this process cannot send any more says nothing of the service.
            if (!await room.WaitAsync(0))
            {
                result.NotSent++;
                continue;
            }

            asked.Add(One(requests[i % requests.Count], begun + (long)(due * Stopwatch.Frequency)));
        }

        await Task.WhenAll(asked);
        result.Seconds = clock.Elapsed.TotalSeconds;
        return result;

        async Task One(LoadRequest request, long due)
        {
            try
            {
                await Ask(client, request, result, due);
            }
            finally
            {
                room.Release();
            }
        }
    }

    static async Task Ask(HttpClient client, LoadRequest request, LoadResult result, long due)
    {
        try
        {
            using var content = request.Body is null ? null : new StringContent(request.Body, null, "application/json");
            var address = new Uri(request.Address, UriKind.Relative);
            using var response = content is null ? await client.GetAsync(address) : await client.PostAsync(address, content);
            await response.Content.ReadAsByteArrayAsync();
            result.Add((int)response.StatusCode, Stopwatch.GetElapsedTime(due).TotalMilliseconds);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            result.Add(0, Stopwatch.GetElapsedTime(due).TotalMilliseconds);
        }
    }

    // The service's own word for it: the load comes from another process.
    static async Task<long> Memory(HttpClient client)
    {
        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var line = metrics.Split('\n').Single(line => line.StartsWith("process_memory_usage_bytes ", StringComparison.Ordinal));
        return (long)double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture) >> 20;
    }
}
