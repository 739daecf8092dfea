using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Net.Sockets;
using GeoCohesion.Api;
using GeoCohesion.Api.Guards;
using GeoCohesion.Api.Telemetry;
using GeoCohesion.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GeoCohesion.Cli.Commands;

/// <summary><c>geocohesion serve</c>: the results of a run on a local address.</summary>
public sealed class ServeCommand : ICliCommand
{
    /// <inheritdoc/>
    public string Name => "serve";

    /// <inheritdoc/>
    public int Order => 60;

    /// <inheritdoc/>
    public Command Build()
    {
        var folder = new Argument<string?>("folder") { Description = "Output folder of a run; or give --postgres", Arity = ArgumentArity.ZeroOrOne };
        var postgres = PostgresOption.Make();
        var port = CommonOptions.Port("TCP port; 0 for any free one");
        var bind = new Option<IPAddress>("--bind")
        {
            Description = "Address to listen on; this machine only unless told otherwise, 0.0.0.0 for all networks",
            DefaultValueFactory = _ => IPAddress.Loopback,
            CustomParser = Address,
        };
        var cors = new Option<string[]>("--cors")
        {
            Description = "Origin whose pages may read the answers, e.g. https://carte.example.fr, or * for all; may be given several times",
            DefaultValueFactory = _ => [],
            CustomParser = Origins,
        };
        var limits = new ServiceLimits();
        var publicUrl = new Option<Uri?>("--public-url")
        {
            Description = "Address under which clients reach the service behind a proxy, e.g. https://carte.example.fr/acces; links begin with it",
            CustomParser = PublicUrl,
        };
        var proxy = new Option<IPAddress?>("--proxy")
        {
            Description = "Address of the proxy in front; its X-Forwarded-For says who the client is",
            CustomParser = Address,
        };
        var apiKeys = new Option<string?>("--api-keys")
        {
            Description = "File of API keys, a key and a name on each line; whoever has none gets no answer",
            HelpName = "FILE",
        };
        var rate = Whole("--analysis-rate", "Analyses a minute of one client, half of them at a stretch; 0 for no limit", limits.AnalysesPerMinute, 0, 1_000_000);
        var parallel = Whole("--analysis-parallel", "Analyses computed at once", limits.AnalysesAtOnce, 1, 1024);
        var queue = Whole("--analysis-queue", "Analyses that wait for their turn", limits.AnalysesWaiting, 0, 100_000);
        var timeout = Whole("--analysis-timeout", "Seconds after which an analysis is given up", (int)limits.AnalysisTime.TotalSeconds, 1, 3600);
        var log = new Option<string>("--log")
        {
            Description = "What is told on standard error: text (a line for each request, without its parameters), json, or errors only",
            DefaultValueFactory = _ => "text",
            CustomParser = result => CommonOptions.Choice(result, "text", "json", "errors"),
        };
        var background = new Option<string>("--background")
        {
            Description = "Lies under the map instead of the streets and waters of the run: address of a MapLibre style, or of image tiles "
                + "with {z}, {x}, {y}; browsers then ask its host",
            DefaultValueFactory = _ => "",
            CustomParser = Background,
        };
        var attribution = new Option<string>("--background-attribution")
        {
            Description = "Whom the map names as the source of the background, e.g. \"© IGN\"",
            DefaultValueFactory = _ => "",
        };
        var command = new Command(
            Name,
            "Serves the results of a run on a local address: a map and the verdict table at /, the layers as GeoJSON and CSV under /layers,\nand by OGC API - Features under /collections (see docs/api.md).\n\n"
            + "Examples:\n"
            + "  geocohesion serve results\n"
            + "  geocohesion serve results --port 8080\n"
            + "  geocohesion serve --postgres 'Host=localhost;Database=gis;Username=me'\n"
            + "  geocohesion serve results --bind 0.0.0.0 --cors https://carte.example.fr\n"
            + "  geocohesion serve results --public-url https://carte.example.fr/acces --proxy 127.0.0.1 --api-keys keys.txt --log json\n"
            + "  geocohesion serve results --background https://data.geopf.fr/annexes/ressources/vectorTiles/styles/PLAN.IGN/standard.json "
            + "--background-attribution \"© IGN\"")
        {
            folder, postgres, port, bind, cors, background, attribution, publicUrl, proxy, apiKeys, rate, parallel, queue, timeout, log,
        };
        command.Validators.Add(result =>
        {
            var isFolder = result.GetResult(folder) is { Tokens.Count: > 0 };
            if (isFolder && PostgresOption.IsGiven(result, postgres))
            {
                result.AddError("--postgres: a folder and a database cannot be served at once; give one of them.");
            }
            else if (!isFolder && !PostgresOption.IsGiven(result, postgres) && PostgresOption.FromEnvironment is null)
            {
                result.AddError("folder is missing: 'geocohesion serve folder' or 'geocohesion serve --postgres CONNECTION' is expected.");
            }
        });
        command.SetAction((parsed, cancellation) => Serve(
            Source(parsed.GetValue(folder), PostgresOption.Connection(parsed, postgres)),
            new ServiceOptions
            {
                Port = parsed.GetValue(port),
                Address = parsed.GetRequiredValue(bind),
                CorsOrigins = parsed.GetRequiredValue(cors),
                PublicUrl = parsed.GetValue(publicUrl),
                Proxy = parsed.GetValue(proxy),
                ApiKeys = parsed.GetValue(apiKeys) is { } file ? ApiKeys.Read(file) : null,
                Limits = limits with
                {
                    AnalysesPerMinute = parsed.GetValue(rate),
                    AnalysesAtOnce = parsed.GetValue(parallel),
                    AnalysesWaiting = parsed.GetValue(queue),
                    AnalysisTime = TimeSpan.FromSeconds(parsed.GetValue(timeout)),
                },
                Log = parsed.GetValue(log) switch
                {
                    "errors" => ServiceLog.Mistakes,
                    "json" => ServiceLog.Json,
                    _ => ServiceLog.Text,
                },
                Background = parsed.GetRequiredValue(background),
                BackgroundAttribution = parsed.GetRequiredValue(attribution),
            },
            parsed.InvocationConfiguration.Output,
            cancellation));
        return command;
    }

