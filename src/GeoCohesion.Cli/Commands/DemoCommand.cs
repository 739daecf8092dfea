using System.CommandLine;
using GeoCohesion.Api;
using GeoCohesion.Core;
using GeoCohesion.Data.Jobs;

namespace GeoCohesion.Cli.Commands;

/// <summary><c>geocohesion demo</c>: computes the sample city and serves it.</summary>
public sealed class DemoCommand : ICliCommand
{
    static readonly string s_sampleTerritory = Path.Combine("data-samples", "aurelmont", "territory.json");

    /// <inheritdoc/>
    public string Name => "demo";

    /// <inheritdoc/>
    public int Order => 10;

    /// <inheritdoc/>
    public Command Build()
    {
        var output = new Option<string?>("--out") { Description = "Folder for the results; artifacts/demo of the checkout unless given", HelpName = "DIR" };
        var port = CommonOptions.Port("TCP port on 127.0.0.1; the next free one when it is taken");
        var noServe = new Option<bool>("--no-serve") { Description = "Compute and print the verdicts, do not serve" };
        var command = new Command(
            Name,
            "Computes the fictional sample city Aurelmont end to end, prints its verdicts, and serves the results on a local address.\n\n"
            + "Examples:\n"
            + "  geocohesion demo\n"
            + "  geocohesion demo --no-serve --out /tmp/aurelmont")
        {
            output, port, noServe,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var checkout = FindCheckout();
            var folder = parsed.GetValue(output) ?? Path.Combine(checkout, "artifacts", "demo");
            var console = parsed.InvocationConfiguration.Output;
            RunCommand.Run(new RunOptions { TerritoryPath = Path.Combine(checkout, s_sampleTerritory), OutputFolder = folder }, console, parsed.InvocationConfiguration.Error);
            return parsed.GetValue(noServe)
                ? CommandLine.Success
                : await ServeCommand.Serve(new RunResults(folder), new ServiceOptions { Port = FreePort(parsed.GetValue(port)) }, console, cancellation);
        });
        return command;
    }

    /// <summary>The port wanted, or any free one (0) when it is taken: a demonstration must not end on that.</summary>
    static int FreePort(int wanted)
    {
        try
        {
            using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, wanted);
            probe.Start();
            return wanted;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return 0;
        }
    }

    static string FindCheckout()
    {
        foreach (var start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, s_sampleTerritory)))
                {
                    return folder.FullName;
                }
            }
        }

        throw new InputException("sample-missing", "the sample city is not on this machine; run this inside a checkout of GeoCohesion.", new SourceLocation(s_sampleTerritory));
    }
}
