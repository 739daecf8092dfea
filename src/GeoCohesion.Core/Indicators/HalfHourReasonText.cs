using System.Globalization;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Indicators;

/// <summary>Sentences that tell people why a district is beyond the half hour and what it would take.</summary>
static class HalfHourReasonText
{
    /// <summary>Stable name of a cause.</summary>
    public static string Code(HalfHourCause cause) => cause switch
    {
        HalfHourCause.SnapFailure => "snap_failure",
        HalfHourCause.SpanOfService => "span_of_service",
        HalfHourCause.NoWay => "no_way",
        HalfHourCause.Severance => "severance",
        HalfHourCause.Frequency => "frequency",
        HalfHourCause.Speed => "speed",
        _ => "distance",
    };

    /// <summary>French sentence.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="share">Share of the residents beyond the limit for whom it holds.</param>
    public static string French(HalfHourCause cause, double share)
    {
        var who = $"{HalfHourText.Percent(share)} % des habitants au-delà de la limite";
        return cause switch
        {
            HalfHourCause.SnapFailure => $"Rattachement : {who} n'ont aucune rue à proximité dans les données.",
            HalfHourCause.SpanOfService =>
                $"Amplitude : {who} tiendraient la limite à un autre départ ou à une autre occasion, "
                + "mais rien ne circule pendant une partie de la plage.",
            HalfHourCause.NoWay => $"Aucun trajet : {who} n'ont de trajet à aucun départ de la plage.",
            HalfHourCause.Severance =>
                $"Coupure : {who} habitent à portée de marche à vol d'oiseau (x {Comma(HalfHourCauses.DirectFactor)}), "
                + $"mais leur chemin à pied est au moins {Comma(HalfHourCauses.SeveranceFactor)} fois plus long que le vol d'oiseau.",
            HalfHourCause.Frequency => $"Fréquence : {who} tiendraient la limite au meilleur départ ; c'est l'attente qui les en éloigne.",
            HalfHourCause.Speed =>
                $"Vitesse : {who} tiendraient la limite si leurs véhicules avançaient à {Whole(HalfHourCauses.ReferenceKph)} km/h à vol d'oiseau, "
                + "correspondances comprises.",
            _ => $"Distance : pour {who}, ni détour à pied, ni attente, ni lenteur des véhicules n'explique seul le dépassement.",
        };
    }

    /// <inheritdoc cref="French(HalfHourCause, double)"/>
    /// <summary>English sentence.</summary>
    public static string English(HalfHourCause cause, double share)
    {
        var who = $"{HalfHourText.Percent(share)}% of the residents beyond the limit";
        return cause switch
        {
            HalfHourCause.SnapFailure => $"Snapping: {who} have no street near them in the data.",
            HalfHourCause.SpanOfService =>
                $"Span of service: {who} would be within the limit at another departure or on another occasion, "
                + "but nothing runs during a part of the window.",
            HalfHourCause.NoWay => $"No way: {who} have no way at any departure of the window.",
            HalfHourCause.Severance =>
                $"Severance: {who} live within a walk as the crow flies (x {Tenths(HalfHourCauses.DirectFactor)}), "
                + $"but their way on foot is at least {Tenths(HalfHourCauses.SeveranceFactor)} times as long as the crow flies.",
            HalfHourCause.Frequency =>
                $"Frequency: {who} would be within the limit at the best departure; it is the wait that keeps them from it.",
            HalfHourCause.Speed =>
                $"Speed: {who} would be within the limit, did their vehicles advance at {Whole(HalfHourCauses.ReferenceKph)} km/h as the crow flies, "
                + "changes included.",
            _ => $"Distance: for {who}, neither detour on foot, nor wait, nor slow vehicles alone explain it.",
        };
    }

    /// <summary>What it would take, in French.</summary>
    /// <param name="cuts">Per component, the smallest cut; <see cref="TravelTime.Unreached"/> when none does.</param>
    /// <param name="isConforming">Whether nothing is needed.</param>
    public static string TakesFrench(IReadOnlyList<(JourneyComponent Component, int Seconds)> cuts, bool isConforming)
    {
        var (enough, notEnough) = Split(cuts);
        if (isConforming)
        {
            return "Rien : la demi-heure est tenue.";
        }

        if (enough.Length == 0)
        {
            return "Aucune partie du trajet, même supprimée tout entière, n'y suffirait seule.";
        }

        var gains = string.Join(", ou de ", enough.Select(cut => $"{HalfHourText.Duration(cut.Seconds)} {cut.Component.FrenchOf()}"));
        var rest = string.Join(", ", notEnough.Select(cut => Bare(cut.Component)));
        return $"Il suffirait de {gains} en moins." + (rest.Length == 0 ? "" : $" N'y suffirait pas, même supprimé tout entier : {rest}.");

        static string Bare(JourneyComponent component) => component switch
        {
            JourneyComponent.WalkOut => "la marche au départ",
            JourneyComponent.Wait => "l'attente",
            JourneyComponent.Ride => "le trajet à bord",
            JourneyComponent.Transfer => "la correspondance",
            _ => "la marche à l'arrivée",
        };
    }

    /// <inheritdoc cref="TakesFrench"/>
    /// <summary>What it would take, in English.</summary>
    public static string TakesEnglish(IReadOnlyList<(JourneyComponent Component, int Seconds)> cuts, bool isConforming)
    {
        var (enough, notEnough) = Split(cuts);
        if (isConforming)
        {
            return "Nothing: the half hour holds.";
        }

        if (enough.Length == 0)
        {
            return "No part of the journey, even if it vanished, would be enough alone.";
        }

        var gains = string.Join(", or ", enough.Select(cut => $"{HalfHourText.Duration(cut.Seconds)} less of {cut.Component.English()}"));
        var rest = string.Join(", ", notEnough.Select(cut => cut.Component.English()));
        return $"It would take {gains}." + (rest.Length == 0 ? "" : $" Not enough, even if it vanished: {rest}.");
    }

    static ((JourneyComponent Component, int Seconds)[] Enough, (JourneyComponent Component, int Seconds)[] NotEnough) Split(
        IReadOnlyList<(JourneyComponent Component, int Seconds)> cuts) =>
    (
        [.. cuts.Where(cut => cut.Seconds < TravelTime.Unreached).OrderBy(cut => cut.Seconds)],
        [.. cuts.Where(cut => cut.Seconds >= TravelTime.Unreached)]);

    static string Comma(double value) => Tenths(value).Replace('.', ',');

    static string Tenths(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    static string Whole(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
