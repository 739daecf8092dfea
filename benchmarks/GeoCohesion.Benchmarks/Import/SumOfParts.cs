using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace GeoCohesion.Benchmarks.Import;

/// <summary>A column that tells, beside the mean of the baseline, the sum of the means of its parts.</summary>
/// <param name="parts">Names of the methods that the baseline does one after the other.</param>
public sealed class SumOfParts(IReadOnlyCollection<string> parts) : IColumn
{
    public string Id => nameof(SumOfParts);

    public string ColumnName => "Sum of parts";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 1;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "Means of " + string.Join(" + ", parts);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        const double NanosecondsPerMillisecond = 1e6;
        if (!benchmarkCase.Descriptor.Baseline)
        {
            return "-";
        }

        double[] means =
        [
            .. from other in summary.BenchmarksCases
               where parts.Contains(other.Descriptor.WorkloadMethod.Name) && other.Parameters.DisplayInfo == benchmarkCase.Parameters.DisplayInfo
               let statistics = summary[other]?.ResultStatistics
               where statistics is not null
               select statistics.Mean,
        ];

        // Some may have been filtered out.
        return means.Length == parts.Count ? string.Create(CultureInfo.InvariantCulture, $"{means.Sum() / NanosecondsPerMillisecond:N1} ms") : "-";
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public bool IsAvailable(Summary summary) => true;
}
