using System.Globalization;

namespace GeoCohesion.Data.Build.StreetModes;

/// <summary>What a speed limit tag says.</summary>
enum SpeedLimitMeaning
{
    /// <summary>A limit.</summary>
    Limit,

    /// <summary>No limit of its own, e.g. <c>signals</c> or <c>sign</c>.</summary>
    NotStated,

    /// <summary>Something else.</summary>
    NotUnderstood,
}

/// <summary>Reads <c>maxspeed</c> and its relatives; implicit limits are the French ones.</summary>
static class SpeedLimit
{
    const double KphPerMph = 1.609344;
    const double KphPerKnot = 1.852;
    const double HighestKph = 200;

    /// <summary>
    /// Reads a value: <c>50</c>, <c>30 mph</c>, <c>FR:urban</c>, <c>FR:zone30</c>, <c>none</c>, <c>walk</c>; of a list, the first.
    /// </summary>
    /// <param name="text">Value of the tag.</param>
    /// <param name="kph">Kilometres per hour, above 0, where it is a limit.</param>
    public static SpeedLimitMeaning Read(string text, out double kph)
    {
        var end = text.AsSpan().IndexOfAny(';', '|');
        var first = (end < 0 ? text.AsSpan() : text.AsSpan(0, end)).Trim();
        var colon = first.IndexOf(':');
        if (colon == 2 && char.IsAsciiLetter(first[0]) && char.IsAsciiLetter(first[1]))
        {
            return ReadImplicit(first[3..], out kph);
        }

        kph = first switch
        {
            "none" => 130,
            "walk" => 6,
            _ => 0,
        };
        if (kph > 0)
        {
            return SpeedLimitMeaning.Limit;
        }

        if (first is "signals" or "variable" or "sign" or "default" or "implicit" or "markings" or "unposted" or "")
        {
            return SpeedLimitMeaning.NotStated;
        }

        return TryReadNumber(first, out kph) ? SpeedLimitMeaning.Limit : SpeedLimitMeaning.NotUnderstood;
    }

    static SpeedLimitMeaning ReadImplicit(ReadOnlySpan<char> zone, out double kph)
    {
        kph = zone switch
        {
            "motorway" => 130,
            "trunk" => 110,
            "rural" => 80,
            "urban" => 50,
            "living_street" => 20,
            "bicycle_road" => 30,
            "walk" or "pedestrian_zone" => 6,
            _ => 0,
        };
        if (kph > 0)
        {
            return SpeedLimitMeaning.Limit;
        }

        var number = zone.StartsWith("zone") ? zone[4..].TrimStart(':') : zone;
        return TryReadNumber(number, out kph) ? SpeedLimitMeaning.Limit : SpeedLimitMeaning.NotUnderstood;
    }

    static bool TryReadNumber(ReadOnlySpan<char> text, out double kph)
    {
        var digits = 0;
        while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] == '.'))
        {
            digits++;
        }

        var factor = text[digits..].Trim() switch
        {
            "" or "km/h" or "kmh" or "kph" => 1,
            "mph" => KphPerMph,
            "knots" => KphPerKnot,
            _ => 0,
        };
        var isNumber = double.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out kph);
        kph *= factor;
        return isNumber && kph is > 0 and <= HighestKph;
    }
}
