using GeoCohesion.Data.Sources.Osm;

namespace GeoCohesion.Data.Build.StreetModes;

/// <summary>On foot. Rules and speeds: docs/streets.md.</summary>
public sealed class Walk : IStreetMode
{
    /// <summary>Stairs and lifts take longer than level ground by this factor of speed (stairs up and down alike).</summary>
    internal const double StairsFactor = 0.5;

    static readonly string[] s_access = ["foot", "access"];
    static readonly string[] s_forward = ["foot:forward", "foot", "access"];
    static readonly string[] s_backward = ["foot:backward", "foot", "access"];

    /// <inheritdoc/>
    public string Name => "walk";

    /// <inheritdoc/>
    public IReadOnlyList<string> RestrictionKeys => [];

    /// <inheritdoc/>
    public IReadOnlyList<string> RestrictionExceptions => [];

    /// <inheritdoc/>
    public StreetUse Read(OsmTags way, StreetSpeeds speeds) => ReadOnFoot(way, speeds);

    /// <inheritdoc/>
    public bool Passes(OsmTags node) => PassesOnFoot(node);

    /// <summary>The rules, for modes that walk a part of the way.</summary>
    internal static StreetUse ReadOnFoot(OsmTags way, StreetSpeeds speeds)
    {
        var highway = way["highway"];
        if (!AccessTags.Exists(highway))
        {
            return StreetUse.None;
        }

        var isFerry = AccessTags.IsFerry(way);
        var byDefault = IsAllowedByDefault(way, highway) || isFerry;
        var forward = AccessTags.Read(way, s_forward) ?? byDefault;
        var backward = AccessTags.Read(way, s_backward) ?? byDefault;
        var oneway = AccessTags.OnewayOf(way["oneway:foot"]) ?? ConveyingOf(way);
        forward &= oneway is OnewayDirection.Both or OnewayDirection.Forward;
        backward &= oneway is OnewayDirection.Both or OnewayDirection.Backward;
        if ((!forward && !backward) || (highway is null && !isFerry && !IsPlatformOrPier(way)))
        {
            return StreetUse.None;
        }

        var kph = isFerry ? speeds.FerryKph : speeds.WalkKph * (highway is "steps" or "elevator" ? StairsFactor : 1);
        return new StreetUse(forward ? kph : 0, backward ? kph : 0, AccessTags.TraitsOf(way))
        {
            WholeWaySeconds = isFerry ? AccessTags.FerrySeconds(way) : 0,
        };
    }

    /// <summary>Barriers on foot: only those that nobody gets through, and those that tags close.</summary>
    internal static bool PassesOnFoot(OsmTags node)
    {
        var barrier = node["barrier"];
        if (barrier is null or "no")
        {
            return true;
        }

        return AccessTags.Read(node, s_access) ?? (!node.Is("locked", "yes") && barrier is not (
            "wall" or "fence" or "hedge" or "retaining_wall" or "city_wall" or "guard_rail" or "ditch" or "spikes" or "tank_trap"));
    }

    static bool IsAllowedByDefault(OsmTags way, string? highway) => highway switch
    {
        null => IsPlatformOrPier(way),
        "primary" or "primary_link" or "secondary" or "secondary_link" or "tertiary" or "tertiary_link" or "unclassified" or "residential"
            or "living_street" or "service" or "track" or "road" or "path" or "footway" or "cycleway" or "bridleway" or "pedestrian" or "steps"
            or "corridor" or "elevator" or "platform" or "crossing" => !way.Is("motorroad", "yes"),
        "trunk" or "trunk_link" => !way.Is("motorroad", "yes") && HasSidewalk(way),
        _ => false,
    };

    static bool IsPlatformOrPier(OsmTags way) =>
        way.Is("railway", "platform") || way.Is("public_transport", "platform") || way.Is("man_made", "pier");

    static bool HasSidewalk(OsmTags way) =>
        way["sidewalk"] is "yes" or "both" or "left" or "right"
        || way.Is("sidewalk:left", "yes") || way.Is("sidewalk:right", "yes") || way.Is("sidewalk:both", "yes");

    /// <summary>Escalators and moving walkways carry one way; those that turn round carry both.</summary>
    static OnewayDirection ConveyingOf(OsmTags way) => way["conveying"] switch
    {
        "forward" => OnewayDirection.Forward,
        "backward" => OnewayDirection.Backward,
        _ => OnewayDirection.Both,
    };
}
