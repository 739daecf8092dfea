using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace GeoCohesion.Benchmarks;

/// <summary>A column of a results table that follows from the means.</summary>
/// <param name="name">Head of the column.</param>
/// <param name="legend">What it says.</param>
/// <param name="isNumeric">Whether its values are numbers alone.</param>
/// <param name="priority">Place among such columns.</param>
public abstract class DerivedColumn(string name, string legend, bool isNumeric = true, int priority = 0) : IColumn
{
    public string Id => GetType().Name + ColumnName;

    public string ColumnName => name;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => priority;

    public bool IsNumeric => isNumeric;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => legend;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => Value(summary, benchmarkCase) ?? "-";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public bool IsAvailable(Summary summary) => true;

    /// <summary>The value of a case; null where it has none.</summary>
    protected abstract string? Value(Summary summary, BenchmarkCase benchmarkCase);

    /// <summary>Mean of an operation in nanoseconds; null where it was not measured.</summary>
    protected static double? Mean(Summary summary, BenchmarkCase benchmarkCase) => summary[benchmarkCase]?.ResultStatistics?.Mean;
}
