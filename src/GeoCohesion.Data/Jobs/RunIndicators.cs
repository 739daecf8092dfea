using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;

namespace GeoCohesion.Data.Jobs;

/// <summary>Computes every indicator that a study allows, and the table that tells what each of them is, or why it is not there.</summary>
static class RunIndicators
{
    /// <summary>Tables of all indicators, by the indicator's name in ordinal order; the list of them comes last.</summary>
    /// <param name="study">The run.</param>
    /// <param name="progress">Called with the share done, 0 to 1.</param>
    public static IReadOnlyList<ResultTable> Compute(Study study, Action<double> progress)
    {
        var list = new ResultTable(
            "indicators",
            "Les indicateurs : formule, unité, source, à ne pas confondre avec",
            [
                ResultColumn.Text("name", "Name of the indicator"),
                ResultColumn.Text("title_fr", "Title in French"),
                ResultColumn.Text("title_en", "Title in English"),
                ResultColumn.Flag("computed", "Whether this run computes it"),
                ResultColumn.Text("missing", "Why it is not computed; empty when it is"),
                ResultColumn.Text("tables", "Tables it fills, separated by ;"),
                ResultColumn.Text("formula", "How it is computed"),
                ResultColumn.Text("unit", "Unit of its figures"),
                ResultColumn.Text("source", "Paper, standard or public text it is taken from"),
                ResultColumn.Text("not_to_be_confused_with", "The figure it is most easily taken for"),
            ],
            null);
        var indicators = Catalog.Of<IIndicator>();
        var found = new (string? Missing, IReadOnlyList<ResultTable> Tables)[indicators.Count];
        ParallelWork.Run(
            [.. indicators.Values.Select((indicator, i) => (Action)(() => found[i] = ComputeOne(indicator, study)))], study.Threads, progress);
        foreach (var ((name, indicator), (missing, tables)) in indicators.Zip(found))
        {
            var info = indicator.Info;
            list.Add(
                null,
                name,
                info.French,
                info.English,
                missing is null,
                missing,
                string.Join(';', tables.Select(table => table.Name)),
                info.Formula,
                info.Unit,
                info.Source,
                info.NotToBeConfusedWith);
        }

        progress(1);
        return [.. found.SelectMany(each => each.Tables), list];
    }

    static (string? Missing, IReadOnlyList<ResultTable> Tables) ComputeOne(IIndicator indicator, Study study)
    {
        var missing = indicator.Missing(study);
        return (missing, missing is null ? indicator.Compute(study) : []);
    }
}
