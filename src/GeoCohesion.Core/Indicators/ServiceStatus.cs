namespace GeoCohesion.Core.Indicators;

/// <summary>Where a district stands with a service that it must have.</summary>
public enum ServiceStatus
{
    /// <summary>An instance stands inside the perimeter, or one that comes round serves the district.</summary>
    Inside,

    /// <summary>The median resident walks to one in time.</summary>
    Walk,

    /// <summary>The median resident reaches one in time by public transport, or on foot.</summary>
    Transit,

    /// <summary>None is that near, and every class of the service has a source that would list it.</summary>
    Absent,

    /// <summary>Nothing can be said; a reason goes with it.</summary>
    Unknown,
}

/// <summary>Names of the statuses, in results and for people.</summary>
public static class ServiceStatusNames
{
    /// <summary>All statuses, best first.</summary>
    public static IReadOnlyList<ServiceStatus> All { get; } =
        [ServiceStatus.Inside, ServiceStatus.Walk, ServiceStatus.Transit, ServiceStatus.Absent, ServiceStatus.Unknown];

    /// <summary>
    /// Stable name in result files: <c>inside</c>, <c>walk_10_min</c>, <c>transit_30_min</c>, <c>absent</c>, <c>unknown</c>.
    /// </summary>
    public static string Code(this ServiceStatus status) => status switch
    {
        ServiceStatus.Inside => "inside",
        ServiceStatus.Walk => "walk_10_min",
        ServiceStatus.Transit => "transit_30_min",
        ServiceStatus.Absent => "absent",
        _ => "unknown",
    };

    /// <summary>French label.</summary>
    public static string French(this ServiceStatus status) => status switch
    {
        ServiceStatus.Inside => "dans le quartier",
        ServiceStatus.Walk => "à 10 min à pied",
        ServiceStatus.Transit => "à 30 min en TC",
        ServiceStatus.Absent => "absent",
        _ => "inconnu",
    };
}
