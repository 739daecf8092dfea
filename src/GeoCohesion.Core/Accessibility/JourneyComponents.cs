using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Accessibility;

/// <summary>What the seconds of a journey, door to door from the departure second on, are spent on.</summary>
public enum JourneyComponent
{
    /// <summary>Walk from home to the first stop; the whole way where there is no ride.</summary>
    WalkOut,

    /// <summary>From the arrival at the first stop until the first vehicle leaves: a rider who leaves home at a second of the window waits
    /// here.</summary>
    Wait,

    /// <summary>In a vehicle, stops on the way and time seated between two trips included.</summary>
    Ride,

    /// <summary>Walks between stops, and waits after the first ride.</summary>
    Transfer,

    /// <summary>Walk from the last stop to the centrality.</summary>
    WalkIn,
}

/// <summary>Names of the components.</summary>
public static class JourneyComponentNames
{
    /// <summary>Stable name in result files: <c>walk_out</c>, <c>wait</c>, <c>ride</c>, <c>transfer</c>, <c>walk_in</c>.</summary>
    public static string Code(this JourneyComponent component) => component switch
    {
        JourneyComponent.WalkOut => "walk_out",
        JourneyComponent.Wait => "wait",
        JourneyComponent.Ride => "ride",
        JourneyComponent.Transfer => "transfer",
        _ => "walk_in",
    };

    /// <summary>French noun with its preposition, as in <c>5 min d'attente</c>.</summary>
    public static string FrenchOf(this JourneyComponent component) => component switch
    {
        JourneyComponent.WalkOut => "de marche au départ (ou d'un bout à l'autre)",
        JourneyComponent.Wait => "d'attente",
        JourneyComponent.Ride => "de trajet à bord",
        JourneyComponent.Transfer => "de correspondance",
        _ => "de marche à l'arrivée",
    };

    /// <summary>English noun, as in <c>5 min of waiting</c>.</summary>
    public static string English(this JourneyComponent component) => component switch
    {
        JourneyComponent.WalkOut => "walking at the start (or all the way)",
        JourneyComponent.Wait => "waiting",
        JourneyComponent.Ride => "riding",
        JourneyComponent.Transfer => "changing",
        _ => "walking at the end",
    };
}

/// <summary>Seconds of a journey by component; they add up to its travel time.</summary>
/// <param name="WalkOutSeconds"><see cref="JourneyComponent.WalkOut"/>.</param>
/// <param name="WaitSeconds"><see cref="JourneyComponent.Wait"/>.</param>
/// <param name="RideSeconds"><see cref="JourneyComponent.Ride"/>.</param>
/// <param name="TransferSeconds"><see cref="JourneyComponent.Transfer"/>.</param>
/// <param name="WalkInSeconds"><see cref="JourneyComponent.WalkIn"/>.</param>
public readonly record struct JourneyComponents(int WalkOutSeconds, int WaitSeconds, int RideSeconds, int TransferSeconds, int WalkInSeconds)
{
    /// <summary>All components, in the order of a journey.</summary>
    public static IReadOnlyList<JourneyComponent> All { get; } = Enum.GetValues<JourneyComponent>();

    /// <summary>Seconds of one component.</summary>
    public int this[JourneyComponent component] => component switch
    {
        JourneyComponent.WalkOut => WalkOutSeconds,
        JourneyComponent.Wait => WaitSeconds,
        JourneyComponent.Ride => RideSeconds,
        JourneyComponent.Transfer => TransferSeconds,
        _ => WalkInSeconds,
    };

    /// <summary>The component that each leg of a journey counts for.</summary>
    public static JourneyComponent[] OfLegs(IReadOnlyList<JourneyLeg> legs)
    {
        var components = new JourneyComponent[legs.Count];
        var hasRidden = false;
        for (var leg = 0; leg < legs.Count; leg++)
        {
            components[leg] = legs[leg].Kind switch
            {
                LegKind.Access or LegKind.DirectWalk => JourneyComponent.WalkOut,
                LegKind.Egress => JourneyComponent.WalkIn,
                LegKind.Ride => JourneyComponent.Ride,
                LegKind.Transfer => JourneyComponent.Transfer,
                _ when !hasRidden => JourneyComponent.Wait,
                _ when leg + 1 < legs.Count && legs[leg + 1].IsStayingSeated => JourneyComponent.Ride,
                _ => JourneyComponent.Transfer,
            };
            hasRidden |= legs[leg].Kind == LegKind.Ride;
        }

        return components;
    }

    /// <summary>Adds a journey up.</summary>
    public static JourneyComponents Of(Journey journey)
    {
        Span<int> seconds = stackalloc int[5];
        var components = OfLegs(journey.Legs);
        for (var leg = 0; leg < components.Length; leg++)
        {
            seconds[(int)components[leg]] += journey.Legs[leg].DurationSeconds;
        }

        return new JourneyComponents(seconds[0], seconds[1], seconds[2], seconds[3], seconds[4]);
    }
}
