using System.Globalization;
using GeoCohesion.Core.Accessibility;

namespace GeoCohesion.Core.Indicators;

/// <summary>Words of the half hour for people.</summary>
static class HalfHourText
{
    /// <summary>Clock time <c>HH:MM:SS</c> of a second of the service day; may pass 24 hours, and is negative on the day before.</summary>
    public static string Clock(int seconds) => seconds < 0
        ? $"-{Clock(-seconds)}"
        : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");

    /// <summary>A duration, e.g. <c>7 min 20 s</c>.</summary>
    public static string Duration(int seconds) => (seconds / 60, seconds % 60) switch
    {
        (0, var rest) => string.Create(CultureInfo.InvariantCulture, $"{rest} s"),
        (var minutes, 0) => string.Create(CultureInfo.InvariantCulture, $"{minutes} min"),
        var (minutes, rest) => string.Create(CultureInfo.InvariantCulture, $"{minutes} min {rest:00} s"),
    };

    /// <summary>A share in whole percent, rounded down: just short of the whole must not read as the whole.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor((share * 100) + 1e-6):0}");

    /// <summary>Verdict as an adjective.</summary>
    public static string French(Verdict verdict) => verdict == Verdict.Partly ? "partiellement conforme" : verdict.French();

    /// <summary>Verdict as an adjective.</summary>
    public static string English(Verdict verdict) => verdict switch
    {
        Verdict.Conforming => "conforming",
        Verdict.Partly => "partly conforming",
        Verdict.NotConforming => "not conforming",
        _ => "not computable",
    };

    /// <summary>Stable lower-case name of a rule of the window.</summary>
    public static string Code(WindowRule rule) => rule switch
    {
        WindowRule.Best => "best",
        WindowRule.Median => "median",
        WindowRule.Mean => "mean",
        WindowRule.P85 => "p85",
        _ => "worst",
    };

    /// <summary>Rule of the window, as in <c>conforme au meilleur départ</c>.</summary>
    public static string French(WindowRule rule) => rule switch
    {
        WindowRule.Best => "au meilleur départ",
        WindowRule.Median => "à la médiane de la plage",
        WindowRule.Mean => "en moyenne sur la plage",
        WindowRule.P85 => "au 85e centile de la plage",
        _ => "au pire départ",
    };

    /// <summary>Rule of the window, as in <c>conforming at the best departure</c>.</summary>
    public static string English(WindowRule rule) => rule switch
    {
        WindowRule.Best => "at the best departure",
        WindowRule.Median => "at the median of the window",
        WindowRule.Mean => "at the mean of the window",
        WindowRule.P85 => "at the 85th percentile of the window",
        _ => "at the worst departure",
    };

    /// <summary>Stable lower-case name of a choice of centralities.</summary>
    public static string Code(CentralityChoice choice) => choice switch
    {
        CentralityChoice.Best => "best",
        CentralityChoice.Main => "main",
        _ => "each",
    };

    /// <summary>Choice of centralities, as in <c>conforme vers la centralité principale</c>.</summary>
    public static string French(CentralityChoice choice) => choice switch
    {
        CentralityChoice.Best => "vers la meilleure centralité",
        CentralityChoice.Main => "vers la centralité principale",
        _ => "vers chacune des centralités",
    };

    /// <summary>Choice of centralities, as in <c>conforming for the main centre</c>.</summary>
    public static string English(CentralityChoice choice) => choice switch
    {
        CentralityChoice.Best => "for the best centrality",
        CentralityChoice.Main => "for the main centre",
        _ => "for each centrality",
    };
}
