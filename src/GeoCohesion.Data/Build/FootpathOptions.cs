namespace GeoCohesion.Data.Build;

/// <summary>How stops are joined to the streets and to each other.</summary>
public sealed record FootpathOptions
{
    /// <summary>Longest walk between two stops, seconds, both connectors included; walks that <c>transfers.txt</c> states may be longer.</summary>
    public int MaxWalkSeconds { get; init; } = 900;

    /// <summary>How far a stop or an entrance may be from the nearest street, millimetres.</summary>
    public int SnapRadiusMillimeters { get; init; } = 300_000;

    /// <summary>Whether ways inside stations may use neither stairs nor escalators.</summary>
    public bool IsStepFree { get; init; }

    /// <summary>Threads to use; the result is the same for any number.</summary>
    public int Threads { get; init; } = 1;
}
