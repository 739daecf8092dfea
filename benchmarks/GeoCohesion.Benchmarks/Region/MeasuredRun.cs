using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace GeoCohesion.Benchmarks.Region;

/// <summary>A step of a run, as its progress tells it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Seconds">By the clock, to the beginning of the next step.</param>
/// <param name="ProcessorSeconds">Of all threads.</param>
sealed record MeasuredStep(string Name, double Seconds, double ProcessorSeconds);

/// <summary><c>geocohesion run</c> of a territory, in a process of its own, and what it took.</summary>
sealed record MeasuredRun
{
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
        var output = Path.Combine(folder, "results");
        if (Directory.Exists(output))
        {
            Directory.Delete(output, true);
        }

        return Describe(folder, output, MeasuredProcess.Run("run", Path.Combine(folder, "territory.json"), "--out", output));
    }

    static MeasuredRun Describe(string folder, string output, MeasuredProcess process)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(output, "manifest.json")));
        var root = manifest.RootElement;
        var counts = root.GetProperty("counts");
        return new MeasuredRun
        {
            Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
            Seconds = process.Seconds,
            ProcessorSeconds = process.ProcessorSeconds,
            PeakBytes = process.PeakBytes,
            Steps =
            [
                .. process.Steps.Zip(
                    process.Steps.Skip(1).Append(("", process.Seconds, process.ProcessorSeconds)),
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
}
