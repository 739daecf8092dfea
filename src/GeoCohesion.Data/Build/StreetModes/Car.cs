using GeoCohesion.Data.Sources.Osm;

namespace GeoCohesion.Data.Build.StreetModes;

/// <summary>By car: speeds of a usual hour from limits and road classes. Rules and speeds: docs/streets.md.</summary>
public sealed class Car : IStreetMode
{
    const double UrbanKph = 50;
    const double UnpavedKph = 30;
    const double ServiceKph = 15;

    static readonly string[] s_access = ["motorcar", "motor_vehicle", "vehicle", "access"];
    static readonly string[] s_forward =
        ["motorcar:forward", "motorcar", "motor_vehicle:forward", "motor_vehicle", "vehicle:forward", "vehicle", "access"];

    static readonly string[] s_backward =
        ["motorcar:backward", "motorcar", "motor_vehicle:backward", "motor_vehicle", "vehicle:backward", "vehicle", "access"];

    static readonly string[] s_implicitLimits = ["zone:maxspeed", "maxspeed:type", "source:maxspeed"];

    /// <inheritdoc/>
    public string Name => "car";

    /// <inheritdoc/>
    public IReadOnlyList<string> RestrictionKeys => ["restriction:motorcar", "restriction:motor_vehicle", "restriction"];

    /// <inheritdoc/>
    public IReadOnlyList<string> RestrictionExceptions => ["motorcar", "motor_vehicle", "vehicle"];

    /// <inheritdoc/>
    public StreetUse Read(OsmTags way, StreetSpeeds speeds)
    {
        var highway = way["highway"];
        if (!AccessTags.Exists(highway) || way.Is("area", "yes") || way.Is("type", "multipolygon"))
        {
            return StreetUse.None;
        }

        if (highway is null)
        {
            return AccessTags.IsFerry(way) && (AccessTags.Read(way, s_access) ?? false)
                ? new StreetUse(speeds.FerryKph, speeds.FerryKph, AccessTags.TraitsOf(way))
                {
                    WholeWaySeconds = AccessTags.FerrySeconds(way),
                }
                : StreetUse.None;
        }

        var byDefault = IsDrivableByDefault(way, highway);
        var oneway = AccessTags.Oneway(way, "oneway:motor_vehicle");
        var forward = (AccessTags.Read(way, s_forward) ?? byDefault) && oneway is OnewayDirection.Both or OnewayDirection.Forward;
        var backward = (AccessTags.Read(way, s_backward) ?? byDefault) && oneway is OnewayDirection.Both or OnewayDirection.Backward;
        if ((!forward && !backward) || highway is "steps" or "elevator" or "corridor" or "platform")
        {
            return StreetUse.None;
        }

        string? unread = null;
        return new StreetUse(
            forward ? speeds.CarFactor * SpeedKph(way, highway, "maxspeed:forward", ref unread) : 0,
            backward ? speeds.CarFactor * SpeedKph(way, highway, "maxspeed:backward", ref unread) : 0,
            AccessTags.TraitsOf(way))
        {
            UnreadLimit = unread,
        };
    }

    /// <inheritdoc/>
    public bool Passes(OsmTags node)
    {
        var barrier = node["barrier"];
        if (barrier is null or "no")
        {
            return true;
        }

        return AccessTags.Read(node, s_access) ?? barrier is
            "entrance" or "cattle_grid" or "toll_booth" or "border_control" or "sally_port" or "kerb"
            or "height_restrictor" or "bump_gate" or "arch";
    }

    static bool IsDrivableByDefault(OsmTags way, string highway) => highway switch
    {
        "motorway" or "motorway_link" or "trunk" or "trunk_link" or "primary" or "primary_link" or "secondary" or "secondary_link" or "tertiary"
            or "tertiary_link" or "unclassified" or "residential" or "living_street" or "road" => true,
        "service" => way["service"] is not ("emergency_access" or "bus"),
        _ => false,
    };

    /// <summary>Speed of a usual hour: a share of the limit that grows with it, because junctions are rarer on fast roads.</summary>
    static double SpeedKph(OsmTags way, string highway, string directionKey, ref string? unread)
    {
        var limit = LimitKph(way, highway, directionKey, ref unread);
        var isThrough = highway is not ("residential" or "living_street" or "service" or "road" or "track" or "pedestrian" or "path" or "cycleway")
            && !highway.EndsWith("_link", StringComparison.Ordinal);
        var share = limit switch
        {
            >= 90 => 0.9,
            >= 60 => 0.8,
            > 30 => isThrough ? 0.7 : 0.6,
            _ => 0.8,
        };
        var kph = limit * share;
        if (highway is "track" or "path"
            || way["surface"] is "unpaved" or "gravel" or "dirt" or "ground" or "earth" or "grass" or "sand" or "mud")
        {
            kph = Math.Min(kph, UnpavedKph);
        }

        return highway == "service" ? Math.Min(kph, ServiceKph) : kph;
    }

    static double LimitKph(OsmTags way, string highway, string directionKey, ref string? unread)
    {
        if ((way[directionKey] ?? way["maxspeed"]) is { } stated)
        {
            var meaning = SpeedLimit.Read(stated, out var kph);
            if (meaning == SpeedLimitMeaning.Limit)
            {
                return kph;
            }

            unread ??= meaning == SpeedLimitMeaning.NotUnderstood ? stated : null;
        }

        foreach (var key in s_implicitLimits)
        {
            if (way[key] is { } implied && SpeedLimit.Read(implied, out var kph) == SpeedLimitMeaning.Limit)
            {
                return kph;
            }
        }

        return highway switch
        {
            "motorway" => 130,
            "trunk" => 110,
            "motorway_link" or "trunk_link" => 70,
            "primary" or "secondary" => IsBuiltUp(way) ? UrbanKph : 80,
            "living_street" or "service" or "track" or "pedestrian" or "path" or "footway" or "cycleway" or "bridleway" => 20,
            _ => UrbanKph,
        };
    }

    /// <summary>Street lights and sidewalks are seldom found outside towns.</summary>
    static bool IsBuiltUp(OsmTags way) =>
        way.Is("lit", "yes") || way["sidewalk"] is "both" or "left" or "right" or "separate" or "yes"
        || way["sidewalk:both"] is "yes" or "separate"
        || way["sidewalk:left"] is "yes" or "separate" || way["sidewalk:right"] is "yes" or "separate";
}
