using System.Globalization;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace GeoCohesion.Benchmarks.Streets;

/// <summary>A column in the unit of the domain: the mean divided by how many of something an operation works on.</summary>
/// <param name="unit">E.g. <c>ns/edge</c>.</param>
/// <remarks>The count is left here by the benchmark's set-up, which runs in the same process.</remarks>
public sealed class WorkPerOperation(string unit) : DerivedColumn(unit, "Mean divided by the work of an operation")
{
    static readonly Dictionary<string, double> s_countByParameters = new(StringComparer.Ordinal);

    /// <summary>Tells how much an operation works on, for the parameters as the benchmark declares them, in order of their names.</summary>
    public static void Record(Type benchmark, double count, params object[] parameters) =>
        s_countByParameters[benchmark.Name + " " + string.Join(" ", parameters)] = count;

    /// <inheritdoc/>
    protected override string? Value(Summary summary, BenchmarkCase benchmarkCase)
    {
        var parameters = benchmarkCase.Parameters.Items.OrderBy(item => item.Name, StringComparer.Ordinal).Select(item => item.Value);
        var key = benchmarkCase.Descriptor.Type.Name + " " + string.Join(" ", parameters);
        return Mean(summary, benchmarkCase) is { } mean && s_countByParameters.TryGetValue(key, out var count)
            ? (mean / count).ToString("F2", CultureInfo.InvariantCulture)
            : null;
    }
}
