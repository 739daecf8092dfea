namespace GeoCohesion.Core.Indicators;

/// <summary>A mode of public transport as PTAL tells them apart.</summary>
/// <param name="Name">Stable name in columns.</param>
/// <param name="French">Label in French.</param>
/// <param name="LongestWalkMeters">Walked metres beyond which its stops do not count.</param>
/// <param name="ReliabilityMinutes">Minutes that are added to the scheduled wait.</param>
public sealed record PtalMode(string Name, string French, int LongestWalkMeters, double ReliabilityMinutes)
{
    /// <summary>Buses, trolleybuses and coaches.</summary>
    public static PtalMode Bus { get; } = new("bus", "bus", 640, 2);

    /// <summary>Trams; funiculars, cable trams and aerial lifts, which TfL does not rate, count with them.</summary>
    public static PtalMode Tram { get; } = new("tram", "tramway", 960, 0.75);

    /// <summary>Metros and monorails.</summary>
    public static PtalMode Metro { get; } = new("metro", "métro", 960, 0.75);

    /// <summary>Trains.</summary>
    public static PtalMode Rail { get; } = new("rail", "train", 960, 0.75);

    /// <summary>All of them, in the order of columns.</summary>
    public static IReadOnlyList<PtalMode> All { get; } = [Bus, Tram, Metro, Rail];

    /// <summary>Mode of a GTFS <c>route_type</c>, extended ones included; null for boats, planes and taxis, which do not count.</summary>
    public static PtalMode? Of(int routeType) => routeType switch
    {
        3 or 11 or (>= 200 and < 300) or (>= 700 and < 900) => Bus,
        0 or 5 or 6 or 7 or (>= 900 and < 1000) or (>= 1300 and < 1500) => Tram,
        1 or 12 or (>= 400 and < 700) => Metro,
        2 or (>= 100 and < 200) => Rail,
        _ => null,
    };
}
