using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Routing;
using static GeoCohesion.Core.Accessibility.ResultColumn;
using static GeoCohesion.Core.Indicators.DistrictResidents;

namespace GeoCohesion.Core.Indicators;

/// <summary>Access of each district to each class of places: the nearest, the choice, the count around.</summary>
public sealed class AccessToClasses : IIndicator
{
    /// <inheritdoc/>
    public string Name => "access-classes";

    /// <inheritdoc/>
    public IndicatorInfo Info { get; } = new(
        "Accès aux lieux : le plus proche, le choix, le nombre autour",
        "Access to places: the nearest, the choice, the count around",
        "Per class and mode, travel time from each origin to its nearest, second and third nearest place (a place of capacity 2 is "
        + "its own second, of 3 its own third), and capacity within 5, 10, 15, 20 and 30 minutes (<=), over residents. Residents "
        + "without a way stay in every denominator: a mean is the mean over those who have a way, together with the share who have "
        + "none, and a lower bound that counts them at the longest time looked for.",
        "seconds; capacity (equipments, professionals); shares of residents",
        "this project; times to nearest as in INSEE Metric, but on foot and by public transport",
        "Straight-line distances, and INSEE's times by road between communes: these times are from inhabited cells, by the mode of "
        + "the row. Times of different modes are never mixed.");

    /// <inheritdoc/>
    public string? Missing(Study study) => study.Classes.Count == 0 ? "no class of places has a place" : null;

    /// <inheritdoc/>
    public IReadOnlyList<ResultTable> Compute(Study study)
    {
        var table = new ResultTable(
            "district_classes",
            "Accès de chaque quartier à chaque classe de lieux, par mode",
            [
                Text("id", "District, class and mode"),
                Text("district", "Code of the district"),
                Text("class", "Class of places"),
                Text("class_label_fr", "Class in French"),
                Text("class_label_en", "Class in English"),
                Text("mode", "Mode"),
                Whole("places", "", "Places of the class in the run"),
                Real("nearest_mean_s", "s", "Mean time to the nearest, over residents who have a way"),
                Seconds("nearest_median_s", "Median time to the nearest"),
                Seconds("nearest_p90_s", "90th percentile of time to the nearest"),
                Seconds("second_median_s", "Median time to the second nearest"),
                Real("count_15_mean", "", "Mean count within 15 minutes"),
                Real("count_30_mean", "", "Mean count within 30 minutes"),
                Share("share_none_within_limit", "Share of residents with none within the limit"),
                Share("unreachable_share", "Share of residents without a way"),
                Real(
                    "nearest_mean_lower_bound_s", "s",
                    "Lower bound of the mean over all residents: those without a way counted at search_limit_s"),
                Seconds("search_limit_s", "Longest time that was looked for"),
                Seconds("third_median_s", "Median time to the third nearest"),
                Real("count_5_mean", "", "Mean count within 5 minutes"),
                Real("count_10_mean", "", "Mean count within 10 minutes"),
                Real("count_20_mean", "", "Mean count within 20 minutes"),
            ],
            null);
        foreach (var residents in Of(study))
        {
            for (var i = 0; i < study.Classes.Count; i++)
            {
                foreach (var mode in study.Modes)
                {
                    var access = mode.Classes[i];
                    var nearest = residents.Summary(access.NearestSeconds, study.Rule);
                    table.Add(
                        null,
                        $"{residents.District.Code}/{study.Classes[i].Name}/{mode.Mode}",
                        residents.District.Code,
                        study.Classes[i].Name,
                        study.Classes[i].French,
                        study.Classes[i].English,
                        mode.Mode,
                        study.PlacesByClass[i].Length,
                        nearest.MeanReachableSeconds,
                        TravelTime.Reached(nearest.MedianSeconds),
                        TravelTime.Reached(nearest.P90Seconds),
                        residents.Median(access.SecondSeconds),
                        residents.Mean(access.CountWithin15),
                        residents.Mean(access.CountWithin30),
                        1 - nearest.ShareWithinLimit,
                        nearest.ShareUnreachable,
                        nearest.MeanLowerBoundSeconds(mode.LimitSeconds),
                        mode.LimitSeconds,
                        residents.Median(access.ThirdSeconds),
                        residents.Mean(access.CountWithin[0]),
                        residents.Mean(access.CountWithin[1]),
                        residents.Mean(access.CountWithin[3]));
                }
            }
        }

        return [table];
    }
}
