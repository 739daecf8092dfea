using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Indicators;

/// <summary>What was found out about one service of one district.</summary>
/// <param name="Status">The status.</param>
/// <param name="Reason">
/// Why it is unknown: <c>no-source</c>, <c>no-origins</c>, <c>origins-not-snapped</c>, <c>partial-source</c> (some class of the service
/// has no source); empty otherwise.
/// </param>
/// <param name="Instance">
/// The instance that proves the status; where none is near enough, the nearest that there is; null when none is reached.
/// </param>
/// <param name="InstanceIsInside">Whether it stands in the perimeter.</param>
/// <param name="OnFoot">Walks of the residents to the nearest instance.</param>
/// <param name="Fastest">Times of the residents to the nearest instance, on foot or by public transport.</param>
/// <param name="ClassesWithoutSource">Classes of the service that no input lists.</param>
sealed record ServiceFinding(
    ServiceStatus Status,
    string Reason,
    Place? Instance,
    bool InstanceIsInside,
    TravelTimeSummary OnFoot,
    TravelTimeSummary Fastest,
    IReadOnlyList<string> ClassesWithoutSource)
{
    /// <summary>Whether the status rests on an instance that comes round.</summary>
    public bool IsItinerant => Status == ServiceStatus.Inside && Instance!.IsItinerant;

    /// <summary>French label; more exact than that of the status alone.</summary>
    /// <param name="hasTransit">Whether the run computes public transport.</param>
    public string French(bool hasTransit) => Status switch
    {
        ServiceStatus.Inside when IsItinerant => InstanceIsInside ? "itinérant, dans le quartier" : "itinérant, dans la commune",
        ServiceStatus.Transit when !hasTransit => "à 30 min à pied",
        ServiceStatus.Unknown => Reason switch
        {
            "no-origins" => "inconnu (aucun habitant)",
            "origins-not-snapped" => "inconnu (aucune rue)",
            "partial-source" => "inconnu (source partielle)",
            _ => "inconnu (aucune source)",
        },
        _ => Status.French(),
    };
}
