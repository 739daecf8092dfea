using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Routing;
using static GeoCohesion.Core.Accessibility.ResultColumn;
using static GeoCohesion.Core.Indicators.DistrictResidents;

namespace GeoCohesion.Core.Indicators;

/// <summary>Baskets: how long until the nearest of every class of a list is reached, and which class decides.</summary>
public sealed class Baskets : IIndicator
{
    /// <inheritdoc/>
    public string Name => "baskets";

    /// <inheritdoc/>
    public IndicatorInfo Info { get; } = new(
        "Paniers : temps pour atteindre tous les lieux d'une liste",
        "Baskets: time to reach all classes of a list",
        "Per basket and mode, for each origin: time to complete it (the longest of the times to the nearest place of each class, each "
        + "from home) and the mean of those times; over residents. A resident without a way to one of the classes does not complete the "
        + "basket and stays in the denominator. Classes of which no input has any place are left out and named in classes_without_data.",
        "seconds; shares of residents",
        "this project; idea of INSEE's panier de vie courante (INSEE Première 1579)",
        "INSEE's baskets, which are by road and from communes, and a round trip through all the places: each place is reached from home.");

    /// <inheritdoc/>
    public string? Missing(Study study) =>
        study.Baskets.Count == 0 ? "no basket is given"
        : study.Baskets.All(basket => ClassesOf(study, basket).Length == 0) ? "no class of any basket has a place"
        : null;

    /// <inheritdoc/>
    public IReadOnlyList<ResultTable> Compute(Study study)
    {
        var byDistrict = new ResultTable(
            "district_baskets",
            "Temps de chaque quartier pour compléter chaque panier, par mode",
            [
                Text("id", "District, basket and mode"),
                Text("district", "Code of the district"),
                Text("basket", "Basket"),
                Text("basket_label_fr", "Basket in French"),
                Text("basket_label_en", "Basket in English"),
                Text("mode", "Mode"),
                Text("classes", "Classes counted, separated by ;"),
                Text("classes_without_data", "Classes of the basket of which no input has any place: not counted; separated by ;"),
                Real("complete_mean_s", "s", "Mean time to complete the basket, over residents who can"),
                Real(
                    "complete_mean_lower_bound_s", "s",
                    "Lower bound of the mean over all residents: those who cannot counted at the longest time looked for"),
                Seconds("complete_median_s", "Median time to complete the basket; empty where half of the residents cannot"),
                Seconds("complete_p90_s", "90th percentile of time to complete the basket"),
                Share("complete_share_within", "Share of residents who complete it within the limit of the half hour"),
                Share("unreachable_share", "Share of residents who cannot complete it"),
                Real(
                    "nearest_mean_s", "s",
                    "Mean over classes of the time to the nearest, then over residents who can complete the basket"),
                Text("deciding_class", "Class that takes longest, or is missing, for most residents"),
                Share("deciding_share", "Share of residents for whom it is that class"),
                Text("missing_class", "Class that most residents have no way to; empty when everyone reaches all"),
                Share("missing_share", "Share of residents without a way to that class"),
            ],
            null);
        var byOrigin = new ResultTable(
            "origin_baskets",
            "Temps de chaque point de départ pour compléter chaque panier, par mode",
            [
                Text("id", "Origin, basket and mode"),
                Text("origin", "Id of the origin"),
                Text("district", "Code of the district"),
                Text("basket", "Basket"),
                Text("mode", "Mode"),
                Seconds("complete_s", "Time to complete the basket; empty when a class has no way"),
                Real("nearest_mean_s", "s", "Mean over classes of the time to the nearest; empty when a class has no way"),
                Text("deciding_class", "Class that takes longest, or is missing"),
                Text("missing_classes", "Classes without a way, separated by ;"),
            ],
            null);
        var districts = Of(study);
        foreach (var basket in study.Baskets)
        {
            var classes = ClassesOf(study, basket);
            if (classes.Length == 0)
            {
                continue;
            }

            foreach (var mode in study.Modes)
            {
                var times = classes.Select(i => mode.Classes[i].NearestSeconds).ToArray();
                var completed = new CompletedBasket(times, study.OriginCount);
                foreach (var residents in districts)
                {
                    AddDistrict(byDistrict, study, basket, classes, mode, completed, residents);
                }

                for (var origin = 0; origin < study.OriginCount; origin++)
                {
                    var point = study.Points[origin];
                    byOrigin.Add(
                        null,
                        $"{point.Id}/{basket.Name}/{mode.Mode}",
                        point.Id,
                        study.Districts[point.District].Code,
                        basket.Name,
                        mode.Mode,
                        TravelTime.Reached(completed.Seconds[origin]),
                        completed.MeanSeconds[origin],
                        study.Classes[classes[completed.Deciding[origin]]].Name,
                        NamesOf(study, classes.Where((_, i) => times[i][origin] >= TravelTime.Unreached)));
                }
            }
        }

        return [byDistrict, byOrigin];
    }

