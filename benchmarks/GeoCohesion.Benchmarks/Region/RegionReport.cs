using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace GeoCohesion.Benchmarks.Region;

/// <summary>Tells what runs took, in Markdown.</summary>
static class RegionReport
{
    const int LargestOutputs = 6;

    public static string Markdown(IReadOnlyList<(string Series, double Share, MeasuredRun Run)> measured, string command)
    {
        MeasuredRun[] runs = [.. measured.Select(of => of.Run).Distinct()];
        var largest = runs.MaxBy(run => run.StopTimes)!;
        var text = new StringBuilder();
        Line($"# {(command == "scaling" ? "Scaling" : "Region")}");
        Line($"");
        Line($"A generated region, and what a full recomputation of it takes from the command line into an empty folder: streets and hierarchies built, walk, car and public");
        Line($"transport, all classes, all districts, other days and speeds, isochrones, indicators, every output file. Memory is the high-water mark of the process.");
        Line($"");
        Line($"```text");
        Line($"dotnet build src/GeoCohesion.Cli -c Release");
        Line(command == "scaling"
            ? (FormattableString)$"dotnet run -c Release --project benchmarks/GeoCohesion.Benchmarks -- scaling FOLDER --results benchmarks/results/CPU"
            : $"dotnet run -c Release --project benchmarks/GeoCohesion.Benchmarks -- recompute FOLDER... --results benchmarks/results/CPU");
        Line($"```");
        Line($"");
        Line($"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors.");
        Line($"");
        if (command == "scaling")
        {
            Line($"![Processor time and memory by size](Scaling.svg)");
            Line($"");
        }

        Line($"| scaled | share | districts | origins | cells around | stops | stop times | places | vertices on foot | clock | processor | peak memory | outputs |");
        Line($"|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var (series, share, run) in measured)
        {
            var counts = new long[] { run.Districts, run.Origins, run.Surroundings, run.Stops, run.StopTimes, run.Places, run.Vertices };
            var bytes = run.Outputs.Sum(file => file.Bytes);
            Line($"| {series} | {share:0.###} | {Numbers(counts)} | {run.Seconds:N1} s | {run.ProcessorSeconds:N1} s | {run.PeakBytes >> 20:N0} MB | {bytes >> 20:N0} MB |");
        }

        if (command == "scaling")
        {
            Line($"");
            Line($"`share` is of a full region: `districts`, `stops` (with lines and stop times) and `places` are scaled by themselves beside the rest of a region at scale {RecomputeProgram.AloneScale};");
            Line($"`nation` is {RegionProgram.RegionsOfNation} regions at scale {RecomputeProgram.NationScale}, side by side in one territory (`nation FOLDER --scale {RecomputeProgram.NationScale}`).");
        }

        Line($"");
        Line($"By step, clock / processor (s); steps that read or build the timetable come between the others:");
        Line($"");
        var everything = measured.Where(of => of.Series is "everything" or "nation").ToArray();
        var steps = everything.SelectMany(of => of.Run.Steps.Select(step => step.Name)).Distinct().ToArray();
        Line($"| step | {string.Join(" | ", everything.Select(of => FormattableString.Invariant($"{of.Run.Districts:N0} districts")))} |");
        Line($"|---|{string.Concat(everything.Select(_ => "---:|"))}");
        foreach (var step in steps)
        {
            Line($"| {step} | {string.Join(" | ", everything.Select(of => of.Run.Steps.FirstOrDefault(other => other.Name == step) is { } found
                ? FormattableString.Invariant($"{found.Seconds:0.0} / {found.ProcessorSeconds:0.0}") : "-"))} |");
        }

        Line($"");
        Line($"Largest outputs of the largest: {string.Join(", ", largest.Outputs.Take(LargestOutputs).Select(file => FormattableString.Invariant($"`{file.Name}` {file.Bytes >> 20:N0} MB")))}.");
        Line($"");
        Line($"Its inputs (the bytes of the archives depend on the version of zlib in the runtime):");
        Line($"");
        Line($"| file | bytes | SHA-256 |");
        Line($"|---|---:|---|");
        foreach (var (name, bytes, sha256) in largest.Inputs)
        {
            Line($"| `{name}` | {bytes:N0} | `{sha256}` |");
        }

        return text.ToString();

        static string Numbers(long[] counts) => string.Join(" | ", counts.Select(count => count.ToString("N0", CultureInfo.InvariantCulture)));

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
