using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Routing;
using static GeoCohesion.Core.Accessibility.ResultColumn;

namespace GeoCohesion.Core.Indicators;

/// <summary>Dual access: how long until one has the choice of n places.</summary>
public sealed class DualAccess : IIndicator
{
    static readonly string[] s_ranks = ["nearest", "second nearest", "third nearest"];

    /// <inheritdoc/>
    public string Name => "access-dual";

    /// <inheritdoc/>
    public IndicatorInfo Info { get; } = new(
        "Temps pour avoir le choix : 1, 2 ou 3 lieux",
        "Dual access: time to have 1, 2 or 3 places",
        "Per class and mode, the time within which n places are reached (n = 1, 2, 3; a place of capacity 2 counts for two), over "
        + "residents: mean over those who reach n, its lower bound with the others at the longest time looked for, median, and the "
        + "share who do not reach n at all.",
        "seconds; shares of residents",
        "Dual of cumulative opportunities: Cui and Levinson, Primal and Dual Access, Geographical Analysis 52, 2020",
        "Cumulative opportunities, which fix the time and count the places; here the count is fixed and the time is read. With n = 1 "
        + "it is the time to the nearest.");

    /// <inheritdoc/>
    public string? Missing(Study study) => study.Classes.Count == 0 ? "no class of places has a place" : null;

    /// <inheritdoc/>
    public IReadOnlyList<ResultTable> Compute(Study study)
    {
        List<ResultColumn> columns =
        [
            Text("id", "District, class and mode"),
            Text("district", "Code of the district"),
            Text("class", "Class of places"),
            Text("class_label_fr", "Class in French"),
            Text("mode", "Mode"),
        ];
        for (var rank = 1; rank <= ClassAccess.NearestCount; rank++)
        {
            columns.Add(Real($"n{rank}_mean_s", "s", $"Mean time to the {s_ranks[rank - 1]}, over residents who have a way to it"));
            columns.Add(Real(
                $"n{rank}_mean_lower_bound_s", "s",
                "Lower bound of the mean over all residents: those without a way counted at the longest time looked for"));
            columns.Add(Seconds(
                $"n{rank}_median_s",
                $"Median time to the {s_ranks[rank - 1]}; empty where half of the residents have no way to it"));
            columns.Add(Share($"n{rank}_unreachable_share", $"Share of residents without a way to the {s_ranks[rank - 1]}"));
        }

        var table = new ResultTable(
            "district_dual_access", "Temps de chaque quartier pour atteindre 1, 2 ou 3 lieux de chaque classe, par mode", columns, null);
        foreach (var residents in DistrictResidents.Of(study))
        {
            for (var i = 0; i < study.Classes.Count; i++)
            {
                foreach (var mode in study.Modes)
                {
                    var (code, name) = (residents.District.Code, study.Classes[i].Name);
                    List<object?> values = [$"{code}/{name}/{mode.Mode}", code, name, study.Classes[i].French, mode.Mode];
                    for (var rank = 1; rank <= ClassAccess.NearestCount; rank++)
                    {
                        var summary = residents.Summary(mode.Classes[i].NthSeconds(rank), study.Rule);
                        values.Add(summary.MeanReachableSeconds);
                        values.Add(summary.MeanLowerBoundSeconds(mode.LimitSeconds));
                        values.Add(TravelTime.Reached(summary.MedianSeconds));
                        values.Add(summary.ShareUnreachable);
                    }

                    table.Add(null, [.. values]);
                }
            }
        }

        return [table];
    }
}
