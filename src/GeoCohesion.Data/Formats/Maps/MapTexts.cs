using System.Globalization;

namespace GeoCohesion.Data.Formats.Maps;

/// <summary>The words of a map, in one language.</summary>
public sealed class MapTexts
{
    // A narrow space that does not break, between thousands and before units.
    const string Narrow = "\u202f";
    const string Hard = "\u00a0";

    static readonly string[] s_frenchMonths =
        ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

    static readonly string[] s_frenchDays = ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"];

    readonly bool _isFrench;

    MapTexts(bool isFrench) => _isFrench = isFrench;

    /// <summary>Languages that maps speak (BCP 47), the first unless another is asked for.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["fr", "en"];

    /// <summary>French.</summary>
    public static MapTexts French { get; } = new(true);

    /// <summary>English.</summary>
    public static MapTexts English { get; } = new(false);

    /// <summary>The words of one of <see cref="Languages"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none: a bug of the caller, who checks what users say.</exception>
    public static MapTexts Of(string language) => language switch
    {
        "fr" => French,
        "en" => English,
        _ => throw new ArgumentOutOfRangeException(nameof(language), language, "Not a language of maps."),
    };

    /// <summary>BCP 47.</summary>
    public string Language => Say("fr", "en");

    internal string Data => Say("Données : ", "Data: ");

    internal string Projection => Say("Projection : ", "Projection: ");

    internal string Empty => Say("Rien à dessiner ici", "Nothing to draw here");

    internal string Verdict => Say("Verdict", "Verdict");

    internal string ShareWithin(int limitSeconds) => Say(
        $"En % : part des habitants à {Limit(limitSeconds, false)} ou moins",
        $"In %: share of residents {Limit(limitSeconds, false)} or less away");

    internal string Start(bool isTo, int count) => (isTo, count) switch
    {
        (false, 1) => Say("point de départ", "starting point"),
        (false, _) => Say("points de départ", "starting points"),
        (true, 1) => Say("destination", "destination"),
        _ => Say("destinations", "destinations"),
    };

    internal string TravelTime => Say("Temps de trajet", "Travel time");

    internal string Distance => Say("Distance", "Distance");

    internal string Unreached => Say("pas d’accès", "no way there");

    internal string NoValue => Say("sans valeur", "no value");

    internal string Others => Say("autres", "others");

    internal string Districts => Say("quartier", "district");

    internal string Centralities => Say("centralité", "centrality");

    internal string MainCentrality => Say("centralité principale", "main centrality");

    internal string StopsByDepartures => Say("Arrêts, par départs d’un jour", "Stops, by departures of a day");

    internal string Stop => Say("arrêt", "stop");

    internal string Lines => Say("Lignes", "Lines");

    internal string Line(string name) => Say($"ligne {name}", $"line {name}");

    internal string LinesOfTransport => Say("lignes de transport en commun", "public transport lines");

    internal string Flag(bool value) => value ? Say("oui", "yes") : Say("non", "no");

    internal string VerdictName(string verdict) => verdict switch
    {
        "conforming" => Say("conforme", "conforming"),
        "partly" => Say("en partie", "partly"),
        "not_conforming" => Say("non conforme", "not conforming"),
        _ => Say("non calculable", "not computable"),
    };

    internal string Mode(string mode) => mode switch
    {
        "walk" => Say("à pied", "on foot"),
        "bicycle" => Say("à vélo", "by bicycle"),
        "car" => Say("en voiture", "by car"),
        "wheelchair" => Say("en fauteuil roulant", "by wheelchair"),
        "transit" => Say("en transport en commun", "by public transport"),
        "bicycle_transit" => Say("à vélo et en transport en commun", "by bicycle and public transport"),
        "wheelchair_transit" or "wheelchair_transit_unknown" =>
            Say("en fauteuil roulant et en transport en commun", "by wheelchair and public transport"),
        _ => mode,
    };

    /// <summary>What isochrones say, as a title.</summary>
    internal string Isochrones(string mode, bool isTo, IReadOnlyList<double> limits, bool isByDistance, string? place)
    {
        var list = List([.. limits.Select(limit => Number(isByDistance ? limit : Math.Round(limit / 60, 1)))]);
        var within = isByDistance ? Say($"en {list} m", $"within {list} m") : Say($"en {list} min", $"within {list} min");
        var where = isTo ? Say("D’où l’on vient", "From where one comes") : Say("Jusqu’où l’on va", "How far one gets");
        var near = place is null ? "" : isTo ? Say($" vers {place}", $" to {place}") : Say($" depuis {place}", $" from {place}");
        return $"{where} {Mode(mode)} {within}{near}";
    }

    /// <summary>A district as a place that one leaves or goes to.</summary>
    internal string District(string name) => Say($"le quartier {name}", $"the district {name}");

    /// <summary>The nearest of several points.</summary>
    internal string NearestOf(int count) => Say($"le plus proche de {count} points", $"the nearest of {count} points");

    /// <summary>Several places, each with its own area.</summary>
    internal string Places(int count) => Say($"{count} lieux", $"{count} places");

