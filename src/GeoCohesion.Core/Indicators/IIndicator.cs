using GeoCohesion.Core.Accessibility;

namespace GeoCohesion.Core.Indicators;

/// <summary>What people must know to read an indicator; <c>docs/indicators.md</c> and the <c>indicators</c> table are made from it.</summary>
/// <param name="French">Title in French.</param>
/// <param name="English">Title in English.</param>
/// <param name="Formula">How it is computed, in one or two sentences.</param>
/// <param name="Unit">Unit of its figures.</param>
/// <param name="Source">Paper, standard or public text it is taken from; <c>this project</c> where it is its own.</param>
/// <param name="NotToBeConfusedWith">The figure that it is most easily taken for, and the difference.</param>
public sealed record IndicatorInfo(string French, string English, string Formula, string Unit, string Source, string NotToBeConfusedWith);

/// <summary>An indicator: one file that makes result tables from a study. Found by <see cref="Catalog"/>: adding one is adding a file.</summary>
public interface IIndicator : INamed
{
    /// <summary>What it is.</summary>
    IndicatorInfo Info { get; }

    /// <summary>Why the study does not allow it, as an English clause such as <c>no timetable is given</c>; null when it does.</summary>
    string? Missing(Study study);

    /// <summary>Computes it. Called only when nothing is missing.</summary>
    /// <param name="study">Everything a run has read and computed.</param>
    /// <returns>Tables in the order in which people read them; each has a name of its own. The same for any number of threads.</returns>
    IReadOnlyList<ResultTable> Compute(Study study);
}
