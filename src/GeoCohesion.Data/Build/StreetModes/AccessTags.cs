using System.Globalization;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Osm;

namespace GeoCohesion.Data.Build.StreetModes;

/// <summary>Direction in which vehicles may use a way.</summary>
enum OnewayDirection
{
    /// <summary>Both directions.</summary>
    Both,

    /// <summary>Only with the way.</summary>
    Forward,

    /// <summary>Only against the way.</summary>
    Backward,

    /// <summary>The direction changes with the hour: nothing can be counted on.</summary>
    Changing,
}

/// <summary>What access tags mean, for all modes alike.</summary>
static class AccessTags
{
    /// <summary>Whether a highway is one to travel on at all: not planned, gone, or a race track.</summary>
    public static bool Exists(string? highway) => highway is not (
        "construction" or "proposed" or "planned" or "razed" or "demolished" or "abandoned" or "disused" or "dismantled" or "raceway" or "via_ferrata"
        or "rest_area" or "services" or "no");

    /// <summary>Whether the way is a ferry.</summary>
    public static bool IsFerry(OsmTags way) => way["highway"] is null && (way.Is("route", "ferry") || way.Is("ferry", "yes"));

    /// <summary>Reads a hierarchy of access keys: true or false from the most specific key that states it, null where none does.</summary>
    /// <param name="tags">Of a way or a barrier.</param>
    /// <param name="keys">The most specific first.</param>
    public static bool? Read(OsmTags tags, ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (tags[key] is { } value && Meaning(value) is { } allowed)
            {
                return allowed;
            }
        }

        return null;
    }

    /// <summary>Reads <c>oneway</c> and what implies it.</summary>
    /// <param name="way">Tags of the way.</param>
    /// <param name="ownKey">Key that goes before <c>oneway</c>, e.g. <c>oneway:bicycle</c>.</param>
    public static OnewayDirection Oneway(OsmTags way, string ownKey) =>
        OnewayOf(way[ownKey]) ?? OnewayOf(way["oneway"])
        ?? (way["junction"] is "roundabout" or "circular" || way.Is("highway", "motorway") ? OnewayDirection.Forward : OnewayDirection.Both);

    /// <summary>Reads a oneway value; null where there is none that is understood.</summary>
    public static OnewayDirection? OnewayOf(string? value) => value switch
    {
        "yes" or "true" or "1" => OnewayDirection.Forward,
        "-1" or "reverse" => OnewayDirection.Backward,
        "reversible" => OnewayDirection.Changing,
        "no" or "false" or "0" or "alternating" => OnewayDirection.Both,
        _ => null,
    };

    /// <summary>What a way is, as far as snapping and display go.</summary>
    public static LinkTraits TraitsOf(OsmTags way)
    {
        var traits = LinkTraits.None;
        var highway = way["highway"];
        if (IsFerry(way))
        {
            traits |= LinkTraits.Ferry | LinkTraits.NoSnap;
        }

        if (highway is "motorway" or "motorway_link" || way.Is("motorroad", "yes")
            || way["bridge"] is { } bridge && bridge != "no"
            || way["tunnel"] is { } tunnel && tunnel is not ("no" or "building_passage" or "covered"))
        {
            traits |= LinkTraits.NoSnap;
        }

        if (highway == "steps")
        {
            traits |= LinkTraits.Stairs;
        }

        if (way.Is("area", "yes") || way.Is("type", "multipolygon"))
        {
            traits |= LinkTraits.Area;
        }

        var isSteps = highway == "steps" && !way.Is("ramp:wheelchair", "yes");
        return traits | way["wheelchair"] switch
        {
            "yes" or "designated" => LinkTraits.WheelchairYes,
            "no" => LinkTraits.WheelchairNo,
            _ => isSteps ? LinkTraits.WheelchairNo : LinkTraits.None,
        };
    }

    /// <summary>
    /// Crossing time of a ferry in seconds: <c>H:MM</c>, <c>H:MM:SS</c>, minutes, or ISO 8601 (<c>PT25M</c>); 0 where none is understood.
    /// </summary>
    public static double FerrySeconds(OsmTags way)
    {
        const int SecondsPerMinute = 60;
        var text = way["duration"];
        if (text is null)
        {
            return 0;
        }

        if (text.StartsWith("PT", StringComparison.Ordinal))
        {
            try
            {
                return System.Xml.XmlConvert.ToTimeSpan(text).TotalSeconds;
            }
            catch (Exception e) when (e is FormatException or OverflowException)
            {
                return 0;
            }
        }

        var parts = text.Split(':');
        double seconds = 0;
        foreach (var part in parts)
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return 0;
            }

            seconds = (seconds * SecondsPerMinute) + number;
        }

        return parts.Length switch { 1 or 2 => seconds * SecondsPerMinute, 3 => seconds, _ => 0 };
    }

    /// <summary>What one access value means; null for one that says nothing to a person passing through.</summary>
    static bool? Meaning(string value)
    {
        var end = value.IndexOf(';', StringComparison.Ordinal);
        return (end < 0 ? value : value[..end]) switch
        {
            "yes" or "designated" or "official" or "permissive" or "public" or "destination" or "customers" or "delivery" or "discouraged"
                or "true" or "1" or "limited" => true,
            "no" or "private" or "permit" or "residents" or "employees" or "members" or "staff" or "agricultural" or "forestry" or "military"
                or "emergency" or "use_sidepath" or "dismount" or "restricted" or "psv" or "bus" or "hov" or "0" or "false" => false,
            _ => null,
        };
    }
}
