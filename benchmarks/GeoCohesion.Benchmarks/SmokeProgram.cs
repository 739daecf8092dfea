using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using GeoCohesion.Benchmarks.Region;

namespace GeoCohesion.Benchmarks;

/// <summary>
/// <c>smoke</c>: sets up every benchmark class on a small case, with its check that all methods give equal results, and runs each method once; then
/// generates a small region twice and runs the program on it. Shows that they work, not how fast.
/// </summary>
static class SmokeProgram
{
    const double RegionScale = 0.01;

    /// <summary>Runs it.</summary>
    /// <returns>0 when all ran, 1 when one failed.</returns>
    public static int Run()
    {
        BenchmarkScope.IsSmoke = true;
        var (ran, skipped, failed) = (0, 0, 0);
        var classes = typeof(SmokeProgram).Assembly.GetTypes().Where(type => BenchmarksOf(type).Length > 0).OrderBy(type => type.FullName, StringComparer.Ordinal);
        foreach (var (name, run) in classes.Select(type => (type.Name, (Action)(() => RunOnce(type)))).Append(("Region", RunRegion)))
        {
            var clock = Stopwatch.StartNew();
            var outcome = "ran";
            try
            {
                run();
                ran++;
            }
            catch (RealDataMissingException missing)
            {
                outcome = "skipped: " + missing.Message;
                skipped++;
            }
#pragma warning disable CA1031 // Whatever it is, the others still run, and the failure is counted.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                outcome = "FAILED: " + exception;
                failed++;
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {outcome} ({clock.Elapsed.TotalSeconds:0.0} s)"));
        }

        Console.WriteLine($"benchmarks: {ran} ran, {failed} failed, {skipped} skipped");
        return ran > 0 && failed == 0 ? 0 : 1;
    }

    static MethodInfo[] BenchmarksOf(Type type) => MethodsWith<BenchmarkAttribute>(type);

    static MethodInfo[] MethodsWith<T>(Type type)
        where T : Attribute => [.. type.GetMethods().Where(method => method.GetCustomAttribute<T>() is not null)];

    /// <summary>With the first value of each parameter.</summary>
    static void RunOnce(Type type)
    {
        var benchmark = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties())
        {
            if (property.GetCustomAttribute<ParamsAttribute>() is { } values)
            {
                property.SetValue(benchmark, values.Values[0]);
            }
            else if (property.GetCustomAttribute<ParamsSourceAttribute>() is { } source)
            {
                var all = (System.Collections.IEnumerable)type.GetProperty(source.Name)!.GetValue(benchmark)!;
                property.SetValue(benchmark, all.Cast<object>().First());
            }
        }

        Invoke(MethodsWith<GlobalSetupAttribute>(type));
        Invoke(BenchmarksOf(type));
        Invoke(MethodsWith<GlobalCleanupAttribute>(type));

        void Invoke(MethodInfo[] methods)
        {
            foreach (var method in methods)
            {
                method.Invoke(benchmark, BindingFlags.DoNotWrapExceptions, null, null, CultureInfo.InvariantCulture);
            }
        }
    }

    static void RunRegion()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"geocohesion-smoke-{Environment.ProcessId}");
        try
        {
            var (once, again) = (Path.Combine(folder, "once"), Path.Combine(folder, "again"));
            foreach (var path in new[] { once, again })
            {
                RegionProgram.Write(path, RegionProgram.Plan(false, new RegionSize(RegionScale, 1)));
            }

            foreach (var path in Directory.EnumerateFiles(once))
            {
                var other = Path.Combine(again, Path.GetFileName(path));
                if (!SHA256.HashData(File.ReadAllBytes(path)).AsSpan().SequenceEqual(SHA256.HashData(File.ReadAllBytes(other))))
                {
                    throw new InvalidOperationException($"{Path.GetFileName(path)} is not the same when it is generated again.");
                }
            }

            RegionProgram.Write(Path.Combine(folder, "nation"), RegionProgram.Plan(true, new RegionSize(RegionScale, 1)));
            var run = MeasuredRun.Of(once);
            (string, double, MeasuredRun)[] runs = [("everything", RegionScale, run), ("places", 2 * RegionScale, run), ("nation", 10 * RegionScale, run)];
            Console.WriteLine(RegionReport.Markdown(runs, "scaling"));
            Console.WriteLine(ScalingPlot.Svg(runs));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }
}
