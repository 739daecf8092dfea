using System.Globalization;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace GeoCohesion.Benchmarks.Import;

/// <summary>A column with how much of its own input each method takes in a second, e.g. <c>12.3 MB/s</c>.</summary>
/// <remarks>What an operation takes is left here by the benchmark's set-up, which runs in the same process.</remarks>
public sealed class WorkRate() : DerivedColumn("Rate", "Work of an operation divided by the mean", isNumeric: false)
{
    static readonly Dictionary<(string Method, string Case), (double Count, string Unit)> s_work = [];

    /// <summary>Tells how much an operation of a method works on.</summary>
    public static void Record(string method, string caseName, double count, string unit) => s_work[(method, caseName)] = (count, unit);

    /// <inheritdoc/>
    protected override string? Value(Summary summary, BenchmarkCase benchmarkCase)
    {
        const double NanosecondsPerSecond = 1e9;
        var key = (benchmarkCase.Descriptor.WorkloadMethod.Name, (string)benchmarkCase.Parameters["Case"]);
        return Mean(summary, benchmarkCase) is { } mean && s_work.TryGetValue(key, out var work)
            ? string.Create(CultureInfo.InvariantCulture, $"{work.Count * NanosecondsPerSecond / mean:N1} {work.Unit}/s")
            : null;
    }
}