    static void AddDistrict(
        ResultTable table,
        Study study,
        Basket basket,
        int[] classes,
        ModeAccess mode,
        CompletedBasket completed,
        DistrictResidents residents)
    {
        var summary = residents.Summary(completed.Seconds, study.Rule);
        var deciding = classes.Select((_, i) => residents.Share(origin => completed.Deciding[origin] == i)).ToArray();
        var missing = classes
            .Select(i => residents.Share(origin => mode.Classes[i].NearestSeconds[origin] >= TravelTime.Unreached))
            .ToArray();
        var (mostDeciding, mostMissing) = (Largest(deciding), Largest(missing));
        var reachable = 1 - summary.ShareUnreachable;
        table.Add(
            null,
            $"{residents.District.Code}/{basket.Name}/{mode.Mode}",
            residents.District.Code,
            basket.Name,
            basket.French,
            basket.English,
            mode.Mode,
            NamesOf(study, classes),
            string.Join(';', basket.Classes.Where(name => !classes.Any(i => study.Classes[i].Name == name))),
            summary.MeanReachableSeconds,
            summary.MeanLowerBoundSeconds(mode.LimitSeconds),
            TravelTime.Reached(summary.MedianSeconds),
            TravelTime.Reached(summary.P90Seconds),
            summary.ShareWithinLimit,
            summary.ShareUnreachable,
            reachable > 0
                ? residents.Mean([.. completed.MeanSeconds.Select(mean => double.IsNaN(mean) ? 0 : mean)]) / reachable
                : double.NaN,
            study.Classes[classes[mostDeciding]].Name,
            deciding[mostDeciding],
            missing[mostMissing] > 0 ? study.Classes[classes[mostMissing]].Name : null,
            missing[mostMissing]);
    }

    /// <summary>Classes of the study that a basket names and that have a place, in the basket's order.</summary>
    static int[] ClassesOf(Study study, Basket basket) =>
    [
        .. basket.Classes
            .Select(name => Enumerable.Range(0, study.Classes.Count).Where(i => study.Classes[i].Name == name).DefaultIfEmpty(-1).First())
            .Where(i => i >= 0 && study.PlacesByClass[i].Length > 0),
    ];

    static string NamesOf(Study study, IEnumerable<int> classes) => string.Join(';', classes.Select(i => study.Classes[i].Name));

    static int Largest(double[] shares) => Array.IndexOf(shares, shares.Max());

    /// <summary>Per origin, when a basket is complete and which class decides.</summary>
    sealed class CompletedBasket
    {
        public CompletedBasket(int[][] nearestByClass, int originCount)
        {
            (Seconds, MeanSeconds, Deciding) = (new int[originCount], new double[originCount], new int[originCount]);
            for (var origin = 0; origin < originCount; origin++)
            {
                var (longest, deciding, sum) = (-1, 0, 0L);
                for (var i = 0; i < nearestByClass.Length; i++)
                {
                    var seconds = nearestByClass[i][origin];
                    sum += seconds;
                    (longest, deciding) = seconds > longest ? (seconds, i) : (longest, deciding);
                }

                Seconds[origin] = longest;
                MeanSeconds[origin] = longest >= TravelTime.Unreached ? double.NaN : (double)sum / nearestByClass.Length;
                Deciding[origin] = deciding;
            }
        }

        public int[] Seconds { get; }

        public double[] MeanSeconds { get; }

        /// <summary>The first of several that take equally long.</summary>
        public int[] Deciding { get; }
    }
}
