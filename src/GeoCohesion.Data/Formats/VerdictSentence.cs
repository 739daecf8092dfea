using System.Globalization;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Data.Formats;

/// <summary>The verdict of a district in plain words, for the table, the map and the report.</summary>
public static class VerdictSentence
{
    /// <summary>French sentence.</summary>
    /// <param name="assessment">The district.</param>
    /// <param name="rule">The rule it is judged by.</param>
    /// <param name="isGrid">Whether its origins are points of equal weight, for want of a population.</param>
    public static string French(DistrictAssessment assessment, HalfHourRule rule, bool isGrid) => assessment.Reason switch
    {
        "no-origins" => "Non calculable : aucun habitant ni point de départ dans le périmètre.",
        "origins-not-snapped" => "Non calculable : aucune rue à proximité des habitants.",
        "centralities-not-snapped" => "Non calculable : aucune rue à proximité des centralités.",
        _ => $"{Percent(assessment.Summary.ShareWithinLimit, "\u00a0%")} des {Count(assessment.Summary.Residents, "\u202f")} {(isGrid ? "points de départ" : "habitants")} sont à {Clock(rule.LimitSeconds, "\u00a0")} "
            + $"{(rule.LimitIsWithin ? "ou moins" : "au plus, non compris,")} de {FrenchTarget(rule.Centrality)} {FrenchModes(rule)} ; "
            + $"médiane {FrenchTime(assessment.Summary.MedianSeconds)}, pire logement {FrenchTime(assessment.Summary.WorstSeconds)}.",
    };

    /// <inheritdoc cref="French"/>
    /// <summary>English sentence.</summary>
    public static string English(DistrictAssessment assessment, HalfHourRule rule, bool isGrid) => assessment.Reason switch
    {
        "no-origins" => "Not computable: no resident and no point of departure within the perimeter.",
        "origins-not-snapped" => "Not computable: no street near the residents.",
        "centralities-not-snapped" => "Not computable: no street near the centralities.",
        _ => $"{Percent(assessment.Summary.ShareWithinLimit, "%")} of {Count(assessment.Summary.Residents, ",")} {(isGrid ? "points of departure" : "residents")} are {Clock(rule.LimitSeconds, " ")} "
            + $"{(rule.LimitIsWithin ? "or less" : "at most, not included,")} from {EnglishTarget(rule.Centrality)} {EnglishModes(rule)}; "
            + $"median {EnglishTime(assessment.Summary.MedianSeconds)}, worst dwelling {EnglishTime(assessment.Summary.WorstSeconds)}.",
    };

    static string FrenchTarget(CentralityChoice choice) => choice switch
    {
        CentralityChoice.Main => "la centralité principale",
        CentralityChoice.Each => "chacune des centralités",
        _ => "la meilleure centralité",
    };

    static string EnglishTarget(CentralityChoice choice) => choice switch
    {
        CentralityChoice.Main => "the main centre",
        CentralityChoice.Each => "each centrality",
        _ => "the best centrality",
    };

    static string FrenchModes(HalfHourRule rule) => string.Join(" ou ", rule.Modes.Select(mode => mode switch
    {
        "walk" => "à pied",
        "bicycle" => "à vélo",
        "car" => "en voiture",
        "bicycle_transit" => "à vélo puis en transports en commun",
        "wheelchair" => "en fauteuil roulant",
        "wheelchair_transit" => "en fauteuil roulant et en transports en commun accessibles",
        "wheelchair_transit_unknown" => "en fauteuil roulant et en transports en commun accessibles ou non renseignés",
        _ => "en transports en commun",
    }));

    static string EnglishModes(HalfHourRule rule) => string.Join(" or ", rule.Modes.Select(mode => mode switch
    {
        "walk" => "on foot",
        "bicycle" => "by bicycle",
        "car" => "by car",
        "bicycle_transit" => "by bicycle and public transport",
        "wheelchair" => "by wheelchair",
        "wheelchair_transit" => "by wheelchair and accessible public transport",
        "wheelchair_transit_unknown" => "by wheelchair and public transport that is accessible or does not say",
        _ => "by public transport",
    }));

    // A share just short of the whole must not read as the whole: it is rounded down.
    static string Percent(double share, string sign) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor((share * 100) + 1e-6):0}{sign}");

    static string Count(double residents, string separator) =>
        Math.Round(residents).ToString("#,0", CultureInfo.InvariantCulture).Replace(",", separator, StringComparison.Ordinal);

    static string FrenchTime(int seconds) => seconds >= TravelTime.Unreached ? "sans accès" : Clock(seconds, "\u00a0");

    static string EnglishTime(int seconds) => seconds >= TravelTime.Unreached ? "no way" : Clock(seconds, " ");

    static string Clock(int seconds, string space) => seconds % 60 == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}{space}min")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}{space}min{space}{seconds % 60:00}{space}s");
}
