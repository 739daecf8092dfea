using GeoCohesion.Data.Sources.Osm;

namespace GeoCohesion.Data.Build.StreetModes;

/// <summary>
/// By bicycle: riding where that is allowed, else pushing it at walking speed where walking is. Rules and speeds: docs/streets.md.
/// </summary>
public sealed class Bicycle : IStreetMode
{
    /// <summary>Riding among people on foot, as a share of the speed on a road.</summary>
    const double SharedFactor = 2.0 / 3;

    /// <summary>Riding on tracks and paths, as a share of the speed on a road.</summary>
    const double UnpavedFactor = 0.8;

    static readonly string[] s_access = ["bicycle", "vehicle", "access"];
    static readonly string[] s_forward = ["bicycle:forward", "bicycle", "vehicle:forward", "vehicle", "access"];
    static readonly string[] s_backward = ["bicycle:backward", "bicycle", "vehicle:backward", "vehicle", "access"];
    static readonly string[] s_sides = ["cycleway", "cycleway:left", "cycleway:right", "cycleway:both"];
    static readonly string[] s_sideOneways = ["cycleway:left:oneway", "cycleway:right:oneway", "cycleway:both:oneway"];

    /// <inheritdoc/>
    public string Name => "bicycle";

    /// <inheritdoc/>
    public IReadOnlyList<string> RestrictionKeys => [];

    /// <inheritdoc/>
    public IReadOnlyList<string> RestrictionExceptions => [];

    /// <inheritdoc/>
    public StreetUse Read(OsmTags way, StreetSpeeds speeds)
    {
        var highway = way["highway"];
        if (!AccessTags.Exists(highway) || (highway is null && !AccessTags.IsFerry(way)))
        {
            return StreetUse.None;
        }

        if (highway is null)
        {
            return AccessTags.Read(way, s_access) ?? true
                ? new StreetUse(speeds.FerryKph, speeds.FerryKph, AccessTags.TraitsOf(way))
                {
                    WholeWaySeconds = AccessTags.FerrySeconds(way),
                }
                : StreetUse.None;
        }

        var (ridesForward, ridesBackward) = Rides(way, highway);
        var rideKph = speeds.BicycleKph * highway switch
        {
            "footway" or "pedestrian" or "living_street" or "corridor" or "platform" => SharedFactor,
            "track" or "path" or "bridleway" => UnpavedFactor,
            _ => 1,
        };
        var push = Pushes(way, highway) ? Walk.ReadOnFoot(way, speeds) : StreetUse.None;
        var isDismount = way.Is("bicycle", "dismount");
        var forwardKph = ridesForward ? rideKph : isDismount ? speeds.WalkKph : push.ForwardKph;
        var backwardKph = ridesBackward ? rideKph : isDismount ? speeds.WalkKph : push.BackwardKph;
        return forwardKph > 0 || backwardKph > 0 ? new StreetUse(forwardKph, backwardKph, AccessTags.TraitsOf(way)) : StreetUse.None;
    }

    /// <inheritdoc/>
    public bool Passes(OsmTags node)
    {
        var barrier = node["barrier"];
        if (barrier is null or "no")
        {
            return true;
        }

        // Tags that let the rider through win; those that stop the rider still let a bicycle be pushed where people walk through.
        return AccessTags.Read(node, s_access) == true || node.Is("bicycle", "dismount")
            || (Walk.PassesOnFoot(node)
                && barrier is not ("stile" or "turnstile" or "full-height_turnstile" or "kissing_gate" or "horse_stile" or "log" or "debris"));
    }

    static bool Pushes(OsmTags way, string highway) => highway switch
    {
        "steps" => way.Is("ramp", "yes") || way.Is("ramp:bicycle", "yes"),
        "platform" or "corridor" => false,
        _ => true,
    };

    static (bool Forward, bool Backward) Rides(OsmTags way, string highway)
    {
        var byDefault = IsRideableByDefault(way, highway);
        var forward = AccessTags.Read(way, s_forward) ?? byDefault;
        var backward = AccessTags.Read(way, s_backward) ?? byDefault;
        if (highway == "steps")
        {
            return (false, false);
        }

        var oneway = OnewayOf(way);
        forward &= oneway is OnewayDirection.Both or OnewayDirection.Forward || way.Is("bicycle:forward", "yes");
        backward &= oneway is OnewayDirection.Both or OnewayDirection.Backward || way.Is("bicycle:backward", "yes");
        return (forward, backward);
    }

    static OnewayDirection OnewayOf(OsmTags way)
    {
        if (AccessTags.OnewayOf(way["oneway:bicycle"]) is { } own)
        {
            return own;
        }

        var all = AccessTags.Oneway(way, "oneway:bicycle");
        return all != OnewayDirection.Both && HasContraflow(way) ? OnewayDirection.Both : all;
    }

    static bool HasContraflow(OsmTags way)
    {
        foreach (var key in s_sides)
        {
            if (way[key]?.StartsWith("opposite", StringComparison.Ordinal) == true)
            {
                return true;
            }
        }

        foreach (var key in s_sideOneways)
        {
            if (way[key] is "no" or "-1")
            {
                return true;
            }
        }

        return false;
    }

    static bool IsRideableByDefault(OsmTags way, string highway) => highway switch
    {
        "primary" or "primary_link" or "secondary" or "secondary_link" or "tertiary" or "tertiary_link" or "unclassified" or "residential"
            or "living_street" or "service" or "track" or "road" or "path" or "cycleway" => !way.Is("motorroad", "yes"),
        "trunk" or "trunk_link" => !way.Is("motorroad", "yes") && HasCycleLane(way),
        _ => false,
    };

    static bool HasCycleLane(OsmTags way)
    {
        foreach (var key in s_sides)
        {
            if (way[key] is "lane" or "track" or "yes" or "shared_lane" or "share_busway")
            {
                return true;
            }
        }

        return false;
    }
}
