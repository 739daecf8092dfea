namespace GeoCohesion.Core.Network;

/// <summary>A way of travelling by public transport: the streets it needs, and which stops and vehicles it may use. What each means: docs/transit.md.</summary>
public sealed record TransitVariant
{
    /// <summary>All variants, in the order in which modes are listed.</summary>
    public static IReadOnlyList<TransitVariant> All { get; } =
    [
        new() { Name = "transit", FootMode = "walk" },
        new() { Name = "bicycle_transit", FootMode = "walk", RideMode = "bicycle" },
        new() { Name = "wheelchair_transit", FootMode = "wheelchair", IsAccessible = true },
        new() { Name = "wheelchair_transit_unknown", FootMode = "wheelchair", IsAccessible = true, CountsUnknown = true },
    ];

    /// <summary>Name of the mode.</summary>
    public required string Name { get; init; }

    /// <summary>Street mode to, between and from stops, and of the direct way.</summary>
    public required string FootMode { get; init; }

    /// <summary>Street mode that a rider may also take to the first stop, and all the way; null for none.</summary>
    public string? RideMode { get; init; }

    /// <summary>Whether only stops and trips that a wheelchair can use count, and ways inside stations without steps.</summary>
    public bool IsAccessible { get; init; }

    /// <summary>Whether stops and trips of which the timetable does not say whether a wheelchair can use them count as well.</summary>
    public bool CountsUnknown { get; init; }

    /// <summary>Street modes that the variant needs.</summary>
    public IReadOnlyList<string> StreetModes => RideMode is null ? [FootMode] : [FootMode, RideMode];

    /// <summary>The variant of a name, or null for a street mode.</summary>
    public static TransitVariant? Find(string mode) => All.FirstOrDefault(variant => variant.Name == mode);

    /// <summary>Street modes that a mode needs: itself, or those of its variant.</summary>
    public static IReadOnlyList<string> StreetModesOf(string mode) => Find(mode)?.StreetModes ?? [mode];
}
