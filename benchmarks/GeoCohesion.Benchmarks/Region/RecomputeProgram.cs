namespace GeoCohesion.Benchmarks.Region;

/// <summary>
/// <c>recompute FOLDER... [--results DIR]</c> measures <c>geocohesion run</c> of territories; <c>scaling FOLDER [--results DIR]</c> generates
/// regions of several sizes in a folder, and measures them all.
/// </summary>
static class RecomputeProgram
{
    /// <summary>Scale of the region beside whose rest one thing is scaled by itself.</summary>
    public const double AloneScale = 0.1;

    /// <summary>Scale of each of the ten regions of a nation.</summary>
    public const double NationScale = 0.05;

    const string Nation = "nation";

    /// <summary>What is scaled, and the sizes: all together, each thing by itself beside the rest at one scale, and ten regions in one territory.
    /// Shares are of a whole region.</summary>
    static readonly (string Series, double Share, Func<ulong, RegionSize> Size)[] s_sizes =
    [
        .. from scale in new[] { 0.05, 0.1, 0.2, 0.4 }
           select ("everything", scale, (Func<ulong, RegionSize>)(seed => new RegionSize(scale, seed))),
        .. from series in new[] { "districts", "stops", "places" }
           from thirds in new[] { 1, 2, 3 }
           select (series, AloneScale * (thirds / 3.0), (Func<ulong, RegionSize>)(seed => Alone(series, thirds / 3.0, seed))),
        (Nation, NationScale * RegionProgram.RegionsOfNation, seed => new RegionSize(NationScale, seed)),
    ];

    /// <summary>Runs it.</summary>
    /// <returns>0, or 2 after saying what was expected.</returns>
    public static int Run(string command, ReadOnlySpan<string> arguments)
    {
        if (!RegionArguments.TryRead(arguments, out var folders, out var size, out var results) || folders.Count == 0 || (command == "scaling" && folders.Count > 1))
        {
            Console.Error.WriteLine(command == "scaling"
                ? "usage: scaling FOLDER [--seed 1] [--scale 1 (largest share of a region)] [--results DIR]   (regions are generated in the folder)"
                : "usage: recompute FOLDER... [--results DIR]   (each folder holds a territory, as 'region' writes it)");
            return 2;
        }

        var runs = command == "scaling" ? [.. Scaling(folders[0], size)] : folders.Select(folder => ("everything", 1.0, MeasuredRun.Of(folder))).ToArray();
        var report = RegionReport.Markdown(runs, command);
        Console.WriteLine(report);
        if (results is not null)
        {
            Directory.CreateDirectory(results);
            if (command == "scaling")
            {
                File.WriteAllText(Path.Combine(results, "Scaling.md"), report);
                File.WriteAllText(Path.Combine(results, "Scaling.svg"), ScalingPlot.Svg(runs));
            }
            else
            {
                File.WriteAllText(Path.Combine(results, "Region.md"), report);
            }
        }

        return 0;
    }

    static IEnumerable<(string Series, double Share, MeasuredRun Run)> Scaling(string folder, RegionSize size)
    {
        var measured = new Dictionary<(bool IsNation, RegionSize Size), MeasuredRun>();
        foreach (var (series, share, sizeOf) in s_sizes)
        {
            if (share > size.Scale)
            {
                continue;
            }

            var (isNation, region) = (series == Nation, sizeOf(size.Seed));
            if (!measured.TryGetValue((isNation, region), out var run))
            {
                var path = Path.Combine(folder, FormattableString.Invariant(
                    $"{(isNation ? Nation : "region")}-{region.Scale}-{region.DistrictShare:0.##}-{region.LineShare:0.##}-{region.PlaceShare:0.##}-{region.Seed}"));
                RegionProgram.Write(path, RegionProgram.Plan(isNation, region));
                measured.Add((isNation, region), run = MeasuredRun.Of(path));
            }

            yield return (series, share, run);
        }
    }

    static RegionSize Alone(string series, double share, ulong seed) => new(
        AloneScale, seed, series == "districts" ? share : 1, series == "stops" ? share : 1, series == "places" ? share : 1);
}
