namespace GeoCohesion.Core.Network;

/// <summary>What people travel for in a flow of the census.</summary>
public enum FlowKind
{
    /// <summary>From home to work: INSEE's MOBPRO.</summary>
    Work,

    /// <summary>From home to school or university: INSEE's MOBSCO.</summary>
    School,
}

/// <summary>Names of flows in results and for people.</summary>
public static class FlowNames
{
    /// <summary>Stable name: <c>work</c>, <c>school</c>.</summary>
    public static string Code(this FlowKind kind) => kind == FlowKind.Work ? "work" : "school";

    /// <summary>French label.</summary>
    public static string French(this FlowKind kind) => kind == FlowKind.Work ? "travail" : "études";
}

/// <summary>How people go to work, as the census asks; stable names in results.</summary>
public static class FlowModes
{
    /// <summary>No travel: they work at home.</summary>
    public const string None = "none";

    /// <summary>On foot.</summary>
    public const string Walk = "walk";

    /// <summary>Bicycle.</summary>
    public const string Bicycle = "bicycle";

    /// <summary>Motor cycle or moped.</summary>
    public const string Motorcycle = "motorcycle";

    /// <summary>Bicycle or motor cycle, which the census did not tell apart before 2017.</summary>
    public const string TwoWheels = "two_wheels";

    /// <summary>Car, van or lorry.</summary>
    public const string Car = "car";

    /// <summary>Public transport.</summary>
    public const string Transit = "transit";

    /// <summary>The source does not say: pupils, and flows that INSEE has added up.</summary>
    public const string Unknown = "unknown";

    /// <summary>All of them, in the order in which people read them.</summary>
    public static IReadOnlyList<string> All { get; } = [None, Walk, Bicycle, Motorcycle, TwoWheels, Car, Transit, Unknown];
}

/// <summary>How many people the census counts between the commune they live in and the one they work or learn in.</summary>
/// <param name="Kind">What for.</param>
/// <param name="FromCommune">INSEE code of the commune of residence.</param>
/// <param name="ToCommune">INSEE code of the commune of work or study, or the code of a place abroad.</param>
/// <param name="Mode">One of <see cref="FlowModes"/>.</param>
/// <param name="Weight">People, a sum of sampling weights; not negative.</param>
public sealed record MobilityFlow(FlowKind Kind, string FromCommune, string ToCommune, string Mode, double Weight);
