namespace GeoCohesion.Core.Routing.Transit;

/// <summary>What a rider does and accepts. Maximum walks are applied by the caller, who chooses the stops that are walkable.</summary>
public sealed record TransitOptions
{
    /// <summary>Seconds a rider must be at the stop before any boarding, the first included; not negative. R5 uses 60.</summary>
    public int BoardingSlackSeconds { get; init; }

    /// <summary>Longest journey that counts, door to door from the departure second on, in seconds, inclusive; a direct walk is held to
    /// it as well.</summary>
    public int MaxDurationSeconds { get; init; } = 7200;

    /// <summary>Most rides of a journey, 1 to <see cref="RidesProfileSearch.MostRides"/>, or 0 for any number. Staying seated into the
    /// next trip is no new ride.</summary>
    public int MaxRides { get; init; }
}
