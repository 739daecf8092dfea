using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using GeoCohesion.Testing;

namespace GeoCohesion.Benchmarks.Region;

/// <summary>A step of a run, as its progress tells it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Seconds">By the clock, to the beginning of the next step.</param>
/// <param name="ProcessorSeconds">Of all threads.</param>
sealed record MeasuredStep(string Name, double Seconds, double ProcessorSeconds);

/// <summary><c>geocohesion run</c> of a territory, in a process of its own, and what it took.</summary>
sealed record MeasuredRun
{
    static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(20);

    /// <summary>Folder of the territory, without those above it.</summary>
    public required string Name { get; init; }

    /// <summary>By the clock.</summary>
    public required double Seconds { get; init; }

    /// <summary>User and system, of all threads; the last hundredths are missed.</summary>
    public required double ProcessorSeconds { get; init; }

    /// <summary>High-water mark of the resident set.</summary>
    public required long PeakBytes { get; init; }

    public required IReadOnlyList<MeasuredStep> Steps { get; init; }

    public required int Districts { get; init; }

    public required int Origins { get; init; }

    /// <summary>Residents' cells outside the districts.</summary>
    public required int Surroundings { get; init; }

    public required int Stops { get; init; }

    public required long StopTimes { get; init; }

    public required int Places { get; init; }

    /// <summary>Vertices of the streets on foot.</summary>
    public required int Vertices { get; init; }

    public required IReadOnlyList<(string Name, long Bytes)> Outputs { get; init; }

    public required IReadOnlyList<(string Name, long Bytes, string Sha256)> Inputs { get; init; }

    /// <summary>Runs the program, as built in Release, into an empty folder beside the territory.</summary>
    /// <exception cref="InvalidOperationException">The program is not built, or failed.</exception>
    public static MeasuredRun Of(string folder)
    {
        var program = Path.Combine(Repository.Root, "artifacts", "bin", "GeoCohesion.Cli", "release", "geocohesion.dll");
        if (!File.Exists(program))
        {
            throw new InvalidOperationException("The program is not built: dotnet build src/GeoCohesion.Cli -c Release");
        }

        var output = Path.Combine(folder, "results");
        if (Directory.Exists(output))
        {
            Directory.Delete(output, true);
        }

        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var argument in new[] { program, "run", Path.Combine(folder, "territory.json"), "--out", output })
        {
            start.ArgumentList.Add(argument);
        }

        var marks = new List<(string Step, double Seconds, double ProcessorSeconds)>();
        var (peak, processor) = (0L, 0.0);
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            Console.Error.WriteLine(line.Data);
            if (line.Data is { } text && text.EndsWith(" ...", StringComparison.Ordinal) && !text.Contains('%', StringComparison.Ordinal))
            {
                lock (marks)
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
            ? Describe(folder, output, seconds, processor, peak, marks)
            : throw new InvalidOperationException($"geocohesion run {folder} ended with {process.ExitCode}.");
    }

    static MeasuredRun Describe(
        string folder, string output, double seconds, double processor, long peak, List<(string Step, double Seconds, double ProcessorSeconds)> marks)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(output, "manifest.json")));
        var root = manifest.RootElement;
        var counts = root.GetProperty("counts");
        return new MeasuredRun
        {
            Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
            Seconds = seconds,
            ProcessorSeconds = processor,
            PeakBytes = peak,
            Steps =
            [
                .. marks.Zip(
                    marks.Skip(1).Append(("", seconds, processor)),
                    (from, to) => new MeasuredStep(from.Step, to.Item2 - from.Seconds, to.Item3 - from.ProcessorSeconds)),
            ],
            Districts = counts.GetProperty("districts").GetInt32(),
            Origins = counts.GetProperty("origins").GetInt32(),
            Surroundings = counts.GetProperty("surroundings").GetInt32(),
            Stops = int.Parse(
                root.GetProperty("parameters").GetProperty("transit").GetProperty("stops").GetString()!, CultureInfo.InvariantCulture),
            StopTimes = CountStopTimes(Path.Combine(folder, "gtfs.zip")),
            Places = CountLines(File.OpenRead(Path.Combine(folder, "BPE24.csv"))),
            Vertices = counts.GetProperty("streets").GetProperty("walk").GetProperty("vertices").GetInt32(),
            Outputs =
            [
                .. Directory.EnumerateFiles(output).Select(path => (Path.GetFileName(path), new FileInfo(path).Length)).OrderByDescending(file => file.Length),
            ],
            Inputs =
            [
                .. root.GetProperty("inputs").EnumerateArray().Select(input => (
                    input.GetProperty("file").GetString()!, input.GetProperty("bytes").GetInt64(), input.GetProperty("sha256").GetString()!)),
            ],
        };
    }

    static int CountStopTimes(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        return CountLines(zip.GetEntry("stop_times.txt")!.Open());
    }

    /// <summary>Lines after the first.</summary>
    static int CountLines(Stream stream)
    {
        using (stream)
        {
            var count = -1;
            var buffer = new byte[1 << 16];
            for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
            {
                count += buffer.AsSpan(0, read).Count((byte)'\n');
            }

            return count;
        }
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
