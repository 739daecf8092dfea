using GeoCohesion.Core.Accessibility;
using static GeoCohesion.Core.Accessibility.ResultColumn;

namespace GeoCohesion.Core.Indicators;

/// <summary>Cumulative opportunities: places around, each weighted by a decay of its travel time.</summary>
public sealed class CumulativeOpportunities : IIndicator
{
    // Origins x classes x modes: for a map of some classes. Over all classes of a city it would outweigh everything else that a run writes.
    const int LargestOriginTable = 10_000;

    /// <inheritdoc/>
    public string Name => "cumulative-opportunities";

    /// <inheritdoc/>
    public IndicatorInfo Info { get; } = new(
        "Opportunités cumulées",
        "Cumulative opportunities",
        "Per class and mode, sum over places of capacity x w(t), t the travel time; mean over residents, those without a way counting "
        + "0. Decays: step (1 up to the limit, inclusive), linear (1 - t / limit), negative exponential (by half-life) and logistic "
        + "(g(0) / g(t), g(t) = 1 + exp((t - c) pi / (sd sqrt 3))); the last two are cut at 60 minutes. A weight per whole second. The "
        + "table of origins is made where it has at most 10,000 rows: name fewer classes to have it.",
        "capacity (equipments, professionals), weighted",
        "Hansen 1959 (gravity); Conveyal R5 (logistic decay); step is the count of isochrone studies",
        "Supply per inhabitant (see floating-catchment): nothing here is shared with the other residents who want the same places.");

    /// <inheritdoc/>
    public string? Missing(Study study) =>
        study.Classes.Count == 0 ? "no class of places has a place"
        : study.Modes.All(mode => mode.Classes.All(access => access.Decays.Count == 0)) ? "no decay is given"
        : null;

    /// <inheritdoc/>
    public IReadOnlyList<ResultTable> Compute(Study study)
    {
        var decays = study.Modes[0].Classes[0].Decays;
        var table = new ResultTable(
            "district_opportunities",
            "Opportunités cumulées de chaque quartier, par classe, mode et fonction de décroissance",
            [
                Text("id", "District, class, mode and decay"),
                Text("district", "Code of the district"),
                Text("class", "Class of places"),
                Text("class_label_fr", "Class in French"),
                Text("mode", "Mode"),
                Text("decay", "Decay"),
                Text("decay_label_fr", "Decay in French"),
                Text("formula", "Its formula, t in minutes"),
                Real("opportunities_mean", "", "Weighted capacity, mean over all residents"),
                Share("share_none", "Share of residents for whom nothing has a weight above 0"),
            ],
            null);
        foreach (var residents in DistrictResidents.Of(study))
        {
            for (var i = 0; i < study.Classes.Count; i++)
            {
                foreach (var mode in study.Modes)
                {
                    for (var d = 0; d < decays.Count; d++)
                    {
                        var opportunities = mode.Classes[i].Opportunities[d];
                        var (code, name) = (residents.District.Code, study.Classes[i].Name);
                        table.Add(
                            null,
                            $"{code}/{name}/{mode.Mode}/{decays[d].Name}",
                            code,
                            name,
                            study.Classes[i].French,
                            mode.Mode,
                            decays[d].Name,
                            decays[d].French,
                            decays[d].Formula,
                            residents.Mean(opportunities),
                            residents.Share(origin => opportunities[origin] <= 0));
                    }
                }
            }
        }

        var rows = (long)study.OriginCount * study.Classes.Count * study.Modes.Count;
        return rows <= LargestOriginTable ? [table, OriginTable(study, decays)] : [table];
    }

    static ResultTable OriginTable(Study study, IReadOnlyList<Decay> decays)
    {
        var table = new ResultTable(
            "origin_opportunities",
            "Opportunités cumulées de chaque point de départ, par classe et mode",
            [
                Text("id", "Origin, class and mode"),
                Text("origin", "Id of the origin"),
                Text("district", "Code of the district"),
                Text("class", "Class of places"),
                Text("mode", "Mode"),
                .. decays.Select(decay => Real(ColumnOf(decay), "", $"Capacity weighted by {decay.Formula}, t in minutes")),
            ],
            null);
        for (var origin = 0; origin < study.OriginCount; origin++)
        {
            var point = study.Points[origin];
            for (var i = 0; i < study.Classes.Count; i++)
            {
                foreach (var mode in study.Modes)
                {
                    List<object?> values =
                    [
                        $"{point.Id}/{study.Classes[i].Name}/{mode.Mode}",
                        point.Id,
                        study.Districts[point.District].Code,
                        study.Classes[i].Name,
                        mode.Mode,
                    ];
                    values.AddRange(mode.Classes[i].Opportunities.Select(byOrigin => (object?)byOrigin[origin]));
                    table.Add(null, [.. values]);
                }
            }
        }

        return table;
    }

    static string ColumnOf(Decay decay) => decay.Name.Replace('-', '_').Replace('.', '_');
}
