using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;

namespace GeoCohesion.Core.Tests.Indicators;

/// <summary>Residents within a quarter of an hour on foot of a centrality.</summary>
public sealed class QuarterHour : IIndicator
{
    const int LimitSeconds = 15 * 60;

    /// <inheritdoc/>
    public string Name => "quarter-hour";

    /// <inheritdoc/>
    public IndicatorInfo Info => new(
        "Habitants à un quart d'heure à pied d'une centralité",
        "Residents within a quarter of an hour on foot of a centrality",
        "Sum of residents whose walk to the nearest centrality takes 900 s or less.",
        "residents",
        "this project",
        "The half hour, which also counts public transport and has its own limit.");

    /// <inheritdoc/>
    public string? Missing(Study study) => study.Mode("walk") is null ? "walking is not computed" : null;

    /// <inheritdoc/>
    public IReadOnlyList<ResultTable> Compute(Study study)
    {
        var table = new ResultTable(
            "district_quarter_hour",
            "Habitants à un quart d'heure à pied d'une centralité",
            [ResultColumn.Text("code", "Code of the district"), ResultColumn.Real("residents_within", "residents", "Residents within 15 minutes on foot")],
            null);
        var walks = study.Mode("walk")!.CentralitySeconds;
        var origins = study.OriginsByDistrict();
        for (var district = 0; district < study.Districts.Count; district++)
        {
            var within = origins[district].Where(origin => walks.Any(toCentrality => toCentrality[origin] <= LimitSeconds));
            table.Add(null, study.Districts[district].Code, within.Sum(origin => study.Points[origin].Residents));
        }

        return [table];
    }
}
