using System.CommandLine;
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
        var port = CommonOptions.Port("TCP port on 127.0.0.1; 0 for any free one");
        var command = new Command(
            Name,
            "Serves the results of a run on a local address: a map and the verdict table at /, the layers as GeoJSON and CSV under /layers.\n\n"
            + "Examples:\n"
            + "  geocohesion serve results\n"
            + "  geocohesion serve results --port 8080")
        {
            folder, port,
        };
        command.SetAction((parsed, cancellation) =>
            Serve(parsed.GetRequiredValue(folder), parsed.GetValue(port), parsed.InvocationConfiguration.Output, cancellation));
        return command;
    }

    /// <summary>Serves until the process is told to stop.</summary>
    /// <exception cref="InputException">No run in the folder, or the port is taken (<c>port-in-use</c>).</exception>
    internal static async Task<int> Serve(string folder, int port, TextWriter output, CancellationToken cancellation)
    {
        await using var app = ResultService.Build(new RunResults(folder), port);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException)
        {
            throw new InputException("port-in-use", $"port {port} is taken by another program; choose another, or 0 for any free one.", new SourceLocation("--port"));
        }

        await output.WriteLineAsync($"{app.Urls.First()}/  (Ctrl+C to stop)");
        await output.FlushAsync(cancellation);
        await app.Services.GetRequiredService<IHost>().WaitForShutdownAsync(cancellation);
        return CommandLine.Success;
    }
}
