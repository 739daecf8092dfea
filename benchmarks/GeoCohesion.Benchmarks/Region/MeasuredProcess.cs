using System.Diagnostics;
using System.Globalization;
using System.Text;
using GeoCohesion.Testing;

namespace GeoCohesion.Benchmarks.Region;

/// <summary><c>geocohesion</c> in a process of its own, and what it took.</summary>
/// <param name="Seconds">By the clock.</param>
/// <param name="ProcessorSeconds">User and system, of all threads; the last hundredths are missed.</param>
/// <param name="PeakBytes">High-water mark of the resident set.</param>
/// <param name="Steps">Steps that its progress told of, and when each began: by the clock, and in processor seconds.</param>
/// <param name="Error">What it said on standard error.</param>
sealed record MeasuredProcess(
    double Seconds, double ProcessorSeconds, long PeakBytes, IReadOnlyList<(string Step, double Seconds, double ProcessorSeconds)> Steps, string Error)
{
    static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs the program, as built in Release.</summary>
    /// <exception cref="InvalidOperationException">The program is not built, or failed.</exception>
    public static MeasuredProcess Run(params ReadOnlySpan<string> arguments)
    {
        var program = Path.Combine(Repository.Root, "artifacts", "bin", "GeoCohesion.Cli", "release", "geocohesion.dll");
        if (!File.Exists(program))
        {
            throw new InvalidOperationException("The program is not built: dotnet build src/GeoCohesion.Cli -c Release");
        }

        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var marks = new List<(string Step, double Seconds, double ProcessorSeconds)>();
        var error = new StringBuilder();
        var (peak, processor) = (0L, 0.0);
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            Console.Error.WriteLine(line.Data);
            lock (marks)
            {
                error.Append(line.Data).Append('\n');
                if (line.Data is { } text && text.EndsWith(" ...", StringComparison.Ordinal) && !text.Contains('%', StringComparison.Ordinal))
                {
                    marks.Add((text[..^4], clock.Elapsed.TotalSeconds, ProcessorSecondsOf(process.Id) ?? 0));
                }
            }
        };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        while (!process.WaitForExit(s_between))
        {
            peak = Math.Max(peak, PeakBytesOf(process.Id) ?? 0);
            processor = ProcessorSecondsOf(process.Id) ?? processor;
        }

        var seconds = clock.Elapsed.TotalSeconds;
        process.WaitForExit();
        return process.ExitCode == 0
            ? new MeasuredProcess(seconds, processor, peak, marks, error.ToString())
            : throw new InvalidOperationException($"geocohesion {string.Join(' ', start.ArgumentList.Skip(1))} ended with {process.ExitCode}.");
    }

    static long? PeakBytesOf(int process)
    {
        var line = Read(process, "status")?.Split('\n').FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line is null ? null : long.Parse(line.AsSpan(6, line.Length - 9), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) << 10;
    }

    static double? ProcessorSecondsOf(int process)
    {
        const int TicksPerSecond = 100;

        // Fields after the name, which ends with the last parenthesis: utime and stime are the 14th and 15th of all.
        return Read(process, "stat") is { } text && text[(text.LastIndexOf(')') + 2)..].Split(' ') is { Length: > 12 } fields
            ? (double)(long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond
            : null;
    }

    static string? Read(int process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/{file}");
        }
        catch (IOException)
        {
            // It has just ended, or the system has no such files.
            return null;
        }
    }
}