    // A folder that is given goes before a connection of the environment.
    static IRunResults Source(string? folder, string? connection) => folder is not null ? new RunResults(folder) : new PostGisResults(connection!);

    static IPAddress Address(ArgumentResult result)
    {
        if (IPAddress.TryParse(result.Tokens[0].Value, out var address))
        {
            return address;
        }

        result.AddError($"{((OptionResult)result.Parent!).Option.Name}: '{result.Tokens[0].Value}' is not accepted; an address such as 127.0.0.1, 0.0.0.0 or ::1 is expected.");
        return IPAddress.Loopback;
    }

    static Option<int> Whole(string name, string description, int otherwise, int least, int most) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => otherwise,
        CustomParser = result => CommonOptions.Number(result, least, most),
    };

    static Uri? PublicUrl(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0)
        {
            return uri;
        }

        result.AddError($"--public-url: '{text}' is not accepted; an address such as https://carte.example.fr/acces, without parameters, is expected.");
        return null;
    }

    static string[] Origins(ArgumentResult result)
    {
        foreach (var token in result.Tokens.Where(token => token.Value != "*" && !IsOrigin(token.Value)))
        {
            result.AddError(
                $"--cors: '{token.Value}' is not accepted; an origin such as https://carte.example.fr, without a path, or * is expected.");
        }

        return [.. result.Tokens.Select(token => token.Value)];
    }

    static string Background(ArgumentResult result)
    {
        var address = result.Tokens[0].Value;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0
            || address.Any(character => char.IsWhiteSpace(character) || character is ';' or ',' or '\''))
        {
            result.AddError(
                $"--background: '{address}' is not accepted; the address of a style or of tiles is expected, such as https://example.fr/style.json or https://example.fr/{{z}}/{{x}}/{{y}}.png.");
        }

        return address;
    }

    static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            && uri.GetLeftPart(UriPartial.Authority) == text;

    /// <summary>Serves until the process is told to stop.</summary>
    /// <exception cref="InputException">The port is taken (<c>port-in-use</c>), or the address is none of this
    /// machine (<c>address-unavailable</c>).</exception>
    internal static async Task<int> Serve(IRunResults results, ServiceOptions options, TextWriter output, CancellationToken cancellation)
    {
        await using var app = ResultService.Build(results, options);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException)
        {
            throw new InputException("port-in-use",
                $"port {options.Port} is taken by another program; choose another, or 0 for any free one.", new SourceLocation("--port"));
        }
        catch (SocketException e)
        {
            throw new InputException("address-unavailable",
                $"the service cannot listen on {options.Address} ({e.Message}); give an address of this machine.",
                new SourceLocation("--bind"));
        }

        await output.WriteLineAsync($"{app.Urls.First()}/  (Ctrl+C to stop)");
        await output.FlushAsync(cancellation);
        await app.Services.GetRequiredService<IHost>().WaitForShutdownAsync(cancellation);
        return CommandLine.Success;
    }
}
