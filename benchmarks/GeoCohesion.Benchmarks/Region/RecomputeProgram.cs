namespace GeoCohesion.Benchmarks.Region;

/// <summary>
/// <c>recompute FOLDER... [--results DIR]</c> measures <c>geocohesion run</c> of territories; <c>scaling FOLDER [--results DIR]</c> generates
/// regions of several sizes in a folder, and measures them all.
/// </summary>
static class RecomputeProgram
{
    /// <summary>What is scaled, and the sizes: all together, then each thing by itself beside the rest at one scale.</summary>
    static readonly (string Series, double Share, Func<double, ulong, RegionSize> Size)[] s_sizes =
    [
        .. from scale in new[] { 0.1, 0.2, 0.5, 1 }
           select ("everything", scale, (Func<double, ulong, RegionSize>)((share, seed) => new RegionSize(share, seed))),
        .. from series in new[] { "districts", "stops", "places" }
           from share in new[] { 0.25, 0.5, 1 }
           select (series, share * AloneScale, (Func<double, ulong, RegionSize>)((of, seed) => Alone(series, of / AloneScale, seed))),
    ];

    const double AloneScale = 0.4;

    /// <summary>Runs it.</summary>
    /// <returns>0, or 2 after saying what was expected.</returns>
    public static int Run(string command, ReadOnlySpan<string> arguments)
    {
        if (!RegionArguments.TryRead(arguments, out var folders, out var size, out var results) || folders.Count == 0 || (command == "scaling" && folders.Count > 1))
        {
            Console.Error.WriteLine(command == "scaling"
                ? "usage: scaling FOLDER [--seed 1] [--scale 1 (largest)] [--results DIR]   (regions are generated in the folder)"
                : "usage: recompute FOLDER... [--results DIR]   (each folder holds a territory, as 'region' writes it)");
            return 2;
        }

        var runs = command == "scaling" ? [.. Scaling(folders[0], size)] : folders.Select(folder => ("everything", 1.0, MeasuredRun.Of(folder))).ToArray();
        var report = RegionReport.Markdown(runs, command);
        Console.WriteLine(report);
        if (results is not null)
        {
            Directory.CreateDirectory(results);
            File.WriteAllText(Path.Combine(results, "Region.md"), report);
            if (command == "scaling")
            {
                File.WriteAllText(Path.Combine(results, "Region.svg"), ScalingPlot.Svg(runs));
            }
        }

        return 0;
    }

    static IEnumerable<(string Series, double Share, MeasuredRun Run)> Scaling(string folder, RegionSize size)
    {
        var measured = new Dictionary<RegionSize, MeasuredRun>();
        foreach (var (series, share, sizeOf) in s_sizes)
        {
            var region = sizeOf(share, size.Seed);
            if (region.Scale > size.Scale)
            {
                continue;
            }

            if (!measured.TryGetValue(region, out var run))
            {
                var path = Path.Combine(folder, FormattableString.Invariant(
                    $"region-{region.Scale}-{region.DistrictShare}-{region.LineShare}-{region.PlaceShare}-{region.Seed}"));
                RegionProgram.Write(path, RegionProgram.Plan(false, region));
                measured.Add(region, run = MeasuredRun.Of(path));
            }

            yield return (series, share, run);
        }
    }

    static RegionSize Alone(string series, double share, ulong seed) => new(
        AloneScale, seed, series == "districts" ? share : 1, series == "stops" ? share : 1, series == "places" ? share : 1);
}