    /// <summary>When, and by which departures: the line under the title.</summary>
    internal string When(MapQuestion question)
    {
        var parts = new List<string>();
        if (question.Date is { } date)
        {
            parts.Add(Date(date));
        }

        if (question is { FromSeconds: { } from, ToSeconds: { } to })
        {
            parts.Add(to - from <= 1
                ? Say($"départ à {Clock(from)}", $"departure at {Clock(from)}")
                : Say($"départs de {Clock(from)} à {Clock(to)}", $"departures from {Clock(from)} to {Clock(to)}"));
            if (to - from > 1 && question.Rule.Length > 0)
            {
                parts.Add(Rule(question.Rule));
            }
        }

        return string.Join(Say(", ", ", "), parts);
    }

    /// <summary>Which departures have to be within the limit.</summary>
    internal string Rule(string rule) => rule switch
    {
        "best" => Say("meilleur départ", "best departure"),
        "median" => Say("départ médian", "median departure"),
        "worst" => Say("pire départ", "worst departure"),
        ['p', .. var percentile] when percentile.All(char.IsAsciiDigit) =>
            Say($"{percentile}e centile des départs", $"percentile {percentile} of departures"),
        _ when rule.StartsWith("share:", StringComparison.Ordinal)
            && double.TryParse(rule.AsSpan(6), NumberStyles.Float, CultureInfo.InvariantCulture, out var share)
            => Say($"{Percent(share)} des départs", $"{Percent(share)} of departures"),
        _ => rule,
    };

    /// <summary>Up to a limit of time or distance.</summary>
    internal string UpTo(double limit, bool isByDistance) =>
        Say($"jusqu’à {Limit(limit, isByDistance)}", $"up to {Limit(limit, isByDistance)}");

    /// <summary>Between two limits of time or distance.</summary>
    internal string Between(double least, double most, bool isByDistance)
    {
        var from = Number(isByDistance ? least : Math.Round(least / 60, 1));
        return Say($"{from} à {Limit(most, isByDistance)}", $"{from} to {Limit(most, isByDistance)}");
    }

    /// <summary>More than a limit of time or distance.</summary>
    internal string Beyond(double limit, bool isByDistance) =>
        Say($"plus de {Limit(limit, isByDistance)}", $"over {Limit(limit, isByDistance)}");

    /// <summary>From one number to another.</summary>
    internal string Range(string from, string to) => Say($"{from} à {to}", $"{from} to {to}");

    /// <summary>Square kilometres.</summary>
    internal string Area(double squareMeters) => $"{Number(squareMeters / 1e6, squareMeters < 1e7 ? 2 : 1)}{Hard}km²";

    /// <summary>Residents.</summary>
    internal string Residents(double count) => Say($"{Number(Math.Round(count))}{Hard}hab.", $"{Number(Math.Round(count))} residents");

    /// <summary>A length of the scale bar.</summary>
    internal string Length(double meters) => meters >= 1000 ? $"{Number(meters / 1000)}{Hard}km" : $"{Number(meters)}{Hard}m";

    /// <summary>A share as a percentage.</summary>
    internal string Percent(double share) => Say(
        $"{Number(Math.Round(share * 100, 1))}{Hard}%", $"{Number(Math.Round(share * 100, 1))}%");

    /// <summary>A number with at most some digits after the point.</summary>
    internal string Number(double number, int digits = 1)
    {
        var text = Math.Round(number, digits).ToString("#,0.####", CultureInfo.InvariantCulture);
        return _isFrench ? text.Replace(",", Narrow, StringComparison.Ordinal).Replace('.', ',') : text;
    }

    /// <summary>Title of a layer: its own in French, that of the program in English where it knows the layer.</summary>
    internal string LayerTitle(MapLayer layer)
    {
        var (french, english) = layer.Name switch
        {
            "districts" => ("La demi-heure par quartier", "The half hour by district"),
            "origins" => ("Temps de trajet vers la centralité la plus proche", "Travel time to the nearest centrality"),
            "isochrones" => ("Zones atteintes depuis les quartiers", "Areas reached from the districts"),
            "stops" => ("Arrêts de transport en commun", "Public transport stops"),
            "lines" => ("Lignes de transport en commun", "Public transport lines"),
            "places" => ("Équipements, professionnels de santé et services", "Facilities, health professionals and services"),
            "centralities" => ("Centralités", "Centralities"),
            _ => (layer.Title.Length > 0 ? layer.Title : layer.Name, layer.Name.Replace('_', ' ')),
        };
        return Say(french, english);
    }

    static string Clock(int seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}");

    string Limit(double limit, bool isByDistance) =>
        isByDistance ? $"{Number(limit)}{Hard}m" : $"{Number(Math.Round(limit / 60, 1))}{Hard}min";

    string Date(DateOnly date) => _isFrench
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{s_frenchDays[(int)date.DayOfWeek]} {date.Day}{(date.Day == 1 ? "er" : "")} {s_frenchMonths[date.Month - 1]} {date.Year}")
        : date.ToString("dddd d MMMM yyyy", CultureInfo.InvariantCulture);

    string List(string[] items) => items.Length == 1 ? items[0] : $"{string.Join(", ", items[..^1])} {Say("et", "and")} {items[^1]}";

    string Say(string french, string english) => _isFrench ? french : english;
}
