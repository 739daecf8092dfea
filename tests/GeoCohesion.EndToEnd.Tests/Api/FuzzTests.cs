using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace GeoCohesion.EndToEnd.Tests.Api;

/// <summary>Random and mutated requests against a process of its own: made from the definition of the API, then changed byte by byte, and plain rubbish.</summary>
[Collection(ServedSampleCityCollection.Name)]
public sealed class FuzzTests(ServedSampleCity sample)
{
    const int Seed = 5;
    const int Connections = 12;

    // Managed memory that the process may have at all: what grew without end would end it.
    const string HeapLimitHex = "C000000";

    static readonly int s_requests = int.Parse(Environment.GetEnvironmentVariable("GEOCOHESION_FUZZ_REQUESTS") ?? "100000", CultureInfo.InvariantCulture);

    static readonly string[] s_values =
    [
        "", "0", "-1", "1", "3", "10000", "99999999999999999999", "1e308", "-1e999", "NaN", "Infinity", "0x10", "true", "null", "2.95,46.56,3.0,46.6", "1,2,3", "180,90,-180,-90", "2026-03-10", "9999-12-31/..",
        "../../etc/passwd", "..%2f", "%", "%zz", "%00", "\0", "'", "\"", "';--", "=cmd()", "<script>", "\ud83d\ude00", "\ud800", "été", "QN09601N", "walk", "transit", "2.99,46.59", "2.99,46.59|3.0,46.6", "2.99", ",|,",
        "code = 'x' OR TRUE", "NOT NOT (code LIKE '%')", "((((", "S_INTERSECTS(geometry, BBOX(0,0,5,50))", "html", "json", "mvt", "tilejson", "en", "WebMercatorQuad", "13", "2894", "4164",
        "http://www.opengis.net/def/crs/EPSG/0/2154", "http://www.opengis.net/def/crs/OGC/1.3/CRS84", "07:00", "08:60", "share:0.8", "median", "600,1200", "5000000",
    ];

    static readonly string[] s_headers =
    [
        "Accept: text/html", "Accept: */*;q=0", "Accept: application/vnd.mapbox-vector-tile", "Accept: ,;,", "If-None-Match: *", "If-None-Match: W/\"x", "Accept-Encoding: br, gzip;q=0.5", "Origin: https://x.example",
        "X-Forwarded-For: 1.2.3.4", "X-Api-Key: x", "Range: bytes=5-1", "Cookie: a=b", "If-Modified-Since: yesterday", "traceparent: 00-x-y-z", "Content-Type: application/json", "Host: 127.0.0.1", "Accept-Encoding: \t",
    ];

    static readonly string[] s_others =
        ["/layers", "/layers/districts.csv", "/manifest.json", "/health/live", "/health/ready", "/metrics", "/collections/places/items", "/collections/nothing/items"];

    readonly ConcurrentDictionary<int, int> _statuses = new();

    [Fact]
    public async Task A_hundred_thousand_random_and_mutated_requests_are_answered_or_refused_and_memory_does_not_grow()
    {
        var routes = Routes(await sample.Json("/api"));
        Assert.InRange(routes.Count, 10, 100);
        using var process = Start();
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) =>
        {
            lock (errors)
            {
                errors.AppendLine(line.Data);
            }
        };
        process.BeginErrorReadLine();
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            var address = new Uri(line!.Split(' ')[0]);
            using var client = new HttpClient { BaseAddress = address };
            var clock = Stopwatch.StartNew();
            await Send(routes, address.Port, 0, s_requests / 5);
            var early = await Memory(client);
            await Send(routes, address.Port, s_requests / 5, s_requests);
            var late = await Memory(client);
            var text = string.Join(", ", _statuses.OrderBy(entry => entry.Key).Select(entry => $"{entry.Key}: {entry.Value}"));
            TestContext.Current.TestOutputHelper!.WriteLine($"{s_requests} requests in {clock.Elapsed.TotalSeconds:0} s; statuses {text}; memory after a fifth {early >> 20} MB, at the end {late >> 20} MB");
            Assert.False(process.HasExited, errors.ToString());
            Assert.Equal(s_requests, _statuses.Values.Sum());
            Assert.False(_statuses.ContainsKey(500), $"{text}\n{errors}");
            Assert.All(_statuses.Keys, status => Assert.True(status is 0 or 200 or 204 or 206 or 304 or (>= 400 and < 500) or 501 or 503 or 505, text));

            // Enough of them must come through, and enough be refused.
            Assert.InRange(_statuses[200], s_requests / 20, s_requests);
            Assert.InRange(_statuses[400], s_requests / 20, s_requests);
            Assert.InRange(_statuses[404], s_requests / 100, s_requests);
            Assert.InRange(late, 0, early + (48L << 20));
            using var alive = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(200, (int)alive.StatusCode);
            Assert.Equal("", errors.ToString().Trim());
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    Process Start()
    {
        var process = Geocohesion.Prepare("serve", sample.Output.Folder, "--port", "0", "--log", "errors", "--analysis-rate", "1000000");
        process.StartInfo.Environment["DOTNET_GCHeapHardLimit"] = HeapLimitHex;
        process.Start();
        return process;
    }

    // The working set after some time without requests, in which what nobody holds is collected.
    static async Task<long> Memory(HttpClient client)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
            var line = metrics.Split('\n').Single(line => line.StartsWith("process_memory_usage_bytes ", StringComparison.Ordinal));
            least = Math.Min(least, (long)double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
        }

