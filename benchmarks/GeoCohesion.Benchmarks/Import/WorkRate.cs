using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace GeoCohesion.Benchmarks.Import;

/// <summary>A column with how much of its own input each method takes in a second, e.g. <c>12.3 MB/s</c>.</summary>
/// <remarks>What an operation takes is left here by the benchmark's set-up, which runs in the same process.</remarks>
public sealed class WorkRate : IColumn
{
    static readonly Dictionary<(string Method, string Case), (double Count, string Unit)> s_work = [];

    public string Id => nameof(WorkRate);

    public string ColumnName => "Rate";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => false;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "Work of an operation divided by the mean";

    /// <summary>Tells how much an operation of a method works on.</summary>
    public static void Record(string method, string caseName, double count, string unit) => s_work[(method, caseName)] = (count, unit);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        const double NanosecondsPerSecond = 1e9;
        var key = (benchmarkCase.Descriptor.WorkloadMethod.Name, (string)benchmarkCase.Parameters["Case"]);
        return summary[benchmarkCase]?.ResultStatistics is { } statistics && s_work.TryGetValue(key, out var work)
            ? string.Create(CultureInfo.InvariantCulture, $"{work.Count * NanosecondsPerSecond / statistics.Mean:N1} {work.Unit}/s")
            : "-";
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public bool IsAvailable(Summary summary) => true;
}
