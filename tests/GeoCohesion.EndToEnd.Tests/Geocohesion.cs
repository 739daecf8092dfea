using System.Diagnostics;
using System.Text;

namespace GeoCohesion.EndToEnd.Tests;

/// <summary>What a run of the program came to.</summary>
public sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Runs the command <c>geocohesion</c> as people do: as a process of its own.</summary>
public static class Geocohesion
{
    static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <summary>Runs to the end.</summary>
    public static async Task<ProgramResult> Run(params string[] arguments)
    {
        using var process = Start(arguments);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new ProgramResult(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Runs to the end and insists on success.</summary>
    public static async Task<ProgramResult> RunWell(params string[] arguments)
    {
        var result = await Run(arguments);
        Assert.True(
            result.ExitCode == 0,
            $"geocohesion {string.Join(' ', arguments)} ended with {result.ExitCode}:\n{result.Error}{result.Output}");
        return result;
    }

    /// <summary>
    /// Runs and insists on a refusal as users should meet it: exit code 2, no results claimed, the pieces in one sentence, never a stack
    /// trace.
    /// </summary>
    public static async Task<ProgramResult> RunRefused(string[] arguments, params string[] pieces)
    {
        var result = await Run(arguments);
        AssertRefused(result, arguments, pieces);
        return result;
    }

    /// <summary>Whether a result is a refusal that says what the pieces say, in its last line.</summary>
    public static void AssertRefused(ProgramResult result, string[] arguments, params string[] pieces)
    {
        var command = $"geocohesion {string.Join(' ', arguments)}\n";
        Assert.True(result.ExitCode == 2, $"{command}exit code {result.ExitCode}:\n{result.Error}{result.Output}");
        AssertNoStackTrace(result);
        var sentences = result.ErrorLines
            .Where(line => !line.EndsWith(" ...", StringComparison.Ordinal)
                && !line.StartsWith("See 'geocohesion ", StringComparison.Ordinal))
            .ToArray();
        Assert.True(sentences.Length == 1, $"{command}one sentence is expected:\n{result.Error}");
        foreach (var piece in pieces)
        {
            Assert.True(sentences[0].Contains(piece, StringComparison.Ordinal), $"{command}'{piece}' is not in: {sentences[0]}");
        }
    }

    public static void AssertNoStackTrace(ProgramResult result)
    {
        Assert.DoesNotContain("   at GeoCohesion", result.Error + result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", result.Error + result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("mistake of GeoCohesion", result.Error + result.Output, StringComparison.Ordinal);
    }

    /// <summary>Starts the program; the caller ends it.</summary>
    public static Process Start(params string[] arguments)
    {
        var process = Prepare(arguments);
        process.Start();
        return process;
    }

    /// <summary>The program with its arguments, not yet started.</summary>
    public static Process Prepare(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "geocohesion.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new Process { StartInfo = start };
    }
}
