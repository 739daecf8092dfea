using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Indicators;

/// <summary>The origins of a district and how many residents each stands for.</summary>
sealed class DistrictResidents
{
    readonly IReadOnlyList<int> _origins;

    DistrictResidents(District district, IReadOnlyList<int> origins, IReadOnlyList<Origin> points)
    {
        (District, _origins) = (district, origins);
        Weights = [.. origins.Select(origin => points[origin].Residents)];
        Total = Weights.Sum();
    }

    /// <summary>The district.</summary>
    public District District { get; }

    /// <summary>Per origin of the district, residents.</summary>
    public double[] Weights { get; }

    /// <summary>Residents of the district.</summary>
    public double Total { get; }

    /// <summary>Districts that have an origin, in the order of the study.</summary>
    public static IReadOnlyList<DistrictResidents> Of(Study study) =>
    [
        .. study.OriginsByDistrict()
            .Select((origins, district) => (origins, district))
            .Where(entry => entry.origins.Count > 0)
            .Select(entry => new DistrictResidents(study.Districts[entry.district], entry.origins, study.Points)),
    ];

    /// <summary>Values of the district's origins.</summary>
    public T[] Pick<T>(IReadOnlyList<T> byPoint) => [.. _origins.Select(origin => byPoint[origin])];

    /// <summary>Travel times of the district's residents.</summary>
    public TravelTimeSummary Summary(int[] secondsByPoint, HalfHourRule rule) =>
        TravelTimeSummary.Of(Pick(secondsByPoint), Weights, rule.LimitSeconds, rule.LimitIsWithin);

    /// <summary>Median time over residents; null where half of them have no way.</summary>
    public int? Median(int[] secondsByPoint) => TravelTime.Reached(WeightedPercentile.Of(Pick(secondsByPoint), Weights, 50));

    /// <summary>Mean over all residents; exactly the value where all have the same.</summary>
    public double Mean(IReadOnlyList<double> byPoint)
    {
        var first = byPoint[_origins[0]];
        return first + (_origins.Select((origin, i) => (byPoint[origin] - first) * Weights[i]).Sum() / Total);
    }

    /// <summary>Share of residents whose origin fulfils something.</summary>
    public double Share(Func<int, bool> isSo) => _origins.Select((origin, i) => isSo(origin) ? Weights[i] : 0).Sum() / Total;
}
