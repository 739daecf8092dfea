namespace GeoCohesion.Core.Accessibility;

/// <summary>What counts as near a stop, and as frequent, in the indicators of public transport service.</summary>
public sealed record StopParameters
{
    /// <summary>Departures an hour, in the morning peak, towards one direction, from which on a stop is frequent; above 0.</summary>
    public int FrequentDeparturesPerHour { get; init; } = 6;

    /// <summary>Walked metres within which a stop is near.</summary>
    public int NearWalkMeters { get; init; } = 300;

    /// <summary>Walked metres within which a stop serves residents; above <see cref="NearWalkMeters"/>.</summary>
    public int WalkMeters { get; init; } = 500;
}
