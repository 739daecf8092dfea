using GeoCohesion.Core.Accessibility;

namespace GeoCohesion.Core.Indicators;

/// <summary>The half hour of a study, district by district: what its indicators share. Immutable; shared by all threads.</summary>
sealed class HalfHourView
{
    readonly bool[] _pointIsSnapped;
    readonly bool[] _centralityIsSnapped;

    public HalfHourView(Study study)
    {
        Study = study;
        IsMain = study.CentralityIsMain;
        OriginsByDistrict = study.OriginsByDistrict();
        Residents = study.Residents[..study.OriginCount];
        (_pointIsSnapped, _centralityIsSnapped) = study.SnappedByAnyOf(study.Rule.Modes);
    }

    public Study Study { get; }

    /// <summary>Per centrality, whether it is a main centre.</summary>
    public IReadOnlyList<bool> IsMain { get; }

    public IReadOnlyList<int>[] OriginsByDistrict { get; }

    /// <summary>Per origin.</summary>
    public double[] Residents { get; }

    /// <summary>The run's own window, at the run's own walking speed.</summary>
    public OccasionTimes Own => Study.Occasions[0];

    /// <summary>Why there is no half hour to speak of, or null.</summary>
    public static string? Missing(Study study) =>
        study.Occasions.Count == 0 || study.Occasions[0].Modes.Count == 0 ? "none of the rule's modes is computed" : null;

    /// <summary>Whether a centrality counts under a choice.</summary>
    public bool Counts(int centrality, CentralityChoice choice) => choice != CentralityChoice.Main || IsMain[centrality];

    /// <summary>Whether an origin has a street by one of the rule's modes.</summary>
    public bool IsSnapped(int origin) => _pointIsSnapped[origin];

    /// <summary>Per origin, the time that counts.</summary>
    public int[] Seconds(OccasionTimes occasion, WindowRule windowRule, CentralityChoice choice) =>
        occasion.Seconds(windowRule, IsMain, choice, Study.OriginCount);

    /// <summary>Judges a district on times per origin.</summary>
    public DistrictAssessment Assess(int district, int[] secondsByOrigin, HalfHourRule rule) => DistrictAssessment.Of(
        OriginsByDistrict[district], secondsByOrigin, Residents, _pointIsSnapped, CentralityTimes.CanBeReached(IsMain, _centralityIsSnapped, rule.Centrality), rule);

    /// <summary>The time within which a share of a district's residents is.</summary>
    public int SecondsOfShare(int district, int[] secondsByOrigin, double share) => WeightedPercentile.Of(
        OfDistrict(district, secondsByOrigin), OfDistrict(district, Residents), share * 100);

    /// <summary>The origin of the resident at a share of a district; -1 where nobody lives.</summary>
    public int OriginOfShare(int district, int[] secondsByOrigin, double share)
    {
        var index = WeightedPercentile.IndexOf(OfDistrict(district, secondsByOrigin), OfDistrict(district, Residents), share * 100);
        return index < 0 ? -1 : OriginsByDistrict[district][index];
    }

    /// <summary>The values of a district's origins out of those of all.</summary>
    public T[] OfDistrict<T>(int district, T[] byOrigin) => [.. OriginsByDistrict[district].Select(origin => byOrigin[origin])];
}
