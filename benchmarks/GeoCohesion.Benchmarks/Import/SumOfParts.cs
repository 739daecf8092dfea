using System.Globalization;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace GeoCohesion.Benchmarks.Import;

/// <summary>A column that tells, beside the mean of the baseline, the sum of the means of its parts.</summary>
/// <param name="parts">Names of the methods that the baseline does one after the other.</param>
public sealed class SumOfParts(IReadOnlyCollection<string> parts)
    : DerivedColumn("Sum of parts", "Means of " + string.Join(" + ", parts), priority: 1)
{
    /// <inheritdoc/>
    protected override string? Value(Summary summary, BenchmarkCase benchmarkCase)
    {
        const double NanosecondsPerMillisecond = 1e6;
        if (!benchmarkCase.Descriptor.Baseline)
        {
            return null;
        }

        double[] means =
        [
            .. summary.BenchmarksCases
                .Where(other => parts.Contains(other.Descriptor.WorkloadMethod.Name) && other.Parameters.DisplayInfo == benchmarkCase.Parameters.DisplayInfo)
                .Select(other => Mean(summary, other))
                .OfType<double>(),
        ];

        // Some may have been filtered out.
        return means.Length == parts.Count ? string.Create(CultureInfo.InvariantCulture, $"{means.Sum() / NanosecondsPerMillisecond:N1} ms") : null;
    }
}
