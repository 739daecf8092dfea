using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace GeoCohesion.Benchmarks.Streets;

/// <summary>A column in the unit of the domain: the mean divided by how many of something an operation works on.</summary>
/// <param name="unit">E.g. <c>ns/edge</c>.</param>
/// <remarks>The count is left here by the benchmark's set-up, which runs in the same process.</remarks>
public sealed class WorkPerOperation(string unit) : IColumn
{
    static readonly Dictionary<string, double> s_countByParameters = new(StringComparer.Ordinal);

    public string Id => nameof(WorkPerOperation) + unit;

    public string ColumnName => unit;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "Mean divided by the work of an operation";

    /// <summary>Tells how much an operation works on, for the parameters as the benchmark declares them, in order of their names.</summary>
    public static void Record(Type benchmark, double count, params object[] parameters) =>
        s_countByParameters[benchmark.Name + " " + string.Join(" ", parameters)] = count;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        var parameters = benchmarkCase.Parameters.Items.OrderBy(item => item.Name, StringComparer.Ordinal).Select(item => item.Value);
        var key = benchmarkCase.Descriptor.Type.Name + " " + string.Join(" ", parameters);
        return summary[benchmarkCase]?.ResultStatistics is { } statistics && s_countByParameters.TryGetValue(key, out var count)
            ? (statistics.Mean / count).ToString("F2", CultureInfo.InvariantCulture)
            : "-";
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public bool IsAvailable(Summary summary) => true;
}
