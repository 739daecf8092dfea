using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Net.Sockets;
using GeoCohesion.Api;
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
        var folder = new Argument<string>("folder") { Description = "Output folder of a run" };
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
        var background = new Option<string>("--background")
        {
            Description = "Lies under the map instead of the streets and waters of the run: address of a MapLibre style, or of image tiles with {z}, {x}, {y}; browsers then ask its host",
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
            + "  geocohesion serve results --bind 0.0.0.0 --cors https://carte.example.fr\n"
            + "  geocohesion serve results --background https://data.geopf.fr/annexes/ressources/vectorTiles/styles/PLAN.IGN/standard.json --background-attribution \"© IGN\"")
        {
            folder, port, bind, cors, background, attribution,
        };
        command.SetAction((parsed, cancellation) => Serve(
            parsed.GetRequiredValue(folder),
            new ServiceOptions
            {
                Port = parsed.GetValue(port),
                Address = parsed.GetRequiredValue(bind),
                CorsOrigins = parsed.GetRequiredValue(cors),
                Background = parsed.GetRequiredValue(background),
                BackgroundAttribution = parsed.GetRequiredValue(attribution),
            },
            parsed.InvocationConfiguration.Output,
            cancellation));
        return command;
    }

    static IPAddress Address(ArgumentResult result)
    {
        if (IPAddress.TryParse(result.Tokens[0].Value, out var address))
        {
            return address;
        }

        result.AddError($"--bind: '{result.Tokens[0].Value}' is not accepted; an address such as 127.0.0.1, 0.0.0.0 or ::1 is expected.");
        return IPAddress.Loopback;
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
    /// <exception cref="InputException">No run in the folder, the port is taken (<c>port-in-use</c>), or the address is none of this
    /// machine (<c>address-unavailable</c>).</exception>
    internal static async Task<int> Serve(string folder, ServiceOptions options, TextWriter output, CancellationToken cancellation)
    {
        await using var app = ResultService.Build(new RunResults(folder), options);
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