        return least;
    }

    async Task Send(IReadOnlyList<Route> routes, int port, int first, int end)
    {
        var next = first - 1;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            using var client = new RawClient(port);
            for (var i = Interlocked.Increment(ref next); i < end; i = Interlocked.Increment(ref next))
            {
                // Each request has its own seed, so that one can be made again.
                var random = new Random((Seed * 1_000_003) + i);
                var (bytes, isHead) = Request(routes, random);
                int status;
                try
                {
                    status = random.Next(12) == 0 ? await client.Throw(Mutated(random.Next(4) == 0 ? Rubbish(random) : bytes, random)) : await client.Ask(bytes, isHead);
                }
                catch (Exception e) when (e is not Xunit.Sdk.XunitException)
                {
                    throw new InvalidOperationException($"request {i}: {Encoding.Latin1.GetString(bytes)}", e);
                }

                Assert.True(status != 500, $"request {i}: {Encoding.Latin1.GetString(bytes)}");
                _statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
            }
        })));
    }

    static (byte[] Bytes, bool IsHead) Request(IReadOnlyList<Route> routes, Random random)
    {
        var route = Pick(random, routes);
        var method = random.Next(20) switch
        {
            0 => Pick(random, ["HEAD", "POST", "PUT", "OPTIONS", "DELETE", "TRACE", "X-Y"]),
            _ => route.Method,
        };
        var path = route.Path;
        foreach (var parameter in route.Parameters.Where(parameter => parameter.IsInPath))
        {
            path = path.Replace($"{{{parameter.Name}}}", Escape(Value(parameter, random), random), StringComparison.Ordinal);
        }

        var query = route.Parameters.Where(parameter => !parameter.IsInPath && random.Next(4) == 0).ToList();
        var text = new StringBuilder();
        foreach (var parameter in query)
        {
            text.Append(text.Length == 0 ? '?' : '&').Append(Escape(random.Next(30) == 0 ? Pick(random, s_values) : parameter.Name, random)).Append('=').Append(Escape(Value(parameter, random), random));
        }

        // Where there are several as large, answers would be all that the time is spent on.
        if (path.EndsWith("/items", StringComparison.Ordinal) && random.Next(10) != 0)
        {
            text.Append(text.Length == 0 ? '?' : '&').Append("limit=2");
        }

        var body = method == "POST" ? random.Next(2) == 0 ? $"{{{string.Join(',', query.Select(parameter => $"\"{parameter.Name}\":\"{Json(Value(parameter, random))}\""))}}}" : Pick(random, s_values) : "";
        var head = new StringBuilder($"{method} {path}{text} HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        for (var i = random.Next(6) - 3; i > 0; i--)
        {
            head.Append(Pick(random, s_headers).Replace("Host: 127.0.0.1", "X: y", StringComparison.Ordinal)).Append("\r\n");
        }

        if (method is "POST" or "PUT")
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n");
        }

        return (Encoding.UTF8.GetBytes(head.Append("\r\n").Append(method is "POST" or "PUT" ? body : "").ToString()), method == "HEAD");
    }

    static string Value(Parameter parameter, Random random)
    {
        var value = random.Next(3) == 0 ? Pick(random, s_values) : parameter.Example;
        if (value.Length > 0 && random.Next(5) == 0)
        {
            var at = random.Next(value.Length);
            value = random.Next(3) switch
            {
                0 => value.Remove(at, 1),
                1 => value.Insert(at, ((char)random.Next(32, 0x250)).ToString()),
                _ => value + value,
            };
        }

        return value;
    }

    static string Escape(string value, Random random) =>
        random.Next(40) == 0 ? new string([.. value.Where(character => character is > ' ' and < '\u007f')]) : Uri.EscapeDataString(value);

    // Halves of characters are escaped and sent: a body may say them, though they are no text.
    static string Json(string value) => string.Concat(value.Select(character =>
        character is >= ' ' and < '\u007f' and not '"' and not '\\' ? character.ToString() : FormattableString.Invariant($"\\u{(int)character:x4}")));

    static byte[] Mutated(byte[] request, Random random)
    {
        var bytes = request.ToList();
        for (var change = random.Next(1, 6); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(200), bytes.Count - at)));
                    break;
            }
        }

        return [.. bytes];
    }

    static byte[] Rubbish(Random random)
    {
        var bytes = new byte[random.Next(1, 2000)];
        random.NextBytes(bytes);
        return bytes;
    }

    static List<Route> Routes(JsonElement document)
    {
        var routes = new List<Route>();
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject().Where(operation => operation.Name is "get" or "post"))
            {
                var parameters = operation.Value.TryGetProperty("parameters", out var listed) ? listed.EnumerateArray().Select(parameter => ParameterOf(Resolved(document, parameter))).ToList() : [];
                routes.Add(new Route(operation.Name.ToUpperInvariant(), path.Name, parameters));
            }
        }

        routes.AddRange(s_others.Select(path => new Route("GET", path, [])));
        return routes;
    }

    static JsonElement Resolved(JsonElement document, JsonElement element) => element.TryGetProperty("$ref", out var reference)
        ? reference.GetString()![2..].Split('/').Aggregate(document, (found, name) => found.GetProperty(name))
        : element;

    static Parameter ParameterOf(JsonElement parameter)
    {
        var example = parameter.TryGetProperty("example", out var found) ? found : default;
        return new Parameter(
            parameter.GetProperty("name").GetString()!,
            parameter.GetProperty("in").GetString() == "path",
            example.ValueKind == JsonValueKind.Array ? string.Join(',', example.EnumerateArray().Select(item => item.ToString())) : example.ValueKind == JsonValueKind.Undefined ? "" : example.ToString());
    }

    static T Pick<T>(Random random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    sealed record Parameter(string Name, bool IsInPath, string Example);

    sealed record Route(string Method, string Path, IReadOnlyList<Parameter> Parameters);
}
