using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Routing;
using static GeoCohesion.Core.Accessibility.ResultColumn;

namespace GeoCohesion.Core.Indicators;

/// <summary>Access to health, one row per district and profession: on foot, by public transport and by car side by side.</summary>
public sealed class HealthAccess : IIndicator
{
    const string HealthGroup = "sante";

    static readonly (string Mode, string By)[] s_modes = [("walk", "on foot"), ("transit", "by public transport"), ("car", "by car")];

    /// <inheritdoc/>
    public string Name => "health-access";

    /// <inheritdoc/>
    public IndicatorInfo Info { get; } = new(
        "Accès à la santé : à pied, en transports en commun et en voiture",
        "Access to health: on foot, by public transport and by car",
        "Per profession or health facility, for each of the three modes apart: time to the nearest (mean over residents who have a "
        + "way, its lower bound with the others at the longest time looked for, median), to the third nearest (the choice of three), "
        + "number within 15 and 30 minutes, shares of residents without a way and with none within the limit of the half hour. Columns "
        + "of a mode that the run does not compute are empty.",
        "seconds; professionals or facilities; shares of residents",
        "Pacte de Dijon, 2018: mean access time on foot and by public transport to health professionals",
        "APL (DREES), which divides supply by demand: see floating-catchment. Times say nothing about whether an appointment is to "
        + "be had.");

    /// <inheritdoc/>
    public string? Missing(Study study) =>
        !study.Classes.Any(IsHealth) ? "no health profession or facility has a place"
        : !s_modes.Any(entry => study.Mode(entry.Mode) is not null) ? "none of walk, transit and car is computed"
        : null;

    /// <inheritdoc/>
    public IReadOnlyList<ResultTable> Compute(Study study)
    {
        List<ResultColumn> columns =
        [
            Text("id", "District and class"),
            Text("district", "Code of the district"),
            Text("class", "Health profession or facility"),
            Text("class_label_fr", "Class in French"),
            Text("class_label_en", "Class in English"),
            Whole("places", "", "Places of the class in the run"),
        ];
        foreach (var (mode, by) in s_modes)
        {
            columns.Add(Real($"{mode}_nearest_mean_s", "s", $"Mean time {by} to the nearest, over residents who have a way"));
            columns.Add(Real(
                $"{mode}_nearest_mean_lower_bound_s", "s",
                $"Lower bound of the mean {by} over all residents: those without a way counted at the longest time looked for"));
            columns.Add(Seconds(
                $"{mode}_nearest_median_s",
                $"Median time {by} to the nearest; empty where half of the residents have no way"));
            columns.Add(Seconds($"{mode}_third_median_s", $"Median time {by} to the third nearest: the choice of three"));
            columns.Add(Real($"{mode}_count_15_mean", "", $"Mean count within 15 minutes {by}"));
            columns.Add(Real($"{mode}_count_30_mean", "", $"Mean count within 30 minutes {by}"));
            columns.Add(Share($"{mode}_unreachable_share", $"Share of residents without a way {by}"));
            columns.Add(Share($"{mode}_none_within_limit_share", $"Share of residents with none within the limit of the half hour {by}"));
        }

        var table = new ResultTable(
            "district_health", "Accès de chaque quartier à la santé, à pied, en transports en commun et en voiture", columns, null);
        foreach (var residents in DistrictResidents.Of(study))
        {
            for (var i = 0; i < study.Classes.Count; i++)
            {
                if (IsHealth(study.Classes[i]))
                {
                    var (code, placeClass) = (residents.District.Code, study.Classes[i]);
                    List<object?> values =
                    [
                        $"{code}/{placeClass.Name}",
                        code,
                        placeClass.Name,
                        placeClass.French,
                        placeClass.English,
                        study.PlacesByClass[i].Length,
                    ];
                    foreach (var (mode, _) in s_modes)
                    {
                        values.AddRange(OfMode(study, residents, study.Mode(mode), i));
                    }

                    table.Add(null, [.. values]);
                }
            }
        }

        return [table];
    }

    static object?[] OfMode(Study study, DistrictResidents residents, ModeAccess? mode, int classIndex)
    {
        if (mode is null)
        {
            return new object?[8];
        }

        var access = mode.Classes[classIndex];
        var nearest = residents.Summary(access.NearestSeconds, study.Rule);
        return
        [
            nearest.MeanReachableSeconds,
            nearest.MeanLowerBoundSeconds(mode.LimitSeconds),
            TravelTime.Reached(nearest.MedianSeconds),
            residents.Median(access.ThirdSeconds),
            residents.Mean(access.CountWithin15),
            residents.Mean(access.CountWithin30),
            nearest.ShareUnreachable,
            1 - nearest.ShareWithinLimit,
        ];
    }

    static bool IsHealth(StudyClass placeClass) => placeClass.Group == HealthGroup;
}
