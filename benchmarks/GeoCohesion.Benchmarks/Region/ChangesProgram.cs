using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using GeoCohesion.Testing;

namespace GeoCohesion.Benchmarks.Region;

/// <summary>
/// <c>changes TERRITORY.JSON... [--results DIR]</c> measures <c>geocohesion run</c> after each kind of change to the inputs of a territory, beside the whole run;
/// <c>milan</c> stands for the territory that is drawn on the real data, if they are there.
/// </summary>
static partial class ChangesProgram
{
    const string Milan = "milan";

    /// <summary>Runs it.</summary>
    /// <returns>0, or 2 after saying what was expected.</returns>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        var folder = Directory.CreateTempSubdirectory("geocohesion-changes-");
        try
        {
            return Run(arguments, folder);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static int Run(ReadOnlySpan<string> arguments, DirectoryInfo folder)
    {
        var territories = new List<string>();
        string? results = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--results" && i + 1 < arguments.Length)
            {
                results = arguments[++i];
            }
            else
            {
                territories.Add(arguments[i] == Milan ? MilanTerritory.Write(folder.CreateSubdirectory(Milan).FullName) ?? Milan : arguments[i]);
            }
        }

        if (territories.Count == 0 || territories.Exists(path => !File.Exists(path)))
        {
            Console.Error.WriteLine("usage: changes TERRITORY.JSON... [--results DIR]   ('milan' for the territory drawn on the real data, if they are there)");
            return 2;
        }

        var report = Report([.. territories.Select(path => (Name(path), Measure(path)))]);
        Console.WriteLine(report);
        if (results is not null)
        {
            Directory.CreateDirectory(results);
            File.WriteAllText(Path.Combine(results, "Changes.md"), report);
        }

        return 0;
    }

    static string Name(string territoryPath) => Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(territoryPath)))!;

    static List<(string Change, MeasuredProcess Process)> Measure(string territoryPath)
    {
        var folder = Directory.CreateTempSubdirectory("geocohesion-changes-").FullName;
        try
        {
            var territory = new ChangedTerritory(territoryPath, Path.Combine(folder, "territory"));
            var (output, kept) = (Path.Combine(folder, "results"), Path.Combine(folder, "kept"));
            var measured = new List<(string, MeasuredProcess)> { ("everything (no earlier run)", MeasuredProcess.Run("run", territory.Save(), "--out", output)) };
            Copy(Path.Combine(output, "build"), kept);
            foreach (var (name, change) in territory.Changes())
            {
                // Each change by itself, from what the whole run has kept.
                Directory.Delete(Path.Combine(output, "build"), recursive: true);
                Copy(kept, Path.Combine(output, "build"));
                measured.Add((name, MeasuredProcess.Run("run", change(), "--out", output)));
            }

            return measured;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    static string Report(IReadOnlyList<(string Name, List<(string Change, MeasuredProcess Process)> Measured)> territories)
    {
        var text = new StringBuilder();
        Line($"# A run after a change");
        Line($"");
        Line($"`geocohesion run` into a folder of results, after each kind of change from the same state; [what is computed again](../../../docs/recomputation.md). Inputs are read, indicators");
        Line($"computed and all outputs written each time.");
        Line($"");
        Line($"```text");
        Line($"dotnet build src/GeoCohesion.Cli -c Release");
        Line($"dotnet run -c Release --project benchmarks/GeoCohesion.Benchmarks -- changes TERRITORY.JSON... --results benchmarks/results/CPU");
        Line($"```");
        Line($"");
        Line($"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors.");
        foreach (var (name, measured) in territories)
        {
            Line($"");
            Line($"## {name}");
            Line($"");
            Line($"| change | clock | of the whole run | processor | peak memory | parts computed |");
            Line($"|---|---:|---:|---:|---:|---:|");
            foreach (var (change, process) in measured)
            {
                var share = process.Seconds / measured[0].Process.Seconds;
                Line($"| {change} | {process.Seconds:0.0} s | {share:0 %} | {process.ProcessorSeconds:0.0} s | {process.PeakBytes >> 20:N0} MB | {PartsComputed(process.Error)} |");
            }
        }

        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    static string PartsComputed(string error) => TakenLine().Match(error) is { Success: true } taken
        ? FormattableString.Invariant($"{Number(taken, 2) - Number(taken, 1)} of {Number(taken, 2)}")
        : error.Contains("Nothing that the results are computed from has changed", StringComparison.Ordinal) ? "none" : "all";

    static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Taken from the last run: (\d+) parts of (\d+)")]
    private static partial Regex TakenLine();
}
